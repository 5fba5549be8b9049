"""Manuscripts written from values, in one canonical form that `parse` reads back as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.text.front_matter import write_front_matter
from reader.text.inline_parts import MARKER, tidy_marks
from reader.text.marking import write_inline
from reader.text.parts import Mark, ParsedBlock, ParsedFootnote, over_cells

_LINE_START = re.compile(
    r"^(?:(?P<digits>[0-9]{1,9})(?=[.)](?:[ \t]|$))"
    r"|(?=#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|>|=+[ \t]*$|[-:|][-:| \t]*$|\{\.))",
    re.MULTILINE,
)
_NOTE_START = re.compile(r"^(\[\^[^\]\n]+\]):", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")


def compose(
    meta: Mapping[str, object],
    blocks: Sequence[ParsedBlock],
    footnotes: Sequence[ParsedFootnote] = (),
) -> str:
    """Write a manuscript that says exactly these values, whatever their texts look like.

    `parse` gives them back: meta with every scalar as a string, marks as `tidy_marks` leaves
    them, and without the blocks that have neither text nor marker. Texts hold no control
    characters but tab and line feed, table cells neither of these, and rows are of one length.
    Raises ValueError for a marker without a note, a label used twice or one that cannot be written.
    """
    labels = [note.label for note in footnotes]
    for label in labels:
        if MARKER.fullmatch(f"[^{label}]") is None:
            raise ValueError(f"a note cannot be labelled {label!r}")
    known = frozenset(labels)
    if len(known) < len(labels):
        raise ValueError("two notes have one label")
    inner = [block for note in footnotes for block in note.blocks]
    for block in (*blocks, *inner):
        for marker in block.markers:
            if marker.label not in known:
                raise ValueError(f"no note is labelled {marker.label!r}")
    parts = [_write_blocks(blocks), *map(_write_note, footnotes)]
    body = "\n\n".join(part for part in parts if part)
    return write_front_matter(meta) + (body + "\n" if body else "")


def _write_note(note: ParsedFootnote) -> str:
    written = _write_blocks(note.blocks)
    if not written:
        return f"[^{note.label}]:"
    first = next(block for block in note.blocks if block.text or block.markers)
    # Columns are not counted alike on the label's own line, and a list needs its columns.
    start = "\n    " if first.kind == "list_item" or _is_code(first) else " "
    return f"[^{note.label}]:{start}{_indent(written, 4)}"


def _write_blocks(blocks: Iterable[ParsedBlock]) -> str:
    """Write blocks one after another, a blank line between them but not within a list."""
    parts: list[str] = []
    path: list[_Item] = []
    for block in blocks:
        if not block.text and not block.markers:
            continue
        if block.kind == "list_item":
            separator = "\n" if path else "\n\n"
            if path and block.level > path[-1].level:
                separator = "\n\n"  # an inner list cannot always interrupt its item's text
            written = _write_item(block, path)
        else:
            path.clear()
            separator = "\n\n"
            written = _write_block(block)
        if parts:
            parts.append(separator)
        parts.append(written)
    return "".join(parts)


def _write_block(block: ParsedBlock) -> str:
    if block.kind == "table":
        return _write_table(block)
    if block.kind == "heading":
        written = write_inline(block.text, block.marks, block.markers).replace("\\\n", "&#10;")
        if written.endswith("#"):
            written = written[:-1] + "\\#"
        return "#" * min(max(block.level, 1), 6) + " " + written
    if block.kind == "quote":
        return "> " + _write_lines(block).replace("\n", "\n> ")
    if block.kind in ("kicker", "caption"):
        return f"{{.{block.kind}}}\n{_write_lines(block)}"
    if _is_code(block):
        longest = max((len(run) for run in _BACKTICKS.findall(block.text)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{block.text}\n{fence}"
    return _write_lines(block)


def _is_code(block: ParsedBlock) -> bool:
    """Tell whether a paragraph is a listing of several lines."""
    if "\n" not in block.text or block.markers or not block.marks:
        return False
    return block.marks == tidy_marks([Mark(0, len(block.text), "code")], block.text)


def _write_lines(block: ParsedBlock) -> str:
    """Write a block's text so that none of its lines looks like the start of another block."""
    written = write_inline(block.text, block.marks, block.markers)
    count = 0 if "\n" in written else 1
    if count == 0 or _LINE_START.match(written):
        written = _LINE_START.sub(lambda m: (m["digits"] or "") + "\\", written, count=count)
    return _NOTE_START.sub(r"\1\\:", written) if block.markers else written


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item already written: where its text begins, and how it was numbered."""

    level: int
    indent: int
    ordered: int = 0
    mark: str = "-"


def _write_item(block: ParsedBlock, path: list[_Item]) -> str:
    """Write one list item at its depth; `path` is the items it may stand under or after."""
    level = max(block.level, 1)
    while path and path[-1].level > level:
        path.pop()
    before = path.pop() if path and path[-1].level == level else None
    indent = at = path[-1].indent if path else 0
    prefix = ""
    for missing in range(path[-1].level + 1 if path else 1, level):
        prefix += "- "  # an item that has no text of its own, only the list within it
        indent += 2
        path.append(_Item(missing, indent))
    mark = "-"
    if block.ordered:
        stop = "."
        if before is not None and before.ordered:
            stop = before.mark[-1]
            if block.ordered != before.ordered + 1:
                stop = ")" if stop == "." else "."
        mark = f"{block.ordered}{stop}"
    prefix += mark + " "
    indent += len(mark) + 1
    path.append(_Item(level, indent, block.ordered, mark))
    return " " * at + prefix + _indent(_write_lines(block), indent)


def _write_table(block: ParsedBlock) -> str:
    """Write a pipe table; the marks and markers of each cell are cut out of the block's."""
    lines = []
    over = over_cells(block.cells, block.marks, block.markers)
    for row in block.cells:
        cells = [write_inline(cell, *next(over)).replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
        if len(lines) == 1:
            lines.append("|" + " --- |" * len(row))
    return "\n".join(lines)


def _indent(written: str, by: int) -> str:
    """Indent every line but the first, and none that is empty."""
    return re.sub(r"\n(?!\n|\Z)", "\n" + " " * by, written)
