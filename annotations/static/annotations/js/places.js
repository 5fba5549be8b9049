/**
 * Places in a text: from the page to blocks and code points, and back.
 * The figures of note markers and the ways back from notes are no part of a block's text.
 */
const NO_TEXT = "a.noteref, a.back, .backs";
const BLOCK = "[id^='b-']";
const LONGEST_CONTEXT = 60;
const SURROGATE = /[\ud800-\udfff]/;

const known = new WeakMap(); // block -> its text nodes with their code points

export const lengthOf = (text) => (SURROGATE.test(text) ? [...text].length : text.length);
export const sliceOf = (text, start, end) =>
  SURROGATE.test(text) ? [...text].slice(start, end).join("") : text.slice(start, end);
export const keyOf = (block) => block.id.slice(2);
export const blockOf = (page, key) => page.getElementById(`b-${key}`);

/** Return the block that holds a node of the article, or null. */
export function blockAround(node) {
  const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
  const block = element?.closest(BLOCK);
  return block?.closest("article.sheet") ? block : null;
}

/** Return the blocks of the article in reading order. */
export const blocksOf = (page) => [...page.querySelectorAll(`article.sheet :is(#text, .notes, .head) ${BLOCK}`)];

/** Forget the text nodes of a block: they were split or joined. */
export const forget = (block) => known.delete(block);

/** Return a block's text nodes as [{node, from, to}], counted in code points. */
function textsOf(block) {
  if (known.has(block)) return known.get(block);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts = [];
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(NO_TEXT)) continue;
    let text = node.data;
    if (node.previousSibling?.matches?.(".back, .backs")) continue; // what stands between the ways back
    if (node.nextSibling?.matches?.(".back, .backs")) text = text.replace(/ $/, "");
    const to = at + lengthOf(text);
    if (to > at) texts.push({ node, text, from: at, to });
    at = to;
  }
  known.set(block, texts);
  return texts;
}

export const textOf = (block) => textsOf(block).map((part) => part.text).join("");

/** Return how many code points of the block's text stand before a place in it. */
function offsetIn(block, node, offset) {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  let at = 0;
  for (const part of textsOf(block)) {
    if (part.node === node) return part.from + lengthOf(part.text.slice(0, offset));
    if (before.comparePoint(part.node, 0) > 0) break;
    at = part.to;
  }
  return at;
}

/** Return the place in a text node, as [node, offset], of a code point of the block. */
function pointAt(block, at, isEnd) {
  const texts = textsOf(block);
  const part = texts.find(({ to }) => (isEnd ? at <= to : at < to)) ?? texts.at(-1);
  if (!part) return null;
  const units = sliceOf(part.text, 0, Math.max(0, at - part.from)).length;
  return [part.node, Math.min(units, part.text.length)];
}

/** Return the range of [start, end) code points of a block; null where it has no text there. */
export function rangeOf(block, start, end) {
  const from = pointAt(block, start, false);
  const to = pointAt(block, end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range.collapsed ? null : range;
}

/** Return what a range of the page chooses as {block, start, endBlock, end, exact}, or null. */
export function chosenBy(page, range) {
  if (range.collapsed) return null;
  const touched = blocksOf(page).filter((block) => range.intersectsNode(block));
  const inner = touched.filter((block) => !touched.some((other) => other !== block && block.contains(other)));
  const pieces = [];
  for (const block of inner) {
    const start = block.contains(range.startContainer) ? offsetIn(block, range.startContainer, range.startOffset) : 0;
    const length = lengthOf(textOf(block));
    const end = block.contains(range.endContainer)
      ? Math.min(offsetIn(block, range.endContainer, range.endOffset), length)
      : length;
    const text = sliceOf(textOf(block), start, end);
    if (text.trim()) pieces.push({ block, start, end, text });
  }
  if (!pieces.length) return null;
  const [first, last] = [pieces[0], pieces.at(-1)];
  return place(first.block, first.start, last.block, last.end, pieces.map(({ text }) => text).join("\n"));
}

/** Return a place, blanks at its edges left out. */
export function place(block, start, endBlock, end, exact) {
  const lead = lengthOf(exact) - lengthOf(exact.trimStart());
  const trail = lengthOf(exact) - lengthOf(exact.trimEnd());
  return { block: keyOf(block), start: start + lead, endBlock: keyOf(endBlock), end: end - trail, exact: exact.trim() };
}

/** Return a place as the selector that the server takes: it finds, the page only describes. */
export function selectorOf(page, chosen) {
  const [first, last] = [blockOf(page, chosen.block), blockOf(page, chosen.endBlock)];
  const selector = {
    type: "BlockSelector",
    block: chosen.block,
    start: chosen.start,
    end: chosen.end,
    exact: chosen.exact,
    prefix: sliceOf(textOf(first), Math.max(0, chosen.start - LONGEST_CONTEXT), chosen.start),
    suffix: sliceOf(textOf(last), chosen.end, chosen.end + LONGEST_CONTEXT),
  };
  if (chosen.endBlock !== chosen.block) selector.endBlock = chosen.endBlock;
  return selector;
}

/** Return a chosen place as what an annotation of this page is about. */
export const targetOf = (page, chosen) => ({ type: "SpecificResource", source: location.pathname, selector: [selectorOf(page, chosen)] });

/** Return where a target stands as a chosen place; null where it stands nowhere. */
export function chosenFrom({ segments = [] }) {
  const [first, last] = [segments[0], segments.at(-1)];
  return first ? { block: first.block, start: first.start, endBlock: last.block, end: last.end, exact: segments.map(({ exact }) => exact).join("\n") } : null;
}

/** Return the ranges of a chosen place, one for each block it touches. */
export function rangesOf(page, chosen) {
  const blocks = blocksOf(page);
  const from = blocks.findIndex((block) => keyOf(block) === chosen.block);
  const to = blocks.findIndex((block) => keyOf(block) === chosen.endBlock);
  return blocks
    .slice(from, to + 1)
    .map((block, at, all) =>
      rangeOf(block, at ? 0 : chosen.start, at === all.length - 1 ? chosen.end : lengthOf(textOf(block))),
    )
    .filter(Boolean);
}
