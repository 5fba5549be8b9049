/** What moves or takes away an annotation: other words, one more passage, a new place; deleting, and back. */
import { valuesOf, annotationFrom } from "annotations/composing";
import { Refused, deed, remove, replace } from "annotations/door";
import { blockOf, chosenFrom, targetOf } from "annotations/places";
import { make, sayingOf, targetsOf, wordsAt } from "annotations/scholia";

const SHORT = 80;

export function startPassages(margin, pick) {
  const { page, me, tell, put, load, chooser, focusOn, layout, slipOfThread } = margin;

  async function trying(words, work) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(words, sayingOf(error));
    }
  }

  /** Delete it; for a moment there is a way back beside the words that say so. */
  async function drop(annotation) {
    const undo = make("button.plain", { type: "button" }, "Undo");
    undo.addEventListener("click", () => trying("Not brought back: ", async () => {
      await deed(annotation.id, "undo", {}, me);
      await load();
      focusOn(annotation);
      tell("It is back.");
    }));
    await trying("Not deleted: ", async () => {
      await remove(annotation.id, me);
      await load();
      tell("Deleted. ", undo);
      undo.focus({ preventScroll: true });
    });
  }

  /** Let one's own annotation stand on other words, or on one passage more. */
  function choosePassage(annotation, at, adds) {
    layout.close(); // on a phone its sheet would lie under the picker
    const now = chosenFrom(targetsOf(annotation)[adds ? at - 1 : at]);
    pick({
      block: now && blockOf(page, now.block), chosen: now, opener: slipOfThread(annotation), button: "Save the place",
      title: adds ? "Choose one more passage" : "Choose the words it is about",
      then: (_, chosen) => trying("Not saved: ", async () => {
        const targets = targetsOf(annotation).toSpliced(at, adds ? 0 : 1, targetOf(page, chosen));
        put(await replace(annotation.id, { ...annotationFrom(valuesOf(annotation)), target: targets }, annotation.version, me));
        focusOn(annotation);
        tell("It stands on the words you chose.");
      }),
    });
  }

  /** Give what lost its words, or was found elsewhere, a place by hand; its old words are kept. */
  function relocate(annotation, at = 0) {
    layout.close();
    const ordinal = typeof at === "number" ? at : 0;
    const words = wordsAt(targetsOf(annotation)[ordinal]);
    pick({
      opener: slipOfThread(annotation) ?? chooser, button: "Place it there",
      title: `A new place for “${words.length > SHORT ? `${words.slice(0, SHORT)}…` : words}”`,
      then: (_, { block, start, endBlock, end, exact }) => trying("Not placed: ", async () => {
        put(await deed(annotation.id, "place", { target: ordinal, block, start, end_block: endBlock, end, exact }, me));
        focusOn(annotation);
        tell("It has a new place.");
      }),
    });
  }

  return { drop, choosePassage, relocate };
}
