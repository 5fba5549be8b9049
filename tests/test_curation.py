"""What editors decide: remembered, signed, never over another's save, exactly undone."""

import pytest
from django.test import TestCase

from reader.actions.curation import Seen, cite, decide, fold_into, reassign, set_stance
from reader.actions.ledger import Refused, undo, undoable
from reader.actions.records import Stale
from reader.models import (
    Actor,
    Citation,
    EditorialAct,
    Event,
    Evidence,
    Mention,
    Name,
    Relation,
    StoredPage,
)
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_event,
    make_mention,
    make_relation,
    make_source,
    make_user,
)

TABLES = (Actor, Name, Mention, Citation, Event, Relation, Evidence)


def seen(row, version=None):
    row.refresh_from_db()
    return Seen(row._meta.model_name, row.pk, row.version if version is None else version)


def everything():
    """Every column of every curated row but the version, which only grows."""
    fields = {model: [f.name for f in model._meta.concrete_fields] for model in TABLES}
    return {
        (model.__name__, row["id"]): {k: v for k, v in row.items() if k != "version"}
        for model in TABLES
        for row in model.objects.values(*fields[model])
    }


class Desk(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann, cls.bob = make_user("ann", is_staff=True), make_user("bob", is_staff=True)
        cls.document = make_document(
            paragraphs=["Sadr met the Guard. Sadr left in May 2019 (Daily Bell)."]
        )
        cls.block = cls.document.blocks.get()
        cls.sadr = make_actor("Muqtada Sadr", kind="person")
        cls.other = make_actor("Mohammad Sadr", kind="person")
        cls.guard = make_actor("Guard", state="proposed")
        cls.guard.names.update(state="proposed")
        cls.first = make_mention(cls.sadr, cls.block, "Sadr", start=0, state="proposed")
        cls.rival = make_mention(cls.other, cls.block, "Sadr", start=0, state="proposed")
        cls.second = make_mention(cls.sadr, cls.block, "Sadr", start=20, state="proposed")
        cls.named = make_mention(cls.guard, cls.block, "Guard", state="proposed")
        cls.source = make_source("Daily Bell")
        cls.citation = make_citation(None, cls.block, "(Daily Bell)", state="proposed")
        cls.event = make_event(cls.block, "May 2019", date="2019-05", state="proposed")
        cls.relation = make_relation(
            cls.sadr, "met", cls.other, proof=[(cls.block, "Sadr met")], state="proposed"
        )

    def states(self, *rows):
        for row in rows:
            row.refresh_from_db()
        return [row.state for row in rows]

    def decide(self, answer, *rows, user=None):
        return decide([seen(row) for row in rows], answer, user=user or self.ann,
                      document=self.document)  # fmt: skip


class DecisionTests(Desk):
    def test_a_decision_is_signed_and_entered_in_the_journal(self):
        done = self.decide("accept", self.second)
        self.second.refresh_from_db()
        self.assertEqual((self.second.state, self.second.reviewer), ("accepted", self.ann))
        self.assertIsNotNone(self.second.reviewed_at)
        self.assertEqual(done.words, "Accepted “Sadr” as Muqtada Sadr")
        act = EditorialAct.objects.get()
        self.assertEqual((act.verb, act.user, act.document), ("accepted", self.ann, self.document))

    def test_accepting_one_of_several_actors_for_the_same_words_rejects_the_others(self):
        self.decide("accept", self.first)
        self.assertEqual(self.states(self.first, self.rival), ["accepted", "rejected"])

    def test_words_that_mean_one_actor_are_not_given_a_second(self):
        self.decide("accept", self.first)
        with self.assertRaisesMessage(Refused, "accepted as Muqtada Sadr: reject that first"):
            self.decide("accept", self.rival)

    def test_two_actors_for_the_same_words_are_never_accepted_together(self):
        with self.assertRaisesMessage(Refused, "decide that one by itself"):
            self.decide("accept", self.first, self.rival, self.second)
        self.assertEqual(self.states(self.second), ["proposed"])

    def test_what_is_set_aside_stays_proposed_until_it_is_asked_about_again(self):
        self.decide("unsure", self.second)
        self.second.refresh_from_db()
        self.assertEqual((self.second.state, self.second.is_unsure), ("proposed", True))
        self.decide("ask", self.second)
        self.second.refresh_from_db()
        self.assertEqual((self.second.state, self.second.is_unsure), ("proposed", False))

    def test_accepting_an_actor_accepts_its_primary_name_and_rejecting_one_its_mentions(self):
        self.decide("accept", self.guard)
        self.assertEqual(self.states(self.guard.names.get()), ["accepted"])
        self.assertEqual(self.states(self.named), ["proposed"])
        self.decide("reject", self.guard)
        self.assertEqual(self.states(self.guard, self.named), ["rejected", "rejected"])

    def test_a_citation_without_a_source_is_not_accepted_but_can_be_given_one(self):
        with self.assertRaisesMessage(Refused, "Say first which source"):
            self.decide("accept", self.citation)
        cite(seen(self.citation), self.source, "p. 4", user=self.ann, document=self.document)
        self.citation.refresh_from_db()
        said = (self.citation.source, self.citation.locator, self.citation.state)
        self.assertEqual(said, (self.source, "p. 4", "accepted"))

    def test_a_mention_is_given_to_another_actor_through_the_row_that_is_there(self):
        reassign([seen(self.first)], self.other, user=self.ann, document=self.document)
        self.assertEqual(self.states(self.first, self.rival), ["rejected", "accepted"])
        reassign([seen(self.second)], self.guard, user=self.ann, document=self.document)
        self.second.refresh_from_db()
        self.assertEqual((self.second.actor, self.second.state), (self.guard, "accepted"))
        self.assertEqual(self.states(self.guard), ["accepted"])

    def test_a_proposed_actor_turns_out_to_be_a_known_one(self):
        fold_into(seen(self.guard), self.other, user=self.ann, document=self.document)
        self.named.refresh_from_db()
        self.assertEqual((self.named.actor, self.named.state), (self.other, "accepted"))
        self.assertEqual(self.states(self.guard), ["rejected"])
        self.assertTrue(self.other.names.filter(text="Guard", state="accepted").exists())
        with self.assertRaisesMessage(Refused, "merge the two actors"):
            fold_into(seen(self.sadr), self.other, user=self.ann)

    def test_a_relation_is_hedged(self):
        set_stance(seen(self.relation), "hedged", user=self.ann, document=self.document)
        self.relation.refresh_from_db()
        self.assertEqual(self.relation.stance, "hedged")

    def test_a_decision_that_changes_what_a_page_shows_marks_it(self):
        self.client.get(self.document.get_absolute_url())
        self.decide("accept", self.second)
        with self.captureOnCommitCallbacks(execute=False):
            self.decide("accept", self.guard)
        self.assertFalse(StoredPage.objects.filter(is_stale=False).exists())


class RaceTests(Desk):
    def test_a_row_that_changed_since_it_was_seen_stops_all_of_a_decision(self):
        stale = [seen(self.second), seen(self.event)]
        self.decide("reject", self.event, user=self.bob)
        with pytest.raises(Stale):
            decide(stale, "accept", user=self.ann, document=self.document)
        self.assertEqual(self.states(self.second, self.event), ["proposed", "rejected"])

    def test_a_row_that_is_gone_is_told(self):
        gone = seen(self.event)
        self.event.delete()
        with pytest.raises(Stale):
            decide([gone], "accept", user=self.ann)


class UndoTests(Desk):
    def acts(self):
        """Every kind of act, as functions."""
        about = {"user": self.ann, "document": self.document}
        return [
            lambda: self.decide("accept", self.first),
            lambda: self.decide("accept", self.first, self.second, self.event, self.relation),
            lambda: self.decide("reject", self.guard),
            lambda: self.decide("accept", self.guard, self.named),
            lambda: self.decide("unsure", self.citation),
            lambda: reassign([seen(self.second)], Actor.objects.get(pk=self.guard.pk), **about),
            lambda: reassign([seen(self.first)], self.other, **about),
            lambda: fold_into(seen(self.guard), self.sadr, **about),
            lambda: cite(seen(self.citation), self.source, "p. 4", **about),
            lambda: set_stance(seen(self.relation), "denied", **about),
        ]

    def test_undo_brings_back_every_column_of_every_row(self):
        before = everything()
        for act in self.acts():
            done = act()
            self.assertNotEqual(everything(), before)
            undo(done.act, user=self.ann)
            self.assertEqual(everything(), before)

    def test_several_acts_are_undone_one_after_the_other(self):
        before = everything()
        self.decide("accept", self.first)
        self.decide("reject", self.guard)
        self.decide("unsure", self.event)
        for _ in range(3):
            undo(undoable(self.ann, self.document), user=self.ann)
        self.assertEqual(everything(), before)
        self.assertIsNone(undoable(self.ann, self.document))

    def test_what_someone_changed_since_is_not_undone(self):
        done = self.decide("accept", self.second, self.event)
        self.decide("reject", self.event, user=self.bob)
        with self.assertRaisesMessage(Refused, "was changed by someone since"):
            undo(done.act, user=self.ann)
        self.assertEqual(self.states(self.second, self.event), ["accepted", "rejected"])

    def test_only_the_last_act_of_oneself_is_undone_and_only_once(self):
        first = self.decide("accept", self.second)
        second = self.decide("accept", self.event)
        self.assertEqual(undoable(self.bob, self.document), None)
        with self.assertRaisesMessage(Refused, "decided something else since"):
            undo(first.act, user=self.ann)
        undo(second.act, user=self.ann)
        with self.assertRaisesMessage(Refused, "undone already"):
            undo(second.act, user=self.ann)

    def test_an_undo_waits_for_a_free_place(self):
        self.decide("accept", self.second)
        done = self.decide("reject", self.second)
        make_mention(self.other, self.block, "Sadr", start=20)
        with self.assertRaisesMessage(Refused, "taken the place"):
            undo(done.act, user=self.ann)
        self.assertEqual(self.states(self.second), ["rejected"])
