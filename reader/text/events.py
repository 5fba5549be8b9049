"""Events: a date expression in its sentence, with the year that the document itself supplies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from reader.text.certainty import CERTAIN
from reader.text.chronology import FoundDate, dates_among, in_order
from reader.text.collector import collector_at_rest
from reader.text.dates import PartialDate
from reader.text.moments import Moment
from reader.text.reckonings import is_from_now, needs_a_stop, reckon
from reader.text.sentences import sentence_around, tells
from reader.text.signs import read_signs
from reader.text.spans import Span
from reader.text.written_moments import moments_at
from reader.text.years import POINT, Place, Years, read_edtf

# So many of the dates in one parenthesis are looked at.
MOST_MOMENTS = 60
# A story goes on with the year of the paragraph before it, or of the one before that.
LONGEST_CARRIED = 2
# Nor is a reckoning told from a date that stands farther before it in its block.
FARTHEST_RECKONED = 600
LONGEST_QUOTED = 400
_ANY_YEAR = re.compile(r"(?<![\w.,/])(?:1[5-9]|20)[0-9]{2}(?![\w%]|[.,]\d)")
RECKONED = 0.5
# How sure a date is that a note merely refers to something by.
REFERRED = 0.6


class FoundEvent(NamedTuple):
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


@collector_at_rest()
def find_events(
    blocks: Sequence[tuple[str, Sequence[Span]]],
    *,
    document_date: PartialDate = PartialDate(),  # noqa: B008 (it is frozen)
    headings: Collection[int] = frozenset(),
    notes_from: int | None = None,
) -> list[FoundEvent]:
    """Return the events of a document, in reading order.

    `blocks` are its texts, body first and then the notes, each with the spans of its citations;
    `headings` are the numbers of those that tell nothing, such as headings and the kicker, and
    `notes_from` is that of the first note.

    >>> [first, second] = find_events([("On 3 May 1871 it fell. On 4 May it burned.", [])])
    >>> second.found.date, second.date, second.reason
    ('XXXX-05-04', '1871-05-04', 'the 4 May nearest to “3 May 1871”, the date before it')

    A missing year comes, in this order, from the same day or month stated before, from the
    sources of the sentence, from the date before it in the block or in one of the two blocks
    before, from the document's sources. By the first two it is accepted, by the others proposed.
    Where the date before it is of another year, or the source much younger, those propose too.
    A day that serves as a name ("the September 11 attacks") gets one by the first rule only. A
    reckoning such as "two days later" is left out where its sentence states a date, and gets a
    date only where one date alone goes before it, and not far. In a note a date is accepted only
    where its sentence tells something: "Minutes, 3 May 1871, p. 4" does not.
    """
    read = _read_blocks(
        [index for index in range(len(blocks)) if index not in headings],
        blocks,
        len(blocks) if notes_from is None else notes_from,
    )
    years = Years([date for block in read for _, date in block.sources], document_date)
    for block in read:
        years.note_all(block.dates)
    events: list[FoundEvent] = []
    before: FoundDate | None = None
    previous: list[FoundEvent] = []
    since = 0  # blocks without a date
    for block in read:
        found, latest = _read_events(block, years, before) if block.dates else ([], None)
        if not all(event.date for event in found):
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
    return last if is_sure and POINT.fullmatch(last.date.rstrip("?")) else None


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
            date = reckon(words, read_edtf(anchor.date.rstrip("?")))
            reason = f"“{words}”, told from “{anchor.found.expression}”, the date before it"
    if not date:
        return event
    return event._replace(date=date, reason=reason, confidence=RECKONED)


def _starts_from(text: str, event: FoundEvent, anchor: FoundEvent) -> bool:
    """Tell whether anchor is what the reckoning starts from: it is near, and nothing else told."""
    end = event.span.end
    if _ANY_YEAR.search(event.sentence.of(text)):
        return False  # "in the same year (2004)"
    if needs_a_stop(event.found.expression) and not text[end : end + 1].strip(" "):
        return False  # "a week after the fire"
    is_far = event.span.start - anchor.span.end > FARTHEST_RECKONED
    return anchor.block != event.block or not is_far


class _Block(NamedTuple):
    """A text with its dates and their sentences, and the dates of the sources it cites."""

    number: int
    text: str
    is_note: bool
    dates: Sequence[FoundDate]
    sources: Sequence[tuple[Span, PartialDate]]
    sentences: Sequence[Span]


def _read_blocks(
    indexes: Sequence[int], blocks: Sequence[tuple[str, Sequence[Span]]], notes: int
) -> list[_Block]:
    """Read the blocks with these indexes, from notes on those of notes.

    Each step is taken for all before the next: that is a quarter faster than block by block.
    """
    texts = [blocks[index][0] for index in indexes]
    cited = [blocks[index][1] for index in indexes]
    quiet = [in_order(spans) for spans in cited]
    signs = [read_signs(text) for text in texts]
    moments = [
        moments_at(text, seen.places) if seen.places else ()
        for text, seen in zip(texts, signs, strict=True)
    ]
    dates = [
        dates_among(text, found, seen.units, places) if found or seen.units else ()
        for text, found, seen, places in zip(texts, moments, signs, quiet, strict=True)
    ]
    sources = [
        list(_source_dates(found, spans)) if found and spans else ()
        for found, spans in zip(moments, cited, strict=True)
    ]
    sentences = [
        sentences_of(text, [one.span for one in found]) if found else ()
        for text, found in zip(texts, dates, strict=True)
    ]
    return [
        _Block(index, text, index >= notes, *found)
        for index, text, found in zip(
            indexes, texts, zip(dates, sources, sentences, strict=True), strict=True
        )
    ]


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
    for (start, end), span in sorted({(one.start, one.end): one for one in citations}.items()):
        while at < len(moments) and moments[at].start < start:
            at += 1
        inside = islice(moments, at, at + MOST_MOMENTS)
        dated = [one for one in inside if one.end <= end and one.kind in _DATED and one.year]
        exact = [one for one in dated if one.month]
        for moment in (exact or dated)[-1:]:
            if 1 <= (moment.year or 0) <= 9999:
                yield span, _make_date(moment.year, moment.month or None, moment.day or None)


_make_date = lru_cache(maxsize=4096)(PartialDate)
_DATED = ("day", "month", "year")


def _read_events(
    block: _Block, years: Years, before: FoundDate | None
) -> tuple[list[FoundEvent], FoundDate | None]:
    """Return the events of a block and the last date in it that has a year.

    `before` is that of the blocks before it.
    """
    number, text, sources = block.number, block.text, block.sources
    dated: Collection[Span] = ()
    if not all(found.date for found in block.dates):
        pairs = zip(block.sentences, block.dates, strict=True)
        dated = {sentence for sentence, found in pairs if found.state == "accepted"}
    events = []
    latest: FoundDate | None = None
    place: Place | None = None
    does_tell: bool | None = None
    at = 0
    for sentence, found in zip(block.sentences, block.dates, strict=True):
        if not found.date and sentence in dated:
            continue
        if place is None or sentence is not place.sentence:
            while at < len(sources) and sources[at][0].end <= sentence.start:
                at += 1
            place = Place(text, sentence, sources, at, before)
            does_tell = None
        date, reason, confidence = found.date, "", found.confidence
        if "XXXX" in date:
            place.before = before
            date, reason, sure = years.infer(found, place)
            confidence = min(confidence, sure)
        years.note_before(found)
        if block.is_note and confidence >= CERTAIN:
            if does_tell is None:
                does_tell = tells(sentence.of(text))
            confidence = confidence if does_tell else min(confidence, REFERRED)
        state = found.state if confidence >= CERTAIN else "proposed"
        events.append(FoundEvent(number, sentence, found, date, reason, state, confidence))
        if POINT.fullmatch(date) and _goes_on(text, sentence, found, before):
            before = latest = found if date == found.date else found._replace(date=date)
    return events, latest


_LIFE = re.compile(r"(?:b\.|d\.|born|died|founded|est\.|since)(?: in)?[ \u00a0]?\Z")


def _goes_on(text: str, sentence: Span, found: FoundDate, before: FoundDate | None) -> bool:
    """Tell whether what comes after a date may go on from it.

    A year named in passing does not take the place of a day or a month, nor does a year of birth.
    """
    start = found.span.start
    is_bare = "-" not in found.date
    is_beside = is_bare and before is not None and "-" in before.date
    if is_beside and start - sentence.start > len("And in "):
        return False
    return _LIFE.search(text, max(0, start - 12), start) is None
