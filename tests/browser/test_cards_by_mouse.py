"""Cards by mouse, with the clock of the page in the test's hand."""

import pytest

from tests.browser.cards import (
    ACTOR,
    DELAYS,
    KINDS,
    NOTE,
    SOURCE,
    Card,
    bring,
    edges,
    leave,
    middle,
    point,
    walk,
)
from tests.browser.filling import ARTICLE, LONG
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.reading]

# A browser without CSS anchors: it neither knows the words nor does what they say.
NO_ANCHORS = """
const supports = CSS.supports.bind(CSS);
CSS.supports = (...asked) => !asked[0].includes("anchor-name") && supports(...asked);
addEventListener("DOMContentLoaded", () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ".card { position-area: none !important; position-anchor: auto !important; " +
      "margin: 0 !important }",
  );
  document.adoptedStyleSheets = [sheet];
});
"""


@pytest.fixture
def page(read):
    return read(is_timed=True)


@pytest.fixture
def card(page):
    return Card(page)


@pytest.mark.parametrize(("selector", "delay"), DELAYS)
def test_a_card_opens_after_the_pointer_has_rested(page, card, selector, delay):
    if delay > 200:  # the words of an actor's card are there in time
        with page.expect_response("**/card/"):
            point(page, selector)
            page.clock.run_for(200)
        page.clock.run_for(199)
    else:
        point(page, selector)
        page.clock.run_for(delay - 1)
    assert not card.is_open
    page.clock.run_for(1)
    card.wait()


@pytest.fixture
def held(page):
    """The requests for actors' cards: each waits until it is let go."""
    held = []
    page.route("**/card/", lambda route: held.append(route))
    return held


def test_an_actors_card_that_comes_late_opens_when_it_has_come(page, card, held):
    with page.expect_request("**/card/"):
        point(page, ACTOR)
        page.clock.run_for(1000)
    assert not card.is_open
    held[0].continue_()
    card.wait()


def test_a_card_that_comes_when_the_pointer_has_gone_stays_away(page, card, held):
    with page.expect_request("**/card/"):
        point(page, ACTOR)
        page.clock.run_for(1000)
    leave(page)
    with page.expect_response("**/card/"):
        held[0].continue_()
    page.clock.run_for(1000)
    assert not card.is_open


def test_passing_over_a_name_opens_nothing_and_asks_for_nothing(page, card):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for selector, _ in DELAYS:
        point(page, selector)
        page.clock.run_for(100)
        leave(page)
        page.clock.run_for(1000)
        assert not card.is_open
    assert asked == []


def test_a_card_closes_after_the_pointer_has_left(page, card):
    point(page, SOURCE)
    page.clock.run_for(200)
    leave(page)
    page.clock.run_for(299)
    assert card.is_open
    page.clock.run_for(1)
    assert not card.is_open


def test_the_next_card_opens_at_once_while_one_was_open_lately(page, card):
    point(page, SOURCE)
    page.clock.run_for(200)
    assert card.label == "Source 2"
    leave(page)
    page.clock.run_for(300)
    assert not card.is_open
    page.clock.run_for(450)
    page.mouse.move(*middle(page.locator("#cite-1-1")))
    page.clock.run_for(1)
    assert card.label == "Source 1"


def test_the_next_card_waits_again_when_none_was_open_lately(page, card):
    point(page, SOURCE)
    page.clock.run_for(200)
    leave(page)
    page.clock.run_for(300 + 501)
    page.mouse.move(*middle(page.locator("#cite-1-1")))
    page.clock.run_for(199)
    assert not card.is_open
    page.clock.run_for(1)
    assert card.label == "Source 1"


def test_the_pointer_may_travel_into_the_card_and_stay_there(page, card):
    mark = point(page, SOURCE)
    page.clock.run_for(200)
    left, top, right, bottom = card.edges()
    within = ((left + right) / 2, (top + bottom) / 2)
    walk(page, middle(mark), within, pause=60)  # 720 ms on the way
    page.clock.run_for(3000)
    assert card.label == "Source 2"
    walk(page, within, middle(mark))
    page.clock.run_for(3000)
    assert card.label == "Source 2"
    walk(page, middle(mark), within)
    leave(page)
    page.clock.run_for(300)
    assert not card.is_open


def test_marks_on_the_way_into_the_card_do_not_take_its_place(page, card):
    mark = point(page, "#cite-1-1")
    page.clock.run_for(200)
    start, end = middle(mark), (card.edges()[2] - 30, card.edges()[3] - 20)
    on_the_way = page.evaluate(
        """([x, y]) => [...document.querySelectorAll("#text a[data-card]")].filter(mark =>
          [...mark.getClientRects()].some(box => box.top > y && box.left < x + 400)).length""",
        start,
    )
    assert on_the_way
    last = start
    for step in range(1, 13):
        share = step / 12
        here = tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))
        walk(page, last, here, steps=1)
        assert card.label == "Source 1"
        last = here


def test_nothing_opens_while_the_page_scrolls_nor_until_the_pointer_moves_again(page, card):
    mark = bring(page, SOURCE)
    page.clock.run_for(500)
    x, y = middle(mark)
    page.evaluate("scrollBy({top: -200, behavior: 'instant'})")
    page.clock.run_for(500)
    page.mouse.move(x + 3, y)  # at rest where the mark will come to stand
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    until(page, "before => scrollY >= before + 199", before)
    page.clock.run_for(100)
    assert not card.is_open
    page.clock.run_for(3000)
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [x, y]) == "cite-2-1"
    assert not card.is_open
    page.mouse.move(x, y)
    page.clock.run_for(200)
    assert card.label == "Source 2"


def test_a_scroll_takes_back_the_intent(page, card):
    point(page, SOURCE)
    page.clock.run_for(150)
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 8)
    until(page, "before => scrollY > before", before)
    page.clock.run_for(2000)
    assert not card.is_open


def test_nothing_opens_while_words_are_selected(page, card):
    mark = bring(page, SOURCE)
    page.clock.run_for(500)
    x, y = middle(mark)
    box = page.locator("#text p >> nth=1").bounding_box()
    page.mouse.move(box["x"] + 60, y)
    page.mouse.down()
    page.mouse.move(x - 1, y + 1)
    page.mouse.move(x, y)
    page.clock.run_for(2000)
    assert not card.is_open
    page.mouse.up()
    page.clock.run_for(2000)
    assert not card.is_open
    assert page.evaluate("getSelection().toString().length") > 5


def test_a_click_pins_the_card_and_a_second_one_follows_the_link(page, card):
    mark = point(page, SOURCE)
    mark.click()
    assert card.label == "Source 2"
    leave(page)
    page.clock.run_for(3000)
    assert card.is_open
    mark.click()
    page.wait_for_url("**#source-2")
    assert not card.is_open
    assert page.locator("#source-2").evaluate("e => e.matches(':target')")


def test_a_click_elsewhere_closes_a_pinned_card(page, card):
    point(page, NOTE).click()
    assert card.is_open
    page.mouse.click(3, 300)
    assert not card.is_open


def test_a_click_on_another_mark_moves_the_card_there(page, card):
    point(page, SOURCE).click()
    page.locator("#cite-1-1").click()
    assert card.label == "Source 1"
    assert page.locator("[aria-expanded]").count() == 1


@pytest.mark.parametrize("selector", KINDS)
@pytest.mark.parametrize("way", ["Control", "Shift", "middle"])
def test_modified_clicks_are_the_browsers(page, card, selector, way):
    mark = bring(page, selector)
    with page.context.expect_page() as other:
        if way == "middle":
            mark.click(button="middle")
        else:
            mark.click(modifiers=[way])
    other.value.wait_for_url(mark.evaluate("mark => mark.href"))
    assert not card.is_open
    assert page.url.endswith(ARTICLE)


def test_escape_closes_and_the_card_stays_closed_until_one_comes_back(page, card):
    mark = point(page, SOURCE)
    page.clock.run_for(200)
    page.keyboard.press("Escape")
    assert not card.is_open
    x, y = middle(mark)
    page.mouse.move(x + 4, y)
    page.clock.run_for(3000)
    assert not card.is_open
    leave(page)
    page.clock.run_for(1000)
    page.mouse.move(x, y)
    page.clock.run_for(200)
    assert card.is_open


@pytest.mark.parametrize("has_anchors", [True, False])
@pytest.mark.parametrize("width", [700, 1440])
def test_the_card_stands_by_its_mark_within_the_window_and_moves_nothing(read, width, has_anchors):
    page = read(ARTICLE, width=width, height=700)
    if not has_anchors:
        page.add_init_script(NO_ANCHORS)
        page.reload()
    card = Card(page)
    for selector in ("#cite-1-1", "#cite-9-1", "#fnref-2-1", "#fnref-9-1"):
        for height in (120, 350, 600):
            mark = bring(page, selector)
            mark.evaluate("(e, y) => scrollBy(0, e.getBoundingClientRect().top - y)", height)
            before = [edges(mark), page.evaluate("document.documentElement.scrollHeight")]
            mark.click()
            card.wait()
            assert [edges(mark), page.evaluate("document.documentElement.scrollHeight")] == before
            left, top, right, bottom = card.edges()
            _, above, _, below = edges(mark)
            place = (selector, height)
            assert left >= 0, place
            assert right <= width, place
            assert top >= 0, place
            assert bottom <= 700, place
            assert top >= below or bottom <= above, place
            assert min(abs(top - below), abs(above - bottom)) < 16, place
            page.keyboard.press("Escape")


def test_a_card_opens_at_once_in_a_long_document(read):
    page = read(LONG)
    took = []
    for number in (20, 90, 150):
        took.append(
            bring(page, f"#fnref-{number}-1").evaluate(
                """mark => {
                  const before = performance.now();
                  const click = { bubbles: true, cancelable: true, detail: 1 };
                  mark.dispatchEvent(new MouseEvent("click", click));
                  document.getElementById("card").getBoundingClientRect();
                  return performance.now() - before;
                }"""
            )
        )
        assert Card(page).label == f"Note {number}"
        page.keyboard.press("Escape")
    assert min(took) < 150
