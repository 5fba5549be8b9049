"""The desk's screens in a real browser: readable by all, never too wide, worked by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from reader.actions.documents import plan_document
from reader.actions.drafts import save_draft
from reader.actions.merging import merge, plan_merge
from reader.actions.previews import answer_preview, make_preview, revoke_preview
from reader.actions.revisions import revise
from reader.actions.trash import delete_record
from reader.models import Document, Mention, PreviewComment, Revision, Trashed
from reader.registry import load_registry
from tests.browser.filling import ACTORS, MIXED_TEXT
from tests.browser.test_every_page import EVERYTHING, TOO_WIDE
from tests.browser.waiting import until_started
from tests.factories import (
    make_actor,
    make_document,
    make_editor,
    make_event,
    make_mention,
    make_relation,
    make_report,
    make_user,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]

DESK = "/admin/desk/"
MOST_TABS = 90
# What the element with the focus is called, and whether its focus can be seen.
FOCUSED = """() => {
  const part = document.activeElement, looks = getComputedStyle(part);
  const name = part.ariaLabel || part.labels?.[0]?.innerText || part.innerText || part.value || "";
  const isSeen = (looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) > 0)
    || looks.boxShadow !== "none" || part.matches("input, textarea, select");
  return [name.trim(), isSeen];
}"""


def enter(context, user, live_server):
    """Return a page of someone who is signed in; `said` is what its console complains of."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.home, page.said = live_server.url, []
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("console", lambda said: page.said.append(said.text) if is_fault(said) else None)
    return page


def is_fault(said):
    # The browser itself notes an answer that is a refusal.
    return said.type in {"error", "warning"} and "status of 4" not in said.text


@pytest.fixture
def editor(live_server, new_context):
    """A page of an editor who may do everything."""
    user = make_user("ed", is_staff=True, is_superuser=True)
    page = enter(new_context(reduced_motion="reduce"), user, live_server)
    yield page
    assert page.said == []


def open_page(page, path):
    answer = page.goto(page.home + path)
    until_started(page)
    return answer.status


def faults(page):
    """Return what axe finds wide and light, narrow and dark; and what is wider than a phone."""
    found = []
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [
            (scheme, fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
            for fault in Axe().run(page, options=EVERYTHING).response["violations"]
        ]
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            found.append((width, "too wide", page.evaluate(TOO_WIDE)[:3]))
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def fill(folder, user):
    """Make what every screen can show: a text with two revisions, a draft, reports, merges …"""
    (folder / "actors.json").write_text(ACTORS)
    (folder / "mixed.md").write_text(MIXED_TEXT)
    call_command(
        "import_document", folder / "mixed.md", "--publish",
        actors=folder / "actors.json", verbosity=0,
    )  # fmt: skip
    document = Document.objects.get()
    changed = MIXED_TEXT.replace("stood open", "was shut")
    revise(plan_document(changed, load_registry(), slug="mixed"), author=user, notice="Shut.")
    document.refresh_from_db()
    draft = changed.replace("in the morning", "at night")
    save_draft(document, draft, version=0, base=2, user=user)
    block = document.blocks.filter(text__startswith="Ada Marsh met").get()
    guard, harbour = make_actor("Salt Guards"), make_actor("Harbour", kind="place")
    make_mention(harbour, block, "harbour", state="proposed", confidence=0.4)
    make_event(block, "salt < 5", state="proposed", confidence=0.5)
    make_relation(guard, "met", harbour, proof=[(block, "met")], state="proposed")
    make_report(Mention.objects.filter(state="accepted").first())
    document.lost_spans.create(kind="mention", row=10**6, quote="the old guard", block_key="b")
    link = make_preview(document, user=user, label="Bo Quist", days=7)
    answer_preview(link, name="Bo Quist", text="The second part\nis thin.", verdict="declined")
    revoke_preview(make_preview(document, user=user, label="Ada", days=2), user=user)
    merge(plan_merge(make_actor("Bo Quist", kind="person"), make_actor("Quist")), user=user)
    gone = make_document("Gone", paragraphs=["It went."], status="draft")
    delete_record(gone, version=gone.version, user=user)
    for slug, more in {
        "review": {"status": "in_review"},
        "withdrawn": {"status": "withdrawn", "withdrawn_reason": "Two names were wrong."},
        "archived": {"status": "archived"},
    }.items():
        make_document(slug.capitalize(), slug=slug, paragraphs=["A text."], **more)
    bad = Revision.objects.get(document__slug="review")
    Revision.objects.filter(pk=bad.pk).update(problems=[[3, "note-label-twice", "Twice."]])
    return link, guard, harbour


def test_axe_finds_nothing_on_any_screen_wide_or_narrow_light_or_dark(editor, tmp_path):
    user = make_editor("ann", "curator")
    link, guard, harbour = fill(tmp_path, user)
    of = f"{DESK}documents/mixed/"
    screens = [
        "/admin/",
        f"{DESK}queue/",
        f"{DESK}queue/?kind=relation",
        of,
        f"{of}?state=all",
        f"{of}text/",
        f"{of}revisions/",
        f"{of}revisions/2/?against=1",
        f"{of}state/",
        f"{of}previews/",
        f"{DESK}documents/review/state/",
        f"{DESK}documents/withdrawn/state/",
        f"{DESK}import/?document=mixed",
        f"{DESK}trash/",
        f"{DESK}duplicates/actor/",
        f"{DESK}merge/actor/?a={guard.pk}",
        f"{DESK}merge/actor/?a={guard.pk}&b={harbour.pk}",
        f"{DESK}merges/",
        f"{DESK}bulk/actor/",
        f"{DESK}reconcile/",
        "/admin/reader/editorialact/",
        "/admin/reader/report/",
        "/admin/reader/lostspan/",
        link.get_absolute_url(),
        "/documents/archived/",
        "/documents/withdrawn/",
    ]
    found = {}
    for path in screens:
        assert open_page(editor, path) == 200, path
        if seen := faults(editor):
            found[path] = seen
    assert found == {}

    # What only a form sent leads to: a conflict, in a text and in a state, and a table's preview.
    open_page(editor, f"{of}text/")
    revise(
        plan_document(MIXED_TEXT.replace("nine", "ten"), load_registry(), slug="mixed"),
        author=user,
    )
    editor.get_by_role("button", name="Save as a revision").click()
    expect(editor.get_by_role("alert")).to_contain_text("Nothing was saved")
    assert faults(editor) == []
    open_page(editor, f"{DESK}documents/review/state/")
    Document.objects.filter(slug="review").update(version=9, publication="Theirs")
    editor.get_by_label("Publication").fill("Mine")
    editor.get_by_role("button", name="Save these").click()
    expect(editor.get_by_role("alert").first).to_contain_text("Theirs")
    assert faults(editor) == []
    open_page(editor, f"{DESK}bulk/actor/")
    editor.get_by_label("Or a table pasted").fill("name,kind\nSalt Guards,person\nNew Guard,group")
    editor.get_by_role("button", name="Show what would change").click()
    expect(editor.get_by_text("New Guard").first).to_be_visible()
    assert faults(editor) == []


def go(page, words):
    """Press Tab until what has the focus is called so, and see where it is."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(FOCUSED)
        passed.append(name)
        if re.match(re.escape(words) + r"(?!\w)", name):
            assert is_seen, f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"no “{words}” among {passed}")


def press(page, words):
    """Go to a link or a button and press Enter; wait for the page it leads to."""
    go(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    until_started(page)


def test_a_draft_goes_through_its_states_a_preview_and_the_trash_by_keyboard_alone(
    editor, new_context
):
    make_document("Plan", slug="plan", paragraphs=["We will see."], status="draft")
    state = editor.get_by_text(re.compile("at /documents/plan/")).locator("strong")

    # From the start page to its state, and to a colleague.
    open_page(editor, "/admin/")
    press(editor, "to be sent to review: Plan")
    press(editor, "Previews")
    go(editor, "For whom")
    editor.keyboard.type("Bo")
    press(editor, "Make the link")
    address = editor.locator(".link-address a").get_attribute("href")
    colleague = new_context().new_page()
    colleague.goto(editor.home + address)
    go(colleague, "Say what you think of it")
    colleague.keyboard.press("Enter")
    go(colleague, "Your name")
    colleague.keyboard.type("Bo Quist")
    go(colleague, "What you say to it")
    colleague.keyboard.type("Fine.")
    go(colleague, "Verdict")
    colleague.keyboard.type("approved")
    go(colleague, "Send")
    colleague.keyboard.press("Enter")
    expect(colleague.get_by_text("Thank you.")).to_be_visible()
    assert colleague.context.cookies() == []
    assert PreviewComment.objects.get().verdict == "approved"
    open_page(editor, "/admin/")
    press(editor, "1 answer to a preview, 1 approved: Plan")
    press(editor, "Settled")
    press(editor, "Revoke")
    assert colleague.goto(editor.home + address).status == 404

    # Its states, to the end.
    press(editor, "State")
    press(editor, "Submit for review")
    expect(state).to_have_text("In review")
    go(editor, "Published from")
    editor.keyboard.type("01022040")
    editor.keyboard.press("ArrowRight")
    editor.keyboard.type("103000A")
    press(editor, "Publish")
    expect(state).to_have_text("Scheduled")
    go(editor, "Published from")
    editor.keyboard.type("01022020")
    editor.keyboard.press("ArrowRight")
    editor.keyboard.type("103000A")
    press(editor, "Publish")
    expect(state).to_have_text("Published")
    press(editor, "Archive")
    expect(state).to_have_text("Archived")
    colleague.goto(f"{editor.home}/documents/plan/")
    expect(colleague.locator(".banner")).to_contain_text("Archived.")

    # The trash, and back.
    make_document("Waste", slug="waste", paragraphs=["No."], status="draft")
    open_page(editor, f"{DESK}documents/waste/state/")
    press(editor, "Put it into the trash")
    assert Trashed.objects.count() == 1
    assert not Document.objects.filter(slug="waste").exists()
    open_page(editor, f"{DESK}trash/")
    press(editor, "Put back")
    assert Document.objects.get(slug="waste").blocks.get().text == "No."


def test_two_at_one_document_see_each_other_on_every_screen(editor, new_context, live_server):
    document = make_document("Plan", slug="plan", paragraphs=["Kut saw it."])
    Revision.objects.filter(document=document).update(manuscript="Kut saw it.\n")
    make_mention(make_actor("Kut"), document.blocks.get(), state="proposed")
    bob = enter(new_context(), make_editor("bob", "author", "curator", "publisher"), live_server)
    here = f"{DESK}documents/plan/"
    for first, second in ((here, f"{here}text/"), (f"{here}text/", f"{here}state/")):
        open_page(editor, first)
        open_page(bob, second)
        expect(bob.get_by_text("Also open with ed.")).to_be_visible()
        editor.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(editor.get_by_text("Also open with bob.")).to_be_visible()
    assert bob.said == []
