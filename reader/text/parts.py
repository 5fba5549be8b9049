"""The parts that a manuscript is made of, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from reader.text.problems import Problem

BLOCK_KINDS = ("kicker", "heading", "paragraph", "list_item", "quote", "caption", "table")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """An inline look over [start, end) code points of a block's text.

    `kind` is one of emphasis, strong, code, link, superscript, subscript; `href` is set for links.
    """

    start: int
    end: int
    kind: str
    href: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Marker:
    """The zero-width place in a block's text that points to the footnote with this label."""

    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """One block: its plain text without markers, and what lies over that text.

    `level` is 1 to 6 for headings and 1 or more for list items (their depth), else 0.
    `ordered` is the number of an item in a numbered list, 0 for a bulleted one.
    `cells` holds a table's rows of plain cell texts, the first row being its head; `text` is then
    the cells joined by tabs and line feeds, so that offsets count in it too.
    `line` is where the block starts in the manuscript, from 1. `source` is its exact slice of the
    manuscript, blank lines after it included.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()
    markers: tuple[Marker, ...] = ()
    level: int = 0
    ordered: int = 0
    cells: tuple[tuple[str, ...], ...] = ()
    line: int = field(default=0, compare=False)
    source: str = field(default="", compare=False)


def over_cells(
    rows: Iterable[Iterable[str]], marks: Iterable[Mark], markers: Iterable[Marker]
) -> Iterator[tuple[tuple[Mark, ...], tuple[Marker, ...]]]:
    """Yield for each cell of a table what lies over it, counted from where its text begins.

    `marks` and `markers` count in all cells together, with one sign between two. Takes time in
    proportion to them and the cells, where marks keep within cells.
    """
    ordered = sorted(marks, key=lambda mark: mark.start)
    places = sorted(markers, key=lambda marker: marker.offset)
    live: list[Mark] = []
    at = first = place = 0
    for text in chain.from_iterable(rows):
        end = at + len(text)
        while first < len(ordered) and ordered[first].start < end:
            live.append(ordered[first])
            first += 1
        live = [mark for mark in live if at < mark.end]
        own = []
        while place < len(places) and places[place].offset <= end:
            own.append(Marker(places[place].offset - at, places[place].label))
            place += 1
        yield (
            tuple(Mark(max(m.start, at) - at, min(m.end, end) - at, m.kind, m.href) for m in live),
            tuple(own),
        )
        at = end + 1


@dataclass(frozen=True, slots=True)
class ParsedFootnote:
    """A labelled note, itself made of blocks."""

    label: str
    blocks: tuple[ParsedBlock, ...]
    line: int = field(default=0, compare=False)
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a manuscript says. `meta` is its front matter, every scalar a string, unknown keys kept.

    `front_matter` is the exact text before the first block or note.
    """

    meta: Mapping[str, object] = field(default_factory=dict)
    blocks: tuple[ParsedBlock, ...] = ()
    footnotes: tuple[ParsedFootnote, ...] = ()
    problems: tuple[Problem, ...] = ()
    front_matter: str = field(default="", compare=False)
