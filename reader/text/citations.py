"""Citations: parentheses in running text that name a source.

A parenthesis is a citation only when all of it parses as one: somebody, a date, perhaps a page.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from reader.text.author_years import DOUBTFUL, read_named
from reader.text.dates import PartialDate
from reader.text.listed_works import read_author_page, read_detached, read_short
from reader.text.reference_forms import read_inline
from reader.text.reference_parts import FIGURE, LOCATOR, Reading, is_publisher, read_locator
from reader.text.spans import Span
from reader.text.stretches import enclosed, split, trim


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """One place that cites one source, with what it says of the source.

    `form` is "inline", "full" or "short". `within` is the parenthesis that several citations
    share. `refers` is set for a short form that points back: "ibid", "op. cit." or "note N".
    `suffix` is the letter of a year such as 2000a.
    """

    span: Span
    form: str
    publisher: str = ""
    author: str = ""
    title: str = ""
    date: PartialDate = field(default_factory=PartialDate)
    locator: str = ""
    confidence: float = 1.0
    within: Span | None = None
    refers: str = ""
    suffix: str = ""


def find_citations(
    text: str,
    known: Collection[str] = (),
    listed: Collection[str] = (),
    authors: Collection[str] = (),
) -> list[FoundCitation]:
    """Return the citations in parentheses or brackets in text, in reading order.

    >>> [found] = find_citations("It burned (Harbour Post, May 2 2019).")
    >>> found.span, found.publisher, found.date.edtf
    (Span(start=10, end=36), 'Harbour Post', '2019-05-02')

    The span of a citation alone in its parenthesis includes the parenthesis; of several in one,
    each has its own words, and the parenthesis is in `within`. A publisher that nobody has entered
    is returned too. Bare dates, glosses, acronyms and credits are no citations. A work that its
    sentence names, "Ostrander (2016) argues", is cited from its author on. `known` are acronyms
    that the document spells out: they may stand alone before a year. `listed` are the authors in
    its list of works, as `listed_authors` gives them: they may stand before a page, "(Kessel 5)",
    or apart from their year, "Kessel thinks so (1999: 17)". `authors` are surnames of whom it gives
    a work in full: they may stand before a page that is called one, "[Kessel and Sal, p. 40]".
    """
    found: list[FoundCitation] = []
    if "(" not in text and "[" not in text:
        return found
    names = frozenset(known)
    named = [
        citation_of(reading, Span(reading.start, reading.end), "inline", within=whole)
        for readings in read_named(text, listed)
        for whole in [Span(readings[0].start, readings[-1].end + 1) if len(readings) > 1 else None]
        for reading in readings
    ]
    for start, end in enclosed(text):
        if found and found[-1].span.end > start:
            continue  # an inner parenthesis was one
        if ibid := _IBID.fullmatch(text, start + 1, end - 1):
            found += _read_ibid([*found[-1:], *named], ibid, Span(start, end))
        else:
            found += _read_enclosed(text, start, end, names, listed, authors)
    if not named:
        return found
    spans = {citation.span.end: citation for citation in named}
    ends = {(citation.within or citation.span).end for citation in named}
    found = [one for one in found if one.span.end not in ends]
    return sorted([*found, *spans.values()], key=lambda one: one.span)


_IBID = re.compile(rf"(?:see )?ibid\.?(?:[,:]? ?(?P<locator>{LOCATOR}))?", re.IGNORECASE)


def _read_ibid(found: list[FoundCitation], ibid: re.Match[str], span: Span) -> list[FoundCitation]:
    """Return the last citation before it in the same text, with the page that "ibid." gives."""
    before = max(
        (one for one in found if one.span.end <= span.start), key=lambda one: one.span, default=None
    )
    if before is None:
        return []
    locator = read_locator(ibid["locator"] or "") or ""
    return [replace(before, span=span, locator=locator, confidence=0.9, within=None)]


_DATED = re.compile(r"n\.d\.|in press|forthcoming|undated|, [“\"‘]")


def _read_enclosed(
    text: str,
    start: int,
    end: int,
    known: frozenset[str],
    listed: Collection[str],
    authors: Collection[str],
) -> list[FoundCitation]:
    if not (FIGURE.search(text, start, end) or _DATED.search(text, start, end)):
        return []
    readings, certainty = _read_pieces(text, start + 1, end - 1, known, listed, authors)
    if not readings and listed and (one := read_detached(text, start, end, listed)):
        return [citation_of(one, Span(start, end), "inline")]
    if len(readings) == 1:
        reading = readings[0][1]
        is_by_name = reading.confidence == DOUBTFUL and reading.author
        if is_by_name and not _follows_title(text, start):
            reading, certainty = reading._replace(confidence=0.9), 0.9
        return [citation_of(reading, Span(start, end), "inline", certainty)]
    whole = Span(start, end) if readings else None
    return [
        citation_of(
            reading, Span(base + reading.start, base + reading.end), "inline", certainty, whole
        )
        for base, reading in readings
    ]


def _read_pieces(
    text: str,
    start: int,
    end: int,
    known: frozenset[str],
    listed: Collection[str],
    authors: Collection[str],
) -> tuple[list[tuple[int, Reading]], float]:
    """Return what the pieces between semicolons cite, with where each begins, and how certainly.

    A publisher may stand before the semicolon and its date after it.
    """
    readings: list[tuple[int, Reading]] = []
    certainty = 1.0
    waiting: int | None = None  # where a publisher begins whose date comes after a semicolon
    for piece_start, piece_end in split(text, start, end):
        piece_start, piece_end = trim(text, piece_start, piece_end)
        before = readings[-1][1] if readings else None
        piece = text[piece_start:piece_end]
        if waiting is not None:
            joined = text[waiting:piece_end].replace(";", ",", 1)
            read = read_inline(piece, None, known)
            if not read and (read := read_inline(joined, None, known)):
                piece_start = waiting
            read = read or read_inline(piece, before, known)
            waiting = None
        else:
            read = read_inline(piece, before, known)
        if not read and listed and (one := read_author_page(piece, listed)):
            read = (one,)
        if not read and authors and (one := read_short(piece, authors)):
            read = (one,)
        if not read and not FIGURE.search(piece) and is_publisher(piece):
            waiting = piece_start
        readings += [(piece_start, reading) for reading in read]
        if not read:
            certainty = 0.8  # a piece that is no citation casts doubt on the others
    return readings, certainty


def _follows_title(text: str, start: int) -> bool:
    """Tell whether a capitalised word or a quotation stands right before a parenthesis."""
    words = text[max(0, start - 40) : start].split()
    return not words or words[-1][0].isupper() or words[-1][-1] in "”’\"'»*_"


def citation_of(
    reading: Reading, span: Span, form: str, certainty: float = 1.0, within: Span | None = None
) -> FoundCitation:
    """Return the citation that stands at span and says what the reading says."""
    return FoundCitation(
        span, form, reading.publisher, reading.author, reading.title, reading.date,
        reading.locator, min(reading.confidence, certainty), within, reading.refers, reading.suffix,
    )  # fmt: skip
