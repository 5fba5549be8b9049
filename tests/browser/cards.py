"""What a test can see of the card of a page, and how its reader moves about."""

from tests.browser.waiting import until, until_started

IS_OPEN = "document.getElementById('card').matches(':popover-open')"
# Scroll until the mark stands in the middle, and go on only when the page has been told so.
BRING = """mark => new Promise(done => {
  const before = scrollY;
  const box = mark.getBoundingClientRect();
  addEventListener("scroll", () => done(), { once: true, capture: true });
  scrollBy({ top: box.top + box.height / 2 - innerHeight / 2, behavior: "instant" });
  if (scrollY === before) done();
})"""
SCROLL_ENDS = 200
# One mark of each kind in the first article, and how long a pointer must rest on it.
NOTE, SOURCE, ACTOR = "#fnref-2-1", "#cite-2-1", "#text a.actor:has-text('Hussam al-Azirjawi')"
DELAYS = [(NOTE, 200), (SOURCE, 200), (ACTOR, 400)]
KINDS = [NOTE, SOURCE, ACTOR]


class Card:
    """The one card of a page."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator("#card")

    @property
    def is_open(self):
        return self.page.evaluate(IS_OPEN)

    @property
    def label(self):
        """What the card is called, "" while it is closed."""
        return self.box.get_attribute("aria-label") if self.is_open else ""

    def wait(self):
        """Wait until the card is open: an actor's has to be fetched."""
        until(self.page, IS_OPEN)
        return self

    def wait_closed(self):
        until(self.page, f"!{IS_OPEN}")
        return self

    def edges(self):
        return edges(self.box)


def bring(page, selector):
    """Scroll the mark into the middle of the window and wait until that is over.

    On a page whose scripts run: it waits for them first.
    """
    until_started(page)
    mark = page.locator(selector).first
    mark.evaluate(BRING)
    return mark


def middle(mark):
    """Return where a pointer on mark stands: the middle of its first line."""
    box = mark.evaluate("mark => mark.getClientRects()[0].toJSON()")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def edges(mark):
    """Return left, top, right and bottom in the window."""
    box = mark.bounding_box()
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


def point(page, selector):
    """Let the pointer come to rest on a mark, on a page whose time is stopped; return the mark."""
    mark = bring(page, selector)
    page.clock.run_for(SCROLL_ENDS)
    x, y = middle(mark)
    page.mouse.move(x + 2, y)
    page.mouse.move(x, y)
    return mark


def leave(page):
    """Take the pointer away from everything."""
    page.mouse.move(4, 2)
    page.mouse.move(3, 3)


def walk(page, start, end, *, steps=12, pause=25):
    """Move the pointer from start to end in a straight line, pausing at each step."""
    for step in range(1, steps + 1):
        share = step / steps
        page.mouse.move(
            start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        )
        page.clock.run_for(pause)
