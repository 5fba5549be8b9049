"""How a page is arrived at, looked at, printed, and left."""

import re

import pytest

from tests.browser.cards import ACTOR, KINDS, NOTE, SOURCE, Card, bring
from tests.browser.filling import ARTICLE, MIXED
from tests.browser.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.reading]

PAPER = "getComputedStyle(document.documentElement).backgroundColor"
TOP = "e => e.getBoundingClientRect().top"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("place", ["#fn-7", "#source-12", "#cite-9-2", "#fnref-8-1"])
def test_an_address_leads_to_the_very_place(read, place, scripts):
    page = read(f"{ARTICLE}{place}", scripts=scripts)
    target = page.locator(place)
    assert target.evaluate("e => e.matches(':target')")
    assert 0 <= target.evaluate(TOP) < 760
    assert not Card(page).is_open


@pytest.mark.parametrize("width", [360, 1280])
def test_the_address_of_a_paragraph_leads_to_it_and_shows_it(read, site, width):
    key = re.findall(r'<p id="(b-[a-z0-9]+)"><a class="number"', site.html(ARTICLE))[9]
    page = read(f"{ARTICLE}#{key}", width=width)
    paragraph = page.locator(f"#{key}")
    assert 0 <= paragraph.evaluate(TOP) < 400
    plain = page.locator("#text p[id]:not(:target)").last
    look = "e => getComputedStyle(e, '::before').content"
    assert paragraph.evaluate(look) != plain.evaluate(look)


def test_the_choice_of_page_colours_is_kept_from_page_to_page(read, site):
    page = read("/")
    light = page.evaluate(PAPER)
    page.get_by_text("Page colours", exact=True).first.click()
    page.get_by_label("Dark").check()
    dark = page.evaluate(PAPER)
    assert dark != light
    for path in (ARTICLE, "/actors/iran/", "/nothing/"):
        page.may_say.append("status of 404")
        page.goto(site.url + path)
        assert page.evaluate(PAPER) == dark
        assert page.get_by_label("Dark").is_checked()
    other = page.context.new_page()
    other.goto(site.url)
    assert other.evaluate(PAPER) == dark
    other.get_by_text("Page colours", exact=True).first.click()
    other.get_by_label("As the system").check()
    assert other.evaluate(PAPER) == light
    until(page, f"{PAPER} === '{light}'")  # and the page in the other tab follows


def test_a_page_is_never_seen_in_colours_that_were_not_chosen(read, site):
    page = read("/", color_scheme="light")
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          window.first = document.documentElement.dataset.theme;
        });
        new MutationObserver((_, observer) => {
          if (!document.body) return;
          window.atBody = document.documentElement.dataset.theme;
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(site.url + ARTICLE)
    assert page.evaluate("[window.atBody, window.first]") == ["dark", "dark"]


def test_the_choice_of_page_colours_closes_by_escape_and_by_a_click_elsewhere(read):
    page = read("/")
    box = page.locator("details.colours")
    box.locator("summary").click()
    page.get_by_label("Sepia").focus()
    page.keyboard.press("Escape")
    assert box.get_attribute("open") is None
    assert page.evaluate("document.activeElement.matches('details.colours summary')")
    box.locator("summary").click()
    page.mouse.click(640, 700)
    assert box.get_attribute("open") is None


def test_who_wants_less_motion_gets_none(read):
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = read(reduced_motion=motion)
        took = page.locator("#card").evaluate("e => getComputedStyle(e).transitionDuration")
        assert (took not in {"0s", ""}) == moves
        bring(page, SOURCE).click()
        assert page.evaluate("document.getAnimations().length") == 0 or moves
        scroll = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        assert scroll == "auto" or moves


def test_on_paper_the_notes_stand_at_the_end_and_there_are_no_cards(read):
    page = read()
    bring(page, NOTE).click()
    assert Card(page).is_open
    page.emulate_media(media="print")
    assert page.locator("#card").is_hidden()
    for selector in (".masthead", ".foot", ".skip", ".contents", ".notes .back >> nth=0"):
        assert page.locator(selector).is_hidden(), selector
    edges = page.evaluate(
        """() => ["text", "notes", "sources"].map(id => {
          const box = document.getElementById(id).getBoundingClientRect();
          return [box.top, box.bottom];
        }).flat()"""
    )
    assert edges == sorted(edges)
    notes = page.locator("#notes li").evaluate_all(
        "items => items.map(e => [e.getBoundingClientRect().top, getComputedStyle(e).position])"
    )
    assert [top for top, _ in notes] == sorted(top for top, _ in notes)
    assert {position for _, position in notes} <= {"static", "relative"}
    assert page.evaluate(PAPER) in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert len(page.pdf(format="A4")) > 10_000


def test_text_twice_as_large_fits_and_its_cards_open(browser_type, browser_type_launch_args, site):
    arguments = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    try:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for path in ("/", MIXED, "/actors/qais-al-khazali/", "/sources/", ARTICLE):
            page.goto(site.url + path)
            root = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
            assert page.evaluate(root) == 32
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, path
        for selector in KINDS:
            bring(page, selector).click()
            left, top, right, bottom = Card(page).wait().edges()
            assert left >= 0
            assert right <= 1280
            assert top >= 0
            assert bottom <= 900
            page.keyboard.press("Escape")
    finally:
        browser.close()


def test_a_page_twice_as_large_keeps_its_cards_in_the_window(read):
    page = read(width=640, height=400, device_scale_factor=2)  # 1280 × 800 at 200 %
    for selector in KINDS:
        bring(page, selector).click()
        left, top, right, bottom = Card(page).wait().edges()
        assert 0 <= left < right <= 640
        assert 0 <= top < bottom <= 400
        page.keyboard.press("Escape")


def test_spacing_of_ones_own_cuts_nothing_off(read):
    page = read(width=360)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
    )
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    bring(page, SOURCE).click()
    assert Card(page).wait().box.evaluate("card => card.scrollWidth <= card.clientWidth")


def test_a_page_reads_on_without_its_styles(read, site):
    page = read("/")
    page.may_say.append("ERR_FAILED")
    page.route("**/*.css", lambda route: route.abort())
    page.goto(site.url + ARTICLE)
    order = page.evaluate(
        """() => ["text", "notes", "sources"].map(
          id => document.getElementById(id).getBoundingClientRect().top)"""
    )
    assert order == sorted(order)
    assert not Card(page).is_open
    assert page.locator("#card").is_hidden()


def test_going_back_leads_to_where_one_was(read):
    page = read()
    mark = bring(page, ACTOR)
    before = page.evaluate("scrollY")
    mark.click()
    Card(page).wait()
    mark.click()
    page.wait_for_url("**/actors/hussam-al-azirjawi/")
    page.go_back()
    page.wait_for_url(f"**{ARTICLE}")
    until(page, "before => Math.abs(scrollY - before) < 2", before)
    assert not Card(page).is_open
    assert page.locator("[aria-expanded]").count() == 0
