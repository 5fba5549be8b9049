"""Words that an edit took out of one place and put into another.

Only words that are gone are looked for, and only in text that is new: a look-alike that stood
there before is never taken for them. Words in a row that both have are found first and followed
to either side; each word of the new text is given to one old word at most, the longest passages
first, and of two that fit as well neither is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

IN_A_ROW = 3
# Words in a row that stand in more places than this are looked for by their neighbours.
MOST_PLACES = 8
# Less than this in common is there by chance.
FEWEST_WORDS, FEWEST_LETTERS = 4, 16


class Stretch(NamedTuple):
    """Words in a row of one block, each with where it begins and ends there."""

    block: int
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


class Passage(NamedTuple):
    """Characters [start, end) of an old block that stand at new_start in a new block."""

    block: int
    start: int
    end: int
    new_block: int
    new_start: int


class _Match(NamedTuple):
    """`size` words at `old_at` of one stretch that stand at `new_at` of another."""

    letters: int
    size: int
    old: int
    old_at: int
    new: int
    new_at: int


def find_moved(gone: Sequence[Stretch], fresh: Sequence[Stretch]) -> list[Passage]:
    """Return the passages of what is gone that stand in what is fresh, in the order of the old.

    Linear in both, for words in a row that are not everywhere.
    """
    places: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, stretch in enumerate(fresh):
        for at, row in enumerate(_rows(stretch.words)):
            places[row].append((number, at))
    matches: list[_Match] = []
    for number, stretch in enumerate(gone):
        seen: dict[tuple[int, int], int] = {}
        for at, row in enumerate(_rows(stretch.words)):
            held = places.get(row, ())
            if len(held) > MOST_PLACES:
                continue
            for new, new_at in held:
                diagonal = (new, new_at - at)
                if seen.get(diagonal, 0) > at:
                    continue
                match = _follow(number, stretch, at, new, fresh[new], new_at)
                seen[diagonal] = match.old_at + match.size
                if match.size >= FEWEST_WORDS and match.letters >= FEWEST_LETTERS:
                    matches.append(match)
    passages = []
    for match in _each_word_once(matches):
        source, target = gone[match.old], fresh[match.new]
        for at in range(match.size):
            one, other = match.old_at + at, match.new_at + at
            begin, end = source.starts[one], source.ends[one]
            passages.append(Passage(source.block, begin, end, target.block, target.starts[other]))
    return sorted(passages)


def _rows(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[at:] for at in range(IN_A_ROW)), strict=False))


def _follow(
    number: int, old: Stretch, old_at: int, new_number: int, new: Stretch, new_at: int
) -> _Match:
    """Return the match as long as it goes to either side."""
    start = 0
    while (
        old_at > start
        and new_at > start
        and old.words[old_at - start - 1] == new.words[new_at - start - 1]
    ):
        start += 1
    end = IN_A_ROW
    most = min(len(old.words) - old_at, len(new.words) - new_at)
    while end < most and old.words[old_at + end] == new.words[new_at + end]:
        end += 1
    first = old_at - start
    letters = sum(map(len, old.words[first : old_at + end]))
    return _Match(letters, start + end, number, first, new_number, new_at - start)


def _each_word_once(matches: list[_Match]) -> list[_Match]:
    """Return the longest matches that share no word; of two of one length that do, neither."""
    taken_old: defaultdict[int, set[int]] = defaultdict(set)
    taken_new: defaultdict[int, set[int]] = defaultdict(set)
    kept: list[_Match] = []
    matches = sorted(matches, reverse=True)
    at = 0
    while at < len(matches):
        level = [matches[at]]
        while at + len(level) < len(matches) and matches[at + len(level)][:2] == level[0][:2]:
            level.append(matches[at + len(level)])
        at += len(level)
        free = [m for m in level if not _is_taken(m, taken_old, taken_new)]
        rivals = _rivals(free)
        for match in free:
            taken_old[match.old].update(range(match.old_at, match.old_at + match.size))
            taken_new[match.new].update(range(match.new_at, match.new_at + match.size))
            if match not in rivals:
                kept.append(match)
    return kept


def _is_taken(
    match: _Match, taken_old: dict[int, set[int]], taken_new: dict[int, set[int]]
) -> bool:
    # Longer matches went first, so one that shares words with them has one of its ends in them.
    return bool(
        {match.old_at, match.old_at + match.size - 1} & taken_old[match.old]
        or {match.new_at, match.new_at + match.size - 1} & taken_new[match.new]
    )


def _rivals(level: Sequence[_Match]) -> set[_Match]:
    """Return the matches of one length of which two want the same words."""
    wanted: defaultdict[tuple[bool, int, int], list[_Match]] = defaultdict(list)
    for match in level:
        for at in (0, match.size - 1):
            wanted[True, match.old, match.old_at + at].append(match)
            wanted[False, match.new, match.new_at + at].append(match)
    return {match for matches in wanted.values() if len(matches) > 1 for match in matches}
