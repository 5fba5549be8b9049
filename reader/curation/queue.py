"""The queue across documents: the most doubted first, page by page, however long it is."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from reader.actions.curation import Seen
from reader.actions.ledger import KINDS as MODELS
from reader.actions.ledger import rows_of
from reader.curation.cases import KINDS, Case, title_of
from reader.models import Document, Evidence, Mention, Name, State, User
from reader.passages import Outline, outlines
from reader.text.sentences import Quotation, quote_around
from reader.text.spans import Span

PAGE = 25
# Beyond this nobody counts: "1,000 and more" is told.
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class At:
    """A place in the queue: after the row of this kind and key, doubted so much."""

    confidence: float
    kind: str
    pk: int

    def __str__(self) -> str:
        return f"{self.confidence!r}_{self.kind}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> At | None:
        """Return the place that an address names, None for none."""
        confidence, _, rest = text[:80].partition("_")
        kind, _, pk = rest.partition("_")
        try:
            at = cls(float(confidence), kind, int(pk))
        except ValueError:
            return None
        return at if kind in KINDS and 0 <= at.confidence <= 1 and 0 <= at.pk < 2**62 else None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue: its cases, their documents by key, and where the next page begins."""

    cases: list[Case]
    outlines: dict[int, Outline]
    documents: dict[str, Document]
    spots: dict[str, Any]
    following: str

    def quotation(self, case: Case) -> Quotation | None:
        """Return the words of a case in their sentence."""
        spot = self.spots[case.key]
        text = spot.block.text
        if not 0 <= spot.start < spot.end <= len(text):
            return None
        return quote_around(text, Span(spot.start, spot.end))


def page_of_queue(user: User, *, kind: str = "", unsure: bool = False, after: At | None) -> Page:
    """Return the cases after a place in the queue that this user may see.

    Each table is read from its index at the place, never counted; what is in a document that the
    user may not read is left out. At most 22 queries at any length of the queue.
    """
    kinds = [kind] if kind else list(KINDS)
    merged = heapq.merge(*(_waiting(one, after, unsure=unsure) for one in kinds))
    found = list(islice(merged, PAGE + 1))
    rows: dict[str, dict[int, Any]] = {}
    for one in kinds:
        keys = [pk for _, place, pk in found[:PAGE] if KINDS[place] == one]
        rows[one] = rows_of(one, keys) if keys else {}
    ordered = [rows[KINDS[place]][pk] for _, place, pk in found[:PAGE] if pk in rows[KINDS[place]]]
    spots = _spots(ordered)
    about = {spot.block.document_id for spot in spots.values()}
    documents = {row.pk: row for row in Document.objects.visible_to(user).filter(pk__in=about)}
    shown = outlines(documents, [_Spot(spot) for spot in spots.values()]) if documents else {}
    cases = []
    for row in ordered:
        spot = spots.get(_key(row))
        if spot is not None and spot.block.document_id in shown:
            place = shown[spot.block.document_id].places[spot.block_id]
            one = row._meta.model_name
            cases.append(Case(row, one, title_of(row), spot.block_id, spot.start, place, _key(row)))
    following = ""
    if len(found) > PAGE:
        confidence, place, pk = found[PAGE - 1]
        following = str(At(confidence, KINDS[place], pk))
    about_each = {case.key: documents[spots[case.key].block.document_id] for case in cases}
    return Page(cases, shown, about_each, spots, following)


def document_about(seen: Seen) -> int | None:
    """Return the primary key of the document at which the queue shows a row, None for none."""
    row = rows_of(seen.kind, [seen.pk]).get(seen.pk) if seen.kind in KINDS else None
    spots = _spots([row]) if row is not None else {}
    return spots[_key(row)].block.document_id if spots else None


def numbers(*, unsure: bool = False) -> list[tuple[str, str]]:
    """Return how many of each kind wait, counted no further than COUNTED."""
    found = []
    for kind in KINDS:
        number = _queue(kind, unsure=unsure).order_by()[: COUNTED + 1].count()
        if number:
            words = f"{COUNTED:,} and more" if number > COUNTED else str(number)
            found.append((kind, words))
    return found


def _queue(kind: str, *, unsure: bool) -> QuerySet[Any]:
    rows: QuerySet[Any] = MODELS[kind]._default_manager.filter(
        state=State.PROPOSED,
        is_unsure__in=[unsure],  # as a comparison: SQLite finds no index for NOT is_unsure
    )
    if kind == "name":  # a primary name goes with its actor
        rows = rows.exclude(~Q(actor__state=State.ACCEPTED), kind=Name.Kind.PRIMARY)
    return rows


def _waiting(kind: str, after: At | None, *, unsure: bool) -> Iterator[tuple[float, int, int]]:
    """Yield (confidence, number of the kind, key) of a table after a place, from its index."""
    number = KINDS.index(kind)
    rows = _queue(kind, unsure=unsure)
    ordered = rows.order_by("confidence", "pk").values_list("confidence", "pk")
    parts = [ordered]
    if after is not None:
        same = ordered.filter(confidence=after.confidence)
        here = KINDS.index(after.kind)
        if number == here:
            same = same.filter(pk__gt=after.pk)
        parts = [ordered.filter(confidence__gt=after.confidence)]
        if number >= here:
            parts.insert(0, same)
    left = PAGE + 1
    for part in parts:
        for confidence, pk in part[:left]:
            left -= 1
            yield confidence, number, pk


def _key(row: Any) -> str:
    return f"{row._meta.model_name}-{row.pk}"


class _Spot:
    """Where a row stands, as passages ask for it."""

    def __init__(self, span: Any) -> None:
        self.block_id, self.start, self.end = span.block_id, span.start, span.end


def _spots(rows: list[Any]) -> dict[str, Any]:
    """Return the span at which each row is shown: its own, its first mention, its first proof."""
    found: dict[str, Any] = {}
    actors = {row.pk if row._meta.model_name == "actor" else getattr(row, "actor_id", None)
              for row in rows if row._meta.model_name in ("actor", "name")}  # fmt: skip
    named: dict[int, Any] = {}
    if actors:
        mentions = Mention.objects.filter(actor__in=actors).exclude(state=State.REJECTED)
        for mention in mentions.select_related("block").order_by("-pk")[:2000]:
            named[mention.actor_id] = mention
    relations = {row.pk for row in rows if row._meta.model_name == "relation"}
    proofs: dict[int, Any] = {}
    if relations:
        evidence = Evidence.objects.filter(relation__in=relations, block__isnull=False)
        for proof in evidence.select_related("block").order_by("-pk")[:2000]:
            proofs[proof.relation_id] = proof
    for row in rows:
        match row._meta.model_name:
            case "actor":
                spot = named.get(row.pk)
            case "name":
                spot = named.get(row.actor_id)
            case "relation":
                spot = proofs.get(row.pk)
            case _:
                spot = row
        if spot is not None:
            found[_key(row)] = spot
    return found
