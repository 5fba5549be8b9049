"""Places in text: half-open ranges of Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range [start, end) of code points in one text; never empty.

    >>> Span(3, 7).of("On May 2 it burned")
    'May '

    Raises ValueError for a negative start or an end that is not after the start.
    """

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start < end:
            raise ValueError(f"no span from {start} to {end}")
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters of text that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """Return the same range by code points further on."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether other lies wholly within this range."""
        return self.start <= other.start and other.end <= self.end
