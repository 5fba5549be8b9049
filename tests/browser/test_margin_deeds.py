"""What readers do at the margin, each deed on both widths by mouse, by keys and by touch."""

import contextlib
import re

import pytest
from playwright.sync_api import Error, expect

from tests.browser.filling import EDITOR, MARGIN, MENDED
from tests.browser.hands import LOOKS, PAINTED, TEXT
from tests.browser.waiting import until_started

pytestmark = pytest.mark.browser
BRIDGES = {"mouse": ("first", "oak"), "keyboard": ("second", "stone"), "touch": ("third", "iron")}


@pytest.mark.once
@pytest.mark.parametrize(("width", "means"), LOOKS)
def test_a_reader_does_all_with_an_annotation(hand_of, width, means):
    hand = hand_of("ada", width, means)
    page = hand.page
    before = page.evaluate(TEXT)
    slip = hand.annotate("because the day belonged to the guard", "Which **guard**?")
    expect(slip.locator("strong")).to_have_text("guard")
    assert page.evaluate(PAINTED)[0] == ["because the day belonged to the guard"]

    hand.open(slip)
    hand.press(slip.get_by_role("button", name="Edit"))
    slip.get_by_label("Words").fill("Which guard, then?")
    hand.press(slip.get_by_role("button", name="Save"))
    slip = hand.slip("Which guard, then?")
    expect(slip).to_contain_text("edited")

    hand.open(slip)
    hand.press(slip.get_by_role("button", name="Answer"))
    slip.get_by_label("Your answer").fill("The Salt Guard.")
    hand.press(slip.locator("form").get_by_role("button", name="Answer"))
    expect(slip.locator(".reply")).to_contain_text("The Salt Guard.")

    hand.more(slip, "Thanks")
    expect(slip.locator(".given").first).to_have_text("1 thanks")
    hand.more(slip, "Follow the thread")
    hand.told("You follow this thread.")

    hand.more(slip, "Resolve")
    slip.get_by_label("Why").fill("The note says it.")
    hand.press(slip.locator("form").get_by_role("button", name="Resolve"))
    expect(slip.locator(".settled")).to_contain_text("The note says it.")
    assert page.evaluate(PAINTED)[0] == []
    hand.more(slip, "Reopen")
    hand.press(slip.locator("form").get_by_role("button", name="Reopen"))
    hand.told("The thread is open again.")

    hand.more(slip, "Choose other words")
    hand.pick("let them pass", "Save the place")
    expect(slip.locator("q")).to_have_text("let them pass")
    assert page.evaluate(PAINTED)[0] == ["let them pass"]

    hand.more(slip, "Delete")
    expect(slip).to_have_count(0)
    hand.press(page.get_by_role("button", name="Undo"))
    expect(slip.locator(".reply")).to_contain_text("The Salt Guard.")
    assert page.evaluate(TEXT) == before  # nothing in the text was touched


@pytest.mark.parametrize(("width", "means"), [(1280, "mouse"), (1280, "keyboard"), (360, "touch")])
def test_a_suggestion_becomes_the_text_and_what_it_took_away_finds_a_new_place(
    hand_of, site, width, means
):
    which, made_of = BRIDGES[means]
    old, new = f"The {which} bridge was built of {made_of}.", f"Of the {which} bridge we know this."
    bo = hand_of("bo", width, means, MENDED)
    lost = bo.annotate(f"built of {made_of}", f"Who says {made_of}?")
    ada = hand_of("ada", width, means, MENDED)
    slip = ada.annotate(old, f"Not of {made_of}.", kind="Suggestion", instead=new)
    expect(slip.locator(".change ins")).to_contain_text("Of the")

    editor = hand_of(EDITOR, 1280, "mouse", "/admin/desk/documents/mended/?kind=suggestion").page
    editor.get_by_role("button", name="Accept").first.click()
    expect(editor.get_by_role("button", name="Accept")).to_have_count(0)

    page = ada.page
    page.reload()
    until_started(page)
    expect(page.locator("#text")).to_contain_text(new)
    expect(slip).to_contain_text("accepted")
    expect(slip.locator(".change ins")).to_contain_text("Of the")
    page.goto(f"{site.url}/me/notices/")
    expect(page.get_by_role("main")).to_contain_text(re.compile("accepted", re.IGNORECASE))

    bo.page.reload()
    until_started(bo.page)
    expect(lost.locator("del")).to_have_text(f"built of {made_of}")
    bo.open(lost)
    bo.press(lost.get_by_role("button", name="Find a new place"))
    bo.pick(f"the {which} bridge", "Place it there")
    bo.told("It has a new place.")
    expect(lost.locator("q")).to_have_text(f"the {which} bridge")
    assert f"the {which} bridge" in bo.page.evaluate(PAINTED)[0]


@pytest.mark.parametrize(("width", "means"), [(1280, "mouse"), (1280, "keyboard"), (360, "touch")])
def test_one_joins_by_invitation_and_reads_what_stands_in_the_group(hand_of, site, width, means):
    name = f"Readers by {means}"
    ada = hand_of("ada", path="/groups/")
    page = ada.page
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the group").click()
    page.goto(f"{page.url}people/")
    page.get_by_role("button", name="Make an invitation").click()
    link = page.get_by_label("Give this address").input_value()
    page.goto(f"{site.url}{MARGIN}")
    until_started(page)
    ada.annotate("for a coin", f"Said among {means}.", readers=name)

    bo = hand_of("bo", width, means)
    expect(bo.slip(f"Said among {means}.")).to_have_count(0)
    bo.page.goto(link)
    bo.press(bo.page.get_by_role("button", name="Join"))
    expect(bo.page.get_by_role("main")).to_contain_text(f"Said among {means}.")
    bo.page.goto(f"{site.url}{MARGIN}")
    until_started(bo.page)
    slip = bo.slip(f"Said among {means}.")
    expect(slip).to_contain_text(name)
    bo.open(slip)
    bo.press(slip.get_by_role("button", name="Answer"))
    slip.get_by_label("Your answer").fill("Heard.")
    bo.press(slip.locator("form").get_by_role("button", name="Answer"))
    expect(slip.locator(".reply")).to_contain_text(name)  # read by no more than what it answers


def test_two_browsers_side_by_side(hand_of):
    ada, bo = hand_of("ada"), hand_of("bo", 360, "touch")
    said = ada.annotate("or so they say", "Who says so?")
    bo.page.reload()
    until_started(bo.page)
    slip = bo.slip("Who says so?")
    bo.press(slip.get_by_role("button", name="Answer"))
    slip.get_by_label("Your answer").fill("The Bell.")
    bo.press(slip.locator("form").get_by_role("button", name="Answer"))
    expect(slip.locator(".reply")).to_contain_text("The Bell.")

    # Two tabs of one reader: the second save is told, its words stay, and it may be sent again.
    other = hand_of("ada")
    for hand in (ada, other):
        mine = hand.slip("Who says so?")
        hand.open(mine)
        hand.press(mine.get_by_role("button", name="Edit"))
        mine.get_by_label("Words").fill(f"Who says so, in {hand is ada}?")
    expect(other.slip("Who says so?").locator(".reply")).to_contain_text("The Bell.")
    ada.press(said.get_by_role("button", name="Save"))
    expect(ada.slip("Who says so, in True?")).to_be_visible()
    other.page.may_say.append("412")
    other.press(other.page.get_by_role("button", name="Save"))
    form = other.page.get_by_role("form", name="Change the annotation")
    expect(form.locator(".status")).to_contain_text("It was changed meanwhile")
    expect(other.slip("Who says so, in True?")).to_be_visible()
    expect(form.get_by_label("Words")).to_have_value("Who says so, in False?")
    other.press(form.get_by_role("button", name="Save"))
    expect(other.slip("Who says so, in False?").locator(".reply")).to_contain_text("The Bell.")


def test_a_draft_outlives_a_tab_that_is_killed(hand_of):
    hand = hand_of("bo")
    hand.choose("or so they say")
    form = hand.page.get_by_role("form", name="A new annotation")
    form.get_by_label("Words").fill("Half a thought")
    expect(form.locator(".status")).to_have_text("Kept here, not sent yet.")
    again = hand.page.context.new_page()
    kill(hand.page)
    again.goto(hand.page.url)
    until_started(again)
    expect(again.get_by_role("form").get_by_label("Words")).to_have_value("Half a thought")


def kill(page):
    """End the process that shows a page, as a system does when memory is short."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=5000)
