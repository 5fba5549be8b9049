/** “This is wrong”: from a card to the form about what the card shows. */

/** Return the link for a mark of the text, or null where this page takes no reports. */
export function reportLink(mark, page) {
  const { report, reportWords } = page.getElementById("card").dataset;
  if (!report) return null;
  const address = new URL(report, page.location);
  if (mark.dataset.card === "note") address.searchParams.set("note", mark.textContent.replace(",", ""));
  else {
    const block = mark.closest("#text [id^='b-'], #notes [id^='b-']");
    if (!block) return null;
    const [start, end] = placeOf(mark, block);
    const named = { subject: mark.dataset.card, block: block.id.slice(2), start, end };
    for (const [name, value] of Object.entries(named)) address.searchParams.set(name, value);
  }
  const link = page.createElement("a");
  link.href = address.href;
  link.textContent = reportWords;
  link.rel = "nofollow";
  return link;
}

/** Where a mark stands in its block's text, in code points; figures of notes are not text. */
function placeOf(mark, block) {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEndBefore(mark);
  const start = textOf(before.cloneContents());
  return [start.length, start.length + textOf(mark).length];
}

function textOf(part) {
  const clone = part.cloneNode(true);
  for (const figure of clone.querySelectorAll(".noteref, .back, .backs")) figure.remove();
  return [...clone.textContent];
}
