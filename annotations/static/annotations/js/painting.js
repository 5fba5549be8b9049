/** Highlights: painted over the text without touching it (CSS Custom Highlight API), each depth in its own look. */
import { blockOf, forget, rangeOf } from "annotations/places";

const DEEPEST = 3;
const CURRENT = "notes-current";
const CHOSEN = "notes-chosen";

export function startPainting(page) {
  const canPaint = Boolean(globalThis.CSS?.highlights && globalThis.Highlight);
  let segments = new Map(); // block key -> [{start, end, id}] by start

  /** Paint annotations: `placed` is [{id, segments: [{block, start, end}]}]. */
  function paint(placed) {
    if (!canPaint) unmark(page);
    segments = new Map();
    for (const { id, segments: pieces } of placed) {
      for (const { block, start, end } of pieces) {
        if (!segments.has(block)) segments.set(block, []);
        segments.get(block).push({ start, end, id });
      }
    }
    const depths = Array.from({ length: DEEPEST }, () => []);
    for (const [key, pieces] of segments) {
      const block = blockOf(page, key);
      if (!block) continue;
      for (const [start, end, depth] of runsOf(pieces)) {
        const range = rangeOf(block, start, end);
        if (range) depths[depth - 1].push(range);
      }
    }
    if (!canPaint) {
      markPlainly(page, depths);
      for (const key of segments.keys()) if (blockOf(page, key)) forget(blockOf(page, key));
      return;
    }
    depths.forEach((ranges, at) => set(`notes-${at + 1}`, ranges));
  }

  function set(name, ranges) {
    if (!canPaint) return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }

  /** Return the ids of what is painted at a point of the window, the shortest first. */
  function idsAt(x, y) {
    const caret = page.caretPositionFromPoint?.(x, y);
    const old = caret ? null : page.caretRangeFromPoint?.(x, y);
    const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [old?.startContainer, old?.startOffset];
    const block = node?.parentElement?.closest?.("[id^='b-']");
    const pieces = block && segments.get(block.id.slice(2));
    if (!pieces) return [];
    const hit = pieces.filter(({ start, end }) => {
      const range = rangeOf(block, start, end);
      return (
        range?.comparePoint(node, offset) === 0 &&
        [...range.getClientRects()].some((box) => x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 2 && y <= box.bottom + 2)
      );
    });
    return hit.sort((a, b) => a.end - a.start - (b.end - b.start)).map(({ id }) => id);
  }

  return { paint, idsAt, current: (ranges) => set(CURRENT, ranges), choose: (ranges) => set(CHOSEN, ranges) };
}

/** Return [start, end, depth] of the runs in which equally many pieces lie one over the other, up to three. */
export function runsOf(pieces) {
  const edges = [];
  for (const { start, end } of pieces) edges.push([start, 1], [end, -1]);
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const runs = [];
  let depth = 0;
  let from = 0;
  for (const [at, step] of edges) {
    if (depth && at > from) {
      const last = runs.at(-1);
      const look = Math.min(depth, DEEPEST);
      if (last && last[1] === from && last[2] === look) last[1] = at;
      else runs.push([from, at, look]);
    }
    depth += step;
    from = at;
  }
  return runs;
}

/** Take the marks away again, and leave the text as it was. */
function unmark(page) {
  for (const mark of page.querySelectorAll("mark.scholium")) {
    const block = mark.closest("[id^='b-']");
    mark.replaceWith(...mark.childNodes);
    block.normalize();
    forget(block);
  }
}

/**
 * Where nothing can be painted, the words are marked by elements. The last ones first: what stands
 * before a place that is split stays where it is.
 */
function markPlainly(page, depths) {
  const all = depths.flatMap((ranges, at) => ranges.map((range) => ({ range, depth: at + 1 })));
  all.sort((a, b) => b.range.compareBoundaryPoints(Range.START_TO_START, a.range));
  for (const { range, depth } of all) {
    const { commonAncestorContainer: within, startContainer, startOffset, endContainer, endOffset } = range;
    const walker = page.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const nodes = within.nodeType === Node.TEXT_NODE ? [within] : [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (range.intersectsNode(node)) nodes.push(node);
    for (const node of nodes.reverse()) {
      const start = node === startContainer ? startOffset : 0;
      const end = node === endContainer ? endOffset : node.length;
      if (start >= end || node.parentElement.closest("a.noteref")) continue;
      if (end < node.length) node.splitText(end);
      const piece = start ? node.splitText(start) : node;
      const mark = page.createElement("mark");
      mark.className = "scholium";
      mark.dataset.depth = depth;
      piece.replaceWith(mark);
      mark.append(piece);
    }
  }
}
