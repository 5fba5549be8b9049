"""Elements over a text: which of them wins a stretch, how they nest, how they are written."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

# A raw CR would be read as LF; NUL and lone surrogates cannot stand in a page. One for one, so
# that places stay true.
_IN_TEXT = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("\r"): "&#13;",
    ord("\n"): "<br>\n",
    0: "\ufffd",
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """An element over [start, end): how it opens, and how it opens where it goes on after a cut."""

    start: int
    end: int
    tag: str
    opening: str
    again: str

    @classmethod
    def plain(cls, start: int, end: int, tag: str) -> Piece:
        """Return an element without attributes."""
        return cls(start, end, tag, f"<{tag}>", f"<{tag}>")


@dataclass(frozen=True, slots=True)
class Insert:
    """Safe markup that stands between two characters."""

    offset: int
    html: str


def winners(ranked: Sequence[tuple[int, Piece]]) -> tuple[list[Piece], set[int]]:
    """Return pieces of which none overlaps another, in order, and the indexes that are among them.

    Each stretch goes to the element of the lowest rank, then to the shortest, then to the first
    given; an element that loses its middle goes on after it. In O(n log n).
    """
    points = sorted({at for _, piece in ranked for at in (piece.start, piece.end)})
    waiting = sorted(range(len(ranked)), key=lambda i: ranked[i][1].start, reverse=True)
    active: list[tuple[int, int, int]] = []
    found: list[Piece] = []
    shown: set[int] = set()
    last = -1
    for at, until in pairwise(points):
        while waiting and ranked[waiting[-1]][1].start == at:
            index = waiting.pop()
            rank, piece = ranked[index]
            heapq.heappush(active, (rank, piece.end - piece.start, index))
        while active and ranked[active[0][2]][1].end <= at:
            heapq.heappop(active)
        if not active:
            continue
        owner = active[0][2]
        if owner == last and found[-1].end == at:
            found[-1] = replace(found[-1], end=until)
        else:
            found.append(_part(ranked[owner][1], at, until, is_first=owner not in shown))
        shown.add(owner)
        last = owner
    return found, shown


def cut(pieces: Iterable[Piece], stops: Sequence[int]) -> Iterator[Piece]:
    """Yield the pieces, cut in two at every one of the sorted stops that lies within one."""
    for piece in pieces:
        inside = stops[bisect_right(stops, piece.start) : bisect_left(stops, piece.end)]
        edges = [piece.start, *dict.fromkeys(inside), piece.end]
        for start, end in pairwise(edges):
            yield _part(piece, start, end, is_first=start == piece.start)


def fit(styles: Iterable[Piece], links: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the styles, cut where they cross the edge of a link, so that no link is ever cut.

    `links` are in order and do not overlap.
    """
    starts = [link.start for link in links]
    for style in styles:
        stops = []
        at_start = bisect_left(starts, style.start) - 1
        if at_start >= 0 and style.start < links[at_start].end < style.end:
            stops.append(links[at_start].end)
        at_end = bisect_left(starts, style.end) - 1
        if at_end >= 0 and style.start < starts[at_end] and style.end < links[at_end].end:
            stops.append(starts[at_end])
        yield from cut([style], sorted(stops))


def write(
    text: str, start: int, end: int, pieces: Sequence[Piece], inserts: Sequence[Insert]
) -> str:
    """Return [start, end) of text as HTML, escaped, under its pieces and with its inserts.

    Elements that cross are closed and opened again, so that the HTML is well nested. An insert
    stands after what ends at its place and before what begins there.
    """
    edges = {at for piece in pieces for at in (piece.start, piece.end)}
    points = sorted({start, end, *edges, *(insert.offset for insert in inserts)})
    waiting = sorted(pieces, key=lambda piece: piece.start, reverse=True)
    standing = sorted(inserts, key=lambda insert: insert.offset)[::-1]
    stack: list[Piece] = []
    parts: list[str] = []
    at = start
    for point in points:
        parts.append(text[at:point].translate(_IN_TEXT))
        at = point
        opening = _close(stack, point, parts)
        while standing and standing[-1].offset == point:
            parts.append(standing.pop().html)
        while waiting and waiting[-1].start == point:
            opening.append(waiting.pop())
        for piece in sorted(opening, key=lambda piece: -piece.end):
            parts.append(piece.opening)
            stack.append(piece)
    return "".join(parts)


def _close(stack: list[Piece], point: int, parts: list[str]) -> list[Piece]:
    """Close what ends at point; return what had to be closed with it and must open again."""
    to_reopen: list[Piece] = []
    while any(piece.end == point for piece in stack):
        piece = stack.pop()
        parts.append(f"</{piece.tag}>")
        if piece.end > point:
            to_reopen.append(replace(piece, opening=piece.again))
    return to_reopen


def _part(piece: Piece, start: int, end: int, *, is_first: bool) -> Piece:
    opening = piece.opening if is_first else piece.again
    return replace(piece, start=start, end=end, opening=opening)
