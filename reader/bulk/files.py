"""Tables as files: CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reader.bulk.cells import pack, quote_cell, unpack, unquote_cell
from reader.text.outside_json import read_json
from reader.text.problems import Unreadable

# A row as it is compared: text, or a list of rows with text only.
Row = dict[str, Any]
# The columns of a table; a list column has columns of its own.
Columns = Mapping[str, Sequence[str]]
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp1251", "cp1256")
LONGEST_CELL = 200_000


def write_csv(rows: Iterable[Row], columns: Columns) -> str:
    """Return rows as CSV; no cell of it is run by a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        cells = (pack(row[name], parts) if parts else row[name] for name, parts in columns.items())
        writer.writerow([quote_cell(cell) for cell in cells])
    return out.getvalue()


def write_json(rows: Iterable[Row], columns: Columns) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=1)


def read_rows(data: bytes, columns: Columns, *, encoding: str = "") -> list[tuple[int, Row | str]]:
    """Return the rows of a file, each with its number, or with what is wrong with it.

    JSON begins with a bracket; all else is CSV. A column that is not there is not in the row.
    Raises Unreadable for a file that is neither, or has a column that is not known.
    """
    text = _decode(data, encoding)
    if text.lstrip()[:1] == "[":
        return _read_json(text, columns)
    return _read_csv(text, columns)


def _decode(data: bytes, encoding: str) -> str:
    if not encoding:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    if encoding not in ENCODINGS:
        raise Unreadable(f"The encoding {encoding!r} is none of {', '.join(ENCODINGS)}.")
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError:
        raise Unreadable(f"The file is not {encoding}: say which encoding it has.") from None
    if "\x00" in text:
        raise Unreadable("The file has characters of value 0: it is no text.")
    return text


def _read_csv(text: str, columns: Columns) -> list[tuple[int, Row | str]]:
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Unreadable(f"The file is not CSV: {error}.") from None
    if not lines:
        raise Unreadable("The file is empty.")
    names = [name.strip().casefold() for name in lines[0]]
    _check_columns(names, columns)
    found: list[tuple[int, Row | str]] = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            found.append((number, f"It has {len(cells)} cells, the first row {len(names)}."))
            continue
        try:
            row = {n: _cell(c, columns[n]) for n, c in zip(names, cells, strict=True)}
        except ValueError as error:
            found.append((number, f"{error}."))
            continue
        found.append((number, row))
    return found


def _cell(cell: str, parts: Sequence[str]) -> Any:
    words = unquote_cell(cell)
    return unpack(words, parts) if parts else words.strip()


def _read_json(text: str, columns: Columns) -> list[tuple[int, Row | str]]:
    entries = read_json(text, "The file")
    found: list[tuple[int, Row | str]] = []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            found.append((number, "It is no object."))
            continue
        unknown = sorted(set(entry) - set(columns))
        if unknown:
            found.append((number, f"It has {', '.join(map(str, unknown))[:100]}, not known here."))
            continue
        try:
            row = {name: _value(name, value, columns[name]) for name, value in entry.items()}
        except ValueError as error:
            found.append((number, f"{error}."))
            continue
        found.append((number, row))
    return found


def _value(name: str, value: Any, parts: Sequence[str]) -> Any:
    if not parts:
        if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
            return "" if value is None else str(value).strip()
        raise ValueError(f"{name} must be text")
    if not isinstance(value, list):
        raise ValueError(f"{name} must be a list")
    found = []
    for item in value:
        row = {parts[0]: item} if isinstance(item, str) else item
        if not isinstance(row, dict) or set(row) - set(parts):
            raise ValueError(f"{name} must be a list of objects with {', '.join(parts)}")
        if not all(isinstance(part, str) for part in row.values()):
            raise ValueError(f"the parts of {name} must be text")
        found.append({part: row.get(part, "").strip() for part in parts})
    return found


def _check_columns(names: list[str], columns: Columns) -> None:
    unknown = [name for name in names if name not in columns]
    if unknown:
        known = ", ".join(columns)
        raise Unreadable(f"The column {unknown[0][:60]!r} is none of: {known}.")
    if len(set(names)) < len(names):
        raise Unreadable("A column is there twice.")
