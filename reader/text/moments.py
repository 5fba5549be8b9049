"""Moments: the single days, months, seasons, years, decades and centuries that a text writes."""

from __future__ import annotations

import calendar
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
        if self.kind in ("day", "month"):
            year = f"{self.year:04}" if self.year is not None else "XXXX"
            return (
                f"{year}-{self.month:02}-{self.day:02}" if self.day else f"{year}-{self.month:02}"
            )
        if self.year is None:
            return ""
        if self.kind == "decade":
            return f"{self.year // 10:03}X"
        if self.kind == "century":
            return f"{self.year // 100:02}XX"
        year = f"{self.year:04}" if self.year >= 0 else f"-{-self.year:04}"
        return f"{year}-{self.season}" if self.season else year

    @property
    def is_real(self) -> bool:
        """Whether a calendar has that month and day, 29 February where the year is not known."""
        if self.kind != "day":
            return self.month <= 12
        if self.month == 2 and self.day == 29:
            return self.year is None or calendar.isleap(self.year)
        return 1 <= self.month <= 12 and self.day <= _DAYS_IN_MONTHS[self.month]
