"""Actors that a text names and nobody has entered: proposed with the plan, never public."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Hashable, Sequence
from dataclasses import dataclass, replace

from reader.models import Actor, State
from reader.registry import KnownActor, Registry
from reader.text.collector import collector_at_rest
from reader.text.folding import search_fold
from reader.text.listed_works import listed_works
from reader.text.mentions import FoundMention
from reader.text.names import NameRule
from reader.text.proposals import ProposedActor, propose_actors
from reader.text.reading import ReadBlock, Reading
from reader.text.spans import Span

METHOD = "from the text"


@dataclass(frozen=True, slots=True)
class NewActor:
    """The key of a proposed actor that has no row yet."""

    name: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a reading proposes: the actors without a row, and the reading with their mentions."""

    reading: Reading
    registry: Registry
    actors: tuple[tuple[NewActor, ProposedActor], ...] = ()


class _Known(Container[str]):
    """The folded names that need no proposal: those of the registry, and those rejected before."""

    def __init__(self, registry: Registry, rejected: frozenset[str]) -> None:
        self._registry = registry
        self._rejected = rejected

    def __contains__(self, name: object) -> bool:
        folded = search_fold(str(name))
        return folded in self._rejected or self._registry.knows(folded)


def standing_proposals() -> dict[str, tuple[int, str]]:
    """Return the actors that are not accepted, by folded name: (primary key, state)."""
    rows = Actor.objects.exclude(state=State.ACCEPTED).order_by("-pk")
    return {folded: (pk, state) for folded, pk, state in rows.values_list("folded", "pk", "state")}


@collector_at_rest()
def propose(
    reading: Reading, registry: Registry, standing: dict[str, tuple[int, str]]
) -> Proposals:
    """Return the reading with proposed mentions of actors that the registry does not know.

    `standing` are the actors proposed or rejected before (standing_proposals): a proposal that is
    there is proposed again under its own key, one that was rejected is not proposed again.
    """
    blocks = [block for _, block in reading.all_blocks()]
    entries = listed_works(reading.document.blocks)
    rejected = frozenset(name for name, (_, state) in standing.items() if state == State.REJECTED)
    found = propose_actors(
        [block.block.text for block in blocks],
        citations=[
            [Span(0, len(block.block.text))]
            if number in entries and block.block.text
            else [citation.found.span for citation in block.citations]
            for number, block in enumerate(blocks)
        ],
        abbreviations=[short for block in blocks for short in block.abbreviations],
        publishers=[source.publisher for source in reading.sources if source.publisher],
        authors=[source.author for source in reading.sources if source.author],
        known=_Known(registry, rejected),
        apart=entries,
    )
    actors = dict(registry.actors)
    new: list[tuple[NewActor, ProposedActor]] = []
    mentions: dict[int, list[FoundMention]] = {}
    for proposed in found:
        there = standing.get(search_fold(proposed.name))
        key: Hashable = there[0] if there else NewActor(proposed.name)
        placed = [
            (at, span) for at, span in proposed.mentions if not _is_taken(blocks[at].mentions, span)
        ]
        if not placed and proposed.mentions:
            continue
        aliases = tuple(alias.text for alias in proposed.aliases)
        actors[key] = KnownActor(key, proposed.name, proposed.kind, aliases)
        if isinstance(key, NewActor):
            new.append((key, proposed))
        rule = NameRule(proposed.name.strip(), key)
        for at, span in placed:
            mention = FoundMention(span, (key,), "proposed", METHOD, proposed.confidence, rule)
            mentions.setdefault(at, []).append(mention)
    return Proposals(
        _with_mentions(reading, mentions), replace(registry, actors=actors), tuple(new)
    )


def _is_taken(mentions: Sequence[FoundMention], span: Span) -> bool:
    """Tell whether one of the mentions, of which none overlaps another, overlaps span."""
    after = bisect_left(mentions, span.end, key=lambda mention: mention.span.start)
    return after > 0 and mentions[after - 1].span.end > span.start


def _with_mentions(reading: Reading, mentions: dict[int, list[FoundMention]]) -> Reading:
    """Return the reading with further mentions, given by the number of their block."""
    at = iter(range(len(reading.blocks) + sum(len(note.blocks) for note in reading.footnotes)))

    def extended(block: ReadBlock) -> ReadBlock:
        more = mentions.get(next(at), ())
        if not more:
            return block
        together = sorted(
            [*block.mentions, *more], key=lambda mention: (mention.span.start, mention.span.end)
        )
        return replace(block, mentions=tuple(together))

    blocks = tuple(extended(block) for block in reading.blocks)
    footnotes = tuple(
        replace(note, blocks=tuple(extended(block) for block in note.blocks))
        for note in reading.footnotes
    )
    return replace(reading, blocks=blocks, footnotes=footnotes)
