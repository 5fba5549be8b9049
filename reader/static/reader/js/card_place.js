/** Where a card stands: by its mark, within the window, and never in the way of the text. */

const HAS_ANCHORS = CSS.supports("anchor-name: --card") && CSS.supports("position-area: block-end");
const GAP = 6;
const EDGE = 8;

/** Lay an open card by its mark. Return a function that takes the tie away again. */
export function placeCard(card, mark) {
  const { top, bottom } = mark.getBoundingClientRect();
  const below = document.documentElement.clientHeight - bottom - GAP - EDGE;
  const above = top - GAP - EDGE;
  // Too tall for either side: it takes the larger one, and scrolls.
  if (card.offsetHeight > Math.max(below, above)) card.dataset.tight = below >= above ? "below" : "above";
  if (HAS_ANCHORS) {
    mark.style.setProperty("anchor-name", "--card");
    return () => {
      delete card.dataset.tight;
      mark.style.removeProperty("anchor-name");
      if (!mark.getAttribute("style")) mark.removeAttribute("style");
    };
  }
  const lay = () => layBy(card, mark.getBoundingClientRect());
  if (card.dataset.tight) card.style.maxHeight = `${Math.max(below, above)}px`;
  lay();
  addEventListener("scroll", lay, { passive: true });
  addEventListener("resize", lay);
  return () => {
    removeEventListener("scroll", lay);
    removeEventListener("resize", lay);
    delete card.dataset.tight;
    card.style.left = card.style.top = card.style.maxHeight = "";
  };
}

function layBy(card, mark) {
  const { width, height } = card.getBoundingClientRect();
  const root = document.documentElement;
  const isRightToLeft = getComputedStyle(card).direction === "rtl";
  const wanted = isRightToLeft ? mark.right - width : mark.left;
  const left = Math.max(EDGE, Math.min(wanted, root.clientWidth - width - EDGE));
  const below = mark.bottom + GAP;
  const above = mark.top - GAP - height;
  const isAbove = card.dataset.tight
    ? card.dataset.tight === "above"
    : below + height > root.clientHeight && above >= 0;
  card.style.left = `${left}px`;
  card.style.top = `${isAbove ? above : below}px`;
}

/**
 * Tell whether a pointer that was at `from` and is at `to` is on its way into the card: it lies in
 * the area that `from` and the card span.
 */
export function isOnTheWay(card, from, to) {
  const { left, right, top, bottom } = card.getBoundingClientRect();
  const corners = [
    { x: left - GAP, y: top - GAP },
    { x: right + GAP, y: top - GAP },
    { x: right + GAP, y: bottom + GAP },
    { x: left - GAP, y: bottom + GAP },
  ];
  return corners.some((corner, i) => isInTriangle(to, from, corner, corners[(i + 1) % 4]));
}

function isInTriangle(p, a, b, c) {
  const side = (u, v) => (p.x - v.x) * (u.y - v.y) - (u.x - v.x) * (p.y - v.y);
  const sides = [side(a, b), side(b, c), side(c, a)];
  return !(sides.some((s) => s < 0) && sides.some((s) => s > 0));
}
