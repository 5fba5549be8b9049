/** The desk: one key a decision, without a reload. Without this every button is a plain form. */
import { laySaid, swapDesk } from "reader/desk_swap";

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";
const LOOK_AFTER = 150;

export function startQueue(page) {
  const desk = page.getElementById("desk");
  if (!desk) return;
  let isBusy = false;
  let looking = 0;

  async function go(address, options = {}) {
    if (isBusy) return;
    isBusy = true;
    desk.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Desk": "1", Accept: "text/html" } });
      const isOurs = answer.ok || answer.status === 409 || answer.status === 422;
      if (answer.redirected && !answer.url.includes("/desk/")) return page.location.reload(); // signed out meanwhile
      if (!isOurs) return laySaid(page, `It did not work (${answer.status}). Nothing was saved.`);
      const html = await answer.text();
      if (!html.includes('id="desk-queue"')) return laySaid(page, "It was refused. Nothing was saved.");
      swapDesk(page, html);
      const case_ = page.getElementById("desk-case")?.dataset.case ?? "";
      const here = new URL(options.method === "POST" ? page.location.href : answer.url);
      for (const name of ["other", "q", "on"]) here.searchParams.delete(name);
      if (case_) here.searchParams.set("case", case_);
      else here.searchParams.delete("case");
      history.replaceState(null, "", here);
    } catch {
      laySaid(page, "The site did not answer. Nothing was saved; try again.");
    } finally {
      isBusy = false;
      desk.removeAttribute("aria-busy");
    }
  }

  function send(form, button) {
    const fields = new FormData(form, button);
    if (form.method === "post") return go(form.action, { method: "POST", body: fields });
    const address = new URL(form.action);
    address.search = new URLSearchParams([...fields].filter(([, value]) => value));
    return go(address);
  }

  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-desk], form[data-look]")) {
      event.preventDefault();
      if (form.dataset.look) look(form, 0);
      else send(form, event.submitter);
    }
  });

  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-desk], a[data-case], a[data-key=o]");
    if (!link || !desk.contains(link) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(link.href);
  });

  page.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-look]");
    if (form) look(form, LOOK_AFTER);
  });

  /** Fetch who else it could be while one types. */
  function look(form, after) {
    clearTimeout(looking);
    looking = setTimeout(async () => {
      const address = new URL(form.dataset.look, page.location);
      for (const [name, value] of new FormData(form)) address.searchParams.set(name, value);
      const then = page.querySelector("#desk-case [name=then]")?.value ?? "";
      address.searchParams.set("then", then);
      const answer = await fetch(address, { headers: { "X-Desk": "1" } }).catch(() => null);
      const others = page.getElementById("desk-others");
      if (!answer?.ok || !others) return;
      others.innerHTML = await answer.text();
      const number = others.querySelectorAll("ul button").length;
      laySaid(page, number ? `${number} found` : "Nothing is called so");
    }, after);
  }

  page.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape") return back(event);
    if (event.target.closest?.(TYPING)) return;
    if (event.key === "?") return showKeys(event);
    const key = event.key.toLowerCase();
    const copy = page.getElementById("desk-copy");
    if (key === "t" && copy) {
      event.preventDefault();
      return copy.focus();
    }
    const part = desk.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (!part) return;
    event.preventDefault();
    if (part.matches("summary")) return openPart(part);
    const asked = part.form?.elements.words;
    if (asked && !asked.value.trim()) return asked.focus(); // Tab and Enter send it
    part.click();
  });

  function openPart(summary) {
    const box = summary.parentElement;
    box.open = !box.open || !box.contains(page.activeElement);
    if (box.open) box.querySelector("textarea, select, input:not([type=hidden])")?.focus();
    else summary.focus();
  }

  function showKeys(event) {
    event.preventDefault();
    const more = page.getElementById("desk-all-keys");
    more.hidden = !more.hidden;
    if (!more.hidden) page.getElementById("desk-keys").focus();
    else page.getElementById("desk-case")?.focus();
  }

  function back(event) {
    event.preventDefault();
    (page.getElementById("desk-case") ?? page.getElementById("desk-queue")).focus();
  }
}
