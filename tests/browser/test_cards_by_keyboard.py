"""Cards by keyboard alone."""

import pytest

from tests.browser.cards import DELAYS, KINDS, NOTE, SOURCE, Card, bring, leave, middle
from tests.browser.filling import ARTICLE
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.reading]

FOCUSED = "document.activeElement"
IS_IN_CARD = f"document.getElementById('card').contains({FOCUSED})"


@pytest.fixture
def page(read):
    return read(is_timed=True)


@pytest.fixture
def card(page):
    return Card(page)


def tab_to(page, selector):
    """Come to a mark by Tab, as from the stop before it."""
    mark = bring(page, selector)
    page.clock.run_for(200)
    mark.evaluate("mark => mark.focus({ preventScroll: true })")
    page.keyboard.press("Shift+Tab")
    page.clock.run_for(100)
    page.keyboard.press("Tab")
    assert mark.evaluate(f"mark => mark === {FOCUSED} && mark.matches(':focus-visible')")
    return mark


def has_focus(mark):
    return mark.evaluate(f"mark => mark === {FOCUSED}")


@pytest.mark.parametrize(("selector", "delay"), DELAYS)
def test_a_card_opens_on_focus_after_the_same_delay(page, card, selector, delay):
    tab_to(page, selector)
    page.clock.run_for(delay - 1)
    assert not card.is_open
    page.clock.run_for(1)
    card.wait()


@pytest.mark.parametrize("selector", KINDS)
def test_escape_closes_and_keeps_focus_until_one_comes_back(page, card, selector):
    mark = tab_to(page, selector)
    page.clock.run_for(400)
    card.wait()
    page.keyboard.press("Escape")
    assert not card.is_open
    assert has_focus(mark)
    page.clock.run_for(3000)
    assert not card.is_open
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.clock.run_for(400)
    card.wait()


def test_escape_before_the_card_opens_keeps_it_from_opening(page, card):
    tab_to(page, SOURCE)
    page.clock.run_for(100)
    page.keyboard.press("Escape")
    page.clock.run_for(3000)
    assert not card.is_open


@pytest.mark.parametrize("selector", KINDS)
def test_tab_goes_from_the_mark_through_the_card_and_on_after_the_mark(page, card, selector):
    mark = tab_to(page, selector)
    page.keyboard.press("Tab")
    after = page.evaluate_handle(FOCUSED)
    page.keyboard.press("Shift+Tab")
    page.clock.run_for(400)
    card.wait()
    links = card.box.locator("a").count()
    assert links
    for link in range(links):
        page.keyboard.press("Tab")
        assert has_focus(card.box.locator("a").nth(link))
    page.clock.run_for(3000)
    assert card.is_open  # focus is in it
    page.keyboard.press("Tab")
    assert after.evaluate(f"stop => stop === {FOCUSED}")
    page.keyboard.press("Shift+Tab")
    assert has_focus(mark)


def test_shift_tab_goes_back_from_the_card_to_its_mark(page, card):
    mark = tab_to(page, SOURCE)
    page.clock.run_for(200)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert has_focus(mark)
    assert card.is_open


def test_escape_within_the_card_closes_it_and_goes_back_to_the_mark(page, card):
    mark = tab_to(page, SOURCE)
    page.clock.run_for(200)
    page.keyboard.press("Tab")
    assert page.evaluate(IS_IN_CARD)
    page.keyboard.press("Escape")
    assert not card.is_open
    assert has_focus(mark)
    page.clock.run_for(3000)
    assert not card.is_open


def test_a_card_closes_after_focus_has_left(page, card):
    tab_to(page, SOURCE)
    page.clock.run_for(200)
    page.locator(".masthead .name").evaluate("link => link.focus({ preventScroll: true })")
    page.clock.run_for(299)
    assert card.is_open
    page.clock.run_for(1)
    assert not card.is_open


def test_a_card_stays_while_either_the_pointer_or_focus_is_there(page, card):
    mark = tab_to(page, SOURCE)
    page.clock.run_for(200)
    page.mouse.move(*middle(mark))
    leave(page)
    page.clock.run_for(3000)
    assert card.is_open  # focus holds it
    page.mouse.move(*middle(mark))
    page.locator(".masthead .name").evaluate("link => link.focus({ preventScroll: true })")
    page.clock.run_for(3000)
    assert card.is_open  # the pointer holds it
    leave(page)
    page.clock.run_for(300)
    assert not card.is_open


def test_enter_follows_the_link_and_the_way_back_leads_to_the_very_place(page, card):
    mark = tab_to(page, "#cite-9-2")
    page.clock.run_for(200)
    page.keyboard.press("Enter")
    page.wait_for_url("**#source-9")
    assert not card.is_open
    # Three places cite this source: the one that one came from is shown.
    came = page.locator("#source-9 .came")
    came.wait_for()
    assert came.get_attribute("href") == "#cite-9-2"
    came.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#cite-9-2")
    assert mark.evaluate("mark => mark.matches(':target')")
    top = mark.bounding_box()["y"]
    assert 0 <= top < 800


def test_space_and_letters_do_what_they_do_without_cards(page, card):
    tab_to(page, NOTE)
    page.clock.run_for(200)
    before = page.evaluate("scrollY")
    page.keyboard.press("Space")
    until(page, "before => scrollY > before", before)
    assert page.url.endswith(ARTICLE)


def test_a_page_is_walked_by_tab_alone_from_the_first_link_into_a_card_and_back(read):
    page = read()
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert has_focus(skip)
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Tab")
    assert has_focus(page.locator(".masthead .name"))
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(f"{FOCUSED}.closest('[class]')?.className.split(' ')[0]"))
        if page.evaluate(f"{FOCUSED}.matches('#text a.number')"):
            break
    assert page.evaluate(f"{FOCUSED}.getAttribute('aria-label')") == "Paragraph 1"
    assert {"masthead", "colours", "facts", "contents"} <= set(seen)
    page.keyboard.press("Enter")
    until(page, "location.hash.startsWith('#b-')")
    for _ in range(2):  # the paragraph's own link comes first again
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches('#text a.actor')"):
            break
    card = Card(page).wait()
    assert page.evaluate(f"{FOCUSED}.matches('#text a.actor')")
    page.keyboard.press("Escape")
    card.wait_closed()
    assert page.evaluate(f"{FOCUSED}.matches('#text a.actor')")


def test_the_skip_link_leads_past_the_masthead(read):
    page = read()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.getElementById('main').contains({FOCUSED})")


def test_the_contents_lead_to_the_headings(read):
    page = read()
    link = page.locator(".contents a").last
    link.focus()
    page.keyboard.press("Enter")
    until(page, "location.hash.startsWith('#b-')")
    heading = page.locator(page.evaluate("location.hash"))
    assert heading.evaluate("heading => heading.matches('#text h2, #text h3')")
    assert heading.inner_text() == link.inner_text()
    assert 0 <= heading.bounding_box()["y"] < 400


@pytest.mark.parametrize("path", ["/", ARTICLE, "/actors/", "/actors/iran/", "/sources/"])
def test_every_stop_shows_that_it_has_focus(read, path):
    page = read(path)
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const stop = document.activeElement;
              if (stop === document.body) return null;
              const look = getComputedStyle(stop), box = stop.getBoundingClientRect();
              const line = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1;
              const inWindow = box.bottom > 0 && box.top < innerHeight && box.width > 0;
              return line && inWindow ? "" : stop.outerHTML.slice(0, 120);
            }"""
        )
        if shown is None:
            break
        if shown:
            unseen.append(shown)
    assert unseen == []
