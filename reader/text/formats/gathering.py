"""Text gathered run by run into blocks: what the formats that carry markup have in common."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from reader.text.inline_parts import tidy_marks
from reader.text.parts import Mark, Marker, ParsedBlock, over_cells

DEEPEST_LIST = 20  # what is nested deeper could not be read back from a manuscript

# Blanks that a reader sees as one space, no-break ones included.
_BLANKS = re.compile("[ \t\n\r\f\v\u00a0\u2007\u202f\u2028\u2029\x85]+")
_BLANK = " \t\n"
# Never seen, and in the way of every search: soft hyphens, zero-width spaces, control characters.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\ufeff\ufffe\uffff]")


@dataclass(slots=True)
class Gathered:
    """One block as it was found in a file.

    `line` is its place in the file. `label` is the number a list gave it as a reader sees it
    ("3.", "[3]"), which is no part of `text`. `is_term` is set for what is known to be no heading,
    `is_byline` for what the file marks as the names of authors.
    """

    kind: str
    line: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    markers: tuple[Marker, ...] = ()
    level: int = 0
    ordered: int = 0
    cells: tuple[tuple[str, ...], ...] = ()
    label: str = ""
    is_term: bool = False
    is_byline: bool = False

    def block(self) -> ParsedBlock:
        """Return the block as a manuscript has it."""
        return ParsedBlock(
            kind=self.kind,
            text=self.text,
            marks=self.marks,
            markers=self.markers,
            level=min(self.level, DEEPEST_LIST),
            ordered=self.ordered,
            cells=self.cells,
        )

    def is_wholly(self, kind: str) -> bool:
        """Tell whether marks of this kind cover every character of the text that is not blank."""
        at = 0
        for mark in self.marks:
            if mark.kind == kind:
                if self.text[at : mark.start].strip():
                    return False
                at = max(at, mark.end)
        return bool(self.text.strip()) and not self.text[at:].strip()

    def cut(self, start: int, end: int | None = None, blank: str = _BLANK) -> Gathered:
        """Return the part of the block from start to end, with what lies over it.

        The blanks at its edges go, but at the start only those named.
        """
        end = len(self.text) if end is None else end
        while start < end and self.text[start] in blank:
            start += 1
        while start < end and self.text[end - 1] in _BLANK:
            end -= 1
        marks = [
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and start < mark.end
        ]
        markers = tuple(
            Marker(marker.offset - start, marker.label)
            for marker in self.markers
            if start <= marker.offset <= end
        )
        text = self.text[start:end]
        return replace(self, text=text, marks=tidy_marks(marks, text), markers=markers)


@dataclass(slots=True)
class GatheredNote:
    """A note as it was found in a file, with the label that its markers use."""

    label: str
    line: int
    blocks: list[Gathered] = field(default_factory=list)


class Gatherer:
    """Takes the runs of one block in reading order.

    Blanks collapse as they do in a browser. What is never seen is left out and counted in
    `unseen`, by its code point.
    """

    def __init__(self, unseen: Counter[str]) -> None:
        self.unseen = unseen
        self.parts: list[str] = []
        self.length = 0
        self.last = ""
        self.opened: list[tuple[str, int, str]] = []
        self.marks: list[Mark] = []
        self.markers: list[Marker] = []

    def __bool__(self) -> bool:
        """Tell whether anything was gathered that makes a block."""
        return bool(self.markers) or any(part.strip() for part in self.parts)

    def add(self, text: str, *, as_it_stands: bool = False) -> None:
        """Add text; blanks collapse unless it is to be kept as it stands."""
        found = _UNSEEN.findall(text)
        if found:
            self.unseen.update(found)
            text = _UNSEEN.sub("", text)
        if not as_it_stands:
            text = _BLANKS.sub(" ", text)
            if text[:1] == " " and self.last in ("", " ", "\n"):
                text = text[1:]
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.last = text[-1]

    def add_line_break(self) -> None:
        """End the line here; at the start of a block there is no line to end."""
        self.drop_space()
        if self.length:
            self.parts.append("\n")
            self.length += 1
            self.last = "\n"

    def add_marker(self, label: str) -> None:
        """Put a note's marker here; the one space before it goes."""
        self.drop_space()
        self.markers.append(Marker(self.length, label))

    def drop_space(self) -> None:
        """Take back a space at the end of what was gathered."""
        if self.last != " ":
            return
        self.parts[-1] = self.parts[-1][:-1]
        if not self.parts[-1]:
            self.parts.pop()
        self.length -= 1
        self.last = self.parts[-1][-1] if self.parts else ""
        top = self.length
        self.opened = [(kind, min(start, top), href) for kind, start, href in self.opened]
        index = len(self.marks) - 1
        while index >= 0 and self.marks[index].end > top:
            self.marks[index] = replace(self.marks[index], end=top)
            index -= 1

    def open(self, kind: str, href: str = "") -> None:
        """Start a mark here."""
        self.opened.append((kind, self.length, href))

    def close(self) -> None:
        """End the mark that was opened last."""
        kind, start, href = self.opened.pop()
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind, href))

    def close_last(self, kind: str) -> None:
        """End the last open mark of a kind, whatever was opened after it; nothing without one."""
        places = [place for place, (known, *_rest) in enumerate(self.opened) if known == kind]
        if places:
            later = self.opened[places[-1] + 1 :]
            del self.opened[places[-1] + 1 :]
            self.close()
            self.opened += later

    def finish(
        self, kind: str, line: int, *, level: int = 0, ordered: int = 0, is_listing: bool = False
    ) -> Gathered:
        """Return what was gathered as a block, and begin anew with the same marks open.

        A listing keeps the indentation of its first line.
        """
        text = "".join(self.parts)
        block = Gathered(kind, line, text, level=level, ordered=ordered)
        if self.marks or self.opened:
            marks = [Mark(start, self.length, kind, href) for kind, start, href in self.opened]
            block.marks = _trim_marks([*self.marks, *marks], text)
        if self.markers:
            end = len(text.rstrip())
            block.markers = tuple(Marker(min(m.offset, end), m.label) for m in self.markers)
        self.begin_anew()
        blank = "\n" if is_listing else _BLANK
        is_trimmed = not text or (text[0] not in blank and text[-1] not in _BLANK)
        return block if is_trimmed else block.cut(0, blank=blank)

    def begin_anew(self) -> None:
        """Forget what was gathered, with the same marks open."""
        if self.opened:
            self.opened = [(kind, 0, href) for kind, _start, href in self.opened]
        self.parts, self.length, self.last = [], 0, ""
        self.marks, self.markers = [], []


def join(blocks: list[Gathered], separator: str) -> Gathered:
    """Put the texts of blocks together, the first giving all but the text."""
    if len(blocks) == 1:
        return blocks[0]
    marks: list[Mark] = []
    markers: list[Marker] = []
    by = 0
    for block in blocks:
        marks += (Mark(m.start + by, m.end + by, m.kind, m.href) for m in block.marks)
        markers += (Marker(marker.offset + by, marker.label) for marker in block.markers)
        by += len(block.text) + len(separator)
    text = separator.join(block.text for block in blocks)
    return replace(blocks[0], text=text, marks=tuple(marks), markers=tuple(markers))


def make_table(rows: list[list[Gathered]], line: int) -> list[Gathered]:
    """Return rows of cells as a table; cells hold one line each, and rows are made equally long.

    A table without text gives nothing, and one whose rows differ so much that it would be mostly
    empty cells gives a paragraph for each row.
    """
    rows = [row for row in rows if row]
    if not any(cell.text or cell.markers for row in rows for cell in row):
        return []
    width = max(map(len, rows))
    if width * len(rows) > 10_000 + 4 * sum(map(len, rows)):
        whole = [join(row, " ").cut(0) for row in rows]
        return [replace(row, kind="paragraph") for row in whole if row.text or row.markers]
    for row in rows:
        row += (Gathered("table", line) for _missing in range(width - len(row)))
    for row in rows:
        for cell in row:
            cell.text = _BLANKS.sub(_spaces, cell.text)
    table = join([join(row, "\t") for row in rows], "\n")
    cells = tuple(tuple(cell.text for cell in row) for row in rows)
    return [replace(table, kind="table", line=line, cells=cells, level=0, ordered=0)]


def cut_cells(table: Gathered) -> list[list[Gathered]]:
    """Return the cells of a table with what lies over each, for `make_table` to put together."""
    over = over_cells(table.cells, table.marks, table.markers)
    return [
        [Gathered("cell", table.line, text, *next(over)) for text in texts] for texts in table.cells
    ]


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])  # as many as there were: marks count on them


def _trim_marks(marks: list[Mark], text: str) -> tuple[Mark, ...]:
    """Return marks without blanks at their edges, as `tidy_marks` has them."""
    trimmed = []
    for mark in tidy_marks(marks, text):
        start, end = mark.start, min(mark.end, len(text))
        while start < end and text[start] in _BLANK:
            start += 1
        while start < end and text[end - 1] in _BLANK:
            end -= 1
        if start < end:
            is_trim = (start, end) == (mark.start, mark.end)
            trimmed.append(mark if is_trim else replace(mark, start=start, end=end))
    return tidy_marks(trimmed, text)
