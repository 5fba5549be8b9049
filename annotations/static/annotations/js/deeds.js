/** What else is done with an annotation, from the menu of its card: signs, flags, resolving, places. */
import { Refused, deed, mineOf } from "annotations/door";
import { authorOf, idOf, make, sayingOf, targetsOf } from "annotations/scholia";

/**
 * Return `toggle(annotation, button)`: it opens and closes the menu below a card's "More".
 * `ways` has what needs the text or a form: `drop`, `relocate`, `choosePassage`, `openIn`.
 */
export function startDeeds(margin, ways) {
  const { page, me, list, tell, put, load, focusOn, layout } = margin;
  const settle = layout.update;

  async function toggle(annotation, button) {
    const open = button.getAttribute("aria-expanded") === "true";
    closeAll();
    if (open) return;
    const menu = make("ul.menu", { id: `menu-${idOf(annotation)}`, "aria-busy": "true" }, make("li.quiet", {}, "…"));
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", menu.id);
    button.closest(".acts").after(menu);
    menu.addEventListener("keydown", (event) => byKey(event, menu, button));
    settle();
    let mine = { signs: [], choices: { signs: [], reasons: [] } };
    try {
      if (me.name) mine = await mineOf(annotation.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell("What you did with it could not be read: ", sayingOf(error));
    }
    menu.replaceChildren(...itemsOf(annotation, mine, button).map((item) => make("li", {}, ...[item].flat())));
    menu.removeAttribute("aria-busy");
    settle();
    if (page.activeElement === button) menu.querySelector("button, a")?.focus();
  }

  function closeAll() {
    for (const button of list.querySelectorAll("[data-act='more'][aria-expanded='true']")) {
      button.setAttribute("aria-expanded", "false");
      page.getElementById(button.getAttribute("aria-controls"))?.remove();
    }
    settle();
  }

  function byKey(event, menu, button) {
    if (event.key === "Escape") {
      event.preventDefault(); // the menu closes, and not the card
      event.stopPropagation();
      closeAll();
      return button.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    const all = [...menu.querySelectorAll("button, a")];
    all[(all.indexOf(page.activeElement) + step + all.length) % all.length].focus();
  }

  function itemsOf(annotation, mine, button) {
    const can = new Set(annotation.can ?? []);
    const items = [];
    const item = (words, then) => {
      const made = make("button.plain", { type: "button" }, words);
      made.addEventListener("click", () => then(made));
      return made;
    };
    const asking = (words, form) => items.push(item(`${words} …`, () => ask(annotation, button, { words, ...form })));
    if (can.has("react")) {
      items.push(mine.choices.signs.map(([sign, words]) => {
        const isOn = mine.signs.includes(sign);
        const made = item(capital(words), () => act(made, annotation, "react", { sign, on: isOn ? "0" : "1" }, isOn ? "Your sign is taken back." : `You said: ${words}.`));
        made.setAttribute("aria-pressed", String(isOn));
        made.className = "sign";
        return made;
      }));
    }
    if (mine.decides) {
      asking("Accept it", { deed: "suggestion", fields: { decision: "accept" }, said: "The words are in the text, as a new revision. Load the page again to read it.", help: "Its author is thanked in the revision and told." });
      asking("Reject it", { deed: "suggestion", fields: { decision: "reject" }, said: "The text stays as it is; its author is told why." });
    }
    if (can.has("resolve") && !annotation.thread) {
      const isOpen = !annotation.resolved;
      asking(isOpen ? "Resolve" : "Reopen", { deed: "resolve", fields: { on: isOpen ? "1" : "0" }, said: isOpen ? "The thread is resolved." : "The thread is open again." });
    }
    const targets = targetsOf(annotation);
    for (const [at, target] of targets.entries()) {
      const which = targets.length > 1 ? ` (passage ${at + 1})` : "";
      if (target.placement === "moved" && can.has("re-attach")) {
        const made = item(`It is rightly there${which}`, () => act(made, annotation, "place", { target: at, confirm: "1" }, "The place is confirmed."));
        items.push(made);
      }
      if (can.has("edit") && target.placement !== "lost") items.push(item(`Choose other words${which}`, () => ways.choosePassage(annotation, at, false)));
      else if (can.has("re-attach")) items.push(item(`Find a new place${which}`, () => ways.relocate(annotation, at)));
    }
    if (can.has("edit") && targets.length && annotation.kind !== "suggestion") items.push(item("Add a passage", () => ways.choosePassage(annotation, targets.length, true)));
    if (can.has("react")) {
      const words = mine.follows ? "Stop following the thread" : "Follow the thread";
      const made = item(words, () => act(made, annotation, "follow", { on: mine.follows ? "0" : "1" }, mine.follows ? "You follow this thread no longer." : "You follow this thread."));
      items.push(made);
    }
    if (can.has("flag")) {
      if (mine.flagged) items.push(make("span.quiet", {}, "You have flagged it."));
      else asking("Flag", { deed: "flag", reasons: mine.choices.reasons, said: "The moderators will look at it." });
    }
    if (can.has("delete")) items.push(item("Delete", () => ways.drop(annotation)));
    const path = new URL(annotation.id, location.href).pathname;
    items.push(make("a", { href: path }, can.has("hide") ? "Its own page, to moderate" : "Its own page"));
    return items;
  }

  /** Do it at once; when it fails all stays as it was, and the words say why. */
  async function act(button, annotation, name, fields, said) {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await finish(await deed(annotation.id, name, fields, me), annotation, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      button.disabled = false;
      button.focus();
      tell("Not done: ", sayingOf(error));
    }
  }

  async function finish(answer, annotation, said) {
    if (answer) put(answer);
    else await load();
    closeAll();
    focusOn(annotation);
    tell(said);
  }

  /** Ask why before it is done; what is typed stays in the form until it is done. */
  function ask(annotation, button, { words, deed: name, fields = {}, reasons, said, help }) {
    const slip = button.closest(".scholion");
    const why = make("input", { name: reasons ? "words" : "reason", maxlength: reasons ? 1000 : 500, autocomplete: "off" });
    const select = reasons && make("select", { name: "reason" }, ...reasons.map(([value, text]) => make("option", { value }, text)));
    const status = make("p.status", { role: "status" }, help);
    const send = make("button.button.first", { type: "submit" }, words);
    const form = make(
      "form.scholion-form", { "aria-label": `${words}: ${authorOf(annotation)}`, "data-key": `deed:${idOf(annotation)}` },
      select ? fieldOf("Reason", select) : null, fieldOf(reasons ? "In your words, if you like" : "Why", why),
      make("p.acts", {}, send, " ", make("button.button", { type: "button", "data-cancel": true }, "Put away")), status,
    );
    const leave = () => {
      form.remove();
      settle();
      if (button.isConnected) button.focus();
    };
    form.addEventListener("click", (event) => event.target.closest("[data-cancel]") && leave());
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      leave();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (send.disabled) return;
      send.disabled = true;
      status.textContent = "Sending …";
      try {
        const answer = await deed(annotation.id, name, { ...fields, ...Object.fromEntries(new FormData(form)) }, me);
        form.remove();
        await finish(answer, annotation, said);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        send.disabled = false;
        form.dataset.state = "failed";
        status.replaceChildren("Not done: ", sayingOf(error));
      }
    });
    closeAll();
    ways.openIn(slip, form);
  }

  return toggle;
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);
const fieldOf = (words, control) => make("p.field", {}, make("label", {}, make("span", {}, words), control));
