"""One change to a manuscript, asked for by its place: a block becomes another kind of block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.text.composition import compose
from reader.text.manuscript import parse
from reader.text.parts import BLOCK_KINDS, ParsedBlock, ParsedDocument, ParsedFootnote

# A table is made of cells, which no other kind has.
CHANGEABLE = tuple(kind for kind in BLOCK_KINDS if kind != "table")
HEADING_LEVEL = 2


def with_kinds(manuscript: str, kinds: dict[int, str]) -> str:
    """Return the manuscript with some blocks of its body made other kinds, by their number from 0.

    Whatever else it says stays: texts, marks, markers, front matter and notes; the rest keeps its
    very characters where that is possible. A block that is of that kind already is left alone.
    Raises ValueError for a number that is no block's, for a table, and for a kind that is none.

    >>> with_kinds("One.\\n\\nTwo.\\n", {0: "heading"})
    '## One.\\n\\nTwo.\\n'
    """
    document = parse(manuscript)
    wanted = {at: kind for at, kind in kinds.items() if _kind_at(document, at) != kind}
    for at, kind in wanted.items():
        if kind not in CHANGEABLE or document.blocks[at].kind == "table":
            raise ValueError(f"block {at} cannot become {kind!r}")
    if not wanted:
        return manuscript
    blocks = [
        _of_kind(block, wanted[at]) if at in wanted else block
        for at, block in enumerate(document.blocks)
    ]
    spliced = _splice(document, blocks, wanted)
    if _says(parse(spliced), document, blocks):
        return spliced
    return compose(document.meta, blocks, document.footnotes)


def _kind_at(document: ParsedDocument, at: int) -> str:
    if not 0 <= at < len(document.blocks):
        raise ValueError(f"there is no block {at}")
    return document.blocks[at].kind


def _of_kind(block: ParsedBlock, kind: str) -> ParsedBlock:
    level = {"heading": HEADING_LEVEL, "list_item": 1}.get(kind, 0)
    return replace(block, kind=kind, level=level, ordered=0)


def _splice(
    document: ParsedDocument, blocks: Sequence[ParsedBlock], changed: dict[int, str]
) -> str:
    """Write the changed blocks alone, and everything else as it stands."""
    parts = []
    for at, block in enumerate(blocks):
        source = block.source
        if at in changed:
            labels = {marker.label for marker in block.markers}
            notes = [note for note in document.footnotes if note.label in labels]
            bare = [replace(note, blocks=()) for note in notes]
            written = compose({}, [block], bare)
            written = written[: len(written) - _length_of(bare)].rstrip("\n")
            source = written + source[len(source.rstrip()) :]
            if not source.endswith("\n\n") and source.endswith("\n"):
                source += "\n"
        parts.append((block.line, source))
    parts += [(note.line, note.source) for note in document.footnotes]
    parts.sort(key=lambda part: part[0])
    return document.front_matter + "".join(source for _, source in parts)


def _length_of(notes: Sequence[ParsedFootnote]) -> int:
    """Return how many characters bare notes take at the end of what `compose` writes."""
    return len("\n\n".join(f"[^{note.label}]:" for note in notes)) + 1 if notes else 0


def _says(read: ParsedDocument, document: ParsedDocument, blocks: Sequence[ParsedBlock]) -> bool:
    """Tell whether a manuscript was read as these blocks, with the same notes and front matter."""
    return (
        read.blocks == tuple(blocks)
        and read.footnotes == document.footnotes
        and read.meta == document.meta
    )
