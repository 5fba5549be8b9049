"""Plans: what applying a manuscript would change, computed before anything is written.

A plan compares a reading with the rows of the document as they are. It is shown as counts ("31
kept, 2 shifted, 1 lost"), and applying it yields exactly those counts. `planning.make_plan` makes
one, `documents.apply` writes it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet

from reader.actions.lost import open_lost_spans
from reader.actions.proposing import NewActor
from reader.models import (
    Abbreviation,
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    Footnote,
    LostSpan,
    Mention,
    State,
)
from reader.registry import Registry
from reader.text.placing import Place, Placement, PlacementState, Transition
from reader.text.problems import Problem
from reader.text.proposals import ProposedActor
from reader.text.reading import ReadBlock, Reading
from reader.text.spans import Span

# The lists of spans that a planned block has, with the kind that their rows are of.
KINDS = {
    "mentions": "mention",
    "citations": "citation",
    "events": "event",
    "abbreviations": "abbreviation",
    "evidence": "evidence",
}


@dataclass(slots=True)
class PlannedBlock:
    """A block of the new text: the row it continues, if any, and where it will stand.

    `former_key` is the key that a new block had when its words last stood in the text, or "".
    Once the plan is applied `row` is the block's row, of a new block too, and `row.key` its key.
    """

    read: ReadBlock
    label: str | None
    position: int
    row: Block | None
    former_key: str = ""
    mentions: list[PlannedSpan] = field(default_factory=list)
    citations: list[PlannedSpan] = field(default_factory=list)
    events: list[PlannedSpan] = field(default_factory=list)
    abbreviations: list[PlannedSpan] = field(default_factory=list)
    evidence: list[PlannedSpan] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block's new plain text."""
        return self.read.block.text

    @property
    def key(self) -> str | None:
        """The block's key; None for a block never seen until the plan is applied."""
        return self.row.key if self.row is not None else self.former_key or None

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

    def spans(self) -> Iterator[tuple[str, PlannedSpan]]:
        """Yield (kind, span) for all that shall stand in the block."""
        for name, kind in KINDS.items():
            for span in getattr(self, name):
                yield kind, span


@dataclass(slots=True)
class PlannedSpan:
    """A span of the new text: the row it continues, if any, and what that row shall hold.

    `state` is new, kept, shifted, moved or returned: of a returned one `lost` is where it was
    kept, and `row` the row that is to be written again. `values` has the columns that change;
    `source` and `candidates` are keys of sources (`source_id` is a source's primary key where
    that is known), `actor` is a key of the registry, `name` the primary key of
    the actor's name that was found. `exact` are the words that the row had before.
    """

    row: Any
    span: Span
    state: str
    values: dict[str, Any] = field(default_factory=dict)
    actor: Hashable = None
    name: Hashable = None
    source: str = ""
    candidates: tuple[str, ...] = ()
    exact: str = ""
    lost: LostSpan | None = None
    source_id: int | None = None

    @property
    def goes_to_review(self) -> bool:
        """Tell whether a row that was accepted waits for a person from now on."""
        state = self.values.get("state")
        was = getattr(self.row, "state", None)
        return state == State.PROPOSED and was == State.ACCEPTED


@dataclass(slots=True)
class Lost:
    """A row whose words are gone from the text: kept in the revision before, or as evidence."""

    kind: str
    row: Any
    exact: str


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """Where a span of the text as it is would stand: a Placement, with the block itself."""

    state: PlacementState
    block: PlannedBlock | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a plan would do to one thing that stands on words of the document.

    `kind` is what it is ("mention", "annotation"), `id` names it for those who know the kind, and
    `exact` are its words in the text as it is. `state` is kept, shifted, moved (found where text
    is new, for a person to confirm) or lost; when lost `block`, `start` and `end` are None, else
    [start, end) are code points of the block's new text. Of several segments the forecast has the
    first one's place and the worst one's state. What is not public is followed all the same, but
    nobody is shown it or its number on a screen: only the dry run at the console has it.
    """

    kind: str
    id: int | str
    exact: str
    state: PlacementState
    block: PlannedBlock | None = None
    start: int | None = None
    end: int | None = None
    is_public: bool = True


@dataclass(slots=True)
class Plan:
    """All that applying a manuscript would do. `document` is None for a new one.

    A receiver of `signals.revision_planned` is handed the plan as `plan` and returns a list of
    Forecast for what it keeps on this document (an empty list or None for nothing); it asks
    `plan.place` where its spans go and writes nothing. Its forecasts are shown with the plan and
    counted under their kind. A receiver of `signals.revision_applied` is handed `document`,
    `revision` and the same `plan` within the transaction: `plan.place` then answers as before,
    and every block that it answers with has its row.

    `counts` has for each kind how many are new, kept, shifted, moved, lost, and returned after
    they were lost by an earlier revision; `review` counts
    those of them that wait for a person from now on.
    """

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
    transition: Transition | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    answers: list[Forecast] = field(default_factory=list)
    # Of each block as it is, by primary key: its text and key.
    texts_before: dict[int, tuple[str, str]] = field(default_factory=dict)

    def place(self, segments: Sequence[tuple[str, Span]]) -> list[PlannedPlace]:
        """Return where spans of the text as it is stand in the plan's text, in the order given.

        Each is (key of a block as it is, span of its text). A key that no block of the document
        has is lost. Any number of spans costs one comparison of the texts: ask for all at once.
        """
        transition = self.transition
        known = [(at, key) for at, (key, _) in enumerate(segments) if key in self.numbers]
        answers = [PlannedPlace("lost")] * len(segments)
        if transition is None:
            return answers
        places = [Place(self.numbers[key], segments[at][1]) for at, key in known]
        for (at, _), placement in zip(known, transition.place(places), strict=True):
            answers[at] = self.placed(placement)
        return answers

    def find(self, exact: str, prefix: str, suffix: str) -> PlannedPlace:
        """Return where lost words stand again between the very words that were beside them.

        Only what the plan adds or changes is looked through, and words that stand so in two
        places are lost still: then, as when they are nowhere, the state is "lost", else "shifted".
        """
        found: list[PlannedPlace] = []
        for planned in self.blocks:
            if planned.row is not None and planned.row.text == planned.text:
                continue
            at = planned.text.find(exact) if exact else -1
            while at >= 0 and len(found) < 2:
                end = at + len(exact)
                if planned.text.endswith(prefix, 0, at) and planned.text.startswith(suffix, end):
                    found.append(PlannedPlace("shifted", planned, Span(at, end)))
                at = planned.text.find(exact, at + 1)
        return found[0] if len(found) == 1 else PlannedPlace("lost")

    def placed(self, placement: Placement) -> PlannedPlace:
        """Return a placement of the plan's transition with its block."""
        block = None if placement.block is None else self.blocks[placement.block]
        return PlannedPlace(placement.state, block, placement.span)

    def forecasts(self) -> Iterator[Forecast]:
        """Yield what becomes of all that stands on the document's words, receivers' answers too."""
        for planned in self.blocks:
            for kind, span in planned.spans():
                if span.state != "new":
                    yield Forecast(
                        kind,
                        span.row.pk,
                        span.exact,
                        "shifted" if span.state == "returned" else span.state,  # type: ignore[arg-type]
                        planned,
                        span.span.start,
                        span.span.end,
                    )
        for lost in self.lost:
            yield Forecast(lost.kind, lost.row.pk, lost.exact, "lost")
        yield from self.answers


@dataclass(slots=True)
class Standing:
    """The rows of a document as they are, loaded whole in a fixed number of queries."""

    document: Document
    manuscript: str
    footnotes: list[Footnote]
    blocks: list[Block]
    spans: dict[str, list[Any]]
    lost: list[tuple[LostSpan, Any]]
    former: dict[str, str]

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
            "event": Event.objects.filter(**in_document),
            "abbreviation": Abbreviation.objects.filter(**in_document),
            "evidence": Evidence.objects.filter(**in_document),
        }
        revision = document.revisions.order_by("-number").first()
        return cls(
            document,
            revision.manuscript if revision else "",
            list(document.footnotes.order_by("number")),
            blocks,
            {kind: list(rows.order_by("pk")) for kind, rows in tables.items()},
            open_lost_spans(document),
            dict(document.former_blocks.order_by("pk").values_list("text", "key")),
        )
