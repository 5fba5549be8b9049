"""Revisions: what readers find of them, and what editors see, compare and bring back."""

import pytest
from django.test import TestCase
from django.urls import reverse

from reader.actions.documents import apply, plan_document
from reader.actions.revisions import restore_revision, revise
from reader.actions.workflow import publish
from reader.models import Document, EditorialAct, Revision
from reader.registry import load_registry
from tests.counting import queries_of
from tests.factories import make_actor, make_user

FIRST = """---
title: The mill
---

The Old Mill burned in 1999.

Nobody knew why.[^1]

[^1]: A note.
"""
SECOND = FIRST.replace("1999", "1998").replace("Nobody knew why", "Everybody knew why")


def bring(text, slug="mill", **more):
    plan = plan_document(text, load_registry(), slug=slug)
    return revise(plan, author=more.pop("author", None), **more)


class ChangeLogTests(TestCase):
    """Works, hides, costs: the public pages."""

    @classmethod
    def setUpTestData(cls):
        make_actor("Old Mill")
        bring(FIRST.replace("burned", "smouldered"))
        publish(bring(FIRST))
        bring(SECOND, notice="The year was wrong.")

    def test_it_lists_what_readers_have_read_with_its_corrections(self):
        response = self.client.get("/documents/mill/revisions/")
        self.assertContains(response, "2 texts that readers have read here")
        self.assertContains(response, "<b>Correction.</b> The year was wrong.")
        self.assertContains(response, 'href="/documents/mill/revisions/3/"')
        self.assertContains(response, 'href="/documents/mill/revisions/2/"')

    def test_a_text_from_before_publication_is_not_there(self):
        self.assertNotContains(self.client.get("/documents/mill/revisions/"), "revisions/1/")
        self.assertEqual(self.client.get("/documents/mill/revisions/1/").status_code, 404)

    def test_an_earlier_text_is_read_as_it_was(self):
        response = self.client.get("/documents/mill/revisions/2/")
        self.assertContains(response, "burned in 1999")
        self.assertContains(response, 'class="banner"')
        self.assertNotContains(response, "1998")

    def test_a_later_text_says_what_changed(self):
        response = self.client.get("/documents/mill/revisions/3/")
        self.assertContains(response, "<del>1999</del><ins>1998</ins>")
        self.assertContains(response, "<del>Nobody</del><ins>Everybody</ins>")
        self.assertNotContains(response, "smouldered")

    def test_the_article_leads_to_its_revisions(self):
        self.assertContains(
            self.client.get("/documents/mill/"),
            '<a href="/documents/mill/revisions/">Revision 3</a>',
        )

    def test_a_draft_has_no_change_log(self):
        Document.objects.update(status="draft")
        for address in ("/documents/mill/revisions/", "/documents/mill/revisions/3/"):
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_a_revision_before_its_time_is_not_there(self):
        self.assertFalse(
            Revision.objects.visible_to(None).filter(number=1, document__slug="mill").exists()
        )
        editor = make_user("ed", is_staff=True, is_superuser=True)
        Document.objects.update(status="draft")
        self.assertEqual(Revision.objects.visible_to(editor).count(), 3)

    @pytest.mark.usefixtures("_fresh_memory")
    def test_each_page_is_stored_and_costs_the_same_with_many_revisions(self):
        few, _ = queries_of(self.client, "/documents/mill/revisions/")
        for number in range(8):
            bring(SECOND.replace("Everybody", f"Body {number}"))
        many, _ = queries_of(self.client, "/documents/mill/revisions/")
        self.assertEqual(few, many)
        self.assertLessEqual(many, 8)
        number, _ = queries_of(self.client, "/documents/mill/revisions/9/")
        self.assertLessEqual(number, 10)

    def test_a_number_that_is_none_is_not_found(self):
        for number in ("0", "99", "9" * 30):
            address = f"/documents/mill/revisions/{number}/"
            self.assertEqual(self.client.get(address).status_code, 404)


class RestoreTests(TestCase):
    def test_bringing_back_is_a_new_revision_with_the_old_text(self):
        bring(FIRST)
        document = bring(SECOND)
        restored = restore_revision(document, 1, user=None, reason="the year was right")
        self.assertEqual(restored.live_revision.number, 3)
        self.assertEqual(restored.live_revision.manuscript, FIRST)
        self.assertEqual(
            restored.live_revision.reason, "revision 1 brought back: the year was right"
        )
        self.assertTrue(restored.blocks.filter(text="The Old Mill burned in 1999.").exists())

    def test_bringing_back_what_is_there_changes_no_row(self):
        document = bring(FIRST)
        before = Revision.objects.count()
        self.assertEqual(restore_revision(document, 1, user=None).version, document.version)
        self.assertEqual(Revision.objects.count(), before)


class DeskTests(TestCase):
    """Works, refuses: the screens of an editor."""

    @classmethod
    def setUpTestData(cls):
        make_actor("Old Mill")
        cls.editor = make_user("ed", is_staff=True, is_superuser=True)
        bring(FIRST, author=cls.editor, reason="first")
        cls.document = bring(SECOND, author=cls.editor, reason="a year")

    def setUp(self):
        self.client.force_login(self.editor)

    def url(self, number=None):
        if number is None:
            return reverse("admin:desk_revisions", args=["mill"])
        return reverse("admin:desk_revision", args=["mill", number])

    def test_the_list_says_who_when_and_why(self):
        response = self.client.get(self.url())
        self.assertContains(response, "a year")
        self.assertContains(response, "not public", count=2)
        self.assertContains(response, '<td data-label="Who">ed</td>', count=2, html=True)

    def test_a_revision_is_compared_word_by_word_and_span_by_span(self):
        response = self.client.get(self.url(2))
        self.assertContains(response, "<del>Nobody</del><ins>Everybody</ins>")
        self.assertContains(response, "Events: ")
        self.assertContains(self.client.get(self.url(2) + "?against=2"), "Nothing differs")
        self.assertEqual(self.client.get(self.url(2) + "?against=x").status_code, 404)

    def test_it_is_brought_back_with_a_reason_and_an_act_in_the_journal(self):
        posted = {"version": self.document.version, "reason": "right after all"}
        response = self.client.post(self.url(1), posted, follow=True)
        self.assertContains(response, "Revision 1 is back, as revision 3.")
        act = EditorialAct.objects.first()
        self.assertEqual((act.user, act.verb), (self.editor, "revised"))

    def test_a_stale_page_brings_nothing_back(self):
        response = self.client.post(self.url(1), {"version": 1}, follow=True)
        self.assertContains(response, "Nothing was brought back")
        self.assertEqual(Revision.objects.count(), 2)

    def test_others_do_not_even_find_it(self):
        self.client.force_login(make_user("guest", is_staff=True))
        self.assertEqual(self.client.get(self.url()).status_code, 404)
        self.assertEqual(self.client.post(self.url(1), {"version": 2}).status_code, 404)
        self.client.logout()
        self.assertEqual(self.client.get(self.url()).status_code, 302)


def test_a_plan_that_changes_nothing_gives_nobody_a_notice(db):
    bring(FIRST)
    bring(FIRST, notice="nothing")
    assert not Revision.objects.exclude(notice="").exists()
    plan = plan_document(FIRST, load_registry(), slug="mill")
    apply(plan)
    assert Revision.objects.count() == 1
