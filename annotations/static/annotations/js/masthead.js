/** The masthead's link to one's account, with one's name in place of a word. */
import { whoIs } from "annotations/me";

export function startMasthead(page) {
  return whoIs().then((me) => {
    const link = page.querySelector(".masthead .mine a");
    if (!link || !me.name) return;
    link.textContent = me.name;
    link.setAttribute("aria-label", me.unread ? `Account: ${me.name}, ${me.unread} new` : `Account: ${me.name}`);
    if (me.unread) link.dataset.unread = me.unread;
  });
}
