"""What an edit does to everything that stands on the words of a document."""

import pytest

from reader.actions.documents import apply, plan_document
from reader.actions.plans import Forecast
from reader.exports.reading import plan_as_json
from reader.models import Block, Document, Event, Mention, Name, State
from reader.registry import load_registry
from reader.signals import revision_applied, revision_planned
from reader.text.spans import Span
from tests.factories import make_actor

pytestmark = pytest.mark.django_db

TEXT = """---
title: The Salt Road
---

The caravan left Harun on 2 May 1871 with nine camels. Nobody knew why the Salt Company sent it.

The company never said a word about the silver (Port Gazette, June 1, 1871).[^1]

In 1902 the tower of Tolva burned; the Salt Company had sold it in the 1890s.

[^1]: See Ada Marsh, “Salt and Silver,” (Harbour Press, March 1980)
"""
SENTENCE = " Nobody knew why the Salt Company sent it."


@pytest.fixture(autouse=True)
def company():
    return make_actor("Salt Company", kind="group", names=[("Company", "weak")])


def plan(text):
    return plan_document(text, load_registry(), slug="salt-road")


def save(text):
    return apply(plan(text))


@pytest.fixture
def document():
    return save(TEXT)


class TestEvents:
    def test_dates_become_rows_with_their_sentences(self, document):
        events = Event.objects.order_by("block__position", "start").select_related("block")
        assert [(e.date, e.block.text[e.start : e.end], e.state) for e in events] == [
            ("1871-05-02", "2 May 1871", "accepted"),
            ("1902", "1902", "accepted"),
            ("189X", "the 1890s", "accepted"),
        ]
        first = events[0]
        assert first.block.text[first.sentence_start : first.sentence_end].endswith("camels.")
        assert [event.sort_key for event in events] == ["11871-05-02", "11902-01-01", "11890-01-01"]

    def test_they_move_with_their_words_and_keep_what_a_person_said(self, document):
        event = Event.objects.get(date="1902")
        Event.objects.filter(pk=event.pk).update(
            state=State.REJECTED, reviewed_at="2026-01-01T00:00Z"
        )
        save(TEXT.replace("In 1902", "Long after, in 1902"))
        event.refresh_from_db()
        assert event.block.text[event.start : event.end] == "1902"
        assert (event.state, event.sentence_start) == (State.REJECTED, 0)
        assert Event.objects.count() == 3

    def test_a_date_completed_is_the_same_event(self, document):
        event = Event.objects.get(date="1902")
        save(TEXT.replace("In 1902", "On 5 May 1902"))
        event.refresh_from_db()
        assert (event.date, event.sort_key) == ("1902-05-05", "11902-05-05")


class TestMentions:
    def test_a_mention_says_by_which_name(self, document, company):
        names = set(Mention.objects.filter(actor=company).values_list("name__text", flat=True))
        assert names == {"Salt Company"}

    def test_a_proposed_actor_is_named_by_the_name_that_stands_there(self):
        text = TEXT.replace("Nobody", "General Tomas Varn said so. Varn left. Nobody")
        apply(plan_document(text, load_registry(), slug="salt-road", propose=True))
        named = Mention.objects.filter(actor__name="Tomas Varn").order_by("start")
        assert [mention.name.text for mention in named] == ["Tomas Varn", "Varn"]

    def test_one_that_no_rule_finds_any_more_waits_for_a_person(self, document):
        mention = Mention.objects.order_by("pk").first()
        made = plan(TEXT.replace("why the Salt Company", "why the Salt Compnay"))
        assert made.counts["mentions"]["review"] == 1
        apply(made)
        mention.refresh_from_db()
        assert mention.block.text[mention.start : mention.end] == "Salt Compnay"
        assert mention.state == State.PROPOSED


class TestIdentity:
    def keys(self):
        return {block.text: block.key for block in Block.objects.filter(footnote=None)}

    def test_a_split_keeps_the_larger_part_and_its_spans_follow_into_the_other(self, document):
        before = self.keys()
        mention = Mention.objects.order_by("pk").first()
        made = plan(TEXT.replace(SENTENCE, "\n\n" + SENTENCE.strip()))
        assert made.counts["blocks"]["split"] == 1
        assert made.counts["mentions"]["lost"] == made.counts["mentions"]["new"] == 0
        apply(made)
        assert set(before.values()) < set(self.keys().values())
        mention.refresh_from_db()
        assert mention.block.text[mention.start : mention.end] == "Salt Company"
        assert mention.block.text == SENTENCE.strip()

    def test_a_merge_keeps_every_span(self, document):
        save(TEXT.replace(SENTENCE, "\n\n" + SENTENCE.strip()))
        pks = set(Mention.objects.values_list("pk", flat=True))
        made = plan(TEXT)
        assert made.counts["blocks"]["merged"] == 1
        apply(made)
        assert set(Mention.objects.values_list("pk", flat=True)) == pks

    def test_a_paragraph_moved_and_edited_keeps_its_key(self, document):
        first, _, third = TEXT.split("\n\n")[1:4]
        made = plan(
            TEXT.replace(first, "*")
            .replace(third, first.replace("nine", "ten"))
            .replace("*", third)
        )
        keys = self.keys()
        apply(made)
        assert self.keys()[first.replace("nine", "ten")] == keys[first]
        assert self.keys()[third] == keys[third]

    def test_a_footnote_keeps_its_block_when_its_number_changes(self, document):
        note = Block.objects.get(footnote__label="1")
        save(
            TEXT.replace("nine camels.", "nine camels.[^1]").replace("1871).[^1]", "1871).[^2]")
            .replace("[^1]: See", "[^1]: A new note.\n\n[^2]: See")
        )  # fmt: skip
        note.refresh_from_db()
        assert note.footnote.label == "2"


class TestMoved:
    TO = TEXT.replace(SENTENCE, "").replace("1890s.", "1890s." + SENTENCE)

    def test_a_sentence_put_elsewhere_takes_its_spans_along(self, document):
        mention = Mention.objects.order_by("pk").first()
        made = plan(self.TO)
        assert made.counts["mentions"]["moved"] == 1
        apply(made)
        mention.refresh_from_db()
        assert mention.block.text.startswith("In 1902")
        assert mention.block.text[mention.start : mention.end] == "Salt Company"

    def test_what_a_person_decided_is_to_be_confirmed_there_unless_a_rule_is_certain(
        self, document, company
    ):
        block = Block.objects.get(position=0, footnote=None)
        start = block.text.index("Nobody")
        decided = {"state": "accepted", "reviewed_at": "2026-01-01T00:00Z"}
        by_hand = Mention.objects.create(
            actor=company, block=block, start=start, end=start + 11, **decided
        )
        Mention.objects.exclude(pk=by_hand.pk).filter(block=block).update(**decided)
        save(self.TO)
        by_hand.refresh_from_db()
        assert (by_hand.state, by_hand.method) == (State.PROPOSED, "moved")
        assert by_hand.block.text[by_hand.start : by_hand.end] == "Nobody knew"
        assert Mention.objects.filter(state="accepted", block=by_hand.block).count() == 2

    def test_a_lost_span_is_not_put_on_a_look_alike_that_stood_there(self, document):
        twice = TEXT.replace("1890s.", "1890s." + SENTENCE)
        save(twice)
        first, *_ = Mention.objects.order_by("block__position", "start")
        made = plan(twice.replace("camels." + SENTENCE, "camels."))
        assert [lost.row.pk for lost in made.lost if lost.kind == "mention"] == [first.pk]


class TestTellingOthers:
    """A receiver stands in for those who keep something of their own on a document."""

    def test_receivers_forecast_and_are_told_when_it_is_so(self, document):
        block = Block.objects.get(position=0, footnote=None)
        words = "nine camels"
        span = Span(block.text.index(words), block.text.index(words) + len(words))
        told = []

        def forecast(sender, plan, **kwargs):
            [there, gone] = plan.place([(block.key, span), ("no-such-key", span)])
            assert gone.state == "lost"
            return [
                Forecast("annotation", "a1", words, there.state, there.block, there.span.start,
                         there.span.end)
            ]  # fmt: skip

        def applied(sender, document, revision, plan, **kwargs):
            [there] = plan.place([(block.key, span)])
            told.append(
                (document.slug, revision.number, there.block.key, there.span.of(there.block.text))
            )

        revision_planned.connect(forecast)
        revision_applied.connect(applied)
        try:
            made = plan("\n".join(TEXT.split("\n")[:3]) + "\n\nA preface.\n\nAlas! " + TEXT[30:])
            assert made.counts["annotations"]["shifted"] == 1
            dump = plan_as_json(made)
            [shown] = [s for s in dump["plan"]["spans"] if s["kind"] == "annotation"]
            assert dump["blocks"][shown["block"]]["text"][shown["start"] : shown["end"]] == words
            apply(made)
        finally:
            revision_planned.disconnect(forecast)
            revision_applied.disconnect(applied)
        assert told == [("salt-road", 2, block.key, words)]

    def test_one_that_fails_undoes_the_revision(self, document):
        def applied(**kwargs):
            raise LookupError

        revision_applied.connect(applied)
        try:
            with pytest.raises(LookupError):
                save(TEXT + "\n\nMore.\n")
        finally:
            revision_applied.disconnect(applied)
        assert Document.objects.get().revisions.count() == 1


def test_the_dry_run_says_where_everything_goes(document):
    edited = TEXT.replace("See Ada", "Again, see Ada").replace("In 1902", "Later, in 1902")
    dump = plan_as_json(plan(edited))
    notes = {note["number"]: note["text"] for note in dump["footnotes"]}
    kinds = set()
    for span in dump["plan"]["spans"]:
        text = (
            notes[span["footnote"]] if "footnote" in span else dump["blocks"][span["block"]]["text"]
        )
        assert text[span["start"] : span["end"]] == span["exact"]
        kinds.add(span["kind"])
    assert kinds == {"citation", "mention", "event"}
    assert Name.objects.count() == 2
