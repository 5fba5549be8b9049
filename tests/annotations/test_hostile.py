"""Hostile bodies, tags, names and quotes: kept, shown as text or cleaned, and nothing runs."""

import json
from html.parser import HTMLParser
from pathlib import Path

from django.test import TestCase

from annotations.actions.creating import create
from annotations.anchoring import Description, Quote
from annotations.formats.body import ATTRIBUTES, TAGS, gist, to_html
from annotations.formats.web_annotation import Incoming
from annotations.models import Annotation
from tests.annotations.factories import make_moderator
from tests.factories import make_document, make_user

CASES = json.loads((Path(__file__).parent.parent / "cases/hostile_annotations.json").read_text())
FORMATS = ("text/markdown", "text/html", "text/plain")


class Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


class HostileTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = []
        for name in CASES["names"]:
            user = make_user(display_name=name, about=name, is_staff=True)
            cls.people.append(user)
        cls.document = make_document(slug="bells", paragraphs=CASES["quotes"])

    def test_what_is_made_of_a_body_has_nothing_but_what_is_allowed(self):
        for body in CASES["bodies"]:
            for kind in FORMATS:
                with self.subTest(body=body[:60], kind=kind):
                    for tag, attributes in Elements(to_html(body, kind)).found:
                        self.assertIn(tag, TAGS)
                        allowed = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
                        self.assertLessEqual(set(attributes), allowed)
                        address = attributes.get("href", "https:")
                        self.assertRegex(address, r"^(https?:|mailto:)")

    def test_their_first_words_are_text_and_few(self):
        for body in CASES["bodies"]:
            for kind in FORMATS:
                with self.subTest(body=body[:60], kind=kind):
                    self.assertLessEqual(len(gist(to_html(body, kind), 80)), 80)
        self.assertEqual(gist('<p>a<a title="x>y" href="https://z.example">b</a><br>c</p>'), "ab c")
        self.assertEqual(gist("<p>" + "x" * 200 + "</p>", 10), "xxxxxxxxx…")

    def test_pages_and_the_admin_show_them_as_text(self):
        for number, body in enumerate(CASES["bodies"]):
            quote = CASES["quotes"][number % 5]
            incoming = Incoming(
                kind="note", motivation="commenting", document="bells", body=body,
                body_format=FORMATS[number % 2], visibility="public",
                tags=tuple(tag[:64] for tag in CASES["tags"]),
                targets=(Description(quote=Quote(quote)),),
            )  # fmt: skip
            with self.settings(LIMIT_WRITES_A_MINUTE=1000):
                row, _ = create(incoming, user=self.people[number % 5])
            self.assertEqual(Annotation.objects.get(pk=row.pk).body, body)
        self.client.force_login(make_moderator())
        pages = ["/documents/bells/annotations/", "/documents/bells/annotations/?page=2",
                 "/admin/annotations/annotation/", row.get_absolute_url(),
                 f"{row.get_absolute_url()}move/"]  # fmt: skip
        for address in pages:
            answer = self.client.get(address, headers={"Accept": "text/html"})
            self.assertEqual(answer.status_code, 200)
            page = answer.content.decode()
            for tag, attributes in Elements(page).found:
                with self.subTest(address=address, tag=tag):
                    self.assertNotIn(tag, {"iframe", "object", "embed", "math", "base", "marquee"})
                    events = [name for name in attributes if name.startswith("on")]
                    self.assertFalse(events)
                    self.assertNotIn("javascript:", (attributes.get("href") or "").lower())
            self.assertNotIn("<script>run()", page)
            self.assertNotIn("<svg onload", page)
