/** Choosing a passage without dragging: by the arrow keys, by pasting its words, or by selecting it as ever. */
import { blockOf, blocksOf, chosenBy, lengthOf, place, rangesOf, sliceOf, textOf } from "annotations/places";
import { make } from "annotations/scholia";

const HELP = "Up and down: sentence. Right and left: more or fewer words. With Shift: where it begins. Page up and down: paragraph. Enter takes it.";
const STEPS = [["Sentence before", "previous"], ["Next sentence", "next"], ["Fewer words", "shrink"], ["More words", "grow"], ["Begin earlier", "earlier"], ["Begin later", "later"], ["Paragraph before", "up"], ["Next paragraph", "down"]];
const KEYS = { ArrowUp: "previous", ArrowDown: "next", PageDown: "down", PageUp: "up", Enter: "take", h: "highlight", a: "take" };
const SETTLED = 150;

/**
 * Return `open({block, opener, chosen, title, button, then})`: it opens the picker at a block, or at
 * a chosen place. `act(kind, chosen)` gets what was picked, unless `then` is there for it.
 */
export function startPicker(page, painting, act) {
  const language = page.querySelector("article.sheet").lang || "en";
  const cut = (text, granularity) => {
    let at = 0;
    return [...new Intl.Segmenter(language, { granularity }).segment(text)].map(({ segment, isWordLike }) => {
      const from = at;
      at += lengthOf(segment);
      return { from, to: at, text: segment, isWordLike };
    });
  };
  const button = (words, name, look = "button.button") => make(look, { type: "button", "data-do": name }, words);
  const title = make("h2.label", { id: "picker-title" });
  const output = make("output.picked", { dir: "auto" });
  const quote = make("input", { type: "text", autocomplete: "off", dir: "auto" });
  const status = make("p.quiet", { role: "status" });
  const keys = make("div.keys", { tabindex: "0", role: "group", "aria-label": `The passage. ${HELP}` }, output);
  const take = button("", "take", "button.button.first");
  const mark = button("Highlight", "highlight");
  const box = make(
    "section.picker", { "aria-labelledby": title.id, hidden: true }, title, keys,
    make("p.acts", {}, take, mark, button("Put away", "close")),
    make("p.steps", {}, ...STEPS.map(([words, name]) => button(words, name))),
    make("p.field", {}, make("label", {}, make("span", {}, "Or select it in the text, or paste its words"), quote)), status,
  );
  page.body.append(box);
  let blocks = [];
  let at = 0;
  let start = 0;
  let end = 0;
  let last = 0; // the block in which it ends
  let task = {};

  const text = () => textOf(blocks[at]);
  const sentences = () => cut(text(), "sentence").filter((part) => part.text.trim());
  const wordsOf = (block) => cut(textOf(block), "word").filter((part) => part.isWordLike);
  function chosen() {
    const within = blocks.slice(at, last + 1).map(textOf);
    const parts = within.map((words, n) => sliceOf(words, n ? 0 : start, n === last - at ? end : lengthOf(words)));
    return place(blocks[at], start, blocks[last], end, parts.join("\n"));
  }

  function show({ scrolls = true } = {}) {
    const now = chosen();
    output.textContent = now.exact;
    const ranges = rangesOf(page, now);
    painting.choose(ranges);
    const seen = ranges[0]?.getBoundingClientRect();
    if (scrolls && seen && (seen.top < 60 || seen.bottom > innerHeight - box.offsetHeight - 20)) {
      scrollBy({ top: seen.top - innerHeight / 4, behavior: "instant" });
    }
  }

  function startAt(place) {
    at = Math.max(0, blocks.indexOf(blockOf(page, place.block)));
    last = Math.max(at, blocks.indexOf(blockOf(page, place.endBlock)));
    [start, end] = [place.start, place.end];
  }

  function toSentence(step) {
    const all = sentences();
    const here = all.findIndex(({ from, to }) => start >= from && start < to);
    const next = all[here + step];
    if (!next) return toBlock(step, step < 0);
    [start, end, last] = [next.from, next.to, at];
  }

  function toBlock(step, atEnd = false) {
    const next = Math.max(0, Math.min(blocks.length - 1, at + step));
    if (step && next === at) return;
    at = last = next;
    const all = sentences();
    const sentence = atEnd ? all.at(-1) : all[0];
    [start, end] = sentence ? [sentence.from, sentence.to] : [0, lengthOf(text())];
  }

  /** Take one word more or less; beyond its block the passage goes on in the next. */
  function moveEnd(step) {
    const all = wordsOf(blocks[last]);
    if (step > 0) {
      const next = all.find(({ to }) => to > end);
      if (next) end = next.to;
      else if (end < lengthOf(textOf(blocks[last]))) end = lengthOf(textOf(blocks[last]));
      else if (last + 1 < blocks.length) end = wordsOf(blocks[(last += 1)])[0]?.to ?? 0;
      return;
    }
    const before = all.findLast(({ from, to }) => to < end && (last > at || from >= start));
    if (before) end = before.to;
    else if (last > at) end = lengthOf(textOf(blocks[(last -= 1)]));
  }

  function moveStart(step) {
    const all = wordsOf(blocks[at]);
    const most = last > at ? Infinity : end;
    if (step > 0) start = all.find(({ from, to }) => from > start && to <= most)?.from ?? start;
    else start = all.findLast(({ from }) => from < start)?.from ?? 0;
  }

  function find() {
    const wanted = quote.value.trim();
    if (!wanted) return;
    const hits = [];
    for (const [index, candidate] of blocks.entries()) {
      const found = textOf(candidate);
      for (let from = found.indexOf(wanted); from >= 0; from = found.indexOf(wanted, from + 1)) hits.push([index, lengthOf(found.slice(0, from))]);
    }
    status.textContent = hits.length === 1 ? "Found." : hits.length ? `These words stand ${hits.length} times: paste more of them.` : "These words are not in the text.";
    if (hits.length !== 1) return;
    [at, start] = hits[0];
    [last, end] = [at, start + lengthOf(wanted)];
    show();
  }

  function close() {
    box.hidden = true;
    painting.choose([]);
    task.opener?.focus({ preventScroll: true });
  }

  function finish(kind) {
    const now = chosen();
    page.getSelection().removeAllRanges();
    close();
    if (now.exact) (task.then ?? act)(kind, now);
  }

  const steps = {
    previous: () => toSentence(-1),
    next: () => toSentence(1),
    shrink: () => moveEnd(-1),
    grow: () => moveEnd(1),
    later: () => moveStart(1),
    earlier: () => moveStart(-1),
    down: () => toBlock(1),
    up: () => toBlock(-1),
  };
  function run(name) {
    if (name === "close") return close();
    if (name === "take") return finish("note");
    if (name === "highlight") return task.then || finish("highlight");
    if (!steps[name]) return;
    steps[name]();
    show();
  }

  box.addEventListener("click", (event) => run(event.target.closest("[data-do]")?.dataset.do));
  box.addEventListener("keydown", (event) => {
    if (event.target === quote && event.key === "Enter") {
      event.preventDefault();
      return find();
    }
    if (event.target !== keys) return;
    const sideways = { ArrowRight: event.shiftKey ? "later" : "grow", ArrowLeft: event.shiftKey ? "earlier" : "shrink" }[event.key];
    const name = sideways ?? KEYS[event.key];
    if (!name || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    run(name);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || box.hidden) return;
    event.preventDefault(); // the picker closes, and not what lies below it
    close();
  }, true);
  quote.addEventListener("change", find);
  let timer = 0;
  page.addEventListener("selectionchange", () => {
    if (box.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const selection = page.getSelection();
      const selected = !box.hidden && selection.rangeCount ? chosenBy(page, selection.getRangeAt(0)) : null;
      if (!selected) return;
      startAt(selected);
      show({ scrolls: false });
    }, SETTLED);
  });

  return function open(asked) {
    task = asked;
    blocks = blocksOf(page).filter((candidate) => textOf(candidate).trim());
    title.textContent = task.title ?? "Choose a passage";
    take.textContent = task.button ?? "Annotate";
    mark.hidden = Boolean(task.then);
    quote.value = status.textContent = "";
    box.hidden = false;
    at = Math.max(0, blocks.indexOf(task.block ?? blockInSight()));
    if (task.chosen) startAt(task.chosen);
    else toBlock(0);
    show();
    keys.focus({ preventScroll: true });
  };

  function blockInSight() {
    const inText = blocks.filter((block) => block.closest("#text"));
    return inText.find((block) => block.getBoundingClientRect().bottom > innerHeight / 3) ?? inText.at(-1);
  }
}
