"""Merging two records that are one, and taking it back."""

from random import Random

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from reader.actions.actors import import_actors
from reader.actions.documents import apply, plan_document
from reader.actions.merging import MERGED, CannotMerge, merge, plan_merge
from reader.actions.records import Stale, save_record
from reader.actions.trash import delete_record
from reader.actions.unmerging import CannotUnmerge, unmerge
from reader.models import (
    Actor,
    EditorialAct,
    Evidence,
    FormerKey,
    Mention,
    Merge,
    Name,
    NotTheSame,
    Redirect,
    Source,
    Topic,
)
from reader.registry import load_registry, read_actor_list
from reader.signals import merge_undone, records_merged
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_identifier,
    make_mention,
    make_name,
    make_relation,
    make_source,
    make_topic,
    make_user,
)
from tests.registries import make_registry, tables

# A seed draws much faster than hypothesis’s own random does, and shrinks to nothing worse.
SEEDS = st.integers(0, 2**32)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def pair_of(random):
    """Return two records of one kind that may be merged."""
    kind = random.choice(sorted(MERGED))
    rows = list(MERGED[kind].objects.order_by("pk"))
    if kind != "name":
        return random.sample(rows, 2) if len(rows) > 1 else pair_of(random)
    keep = random.choice(rows)
    others = [
        row
        for row in rows
        if row.actor_id == keep.actor_id and row != keep and row.kind != Name.Kind.PRIMARY
    ]
    return (keep, random.choice(others)) if others else pair_of(random)


def merge_some(random):
    keep, gone = pair_of(random)
    fields = plan_merge(keep, gone).chosen
    chosen = {name: random.choice(["keep", "gone"]) for name in fields}
    return merge(plan_merge(keep, gone, chosen), user=None)


class RandomRegistryTests(HypothesisCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_merge_then_undo_leaves_every_table_but_the_ledgers_as_it_was(self, seed):
        random = Random(seed)
        make_registry(random)
        before = tables()
        ledger = merge_some(random)
        self.assertNotEqual(tables(), before)
        unmerge(ledger, user=None)
        self.assertEqual(tables(), before)
        self.assertEqual(Merge.objects.get().left, [])

    @settings(max_examples=5, deadline=None, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_a_chain_of_merges_is_undone_from_its_end_and_step_by_step_the_same(self, seed):
        random = Random(seed)
        make_registry(random, actors=5)
        states, ledgers = [], []
        for _ in range(3):
            states.append(tables())
            ledgers.append(merge_some(random))
        for state, ledger in zip(reversed(states), reversed(ledgers), strict=True):
            unmerge(ledger, user=None)
            self.assertEqual(tables(), state)

    @settings(max_examples=5, deadline=None, suppress_health_check=SLOW)
    @given(SEEDS)
    def test_undone_in_any_order_all_is_as_it_was_or_the_order_is_refused(self, seed):
        random = Random(seed)
        make_registry(random, actors=5)
        before = tables()
        waiting = [merge_some(random) for _ in range(3)]
        random.shuffle(waiting)
        while waiting:
            for ledger in list(waiting):
                there = tables()
                try:
                    unmerge(ledger, user=None)
                    waiting.remove(ledger)
                except CannotUnmerge:
                    self.assertEqual(tables(), there)
        after = tables()
        for name, rows in before.items():
            self.assertEqual(set(after[name]), set(rows), name)


class MergeActorsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ed = make_user("ed")
        cls.document = make_document(paragraphs=["Kataib Nur met Kata’ib Nur at the Salt Gate."])
        cls.block = cls.document.blocks.get()
        cls.keep = make_actor("Kata’ib Nur", names=[("Nur", "short")])
        names = [("Nur", "full"), ("Nur Brigade", "full")]
        cls.gone = make_actor(
            "Kataib Nur", slug="kataib", description="An armed group.", names=names
        )
        cls.gate = make_actor("Salt Gate", kind="place")
        make_mention(cls.keep, cls.block)
        cls.mention = make_mention(cls.gone, cls.block)

    def merge(self, **given):
        return merge(plan_merge(self.keep, self.gone, **given), user=self.ed)

    def test_what_pointed_at_one_points_at_the_other(self):
        make_identifier(self.gone)
        source = make_source("Nur News", publisher_actor=self.gone)
        source.author_actors.set([self.gone])
        topic = make_topic("Groups", of=[self.gone])
        relation = make_relation(self.gone, "holds", self.gate, proof=[(self.block, "Salt")])
        self.merge()
        self.assertFalse(Actor.objects.filter(pk=self.gone.pk).exists())
        source.refresh_from_db()
        relation.refresh_from_db()
        self.assertEqual(source.publisher_actor, self.keep)
        self.assertEqual(list(source.author_actors.all()), [self.keep])
        self.assertEqual(relation.subject, self.keep)
        self.assertEqual(list(self.keep.topics.all()), [topic])
        self.assertEqual(self.keep.mentions.count(), 2)
        self.assertEqual(self.keep.identifiers.count(), 1)
        self.keep.refresh_from_db()
        self.assertEqual(self.keep.description, "An armed group.")

    def test_the_plan_says_what_moves_and_what_both_have_and_writes_nothing(self):
        before = tables()
        plan = plan_merge(self.keep, self.gone)
        self.assertEqual(plan.counts, {"names": 2, "mentions": 1})
        self.assertEqual(plan.clashes, ("Both have “Nur”: one stays.",))
        self.assertEqual(plan.chosen["description"], "gone")
        self.assertEqual(tables(), before)

    def test_many_mentions_move_in_as_many_queries_as_a_few(self):
        def cost(number):
            """Merge an actor with so many mentions, some of them where the kept one's are."""
            text = "Kataib Nur " * number
            block = make_block(self.document, text, position=number)
            gone = make_actor(f"Nur {number}")
            for actor, every in ((gone, 1), (self.keep, 40)):
                Mention.objects.bulk_create(
                    Mention(actor=actor, block=block, start=at * 11, end=at * 11 + 10)
                    for at in range(0, number, every)
                )
            with CaptureQueriesContext(connection) as merging:
                done = merge(plan_merge(self.keep, gone), user=self.ed)
            self.assertEqual(done.counts["mentions"], number - number // 40)
            self.keep.refresh_from_db()
            return len(merging)

        cost(120)
        self.assertEqual(cost(2000), cost(160))

    def test_one_primary_name_is_left_and_the_other_gets_a_kind(self):
        self.merge(was_called="transliteration")
        kinds = dict(self.keep.names.values_list("text", "kind"))
        self.assertEqual(
            kinds,
            {
                "Kata’ib Nur": "primary",
                "Nur": "short",
                "Kataib Nur": "transliteration",
                "Nur Brigade": "full",
            },
        )

    def test_the_name_of_the_one_that_goes_may_be_chosen(self):
        self.merge(chosen={"name": "gone"})
        self.keep.refresh_from_db()
        self.assertEqual((self.keep.name, self.keep.folded), ("Kataib Nur", "kataib nur"))
        self.assertEqual(self.keep.names.get(kind="primary").text, "Kataib Nur")

    def test_the_name_of_a_proposal_is_accepted_with_it_and_not_proposed_again(self):
        proposed = make_actor("Brigade of Nur", state="proposed")
        proposed.names.update(state="proposed")
        merge(plan_merge(self.keep, proposed), user=self.ed)
        self.assertEqual(self.keep.names.get(text="Brigade of Nur").state, "accepted")

    def test_proposed_mentions_stay_proposals(self):
        Mention.objects.filter(pk=self.mention.pk).update(state="proposed")
        self.merge()
        self.mention.refresh_from_db()
        self.assertEqual((self.mention.actor, self.mention.state), (self.keep, "proposed"))

    def test_a_relation_between_the_two_is_dropped_and_comes_back(self):
        make_relation(self.gone, "ally of", self.keep, proof=[(self.block, "met")])
        before = tables()
        ledger = self.merge()
        self.assertEqual(Evidence.objects.count(), 0)
        unmerge(ledger, user=self.ed)
        self.assertEqual(tables(), before)

    def test_a_list_with_the_old_name_means_the_kept_actor(self):
        self.merge()
        entries = read_actor_list('[{"name": "Kataib Nur", "kind": "group"}]')
        self.assertEqual(import_actors(entries), [self.keep])

    def test_every_old_address_leads_to_the_kept_one_until_the_two_are_two_again(self):
        Redirect.objects.create(kind="actor", slug="older", record=self.gone.pk)
        ledger = self.merge()
        led = Redirect.objects.values_list("slug", "record")
        self.assertEqual(dict(led), {"older": self.keep.pk, "kataib": self.keep.pk})
        unmerge(ledger, user=self.ed)
        self.assertEqual(dict(led.all()), {"older": self.gone.pk})

    def test_whoever_saved_one_of_the_two_meanwhile_wins(self):
        plan = plan_merge(self.keep, self.gone)
        gone = Actor.objects.get(pk=self.gone.pk)
        save_record(gone, version=gone.version, user=self.ed)
        before = tables()
        with self.assertRaises(Stale):
            merge(plan, user=self.ed)
        self.assertEqual(tables(), before)

    def test_what_began_to_point_at_one_meanwhile_is_shown_first(self):
        plan = plan_merge(self.keep, self.gone)
        make_name(self.gone, "The Nurs")
        with self.assertRaises(Stale):
            merge(plan, user=self.ed)

    def test_it_is_in_the_ledger_the_journal_and_the_histories_and_those_above_are_told(self):
        told = []
        records_merged.connect(lambda **said: told.append("merged"), weak=False, dispatch_uid="a")
        merge_undone.connect(lambda **said: told.append("undone"), weak=False, dispatch_uid="b")
        self.addCleanup(records_merged.disconnect, dispatch_uid="a")
        self.addCleanup(merge_undone.disconnect, dispatch_uid="b")
        ledger = self.merge()
        self.assertEqual(str(ledger), "Kataib Nur into Kata’ib Nur")
        past = Actor.history.filter(id=self.gone.pk)
        self.assertEqual(past.first().history_type, "-")
        self.assertEqual(past.first().history_user, self.ed)
        unmerge(ledger, user=self.ed)
        self.assertEqual(past.first().history_type, "+")
        verbs = list(EditorialAct.objects.order_by("pk").values_list("verb", flat=True))
        self.assertEqual(verbs, ["merged", "unmerged"])
        self.assertEqual(told, ["merged", "undone"])

    def test_two_that_were_told_apart_are_said_to_be(self):
        NotTheSame.objects.create(kind="actor", first=self.keep.pk, second=self.gone.pk)
        plan = plan_merge(self.keep, self.gone)
        self.assertIn("not the same", plan.clashes[0])

    def test_pairs_told_apart_follow(self):
        NotTheSame.objects.create(kind="actor", first=self.gone.pk, second=self.gate.pk)
        self.merge()
        pair = NotTheSame.objects.get()
        self.assertEqual((pair.first, pair.second), (self.keep.pk, self.gate.pk))

    def test_what_cannot_be_one_is_refused(self):
        for keep, gone in (
            (self.keep, self.keep),
            (self.keep, make_topic()),
            (self.keep.names.first(), self.gone.names.first()),
            (self.keep.names.get(text="Nur"), self.keep.names.get(kind="primary")),
        ):
            with self.assertRaises(CannotMerge):
                plan_merge(keep, gone)


class UndoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ed = make_user("ed")
        cls.document = make_document(paragraphs=["The Blues met the Guard.", "Blues again."])
        cls.block = cls.document.blocks.first()
        cls.keep = make_actor("Guard")
        cls.gone = make_actor("Blues", description="Blue.")
        cls.third = make_actor("Band")
        cls.mention = make_mention(cls.gone, cls.block)
        cls.ledger = merge(plan_merge(cls.keep, cls.gone), user=cls.ed)

    def test_a_field_edited_since_keeps_the_edit(self):
        keep = Actor.objects.get(pk=self.keep.pk)
        keep.description = "Edited."
        save_record(keep, version=keep.version, user=self.ed)
        unmerge(self.ledger, user=self.ed)
        keep.refresh_from_db()
        self.assertEqual(keep.description, "Edited.")
        self.assertEqual(Merge.objects.get().left, ["1 actor changed since stay as they are now."])

    def test_a_mention_given_to_another_since_stays_there(self):
        Mention.objects.update(actor=self.third)
        unmerge(self.ledger, user=self.ed)
        self.assertEqual(Mention.objects.get().actor, self.third)

    def test_a_mention_deleted_since_stays_so(self):
        Mention.objects.all().delete()
        unmerge(self.ledger, user=self.ed)
        self.assertEqual(Merge.objects.get().left, ["1 mention deleted since stay so."])

    def test_a_mention_made_since_under_its_name_goes_back_with_it(self):
        mention = make_mention(self.keep, self.document.blocks.last(), "Blues")
        other = make_mention(self.keep, self.block, "Guard")
        unmerge(self.ledger, user=self.ed)
        mention.refresh_from_db()
        other.refresh_from_db()
        self.assertEqual((mention.actor, other.actor), (self.gone, self.keep))

    def test_an_actor_renamed_since_and_the_one_that_comes_back_have_their_primary_names(self):
        keep = Actor.objects.get(pk=self.keep.pk)
        keep.name = "Old Guard"
        save_record(keep, version=keep.version, user=self.ed)
        unmerge(self.ledger, user=self.ed)
        primary = Name.objects.filter(kind="primary").values_list("actor__name", "text")
        self.assertEqual({name for name, text in primary if name != text}, set())

    def refused(self, words):
        before = tables()
        with self.assertRaises(CannotUnmerge) as refusal:
            unmerge(self.ledger, user=self.ed)
        self.assertIn(words, str(refusal.exception))
        self.assertEqual(tables(), before)
        self.assertIsNone(Merge.objects.get(pk=self.ledger.pk).undone_at)

    def test_an_inner_merge_is_refused_before_the_outer_one_is_undone(self):
        outer = merge(plan_merge(self.third, Actor.objects.get(pk=self.keep.pk)), user=self.ed)
        self.refused("First undo the later merge of Guard into Band.")
        unmerge(outer, user=self.ed)
        unmerge(self.ledger, user=self.ed)
        self.assertEqual(Actor.objects.count(), 3)

    def test_a_later_merge_into_the_same_record_need_not_be_undone_first(self):
        merge(plan_merge(Actor.objects.get(pk=self.keep.pk), self.third), user=self.ed)
        unmerge(self.ledger, user=self.ed)
        self.mention.refresh_from_db()
        self.assertEqual(self.mention.actor, self.gone)

    def test_the_old_address_leads_on_until_the_merge_is_undone(self):
        old, kept = f"/actors/{self.gone.slug}/", f"/actors/{self.keep.slug}/"
        answer = self.client.get(old)
        self.assertEqual((answer.status_code, answer["Location"]), (301, kept))
        self.assertEqual(self.client.get(f"{old}card/")["Location"], f"{kept}card/")
        unmerge(self.ledger, user=self.ed)
        self.assertEqual(self.client.get(old).status_code, 200)

    def test_a_kept_record_deleted_since_stands_in_the_way(self):
        keep = Actor.objects.get(pk=self.keep.pk)
        delete_record(keep, version=keep.version, user=self.ed)
        self.refused("Guard has been deleted since")

    def test_an_address_taken_since_stands_in_the_way(self):
        make_actor("Other Blues", slug=self.gone.slug)
        self.refused("has no place")

    def test_it_is_undone_once(self):
        unmerge(self.ledger, user=self.ed)
        with self.assertRaises(CannotUnmerge):
            unmerge(self.ledger, user=self.ed)


class MergeOtherRecordsTests(TestCase):
    def test_citations_move_and_the_old_words_mean_the_kept_source(self):
        document = make_document(paragraphs=["It burned (Bell 2019)."])
        keep, gone = make_source("Daily Bell", url="https://bell.example/1"), make_source("Bell")
        make_citation(gone, document.blocks.get(), "(Bell 2019)")
        before = tables()
        ledger = merge(plan_merge(keep, gone), user=None)
        self.assertEqual(keep.citations.count(), 1)
        self.assertEqual(
            FormerKey.objects.leading("source", [gone.cited_as]), {gone.cited_as: keep.pk}
        )
        unmerge(ledger, user=None)
        self.assertEqual(tables(), before)

    def test_a_source_cited_twice_at_one_place_is_cited_once(self):
        block = make_document(paragraphs=["It burned (Bell 2019)."]).blocks.get()
        keep, gone = make_source("Daily Bell"), make_source("Bell")
        make_citation(keep, block, "(Bell 2019)", state="proposed")
        accepted = make_citation(gone, block, "(Bell 2019)")
        merge(plan_merge(keep, gone), user=None)
        self.assertEqual(list(keep.citations.all()), [accepted])

    def test_topics_become_one_on_what_they_label(self):
        document, actor = make_document(), make_actor()
        keep, gone = (
            make_topic("Militias", of=[document]),
            make_topic("Militia", of=[document, actor]),
        )
        before = tables()
        ledger = merge(plan_merge(keep, gone, {"name": "gone"}), user=None)
        self.assertEqual(Topic.objects.get().name, "Militia")
        self.assertEqual(keep.labels.count(), 2)
        unmerge(ledger, user=None)
        self.assertEqual(tables(), before)

    def test_two_names_of_one_actor_become_one(self):
        block = make_document(paragraphs=["The Blues won."]).blocks.get()
        actor = make_actor("Guard", names=[("The Blues", "full"), ("Blues", "full")])
        keep, gone = actor.names.get(text="The Blues"), actor.names.get(text="Blues")
        mention = make_mention(actor, block, "Blues", name=gone)
        merge(plan_merge(keep, gone), user=None)
        mention.refresh_from_db()
        self.assertEqual(mention.name, keep)


MANUSCRIPT = """---
title: Salt
topics: [Militia]
---

It burned (Daily Bell, May 2, 2019). It rained (The Daily Bell, May 2, 2019).
"""


class ImportAfterMergeTests(TestCase):
    def test_the_same_text_again_changes_no_row(self):
        def bring():
            return apply(plan_document(MANUSCRIPT, load_registry(), slug="salt"))

        bring()
        keep, gone = Source.objects.order_by("pk")
        merge(plan_merge(keep, gone), user=None)
        merge(plan_merge(make_topic("Militias"), Topic.objects.get(name="Militia")), user=None)
        before = tables()
        bring()
        self.assertEqual(tables(), before)
        self.assertEqual(keep.citations.count(), 2)

    def test_another_text_with_the_old_words_cites_the_kept_source(self):
        apply(plan_document(MANUSCRIPT, load_registry(), slug="salt"))
        keep, gone = Source.objects.order_by("pk")
        merge(plan_merge(keep, gone), user=None)
        merge(plan_merge(make_topic("Militias"), Topic.objects.get(name="Militia")), user=None)
        document = apply(plan_document(MANUSCRIPT, load_registry(), slug="salt-again"))
        self.assertEqual(Source.objects.get(), keep)
        self.assertEqual([topic.name for topic in document.topics.all()], ["Militias"])
