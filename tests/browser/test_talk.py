"""Readers together, on plain pages: what each may see, by keyboard, on a phone, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.filling import PASSWORD
from tests.browser.talk import GONE, TALK
from tests.browser.test_every_page import TOO_WIDE, faults, invalid
from tests.browser.waiting import until_started

pytestmark = [pytest.mark.browser, pytest.mark.once]

LIST = f"{TALK}annotations/"
CIRCLE = "/groups/the-thursday-circle/"
# Whose pages are looked at; words in “” are an annotation's, whose page it is.
PAGES = {
    None: [LIST, "/groups/", CIRCLE, "“This is in no”", "/people/cleo/"],
    "cleo": [
        LIST, f"{LIST}new/", "/groups/", CIRCLE, f"{CIRCLE}moderation/", f"{CIRCLE}people/",
        f"{CIRCLE}settings/", f"{CIRCLE}?tag=ferry", "/me/annotations/", "/me/notices/",
        "/me/follows/", "/me/follows/document/talk/", "/me/blocks/", "/accounts/",
        "/accounts/tokens/", GONE,
        "“This is in no”", "“This is in no”edit/", "“This is in no”group/",
        "“Really?”", "“Really?”move/", "“Measured?”move/", "“For myself.”",
    ],
    "emil": [CIRCLE, "“An insult stood”", "“This is in no”", "“So the register”"],
    "fay": [CIRCLE],
    "gita": ["“An insult stood”", "“Buy papers”", "“So the register”"],
}  # fmt: skip


@pytest.fixture
def enter(read):
    """Open a page of the talk as someone: `enter("cleo", path, width=…, scripts=…) -> Page`."""

    def open_it(name, path=LIST, **look):
        page = read("/accounts/login/" if name else path, **look)
        if name:
            page.locator("[name=login]").fill(name)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
            go(page, path)
        return page

    return open_it


def go(page, path):
    origin = re.match(r"https?://[^/]+", page.url)[0]
    if found := re.match("“(.+)”(.*)", path):
        page.goto(origin + LIST)
        entry = page.locator("li.annotation", has_text=found[1]).first
        path = entry.locator("a:has(time)").get_attribute("href") + found[2]
    answer = page.goto(origin + path)
    assert answer.status == (410 if path == GONE else 200), path
    if path == GONE:
        page.may_say.append("status of 410")


def main_of(page):
    return page.locator("main")


def press(page, name, within=None):
    (within or main_of(page)).get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(enter, name):
    page = enter(name, width=360, reduced_motion="reduce")
    for path in PAGES[name]:
        go(page, path)
        page.evaluate("document.querySelectorAll('main details').forEach(d => (d.open = true))")
        # Colours are the same at every width.
        for width, schemes in ((360, ("light", "dark")), (1280, ("light",))):
            page.set_viewport_size({"width": width, "height": 800})
            assert faults(page, schemes=schemes) == [], (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (wide, page.evaluate(TOO_WIDE)) == (0, []), (path, width)
        page.set_viewport_size({"width": 360, "height": 800})


def test_every_page_is_valid_html(playwright, sessions, site, tmp_path):
    pages = {}
    for name, paths in PAGES.items():
        accept = {"Accept": "text/html"}
        look = {"storage_state": sessions(name)} if name else {}
        asked = playwright.request.new_context(base_url=site.url, extra_http_headers=accept, **look)
        listed = asked.get(LIST).text()
        for path in paths:
            pages[name, path] = asked.get(address_in(listed, path)).text()
        asked.dispose()
    assert invalid(pages, tmp_path) == []


def address_in(listed, path):
    """Return a path; words in “” are those of an annotation in this HTML of the list."""
    found = re.match("“(.+)”(.*)", path)
    if not found:
        return path
    entry = next(entry for entry in listed.split("<li ")[1:] if found[1] in entry)
    return re.search(r'href="(/annotations/[^"]+)"><time', entry)[1] + found[2]


def test_the_masthead_stands_in_the_same_place_on_every_page(enter):
    page = enter("cleo", width=1280)
    places = set()
    for path in ("/", LIST, f"{LIST}new/", CIRCLE, "/me/annotations/", "/accounts/"):
        go(page, path)
        until_started(page)
        box = "e => [e.offsetTop, e.offsetHeight, e.querySelector('summary').offsetTop]"
        places.add(tuple(page.locator(".masthead").evaluate(box)))
    assert len(places) == 1, places


def test_tags_and_actors_are_offered_and_taken_by_keyboard_alone(enter):
    page = enter("cleo", f"{LIST}new/", width=1280)
    until_started(page)
    page.get_by_label("Read by").select_option(label="the group The Thursday circle")
    tags = page.get_by_label("Tags, parted by commas")
    tags.focus()
    page.keyboard.type("bri")
    offered = page.locator(".offers").get_by_role("option")
    expect(offered.first).to_contain_text("bridge papers")
    expect(tags).to_have_attribute("aria-expanded", "true")
    assert faults(page, within=["form.annotate"]) == []
    page.keyboard.press("Escape")
    expect(offered).to_have_count(0)
    page.keyboard.type("d")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(tags).to_have_attribute("aria-activedescendant", re.compile("offers-"))
    page.keyboard.press("Enter")
    expect(tags).to_have_value("bridge papers, ")
    words = page.get_by_label("Words", exact=True)
    words.focus()
    page.keyboard.type("Ask @khaz")
    expect(offered.first).to_contain_text("Qais al-Khazali")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(words).to_have_value("Ask [@Qais al-Khazali](/actors/qais-al-khazali/) ")
    expect(words).to_be_focused()
    page.keyboard.type("and @nobody-of-that-name")
    page.keyboard.press("Tab")
    expect(tags).to_be_focused()
    page.get_by_role("button", name="Annotate", exact=True).press("Enter")
    link = page.locator(".words a", has_text="@Qais al-Khazali").first
    expect(link).to_have_attribute("href", "/actors/qais-al-khazali/")
    expect(page.locator(".tags").first).to_contain_text("bridge papers")


def test_a_reader_on_a_phone_without_scripts_answers_mends_flags_and_brings_back(enter):
    page = enter("emil", width=360, scripts=False)
    page.locator("li.annotation", has_text="On the whole: well told.").get_by_role(
        "link", name="Answer"
    ).click()
    page.get_by_label("Words", exact=True).fill("So I *find*.")
    press(page, "Answer")
    answer = page.locator("li.annotation", has_text="So I find.")
    expect(answer.locator("em")).to_have_text("find")
    answer.locator("a:has(time)").click()
    page.get_by_role("link", name="Edit the words").click()
    page.get_by_label("Words", exact=True).fill("So I found.")
    press(page, "Save")
    expect(main_of(page)).to_contain_text("So I found.")
    main_of(page).get_by_text("Delete it").click()
    press(page, "Delete")
    expect(page.get_by_role("heading", name="This annotation was deleted")).to_be_visible()
    page.may_say.append("status of 410")
    press(page, "Bring it back")
    expect(main_of(page)).to_contain_text("So I found.")
    go(page, "“On the whole: well told.”")
    main_of(page).get_by_text("Flag it for the moderators").click()
    press(page, "Flag")
    expect(main_of(page)).to_contain_text("The moderators will look at it.")
    press(page, "Thanks")
    expect(page.get_by_role("button", name="Take back: thanks")).to_be_visible()


def test_an_author_without_scripts_suggests_and_finds_a_new_place(enter):
    page = enter("cleo", f"{LIST}new/", width=360, scripts=False)
    page.get_by_label("Paste the words").fill("which were heard")
    instead = page.get_by_label("For a suggestion")
    expect(instead).to_be_hidden()
    page.get_by_label("Kind").select_option(label="suggestion")
    expect(instead).to_be_visible()
    instead.fill("which some heard")
    press(page, "Annotate")
    expect(main_of(page).locator("ins")).to_have_text("which some heard")
    go(page, "“Really?”move/")
    place = page.get_by_label("Words of the text as it is now")
    place.fill("words that are nowhere")
    page.may_say.append("status of 422")
    press(page, "Place it there")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(place).to_have_value("words that are nowhere")
    place.fill("the ferry went on")
    press(page, "Place it there")
    expect(main_of(page)).not_to_contain_text("no longer in the text")


def test_an_owner_invites_a_guest_writes_and_is_moderated_all_without_scripts(enter):
    owner = enter("fay", "/groups/", width=360, scripts=False)
    owner.get_by_label("Name", exact=True).fill("Evening readers")
    owner.get_by_label("Moderators see first what members write").check()
    press(owner, "Make the group")
    owner.get_by_role("link", name="People and invitations").click()
    press(owner, "Make an invitation")
    address = owner.get_by_label("Give this address").input_value()
    guest = enter("emil", re.sub(r"https?://[^/]+", "", address), width=1280, scripts=False)
    press(guest, "Join the group")
    expect(guest.get_by_role("heading", name="Evening readers")).to_be_visible()
    go(guest, f"{LIST}new/")
    guest.get_by_label("Words", exact=True).fill("Said in the evening")
    guest.get_by_label("Read by").select_option(label="the group Evening readers")
    press(guest, "Annotate")
    expect(main_of(guest)).to_contain_text("waiting for a moderator")
    owner.get_by_role("link", name="What is written").click()
    owner.get_by_role("link", name="Moderation (1)").click()
    press(owner, "Let it through")
    expect(main_of(owner)).to_contain_text("Nothing waits for you.")
    expect(main_of(owner)).to_contain_text("Approved")
    owner.get_by_role("link", name="People and invitations").click()
    owner.get_by_text("Change what emil may do").click()
    owner.get_by_label("Why, for emil").fill("Too loud")
    press(owner, "Silence")
    expect(main_of(owner)).to_contain_text("silenced without end: Too loud")
    guest.reload()
    expect(main_of(guest)).not_to_contain_text("waiting")
    press(owner, "Lift it from emil")
    expect(main_of(owner)).not_to_contain_text("Too loud")
