"""Pairs of records that are likely one, ranked; offered to an editor, never merged.

Nothing is compared with everything: two records are compared only when they share a block (the
same consonants, the same rare word, the same initials, the same mark), and a block that holds more
than BLOCK names says too little and is left out. So the work grows with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from reader.text.folding import search_fold

BLOCK = 30
# A record with more names than this is compared by its first ones.
NAMES = 12
STEM = 5
FLOOR = 0.6
_VOWELS = str.maketrans("", "", "aeiouyhw")
_ALIKE = str.maketrans("ckqjzsdpv", "kkkyssdbb")
_DOUBLED = re.compile(r"(.)\1")
_SMALL = frozenset("al el the of and for in de la le du von van ibn bin a an to on".split())
_ACRONYM = re.compile(r"[A-Z]{2,7}\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record as it is compared: its names, what it certainly is, and where it stands."""

    names: tuple[str, ...]
    kind: str = ""
    # Two that share a mark are likely one: an identifier, a web address.
    marks: frozenset[Hashable] = frozenset()
    # Marks of one sort of which a record has one only: two that differ there are likely two.
    only: Mapping[str, str] = field(default_factory=dict)
    contexts: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, slots=True)
class Twins:
    """Two keys, how likely they are one (0 to 1), and why."""

    first: int
    second: int
    score: float
    reason: str


class _Name(NamedTuple):
    """One name of one record, taken apart once."""

    key: int
    text: str
    words: tuple[str, ...]
    telling: tuple[str, ...]
    skeletons: tuple[str, ...]
    is_acronym: bool


class _Fit(NamedTuple):
    """How likely two names name one thing, and why; the words are made only for what is shown."""

    score: float
    why: str
    one: str
    other: str


def find_twins(
    candidates: Mapping[int, Candidate],
    *,
    most: int = 2000,
    listed: frozenset[int] = frozenset(),
) -> list[Twins]:
    """Return the likely pairs, the likeliest first; at most `most` of them.

    With `listed` only pairs of which one key is among those.

    >>> names = {1: "Qasem Varn", 2: "Qassem Varn", 3: "Varn, Qasem", 4: "Salt Gate"}
    >>> found = find_twins({key: Candidate((name,)) for key, name in names.items()})
    >>> sorted((pair.first, pair.second) for pair in found)
    [(1, 2), (1, 3), (2, 3)]
    """
    best: dict[tuple[int, int], _Fit] = {}
    for pair, fit in _fits(candidates, listed):
        if pair not in best or fit.score > best[pair].score:
            best[pair] = fit
    for pair in _sharing_marks(candidates):
        if listed and (pair[0] in listed) == (pair[1] in listed):
            continue
        best.setdefault(pair, _Fit(0.0, "", "", ""))
    weighed = []
    for (first, second), fit in best.items():
        score, more = _weigh(candidates[first], candidates[second], fit.score)
        if score >= FLOOR:
            weighed.append((-round(score, 3), first, second, fit, more))
    weighed.sort(key=lambda found: found[:3])
    return [
        Twins(first, second, -score, _said(fit, more))
        for score, first, second, fit, more in weighed[:most]
    ]


def _fits(
    candidates: Mapping[int, Candidate], listed: frozenset[int]
) -> Iterator[tuple[tuple[int, int], _Fit]]:
    """Yield what fits of every two names that share a block."""
    blocks: defaultdict[tuple[str, str], list[_Name]] = defaultdict(list)
    skeletons: dict[str, str] = {}
    for key, candidate in candidates.items():
        for text in candidate.names[:NAMES]:
            name = _take_apart(key, text, skeletons)
            if name.words:
                for block in _blocks(name):
                    blocks[block].append(name)
    for (sort, _), names in blocks.items():
        if not 1 < len(names) <= BLOCK:
            continue
        compare = _COMPARISONS[sort]
        for at, one in enumerate(names):
            for other in names[at + 1 :]:
                if listed and (one.key in listed) == (other.key in listed):
                    continue
                if one.key != other.key and (fit := compare(one, other)):
                    pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
                    yield pair, fit


def _take_apart(key: int, text: str, skeletons: dict[str, str]) -> _Name:
    words = tuple(search_fold(text.replace(",", " ")).split())
    telling = tuple(word for word in words if word not in _SMALL) or words
    for word in telling:
        if word not in skeletons:
            skeletons[word] = _skeleton(word)
    bones = tuple(sorted(skeletons[word] for word in telling))
    return _Name(key, text, words, telling, bones, bool(_ACRONYM.match(text.replace(".", ""))))


def _blocks(name: _Name) -> Iterator[tuple[str, str]]:
    yield "letters", "".join(sorted(name.words))
    if name.is_acronym:
        yield "initials", "".join(name.words)
        return
    yield "bones", " ".join(name.skeletons)
    if len(name.words) > 1:
        for letters in {_first(name.words), _first(name.telling)}:
            if len(letters) > 1:
                yield "initials", letters
    for word in name.telling:
        if len(word) > 3:
            yield "word", word
    # A letter more changes the bones of one word; the other words, or its beginning, find it.
    if len(name.telling) == 1:
        yield "stem", name.telling[0][:STEM]
    else:
        for at, _ in enumerate(name.skeletons):
            others = name.skeletons[:at] + name.skeletons[at + 1 :]
            if sum(map(len, others)) > 2:
                yield "all but one", " ".join(others)


def _same_letters(one: _Name, other: _Name) -> _Fit | None:
    if one.is_acronym and other.is_acronym:
        return _Fit(0.7, "have the same initials", one.text, other.text)
    if one.words == other.words:
        return _Fit(0.97, "are the same name", one.text, other.text)
    return _Fit(0.95, "have the same words in another order", one.text, other.text)


def _initials(one: _Name, other: _Name) -> _Fit | None:
    if one.is_acronym == other.is_acronym:
        return None
    short = one if one.is_acronym else other
    letters = min(len("".join(short.words)), 5)
    return _Fit(0.55 + 0.06 * letters, "may be initials and name", one.text, other.text)


def _spelled_alike(one: _Name, other: _Name) -> _Fit | None:
    """Fit two names whose words, in whatever order, have the same consonants or nearly so."""
    if one.is_acronym or other.is_acronym or one.words == other.words:
        return None
    ours, theirs = sorted(one.telling), sorted(other.telling)
    if "".join(ours) == "".join(theirs):
        return _Fit(0.96, "differ in signs only", one.text, other.text)
    if len(ours) != len(theirs) or sum(map(len, ours)) < 6:
        return None
    same_bones, steps = one.skeletons == other.skeletons, 0
    for mine, yours in zip(ours, theirs, strict=True):
        if mine == yours:
            continue
        if any(map(str.isdigit, mine + yours)) or min(len(mine), len(yours)) < 4:
            return None
        step = DamerauLevenshtein.distance(mine, yours, score_cutoff=3)
        if step > (2 if same_bones else 1):
            return None
        steps += step
    score = (0.97 if same_bones else 0.87) - 0.03 * steps
    return _Fit(score, "are spelled or transliterated alike", one.text, other.text)


def _one_in_other(one: _Name, other: _Name) -> _Fit | None:
    ours, theirs = set(one.telling), set(other.telling)
    if one.is_acronym or other.is_acronym or ours == theirs:
        return None
    inner, outer = (ours, theirs) if len(ours) < len(theirs) else (theirs, ours)
    if not inner < outer or any(any(map(str.isdigit, word)) for word in outer - inner):
        return None
    share = sum(map(len, inner)) / sum(map(len, outer))
    return _Fit(0.5 + 0.3 * share, "share all words of the shorter", one.text, other.text)


_COMPARISONS: dict[str, Callable[[_Name, _Name], _Fit | None]] = {
    "letters": _same_letters,
    "initials": _initials,
    "bones": _spelled_alike,
    "all but one": _spelled_alike,
    "stem": _spelled_alike,
    "word": _one_in_other,
}


def _sharing_marks(candidates: Mapping[int, Candidate]) -> Iterator[tuple[int, int]]:
    marked: defaultdict[Hashable, list[int]] = defaultdict(list)
    for key, candidate in candidates.items():
        for mark in candidate.marks:
            marked[mark].append(key)
    for keys in marked.values():
        if 1 < len(keys) <= BLOCK:
            ordered = sorted(keys)
            yield from ((one, two) for at, one in enumerate(ordered) for two in ordered[at + 1 :])


def _weigh(one: Candidate, other: Candidate, score: float) -> tuple[float, str]:
    """Weigh likeness of names by what else the two share, or cannot share; say what."""
    more = []
    shared = one.marks & other.marks
    if shared:
        mark = min(shared, key=str)
        said = " ".join(map(str, mark if isinstance(mark, tuple) else (mark,)))
        more.append(f"both have {said}")
        score = max(score, 0.97)
    if any(other.only.get(sort, value) != value for sort, value in one.only.items()):
        score -= 0.4
    if one.kind and other.kind and one.kind != other.kind:
        score -= 0.12
    together = len(one.contexts & other.contexts)
    if together:
        more.append(f"{together} document{'s' if together > 1 else ''} in common")
        score = min(score + 0.02 * min(together, 3), 0.99)
    return score, "; ".join(more)


def _said(fit: _Fit, more: str) -> str:
    names = f"“{fit.one}” and “{fit.other}” {fit.why}" if fit.why else ""
    return "; ".join(filter(None, [names, more]))


def _first(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def _skeleton(word: str) -> str:
    """Return the consonants of a word, those that transliterations confuse being one."""
    plain = _DOUBLED.sub(r"\1", word.replace("kh", "h").replace("ph", "f").replace("gh", "g"))
    bones = plain.translate(_ALIKE).translate(_VOWELS)
    return bones or plain[:1]
