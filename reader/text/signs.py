"""Signs of dates: the places of a text where a date may begin or be reckoned, seen in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import ahocorasick_rs

from reader.text.dates import MONTHS
from reader.text.ordinals import ORDINALS

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_B = r"[ \u00a0]"
_FIGURES = [str(number) for number in (*range(10), *range(10, 100), *range(1000, 2200))]
_FIGURES += [f"0{number}" for number in range(10)]
_MONTH_STEMS = [*(month[:3] for month in MONTHS if month != "May"), "AD", "A.D"]
# From here on all are units of time that something may be reckoned in; these are months too.
_MONTHS = "May Janu Febr March April June July Augu Septe Octo Nove Dece".split()
_UNITS = (
    "day week fortnight month year decade morrow morning afternoon evening night Day Week Month "
    "Year Decade"
).split()
_TENS = "wenties hirties orties ifties ixties eventies ighties ineties".split()
_WORDED = ["centur", *SEASONS, *(season.title() for season in SEASONS)]
# Up to here.
_ORDINALS = [*ORDINALS, *(word.title().replace("-F", "-f") for word in ORDINALS)]
_QUOTED = [f"{quote}{figure}" for quote in "’'‘" for figure in range(10)]
_PATTERNS = [
    *_FIGURES, *_MONTH_STEMS, *_MONTHS, *_UNITS, *_TENS, *_WORDED, *_ORDINALS, *_QUOTED,
]  # fmt: skip
_FIRST_MONTH, FIRST_UNIT, FIRST_TENS, _FIRST_WORDED, _FIRST_ORDINAL, _FIRST_QUOTED = (
    _PATTERNS.index(words[0]) for words in (_MONTHS, _UNITS, _TENS, _WORDED, _ORDINALS, _QUOTED)
)
_SIGNS = ahocorasick_rs.AhoCorasick(
    _PATTERNS,
    matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
    implementation=ahocorasick_rs.Implementation.DFA,  # a third of the time of the others
)
_JOINED = frozenset("_$£€¥#@/,:+=%&")
_SEASON_OF_A_YEAR = re.compile(rf"(?:pring|ummer|utumn|all|inter){_B}(?:of{_B})?[12]")
# A sign and where its letters begin and end. One under FIRST_UNIT is that of a month, one from
# FIRST_TENS on and under FIRST_WORDED that of "the nineties".
Sign = tuple[int, int, int]


class Signs(NamedTuple):
    """The places where moments may begin, and the units of time, in reading order."""

    places: Sequence[int]
    units: Sequence[Sign]


def read_signs(text: str) -> Signs:
    """Return the signs of dates in text; most sentences have none.

    >>> read_signs("In May 1871 it fell.").places
    [3, 7]
    """
    signs: list[Sign] = _SIGNS.find_matches_as_indexes(text)
    if not signs:
        return _NO_SIGNS
    units = [sign for sign in signs if sign[0] >= _FIRST_MONTH]
    if units and max(units)[0] >= _FIRST_WORDED:
        if _has_words(text, units):
            signs = list(_with_words(signs))
        units = [sign for sign in units if sign[0] < _FIRST_ORDINAL]
    places = [
        begin
        for sign, begin, _ in signs
        if sign < FIRST_UNIT
        and (
            not begin
            or (before := text[begin - 1]) == " "
            or not (before.isalnum() or before in _JOINED)
        )
    ]
    return Signs(places, units)


def _has_words(text: str, units: Sequence[Sign]) -> bool:
    """Tell whether text has what dates in words need: a century, a season with its year, an ’80."""
    if max(units)[0] >= _FIRST_QUOTED or "centur" in text:
        return True
    is_worded = any(_FIRST_WORDED <= sign < _FIRST_ORDINAL for sign, _, _ in units)
    return is_worded and _SEASON_OF_A_YEAR.search(text) is not None


def _with_words(signs: Iterable[Sign]) -> Iterator[Sign]:
    """Yield the signs with those of seasons, ordinals and short years as ones of figures."""
    for sign, begin, end in signs:
        yield sign if sign < _FIRST_WORDED else 0, begin, end
        if sign >= _FIRST_QUOTED:
            yield 0, begin + 1, end


_NO_SIGNS = Signs((), ())
