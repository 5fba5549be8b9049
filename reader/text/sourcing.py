"""Checks of what proves what: sources too old for their event, missing years, bare paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date

from reader.text.certainty import CERTAIN
from reader.text.dates import PartialDate
from reader.text.edtf import Day, days_of
from reader.text.events import FoundEvent, sentences_of
from reader.text.findings import Checked, Finding, shortened
from reader.text.reading import ReadBlock, ReadCitation
from reader.text.spans import Span

# What has not happened yet, or is only the time up to which something is told.
_TO_COME = re.compile(
    r"\b(?:upcoming|forthcoming|will|would|scheduled|planned|plans?|due(?! to)"
    r"|(?:is|are|was|were) to|expect(?:s|ed)?|expires?|lapses?|ends in|runs (?:from|until)|aims?"
    r"|hopes?|intends?|promised?|announced?|foretold|forecasts?|targets?|deadline|[Aa]head of"
    r"|[Bb]efore|[Aa]s of|[Nn]ot yet)\b"
)
_BACK = re.compile(
    r"\b(?:previously|earlier|before|already|originally|formerly|once|had|until|since|ago|history)\b",
    re.IGNORECASE,
)
_LOST_MARKER = re.compile(r"\[(?:\d{1,3}|\^[^\[\]\s]{1,60})\]")
_NEAR = 31  # days: an older source is background more often than a wrong date


_MOST_OF_A_NOTE = 20
Cited = tuple[Span, ReadCitation]


def sources_before_events(document: Checked) -> Iterator[Finding]:
    """Yield each sentence of which every dated source is older than every event in it.

    A sentence without a date of its own speaks of the event of the one before it, unless it looks
    back; there only a source of the month before is doubted.
    """
    by_note: dict[str, list[ReadCitation]] = {}
    for note, read in zip(document.notes, document.blocks, strict=True):
        if note:
            by_note.setdefault(note, []).extend(read.citations[:_MOST_OF_A_NOTE])
    for index, read in enumerate(document.blocks):
        events = document.events(index)
        if events and (read.citations or read.block.markers):
            for sentence, sources in _cited_sentences(read, by_note):
                event = _event_proved(read.block.text, sentence, events)
                if event is not None and _are_older(sources, event, sentence):
                    place, last = sources[-1]
                    said = _stated(last).words()
                    message = (
                        f"The source of {said} is older than what it is to prove,"
                        f" of “{event.found.expression}”."
                    )
                    yield document.finding("source-before-event", message, index, place)


def _event_proved(text: str, sentence: Span, events: Sequence[FoundEvent]) -> FoundEvent | None:
    """Return the first event in the sentence by its date, or the one it goes on about."""
    said = sentence.of(text)
    if _TO_COME.search(said):
        return None
    first = bisect_left(events, sentence.start, key=lambda event: event.span.start)
    last = bisect_left(events, sentence.end, key=lambda event: event.span.start)
    own = events[first:last]
    if own:
        days = [_first_day(event) for event in own]
        known = [day for day in days if day is not None]
        return own[days.index(min(known))] if len(known) == len(days) else None
    before = events[first - 1] if first else None
    if before is None or len(before.date) != len("2020-12-20") or _BACK.search(said):
        return None
    follows = 0 <= sentence.start - before.sentence.end <= 3
    return before if follows and _first_day(before) else None


def _are_older(sources: Sequence[Cited], event: FoundEvent, sentence: Span) -> bool:
    """Tell whether all the sources of the sentence are older than the event."""
    first = _first_day(event)
    is_carried = not sentence.contains(event.span)
    lasts = [
        day
        for _, source in sources
        if (day := _last_day(source)) and (_stated(source).day or not is_carried)
    ]
    if first is None or not lasts or max(lasts) >= first:
        return False
    return not is_carried or _days_between(max(lasts), first) <= _NEAR


def _cited_sentences(
    read: ReadBlock, by_note: Mapping[str, Sequence[ReadCitation]]
) -> Iterator[tuple[Span, list[Cited]]]:
    """Yield each sentence with a citation or a marker, and all that it cites, notes included.

    The place of what a note cites is the sentence.
    """
    text = read.block.text
    places: list[tuple[Span, Sequence[ReadCitation], bool]]
    places = [(citation.found.span, [citation], True) for citation in read.citations]
    for marker in read.block.markers:
        if 0 < marker.offset <= len(text):
            place = Span(marker.offset - 1, marker.offset)
            places.append((place, by_note.get(marker.label, []), False))
    places.sort(key=lambda one: one[0])
    sentences = sentences_of(text, [place for place, _, _ in places])
    gathered: dict[Span, list[Cited]] = {}
    for sentence, (place, sources, is_here) in zip(sentences, places, strict=True):
        cited = gathered.setdefault(sentence, [])
        cited += ((place if is_here else sentence, one) for one in sources if _last_day(one))
    yield from ((sentence, cited) for sentence, cited in gathered.items() if cited)


def _stated(citation: ReadCitation) -> PartialDate:
    """Return the date stated for a source, here or where a short form points."""
    stated = citation.found.date.stated
    if not stated.year and citation.source is not None:
        return citation.source.date.stated
    return stated


def _last_day(citation: ReadCitation) -> Day | None:
    return days_of(_stated(citation).edtf)[1]


def _first_day(event: FoundEvent) -> Day | None:
    return days_of(event.date)[0] if event.confidence >= CERTAIN else None


def _days_between(earlier: Day, later: Day) -> int:
    return (Date(*later) - Date(*earlier)).days if earlier[0] > 0 else 10_000


def missing_years(document: Checked) -> Iterator[Finding]:
    """Yield the citations without a year, and the events whose year nothing tells."""
    for index, read in enumerate(document.blocks):
        for citation in read.citations:
            date = citation.found.date
            if date.month and (date.year is None or "year" in date.inferred):
                words = citation.found.span.of(read.block.text)
                message = f"“{shortened(words)}” gives no year."
                yield document.finding("year-missing", message, index, citation.found.span)
        for event in document.events(index):
            before = read.block.text[max(0, event.span.start - 8) : event.span.start].lower()
            is_name = before.endswith(("the ", "each ", "every "))
            is_date = event.found.state == "accepted"
            if event.date.startswith("XXXX") and is_date and not is_name:
                message = f"“{event.found.expression}” has no year, and nothing here tells it."
                yield document.finding("year-missing", message, index, event.span)


def paragraphs_without_source(document: Checked) -> Iterator[Finding]:
    """Yield each run of paragraphs that cite nothing; of a document that cites nothing, itself."""
    if not any(read.citations or _is_sourced(read) for read in document.blocks):
        if any(read.block.kind == "paragraph" for read in document.blocks):
            message = "Nothing here is sourced: the document has no citation, note or link."
            yield Finding("paragraph-without-source", message)
        return
    run: list[int] = []
    is_aside = False
    body = len(document.reading.blocks)
    for index in range(body + 1):
        read = document.blocks[index] if index < body else None
        if read and read.block.kind == "heading":
            is_aside = _ASIDE_HEADING.match(read.block.text) is not None
        if read and read.block.kind == "paragraph" and not _is_sourced(read):
            if not is_aside and _claims(read.block.text):
                run.append(index)
            continue
        if run:
            words = shortened(document.blocks[run[0]].block.text)
            many = f"{len(run)} paragraphs in a row cite" if run[1:] else "This paragraph cites"
            message = f"{many} no source and no note, from “{words}”."
            yield document.finding("paragraph-without-source", message, run[0])
        run = []


_ASIDE_HEADING = re.compile(
    r"(?:\W|\d){0,6}(?:references|bibliography|sources|works cited|further reading|literature"
    r"|acknowledge?ments?|about the (?:authors?|project)|methodology|note on)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"[^\W\d_][\w’' -]{1,40}, (?:[^\W\d_]\.[ -]?){1,3}[^.]{0,80}\(?(?:1[5-9]|20)\d\d"
)
_OF_ITSELF = re.compile(
    r"(?:The|This|An earlier version of (?:this|the)) (?:author|writer|article|essay|report|piece"
    r"|text|story)s? (?:thanks?|wish(?:es)?|was (?:first|originally)|(?:first )?appeared|is a"
    r"|is reprinted|has been updated|would like)\b|\w[\w .’-]{2,40} is an? [\w ’-]{0,40}"
    r"(?:reporter|journalist|writer|correspondent|fellow|researcher|professor|editor|historian)\b"
    r"[^.]{0,80}\."
)
_STOPPED = re.compile(r"[.!?…。؟۔।;][)\]}”’\"'»›]{0,4}\Z")


def _claims(text: str) -> bool:
    """Tell whether a paragraph says so much that a source could be asked for it.

    A line without a stop is a heading or a name; an entry of a list of works, a word of thanks
    and what the text says of itself and its author need none.
    """
    if len(text) < 60 or text.endswith(":"):
        return False
    if len(text) < 200 and not _STOPPED.search(text):
        return False
    return not (_ENTRY.match(text) or _OF_ITSELF.match(text))


def _is_sourced(read: ReadBlock) -> bool:
    is_linked = any(mark.href for mark in read.block.marks)
    # A marker that points to no note is another finding.
    is_marked = bool(read.block.markers) or _LOST_MARKER.search(read.block.text) is not None
    return bool(read.citations) or is_linked or is_marked
