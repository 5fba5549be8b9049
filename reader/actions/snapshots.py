"""What a revision remembers of every span, and how that comes back when it is restored."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import F

from reader.actions.counts import counts_of
from reader.actions.lost import COLUMNS, MODELS, row_of, stands
from reader.actions.plans import KINDS, Plan, PlannedBlock, PlannedSpan
from reader.models import Abbreviation, Citation, Document
from reader.text.sentences import sentence_around
from reader.text.spans import Span

# What a snapshot has of each kind beside place and words.
REMEMBERED = {kind: (MODELS[kind], columns) for kind, columns in COLUMNS.items()}
SNAPSHOT: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    **REMEMBERED,
    "abbreviation": (Abbreviation, ("short", "long")),
}
# What says who decided; without it only a rule did.
BROUGHT_BACK = ("mention", "citation", "event")
PLURALS = {kind: name for name, kind in KINDS.items()}


def snapshot_of(document: Document) -> dict[str, Any]:
    """Return every block and span of the live text with its place, words, state and decision."""
    in_order = (F("footnote__number").asc(nulls_first=True), "position", "pk")
    blocks = list(
        document.blocks.order_by(*in_order).values_list("pk", "key", "text", "footnote__label")
    )
    texts = {pk: (key, text) for pk, key, text, _ in blocks}
    candidates: defaultdict[int, list[int]] = defaultdict(list)
    for citation, source in Citation.candidates.through.objects.filter(
        citation__block__document=document
    ).values_list("citation_id", "source_id"):
        candidates[citation].append(source)
    spans = []
    for kind, (model, columns) in SNAPSHOT.items():
        rows = model._default_manager.filter(block__document=document).order_by("pk")
        for row in rows.values("pk", "block_id", "start", "end", *columns).iterator():
            key, text = texts[row.pop("block_id")]
            exact = text[row["start"] : row["end"]]
            for name, value in row.items():
                if isinstance(value, datetime):
                    row[name] = value.isoformat()
            if kind == "citation" and candidates[row["pk"]]:
                row["candidates"] = sorted(candidates[row["pk"]])
            spans.append({"kind": kind, "id": row.pop("pk"), "block": key, "exact": exact, **row})
    return {"blocks": [[key, label] for _, key, _, label in blocks], "spans": spans}


def bring_back(plan: Plan, snapshot: dict[str, Any]) -> None:
    """Let a plan of a revision's manuscript bring back the spans that the revision remembers.

    What a person has decided since stays as decided. What a person had decided then is decided so
    again; what stood there then and is not found now stands there again. Call it before the plan
    is shown or applied; the counts follow.
    """
    keys = [key for key, _ in snapshot.get("blocks", ())]
    blocks = dict(zip(keys, plan.blocks, strict=True)) if len(keys) == len(plan.blocks) else {}
    for said in snapshot.get("spans", ()):
        planned = blocks.get(said["block"])
        if planned is None or said["kind"] not in BROUGHT_BACK:
            continue
        span = Span(said["start"], said["end"])
        if span.of(planned.text) == said["exact"] and {*COLUMNS[said["kind"]]} <= said.keys():
            _bring_back_one(planned, said["kind"], span, said)
    plan.counts = counts_of(plan)


def _bring_back_one(planned: PlannedBlock, kind: str, span: Span, said: dict[str, Any]) -> None:
    row = row_of(kind, said, said["id"])
    if not stands(row):
        return
    there: list[PlannedSpan] = getattr(planned, PLURALS[kind])
    values = {name: getattr(row, name) for name in COLUMNS[kind]}
    for one in there:
        is_same = one.span == span and (kind != "mention" or one.actor == row.actor_id)
        if not is_same:
            continue
        decided_since = one.row is not None and (one.row.reviewed_at or one.row.is_unsure)
        if row.reviewed_at and not decided_since:
            _make_room(there, one, row)
            if kind == "citation":
                one.source_id = values.pop("source_id")
            one.values |= values
        return
    if any(one.span == span for one in there) and kind != "mention":
        return
    new = PlannedSpan(None, span, "new", values)
    if kind == "mention":
        new.actor, new.name = values.pop("actor_id"), values.pop("name_id")
    if kind == "citation":
        new.source_id = values.pop("source_id")
    if kind == "event":
        sentence = sentence_around(planned.text, span)
        values |= {"sentence_start": sentence.start, "sentence_end": sentence.end}
    _make_room(there, new, row)
    there.append(new)


def _make_room(there: list[PlannedSpan], one: PlannedSpan, row: Any) -> None:
    """Let one mention of a span be accepted: what a rule says of the span now gives way.

    Where a person has accepted another since, the one that comes back waits.
    """
    if row._meta.model_name != "mention" or row.state != "accepted":
        return
    for other in there:
        if other is one or other.span != one.span:
            continue
        if other.values.get("state") == "accepted":
            other.values["state"] = "proposed"
        elif (
            other.row is not None and other.row.state == "accepted" and "state" not in other.values
        ):
            one.values |= {"state": "proposed", "reviewer_id": None, "reviewed_at": None}
