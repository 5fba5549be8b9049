/** The margin: what readers wrote beside the text, painted in it, answered and changed where it stands. */
import { startAdder } from "annotations/adder";
import { startDeeds } from "annotations/deeds";
import { Refused, pagesOf, whenWaiting } from "annotations/door";
import { handlesOf, labelHandles } from "annotations/handles";
import { startLayout } from "annotations/layout";
import { whoIs } from "annotations/me";
import { startPainting } from "annotations/painting";
import { startPassages } from "annotations/passages";
import { startPicker } from "annotations/picker";
import { blockOf, blocksOf } from "annotations/places";
import { gapOf, idOf, isLost, make, rootOf, segmentsOf, signInLink, slipOf, targetsOf } from "annotations/scholia";
import { startWriting } from "annotations/writing";

const TOLD = 10_000;
const ASK_AGAIN = 60_000;

export async function startMargin(page) {
  const path = location.pathname;
  const painting = startPainting(page);
  const sheet = page.querySelector("article.sheet");
  const list = make("div.slips");
  const none = make("p.quiet");
  const status = make("p.told", { role: "status" }); // what was done, and the way back
  const fresh = make("button.button", { type: "button", hidden: true });
  const chooser = make("button.plain", { type: "button" }, "Annotate a passage");
  const heading = make("h2", { id: "scholia-title" }, "Readers’ annotations");
  const section = make("section.scholia.end", { id: "scholia", "aria-labelledby": "scholia-title" }, make("div.tools", {}, heading, none, make("p", {}, chooser, " ", fresh)), list, status);
  sheet.append(section);
  const layout = startLayout(page, section, list, painting);
  const all = new Map(); // id -> annotation, in the order of threads
  const shown = new Map(); // id of a thread -> its slip, and what that was made of
  const me = await whoIs();
  const groups = new Map((me.groups ?? []).map(({ slug, name }) => [slug, name]));

  let told = 0;
  /** Say what happened, in the one place where that is read out. */
  function tell(...parts) {
    clearTimeout(told);
    status.replaceChildren(...parts);
    told = setTimeout(() => status.contains(page.activeElement) || status.replaceChildren(), TOLD);
  }

  whenWaiting(tell);

  // Showing -------------------------------------------------------------------------------------
  async function load() {
    const found = new Set();
    for await (const items of pagesOf(path)) {
      for (const annotation of items) {
        found.add(idOf(annotation));
        all.set(idOf(annotation), annotation);
      }
      show();
    }
    for (const id of all.keys()) if (!found.has(id)) all.delete(id);
    show();
  }

  function show() {
    const threads = new Map();
    for (const annotation of all.values()) {
      const root = rootOf(annotation);
      if (!threads.has(root)) threads.set(root, []);
      threads.get(root).push(annotation);
    }
    const slips = [];
    const placed = [];
    for (const [root, rows] of threads) {
      const first = all.get(root);
      if (!first) continue; // its beginning is on a page that is still to come
      slips.push(slipFor(root, first, rows.filter((row) => row !== first)));
      if (!first.resolved) placed.push({ id: root, segments: segmentsOf(first) });
    }
    for (const id of shown.keys()) if (!all.has(id)) shown.delete(id);
    slips.sort((a, b) => a.order - b.order);
    const forms = [...list.children].filter((item) => item.matches("form"));
    // What stands where it stood is not touched, so that focus stays where it is.
    [...forms, ...slips].forEach((item, at) => list.children[at] === item || list.insertBefore(item, list.children[at] ?? null));
    while (list.children.length > forms.length + slips.length) list.lastChild.remove();
    painting.paint(placed);
    const number = slips.length;
    none.textContent = number ? "" : "Nobody has annotated this text where you may read it.";
    heading.textContent = number ? `Readers’ annotations: ${number}` : "Readers’ annotations";
    layout.update();
    labelHandles(page, handles, placed);
  }

  /** Return the slip of a thread: the one there is, if nothing changed; forms in it are kept. */
  function slipFor(root, first, replies) {
    const stamp = [first, ...replies].map(({ version, standing }) => `${version}${standing ?? ""}`).join();
    const before = shown.get(root);
    if (before?.stamp === stamp) return before.slip;
    const slip = slipOf(first, replies, { placeWords: placeWords(first), groups });
    slip.order = orderOf(first);
    if (before) {
      slip.append(...before.slip.querySelectorAll(":scope > form"));
      slip.classList.toggle("is-open", before.slip.classList.contains("is-open"));
    }
    shown.set(root, { stamp, slip });
    return slip;
  }

  const positions = new Map(blocksOf(page).map((block, at) => [block, at]));
  function orderOf(annotation) {
    const [segment] = segmentsOf(annotation);
    const at = positions.get(blockOf(page, segment?.block ?? gapOf(annotation)));
    return at === undefined ? Number.MAX_VALUE : at * 1e6 + (segment?.start ?? 1e6 - 1); // a gap comes last
  }

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

  // Doing ---------------------------------------------------------------------------------------
  const slipOfThread = (annotation) => list.querySelector(`.scholion[data-id="${CSS.escape(rootOf(annotation))}"]`);
  const margin = {
    page, path, me, all, list, layout, painting, tell, load, put, chooser, slipOfThread,
    focusOn: (annotation) => layout.open(rootOf(annotation)),
  };
  const writing = startWriting(margin);
  const act = (kind, chosen) => {
    if (!me.name) return tell(signInLink(), " to annotate.");
    return kind === "highlight" ? writing.highlight(chosen) : writing.write(chosen, { kind });
  };
  startAdder(page, me, act);
  const pick = startPicker(page, painting, act);
  const passages = startPassages(margin, pick);
  const toggle = startDeeds(margin, { ...passages, openIn: writing.openIn });
  const handles = handlesOf(page, sheet, (block, opener) => pick({ block, opener }));
  sheet.append(handles);
  chooser.addEventListener("click", () => pick({ opener: chooser }));

  list.addEventListener("click", (event) => {
    const made = event.target.closest("[data-act]");
    const slip = made?.closest(".scholion");
    const annotation = slip && all.get(made.closest("[data-id]").dataset.id);
    if (!annotation) return;
    if (made.dataset.act === "show") {
      event.preventDefault();
      layout.open(slip.dataset.id, { scrolls: true });
    } else {
      ({ reply: writing.answer, edit: writing.change, relocate: passages.relocate, more: toggle, close: layout.close })[made.dataset.act]?.(annotation, made);
    }
  });

  // What others write meanwhile waits until it is asked for --------------------------------------
  let waiting = [];
  async function lookForNew() {
    if (page.hidden) return;
    const found = [];
    const newest = [...all.values()].reduce((last, { created, modified }) => [last, modified ?? created ?? ""].sort()[1], "");
    try {
      for await (const items of pagesOf(path, newest)) found.push(...items.filter((annotation) => !all.has(idOf(annotation)) && annotation.creator?.nickname !== me.name));
    } catch {
      return; // the next time may answer
    }
    waiting = found;
    fresh.hidden = !waiting.length;
    fresh.textContent = `${waiting.length} new`;
  }
  fresh.addEventListener("click", async () => {
    const [first] = waiting;
    waiting = [];
    fresh.hidden = true;
    await load();
    layout.open(rootOf(first), { scrolls: true });
  });
  setInterval(lookForNew, ASK_AGAIN);

  try {
    await load();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    none.textContent = `The annotations could not be read: ${error.message}`;
    tell(none.textContent);
  }
  writing.restoreDrafts();
  layout.followHash();
}
