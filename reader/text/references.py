"""The references in notes: "See Ana Sal, “Low Tide,” (Lamp House, May 2019)."."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from reader.text.citations import FoundCitation, citation_of, find_citations
from reader.text.embedded import embedded
from reader.text.entries import read_vancouver
from reader.text.reference_forms import read_whole
from reader.text.reference_parts import UNTOLD
from reader.text.spans import Span
from reader.text.stretches import LONGEST, before_explanations, sentences, stretches_of, trim

_FIGURE_OR_MARK = re.compile(r"[0-9“\"‘]")
_CUE = re.compile(
    r"\b(?:[Ii]b|[Ii]bid|[Ii]bidem|[Ii]d|[Ii]dem|[Ee]b(?:d|da|enda)|[Cc]it|passim)\b|supra|IBID"
    r"|a\. ?a\. ?O|[Ii]nterview|[Cc]onversation|[Cc]orrespondence|work cited|forthcoming|in press|n\.d\.|://|www\."
)


def find_references(text: str) -> list[FoundCitation]:
    """Return the citations in the text of one note, in reading order.

    >>> [found] = find_references("See Ana Sal, “Low Tide,” (Lamp House, May 2019).")
    >>> found.form, found.author, found.title, found.publisher
    ('full', 'Ana Sal', 'Low Tide', 'Lamp House')

    A note, a part of it between semicolons or a sentence of it that as a whole is a reference
    is "full" or "short" (then without "See" before it and the stop after it); parentheses
    elsewhere are "inline", those inside a reference belong to it.
    """
    if one := _read_as_one(text):
        return [one]
    found: list[FoundCitation] = []
    for start, end in stretches_of(text):
        if joined := _read_joined(text, start, end):
            found += joined
            continue
        if citation := _read_reference(text, start, end):
            found.append(citation)
            continue
        for first, last in sentences(text, start, end):
            is_all = first == start and last == end  # which has been read
            if not is_all and (citation := _read_reference(text, first, last)):
                found.append(citation)
            else:
                found += _read_embedded(text, first, last)
    if len(found) == 1 and _holds_brackets(text, found[0].span):
        return found
    return _with_inline(found, text)


def _read_as_one(text: str) -> FoundCitation | None:
    """Return the reference that a note is whose semicolons part authors, or year and volume."""
    if ";" not in text:
        return None
    if _SEVERAL_AUTHORS.match(text) and (
        citation := _read_reference(text.replace(";", ","), 0, len(text))
    ):
        return citation
    vancouver = read_vancouver(text)
    return citation_of(vancouver, Span(0, vancouver.end), "full") if vancouver else None


def _with_inline(found: list[FoundCitation], text: str) -> list[FoundCitation]:
    """Return what was found with the citations in parentheses that stand in none of it."""
    taken = 0
    for citation in find_citations(text):
        while taken < len(found) and found[taken].span.end <= citation.span.start:
            taken += 1
        if taken == len(found) or not found[taken].span.overlaps(citation.span):
            found.insert(taken, citation)
            taken += 1
    return found


def _holds_brackets(text: str, span: Span) -> bool:
    """Tell whether no bracket of text stands outside the span."""
    rest = text[: span.start] + text[span.end :]
    return not ("(" in rest or "[" in rest)


# "Sal, Ana; Bell, Omar (2006)."
_SEVERAL_AUTHORS = re.compile(
    r"[^\W\d_a-z][^,;.()]{1,40}, [^;()0-9]{1,40}"
    r"(?:; [^\W\d_a-z][^;()0-9]{1,80}){1,8}"
    r" \([^();]{0,20}[0-9]{4}[a-z]?\)[^;]{3,400}$"
)


# "Sal, “Low Tide” and Bell, “High Water,” Lamp Review, May 2, 2019."
_PAIR = re.compile(
    r"(?<=[”\"’0-9/>)]),? and (?:see (?:also )?)?"
    r"(?=[“\"]|[^\W\d_a-z][^,;:“”\"()]{1,80}, ?[“\"])"
    r"|(?<=[0-9)]),? and (?:see (?:also )?)?(?=[^\W\d_a-z][^,;:“”\"()0-9]{1,80}, [^\W\d_a-z])"
)


def _read_joined(text: str, start: int, end: int) -> list[FoundCitation]:
    """Return the references that “and” joins in a stretch; none unless each part is one."""
    found: list[FoundCitation] = []
    for match in _pairs(text, start, end):
        if not (one := _read_reference(text, start, match.start())):
            return []
        found.append(one)
        start = match.end()
    last = _read_reference(text, start, end) if found else None
    return [*found, last] if last else []


def _pairs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield each “and” between what may be two references."""
    place = text.find(" and ", start, end)
    while place >= 0:
        begins = place - (text[place - 1 : place] == ",")
        if match := _PAIR.match(text, begins, end):
            yield match
        place = text.find(" and ", place + 1, end)


def _read_embedded(text: str, start: int, end: int) -> list[FoundCitation]:
    """Return the references within a sentence; short ones are for the whole document to decide."""
    found: list[FoundCitation] = []
    if (led := _read_led(text, start, end)) is not None:
        found, end = [led], led.span.start
    for first, last in embedded(text, start, end):
        place = bisect_left(found, first, key=lambda one: one.span.end - 1)
        if place < len(found) and found[place].span.start < last:
            continue
        citation = _read_reference(text, first, last)
        is_told = citation and not citation.refers and (citation.title or citation.locator)
        is_whole = citation and citation.author and citation.publisher
        if citation and is_told and (is_whole or citation.form == "short"):
            if citation.form == "short":
                citation = replace(citation, confidence=UNTOLD)
            found.insert(place, citation)
    return found


# "… and that they float, see Bell 2006, 12", "On boats see Ana Sal, Low Tide (Lamp House, 2007)"
_LED = re.compile(
    r"[^\W(\[][,:]? (?:see(?: also| generally| especially)?|cf\."
    r"|(?:(?:re)?printed|reproduced|discussed|described|quoted|cited) in)[,:]? (?:e\.g\.,? )?"
    r"(?=[“\"‘h]|[^\Wa-z])"
)


def _read_led(text: str, start: int, end: int) -> FoundCitation | None:
    """Return the reference that ends a sentence after a "see" within it."""
    for match in islice(_LED.finditer(text, start, end), _MOST_LEADS):
        if citation := _read_reference(text, match.end(), end):
            return citation
    return None


_MOST_LEADS = 4


def _read_reference(text: str, start: int, end: int) -> FoundCitation | None:
    """Return the full reference or short form that the stretch as a whole is."""
    start, end = trim(text, start, end)
    end = before_explanations(text, start, end)
    piece = text[start:end]
    if not 2 <= len(piece) <= LONGEST or not (_FIGURE_OR_MARK.search(piece) or _CUE.search(piece)):
        return None
    reading = read_whole(piece)
    if reading is None:
        return None
    span = Span(start + reading.start, start + reading.end)
    return citation_of(reading, span, reading.form)
