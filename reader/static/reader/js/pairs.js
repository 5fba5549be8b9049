/** Pairs: one case after another by single keys. Every key is a link or button that is there too. */
const STEPS = { j: 1, k: -1 };

export function startPairs(page) {
  const pairs = [...page.querySelectorAll("[data-pair]")];
  const current = () => page.activeElement?.closest("[data-pair]");
  const step = (by) => {
    const at = pairs.indexOf(current());
    const next = pairs[at < 0 ? 0 : Math.min(Math.max(at + by, 0), pairs.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pairs.length) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    if (event.key in STEPS) step(STEPS[event.key]);
    else {
      const wanted = /^[a-z]$/.test(event.key) && (current() ?? pairs[0]).querySelector(`[data-key="${event.key}"]`);
      if (!wanted) return;
      wanted.click();
    }
    event.preventDefault();
  });
  if (pairs.length && !page.location.hash) pairs[0].focus();
}
