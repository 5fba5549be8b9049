/**
 * Page colours: the reader's choice, kept in this browser.
 * A classic script in the head, so that the page never flashes in other colours first. Without it
 * the choice holds for the page one is on: the style sheet reads the checked field itself.
 */
(() => {
  const root = document.documentElement;
  const KEY = "theme";
  const THEMES = ["light", "dark", "sepia", "contrast"];

  const kept = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is closed to us: the choice holds for this page only
    }
  };
  const keep = (theme) => {
    try {
      if (THEMES.includes(theme)) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      /* as above */
    }
  };
  const apply = (theme) => {
    if (THEMES.includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const check = () => {
    const field = document.querySelector(`[name="theme"][value="${root.dataset.theme ?? "auto"}"]`);
    if (field) field.checked = true;
  };

  apply(kept());
  document.addEventListener("DOMContentLoaded", check);
  addEventListener("pageshow", check); // a page brought back may have kept an older answer
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    apply(event.newValue);
    check();
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "theme") return;
    keep(event.target.value);
    apply(event.target.value);
  });

  const close = (box) => {
    if (box.contains(document.activeElement)) box.querySelector("summary").focus();
    box.open = false;
  };
  document.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && document.querySelector("details.colours[open]");
    if (box) close(box);
  });
  document.addEventListener("pointerdown", (event) => {
    const box = document.querySelector("details.colours[open]");
    if (box && !box.contains(event.target)) box.open = false;
  });
})();
