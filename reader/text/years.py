"""Years: in which one a day or a month is whose words leave it out, and how sure that is."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reader.text.chronology import FoundDate
from reader.text.dates import PartialDate, YearBound, infer_year
from reader.text.spans import Span

# A source that is so many days younger than the day whose year it tells may be of another year.
_MOST_LATER = 92


# What one sentence cites beyond that tells nothing more of its year.
MOST_SOURCES = 8


@dataclass(slots=True)
class Place:
    """The sentence in which a date without a year stands: what may tell that year.

    `sources` are the dates of what its block cites, with their places; those before `first` stand
    before the sentence. `before` is the last date that the text gave with a year.
    """

    text: str
    sentence: Span
    sources: Sequence[tuple[Span, PartialDate]]
    first: int
    before: FoundDate | None
    _is_to_come: bool | None = None

    def cited(self) -> list[PartialDate]:
        """Return the dates of the sources that the sentence cites."""
        near = self.sources[self.first : self.first + MOST_SOURCES]
        return [source for span, source in near if span.start < self.sentence.end]

    def is_to_come(self) -> bool:
        """Tell whether the sentence speaks of what is to come."""
        if self._is_to_come is None:
            self._is_to_come = is_to_come(self.sentence.of(self.text))
        return self._is_to_come


_DETERMINER = re.compile(
    r"(?:(?<![\w’'-])(?:the|an?|this|that|its|his|her|their|our)|(?<=[^\W\d_])[’']s)[ \u00a0]\Z",
    re.IGNORECASE,
)
_RECURS = re.compile(r"(?<!\w)(?:each|every|any)(?: year on)?[ \u00a0]\Z", re.IGNORECASE)
# A date that is one day, month or year.
POINT = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", re.ASCII)
_TO_COME_WORDS = ("upcoming", "forthcoming", "will", "next", "scheduled", "planned", "due")
_TO_COME = re.compile(rf"\b(?:{'|'.join(_TO_COME_WORDS[:-1])}|due(?! to))\b")
Key = tuple[int | None, int | None]
read_edtf = lru_cache(maxsize=4096)(PartialDate.from_edtf)


@lru_cache(maxsize=512)
def _words(edtf: str) -> str:
    """Return a day or a month without its year in English."""
    return read_edtf(edtf).words().removesuffix(", year not given")


def is_to_come(sentence: str) -> bool:
    """Tell whether a sentence speaks of what is to come; few have even the letters of it."""
    has_letters = any(word in sentence for word in _TO_COME_WORDS)
    return has_letters and _TO_COME.search(sentence) is not None


@dataclass(slots=True)
class Years:
    """What a document says of the years its days and months are in."""

    sources: Sequence[PartialDate]
    document_date: PartialDate
    before: dict[Key, tuple[int, str]] = field(default_factory=dict)
    everywhere: dict[Key, set[int]] = field(default_factory=dict)
    bound: YearBound = field(init=False)

    def __post_init__(self) -> None:
        self.bound = YearBound(self.sources, before=self.document_date or None)

    def note_all(self, dates: Sequence[FoundDate]) -> None:
        """Take in the dates of a block before any year is asked for."""
        for found in dates:
            for key, year in _keys(found.date) if len(found.date) >= len("2020-12") else ():
                self.everywhere.setdefault(key, set()).add(year)

    def note_before(self, found: FoundDate) -> None:
        """Take in a date that those after it may repeat without its year."""
        if len(found.date) < len("2020-12"):
            return
        for key, year in _keys(found.date):
            self.before[key] = (year, found.expression)

    def infer(self, found: FoundDate, place: Place) -> tuple[str, str, float]:
        """Return the date with its year, the reason and how sure it is; as it was, if unknown."""
        if "/" not in found.date:
            return self._infer_single(found, place)
        sides = found.date.split("/")
        missing = [index for index, side in enumerate(sides) if side.startswith("XXXX")]
        year, reason, sure = self._infer_one(sides[missing[-1]].rstrip("~"), found, place)
        if year is None:
            return found.date, "", found.confidence
        for index in reversed(missing):
            if index < missing[-1] and sides[index][4:] > sides[missing[-1]][4:]:
                year -= 1
            sides[index] = f"{year:04}{sides[index][4:]}"
        try:
            for index in missing:
                read_edtf(sides[index].rstrip("~"))
        except ValueError:  # 29 February of a year that has none
            return found.date, "", found.confidence
        return "/".join(sides), reason, sure

    def _infer_single(self, found: FoundDate, place: Place) -> tuple[str, str, float]:
        date = found.date
        year, reason, sure = self._infer_one(date.rstrip("~"), found, place)
        if year is None or (date.startswith("XXXX-02-29") and not calendar.isleap(year)):
            return date, "", found.confidence
        return f"{year:04}{date[4:]}", reason, sure

    def _infer_one(
        self, edtf: str, found: FoundDate, place: Place
    ) -> tuple[int | None, str, float]:
        start = found.span.start
        if _RECURS.search(place.text, max(0, start - 16), start):
            return None, "", 0.0  # "each 16 June"
        wanted, said = read_edtf(edtf), _words(edtf)
        key = (wanted.month, wanted.day)
        near = read_edtf(place.before.date).year if place.before is not None else None
        if key in self.before:
            year, expression = self.before[key]
            is_sure = near in (None, year) and len(self.everywhere[key]) == 1
        if key in self.before and (is_sure or wanted.day):
            return year, f"stated before as “{expression}”", 0.9 if is_sure else 0.6
        if len(self.everywhere.get(key, ())) == 1:
            [year] = self.everywhere[key]
            if near in (None, year):
                return year, f"{said} has this year later in the text", 0.8
        if _is_name(place.text, found.span):
            return None, "", 0.0
        years: dict[int, PartialDate] = {}
        for source in place.cited():
            inferred = infer_year(wanted, [source], before=source)
            if inferred.year is not None and source.month is not None:
                years.setdefault(inferred.year, source)
        if len(years) == 1:
            [(year, source)] = years.items()
            told = place.before and _nearest_year(wanted, read_edtf(place.before.date))
            is_sure = told in (None, year) and _days_up_to(source, wanted) < _MOST_LATER
            reason = f"the latest {said} up to {source.words()}, a source of the sentence"
            return year, reason, 0.9 if is_sure else 0.6
        if place.before is not None:
            year = _nearest_year(wanted, read_edtf(place.before.date))
            expression = place.before.expression
            return year, f"the {said} nearest to “{expression}”, the date before it", 0.7
        if place.is_to_come():
            return None, "", 0.0
        inferred = self.bound.infer(wanted)
        sure = 0.5 if inferred.reason.startswith("low confidence") else 0.7
        return inferred.year, inferred.reason, sure


@lru_cache(maxsize=4096)
def _keys(edtf: str) -> tuple[tuple[Key, int], ...]:
    """Return the days and months that a date states with their year."""
    return tuple(_read_keys(edtf))


def _read_keys(edtf: str) -> Iterator[tuple[Key, int]]:
    for side in edtf.split("/"):
        if len(side) < len("2020-12") or side.startswith("XXXX"):
            continue
        try:
            date = read_edtf(side.rstrip("~"))
        except ValueError:
            continue
        if date.year is not None and date.month is not None:
            if date.day is not None:
                yield (date.month, date.day), date.year
            yield (date.month, None), date.year


def _is_name(text: str, span: Span) -> bool:
    """Tell whether a day serves as a name: "the September 11 attacks"."""
    if text[span.end : span.end + 2].strip().isalpha():
        return _DETERMINER.search(text[max(0, span.start - 8) : span.start]) is not None
    return False


def _nearest_year(wanted: PartialDate, near: PartialDate) -> int:
    """Return the year that brings wanted nearest to near; of two as near, the later.

    A bare year before is itself the year.
    """
    assert near.year is not None  # it has been stated or inferred
    if near.month is None:
        return near.year
    here = near.month * 31 + (near.day or 15)
    there = (wanted.month or 6) * 31 + (wanted.day or 15)
    return min((1, 0, -1), key=lambda shift: (abs(there + shift * 372 - here), -shift)) + near.year


def _days_up_to(source: PartialDate, wanted: PartialDate) -> int:
    """Return about how many days a source is younger than the latest day that is wanted."""
    here = (source.month or 1) * 31 + (source.day or 1)
    return (here - (wanted.month or 1) * 31 - (wanted.day or 1)) % 372
