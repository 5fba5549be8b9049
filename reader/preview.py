"""A plan as its readers would see it: a read of what is not written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reader.actions.plans import Plan, PlannedBlock, PlannedSpan
from reader.actions.sources import key_in
from reader.models import Citation, State
from reader.text.editing import CHANGEABLE
from reader.text.reading import FoundSource
from reader.text.render import (
    Html,
    ShownActor,
    ShownBlock,
    ShownCitation,
    ShownMarker,
    blocks_html,
)

# Where a name in the preview leads: to the list beside it, never away from what is being typed.
ACTORS = "#preview-actors"


@dataclass(frozen=True, slots=True)
class PreviewBlock:
    """A block of the body: its number from 0, its kind, what is planned for it, and its markup."""

    number: int
    kind: str
    line: int
    change: str
    is_changeable: bool
    html: Html


@dataclass(frozen=True, slots=True)
class PreviewNote:
    """A note with its label in the manuscript, its number for readers, and its markup."""

    label: str
    number: int
    html: Html


@dataclass(frozen=True, slots=True)
class PreviewSource:
    """A cited source in words, how often it is cited for certain, and how often as a proposal."""

    words: str
    accepted: int
    proposed: int


@dataclass(slots=True)
class PreviewActor:
    """An actor, whether nobody has entered it yet, and how often it is named."""

    name: str
    kind: str
    is_new: bool
    accepted: int = 0
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole plan to look at; `text` is the body in one piece."""

    blocks: tuple[PreviewBlock, ...]
    text: Html
    notes: tuple[PreviewNote, ...]
    sources: tuple[PreviewSource, ...]
    actors: tuple[PreviewActor, ...]
    gone: tuple[str, ...]
    counts: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = field(default=())


def preview_of(plan: Plan) -> Preview:
    """Return what applying the plan would show. What is certain is linked, as readers will see it.

    No query but those the rows of the plan need for the sources that people have decided.
    """
    shown = _Shown(plan)
    body = [block for block in plan.blocks if block.label is None]
    blocks = [shown.block(block) for block in body]
    return Preview(
        tuple(
            PreviewBlock(
                number,
                planned.read.block.kind,
                planned.read.block.line,
                _change(planned),
                planned.read.block.kind in CHANGEABLE,
                blocks_html([block]),
            )
            for number, (planned, block) in enumerate(zip(body, blocks, strict=True))
        ),
        blocks_html(blocks),
        tuple(shown.notes()),
        tuple(_sources(plan)),
        tuple(_actors(plan)),
        tuple(block.text for block in plan.gone),
        tuple(said_counts(plan)),
    )


def said_counts(plan: Plan) -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    """Yield (kind, ((number, state), …)) for each kind of a plan's counts that has any.

    What is not public is not counted: nobody on a screen may know that it is there.
    """
    hidden = Counter(
        (f"{answer.kind}s", answer.state) for answer in plan.answers if not answer.is_public
    )
    for kind, by_state in plan.counts.items():
        counted = {state: number - hidden[kind, state] for state, number in by_state.items()}
        if "review" in counted:
            counted["review"] -= hidden[kind, "moved"] + hidden[kind, "lost"]
        said = tuple((number, state) for state, number in counted.items() if number)
        if said:
            yield kind, said


def _change(planned: PlannedBlock) -> str:
    if planned.row is None:
        return "added"
    return "kept" if planned.row.text == planned.read.block.text else "changed"


def _state_of(span: PlannedSpan) -> str:
    return str(span.values.get("state") or getattr(span.row, "state", State.PROPOSED))


class _Shown:
    """The plan's blocks as values for the renderer, sources and paragraphs counted as they come."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._numbers = {note.label: note.number for note in plan.reading.footnotes}
        self._sources: dict[object, int] = {}
        self._times: Counter[object] = Counter()
        self._paragraphs = 0
        self._count = 0

    def block(self, planned: PlannedBlock) -> ShownBlock:
        block = planned.read.block
        self._count += 1
        number = 0
        if planned.label is None and block.kind == "paragraph":
            number = self._paragraphs = self._paragraphs + 1
        return ShownBlock(
            key=f"preview-{self._count}",
            kind=block.kind,
            text=block.text,
            marks=block.marks,
            citations=[self._citation(span) for span in planned.citations if self._is_public(span)],
            actors=[
                ShownActor(span.span.start, span.span.end, ACTORS)
                for span in planned.mentions
                if self._is_public(span)
            ],
            markers=[
                ShownMarker(marker.offset, self._numbers[marker.label], self._place(marker.label))
                for marker in block.markers
                if marker.label in self._numbers
            ],
            level=block.level,
            ordered=block.ordered,
            cells=block.cells,
            number=number,
        )

    def notes(self) -> Iterator[PreviewNote]:
        by_label: dict[str, list[PlannedBlock]] = {}
        for planned in self._plan.blocks:
            if planned.label is not None:
                by_label.setdefault(planned.label, []).append(planned)
        for note in self._plan.reading.footnotes:
            blocks = [self.block(planned) for planned in by_label.get(note.label, ())]
            yield PreviewNote(note.label, note.number, blocks_html(blocks))

    def _is_public(self, span: PlannedSpan) -> bool:
        return _state_of(span) == State.ACCEPTED

    def _citation(self, span: PlannedSpan) -> ShownCitation:
        key = _source_key(span)
        number = self._sources.setdefault(key, len(self._sources) + 1)
        return ShownCitation(span.span.start, span.span.end, number, self._place(number))

    def _place(self, key: object) -> int:
        self._times[key] += 1
        return self._times[key]


def _source_key(span: PlannedSpan) -> str:
    row = span.row
    if span.source or not isinstance(row, Citation) or row.source is None:
        return span.source
    return row.source.cited_as


def _sources(plan: Plan) -> Iterable[PreviewSource]:
    """Return each cited source, as the text describes it or as its row says, with its counts."""
    words: dict[str, str] = {}
    for source in plan.reading.sources:
        words.setdefault(key_in(source.cited_as, plan.slug), _said(source))
    accepted: Counter[str] = Counter()
    proposed: Counter[str] = Counter()
    for planned in plan.blocks:
        for span in planned.citations:
            key = _source_key(span)
            if key not in words and isinstance(span.row, Citation) and span.row.source:
                words[key] = str(span.row.source)
            state = _state_of(span)
            accepted[key] += state == State.ACCEPTED
            proposed[key] += state == State.PROPOSED
    for key, said in words.items():
        yield PreviewSource(said, accepted[key], proposed[key])


def _said(source: FoundSource) -> str:
    date = source.date.words() if source.date else ""
    parts = [source.author, source.title, source.publisher, date]
    return ", ".join(part for part in parts if part)


def _actors(plan: Plan) -> list[PreviewActor]:
    """Return who is named, the new ones first, then by how often."""
    found: dict[Any, PreviewActor] = {}
    for planned in plan.blocks:
        for span in planned.mentions:
            state = _state_of(span)
            known = plan.registry.actors.get(span.actor)
            if state == State.REJECTED or known is None:
                continue
            actor = found.setdefault(
                span.actor, PreviewActor(known.name, known.kind, not isinstance(known.key, int))
            )
            if state == State.ACCEPTED:
                actor.accepted += 1
            else:
                actor.proposed += 1
    return sorted(
        found.values(), key=lambda a: (not a.is_new, -(a.accepted + a.proposed), a.name.casefold())
    )
