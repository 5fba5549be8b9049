"""Nothing that a person decided vanishes with its words: it is kept, returns, or is attached."""

import datetime

import pytest
from django.utils import timezone

from reader.actions.documents import apply, plan_document
from reader.actions.ledger import Refused, undo
from reader.actions.lost import dismiss, reattach
from reader.actions.merging import merge, plan_merge
from reader.actions.records import Stale
from reader.actions.revisions import restore_revision
from reader.actions.unmerging import unmerge
from reader.models import (
    Block,
    Citation,
    EditorialAct,
    Event,
    Evidence,
    LostSpan,
    Mention,
    State,
)
from reader.registry import load_registry
from reader.text.spans import Span
from tests.factories import make_actor, make_relation, make_source, make_user
from tests.test_import_document import rows
from tests.test_revising import SENTENCE, TEXT

pytestmark = pytest.mark.django_db
THIRD = TEXT.split("\n\n")[3]
WITHOUT = TEXT.replace(THIRD + "\n\n", "")


@pytest.fixture(autouse=True)
def company():
    return make_actor("Salt Company", kind="group", names=[("Company", "weak")])


@pytest.fixture
def editor():
    return make_user("vera", is_staff=True)


def plan(text):
    return plan_document(text, load_registry(), slug="salt-road")


def save(text):
    return apply(plan(text))


@pytest.fixture
def document(company, editor):
    document = save(TEXT)
    at = timezone.now() - datetime.timedelta(days=1)
    for model in (Mention, Event):
        model.objects.update(reviewer=editor, reviewed_at=at)
    Citation.objects.update(reviewer=editor, reviewed_at=at)
    Mention.objects.filter(block__text=THIRD).update(state=State.REJECTED)
    make_relation(
        company, "sold", make_actor("Dock Guild"),
        proof=[(Block.objects.get(text=THIRD), "the Salt Company had sold it")],
    )  # fmt: skip
    return document


def standing():
    """Every span with its place and decision, as (kind, pk, …)."""
    found = set()
    for model in (Mention, Citation, Event, Evidence):
        for row in model.objects.select_related("block"):
            place = (row.block.key, row.start, row.end) if row.block else None
            state = getattr(row, "state", ""), getattr(row, "reviewer_id", "")
            found.add((model.__name__, row.pk, place, *state))
    return found


class TestReturning:
    def test_what_was_decided_is_kept_when_its_words_go(self, document, editor):
        made = plan(WITHOUT)
        lost = {kind: made.counts[kind]["lost"] for kind in ("mentions", "events", "evidence")}
        assert lost == {"mentions": 1, "events": 2, "evidence": 1}
        apply(made)
        kept = LostSpan.objects.filter(kind="mention").get()
        assert (kept.quote, kept.decided_by, kept.revision.number) == ("Salt Company", editor, 2)
        assert kept.values["state"] == "rejected"
        assert LostSpan.objects.count() == 4

    def test_a_paragraph_deleted_and_restored_keeps_all(self, document):
        before = standing()
        keys = set(Block.objects.values_list("text", "key"))
        save(WITHOUT)
        assert standing() != before
        made = plan(TEXT)
        assert made.counts["events"]["returned"] == 2
        assert made.counts["mentions"]["new"] == 0
        apply(made)
        assert set(Block.objects.values_list("text", "key")) == keys
        assert standing() == before
        assert not LostSpan.objects.filter(resolved_at=None).exists()
        assert set(LostSpan.objects.values_list("resolution", flat=True)) == {"returned"}

    def test_applying_either_text_twice_changes_no_row(self, document):
        for text in (WITHOUT, TEXT):
            save(text)
            before = rows(), sorted(map(repr, LostSpan.objects.values()))
            save(text)
            assert (rows(), sorted(map(repr, LostSpan.objects.values()))) == before

    def test_the_same_words_elsewhere_are_not_taken_for_them(self, document):
        save(WITHOUT)
        save(WITHOUT + "\nThe Salt Company was in Tolva in 1902.\n")
        assert LostSpan.objects.filter(resolved_at=None).count() == 4

    def test_a_decision_whose_actor_is_gone_stays_lost(self, document, company):
        save(WITHOUT)
        LostSpan.objects.filter(kind="mention").update(
            values={"actor_id": 10**9, "state": "accepted"}
        )
        save(TEXT)
        assert LostSpan.objects.get(kind="mention").resolved_at is None

    def test_what_only_a_rule_found_is_found_again_by_it(self):
        save(TEXT)
        save(WITHOUT)
        assert not LostSpan.objects.exists()
        save(TEXT)
        assert Mention.objects.count() == 2


class TestByHand:
    def test_a_lost_span_is_attached_to_other_words_and_undone_exactly(self, document, editor):
        save(WITHOUT)
        lost = LostSpan.objects.get(kind="mention")
        before = standing(), sorted(map(repr, LostSpan.objects.values_list("resolution", "row")))
        block = Block.objects.get(position=1, footnote=None)
        done = reattach(lost, block, Span(0, 11), editor)
        row = Mention.objects.get(pk=lost.row)
        assert (row.block, row.start, row.end, row.state) == (block, 0, 11, State.REJECTED)
        lost.refresh_from_db()
        assert (lost.resolution, lost.resolved_by) == ("attached", editor)
        assert EditorialAct.objects.filter(verb="attached").exists()
        evidence = reattach(LostSpan.objects.get(kind="evidence"), block, Span(0, 11), editor)
        assert Evidence.objects.get().block == block
        undo(evidence.act, user=editor)
        undo(done.act, user=editor)
        after = standing(), sorted(map(repr, LostSpan.objects.values_list("resolution", "row")))
        assert after == before
        assert LostSpan.objects.filter(resolved_at=None).count() == 4

    def test_what_is_there_already_takes_the_decision(self, document, editor, company):
        save(WITHOUT)
        block = Block.objects.get(position=1, footnote=None)
        there = Mention.objects.create(block=block, start=0, end=4, actor=company)
        done = reattach(LostSpan.objects.get(kind="mention"), block, Span(0, 4), editor)
        there.refresh_from_db()
        assert (there.state, there.reviewer) == (State.REJECTED, editor)
        undo(done.act, user=editor)
        there.refresh_from_db()
        assert (there.state, there.reviewer) == (State.PROPOSED, None)

    def test_words_that_another_actor_has_are_refused(self, document, editor):
        save(WITHOUT)
        lost = LostSpan.objects.get(kind="mention")
        LostSpan.objects.filter(pk=lost.pk).update(values={**lost.values, "state": "accepted"})
        lost.refresh_from_db()
        block = Block.objects.get(position=1, footnote=None)
        other = make_actor("Other")
        Mention.objects.create(block=block, start=0, end=4, actor=other, state="accepted")
        with pytest.raises(Refused, match="Other"):
            reattach(lost, block, Span(0, 4), editor)
        assert LostSpan.objects.get(pk=lost.pk).resolved_at is None

    def test_what_is_given_up_can_be_taken_up_again(self, document, editor):
        save(WITHOUT)
        done = dismiss(LostSpan.objects.get(kind="mention"), editor)
        assert LostSpan.objects.filter(resolution="dismissed").count() == 1
        undo(done.act, user=editor)
        assert LostSpan.objects.filter(resolved_at=None).count() == 4

    def test_its_actor_is_merged_meanwhile_and_that_is_undone(self, document, editor, company):
        save(WITHOUT)
        lost = LostSpan.objects.get(kind="mention")
        keep = make_actor("Salt Firm")
        merged = merge(plan_merge(keep, company), user=editor)
        assert LostSpan.objects.get(pk=lost.pk).values["actor_id"] == keep.pk
        unmerge(merged, user=editor)
        assert LostSpan.objects.get(pk=lost.pk).values == lost.values

    def test_its_source_and_candidates_are_merged_meanwhile(self, document, editor):
        one, other, third = (make_source() for _ in range(3))
        values = {"source_id": one.pk, "candidates": sorted([one.pk, third.pk])}
        lost = LostSpan.objects.create(
            document=document, kind="citation", row=10**6, quote="x", block_key="k", values=values
        )
        merged = merge(plan_merge(other, one), user=editor)
        now = LostSpan.objects.get(pk=lost.pk).values
        assert now == {"source_id": other.pk, "candidates": sorted([other.pk, third.pk])}
        unmerge(merged, user=editor)
        assert LostSpan.objects.get(pk=lost.pk).values == values

    def test_the_second_of_two_is_refused(self, document, editor):
        save(WITHOUT)
        lost = LostSpan.objects.get(kind="mention")
        again = LostSpan.objects.get(pk=lost.pk)
        dismiss(lost, editor)
        with pytest.raises(Stale):
            reattach(again, Block.objects.first(), Span(0, 3), editor)

    def test_it_stays_within_its_document(self, document, editor):
        save(WITHOUT)
        block = Block.objects.first()
        with pytest.raises(Refused, match="not within"):
            reattach(LostSpan.objects.first(), block, Span(0, len(block.text) + 1), editor)


class TestRestoring:
    def test_it_brings_back_what_stood_there_with_its_decisions(self, document, editor):
        save(TEXT.replace("Nobody knew", "Hardly anyone knew"))  # its snapshot has the decisions
        before = {row[2:] for row in standing() if row[0] != "Evidence"}
        rewritten = TEXT.split("\n\n")[0] + "\n\nAll of it was new.\n"
        save(rewritten)
        LostSpan.objects.all().delete()
        document.refresh_from_db()
        restored = restore_revision(document, 2, user=editor)
        assert restored.live_revision.number == 4
        assert {row[2:] for row in standing() if row[0] != "Evidence"} == before

    def test_what_was_decided_since_stays(self, document, editor):
        save(TEXT + "\n\nMore.\n")
        Mention.objects.update(state=State.REJECTED)
        document.refresh_from_db()
        restore_revision(document, 1, user=editor)
        assert set(Mention.objects.values_list("state", flat=True)) == {State.REJECTED}


def test_a_preview_writes_nothing(document):
    before = rows(), LostSpan.objects.count()
    plan(WITHOUT)
    plan(TEXT.replace(SENTENCE, ""))
    assert (rows(), LostSpan.objects.count()) == before


def test_what_an_editor_set_aside_is_not_taken_up_by_a_rule(document):
    Mention.objects.update(state=State.PROPOSED, is_unsure=True, reviewed_at=None, reviewer=None)
    save(TEXT.replace("Nobody", "Hardly anybody"))
    assert set(Mention.objects.values_list("state", "is_unsure")) == {("proposed", True)}
