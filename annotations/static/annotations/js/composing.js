/** Writing an annotation: one form for new ones, answers and changes; each keystroke is kept. */
import { Refused } from "annotations/door";
import { make } from "annotations/scholia";

const PREFIX = "scholium-draft:";
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
 * `chosen` is the place of a new annotation, kept with its draft; `done()` is called when it goes.
 */
export function formOf({ path, key, me, label, chosen = null, values = {}, isReply = false, isEdit = false, vocabulary = [], send, done }) {
  const draft = drafts.get(path, key);
  const given = { kind: "note", visibility: "private", words: "", tags: "", replacement: chosen?.exact ?? "", ...values, ...draft?.values };
  let idempotencyKey = draft?.idempotencyKey ?? crypto.randomUUID();
  const form = make("form.scholion-form", { "aria-label": label, "data-key": key });
  const status = make("p.status", { role: "status" }, draft ? "Kept here, not sent yet." : "");
  const words = make("textarea", { name: "words", rows: isReply ? 3 : 4, maxlength: 32000 });
  words.value = given.words;
  if (chosen) form.append(make("q", {}, chosen.exact));
  if (!isReply && !isEdit) form.append(field("Kind", select("kind", KINDS, given.kind)));
  form.append(field(isReply ? "Your answer" : "Words (Markdown)", words));
  const replacement = make("textarea", { name: "replacement", rows: 3, maxlength: 32000 });
  replacement.value = given.replacement;
  const instead = field("Instead of the passage", replacement);
  if (!isReply && !isEdit) form.append(instead);
  if (!isReply) {
    const list = make("datalist", { id: `tags-${key}` }, ...vocabulary.map((tag) => make("option", { value: tag })));
    form.append(field("Tags, parted by commas", make("input", { name: "tags", value: given.tags, maxlength: 1300, list: list.id, autocomplete: "off" })), list);
    const readers = [["private", "only me"], ...(me.groups ?? []).map(({ slug, name }) => [`group:${slug}`, name]), ["public", "everyone"]];
    form.append(field("Who reads it", select("visibility", readers, given.visibility)));
  }
  const save = make("button.button.first", { type: "submit" }, isEdit ? "Save" : isReply ? "Answer" : "Annotate");
  form.append(make("p.acts", {}, save, " ", make("button.button", { type: "button", "data-cancel": true }, "Put away")), status);

  const valuesNow = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const showKind = () => (instead.hidden = form.elements.kind?.value !== "suggestion");
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
      status.textContent = error.status === 401 ? "You are signed out. It is kept here: sign in and send it again. " : `Not saved: ${error.message}`;
      if (error.status === 401) status.append(signInLink());
    }
  });
  return form;
}

export const signInLink = () => make("a", { href: `/accounts/login/?next=${encodeURIComponent(location.pathname)}` }, "Sign in");

/** Return what a form says as the bodies, motivation and visibility of an annotation. */
export function annotationFrom(values, { isReply = false } = {}) {
  const bodies = [];
  const words = (values.words ?? "").trim();
  const isQuestion = values.kind === "question";
  if (words) bodies.push({ type: "TextualBody", value: words, format: "text/markdown", purpose: isReply ? "replying" : isQuestion ? "questioning" : "commenting" });
  for (const tag of (values.tags ?? "").split(",").map((text) => text.trim()).filter(Boolean)) bodies.push({ type: "TextualBody", value: tag, purpose: "tagging" });
  if (values.kind === "suggestion") bodies.push({ type: "TextualBody", value: values.replacement ?? "", format: "text/plain", purpose: "editing" });
  const made = { body: bodies };
  if (!isReply) {
    made.motivation = { question: "questioning", suggestion: "editing", highlight: "highlighting" }[values.kind] ?? "commenting";
    const [visibility, group] = (values.visibility ?? "private").split(":");
    made.visibility = visibility;
    if (group) made.group = group;
  }
  return made;
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
