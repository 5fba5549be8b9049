/** Start what the page has: every module it names in `data-start` exports one function. */
for (const part of document.querySelectorAll("[data-start]")) {
  for (const name of part.dataset.start.split(" ")) {
    import(name).then((module) => Object.values(module)[0](document));
  }
}
