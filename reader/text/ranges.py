"""Ranges: two moments that are the ends of one stretch of time, and lists that share a year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.text.edtf import days_of
from reader.text.leads import Lead
from reader.text.moments import Moment

_B = r"[ \u00a0\n]"
_BETWEEN = re.compile(
    rf"(?:{_B}?[-–—/]{_B}?|,?{_B}(?P<word>to|until|till|through|and){_B})"
    rf"(?:the{_B})?(?:(?:beginning|start|middle|end){_B}of{_B}(?:the{_B})?)?"
    rf"(?:(?:early|mid|late)[ -])?",
    re.IGNORECASE,
)
LISTED = frozenset([", ", " and ", ", and ", " or ", ", or "])
_MOST_LISTED = 12
DATED = frozenset(["day", "month"])


def join_range(text: str, first: Moment, last: Moment, lead: Lead) -> tuple[Moment, Moment] | None:
    """Return the ends of a range, a missing year taken from the other end; None if it is none."""
    match = None
    if last.start - first.end <= 40:
        match = _BETWEEN.fullmatch(text, first.end, last.start)
    if match is None or (match["word"] == "and" and not _and_joins(first, last, lead)):
        return None
    if first.year is None or last.year is None:
        if first.kind not in DATED or last.kind not in DATED:
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


def shared_year(text: str, moments: Sequence[Moment], index: int) -> int | None:
    """Return the year that days or months are named with: "May 1, May 4 and June 2, 1999"."""
    one = moments[index]
    for following in moments[index + 1 : index + _MOST_LISTED]:
        order = (one.month, one.day) <= (following.month, following.day or 31)
        if following.kind not in DATED or not order:
            break
        if text[one.end : following.start] not in LISTED:
            break
        if following.year is not None:
            return following.year
        one = following
    return None
