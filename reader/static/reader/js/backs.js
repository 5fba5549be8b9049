/** The way back: of the links that lead to where something is cited, show the one to where one came from. */
export function startBacks(page) {
  let origin = null;
  const show = (came) => {
    for (const old of page.querySelectorAll(".came")) old.classList.remove("came");
    came?.classList.add("came");
  };
  // Before others: a card forgets its mark when one of its links is followed.
  page.addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href^='#']");
      if (!link) return;
      const open = link.closest("#card") && page.querySelector("a[aria-controls=card]");
      const mark = open && open.hash === link.hash ? open : link;
      if (mark.matches("#text a[id], .notes a[id]")) origin = mark;
    },
    true,
  );
  addEventListener("hashchange", () => {
    const isThere = origin && origin.hash === location.hash;
    const entry = isThere && page.getElementById(location.hash.slice(1));
    show(entry ? entry.querySelector(`a[href="#${origin.id}"]`) : null);
  });
}
