/** Put an answer of the server into the desk: only what changed, with place and focus kept. */

export function swapDesk(page, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const queue = page.getElementById("desk-queue");
  const hadFocus = queue.contains(page.activeElement) || page.activeElement === page.body;
  const isAllKeys = page.getElementById("desk-all-keys")?.hidden === false;
  swapText(page, fresh);
  page.querySelector("#desk > .over").replaceWith(page.importNode(fresh.querySelector(".over"), true));
  queue.replaceChildren(...page.importNode(fresh.getElementById("desk-queue"), true).childNodes);
  page.getElementById("desk-all-keys").hidden = !isAllKeys;
  const open = page.getElementById("look-for");
  if (open) open.focus();
  else if (hadFocus) (page.getElementById("desk-case") ?? queue).focus({ preventScroll: true });
  queue.scrollTop = 0;
  showCurrent(page);
  const said = page.getElementById("desk-said")?.textContent ?? "";
  const title = page.getElementById("h-case")?.textContent ?? page.querySelector(".empty")?.textContent ?? "";
  laySaid(page, [said, title].filter(Boolean).join(" "));
}

/** Tell those who listen. */
export function laySaid(page, words) {
  page.getElementById("desk-says").textContent = words;
}

/** Replace the blocks that differ; if the text itself is another, all of it. */
function swapText(page, fresh) {
  const old = page.getElementById("desk-text");
  const next = fresh.getElementById("desk-text");
  if (!old || !next) return;
  const blocks = [...old.querySelectorAll("[id^='b-']")];
  const ids = [...next.querySelectorAll("[id^='b-']")].map((block) => block.id);
  if (blocks.map((block) => block.id).join() !== ids.join()) {
    old.replaceChildren(...page.importNode(next, true).childNodes);
    return;
  }
  for (const block of blocks) {
    const other = fresh.getElementById(block.id);
    if (block.innerHTML !== other.innerHTML) block.replaceChildren(...page.importNode(other, true).childNodes);
  }
}

/** Bring what is being decided into sight, without moving what is in sight already. */
function showCurrent(page) {
  const copy = page.getElementById("desk-copy");
  const current = copy?.querySelector("[aria-current]");
  if (!current) return;
  const place = current.getBoundingClientRect();
  const frame = copy.getBoundingClientRect();
  const isInSight = place.top > frame.top + 40 && place.bottom < frame.bottom - 40;
  if (!isInSight) copy.scrollTop += place.top - frame.top - frame.height / 3;
}
