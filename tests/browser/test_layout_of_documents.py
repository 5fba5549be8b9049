"""Long documents, documents from right to left, and their notes beside the text."""

from itertools import pairwise

import pytest

from tests.browser.cards import Card, bring, edges
from tests.browser.filling import ARABIC, ARTICLE, LONG, MIXED, NOTES, PARAGRAPHS

pytestmark = [pytest.mark.browser, pytest.mark.reading]

# Of each note: its edges, and the top of its first marker.
PLACES = """() => [...document.querySelectorAll("#notes > ol > li")].map(note => {
  const { left, top, right, bottom } = note.getBoundingClientRect();
  const marker = document.getElementById(`fnref-${note.dataset.n}-1`).getBoundingClientRect();
  return { left, top, right, bottom, marker: marker.top };
})"""


@pytest.mark.parametrize("width", [1024, 1280, 1600])
@pytest.mark.parametrize("path", [ARTICLE, LONG, ARABIC])
def test_notes_stand_beside_their_markers_and_never_on_one_another(read, path, width):
    page = read(path, width=width)
    text = page.locator("#text").bounding_box()
    notes = page.evaluate(PLACES)
    assert len(notes) == {ARTICLE: 10, LONG: NOTES, ARABIC: 8}[path]
    for above, below in pairwise(notes):
        assert below["top"] >= above["bottom"]
    for note in notes:
        if path == ARABIC:
            assert note["right"] <= text["x"]
            assert note["left"] >= 0
        else:
            assert note["left"] >= text["x"] + text["width"]
            assert note["right"] <= width
        assert note["top"] >= note["marker"] - 24
    # What has room stands on the line of its marker.
    assert sum(abs(note["top"] - note["marker"]) < 24 for note in notes) >= len(notes) * 0.5
    # None is pushed past the end of the text into what follows it.
    assert notes[-1]["bottom"] <= text["y"] + text["height"] + 60


@pytest.mark.parametrize("path", [ARTICLE, LONG, ARABIC, MIXED])
def test_where_there_is_no_room_the_notes_stand_below_the_text(read, path):
    page = read(path, width=800)
    _, _, _, end = edges(page.locator("#text"))
    tops = [note["top"] for note in page.evaluate(PLACES)]
    assert tops[0] >= end
    assert tops == sorted(tops)


def test_a_long_document_is_there_as_a_whole(read):
    page = read(LONG)
    assert page.locator("#text p[id]").count() == PARAGRAPHS
    assert page.locator("#text a.noteref").count() == NOTES
    assert page.locator("#text a.number").count() == PARAGRAPHS
    numbers = page.locator("#text a.number").evaluate_all("all => all.map(e => +e.dataset.n)")
    assert numbers == list(range(1, PARAGRAPHS + 1))


def test_a_document_from_right_to_left_is_set_so(read):
    page = read(ARABIC)
    article = page.locator("article")
    assert article.get_attribute("dir") == "rtl"
    assert article.get_attribute("lang") == "ar"
    text, number = page.locator("#text p[id]").first, page.locator("#text a.number").first
    assert edges(number)[0] >= edges(text)[2] - 20  # the numbers stand at the right
    mark = bring(page, "#fnref-3-1")
    mark.click()
    card = Card(page)
    assert card.box.evaluate("card => getComputedStyle(card).direction") == "rtl"
    assert card.box.get_attribute("lang") == "ar"
    assert abs(card.edges()[2] - edges(mark)[2]) < 4  # it begins where its mark does


def test_a_table_scrolls_by_itself_and_by_keyboard(read):
    page = read(MIXED, width=320)
    region = page.get_by_role("region").filter(has=page.locator("table")).first
    assert region.get_attribute("tabindex") == "0"
    assert region.get_attribute("aria-labelledby") or region.get_attribute("aria-label")


def test_what_cannot_break_does_not_widen_the_page(read):
    page = read(MIXED, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
