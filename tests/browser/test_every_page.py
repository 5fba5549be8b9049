"""What every public page keeps: readable by all, valid, quiet, and never wider than its window."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.cards import ACTOR, KINDS, Card, bring
from tests.browser.filling import ARABIC, ARTICLE, LONG, MIXED, OLD

pytestmark = [pytest.mark.browser, pytest.mark.reading]

SOURCE_PAGE = "a source"  # its address is random: Site.source() finds one
A_CARD = "/actors/qais-al-khazali/card/"
# One page of each kind, and the pages that differ in what axe looks at.
PAGES = [
    "/",
    "/documents/",
    "/documents/?q=zzzz",
    ARTICLE,
    MIXED,
    ARABIC,
    "/actors/",
    "/actors/qais-al-khazali/",
    "/actors/qais-al-khazali/mentions/",
    f"{ARTICLE}timeline/",
    f"{ARTICLE}revisions/",
    f"{ARTICLE}revisions/1/",
    f"{ARTICLE}annotations/",
    "/sources/",
    SOURCE_PAGE,
    "/topics/",
    "/topics/iran/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/nothing/",
]
# The same pages with other rows.
VARIANTS = [
    OLD,
    "/actors/?kind=person",
    "/actors/al-hurra/",
    "/actors/ada-marsh/mentions/?page=3",
    "/sources/?q=2020",
]
# The tokens promise 7:1, so the stronger rule is on as well.
EVERYTHING = {
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
# All that can change with the colours of a page.
CONTRAST = {
    "runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    "resultTypes": ["violations"],
}
TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && e.checkVisibility() && !e.closest(".table, [tabindex='0']")
    && (box.right > document.documentElement.clientWidth + 1 || box.left < -1)
    && getComputedStyle(e).clipPath === "none" && !e.closest(".unseen, .skip");
}).map(e => e.outerHTML.slice(0, 100))"""


def address(site, path):
    return site.source() if path == SOURCE_PAGE else path


def faults(page, within=None, schemes=("light", "dark")):
    """Return what axe finds in a part of the page, or all of it, in light and in dark colours."""
    found = []
    for scheme in schemes:
        rules = EVERYTHING if scheme == "light" else CONTRAST
        page.emulate_media(color_scheme=scheme)
        for fault in Axe().run(page, context=within, options=rules).response["violations"]:
            places = [node["html"][:160] for node in fault["nodes"]]
            found.append((scheme, fault["id"], places[:3]))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_page_wide_or_narrow_light_or_dark(read, site, path):
    page = read(address(site, path), reduced_motion="reduce")
    expect_status(page, path)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert faults(page) == [], width


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_with_a_card_open(read, width):
    page = read(width=width, touch=width == 360, reduced_motion="reduce")
    card = Card(page)
    for selector in KINDS:
        mark = bring(page, selector)
        mark.tap() if width == 360 else mark.click()
        card.wait()
        expect(card.box).not_to_contain_text("Opening …")
        assert faults(page, within=["#card", "#text p"]) == [], selector
        page.keyboard.press("Escape")
        card.wait_closed()


@pytest.mark.parametrize("colours", ["Light", "Dark", "Sepia", "High contrast"])
def test_chosen_page_colours_have_contrast_in_the_text_and_in_a_card(read, colours):
    page = read(reduced_motion="reduce")
    page.locator("summary").click()
    page.get_by_label(colours).check()
    page.keyboard.press("Escape")
    bring(page, ACTOR).click()
    expect(Card(page).wait().box).not_to_contain_text("Opening …")
    for fault in Axe().run(page, options=CONTRAST).response["violations"]:
        raise AssertionError((fault["id"], [node["html"][:160] for node in fault["nodes"]][:3]))


@pytest.mark.parametrize("path", [*PAGES, *VARIANTS])
def test_no_page_is_wider_than_its_window(read, site, path):
    page = read(address(site, path), width=360)
    expect_status(page, path)
    for width in (360, 320, 640, 1024, 1344):  # 640 is 1280 at 200 %
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, width
        assert page.evaluate(TOO_WIDE) == [], width


def test_every_page_is_valid_html(site, tmp_path):
    pages = {path: site.html(address(site, path)) for path in [*PAGES, *VARIANTS, LONG, A_CARD]}
    # A part of a page, as the page has it.
    pages[A_CARD] = (
        f'<!doctype html><html lang="en"><title>A card</title><body>{pages[A_CARD]}</body></html>'
    )
    assert invalid(pages, tmp_path) == []


def invalid(pages, folder):
    """Return what the HTML checker says of these pages, a mapping from their paths."""
    jar = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "scholium")
    jar = next(jar.glob("vnu-*.jar"), None)
    if jar is None or shutil.which("java") is None:
        pytest.skip("the HTML checker is not there: .ci/validator brings it")
    names = {}
    for path, html in pages.items():
        file = folder / f"{len(names)}.html"
        file.write_text(html)
        names[file.name] = path
    command = ["java", "-jar", str(jar), "--stdout", "--format", "json", *folder.glob("*.html")]
    checked = subprocess.run(command, capture_output=True, check=False)
    return [
        (names[message["url"].rpartition("/")[2]], message["message"], message.get("extract"))
        for message in json.loads(checked.stdout)["messages"]
        if "is not supported in all browsers" not in message["message"]  # any more
    ]


def test_every_link_within_a_page_has_its_place(read, site):
    for path in (ARTICLE, MIXED, LONG, ARABIC):
        page = read(path, scripts=False)
        lost = page.evaluate(
            """() => [...document.querySelectorAll("a[href^='#']")]
              .filter(link => !document.getElementById(link.hash.slice(1)))
              .map(link => link.outerHTML)"""
        )
        assert lost == [], path


def test_every_page_has_one_heading_of_its_own_and_a_title(site):
    titles = {}
    for path in [*PAGES, *VARIANTS]:
        html = site.html(address(site, path))
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        assert html.count('<main id="main"') == 1, path
        titles[path] = re.search(r"<title>(.*?)</title>", html)[1]
    plain = {path: title for path, title in titles.items() if "?" not in path}
    assert len(set(plain.values())) == len(plain)


def expect_status(page, path):
    """A page of this list is there; only the one that tests its absence is not."""
    missing = page.get_by_role("heading", name="Nothing stands at this address").count()
    assert bool(missing) == (path == "/nothing/")
