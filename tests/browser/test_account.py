"""One reader's account from beginning to end: on a phone's width, by keyboard alone."""

import os
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.filling import ARTICLE
from tests.browser.test_every_page import TOO_WIDE, faults
from tests.browser.waiting import until_started

pytestmark = [pytest.mark.browser, pytest.mark.once]

PASSWORD, NEW = "a long enough pass phrase", "quite another phrase"
ADDRESS = "ada.walks@example.org"
MOST_STEPS = 60


class Walk:
    """A page that is gone through with the keyboard; each new page is looked at by axe."""

    def __init__(self, page, url):
        self.page, self.url, self.seen = page, url, set()

    def look(self):
        """Hold the present page to what every page keeps."""
        until_started(self.page)
        heading = self.page.locator("h1").inner_text()
        if heading in self.seen:
            return
        self.seen.add(heading)
        if shots := os.environ.get("SCHOLIUM_SHOTS"):
            name = re.sub(r"\W+", "-", heading.lower())
            self.page.screenshot(path=f"{shots}/{len(self.seen):02}-{name}.png", full_page=True)
        assert faults(self.page) == [], heading
        assert self.page.evaluate(TOO_WIDE) == [], heading
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 0, heading

    def go(self, path):
        self.page.goto(self.url + path)
        self.look()

    def reach(self, target):
        """Press Tab until the target has the focus."""
        for _ in range(MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by Tab: {target}")

    def fill(self, label, words):
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(words)

    def press(self, name, *, role="button"):
        self.reach(self.page.locator("main").get_by_role(role, name=name, exact=True))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def sign_in(self, password):
        self.go("/accounts/login/")
        self.fill("Name or e-mail address", "ada.walks")
        self.fill("Password", password)
        self.press("Sign in")

    def sign_out(self):
        self.go("/accounts/logout/")
        self.press("Sign out")

    def again(self, password):
        """Give the password again, if it is asked for."""
        if self.page.locator("h1").inner_text() == "Your password again":
            self.fill("Password", password)
            self.press("Go on")


def test_an_account_from_its_making_to_its_end(read, site):
    page = read("/", width=360, height=740, reduced_motion="reduce")
    walk = Walk(page, site.url)

    walk.go("/accounts/signup/")
    walk.fill("Name", "ada.walks")
    walk.fill("E-mail address", ADDRESS)
    walk.fill("Password", "short")
    walk.press("Make the account")
    expect(page.locator("#id_password1_error")).to_be_visible()
    walk.fill("Password", PASSWORD)
    walk.press("Make the account")
    walk.go(site.last_link(ADDRESS))
    walk.press("Yes, confirm it")
    expect(page.locator(".masthead .mine a")).to_have_text("ada.walks")

    walk.go("/accounts/")
    walk.fill("Display name", "Ada Marsh")
    walk.fill("About you", "Reads harbours.")
    walk.press("Save the profile")
    walk.go("/people/ada.walks/")

    walk.go(ARTICLE.replace("/documents/", "/me/follows/document/"))
    walk.press("Follow")
    for path in ("annotations/", "annotations/?kind=question", "notices/", "follows/"):
        walk.go(f"/me/{path}")

    walk.go("/accounts/second-factor/")
    walk.press("Set it up", role="link")
    walk.again(PASSWORD)
    secret = page.locator(".secret").inner_text()
    walk.fill("Code from the app", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    walk.press("Turn it on")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    walk.go("/accounts/second-factor/")
    for path in ("recovery-codes/generate/", "totp/deactivate/"):
        walk.go(f"/accounts/second-factor/{path}")
    for path in ("email/", "password/change/", "provider/"):
        walk.go(f"/accounts/{path}")
    walk.sign_out()
    expect(page.locator(".masthead .mine a")).to_have_text("Account")
    walk.sign_in(PASSWORD)
    walk.fill("Code", codes[0])
    walk.press("Sign in")
    walk.sign_out()

    walk.go("/accounts/login/")
    walk.press("Forgot your password?", role="link")
    walk.fill("E-mail address", ADDRESS)
    walk.press("Send the link")
    walk.go(site.last_link(ADDRESS))
    walk.fill("New password", NEW)
    walk.fill("New password again", NEW)
    walk.press("Set the password")
    walk.sign_in(NEW)
    walk.fill("Code", codes[1])
    walk.press("Sign in")

    walk.go("/accounts/tokens/")
    walk.fill("What it is for", "Notebook")
    walk.press("Make a key")
    walk.again(NEW)
    assert re.fullmatch(r"sch_[\w-]{43}", page.get_by_label("New key").input_value())
    walk.press("Revoke Notebook")
    expect(page.locator(".keys")).to_contain_text("revoked")

    walk.go("/accounts/close/")
    walk.fill("Password", NEW)
    walk.press("Close the account for good")
    expect(page.get_by_role("status")).to_contain_text("The account is closed")
    page.may_say.append("status of 404")
    walk.go("/people/ada.walks/")
    expect(page.locator("h1")).to_have_text("Nothing stands at this address")
