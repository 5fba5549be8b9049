"""What a plan does to the spans of a document: which row goes on where, and what it shall hold.

Where a row stands is said by the transition alone. What the recognisers find at that very place
is the same span, and says what the row shall hold until a person has decided it. A row whose
words are there stays, found again or not: one that only a rule had accepted then waits for a
person. Words that were taken out and put in elsewhere carry no decision with them unseen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from reader.actions.plans import Lost, Plan, PlannedBlock, PlannedSpan, Standing
from reader.actions.sources import key_in
from reader.models import LostSpan, State
from reader.text.edtf import sort_key
from reader.text.events import FoundEvent
from reader.text.placing import Place, Placement
from reader.text.sentences import sentence_around
from reader.text.spans import Span

# How a span came to its place that was found where text is new.
MOVED = "moved"
# A person's decision that is to be made again.
UNDECIDED = {"state": State.PROPOSED, "reviewer_id": None, "reviewed_at": None}


class PlacedRow:
    """A row of spans with the words it had, where it stands now, and whether that is taken up."""

    def __init__(
        self, row: Any, exact: str, placement: Placement, lost: LostSpan | None = None
    ) -> None:
        self.row, self.exact, self.placement, self.lost = row, exact, placement, lost
        self.is_held = False

    @property
    def span(self) -> Span:
        assert self.placement.span is not None
        return self.placement.span

    @property
    def is_decided(self) -> bool:
        """Tell whether a person has decided it, or has set it aside."""
        return self.row.reviewed_at is not None or self.row.is_unsure

    @property
    def is_moved(self) -> bool:
        return self.placement.state == "moved"

    def go_on(self, span: Span | None = None, **fields: Any) -> PlannedSpan:
        """Return the planned span that continues the row."""
        self.is_held = True
        state = "returned" if self.lost else self.placement.state
        return PlannedSpan(
            self.row, span or self.span, state, exact=self.exact, lost=self.lost, **fields
        )


PlacedRows = dict[str, dict[int, list[PlacedRow]]]


def plan_spans(plan: Plan, standing: Standing | None) -> None:
    """Say for every span of the new text which row holds it; rows that no span holds are lost."""
    placed = _place(plan, standing) if standing else {}
    events = defaultdict(list)
    for event in plan.reading.events:
        events[event.block].append(event)
    for number, planned in enumerate(plan.blocks):
        rows = {kind: by_block.get(number, []) for kind, by_block in placed.items()}
        _plan_mentions(planned, plan, rows.get("mention", []))
        _plan_citations(planned, plan, rows.get("citation", []))
        _plan_events(planned, events[number], rows.get("event", []))
        _plan_abbreviations(planned, rows.get("abbreviation", []))
        planned.evidence += [placed_row.go_on() for placed_row in rows.get("evidence", [])]
    for kind, by_block in placed.items():
        for rows_here in by_block.values():
            plan.lost += [
                Lost(kind, placed_row.row, placed_row.exact)
                for placed_row in rows_here
                if not placed_row.is_held and placed_row.lost is None
            ]


def _place(plan: Plan, standing: Standing) -> PlacedRows:
    """Return the rows by kind and by the new block they stand in; under -1 those that are lost."""
    assert plan.transition is not None
    number_of = {block.pk: number for number, block in enumerate(standing.blocks)}
    rows = [(kind, row) for kind, of_kind in standing.spans.items() for row in of_kind]
    places = [Place(number_of[row.block_id], Span(row.start, row.end)) for _, row in rows]
    placed: PlacedRows = {kind: defaultdict(list) for kind in standing.spans}
    for (kind, row), place, placement in zip(
        rows, places, plan.transition.place(places), strict=True
    ):
        exact = place.span.of(standing.blocks[place.block].text)
        number = -1 if placement.block is None else placement.block
        placed[kind][number].append(PlacedRow(row, exact, placement))
    numbers = {id(planned): number for number, planned in enumerate(plan.blocks)}
    for lost, row in standing.lost:
        found = plan.find(lost.quote, lost.prefix, lost.suffix)
        if found.block is not None:
            number = numbers[id(found.block)]
            back = Placement("shifted", number, found.span)
            placed[lost.kind][number].append(PlacedRow(row, lost.quote, back, lost))
    return placed


def _plan_mentions(planned: PlannedBlock, plan: Plan, placed: list[PlacedRow]) -> None:
    rows = {(one.span, one.row.actor_id): one for one in reversed(_settled_first(placed))}
    # A person's word about a span outweighs what a rule finds there.
    spoken_for = {
        one.span
        for one in placed
        if one.is_decided and one.row.state == State.ACCEPTED and not one.is_moved
    }
    certain = []
    for found in planned.read.mentions:
        for actor in found.candidates:
            one = rows.get((found.span, actor)) if rows else None
            if one is None and spoken_for and found.span in spoken_for:
                continue
            name = found.name.key if found.name.actor == actor else None
            span = (
                one.go_on(actor=actor, name=name)
                if one
                else PlannedSpan(None, found.span, "new", actor=actor, name=name)
            )
            if one is None or not one.is_decided:
                taken = bool(spoken_for) and found.span in spoken_for
                span.values = {
                    "state": State.PROPOSED if taken else found.state,
                    "method": found.method,
                    "confidence": found.confidence,
                }
                if span.values["state"] == State.ACCEPTED:
                    certain.append(found.span)
            elif one.is_moved and found.state != State.ACCEPTED:
                span.values = _to_confirm(one)
            planned.mentions.append(span)
    if not placed:
        return
    taken_up = {(span.span, span.actor) for span in planned.mentions}
    for one in _settled_first(placed):
        if one.is_held or (one.span, one.row.actor_id) in taken_up:
            continue
        if one.is_decided or not any(one.span.overlaps(other) for other in certain):
            values = _unfound(one)
            planned.mentions.append(one.go_on(actor=one.row.actor_id, values=values))
            taken_up.add((one.span, one.row.actor_id))


def _settled_first(placed: Iterable[PlacedRow]) -> list[PlacedRow]:
    """Return the rows so that of two at one place the one that was not moved comes first."""
    return sorted(placed, key=lambda one: (one.is_moved, not one.is_decided, one.row.pk))


def _unfound(one: PlacedRow) -> dict[str, Any]:
    """Return what changes in a row whose words are there and that no rule finds now."""
    if one.is_moved:
        return _to_confirm(one)
    if not one.is_decided and one.row.state == State.ACCEPTED:
        return {"state": State.PROPOSED}
    return {}


def _to_confirm(one: PlacedRow) -> dict[str, Any]:
    """Return what changes in a row that was found elsewhere; what was rejected stays rejected."""
    if one.row.state == State.REJECTED:
        return {}
    return {**UNDECIDED, "method": MOVED}


def _plan_citations(planned: PlannedBlock, plan: Plan, placed: list[PlacedRow]) -> None:
    settled = _settled_first(placed)
    for read in planned.read.citations:
        one = _standing_at(read.found.span, settled) if settled else None
        certain = read.is_certain and read.found.confidence >= 0.9
        span = one.go_on(read.found.span) if one else PlannedSpan(None, read.found.span, "new")
        if one is None or not one.is_decided:
            span.values = {
                "form": read.found.form,
                "locator": read.found.locator,
                "state": State.ACCEPTED if certain else State.PROPOSED,
                "method": "rule",
                "confidence": read.found.confidence,
            }
            span.source = key_in(read.source.cited_as, plan.slug) if read.source else ""
            span.candidates = tuple(key_in(c.cited_as, plan.slug) for c in read.candidates)
        elif one.is_moved and not certain:
            span.values = _to_confirm(one)
        planned.citations.append(span)
    for one in settled:
        if not one.is_held:
            planned.citations.append(one.go_on(values=_unfound(one)))


def _standing_at(span: Span, placed: Sequence[PlacedRow]) -> PlacedRow | None:
    """Return the row that stands on these words and is not taken up yet, if there is one.

    A row that only a rule made goes on with what the rule finds now on its words and more.
    """
    for one in placed:
        if not one.is_held and one.span == span:
            return one
    for one in placed:
        if not one.is_held and not one.is_decided and span.contains(one.span):
            return one
    return None


def _plan_events(
    planned: PlannedBlock, found: Sequence[FoundEvent], placed: list[PlacedRow]
) -> None:
    settled = _settled_first(placed)
    spans = {event.span for event in found}
    for event in found:
        # A row that stands exactly where another date is found is that one's.
        free = [one for one in settled if one.span == event.span or one.span not in spans]
        one = _standing_at(event.span, free) if free else None
        span = one.go_on(event.span) if one else PlannedSpan(None, event.span, "new")
        if one is None or not one.is_decided:
            span.values = {
                "date": event.date,
                "inferred_reason": event.reason[:300],
                "sort_key": sort_key(event.date),
                "state": event.state,
                "method": "date",
                "confidence": event.confidence,
            }
        elif one.is_moved and event.state != State.ACCEPTED:
            span.values = _to_confirm(one)
        _set_sentence(span, event.sentence)
        planned.events.append(span)
    for one in settled:
        # A place has one event: of two rows that came to it one is lost.
        if not one.is_held and one.span not in spans:
            spans.add(one.span)
            span = one.go_on(values=_unfound(one))
            _set_sentence(span, sentence_around(planned.text, span.span))
            planned.events.append(span)


def _set_sentence(span: PlannedSpan, sentence: Span) -> None:
    span.values |= {"sentence_start": sentence.start, "sentence_end": sentence.end}


def _plan_abbreviations(planned: PlannedBlock, placed: list[PlacedRow]) -> None:
    rows = {(one.span, one.row.short): one for one in placed}
    for found in planned.read.abbreviations:
        one = rows.get((found.span, found.short)) if rows else None
        values = {"short": found.short, "long": found.long}
        planned.abbreviations.append(
            one.go_on(values=values) if one else PlannedSpan(None, found.span, "new", values)
        )
