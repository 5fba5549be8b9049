"""Partial dates: year, month and day may each be missing, and an inferred part says so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

PARTS = ("year", "month", "day")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

# Patterns without groups, for use inside those of other files. English only: other languages
# are misread too easily ("3 de mayo de 2001").
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|Jun(?:e|\.)?|Jul(?:y|\.)?"
    r"|Aug(?:ust|\.)?|Sep(?:tember|t\.|t|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
YEAR = r"(?:1[0-9]|2[01])[0-9]{2}"
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_GAP = r"(?:,[ \u00a0]{0,2}|[ \u00a0]{1,2})"
DATE = (
    rf"(?:{MONTH}[ \u00a0]{{1,2}}{_DAY}(?![\w/]){_GAP}{YEAR}"
    rf"|{MONTH}{_GAP}{YEAR}"
    rf"|{MONTH}[ \u00a0]{{1,2}}{_DAY}"
    rf"|{_DAY}[ \u00a0](?:of[ \u00a0])?{MONTH}(?:{_GAP}{YEAR})?"
    rf"|[0-3]?[0-9]-{MONTH}-{YEAR}"
    rf"|{YEAR}-[01][0-9](?:-[0-3][0-9])?"
    rf"|{YEAR}/[01]?[0-9]/[0-3]?[0-9]"
    rf"|[0-3]?[0-9](?:/[0-3]?[0-9]/|\.[0-3]?[0-9]\.){YEAR})"
)

_READINGS = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"(?P<month>{MONTH}) (?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? (?P<year>{YEAR}))?",
        rf"(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})"
        rf"(?:,? (?P<year>{YEAR}))?",
        rf"(?P<day>\d\d?)-(?P<month>{MONTH})-(?P<year>{YEAR})",
        rf"(?P<month>{MONTH}),? (?P<year>{YEAR})",
        rf"(?P<year>{YEAR})",
        rf"(?P<year>{YEAR})-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
        rf"(?P<year>{YEAR})/(?P<month>\d\d?)/(?P<day>\d\d?)",
    )
)
_NUMBERS = re.compile(rf"(\d\d?)([/.])(\d\d?)\2({YEAR})", re.ASCII)
_EDTF = re.compile(
    r"(\??)(\d{4}|XXXX)(\??)(?:-(\??)(\d\d|XX)(\??)(?:-(\??)(\d\d)(\??))?)?", re.ASCII
)

_DECADE = re.compile(r"(?!000)\d{3}X", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date with gaps. Nothing is invented; `inferred` names the parts that a rule supplied.

    `reason` says why those parts were inferred. With `is_decade`, `year` is the first of the ten
    that are meant. Written as EDTF (ISO 8601-2:2019). Raises ValueError for a part that no
    calendar has, or an inferred part that is missing.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    inferred: frozenset[str] = frozenset()
    reason: str = ""
    is_decade: bool = False

    def __post_init__(self) -> None:
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError(f"no year {self.year}")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"no month {self.month}")
        if self.day is not None and not 1 <= self.day <= _last_day(self.year, self.month):
            raise ValueError(f"no day {self.day} in that month")
        if self.is_decade and (self.year is None or self.year % 10 or self.month or self.day):
            raise ValueError("a decade is ten years from a round one, without month or day")
        if any(part not in PARTS or getattr(self, part) is None for part in self.inferred):
            raise ValueError("only a part that is there can be inferred")

    def __bool__(self) -> bool:
        """Tell whether any part is known."""
        return not (self.year is None and self.month is None and self.day is None)

    def __str__(self) -> str:
        return self.words()

    @property
    def edtf(self) -> str:
        """The date in EDTF, gaps as X, an inferred part with "?"; "" when nothing is known.

        >>> PartialDate(None, 12, 26).edtf, PartialDate(2020, 12, 26, frozenset({"year"})).edtf
        ('XXXX-12-26', '2020?-12-26')

        A "?" after a part covers that part and those before it, a "?" before it that part alone.
        """
        if not self:
            return ""
        if not self.inferred and self.month is not None and not self.is_decade:
            year = f"{self.year:04}" if self.year is not None else "XXXX"
            return f"{year}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")
        written = [f"{self.year:04}" if self.year is not None else "XXXX"]
        if self.is_decade:
            written = [written[0][:3] + "X"]
        if self.month is not None or self.day is not None:
            written.append(f"{self.month:02}" if self.month is not None else "XX")
        if self.day is not None:
            written.append(f"{self.day:02}")
        marked = [part in self.inferred for part in PARTS[: len(written)]]
        covered = 0
        while covered < len(marked) and marked[covered]:
            covered += 1
        for index, part in enumerate(written):
            if index == covered - 1:
                written[index] = part + "?"
            elif index >= covered and marked[index]:
                written[index] = "?" + part
        return "-".join(written)

    @classmethod
    def from_edtf(cls, text: str) -> PartialDate:
        """Return the date that `edtf` wrote as text ("" gives the empty date).

        Raises ValueError for anything else, other EDTF (intervals, centuries) included.
        """
        if text == "":
            return cls()
        if _DECADE.fullmatch(text):
            return cls(int(text[:3]) * 10, is_decade=True)
        match = _EDTF.fullmatch(text)
        if not match:
            raise ValueError(f"not a partial date in EDTF: {text!r}")
        groups = match.groups()
        values: list[int | None] = []
        inferred: set[str] = set()
        for index, part in enumerate(PARTS):
            before, digits, after = groups[index * 3 : index * 3 + 3]
            values.append(int(digits) if digits and "X" not in digits else None)
            if before:
                inferred.add(part)
            if after:
                inferred.update(PARTS[: index + 1])
        if any(values[PARTS.index(part)] is None for part in inferred):
            raise ValueError(f"not a partial date in EDTF: {text!r}")
        year, month, day = values
        date = cls(year, month, day, frozenset(inferred))
        if date.edtf != text:
            raise ValueError(f"not a partial date in EDTF: {text!r}")
        return date

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Year, month, day as numbers to sort by; a gap comes before every number."""
        return (self.year or 0, self.month or 0, self.day or 0)

    @property
    def stated(self) -> PartialDate:
        """The date as the text states it, without its inferred parts."""
        if not self.inferred:
            return self
        year, month, day = (
            None if part in self.inferred else getattr(self, part) for part in PARTS
        )
        return PartialDate(year, month, day, is_decade=self.is_decade and year is not None)

    def words(self) -> str:
        """Return the date in English, an inferred part in square brackets.

        >>> PartialDate(None, 12, 26).words()
        '26 December, year not given'
        """
        if not self:
            return "not given"
        if self.is_decade:
            return f"{self._shown('year', self.year)}s"
        if self.day is not None and self.month is None:
            day = f"day {self.day}"
            if self.year is None:
                return f"{day}, month and year not given"
            return f"{self._shown('year', self.year)}, {day}, month not given"
        shown = []
        if self.day is not None:
            shown.append(self._shown("day", self.day))
        if self.month is not None:
            shown.append(self._shown("month", MONTHS[self.month - 1]))
        if self.year is not None:
            shown.append(self._shown("year", self.year))
        said = " ".join(shown).replace("] [", " ")
        return said if self.year is not None else f"{said}, year not given"

    def _shown(self, part: str, value: object) -> str:
        return f"[{value}]" if part in self.inferred else str(value)


def read_date(text: str) -> PartialDate | None:
    """Return the date that text as a whole writes in English or ISO 8601, else None.

    >>> str(read_date("Dec. 25, 2020")), read_date("February 30")
    ('25 December 2020', None)

    A missing part stays missing. Day and month in numbers are read only where one order is
    possible ("23/12/2020", not "05/06/2020"); a month by itself is no date.
    """
    if len(text) > 60:
        return None
    text = _WEEKDAY_FIRST.sub("", text.strip(), count=1)
    text = _BLANKS.sub(" ", _COMMA.sub(", ", text))
    for pattern in _READINGS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            return _date(parts.get("year"), parts.get("month"), parts.get("day"))
    if match := _NUMBERS.fullmatch(text):
        first, _, second, year = match.groups()
        if first == second or int(second) > 12:
            return _date(year, first, second)
        if int(first) > 12:
            return _date(year, second, first)
    return None


_WEEKDAY_FIRST = re.compile(rf"{WEEKDAY},? ", re.IGNORECASE)
_BLANKS = re.compile(r"[ \u00a0\u2009\u202f]{1,4}")
_COMMA = re.compile(r",[ \u00a0]{0,4}")
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}


def _date(year: str | None, month: str | None, day: str | None) -> PartialDate | None:
    number = None
    if month:
        number = int(month) if month.isdigit() else _MONTH_NUMBERS[month[:3].lower()]
    try:
        return PartialDate(int(year) if year else None, number, int(day) if day else None)
    except ValueError:
        return None


def _last_day(year: int | None, month: int | None) -> int:
    # Without a year 29 February may be meant, without a month any day up to 31.
    if month == 2:
        return 29 if year is None or calendar.isleap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def infer_year(
    date: PartialDate, others: Iterable[PartialDate], *, before: PartialDate | None = None
) -> PartialDate:
    """Return date with the year that the document's other dates allow, marked as inferred.

    `others` are dates of the document's sources, `before` its own date if known. A source is not
    younger than the document that cites it, so the year is the latest that keeps date within
    the document's own date, or else within the latest date stated in it. Where no year is
    stated, or a bare year leaves two readings open, date comes back unchanged. The reason begins
    with "low confidence" unless another source states a day in the same month of that year.
    """
    return YearBound(others, before=before).infer(date)


class YearBound:
    """What the dates of a document say of the years they leave out; asked once for each date."""

    def __init__(self, others: Iterable[PartialDate], *, before: PartialDate | None = None) -> None:
        stated = [other.stated for other in others if other.year and not other.is_decade]
        stated = [other for other in stated if other.year is not None]
        self._bound = before if before and before.year is not None else None
        self._named = "the document's own date"
        # A bare later year says that the document is younger than that date, not by how much.
        self._later: set[tuple[int, int, int]] = set()
        if self._bound is not None:
            limit = self._bound.sort_key
            stated = [other for other in stated if other.sort_key <= limit]
        elif known := [other for other in stated if other.month is not None]:
            self._bound = max(known, key=_latest)
            self._named = "the latest date stated in the document"
            reach = _latest(self._bound)
            self._later = {latest for other in stated if (latest := _latest(other)) > reach}
        self._days = {(other.year, other.month) for other in stated if other.day}

    def infer(self, date: PartialDate) -> PartialDate:
        """Return date with its year and the reason for it, or as it is."""
        if date.year is not None or date.month is None or self._bound is None:
            return date
        year = _year_within(date, _latest(self._bound))
        if year is None or any(year != _year_within(date, later) for later in self._later):
            return date
        reason = (
            f"the latest {date.words().removesuffix(', year not given')} up to"
            f" {self._bound.words()}, {self._named}"
        )
        is_near = (year, date.month) in self._days
        return replace(
            date,
            year=year,
            inferred=date.inferred | {"year"},
            reason=reason if is_near else f"low confidence: {reason}",
        )


def _latest(date: PartialDate) -> tuple[int, int, int]:
    return (date.year or 0, date.month or 12, date.day or 31)


def _year_within(date: PartialDate, bound: tuple[int, int, int]) -> int | None:
    year = bound[0]
    if (date.month or 0, date.day or 1) > bound[1:]:
        year -= 1
    if year < 1 or (date.day or 1) > _last_day(year, date.month):
        return None
    return year
