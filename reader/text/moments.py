"""Moments: the single days, months, seasons, years, decades and centuries that a text writes."""

from __future__ import annotations

import calendar
from functools import lru_cache
from typing import NamedTuple

from reader.text.spans import Span

_DAYS_IN_MONTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Moment(NamedTuple):
    """One stretch of time as [start, end) of a text writes it.

    `kind` is one of day, month, season, year, decade, century and vague (a date that more than
    one calendar day or century would fit). A day or month may lack its year. A year before
    Christ is counted as astronomers do, 44 BC being -43.
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int = 0
    day: int = 0
    season: int = 0

    @property
    def span(self) -> Span:
        """The place of the moment in its text."""
        return Span(self.start, self.end)

    @property
    def edtf(self) -> str:
        """The moment in EDTF, a missing year as XXXX; "" where nothing is known."""
        return _edtf(self.kind, self.year, self.month, self.day, self.season)

    @property
    def is_real(self) -> bool:
        """Whether a calendar has that month and day, 29 February where the year is not known."""
        if self.kind != "day":
            return self.month <= 12
        if self.month == 2 and self.day == 29:
            return self.year is None or calendar.isleap(self.year)
        return 1 <= self.month <= 12 and self.day <= _DAYS_IN_MONTHS[self.month]


@lru_cache(maxsize=4096)  # the same years and months recur
def _edtf(kind: str, year: int | None, month: int, day: int, season: int) -> str:
    if kind in ("day", "month"):
        written = f"{year:04}" if year is not None else "XXXX"
        return f"{written}-{month:02}-{day:02}" if day else f"{written}-{month:02}"
    if year is None:
        return ""
    if kind == "decade":
        return f"{year // 10:03}X"
    if kind == "century":
        return f"{year // 100:02}XX"
    written = f"{year:04}" if year >= 0 else f"-{-year:04}"
    return f"{written}-{season}" if season else written
