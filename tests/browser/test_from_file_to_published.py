"""The first article from a file to published, in a real browser and with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from reader.models import Actor, Citation, Document, Event, Mention
from tests.browser.test_admin import PASSWORD
from tests.browser.test_desk import current, press
from tests.browser.waiting import until, until_started
from tests.factories import make_user
from tests.gold import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
]

# What the whole way costs one editor, 60 actors and 258 mentions being proposed on it.
MOST_KEYS, MOST_REQUESTS = 85, 80


@pytest.fixture
def start_page(live_server, page):
    """The admin's start page, signed in, nothing being there yet."""
    make_user("ed", password=PASSWORD, is_staff=True, is_superuser=True)
    page.said = []
    page.on(
        "console",
        lambda message: (
            page.said.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Name").fill("ed")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/admin/")
    yield page
    assert page.said == []


class Hands:
    """Someone who has a keyboard only; every key and every request is counted."""

    def __init__(self, page):
        self.page, self.keys, self.requests, self.choosers = page, [], [], []
        page.on("request", self._count)
        page.on("filechooser", lambda chooser: self.choosers.append(chooser))

    def _count(self, request):
        if "/static/" not in request.url:
            self.requests.append(request.url)

    def press(self, *names):
        for name in names:
            self.keys.append(name)
            self.page.keyboard.press(name)

    def decide(self, name):
        self.keys.append(name)
        press(self.page, name)

    def choose(self, key, path):
        """Open the browser's own dialog for files with the key, and choose the file in it.

        A browser may let a key go by that comes before it has drawn the page, and says nothing
        of it: like a person, the hands press again where nothing opens.
        """
        for _ in range(3):
            self.press(key)
            for _ in range(100):
                if self.choosers:
                    self.choosers.pop().set_files(path)
                    return
                self.page.wait_for_timeout(50)
        raise AssertionError(f"{key} opened no dialog for files")

    def skip_to(self, words):
        """Jump over the admin's head, then go from control to control until this one."""
        self.press("Tab")
        expect(self.page.locator(":focus")).to_have_text("Skip to main content")
        self.press("Enter")
        for _ in range(12):
            self.press("Tab")
            if self.page.locator(":focus").evaluate("e => e.textContent || e.name") == words:
                return
        raise AssertionError(f"Tab never came to {words}")


def test_the_first_article_goes_from_a_file_to_published_by_keyboard_alone(start_page):
    page = start_page
    hands = Hands(page)

    hands.skip_to("Import a text")
    hands.press("Enter")
    page.wait_for_url("**/desk/import/")
    expect(page.locator("[name=file]")).to_be_focused()
    hands.choose("Space", ROOT / "fixtures" / "resistance-axis.txt")
    hands.press("Tab", "Tab", "Enter")  # past what could be pasted, to its address: Enter sends
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    until_started(page)
    assert not Document.objects.exists()
    hands.skip_to("slug")
    hands.press("Enter")
    page.wait_for_url("**/documents/resistance-axis/*")
    until_started(page)

    first = current(page)
    hands.decide("u")
    assert current(page) != first
    hands.decide("z")
    expect(page.locator("#desk-said")).to_contain_text("Undid")
    assert current(page) == first
    while page.locator("#desk-case").count():
        hands.decide("s" if page.locator("[data-key=s]").count() else "a")
        assert len(hands.keys) <= MOST_KEYS
    for model in (Actor, Mention, Citation, Event):
        assert not model.objects.filter(state="proposed").exists()
    assert Mention.objects.filter(state="accepted").count() > 200

    hands.press("g")
    page.wait_for_url("**/state/")
    until_started(page)
    hands.press("p")
    assert Document.objects.get().status == "draft"
    hands.press("Enter")
    page.get_by_text("The document is published.").wait_for()
    print(f"\n{len(hands.keys)} keys, {len(hands.requests)} requests")  # noqa: T201 - what CI keeps
    assert Document.objects.get().status == "published"
    assert len(hands.keys) <= MOST_KEYS
    assert len(hands.requests) <= MOST_REQUESTS

    # What was decided can still be taken back, after a reload too.
    page.goto(page.url.partition("state/")[0])
    until_started(page)
    press(page, "z")
    until(page, "document.querySelectorAll('#desk-case').length === 1")
