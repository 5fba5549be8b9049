/** Words of the text, chosen by mouse or by arrow keys, go into the form that makes something of them. */
import { laySaid } from "reader/desk_swap";

const WORD = /[\p{L}\p{N}]+(?:[’'.–-][\p{L}\p{N}]+)*/gu;

export function startWords(page) {
  const copy = page.getElementById("desk-copy");
  const form = () => page.querySelector("form[data-words]");
  if (!copy || !form()) return;
  let cursor = null; // {block, from, to}: the first and the last chosen word of a block

  page.addEventListener("pointerup", (event) => copy.contains(event.target) && setTimeout(takeSelection));
  copy.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) moveBlock(step);
    else if (event.key === "ArrowRight") moveWord(1, event.shiftKey);
    else if (event.key === "ArrowLeft") moveWord(-1, event.shiftKey);
    else if (event.key === "Enter" && cursor && !event.target.closest("a")) openForm();
    else return;
    event.preventDefault();
  });

  function blocks() {
    return [...copy.querySelectorAll("[id^='b-']")];
  }

  function moveBlock(step) {
    const all = blocks();
    const at = all.indexOf(page.activeElement.closest?.("[id^='b-']") ?? cursor?.block);
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.tabIndex = -1;
    next.focus();
    cursor = { block: next, from: -1, to: -1 };
    page.getSelection().removeAllRanges();
  }

  function moveWord(step, isMore) {
    if (!cursor) moveBlock(1);
    const words = [...textOf(cursor.block).matchAll(WORD)];
    if (!words.length) return;
    const to = Math.min(Math.max(cursor.to + step, 0), words.length - 1);
    cursor = { block: cursor.block, from: isMore && cursor.from >= 0 ? cursor.from : to, to };
    const [first, last] = [Math.min(cursor.from, to), Math.max(cursor.from, to)];
    const start = words[first].index;
    const end = words[last].index + words[last][0].length;
    const range = rangeOf(cursor.block, start, end);
    page.getSelection().removeAllRanges();
    page.getSelection().addRange(range);
    fill(cursor.block, start, end);
  }

  function takeSelection() {
    const selection = page.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const block = range.startContainer.parentElement?.closest("[id^='b-']");
    if (!block || !block.contains(range.endContainer)) return;
    const [start, end] = placeOf(block, range);
    if (start < end) fill(block, start, end);
  }

  /** Put [start, end), UTF-16 within the block's text, into the form; there it counts code points. */
  function fill(block, start, end) {
    const text = textOf(block);
    const words = text.slice(start, end);
    form().elements.quote.value = words;
    form().elements.block.value = block.id.slice(2);
    form().elements.start.value = [...text.slice(0, start)].length;
    laySaid(page, `“${words}” chosen. W: what they are`);
  }

  function openForm() {
    const box = page.getElementById("desk-words");
    box.open = true;
    form().elements.as.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  // What is typed by hand has no known place: the server looks for it.
  page.addEventListener("input", (event) => {
    if (event.target.matches("form[data-words] [name=quote], form[data-words] [name=block]")) {
      form().elements.start.value = "";
    }
  });
}

/** The text nodes of a block that are its text: figures of notes are not. */
function nodesOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".noteref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

const textOf = (block) => nodesOf(block).map((node) => node.data).join("");

function rangeOf(block, start, end) {
  const range = document.createRange();
  let at = 0;
  let isStarted = false;
  for (const node of nodesOf(block)) {
    const next = at + node.data.length;
    if (!isStarted && start < next) {
      range.setStart(node, start - at);
      isStarted = true;
    }
    if (isStarted && end <= next) {
      range.setEnd(node, end - at);
      break;
    }
    at = next;
  }
  return range;
}

/** Where a range stands in its block's text, in UTF-16. */
function placeOf(block, range) {
  const ends = [0, 0];
  let at = 0;
  for (const node of nodesOf(block)) {
    const length = node.data.length;
    const inNode = (container, offset) => (container === node ? offset : null);
    const probe = document.createRange();
    probe.selectNodeContents(node);
    const points = [
      [range.startContainer, range.startOffset],
      [range.endContainer, range.endOffset],
    ];
    points.forEach(([container, offset], which) => {
      const own = inNode(container, offset);
      if (own !== null) ends[which] = at + own;
      else if (probe.comparePoint(container, offset) > 0) ends[which] = at + length;
    });
    at += length;
  }
  return ends;
}
