"""What is done with annotations: resolve, react, flag, moderate, suggest, delete and undo."""

from django.contrib.auth import get_user_model
from django.test import TestCase, override_settings

from annotations.actions.creating import create
from annotations.actions.moderation import lift, sanction
from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Incoming
from annotations.models import Annotation, Flag, ModerationAct, Notice
from annotations.models.moderation import Append
from reader.actions.documents import apply, plan_document
from reader.actions.workflow import publish
from reader.models import Document
from reader.registry import load_registry
from tests.annotations.factories import (
    give,
    make_annotation,
    make_group,
    make_moderator,
    make_suggestion,
)
from tests.factories import make_document, make_user

LD = {"Accept": "application/ld+json"}
FLAG = {"reason": "spam"}


class Deeds(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob = make_user("ada"), make_user("bob")
        cls.moderator = make_moderator()
        get_user_model().objects.update(date_joined="2020-01-01T00:00Z")
        cls.document = make_document(slug="bells", paragraphs=["The tower burned down."])

    def do(self, user, deed, annotation, **fields):
        self.client.force_login(user)
        return self.client.post(f"{annotation.get_absolute_url()}{deed}/", fields, headers=LD)

    def refused(self, call, *args, **kwargs):
        with self.assertRaises(Refusal) as refused:
            call(*args, **kwargs)
        return refused.exception


class TogetherTests(Deeds):
    def test_a_thread_is_resolved_with_a_reason_and_reopened(self):
        note = make_annotation(self.ada, self.document)
        made = self.do(self.moderator, "resolve", note, reason="Corrected.").json()
        self.assertEqual(made["resolved"]["reason"], "Corrected.")
        self.assertEqual(self.do(self.ada, "resolve", note).status_code, 409)
        self.assertNotIn("resolved", self.do(self.ada, "resolve", note, on="0").json())
        self.assertEqual(self.do(self.bob, "resolve", note).status_code, 403)

    def test_a_sign_is_given_once_by_each(self):
        note = make_annotation(self.ada, self.document)
        for user in (self.ada, self.bob, self.bob):
            made = self.do(user, "react", note, sign="thanks").json()
        self.assertEqual(made["reactions"], {"thanks": 2})
        made = self.do(self.bob, "react", note, sign="thanks", on="0").json()
        self.assertEqual(made["reactions"], {"thanks": 1})
        self.assertEqual(self.do(self.bob, "react", note, sign="hate").status_code, 400)

    def test_the_menu_of_a_card_knows_what_one_did_oneself(self):
        note = make_annotation(self.ada, self.document)
        answer = make_annotation(self.moderator, parent=note)
        for deed, fields in (("react", {"sign": "doubt"}), ("follow", {}), ("flag", FLAG)):
            self.assertEqual(self.do(self.bob, deed, answer, **fields).status_code, 200)
        mine = self.client.get(f"{answer.get_absolute_url()}mine/").json()
        self.assertEqual((mine["signs"], mine["follows"], mine["flagged"]), (["doubt"], True, True))
        self.assertTrue(self.client.get(f"{note.get_absolute_url()}mine/").json()["follows"])
        self.do(self.bob, "follow", answer, on="0")
        self.assertFalse(self.client.get(f"{note.get_absolute_url()}mine/").json()["follows"])
        self.client.logout()
        self.assertEqual(self.client.get(f"{note.get_absolute_url()}mine/").status_code, 401)

    def test_who_may_edit_the_text_is_offered_to_decide_on_a_suggestion(self):
        row = make_suggestion(self.ada, self.document, words="burned", replacement="fell")
        address = f"{row.get_absolute_url()}mine/"
        give(self.moderator, "write_document")
        for user, decides in ((self.moderator, True), (self.bob, False)):
            self.client.force_login(user)
            self.assertEqual(self.client.get(address).json()["decides"], decides)
        secret = make_annotation(self.ada, self.document, visibility="private")
        self.assertEqual(self.client.get(f"{secret.get_absolute_url()}mine/").status_code, 404)

    @override_settings(LIMIT_FLAGS_A_DAY=2)
    def test_a_flag_has_a_reason_and_is_raised_once_and_not_too_often(self):
        notes = [make_annotation(self.ada, self.document) for _ in range(3)]
        self.assertEqual(self.do(self.bob, "flag", notes[0], reason="dull").status_code, 400)
        self.assertEqual(self.do(self.ada, "flag", notes[0], reason="spam").status_code, 403)
        self.do(self.bob, "flag", notes[0], reason="spam")
        self.assertEqual(Flag.objects.count(), 1)
        self.do(self.bob, "flag", notes[1], reason="abuse")
        self.assertEqual(self.do(self.bob, "flag", notes[2], reason="spam").status_code, 429)

    def test_what_a_blocked_person_writes_is_not_listed_to_who_blocked_them(self):
        note = make_annotation(self.ada, self.document)
        self.do(self.bob, "author", note, block="1")
        url = "/documents/bells/annotations/"
        self.assertEqual(self.client.get(url, headers=LD).json()["total"], 0)
        self.do(self.bob, "author", note, block="0")
        self.assertEqual(self.client.get(url, headers=LD).json()["total"], 1)


class DeleteTests(Deeds):
    def test_a_deletion_can_be_undone_for_a_short_time(self):
        note = make_annotation(self.ada, self.document, words="tower")
        self.assertEqual(self.do(self.ada, "delete", note).status_code, 204)
        self.assertEqual(self.do(self.bob, "undo", note).status_code, 404)
        made = self.do(self.ada, "undo", note).json()
        self.assertEqual(made["body"][0]["value"], note.body)
        self.do(self.ada, "delete", note)
        with override_settings(LIMIT_UNDO_SECONDS=0):
            self.assertEqual(self.do(self.ada, "undo", note).status_code, 409)

    def test_a_parent_of_others_answers_is_blanked_until_they_are_gone(self):
        note = make_annotation(self.ada, self.document, body="Gone words")
        reply = make_annotation(self.bob, parent=note)
        self.do(self.ada, "delete", note)
        note.refresh_from_db()
        self.assertEqual(note.state, "blanked")
        listed = self.client.get("/documents/bells/annotations/", headers=LD)
        self.assertNotContains(listed, "Gone words")
        self.assertEqual(listed.json()["first"]["items"][0]["standing"], "deleted")
        self.do(self.bob, "delete", reply)
        note.refresh_from_db()
        self.assertEqual(note.state, "deleted")

    @override_settings(LIMIT_UNDO_SECONDS=0)
    def test_the_words_of_what_is_deleted_are_erased(self):
        note = make_annotation(self.ada, self.document, tags=["secret"])
        self.do(self.ada, "delete", note)
        self.do(self.ada, "delete", make_annotation(self.ada, self.document))
        note.refresh_from_db()
        self.assertEqual((note.body, note.html, note.tag_labels.count()), ("", "", 0))


class ModerationTests(Deeds):
    def test_hiding_needs_a_reason_hides_what_is_below_and_tells_the_author(self):
        note = make_annotation(self.ada, self.document)
        reply = make_annotation(self.bob, parent=note)
        self.assertEqual(self.do(self.bob, "decide", note, decision="hidden").status_code, 403)
        self.assertEqual(
            self.do(self.moderator, "decide", note, decision="hidden").status_code, 400
        )
        self.do(self.moderator, "decide", note, decision="hidden", reason="An insult.")
        self.assertFalse(Annotation.objects.visible_to(None).exists())
        self.client.force_login(self.ada)
        made = self.client.get(note.get_absolute_url(), headers=LD).json()
        self.assertEqual((made["standing"], made["reason"]), ("hidden", "An insult."))
        self.do(self.moderator, "decide", note, decision="approved")
        self.assertEqual(Annotation.objects.visible_to(None).count(), 2)
        reply.refresh_from_db()
        self.assertFalse(reply.is_below_withheld)

    def test_two_moderators_do_not_undo_each_other_unseen(self):
        note = make_annotation(self.ada, self.document)
        fields = {"decision": "hidden", "reason": "Rude.", "version": "1-1"}
        self.assertEqual(self.do(self.moderator, "decide", note, **fields).status_code, 200)
        self.assertEqual(self.do(self.moderator, "decide", note, **fields).status_code, 412)

    def test_reviewed_keep_settles_the_flags(self):
        note = make_annotation(self.ada, self.document)
        self.do(self.bob, "flag", note, reason="false")
        self.do(self.moderator, "decide", note, decision="kept", reason="An opinion.")
        self.assertIsNotNone(Flag.objects.get().settled_at)
        note.refresh_from_db()
        self.assertEqual(note.state, "visible")

    def test_the_log_is_only_added_to(self):
        note = make_annotation(self.ada, self.document)
        self.do(self.moderator, "decide", note, decision="spam", reason="Spam.")
        act = ModerationAct.objects.get()
        self.assertEqual((act.verb, act.state_before, act.state_after), ("spam", "visible", "spam"))
        for change in (act.save, act.delete, ModerationAct.objects.all().delete):
            self.assertRaises(Append, change)
        self.assertRaises(Append, ModerationAct.objects.update, verb="kept")

    def test_a_silenced_person_writes_for_themselves_only_until_the_end(self):
        silence = sanction(self.ada, moderator=self.moderator, reason="Insults.")
        public = Incoming(kind="page_note", motivation="commenting", body="x", document="bells",
                          visibility="public")  # fmt: skip
        refused = self.refused(create, public, user=self.ada)
        self.assertEqual(refused.status, 403)
        self.assertIn("Insults.", refused.words)
        create(Incoming(kind="page_note", motivation="commenting", body="x", document="bells"),
               user=self.ada)  # fmt: skip
        lift(silence, moderator=self.moderator)
        create(public, user=self.ada)
        self.assertEqual(
            self.refused(sanction, self.ada, moderator=self.bob, reason="x").status, 403
        )

    def test_a_premoderated_group_shows_what_its_moderator_let_through(self):
        group = make_group(owner=self.bob, members=[self.ada], is_premoderated=True)
        incoming = Incoming(kind="page_note", motivation="commenting", body="x", document="bells",
                            group=group.slug)  # fmt: skip
        note, _ = create(incoming, user=self.ada)
        self.assertEqual(note.state, "waiting")
        self.do(self.bob, "decide", note, decision="approved")
        note.refresh_from_db()
        self.assertEqual(note.state, "visible")

    @override_settings(FIRST_ANNOTATIONS_WAIT=1)
    def test_the_first_of_a_new_account_may_wait(self):
        incoming = Incoming(kind="page_note", motivation="commenting", body="x", document="bells",
                            visibility="public")  # fmt: skip
        first, _ = create(incoming, user=self.ada)
        self.assertEqual(first.state, "waiting")
        self.do(self.moderator, "decide", first, decision="approved")
        self.assertEqual(create(incoming, user=self.ada)[0].state, "visible")

    def test_only_an_administrator_erases_and_nobody_brings_it_back(self):
        note = make_annotation(self.ada, self.document)
        self.assertEqual(self.do(self.moderator, "erase", note, reason="Law.").status_code, 403)
        admin = make_user("root1", is_staff=True, is_superuser=True)
        self.assertEqual(self.do(admin, "erase", note, reason="Law.").status_code, 204)
        self.assertEqual(self.do(self.ada, "undo", note).status_code, 409)
        note.refresh_from_db()
        self.assertEqual(note.body, "")


MANUSCRIPT = """---
title: The Bells
---

The *tower* burned down in May. Nobody knew why.

The bells fell.[^1]

[^1]: Says the Gazette.
"""


class SuggestionTests(Deeds):
    def setUp(self):
        apply(plan_document(MANUSCRIPT, load_registry(), slug="salt"))
        self.text = Document.objects.get(slug="salt")
        publish(self.text)
        self.editor = make_user("editor", is_staff=True)
        give(self.editor, "write_document", "curate")

    def test_an_accepted_suggestion_is_a_revision_that_thanks_its_author(self):
        other = make_annotation(self.bob, self.text, words="Nobody knew why")
        made = make_suggestion(self.ada, self.text, words="burned down", replacement="fell")
        answer = self.do(self.editor, "suggestion", made, decision="accept").json()
        self.assertEqual(answer["decision"], "accepted")
        revision = self.text.revisions.order_by("-number").first()
        self.assertIn("The *tower* fell in May.", revision.manuscript)
        self.assertEqual(revision.number, 2)
        self.assertIn("ada", revision.reason)
        stands = other.targets.get().placements.get(is_current=True)
        self.assertEqual(
            (stands.status, stands.segments.get().exact), ("shifted", "Nobody knew why")
        )
        # The suggestion itself is not lost: it stands on the words that it brought.
        stands = made.targets.get().placements.get(is_current=True)
        self.assertEqual((stands.status, stands.segments.get().exact), ("shifted", "fell"))
        told = Notice.objects.filter(recipient=self.ada).values_list("reason", flat=True)
        self.assertEqual(list(told), ["accepted"])
        again = self.do(self.editor, "suggestion", made, decision="reject")
        self.assertEqual(again.status_code, 409)

    def test_a_rejected_one_leaves_the_text(self):
        made = make_suggestion(self.ada, self.text, words="Gazette", replacement="Bell")
        self.do(self.editor, "suggestion", made, decision="reject", reason="It says so.")
        self.assertEqual(self.text.revisions.count(), 1)
        self.assertEqual(Annotation.objects.get().suggestion.reason, "It says so.")

    def test_words_in_a_note_are_replaced_and_markup_is_left_to_hands(self):
        made = make_suggestion(self.ada, self.text, words="Gazette", replacement="Bell")
        self.do(self.editor, "suggestion", made, decision="accept")
        latest = self.text.revisions.order_by("-number").first()
        self.assertIn("[^1]: Says the Bell.", latest.manuscript)
        for words, replacement in (("The tower", "A tower"), ("bells", "*bells*")):
            made = make_suggestion(self.ada, self.text, words=words, replacement=replacement)
            answer = self.do(self.editor, "suggestion", made, decision="accept")
            self.assertEqual(answer.status_code, 409)

    def test_only_who_may_edit_the_text_decides(self):
        made = make_suggestion(self.ada, self.text, words="burned down", replacement="fell")
        for user in (self.ada, self.bob):
            answer = self.do(user, "suggestion", made, decision="accept")
            self.assertEqual(answer.status_code, 403)
