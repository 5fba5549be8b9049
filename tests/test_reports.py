"""Readers say what is wrong; editors answer where it stands."""

import datetime
from urllib.parse import urlencode

from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from reader.actions.documents import apply, plan_document
from reader.actions.reports import answer_report, place_of_report
from reader.models import Document, Mention, Report
from reader.registry import load_registry
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_footnote,
    make_mention,
    make_report,
    make_source,
    make_user,
)
from tests.test_curation_screen import make_curator


class Reporting(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document = make_document("On Kut", slug="kut", paragraphs=["Ada saw Kut (Bell)."])
        cls.block = cls.document.blocks.get()
        make_footnote(cls.document, "See there.", at=cls.block)
        cls.ada = make_mention(make_actor("Ada", kind="person"), cls.block)
        cls.kut = make_mention(make_actor("Kut"), cls.block, state="proposed")
        cls.bell = make_source("Bell")
        cls.citation = make_citation(cls.bell, cls.block, "(Bell)")

    def address(self, **named):
        return f"/documents/kut/report/?{urlencode(named)}"

    def of(self, span, **more):
        place = {"block": self.block.key, "start": span.start, "end": span.end}
        return self.address(**{"subject": "actor", **place, **more})

    def send(self, address=None, words="That is Ida.", **more):
        browser = more.pop("browser", self.client)
        return browser.post(address or self.of(self.ada), {"words": words, **more})


class FormTests(Reporting):
    def test_a_note_a_source_and_an_actor_can_be_reported_without_an_account(self):
        for address, subject in (
            (self.of(self.ada), "actor"),
            (self.of(self.citation, subject="source"), "source"),
            (self.address(source=self.bell.public_id), "source"),
            (self.address(note=1), "footnote"),
        ):
            self.assertContains(self.client.get(address), "This is wrong")
            sent = self.send(address)
            self.assertEqual(sent.status_code, 302)
            self.assertContains(self.client.get(sent.url), "Thank you")
            self.assertEqual(Report.objects.first().subject, subject)
        self.assertEqual(Report.objects.last().mention, self.ada)
        self.assertEqual(Report.objects.last().quote, "Ada")

    def test_what_is_not_public_cannot_be_reported_or_found_out(self):
        for address in (
            self.of(self.kut),
            self.of(self.ada, end=self.ada.end + 1),
            self.address(),
            self.address(note=9),
            self.address(note="²"),
            self.address(source="x"),
            self.address(block="\x00", start=1, end=2),
        ):
            self.assertEqual(self.client.get(address).status_code, 404)
            self.assertEqual(self.send(address).status_code, 404)
        Document.objects.update(status="draft", publish_at=None)
        self.assertEqual(self.client.get(self.of(self.ada)).status_code, 404)

    def test_the_form_is_private_and_needs_its_token(self):
        page = self.client.get(self.of(self.ada))
        self.assertEqual(page["Cache-Control"], "private, no-store")
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(self.send(browser=strict).status_code, 403)

    def test_so_many_reports_come_from_one_address_and_no_more(self):
        with override_settings(LIMIT_REPORTS_AN_HOUR=2, LIMIT_REPORTS_A_DAY=3):
            self.assertEqual([self.send().status_code for _ in range(3)], [302, 302, 429])
            refused = self.send()
            self.assertContains(refused, "That is Ida.", status_code=429)
            self.assertGreater(int(refused["Retry-After"]), 3000)
            Report.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
            self.assertEqual([self.send().status_code for _ in range(2)], [302, 429])
        self.assertEqual(Report.objects.count(), 3)
        self.assertNotIn("127.0.0.1", Report.objects.first().sender)

    def test_a_report_is_as_long_as_the_limit_and_no_longer(self):
        with override_settings(LIMIT_REPORT_CHARACTERS=10):
            self.assertEqual(self.send(words="x" * 10).status_code, 302)
            self.assertEqual(self.send(words="x" * 11).status_code, 422)
            self.assertEqual(self.send(words="").status_code, 422)
            self.assertEqual(self.send(words="abc", mail="nobody").status_code, 422)

    def test_what_a_machine_fills_in_is_thanked_for_and_dropped(self):
        self.assertEqual(self.send(website="http://spam.example").status_code, 302)
        self.assertEqual(Report.objects.count(), 0)

    def test_the_public_page_has_the_link_and_stays_the_same_for_all(self):
        page = self.client.get("/documents/kut/")
        self.assertContains(page, f"/documents/kut/report/?source={self.bell.public_id}")
        editor = Client()
        editor.force_login(make_user("ed", is_staff=True, is_superuser=True))
        self.send()
        self.assertEqual(editor.get("/documents/kut/").content, page.content)
        self.assertNotIn("report/", self.document.live_revision.html)


class AnswerTests(Reporting):
    def setUp(self):
        self.ann = make_curator("ann", "curate", "read_drafts")
        self.client.force_login(self.ann)
        self.report = make_report(self.ada, "That is <b>Ida</b>.")
        self.here = reverse("admin:desk_curation", args=["kut"])

    def answer(self, **posted):
        address = reverse("admin:desk_report", args=[self.report.pk])
        return self.client.post(address, {"version": self.report.version, **posted})

    def test_a_report_joins_the_queue_at_its_span_and_is_answered_with_words(self):
        page = self.client.get(self.here)
        self.assertContains(page, "That is &lt;b&gt;Ida&lt;/b&gt;.")
        self.assertEqual(self.answer(state="refused").status_code, 422)
        self.assertEqual(self.answer(state="refused", words="It is Ada.").status_code, 302)
        self.report.refresh_from_db()
        said = (self.report.state, self.report.answer, self.report.reviewer)
        self.assertEqual(said, ("refused", "It is Ada.", self.ann))

    def test_a_second_answer_is_told_and_an_answer_can_be_undone(self):
        self.assertEqual(self.answer(state="corrected").status_code, 302)
        self.assertEqual(self.answer(state="refused", words="No").status_code, 409)
        act = self.client.get(self.here).context["last"]
        undo = reverse("admin:desk_curation_undo", args=["kut"])
        self.client.post(undo, {"act": act.pk})
        self.report.refresh_from_db()
        self.assertEqual((self.report.state, self.report.reviewer), ("open", None))

    def test_only_a_curator_answers(self):
        viewer = make_curator("eve", "read_drafts")
        self.client.force_login(viewer)
        self.assertEqual(self.answer(state="corrected").status_code, 403)
        self.assertNotContains(self.client.get(self.here), "Refuse</button>")


class SurvivalTests(TestCase):
    def test_a_report_follows_its_span_through_revisions_and_keeps_its_words_when_it_is_gone(self):
        make_actor("Blue Guard")
        text = "---\ntitle: T\n---\n\nThe Blue Guard left.\n"
        document = apply(plan_document(text, load_registry(), slug="t"))
        report = make_report(Mention.objects.get())
        later = text.replace("The", "Then the")
        apply(plan_document(later, load_registry(), slug="t"))
        report = Report.objects.get(pk=report.pk)
        self.assertEqual(place_of_report(report)[1:], (9, 19))
        apply(plan_document(text.replace("The Blue Guard", "Everybody"), load_registry(), slug="t"))
        report = Report.objects.get(pk=report.pk)
        self.assertIsNone(place_of_report(report))
        self.assertEqual(report.quote, "Blue Guard")
        answer_report(report, 1, "corrected", "", user=make_user())
        self.assertEqual(document.reports.get().state, "corrected")
