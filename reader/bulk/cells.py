"""Cells of a table: lists in one cell, and words that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# What a spreadsheet runs; an apostrophe before it makes it words. One more apostrophe goes before
# words that have some already, so that taking one away gives back exactly what was there.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")
_ESCAPED = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "|": "\\|"}
_PART = re.compile(r"\\(.)|(\|)", re.DOTALL)


def quote_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs.

    >>> quote_cell("=1+1"), quote_cell("'=1"), quote_cell("a=1")
    ("'=1+1", "''=1", 'a=1')
    """
    return f"'{text}" if _RUNS.match(text) else text


def unquote_cell(text: str) -> str:
    """Return what quote_cell was given."""
    return text[1:] if _QUOTED.match(text) else text


def pack(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> str:
    """Return rows of a list as one cell: a line each, parts between bars, empty ends left out.

    >>> pack([{"text": "BG", "kind": "acronym", "language": ""}], ["text", "kind", "language"])
    'BG | acronym'
    """
    lines = []
    for row in rows:
        parts = [row.get(column, "") for column in columns]
        while parts and not parts[-1]:
            parts.pop()
        lines.append(" | ".join(_escape(part) for part in parts))
    return "\n".join(lines)


def unpack(cell: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a list that a cell holds. Raises ValueError for too many parts."""
    found = []
    for line in cell.replace("\r\n", "\n").split("\n"):
        if not line.strip():
            continue
        parts = [part.strip() for part in _split(line)]
        if len(parts) > len(columns):
            raise ValueError(f"{line[:60]!r} has more than {len(columns)} parts")
        parts += [""] * (len(columns) - len(parts))
        found.append(dict(zip(columns, parts, strict=True)))
    return found


def _escape(text: str) -> str:
    return "".join(_ESCAPED.get(character, character) for character in text)


def _split(line: str) -> list[str]:
    parts, at = [""], 0
    for match in _PART.finditer(line):
        parts[-1] += line[at : match.start()]
        at = match.end()
        if match[2]:
            parts.append("")
        else:
            parts[-1] += {"n": "\n", "r": "\r"}.get(match[1], match[1])
    parts[-1] += line[at:]
    return parts
