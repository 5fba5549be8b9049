/** Where slips stand: in the left margin beside their words, or in the list at the end and as a sheet. */
import { blockOf, rangeOf } from "annotations/places";

const WIDE = "(width >= 80rem)";
const GAP = 14;

export function startLayout(page, section, list, painting) {
  const wide = matchMedia(WIDE);
  const sheet = page.querySelector("article.sheet");
  let opened = "";
  let frame = 0;
  let stack = [];

  const tools = section.querySelector(".tools");
  const slipOf = (id) => list.querySelector(`.scholion[data-id="${CSS.escape(id)}"]`);
  const isWide = () => wide.matches;

  /** Return the ranges of what a slip or a form is about. */
  function rangesOf(slip) {
    return (slip.segments ?? []).map(({ block, start, end }) => {
      const element = blockOf(page, block);
      return element && rangeOf(element, start, end);
    }).filter(Boolean);
  }

  /** Return the last line of the block whose words a slip lost. */
  function gapOf(slip) {
    const block = slip.gap && blockOf(page, slip.gap);
    if (!block) return null;
    const { bottom } = block.getBoundingClientRect();
    return { top: bottom - parseFloat(getComputedStyle(block).lineHeight) };
  }

  function topOf(slip) {
    if (slip.dataset.block) {
      const block = blockOf(page, slip.dataset.block);
      const range = block && rangeOf(block, Number(slip.dataset.start), Number(slip.dataset.start) + 1);
      return (range ?? block)?.getBoundingClientRect().top ?? null;
    }
    return (rangesOf(slip)[0]?.getBoundingClientRect() ?? gapOf(slip))?.top ?? null;
  }

  function place() {
    frame = 0;
    section.classList.toggle("beside", isWide());
    const items = [...list.children];
    if (!isWide()) {
      section.style.removeProperty("min-block-size");
      return items.forEach((item) => item.style.removeProperty("top"));
    }
    const origin = sheet.getBoundingClientRect().top;
    const contents = sheet.querySelector(".contents")?.getBoundingClientRect();
    const above = contents ? contents.bottom - origin + GAP : 2 * GAP;
    tools.style.setProperty("top", `${Math.round(above)}px`);
    const free = above + tools.offsetHeight + GAP;
    const tops = items.map(topOf);
    items.forEach((item, at) => item.classList.toggle("apart", tops[at] === null));
    const wanted = items.map((item, at) => ({ item, exact: tops[at] })).filter(({ exact }) => exact !== null).sort((a, b) => a.exact - b.exact);
    let next = free;
    for (const one of wanted) {
      one.exact -= origin;
      one.height = one.item.offsetHeight;
      one.top = Math.max(one.exact, next);
      next = one.top + one.height + GAP;
    }
    toItsWords(wanted, free);
    for (const { item, top } of wanted) {
      item.style.setProperty("top", `${Math.round(top)}px`);
      item.classList.toggle("under", top < free);
    }
    const deepest = Math.max(0, ...wanted.map(({ top, height }) => top + height + GAP));
    // The page is as long as its margin. (Never shorter for a moment: that would move who reads.)
    const room = deepest - (section.getBoundingClientRect().top - origin);
    section.style.setProperty("min-block-size", `${Math.max(0, Math.ceil(room))}px`);
  }

  /** What is open stands exactly beside its words; those above it make room upwards. */
  function toItsWords(wanted, free) {
    const at = wanted.findIndex(({ item }) => item.dataset.id && item.dataset.id === opened);
    if (at < 0) return;
    const exact = Math.max(wanted[at].exact, free);
    if (exact >= wanted[at].top) return;
    const risen = wanted[at].top - exact;
    let limit = (wanted[at].top = exact);
    for (let i = at - 1; i >= 0; i -= 1) limit = wanted[i].top = Math.min(wanted[i].top, limit - GAP - wanted[i].height);
    for (let i = at + 1; i < wanted.length; i += 1) wanted[i].top = Math.max(wanted[i].exact, wanted[i].top - risen, wanted[i - 1].top + wanted[i - 1].height + GAP);
  }

  const update = () => (frame ||= requestAnimationFrame(place));

  function open(id, { scrolls = false } = {}) {
    const slip = id && slipOf(id);
    close();
    if (!slip) return;
    opened = id;
    slip.classList.add("is-open");
    const ranges = rangesOf(slip);
    painting.current(ranges);
    const top = topOf(slip);
    if (scrolls && top !== null) scrollBy({ top: top - innerHeight / 3, behavior: "instant" });
    place();
    slip.focus({ preventScroll: true });
  }

  function close() {
    if (!opened) return;
    slipOf(opened)?.classList.remove("is-open");
    opened = "";
    painting.current([]);
    update();
  }

  page.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.target.closest("a, button, form, .scholion, .picker, .adder, .card")) return;
    if (!page.getSelection().isCollapsed) return;
    const ids = painting.idsAt(event.clientX, event.clientY);
    if (!ids.length) return close();
    const isSame = ids.length === stack.length && ids.every((id, at) => id === stack[at]);
    stack = ids;
    const next = isSame ? ids[(ids.indexOf(opened) + 1) % ids.length] : ids[0];
    open(next);
    tellWhich(ids.indexOf(next) + 1, ids.length);
  });

  function tellWhich(number, count) {
    const slip = slipOf(opened);
    slip?.querySelector(".which")?.remove();
    if (count < 2 || !slip) return;
    const chip = page.createElement("p");
    chip.className = "which quiet";
    chip.textContent = `${number} of ${count} here; click again, or Alt and an arrow, for the next`;
    slip.prepend(chip);
    update();
  }

  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened && !event.defaultPrevented) return close();
    const slip = event.target.closest?.(".scholion");
    if (!slip || !event.altKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const slips = [...list.querySelectorAll(".scholion")];
    const next = slips[slips.indexOf(slip) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    open(next.dataset.id, { scrolls: true });
  });
  list.addEventListener("focusin", (event) => {
    const slip = event.target.closest(".scholion");
    if (slip && slip.dataset.id !== opened && isWide()) {
      opened = slip.dataset.id;
      for (const other of list.querySelectorAll(".is-open")) other.classList.remove("is-open");
      slip.classList.add("is-open");
      painting.current(rangesOf(slip));
      update();
    }
  });
  new ResizeObserver(update).observe(sheet);
  wide.addEventListener("change", update);

  /** `#annotation-ID` opens that slip at its place. */
  const followHash = () => location.hash.startsWith("#annotation-") && open(location.hash.slice("#annotation-".length), { scrolls: true });
  addEventListener("hashchange", followHash);

  return { update, open, close, isWide, followHash };
}
