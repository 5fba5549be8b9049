/** Handles: one for each block, outside the text, one stop of the Tab key for all of them. */
import { blockOf, blocksOf, keyOf, textOf } from "annotations/places";
import { make } from "annotations/scholia";

/** Return the bar of handles; `open(block, handle)` is called for the one that is pressed. */
export function handlesOf(page, sheet, open) {
  const bar = make("div.handles", { role: "toolbar", "aria-label": "Annotate a block", "aria-orientation": "vertical" });
  for (const [at, block] of blocksOf(page).entries()) {
    bar.append(make("button.handle", { type: "button", "data-block": keyOf(block), tabindex: at ? "-1" : "0" }));
  }
  bar.addEventListener("click", (event) => {
    const block = event.target.dataset.block && blockOf(page, event.target.dataset.block);
    if (block) open(block, event.target);
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const next = step && (step > 0 ? event.target.nextElementSibling : event.target.previousElementSibling);
    if (!next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  bar.addEventListener("focusin", (event) => {
    const top = blockOf(page, event.target.dataset.block)?.getBoundingClientRect().top;
    event.target.style.setProperty("top", `${top - sheet.getBoundingClientRect().top}px`);
  });
  return bar;
}

/** Let each handle say its block's first words and how many annotations stand there. */
export function labelHandles(page, bar, placed) {
  const counts = new Map();
  for (const { segments } of placed) {
    for (const key of new Set(segments.map(({ block }) => block))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const handle of bar.children) {
    const words = textOf(blockOf(page, handle.dataset.block)).slice(0, 40);
    const number = counts.get(handle.dataset.block);
    handle.setAttribute("aria-label", `Annotate “${words}…”${number ? `, ${number} annotation${number > 1 ? "s" : ""} there` : ""}`);
  }
}
