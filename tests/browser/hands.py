"""Readers at the margin: who is signed in, and what a mouse, the keys or a thumb do there."""

import re

from playwright.sync_api import expect

from tests.browser.filling import PASSWORD

MEANS = ("mouse", "keyboard", "touch")
LOOKS = [(width, means) for width in (1280, 360) for means in MEANS]
# Where words stand: the range from the start of one text to the end of another, brought into sight.
RANGE = """([from, to]) => {
  const place = (words, atEnd) => {
    const walker = document.createTreeWalker(document.querySelector("article.sheet"), 4);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.parentElement.closest(".scholia") ? -1 : node.data.indexOf(words);
      if (at >= 0) return [node, at + (atEnd ? words.length : 0)];
    }
  };
  const range = document.createRange();
  range.setStart(...place(from, false));
  range.setEnd(...place(to, true));
  range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
"""
SELECT = f"{RANGE} getSelection().removeAllRanges(); getSelection().addRange(range); }}"
EDGES = f"""{RANGE} const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}}"""
PAINTED = """() => ["notes-1", "notes-2", "notes-3"].map(
  name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString()))"""
TEXT = "() => document.querySelector('article.sheet #text').innerHTML"


def session_of(playwright, site, name):
    """Sign in as a reader without a page; return what a browser keeps of it."""
    asked = playwright.request.new_context(base_url=site.url)
    page = asked.get("/accounts/login/").text()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = asked.post("/accounts/login/", form=form, headers={"Referer": site.url})
    assert "/login/" not in answer.url
    kept = asked.storage_state()
    asked.dispose()
    return kept


def take_away(playwright, site, session, path):
    """Delete all that a signed-in reader wrote on the document at this path."""
    asked = playwright.request.new_context(base_url=site.url, storage_state=session)
    me = asked.get("/me/").json()
    listed = asked.get(f"{path}annotations/", headers={"Accept": "application/ld+json"}).json()
    for item in reversed(listed.get("first", {}).get("items", [])):
        if item.get("creator", {}).get("nickname") == me["name"]:
            answer = asked.delete(
                item["id"], headers={"X-CSRFToken": me["csrf_token"], "Origin": site.url}
            )
            assert answer.ok, answer.text()
    asked.dispose()


class Hand:
    """One reader's hand on a page: it does the same things by mouse, by keys or by touch."""

    def __init__(self, page, means="mouse"):
        self.page, self.means = page, means

    def press(self, control):
        if self.means == "keyboard":
            control.focus()
            self.page.keyboard.press("Enter")
        elif self.means == "touch":
            control.tap()
        else:
            control.click()

    def choose(self, start, end=None, kind="note"):
        """Choose from the start of some words to the end of others, and what is done with them."""
        page = self.page
        if self.means == "keyboard":
            assert end is None
            self.press(page.locator(".handle[tabindex='0']"))
            self.pick(start, {"note": "Annotate", "highlight": "Highlight"}[kind])
            return
        self.select(start, end)
        self.press(page.locator(f".adder [data-kind={kind}]"))

    def select(self, start, end=None):
        """Select as a drag does; a thumb's long press is the system's, so it is only told."""
        page = self.page
        if self.means == "touch":
            page.evaluate(SELECT, [start, end or start])
            return
        left, top, right, bottom = page.evaluate(EDGES, [start, end or start])
        page.mouse.move(left, top)
        page.mouse.down()
        page.mouse.move(right, bottom, steps=3)
        page.mouse.up()

    def pick(self, words, button):
        """Take words in the open picker, by pasting them."""
        picker = self.page.locator(".picker")
        quote = picker.get_by_label("paste its words")
        quote.fill(words)
        quote.press("Enter")
        expect(picker.locator(".picked")).to_have_text(words)
        self.press(picker.get_by_role("button", name=button))

    def annotate(self, words, said, *, end=None, readers="everyone", kind="Annotation", instead=""):
        self.choose(words, end)
        form = self.page.get_by_role("form", name="A new annotation")
        form.get_by_label("Kind").select_option(label=kind)
        if instead:
            form.get_by_label("Instead of the passage").fill(instead)
        form.get_by_label("Words").fill(said)
        form.get_by_label("Who reads it").select_option(label=readers)
        self.press(form.get_by_role("button", name="Annotate"))
        slip = self.slip(said)
        expect(slip).to_be_visible()
        return slip

    def slip(self, said):
        return self.page.locator(".scholion", has_text=said.replace("*", ""))

    def open(self, slip):
        if "under" in (slip.get_attribute("class") or ""):  # what is open has taken its place
            self.page.keyboard.press("Escape")
        if self.means == "keyboard":
            slip.focus()
        elif "is-open" not in (slip.get_attribute("class") or "") and self.is_wide():
            slip.click(position={"x": 5, "y": 5})

    def is_wide(self):
        return self.page.viewport_size["width"] >= 1280

    def more(self, slip, words):
        """Open a card's menu and choose from it."""
        self.open(slip)
        self.press(slip.get_by_role("button", name=re.compile("^More")).first)
        self.press(slip.locator(".menu").get_by_role("button", name=words))

    def told(self, words):
        expect(self.page.locator(".told")).to_contain_text(words)
