/** The slip beside a selection: what can be done with the chosen words, by pointer, finger or key. */
import { chosenBy } from "annotations/places";
import { make, signInLink } from "annotations/scholia";

const AFTER_POINTER = 10;
const AFTER_KEYS = 150;

/** `act(kind, chosen)` is called for what is chosen: "highlight", "note" or "suggestion". */
export function startAdder(page, me, act) {
  const bar = make("div.adder", { role: "toolbar", "aria-label": "The chosen words", popover: "manual" });
  const said = make("p.unseen", { role: "status" });
  page.body.append(bar, said);
  let chosen = null;
  let timer = 0;

  if (me.name) {
    bar.append(
      make("button.button", { type: "button", "data-kind": "note" }, "Annotate ", make("kbd", { "aria-hidden": "true" }, "A")),
      make("button.button", { type: "button", "data-kind": "highlight" }, "Highlight ", make("kbd", { "aria-hidden": "true" }, "H")),
      make("button.button", { type: "button", "data-kind": "suggestion" }, "Suggest ", make("kbd", { "aria-hidden": "true" }, "S")),
    );
  } else bar.append(make("p", {}, signInLink(), " to annotate these words."));

  function look() {
    const selection = page.getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const isOurs = range && !bar.contains(range.commonAncestorContainer) && !page.activeElement?.closest(".scholion-form, .picker") && !page.querySelector(".picker:not([hidden])");
    chosen = isOurs ? chosenBy(page, range) : null;
    if (!chosen) return hide();
    const boxes = range.getClientRects();
    const isBackwards = selection.focusNode === range.startContainer && selection.focusOffset === range.startOffset;
    if (!bar.matches(":popover-open")) {
      bar.showPopover();
      said.textContent = me.name ? "Words chosen. A annotates, H highlights, S suggests other words, Escape leaves them." : "";
    }
    placeAt(isBackwards ? boxes[0] : boxes[boxes.length - 1], isBackwards);
  }

  function placeAt(box, above) {
    if (!box) return;
    const { offsetWidth: width, offsetHeight: height } = bar;
    const isTouch = matchMedia("(pointer: coarse)").matches;
    const left = Math.max(8, Math.min(box.right - width / 2, innerWidth - width - 8));
    let top = above && !isTouch ? box.top - height - 8 : box.bottom + (isTouch ? 18 : 8);
    top = Math.max(8, Math.min(top, innerHeight - height - 8));
    bar.style.setProperty("left", `${left}px`);
    bar.style.setProperty("top", `${top}px`);
  }

  function hide() {
    chosen = null;
    if (bar.matches(":popover-open")) bar.hidePopover();
  }

  function choose(kind) {
    if (!chosen || !me.name) return;
    const place = chosen;
    page.getSelection().removeAllRanges();
    hide();
    act(kind, place);
  }

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };
  page.addEventListener("selectionchange", () => later(AFTER_KEYS));
  page.addEventListener("pointerup", () => later(AFTER_POINTER));
  bar.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault()); // the selection stays
  bar.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-kind]")?.dataset.kind;
    if (kind) choose(kind);
  });
  page.addEventListener("keydown", (event) => {
    if (!chosen || event.metaKey || event.ctrlKey || event.altKey || event.target.closest("input, textarea, select, button")) return;
    if (event.key === "Escape") return page.getSelection().removeAllRanges();
    const kind = { a: "note", h: "highlight", s: "suggestion" }[event.key.toLowerCase()];
    if (kind && me.name) {
      event.preventDefault();
      choose(kind);
    }
  });
  addEventListener("scroll", () => bar.matches(":popover-open") && look(), { passive: true });
}
