"""Short forms in notes ("Knights 2020", "Ibid.") and the references they mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from reader.text import cues
from reader.text.citations import FoundCitation
from reader.text.lettering import fold

Key = tuple[str, int]
MOST_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a short form may refer to: places of references, as (note label, index in the note).

    `resolved` is set only where exactly one fits what the short form says.
    """

    candidates: tuple[Key, ...]
    resolved: Key | None


def resolve_short_forms(
    notes: Sequence[tuple[str, Sequence[FoundCitation]]],
) -> dict[Key, Resolution]:
    """Return for each short form in a document's notes the references it fits.

    `notes` are the labels of the notes with their citations, in the order of the document; a label
    that stands twice keeps the first note. A short form is compared with every full reference of
    the document by the author, year and title it gives; how near one stands says nothing. "Ibid."
    is the one source before it in its own note or of the note immediately before. A source given
    in full more than once is one candidate, its first place. At most MOST_CANDIDATES are given.
    """
    by_label: dict[str, Sequence[FoundCitation]] = {}
    for label, citations in notes:
        by_label.setdefault(label, citations)
    index = _Index(by_label)
    resolutions: dict[Key, Resolution] = {}
    before: list[Key] = []
    places = {label: place for place, label in enumerate(by_label)}
    for label, citations in by_label.items():
        earlier: list[Key] = []
        for number, citation in enumerate(citations):
            key = (label, number)
            if citation.refers == "ibid":
                resolutions[key] = _ibid(earlier[-MOST_CANDIDATES:] or before, resolutions)
            elif citation.form == "short":
                resolutions[key] = _fitting(index.candidates(citation), citation, places, key)
            earlier.append(key)
        before = earlier[-MOST_CANDIDATES:]
    return resolutions


def _ibid(nearest: Sequence[Key], resolutions: dict[Key, Resolution]) -> Resolution:
    if len(nearest) == 1:
        return resolutions.get(nearest[0]) or Resolution((nearest[0],), nearest[0])
    meant: dict[Key, None] = {}
    for key in nearest:
        meant.update(dict.fromkeys(resolutions[key].candidates if key in resolutions else (key,)))
    return Resolution(tuple(meant)[:MOST_CANDIDATES], None)


def _fitting(
    candidates: Sequence[Key], short: FoundCitation, places: Mapping[str, int], at: Key
) -> Resolution:
    """Return the resolution; "op. cit." is a work cited already, and can be no later one."""
    if short.refers == "op. cit." and len(candidates) > 1:
        here = places[at[0]], at[1]
        candidates = [one for one in candidates if (places[one[0]], one[1]) < here] or candidates
    return Resolution(tuple(candidates), candidates[0] if len(candidates) == 1 else None)


class _Index:
    """The full references of a document by what its short forms say: surname, year, title word.

    A lookup by all that a short form says keeps ten thousand notes of one author linear.
    """

    def __init__(self, notes: dict[str, Sequence[FoundCitation]]) -> None:
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
        for label, citations in notes.items():
            for number, citation in enumerate(citations):
                source = _source(citation)
                if citation.form != "full" or source in seen:
                    continue
                seen.add(source)
                surnames = {name[-1] for name in _names(citation.author)}
                words = set(_title(citation.title))
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
        title = _title(short.title)
        fitting = (
            key
            for key, citation in self._entries.get(_terms(short), ())
            if _same_people(short.author, citation.author)
            and (not short.suffix or not citation.suffix or short.suffix == citation.suffix)
            and _within(title, _title(citation.title))
        )
        return list(islice(fitting, MOST_CANDIDATES))


_Terms = tuple[str, int | None, str, str]


def _terms(short: FoundCitation) -> _Terms:
    """Return surname, year, first word of the title and note that a short form gives."""
    names = _names(short.author or short.publisher)
    title = _title(short.title)
    note = short.refers.removeprefix("note ") if short.refers.startswith("note ") else ""
    return names[0][-1] if names else "", short.date.year, title[0] if title else "", note


def _source(citation: FoundCitation) -> tuple[object, ...]:
    return (
        tuple(_names(citation.author)),
        _title(citation.title),
        fold(citation.publisher),
        citation.date.edtf,
        citation.suffix,
    )


_BETWEEN = re.compile(r",? (?:and|&) |, ")
_OTHERS = re.compile(r",? (?:et al\.?|and others|\(?eds?\.?\)?)$", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'-]*")


def _names(author: str) -> list[tuple[str, ...]]:
    """Return each author's names, folded, the surname last: ("omar", "al-sa'b")."""
    names = []
    for name in _BETWEEN.split(_OTHERS.sub("", author)):
        words = tuple(_WORD.findall(fold(name)))
        if words:
            names.append(words)
    return names


def _same_people(short: str, author: str) -> bool:
    """Tell whether the first people named are the authors, initials standing for given names."""
    said, full = _names(short), _names(author)
    if len(said) > len(full):
        return False
    if _OTHERS.search(short) and len(said) == len(full) and not _OTHERS.search(author):
        return False
    return all(
        one[-1] == other[-1] and _given_agree(_given(one), _given(other))
        for one, other in zip(said, full, strict=False)
    )


def _given(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the given names, without what belongs to the surname: "de" of "Ana de Sal"."""
    return tuple(word for word in name[:-1] if word not in cues.PARTICLES)


def _given_agree(said: Sequence[str], full: Sequence[str]) -> bool:
    return all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(said, full, strict=False)
    )


def _title(title: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(title)))


def _within(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether the words of short stand in full one after the other."""
    size = len(short)
    return any(full[start : start + size] == short for start in range(len(full) - size + 1))
