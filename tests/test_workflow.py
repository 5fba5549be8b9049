"""Workflow: the steps of a document, who may take them, and what readers see at each moment."""

import datetime
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from reader.actions.drafts import discard_draft, save_draft
from reader.actions.records import Stale
from reader.actions.workflow import NotAllowed, errors_of, publish, steps_for, take_step
from reader.models import Draft, EditorialAct, Revision
from tests.factories import make_document, make_editor, make_user

HOUR = datetime.timedelta(hours=1)


def make_text(status="draft", manuscript="---\ntitle: A\n---\n\nText.\n", **fields):
    document = make_document("On the Guard", status=status, paragraphs=["Text."], **fields)
    Revision.objects.filter(document=document).update(manuscript=manuscript)
    document.refresh_from_db()
    return document


class StepTests(TestCase):
    """Each step goes from where it may, and nowhere else."""

    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor("pub", "publisher")

    def take(self, document, name, **given):
        return take_step(document, name, version=document.version, user=self.user, **given)

    def test_a_draft_is_submitted_sent_back_and_published(self):
        document = self.take(make_text(), "submit")
        self.assertEqual(document.status, "in_review")
        document = self.take(document, "send_back", reason="Two\nsources are missing.")
        self.assertEqual(document.status, "draft")
        document = self.take(self.take(document, "submit"), "publish")
        self.assertEqual(document.status, "published")
        self.assertEqual(self.client.get(document.get_absolute_url()).status_code, 200)
        verbs = list(EditorialAct.objects.order_by("pk").values_list("verb", flat=True))
        self.assertEqual(
            verbs, ["submitted for review", "sent back", "submitted for review", "published"]
        )
        self.assertIn("Two sources are missing.", EditorialAct.objects.get(verb="sent back").words)

    def test_what_needs_a_reason_is_refused_without_one(self):
        for status, name in (("in_review", "send_back"), ("published", "withdraw")):
            with self.subTest(name=name), self.assertRaisesMessage(NotAllowed, "Say why"):
                self.take(make_text(status), name, reason="  ")

    def test_a_step_from_elsewhere_is_refused(self):
        for status, name in (
            ("draft", "archive"),
            ("draft", "withdraw"),
            ("draft", "unpublish"),
            ("published", "submit"),
            ("archived", "archive"),
            ("published", "send_back"),
        ):
            with self.subTest(status=status, name=name), self.assertRaises(NotAllowed):
                self.take(make_text(status), name, reason="So.")

    def test_a_stale_step_is_refused(self):
        document = make_text()
        self.take(document, "submit")
        with self.assertRaises(Stale):
            self.take(document, "publish")

    def test_archiving_keeps_the_page_and_takes_it_from_the_lists(self):
        document = self.take(make_text("published"), "archive")
        self.assertContains(self.client.get(document.get_absolute_url()), "Archived.")
        self.assertNotContains(self.client.get("/documents/"), "On the Guard")

    def test_unpublishing_takes_the_page_away_at_once(self):
        document = make_text("published")
        self.client.get(document.get_absolute_url())
        with self.captureOnCommitCallbacks(execute=True):
            document = self.take(document, "unpublish")
        self.assertEqual(self.client.get(document.get_absolute_url()).status_code, 404)
        self.assertTrue(document.publish_at, "that it was public is remembered")

    def test_publishing_again_keeps_the_first_date(self):
        document = make_text("published")
        first = document.publish_at
        document = self.take(self.take(document, "unpublish"), "publish")
        self.assertEqual(document.publish_at, first)

    def test_a_schedule_that_is_taken_back_leaves_no_date(self):
        document = self.take(make_text(), "publish", publish_at=timezone.now() + HOUR)
        self.assertEqual(document.status, "scheduled")
        self.assertIsNone(self.take(document, "unpublish").publish_at)

    def test_it_cannot_end_before_it_begins(self):
        with self.assertRaisesMessage(NotAllowed, "end before it begins"):
            self.take(make_text(), "publish", expire_at=timezone.now() - HOUR)

    def test_publishing_twice_changes_no_row(self):
        document = publish(make_text())
        version = document.version
        self.assertEqual(publish(document).version, version)


class TimeTests(TestCase):
    """Nothing runs: what is public is told by the clock at the moment of reading."""

    def test_it_appears_and_ends_by_time_alone_on_its_page_and_in_stored_lists(self):
        now = timezone.now()
        document = make_text()
        begins, ends = now + HOUR, now + 3 * HOUR
        take_step(document, "publish", version=1, user=None, publish_at=begins, expire_at=ends)
        for after, is_there in ((0, False), (2, True), (4, False)):
            with patch("django.utils.timezone.now", return_value=now + after * HOUR):
                for _ in range(2):  # rendered, then from the store
                    page = self.client.get(document.get_absolute_url())
                    listed = self.client.get("/documents/")
                    with self.subTest(after=after):
                        self.assertEqual(page.status_code, 200 if is_there else 404)
                        self.assertEqual("On the Guard" in listed.content.decode(), is_there)

    def test_what_was_scheduled_and_is_due_is_treated_as_published(self):
        document = make_text("scheduled", publish_at=timezone.now() - HOUR)
        steps = {step.name for step in steps_for(document, make_editor("p", "publisher"))}
        self.assertEqual(steps, {"date", "archive", "unpublish", "withdraw"})


class ErrorTests(TestCase):
    """Errors block publishing, warnings do not."""

    def test_errors_block(self):
        for manuscript, code in (
            ("---\ntitle: A\n---\n\nText.[^1]\n", "marker-without-note"),
            ("---\ntitle: A\n---\n\nT.[^1]\n\n[^1]: One.\n\n[^1]: Two.\n", "note-label-twice"),
            ("---\ntitle: [A\n---\n\nText.\n", "front-matter-broken"),
        ):
            document = make_text(manuscript=manuscript)
            with self.subTest(code=code):
                self.assertEqual([error.code for error in errors_of(document)], [code])
                with self.assertRaisesMessage(NotAllowed, code):
                    publish(document)
                document.refresh_from_db()
                self.assertEqual(document.status, "draft")

    def test_a_document_without_text_or_with_a_draft_beside_it_is_not_published(self):
        self.assertEqual(
            [e.code for e in errors_of(make_document(status="draft"))], ["text-absent"]
        )
        document = make_text()
        save_draft(document, "Another text.", version=0, user=None)
        self.assertEqual([error.code for error in errors_of(document)], ["draft-waits"])

    def test_warnings_do_not_block(self):
        document = make_text(manuscript="---\ntitle: A\n---\n\nText by XQZ [3].\n")
        document.live_revision.problems = [[0, "metadata-absent", "No author."]]
        self.assertEqual(publish(document).status, "published")


class RightsTests(TestCase):
    def steps(self, document, user):
        return {step.name for step in steps_for(document, user)}

    def test_authors_submit_their_own_drafts_and_publishers_do_the_rest(self):
        author, publisher = make_editor("a", "author"), make_editor("p", "publisher")
        own = make_text(created_by=author)
        self.assertEqual(self.steps(own, author), {"submit"})
        self.assertEqual(self.steps(make_text(), author), set())
        self.assertEqual(self.steps(own, publisher), {"submit", "publish"})
        waiting = make_text("in_review", created_by=author)
        self.assertEqual(self.steps(waiting, author), {"take_back"})
        self.assertEqual(self.steps(waiting, publisher), {"take_back", "send_back", "publish"})
        self.assertEqual(self.steps(make_text("published", created_by=author), author), set())
        for role in ("curator", "viewer", "moderator"):
            self.assertEqual(self.steps(own, make_editor(role, role)), set())


class DraftTests(TestCase):
    """A text in work, beside the one that readers see."""

    @classmethod
    def setUpTestData(cls):
        cls.ann, cls.bob = make_user("ann"), make_user("bob")
        cls.document = make_text("published")

    def test_it_is_saved_and_readers_see_nothing_of_it(self):
        draft = save_draft(self.document, "New words.", version=0, user=self.ann)
        self.assertEqual((draft.base, draft.version, draft.author), (1, 1, self.ann))
        draft = save_draft(self.document, "Newer words.", version=1, user=self.bob)
        self.assertEqual((draft.manuscript, draft.version), ("Newer words.", 2))
        page = self.client.get(self.document.get_absolute_url())
        self.assertNotContains(page, "Newer words.")

    def test_the_second_of_two_is_told_with_what_stands_there(self):
        save_draft(self.document, "Ann's.", version=0, user=self.ann)
        for version in (0, 2):
            with self.assertRaises(Stale) as refused:
                save_draft(self.document, "Bob's.", version=version, user=self.bob)
            self.assertEqual(refused.exception.theirs.manuscript, "Ann's.")
            self.assertEqual(refused.exception.record.manuscript, "Bob's.")

    def test_it_is_discarded_only_as_it_was_seen_and_its_text_is_kept(self):
        draft = save_draft(self.document, "Ann's.", version=0, user=self.ann)
        save_draft(self.document, "Ann's, longer.", version=1, user=self.ann)
        with self.assertRaises(Stale):
            discard_draft(draft, version=1, user=self.bob)
        discard_draft(draft, version=2, user=self.bob)
        self.assertFalse(Draft.objects.exists())
        act = EditorialAct.objects.first()
        self.assertEqual(act.data["manuscript"], "Ann's, longer.")
        with self.assertRaises(Stale) as refused:
            save_draft(self.document, "Late.", version=2, user=self.ann)
        self.assertIsNone(refused.exception.theirs)
