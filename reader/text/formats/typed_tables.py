"""Tables as people type them: cells parted by tabs, by upright strokes, or by columns of blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RULE = re.compile(r"[-+|:=_ \t]{3,}")
_COLUMNS = re.compile(r" {2,}")
_LONGEST_CELL = 200
_LONGEST_ON_AVERAGE = 40
_MOST_CELLS = 40

Cells = tuple[tuple[str, ...], ...]


def find_tables(lines: Sequence[str], start: int, end: int) -> list[tuple[int, int, Cells]]:
    """Return the tables among lines without a blank one between them: (start, end, cells).

    Every row of a table has as many cells as the others; lines that only rule it are no rows.
    """
    found = []
    at = start
    while at < end:
        for cut in (_by_stroke, _by_tab, _by_column):
            reach, rows = _rows(lines, at, end, cut)
            if len(rows) >= (
                3 if cut is _by_column and len(rows[:1]) == 1 and len(rows[0]) < 3 else 2
            ) and _is_table(lines[at:reach], rows, aligned=cut is _by_column):
                found.append((at, reach, tuple(rows)))
                at = reach
                break
        else:
            at = _next_start(lines, at + 1, end)
    return found


def _next_start(lines: Sequence[str], at: int, end: int) -> int:
    while at < end and not ("\t" in lines[at] or "|" in lines[at] or "  " in lines[at].strip()):
        at += 1
    return at


def _rows(
    lines: Sequence[str], start: int, end: int, cut: object
) -> tuple[int, list[tuple[str, ...]]]:
    """Return where the rows that begin here end, and the rows."""
    assert callable(cut)
    rows: list[tuple[str, ...]] = []
    at = start
    while at < end:
        line = lines[at].strip()
        cells = tuple(cut(line))
        is_rule = len(line) > 2 and _RULE.fullmatch(line) is not None
        if not is_rule:
            if not 2 <= len(cells) <= _MOST_CELLS or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
        at += 1
    while at > start and rows and _RULE.fullmatch(lines[at - 1].strip()) and cut is not _by_stroke:
        at -= 1
    return at, rows


def _is_table(lines: Sequence[str], rows: Sequence[Sequence[str]], *, aligned: bool) -> bool:
    cells = [cell for row in rows for cell in row]
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        return False
    if sum(map(len, cells)) > _LONGEST_ON_AVERAGE * len(cells) and aligned:
        return False
    if any(not any(row) for row in rows):
        return False
    return not aligned or _is_aligned([line for line in lines if not _RULE.fullmatch(line.strip())])


def _is_aligned(lines: Sequence[str]) -> bool:
    """Tell whether the last columns of all lines begin or end at one place, as typed."""
    begins, ends = set(), set()
    for line in lines:
        line = line.rstrip()
        last = [match.end() for match in _COLUMNS.finditer(line) if match.start()]
        if not last:
            return False
        begins.add(last[-1])
        ends.add(len(line))
    return len(begins) == 1 or len(ends) == 1


def _by_tab(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")]


def _by_stroke(line: str) -> list[str]:
    if not line.startswith("|") or not line.endswith("|") or len(line) < 3:
        return []
    return [cell.strip() for cell in line[1:-1].split("|")]


def _by_column(line: str) -> list[str]:
    return [cell.strip() for cell in _COLUMNS.split(line)] if "\t" not in line else []
