"""Every state of the margin: seen and heard by all, the text untouched, in both directions."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.filling import ARABIC, EDITOR, MARGIN, MENDED
from tests.browser.hands import PAINTED, TEXT
from tests.browser.waiting import until, until_started

pytestmark = [pytest.mark.browser, pytest.mark.once]
RULES = {"rules": {"color-contrast-enhanced": {"enabled": True}}, "resultTypes": ["violations"]}
# A browser that paints no highlights, as some still are.
NO_HIGHLIGHTS = "delete globalThis.Highlight; delete CSS.highlights;"


def faults(page):
    """Return what axe finds in the readers' part of the page."""
    until(page, "document.getAnimations().every((one) => one.playState === 'finished')")
    there = [part for part in (".scholia", ".picker", ".adder") if page.locator(part).count()]
    found = Axe().run(page, context={"include": [[part] for part in there]}, options=RULES)
    return [
        (one["id"], node["html"][:160])
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (360, "light"), (1440, "dark")])
def test_axe_finds_nothing_in_any_state(hand_of, width, theme):
    hand = hand_of("ada", width, "touch" if width == 360 else "mouse")
    page = hand.page
    page.emulate_media(color_scheme=theme)
    assert faults(page) == [], "empty"
    seen = [
        hand.annotate("The carts went by night", "By *whose* carts?", kind="Question"),
        hand.annotate("Nobody counted them. ", "Ours."),
        hand.annotate("let them pass", "Paid.", kind="Suggestion", instead="let them go"),
    ]
    hand.choose("or so they say")
    assert faults(page) == [], "many, and composing"
    page.get_by_role("form").get_by_role("button", name="Put away").click()
    hand.more(seen[0], "Thanks")
    hand.told("You said: thanks.")
    hand.open(seen[0])
    hand.press(seen[0].get_by_role("button", name=re.compile("^More")).first)
    expect(seen[0].locator(".menu .sign")).to_have_count(4)
    assert faults(page) == [], "menu open"

    # Nothing answers: what was typed stays, the words say so, and it is sent when there is a line.
    hand.press(seen[0].locator(".menu").get_by_role("button", name="Resolve"))
    seen[0].get_by_label("Why").fill("Told in the note.")
    page.may_say += ["ERR_INTERNET_DISCONNECTED"]
    page.context.set_offline(True)
    hand.press(seen[0].locator("form").get_by_role("button", name="Resolve"))
    status = seen[0].locator("form .status")
    expect(status).to_contain_text("does not answer", timeout=15_000)
    assert faults(page) == [], "offline"
    page.context.set_offline(False)
    expect(seen[0].get_by_label("Why")).to_have_value("Told in the note.")
    hand.press(seen[0].locator("form").get_by_role("button", name="Resolve"))
    hand.told("The thread is resolved.")
    expect(seen[0].locator(".settled")).to_contain_text("Told in the note.")

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Annotate a passage").click()
    assert faults(page) == [], "picker open"
    page.keyboard.press("Escape")
    expect(page.locator(".picker")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_lost_its_words_keeps_them_and_is_read_once(hand_of, site):
    ada = hand_of("ada", path=MENDED)
    page = ada.page
    lost = ada.annotate("stood for a hundred years", "Rather eighty.")
    other = hand_of("bo", path=MENDED)
    other.annotate(
        "It stood for a hundred years, and carts went over it.",
        "So the Bell.",
        kind="Suggestion",
        instead="No more is said.",
    )
    desk = hand_of(EDITOR, path="/admin/desk/documents/mended/?kind=suggestion").page
    desk.get_by_role("button", name="Accept").first.click()
    expect(desk.get_by_role("button", name="Accept")).to_have_count(0)
    page.reload()
    until_started(page)
    expect(lost.locator("del")).to_have_text("stood for a hundred years")
    # It stands beside its gap: in the block that its words are gone from.
    gap = page.locator("#text p", has_text="No more is said.").bounding_box()
    assert "apart" not in lost.get_attribute("class").split()
    assert gap["y"] <= lost.bounding_box()["y"] < gap["y"] + gap["height"]
    ada.open(lost)
    at_the_words = f"{MENDED}revisions/1/#:~:text=stood%20for%20a%20hundred%20years"
    expect(lost.get_by_role("link", name="Where they stood")).to_have_attribute(
        "href", at_the_words
    )
    assert faults(page) == [], "lost"

    # A screen reader meets each once, by its name, outside the text; none within a sentence.
    expect(page.locator("article.scholion", has_text="Rather eighty.")).to_have_count(1)
    assert page.locator("#text").get_by_role("article").count() == 0
    assert page.locator("#text :is(mark, [aria-describedby], [role=mark])").count() == 0
    heard = page.locator("#text").aria_snapshot()
    assert "Rather eighty" not in heard
    name = lost.get_attribute("aria-label")
    assert name == "annotation by ada, place lost"
    # One place is read out, and it says what was done.
    assert page.locator(".scholia > [role=status]").count() == 1
    ada.more(lost, "Delete")
    ada.told("Deleted.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    ada.told("It is back.")


@pytest.mark.parametrize("means", ["mouse", "touch"])
def test_five_deep_each_is_reached_by_pointer_and_by_key(hand_of, means):
    hand = hand_of("ada", 1280 if means == "mouse" else 360, means)
    page = hand.page
    words = ["carts", "The carts", "The carts went", "The carts went by", "The carts went by night"]
    for chosen in words:
        hand.annotate(chosen, f"on “{chosen}”")
        page.keyboard.press("Escape")
    assert page.evaluate(PAINTED)[2] == ["The carts went"]  # three and more
    point = page.evaluate(
        """() => { const [range] = CSS.highlights.get("notes-3");
          range.startContainer.parentElement.scrollIntoView({ block: "center" });
          const { right, top, height } = range.getBoundingClientRect();
          return [right - 70, top + height / 2]; }"""
    )
    seen = []
    for _ in words:
        (page.mouse.click if means == "mouse" else page.touchscreen.tap)(*point)
        seen.append(page.locator(".scholion.is-open .words").inner_text())
    assert set(seen) == {f"on “{chosen}”" for chosen in words}
    expect(page.locator(".scholion.is-open .which")).to_contain_text("of 5 here")
    page.locator(".scholion").first.focus()
    by_key = set()
    for _ in words:
        page.keyboard.press("Alt+ArrowDown")
        by_key.add(page.locator(".scholion:focus .words").inner_text())
    assert len(by_key) >= len(words) - 1
    page.keyboard.press("Escape")
    expect(page.locator(".scholion.is-open")).to_have_count(0)


@pytest.mark.parametrize("paints", [True, False])
def test_painting_changes_no_word_and_no_paragraph(hand_of, paints):
    hand = hand_of("ada")
    page = hand.page
    before = page.evaluate(TEXT)
    words = page.evaluate("document.getElementById('text').textContent")
    hand.annotate("The carts went by night", "one")
    hand.annotate("went by night, because the day", "two")
    hand.annotate("let them pass", "three", end="A second paragraph")
    assert page.evaluate(TEXT) == before
    if not paints:
        page.add_init_script(NO_HIGHLIGHTS)
        page.reload()
        until_started(page)
        marks = page.locator("#text mark.scholium")
        assert set(marks.all_inner_texts()) >= {"The carts ", "went by night", "A second paragraph"}
        deeper = page.locator("mark.scholium[data-depth='2']").all_inner_texts()
        assert "".join(deeper) == "went by night"
        assert page.evaluate("document.getElementById('text').textContent") == words
        assert [one for one in faults(page) if "mark" in json.dumps(one)] == []


def test_a_text_that_runs_the_other_way_has_its_readers_on_the_other_side(hand_of):
    hand = hand_of("ada", 1440, path=ARABIC)
    page = hand.page
    slip = hand.annotate("هذه فقرة قصيرة", "A short one.")
    text, box = page.locator("#text").bounding_box(), slip.bounding_box()
    assert box["x"] >= text["x"] + text["width"]  # notes of readers stand where lines begin
    assert box["x"] + box["width"] <= 1440
    range_ = "() => [...CSS.highlights.get('notes-1')][0].getBoundingClientRect().top"
    assert abs(page.evaluate(range_) - box["y"]) < 40
    assert slip.locator("q").evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert slip.locator(".words").evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_nobody_is_asked_to_sign_in(read):
    page = read(MARGIN, width=1280)
    page.get_by_role("button", name="Annotate a passage").click()
    page.locator(".picker .keys").press("Enter")
    expect(page.locator(".told")).to_contain_text("Sign in to annotate")
