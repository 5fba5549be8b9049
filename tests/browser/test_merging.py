"""Merging at the desk, by keyboard alone: likely pairs, a merge, its undoing, a table."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reader.models import Actor, Merge, NotTheSame
from tests.browser.waiting import until_started
from tests.factories import make_actor, make_document, make_editor, make_mention

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "a long enough pass phrase"


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def tab_to(page, name):
    """Press Tab until the control with this name has the focus, as who has no mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent ?? ''").startswith(name):
            return
    raise AssertionError(f"Tab never came to {name}")


def faults(page):
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in Axe().run(page).response["violations"]
    ]


def test_pairs_are_told_apart_merged_and_undone_by_keyboard_alone(live_server, page):
    document = make_document(paragraphs=["Qasem Varn met Qassem Varn by the Port Gazette."])
    block = document.blocks.get()
    keep = make_actor("Qasem Varn", kind="person", description="A general.")
    gone = make_actor("Qassem Varn", kind="person")
    make_mention(keep, block)
    make_mention(gone, block)
    make_actor("Port Gazette", kind="media")
    make_actor("Port Gazete", kind="media", state="proposed")
    make_editor("ed", "curator", password=PASSWORD)
    said = []
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto(f"{live_server.url}/admin/desk/duplicates/actor/")
    page.get_by_label("Name").fill("ed")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/duplicates/actor/")
    until_started(page)
    assert page.locator("[data-pair]").count() == 2
    assert faults(page) == []

    # The second pair is none: one key to it, one key to say so.
    press(page, "j")
    expect(page.locator("[data-pair]").nth(1)).to_be_focused()
    second = page.locator("[data-pair]").nth(1).get_attribute("aria-label")
    press(page, "n")
    page.get_by_text("Nobody is asked again").wait_for()
    assert NotTheSame.objects.count() == 1

    # The other one is merged, with the name of the one that goes.
    until_started(page)
    first = page.locator("[data-pair]").first.get_attribute("aria-label")
    assert first != second
    press(page, "m")
    page.wait_for_url("**/merge/actor/**")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator("input[name=take-name]:checked, input[name=take-name]").first.focus()
    press(page, "ArrowUp", "ArrowUp")
    chosen = page.locator("input[name=take-name]:checked").get_attribute("value")
    assert chosen in {"keep", "gone"}
    tab_to(page, "Merge")
    press(page, "Enter")
    page.wait_for_url("**/merges/**")
    assert Actor.objects.count() == 3
    assert faults(page) == []

    tab_to(page, "Undo")
    press(page, "Enter")
    page.get_by_text("are two again").wait_for()
    assert Actor.objects.count() == 4
    assert Merge.objects.get().undone_at
    assert faults(page) == []

    # A table and a list of identifiers.
    page.goto(f"{live_server.url}/admin/desk/bulk/actor/")
    assert faults(page) == []
    page.get_by_label("Or a table pasted").focus()
    page.keyboard.type("name,kind,description")
    press(page, "Enter")
    page.keyboard.type("Salt Gate,place,")
    press(page, "Enter")
    page.keyboard.type("Nobody,ghost,")
    tab_to(page, "Show what would change")
    press(page, "Enter")
    page.get_by_text("Nothing has been written yet").wait_for()
    assert faults(page) == []
    tab_to(page, "Bring in")
    press(page, "Enter")
    page.get_by_text("Brought in: 1 new").wait_for()
    assert Actor.objects.filter(name="Salt Gate").exists()

    page.goto(f"{live_server.url}/admin/desk/reconcile/")
    page.get_by_label("Or a list pasted").fill('[{"id": "Q7", "label": "Salt Gaet"}]')
    tab_to(page, "Keep the list")
    press(page, "Enter")
    page.get_by_text("1 new entry waits below").wait_for()
    until_started(page)
    assert faults(page) == []
    press(page, "a")
    page.get_by_text("Noted: Salt Gate is").wait_for()
    assert said == []
