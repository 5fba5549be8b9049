"""Tables in HTML within Markdown files, written as Markdown tables a row a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.text.formats.markdown_looks import Line

_PART = re.compile(
    r"<(?P<end>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col)"
    r"(?:[\s/][^<>]{0,2000})?>",
    re.IGNORECASE,
)
_MOST = 1000  # lines of one table


def table_end(lines: Sequence[Line], at: int) -> int:
    """Return the line after the table that begins with a line, `at` for one that is no whole table.

    A whole one begins and ends its lines, and holds no other table.
    """
    if not (lines[at].text or "").lstrip().lower().startswith("<table"):
        return at
    for end in range(at, min(at + _MOST, len(lines))):
        text = (lines[end].text or "").lower()
        if "<table" in (text.lstrip()[1:] if end == at else text):
            return at
        if "</table" in text:
            return end + 1 if text.rstrip().endswith("</table>") else at
    return at


def read_table(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Return a table in HTML as lines of a Markdown table, its caption first, and its tags.

    A row is a line however many it was written in; what stands in no cell joins the one before.
    Rows are made equally long. Nothing is returned for a table without cells.
    """
    table = _Table()
    for line in lines:
        text, at = line.text or "", 0
        for match in _PART.finditer(text):
            table.add_words(text[at : match.start()])
            table.add_tag(match, line.number)
            at = match.end()
        table.add_words(text[at:])
    return table.written(), table.tags if table.rows else []


@dataclass(slots=True)
class _Table:
    """The rows of a table with their line numbers, its captions, and the tags met so far."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    captions: list[tuple[int, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_caption: bool = False

    def add_words(self, text: str) -> None:
        text = text.strip()
        if self.is_caption:
            number, words = self.captions[-1]
            self.captions[-1] = number, f"{words} {text}".strip()
        elif text and self.rows:
            cells = self.rows[-1][1]
            cells[-1:] = [f"{cells[-1]} {text}".strip() if cells else text]

    def add_tag(self, tag: re.Match[str], line: int) -> None:
        self.tags.append(tag[0])
        name, is_end = tag["name"].lower(), bool(tag["end"])
        if name == "caption":
            self.is_caption = not is_end
            self.captions += [] if is_end else [(line, "")]
        elif name in ("tr", "td", "th") and not is_end:
            if name == "tr" or not self.rows:
                self.rows.append((line, []))
            if name != "tr":
                self.rows[-1][1].append("")

    def written(self) -> list[Line]:
        """Return the lines of the table; a stroke within a cell is escaped."""
        rows = [row for row in self.rows if row[1]]
        if not rows:
            return []
        width = max(len(cells) for _number, cells in rows)
        table = [_row(number, cells, width) for number, cells in rows]
        table.insert(1, Line(rows[0][0], "|" + " --- |" * width))
        captions = [
            Line(number, text)
            for number, words in self.captions
            for text in (("{.caption}", words, "") if words else ())
        ]
        return [Line(rows[0][0], ""), *captions, *table, Line(rows[-1][0], "")]


def _row(number: int, cells: Sequence[str], width: int) -> Line:
    full = [cell.replace("|", "\\|") for cell in cells] + [""] * (width - len(cells))
    return Line(number, f"| {' | '.join(full)} |")
