/** Writing in the margin: a new annotation, a highlight, an answer, a change; drafts come back. */
import { annotationFrom, drafts, formOf, readersOf, valuesOf } from "annotations/composing";
import { Refused, create, replace } from "annotations/door";
import { blockOf, rangesOf, targetOf } from "annotations/places";
import { authorOf, idOf } from "annotations/scholia";

const MEANWHILE = "It was changed meanwhile: above is what it says now. Send yours again to put it in its place.";

export function startWriting(margin) {
  const { page, path, me, all, list, layout, painting, tell, put, load, focusOn, slipOfThread } = margin;
  const slipAt = (id) => list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.closest(".scholion");

  async function highlight(chosen) {
    tell("Saving …");
    try {
      const made = { ...annotationFrom({ kind: "highlight" }), body: [], target: [targetOf(page, chosen)] };
      put(await create(made, me, crypto.randomUUID()));
      tell("Highlighted, for you alone.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(`Not saved: ${error.message}`);
      write(chosen, { kind: "note" });
    }
  }

  function write(chosen, values = {}) {
    const key = `new:${chosen.block}:${chosen.start}:${chosen.endBlock}:${chosen.end}`;
    const before = list.querySelector(`form[data-key="${CSS.escape(key)}"]`);
    if (before) return before.elements.words.focus();
    const form = formOf({
      path, key, me, chosen, values, label: "A new annotation",
      send: async (typed, idempotencyKey) => {
        layout.open(put(await create({ ...annotationFrom(typed), target: [targetOf(page, chosen)] }, me, idempotencyKey)));
        tell("Saved.");
      },
      done: () => {
        painting.choose([]);
        layout.update();
      },
    });
    layout.close(); // what is open must not take the place of what is written
    form.dataset.block = chosen.block;
    form.dataset.start = chosen.start;
    list.prepend(form);
    layout.update();
    painting.choose(rangesOf(page, chosen));
    const first = values.kind === "suggestion" ? form.elements.replacement : form.elements.words;
    first.focus({ preventScroll: layout.isWide() });
  }

  function answer(parent) {
    openIn(slipOfThread(parent), formOf({
      path, key: `reply:${idOf(parent)}`, me, isReply: true, readers: readersOf(parent, me), label: `Answer to ${authorOf(parent)}`, done: layout.update,
      send: async (typed, idempotencyKey) => {
        put(await create({ ...annotationFrom(typed), target: parent.id }, me, idempotencyKey));
        focusOn(parent);
        tell("Your answer stands below it.");
      },
    }));
  }

  function change(annotation) {
    const values = valuesOf(annotation);
    let { version } = annotation;
    openIn(slipOfThread(annotation), formOf({
      path, key: `edit:${idOf(annotation)}`, me, isReply: annotation.kind === "reply", isEdit: true, values, label: "Change the annotation", done: layout.update,
      send: async (typed) => {
        try {
          put(await replace(annotation.id, { ...annotationFrom({ ...values, ...typed }), target: annotation.target }, version, me));
        } catch (error) {
          if (error.status !== 412) throw error;
          await load();
          version = all.get(idOf(annotation))?.version ?? version;
          throw new Refused(412, MEANWHILE);
        }
        focusOn(annotation);
        tell("Saved.");
      },
    }));
  }

  function openIn(slip, form) {
    slip.querySelector(":scope > form")?.remove();
    slip.append(form);
    layout.update();
    (form.elements.words ?? form.elements[0]).focus();
  }

  function restoreDrafts() {
    for (const { key, values, chosen } of drafts.all(path)) {
      const [kind, id] = key.split(":");
      if (kind === "new" && chosen && blockOf(page, chosen.block)) write(chosen, values);
      const annotation = all.get(id);
      if (annotation && slipAt(id)) ({ reply: answer, edit: change })[kind]?.(annotation);
    }
    page.activeElement?.blur?.();
  }

  return { highlight, write, answer, change, openIn, restoreDrafts };
}
