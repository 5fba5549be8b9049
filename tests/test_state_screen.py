"""The screen of a document's state: its steps, dates, byline and address, sent and refused."""

import datetime

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from reader.models import Document, EditorialAct, Revision, Trashed
from tests.factories import make_document, make_editor, make_user
from tests.forms import fields_of

NOW = "2026-01-01T08:00:00"


def make_text(status="draft", manuscript="---\ntitle: A\n---\n\nText.\n", **fields):
    document = make_document("On <b>the</b> Guard", status=status, paragraphs=["T."], **fields)
    Revision.objects.filter(document=document).update(manuscript=manuscript)
    return document


class StateScreenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.publisher = make_editor("pub", "publisher")
        cls.document = make_text(slug="guard")
        cls.url = reverse("admin:desk_state", args=["guard"])

    def setUp(self):
        self.client.force_login(self.publisher)

    def fields(self):
        """Return what the page's forms would send, each under its own prefix."""
        fields = fields_of(self.client.get(self.url).content.decode())
        return {name: value for name, value in fields.items() if name != "form"}

    def send(self, form, fields=None, **given):
        return self.client.post(self.url, (fields or self.fields()) | {"form": form, **given})

    def status(self):
        self.document.refresh_from_db()
        return self.document.status

    def test_it_is_published_scheduled_and_withdrawn_here(self):
        self.assertEqual(self.send("state", step="publish").status_code, 302)
        self.assertEqual(self.status(), "published")
        later = (timezone.now() + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        self.send("state", step="date", **{"state-publish_at": later})
        self.assertEqual(self.status(), "scheduled")
        self.send("state", step="publish")
        self.assertEqual(self.status(), "published")
        refused = self.send("state", step="withdraw")
        self.assertContains(refused, "Say why", status_code=422)
        self.send("state", step="withdraw", **{"state-reason": "Invented <i>quotes</i>."})
        self.assertEqual(self.status(), "withdrawn")
        self.assertContains(self.client.get(self.url), "Invented &lt;i&gt;quotes")

    def test_dates_that_were_not_touched_stay_to_the_microsecond(self):
        self.send("state", step="publish")
        self.document.refresh_from_db()
        began = self.document.publish_at
        self.send("state", step="date", **{"state-expire_at": "2099-01-01T00:00"})
        self.document.refresh_from_db()
        self.assertEqual(self.document.publish_at, began)
        self.assertEqual(self.document.expire_at.year, 2099)

    def test_errors_are_said_with_their_lines_and_block(self):
        Revision.objects.update(manuscript="---\ntitle: A\n---\n\nText.[^1]\n")
        self.assertContains(self.client.get(self.url), "line 5:")
        refused = self.send("state", step="publish")
        self.assertContains(refused, "cannot be published yet", status_code=422)
        self.assertEqual(self.status(), "draft")

    def test_a_step_that_is_not_open_or_nonsense_is_refused_in_words(self):
        for given in ({"step": "archive"}, {"step": "nonsense"}, {}):
            self.assertEqual(self.send("state", **given).status_code, 422)
        nonsense = {"step": "publish", "state-publish_at": "never", "state-reason": "x" * 501}
        self.assertEqual(self.send("state", **nonsense).status_code, 422)
        self.assertEqual(self.client.post(self.url, {"form": "other"}).status_code, 400)

    def test_byline_language_and_direction_are_changed_here(self):
        self.send(
            "details",
            **{
                "details-authors": "Ann Lee\r\nBo Li",
                "details-language": "ar",
                "details-direction": "rtl",
            },
        )
        self.document.refresh_from_db()
        self.assertEqual(self.document.authors, ["Ann Lee", "Bo Li"])
        self.assertEqual((self.document.language, self.document.direction), ("ar", "rtl"))

    def test_a_changed_address_leads_on_and_one_that_is_taken_is_refused(self):
        make_document(slug="other")
        for slug in ("other", "a b", ""):
            self.assertEqual(self.send("address", **{"address-slug": slug}).status_code, 422)
        answer = self.send("address", **{"address-slug": "on-the-guard"})
        self.assertEqual(answer.url, reverse("admin:desk_state", args=["on-the-guard"]))
        self.assertEqual(self.client.get("/documents/guard/").url, "/documents/on-the-guard/")

    def test_a_draft_goes_into_the_trash_and_what_was_read_does_not(self):
        version = self.fields()["version"]
        Document.objects.update(version=9)
        self.assertEqual(self.send("delete", {"version": version}).status_code, 409)
        self.assertEqual(self.send("delete", {"version": "9"}).status_code, 302)
        self.assertEqual(Trashed.objects.get().kind, "document")
        public = make_text("published", slug="public")
        url = reverse("admin:desk_state", args=["public"])
        self.assertNotContains(self.client.get(url), "Put it into the trash")
        posted = {"form": "delete", "version": public.version}
        self.assertEqual(self.client.post(url, posted).status_code, 403)

    def test_the_second_of_two_is_told_and_sees_all_three_texts(self):
        mine = self.fields()
        self.send("details", mine, **{"details-publication": "The Bell"})
        refused = self.send("details", mine, **{"details-publication": "The Gong"})
        for words in ("<td>The Bell</td>", "<td>The Gong</td>", "both changed it"):
            self.assertContains(refused, words, status_code=409)
        self.assertContains(refused, 'value="The Gong"', status_code=409)
        # A step is stale with any change of the document.
        refused = self.send("state", mine, step="publish")
        self.assertEqual(refused.status_code, 409)
        self.assertEqual(self.status(), "draft")
        refused = self.send("address", mine, **{"address-slug": "another"})
        self.assertEqual(refused.status_code, 409)
        again = fields_of(refused.content.decode())
        self.assertEqual(self.send("address", again).status_code, 302)

    def test_what_was_done_is_said(self):
        self.send("state", step="publish")
        self.assertContains(self.client.get(self.url), "pub published")
        self.assertEqual(EditorialAct.objects.get().verb, "published")

    def test_an_author_submits_the_own_draft_and_moves_nothing(self):
        author = make_editor("ann", "author")
        Document.objects.update(created_by=author)
        self.client.force_login(author)
        self.assertEqual(self.send("state", step="publish").status_code, 422)
        self.assertEqual(self.send("address", **{"address-slug": "x"}).status_code, 403)
        self.assertEqual(self.send("state", step="submit").status_code, 302)
        self.assertEqual(self.status(), "in_review")
        self.client.force_login(make_editor("bob", "author"))
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_nobody_else_finds_it(self):
        for user in (make_user(is_staff=True), make_editor("mod", "moderator")):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, 404)
