/** What readers wrote, as slips: an annotation with its answers becomes elements. */
const KINDS = { highlight: "highlight", note: "annotation", question: "question", suggestion: "suggestion", page_note: "on the whole", reply: "answer" };
const PLAIN = new Set(["note", "reply"]); // what most are is not said of each
const WHERE = { private: "only me" };
const SIGNS = { agree: "agree", doubt: "doubt", thanks: "thanks", insight: "good point" };
const STANDING = { waiting: "waits for approval", hidden: "hidden by a moderator", spam: "hidden as spam" };
const DAY = new Intl.DateTimeFormat(document.documentElement.lang || "en", { day: "numeric", month: "short", year: "numeric" });

export const idOf = (annotation) => new URL(annotation.id, location.href).pathname.split("/").at(-2);
export const wordsOf = (annotation) =>
  bodiesOf(annotation).find(({ value, purpose }) => value !== undefined && !["tagging", "editing"].includes(purpose))?.value ?? "";
export const tagsOf = (annotation) => bodiesOf(annotation).filter(({ purpose }) => purpose === "tagging").map(({ value }) => value);
export const actorsOf = (annotation) => bodiesOf(annotation).filter(({ purpose }) => purpose === "identifying");
export const targetsOf = (annotation) => [annotation.target].flat().filter((target) => target?.selector);
export const segmentsOf = (annotation) => targetsOf(annotation).flatMap(({ segments }) => segments ?? []);
/** Return the key of the block beside which a lost annotation is read, or "". */
export const gapOf = (annotation) => (isLost(annotation) && targetsOf(annotation).find(({ beside }) => beside)?.beside) || "";
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

/** Return the id of the thread that an annotation stands in. */
export const rootOf = (annotation) => (annotation.thread ? new URL(annotation.thread, location.href).pathname.split("/").at(-2) : idOf(annotation));
export const signInLink = () => make("a", { href: `/accounts/login/?next=${encodeURIComponent(location.pathname)}` }, "Sign in");
/** Return what a refusal says, with the way to sign in where that helps. */
export const sayingOf = ({ message, status }) => make("span", {}, message, status === 401 ? " " : null, status === 401 ? signInLink() : null);
export const authorOf = ({ creator, standing }) => creator?.name ?? (standing === "deleted" ? "who deleted it" : "a former reader");

/** Return what the passage says now; where it is lost, what it said. */
export const wordsAt = (target) => (target.segments?.length ? target.segments.map(({ exact }) => exact).join(" … ") : quoteOf(target));

/** Return the answers of a thread in the order of reading: each below what it answers. */
export function inOrder(first, replies) {
  const below = new Map();
  for (const reply of replies) {
    const parent = new URL(reply.target, location.href).pathname.split("/").at(-2);
    if (!below.has(parent)) below.set(parent, []);
    below.get(parent).push(reply);
  }
  const found = [];
  const visit = (id) => {
    for (const reply of below.get(id) ?? []) {
      found.push(reply);
      visit(idOf(reply));
    }
  };
  visit(idOf(first));
  return found.concat(replies.filter((reply) => !found.includes(reply)));
}

/** Return the slip of a thread: `first` with its `replies`. `placeWords` says where it stands. */
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
  slip.gap = gapOf(first);
  if (isLost(first)) slip.classList.add("lost");
  if (first.resolved) slip.classList.add("resolved");
  slip.append(make("button.plain.close", { type: "button", "data-act": "close" }, "Close"), headOf(first, groups));
  for (const target of targetsOf(first)) slip.append(...quotation(target, first));
  slip.append(...contentOf(first), actsOf(first, placeWords));
  for (const reply of inOrder(first, replies)) {
    const answer = make("div.reply", { "data-id": idOf(reply), "data-depth": String(Math.min(reply.depth ?? 1, 6)) });
    answer.append(headOf(reply, groups), ...contentOf(reply), actsOf(reply, ""));
    slip.append(answer);
  }
  if (replies.length) slip.append(make("p.answers.quiet", {}, replies.length === 1 ? "1 answer" : `${replies.length} answers`));
  return slip;
}

function headOf(annotation, groups) {
  if (annotation.standing === "deleted") return make("p.by", {}, "Deleted by its author");
  const head = make("p.by", {}, make("b", { dir: "auto" }, authorOf(annotation)));
  const where = annotation.visibility === "group" ? (groups.get(annotation.group) ?? annotation.group) : WHERE[annotation.visibility];
  const said = [PLAIN.has(annotation.kind) ? null : KINDS[annotation.kind], where, annotation.edited ? "edited" : null];
  for (const words of said.filter(Boolean)) head.append(" ", make("span", {}, words));
  const standing = [STANDING[annotation.standing] ?? annotation.standing, annotation.resolved ? "resolved" : null];
  if (annotation.decision && annotation.decision !== "open") standing[1] = annotation.decision;
  for (const words of standing.filter(Boolean)) head.append(" ", make("span.standing", {}, words));
  return head;
}

/** Return the words that are annotated; of a suggestion, the old words and the new. */
function quotation(target, { kind, replacement, decision }) {
  const words = decision === "accepted" ? quoteOf(target) : wordsAt(target);
  if (target.placement === "lost") {
    const note = make("p.place-lost", {}, "These words are gone from the text. ");
    const old = target.state?.cached;
    if (old) note.append(make("a", { href: new URL(old, location.href).pathname + fragmentOf(words) }, "Where they stood"));
    return [make("q", { dir: "auto" }, make("del", {}, words)), note];
  }
  const parts = kind === "suggestion" ? [changeOf(words, replacement ?? "")] : [make("q", { dir: "auto" }, words)];
  if (target.placement === "moved") parts.push(make("p.place-lost", {}, "Found elsewhere after an edit; nobody has confirmed the place yet."));
  return parts;
}

/** Return the text fragment by which a browser finds the words: their line, or the first and the last. */
function fragmentOf(words) {
  const lines = words.split("\n");
  const said = [...new Set([lines[0], lines.at(-1)])].map((line) => encodeURIComponent(line).replaceAll("-", "%2D"));
  return `#:~:text=${said.join(",")}`;
}

/** Return old words and new as one line: what both begin and end with stands once. */
function changeOf(old, fresh) {
  const [from, to] = [old.split(/(?<=\s)/), fresh.split(/(?<=\s)/)];
  const least = Math.min(from.length, to.length);
  let lead = 0;
  while (lead < least && from[lead] === to[lead]) lead += 1;
  let trail = 0;
  while (trail < least - lead && from.at(-1 - trail) === to.at(-1 - trail)) trail += 1;
  const middle = (parts) => parts.slice(lead, parts.length - trail).join("");
  const line = make("p.change", { dir: "auto" }, make("span.unseen", {}, "Suggested: instead of "), from.slice(0, lead).join(""));
  if (middle(from)) line.append(make("del", {}, middle(from).trimEnd()));
  line.append(make("span.unseen", {}, " put "), make("span.to", { "aria-hidden": "true" }, " → "), make("ins", {}, middle(to).trimEnd() || "(nothing)"));
  if (trail) line.append(" ", from.slice(from.length - trail).join(""));
  return line;
}

function contentOf(annotation) {
  const parts = [];
  if (annotation.standing === "deleted") return [];
  if (annotation.html) {
    const words = make("div.words", { dir: "auto", ...(annotation.language ? { lang: annotation.language } : {}) });
    words.innerHTML = annotation.html; // cleaned by the server, by its one list of what may stand there
    parts.push(words);
  }
  if (isLost(annotation) && annotation.replacement !== undefined) parts.push(make("p.change", {}, "Suggested: ", make("ins", {}, annotation.replacement || "(nothing)")));
  if (annotation.reason) parts.push(make("p.quiet", {}, `Why: ${annotation.reason}`));
  if (annotation.resolved) {
    const { by, reason } = annotation.resolved;
    parts.push(make("p.quiet.settled", { dir: "auto" }, `Resolved${by ? ` by ${by}` : ""}${reason ? `: ${reason}` : ""}`));
  }
  const tags = tagsOf(annotation);
  if (tags.length) parts.push(make("p.tags", {}, ...tags.flatMap((tag) => [make("span.tag", { dir: "auto" }, tag), " "])));
  const signs = Object.entries(annotation.reactions ?? {}).filter(([, number]) => number);
  if (signs.length) parts.push(make("p.given.quiet", {}, signs.map(([sign, number]) => `${number} ${SIGNS[sign] ?? sign}`).join(" · ")));
  return parts;
}

function actsOf(annotation, placeWords) {
  const can = new Set(annotation.can ?? []);
  const author = authorOf(annotation);
  const acts = make("p.acts");
  const button = (act, words, more = {}) => acts.append(make("button.plain", { type: "button", "data-act": act, "aria-label": `${words}: ${author}`, ...more }, words), " ");
  if (placeWords && segmentsOf(annotation).length) acts.append(make("a", { href: `#b-${segmentsOf(annotation)[0].block}`, "data-act": "show", "aria-label": `${placeWords}, the passage` }, placeWords), " ");
  if (annotation.standing !== "deleted") {
    if (can.has("reply")) button("reply", "Answer");
    if (can.has("edit")) button("edit", "Edit");
    if (can.has("re-attach") && isLost(annotation)) button("relocate", "Find a new place");
    if (can.size) button("more", "More", { "aria-expanded": "false" });
    else acts.append(make("a", { href: new URL(annotation.id, location.href).pathname, "aria-label": `The annotation by ${author} on its own page` }, "Its own page"), " ");
  }
  acts.append(make("time", { datetime: annotation.created }, DAY.format(new Date(annotation.created))));
  return acts;
}
