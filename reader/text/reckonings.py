"""Reckonings: dates told from somewhere else, "two days later", "last May", and what they come to.

The date they come to is only ever offered, and only where it is clear what they start from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Date
from datetime import timedelta

import ahocorasick_rs

from reader.text.dates import MONTH, MONTHS, WEEKDAY, PartialDate
from reader.text.edtf import PART_MONTHS
from reader.text.signs import FIRST_TENS, FIRST_UNIT, SEASON, SEASONS, Sign
from reader.text.spans import Span

_B = r"[ \u00a0\n]"
_UNIT = r"(?:day|week|weekend|fortnight|month|year|decade|century)"
_NUMBER = (
    r"(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en"
    r"|[Ee]leven|[Tt]welve|[Ss]everal|[Ss]ome|[Mm]any|[Aa] few|[Aa] couple of|[Hh]alf an?"
    r"|[1-9][0-9]{0,2})"
)
# One of these is in whatever is reckoned.
_RELATING = ahocorasick_rs.AhoCorasick([
    " later", " ago", " earlier", " before", " after", " thereafter", " hence", "following",
    "next ", "Next ", "previous", "preceding", "same ", "last ", "Last ", "this ", "This ",
    "that ", "That ", "esterday", "omorrow", " beforehand", "\u00a0", "\n",
    # Before the name of a day.
    *(f"{word} {day}" for word in ("on", "On", "by", "By", "ince", "ntil") for day in "MTWFS"),
])  # fmt: skip
# Both cases are spelled out: with the flag that ignores case it takes twice as long.
_RELATIVE = re.compile(
    rf"(?<![\w’'-])(?:"
    rf"{_NUMBER}{_B}(?:{_UNIT}s?|centuries){_B}"
    r"(?:later|ago|earlier|before|after(?:wards?)?|thereafter|beforehand|hence)"
    rf"|(?:[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Dd]ecade)s{_B}(?:later|ago|earlier)"
    rf"|[Tt]he{_B}(?:(?:following|next|previous|preceding|same){_B}"
    rf"(?:{_UNIT}|morning|afternoon|evening|night|{SEASON}|{WEEKDAY})|{_UNIT}{_B}(?:before|after))"
    rf"|(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat){_B}(?:week|weekend|month|year|{SEASON}|{WEEKDAY})"
    rf"|(?:[Ll]ast|[Nn]ext){_B}(?:night|decade|century|{MONTH})"
    rf"|[Tt]hat{_B}(?:day|night|same{_B}{_UNIT})"
    rf"|(?:[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil){_B}{WEEKDAY}|[Yy]esterday|[Tt]omorrow"
    rf"|[Tt]he{_B}(?:(?:early|late|mid)[ -])?(?:[Tt]wen|[Tt]hir|[Ff]or|[Ff]if|[Ss]ix|[Ss]even"
    r"|[Ee]igh|[Nn]ine)ties"
    r")(?![\w-])"
)


def find_reckonings(
    text: str, units: Sequence[Sign], quiet: Sequence[tuple[int, int]]
) -> Iterator[Span]:
    """Yield the places of what is reckoned from somewhere else, in reading order.

    It is looked for only around the units of time that the signs of the text show. `quiet` are
    places in order; a unit within one of them is passed over.
    """
    reached = at = 0
    for unit, begin, end in units:
        while at < len(quiet) and quiet[at][1] < end:
            at += 1
        if at < len(quiet) and quiet[at][0] <= begin:
            continue
        start, stop = max(begin - 32, reached), end + 24
        if unit < FIRST_UNIT:
            near = text[start:stop]
            if "ast" not in near and "ext" not in near:
                continue  # only the last and the next month are reckoned
        elif unit < FIRST_TENS and not _RELATING.find_matches_as_indexes(text[start:stop]):
            continue  # "the nineties" needs no other word
        for match in _RELATIVE.finditer(text, start, stop):
            if match.end() == stop and text[stop : stop + 1].isalnum():
                continue  # a word cut off
            reached = match.end()
            if not text.startswith(" of ", reached):
                yield Span(*match.span())


# What they come to

_COUNTED = re.compile(
    r"(?:some )?(?P<number>half an?|[a-z]+|[0-9]+)"
    r" (?P<unit>day|week|fortnight|month|year|decade|centur)(?:s|ies|y)?"
    r" (?P<way>later|ago|earlier|before|after|afterwards?|thereafter|beforehand|hence)"
)
_NAMED = re.compile(
    r"(?:the )?(?P<which>following|next|previous|preceding|same|that same|that) (?P<what>[a-z]+)"
)
_BESIDE = re.compile(r"the (?P<unit>day|month|year) (?P<way>before|after)")
_NEAR_NOW = re.compile(r"(?P<which>last|next|this) (?P<what>[a-z]+)")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1}
_TURNS = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "same": 0, "that": 0}
_PARTS_OF_DAYS = ("day", "morning", "afternoon", "evening", "night")
_YEARS = {"year": 1, "decade": 10, "centur": 100}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_from_now(words: str) -> bool:
    """Tell whether words are reckoned from when they were written, not from what they tell."""
    return words.lower().startswith(("last", "next", "this", "yesterday", "tomorrow")) or (
        words.endswith(("ago", "hence"))
    )


def needs_a_stop(words: str) -> bool:
    """Tell whether words start from the date before them only where nothing follows: "a day after".

    >>> needs_a_stop("A week before"), needs_a_stop("A week later")
    (True, False)
    """
    return words.endswith(("before", "after"))


def reckon(words: str, start: PartialDate) -> str:
    """Return what words come to from start, in EDTF; "" where the one or the other is too vague.

    >>> reckon("Two days later", PartialDate(2019, 5, 30)), reckon("that summer", PartialDate(2019))
    ('2019-06-01?', '2019-22?')
    >>> reckon("A few days later", PartialDate(2019, 5, 30))
    ''

    Nothing of it is certain ("?"); "%" says that it is approximate as well.
    """
    said = " ".join(words.lower().split())
    if start.year is None or start.is_decade:
        return ""
    if said in ("yesterday", "tomorrow"):
        return _shifted(start, "day", 1 if said == "tomorrow" else -1)
    if match := _COUNTED.fullmatch(said):
        return _counted(start, match["number"], match["unit"], match["way"])
    if match := _BESIDE.fullmatch(said):
        return _shifted(start, match["unit"], -1 if match["way"] == "before" else 1)
    if match := _NEAR_NOW.fullmatch(said):
        return _near(start, match["which"], match["what"])
    if match := _NAMED.fullmatch(said):
        return _turned(start, _TURNS[match["which"].split()[-1]], match["what"])
    return ""


def _counted(start: PartialDate, number: str, unit: str, way: str) -> str:
    sign = -1 if way in ("ago", "earlier", "before", "beforehand") else 1
    if number.startswith("half"):
        if unit not in ("decade", "centur"):
            return ""
        return _shifted(start, "year", sign * _YEARS[unit] // 2, is_rough=True)
    count = int(number) if number.isdigit() else _NUMBERS.get(number)
    if count is None:
        return ""
    if unit in _YEARS:
        return _shifted(start, "year", sign * count * _YEARS[unit], is_rough=unit != "year")
    if unit in _DAYS:
        return _shifted(start, "day", sign * count * _DAYS[unit], is_rough=unit != "day")
    return _shifted(start, "month", sign * count, is_rough=True)


def _turned(start: PartialDate, turn: int, what: str) -> str:
    """Return the day, month, year, season or weekday that is the same, the next, the one before."""
    if what in _PARTS_OF_DAYS:
        return _shifted(start, "day", turn)
    if what in ("month", "year"):
        return _shifted(start, what, turn)
    if what in SEASONS:
        return _season(start, turn, SEASONS[what])
    if what in _WEEKDAYS and turn == 1 and (day := _day(start)):
        ahead = (_WEEKDAYS.index(what) - day.weekday() - 1) % 7 + 1
        return _shifted(start, "day", ahead)
    return ""


def _near(now: PartialDate, which: str, what: str) -> str:
    """Return the year, month or season that is this, the last or the next one, seen from now."""
    turn = {"last": -1, "this": 0, "next": 1}[which]
    if what in ("month", "year"):
        return _shifted(now, what, turn)
    if now.month is None or now.year is None:
        return ""
    if what in SEASONS:
        first, last = PART_MONTHS[SEASONS[what]]
        if last > 12 or first <= now.month <= last:
            return ""  # in a winter or summer, "last summer" may be this one
        year = now.year + (turn if turn == (-1 if now.month < first else 1) else 0)
        return f"{year:04}-{SEASONS[what]}?" if turn else ""
    months = [month.lower() for month in MONTHS]
    if what in months and turn:
        month = months.index(what) + 1
        if month == now.month:
            return ""
        year = now.year + (turn if (month > now.month) == (turn < 0) else 0)
        return f"{year:04}-{month:02}?"
    return ""


def _season(start: PartialDate, turn: int, season: int) -> str:
    first, last = PART_MONTHS[season]
    year = start.year or 0
    if last > 12:
        return ""  # a winter has two years
    if turn == 0:
        return f"{year:04}-{season}?"
    if turn < 0 or start.month is None or first <= start.month <= last:
        return ""
    return f"{year + (start.month > last):04}-{season}?"


def _shifted(start: PartialDate, unit: str, by: int, *, is_rough: bool = False) -> str:
    """Return start moved by so many days, months or years, as precise as that unit."""
    sign = "%" if is_rough else "?"
    year = start.year or 0
    if unit == "year":
        return f"{year + by:04}{sign}" if 1 <= year + by <= 9999 else ""
    if unit == "month":
        if start.month is None:
            return ""
        months = year * 12 + start.month - 1 + by
        return f"{months // 12:04}-{months % 12 + 1:02}{sign}" if 12 <= months < 120_000 else ""
    day = _day(start)
    try:
        return f"{day + timedelta(days=by)}{sign}" if day else ""
    except OverflowError:
        return ""


def _day(date: PartialDate) -> Date | None:
    if date.year is None or date.month is None or date.day is None:
        return None
    return Date(date.year, date.month, date.day)
