"""Dates and intervals in EDTF (ISO 8601-2:2019): when they begin and end, and how to say them.

Read are years, months, days, seasons, quarters and halves of a year (21 to 41), decades and
centuries with X, qualified dates (? and ~), intervals, open ones too; and a year may be missing
(XXXX), which EDTF allows for no calendar computation: such a date has no place in time, only words.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from reader.text.dates import MONTHS

Day = tuple[int, int, int]

OPEN = ".."
# Parts of a year by their EDTF number: their months, and what they are called. Seasons are those
# of the north; a winter goes on into the next year.
WINTER = 24
PART_MONTHS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), WINTER: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip
PART_NAMES = {
    21: "spring", 22: "summer", 23: "autumn", WINTER: "winter",
    33: "first quarter of", 34: "second quarter of", 35: "third quarter of",
    36: "fourth quarter of", 40: "first half of", 41: "second half of",
}  # fmt: skip
# Added to a year so that all sort as text, those before our era too.
YEAR_OFFSET = 10_000
_DATE = re.compile(
    r"(?P<year>-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?P<doubt>[?~%]?)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?P<more>[?~%]?)(?:-(?P<day>[0-9]{2})(?P<most>[?~%]?))?)?"
)


@dataclass(frozen=True, slots=True)
class Extent:
    """From the first day that a date may mean to the last one; None where it is open."""

    first: Day | None
    last: Day | None

    @property
    def place(self) -> Day:
        """The day by which it is put in order: its first, or its last where that is all it has."""
        return self.first or self.last or (0, 1, 1)


@lru_cache(maxsize=4096)
def extent_of(edtf: str) -> Extent | None:
    """Return the days that a date spans, or None for one without a year or that is no EDTF.

    >>> extent_of("2020-02")
    Extent(first=(2020, 2, 1), last=(2020, 2, 29))
    >>> extent_of("198X/..")
    Extent(first=(1980, 1, 1), last=None)
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _single(edtf)
    begins = None if first in ("", OPEN) else _single(first)
    ends = None if last in ("", OPEN) else _single(last)
    if (begins is None and first not in ("", OPEN)) or (ends is None and last not in ("", OPEN)):
        return None
    if begins is None and ends is None:
        return None
    return Extent(begins.first if begins else None, ends.last if ends else None)


def is_reckoned(edtf: str) -> bool:
    """Tell whether a date as a whole is inferred: "2019-05-04?", not "2019?-05-04"."""
    return edtf[-1:] in ("?", "%")


def may_be_said(edtf: str) -> bool:
    """Tell whether a text is a date that can be stored: with a place in time, or without a year.

    >>> may_be_said("2003/.."), may_be_said("XXXX-05-03"), may_be_said("May 2003")
    (True, True, False)
    """
    if extent_of(edtf) is not None:
        return True
    sides = [side for side in edtf.split("/", 1) if side not in ("", OPEN)]
    return bool(sides) and all(
        (match := _DATE.fullmatch(side)) is not None
        and match["year"] == "XXXX"
        and extent_of(side.replace("XXXX", "2000", 1)) is not None
        for side in sides
    )


def days_of(edtf: str) -> tuple[Day | None, Day | None]:
    """Return the first and the last day that a date may mean; None where that is open.

    A winter may be at either end of its year. What has no place in time is (None, None).

    >>> days_of("199X"), days_of("2019-24/..")
    (((1990, 1, 1), (1999, 12, 31)), ((2019, 1, 1), None))
    """
    extent = extent_of(edtf)
    if extent is None:
        return None, None
    first = extent.first
    if first and first[1:] == (12, 1) and edtf.partition("/")[0].rstrip("?~%").endswith("-24"):
        first = (first[0], 1, 1)
    return first, extent.last


def sort_key(edtf: str) -> str:
    """Return text that sorts dates by their first day; "" for one without a place in time.

    >>> sort_key("-0043") < sort_key("2019") < sort_key("2019-05") and not sort_key("XXXX-05")
    True
    """
    extent = extent_of(edtf)
    if extent is None:
        return ""
    year, month, day = extent.place
    return f"{year + YEAR_OFFSET:05}-{month:02}-{day:02}"


def words_of(edtf: str, *, is_inferred: bool = False) -> str:
    """Return a date in English; a year that a rule supplied stands in square brackets.

    >>> words_of("2020-11-24", is_inferred=True), words_of("198X/.."), words_of("../1871-05")
    ('24 November [2020]', 'from the 1980s', 'until May 1871')
    >>> words_of("2020-11-24?"), words_of("1993%")  # as a whole
    ('[24 November 2020]', '[about 1993]')
    >>> words_of("1998/2003"), words_of("18XX"), words_of("2019-22"), words_of("-0043")
    ('1998 to 2003', '19th century', 'summer 2019', '44 BC')
    >>> words_of("2019-05-03/2019-05-05"), words_of("2019-05-03/2019-06-04")
    ('3 to 5 May 2019', '3 May to 4 June 2019')

    What is no EDTF is returned as it is.
    """
    first, slash, last = edtf.partition("/")
    if not slash or (extent_of(edtf) is None and OPEN in (first, last)):
        return _said(edtf, is_inferred)
    if last in ("", OPEN):
        return f"from {_said(first, is_inferred, 'the ')}"
    if first in ("", OPEN):
        return f"until {_said(last, is_inferred, 'the ')}"
    return f"{_without_shared(first, last, is_inferred)} to {_said(last, is_inferred)}"


_MONTH_OR_DAY = re.compile(r"([0-9]{4}|XXXX)-(0[1-9]|1[0-2])(?:-([0-9]{2}))?")


def _without_shared(first: str, last: str, is_inferred: bool) -> str:
    """Return how a range begins, without the month and the year that its end has too."""
    begins, ends = _MONTH_OR_DAY.fullmatch(first), _MONTH_OR_DAY.fullmatch(last)
    is_alike = begins and ends and begins[1] == ends[1] and bool(begins[3]) == bool(ends[3])
    if not (begins and ends and is_alike):
        return _said(first, is_inferred)
    month = "" if begins[3] and begins[2] == ends[2] else MONTHS[int(begins[2]) - 1]
    return " ".join([*([str(int(begins[3]))] if begins[3] else []), *([month] if month else [])])


def _single(edtf: str) -> Extent | None:
    match = _DATE.fullmatch(edtf)
    if match is None or match["year"] == "XXXX":
        return None
    written = match["year"]
    if "X" in written:
        shorter = written.rstrip("X")
        size = 10 ** (4 - len(shorter))
        start = int(shorter) * size
        return Extent((start, 1, 1), (start + size - 1, 12, 31))
    year = int(written)
    month, day = match["month"], match["day"]
    if month is None or (month == "XX" and day is None):
        return Extent((year, 1, 1), (year, 12, 31))
    if month == "XX":
        return Extent((year, 1, int(day)), (year, 12, int(day)))
    number = int(month)
    if number in PART_MONTHS and day is None:
        begins, ends = PART_MONTHS[number]
        last_year, ends = (year, ends) if ends <= 12 else (year + 1, ends - 12)
        return Extent((year, begins, 1), (last_year, ends, _days_in(last_year, ends)))
    if not 1 <= number <= 12:
        return None
    if day is None:
        return Extent((year, number, 1), (year, number, _days_in(year, number)))
    if not 1 <= int(day) <= _days_in(year, number):
        return None
    return Extent((year, number, int(day)), (year, number, int(day)))


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year if year > 0 else 4, month)[1]


def _said(edtf: str, is_inferred: bool, article: str = "") -> str:
    match = _DATE.fullmatch(edtf)
    if match is None:
        return edtf
    signs = (match["doubt"], match["more"], match["most"])
    is_doubted = is_reckoned(edtf)
    year = _year_words(match["year"], not is_doubted and (is_inferred or match["doubt"] == "?"))
    parts = [str(int(match["day"]))] if match["day"] else []
    if match["month"] and match["month"] != "XX":
        number = int(match["month"])
        names = PART_NAMES if number in PART_NAMES else dict(enumerate(MONTHS, start=1))
        parts.append(names.get(number, match["month"]))
        article = article if number > WINTER else ""
    elif "X" not in match["year"] or not year:
        article = ""
    about = "about " if any(sign and sign in "~%" for sign in signs) else ""
    said = f"{article}{about}{' '.join([*parts, year] if year else parts)}"
    said = f"[{said}]" if is_doubted else said
    return said if year else f"{said}, year not given"


def _year_words(written: str, is_inferred: bool) -> str:
    if written == "XXXX":
        return ""
    if written.endswith("XX"):
        return f"{_ordinal(int(written[:2]) + 1)} century"
    if written.endswith("X"):
        return f"{written[:3]}0s"
    year = int(written)
    said = str(year) if year > 0 else f"{1 - year} BC"
    return f"[{said}]" if is_inferred else said


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(0 if 10 < number % 100 < 14 else number % 10, "th")
    return f"{number}{ending}"
