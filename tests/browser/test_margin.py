"""The margin: readers annotate where they read, on any device and any line, and lose nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import PAINTED
from tests.browser.test_every_page import faults
from tests.browser.waiting import until, until_started

pytestmark = pytest.mark.browser


def test_what_is_private_is_for_oneself_and_what_is_public_for_everyone(hand_of):
    ada = hand_of("ada")
    ada.annotate("for a coin", "seen by all")
    ada.annotate("Nobody counted them, and", "seen by me", readers="only me")
    bo = hand_of("bo")
    expect(bo.slip("seen by all")).to_be_visible()
    expect(bo.slip("seen by me")).to_have_count(0)
    stranger = hand_of(None)
    expect(stranger.slip("seen by all")).to_be_visible()
    expect(stranger.page.get_by_role("button", name="Answer")).to_have_count(0)
    stranger.select("harbour burned")
    expect(stranger.page.locator(".adder")).to_contain_text("Sign in to annotate")


def test_several_blocks_and_a_note_are_chosen_in_one_go(hand_of):
    ada = hand_of("ada")
    page = ada.page
    ada.choose("let them pass", "A second paragraph", kind="highlight")
    expect(page.locator(".scholion")).to_have_count(1)
    painted = page.evaluate(PAINTED)[0]
    assert painted[0].startswith("let them pass")
    assert painted[-1] == "A second paragraph"
    expect(ada.annotate("The coin is in the museum", "in a note")).to_contain_text("note 1")


def test_without_selecting_a_passage_is_picked_by_keys_or_by_its_words(hand_of):
    page = hand_of("ada").page
    page.locator(".handle[tabindex='0']").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    picked = page.locator(".picked")
    expect(picked).to_have_text(
        "A third paragraph says that the harbour burned in 1999, or so they say."
    )
    page.keyboard.press("PageUp")
    expect(picked).to_have_text("A second paragraph repeats itself.")
    page.keyboard.press("ArrowDown")
    expect(picked).to_contain_text("Nobody counted them, and")
    page.keyboard.press("ArrowLeft")
    expect(picked).to_have_text("Nobody counted them, and nobody wrote it down")
    page.keyboard.press("Shift+ArrowRight")
    expect(picked).to_have_text("counted them, and nobody wrote it down")
    for _ in range(3):  # over the end of its block into the next
        page.keyboard.press("ArrowRight")
    expect(picked).to_contain_text("wrote it down.")
    expect(picked).to_contain_text("A third")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    expect(picked).to_have_text("counted them, and nobody wrote it down.")
    assert faults(page, within=[".picker"]) == []
    quote = page.get_by_label("paste its words")
    quote.fill("Nobody counted them")
    quote.press("Enter")
    expect(page.locator(".picker")).to_contain_text("These words stand 2 times")
    quote.fill("the day belonged")
    quote.press("Enter")
    expect(picked).to_have_text("the day belonged")
    page.keyboard.press("Escape")
    expect(page.locator(".handle:focus")).to_have_count(1)


def test_a_draft_outlives_the_page_and_is_sent_once(hand_of):
    ada = hand_of("ada")
    page = ada.page
    ada.choose("or so they say")
    page.locator(".scholion-form").get_by_label("Words").fill("Half a thought")
    expect(page.get_by_text("Kept here, not sent yet.")).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.goto(page.url)
    until_started(again)
    form = again.get_by_role("form", name="A new annotation")
    expect(form.get_by_label("Words")).to_have_value("Half a thought")
    again.context.set_offline(True)
    form.get_by_role("button", name="Annotate").click()
    expect(form.locator(".status")).to_contain_text("does not answer", timeout=15_000)
    again.context.set_offline(False)
    form.get_by_role("button", name="Annotate").click()
    expect(again.locator(".scholion", has_text="Half a thought")).to_have_count(1)
    again.reload()
    until_started(again)
    expect(again.locator(".scholion", has_text="Half a thought")).to_have_count(1)
    expect(again.locator("form.scholion-form")).to_have_count(0)


def test_a_busy_site_is_waited_for_and_a_hasty_writer_waits_once(hand_of):
    ada = hand_of("ada")
    page, answers = ada.page, [503, 429, 429]
    page.may_say += ["503", "429"]

    def answer(route):
        if route.request.method == "POST" and answers:
            after = {"Retry-After": "1"}
            return route.fulfill(status=answers.pop(0), headers=after, json={"title": "Wait."})
        return route.continue_()

    page.route("**/annotations/", answer)
    ada.choose("or so they say")
    form = page.get_by_role("form", name="A new annotation")
    form.get_by_label("Words").fill("In haste")
    form.get_by_role("button", name="Annotate").click()
    # The site was busy, then the writer too hasty: that is said, and no more is tried.
    expect(form.locator(".status")).to_contain_text("Not saved: Wait.")
    assert answers == [429]
    form.get_by_role("button", name="Annotate").click()
    ada.told("it is tried again in 1 s.")
    expect(form.locator(".status")).to_have_text("Sending …")
    expect(ada.slip("In haste")).to_have_count(1)
    assert answers == []


def test_on_a_phone_what_is_open_is_a_sheet(hand_of):
    bo = hand_of("bo", 360, "touch")
    page = bo.page
    slip = bo.annotate("the harbour burned", "by thumb")
    expect(slip).to_have_class(re.compile("is-open"))
    box = slip.bounding_box()
    assert box["x"] == 0
    assert abs(box["y"] + box["height"] - 740) < 2
    assert faults(page, within=[".scholia"]) == []
    slip.get_by_role("button", name="Close").tap()
    expect(page.locator(".is-open")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_new_annotations_of_others_wait_until_they_are_asked_for(hand_of):
    ada, bo = hand_of("ada"), hand_of("bo")
    page = ada.page
    page.clock.install()
    page.reload()
    until_started(page)
    bo.annotate("went by night", "from bo")
    page.clock.run_for(61_000)
    until(page, "[...document.querySelectorAll('button')].some(b => b.textContent === '1 new')")
    expect(ada.slip("from bo")).to_have_count(0)
    page.get_by_role("button", name="1 new").click()
    expect(ada.slip("from bo")).to_be_visible()
