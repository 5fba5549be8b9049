"""The desk in a real browser: words chosen, others found, the slower one told; see also
test_from_file_to_published.py."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from reader.models import Actor, Event, LostSpan, Mention
from tests.browser.test_admin import PASSWORD
from tests.browser.waiting import until, until_started
from tests.factories import make_user
from tests.gold import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/admin/desk/documents/resistance-axis/"
RULES = {"rules": {"color-contrast-enhanced": {"enabled": True}}, "resultTypes": ["violations"]}


@pytest.fixture
def desk(live_server, page):
    """A page signed in, the first article imported without a list of actors, and its faults."""
    call_command("import_document", ROOT / "fixtures" / "resistance-axis.txt", verbosity=0)
    make_user("ed", password=PASSWORD, is_staff=True, is_superuser=True)
    page.said = []
    page.on(
        "console",
        lambda message: (
            page.said.append(message.text)
            if message.type in {"error", "warning"} and "409" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{live_server.url}{HERE}")
    page.get_by_label("Name").fill("ed")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}{HERE}")
    until_started(page)
    page.home = live_server.url
    yield page
    assert page.said == []


def press(page, key):
    """Press a key and wait for the answer, if it asks for one."""
    page.keyboard.press(key)
    until(page, "!document.getElementById('desk').hasAttribute('aria-busy')")


def current(page):
    return page.evaluate("document.getElementById('desk-case')?.dataset.case ?? ''")


def test_words_are_chosen_and_another_actor_is_found_by_keyboard(desk):
    # Words: to the text, down to a paragraph, along to a word, into the form.
    press(desk, "t")
    for name in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        desk.keyboard.press(name)
    desk.keyboard.press("Shift+ArrowRight")
    quote = desk.locator("#w-quote")
    expect(quote).to_have_value("December 20")
    desk.keyboard.press("Enter")
    expect(desk.locator("#w-as")).to_be_focused()
    desk.keyboard.type("name this")
    desk.locator("#w-who").focus()
    desk.keyboard.type("Kata’ib Hezbollah")
    desk.keyboard.press("Enter")
    expect(desk.locator("#desk-said")).to_contain_text("Linked “December 20”")
    mention = Mention.objects.get(method="by hand")
    assert mention.block.text[mention.start : mention.end] == "December 20"
    press(desk, "Escape")
    press(desk, "z")
    assert not Mention.objects.filter(method="by hand").exists()
    # Another actor: O, a few letters, Tab to the one that is found.
    desk.goto(f"{desk.home}{HERE}?kind=mention")
    until_started(desk)
    at = current(desk)
    press(desk, "o")
    expect(desk.locator("#look-for")).to_be_focused()
    desk.keyboard.type("muqtada")
    expect(desk.locator("#desk-others ul button")).to_have_count(1)
    desk.locator("#desk-others ul button").focus()
    press(desk, "Enter")
    expect(desk.locator("#desk-said")).to_contain_text("to Muqtada al-Sadr")
    assert Mention.objects.get(pk=at.partition("-")[2]).actor.name == "Muqtada al-Sadr"
    # All keys, and the filter.
    press(desk, "?")
    expect(desk.locator("#desk-all-keys")).to_be_visible()
    press(desk, "Escape")
    expect(desk.locator("#desk-case")).to_be_focused()


def test_who_was_slower_is_told_without_a_reload(desk):
    Mention.objects.update(version=7, state="rejected")
    Actor.objects.update(version=7)
    Event.objects.update(version=7)
    press(desk, "a")
    expect(desk.get_by_role("alert")).to_contain_text("Someone was faster")
    expect(desk.locator("#desk-says")).to_contain_text("Someone was faster")


@pytest.mark.once
def test_axe_finds_nothing_on_the_desk(desk):
    faults = {}
    for path in (HERE, f"{HERE}?other=1&q=sadr&kind=mention", "/admin/desk/queue/", "/admin/"):
        desk.goto(f"{desk.home}{path}")
        for width in (1280, 360):
            desk.set_viewport_size({"width": width, "height": 800})
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert desk.evaluate(wide) <= 0, (path, width)
            for scheme in ("light", "dark"):
                desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                if found := axe(desk):
                    faults[path, width, scheme] = found
    assert faults == {}


def axe(page):
    """What axe finds in our part of the page; the admin's own head and lists are Django's."""
    is_ours = page.locator("#desk").count() > 0
    within, options = ("#desk", RULES) if is_ours else ("#waiting", {})
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in Axe().run(page, context=within, options=options).response["violations"]
    ]


def test_what_an_edit_took_out_is_put_elsewhere_or_given_up_by_keyboard(desk):
    mention = Mention.objects.filter(block__kind="paragraph").first()
    place = {"document": mention.block.document, "block_key": mention.block.key}
    words = mention.block.text[: mention.start], mention.block.text[mention.end :]
    values = {"actor_id": mention.actor_id, "name_id": None, "state": "accepted"}
    for number, quote in enumerate(("Old Guard", "Old Band")):
        LostSpan.objects.create(
            kind="mention", row=10**6 + number, quote=quote, values=values,
            prefix=words[0][-32:], suffix=words[1][:32], **place,
        )  # fmt: skip
    first, second = (f"lost-{lost.pk}" for lost in LostSpan.objects.order_by("pk"))
    desk.goto(f"{desk.home}{HERE}?case={first}")
    until_started(desk)
    assert axe(desk) == []
    press(desk, "p")
    expect(desk.locator("#desk-copy")).to_be_focused()
    for name in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "Enter", "Tab", "Enter"):
        desk.keyboard.press(name)
    expect(desk.locator("#desk-said")).to_contain_text("Attached “Old Guard” to")
    assert current(desk) == second
    press(desk, "d")
    expect(desk.locator("#desk-said")).to_contain_text("Gave up “Old Band”")
    assert LostSpan.objects.filter(resolved_at=None).count() == 0
    press(desk, "z")
    press(desk, "z")
    expect(desk.locator("#desk-said")).to_contain_text("Undid")
    assert LostSpan.objects.filter(resolved_at=None).count() == 2
