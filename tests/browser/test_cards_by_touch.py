"""Cards by touch: a sheet at the lower edge of a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.cards import ACTOR, KINDS, NOTE, SOURCE, Card, bring, edges, middle
from tests.browser.filling import ARTICLE, MIXED
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.reading]


def swipe(page, x, y, distance):
    """Put a finger at x, y, draw it down by distance, and hold it still before it is lifted."""
    finger = page.context.new_cdp_session(page)
    for step in range(9):
        kind = "touchMove" if step else "touchStart"
        place = {"x": x, "y": y + distance * step / 8}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    page.wait_for_timeout(100)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def tap_outside(page):
    """Tap above the sheet, away from every link: a browser takes a tap beside one for one on it."""
    place = page.evaluate(
        """() => {
          const boxes = [...document.links].flatMap(link => [...link.getClientRects()]);
          for (let y = 10; y < 280; y += 10)
            for (let x = 10; x < innerWidth; x += 10)
              if (boxes.every(box => x < box.left - 40 || x > box.right + 40
                  || y < box.top - 40 || y > box.bottom + 40)) return [x, y];
        }"""
    )
    page.touchscreen.tap(*place)


@pytest.fixture
def page(read):
    return read(touch=True)


@pytest.fixture
def card(page):
    return Card(page)


@pytest.mark.parametrize("selector", KINDS)
def test_a_tap_opens_a_sheet_at_the_lower_edge_and_moves_nothing(page, card, selector):
    mark = bring(page, selector)
    before = [edges(mark), page.evaluate("scrollY")]
    mark.tap()
    card.wait()
    expect(card.box.get_by_role("link").first).to_be_visible()
    left, top, right, bottom = card.edges()
    assert (left, right) == (0, 360)
    assert abs(bottom - 740) < 1
    assert top > 740 * 0.3
    assert [edges(mark), page.evaluate("scrollY")] == before
    assert page.url.endswith(ARTICLE)


def test_a_tap_outside_closes_the_sheet(page, card):
    mark = bring(page, SOURCE)
    before = page.evaluate("scrollY")
    mark.tap()
    card.wait()
    tap_outside(page)
    card.wait_closed()
    assert page.evaluate("scrollY") == before
    mark.tap()
    card.wait()


def test_a_second_tap_on_the_mark_closes_the_sheet(page, card):
    mark = bring(page, SOURCE)
    mark.tap()
    card.wait()
    mark.tap()
    card.wait_closed()
    assert page.url.endswith(ARTICLE)


def test_going_back_closes_the_sheet_and_stays_on_the_page(page, card):
    mark = bring(page, SOURCE)
    before = page.evaluate("scrollY")
    mark.tap()
    card.wait()
    page.evaluate("() => void setTimeout(() => history.back())")
    card.wait_closed()
    assert page.url.endswith(ARTICLE)
    assert page.evaluate("scrollY") == before


def test_a_tap_on_another_mark_moves_the_sheet_there_and_back_closes_it(page, card):
    mark, other = bring(page, SOURCE), page.locator("#cite-1-1")
    mark.tap()
    card.wait()
    other.tap()
    expect(card.box).to_have_attribute("aria-label", "Source 1")
    page.evaluate("() => void setTimeout(() => history.back())")
    card.wait_closed()
    assert page.url.endswith(ARTICLE)


def test_a_link_in_the_sheet_goes_on_and_back_leads_to_the_place(page, card):
    mark = bring(page, SOURCE)
    before = page.evaluate("scrollY")
    mark.tap()
    card.wait()
    card.box.get_by_role("link", name="In the list").tap()
    page.wait_for_url("**#source-2")
    card.wait_closed()
    until(page, "Math.abs(document.querySelector('#source-2').getBoundingClientRect().top) < 740")
    page.evaluate("() => void setTimeout(() => history.back())")
    page.wait_for_url(re.compile(rf"{ARTICLE}$"))
    until(page, "before => Math.abs(scrollY - before) < 2", before)
    assert not card.is_open


def test_an_actors_page_is_two_taps_away_and_back_is_one(page, card):
    mark = bring(page, ACTOR)
    href = mark.get_attribute("href")
    mark.tap()
    card.wait()
    card.box.get_by_role("link", name="Actor’s page").tap()
    page.wait_for_url(f"**{href}")
    page.evaluate("() => void setTimeout(() => history.back())")
    page.wait_for_url(f"**{ARTICLE}")
    expect(page.locator("#card")).to_be_hidden()
    until(page, "scrollY > 0")


def test_a_finger_that_scrolls_opens_nothing(page, card):
    for selector in KINDS:
        x, y = middle(bring(page, selector))
        before = page.evaluate("scrollY")
        swipe(page, x, y, -150)
        until(page, "before => scrollY > before + 50", before)
        assert not card.is_open


def test_escape_closes_the_sheet_and_keeps_focus(page, card):
    mark = bring(page, SOURCE)
    mark.tap()
    card.wait()
    page.keyboard.press("Escape")
    card.wait_closed()
    assert mark.evaluate("mark => mark === document.activeElement")


LARGE_ENOUGH = """() => {
  const links = [...document.querySelectorAll(".card .acts a")];
  return links.length > 0 && links.every((link) => link.getBoundingClientRect().height >= 44);
}"""


def test_what_a_sheet_offers_is_large_enough_for_a_thumb(page, card):
    for selector in KINDS:
        bring(page, selector).tap()
        card.wait()
        expect(card.box.locator(".acts a").first).to_be_visible()
        # Measured until the sheet is laid out: what it offers is written when it opens.
        until(page, LARGE_ENOUGH)
        page.keyboard.press("Escape")
        card.wait_closed()


def test_a_long_note_scrolls_within_its_sheet(read):
    page = read(ARTICLE, touch=True)
    card = Card(page)
    bring(page, "#fnref-2-1").tap()
    card.wait()
    before = page.evaluate("scrollY")
    swipe(page, 180, 650, -120)
    until(page, "document.getElementById('card').scrollTop > 0")
    assert page.evaluate("scrollY") == before
    assert card.is_open


def test_a_reader_on_a_phone(read, site):
    """From the front page through a document, by thumb, and back to where one was."""
    page = read("/", touch=True)
    page.get_by_role("link", name="The salt road").first.tap()
    page.wait_for_url(f"**{MIXED}")
    card = Card(page)

    bring(page, "#fnref-1-1").tap()
    card.wait()
    assert "Its second paragraph cites" in card.box.inner_text()
    assert "4 May 2019" in card.box.inner_text()  # the source that the note cites
    tap_outside(page)
    card.wait_closed()

    bring(page, "#text a.actor:has-text('Ada Marsh')").tap()
    card.wait()
    card.box.get_by_role("link", name="Actor’s page").tap()
    page.wait_for_url("**/actors/ada-marsh/")
    page.get_by_role("link", name="Documents", exact=True).tap()
    page.wait_for_url("**/documents/")
    page.get_by_label("Words of the title").fill("resistance")
    page.get_by_role("button", name="Find").tap()
    page.wait_for_url("**/documents/?q=resistance")
    page.get_by_role("link", name="Iran’s Resistance Axis").tap()
    page.wait_for_url(f"**{ARTICLE}")
    bring(page, NOTE).tap()
    assert Card(page).wait().label == "Note 2"
