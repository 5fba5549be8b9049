"""Feeds: what is public and listed, the same for everyone."""

from xml.etree import ElementTree

from django.test import TestCase, override_settings

from tests.annotations.factories import make_annotation, make_group
from tests.factories import make_document, make_user

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    """Return the titles in a feed."""
    root = ElementTree.fromstring(answer.content)
    return [entry.find(f"{ATOM}title").text for entry in root.iter(f"{ATOM}entry")]


@override_settings(SITE_URL="https://read.example.org", SECURE_SSL_REDIRECT=False)
class FeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")
        cls.salt = make_document("Salt & <iron>", slug="salt")

    def test_documents_that_are_listed_are_in_it_and_no_others(self):
        make_document("Secret", status="draft")
        make_document("Old", status="archived")
        answer = self.client.get("/feeds/documents.atom")
        self.assertEqual(entries(answer), ["Salt & <iron>"])
        self.assertTrue(answer["Content-Type"].startswith("application/atom+xml"))
        self.assertContains(answer, "https://read.example.org/documents/salt/")

    def test_annotations_that_all_may_read_are_in_it_and_no_others(self):
        make_annotation(self.ada, self.salt, body="Open")
        make_annotation(self.ada, self.salt, body="Private", visibility="private")
        make_annotation(self.ada, self.salt, body="Hidden", state="hidden")
        make_annotation(self.ada, self.salt, body="Inside", group=make_group(members=[self.ada]))
        for user in (None, self.ada):
            if user:
                self.client.force_login(user)
            answer = self.client.get("/feeds/documents/salt.atom")
            self.assertEqual(len(entries(answer)), 1)
            self.assertContains(answer, "Open")
            self.assertFalse(answer.cookies)

    def test_an_export_has_what_all_may_read_and_is_the_same_for_everyone(self):
        note = make_annotation(self.ada, self.salt, body="Open")
        make_annotation(self.ada, parent=note, body="Answered")
        make_annotation(self.ada, self.salt, body="Private", visibility="private")
        make_annotation(self.ada, self.salt, body="Hidden", state="hidden")
        make_annotation(self.ada, self.salt, body="Inside", group=make_group(members=[self.ada]))
        url = "/documents/salt/annotations/export/"
        nobodys = self.client.get(url)
        self.client.force_login(self.ada)
        self.assertEqual(self.client.get(url).content, nobodys.content)
        said = [item["body"][0]["value"] for item in nobodys.json()["items"]]
        self.assertEqual(said, ["Open", "Answered"])
        self.assertEqual(nobodys.json()["partOf"]["total"], 2)
        make_document("Secret", slug="secret", status="draft")
        for slug in ("secret", "never"):
            self.assertEqual(
                self.client.get(f"/documents/{slug}/annotations/export/").status_code, 404
            )

    def test_pages_name_their_feeds(self):
        html = {"Accept": "text/html"}
        for path, feed in (
            ("/", "/feeds/documents.atom"),
            ("/documents/", "/feeds/documents.atom"),
            ("/documents/salt/", "/feeds/documents/salt.atom"),
            ("/documents/salt/annotations/", "/feeds/documents/salt.atom"),
        ):
            page = self.client.get(path, headers=html)
            self.assertContains(page, 'rel="alternate" type="application/atom+xml"')
            self.assertContains(page, f'href="{feed}"')
            self.assertEqual(self.client.get(feed).status_code, 200)
        make_document("Old", slug="old", status="archived")
        for path in ("/documents/old/", "/documents/old/annotations/"):
            self.assertNotContains(self.client.get(path, headers=html), "atom")

    def test_signs_that_xml_does_not_know_break_no_feed(self):
        make_annotation(self.ada, self.salt, body="a\x0bb\ufffe", html="<p>a\x0bb\x1f</p>")
        self.assertEqual(len(entries(self.client.get("/feeds/documents/salt.atom"))), 1)

    def test_what_is_not_listed_has_no_feed(self):
        make_document("Secret", slug="secret", status="draft")
        for slug in ("secret", "never"):
            self.assertEqual(self.client.get(f"/feeds/documents/{slug}.atom").status_code, 404)

    def test_it_costs_the_same_however_much_there_is(self):
        for _ in range(2):
            for _ in range(3):
                make_annotation(make_user(), self.salt)
            with self.assertNumQueries(3):  # is it stored, the document, the annotations
                self.client.get("/feeds/documents/salt.atom")
