/** The door for annotations: W3C JSON-LD to the server and back (README, Annotations). */
const TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';
const CONTEXT = ["http://www.w3.org/ns/anno.jsonld", "/annotations/context.jsonld"];
const TRIES = 4;
const PAUSE = 600;
const LONGEST_WAIT = 60; // seconds; who is told to wait longer is not kept waiting

let say = () => {};
/** Let whoever waits be told why: `tell` is given one line. */
export const whenWaiting = (tell) => (say = tell);

/** What the server answered when it refused: `status`, and words for people. */
export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/** Yield the pages of a document's annotations as the reader may see them, each a list; with `since` only what changed then or later. */
export async function* pagesOf(documentPath, since = "") {
  let address = `${documentPath}annotations/${since && `?since=${encodeURIComponent(since)}`}`;
  while (address) {
    const answer = await ask("GET", address);
    const page = answer.first ?? (answer.items ? answer : null);
    yield page?.items ?? [];
    address = page?.next ? pathOf(page.next) : "";
  }
}

export const create = (annotation, me, key) =>
  send("POST", "/annotations/", { "@context": CONTEXT, type: "Annotation", ...annotation }, me, { "Idempotency-Key": key });

export const replace = (id, annotation, version, me) =>
  send("PUT", pathOf(id), { "@context": CONTEXT, type: "Annotation", ...annotation }, me, { "If-Match": `"${version}"` });

export const remove = (id, me) => send("DELETE", pathOf(id), null, me);

/** Do something with an annotation by the form that its page has for it; answers it as it is now, or null. */
export const deed = (id, name, fields, me) =>
  ask("POST", `${pathOf(id)}${name}/`, { body: new URLSearchParams(fields), headers: { "X-CSRFToken": me.csrf_token ?? "" } });

/** Return what one did oneself with an annotation. */
export const mineOf = (id) => ask("GET", `${pathOf(id)}mine/`);

/** Return the path of an address of this site. */
export const pathOf = (address) => new URL(address, location.href).pathname + new URL(address, location.href).search;

async function send(method, address, data, me, headers = {}) {
  const body = data ? JSON.stringify(data) : undefined;
  return ask(method, address, { body, headers: { "Content-Type": TYPE, "X-CSRFToken": me.csrf_token ?? "", ...headers } });
}

/**
 * Ask until there is an answer: a busy site is asked again, with the same key, so that nothing is made twice.
 * Who has written too much in a short time waits as long as the site says, once.
 */
async function ask(method, address, { body, headers = {} } = {}) {
  for (let tried = 1; ; tried += 1) {
    let answer;
    try {
      // What is deleted as the page is left must still arrive.
      const keepalive = method === "DELETE";
      answer = await fetch(address, { method, body, keepalive, headers: { Accept: TYPE, ...headers }, credentials: "same-origin" });
    } catch {
      if (tried >= TRIES) throw new Refused(0, "The site does not answer. Nothing is lost here; try again later.");
    }
    if (answer?.status === 204) return null;
    if (answer?.ok) return answer.json();
    const wait = Number(answer?.headers.get("Retry-After")) || 0;
    const isAgain = answer?.status === 429 ? tried === 1 && wait > 0 && wait <= LONGEST_WAIT : tried < TRIES && wait <= LONGEST_WAIT;
    if (answer && !([429, 503].includes(answer.status) && isAgain)) throw new Refused(answer.status, await wordsOf(answer));
    if (answer?.status === 429) say(`That was a lot in a short time: it is tried again in ${wait} s.`);
    await new Promise((done) => setTimeout(done, Math.max(PAUSE * tried, wait * 1000)));
  }
}

async function wordsOf(answer) {
  try {
    const said = await answer.json();
    return said.detail ?? said.error ?? said.message ?? said.title ?? `refused (${answer.status})`;
  } catch {
    return answer.status === 429 ? "That was a lot in a short time. Wait a little." : `refused (${answer.status})`;
  }
}
