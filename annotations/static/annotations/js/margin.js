/** The margin: what readers wrote beside the text, painted in it, answered and changed where it stands. */
import { startAdder } from "annotations/adder";
import { annotationFrom, drafts, formOf, signInLink } from "annotations/composing";
import { Refused, create, pagesOf, pathOf, remove, replace } from "annotations/door";
import { startLayout } from "annotations/layout";
import { whoIs } from "annotations/me";
import { startPainting } from "annotations/painting";
import { startPicker } from "annotations/picker";
import { blockOf, blocksOf, keyOf, lengthOf, rangesOf, selectorOf, textOf } from "annotations/places";
import { idOf, isLost, make, segmentsOf, slipOf, tagsOf, targetsOf, wordsOf } from "annotations/scholia";

const UNDO = 8000;
const ASK_AGAIN = 60_000;

export async function startMargin(page) {
  const path = location.pathname;
  const painting = startPainting(page);
  const sheet = page.querySelector("article.sheet");
  const list = make("div.slips");
  const none = make("p.quiet");
  const status = make("p.told", { role: "status" }); // what was done, and the way back
  const fresh = make("button.button", { type: "button", hidden: true });
  const choose = make("button.button", { type: "button" }, "Annotate a passage");
  const heading = make("h2", { id: "scholia-title" }, "Readers’ annotations");
  const section = make("section.scholia.end", { id: "scholia", "aria-labelledby": "scholia-title" }, heading, make("p.acts", {}, choose, " ", fresh), none, list, status);
  sheet.append(section);
  const layout = startLayout(page, section, list, painting);
  const all = new Map(); // id -> annotation, in the order of threads
  let waiting = [];
  const me = await whoIs();
  const groups = new Map((me.groups ?? []).map(({ slug, name }) => [slug, name]));
  const act = (kind, chosen) => (me.name ? (kind === "highlight" ? highlight(chosen) : write(chosen)) : askToSignIn());
  startAdder(page, me, act);
  const pick = startPicker(page, painting, act);
  choose.addEventListener("click", () => pick(blockInSight(), choose));
  sheet.append(handlesOf());

  let told = 0;
  function tell(...parts) {
    clearTimeout(told);
    status.replaceChildren(...parts);
    told = setTimeout(() => status.contains(page.activeElement) || status.replaceChildren(), UNDO + 2000);
  }

  // Showing -------------------------------------------------------------------------------------
  async function load() {
    all.clear();
    for await (const items of pagesOf(path)) {
      for (const annotation of items) all.set(idOf(annotation), annotation);
      show();
    }
  }

  function show() {
    const threads = new Map();
    for (const annotation of all.values()) {
      const root = annotation.thread ? pathOf(annotation.thread).split("/").at(-2) : idOf(annotation);
      if (!threads.has(root)) threads.set(root, []);
      threads.get(root).push(annotation);
    }
    const open = [...list.querySelectorAll("form")];
    const slips = [];
    const placed = [];
    for (const [root, [first, ...replies]] of threads) {
      if (first.thread) continue; // its beginning is on a page that is still to come
      slips.push(slipOf(first, replies, { placeWords: placeWords(first), groups }));
      if (!first.resolved) placed.push({ id: root, segments: segmentsOf(first) });
    }
    slips.sort((a, b) => order(a) - order(b));
    list.replaceChildren(...slips);
    for (const form of open) putBack(form);
    painting.paint(placed);
    const number = slips.length;
    none.textContent = number ? "" : "Nobody has annotated this text where you may read it.";
    heading.textContent = number ? `Readers’ annotations: ${number}` : "Readers’ annotations";
    layout.update();
    labelHandles(placed);
  }

  const order = (slip) => {
    const [segment] = segmentsOf(all.get(slip.dataset.id));
    const block = segment && blockOf(page, segment.block);
    return block ? blocksOf(page).indexOf(block) * 1e6 + segment.start : Infinity;
  };

  function placeWords(annotation) {
    const [segment] = segmentsOf(annotation);
    if (!segment) return isLost(annotation) ? "place lost" : targetsOf(annotation).length ? "" : "on the whole";
    const block = blockOf(page, segment.block);
    const note = block?.closest(".notes li")?.dataset.n;
    const number = block?.querySelector(".number")?.dataset.n;
    return note ? `note ${note}` : number ? `¶ ${number}` : "heading";
  }

  function put(annotation) {
    all.set(idOf(annotation), annotation);
    show();
    return idOf(annotation);
  }

  // Writing -------------------------------------------------------------------------------------
  const target = (chosen) => ({ type: "SpecificResource", source: path, selector: [selectorOf(page, chosen)] });
  const vocabulary = () => [...new Set([...all.values()].flatMap(tagsOf))].sort();

  async function highlight(chosen) {
    tell("Saving …");
    try {
      put(await create({ ...annotationFrom({ kind: "highlight" }), body: [], target: [target(chosen)] }, me, crypto.randomUUID()));
      tell("Highlighted, for you alone.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(`Not saved: ${error.message}`);
      write(chosen, { kind: "note" });
    }
  }

  function write(chosen, values = {}) {
    const key = `new:${chosen.block}:${chosen.start}:${chosen.endBlock}:${chosen.end}`;
    const form = formOf({
      path, key, me, chosen, values, vocabulary: vocabulary(), label: "A new annotation",
      send: async (typed, idempotencyKey) => layout.open(put(await create({ ...annotationFrom(typed), target: [target(chosen)] }, me, idempotencyKey))),
      done: () => painting.choose([]),
    });
    form.dataset.block = chosen.block;
    form.dataset.start = chosen.start;
    putBack(form);
    painting.choose(rangesOf(page, chosen));
    form.elements.words.focus({ preventScroll: layout.isWide() });
  }

  function answer(parent, slip) {
    openIn(slip, formOf({
      path, key: `reply:${idOf(parent)}`, me, isReply: true, label: `Answer to ${parent.creator?.name ?? "a former reader"}`,
      send: async (typed, idempotencyKey) => layout.open(put(await create({ ...annotationFrom(typed, { isReply: true }), target: parent.id }, me, idempotencyKey)) && slip.dataset.id),
    }));
  }

  function change(annotation, slip) {
    const isReply = annotation.kind === "reply";
    const visibility = annotation.visibility === "group" ? `group:${annotation.group}` : annotation.visibility;
    const values = { words: wordsOf(annotation), tags: tagsOf(annotation).join(", "), visibility, kind: annotation.kind, replacement: annotation.replacement ?? "" };
    openIn(slip, formOf({
      path, key: `edit:${idOf(annotation)}`, me, isReply, isEdit: true, values, vocabulary: vocabulary(), label: "Change the annotation",
      send: async (typed) => {
        const made = annotationFrom({ ...values, ...typed }, { isReply });
        put(await replace(annotation.id, { ...made, target: annotation.target }, annotation.version, me));
      },
    }));
  }

  function openIn(slip, form) {
    slip.querySelector("form")?.remove();
    slip.append(form);
    layout.update();
    form.elements.words.focus();
  }

  /** Set a form where it belongs: an answer in its slip, a new annotation among the slips. */
  function putBack(form) {
    const [kind, id] = form.dataset.key.split(":");
    if (kind === "new") return list.prepend(form), layout.update();
    const slip = list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.closest(".scholion");
    if (slip) slip.append(form);
  }

  function restoreDrafts() {
    for (const { key, values, chosen } of drafts.all(path)) {
      const [kind, id] = key.split(":");
      if (kind === "new" && chosen && blockOf(page, chosen.block)) write(chosen, values);
      const annotation = all.get(id);
      const slip = annotation && list.querySelector(`[data-id="${CSS.escape(id)}"]`)?.closest(".scholion");
      if (slip && kind === "reply") answer(annotation, slip);
      if (slip && kind === "edit") change(annotation, slip);
    }
    page.activeElement?.blur?.();
  }

  /** Delete after a moment in which it can be taken back; leaving the page does it at once. */
  function drop(annotation, slip) {
    const id = idOf(annotation);
    const before = new Map(all);
    const undo = make("button.plain", { type: "button" }, "Undo");
    const finish = () => {
      removeEventListener("pagehide", finish);
      clearTimeout(timer);
      undo.remove();
      remove(annotation.id, me).then(load).catch((error) => {
        all.clear();
        for (const [key, value] of before) all.set(key, value);
        show();
        tell(`Not deleted: ${error.message}`);
      });
    };
    const timer = setTimeout(finish, UNDO);
    addEventListener("pagehide", finish);
    all.delete(id);
    show();
    tell("Deleted. ", undo);
    undo.focus();
    undo.addEventListener("click", () => {
      clearTimeout(timer);
      removeEventListener("pagehide", finish);
      all.clear();
      for (const [key, value] of before) all.set(key, value);
      show();
      tell("It is back.");
      layout.open(id);
    });
  }

  function reattach(annotation) {
    tell("Choose the new place of the annotation.");
    pick(blockInSight(), choose, async (_kind, chosen) => {
      put(await replace(annotation.id, { ...annotationFrom({ words: wordsOf(annotation), tags: tagsOf(annotation).join(","), visibility: annotation.visibility, kind: annotation.kind }), target: [target(chosen)] }, annotation.version, me));
    });
  }

  list.addEventListener("click", (event) => {
    const made = event.target.closest("[data-act]");
    const slip = made?.closest(".scholion");
    const annotation = slip && all.get(made.closest("[data-id]").dataset.id);
    if (!annotation) return;
    if (made.dataset.act === "show") {
      event.preventDefault();
      layout.open(slip.dataset.id, { scrolls: true });
    } else ({ reply: answer, edit: change, delete: drop, reattach })[made.dataset.act]?.(annotation, slip);
  });

  const askToSignIn = () => tell(signInLink(), " to annotate.");
  // Handles: one for each block, outside the text, one stop of the Tab key for all ---------------
  function handlesOf() {
    const bar = make("div.handles", { role: "toolbar", "aria-label": "Annotate a block" });
    for (const [at, block] of blocksOf(page).entries()) {
      bar.append(make("button.handle", { type: "button", "data-block": keyOf(block), tabindex: at ? "-1" : "0" }));
    }
    bar.addEventListener("click", (event) => {
      const block = event.target.dataset.block && blockOf(page, event.target.dataset.block);
      if (block) pick(block, event.target);
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      const next = step && (step > 0 ? event.target.nextElementSibling : event.target.previousElementSibling);
      if (!next) return;
      event.preventDefault();
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
    bar.addEventListener("focusin", (event) => {
      const top = blockOf(page, event.target.dataset.block)?.getBoundingClientRect().top;
      event.target.style.setProperty("top", `${top - sheet.getBoundingClientRect().top}px`);
    });
    return bar;
  }

  function labelHandles(placed) {
    const counts = new Map();
    for (const { segments } of placed) for (const key of new Set(segments.map(({ block }) => block))) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const handle of sheet.querySelectorAll(".handle")) {
      const words = textOf(blockOf(page, handle.dataset.block)).slice(0, 40);
      const number = counts.get(handle.dataset.block);
      handle.setAttribute("aria-label", `Annotate “${words}…”${number ? `, ${number} annotation${number > 1 ? "s" : ""} there` : ""}`);
    }
  }

  function blockInSight() {
    const blocks = blocksOf(page).filter((block) => block.closest("#text") && lengthOf(textOf(block)));
    return blocks.find((block) => block.getBoundingClientRect().bottom > innerHeight / 3) ?? blocks.at(-1);
  }

  // What others write meanwhile waits until it is asked for --------------------------------------
  async function lookForNew() {
    if (page.hidden) return;
    const found = [];
    try {
      for await (const items of pagesOf(path)) found.push(...items.filter((annotation) => !all.has(idOf(annotation)) && annotation.creator?.nickname !== me.name));
    } catch {
      return; // the next time may answer
    }
    waiting = found;
    fresh.hidden = !waiting.length;
    fresh.textContent = `${waiting.length} new`;
  }
  fresh.addEventListener("click", async () => {
    const [first] = waiting.map(idOf);
    waiting = [];
    fresh.hidden = true;
    await load();
    layout.open(first, { scrolls: true });
  });
  setInterval(lookForNew, ASK_AGAIN);

  try {
    await load();
  } catch (error) {
    tell(`The annotations could not be read: ${error.message}`);
  }
  restoreDrafts();
  layout.followHash();
}
