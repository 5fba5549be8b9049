/** Writing an annotation: one form for new ones, answers and changes; each keystroke is kept. */
import { Refused } from "annotations/door";
import { offerIn } from "annotations/offers";
import { actorsOf, make, sayingOf, signInLink, tagsOf, wordsOf } from "annotations/scholia";

const PREFIX = "scholium-draft:";
const MOTIVATIONS = { question: "questioning", suggestion: "editing", highlight: "highlighting", reply: "replying" };
const KINDS = [["note", "Annotation"], ["question", "Question"], ["suggestion", "Suggestion"]];

/** What was typed and not sent, kept in this browser. */
export const drafts = {
  all(path) {
    const start = `${PREFIX}${path}:`;
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(start))
      .map((key) => ({ key: key.slice(start.length), ...read(key) }));
  },
  get: (path, key) => read(`${PREFIX}${path}:${key}`),
  keep(path, key, draft) {
    try {
      localStorage.setItem(`${PREFIX}${path}:${key}`, JSON.stringify(draft));
    } catch {
      return false; // the browser keeps nothing for us: the form still has it
    }
    return true;
  },
  drop: (path, key) => localStorage.removeItem(`${PREFIX}${path}:${key}`),
};

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? null;
  } catch {
    return null;
  }
}

/**
 * Return a form. `key` names its draft; `send(values, idempotencyKey)` is awaited when it is sent;
 * `chosen` is the place of a new annotation, kept with its draft; `done()` is called when it goes;
 * `readers` are the choices of who reads it, the first one unless something else is given.
 */
export function formOf({ path, key, me, label, chosen = null, values = {}, isReply = false, isEdit = false, readers = readersOf(null, me), send, done }) {
  const draft = drafts.get(path, key);
  const isNew = !isReply && !isEdit;
  const first = values.kind === "suggestion" ? "public" : readers[0][0];
  const given = { kind: "note", visibility: first, words: "", tags: "", replacement: chosen?.exact ?? "", ...values, ...draft?.values };
  let idempotencyKey = draft?.idempotencyKey ?? crypto.randomUUID();
  const form = make("form.scholion-form", { "aria-label": label, "data-key": key });
  const status = make("p.status", { role: "status" }, draft ? "Kept here, not sent yet." : "");
  const words = make("textarea", { name: "words", rows: isReply ? 3 : 4, maxlength: 32000, dir: "auto" });
  words.value = given.words;
  const replacement = make("textarea", { name: "replacement", rows: 3, maxlength: 32000, dir: "auto" });
  replacement.value = given.replacement;
  const instead = field("Instead of the passage", replacement);
  const unread = make("p.hint", {}, "Editors see a suggestion only if everyone may read it.");
  if (chosen) form.append(make("q", { dir: "auto" }, chosen.exact));
  if (isNew) form.append(field("Kind", select("kind", KINDS, given.kind)));
  if (isNew || given.kind === "suggestion") form.append(instead);
  form.append(field(isReply ? "Your answer" : "Words (Markdown)", words));
  if (!isReply) {
    form.append(field("Tags, parted by commas", make("input", { name: "tags", value: given.tags, maxlength: 1300, autocomplete: "off" })));
  }
  if (readers.length > 1) form.append(field("Who reads it", select("visibility", readers, given.visibility)), unread);
  const save = make("button.button.first", { type: "submit" }, isEdit ? "Save" : isReply ? "Answer" : "Annotate");
  form.append(make("p.acts", {}, save, " ", make("button.button", { type: "button", "data-cancel": true }, "Put away")), status);

  const valuesNow = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const showKind = () => {
    const { kind = given.kind, visibility } = valuesNow();
    instead.hidden = kind !== "suggestion";
    unread.hidden = kind !== "suggestion" || visibility === "public";
  };
  const keep = () => {
    const isKept = drafts.keep(path, key, { values: valuesNow(), chosen, idempotencyKey, label });
    status.textContent = isKept ? "Kept here, not sent yet." : "";
  };
  const leave = () => {
    drafts.drop(path, key);
    form.remove();
    done?.();
  };
  showKind();
  offerIn(form, path);
  form.addEventListener("input", () => {
    showKind();
    keep();
  });
  form.addEventListener("click", (event) => event.target.closest("[data-cancel]") && leave());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
    if (event.key === "Escape") {
      event.stopPropagation();
      if (valuesNow().words?.trim()) status.textContent = "“Put away” drops what you have typed.";
      else leave();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.state === "waiting") return;
    keep();
    form.dataset.state = "waiting";
    save.disabled = true;
    status.textContent = "Sending …";
    try {
      await send(valuesNow(), idempotencyKey);
      form.dataset.state = "saved";
      leave();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      form.dataset.state = "failed";
      save.disabled = false;
      // What was refused may be sent in other words: that is another request.
      if (error.status >= 400 && error.status < 500) idempotencyKey = crypto.randomUUID();
      keep();
      if (error.status === 401) status.textContent = "You are signed out. It is kept here: sign in and send it again. ";
      else status.textContent = "Not saved: ";
      status.append(error.status === 401 ? signInLink() : sayingOf(error));
    }
  });
  return form;
}

/** Return who may read what is written: anything, or an answer to `parent`, which is read by no more. */
export function readersOf(parent, me) {
  const groups = (me.groups ?? []).map(({ slug, name }) => [`group:${slug}`, name]);
  const [mine, all] = [["private", "only me"], ["public", "everyone"]];
  if (!parent) return [mine, ...groups, all];
  if (parent.visibility === "public") return [all, ...groups, mine];
  return [...groups.filter(([value]) => value === `group:${parent.group}`), mine];
}

/** Return an annotation as the values of the form that changes it. */
export const valuesOf = (annotation) => ({
  kind: annotation.kind,
  words: wordsOf(annotation),
  tags: tagsOf(annotation).join(", "),
  visibility: annotation.visibility === "group" ? `group:${annotation.group}` : annotation.visibility,
  replacement: annotation.replacement ?? "",
  actors: actorsOf(annotation),
});

/** Return what a form says as the bodies, motivation and visibility of an annotation. */
export function annotationFrom({ kind = "reply", words = "", tags = "", replacement = "", visibility = "private", actors = [] }) {
  const bodies = [];
  const purpose = { reply: "replying", question: "questioning" }[kind] ?? "commenting";
  if (words.trim()) bodies.push({ type: "TextualBody", value: words.trim(), format: "text/markdown", purpose });
  for (const tag of tags.split(",").map((text) => text.trim()).filter(Boolean)) bodies.push({ type: "TextualBody", value: tag, purpose: "tagging" });
  if (kind === "suggestion") bodies.push({ type: "TextualBody", value: replacement, format: "text/plain", purpose: "editing" });
  const made = { body: [...bodies, ...actors], motivation: kind === "highlight" && words.trim() ? "commenting" : MOTIVATIONS[kind] ?? "commenting" };
  const [audience, group] = visibility.split(":");
  return { ...made, visibility: audience, ...(group ? { group } : {}) };
}

function field(words, control) {
  return make("p.field", {}, make("label", {}, make("span", {}, words), control));
}

function select(name, options, chosen) {
  const control = make("select", { name }, ...options.map(([value, words]) => make("option", { value }, words)));
  control.value = chosen;
  if (control.selectedIndex < 0) control.selectedIndex = 0;
  return control;
}
