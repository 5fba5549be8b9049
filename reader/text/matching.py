"""Which block continues which: a new text's blocks aligned with those it had.

Equal texts are paired first, wherever they stand, so that a moved block keeps its key. What is
left is paired by likeness of words (Ratcliff and Obershelp, as in difflib), first between the same
neighbours, since an edited block mostly stays in its place.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

# Two blocks are one when at least this share of their words is common and in order.
LIKENESS = 0.5
# Within a gap of more blocks than this each is compared with its nearest neighbours only.
WINDOW = 12
# Long blocks are compared by their first words: enough to tell them apart, and bounded.
WORDS_COMPARED = 400


def align(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Return, for each new text, the index of the old one it continues, or None.

    No old index occurs twice. At most linear in the number of texts, for texts of one length.

    >>> align(["The tower burned.", "Nobody knew why."], ["A preface.", "The tower burned down."])
    [None, 0]
    """
    pairs = _equal(old, new)
    taken = {index for index in pairs if index is not None}
    for olds, news in _gaps(len(old), pairs):
        _pair_alike(old, new, [i for i in olds if i not in taken], news, pairs)
    taken = {index for index in pairs if index is not None}
    left_old = [index for index in range(len(old)) if index not in taken]
    left_new = [index for index, pair in enumerate(pairs) if pair is None]
    if len(left_old) * len(left_new) <= WINDOW * WINDOW:
        _pair_alike(old, new, left_old, left_new, pairs)
    return pairs


def _equal(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for index, text in enumerate(old):
        places[text].append(index)
    return [places[text].popleft() if places[text] else None for text in new]


def _gaps(old_count: int, pairs: Sequence[int | None]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the old and new indices that stand between the same paired neighbours."""
    before = -1
    news: list[int] = []
    for index, pair in enumerate([*pairs, old_count]):
        if pair is None:
            news.append(index)
            continue
        if pair > before:
            if news:
                yield list(range(before + 1, pair)), news
            before = pair
        news = []


def _pair_alike(
    old: Sequence[str],
    new: Sequence[str],
    olds: Sequence[int],
    news: Sequence[int],
    pairs: list[int | None],
) -> None:
    """Pair the most alike of these olds and news first, each once, in place."""
    scored = []
    for place, new_index in enumerate(news):
        near = olds
        if len(olds) > WINDOW:
            middle = place * len(olds) // max(1, len(news))
            near = olds[max(0, middle - WINDOW // 2) : middle + WINDOW // 2 + 1]
        for old_index in near:
            score = likeness(old[old_index], new[new_index])
            if score >= LIKENESS:
                scored.append((-score, abs(old_index - new_index), new_index, old_index))
    used = set()
    for _, _, new_index, old_index in sorted(scored):
        if pairs[new_index] is None and old_index not in used:
            pairs[new_index] = old_index
            used.add(old_index)


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1, by their words in order."""
    matcher = SequenceMatcher(
        None, one.split()[:WORDS_COMPARED], other.split()[:WORDS_COMPARED], autojunk=False
    )
    if matcher.real_quick_ratio() < LIKENESS or matcher.quick_ratio() < LIKENESS:
        return 0.0
    return matcher.ratio()
