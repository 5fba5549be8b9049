"""Where the spans of a text stand after an edit: one transition from the old blocks to the new.

A span follows its words by a diff of its own block, never by searching for them: a search puts
most deleted quotes on a look-alike. A block that was split or merged is compared with all its
parts. A span is kept when at least half of its characters survive and its new range is not much
longer than the old (design.md §4). What is lost is looked for in text that the diff proves new,
and nowhere else; what is found there is "moved", for a person to confirm.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from reader.text.groups import Group, compare
from reader.text.matching import Alignment, align
from reader.text.moved import Passage, Stretch, find_moved
from reader.text.repeats import Repeats
from reader.text.runs import tokens_of
from reader.text.sentences import sentence_around
from reader.text.spans import Span

SURVIVING = 0.5
STRETCH, SLACK = 2.2, 40
# Shorter words are taken for moved only with so many moved words beside them.
SHORT, COMPANY = 12, 4
# So many characters beside a passage, kept with it, tell it from its twin.
HELD, NEAR = 12, 200
# Words moved together are followed so far to either side.
FAR = 200
# More blocks than this are not compared as one.
LARGEST_GROUP = 12

PlacementState = Literal["kept", "shifted", "moved", "lost"]


@dataclass(frozen=True, slots=True)
class Place:
    """A span of one block, the block being counted in its text."""

    block: int
    span: Span


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a span stands in the new text.

    `kept`: the same characters of the block that continues its own. `shifted`: elsewhere in that
    block, or in a part that was split off it or that it was merged into. `moved`: its words were
    taken out there and put in here, for a person to confirm. `lost`: `block` and `span` are None.
    """

    state: PlacementState
    block: int | None = None
    span: Span | None = None


LOST = Placement("lost")


class Transition:
    """What became of the blocks of a text: which go on, and where each span of them stands.

    `old` and `new` are the plain texts of the blocks in any fixed order, body and notes alike;
    blocks are named by their number in these lists. Nothing is compared before it is asked for.

    >>> edit = Transition(["He met Ann Lee."], ["A preface.", "Later he met Ann Lee."])
    >>> edit.place([Place(0, Span(7, 14))])
    [Placement(state='shifted', block=1, span=Span(start=13, end=20))]
    """

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = tuple(old), tuple(new)
        self.alignment: Alignment = align(self.old, self.new)
        self._groups: dict[int, Group] = {}
        self._held: dict[tuple[int, int, int], bool] = {}

    @property
    def continued(self) -> list[int | None]:
        """Which old block each new block has the identity of, or None where it is new."""
        return self.alignment.pairs

    @cached_property
    def split(self) -> frozenset[int]:
        """The old blocks whose words stand in more than one new block."""
        return self._several(0)

    @cached_property
    def merged(self) -> frozenset[int]:
        """The new blocks that have the words of more than one old block."""
        return self._several(1)

    def place(self, places: Sequence[Place]) -> list[Placement]:
        """Return where each span of the old text stands in the new one, in the order given.

        Raises IndexError for a block that is not there. A span beyond the end of its block is lost.
        """
        placements = [self._follow(place) for place in places]
        if any(placement.state == "lost" for placement in placements):
            placements = [
                self._seek(place) if placement.state == "lost" else placement
                for place, placement in zip(places, placements, strict=True)
            ]
        return placements

    def _several(self, side: int) -> frozenset[int]:
        pairs = [(old, new) for new, old in enumerate(self.continued) if old is not None]
        linked: defaultdict[int, set[int]] = defaultdict(set)
        for pair in (*pairs, *self.alignment.parts):
            linked[pair[side]].add(pair[1 - side])
        return frozenset(index for index, others in linked.items() if len(others) > 1)

    # Following words through the diff of their own block ---------------------------------------
    @cached_property
    def _continues(self) -> dict[int, int]:
        return {old: new for new, old in enumerate(self.continued) if old is not None}

    @cached_property
    def _parts(self) -> dict[int, tuple[list[int], list[int]]]:
        """The old and new blocks that hang together, by each old block that is not alone."""
        olds_of: defaultdict[int, set[int]] = defaultdict(set)
        news_of: defaultdict[int, set[int]] = defaultdict(set)
        for old, new in self.alignment.parts:
            for one in (old, self.continued[new]):
                if one is not None:
                    news_of[one].add(new)
                    olds_of[new].add(one)
            if old in self._continues:
                news_of[old].add(self._continues[old])
                olds_of[self._continues[old]].add(old)
        parts: dict[int, tuple[list[int], list[int]]] = {}
        for first in sorted(news_of):
            if first in parts:
                continue
            olds, news, waiting = {first}, set[int](), [first]
            while waiting:
                for new in news_of[waiting.pop()] - news:
                    news.add(new)
                    waiting += olds_of[new] - olds
                    olds |= olds_of[new]
            together = (sorted(olds)[:LARGEST_GROUP], sorted(news)[:LARGEST_GROUP])
            parts.update((old, together) for old in together[0])
        return parts

    def _group(self, block: int) -> Group:
        """Return the comparison of one old block with what became of it."""
        if block not in self._groups:
            there = self._continues.get(block)
            olds, news = self._parts.get(block, ([block], [] if there is None else [there]))
            group = compare(self.old, self.new, olds, news)
            self._groups.update((index, group) for index in olds)
        return self._groups[block]

    def _follow(self, place: Place) -> Placement:
        if not 0 <= place.block < len(self.old):
            raise IndexError(f"no block {place.block} in the old text")
        if place.span.end > len(self.old[place.block]) or place.block in self.alignment.doubtful:
            return LOST
        there = self._continues.get(place.block)
        if self._is_settled(place.block):
            return Placement("kept", there, place.span)
        group = self._group(place.block)
        span = place.span.shift(group.start_of(place.block))
        if any(start <= span.start and span.end <= end for start, end in group.doubtful):
            return LOST
        pieces: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        first = max(0, bisect_right(group.runs, (span.start,)) - 1)
        for run in group.runs[first:]:
            if run.old >= span.end:
                break
            for block, low, high in group.pieces(run, span.start, span.end):
                pieces[block].append((low, high))
        found = _span_of(pieces, span)
        if found is None or self._is_ambiguous(place, group, span, found[0]):
            return LOST
        found = (
            found[0],
            _trimmed(found[1], self.new[found[0]], place.span.of(self.old[place.block])),
        )
        stays = found == (there, place.span)
        return Placement("kept" if stays else "shifted", *found)

    # Seeking words that were moved --------------------------------------------------------------
    @cached_property
    def _moved(self) -> dict[int, list[Passage]]:
        """What was taken out of each old block and put in elsewhere."""
        changed = [index for index in range(len(self.old)) if not self._is_settled(index)]
        gone: list[Stretch] = []
        here: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for index in changed:
            if index in self.alignment.doubtful:
                gone += _uncovered(index, self.old[index], [])
                continue
            group = self._group(index)
            low = group.start_of(index)
            size = len(self.old[index])
            covered = [
                (max(run.old - low, 0), min(run.old - low + run.length, size))
                for run in group.runs
                if run.old < low + size and run.old + run.length > low
            ]
            gone += _uncovered(index, self.old[index], covered)
            if group.olds[0] == index:
                for run in group.runs:
                    for block, start, end in group.pieces(run, run.old, run.old + run.length):
                        here[block].append((start, end))
        fresh: list[Stretch] = []
        for index, text in enumerate(self.new):
            pair = self.continued[index]
            if pair is None or not self._is_settled(pair):
                fresh += _uncovered(index, text, here.get(index, []))
        moved: defaultdict[int, list[Passage]] = defaultdict(list)
        for passage in find_moved(gone, fresh):
            moved[passage.block].append(passage)
        return moved

    def _is_settled(self, block: int) -> bool:
        """Tell whether an old block goes on unchanged, beyond doubt."""
        there = self._continues.get(block)
        is_equal = there is not None and self.old[block] == self.new[there]
        return is_equal and block not in self.alignment.doubtful

    def _seek(self, place: Place) -> Placement:
        passages = self._moved.get(place.block)
        if not passages:
            return LOST
        pieces: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        first = max(0, bisect_right(passages, place.span.start, key=lambda p: p.start) - 1)
        after = bisect_left(passages, place.span.end, key=lambda p: p.start)
        for passage in passages[first:after]:
            start = max(place.span.start, passage.start)
            end = min(place.span.end, passage.end)
            if start < end:
                there = passage.new_start + start - passage.start
                pieces[passage.new_block].append((there, there + end - start))
        found = _span_of(pieces, place.span, joined=True)
        if found is None:
            return LOST
        if len(place.span) < SHORT:
            beside = passages[max(0, first - COMPANY) : after + COMPANY]
            company = [p for p in beside if p.new_block == found[0]]
            if len(company) < COMPANY:
                return LOST
        low, high = _around(passages, first, after, place.span)
        twins = self._repeats.of(place.block, low, high)
        words = self.old[place.block][low:high]
        if twins and self.new[found[0]].count(words) > 1:
            return LOST
        if any(not self._is_held(twin) for twin in twins):
            return LOST
        return Placement("moved", *found)

    # Telling twins apart ------------------------------------------------------------------------
    @cached_property
    def _repeats(self) -> Repeats:
        """The words of the blocks that do not go on unchanged: a twin in one that does stays."""
        return Repeats({at: text for at, text in enumerate(self.old) if not self._is_settled(at)})

    def _is_ambiguous(self, place: Place, group: Group, span: Span, new: int) -> bool:
        """Tell whether nothing but its own words says where a span went, and a twin went too."""
        if not self._repeats.has_any(place.block):
            return False
        at = max(0, bisect_right(group.runs, (span.start,)) - 1)
        runs = [run for run in group.runs[at:] if run.old < span.end]
        runs = [run for run in runs if run.old + run.length > span.start]
        begins = group.start_of(place.block)
        around = sentence_around(self.old[place.block], place.span)
        low = max(min(run.old for run in runs) - begins, around.start)
        high = min(max(run.old + run.length for run in runs) - begins, around.end)
        twins = self._repeats.of(place.block, low, high)
        if all(self._is_held(twin) for twin in twins):
            return False
        is_there_twice = self.new[new].count(self.old[place.block][low:high]) > 1
        return is_there_twice or not self._is_held((place.block, low, high))

    def _is_held(self, passage: tuple[int, int, int]) -> bool:
        if passage not in self._held:
            self._held[passage] = self._stands_beside_its_own(*passage)
        return self._held[passage]

    def _stands_beside_its_own(self, block: int, start: int, end: int) -> bool:
        """Tell whether words beside [start, end) of an old block stand with it in the new text.

        They are of its block, or stood next to it at an end of the block beside.
        """
        if self._is_settled(block):
            return True
        if block in self.alignment.doubtful:
            return False
        group = self._group(block)
        begins = group.start_of(block)
        ends = begins + len(self.old[block])
        own: defaultdict[int, int] = defaultdict(int)
        near: defaultdict[int, int] = defaultdict(int)
        there: set[int] = set()
        for run in group.runs:
            there.update(new for new, _, _ in group.pieces(run, begins + start, begins + end))
            for beside, low, high in (
                (own, begins, begins + start),
                (own, begins + end, ends),
                (near, begins - NEAR if block - 1 in group.olds else begins, begins),
                (near, ends, ends + NEAR if block + 1 in group.olds else ends),
            ):
                for new, first, last in group.pieces(run, low, high):
                    beside[new] += last - first
        text = self.old[block]
        enough = min(HELD, len(text[:start].strip()) + len(text[end:].strip()))
        if enough and any(length >= enough for length in own.values()):
            return any(own[new] >= enough for new in there)
        return any(near[new] >= HELD for new in there)


def _around(passages: Sequence[Passage], first: int, after: int, span: Span) -> tuple[int, int]:
    """Return the range of the words that were moved with these, to the same place."""
    low = next(at for at in range(first, after) if passages[at].end > span.start)
    high = after - 1
    least, most = max(0, low - FAR), min(len(passages) - 1, high + FAR)
    while low > least and _follows(passages[low - 1], passages[low]):
        low -= 1
    while high < most and _follows(passages[high], passages[high + 1]):
        high += 1
    return passages[low].start, passages[high].end


def _follows(one: Passage, other: Passage) -> bool:
    """Tell whether two passages stand as far from each other as they did, or nearly so."""
    was, now = other.start - one.start, other.new_start - one.new_start
    return one.new_block == other.new_block and abs(now - was) <= 1


def _uncovered(block: int, text: str, covered: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the words of a text in a row that none of these ranges, in order, covers."""
    low = 0
    for start, end in (*covered, (len(text), len(text))):
        if low < start:
            tokens = tokens_of(text[low:start])
            if tokens.words:
                yield Stretch(
                    block,
                    tokens.words,
                    [low + at for at in tokens.starts],
                    [low + at for at in tokens.ends],
                )
        low = max(low, end)


def _span_of(
    pieces: dict[int, list[tuple[int, int]]], span: Span, *, joined: bool = False
) -> tuple[int, Span] | None:
    """Return the block with most of a span's characters and their range; None for too few."""
    if not pieces:
        return None
    block = max(pieces, key=lambda index: (sum(e - s for s, e in pieces[index]), -index))
    start = min(start for start, _ in pieces[block])
    end = max(end for _, end in pieces[block])
    survived = sum(end - start for start, end in pieces[block])
    if joined:  # by words: the blanks between them count as they stand
        survived += sum(
            max(0, min(later[0] - earlier[1], 1))
            for earlier, later in zip(pieces[block], pieces[block][1:], strict=False)
        )
    if survived < SURVIVING * len(span) or end - start > STRETCH * len(span) + SLACK:
        return None
    return block, Span(start, end)


def _trimmed(span: Span, text: str, words: str) -> Span:
    """Return the span without blanks at its ends, unless the words it had began or ended so."""
    found = span.of(text)
    start = end = 0
    if not words[0].isspace():
        start = len(found) - len(found.lstrip())
    if not words[-1].isspace():
        end = len(found) - len(found.rstrip())
    return Span(span.start + start, span.end - end) if start + end < len(found) else span
