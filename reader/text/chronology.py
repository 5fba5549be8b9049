"""Dates in running text, and the events they make: a date expression in its sentence.

A number is a year only where the words around it say so. What is reckoned from somewhere else
("two days later") is proposed without a date, for nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import ahocorasick_rs

from reader.text.counted import counts_something, names_a_happening
from reader.text.dates import MONTH, WEEKDAY
from reader.text.leads import Lead, read_lead
from reader.text.moments import SEASON, Moment, days_of, read_moments
from reader.text.spans import Span

CERTAIN = 0.8


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date expression and what it says, in EDTF (ISO 8601-2:2019) with gaps as X.

    `date` is "" for what only a reader can reckon. `state` is "accepted" where the words leave
    no doubt that they are a date, else "proposed".
    """

    span: Span
    expression: str
    date: str
    state: str
    confidence: float


def find_dates(text: str, *, quiet: Sequence[Span] = ()) -> list[FoundDate]:
    """Return the dates that text states, in reading order, without overlap.

    `quiet` are spans in which no date counts: citations, which have dates of their own.

    >>> [(found.expression, found.date) for found in find_dates("In May 1871; since 2019 too.")]
    [('May 1871', '1871-05'), ('since 2019', '2019/..')]

    A preposition belongs to the expression where a bare year needs it to be known as one, and
    "in" only where it closes its clause; so do "from" and "between" of a range.
    """
    return dates_among(text, read_moments(text), quiet=quiet)


def dates_among(
    text: str, moments: Sequence[Moment], *, quiet: Sequence[Span] = ()
) -> list[FoundDate]:
    """Return the dates that text states, as find_dates does, its moments having been read."""
    stated = _read_stated(text, _outside(moments, quiet))
    quiet = sorted(quiet)
    beside = _outside(_outside(_reckoned(text, quiet), quiet), [found.span for found in stated])
    return sorted([*stated, *beside], key=lambda found: found.span)


def _reckoned(text: str, quiet: Sequence[Span]) -> Iterator[FoundDate]:
    """Yield what is reckoned from somewhere else, looked for only around a unit of time.

    `quiet` are in order; a unit within one of them is passed over.
    """
    reached = at = 0
    for unit, begin, end in _UNITS.find_matches_as_indexes(text):
        while at < len(quiet) and quiet[at].end < end:
            at += 1
        if at < len(quiet) and quiet[at].start <= begin:
            continue
        start, end = max(begin - 32, reached), end + 24
        near = text[start:end]
        if unit >= _FIRST_MONTH:
            if "ast" not in near and "ext" not in near:
                continue  # only the last and the next month are reckoned
        elif not _RELATING.find_matches_as_indexes(near):
            continue
        for match in _RELATIVE.finditer(text, start, end):
            if match.end() == end and text[end : end + 1].isalnum():
                continue  # a word cut off
            reached = match.end()
            if not text.startswith(" of ", reached):
                yield FoundDate(Span(*match.span()), match[0], "", "proposed", 0.3)


Placed = TypeVar("Placed", Moment, FoundDate)


def _outside(found: Iterable[Placed], quiet: Sequence[Span]) -> list[Placed]:
    """Return what does not touch the quiet spans; found is in reading order."""
    if not quiet:
        return list(found)
    kept, ordered, position, reach = [], sorted(quiet), 0, 0
    for one in found:
        span = one.span
        while position < len(ordered) and ordered[position].start < span.end:
            reach = max(reach, ordered[position].end)
            position += 1
        if span.start >= reach:
            kept.append(one)
    return kept


_B = r"[ \u00a0\n]"
_UNIT = r"(?:day|week|weekend|fortnight|month|year|decade|century)"
_NUMBER = (
    r"(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en"
    r"|[Ee]leven|[Tt]welve|[Ss]everal|[Ss]ome|[Mm]any|[Aa] few|[Aa] couple of|[Hh]alf an?"
    r"|[1-9][0-9]{0,2})"
)
_UNIT_PARTS = (
    "day week fortnight month year decade centur morrow morning afternoon evening night pring "
    "ummer utumn fall Fall inter Janu Febr March April May June July Augu Septe Octo Nove Dece"
).split()
_UNITS = ahocorasick_rs.AhoCorasick(_UNIT_PARTS)
_FIRST_MONTH = _UNIT_PARTS.index("Janu")
# One of these is in whatever is reckoned.
_RELATING = ahocorasick_rs.AhoCorasick([
    " later", " ago", " earlier", " before", " after", " thereafter", " hence", "following",
    "next ", "Next ", "previous", "preceding", "same ", "last", "Last", "his ", "hat ",
    "on ", "On ", "by ", "By ", "ince ", "ntil ", "esterday", "omorrow", " beforehand",
    "\u00a0", "\n",
])  # fmt: skip
# Both cases are spelled out: with the flag that ignores case it takes twice as long.
_RELATIVE = re.compile(
    rf"(?<![\w’'-])(?:"
    rf"{_NUMBER}{_B}(?:{_UNIT}s?|centuries){_B}"
    r"(?:later|ago|earlier|before|afterwards?|thereafter|beforehand|hence)"
    rf"|(?:[Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear|[Dd]ecade)s{_B}(?:later|ago|earlier)"
    rf"|[Tt]he{_B}(?:(?:following|next|previous|preceding|same){_B}"
    rf"(?:{_UNIT}|morning|afternoon|evening|night|{SEASON}|{WEEKDAY})|{_UNIT}{_B}(?:before|after))"
    rf"|(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat){_B}(?:week|weekend|month|year|{SEASON}|{WEEKDAY})"
    rf"|(?:[Ll]ast|[Nn]ext){_B}(?:night|decade|century|{MONTH})"
    rf"|[Tt]hat{_B}(?:day|night|same{_B}{_UNIT})"
    rf"|(?:[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil){_B}{WEEKDAY}|[Yy]esterday|[Tt]omorrow"
    r")(?![\w-])"
)


_QUANTITY = re.compile(
    r"(?<!\w)(?:totals?|populations?|numbers?|groups?|crowds?|sum|forces?|average|maximum|minimum"
    r"|heights?|altitude|distance|depth|length|weight|speed|capacity|costs?|prices?|out|fleet"
    r"|strength|size|more|thousands|hundreds|multiplier|ports?|values?|range|rate|sample|ratio"
    rf"|score|result|mean|median|limit){_B}of{_B}\Z",
    re.IGNORECASE,
)
_OF_A_YEAR = re.compile(
    r"(?<!\w)(?:wars?|revolutions?|uprisings?|revolts?|rebellions?|invasions?|coups?|crisis|elections?"
    r"|protests?|massacres?|events?|attacks?|treaty|agreements?|accords?|constitution|laws?|acts?"
    r"|decrees?|famine|floods?|earthquake|census|pact|truce|armistice|ceasefire|referendum|reforms?"
    r"|end|start|beginning|middle|half|quarter|months?|weeks?|days?|summer|winter|autumn|spring|fall"
    r"|course|remainder|rest|most|much|all|part|outbreak|upheavals?|winner|class|year|as"
    rf"|generation){_B}of{_B}\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?<!\w)(?:pp?|pgs?|nos?|vols?|ll?|fig|art)\.|(?<!\w)(?:pages?|lines?|verses?|items?"
    r"|rooms?|volumes?|numbers?|articles?|resolutions?|unit)|[:§№]|\d)[ \u00a0]?\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:{_B}?[-–—/]{_B}?|,?{_B}(?P<word>to|until|till|through|and){_B})"
    rf"(?:the{_B})?(?:(?:early|mid|late)[ -])?",
    re.IGNORECASE,
)
_ONWARDS = re.compile(rf"{_B}(?:onwards?|on)(?!\w)")
_VERB = re.compile(
    rf"{_B}(?:was|saw|brought|marked|is|will|had|has|began|ended|proved|became|would|opened)(?!\w)"
)
_SENTENCE_OPENS = re.compile(r"(?:\A|[.!?][”’\"')]?\s|\n)\Z")
_LISTED = frozenset([", ", " and ", ", and ", " or ", ", or "])

_UP_TO = frozenset(
    ["by", "until", "till", "up to", "before", "prior to", "no later than", "through", "pre-"]
)
_FROM_ON = frozenset(["since", "after", "post-"])
# The year alone takes these in: without them nothing shows that the figures are a date.
_TAKEN_IN = (_UP_TO | _FROM_ON | {"throughout", "during"}) - {"pre-", "post-"}
# Before a month without a year. May, April, June and August are people too.
_BEFORE_MONTHS = frozenset(["in", "since", "during", "throughout", "until", "till"])
_BEFORE_OTHER_MONTHS = frozenset(["by", "before", "after", "from", "of", "for", "between"])
_PEOPLE_TOO = frozenset([4, 5, 6, 8])


def _read_stated(text: str, moments: Sequence[Moment]) -> list[FoundDate]:
    """Judge each moment, or two that a range joins, by the words around it."""
    moments = list(moments)
    found: list[FoundDate] = []
    index = 0
    listed_from = -1  # where the last year ended, for "in 2003, 2006 and 2011"
    while index < len(moments):
        first, last = moments[index], None
        floor = found[-1].span.end if found else 0
        lead = read_lead(text, first.start, floor)
        if index + 1 < len(moments):
            following = moments[index + 1]
            joined = _join(text, first, following, lead)
            if joined:
                first, last = joined
            elif _shares_year(text, first, following):
                first = first._replace(year=following.year)
        is_listed = listed_from >= 0 and text[listed_from : first.start] in _LISTED
        end = (last or first).end
        confidence = _confidence(text, first, last, lead, is_listed)
        if confidence:
            found.append(_make(text, first, last, lead, is_listed, confidence))
        listed_from = end if confidence and first.kind == "year" and last is None else -1
        index += 1 if last is None else 2
    return found


def _join(text: str, first: Moment, last: Moment, lead: Lead) -> tuple[Moment, Moment] | None:
    """Return the ends of a range, a missing year taken from the other end; None if it is none."""
    match = None
    if last.start - first.end <= 24:
        match = _BETWEEN.fullmatch(text, first.end, last.start)
    if match is None or (match["word"] == "and" and not _and_joins(first, last, lead)):
        return None
    dated = ("day", "month")
    if first.year is None or last.year is None:
        if first.kind not in dated or last.kind not in dated:
            return None
        order = (first.month, first.day) <= (last.month, last.day or 31)
        if last.year is not None:
            first = first._replace(year=last.year - (not order))
        elif first.year is not None:
            last = last._replace(year=first.year + (not order))
    elif (days_of(first.edtf)[0] or (0,)) > (days_of(last.edtf)[1] or (0,)):
        return None
    return first, last


def _and_joins(first: Moment, last: Moment, lead: Lead) -> bool:
    return lead.word == "between" or (first.kind == last.kind == "century")


def _shares_year(text: str, first: Moment, following: Moment) -> bool:
    """Tell whether two days or months are named with one year: "May 1 and June 2, 1999"."""
    dated = ("day", "month")
    return (
        first.year is None
        and following.year is not None
        and first.kind in dated
        and following.kind in dated
        and text[first.end : following.start] in (" and ", ", ", " or ")
        and (first.month, first.day) <= (following.month, following.day or 31)
    )


def _confidence(
    text: str, first: Moment, last: Moment | None, lead: Lead, is_listed: bool
) -> float:
    """Return how surely the moment, or the range to last, is a date; 0 where it is none."""
    if first.kind == "year":
        if not text[first.start : first.end].isdigit():
            return 0.95  # "AD 622"
        if last is not None:
            return _year_range_confidence(text, first, last, lead)
        return _year_confidence(text, first, lead, is_listed)
    if first.kind == "month" and first.year is None and last is None:
        is_whole = first.end - first.start > 4 or text[first.end - 1] == "."
        return 0.85 if _is_month(first, lead, is_whole) else 0.0
    if first.kind == "vague":
        return 0.5 if first.year else 0.4
    if first.kind == "century":
        if text.startswith((" BC", " B.C"), (last or first).end):
            return 0.0
        return 0.7 if text[first.end - 1] == "s" and text[first.start].isdigit() else 0.9
    return 0.9 if first.year is None else 1.0


def _is_month(moment: Moment, lead: Lead, is_whole: bool) -> bool:
    if lead.part or lead.word in _BEFORE_MONTHS:
        return True
    return is_whole and lead.word in _BEFORE_OTHER_MONTHS and moment.month not in _PEOPLE_TOO


def _year_confidence(text: str, moment: Moment, lead: Lead, is_listed: bool) -> float:
    year, start, end = moment.year or 0, moment.start, moment.end
    if counts_something(text, end, year):
        return 0.0
    if lead.part or lead.approximate.startswith("c"):
        return 0.95
    if lead.approximate:
        return 0.9 if lead.word in ("in", "since", "until") else 0.5
    if lead.word == "of" and lead.the_start < 0:
        near = text[max(0, start - 40) : start]
        return 0.0 if _QUANTITY.search(near) else 0.9 if _OF_A_YEAR.search(near) else 0.6
    if lead.word and (lead.the_start < 0 or lead.word not in ("by", "for", "of", "from")):
        return 0.95 if lead.the_start < 0 else 0.85
    if is_listed:
        return 0.9
    if lead.has_determiner and year >= 1400 and text[end : end + 2].strip().isalpha():
        return 0.85 if year % 50 or names_a_happening(text, end) else 0.0
    if _VERB.match(text, end) and _SENTENCE_OPENS.search(text[max(0, start - 4) : start]):
        return 0.85
    return 0.0


def _year_range_confidence(text: str, first: Moment, last: Moment, lead: Lead) -> float:
    between = text[first.end : last.start].strip()
    if counts_something(text, last.end, last.year):
        return 0.0
    if between not in ("-", "–", "—", "/"):
        return 0.95 if lead.word in ("from", "between", "in", "of", "during") else 0.0
    if lead.word or lead.approximate or lead.part or lead.has_determiner:
        is_month_too = between == "-" and last.end - last.start == 2 and (last.year or 0) % 100 < 13
        return 0.6 if is_month_too else 0.95
    near = text[max(0, first.start - 12) : first.start]
    if _NUMBERED.search(near) or (first.year or 0) < 1400 or between == "/":
        return 0.0
    return 0.85


def _make(
    text: str, first: Moment, last: Moment | None, lead: Lead, is_listed: bool, confidence: float
) -> FoundDate:
    """Write the date and draw its expression."""
    sign = "~" if lead.approximate else ""
    start, end = first.start, (last or first).end
    onwards = _ONWARDS.match(text, end) if lead.word == "from" and last is None else None
    if last is not None:
        date = f"{first.edtf}{sign}/{last.edtf}{sign}"
    elif not first.edtf:
        date = ""
    elif onwards:
        date, end = f"{first.edtf}{sign}/..", onwards.end()
    elif lead.reach in _UP_TO and not is_listed:
        date = f"../{first.edtf}{sign}"
    elif lead.reach in _FROM_ON:
        date = f"{first.edtf}{sign}/.."
    else:
        date = first.edtf + sign
    if lead.part:
        start = lead.part_start
    if lead.the_start >= 0 and first.kind in ("season", "decade", "century", "vague"):
        start = lead.the_start
    if lead.approximate:
        start = lead.approximate_start
    opens_range = onwards or (last is not None and lead.word in ("from", "between"))
    if opens_range or _takes_in(text, first, last, lead):
        start = lead.start
    state = "accepted" if confidence >= CERTAIN else "proposed"
    return FoundDate(Span(start, end), text[start:end], date, state, confidence)


def _takes_in(text: str, first: Moment, last: Moment | None, lead: Lead) -> bool:
    """Tell whether a bare year takes the preposition before it into its expression."""
    if first.kind != "year" or last is not None or lead.part or lead.the_start >= 0:
        return False
    if not text[first.start : first.end].isdigit() or lead.approximate:
        return False
    closes = not text[first.end : first.end + 2].strip()[:1].isalpha()
    return lead.word in _TAKEN_IN or (lead.word == "in" and closes)
