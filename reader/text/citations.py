"""Citations: parentheses in running text that name a source, and the references in notes.

A parenthesis is a citation only when all of it parses as one: somebody, a date, perhaps a page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from reader.text.author_years import DOUBTFUL, read_named
from reader.text.dates import PartialDate
from reader.text.embedded import embedded
from reader.text.entries import read_vancouver
from reader.text.listed_works import read_author_page
from reader.text.reference_forms import read_inline, read_whole
from reader.text.reference_parts import FIGURE, LOCATOR, Reading, is_publisher, read_locator
from reader.text.spans import Span

_LONGEST = 600
# A short form that is one only where something in the document fits it.
UNTOLD = 0.6


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
    text: str, known: Collection[str] = (), listed: Collection[str] = ()
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
    its list of works, as `listed_authors` gives them: they may stand before a page, "(Kessel 5)".
    """
    found: list[FoundCitation] = []
    if "(" not in text and "[" not in text:
        return found
    names = frozenset(known)
    for start, end in _enclosed(text):
        if found and found[-1].span.end > start:
            continue  # an inner parenthesis was one
        if ibid := _IBID.fullmatch(text, start + 1, end - 1):
            found += _read_ibid(found, ibid, Span(start, end))
        else:
            found += _read_enclosed(text, start, end, names, listed)
    named = [
        _citation(reading, Span(reading.start, reading.end), "inline")
        for reading in read_named(text)
    ]
    if not named:
        return found
    spans = {citation.span.end: citation for citation in named}
    found = [one for one in found if one.span.end not in spans]
    return sorted([*found, *spans.values()], key=lambda one: one.span)


_IBID = re.compile(rf"(?:see )?ibid\.?(?:[,:]? ?(?P<locator>{LOCATOR}))?", re.IGNORECASE)


def _read_ibid(found: list[FoundCitation], ibid: re.Match[str], span: Span) -> list[FoundCitation]:
    """Return the citation before it in the same text, with the page that "ibid." gives."""
    if not found:
        return []
    locator = read_locator(ibid["locator"] or "") or ""
    before = found[-1]
    return [replace(before, span=span, locator=locator, confidence=0.9, within=None)]


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the bracketed stretches, those inside others first.

    A stretch holds at most one level of brackets, so that each character is read at most twice.
    """
    opened: list[tuple[int, str, int]] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in "([":
            opened.append((match.start(), sign, 0))
            continue
        if not opened or opened[-1][1] != ("(" if sign == ")" else "["):
            opened.clear()
            continue
        start, _, depth = opened.pop()
        if opened:
            outer = opened[-1]
            opened[-1] = (outer[0], outer[1], max(outer[2], depth + 1))
        if depth < 2 and match.end() - start <= _LONGEST:
            yield start, match.end()


_BRACKET = re.compile(r"[()\[\]]")
_FIGURE_OR_MARK = re.compile(r"[0-9“\"‘]")
_CUE = re.compile(
    r"\b(?:[Ii]b|[Ii]bid|[Ii]bidem|[Ii]d|[Ii]dem|[Ee]b(?:d|da|enda)|cit|passim)\b|supra|IBID"
    r"|a\. ?a\. ?O|work cited|forthcoming|in press|n\.d\.|://|www\."
)


_DATED = re.compile(r"n\.d\.|in press|forthcoming|undated|, [“\"‘]")


def _read_enclosed(
    text: str, start: int, end: int, known: frozenset[str], listed: Collection[str]
) -> list[FoundCitation]:
    if not (FIGURE.search(text, start, end) or _DATED.search(text, start, end)):
        return []
    readings: list[tuple[int, Reading]] = []
    certainty = 1.0
    waiting: int | None = None  # where a publisher begins whose date comes after a semicolon
    for piece_start, piece_end in _split(text, start + 1, end - 1):
        piece_start, piece_end = _trim(text, piece_start, piece_end)
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
        if not read and not FIGURE.search(piece) and is_publisher(piece):
            waiting = piece_start
        readings += [(piece_start, reading) for reading in read]
        if not read:
            certainty = 0.8  # a piece that is no citation casts doubt on the others
    if len(readings) == 1:
        is_by_name = readings[0][1].confidence == DOUBTFUL and readings[0][1].author
        if is_by_name and not _follows_title(text, start):
            certainty = 0.9
            readings[0] = (readings[0][0], readings[0][1]._replace(confidence=0.9))
        return [_citation(readings[0][1], Span(start, end), "inline", certainty)]
    whole = Span(start, end) if readings else None
    return [
        _citation(
            reading, Span(base + reading.start, base + reading.end), "inline", certainty, whole
        )
        for base, reading in readings
    ]


def _follows_title(text: str, start: int) -> bool:
    """Tell whether a capitalised word or a quotation stands right before a parenthesis."""
    words = text[max(0, start - 40) : start].split()
    return not words or words[-1][0].isupper() or words[-1][-1] in "”’\"'»*_"


def _citation(
    reading: Reading, span: Span, form: str, certainty: float = 1.0, within: Span | None = None
) -> FoundCitation:
    return FoundCitation(
        span, form, reading.publisher, reading.author, reading.title, reading.date,
        reading.locator, min(reading.confidence, certainty), within, reading.refers, reading.suffix,
    )  # fmt: skip


def find_references(text: str) -> list[FoundCitation]:
    """Return the citations in the text of one note, in reading order.

    >>> [found] = find_references("See Ana Sal, “Low Tide,” (Lamp House, May 2019).")
    >>> found.form, found.author, found.title, found.publisher
    ('full', 'Ana Sal', 'Low Tide', 'Lamp House')

    A note, a part of it between semicolons or a sentence of it that as a whole is a reference
    is "full" or "short" (then without "See" before it and the stop after it); parentheses
    elsewhere are "inline", those inside a reference belong to it.
    """
    found: list[FoundCitation] = []
    if ";" in text:
        if _SEVERAL_AUTHORS.match(text) and (
            citation := _read_reference(text.replace(";", ","), 0, len(text))
        ):
            return [citation]
        if vancouver := read_vancouver(text):
            return [_citation(vancouver, Span(0, vancouver.end), "full")]
    stretches: Iterable[tuple[int, int]] = ((0, len(text)),)
    if ";" in text or _NEW_LEAD.search(text):
        stretches = _at_leads(text, _split(text, 0, len(text)))
    for start, end in stretches:
        if joined := _read_joined(text, start, end):
            found += joined
            continue
        if citation := _read_reference(text, start, end):
            found.append(citation)
            continue
        for first, last in _sentences(text, start, end):
            is_all = first == start and last == end  # which has been read
            if not is_all and (citation := _read_reference(text, first, last)):
                found.append(citation)
            else:
                found += _read_embedded(text, first, last)
    if len(found) == 1 and _holds_brackets(text, found[0].span):
        return found
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
    r"(?:; [^\W\d_a-z][^,;()]{1,40}, [^;()0-9]{1,40}){1,8}"
    r" \([0-9]{4}[a-z]?\)[^;]{3,400}$"
)


# A sentence that opens with a lead begins a reference of its own.
_NEW_LEAD = re.compile(
    r"[.?!][”’\"]? (?=(?:See|Cf|But see|But cf|Compare|Also see|For (?:more|an?|the)|Quoted in"
    r"|Cited in|Contra|Following)\b)"
)


def _at_leads(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, cut before the sentences that open with a lead such as "See also"."""
    for start, end in stretches:
        if _NEW_LEAD.search(text, start, end):
            for first, last in _sentences(text, start, end):
                if first > start and _LEAD.match(text, first, last):
                    yield start, first
                    start = first
        yield start, end


# "Sal, “Low Tide” and Bell, “High Water,” Lamp Review, May 2, 2019."
_PAIR = re.compile(
    r"(?<=[”\"’0-9/>)]),? and (?:see (?:also )?)?"
    r"(?=[“\"]|[^\W\d_a-z][^,;:“”\"()]{1,80}, ?[“\"])"
)


def _read_joined(text: str, start: int, end: int) -> list[FoundCitation]:
    """Return the references that “and” joins in a stretch; none unless each part is one."""
    found: list[FoundCitation] = []
    if text.find(" and ", start, end) < 0:
        return found
    for match in _PAIR.finditer(text, start, end):
        if not (one := _read_reference(text, start, match.start())):
            return []
        found.append(one)
        start = match.end()
    last = _read_reference(text, start, end) if found else None
    return [*found, last] if last else []


def _read_embedded(text: str, start: int, end: int) -> list[FoundCitation]:
    """Return the references within a sentence; short ones are for the whole document to decide."""
    found: list[FoundCitation] = []
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


_SEE = "see(?: also| generally| in particular| especially)?"
_TOLD = "quoted cited reported discussed described shown reproduced translated".split()
_LEADS = [
    "for [^,;.]{1,60}, see(?: also)?", "on [^,;.]{1,60}, see(?: also)?", f"but {_SEE}", _SEE,
    r"but cf\.?", r"cf\.?", "so (?:already|too|also)", r"e\.g\.", r"i\.e\.", "also", "and",
    "compare", "for (?:example|instance)", "for more", "more", "thus",
    *(f"{told} (?:in|by)" for told in _TOLD), f"as (?:{'|'.join(_TOLD)}) (?:in|by)",
    "sources?", "via", "contra", "pace", "following", "adapted from", "based on", "data from",
    "according to", "per", "originally", r"vgl\.?", r"z\. ?B\.", "siehe(?: auch)?", "voir",
    r"cfr\.?",
]  # fmt: skip
# With its first letter in both cases most leads are passed over without a further look.
_EITHER_CASE = (f"[{lead[0]}{lead[0].upper()}](?i:{lead[1:]})" for lead in _LEADS)
_LEAD = re.compile(rf"(?:{'|'.join(_EITHER_CASE)})[ ,:]{{1,2}}")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without blanks, a lead such as "See", and its final stop."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ".,"):
        end -= 1
    for _ in range(3):
        if not (match := _LEAD.match(text, start, end)):
            break
        start = match.end()
    return start, end


_PLAIN_SEMICOLON = re.compile(r"[“”\";()\[\]]")


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between semicolons that stand in no quotation and no bracket."""
    if text.find(";", start, end) < 0:
        yield start, end
        return
    depth, quoted = 0, False
    for match in _PLAIN_SEMICOLON.finditer(text, start, end):
        sign = match[0]
        if sign == ";":
            if depth == 0 and not quoted:
                yield start, match.start()
                start = match.end()
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        else:
            quoted = sign == "“" or (sign == '"' and not quoted)
    yield start, end


_STOP = re.compile(r"[“”\"()]|[.?!][”’\"]?\s")
_NO_STOP = frozenset(
    ["cf", "e.g", "i.e", "vol", "vols", "no", "nos", "pp", "p", "pg", "ed", "eds", "trans",
     "dr", "mr", "mrs", "ms", "st", "gen", "col", "lt", "sgt", "prof", "rev", "hon", "jr",
     "sr", "vs", "v", "al", "op", "u.s", "u.k", "u.n", "univ", "inc", "ltd", "co", "jan",
     "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "fig", "ch",
     "art", "para"]
)  # fmt: skip


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences, told by a stop before a capital; not within quotations or brackets."""
    depth, quoted = 0, False
    for match in _STOP.finditer(text, start, end):
        sign = match[0]
        if len(sign) > 1:
            quoted = quoted and sign[1] not in '”"'
            follows = text[match.end() : match.end() + 1]
            words = text[max(start, match.start() - 12) : match.start()].split()
            word = words[-1] if words else ""
            ends = word.lower().lstrip("(“") not in _NO_STOP and not (
                len(word) == 1 and word.isupper()
            )
            if depth == 0 and not quoted and ends and (follows.isupper() or follows in '“‘"'):
                yield start, match.end()
                start = match.end()
        elif sign in "()":
            depth = depth + 1 if sign == "(" else max(0, depth - 1)
        else:
            quoted = sign == "“" or (sign == '"' and not quoted)
    yield start, end


def _read_reference(text: str, start: int, end: int) -> FoundCitation | None:
    """Return the full reference or short form that the stretch as a whole is."""
    start, end = _trim(text, start, end)
    piece = text[start:end]
    if not 2 <= len(piece) <= _LONGEST or not (_FIGURE_OR_MARK.search(piece) or _CUE.search(piece)):
        return None
    reading = read_whole(piece)
    if reading is None:
        return None
    span = Span(start + reading.start, start + reading.end)
    return _citation(reading, span, reading.form)
