"""Two texts of one document compared for reading: block by block, and word by word within one.

Blocks are the same where their keys are; words are compared by the longest common runs of tokens
(Ratcliff and Obershelp, as in difflib).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reader.text.matching import align

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# More pairs of tokens than this are not compared: one text replaces the other.
MOST_COMPARED = 4_000_000
# Fewer characters than this between two changes are shown as changed with them.
SHORTEST_KEPT = 2

How = Literal["kept", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have, or only the old one, or only the new one."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class ComparedBlock:
    """One block as a comparison needs it: its key, its kind, the label of its note, its text."""

    key: str
    kind: str
    note: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What happened to one block. `old` and `new` are its two states, None where it was not.

    `how` is kept, moved (alike, but no longer after the same block), changed, added or removed.
    """

    how: Literal["kept", "moved", "changed", "added", "removed"]
    old: ComparedBlock | None
    new: ComparedBlock | None
    pieces: tuple[Piece, ...] = ()

    @property
    def block(self) -> ComparedBlock:
        """The block as it is now, or as it was last."""
        block = self.new or self.old
        assert block is not None
        return block


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return old and new as one sequence of pieces, in reading order.

    The kept and removed pieces together are old, the kept and added ones new.

    >>> [(piece.how, piece.text) for piece in compare_words("It burned.", "It burned down.")]
    [('kept', 'It burned'), ('added', ' down'), ('kept', '.')]
    """
    if old == new:
        return (Piece("kept", old),) if old else ()
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    pieces: list[Piece] = []
    if len(a) * len(b) > MOST_COMPARED:
        return _joined([Piece("removed", old), Piece("added", new)])
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for _, a1, a2, b1, b2 in matcher.get_opcodes():
        gone, come = "".join(a[a1:a2]), "".join(b[b1:b2])
        if gone == come:
            pieces.append(Piece("kept", gone))
        else:
            pieces += [Piece("removed", gone), Piece("added", come)]
    return _joined(_without_crumbs(pieces))


def compare_blocks(old: Sequence[ComparedBlock], new: Sequence[ComparedBlock]) -> list[BlockChange]:
    """Return what happened to each block, in the order of the new text, removed ones in place."""
    before = {block.key: block for block in old}
    there = {block.key for block in new}
    stays = _in_order([block.key for block in old if block.key in there], new)
    gone_after: dict[str, list[ComparedBlock]] = {}
    anchor = ""
    for block in old:
        if block.key in there:
            anchor = block.key
        else:
            gone_after.setdefault(anchor, []).append(block)
    changes = [BlockChange("removed", block, None) for block in gone_after.get("", ())]
    for block in new:
        was = before.get(block.key)
        changes.append(_change(was, block, block.key in stays))
        changes += [BlockChange("removed", gone, None) for gone in gone_after.get(block.key, ())]
    return changes


def _change(was: ComparedBlock | None, now: ComparedBlock, stays: bool) -> BlockChange:
    if was is None:
        return BlockChange("added", None, now)
    if was.text != now.text or was.kind != now.kind:
        return BlockChange("changed", was, now, compare_words(was.text, now.text))
    return BlockChange("kept" if stays else "moved", was, now)


def _in_order(keys: Sequence[str], new: Sequence[ComparedBlock]) -> set[str]:
    """Return the keys that stand in the same order in both: the longest such sequence."""
    place = {block.key: at for at, block in enumerate(new)}
    places = [place[key] for key in keys]
    # Patience: the smallest end of an increasing run of each length, with the way back.
    ends: list[int] = []
    back: list[int] = []
    for at, value in enumerate(places):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if places[ends[middle]] < value:
                low = middle + 1
            else:
                high = middle
        back.append(ends[low - 1] if low else -1)
        ends[low : low + 1] = [at]
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(keys[at])
        at = back[at]
    return kept


def _without_crumbs(pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Yield pieces; a blank or a sign kept between two changes is changed with them."""
    last = len(pieces) - 1
    for at, piece in enumerate(pieces):
        is_crumb = (
            piece.how == "kept"
            and 0 < at < last
            and len(piece.text) < SHORTEST_KEPT
            and pieces[at - 1].how != "kept"
            and pieces[at + 1].how != "kept"
        )
        if is_crumb:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces with neighbours of one kind put together, removed ones before added ones."""
    joined: list[Piece] = []
    removed = added = ""
    for piece in [*pieces, Piece("kept", "")]:
        if piece.how == "removed":
            removed += piece.text
        elif piece.how == "added":
            added += piece.text
        else:
            if removed:
                joined.append(Piece("removed", removed))
            if added:
                joined.append(Piece("added", added))
            removed = added = ""
            if piece.text:
                joined.append(piece)
    merged: list[Piece] = []
    for piece in joined:
        if merged and merged[-1].how == piece.how == "kept":
            merged[-1] = Piece("kept", merged[-1].text + piece.text)
        else:
            merged.append(piece)
    return tuple(merged)


def compare_texts(old: Sequence[str], new: Sequence[str]) -> list[BlockChange]:
    """Return what happened to each text of a sequence whose texts have no keys.

    Which continues which is found by likeness, as for blocks (`matching.align`).
    """
    pairs = align(old, new).pairs
    before = [ComparedBlock(f"{at}", "", "", text) for at, text in enumerate(old)]
    after = [
        ComparedBlock(f"{pair}" if pair is not None else f"new {at}", "", "", text)
        for at, (text, pair) in enumerate(zip(new, pairs, strict=True))
    ]
    return compare_blocks(before, after)


def paragraphs_of(manuscript: str) -> list[str]:
    """Return what stands between blank lines, each as written; nothing is cut within.

    >>> paragraphs_of("One\\ntwo.\\n\\n\\nThree.\\n")
    ['One\\ntwo.', 'Three.']
    """
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n", manuscript) if part.strip()]
