/** Start what the page has: every module it names in `data-start` exports one function. */
const parts = [...document.querySelectorAll("[data-start]")];
const names = parts.flatMap((part) => part.dataset.start.split(" "));
const starting = names.map((name) => import(name).then((module) => Object.values(module)[0](document)));
// Until all have started, a link is a jump: whoever drives the page waits for this.
Promise.all(starting).then(() => (document.documentElement.dataset.started = ""));
