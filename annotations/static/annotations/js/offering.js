/** Offers in every form of a plain page that says which document it is about. */
import { offerIn } from "annotations/offers";

export function startOffering(page) {
  for (const form of page.querySelectorAll("form[data-offers]")) offerIn(form, form.dataset.offers);
}
