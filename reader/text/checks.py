"""Checks: what an editor should look at in a document, each with its place and its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import ahocorasick_rs

from reader.text.collector import collector_at_rest
from reader.text.events import FoundEvent
from reader.text.findings import Checked, Finding, shortened, times
from reader.text.folding import search_fold
from reader.text.formats.masthead import WANTED, absent_metadata, is_torn_caption
from reader.text.problems import Problem
from reader.text.reading import ReadBlock, Reading
from reader.text.sourcing import (
    missing_years,
    paragraphs_without_source,
    sources_before_events,
)
from reader.text.spans import Span
from reader.text.spellings import find_spellings

TAKEN_OVER = ("likely-lost-heading", "torn-caption")


@collector_at_rest()
def check(
    reading: Reading, events: Sequence[FoundEvent] = (), problems: Iterable[Problem] | None = None
) -> list[Finding]:
    """Return what an editor should look at, the document as a whole first, then in reading order.

    `events` are those of all blocks, as `find_events` counts them. `problems` are those of the
    format the document came in, whose lost headings and torn captions only it could see; without
    them the manuscript's own are used. Linear in the text; raises nothing.
    """
    document = Checked(reading, events)
    found = [
        *_missing_metadata(document),
        *_taken_over(document, problems),
        *_undefined_abbreviations(document),
        *_markers_without_note(document),
        *_notes_without_marker(document),
        *_unresolved_short_forms(document),
        *sources_before_events(document),
        *missing_years(document),
        *paragraphs_without_source(document),
        *_spellings(document),
        *_notes_without_stop(document),
    ]
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[int, int, str]:
    block = finding.block if finding.block is not None else -1
    return block, finding.span.start if finding.span else -1, finding.code


def _missing_metadata(document: Checked) -> Iterator[Finding]:
    absent = absent_metadata(document.reading.document.meta)
    if absent:
        names = [name for name in WANTED.values() if any(name in p.message for p in absent)]
        listed = ", no ".join(names[:-1]) + " and no " * bool(names[1:]) + names[-1]
        yield Finding("metadata-absent", f"The document names no {listed}.")


def _taken_over(document: Checked, problems: Iterable[Problem] | None) -> Iterator[Finding]:
    """Yield the format's own doubts, and the torn captions that the manuscript still has."""
    torn = False
    for index, read in enumerate(document.blocks):
        if read.block.kind == "caption" and is_torn_caption(read.block.text):
            torn = True
            message = f"The caption “{shortened(read.block.text)}” breaks off in its credit."
            yield document.finding("torn-caption", message, index)
    for problem in problems if problems is not None else document.reading.document.problems:
        if problem.code in TAKEN_OVER and not (torn and problem.code == "torn-caption"):
            yield Finding(problem.code, problem.message, line=problem.line)


# Abbreviations

_ACRONYM = re.compile(
    r"[A-Z](?<![\w.&/@#’'-].)(?:[A-Z]{0,7}(?:-[A-Z]{1,6}){1,2}|[A-Z]{1,7}"
    r"|\.(?:[A-Z]\.){0,3}[A-Z]\.?)"
    r"(?:(?=s?(?![\w@/.])|s?\.(?!\w)))"
)
_ROMAN = re.compile(r"[IVXLCDM]{1,8}\Z")
# Nobody spells these out, in any journal.
_KNOWN = frozenset(
    """
    us usa uk eu un uae ussr nato cia fbi bbc cnn nbc abc cbs afp ap ngo tv gdp phd ad bc ce bce
    am pm gmt utc hiv aids covid dna rna url pdf isbn issn doi id ids it ok ceo cfo mp mps dc hq
    vip wmd wwi wwii imf who unesco unicef opec nasa usb sms gps faq ps ms mr st op ed cit pp vs
    au kgb gdr frg osce unhcr oecd wto iaea asean ecowas icrc wfp undp fao ilo icc icj opec+ ecb vat
    ai it mit ucla ma ba bsc msc mba md jd llb llm llc ltd plc inc nsa nypd lapd pr hd dvd cd pc suv
    mw kw gw kwh mwh gwh twh kv hz khz mhz ghz kb mb gb tb psi rpm mph km kg cv rip rsvp diy aka
    """.split()
)
# Two words in capitals are shouted, not shortened, where one of them is no name's.
_SHOUTED = re.compile(
    r"(?<!\w)(?:[A-Z]{1,20}[ ’'-]){0,4}(?:THE|OF|AND|NOT|DO|NO|IN|ON|TO|FOR|BY|WITH|[A-Z]{6,20})"
    r"(?:[ ’'-][A-Z]{1,20}){0,4}(?![\w])"
)
_TWO_CAPITALS = re.compile(r"[A-Z] [A-Z]")


def _undefined_abbreviations(document: Checked) -> Iterator[Finding]:
    """Yield each acronym that the document never spells out, at its first place.

    What citations and headings hold is no use of it, nor is a word in capitals that the text has
    in small letters too, a Roman number, or initials before a name.
    """
    defined = {
        search_fold(found.short).replace(" ", "-")
        for read in document.blocks
        for found in read.abbreviations
    }
    # "(CMBs)" spells out "CMB" too.
    defined |= {key.removesuffix("s") for key in defined}
    told: list[int] = []
    uses: dict[str, list[tuple[int, Span]]] = {}
    for index, read in enumerate(document.blocks):
        text = read.block.text
        if read.block.kind in ("heading", "kicker") or text.isupper():
            continue
        told.append(index)
        quiet = _Quiet([*(citation.found.span for citation in read.citations), *_shouted(text)])
        for match in _ACRONYM.finditer(text):
            key = search_fold(match[0]).replace(" ", "-")
            if len(key) < 2 or key in _KNOWN or key in defined:
                continue
            span = Span(*match.span())
            before_name = "." in match[0] and text[span.end : span.end + 2].strip().isupper()
            is_number = _numbers(text, span, is_note=bool(document.notes[index]))
            if not (_ROMAN.match(match[0]) or before_name or is_number or quiet.covers(span)):
                uses.setdefault(key, []).append((index, span))
    texts = (document.blocks[index].block.text for index in told)
    small = _in_small_letters(uses.keys(), texts)
    for key, places in uses.items():
        if key in small:
            continue
        index, span = places[0]
        words = span.of(document.blocks[index].block.text)
        message = f"“{words}” is used {times(len(places))} and never spelled out."
        yield document.finding("undefined-abbreviation", message, index, span)


def _in_small_letters(words: Collection[str], texts: Iterable[str]) -> set[str]:
    """Return which of the words stand in the texts in small letters."""
    wanted = [word for word in words if len(word) <= 8 and word.isascii() and word.isalpha()]
    found: set[str] = set()
    if not wanted:
        return found
    seen = ahocorasick_rs.AhoCorasick(wanted, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    for text in texts:
        for word, start, end in seen.find_matches_as_indexes(text):
            if not (_in_word(text, start - 1) or _in_word(text, end)):
                found.add(wanted[word])
    return found


def _in_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")


def _shouted(text: str) -> Iterator[Span]:
    if not _TWO_CAPITALS.search(text):
        return
    for match in _SHOUTED.finditer(text):
        if " " in match[0]:
            yield Span(*match.span())


_NUMBER_AFTER = re.compile(r"[-‑]\d|/\d")
_SHELF_AFTER = re.compile(r" \d")


def _numbers(text: str, span: Span, *, is_note: bool) -> bool:
    """Tell whether letters are part of a number: "AK-47", and in a note "MT 6/12" or "[GC]"."""
    if _NUMBER_AFTER.match(text, span.end):
        return True
    if not is_note:
        return False
    around = text[span.start - 1 : span.start] + text[span.end : span.end + 1]
    return around in ("()", "[]") or _SHELF_AFTER.match(text, span.end) is not None


class _Quiet:
    """Spans asked about in reading order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.at = 0

    def covers(self, span: Span) -> bool:
        while self.at < len(self.spans) and self.spans[self.at].end <= span.start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at].overlaps(span)


# Notes

_NAMED_MARKER = re.compile(r"\[\^([^\[\]\s]{1,60})\]")
_INDEXED = re.compile(r"(?:\A|[ (])[a-z]\Z")  # "x[3]"
_TYPED_MARKER = re.compile(r"\[(\d{1,3})\]")


def _markers_without_note(document: Checked) -> Iterator[Finding]:
    """Yield each marker that stayed text; where there is no note at all, the first and a count."""
    typed: list[tuple[int, Span, str]] = []
    for index, read in enumerate(document.blocks):
        text = read.block.text
        quiet = _Quiet(citation.found.span for citation in read.citations)
        for match in _NAMED_MARKER.finditer(text):
            message = f"The marker “{match[0]}” points to no note."
            span = Span(*match.span())
            yield document.finding("marker-without-note", message, index, span)
        for match in _TYPED_MARKER.finditer(text):
            span = Span(*match.span())
            before = text[max(0, span.start - 2) : span.start]
            is_index = match[1] == "0" or before[-1:].isdigit() or _INDEXED.match(before)
            if match[1] not in document.labels and not is_index and not quiet.covers(span):
                typed.append((index, span, match[0]))
    if document.labels:
        for index, span, sign in typed:
            message = f"The marker “{sign}” points to no note."
            yield document.finding("marker-without-note", message, index, span)
    elif typed:
        index, span, sign = typed[0]
        message = f"There is no note for “{sign}”, and none at all in this document."
        if len(typed) > 1:
            message = f"There is no note for “{sign}” nor for {len(typed) - 1} more such markers."
        yield document.finding("marker-without-note", message, index, span)


def _notes_without_marker(document: Checked) -> Iterator[Finding]:
    used = {marker.label for read in document.blocks for marker in read.block.markers}
    seen = set(used)
    for index, note in enumerate(document.notes):
        if note and note not in seen:
            seen.add(note)
            words = shortened(document.blocks[index].block.text)
            message = f"Nothing in the text points to note {note}, “{words}”."
            yield document.finding("note-without-marker", message, index)


def _unresolved_short_forms(document: Checked) -> Iterator[Finding]:
    for index, read in enumerate(document.blocks):
        for citation in read.citations:
            if citation.source is None:
                span = citation.found.span
                fitting = len(citation.candidates) or "none"
                message = f"“{span.of(read.block.text)}” fits {fitting} of the sources."
                yield document.finding("unresolved-short-form", message, index, span)


_WORD = re.compile(r"\w[\w’'-]{0,40}")
_FINITE = re.compile(
    r"(?<!\w)(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|did"
    r"|do|that|claims|claimed|says|said|stated|states|argues|argued|shows|showed|became)(?!\w)"
)
_ENDS = re.compile(r"[.!?…。؟۔।:;][)\]}”’\"'»›]{0,6}\Z")
_ADDRESS_LAST = re.compile(r"(?:https?://|www\.)\S{1,2000}\Z")


def _notes_without_stop(document: Checked) -> Iterator[Finding]:
    """Yield the notes that are sentences and end without a stop; a mere reference needs none."""
    for index, note in enumerate(document.notes):
        is_last = index + 1 == len(document.notes) or document.notes[index + 1] != note
        if not note or not is_last:
            continue
        read = document.blocks[index]
        text = read.block.text.rstrip()
        if read.block.kind not in ("paragraph", "list_item") or not text:
            continue
        if _ENDS.search(text[-8:]) or _ADDRESS_LAST.search(text[-2010:]):
            continue
        told = _without_citations(read)
        if len(_WORD.findall(told[:2000])) >= 6 and _FINITE.search(told):
            last = " ".join(text.rsplit(maxsplit=4)[-4:])
            message = f"Note {note} ends without a full stop, after “{shortened(last)}”."
            span = Span(len(text) - 1, len(text))
            yield document.finding("no-final-stop", message, index, span)


def _without_citations(read: ReadBlock) -> str:
    parts, at = [], 0
    for citation in read.citations:
        parts.append(read.block.text[at : citation.found.span.start])
        at = citation.found.span.end
    return " ".join([*parts, read.block.text[at:]])


def _spellings(document: Checked) -> Iterator[Finding]:
    for usual, *others in find_spellings([read.block.text for read in document.blocks]):
        for other in others:
            message = f"“{other.words}” is also written “{usual.words}” ({times(usual.count)})."
            yield document.finding("two-spellings", message, other.text, other.span)
