"""From what a client describes to places in blocks, and never by guessing.

Offsets are code points of a block's plain text, half-open. Words are compared without their
spaces, since browsers and people differ in them. No Django here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# A shorter quote says too little to be trusted against its context.
SHORT_QUOTE = 12
MOST_OCCURRENCES = 1000
CONTEXT = 64


class NotFound(Exception):
    """The words are not in the text, or stand in it more than once."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block in reading order: its markers as (offset, the figure shown); whether in #text."""

    key: str
    text: str
    markers: Sequence[tuple[int, str]] = ()
    is_body: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """From an offset in one block to an offset in the same or a later one."""

    block: str
    start: int
    end_block: str
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words with some of what stands before and after them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Offsets in the whole of #text with the figures of its markers, as foreign clients count."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Description:
    """What a client says of one passage; `block` alone means all of it, or where the quote is."""

    range: Range | None = None
    quote: Quote | None = None
    position: Position | None = None
    block: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage's range in one block, and its words."""

    key: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A place that is certain: its pieces in reading order, and what stands around them."""

    pieces: tuple[Piece, ...]
    prefix: str
    suffix: str

    @property
    def exact(self) -> str:
        return "\n".join(piece.exact for piece in self.pieces)


def find(blocks: Sequence[TextBlock], described: Description) -> Passage:
    """Return the one place that is described, or raise NotFound.

    >>> text = [TextBlock("a", "The tower burned."), TextBlock("b", "The tower stood.")]
    >>> find(text, Description(quote=Quote("The tower", suffix=" stood"))).pieces
    (Piece(key='b', start=0, end=9, exact='The tower'),)

    Offsets are taken only if the quote that comes with them stands there. A quote alone is taken
    if it stands once, or once in its context; one that is short must not contradict its context.
    """
    quote = described.quote
    for place in (_of_range(blocks, described.range), _of_position(blocks, described.position)):
        if place is not None and (quote is None or _says(blocks, place, quote)):
            return _passage(blocks, place)
    if described.block and described.range is None:
        within = [block for block in blocks if block.key == described.block]
        if not within:
            raise NotFound("There is no such block in the text.")
        if quote is None:
            return _passage(blocks, _whole(blocks, described.block))
        return _passage(blocks, _search(blocks, quote, only=described.block))
    if quote is None:
        raise NotFound("The text has no such place.")
    return _passage(blocks, _search(blocks, quote))


# A place: the first block's index and offset, the last block's index and the offset past its end.
_Place = tuple[int, int, int, int]


def _of_range(blocks: Sequence[TextBlock], wanted: Range | None) -> _Place | None:
    if wanted is None:
        return None
    index = {block.key: number for number, block in enumerate(blocks)}
    first, last = index.get(wanted.block), index.get(wanted.end_block)
    if first is None or last is None or first > last:
        return None
    start, end = wanted.start, wanted.end
    if not (0 <= start <= len(blocks[first].text) and 0 <= end <= len(blocks[last].text)):
        return None
    return _trimmed(blocks, (first, start, last, end))


def _whole(blocks: Sequence[TextBlock], key: str) -> _Place:
    number = next(number for number, block in enumerate(blocks) if block.key == key)
    place = _trimmed(blocks, (number, 0, number, len(blocks[number].text)))
    if place is None:
        raise NotFound("The block has no words.")
    return place


def _of_position(blocks: Sequence[TextBlock], wanted: Position | None) -> _Place | None:
    """Find a position that counts every character of #text, figures of markers included."""
    if wanted is None:
        return None
    view = _View(blocks, with_markers=True, with_spaces=True)
    if not 0 <= wanted.start < wanted.end <= len(view.letters):
        return None
    return view.place(wanted.start, wanted.end)


def _says(blocks: Sequence[TextBlock], place: _Place, quote: Quote) -> bool:
    pieces = _pieces(blocks, place)
    if _squeeze("".join(piece.exact for piece in pieces)) == _squeeze(quote.exact):
        return True
    # A foreign client's quote has the figures of the markers in it.
    first, start, last, end = place
    said = _View(blocks[first : last + 1], with_markers=True, cut=(start, end))
    return said.letters == _squeeze(quote.exact)


def _search(blocks: Sequence[TextBlock], quote: Quote, only: str = "") -> _Place:
    exact = _squeeze(quote.exact)
    if not exact:
        raise NotFound("The quote has no words.")
    for with_markers in (False, True):
        view = _View(blocks, with_markers=with_markers)
        found = view.occurrences(exact, only)
        if found:
            return _choose(view, found, exact, quote)
    raise NotFound("These words are not in the text.")


def _choose(view: _View, found: list[int], exact: str, quote: Quote) -> _Place:
    """Return the one of these occurrences that the context means, or raise NotFound."""
    prefix, suffix = _squeeze(quote.prefix), _squeeze(quote.suffix)
    for in_block in (False, True):
        fitting = [at for at in found if view.fits(at, len(exact), prefix, suffix, in_block)]
        if len(fitting) == 1:
            place = view.place(fitting[0], fitting[0] + len(exact))
            if place is not None:
                return place
    if len(found) > 1:
        raise NotFound("These words stand in the text more than once: give more of what is around.")
    place = view.place(found[0], found[0] + len(exact))
    if place is None or len(exact) < SHORT_QUOTE:
        raise NotFound("These words stand elsewhere in the text than their context says.")
    return place


class _View:
    """The text in one run of letters, each of which knows its block and offset."""

    def __init__(
        self,
        blocks: Sequence[TextBlock],
        *,
        with_markers: bool,
        with_spaces: bool = False,
        cut: tuple[int, int] | None = None,
    ) -> None:
        self.blocks = blocks
        self.at: list[tuple[int, int, bool]] = []
        letters: list[str] = []
        self.starts: list[int] = []
        for number, block in enumerate(blocks):
            self.starts.append(len(letters))
            if with_spaces and not block.is_body:
                continue
            low = cut[0] if cut and number == 0 else 0
            high = cut[1] if cut and number == len(blocks) - 1 else len(block.text)
            markers = list(block.markers) if with_markers else []
            for offset in range(low, high + 1):
                while markers and markers[0][0] <= offset:
                    place, figure = markers.pop(0)
                    if low <= place and (cut is None or low < place < high):
                        letters.extend(figure)
                        self.at.extend([(number, offset, True)] * len(figure))
                if offset < high and (with_spaces or not block.text[offset].isspace()):
                    letters.append(block.text[offset])
                    self.at.append((number, offset, False))
        self.letters = "".join(letters)

    def occurrences(self, exact: str, only: str) -> list[int]:
        found: list[int] = []
        at = self.letters.find(exact)
        while at >= 0 and len(found) < MOST_OCCURRENCES:
            ends = (self.at[at][0], self.at[at + len(exact) - 1][0])
            if not only or all(self.blocks[number].key == only for number in ends):
                found.append(at)
            at = self.letters.find(exact, at + 1)
        return found

    def fits(self, at: int, length: int, prefix: str, suffix: str, in_block: bool) -> bool:
        """Tell whether the context stands around: all of it, or as much as its block has room."""
        low, high = 0, len(self.letters)
        if in_block:
            low = self.starts[self.at[at][0]]
            number = self.at[at + length - 1][0] + 1
            high = self.starts[number] if number < len(self.starts) else high
            prefix = prefix[max(0, len(prefix) - (at - low)) :]
            suffix = suffix[: high - at - length]
        return self.letters.endswith(prefix, low, at) and self.letters.startswith(
            suffix, at + length, high
        )

    def place(self, start: int, end: int) -> _Place | None:
        own = [where for where in self.at[start:end] if not where[2]]
        if not own:
            return None
        first, last = own[0], own[-1]
        return _trimmed(self.blocks, (first[0], first[1], last[0], last[1] + 1))


def _trimmed(blocks: Sequence[TextBlock], place: _Place) -> _Place | None:
    """Leave out blocks at either end of which nothing is chosen; None if nothing is left."""
    first, start, last, end = place
    while first < last and start >= len(blocks[first].text):
        first, start = first + 1, 0
    while last > first and end <= 0:
        last -= 1
        end = len(blocks[last].text)
    if first == last and start >= end:
        return None
    return first, start, last, end


def _pieces(blocks: Sequence[TextBlock], place: _Place) -> tuple[Piece, ...]:
    first, start, last, end = place
    found = []
    for number in range(first, last + 1):
        block = blocks[number]
        low = start if number == first else 0
        high = end if number == last else len(block.text)
        if low < high:
            found.append(Piece(block.key, low, high, block.text[low:high]))
    return tuple(found)


def _passage(blocks: Sequence[TextBlock], place: _Place) -> Passage:
    first, start, last, end = place
    before, after = blocks[first].text[:start], blocks[last].text[end:]
    return Passage(_pieces(blocks, place), before[-CONTEXT:], after[:CONTEXT])


def _squeeze(text: str) -> str:
    return "".join(text.split())


def marker_figures(markers: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """Return (offset, number) pairs as the page shows them: a second at one place has a comma.

    >>> marker_figures([(4, 1), (4, 2)])
    [(4, '1'), (4, ',2')]
    """
    shown: list[tuple[int, str]] = []
    for offset, number in sorted(markers):
        comma = "," if shown and shown[-1][0] == offset else ""
        shown.append((offset, f"{comma}{number}"))
    return shown
