"""What bringing a table in would do, row by row. Reads only."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from reader.bulk.cells import pack
from reader.bulk.files import Columns, Row
from reader.models import Versioned

NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"


class Refused(ValueError):
    """A row that cannot be brought in; the message says why."""


class Shape(Protocol):
    """How records of a kind are told as rows, found by rows, and checked."""

    kind: str
    columns: Columns

    def rows_of(self, records: Iterable[Any]) -> list[Row]:
        """Return records as rows, in their order."""

    def begin(self, rows: list[Row]) -> None:
        """Read at once what finding these rows needs."""

    def find(self, row: Row) -> Versioned | None:
        """Return the record that a row is about; None for a new one. Raises Refused."""

    def check(self, row: Row, record: Versioned | None) -> None:
        """Raise Refused for a row that the rules do not allow."""


@dataclass(frozen=True)
class Planned:
    """One row of a file: what it would do."""

    number: int
    what: str
    label: str
    row: Row = field(default_factory=dict)
    record: Versioned | None = None
    # Of each field that changes, what it says now and what it would say.
    differences: tuple[tuple[str, str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class BulkPlan:
    """What a whole file would do."""

    kind: str
    rows: tuple[Planned, ...]

    @property
    def counts(self) -> dict[str, int]:
        counted = Counter(row.what for row in self.rows)
        return {what: counted[what] for what in (NEW, CHANGED, UNCHANGED, REFUSED)}

    @property
    def writing(self) -> list[Planned]:
        return [row for row in self.rows if row.what in (NEW, CHANGED)]

    @property
    def digest(self) -> str:
        """A hash of what would be written, and of the versions that it would be written to."""
        said = [
            [
                planned.number,
                planned.what,
                planned.record and [planned.record.pk, planned.record.version],
                planned.differences,
                planned.row,
            ]
            for planned in self.writing
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def plan_rows(shape: Shape, rows: Iterable[tuple[int, Row | str]]) -> BulkPlan:
    """Plan to bring these rows in. Writes nothing."""
    given = list(rows)
    shape.begin([row for _, row in given if isinstance(row, dict)])
    records: dict[int, Versioned | None] = {}
    planned: list[Planned] = []
    for number, row in given:
        if isinstance(row, str):
            planned.append(Planned(number, REFUSED, "", reason=row))
            continue
        try:
            records[number] = shape.find(row)
        except Refused as refusal:
            planned.append(Planned(number, REFUSED, label_of(row), row, reason=str(refusal)))
    found = {record.pk: record for record in records.values() if record}
    now = dict(zip(found, shape.rows_of(found.values()), strict=True))
    seen: dict[Any, int] = {}
    for number, row in given:
        if number in records and isinstance(row, dict):
            planned.append(_plan(shape, number, row, records[number], now, seen))
    return BulkPlan(shape.kind, tuple(sorted(planned, key=lambda one: one.number)))


def _plan(
    shape: Shape,
    number: int,
    row: Row,
    record: Versioned | None,
    now: dict[Any, Row],
    seen: dict[Any, int],
) -> Planned:
    label = label_of({**now[record.pk], **row}) if record else label_of(row)
    key = record.pk if record else json.dumps(row, sort_keys=True)
    if key in seen:
        reason = f"It is about the same record as row {seen[key]}."
        return Planned(number, REFUSED, label, row, record, reason=reason)
    seen[key] = number
    differences = _differences(shape, row, now[record.pk] if record else {})
    if record is not None and not differences:
        return Planned(number, UNCHANGED, label, row, record)
    try:
        shape.check(row, record)
    except Refused as refusal:
        return Planned(number, REFUSED, label, row, record, reason=str(refusal))
    return Planned(number, CHANGED if record else NEW, label, row, record, differences)


def _differences(shape: Shape, row: Row, now: Row) -> tuple[tuple[str, str, str], ...]:
    found = []
    for name, parts in shape.columns.items():
        if name not in row:
            continue
        if not parts:
            if row[name] != now.get(name, "").strip():
                found.append((name, now.get(name, ""), row[name]))
        else:
            there = now.get(name, [])
            missing = [item for item in row[name] if item not in there]
            if missing:
                found.append((name, pack(there, parts), pack(missing, parts)))
    return tuple(found)


def label_of(row: Row) -> str:
    """Return what a row is called in a list."""
    if "subject" in row:
        words = f"{row.get('subject', '')} {row.get('predicate', '')} {row.get('object', '')}"
    else:
        words = row.get("name") or row.get("title") or row.get("publisher") or row.get("slug") or ""
    return " ".join(str(words).split())[:120]
