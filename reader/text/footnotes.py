"""Short forms in notes ("Knights 2020", "Ibid.") and the references they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from reader.text.authors import (
    abbreviates,
    initials_of,
    is_within,
    names_of,
    same_people,
    words_of,
)
from reader.text.citations import FoundCitation
from reader.text.lettering import fold
from reader.text.reference_parts import UNTOLD, is_body

Key = tuple[str, int]
MOST_CANDIDATES = 20
LISTED = ""  # in place of a note's label: the list of works


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a short form may refer to: places of references, as (note label, index in the note).

    `resolved` is set only where exactly one fits what the short form says.
    """

    candidates: tuple[Key, ...]
    resolved: Key | None


def resolve_short_forms(
    notes: Sequence[tuple[str, Sequence[FoundCitation]]], listed: Sequence[FoundCitation] = ()
) -> dict[Key, Resolution]:
    """Return for each short form in a document's notes the references it fits.

    `notes` are the labels of the notes with their citations, in the order of the document; a label
    that stands twice keeps the first note. A short form is compared with every full reference of
    the document by the author, year and title it gives; how near one stands says nothing. "Ibid."
    is the one source before it in its own note or of the note immediately before. A source given
    in full more than once is one candidate, its first place. At most MOST_CANDIDATES are given.
    `listed` are the works of the document's list of works: what no note gives in full may be one
    of them, and its key is then (LISTED, its place there).
    """
    by_label: dict[str, Sequence[FoundCitation]] = {}
    for label, citations in notes:
        by_label.setdefault(label, citations)
    index = _Index(by_label, by_label)
    in_list = _Index({LISTED: listed}, by_label)
    resolutions: dict[Key, Resolution] = {}
    before: list[tuple[Key, FoundCitation]] = []
    places = {label: place for place, label in enumerate(by_label)}
    for label, citations in by_label.items():
        earlier: list[tuple[Key, FoundCitation]] = []
        for number, citation in enumerate(citations):
            key = (label, number)
            if citation.refers == "ibid":
                nearest = earlier[-MOST_CANDIDATES:] or before
                resolutions[key] = _ibid(citation, nearest, resolutions)
            elif citation.form == "short":
                candidates = index.candidates(citation)
                if not candidates and citation.refers.startswith("note "):
                    candidates = _by_way_of(citation, by_label, resolutions)
                    candidates = candidates or _pointed_at(citation, by_label)
                candidates = candidates or in_list.candidates(citation)
                resolutions[key] = _fitting(candidates, citation, places, key)
            earlier.append((key, citation))
        before = earlier[-MOST_CANDIDATES:]
    return resolutions


def _ibid(
    short: FoundCitation,
    nearest: Sequence[tuple[Key, FoundCitation]],
    resolutions: dict[Key, Resolution],
) -> Resolution:
    """Return the one source among the nearest citations, of the author where one is named."""
    meant: dict[Key, None] = {}
    is_sure = True
    for key, citation in nearest:
        if short.author and citation.form == "full" and not is_by(short, citation):
            continue
        resolution = resolutions.get(key) or Resolution((key,), key)
        meant.update(dict.fromkeys(resolution.candidates))
        is_sure = is_sure and resolution.resolved is not None
    candidates = tuple(meant)[:MOST_CANDIDATES]
    return Resolution(candidates, candidates[0] if is_sure and len(candidates) == 1 else None)


def _by_way_of(
    short: FoundCitation,
    notes: Mapping[str, Sequence[FoundCitation]],
    resolutions: Mapping[Key, Resolution],
) -> list[Key]:
    """Return the works of its author that the note pointed at cites by short forms itself."""
    label = short.refers.removeprefix("note ")
    meant: dict[Key, None] = {}
    for number in range(min(len(notes.get(label, ())), MOST_CANDIDATES)):
        resolution = resolutions.get((label, number))
        if resolution is not None and resolution.resolved is not None:
            to, at = resolution.resolved
            if is_by(short, notes[to][at]):
                meant[resolution.resolved] = None
    return list(meant)


def _pointed_at(short: FoundCitation, notes: Mapping[str, Sequence[FoundCitation]]) -> list[Key]:
    """Return the works in the note pointed at that go by an abbreviation of what they are called.

    The number of the note says most: "IRBO" need be but letters of the "River Boat Organization".
    """
    label = short.refers.removeprefix("note ")
    said = short.author or short.publisher or short.title
    return [
        (label, number)
        for number, work in enumerate(notes.get(label, ())[:MOST_CANDIDATES])
        if said
        and work.form == "full"
        and any(abbreviates(said, name) for name in (work.author, work.publisher, work.title))
    ]


def _fitting(
    candidates: Sequence[Key], short: FoundCitation, places: Mapping[str, int], at: Key
) -> Resolution:
    """Return the resolution; "op. cit." is a work cited already, and can be no later one.

    Nor can what a note that is only pointed at cites ("See note 4 above"), and it must be one work.
    """
    here = places[at[0]], at[1]
    is_bare = short.confidence <= UNTOLD and bool(short.refers)
    if is_bare or (short.refers == "op. cit." and len(candidates) > 1):
        earlier = [one for one in candidates if (places.get(one[0], -1), one[1]) < here]
        candidates = earlier if is_bare else earlier or candidates
        if is_bare and not short.author and len(candidates) > 1:
            candidates = ()
    return Resolution(tuple(candidates), candidates[0] if len(candidates) == 1 else None)


class _Index:
    """The full references of a document by what its short forms say: surname, year, title word.

    A lookup by all that a short form says keeps ten thousand notes of one author linear.
    """

    def __init__(
        self,
        works: Mapping[str, Sequence[FoundCitation]],
        notes: Mapping[str, Sequence[FoundCitation]],
    ) -> None:
        """Keep the full references among works by what the short forms in notes say."""
        self._entries: defaultdict[_Terms, list[tuple[Key, FoundCitation]]] = defaultdict(list)
        said = {
            tuple(bool(term) for term in _terms(citation))
            for citations in notes.values()
            for citation in citations
            if citation.form == "short" and citation.refers != "ibid"
        }
        if not said:
            return
        seen = set()
        for label, citations in works.items():
            for number, citation in enumerate(citations):
                source = _source(citation)
                if citation.form != "full" or source in seen:
                    continue
                seen.add(source)
                surnames = _surnames(citation)
                words = set(words_of(citation.title))
                for by_name, by_year, by_title, by_note in said:
                    for terms in product(
                        surnames if by_name else [""],
                        [citation.date.year if by_year else None],
                        words if by_title else [""],
                        [label if by_note else ""],
                    ):
                        self._entries[terms].append(((label, number), citation))

    def candidates(self, short: FoundCitation) -> list[Key]:
        """Return the places of the full references that short fits, in the document's order."""
        title = words_of(short.title)
        fitting = (
            (key, citation)
            for key, citation in self._entries.get(_terms(short), ())
            if is_by(short, citation)
            and (not short.suffix or not citation.suffix or short.suffix == citation.suffix)
            and is_within(title, words_of(citation.title))
        )
        found = list(islice(fitting, MOST_CANDIDATES))
        surname = _terms(short)[0]
        by_surname = [one for one in found if surname in _last_words(one[1])]
        return [key for key, _ in by_surname or found]


def is_by(short: FoundCitation, full: FoundCitation) -> bool:
    """Tell whether who a short form names, if anybody, is who made the full reference's work."""
    named = short.author or short.publisher
    if not named:
        return True
    if full.author and same_people(named, full.author):
        return True
    if not (full.author or full.publisher) and short.refers.startswith("note "):
        # "Okafor, supra note 4", of a case that is known by its name alone
        return set(words_of(named)) <= set(words_of(full.title))
    is_of_body = not full.author or bool(short.publisher) or is_body(full.author)
    said, body = words_of(named), words_of(full.publisher)
    # "op. cit. U.S. News", of a paper with a longer name
    is_begun = short.refers == "op. cit." and not short.author and body[: len(said)] == said
    return (
        is_of_body
        and bool(body)
        and (is_begun or said == body or (named.isupper() and said[0] in initials_of(body)))
    )


def _surnames(full: FoundCitation) -> set[str]:
    """Return the words by any of which a short form may begin to name who made a work."""
    names = [*names_of(full.author), *names_of(full.publisher)]
    if not names:
        return set(words_of(full.title))
    said = {word for name in names for word in name if len(word) > 1 or len(name) == 1}
    return said.union(initials_of(words_of(full.publisher)))


def _last_words(full: FoundCitation) -> set[str]:
    return {name[-1] for name in (*names_of(full.author), *names_of(full.publisher))}


_Terms = tuple[str, int | None, str, str]


def _terms(short: FoundCitation) -> _Terms:
    """Return surname, year, first word of the title and note that a short form gives."""
    names = names_of(short.author or short.publisher)
    title = words_of(short.title)
    note = short.refers.removeprefix("note ") if short.refers.startswith("note ") else ""
    return names[0][-1] if names else "", short.date.year, title[0] if title else "", note


def _source(citation: FoundCitation) -> tuple[object, ...]:
    return (
        names_of(citation.author),
        words_of(citation.title),
        fold(citation.publisher),
        citation.date.edtf,
        citation.suffix,
    )
