/** What a card says: filled from the lists of the page, or fetched once for an actor. */

const fetched = new Map();

/**
 * Return what the card of a mark shows: `{label, nodes}`, a promise of it for an actor whose card
 * has not been fetched yet, or null when this page has nothing to show for it.
 */
export function contentOf(mark, page) {
  if (mark.dataset.card === "actor") return actorContent(mark, page);
  const entry = page.getElementById(mark.hash.slice(1));
  if (!entry) return null;
  return mark.dataset.card === "note" ? noteContent(entry, page) : sourceContent(entry, page);
}

/** Return what the card of an actor shows while it is being fetched, or after that has failed. */
export function waitingContent(mark, page, hasFailed) {
  const form = copy(page, "card-waiting");
  slot(form, "name").textContent = mark.textContent;
  slot(form, "page").href = mark.href;
  const words = slot(form, "words");
  if (hasFailed) words.textContent = words.dataset.failed;
  return { label: mark.textContent, nodes: form };
}

/** Fetch the card of an actor before it is asked for. */
export function prepare(mark, page) {
  if (mark.dataset.card === "actor") Promise.resolve(contentOf(mark, page)).catch(() => {});
}

function noteContent(entry, page) {
  const form = copy(page, "card-note");
  const label = `${slot(form, "label").textContent} ${entry.dataset.n}`;
  slot(form, "label").textContent = label;
  const text = bare(entry);
  slot(form, "text").append(...text.childNodes);
  const cited = slot(form, "cited");
  for (const hash of new Set([...slot(form, "text").querySelectorAll("a.cite")].map((a) => a.hash))) {
    const source = page.getElementById(hash.slice(1));
    if (source) cited.append(within(source, page));
  }
  if (!cited.firstChild) cited.remove();
  slot(form, "list").href = `#${entry.id}`;
  return { label, nodes: form };
}

/** A source that a note cites, as the note's card shows it. */
function within(source, page) {
  const box = page.createElement("p");
  box.className = "inner";
  const number = page.createElement("span");
  number.className = "label";
  number.textContent = `${copy(page, "card-source").querySelector("[data-slot=label]").textContent} ${source.dataset.n} `;
  box.append(number, ...bare(source).childNodes);
  return box;
}

function sourceContent(entry, page) {
  const form = copy(page, "card-source");
  const label = `${slot(form, "label").textContent} ${entry.dataset.n}`;
  const fact = (name) => bare(entry).querySelector(`[data-fact="${name}"]`);
  slot(form, "label").textContent = label;
  slot(form, "kind").textContent = fact("kind").textContent;
  const heading = ["title", "author", "publisher"].find((name) => fact(name)) ?? "date";
  slot(form, "name").append(...fact(heading).childNodes);
  for (const name of ["author", "publisher", "title", "date", "cited"]) {
    const found = fact(name);
    const value = slot(form, name);
    const isGap = name === "title" && heading !== "title";
    if (name === heading || (!found && !isGap)) value.parentElement.remove();
    else if (found) value.replaceChildren(...found.childNodes);
  }
  slot(form, "list").href = `#${entry.id}`;
  slot(form, "page").href = fact("kind").href;
  return { label, nodes: form };
}

function actorContent(mark, page) {
  const address = new URL("card/", mark.href).href;
  const known = fetched.get(address);
  if (known) return known;
  const promise = fetch(address)
    .then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
      return answer.text();
    })
    .then((html) => {
      const body = new DOMParser().parseFromString(html, "text/html").body;
      const label = body.querySelector("h2")?.textContent ?? mark.textContent;
      const content = {
        label,
        get nodes() {
          const fragment = page.createDocumentFragment();
          fragment.append(...page.importNode(body, true).childNodes);
          return fragment;
        },
      };
      fetched.set(address, content);
      return content;
    })
    .catch((error) => {
      fetched.delete(address); // the next one who asks may have better luck
      throw error;
    });
  fetched.set(address, promise);
  return promise;
}

/** Copy an entry of a list without its ways back and without ids, which may stand only once. */
function bare(entry) {
  const clone = entry.cloneNode(true);
  for (const way of clone.querySelectorAll(".back, .backs, .wrong")) way.remove();
  for (const named of clone.querySelectorAll("[id]")) named.removeAttribute("id");
  return clone;
}

function copy(page, name) {
  return page.getElementById(name).content.cloneNode(true);
}

function slot(form, name) {
  return form.querySelector(`[data-slot="${name}"]`);
}
