"""Events: a date expression in its sentence, with the year that the document itself supplies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from reader.text.chronology import CERTAIN, FoundDate, dates_among
from reader.text.dates import PartialDate, YearBound, infer_year
from reader.text.moments import Moment, read_moments
from reader.text.reckonings import is_from_now, needs_a_stop, reckon
from reader.text.sentences import sentence_around
from reader.text.spans import Span

# What one sentence cites beyond that tells nothing more of its year.
MOST_SOURCES = 8
# So many of the dates in one parenthesis are looked at.
MOST_MOMENTS = 60
# A story goes on with the year of the paragraph before it, or of the one before that.
LONGEST_CARRIED = 2
# Nor is a reckoning told from a date that stands farther before it in its block.
FARTHEST_RECKONED = 600
LONGEST_QUOTED = 400
RECKONED = 0.5
# A source that is so many days younger than the day whose year it tells may be of another year.
_MOST_LATER = 92


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A date expression in its sentence.

    `block` counts the blocks that were given. `date` is the expression's in EDTF, with the year
    that a rule supplied where the expression has none, or what a reckoning comes to, marked "?" or
    "%" as a whole; then `reason` says by which rule, else it is "". `state` is "accepted" or
    "proposed".
    """

    block: int
    sentence: Span
    found: FoundDate
    date: str
    reason: str
    state: str
    confidence: float

    @property
    def span(self) -> Span:
        """The place of the date expression."""
        return self.found.span

    @property
    def is_year_inferred(self) -> bool:
        """Tell whether the year, or all of the date, is not the text's own."""
        return bool(self.reason)


def find_events(
    blocks: Sequence[tuple[str, Sequence[Span]]],
    *,
    document_date: PartialDate = PartialDate(),  # noqa: B008 (it is frozen)
    headings: Collection[int] = frozenset(),
) -> list[FoundEvent]:
    """Return the events of a document, in reading order.

    `blocks` are its texts, body first and then the notes, each with the spans of its citations;
    `headings` are the numbers of those that tell nothing, such as headings and the kicker.

    >>> [first, second] = find_events([("On 3 May 1871 it fell. On 4 May it burned.", [])])
    >>> second.found.date, second.date, second.reason
    ('XXXX-05-04', '1871-05-04', 'the 4 May nearest to “3 May 1871”, the date before it')

    A missing year comes, in this order, from the same day or month stated before, from the
    sources of the sentence, from the date before it in the block or in one of the two blocks
    before, from the document's sources. By the first two it is accepted, by the others proposed.
    Where the date before it is of another year, or the source much younger, those propose too.
    A day that serves as a name ("the September 11 attacks") gets one by the first rule only. A
    reckoning such as "two days later" is left out where its sentence states a date, and gets a
    date only where one date alone goes before it, and not far.
    """
    read = [
        _Block(index, text, tuple(citations))
        for index, (text, citations) in enumerate(blocks)
        if index not in headings
    ]
    years = _Years([date for block in read for _, date in block.sources], document_date)
    for block in read:
        years.note_all(block.dates)
    events: list[FoundEvent] = []
    before: FoundDate | None = None
    previous: list[FoundEvent] = []
    since = 0  # blocks without a date
    for block in read:
        found, latest = _read_events(block, years, before)
        found = _reckoned(block, found, previous, document_date)
        events += found
        previous = found
        since = 0 if latest else since + 1
        before = latest or (before if since < LONGEST_CARRIED else None)
    return events


def _reckoned(
    block: _Block, events: list[FoundEvent], previous: Sequence[FoundEvent], now: PartialDate
) -> list[FoundEvent]:
    """Return the events of a block with what its reckonings come to.

    `previous` are those of the block before, which the first may go on from.
    """
    if all(event.date for event in events):
        return events
    stated = {event.sentence.start for event in previous if event.found.date}
    anchor = _anchor(previous) if len(stated) == 1 else None
    reckoned: list[FoundEvent] = []
    for event in events:
        if not event.date:
            event = _reckon(block.text, event, anchor, now)
        reckoned.append(event)
        if event.date or not is_from_now(event.found.expression):
            anchor = _anchor(reckoned)
    return reckoned


def _anchor(events: Sequence[FoundEvent]) -> FoundEvent | None:
    """Return the last of the events if it is clear what is told from there, else None."""
    if len(events) > 1 and events[-2].date and events[-2].sentence == events[-1].sentence:
        return None
    last = events[-1]
    is_sure = last.state == "accepted" or last.date[-1:] == "?"
    return last if is_sure and _POINT.fullmatch(last.date.rstrip("?")) else None


def _reckon(
    text: str, event: FoundEvent, anchor: FoundEvent | None, now: PartialDate
) -> FoundEvent:
    words, span = event.found.expression, event.span
    if is_from_now(words):
        # Who is quoted may have spoken at another time.
        base = max(0, span.start - LONGEST_QUOTED)
        is_quoted = text.rfind("“", base, span.start) > text.rfind("”", base, span.start)
        date = "" if is_quoted else reckon(words, now)
        reason = f"“{words}”, told on {now.words()}, the document's own date"
    else:
        date = ""
        if anchor is not None and _starts_from(text, event, anchor):
            date = reckon(words, _read_edtf(anchor.date.rstrip("?")))
            reason = f"“{words}”, told from “{anchor.found.expression}”, the date before it"
    if not date:
        return event
    return replace(event, date=date, reason=reason, confidence=RECKONED)


def _starts_from(text: str, event: FoundEvent, anchor: FoundEvent) -> bool:
    """Tell whether anchor is what the reckoning starts from: it is near, and nothing else told."""
    end = event.span.end
    if needs_a_stop(event.found.expression) and not text[end : end + 1].strip(" "):
        return False  # "a week after the fire"
    is_far = event.span.start - anchor.span.end > FARTHEST_RECKONED
    return anchor.block != event.block or not is_far


class _Block:
    """A text with its dates and sentences, and the dates of the sources it cites."""

    def __init__(self, index: int, text: str, citations: Sequence[Span]) -> None:
        self.index, self.text = index, text
        moments = read_moments(text)
        self.dates = dates_among(text, moments, quiet=citations)
        self.sources = list(_source_dates(moments, citations)) if citations else []
        self.sentences = sentences_of(text, [found.span for found in self.dates])


def sentences_of(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the sentence of each of the spans, which are in reading order.

    One that holds several is looked for once, so that the work is linear in the text.
    """
    sentences: list[Span] = []
    for span in spans:
        if not sentences or not sentences[-1].contains(span):
            sentences.append(sentence_around(text, span))
        else:
            sentences.append(sentences[-1])
    return sentences


def _source_dates(
    moments: Sequence[Moment], citations: Sequence[Span]
) -> Iterator[tuple[Span, PartialDate]]:
    """Yield each citation with the date it gives its source: the last one that has a year."""
    at = 0
    for span in sorted(set(citations)):
        while at < len(moments) and moments[at].start < span.start:
            at += 1
        inside = islice(moments, at, at + MOST_MOMENTS)
        dated = [one for one in inside if one.end <= span.end and one.kind in _DATED and one.year]
        exact = [one for one in dated if one.month]
        for moment in (exact or dated)[-1:]:
            if 1 <= (moment.year or 0) <= 9999:
                date = PartialDate(moment.year, moment.month or None, moment.day or None)
                yield span, date


_DATED = ("day", "month", "year")


def _read_events(
    block: _Block, years: _Years, before: FoundDate | None
) -> tuple[list[FoundEvent], FoundDate | None]:
    """Return the events of a block and the last date in it that has a year.

    `before` is that of the blocks before it.
    """
    dated = {
        sentence
        for sentence, found in zip(block.sentences, block.dates, strict=True)
        if found.state == "accepted"
    }
    events = []
    latest: FoundDate | None = None
    to_come: dict[Span, bool] = {}
    at = 0
    for sentence, found in zip(block.sentences, block.dates, strict=True):
        if not found.date and sentence in dated:
            continue
        date, reason, confidence = found.date, "", found.confidence
        if "XXXX" in date:
            while at < len(block.sources) and block.sources[at][0].end <= sentence.start:
                at += 1
            near = islice(block.sources, at, at + MOST_SOURCES)
            sources = [source for span, source in near if span.start < sentence.end]
            if sentence not in to_come:
                to_come[sentence] = _TO_COME.search(sentence.of(block.text)) is not None
            place = _Place(block.text, to_come[sentence], sources, latest or before)
            date, reason, sure = years.infer(found, place)
            confidence = min(confidence, sure)
        years.note_before(found)
        state = found.state if confidence >= CERTAIN else "proposed"
        events.append(FoundEvent(block.index, sentence, found, date, reason, state, confidence))
        if _POINT.fullmatch(date):
            latest = found if date == found.date else replace(found, date=date)
    return events, latest


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a date without a year stands: what may tell its year."""

    text: str
    is_to_come: bool
    sources: Sequence[PartialDate]
    before: FoundDate | None


_DETERMINER = re.compile(
    r"(?:(?<![\w’'-])(?:the|an?|this|that|its|his|her|their|our)|(?<=[^\W\d_])[’']s)[ \u00a0]\Z",
    re.IGNORECASE,
)
_POINT = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?", re.ASCII)
_TO_COME = re.compile(r"\b(?:upcoming|forthcoming|will|next|scheduled|planned|due(?! to))\b")
Key = tuple[int | None, int | None]
_read_edtf = lru_cache(maxsize=4096)(PartialDate.from_edtf)


@dataclass(slots=True)
class _Years:
    """What a document says of the years its days and months are in."""

    sources: Sequence[PartialDate]
    document_date: PartialDate
    before: dict[Key, tuple[int, str]] = field(default_factory=dict)
    everywhere: dict[Key, set[int]] = field(default_factory=dict)
    bound: YearBound = field(init=False)

    def __post_init__(self) -> None:
        self.bound = YearBound(self.sources, before=self.document_date or None)

    def note_all(self, dates: Sequence[FoundDate]) -> None:
        for found in dates:
            for key, year in _keys(found):
                self.everywhere.setdefault(key, set()).add(year)

    def note_before(self, found: FoundDate) -> None:
        for key, year in _keys(found):
            self.before[key] = (year, found.expression)

    def infer(self, found: FoundDate, place: _Place) -> tuple[str, str, float]:
        """Return the date with its year, the reason and how sure it is; as it was, if unknown."""
        sides = found.date.split("/")
        missing = [index for index, side in enumerate(sides) if side.startswith("XXXX")]
        wanted = _read_edtf(sides[missing[-1]].rstrip("~"))
        year, reason, sure = self._infer_one(wanted, found, place)
        if year is None:
            return found.date, "", found.confidence
        for index in reversed(missing):
            if index < missing[-1] and sides[index][4:] > sides[missing[-1]][4:]:
                year -= 1
            sides[index] = f"{year:04}{sides[index][4:]}"
        try:
            for index in missing:
                _read_edtf(sides[index].rstrip("~"))
        except ValueError:  # 29 February of a year that has none
            return found.date, "", found.confidence
        return "/".join(sides), reason, sure

    def _infer_one(
        self, wanted: PartialDate, found: FoundDate, place: _Place
    ) -> tuple[int | None, str, float]:
        said = wanted.words().removesuffix(", year not given")
        key = (wanted.month, wanted.day)
        near = _read_edtf(place.before.date).year if place.before is not None else None
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
        for source in place.sources:
            inferred = infer_year(wanted, [source], before=source)
            if inferred.year is not None and source.month is not None:
                years.setdefault(inferred.year, source)
        if len(years) == 1:
            [(year, source)] = years.items()
            is_sure = (near is None or abs(near - year) <= 1) and (
                _days_up_to(source, wanted) < _MOST_LATER
            )
            reason = f"the latest {said} up to {source.words()}, a source of the sentence"
            return year, reason, 0.9 if is_sure else 0.6
        if place.before is not None:
            year = _nearest_year(wanted, _read_edtf(place.before.date))
            expression = place.before.expression
            return year, f"the {said} nearest to “{expression}”, the date before it", 0.7
        if place.is_to_come:
            return None, "", 0.0
        inferred = self.bound.infer(wanted)
        sure = 0.5 if inferred.reason.startswith("low confidence") else 0.7
        return inferred.year, inferred.reason, sure


def _keys(found: FoundDate) -> Iterator[tuple[Key, int]]:
    """Yield the days and months that the expression states with their year."""
    for side in found.date.split("/"):
        if len(side) < len("2020-12") or side.startswith("XXXX"):
            continue
        try:
            date = _read_edtf(side.rstrip("~"))
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
