"""The site without scripts: every link is a jump, and every place has a way back."""

import re

import pytest

from tests.browser.cards import KINDS
from tests.browser.filling import ARTICLE, LONG, MIXED

pytestmark = [pytest.mark.browser, pytest.mark.reading]

IN_WINDOW = """e => {
  const box = e.getClientRects()[0];
  return box.top >= 0 && box.bottom <= innerHeight;
}"""


@pytest.fixture
def read_bare(read):
    """Open a page in a browser that runs no scripts."""
    return lambda path=ARTICLE, **more: read(path, scripts=False, **more)


@pytest.mark.parametrize("path", [ARTICLE, MIXED, LONG])
def test_every_mark_leads_to_an_entry_that_leads_back_to_it(read_bare, path):
    page = read_bare(path)
    lost = page.locator("article a[data-card]:not(.actor)").evaluate_all(
        """marks => marks.filter(mark => {
          const entry = document.getElementById(mark.hash.slice(1));
          return !mark.id || !entry?.querySelector(`a[href="#${mark.id}"]`);
        }).map(mark => mark.outerHTML)"""
    )
    assert lost == []
    assert page.locator("article a[data-card]:not(.actor)").count() > 3


@pytest.mark.parametrize("touch", [False, True])
@pytest.mark.parametrize("number", [1, 7, 10])
def test_a_note_is_a_jump_and_a_way_back(read_bare, number, touch):
    page = read_bare(touch=touch)
    marker = page.locator(f"#fnref-{number}-1")
    press(marker, touch)
    page.wait_for_url(f"**#fn-{number}")
    note = page.locator(f"#fn-{number}")
    assert note.evaluate("e => e.matches(':target')")
    assert note.evaluate(IN_WINDOW)
    press(note.locator(".back"), touch)
    page.wait_for_url(f"**#fnref-{number}-1")
    assert marker.evaluate(IN_WINDOW)


@pytest.mark.parametrize("touch", [False, True])
def test_a_source_is_a_jump_and_has_a_way_back_to_each_place(read_bare, touch):
    page = read_bare(touch=touch)
    for place in (1, 2, 3):
        mark = page.locator(f"#cite-9-{place}")
        press(mark, touch)
        page.wait_for_url("**#source-9")
        assert page.locator("#source-9").evaluate(IN_WINDOW)
        press(page.locator(f"#source-9 a[href='#cite-9-{place}']"), touch)
        page.wait_for_url(f"**#cite-9-{place}")
        assert mark.evaluate(IN_WINDOW)


def test_the_browsers_own_way_back_returns_to_the_reading(read_bare):
    page = read_bare()
    page.locator("#cite-9-2").click()
    page.wait_for_url("**#source-9")
    page.go_back()
    page.wait_for_url(re.compile(f"{ARTICLE}$"))
    assert page.locator("#cite-9-2").evaluate(IN_WINDOW)


def test_an_actor_is_a_page_that_leads_back_to_the_very_paragraph(read_bare):
    page = read_bare()
    mark = page.locator("#text a.actor[href='/actors/hussam-al-azirjawi/']").first
    key = mark.evaluate("mark => mark.closest('[id^=b-]').id")
    mark.click()
    page.wait_for_url("**/actors/hussam-al-azirjawi/")
    page.locator(f"a[href='{ARTICLE}#{key}']").first.click()
    page.wait_for_url(f"**#{key}")
    assert mark.evaluate(IN_WINDOW)


def test_a_paragraph_has_an_address_of_its_own(read_bare):
    page = read_bare()
    link = page.get_by_role("link", name="Paragraph 5", exact=True)
    target = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{target}")
    assert page.locator(target).evaluate(IN_WINDOW)


def test_there_is_no_card_and_no_empty_box(read_bare):
    page = read_bare()
    assert page.locator("#card").is_hidden()
    assert page.locator("template").evaluate_all("all => all.every(e => !e.checkVisibility())")
    for selector in KINDS:
        page.locator(selector).first.hover()
        assert page.locator("#card").is_hidden()


# What readers wrote is no part of the document.
WORDS = """() => [...document.querySelectorAll("article > :not(.scholia, .handles)")]
  .map(part => part.innerText).join(" ")"""


def test_the_words_of_a_document_are_the_same_with_scripts_and_without(read, read_bare):
    for path in (ARTICLE, MIXED):
        words = [page.evaluate(WORDS) for page in (read(path), read_bare(path))]
        assert words[0] == words[1]
        assert len(words[0]) > 500


@pytest.mark.parametrize(
    ("path", "label", "words", "found", "kept_out"),
    [
        ("/", "Find a document by its title", "SALT", "The salt road", "A long way"),
        ("/documents/", "Words of the title", "long", "A long way", "The salt road"),
        ("/actors/", "Any name of the actor", "Kataib", "Kata’ib Hezbollah", "Ada Marsh"),
        ("/sources/", "Words of author, title or publisher", "ostovar", "Afshon", "al-Hurra"),
    ],
)
def test_lists_are_searched_by_a_plain_form(read_bare, path, label, words, found, kept_out):
    page = read_bare(path)
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Find").click()
    page.wait_for_url(f"**?q={words}")
    rows = page.locator("main").inner_text()
    assert found in rows
    assert kept_out not in rows
    assert page.get_by_label("Words of the title" if path == "/" else label).input_value() == words
    page.get_by_role("searchbox").fill("zzzz")
    page.keyboard.press("Enter")
    page.wait_for_url("**?q=zzzz")
    page.locator("main p a[href$='s/']").first.click()  # the way out of an empty list
    page.wait_for_url(re.compile(r"/(documents|actors|sources)/$"))


def test_page_colours_are_chosen_for_the_page_one_is_on(read_bare):
    page = read_bare()
    shades = set()
    for name in ("Light", "Dark", "Sepia", "High contrast"):
        if page.locator("details.colours").get_attribute("open") is None:
            page.get_by_text("Page colours", exact=True).first.click()
        page.get_by_label(name).check()
        shades.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert len(shades) == 4


def press(mark, touch):
    mark.tap() if touch else mark.click()
