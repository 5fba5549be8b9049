"""What a block's inline source comes to: its text, and what lies over it in canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from reader.text.parts import Mark, Marker

LABEL = r"\[\^([^\s\[\]\\]{1,80})\]"
MARKER = re.compile(LABEL)
SAFE_HREF = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*", re.IGNORECASE)
_in_order = attrgetter("start", "end", "kind", "href")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture met in a text: the range its caption takes there, and where its file lies."""

    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class Inline:
    """The plain text of a block with what lies over it. `dense` tells that the markup was too
    tangled to be read in linear time, so that only markers and escapes were."""

    text: str
    marks: tuple[Mark, ...] = ()
    markers: tuple[Marker, ...] = ()
    pictures: tuple[Picture, ...] = ()
    dense: bool = False
    unknown: tuple[str, ...] = ()


def tidy_marks(marks: Iterable[Mark], text: str) -> tuple[Mark, ...]:
    """Return marks over text in canonical form: in order, none empty, touching ones of one look
    joined, and nothing outside the text. Code neither starts nor ends with a line feed, and is
    joined across them."""
    by_look: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for mark in sorted(marks, key=_in_order):
        start, end = max(mark.start, 0), min(mark.end, len(text))
        if mark.kind == "code":
            while start < end and text[start] == "\n":
                start += 1
            while start < end and text[end - 1] == "\n":
                end -= 1
        if start >= end:
            continue
        ranges = by_look.setdefault((mark.kind, mark.href), [])
        if ranges and (
            start <= ranges[-1][1]
            or (mark.kind == "code" and not text[ranges[-1][1] : start].strip("\n"))
        ):
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return tuple(
        sorted(
            (
                Mark(start, end, kind, href)
                for (kind, href), ranges in by_look.items()
                for start, end in ranges
            ),
            key=_in_order,
        )
    )
