/** What readers wrote, as slips: an annotation with its answers becomes elements. */
const KINDS = { highlight: "highlight", note: "annotation", question: "question", suggestion: "suggestion", page_note: "on the whole", reply: "answer" };
const WHERE = { private: "only me", public: "public" };
const STANDING = { waiting: "waits for approval", hidden: "hidden by a moderator", spam: "hidden as spam", deleted: "deleted" };
const DAY = new Intl.DateTimeFormat(document.documentElement.lang || "en", { day: "numeric", month: "long", year: "numeric" });

export const idOf = (annotation) => new URL(annotation.id, location.href).pathname.split("/").at(-2);
export const wordsOf = (annotation) =>
  bodiesOf(annotation).find(({ value, purpose }) => value !== undefined && !["tagging", "editing"].includes(purpose))?.value ?? "";
export const tagsOf = (annotation) => bodiesOf(annotation).filter(({ purpose }) => purpose === "tagging").map(({ value }) => value);
export const targetsOf = (annotation) => [annotation.target].flat().filter((target) => target?.selector);
export const segmentsOf = (annotation) => targetsOf(annotation).flatMap(({ segments }) => segments ?? []);
export const isLost = (annotation) => targetsOf(annotation).length > 0 && !segmentsOf(annotation).length;
const bodiesOf = (annotation) => [annotation.body ?? []].flat();
const quoteOf = (target) => target.selector.find(({ type }) => type === "TextQuoteSelector")?.exact ?? "";

/** Return an element: `make("p.by", {title: "x"}, "text", node)`. */
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) if (value !== false && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const authorOf = ({ creator }) => creator?.name ?? "a former reader";

/** Return the slip of a thread: `first` with its `replies` in order. `placeWords` says where it stands. */
export function slipOf(first, replies, { placeWords, groups }) {
  const id = idOf(first);
  const slip = make("article.scholion", {
    id: `annotation-${id}`,
    "aria-label": `${KINDS[first.kind] ?? "annotation"} by ${authorOf(first)}${placeWords ? `, ${placeWords}` : ""}`,
    tabindex: "0",
    "data-id": id,
    "data-kind": first.kind,
  });
  slip.segments = segmentsOf(first); // where it stands, for whoever lays it out
  if (isLost(first)) slip.classList.add("lost");
  if (first.resolved) slip.classList.add("resolved");
  slip.append(headOf(first, groups));
  for (const target of targetsOf(first)) slip.append(quotation(target));
  slip.append(...contentOf(first), actsOf(first, placeWords));
  for (const reply of replies) {
    const answer = make("div.reply", { "data-id": idOf(reply), "data-depth": String(Math.min(reply.depth ?? 1, 6)) });
    answer.append(headOf(reply, groups), ...contentOf(reply), actsOf(reply, ""));
    slip.append(answer);
  }
  return slip;
}

function headOf(annotation, groups) {
  const head = make("p.by", {}, make("b", {}, authorOf(annotation)));
  const where = annotation.visibility === "group" ? (groups.get(annotation.group) ?? annotation.group) : WHERE[annotation.visibility];
  const said = [annotation.kind === "reply" ? null : KINDS[annotation.kind], where, annotation.edited ? "edited" : null];
  for (const words of said.filter(Boolean)) head.append(" ", make("span", {}, words));
  if (annotation.standing) head.append(" ", make("span.standing", {}, STANDING[annotation.standing] ?? annotation.standing));
  if (annotation.resolved) head.append(" ", make("span.standing", {}, "resolved"));
  if (annotation.decision && annotation.decision !== "open") head.append(" ", make("span.standing", {}, annotation.decision));
  return head;
}

function quotation(target) {
  const words = quoteOf(target);
  if (target.placement !== "lost") return make("q", {}, words);
  const old = target.state?.cached;
  const note = make("span.place-lost", {}, "Its words are gone from the text. ");
  if (old) note.append(make("a", { href: new URL(old, location.href).pathname }, "The text it was written on"));
  return make("div", {}, make("q", {}, make("del", {}, words)), note);
}

function contentOf(annotation) {
  const parts = [];
  if (annotation.standing === "deleted") return [make("p.quiet", {}, "Deleted.")];
  if (annotation.html) {
    const words = make("div.words", annotation.language ? { lang: annotation.language } : {});
    words.innerHTML = annotation.html; // cleaned by the server, by its one list of what may stand there
    parts.push(words);
  }
  if (annotation.replacement !== undefined) parts.push(make("p.instead", {}, "Instead: ", make("ins", {}, annotation.replacement || "(nothing)")));
  if (annotation.reason) parts.push(make("p.quiet", {}, `Why: ${annotation.reason}`));
  if (annotation.resolved?.reason) parts.push(make("p.quiet", {}, `Resolved: ${annotation.resolved.reason}`));
  const tags = tagsOf(annotation);
  if (tags.length) parts.push(make("p.tags", {}, ...tags.flatMap((tag) => [make("span.tag", {}, tag), " "])));
  return parts;
}

function actsOf(annotation, placeWords) {
  const can = new Set(annotation.can ?? []);
  const author = authorOf(annotation);
  const acts = make("p.acts");
  const button = (act, words) => acts.append(make("button.plain", { type: "button", "data-act": act, "aria-label": `${words}: ${author}` }, words), " ");
  if (placeWords && segmentsOf(annotation).length) acts.append(make("a", { href: `#b-${segmentsOf(annotation)[0].block}`, "data-act": "show", "aria-label": `${placeWords}, the passage` }, placeWords), " ");
  if (can.has("reply")) button("reply", "Answer");
  if (can.has("edit")) button("edit", "Edit");
  if (can.has("delete")) button("delete", "Delete");
  if (can.has("reattach") && isLost(annotation)) button("reattach", "Find a new place");
  const path = new URL(annotation.id, location.href).pathname;
  acts.append(make("a", { href: path, "aria-label": `More on the annotation by ${author}` }, "More"), " ");
  acts.append(make("time", { datetime: annotation.created }, DAY.format(new Date(annotation.created))));
  return acts;
}
