"""The admin in a real browser: under our policy, by keyboard, for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from reader.models import Actor, Document, Mention
from tests.factories import make_actor, make_document, make_mention, make_topic, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]

PASSWORD = "a long enough pass phrase"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def rows():
    document = make_document("On the Guard", paragraphs=["The Blue Guard met the Red Band."])
    block = document.blocks.get()
    guard = make_actor("Blue Guard", names=[("Guard in Blue", "full")])
    make_actor("Red Band")
    make_topic("Militias")
    make_mention(guard, block)
    make_mention(guard, block, "Red Band", state="proposed")


@pytest.fixture
def editor(live_server, page, rows):
    """A page signed in through the form, and everything that the console says on the way."""
    make_user("ed", password=PASSWORD, is_staff=True, is_superuser=True)
    page.said = []
    page.on(
        "console", lambda message: page.said.append(message.text) if is_fault(message) else None
    )
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Name").fill("ed")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/admin/")
    page.home = live_server.url
    return page


def is_fault(message):
    # The browser itself notes every answer 409, which a conflict is.
    return message.type in {"error", "warning"} and "409" not in message.text


def test_the_whole_admin_works_under_the_policy(editor):
    document, guard = Document.objects.get(), Actor.objects.get(name="Blue Guard")
    band, mention = Actor.objects.get(name="Red Band"), Mention.objects.get(state="proposed")
    editor.goto(f"{editor.home}/admin/reader/mention/")
    editor.get_by_role("link", name="proposed", exact=True).first.click()
    expect(editor.locator("#result_list tbody tr")).to_have_count(1)

    # An autocomplete gives the mention to another actor.
    editor.goto(f"{editor.home}/admin/reader/mention/{mention.pk}/change/")
    editor.locator("#id_actor + .select2").click()
    editor.locator(".select2-search__field").fill("red")
    editor.get_by_role("option", name="Red Band").click()
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/mention/")
    mention.refresh_from_db()
    assert mention.actor == band

    # The choice of topics.
    editor.goto(f"{editor.home}/admin/reader/document/{document.pk}/change/")
    editor.locator("#id_topics + .select2").click()
    editor.get_by_role("option", name="Militias").click()
    editor.get_by_role("button", name="Save and continue editing").click()
    editor.get_by_text("was changed successfully").wait_for()
    assert [str(topic) for topic in document.topics.all()] == ["Militias"]

    # A row more in the names, then the history.
    editor.goto(f"{editor.home}/admin/reader/actor/{guard.pk}/change/")
    editor.get_by_role("button", name="Add another Name").click()
    editor.locator("#id_names-1-text").fill("The Blues")
    editor.get_by_role("button", name="Save and continue editing").click()
    editor.get_by_text("was changed successfully").wait_for()
    assert guard.names.filter(text="The Blues").exists()
    editor.get_by_label("Description").fill("An armed group.")
    editor.get_by_role("button", name="Save and continue editing").click()
    editor.get_by_text("was changed successfully").wait_for()
    editor.goto(f"{editor.home}/admin/reader/actor/{guard.pk}/history/")
    editor.locator("#change-history a").first.click()
    editor.get_by_role("button", name="Revert").wait_for()

    # The other pages there are.
    for path in (
        f"actor/{guard.pk}/delete/",
        "storedpage/",
        "revision/",
        "source/",
        f"document/{document.pk}/history/",
        "../password_change/",
    ):
        editor.goto(f"{editor.home}/admin/reader/{path}")
    assert editor.said == []


def test_selected_rows_are_accepted_by_keyboard_alone(editor):
    editor.goto(f"{editor.home}/admin/reader/mention/?state__exact=proposed")
    editor.locator("input.action-select").focus()
    editor.keyboard.press("Space")
    editor.locator("select[name=action]").focus()
    editor.keyboard.type("Accept")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")
    editor.get_by_text("1 mention accepted.").wait_for()
    assert Mention.objects.filter(state="accepted").count() == 2
    assert editor.said == []


def test_a_conflict_is_shown_under_the_policy_and_can_be_settled(editor):
    guard = Actor.objects.get(name="Blue Guard")
    editor.goto(f"{editor.home}/admin/reader/actor/{guard.pk}/change/")
    Actor.objects.filter(pk=guard.pk).update(description="Theirs.", version=2)
    editor.get_by_label("Description").fill("Mine.")
    editor.get_by_role("button", name="Save", exact=True).click()
    conflict = editor.get_by_role("alert")
    conflict.wait_for()
    assert "Theirs." in conflict.inner_text()
    assert editor.get_by_label("Description").input_value() == "Mine."
    assert editor.said == []
    assert serious_faults(editor) == []
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/actor/")
    guard.refresh_from_db()
    assert guard.description == "Mine."


def test_what_was_typed_before_the_password_was_asked_again_is_saved_after_it(editor, settings):
    editor.goto(f"{editor.home}/admin/auth/group/add/")
    editor.get_by_label("Password").fill(PASSWORD)
    editor.get_by_role("button", name="Go on").click()
    editor.get_by_label("Name:").fill("Proofreaders")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 2
    editor.wait_for_timeout(2500)
    editor.get_by_role("button", name="Save", exact=True).click()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    editor.get_by_label("Password").fill(PASSWORD)
    editor.get_by_role("button", name="Go on").click()
    editor.get_by_text("was added successfully").wait_for()
    assert Group.objects.filter(name="Proofreaders").exists()


def test_axe_finds_nothing_serious(editor):
    document, guard = Document.objects.get(), Actor.objects.get(name="Blue Guard")
    mention = Mention.objects.first()
    faults = {}
    for path in (
        "",
        "reader/mention/",
        "reader/actor/",
        "reader/document/",
        f"reader/mention/{mention.pk}/change/",
        f"reader/actor/{guard.pk}/change/",
        f"reader/document/{document.pk}/change/",
        f"reader/actor/{guard.pk}/history/",
        f"reader/actor/{guard.pk}/delete/",
    ):
        editor.goto(f"{editor.home}/admin/{path}")
        if found := serious_faults(editor):
            faults[path] = found
    assert faults == {}


@pytest.mark.parametrize("path", ["login/", "inactive/"])
def test_axe_finds_nothing_on_the_way_in(live_server, page, path):
    page.goto(f"{live_server.url}/accounts/{path}")
    assert Axe().run(page).response["violations"] == []


def serious_faults(page):
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]][:3])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in SERIOUS
    ]
