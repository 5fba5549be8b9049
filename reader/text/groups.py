"""Old and new blocks that hang together, compared as one text each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.runs import Run, common_runs


@dataclass(frozen=True, slots=True)
class Group:
    """What some old blocks, joined line by line, have in common with what became of them.

    `runs` and `doubtful` count in the joined texts; a block begins at its start in them.
    """

    olds: tuple[int, ...]
    news: tuple[int, ...]
    old_starts: tuple[int, ...]
    new_starts: tuple[int, ...]
    runs: list[Run]
    doubtful: list[tuple[int, int]]

    def start_of(self, block: int) -> int:
        """Return where an old block begins in the joined text."""
        return self.old_starts[self.olds.index(block)]

    def pieces(self, run: Run, low: int, high: int) -> Iterator[tuple[int, int, int]]:
        """Yield (new block, start, end) of what a run has of [low, high) of the old text."""
        first, last = max(low, run.old), min(high, run.old + run.length)
        if first >= last:
            return
        shift = run.new - run.old
        for number, start, end in _cut(self.new_starts, first + shift, last + shift):
            yield self.news[number], start, end


def compare(
    old: Sequence[str], new: Sequence[str], olds: Sequence[int], news: Sequence[int]
) -> Group:
    """Return the comparison of these old blocks with these new ones."""
    old_starts, one = _joined([old[index] for index in olds])
    new_starts, other = _joined([new[index] for index in news])
    common = common_runs(one, other)
    return Group(tuple(olds), tuple(news), old_starts, new_starts, common.runs, common.doubtful)


def _joined(texts: Sequence[str]) -> tuple[tuple[int, ...], str]:
    """Return texts as one, a line each, and where each begins."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return tuple(starts), "\n".join(texts)


def _cut(starts: Sequence[int], low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Yield (number of the text, start, end) of a range of joined texts, line ends left out."""
    number = bisect_right(starts, low) - 1
    while low < high:
        end = starts[number + 1] - 1 if number + 1 < len(starts) else high
        if low < min(end, high):
            yield number, low - starts[number], min(end, high) - starts[number]
        low = end + 1
        number += 1
