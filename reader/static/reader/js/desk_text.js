/** The editor of a manuscript: what saving does is fetched anew as one types. Without this, a button shows it. */
const PAUSE = 700; // after the last key

export function startText(page) {
  const form = page.querySelector("form.writing");
  const manuscript = form.elements.manuscript;
  const status = page.querySelector("[data-status]");
  let timer = 0;
  let asking = null;
  let isSaved = false;
  const opened = manuscript.value;

  async function show() {
    asking?.abort();
    asking = new AbortController();
    status.textContent = "Reading …";
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        signal: asking.signal,
        credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(answer.status);
      const html = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.getElementById("plan").replaceWith(html.getElementById("plan"));
      status.textContent = "What saving does is up to date.";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "It could not be shown; “Show what it does” tries again.";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    status.textContent = "";
    form.elements.digest.value = ""; // what was seen is of another text
    timer = setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", () => {
    isSaved = true;
    clearTimeout(timer);
  });
  page.addEventListener("click", (event) => {
    const line = event.target.closest?.("[data-line]")?.dataset.line;
    if (!line) return;
    event.preventDefault();
    const lines = manuscript.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    manuscript.focus();
    manuscript.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  });
  addEventListener("beforeunload", (event) => {
    if (!isSaved && manuscript.value !== opened) event.preventDefault();
  });
}
