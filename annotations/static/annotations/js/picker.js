/** Choosing a passage without selecting: paragraph, sentence and word by the arrow keys, or by pasting the words. */
import { blocksOf, lengthOf, place, rangesOf, sliceOf, textOf } from "annotations/places";
import { make } from "annotations/scholia";

const HELP = "Up and down: sentence. Right and left: more or fewer words. With Shift: where it begins. Page up and down: paragraph. Enter annotates.";

/** Return `open(block)`: it opens the picker at a block. `act(kind, chosen)` gets what was picked. */
export function startPicker(page, painting, act) {
  const language = page.querySelector("article.sheet").lang || "en";
  const cut = (text, granularity) => {
    const parts = [...new Intl.Segmenter(language, { granularity }).segment(text)];
    let at = 0;
    return parts.map(({ segment, isWordLike }) => {
      const from = at;
      at += lengthOf(segment);
      return { from, to: at, text: segment, isWordLike };
    });
  };
  const output = make("output.picked");
  const quote = make("input", { type: "text", autocomplete: "off" });
  const status = make("p.quiet", { role: "status" });
  const keys = make("div.keys", { tabindex: "0", role: "group", "aria-label": `The passage. ${HELP}` }, output);
  const button = (words, name, look = "button.button") => make(look, { type: "button", "data-do": name }, words);
  const box = make(
    "section.picker",
    { "aria-label": "Choose a passage", hidden: true },
    keys,
    make("p.acts", {}, button("Earlier sentence", "previous"), button("Later sentence", "next"), button("Fewer words", "shrink"), button("More words", "grow"), button("Begin later", "later"), button("Begin earlier", "earlier"), button("Next paragraph", "down"), button("Paragraph before", "up")),
    make("p.field", {}, make("label", {}, make("span", {}, "Or paste the words"), quote)),
    make("p.acts", {}, button("Annotate", "note", "button.button.first"), button("Highlight", "highlight"), button("Put away", "close")),
    status,
  );
  page.body.append(box);
  let blocks = [];
  let at = 0;
  let start = 0;
  let end = 0;
  let cameFrom = null;
  let then = null; // what is done with the passage instead

  const block = () => blocks[at];
  const text = () => textOf(block());
  const chosen = () => place(block(), start, block(), end, sliceOf(text(), start, end));
  const sentences = () => cut(text(), "sentence").filter((part) => part.text.trim());
  const words = () => cut(text(), "word").filter((part) => part.isWordLike);

  function show() {
    const now = chosen();
    output.textContent = now.exact;
    const ranges = rangesOf(page, now);
    painting.choose(ranges);
    const seen = ranges[0]?.getBoundingClientRect();
    if (seen && (seen.top < 60 || seen.bottom > innerHeight - box.offsetHeight - 20)) {
      scrollBy({ top: seen.top - innerHeight / 4, behavior: "instant" });
    }
  }

  function toSentence(step) {
    const all = sentences();
    const here = all.findIndex(({ from, to }) => start >= from && start < to);
    const next = all[here + step];
    if (!next) return toBlock(step, step < 0);
    [start, end] = [next.from, next.to];
    show();
  }

  function toBlock(step, atEnd = false) {
    const next = Math.max(0, Math.min(blocks.length - 1, at + step));
    if (step && next === at) return;
    at = next;
    const all = sentences();
    const sentence = atEnd ? all.at(-1) : all[0];
    [start, end] = sentence ? [sentence.from, sentence.to] : [0, lengthOf(text())];
    show();
  }

  function moveEnd(step) {
    const all = words();
    if (step > 0) end = all.find(({ to }) => to > end)?.to ?? lengthOf(text());
    else end = all.findLast(({ to, from }) => to < end && from >= start)?.to ?? end;
    show();
  }

  function moveStart(step) {
    const all = words();
    if (step > 0) start = all.find(({ from, to }) => from > start && to <= end)?.from ?? start;
    else start = all.findLast(({ from }) => from < start)?.from ?? 0;
    show();
  }

  function find() {
    const wanted = quote.value.trim();
    if (!wanted) return;
    const hits = [];
    for (const [index, candidate] of blocks.entries()) {
      const whole = textOf(candidate);
      for (let from = whole.indexOf(wanted); from >= 0; from = whole.indexOf(wanted, from + 1)) hits.push([index, lengthOf(whole.slice(0, from))]);
    }
    status.textContent = hits.length === 1 ? "Found." : hits.length ? `These words stand ${hits.length} times: paste more of them.` : "These words are not in the text.";
    if (hits.length !== 1) return;
    [at, start] = hits[0];
    end = start + lengthOf(wanted);
    show();
  }

  function close() {
    box.hidden = true;
    painting.choose([]);
    cameFrom?.focus();
  }

  const acts = {
    previous: () => toSentence(-1),
    next: () => toSentence(1),
    shrink: () => moveEnd(-1),
    grow: () => moveEnd(1),
    later: () => moveStart(1),
    earlier: () => moveStart(-1),
    down: () => toBlock(1),
    up: () => toBlock(-1),
    close,
    note: () => finish("note"),
    highlight: () => finish("highlight"),
  };
  function finish(kind) {
    const now = chosen();
    close();
    if (now.exact) (then ?? act)(kind, now);
  }

  box.addEventListener("click", (event) => acts[event.target.closest("[data-do]")?.dataset.do]?.());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.target === quote && event.key === "Enter") {
      event.preventDefault();
      return find();
    }
    if (event.target !== keys) return;
    const name = { ArrowUp: "previous", ArrowDown: "next", ArrowRight: event.shiftKey ? "later" : "grow", ArrowLeft: event.shiftKey ? "earlier" : "shrink", PageDown: "down", PageUp: "up", Enter: "note", h: "highlight", a: "note" }[event.key];
    if (!name) return;
    event.preventDefault();
    acts[name]();
  });
  quote.addEventListener("change", find);

  return function open(from, opener = page.activeElement, instead = null) {
    then = instead;
    blocks = blocksOf(page).filter((candidate) => textOf(candidate).trim());
    at = Math.max(0, blocks.indexOf(from));
    cameFrom = opener;
    quote.value = status.textContent = "";
    box.hidden = false;
    toBlock(0);
    keys.focus({ preventScroll: true });
  };
}
