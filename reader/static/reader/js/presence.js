/** Presence: says now and then that a form is open, and shows who else has it open. */
const EVERY = 20_000;

export function startPresence(page) {
  const place = page.querySelector("[data-presence]");
  const token = page.querySelector("[name=csrfmiddlewaretoken]");
  if (!place || !token) return;
  const say = async () => {
    if (page.hidden) return;
    try {
      const answer = await fetch(place.dataset.presence, {
        method: "POST",
        headers: { "X-CSRFToken": token.value },
      });
      if (!answer.ok) return;
      const line = await answer.text();
      if (line.trim() !== place.innerHTML.trim()) place.innerHTML = line;
    } catch {
      // Away for a moment: the line stays as it was until the next time.
    }
  };
  setInterval(say, EVERY);
  page.addEventListener("visibilitychange", say);
}
