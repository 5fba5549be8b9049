"""Plans: what applying a manuscript would change, computed before anything is written.

A plan compares a reading with the rows of the document as they are. It is shown as counts ("31
kept, 2 shifted, 1 lost"), and applying it yields exactly those counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, QuerySet

from reader.actions.proposing import METHOD, NewActor
from reader.actions.sources import key_in
from reader.models import (
    Abbreviation,
    Block,
    Citation,
    Document,
    Evidence,
    Footnote,
    Mention,
    State,
)
from reader.registry import Registry
from reader.text.checks import check
from reader.text.matching import align
from reader.text.placing import Placed, place
from reader.text.problems import Problem
from reader.text.proposals import ProposedActor
from reader.text.reading import ReadBlock, Reading
from reader.text.spans import Span

# A row of spans, and where its span stands in the new text.
PlacedRow = tuple[Any, Placed]


@dataclass(slots=True)
class PlannedBlock:
    """A block of the new text: the row it continues, if any, and where it will stand."""

    read: ReadBlock
    label: str | None
    position: int
    row: Block | None
    mentions: list[PlannedSpan] = field(default_factory=list)
    citations: list[PlannedSpan] = field(default_factory=list)
    abbreviations: list[PlannedSpan] = field(default_factory=list)
    evidence: list[PlannedSpan] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """Return what the block's row shall hold."""
        block = self.read.block
        return {
            "position": self.position,
            "kind": block.kind,
            "text": block.text,
            "marks": [[m.start, m.end, m.kind, m.href] for m in block.marks],
            "level": block.level,
            "ordered": block.ordered,
            "cells": [list(row) for row in block.cells],
        }


@dataclass(slots=True)
class PlannedSpan:
    """A span of the new text: the row it continues, if any, and what that row shall hold.

    `state` is new, kept or shifted. `values` has the columns; `source` and `candidates` are keys
    of sources, `actor` is a key of the registry.
    """

    row: Any
    span: Span
    state: str
    values: dict[str, Any] = field(default_factory=dict)
    actor: Hashable = None
    source: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(slots=True)
class Lost:
    """A row whose words are gone from the text: kept in the revision before, or as evidence."""

    kind: str
    row: Any
    exact: str


@dataclass(slots=True)
class Plan:
    """All that applying a manuscript would do. `document` is None for a new one."""

    document: Document | None
    slug: str
    manuscript: str
    reading: Reading
    registry: Registry
    blocks: list[PlannedBlock]
    gone: list[Block]
    lost: list[Lost]
    problems: tuple[Problem, ...]
    counts: dict[str, dict[str, int]]
    document_now: Document | None = None
    proposals: tuple[tuple[NewActor, ProposedActor], ...] | None = None


@dataclass(slots=True)
class Standing:
    """The rows of a document as they are, loaded whole in a fixed number of queries."""

    document: Document
    manuscript: str
    footnotes: list[Footnote]
    blocks: list[Block]
    spans: dict[str, dict[int, list[Any]]]

    @classmethod
    def of(cls, document: Document) -> Standing:
        in_order = (F("footnote__number").asc(nulls_first=True), "position", "pk")
        blocks = list(document.blocks.order_by(*in_order))
        in_document = {"block__document": document}
        tables: dict[str, QuerySet[Any]] = {
            "mention": Mention.objects.filter(**in_document),
            "citation": Citation.objects.filter(**in_document)
            .select_related("source")
            .prefetch_related("candidates"),
            "abbreviation": Abbreviation.objects.filter(**in_document),
            "evidence": Evidence.objects.filter(**in_document),
        }
        spans: dict[str, dict[int, list[Any]]] = {}
        for kind, rows in tables.items():
            spans[kind] = defaultdict(list)
            for row in rows.order_by("pk"):
                spans[kind][row.block_id].append(row)
        revision = document.revisions.order_by("-number").first()
        return cls(
            document,
            revision.manuscript if revision else "",
            list(document.footnotes.order_by("number")),
            blocks,
            spans,
        )


def make_plan(
    manuscript: str,
    reading: Reading,
    registry: Registry,
    *,
    slug: str,
    standing: Standing | None,
    problems: Iterable[Problem] | None = None,
    proposals: tuple[tuple[NewActor, ProposedActor], ...] | None = None,
) -> Plan:
    """Return what applying this reading of manuscript under slug would do. Writes nothing.

    `proposals` are the actors that the reading proposes and that have no row yet; with None nothing
    was proposed, and what was proposed before stays as it is. `problems` are those of the file
    that the manuscript was made of, with the file's lines; without a file they are the
    manuscript's own.
    """
    if problems is None:
        problems = [*reading.document.problems, *reading.problems, *_findings(reading, None)]
    else:
        problems = list(problems)
        problems += [
            replace(problem, line=0)
            for problem in (*reading.problems, *_findings(reading, problems))
        ]
    blocks = _planned_blocks(reading, standing)
    plan = Plan(
        standing.document if standing else None,
        slug,
        manuscript,
        reading,
        registry,
        blocks,
        [],
        [],
        tuple(dict.fromkeys(problems)),
        {},
        proposals=proposals,
    )
    if standing:
        continued = {planned.row.pk for planned in blocks if planned.row}
        plan.gone = [block for block in standing.blocks if block.pk not in continued]
    for planned in blocks:
        _plan_spans(planned, plan, standing)
    if standing:
        for block in plan.gone:
            for kind, by_block in standing.spans.items():
                for row in by_block.get(block.pk, ()):
                    _lose(plan, kind, row, block.text)
    plan.counts = _count(plan, standing)
    return plan


def _findings(reading: Reading, problems: list[Problem] | None) -> list[Problem]:
    """Return what the checks find in a reading, beside what was reported already."""
    reported = {problem.code for problem in problems or reading.document.problems}
    reported |= {problem.code for problem in reading.problems}
    return [
        Problem(finding.line, finding.code, finding.message)
        for finding in check(reading, reading.events, problems)
        if finding.code not in reported
    ]


def _planned_blocks(reading: Reading, standing: Standing | None) -> list[PlannedBlock]:
    """Pair the new blocks with the rows they continue: body with body, note with its own note."""
    old: dict[str | None, list[Block]] = defaultdict(list)
    if standing:
        labels: dict[int | None, str] = {note.pk: note.label for note in standing.footnotes}
        for block in standing.blocks:
            old[labels.get(block.footnote_id)].append(block)
    new: dict[str | None, list[ReadBlock]] = defaultdict(list)
    for label, read in reading.all_blocks():
        new[label].append(read)
    planned = []
    for label, reads in new.items():
        rows = old.get(label, [])
        pairs = align([row.text for row in rows], [read.block.text for read in reads])
        for position, (read, pair) in enumerate(zip(reads, pairs, strict=True)):
            row = None if pair is None else rows[pair]
            planned.append(PlannedBlock(read, label, position, row))
    return planned


def _plan_spans(planned: PlannedBlock, plan: Plan, standing: Standing | None) -> None:
    """Say for every span of one block which row holds it; rows that no span holds are lost."""
    placed: dict[str, list[PlacedRow]] = {}
    text = planned.row.text if planned.row else ""
    for kind in ("mention", "citation", "abbreviation", "evidence"):
        rows = standing.spans[kind].get(planned.row.pk, []) if standing and planned.row else []
        spans = [Span(row.start, row.end) for row in rows]
        old_text = text if rows else ""
        placed[kind] = list(zip(rows, place(old_text, planned.read.block.text, spans), strict=True))
    _plan_mentions(planned, plan, placed["mention"], text)
    _plan_citations(planned, plan, placed["citation"], text)
    _plan_abbreviations(planned, plan, placed["abbreviation"], text)
    for row, where in placed["evidence"]:
        if where.span is None:
            _lose(plan, "evidence", row, text)
        else:
            planned.evidence.append(PlannedSpan(row, where.span, where.state))


def _plan_mentions(planned: PlannedBlock, plan: Plan, placed: list[PlacedRow], text: str) -> None:
    rows = {(where.span, row.actor_id): (row, where) for row, where in placed if where.span}
    # A person's word about a span outweighs what a rule finds there.
    spoken_for = {
        where.span for row, where in placed if row.reviewed_at and row.state == "accepted"
    }
    held = set()
    for found in planned.read.mentions:
        for actor in found.candidates:
            row, where = rows.get((found.span, actor), (None, None))
            if row is None and found.span in spoken_for:
                continue
            span = PlannedSpan(row, found.span, where.state if where else "new", actor=actor)
            if row is None or row.reviewed_at is None:
                taken = found.span in spoken_for
                span.values = {
                    "state": State.PROPOSED if taken else found.state,
                    "method": found.method,
                    "confidence": found.confidence,
                }
            held.add(id(row))
            planned.mentions.append(span)
    found_spans = [found.span for found in planned.read.mentions]
    for row, where in placed:
        if id(row) in held:
            continue
        if where.span is not None and _stays(row, where.span, plan, found_spans):
            span = PlannedSpan(row, where.span, where.state, actor=row.actor_id)
            planned.mentions.append(span)
        else:
            _lose(plan, "mention", row, text)


def _stays(row: Mention, span: Span, plan: Plan, found: list[Span]) -> bool:
    """Tell whether a mention that no rule finds now is kept: a person decided it, or still may."""
    if row.reviewed_at is not None:
        return True
    is_waiting = row.method == METHOD and plan.proposals is None
    return is_waiting and not any(span.overlaps(other) for other in found)


def _plan_citations(planned: PlannedBlock, plan: Plan, placed: list[PlacedRow], text: str) -> None:
    rows = {where.span: (row, where) for row, where in placed if where.span}
    held = set()
    for read in planned.read.citations:
        row, where = rows.get(read.found.span, (None, None))
        span = PlannedSpan(row, read.found.span, where.state if where else "new")
        if row is None or row.reviewed_at is None:
            certain = read.is_certain and read.found.confidence >= 0.9
            span.values = {
                "form": read.found.form,
                "locator": read.found.locator,
                "state": State.ACCEPTED if certain else State.PROPOSED,
                "method": "rule",
                "confidence": read.found.confidence,
            }
            span.source = key_in(read.source.cited_as, plan.slug) if read.source else ""
            span.candidates = tuple(key_in(c.cited_as, plan.slug) for c in read.candidates)
        held.add(id(row))
        planned.citations.append(span)
    for row, where in placed:
        if id(row) not in held:
            if where.span is None or row.reviewed_at is None:
                _lose(plan, "citation", row, text)
            else:
                planned.citations.append(PlannedSpan(row, where.span, where.state))


def _plan_abbreviations(
    planned: PlannedBlock, plan: Plan, placed: list[PlacedRow], text: str
) -> None:
    rows = {(where.span, row.short): (row, where) for row, where in placed if where.span}
    held = set()
    for found in planned.read.abbreviations:
        row, where = rows.get((found.span, found.short), (None, None))
        held.add(id(row))
        planned.abbreviations.append(
            PlannedSpan(
                row,
                found.span,
                where.state if where else "new",
                {"short": found.short, "long": found.long},
            )
        )
    for row, _ in placed:
        if id(row) not in held:
            _lose(plan, "abbreviation", row, text)


def _lose(plan: Plan, kind: str, row: Any, text: str) -> None:
    plan.lost.append(Lost(kind, row, text[row.start : row.end]))


def _count(plan: Plan, standing: Standing | None) -> dict[str, dict[str, int]]:
    blocks = Counter(
        "added"
        if planned.row is None
        else "kept"
        if planned.row.text == planned.read.block.text
        else "changed"
        for planned in plan.blocks
    )
    blocks["removed"] = len(plan.gone)
    counts = {"blocks": dict(blocks)}
    for kind in ("mentions", "citations", "abbreviations", "evidence"):
        states = Counter(span.state for planned in plan.blocks for span in getattr(planned, kind))
        singular = kind.removesuffix("s")
        states["lost"] = sum(1 for lost in plan.lost if lost.kind == singular)
        counts[kind] = {state: states[state] for state in ("new", "kept", "shifted", "lost")}
    return counts
