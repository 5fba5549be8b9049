"""What two texts have in common: runs of characters that an edit left as they were.

Words are compared, not characters, by their longest common subsequence; then what is common by
chance is dropped, an edit that could begin at several places is set where a sentence or a clause
ends, and the words that an edit replaced are compared letter by letter where they are alike, so
that a corrected typo is no new word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

# Scripts that write without blanks are compared sign by sign.
_DENSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_DENSE}]|[^\W{_DENSE}]+|[^\w\s]")
# More pairs of words than this are not compared: such a middle is a new text.
MOST_COMPARED = 400_000_000
# An edit is slid over at most so many words.
LONGEST_SLIDE = 200
# Replaced words are one word misspelt when so much of them is the same.
MISSPELT = 0.6
LONGEST_MISSPELT = 60
_SENTENCE_END = frozenset(".!?…。؟")
_CLAUSE_END = frozenset(",;:—–،؛、")
_CLOSING = frozenset("”’\"')]»")


class Run(NamedTuple):
    """`length` characters that stand at `old` in one text and at `new` in the other."""

    old: int
    new: int
    length: int


class Tokens(NamedTuple):
    """The words and signs of a text, with where each begins and ends."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Common:
    """The runs of two texts, in order, and the ranges of the old of which nobody can tell.

    A doubtful range holds the same words twice or more, and fewer times in the new text: which
    of them went cannot be known.
    """

    runs: list[Run]
    doubtful: list[tuple[int, int]] = field(default_factory=list)


class _Edit(NamedTuple):
    """Tokens [a, b) of the old became tokens [c, d) of the new."""

    a: int
    b: int
    c: int
    d: int


def tokens_of(text: str) -> Tokens:
    """Return the words and signs of text, blanks left out."""
    found = [(match[0], *match.span()) for match in _TOKEN.finditer(text)]
    words, starts, ends = (list(part) for part in zip(*found, strict=True)) if found else ([],) * 3
    return Tokens(text, words, starts, ends)


def common_runs(old: str, new: str) -> Common:
    """Return what old and new have in common.

    >>> common_runs("He met Ann Lee.", "Later he met Ann Lee.").runs
    [Run(old=2, new=8, length=13)]
    """
    if old == new:
        return Common([Run(0, 0, len(old))] if old else [])
    one, other = tokens_of(old), tokens_of(new)
    edits = _without_chance(_edits(one.words, other.words), one, other)
    settled, doubtful = _settle(edits, one, other)
    runs = list(_with_blanks(_runs(settled, one, other), old, new))
    return Common(runs, [(one.starts[a], one.ends[b - 1]) for a, b in doubtful])


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit]:
    """Return the edits that make new of old, fewest words touched; the ends are set aside first."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    most -= head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    whole = _Edit(head, len(old) - tail, head, len(new) - tail)
    if not old_middle or not new_middle or len(old_middle) * len(new_middle) > MOST_COMPARED:
        return [whole] if old_middle or new_middle else []
    edits: list[_Edit] = []
    for op in LCSseq.opcodes(old_middle, new_middle):
        if op.tag == "equal":
            continue
        edit = _Edit(
            op.src_start + head, op.src_end + head, op.dest_start + head, op.dest_end + head
        )
        if edits and edits[-1].b == edit.a and edits[-1].d == edit.c:
            edits[-1] = _Edit(edits[-1].a, edit.b, edits[-1].c, edit.d)
        else:
            edits.append(edit)
    return edits


def _without_chance(edits: list[_Edit], old: Tokens, new: Tokens) -> list[_Edit]:
    """Join edits with so little in common between them that it is there by chance."""
    kept: list[_Edit] = []
    for edit in edits:
        kept.append(edit)
        while len(kept) > 1 and _is_chance(kept[-2], kept[-1], old, new):
            later, earlier = kept.pop(), kept.pop()
            kept.append(_Edit(earlier.a, later.b, earlier.c, later.d))
    return kept


def _is_chance(one: _Edit, other: _Edit, old: Tokens, new: Tokens) -> bool:
    common = old.words[one.b : other.a]
    size = sum(map(len, common))
    return all(
        size
        <= max(sum(map(len, old.words[edit.a : edit.b])), sum(map(len, new.words[edit.c : edit.d])))
        for edit in (one, other)
    )


def _settle(
    edits: list[_Edit], old: Tokens, new: Tokens
) -> tuple[list[_Edit], list[tuple[int, int]]]:
    """Set each pure addition or removal where a sentence ends, if it could be there.

    Return the edits and the ranges of old tokens of which it cannot be known what was removed.
    """
    settled: list[_Edit] = []
    doubtful: list[tuple[int, int]] = []
    for number, edit in enumerate(edits):
        before = settled[-1].b if settled else 0
        after = edits[number + 1].a if number + 1 < len(edits) else len(old.words)
        room = min(edit.a - before, LONGEST_SLIDE), min(after - edit.b, LONGEST_SLIDE)
        if edit.c == edit.d:
            back, on = _slides(old.words, edit.a, edit.b, *room)
            by = _best_slide(old, edit.a, edit.b, back, on)
            size = edit.b - edit.a
            if back + on >= size:
                doubtful.append((edit.a - back, edit.b + on))
        elif edit.a == edit.b:
            back, on = _slides(new.words, edit.c, edit.d, *room)
            by = _best_slide(new, edit.c, edit.d, back, on)
        else:
            by = 0
        settled.append(_Edit(edit.a + by, edit.b + by, edit.c + by, edit.d + by))
    return settled, doubtful


def _slides(words: Sequence[str], start: int, end: int, back: int, on: int) -> tuple[int, int]:
    """Return by how many words the removal of words[start:end] could be set back and on."""
    backward = 0
    while backward < back and words[start - 1 - backward] == words[end - 1 - backward]:
        backward += 1
    onward = 0
    while onward < on and words[start + onward] == words[end + onward]:
        onward += 1
    return backward, onward


def _best_slide(tokens: Tokens, start: int, end: int, back: int, on: int) -> int:
    if not back and not on:
        return 0
    return max(
        range(-back, on + 1),
        key=lambda by: (
            _boundary(tokens, start + by) + _boundary(tokens, end + by),
            by >= 0,
            -abs(by),
        ),
    )


def _boundary(tokens: Tokens, at: int) -> int:
    """Return how good a place the one before token `at` is to begin or end an edit."""
    if at == 0 or at == len(tokens.words):
        return 4
    before = at - 1
    if "\n" in tokens.text[tokens.ends[before] : tokens.starts[at]]:
        return 4
    gap = tokens.starts[at] > tokens.ends[before]
    while before and tokens.words[before] in _CLOSING and tokens.words[before - 1] in _STOPS:
        before -= 1
    word = tokens.words[before]
    if gap and word in _SENTENCE_END:
        return 3
    if gap and word in _CLAUSE_END:
        return 2
    return 1 if gap else 0


_STOPS = _SENTENCE_END | _CLOSING


def _runs(edits: Sequence[_Edit], old: Tokens, new: Tokens) -> list[Run]:
    runs: list[Run] = []
    a = c = 0
    for edit in [*edits, _Edit(len(old.words), len(old.words), len(new.words), len(new.words))]:
        for run in _equal_runs(a, edit.a, c, old, new):
            _append(runs, run)
        if edit.a < edit.b and edit.c < edit.d:
            for run in _misspelt(edit, old, new):
                _append(runs, run)
        a, c = edit.b, edit.d
    return runs


def _append(runs: list[Run], run: Run) -> None:
    if runs:
        last = runs[-1]
        if last.old + last.length == run.old and last.new + last.length == run.new:
            runs[-1] = Run(last.old, last.new, last.length + run.length)
            return
    runs.append(run)


def _equal_runs(a: int, b: int, c: int, old: Tokens, new: Tokens) -> Iterator[Run]:
    """Yield the runs of the tokens [a, b), which stand in the new text from c on."""
    first = a
    for at in range(a, b):
        last = at + 1 == b
        if not last:
            gap = old.text[old.ends[at] : old.starts[at + 1]]
            there = c + at - a
            last = gap != new.text[new.ends[there] : new.starts[there + 1]]
        if last:
            yield Run(
                old.starts[first], new.starts[c + first - a], old.ends[at] - old.starts[first]
            )
            first = at + 1


def _with_blanks(runs: Sequence[Run], old: str, new: str) -> Iterator[Run]:
    """Yield the runs with the blanks beside them that both texts have; blanks alone, if no word."""
    if not runs:
        size = 0
        while size < min(len(old), len(new)) and old[size] == new[size] and old[size].isspace():
            size += 1
        if size:
            yield Run(0, 0, size)
        return
    low, low_new = 0, 0
    for number, run in enumerate(runs):
        high, high_new, _ = runs[number + 1] if number + 1 < len(runs) else (len(old), len(new), 0)
        start, there, end = run.old, run.new, run.old + run.length
        while start > low and there > low_new and _is_blank_in_both(old, start - 1, new, there - 1):
            start, there = start - 1, there - 1
        beside = run.new - run.old
        while (
            end < high
            and end + beside < high_new
            and _is_blank_in_both(old, end, new, end + beside)
        ):
            end += 1
        yield Run(start, there, end - start)
        low, low_new = end, end + beside


def _is_blank_in_both(old: str, at: int, new: str, there: int) -> bool:
    return old[at] == new[there] and old[at].isspace()


def _misspelt(edit: _Edit, old: Tokens, new: Tokens) -> Iterator[Run]:
    """Yield what replaced words have in common where they are the same words, spelt otherwise."""
    for a, b, c, d in _alike(edit, old, new):
        start, there = old.starts[a], new.starts[c]
        one, other = old.text[start : old.ends[b - 1]], new.text[there : new.ends[d - 1]]
        for op in Indel.opcodes(one, other):
            if op.tag == "equal":
                yield Run(start + op.src_start, there + op.dest_start, op.src_end - op.src_start)


def _alike(edit: _Edit, old: Tokens, new: Tokens) -> Iterator[_Edit]:
    """Yield the parts of an edit in which words are alike, in order."""
    one = old.text[old.starts[edit.a] : old.ends[edit.b - 1]]
    other = new.text[new.starts[edit.c] : new.ends[edit.d - 1]]
    is_short = max(len(one), len(other)) <= LONGEST_MISSPELT
    if is_short and Indel.normalized_similarity(one, other) >= MISSPELT:
        yield edit
        return
    c = edit.c
    for a in range(edit.a, edit.b):
        for there in range(c, min(edit.d, c + 3)):
            if _is_misspelt(old.words[a], new.words[there]):
                yield _Edit(a, a + 1, there, there + 1)
                c = there + 1
                break
        if c == edit.d:
            return


def _is_misspelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 3 or max(len(one), len(other)) > LONGEST_MISSPELT:
        return False
    return Indel.normalized_similarity(one, other) >= MISSPELT
