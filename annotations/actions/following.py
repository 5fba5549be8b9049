"""Where annotations stand after an edit of the text: told before it is written, written with it.

Both answers come from one reading of the plan, so they cannot differ. A place is never guessed:
`reader.text.placing` follows the words, and where it loses them the annotation is lost, keeping
its old words. When a revision is brought back, so are the places that it had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from django.db.models import F, Q

from annotations.models import Annotation, Placement, Segment, Suggestion, Target
from annotations.permissions import State, Visibility
from annotations.signals import what_happened
from reader.actions.plans import Forecast, Plan, PlannedBlock
from reader.models import Document, Revision
from reader.text.spans import Span

KIND = "annotation"
# A passage over several blocks whose survivors are fewer than this share of it is lost.
SURVIVING = 0.5
AT_ONCE = 500

Outcome = Literal["kept", "shifted", "moved", "lost"]


@dataclass(slots=True)
class Piece:
    """A range of one block of the new text."""

    block: PlannedBlock
    start: int
    end: int


@dataclass(slots=True)
class Standing:
    """A target as it stands before the edit, and what becomes of it."""

    target: int
    annotation: int
    public_id: str
    exact: str
    placement: int
    status: str
    is_public: bool = False
    beside: str = ""
    segments: list[tuple[str, int, int, str]] = field(default_factory=list)
    outcome: Outcome = "kept"
    becomes: str = ""
    pieces: list[Piece] = field(default_factory=list)


def forecast(plan: Plan) -> list[Forecast]:
    """Return what a plan would do to each annotated passage of its document. Writes nothing."""
    return [
        Forecast(KIND, row.public_id, row.exact, row.outcome, *_first(row), row.is_public)
        for row in _followed(plan)
        if row.segments or row.outcome != "lost"
    ]


def _first(row: Standing) -> tuple[PlannedBlock | None, int | None, int | None]:
    if not row.pieces:
        return None, None, None
    return row.pieces[0].block, row.pieces[0].start, row.pieces[0].end


def follow(document: Document, revision: Revision, plan: Plan) -> None:
    """Write where the annotations stand from this revision on, in the plan's transaction."""
    rows = _followed(plan)
    changed = [row for row in rows if row.becomes]
    _stand_beside(plan, rows)
    for some in (changed[at : at + AT_ONCE] for at in range(0, len(changed), AT_ONCE)):
        _write(some, revision)
    # An accepted suggestion took its own words away, which is no news to its author.
    accepted = Q(suggestion__decision=Suggestion.Decision.ACCEPTED)
    annotations = Annotation.objects.exclude(accepted).in_bulk({row.annotation for row in changed})
    for row in changed:
        if row.outcome in ("moved", "lost") and row.annotation in annotations:
            what_happened.send(
                Annotation, annotation=annotations[row.annotation], event=row.outcome, user=None
            )


def _write(rows: Sequence[Standing], revision: Revision) -> None:
    Placement.objects.filter(pk__in=[row.placement for row in rows]).update(is_current=False)
    placements = Placement.objects.bulk_create(
        Placement(
            target_id=row.target,
            revision=revision,
            status=row.becomes,
            method="followed",
            beside=row.beside,
        )
        for row in rows
    )
    Segment.objects.bulk_create(
        Segment(
            placement=placement,
            ordinal=ordinal,
            block=piece.block.row,
            key=piece.block.key or "",
            start=piece.start,
            end=piece.end,
            exact=piece.block.text[piece.start : piece.end],
        )
        for row, placement in zip(rows, placements, strict=True)
        for ordinal, piece in enumerate(row.pieces)
    )
    Annotation.objects.filter(pk__in={row.annotation for row in rows}).update(
        places=F("places") + 1
    )


def _stand_beside(plan: Plan, rows: Sequence[Standing]) -> None:
    """Say of what is lost beside which block of the new text it is read.

    That is the block its words stood in, where it goes on, else the nearest before it that does,
    or after it where there is none. What was lost earlier stays at its gap, whatever goes next.
    """
    there = {block.key for block in plan.blocks}
    old = sorted(plan.numbers, key=plan.numbers.__getitem__)
    moved = defaultdict(list)
    for row in rows:
        if row.outcome != "lost":
            row.beside = ""
            continue
        key = row.segments[0][0] if row.segments else row.beside
        if key in plan.numbers:
            at = plan.numbers[key]
            in_turn = chain(reversed(old[: at + 1]), old[at + 1 :])
            key = next((one for one in in_turn if one in there), "")
        if not row.becomes and key != row.beside:
            moved[key].append(row.placement)
        row.beside = key
    for key, placements in moved.items():
        Placement.objects.filter(pk__in=placements).update(beside=key)


def _followed(plan: Plan) -> list[Standing]:
    """Return every passage on the plan's document with what becomes of it."""
    if plan.document is None:
        return []
    rows = _standing(plan.document)
    if not rows:
        return []
    segments = [(key, Span(start, end)) for row in rows for key, start, end, _ in row.segments]
    places = iter(plan.place(segments))
    earlier = _earlier_places(plan, rows)
    for row in rows:
        found = [next(places) for _ in row.segments]
        before = earlier.get(row.target)
        if before is not None:
            _bring_back(row, *before)
            continue
        if not row.segments:
            row.outcome = "lost"
            continue
        stand = [
            (place.state, Piece(place.block, place.span.start, place.span.end), size)
            for place, (_, start, end, _) in zip(found, row.segments, strict=True)
            if (size := end - start) and place.block is not None and place.span is not None
        ]
        whole = sum(end - start for _, start, end, _ in row.segments)
        if sum(size for _, _, size in stand) < SURVIVING * whole:
            row.outcome, row.becomes = "lost", Placement.Status.LOST
            continue
        row.pieces = [piece for _, piece, _ in stand]
        states = {state for state, _, _ in stand}
        if "moved" in states:
            row.outcome, row.becomes = "moved", Placement.Status.MOVED
        elif states == {"kept"} and len(stand) == len(row.segments):
            row.outcome = "kept"
        else:
            was_moved = row.status == Placement.Status.MOVED
            row.outcome = "shifted"
            row.becomes = row.status if was_moved else Placement.Status.SHIFTED
    return rows


def _bring_back(row: Standing, status: str, pieces: list[Piece]) -> None:
    """Let a passage stand where it stood in the revision whose text comes back."""
    now = [(key, start, end) for key, start, end, _ in row.segments]
    then = [(piece.block.key, piece.start, piece.end) for piece in pieces]
    row.pieces = pieces
    if now == then and row.status == status:
        return
    row.outcome = "kept" if now == then else "shifted"
    row.becomes = status


def _standing(document: Document) -> list[Standing]:
    """Return the passages of a document as they stand now: one query."""
    rows: dict[int, Standing] = {}
    found = (
        Target.objects.filter(
            annotation__document=document, is_dropped=False, placements__is_current=True
        )
        .order_by("annotation", "ordinal", "pk", "placements__segments__ordinal")
        .values_list(
            "pk", "annotation", "annotation__public_id", "exact", "placements",
            "placements__status", "placements__segments__key", "placements__segments__start",
            "placements__segments__end", "placements__segments__exact",
            "annotation__visibility", "annotation__state", "placements__beside",
        )
    )  # fmt: skip
    for target, annotation, public_id, exact, placement, status, *segment, who, state, by in found:
        if target not in rows:
            is_public = (who, state) == (Visibility.PUBLIC, State.VISIBLE)
            rows[target] = Standing(
                target, annotation, str(public_id), exact, placement, status, is_public, by
            )
        if segment[0] is not None:
            rows[target].segments.append((segment[0], segment[1], segment[2], segment[3]))
    return list(rows.values())


def _earlier_places(plan: Plan, rows: Sequence[Standing]) -> dict[int, tuple[str, list[Piece]]]:
    """Return where passages stood in an earlier revision with this very manuscript, if any.

    Its blocks are those of the plan, one by one, since one manuscript has one reading.
    """
    document = plan.document
    if document is None or document.live_revision is None:
        return {}
    # The plan's own revision, once it is written, is not an earlier one.
    revision = (
        Revision.objects.filter(
            document=document,
            manuscript=plan.manuscript,
            number__lt=document.live_revision.number,
        )
        .order_by("-number")
        .first()
    )
    if revision is None:
        return {}
    keys = [key for key, _ in revision.snapshot.get("blocks", [])]
    if len(keys) != len(plan.blocks):
        return {}
    blocks = dict(zip(keys, plan.blocks, strict=True))
    in_force: dict[int, tuple[int, str]] = {}
    placed = Placement.objects.filter(
        target__in=[row.target for row in rows], revision__number__lte=revision.number
    ).order_by("pk")
    for target, placement, status in placed.values_list("target", "pk", "status"):
        in_force[target] = (placement, status)
    segments: defaultdict[int, list[tuple[str, int, int, str]]] = defaultdict(list)
    for placement, *segment in (
        Segment.objects.filter(placement__in=[pk for pk, _ in in_force.values()])
        .order_by("placement", "ordinal")
        .values_list("placement", "key", "start", "end", "exact")
    ):
        segments[placement].append((segment[0], segment[1], segment[2], segment[3]))
    earlier = {}
    for target, (placement, status) in in_force.items():
        pieces = [
            Piece(blocks[key], start, end)
            for key, start, end, exact in segments[placement]
            if key in blocks and blocks[key].text[start:end] == exact
        ]
        if pieces and len(pieces) == len(segments[placement]):
            earlier[target] = (status, pieces)
    return earlier
