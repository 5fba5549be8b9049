/** A plan on the desk: a kind that is chosen is shown at once, without the button. */
export function startPlan(page) {
  const form = page.querySelector("form.plan");
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-replan]")) return;
    page.querySelector("[data-status]").textContent = "Showing it again …";
    form.requestSubmit(form.querySelector("button[value=plan]"));
  });
}
