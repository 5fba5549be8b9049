"""A manuscript read whole: its parts, and everything the recognisers find in them.

Notes are read first, then the body (design.md §4): a short form means what the notes say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader.text.abbreviations import FoundAbbreviation, find_abbreviations
from reader.text.body_citations import cite
from reader.text.citations import FoundCitation
from reader.text.collector import collector_at_rest
from reader.text.dates import PartialDate, YearBound, read_date
from reader.text.events import FoundEvent, find_events
from reader.text.folding import search_fold
from reader.text.footnotes import LISTED, resolve_short_forms
from reader.text.known_works import find_notes
from reader.text.listed_works import listed_works
from reader.text.manuscript import ParsedBlock, ParsedDocument, document_title, parse
from reader.text.mentions import FoundMention, link_names
from reader.text.names import NameMatcher
from reader.text.parts import ParsedFootnote
from reader.text.problems import Problem
from reader.text.reference_parts import UNTOLD
from reader.text.references import find_references


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What a citation cites, as the text describes it.

    `cited_as` is the description folded: equal descriptions mean one source. A description
    without a year means it only within its own document, so its key ends in "@" and nothing yet.
    """

    cited_as: str
    publisher: str = ""
    author: str = ""
    title: str = ""
    date: PartialDate = field(default_factory=PartialDate)
    form: str = "inline"


@dataclass(frozen=True, slots=True)
class ReadCitation:
    """A citation with its source, or with the sources that a short form could mean."""

    found: FoundCitation
    source: FoundSource | None
    candidates: tuple[FoundSource, ...] = ()
    resolves_to: str = ""

    @property
    def is_certain(self) -> bool:
        return self.source is not None


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block and what stands in it, each list in reading order."""

    block: ParsedBlock
    citations: tuple[ReadCitation, ...] = ()
    mentions: tuple[FoundMention, ...] = ()
    abbreviations: tuple[FoundAbbreviation, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFootnote:
    """A note with its number for readers and the note its first short form means, if one does."""

    label: str
    number: int
    blocks: tuple[ReadBlock, ...]
    resolves_to: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a manuscript says.

    `events` count the blocks as `all_blocks` yields them. `problems` are the recognisers' own;
    those of the parts are in `document.problems`.
    """

    document: ParsedDocument
    blocks: tuple[ReadBlock, ...]
    footnotes: tuple[ReadFootnote, ...]
    sources: tuple[FoundSource, ...]
    events: tuple[FoundEvent, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())

    def all_blocks(self) -> Iterator[tuple[str | None, ReadBlock]]:
        """Yield (footnote label or None, block), body first, then the notes in their order."""
        for block in self.blocks:
            yield None, block
        for footnote in self.footnotes:
            for block in footnote.blocks:
                yield footnote.label, block


def cited_as(publisher: str, author: str, title: str, date: PartialDate, suffix: str = "") -> str:
    """Return the key of a source so described; without a year it ends in "@".

    `suffix` is the letter that tells works of one author and year apart: the "a" of "2016a".

    >>> cited_as("Daily Bell", "", "", PartialDate(2019, 5, 2))
    'daily bell|||2019-05-02'
    """
    parts = [search_fold(part) for part in (publisher, author, title)]
    key = "|".join([*parts, date.stated.edtf + suffix])
    return key if date.stated.year else f"{key}@"


@collector_at_rest()
def read(manuscript: str, matcher: NameMatcher) -> Reading:
    """Parse a manuscript and find what stands in it, with the names that matcher knows.

    Linear in the length of the manuscript. Raises nothing: what is unsure is a problem.
    """
    return read_parsed(parse(manuscript), matcher)


@collector_at_rest()
def read_parsed(document: ParsedDocument, matcher: NameMatcher) -> Reading:
    """Find what stands in a manuscript that is parsed already; the answer is that of `read`."""
    numbers = number_footnotes(document)
    note_blocks = {
        (note.label, index): block.text
        for note in document.footnotes
        for index, block in enumerate(note.blocks)
    }
    entries = listed_works(document.blocks)
    works = _works_of(document.blocks[index].text for index in sorted(entries))
    found_in_notes = find_notes(list(note_blocks.values()), works)
    note_citations = dict(zip(note_blocks, found_in_notes, strict=True))
    abbreviations = [find_abbreviations(block.text) for block in document.blocks]
    known = frozenset(found.short for block in abbreviations for found in block)
    body_citations = cite(document.blocks, entries, known, note_citations.values())
    short_forms, problems = _resolve(document, note_citations, works)
    linked = iter(_link_names(document, matcher))
    blocks = tuple(
        ReadBlock(
            block,
            tuple(_describe(citation) for citation in citations),
            next(linked),
            tuple(shorts),
        )
        for block, citations, shorts in zip(
            document.blocks, body_citations, abbreviations, strict=True
        )
    )
    footnotes = [
        _read_footnote(note, numbers[note.label], note_citations, short_forms, linked)
        for note in document.footnotes
    ]
    footnotes.sort(key=lambda note: note.number)
    every = [*blocks, *(block for note in footnotes for block in note.blocks)]
    return Reading(
        document,
        blocks,
        tuple(footnotes),
        _sources(every),
        tuple(_find_events(document, every, len(blocks))),
        tuple(problems),
    )


def _read_footnote(
    note: ParsedFootnote,
    number: int,
    found: Mapping[tuple[str, int], Sequence[FoundCitation]],
    short_forms: Mapping[tuple[str, int, int], ReadCitation],
    linked: Iterator[tuple[FoundMention, ...]],
) -> ReadFootnote:
    """Return a note with its citations, short forms resolved; `linked` are the next mentions."""
    blocks = []
    for index, block in enumerate(note.blocks):
        citations = tuple(
            short_forms.get((note.label, index, place)) or _describe(citation)
            for place, citation in enumerate(found[note.label, index])
            if not _is_untold(citation, short_forms.get((note.label, index, place)))
        )
        shorts = tuple(find_abbreviations(block.text))
        blocks.append(ReadBlock(block, citations, next(linked), shorts))
    resolves_to = [c.resolves_to for b in blocks for c in b.citations if c.resolves_to]
    return ReadFootnote(note.label, number, tuple(blocks), resolves_to[0] if resolves_to else "")


def _works_of(entries: Iterable[str]) -> list[FoundCitation]:
    """Return the works that the entries of a list of works give in full, one an entry at most."""
    found = (find_references(text) for text in entries)
    return [works[0] for works in found if works and works[0].form == "full" and works[0].title]


def _is_untold(citation: FoundCitation, meaning: ReadCitation | None) -> bool:
    """Tell whether a doubtful short form fits nothing, and so is none."""
    is_none = meaning is not None and meaning.source is None and not meaning.candidates
    return is_none and citation.confidence <= UNTOLD


def _find_events(
    document: ParsedDocument, blocks: Sequence[ReadBlock], notes_from: int
) -> list[FoundEvent]:
    """Return the events of all blocks but headings and kickers, dates of citations left out."""
    return find_events(
        [
            (read.block.text, [c.found.within or c.found.span for c in read.citations])
            for read in blocks
        ],
        document_date=read_date(str(document.meta.get("date", ""))) or PartialDate(),
        headings={
            index for index, read in enumerate(blocks) if read.block.kind in ("heading", "kicker")
        },
        notes_from=notes_from,
    )


# A star or a dagger, and the letter of a note of another kind than the numbered ones.
_SIGN = re.compile(r"(?:[*†‡§¶#]{1,4}|[a-z])(?:-[0-9]{1,4})?")


def number_footnotes(document: ParsedDocument) -> Mapping[str, int]:
    """Return the number of each note for readers.

    The author's own numbers where every label is a different whole number, since the text may
    speak of "note 7", and notes with a sign ("*") or a letter after all of those; else the order of
    first reference, notes without a marker last.
    """
    labels = [note.label for note in document.footnotes]
    signs = [label for label in labels if _SIGN.fullmatch(label)]
    numbered = [label for label in labels if label not in signs]
    if all(label.isascii() and label.isdigit() and len(label) < 6 for label in numbered):
        numbers = {label: int(label) for label in numbered}
        if numbered and len(set(numbers.values())) == len(numbered):
            first = max(numbers.values()) + 1
            return numbers | {label: first + at for at, label in enumerate(dict.fromkeys(signs))}
    order = dict.fromkeys(
        marker.label
        for block in (*document.blocks, *(b for note in document.footnotes for b in note.blocks))
        for marker in block.markers
    )
    known = set(labels)
    in_order = [label for label in order if label in known]
    in_order += [label for label in labels if label not in order]
    return {label: number for number, label in enumerate(in_order, start=1)}


def _link_names(
    document: ParsedDocument, matcher: NameMatcher
) -> Sequence[tuple[FoundMention, ...]]:
    blocks = [*document.blocks, *(b for note in document.footnotes for b in note.blocks)]
    texts = [block.text for block in blocks]
    title = document_title(document)
    return [tuple(found) for found in link_names(texts, matcher, title=title)]


def _describe(citation: FoundCitation) -> ReadCitation:
    """Return a citation that names its own source."""
    return ReadCitation(citation, _source_of(citation))


def _source_of(citation: FoundCitation) -> FoundSource:
    key = cited_as(
        citation.publisher, citation.author, citation.title, citation.date, citation.suffix
    )
    return FoundSource(
        key,
        citation.publisher,
        citation.author,
        citation.title,
        citation.date.stated,
        citation.form,
    )


def _resolve(
    document: ParsedDocument,
    note_citations: Mapping[tuple[str, int], Sequence[FoundCitation]],
    works: Sequence[FoundCitation],
) -> tuple[dict[tuple[str, int, int], ReadCitation], list[Problem]]:
    """Return what each short form in the notes means, by (label, block, place), and problems."""
    flat: list[tuple[str, list[FoundCitation]]] = []
    places: dict[str, list[tuple[int, int]]] = {}
    notes = {note.label: note for note in document.footnotes}
    for label, note in notes.items():
        citations: list[FoundCitation] = []
        places[label] = []
        for index in range(len(note.blocks)):
            for place, citation in enumerate(note_citations[label, index]):
                citations.append(citation)
                places[label].append((index, place))
        flat.append((label, citations))
    by_label: dict[str, Sequence[FoundCitation]] = {LISTED: works, **dict(flat)}
    meanings: dict[tuple[str, int, int], ReadCitation] = {}
    problems = []
    for (label, number), resolution in resolve_short_forms(flat, works).items():
        found = by_label[label][number]
        index, place = places[label][number]
        candidates = tuple(
            dict.fromkeys(_source_of(by_label[to][at]) for to, at in resolution.candidates)
        )
        if resolution.resolved is None:
            meaning = ReadCitation(found, None, candidates)
            if _is_untold(found, meaning):
                meanings[label, index, place] = meaning
                continue
            words = found.span.of(notes[label].blocks[index].text)
            problems.append(
                Problem(
                    notes[label].line,
                    "unresolved-short-form",
                    f"“{words}” in note {label} fits {len(candidates) or 'none'} of the sources",
                )
            )
        else:
            to, at = resolution.resolved
            meaning = ReadCitation(found, _source_of(by_label[to][at]), (), to)
        meanings[label, index, place] = meaning
    return meanings, problems


def _sources(blocks: Sequence[ReadBlock]) -> tuple[FoundSource, ...]:
    """Return each source once, in reading order, years that a rule supplies marked as inferred.

    What a short form may mean is one too: it may stand in the list of works alone.
    """
    sources: dict[str, FoundSource] = {}
    for block in blocks:
        for citation in block.citations:
            meant = [citation.source] if citation.source is not None else citation.candidates
            for source in meant:
                sources.setdefault(source.cited_as, source)
    bound = YearBound(source.date for source in sources.values())
    return tuple(
        source if source.date.year else replace(source, date=bound.infer(source.date))
        for source in sources.values()
    )
