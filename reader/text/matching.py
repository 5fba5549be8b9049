"""Which block continues which: a new text's blocks aligned with those it had.

Equal texts are paired first, wherever they stand, so that a moved block keeps its key; of equal
twins each goes with its neighbours. What is left is paired by likeness of words, first between the
same neighbours, since an edited block mostly stays in its place, then wherever words in a row are
found again. Then what was split off a block, or merged into one, is joined to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

# Two blocks are one when at least this share of their words is common and in order.
LIKENESS = 0.5
# Of a few words the letters are compared, so that a typo in a heading makes no new one.
FEW_WORDS, SPELT_ALIKE = 8, 0.7
# A block is part of another when at least this share of its words in a row stands there.
CONTAINED = 0.5
# Within a gap of more pairs than this each is compared with its nearest neighbours only.
SMALL_GAP, WINDOW = 64, 12
# Long blocks are compared by their first words: enough to tell them apart, and bounded.
WORDS_COMPARED = 2000
IN_A_ROW = 3
# Words in a row that stand in more blocks than this tell nothing.
MOST_HOLDERS = 8
# More blocks than this that were moved alone are not looked for within others.
MOST_STRAYS = 64


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which new block continues which old one.

    `pairs` has for each new block the old one whose identity it has, or None; no old one occurs
    twice. `parts` are (old, new) where new has words of old beside that: of a split the other
    parts, of a merge the other blocks. `doubtful` are old blocks whose words stood in the old text
    twice, and nothing tells which of them are where the new text has them.
    """

    pairs: list[int | None]
    parts: list[tuple[int, int]] = field(default_factory=list)
    doubtful: frozenset[int] = frozenset()


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Return which of the new texts continue which of the old.

    At most linear in the number of texts, for texts of one length.

    >>> align(["The tower burned.", "Nobody knew why."], ["A preface.", "The tower burned down."])
    Alignment(pairs=[None, 0], parts=[], doubtful=frozenset())
    """
    pairs, doubtful = _pair_equal(old, new)
    doubtful |= _strays(old, pairs)
    matching = _Matching(_Words(old), _Words(new), pairs)
    matching.pair_in_gaps(small=True)
    matching.pair_by_words_in_a_row()
    matching.pair_in_gaps(small=False)
    return Alignment(matching.pairs, matching.parts(), frozenset(doubtful))


def _pair_equal(old: Sequence[str], new: Sequence[str]) -> tuple[list[int | None], set[int]]:
    """Pair the equal texts; return the pairs and the old ones that are doubtful."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(old):
        places[text].append(index)
    times = Counter(new)
    pairs: list[int | None] = [None] * len(new)
    for index, text in enumerate(new):
        if times[text] == 1 and len(places.get(text, ())) == 1:
            pairs[index] = places[text][0]
    forward = _sweep(old, new, pairs, 1)
    backward = _sweep(old, new, pairs, -1)
    taken = {index for index in pairs if index is not None}
    doubtful: set[int] = set()
    for claims, others in ((forward, backward), (backward, forward)):
        for index, claimed in claims.items():
            if pairs[index] is None and claimed not in taken:
                pairs[index] = claimed
                taken.add(claimed)
                other = others.get(index, claimed)
                if other != claimed and len(places[old[claimed]]) > times[old[claimed]]:
                    doubtful |= {claimed, other}
    left = {
        text: deque(index for index in indices if index not in taken)
        for text, indices in places.items()
        if len(indices) > 1 or times[text] > 1
    }
    for index, text in enumerate(new):
        if pairs[index] is None and left.get(text):
            pairs[index] = left[text].popleft()
    return pairs, doubtful


def _strays(old: Sequence[str], pairs: Sequence[int | None]) -> set[int]:
    """Return the old blocks that were moved alone and whose words went from another block too."""
    taken = set(pairs)
    strays = [
        pair
        for index, pair in enumerate(pairs)
        if pair is not None
        and (index == 0 or pairs[index - 1] != pair - 1)
        and (index + 1 == len(pairs) or pairs[index + 1] != pair + 1)
    ][:MOST_STRAYS]
    left = [text for index, text in enumerate(old) if index not in taken]
    return {index for index in strays if any(old[index] in text for text in left)}


def _sweep(
    old: Sequence[str], new: Sequence[str], pairs: Sequence[int | None], step: int
) -> dict[int, int]:
    """Return what each unpaired text is paired with by following its neighbours one way."""
    claims: dict[int, int] = {}
    claimed = {index for index in pairs if index is not None}
    order = range(len(new)) if step > 0 else range(len(new) - 1, -1, -1)
    # Before the first block stands the beginning, and it stands there in both texts.
    last: int | None = -1 if step > 0 else len(old)
    for index in order:
        here = pairs[index]
        if here is None and last is not None:
            wanted = last + step
            if 0 <= wanted < len(old) and wanted not in claimed and old[wanted] == new[index]:
                here = claims[index] = wanted
                claimed.add(wanted)
        last = here
    return claims


class _Words:
    """The words of some texts, each cut up when it is first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._words: dict[int, list[str]] = {}
        self._rows: dict[int, frozenset[tuple[str, ...]]] = {}

    def of(self, index: int) -> list[str]:
        if index not in self._words:
            self._words[index] = self.texts[index].split()[:WORDS_COMPARED]
        return self._words[index]

    def rows(self, index: int) -> frozenset[tuple[str, ...]]:
        """Return the words in a row of one text."""
        if index not in self._rows:
            words = self.of(index)
            self._rows[index] = frozenset(
                zip(*(words[at:] for at in range(IN_A_ROW)), strict=False)
            )
        return self._rows[index]


class _Matching:
    """Pairs and parts of two lists of texts, found step by step."""

    def __init__(self, old: _Words, new: _Words, pairs: list[int | None]) -> None:
        self.old, self.new, self.pairs = old, new, pairs
        self._equal = {
            index for index, pair in enumerate(pairs)
            if pair is not None and old.texts[pair] == new.texts[index]
        }  # fmt: skip
        self._equal_old = {pairs[index] for index in self._equal}

    def _left(self) -> tuple[list[int], list[int]]:
        taken = set(self.pairs)
        left_old = [index for index in range(len(self.old.texts)) if index not in taken]
        return left_old, [index for index, pair in enumerate(self.pairs) if pair is None]

    def pair_in_gaps(self, *, small: bool) -> None:
        """Pair by likeness what stands between the same neighbours, in small gaps or in all."""
        taken = set(self.pairs)
        for olds, news in list(_gaps(len(self.old.texts), self.pairs)):
            olds = [index for index in olds if index not in taken]
            if olds and (len(olds) * len(news) <= SMALL_GAP or not small):
                self._pair_alike(_nearby(olds, news))
        left_old, left_new = self._left()
        if len(left_old) * len(left_new) <= SMALL_GAP * 4:
            self._pair_alike((i, j) for j in left_new for i in left_old)

    def _pair_alike(self, candidates: Iterable[tuple[int, int]]) -> None:
        """Pair the most alike of these (old, new) first, each once."""
        scored = []
        for old_index, new_index in candidates:
            score = likeness(self.old.of(old_index), self.new.of(new_index))
            if score >= LIKENESS:
                scored.append((-score, abs(old_index - new_index), new_index, old_index))
        used = set(self.pairs)
        for _, _, new_index, old_index in sorted(scored):
            if self.pairs[new_index] is None and old_index not in used:
                self.pairs[new_index] = old_index
                used.add(old_index)

    def pair_by_words_in_a_row(self) -> None:
        """Pair by likeness the blocks that share words in a row, wherever they stand."""
        left_old, left_new = self._left()
        shared = self._shared(left_old, left_new)
        best = sorted(shared, key=lambda pair: -shared[pair])
        self._pair_alike(best)

    def _shared(self, olds: Iterable[int], news: Iterable[int]) -> dict[tuple[int, int], int]:
        """Return how many telling words in a row each (old, new) shares, the best few of each."""
        holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in olds:
            for row in self.old.rows(index):
                holders[row].append(index)
        told = {row for row, held in holders.items() if len(held) <= MOST_HOLDERS}
        shared: dict[tuple[int, int], int] = {}
        for index in news:
            count: Counter[int] = Counter()
            for row in self.new.rows(index) & told:
                for holder in holders[row]:
                    count[holder] += 1
            shared.update({(old, index): times for old, times in count.most_common(4)})
        return shared

    def parts(self) -> list[tuple[int, int]]:
        """Return what was split off and what was merged, as (old, new).

        A block that is left and has its words in another is part of it. A new block made of two
        that are left continues the one with more words in it, and has the other as a part.
        """
        changed_old = [i for i in range(len(self.old.texts)) if i not in self._equal_old]
        changed_new = [i for i in range(len(self.new.texts)) if i not in self._equal]
        left_old, left_new = (set(left) for left in self._left())
        if not left_old and not left_new:
            return []
        near = self._neighbours(left_old, left_new)
        near |= self._shared(changed_old, left_new).keys()
        near |= self._shared(left_old, changed_new).keys()
        found = []
        for old_index, new_index in near:
            old_rows, new_rows = self.old.rows(old_index), self.new.rows(new_index)
            common = len(old_rows & new_rows)
            contained = 0.0
            if old_index in left_old and old_rows:
                contained = common / len(old_rows)
            if new_index in left_new and new_rows:
                contained = max(contained, common / len(new_rows))
            if contained >= CONTAINED:
                found.append((-common, new_index, old_index))
        parts = []
        used = set(self.pairs)
        for _, new_index, old_index in sorted(found):
            if self.pairs[new_index] is None and old_index not in used:
                self.pairs[new_index] = old_index
                used.add(old_index)
            else:
                parts.append((old_index, new_index))
        return sorted(parts)

    def _neighbours(self, left_old: set[int], left_new: set[int]) -> set[tuple[int, int]]:
        """Return the (old, new) of which one is left and the other continues its neighbour."""
        near = set()
        for index in left_new:
            for beside in (index - 1, index + 1):
                pair = self.pairs[beside] if 0 <= beside < len(self.pairs) else None
                if pair is not None and pair not in self._equal_old:
                    near.add((pair, index))
        continued = {pair: index for index, pair in enumerate(self.pairs) if pair is not None}
        for index in left_old:
            for beside in (index - 1, index + 1):
                there = continued.get(beside)
                if there is not None and there not in self._equal:
                    near.add((index, there))
        return near


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


def _nearby(olds: Sequence[int], news: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs to compare: all of a small gap, in a large one each with its nearest."""
    if len(olds) * len(news) <= SMALL_GAP:
        yield from ((old, new) for new in news for old in olds)
        return
    for place, new in enumerate(news):
        middle = place * len(olds) // len(news)
        for old in olds[max(0, middle - WINDOW // 2) : middle + WINDOW // 2 + 1]:
            yield old, new


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how alike two lists of words are, from 0 to 1, in their order."""
    if not one and not other:
        return 1.0
    if 2 * min(len(one), len(other)) < LIKENESS * (len(one) + len(other)):
        return 0.0
    score = Indel.normalized_similarity(one, other)
    if score < LIKENESS and max(len(one), len(other)) <= FEW_WORDS:
        spelt = Indel.normalized_similarity(" ".join(one), " ".join(other))
        score = max(score, LIKENESS if spelt >= SPELT_ALIKE else 0.0)
    return score
