/** Cards: what a link in the text refers to, shown beside the link. Without this, a link is a jump. */
import { contentOf, prepare, waitingContent } from "reader/card_content";
import { isOnTheWay, placeCard } from "reader/card_place";
import { reportLink } from "reader/report_link";

const MARK = "a[data-card]";
const TABBABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";
const DELAY = { note: 200, source: 200, actor: 400 };
const FETCH_AFTER = 150; // so that passing over a name asks for nothing
const STILL_WARM = 500; // a card was open so lately that the next one opens at once
const CLOSE_AFTER = 300;
const SCROLL_ENDS = 120;
const SLIP = 10; // a finger that moved further has scrolled

export function startCards(page) {
  const card = page.getElementById("card");
  if (!card?.showPopover) return; // links stay links
  let open = null; // {mark, isPinned, hasEntry, untie}
  let aim = null; // {mark, byFocus, timers}
  let closing = 0;
  let closedAt = -Infinity;
  let scrolledAt = -Infinity;
  let scrollEnd = 0;
  let dismissed = null; // by Escape: stays closed until left and come back to
  let hovered = null;
  let pointer = { x: 0, y: 0, type: "" };
  let left = pointer; // where the pointer was last on the open mark
  let pressed = null;
  let goingTo = null;

  const markAt = (target) => {
    const mark = target?.closest?.(MARK);
    return mark && !card.contains(mark) ? mark : null;
  };
  const isPlain = (event) =>
    !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

  // Opening and closing -------------------------------------------------------------------------
  function show(mark, { isPinned = false, asSheet = false, byFocus = false } = {}) {
    dropAim();
    const content = contentOf(mark, page);
    if (!content) return false;
    if (content.then) {
      // Asked for by hand it answers at once; by hover it waits until there is something to say.
      if (isPinned) lay(mark, waitingContent(mark, page, false), isPinned, asSheet);
      const turn = (aim = { mark, byFocus, timers: [] });
      const isWanted = () => (isPinned ? open?.mark === mark : aim === turn);
      content
        .then((ready) => isWanted() && lay(mark, ready, isPinned, asSheet))
        .catch(() => isWanted() && lay(mark, waitingContent(mark, page, true), isPinned, asSheet));
    } else lay(mark, content, isPinned, asSheet);
    return true;
  }

  function lay(mark, { label, nodes }, isPinned, asSheet) {
    dropAim();
    keep();
    const isSame = open?.mark === mark;
    const tie = () => (asSheet ? () => {} : placeCard(card, mark));
    if (open && !isSame) release();
    const hadFocus = isSame && card.contains(page.activeElement);
    card.replaceChildren(nodes);
    const report = reportLink(mark, page);
    if (report) [...card.querySelectorAll(".acts")].at(-1)?.append(" ", report);
    card.setAttribute("aria-label", label);
    // A note and a source speak as their document does, an actor's card as the site does.
    const speaker = mark.dataset.card === "actor" ? page.documentElement : mark;
    card.lang = speaker.closest("[lang]")?.lang ?? "";
    card.dir = speaker.closest("[dir]")?.dir ?? "";
    if (hadFocus) card.focus();
    if (isSame) {
      open.untie(); // what has come may need another place
      open.untie = tie();
      return;
    }
    if (asSheet) card.dataset.as = "sheet";
    else delete card.dataset.as;
    mark.setAttribute("aria-expanded", "true");
    mark.setAttribute("aria-controls", card.id);
    mark.setAttribute("aria-details", card.id);
    const hasEntry = open?.hasEntry || (asSheet && addEntry());
    if (!card.matches(":popover-open")) card.showPopover();
    card.scrollTop = 0;
    open = { mark, isPinned, hasEntry, untie: tie() };
    left = pointer;
  }

  function release() {
    for (const name of ["aria-expanded", "aria-controls", "aria-details"]) open.mark.removeAttribute(name);
    open.untie();
  }

  function hide({ isLeft = false } = {}) {
    keep();
    dropAim();
    if (!open) return;
    const { mark, hasEntry } = open;
    if (card.contains(page.activeElement)) {
      dismissed = mark;
      mark.focus({ preventScroll: true });
    }
    release();
    open = null;
    card.hidePopover();
    card.replaceChildren(); // closed, it has nothing for anyone to find
    closedAt = performance.now();
    if (hasEntry && !isLeft) history.back();
  }

  /** A sheet can be closed by going back: it has an entry of its own in the history. */
  function addEntry() {
    history.scrollRestoration = "manual"; // else closing would scroll to where it was opened
    history.pushState(null, "");
    return true;
  }

  // Intent --------------------------------------------------------------------------------------
  function aimAt(mark, byFocus) {
    if (aim?.mark === mark || open?.mark === mark || mark === dismissed) return;
    dropAim();
    const isWarm = open || performance.now() - closedAt < STILL_WARM;
    const delay = isWarm ? 0 : (DELAY[mark.dataset.card] ?? 0);
    aim = { mark, byFocus, timers: [] };
    aim.timers.push(setTimeout(fire, delay, aim));
    aim.timers.push(setTimeout(prepare, Math.min(delay, FETCH_AFTER), mark, page));
  }

  function fire(which) {
    const rest = SCROLL_ENDS - (performance.now() - scrolledAt);
    if (rest <= 0) return show(which.mark, { byFocus: which.byFocus });
    if (which.byFocus) which.timers.push(setTimeout(fire, rest, which));
    else dropAim();
  }

  function dropAim() {
    for (const timer of aim?.timers ?? []) clearTimeout(timer);
    aim = null;
  }

  const keep = () => clearTimeout(closing);
  const isHeld = () =>
    card.contains(page.activeElement) ||
    (page.activeElement === open.mark && open.mark.matches(":focus-visible")) ||
    hovered === open.mark ||
    hovered === card;

  function letGo() {
    if (!open || open.isPinned) return;
    keep();
    closing = setTimeout(() => {
      if (!open || isHeld()) return;
      hide();
      if (markAt(hovered)) aimAt(hovered, false); // on the way it came to rest on another mark
    }, CLOSE_AFTER);
  }

  // The mouse -----------------------------------------------------------------------------------
  page.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const { clientX: x, clientY: y, screenX, screenY } = event;
    // After a scroll the browser tells of a pointer that has not moved: that is no intent.
    if (screenX === pointer.screenX && screenY === pointer.screenY) return;
    pointer = { x, y, screenX, screenY, type: event.pointerType };
    if (event.buttons) return dropAim(); // selecting or dragging
    const mark = markAt(event.target);
    const before = hovered;
    hovered = card.contains(event.target) ? card : mark;
    if (before !== hovered && before === dismissed) dismissed = null;
    if (open && (hovered === card || hovered === open.mark)) {
      if (hovered === open.mark) left = pointer;
      dropAim();
      return keep();
    }
    if (open && !open.isPinned && isOnTheWay(card, left, pointer)) {
      dropAim();
      return letGo(); // each step on the way gives it time again
    }
    if (mark && !open?.isPinned) aimAt(mark, false);
    else if (aim && !aim.byFocus) dropAim();
    if (open && before !== hovered) letGo();
  });
  page.documentElement.addEventListener("pointerleave", () => {
    hovered = null;
    if (aim && !aim.byFocus) dropAim();
    letGo();
  });
  addEventListener(
    "scroll",
    (event) => {
      if (event.target === card) return;
      scrolledAt = performance.now();
      if (aim && !aim.byFocus) dropAim();
      clearTimeout(scrollEnd);
      scrollEnd = setTimeout(() => {
        if (!open || open.isPinned) return;
        hovered = card.matches(":hover") ? card : open.mark.matches(":hover") ? open.mark : null;
        if (!isHeld()) letGo();
      }, SCROLL_ENDS);
    },
    { passive: true, capture: true },
  );

  // The keyboard --------------------------------------------------------------------------------
  page.addEventListener("focusin", ({ target }) => {
    if (open && (target === open.mark || card.contains(target))) return keep();
    const mark = markAt(target);
    if (mark?.matches(":focus-visible")) aimAt(mark, true);
    if (!open) return;
    open.isPinned = false; // focus has gone on
    letGo();
  });
  page.addEventListener("focusout", ({ target }) => {
    if (target === dismissed) dismissed = null;
    if (aim?.byFocus && aim.mark === target) dropAim();
    if (open && (target === open.mark || card.contains(target))) letGo();
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (open || aim)) {
      event.preventDefault();
      dismissed = (open ?? aim).mark;
      hide();
    } else if (event.key === "Tab" && open && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const next = nextStop(event.shiftKey);
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  });

  /** The card stands in the order of Tab right after its mark, wherever it is in the page. */
  function nextStop(isBackwards) {
    const stops = [...card.querySelectorAll(TABBABLE)];
    const at = page.activeElement;
    if (at === open.mark) return isBackwards ? null : stops[0];
    if (!card.contains(at)) return null;
    if (isBackwards) return at === stops[0] || at === card ? open.mark : null;
    if (at !== stops.at(-1)) return null;
    const all = [...page.querySelectorAll(TABBABLE)].filter(
      (stop) => !card.contains(stop) && stop.tabIndex >= 0 && stop.checkVisibility?.() !== false,
    );
    return all[all.indexOf(open.mark) + 1];
  }

  // Clicks and taps -----------------------------------------------------------------------------
  page.addEventListener("pointerdown", (event) => {
    pressed = { x: event.clientX, y: event.clientY, type: event.pointerType };
    if (aim && !aim.byFocus) dropAim();
  });
  page.addEventListener("pointerup", (event) => {
    if (!open || !pressed || card.contains(event.target) || event.target.closest?.("a[href]")) return;
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLIP) hide();
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || !isPlain(event)) return;
    const mark = markAt(link);
    const isTouch = (event.pointerType || pressed?.type) === "touch";
    if (!mark || event.detail === 0) return goOn(event, link);
    if (open?.mark === mark && open.isPinned) {
      if (!isTouch) return goOn(event, link);
      event.preventDefault();
      return hide();
    }
    if (open?.mark === mark) {
      open.isPinned = true;
      event.preventDefault();
    } else if (show(mark, { isPinned: true, asSheet: isTouch })) event.preventDefault();
  });

  /** Follow a link while a card is open; from a sheet, once its entry in the history is gone. */
  function goOn(event, link) {
    if (!open) return;
    if (open.hasEntry && !link.target) {
      event.preventDefault();
      goingTo = link.href;
    }
    hide();
  }

  addEventListener("popstate", () => {
    if (open?.hasEntry) hide({ isLeft: true });
    history.scrollRestoration = "auto";
    const address = goingTo;
    goingTo = null;
    if (address) setTimeout(() => location.assign(address)); // when going back has come to its end
  });
  addEventListener("pagehide", () => hide({ isLeft: true }));
}
