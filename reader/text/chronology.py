"""Dates in running text, and the events they make: a date expression in its sentence.

A number is a year only where the words around it say so. What is reckoned from somewhere else
("two days later") is proposed without a date, for nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from reader.text.counted import counts_something, names_a_happening
from reader.text.dates import MONTHS
from reader.text.edtf import days_of
from reader.text.hijra import is_gloss_of_the_hijra
from reader.text.leads import Lead, read_lead
from reader.text.moments import Moment, read_moments
from reader.text.reckonings import find_reckonings
from reader.text.spans import Span

CERTAIN = 0.8


class FoundDate(NamedTuple):
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
    reckoned = list(find_reckonings(text, sorted(quiet)))
    if not reckoned:
        return stated
    beside = _outside(_outside(reckoned, quiet), [found.span for found in stated])
    told = [FoundDate(span, span.of(text), "", "proposed", 0.3) for span in beside]
    return sorted([*stated, *told], key=lambda found: found.span)


Placed = TypeVar("Placed", Moment, Span)


def _outside(found: Iterable[Placed], quiet: Sequence[Span]) -> list[Placed]:
    """Return what does not touch the quiet spans; found is in reading order."""
    if not quiet:
        return list(found)
    kept, position, reach = [], 0, 0
    ordered = sorted([(span.start, span.end) for span in quiet])
    for one in found:
        while position < len(ordered) and ordered[position][0] < one.end:
            reach = max(reach, ordered[position][1])
            position += 1
        if one.start >= reach:
            kept.append(one)
    return kept


_B = r"[ \u00a0\n]"
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
    rf"(?:the{_B})?(?:(?:beginning|start|middle|end){_B}of{_B}(?:the{_B})?)?"
    rf"(?:(?:early|mid|late)[ -])?",
    re.IGNORECASE,
)
_ONWARDS = re.compile(rf"{_B}(?:onwards?|on)(?!\w)")
_TO_NOW = re.compile(
    rf"(?:{_B}?[-–—]{_B}?|{_B}(?:to|until|till|through){_B}(?:the{_B})?)"
    rf"(?:present(?:{_B}day)?|today|now|this{_B}day)(?!\w)"
)
_BESIDE = re.compile(
    r"[(,;][ \u00a0]?(?:b\.|d\.|r\.|est\.|born|died|founded|established)[ \u00a0]?\Z"
    r"|(?<!\w)(?:Ramadan|Christmas(?: Day| Eve)?|Easter|Passover|Nowruz|Muharram|Ashura|Hanukkah"
    r"|Diwali|Eid(?: al-(?:Fitr|Adha))?|New Year[’']s (?:Day|Eve)),?[ \u00a0]\Z"
)
# When somebody read a page says nothing of what it tells.
_LOOKED_UP = re.compile(
    r"(?:ccessed|onsulted|etrieved|last (?:visited|checked|updated|modified|viewed)|viewed)"
    r"(?: on)?[:,]?[ \u00a0]\Z"
)
_HAD = re.compile(rf"{_B}(?:had|have|were|died|came|left|fled)(?!\w)")
_POSSESSIVE = re.compile(r"[’']s?(?!\w)")
_CLOSES = re.compile(r"[,.;:)]|\Z")
_VERB = re.compile(
    rf"{_B}(?:was|saw|brought|marked|is|will|had|has|began|ended|proved|became|would|opened)(?!\w)"
)
_SENTENCE_OPENS = re.compile(r"(?:\A|[.!?][”’\"')]?\s|\n)\Z")
_LISTED = frozenset([", ", " and ", ", and ", " or ", ", or "])
_MOST_LISTED = 12

_DASHES = frozenset("-–—")
_DATED = frozenset(["day", "month"])
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
    listed_from = -1  # where the last one ended, for "in 2003, 2006 and 2011"
    listed = ""
    while index < len(moments):
        first, last = moments[index], None
        floor = found[-1].span.end if found else 0
        lead = read_lead(text, first.start, floor)
        if lead.word == "of" or (first.kind == "year" and text.startswith("Q", first.start - 3)):
            first, lead = _read_part(text, first, lead, floor)
        if index + 1 < len(moments):
            following = moments[index + 1]
            joined = _join(text, first, following, lead)
            if joined:
                first, last = joined
            elif first.year is None and first.kind in _DATED:
                first = first._replace(year=_shared_year(text, moments, index))
        is_listed = first.kind == listed and text[listed_from : first.start] in _LISTED
        end = (last or first).end
        confidence = _confidence(text, first, last, lead, is_listed)
        if confidence and not _is_in_title(text, first.start, end):
            found.append(_make(text, first, last, lead, is_listed, confidence))
        listed, listed_from = first.kind if confidence >= CERTAIN and not last else "", end
        index += 1 if last is None else 2
    return found


_LONGEST_TITLE = 120


def _is_in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a date is part of a title in quotation marks, and so tells nothing."""
    opened = text.rfind("“", max(0, start - _LONGEST_TITLE), start)
    closed = text.find("”", end, end + _LONGEST_TITLE) if opened >= 0 else -1
    if closed < 0 or text.find("”", opened, start) >= 0:
        return False
    words = [*text[opened + 1 : start].split(), *text[end:closed].split()]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > 1 and not any(word[0].islower() and len(word) > 4 for word in words)


def _join(text: str, first: Moment, last: Moment, lead: Lead) -> tuple[Moment, Moment] | None:
    """Return the ends of a range, a missing year taken from the other end; None if it is none."""
    match = None
    if last.start - first.end <= 40:
        match = _BETWEEN.fullmatch(text, first.end, last.start)
    if match is None or (match["word"] == "and" and not _and_joins(first, last, lead)):
        return None
    if first.year is None or last.year is None:
        if first.kind not in _DATED or last.kind not in _DATED:
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


def _shared_year(text: str, moments: Sequence[Moment], index: int) -> int | None:
    """Return the year that days or months are named with: "May 1, May 4 and June 2, 1999"."""
    one = moments[index]
    for following in moments[index + 1 : index + _MOST_LISTED]:
        order = (one.month, one.day) <= (following.month, following.day or 31)
        if following.kind not in _DATED or not order:
            break
        if text[one.end : following.start] not in _LISTED:
            break
        if following.year is not None:
            return following.year
        one = following
    return None


_PART_OF = re.compile(
    rf"(?<![\w’'-])(?:the{_B})?(?:very{_B})?(?:beginning|start|middle|end|close"
    rf"|(?:(?P<half>first)|second|latter|last){_B}half"
    rf"|(?P<quarter>first|second|third|fourth|last|final){_B}quarter"
    rf"|(?:first|last|final|opening|closing){_B}(?:(?:few|two|three|four|six){_B})?"
    rf"(?:days?|weeks?|months?|years?)){_B}\Z",
    re.IGNORECASE,
)
_QUARTERS = {"first": 33, "second": 34, "third": 35, "fourth": 36, "last": 36, "final": 36}
_FISCAL = re.compile(r"(?<!\w)Q([1-4])[ \u00a0]\Z")


def _read_part(text: str, moment: Moment, lead: Lead, floor: int) -> tuple[Moment, Lead]:
    """Return the half or quarter of the year that is meant, and what stands before its words.

    The end of a year is the year, for where an end begins nobody says.
    """
    number = 0
    if lead.word == "of":
        base = max(floor, lead.start - 40)
        match = _PART_OF.search(text[base : lead.start])
        if match and match["quarter"]:
            number = _QUARTERS[match["quarter"].lower()]
        elif match and "half" in match[0]:
            number = 40 if match["half"] else 41
    else:
        base = max(floor, moment.start - 4)
        match = _FISCAL.search(text[base : moment.start])
        number = 32 + int(match[1]) if match else 0
    if match is None or (moment.kind == "year" and counts_something(text, moment.end, moment.year)):
        return moment, lead
    start = base + match.start()
    outer = read_lead(text, start, floor)
    lead = outer._replace(part=match[0].strip(), part_start=start, the_start=-1)
    if number and moment.kind == "year" and moment.end - moment.start == 4:
        moment = moment._replace(kind="season", season=number)
    return moment, lead


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
    if first.kind == "month" and last is None:
        if first.year is None:
            return _month_confidence(text, first, lead, is_listed)
        return 1.0 if lead.word or not text[first.start].isdigit() else 0.6
    if first.kind == "vague":
        is_told = first.end - first.start != len("’98") or lead.word
        return 0.5 if first.year else 0.4 if is_told else 0.0
    if first.kind == "century":
        if text.startswith((" BC", " B.C"), (last or first).end):
            return 0.0
        return 0.7 if text[first.end - 1] == "s" and text[first.start].isdigit() else 0.9
    if lead.word == "of" and text.endswith(" eve ", 0, lead.start):
        return 0.5  # the day before
    if _LOOKED_UP.search(text[max(0, first.start - 20) : first.start]):
        return 0.0
    return 0.9 if first.year is None else 1.0


def _month_confidence(text: str, moment: Moment, lead: Lead, is_listed: bool) -> float:
    """Return how surely the name of a month without day and year is not a person's, or a verb."""
    written = text[moment.start : moment.end]
    is_whole = written[-1] == "." or written in MONTHS
    if not is_whole and moment.month == 1:  # Jan is a name
        return 0.85 if lead.part else 0.0
    if lead.part:
        return 0.85
    is_person = moment.month in _PEOPLE_TOO
    if lead.word in _BEFORE_MONTHS:
        is_owner = is_person and _POSSESSIVE.match(text, moment.end)
        return 0.85 if is_whole and not is_owner else 0.5
    if is_listed and is_whole and not text.startswith(", ", moment.start - 2):
        return 0.85
    if is_whole and lead.word in _BEFORE_OTHER_MONTHS:
        return 0.85 if not is_person else 0.5 if _CLOSES.match(text, moment.end) else 0.0
    return 0.0


def _year_confidence(text: str, moment: Moment, lead: Lead, is_listed: bool) -> float:
    year, start, end = moment.year or 0, moment.start, moment.end
    if counts_something(text, end, year):
        return 0.0
    if lead.part or lead.approximate.startswith("c"):
        return 0.95
    if lead.word and year % 100 == 0 and _HAD.match(text, end):
        return 0.5  # "After 1500 had died, they left"
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
        if text.startswith("The ", lead.the_start) and not _opens_sentence(text, lead.the_start):
            return 0.0  # a name: "the band The 1975 played"
        return 0.85 if year % 50 or names_a_happening(text, end) else 0.0
    if _VERB.match(text, end) and _opens_sentence(text, start):
        return 0.85
    if _TO_NOW.match(text, end) or is_gloss_of_the_hijra(text, start):
        return 0.85
    return 0.85 if _BESIDE.search(text[max(0, start - 20) : start]) else 0.0


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_OPENS.search(text[max(0, start - 4) : start]) is not None


def _year_range_confidence(text: str, first: Moment, last: Moment, lead: Lead) -> float:
    between = text[first.end : last.start].strip()
    if counts_something(text, last.end, last.year):
        return 0.0
    if between not in ("-", "–", "—", "/"):
        if (first.year or 1) % 100 == 0 == (last.year or 1) % 100:
            return 0.5 if lead.word else 0.0
        return 0.95 if lead.word in ("from", "between", "in", "of", "during", "years") else 0.0
    if lead.word == "of" and _QUANTITY.search(text[max(0, first.start - 40) : first.start]):
        return 0.0
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
    onwards = None
    if last is None and first.kind != "vague":
        onwards = _ONWARDS.match(text, end) if lead.word == "from" else None
        is_from = lead.word == "from" or text[end : end + 1] in _DASHES
        if onwards is None and (is_from or text[end + 1 : end + 2] in _DASHES):
            onwards = _TO_NOW.match(text, end)
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
    opens_range = (onwards or last) and lead.word in ("from", "between")
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
