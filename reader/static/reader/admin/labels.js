/* Names the fields of autocompletes after their labels: their library leaves them without. */
"use strict";
{
  const UNNAMED = [
    ".select2-search__field:not([aria-label])",
    ".select2-selection[role=combobox]:not([aria-label])",
    ".select2-selection__rendered[role=textbox]:not([aria-label])",
  ].join();

  const nameOf = (field) => {
    const select = field.closest(".select2-container")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const name = select?.getAttribute("aria-label") ?? label?.textContent;
    return name?.trim().replace(/:$/, "") || "Search";
  };
  const nameAll = () => {
    for (const field of document.querySelectorAll(UNNAMED)) {
      field.setAttribute("aria-label", nameOf(field));
    }
  };
  const start = () => {
    nameAll();
    new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
