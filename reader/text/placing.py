"""Where a span of a block goes when the block's text is edited.

By a diff of word tokens within the one block, never by searching for the words: a search puts
most deleted quotes on a look-alike. A span is kept when at least half of its characters survive
and its new range is not much longer than the old (design.md §4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reader.text.spans import Span

TOKEN = re.compile(r"\w+|\W")
SURVIVING = 0.5
STRETCH, SLACK = 2.2, 40
# More pairs of words than this are not compared: such a middle is a new text.
MOST_COMPARED = 25_000_000


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a span stands now: kept in place, shifted with its text, or lost."""

    state: Literal["kept", "shifted", "lost"]
    span: Span | None


def place(old: str, new: str, spans: Sequence[Span]) -> list[Placed]:
    """Return where each span of old stands in new, in the order given.

    >>> place("He met Ann Lee.", "Later he met Ann Lee.", [Span(7, 14)])
    [Placed(state='shifted', span=Span(start=13, end=20))]
    """
    if old == new:
        return [Placed("kept", span) for span in spans]
    runs = _common_runs(old, new)
    return [_follow(span, runs) for span in spans]


def _common_runs(old: str, new: str) -> list[tuple[int, int, int]]:
    """Return (start in old, start in new, length) of each run of characters both have.

    What both begin and end with is set aside first; the diff sees the middle alone, and only where
    that is short enough to be compared.
    """
    head, tail = _shared_ends(old, new)
    runs = [(0, 0, head)] if head else []
    old_tokens = TOKEN.findall(old[head : len(old) - tail])
    new_tokens = TOKEN.findall(new[head : len(new) - tail])
    if len(old_tokens) * len(new_tokens) <= MOST_COMPARED:
        old_at, new_at = _starts(old_tokens), _starts(new_tokens)
        matcher = SequenceMatcher(None, old_tokens, new_tokens, autojunk=False)
        runs += [
            (head + old_at[i], head + new_at[j], old_at[i + size] - old_at[i])
            for i, j, size in matcher.get_matching_blocks()
            if size
        ]
    if tail:
        runs.append((len(old) - tail, len(new) - tail, tail))
    return runs


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters both begin and how many both end with, never parting a word."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    while head and head < most and old[head - 1].isalnum():
        head -= 1
    most -= head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    while tail and tail < most and old[len(old) - tail].isalnum():
        tail -= 1
    return head, tail


def _starts(tokens: list[str]) -> list[int]:
    starts, at = [0], 0
    for token in tokens:
        at += len(token)
        starts.append(at)
    return starts


def _follow(span: Span, runs: list[tuple[int, int, int]]) -> Placed:
    survived, first, last = 0, None, 0
    for old_start, new_start, length in runs:
        start, end = max(span.start, old_start), min(span.end, old_start + length)
        if start < end:
            survived += end - start
            first = new_start + start - old_start if first is None else first
            last = new_start + end - old_start
    if first is None or survived < SURVIVING * len(span):
        return Placed("lost", None)
    if last - first > STRETCH * len(span) + SLACK:
        return Placed("lost", None)
    stays = (first, last) == (span.start, span.end)
    return Placed("kept" if stays else "shifted", Span(first, last))
