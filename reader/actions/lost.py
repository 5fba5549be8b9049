"""Spans whose words left the text: remembered, brought back with their words or by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reader.actions.ledger import Done, Ledger, Refused
from reader.actions.records import BY_HAND, Stale
from reader.models import (
    Block,
    Citation,
    Decided,
    Document,
    Event,
    Evidence,
    LostSpan,
    Mention,
    Revision,
    State,
    User,
)
from reader.text.sentences import sentence_around
from reader.text.spans import Span

MODELS: dict[str, type[Model]] = {
    "mention": Mention,
    "citation": Citation,
    "event": Event,
    "evidence": Evidence,
}
# What a row of each kind holds beside its place.
DECISION = ("state", "method", "confidence", "reviewer_id", "reviewed_at", "is_unsure")
COLUMNS: dict[str, tuple[str, ...]] = {
    "mention": ("actor_id", "name_id", *DECISION),
    "citation": ("source_id", "form", "locator", *DECISION),
    "event": ("date", "inferred_reason", "sort_key", *DECISION),
    "evidence": ("relation_id",),
}
# How much of the words beside a span is remembered.
BESIDE = 32


def columns_of(kind: str, row: Any) -> dict[str, Any]:
    """Return what a row holds beside its place, as JSON takes it."""
    values = {name: getattr(row, name) for name in COLUMNS[kind]}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def row_of(kind: str, values: dict[str, Any], pk: int) -> Any:
    """Return the row that columns_of wrote, not saved, without a place."""
    known = {name: value for name, value in values.items() if name in COLUMNS[kind]}
    if known.get("reviewed_at"):
        known["reviewed_at"] = parse_datetime(known["reviewed_at"])
    return MODELS[kind](pk=pk, **known)


def open_lost_spans(document: Document) -> list[tuple[LostSpan, Any]]:
    """Return the lost spans of a document that could come back, each with its row.

    A span whose actor, source or relation is no longer there stays lost.
    """
    found = []
    for lost in document.lost_spans.filter(resolved_at=None).order_by("pk"):
        if lost.kind == LostSpan.Kind.EVIDENCE:
            row = Evidence.objects.filter(pk=lost.row, block=None).first()
        else:
            row = row_of(lost.kind, lost.values, lost.row)
        if row is not None and stands(row):
            found.append((lost, row))
    return found


def stands(row: Any) -> bool:
    """Tell whether everything is there that a row points to; who decided it may be gone."""
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if not field.is_relation or key is None or field.name == "block":
            continue
        if not field.related_model._base_manager.filter(pk=key).exists():
            if not field.null or field.name == "source":
                return False
            setattr(row, field.attname, None)
    return True


def remember(document: Document, lost: Iterable[tuple[str, Any, str, str]]) -> list[LostSpan]:
    """Keep the spans that a person decided or entered; each is (kind, row, text, key of block).

    `text` is that of its block as it was. What only a rule had found the rule finds again.
    """
    kept = []
    for kind, row, text, key in lost:
        if kind not in MODELS or not _is_somebodys(row):
            continue
        values = columns_of(kind, row)
        if isinstance(row, Citation):
            values["candidates"] = sorted(source.pk for source in row.candidates.all())
        kept.append(
            LostSpan(
                document=document,
                kind=kind,
                row=row.pk,
                quote=text[row.start : row.end],
                prefix=text[max(0, row.start - BESIDE) : row.start],
                suffix=text[row.end : row.end + BESIDE],
                block_key=key,
                values=values,
                decided_by_id=getattr(row, "reviewer_id", None),
            )
        )
    return LostSpan.objects.bulk_create(kept)


def _is_somebodys(row: Any) -> bool:
    if not isinstance(row, Decided):
        return True
    return row.reviewed_at is not None or row.is_unsure or row.method in (BY_HAND, "moved")


@transaction.atomic
def reattach(lost: LostSpan, block: Block, span: Span, user: User | None) -> Done:
    """Put a lost span on other words of its document, as decided by user; it can be undone.

    What says the same at those words already takes its decision. Raises Stale when someone else
    has dealt with it since it was read, Refused for a place that is not in the document's text,
    that another has, or when what the span points to is gone.
    """
    if block.document_id != lost.document_id or span.end > len(block.text):
        raise Refused("The new place is not within a block of the document.")
    row = Evidence(pk=lost.row) if lost.kind == LostSpan.Kind.EVIDENCE else _standing(lost)
    ledger = Ledger(user)
    _resolve(ledger, lost, LostSpan.Resolution.ATTACHED)
    place = {"block_id": block.pk, "start": span.start, "end": span.end}
    if isinstance(row, Evidence):
        row = _evidence(lost)
        ledger.put(row, row.version, **place)
    else:
        row.reviewer, row.reviewed_at = user, ledger.now
        for name, value in place.items():
            setattr(row, name, value)
        _enter(ledger, lost, row, block, span)
    words = f"“{lost.quote[:80]}” to “{span.of(block.text)[:80]}”"
    return ledger.close("attached", words, document=lost.document, record=row)


def _standing(lost: LostSpan) -> Any:
    row = row_of(lost.kind, lost.values, lost.row)
    if not stands(row):
        raise Refused("What these words led to is no longer there.")
    return row


def _evidence(lost: LostSpan) -> Evidence:
    row = Evidence.objects.filter(pk=lost.row).select_related("block", "relation").first()
    if row is None:
        raise Refused("The relation that these words proved is no longer there.")
    return row


def _enter(ledger: Ledger, lost: LostSpan, row: Any, block: Block, span: Span) -> None:
    """Enter the row anew at its place, or give its decision to the one that says the same there."""
    there: Any = type(row)._default_manager.filter(block=block, start=span.start, end=span.end)
    twin = None
    if isinstance(row, Event):
        sentence = sentence_around(block.text, span)
        row.sentence_start, row.sentence_end = sentence.start, sentence.end
        twin = there.select_related("block").first()
    elif isinstance(row, Mention):
        if row.state == State.ACCEPTED:
            rival = there.exclude(actor=row.actor_id).filter(state=State.ACCEPTED).first()
            if rival is not None:
                raise Refused(f"These words are accepted as {rival.actor}: reject that first.")
        twin = there.filter(actor=row.actor_id).select_related("block", "actor").first()
    if twin is not None:
        ledger.put(twin, twin.version, **{name: getattr(row, name) for name in COLUMNS[lost.kind]})
        return
    if type(row)._default_manager.filter(pk=row.pk).exists():
        raise Stale(lost, LostSpan.objects.filter(pk=lost.pk).first())
    ledger.make(row)
    if isinstance(row, Citation):
        row.candidates.set(lost.values.get("candidates", ()))


@transaction.atomic
def dismiss(lost: LostSpan, user: User | None) -> Done:
    """Give a lost span up; it can be undone. Raises Stale when someone else has dealt with it."""
    ledger = Ledger(user)
    _resolve(ledger, lost, LostSpan.Resolution.DISMISSED)
    return ledger.close("gave up", f"“{lost.quote[:80]}”", document=lost.document, record=lost)


def _resolve(ledger: Ledger, lost: LostSpan, resolution: str) -> None:
    there = LostSpan.objects.filter(pk=lost.pk).first()
    if there is None or there.version != lost.version or there.resolved_at is not None:
        raise Stale(lost, there)
    ledger.put(
        there,
        lost.version,
        resolved_at=ledger.now,
        resolution=str(resolution),
        resolved_by_id=ledger.user.pk if ledger.user else None,
    )


def returned(lost: Iterable[LostSpan], revision: Revision) -> None:
    """Close the lost spans whose words came back with a revision."""
    LostSpan.objects.filter(pk__in=[one.pk for one in lost]).update(
        resolved_at=timezone.now(),
        resolution=LostSpan.Resolution.RETURNED,
        resolved_by=revision.author,
        version=F("version") + 1,
    )
