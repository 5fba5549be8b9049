"""Dates in running text: expressions, and what they say in EDTF.

What is reckoned from somewhere else
("two days later") is proposed without a date, for nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from reader.text.certainty import CERTAIN, TO_NOW, is_in_title, judge
from reader.text.leads import NO_LEAD, Lead, read_lead
from reader.text.moments import Moment
from reader.text.parts_of_years import read_part
from reader.text.ranges import DATED, LISTED, join_range, shared_year
from reader.text.reckonings import find_reckonings
from reader.text.signs import Sign, read_signs
from reader.text.spans import Span
from reader.text.written_moments import moments_at


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
    signs = read_signs(text)
    return dates_among(text, moments_at(text, signs.places), signs.units, in_order(quiet))


Place = tuple[int, int]


def in_order(spans: Iterable[Span]) -> list[Place]:
    """Return the starts and ends of spans, in order."""
    return sorted([(span.start, span.end) for span in spans])


def dates_among(
    text: str, moments: Sequence[Moment], units: Sequence[Sign], quiet: Sequence[Place]
) -> list[FoundDate]:
    """Return the dates that text states, as find_dates does, its moments having been read.

    `quiet` are in order.
    """
    stated = _read_stated(text, _outside(moments, quiet))
    reckoned = list(find_reckonings(text, units, quiet)) if units else None
    if not reckoned:
        return stated
    beside = _outside(_outside(reckoned, quiet), [(one.start, one.end) for one, *_ in stated])
    if not beside:
        return stated
    told = [FoundDate(span, span.of(text), "", "proposed", 0.3) for span in beside]
    return sorted([*stated, *told], key=lambda found: found.span)


Placed = TypeVar("Placed", Moment, Span)


def _outside(found: Sequence[Placed], quiet: Sequence[Place]) -> Sequence[Placed]:
    """Return what does not touch the quiet places; both are in order."""
    if not quiet or not found:
        return found
    kept, position, reach = [], 0, 0
    for one in found:
        while position < len(quiet) and quiet[position][0] < one.end:
            reach = max(reach, quiet[position][1])
            position += 1
        if one.start >= reach:
            kept.append(one)
    return kept


_B = r"[ \u00a0\n]"
_ONWARDS = re.compile(rf"{_B}(?:onwards?|on)(?!\w)")

_DASHES = frozenset("-–—")
_UP_TO = frozenset(
    ["by", "until", "till", "up to", "before", "prior to", "no later than", "through", "pre-"]
)
_FROM_ON = frozenset(["since", "after", "post-"])
# The year alone takes these in: without them nothing shows that the figures are a date.
_TAKEN_IN = (_UP_TO | _FROM_ON | {"throughout", "during"}) - {"pre-", "post-"}


def _read_stated(text: str, moments: Sequence[Moment]) -> list[FoundDate]:
    """Judge each moment, or two that a range joins, by the words around it."""
    found: list[FoundDate] = []
    index = 0
    listed_from = -1  # where the last one ended, for "in 2003, 2006 and 2011"
    listed = ""
    floor = 0
    while index < len(moments):
        first, last = moments[index], None
        lead = read_lead(text, first.start, floor)
        if lead.word == "of" or (first.kind == "year" and text.startswith("Q", first.start - 3)):
            first, lead = read_part(text, first, lead, floor)
        if index + 1 < len(moments):
            following = moments[index + 1]
            joined = join_range(text, first, following, lead)
            if joined:
                first, last = joined
            elif first.year is None and first.kind in DATED:
                year = shared_year(text, moments, index)
                first = first if year is None else first._replace(year=year)
        is_listed = first.kind == listed and text[listed_from : first.start] in LISTED
        end = first.end if last is None else last.end
        confidence = judge(text, first, last, lead, is_listed)
        if confidence and not is_in_title(text, first.start, end):
            found.append(_make(text, first, last, lead, is_listed, confidence))
            floor = found[-1].span.end
        listed, listed_from = first.kind if confidence >= CERTAIN and not last else "", end
        index += 1 if last is None else 2
    return found


def _make(
    text: str, first: Moment, last: Moment | None, lead: Lead, is_listed: bool, confidence: float
) -> FoundDate:
    """Write the date and draw its expression."""
    start, end = first.start, (last or first).end
    onwards = None
    if last is None and first.kind != "vague":
        onwards = _ONWARDS.match(text, end) if lead.word == "from" else None
        if onwards is None and (lead.word == "from" or not _DASHES.isdisjoint(text[end : end + 2])):
            onwards = TO_NOW.match(text, end)
    state = "accepted" if confidence >= CERTAIN else "proposed"
    if lead is NO_LEAD and last is None and onwards is None:
        return FoundDate(Span(start, end), text[start:end], first.edtf, state, confidence)
    sign = "~" if lead.approximate else ""
    date = first.edtf
    if last is not None:
        date = f"{date}{sign}/{last.edtf}{sign}"
    elif date:
        date = _written(date + sign, lead, is_open=onwards is not None, is_listed=is_listed)
        end = onwards.end() if onwards else end
    if lead.part:
        start = lead.part_start
    if lead.the_start >= 0 and first.kind in ("season", "decade", "century", "vague"):
        start = lead.the_start
    if lead.approximate:
        start = lead.approximate_start
    opens_range = (onwards or last) and lead.word in ("from", "between")
    if opens_range or (last is None and _takes_in(text, first, lead)):
        start = lead.start
    return FoundDate(Span(start, end), text[start:end], date, state, confidence)


def _written(date: str, lead: Lead, *, is_open: bool, is_listed: bool) -> str:
    """Return a date with the end that its lead leaves open."""
    reach = lead.reach
    if is_open or (reach in _FROM_ON):
        return f"{date}/.."
    return f"../{date}" if reach in _UP_TO and not is_listed else date


def _takes_in(text: str, first: Moment, lead: Lead) -> bool:
    """Tell whether a bare year takes the preposition before it into its expression."""
    if not lead.word or first.kind != "year" or lead.part or lead.the_start >= 0:
        return False
    if not text[first.start : first.end].isdigit() or lead.approximate:
        return False
    closes = not text[first.end : first.end + 2].strip()[:1].isalpha()
    return lead.word in _TAKEN_IN or (lead.word == "in" and closes)
