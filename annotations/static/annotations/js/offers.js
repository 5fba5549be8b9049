/**
 * Offers while one types: tags in the field of tags, actors behind an @ in the words.
 *
 * A combobox by the ARIA pattern: arrow keys go through the list, Enter or Tab takes, Escape puts
 * it away. The field keeps its focus and works without it. A field of many lines may not be called
 * a combobox; it has the same list and keys.
 */
import { make } from "annotations/scholia";

const PAUSE = 180;
const AT = /(?:^|[^\p{L}\p{N}_@/.])@([\p{L}\p{N}][\p{L}\p{N}_’'. -]{0,60})$/u;
let made = 0;

/** Offer in the fields of a form that writes an annotation on the document at `path`. */
export function offerIn(form, path) {
  const place = () => {
    const [, group] = (form.elements.audience ?? form.elements.visibility)?.value.split(":") ?? [];
    return { document: path.split("/").at(-2), group: group ?? "" };
  };
  const tags = form.querySelector("input[name=tags]");
  const words = form.querySelector("textarea[name=words], textarea[name=body]");
  if (tags) offer(tags, { of: "tags", typedIn: tagAt, put: putTag, place, words: "tags" });
  if (words) offer(words, { of: "actors", typedIn: nameAt, put: putActor, place, words: "actors" });
}

/** The piece between commas in which the caret stands: its text and range. */
function tagAt(text, caret) {
  const start = text.lastIndexOf(",", caret - 1) + 1;
  const end = text.indexOf(",", caret);
  return { typed: text.slice(start, caret).trim(), start, end: end < 0 ? text.length : end + 1 };
}

/** The name behind the @ before the caret, or null. */
function nameAt(text, caret) {
  const found = AT.exec(text.slice(Math.max(0, caret - 80), caret));
  return found && found[1].split(" ").length <= 5 ? { typed: found[1], start: caret - found[1].length - 1, end: caret } : null;
}

const putTag = ({ value }, { start }) => `${start ? " " : ""}${value}, `;
const putActor = ({ words, value }) => `[@${words.replace(/[\\[\]]/g, "\\$&")}](${value}) `;

function offer(field, { of, typedIn, put, place, words }) {
  const list = make("ul.offers", { id: `offers-${++made}`, role: "listbox", "aria-label": `Offered ${words}`, hidden: true });
  const said = make("span.unseen", { "aria-live": "polite" }); // the status of the form is another
  const holder = field.closest(".field"); // not the label: what is in it would be the field's name
  holder.classList.add("offering");
  holder.append(list, said);
  field.setAttribute("autocomplete", "off");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  const isOneLine = field.localName === "input";
  if (isOneLine) field.setAttribute("role", "combobox");
  let offers = [];
  let at = -1;
  let waiting = 0;
  let asking = null;

  const choose = (number) => {
    at = number;
    for (const [n, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(n === at));
    const item = list.children[at];
    if (item) field.setAttribute("aria-activedescendant", item.id);
    else field.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    offers = found;
    list.replaceChildren(
      ...offers.map((each, n) => make("li", { id: `${list.id}-${n}`, role: "option", "aria-selected": "false" }, make("span", {}, each.words), make("small", {}, each.source))),
    );
    list.hidden = !offers.length;
    if (isOneLine) field.setAttribute("aria-expanded", String(!list.hidden));
    said.textContent = offers.length ? `${offers.length} offered. Arrow keys choose, Enter takes.` : "";
    choose(-1);
  };
  const away = () => {
    clearTimeout(waiting);
    asking?.abort();
    if (offers.length || !list.hidden) show([]);
  };
  const take = (number) => {
    const piece = typedIn(field.value, field.selectionStart);
    if (!piece) return away();
    field.setRangeText(put(offers[number], piece), piece.start, piece.end, "end");
    away();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(waiting); // what was taken asks for nothing more
  };
  const ask = async () => {
    const piece = typedIn(field.value, field.selectionStart);
    if (!piece?.typed) return away();
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ of, q: piece.typed, ...place() });
    try {
      const answer = await fetch(`/annotations/offers/?${query}`, { headers: { Accept: "application/json" }, signal: asking.signal });
      const { offers: found = [] } = answer.ok ? await answer.json() : {};
      if (document.activeElement === field) show(found);
    } catch {
      away(); // no answer, or another question since: the field works without
    }
  };
  if (isOneLine) field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (!typedIn(field.value, field.selectionStart)?.typed) return away();
    waiting = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(at < 0 && step < 0 ? offers.length - 1 : (at + step + offers.length) % offers.length);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) take(at);
    else if (event.key === "Escape") away();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", away);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps its focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) take([...list.children].indexOf(item));
  });
}
