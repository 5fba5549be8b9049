"""The margin: readers annotate where they read, by pointer, finger and key, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.filling import MARGIN, PASSWORD
from tests.browser.test_every_page import faults
from tests.browser.waiting import until, until_started

pytestmark = pytest.mark.browser

# Choose words as a drag would: from the start of one text to the end of another.
CHOOSE = """([from, to]) => {
  const places = (words, atEnd) => {
    const walker = document.createTreeWalker(document.querySelector("article.sheet"), 4);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at >= 0) return [node, at + (atEnd ? words.length : 0)];
    }
  };
  const range = document.createRange();
  range.setStart(...places(from, false));
  range.setEnd(...places(to, true));
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
PAINTED = """() => ["notes-1", "notes-2", "notes-3"].map(
  name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString()))"""
TEXT = "() => document.querySelector('article.sheet #text').innerHTML"


def sign_in(page, name):
    page.goto(re.sub(r"(https?://[^/]+).*", r"\1/accounts/login/", page.url))
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


@pytest.fixture
def open_margin(read):
    """Open the margin's document as someone: `open_margin("ada", width=…, touch=…) -> Page`."""

    def open_it(name=None, **look):
        page = read(MARGIN, **look)
        if name:
            address = page.url
            sign_in(page, name)
            page.goto(address)
            until_started(page)
        return page

    return open_it


def choose(page, start, end=None):
    page.evaluate(CHOOSE, [start, end or start])
    expect(page.locator(".adder")).to_be_visible()


def annotate(page, words, said, *, readers="everyone", by_key=True):
    choose(page, words)
    if by_key:
        page.keyboard.press("a")
    else:
        page.locator(".adder [data-kind=note]").click()
    form = page.get_by_role("form", name="A new annotation")
    form.get_by_label("Words").fill(said)
    form.get_by_label("Who reads it").select_option(label=readers)
    form.get_by_role("button", name="Annotate").click()
    slip = page.locator(".scholion", has_text=said.replace("**", ""))
    expect(slip).to_be_visible()
    return slip


# What one's own script could send: it takes away all that its reader wrote on the document.
CLEAR = """async () => {
  const { csrf_token, name } = await (await fetch("/me/")).json();
  const headers = { Accept: "application/ld+json" };
  const { first } = await (await fetch(`${location.pathname}annotations/`, { headers })).json();
  for (const { id, creator } of (first?.items ?? []).toReversed()) {
    if (creator?.nickname !== name) continue;
    await fetch(id, { method: "DELETE", headers: { "X-CSRFToken": csrf_token } });
  }
}"""


def clear(page):
    """Take away what this reader has written, so that tests do not meet each other's."""
    page.evaluate(CLEAR)


def more(page, slip, words):
    """Open a card and its menu, and choose from it."""
    slip.click(position={"x": 5, "y": 5})
    slip.get_by_role("button", name=re.compile("^More")).first.click()
    slip.locator(".menu").get_by_role("button", name=words).click()


def test_a_reader_annotates_edits_answers_and_deletes(open_margin):
    page = open_margin("ada", width=1440)
    before = page.evaluate(TEXT)
    slip = annotate(page, "because the day belonged to the guard", "Which **guard**?")
    expect(slip.locator("strong")).to_have_text("guard")
    assert "because the day belonged to the guard" in page.evaluate(PAINTED)[0]
    assert page.evaluate(TEXT) == before  # painted over, nothing in the text is touched

    slip.get_by_role("button", name="Edit").click()
    slip.get_by_label("Words").fill("Which guard, then?")
    slip.get_by_role("button", name="Save").click()
    expect(page.locator(".scholion", has_text="Which guard, then?")).to_contain_text("edited")

    slip = page.locator(".scholion", has_text="Which guard, then?")
    slip.get_by_role("button", name="Answer").click()
    slip.get_by_label("Your answer").fill("The Salt Guard.")
    slip.get_by_role("button", name="Answer", exact=True).last.click()
    expect(slip.locator(".reply")).to_contain_text("The Salt Guard.")
    assert faults(page, within=[".scholia"]) == []

    page.reload()
    until_started(page)
    slip = page.locator(".scholion", has_text="Which guard, then?")
    expect(slip.locator(".reply")).to_contain_text("The Salt Guard.")

    more(page, slip, "Delete")
    expect(slip).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(slip).to_be_visible()
    clear(page)


def test_what_is_private_is_for_oneself_and_what_is_public_for_everyone(open_margin):
    ada = open_margin("ada", width=1440)
    annotate(ada, "for a coin", "seen by all")
    annotate(ada, "Nobody counted them, and", "seen by me", readers="only me")
    bo = open_margin("bo", width=1440)
    expect(bo.locator(".scholion", has_text="seen by all")).to_be_visible()
    expect(bo.locator(".scholion", has_text="seen by me")).to_have_count(0)
    stranger = open_margin(width=1440)
    expect(stranger.locator(".scholion", has_text="seen by all")).to_be_visible()
    expect(stranger.get_by_role("button", name="Answer")).to_have_count(0)
    choose(stranger, "harbour burned")
    expect(stranger.locator(".adder")).to_contain_text("Sign in to annotate")
    clear(ada)


def test_five_deep_each_is_reached_by_pointer_and_by_key(open_margin):
    page = open_margin("ada", width=1440)
    for words in (
        "carts",
        "The carts",
        "The carts went",
        "The carts went by",
        "The carts went by night",
    ):
        annotate(page, words, f"on {words}", by_key=words != "carts")
    assert page.evaluate(PAINTED)[2] == ["The carts went"]  # three and more
    box = page.evaluate(
        """() => { const walker = document.createTreeWalker(document.getElementById("text"), 4);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf("carts");
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + 5);
            return range.getBoundingClientRect().toJSON(); } }"""
    )
    seen = []
    for _ in range(5):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seen.append(page.locator(".scholion.is-open .words").inner_text())
    assert seen[0] == "on carts"
    assert len(set(seen)) == 5
    expect(page.locator(".scholion.is-open .which")).to_contain_text("of 5 here")
    page.keyboard.press("Alt+ArrowUp")
    assert page.locator(".scholion.is-open .words").inner_text() in set(seen)
    page.keyboard.press("Escape")
    expect(page.locator(".scholion.is-open")).to_have_count(0)
    clear(page)


def test_several_blocks_and_a_note_are_chosen_in_one_go(open_margin):
    page = open_margin("ada", width=1440)
    choose(page, "let them pass", "A second paragraph")
    page.keyboard.press("h")
    expect(page.locator(".scholion")).to_have_count(1)
    painted = page.evaluate(PAINTED)[0]
    assert painted[0].startswith("let them pass")
    assert painted[-1] == "A second paragraph"
    annotate(page, "The coin is in the museum", "in a note")
    expect(page.locator(".scholion", has_text="in a note")).to_contain_text("note 1")
    clear(page)


def test_without_selecting_a_passage_is_picked_by_keys_or_by_its_words(open_margin):
    page = open_margin("ada", width=1280)
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
    assert faults(page, within=[".picker"]) == []
    page.get_by_label("paste its words").fill("Nobody counted them")
    page.get_by_label("paste its words").press("Enter")
    expect(page.locator(".picker")).to_contain_text("These words stand 2 times")
    page.get_by_label("paste its words").fill("the day belonged")
    page.get_by_label("paste its words").press("Enter")
    expect(picked).to_have_text("the day belonged")
    page.locator(".picker .keys").press("Enter")
    page.locator(".scholion-form").get_by_label("Words").fill("by key alone")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".scholion", has_text="by key alone")).to_contain_text("the day belonged")
    clear(page)


def test_a_draft_outlives_the_page_and_is_sent_once(open_margin):
    page = open_margin("ada", width=1440)
    choose(page, "or so they say")
    page.keyboard.press("a")
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
    expect(form.get_by_role("status")).to_contain_text("does not answer", timeout=15_000)
    again.context.set_offline(False)
    form.get_by_role("button", name="Annotate").click()
    expect(again.locator(".scholion", has_text="Half a thought")).to_have_count(1)
    again.reload()
    until_started(again)
    expect(again.locator(".scholion", has_text="Half a thought")).to_have_count(1)
    expect(again.locator("form.scholion-form")).to_have_count(0)
    clear(again)


def test_a_reader_on_a_phone_annotates_and_reads_in_a_sheet(open_margin):
    page = open_margin("bo", touch=True)
    choose(page, "the harbour burned")
    page.locator(".adder [data-kind=note]").tap()
    form = page.get_by_role("form", name="A new annotation")
    form.get_by_label("Words").fill("by thumb")
    form.get_by_role("button", name="Annotate").tap()
    slip = page.locator(".scholion", has_text="by thumb")
    expect(slip).to_have_class(re.compile("is-open"))
    box = slip.bounding_box()
    assert box["x"] == 0
    assert abs(box["y"] + box["height"] - 740) < 2
    assert faults(page, within=[".scholia"]) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    clear(page)


def test_new_annotations_of_others_wait_until_they_are_asked_for(open_margin):
    ada, bo = open_margin("ada", width=1440), open_margin("bo", width=1440)
    ada.clock.install()
    ada.reload()
    until_started(ada)
    annotate(bo, "went by night", "from bo")
    ada.clock.run_for(61_000)
    until(ada, "[...document.querySelectorAll('button')].some(b => b.textContent === '1 new')")
    expect(ada.locator(".scholion", has_text="from bo")).to_have_count(0)
    ada.get_by_role("button", name="1 new").click()
    expect(ada.locator(".scholion", has_text="from bo")).to_be_visible()
    clear(bo)
