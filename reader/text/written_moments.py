"""Moments as English texts write them: the forms, and one reader for each form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from reader.text import hijra
from reader.text.counted import counts_on, counts_something
from reader.text.dates import MONTH, MONTHS, WEEKDAY, YEAR, read_date
from reader.text.moments import Moment
from reader.text.ordinals import ORDINAL, number_of, worded_day
from reader.text.signs import SEASON, SEASONS, read_signs

# Patterns. Every repeat is bounded and no two neighbours can take the same character.
_B = r"[ \u00a0]"
_GAP = rf"(?:,?{_B})"
_END = r"(?![\w%/@+]|[.,:]\d)"
_DAY = rf"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?{_END}"
_SPAN_OF_DAYS = rf"(?:{_B}?[-–—]{_B}?|{_B}(?:to|until|till|through|and){_B})"
_LISTED_DAYS = rf"{_DAY}(?:,{_B}{_DAY}){{1,6}},?{_B}and{_B}{_DAY}"
_ERA = r"(?:BCE|BC|B\.C\.|CE|C\.E\.|AD|A\.D\.)"
_CHOICES = {
    "iso": rf"{YEAR}(?:-[01][0-9]-[0-3][0-9](?![\w-])|/[01]?[0-9]/[0-3]?[0-9](?![\w/-]))",
    "numbers": rf"[0-3]?[0-9](?:/[0-3]?[0-9]/|\.[0-3]?[0-9]\.){YEAR}{_END}",
    "decade": r"(?P<ten>(?:1[0-9]|2[01])[0-9]0)[’']?s(?!\w)",
    "era": rf"(?:(?:AD|A\.D\.){_B}?(?P<ad>[1-9][0-9]{{0,3}}){_END}"
    rf"|(?P<in_era>[1-9][0-9]{{0,3}}+){_B}?(?P<era_name>{_ERA})(?!\w))",
    "days_first": rf"(?P<d0>{_LISTED_DAYS}){_B}(?:of{_B})?(?P<m0>{MONTH})(?!\w)"
    rf"(?:{_GAP}(?P<y0>{YEAR}){_END})?",
    "day_first": rf"(?P<d2>{_DAY})(?:{_SPAN_OF_DAYS}(?P<e2>{_DAY}))?"
    rf"{_B}(?P<of>of{_B})?(?P<m2>{MONTH})(?!\w)(?:{_GAP}(?P<y2>{YEAR}){_END})?",
    "month_first": rf"(?P<m1>{MONTH}){_B}{{1,2}}(?P<d1>{_DAY})(?:{_SPAN_OF_DAYS}(?P<e1>{_DAY})"
    rf"(?!{_B}(?:of{_B})?{MONTH}))?(?:{_GAP}(?P<y1>{YEAR}){_END})?",
    "month": rf"(?P<m3>{MONTH})(?!\w)(?:(?:{_GAP}|{_B}of{_B})(?P<y3>{YEAR}){_END})?",
    "season": rf"(?:(?P<name0>{SEASON}){_SPAN_OF_DAYS}(?:the{_B})?)?"
    rf"(?P<name>{SEASON}){_B}(?:of{_B})?(?P<y4>{YEAR})(?:[-–/](?:{YEAR}|\d\d))?{_END}",
    "century": rf"(?P<o1>{ORDINAL})(?:(?:{_B}century)?(?:{_SPAN_OF_DAYS})(?:the{_B})?"
    rf"(?P<o2>{ORDINAL}))?{_B}centur(?:y|ies)(?!\w)",
    "year": rf"(?P<y5>{YEAR})(?:(?P<dash>{_B}?[-–—/]{_B}?)(?P<e5>{YEAR}|\d\d?){_END}(?![-–]\w))?"
    rf"{_END}(?!-(?!present|now|today)\w|–\d)",
    "short": r"[’'‘](?:[2-9]0s|[0-9]{2})(?![\w%])",
}


def _any_of(*names: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{_CHOICES[name]})" for name in names))


_WITH_YEAR = _any_of("iso", "decade", "era", "year")  # those that begin with four figures
_WITH_FIGURE = _any_of("numbers", "era", "day_first", "century", "days_first")
_WITH_MONTH = _any_of("month_first", "month", "era")
_WITH_WORD = _any_of("season", "century", "short")
_MONTH_DAYS = re.compile(
    rf"(?P<m6>{MONTH}){_B}(?P<d6>{_LISTED_DAYS})(?:{_GAP}(?P<y6>{YEAR}){_END})?"
)
_SHORT_YEAR = re.compile(rf",?{_B}[’'‘][0-9]{{2}}(?![\w%])")
_ABBREVIATED_CIRCA = re.compile(r"(?<!\w)ca?\.\Z")
_WEEKDAY_BEFORE = re.compile(rf"(?<!\w){WEEKDAY},?{_B}\Z")
_JOINED_BEFORE = re.compile(r"(?<!\w)(?:[Mm]id|[Pp]re|[Pp]ost|[Ee]arly|[Ll]ate)[-‑–]\Z")
_SINGLE_DAY = re.compile(r"[0-9]+(?:st|nd|rd|th)?")
_FIGURES = frozenset("0123456789")
_MONTH_INITIALS = frozenset("JFMASOND")
_ONLY_MONTHS = frozenset("JMOD")
_PLAIN_YEARS = frozenset(str(year) for year in range(hijra.LATEST, 2200))
_CLOSING = frozenset([".", ",", ";", ":", ")", ""])
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}


def read_moments(text: str) -> list[Moment]:
    """Return the moments that text writes, in reading order, without overlap.

    >>> [moment.edtf for moment in read_moments("3–5 May 1871, the 1990s, in October")]
    ['1871-05-03', '1871-05-05', '199X', 'XXXX-10']

    Of two days of one month each has the month and its year. A bare number of four digits comes
    as a year wherever it stands: what is around it must say whether it is one.
    """
    return moments_at(text, read_signs(text).places)


def moments_at(text: str, places: Sequence[int]) -> list[Moment]:
    """Return the moments that text writes, as read_moments does, each beginning at a place."""
    found: list[Moment] = []
    reached = 0
    for start in places:
        if start < reached:
            continue
        first = text[start]
        if first in _FIGURES:
            four = text[start : start + 4]
            if four in _PLAIN_YEARS and _is_plain(text, start):
                found.append(Moment(start, start + 4, "year", int(four)))
                reached = start + 4
                continue
            match = (_WITH_YEAR if four.isdigit() else _WITH_FIGURE).match(text, start)
        else:
            match = _WITH_MONTH.match(text, start) if first in _MONTH_INITIALS else None
            if match is None and first not in _ONLY_MONTHS:
                match = _WITH_WORD.match(text, start)
        if not match:
            continue
        if start and text[start - 1] in "-–—‑." and not _may_start(text, start, reached):
            continue
        for one in _READERS[match.lastgroup or ""](text, match):
            if one.is_real:
                found.append(one)
                reached = one.end
    return found


def _is_plain(text: str, start: int) -> bool:
    """Tell whether a year stands so that nothing else can be meant, as most do: "in 1871 it"."""
    after = text[start + 4 : start + 6]
    if start and text[start - 1] in "-–—‑.":
        return False
    if after[:1] == " ":
        return after[1:].islower()
    return after[:1] in _CLOSING and not after[1:].isdigit()


def _may_start(text: str, start: int, reached: int) -> bool:
    before = text[start - 1]
    if before in "-–—‑":  # the second half of "1980s–1990s", or "mid-2018"
        near = text[max(0, start - 7) : start]
        return reached == start - 1 > 0 or _JOINED_BEFORE.search(near) is not None
    return before != "." or _ABBREVIATED_CIRCA.search(text[max(0, start - 4) : start]) is not None


# One reader for each choice of the pattern


def _read_written(text: str, match: re.Match[str]) -> Iterable[Moment]:
    """Read a date all in numbers; where two orders of day and month fit, only the year is sure."""
    date = read_date(match[0])
    if date is not None and date.year is not None and date.day is not None:
        yield Moment(*match.span(), "day", date.year, date.month or 0, date.day)
    elif match.lastgroup == "numbers":
        numbers = [int(part) for part in re.split(r"[/.]", match[0])]
        if 1 <= numbers[0] <= 12 and 1 <= numbers[1] <= 12:
            yield Moment(*match.span(), "vague", numbers[2])


def _read_decade(text: str, match: re.Match[str]) -> Iterable[Moment]:
    year = int(match["ten"])
    if match[0][4] != "s" and not text.endswith("the ", 0, match.start()):
        return  # "1980's" may be a possessive
    is_century = year % 100 == 0 and year != 2000
    yield Moment(*match.span(), "century" if is_century else "decade", year)


def _read_short(text: str, match: re.Match[str]) -> Iterable[Moment]:
    yield Moment(*match.span(), "vague")


def _read_era(text: str, match: re.Match[str]) -> Iterable[Moment]:
    year = int(match["ad"] or match["in_era"])
    if match["era_name"] and match["era_name"].startswith("B"):
        year = 1 - year
    yield Moment(*match.span(), "year", year)


def _read_listed_days(
    text: str, match: re.Match[str], listed: str, month: int, year: int | None, end: int
) -> Iterable[Moment]:
    """Read the days of one month; the first or the last takes in what the match has beside them."""
    places = [day.span() for day in _SINGLE_DAY.finditer(text, *match.span(listed))]
    for index, (first, last) in enumerate(places):
        begin = _with_weekday(text, match.start()) if index == 0 else first
        number = _number(text[first:last])
        last = end if index + 1 == len(places) else last
        yield Moment(begin, last, "day", year, month, number)


def _read_days_first(text: str, match: re.Match[str]) -> Iterable[Moment]:
    year, end = _year_of(text, match, "y0")
    yield from _read_listed_days(text, match, "d0", _month(match["m0"]), year, end)


def _read_day_first(text: str, match: re.Match[str]) -> Iterable[Moment]:
    start = match.start()
    if match["of"] and text[max(0, start - 4) : start].lower() == "the ":
        start -= 4
    year, end = _year_of(text, match, "y2")
    month, first, last = _month(match["m2"]), match["d2"], match["e2"]
    start = _with_weekday(text, start)
    if year is None and (short := _SHORT_YEAR.match(text, end)):
        return (Moment(start, short.end(), "vague"),)
    if not last:
        return (Moment(start, end, "day", year, month, _number(first)),)
    return (
        Moment(start, match.end("d2"), "day", year, month, _number(first)),
        Moment(match.start("e2"), end, "day", year, month, _number(last)),
    )


def _read_month_first(text: str, match: re.Match[str]) -> Iterable[Moment]:
    year, end = _year_of(text, match, "y1")
    if (
        year is None
        and text.startswith(",", match.end("d1"))
        and (days := _MONTH_DAYS.match(text, match.start()))
    ):
        listed, until = _year_of(text, days, "y6")
        if listed is not None or not counts_on(text, until):  # "On May 3, 4 and 6 men died"
            return _read_listed_days(text, days, "d6", _month(days["m6"]), listed, until)
    month, last = _month(match["m1"]), match["e1"]
    start = _with_weekday(text, match.start())
    if last and year is None and counts_on(text, end):
        last, end = "", match.end("d1")  # "On May 3 and 5 men died"
    if not last and year is None and counts_something(text, end):
        return (Moment(match.start(), match.end("m1"), "month", None, month),)
    if year is None and (short := _SHORT_YEAR.match(text, end)):
        return (Moment(start, short.end(), "vague"),)
    if not last:
        return (Moment(start, end, "day", year, month, _number(match["d1"])),)
    return (
        Moment(start, match.end("d1"), "day", year, month, _number(match["d1"])),
        Moment(match.start("e1"), end, "day", year, month, _number(last)),
    )


def _read_month(text: str, match: re.Match[str]) -> Iterable[Moment]:
    year, end = _year_of(text, match, "y3")
    if match["y3"] and year is None:
        end = match.end("m3")
    start, month = match.start(), _month(match["m3"])
    if year is None and (short := _SHORT_YEAR.match(text, end)):
        return (Moment(start, short.end(), "vague"),)
    if text.startswith("of", start - 3) and (day := worded_day(text, start)):
        return (Moment(day[0], end, "day", year, month, day[1]),)
    return (Moment(start, end, "month", year, month),)


def _read_season(text: str, match: re.Match[str]) -> Iterable[Moment]:
    season, year, start = SEASONS[match["name"].lower()], int(match["y4"]), match.start("name")
    if match["name0"]:
        first = SEASONS[match["name0"].lower()]
        yield Moment(*match.span("name0"), "season", year - (first > season), season=first)
    yield Moment(start, match.end(), "season", year, season=season)


def _read_century(text: str, match: re.Match[str]) -> Iterable[Moment]:
    numbers = [number_of(match[name]) for name in ("o1", "o2") if match[name]]
    if any(not 1 <= number <= 22 for number in numbers):
        return
    if len(numbers) == 1:
        yield Moment(*match.span(), "century", numbers[0] * 100 - 100)
    else:
        yield Moment(match.start(), match.end("o1"), "century", numbers[0] * 100 - 100)
        yield Moment(match.start("o2"), match.end(), "century", numbers[1] * 100 - 100)


def _read_year(text: str, match: re.Match[str]) -> Iterable[Moment]:
    """Read a year or two: "2019", "1914–18", "2019/20"; "2019-05" is a month.

    A year of the hijra is none, but for the one of ours that is given with it: "1400/1979".
    """
    year, last = int(match["y5"]), match["e5"]
    if year < hijra.LATEST:
        if last and "/" in match["dash"]:
            start = hijra.start_of_pair(text, match.start(), year, int(last))
            if start is not None:
                yield Moment(start, match.end(), "year", int(last))
                return
        if hijra.is_of_the_hijra(text, *match.span()):
            return
    if last is None:
        yield Moment(*match.span(), "year", year)
        return
    tail = 10 ** len(last)
    end = year - year % tail + int(last)
    if len(last) == 1 and "–" not in match["dash"]:
        yield Moment(*match.span("y5"), "year", year)
    elif end > year:
        yield Moment(match.start(), match.end("y5"), "year", year)
        yield Moment(match.start("e5"), match.end(), "year", end)
    elif match["dash"] == "-" and len(last) == 2 and 1 <= int(last) <= 12:
        yield Moment(*match.span(), "month", year, int(last))


_READERS: dict[str, Callable[[str, re.Match[str]], Iterable[Moment]]] = {
    "iso": _read_written,
    "numbers": _read_written,
    "decade": _read_decade,
    "short": _read_short,
    "era": _read_era,
    "days_first": _read_days_first,
    "day_first": _read_day_first,
    "month_first": _read_month_first,
    "month": _read_month,
    "season": _read_season,
    "century": _read_century,
    "year": _read_year,
}


def _year_of(text: str, match: re.Match[str], name: str) -> tuple[int | None, int]:
    """Return the year of a date and where the date ends; a number that counts is no year."""
    if not match[name]:
        return None, match.end()
    year = int(match[name])
    if text[match.end() : match.end() + 1] in _CLOSING:
        return year, match.end()
    if counts_something(text, match.end(), year):
        # Back to the end of what stands before the number and its comma.
        end = match.start(name)
        while text[end - 1] in ", \u00a0":
            end -= 1
        return None, end
    return year, match.end()


def _with_weekday(text: str, start: int) -> int:
    if text[start - 2 : start - 1] not in ("y", ","):
        return start  # so before most days
    match = _WEEKDAY_BEFORE.search(text[max(0, start - 12) : start])
    return start - len(match[0]) if match else start


def _month(name: str) -> int:
    return _MONTH_NUMBERS[name[:3]]


def _number(day: str) -> int:
    return int(day.rstrip("stndrh"))
