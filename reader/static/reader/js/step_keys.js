/** Steps: a single key goes to a step's button; Enter then takes it, so that no key alone publishes. */
export function startStepKeys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(event.key)) return;
    if (event.target.matches("input, textarea, select")) return;
    const button = page.querySelector(`[data-key="${event.key}"]`);
    if (!button) return;
    event.preventDefault();
    button.focus();
  });
}
