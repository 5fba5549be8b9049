"""Hostile bodies, tags, names and quotes in a real browser: text or cleaned, and nothing runs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.filling import EDITOR, HOSTILE, HOSTILE_CASES
from tests.browser.hands import session_of
from tests.browser.waiting import until_started

pytestmark = [pytest.mark.browser, pytest.mark.once]
BODIES, TAGS, QUOTES = (HOSTILE_CASES[name] for name in ("bodies", "tags", "quotes"))
FORMATS = ("text/markdown", "text/html")
# What would be run, and what the policy would have to stop, is noted before anything else is read.
WATCH = """globalThis.ran = [];
globalThis.run = (...said) => ran.push(["run", ...said]);
document.addEventListener("securitypolicyviolation", (event) => {
  ran.push([event.violatedDirective, event.blockedURI, event.sample]);
});"""


def written(number):
    """Return one annotation with the words, tags and passage of its number."""
    body = {
        "type": "TextualBody", "value": BODIES[number], "format": FORMATS[number % 2],
    }  # fmt: skip
    tags = [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in TAGS]
    quote = {"type": "TextQuoteSelector", "exact": QUOTES[number % len(QUOTES)]}
    made = {"body": [body, *tags]}
    if number < 5:
        edit = {"type": "TextualBody", "value": BODIES[number], "purpose": "editing"}
        made = {"motivation": "editing", "body": [body, *tags, edit]}
    return {
        "@context": ["http://www.w3.org/ns/anno.jsonld", "/annotations/context.jsonld"],
        "type": "Annotation",
        "target": {"source": HOSTILE, "selector": [quote]},
        "visibility": "public",
        **made,
    }


def send(playwright, site, number, state, annotation, **more):
    """Send an annotation through the door that everyone uses; return its path."""
    asked = playwright.request.new_context(base_url=site.url, storage_state=state)
    token = asked.get("/me/").json()["csrf_token"]
    headers = {
        "Content-Type": "application/ld+json", "X-CSRFToken": token, "Referer": site.url, **more,
    }  # fmt: skip
    answers = [asked.post("/annotations/", data=one, headers=headers) for one in annotation]
    assert {answer.status for answer in answers} == {201}, answers[0].text()
    paths = [re.sub(r"https?://[^/]+", "", answer.headers["location"]) for answer in answers]
    asked.dispose()
    return paths


def test_nothing_that_readers_write_runs_anywhere(playwright, read, site):
    paths, states = [], [session_of(playwright, site, f"eve{n}") for n in range(5)]
    for n, state in enumerate(states):
        paths += send(playwright, site, n, state, [written(i) for i in range(n, len(BODIES), 5)])
    answers = [written(n) | {"target": paths[0], "motivation": "replying"} for n in range(5, 25)]
    send(playwright, site, 1, states[1], answers)
    flags = playwright.request.new_context(base_url=site.url, storage_state=states[2])
    token = flags.get("/me/").json()["csrf_token"]
    for path in paths[:3]:
        flags.post(
            f"{path}flag/",
            form={"reason": "other", "words": QUOTES[0]},
            headers={"X-CSRFToken": token, "Referer": site.url},
        )
    flags.dispose()

    page = read("/", width=1440, storage_state=session_of(playwright, site, EDITOR))
    page.add_init_script(WATCH)
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    visited = [
        HOSTILE,
        f"{HOSTILE}annotations/",
        f"{HOSTILE}annotations/?page=2",
        paths[0],
        f"{paths[1]}move/",
        "/people/eve4/",
        "/me/notices/",
        "/admin/annotations/annotation/",
        "/admin/annotations/annotation/?queue=flagged",
        "/admin/desk/documents/hostile/",
        "/admin/desk/documents/hostile/?kind=suggestion",
    ]
    for address in visited:
        answer = page.goto(site.url + address)
        assert answer.status == 200, address
        until_started(page)
        if address == HOSTILE:
            slips = page.locator(".scholion")
            expect(slips).to_have_count(len(BODIES))
            for number in (0, 7, 40):
                slips.nth(number).focus()
            assert page.locator(".tag", has_text="<script>run()</script>").count() >= len(BODIES)
        # A pointer over everything, as a reader's would be, wakes what waits for one.
        page.evaluate(
            "for (const part of document.querySelectorAll('main *'))"
            " part.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))"
        )
        assert page.evaluate("ran") == [], address
        strays = "iframe, object, embed, math, base, [onerror], [onload], [onclick], [onmouseover]"
        assert page.locator(strays).count() == 0, address
        assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0, address
    assert dialogs == []
    assert [url for url in asked if not url.startswith((site.url, "data:"))] == []

    # Their author's own pages.
    own = read("/me/annotations/", storage_state=states[1])
    own.add_init_script(WATCH)
    for address in ("/me/annotations/", "/me/notices/", "/accounts/"):
        own.goto(site.url + address)
        assert own.evaluate("ran") == [], address
