"""What is done to rows, as data that can be kept and taken back.

A step is JSON: {"do": "remove", "model", "row": {column: value}}, {"do": "change", "model",
"pks", "was": {column: value}, "now": {column: value}} or {"do": "add", "model", "row"}. Steps are
planned from reading alone, done in one go, and taken back in the opposite order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone

from reader.models import User, Versioned
from reader.text.dates import PartialDate

Step = dict[str, Any]
# As many keys as fit well into one statement: SQLite takes 32,766 since 3.32.
AT_ONCE = 10_000


def model_of(step: Step) -> type[Model]:
    return apps.get_model(step["model"])


def columns_of(row: Model) -> dict[str, Any]:
    """Return every column of a row as JSON can carry it."""
    return {f.attname: _plain(f.value_from_object(row)) for f in row._meta.concrete_fields}


def row_of(model: type[Model], columns: dict[str, Any]) -> Model:
    """Return the row that these columns were, not saved. A column added since has its default."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    known = {name: value for name, value in columns.items() if name in fields}
    return model(**{name: fields[name].to_python(value) for name, value in known.items()})


def remove(row: Model) -> Step:
    return {"do": "remove", "model": row._meta.label_lower, "row": columns_of(row)}


def add(row: Model) -> Step:
    return {"do": "add", "model": row._meta.label_lower, "row": columns_of(row)}


def change(
    model: type[Model], pks: Iterable[int], was: dict[str, Any], now: dict[str, Any]
) -> Step:
    return {
        "do": "change",
        "model": model._meta.label_lower,
        "pks": sorted(pks),
        "was": {name: _plain(value) for name, value in was.items()},
        "now": {name: _plain(value) for name, value in now.items()},
    }


def in_order(steps: Iterable[Step]) -> list[Step]:
    """Return the steps as they are done: removals, then changes, then additions.

    What is removed is not changed before, so that it can be entered again as it was.
    """
    steps = list(steps)
    removed = {(s["model"], s["row"]["id"]) for s in steps if s["do"] == "remove"}
    changes = []
    for step in steps:
        if step["do"] == "change":
            pks = [pk for pk in step["pks"] if (step["model"], pk) not in removed]
            if pks:
                changes.append({**step, "pks": pks})
    return [
        *(step for step in steps if step["do"] == "remove"),
        *changes,
        *(step for step in steps if step["do"] == "add"),
    ]


def do(steps: Iterable[Step], user: User | None) -> list[Step]:
    """Do these steps; return them with the keys of what was added. Call it in a transaction.

    Rows go without taking others along: whoever planned the steps has moved what pointed at them.
    """
    done = []
    for (deed, _), alike in groupby(steps, lambda step: (step["do"], step["model"])):
        some = list(alike)
        model = model_of(some[0])
        if deed == "remove":  # in one go: of two with many mentions, many say the same
            gone = [row_of(model, step["row"]) for step in some]
            for pks in in_turn(row.pk for row in gone):
                _erase(model, pks)
            write_history(gone, "-", user)
        for step in some:
            if deed == "add":
                row = row_of(model, {k: v for k, v in step["row"].items() if k != "id"})
                row.save(force_insert=True)
                step = {**step, "row": columns_of(row)}
            elif deed == "change":
                write(model, step["pks"], step["now"], user)
            done.append(step)
    return done


def write(
    model: type[Model], pks: Iterable[int], columns: dict[str, Any], user: User | None
) -> None:
    """Write columns to rows by key, count their version on and keep their history."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: fields[name].to_python(value) for name, value in columns.items()}
    if issubclass(model, Versioned):
        values["version"] = F("version") + 1
    for some in in_turn(pks):
        rows = model._base_manager.filter(pk__in=some).order_by("pk")
        rows.update(**values)
        if has_history(model):
            write_history(list(rows), "~", user)


def write_history(rows: list[Model], deed: str, user: User | None) -> None:
    """Write what was done ("+", "~" or "-") to the history of rows that have one."""
    if not rows or not has_history(type(rows[0])):
        return
    past = type(rows[0]).history.model  # type: ignore[attr-defined]
    names = [field.attname for field in past.tracked_fields]
    now = timezone.now()
    past.objects.bulk_create(
        past(
            **{name: getattr(row, name) for name in names},
            history_date=now,
            history_type=deed,
            history_user=user,
        )
        for row in rows
    )


def has_history(model: type[Model]) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def _erase(model: type[Model], pks: list[int]) -> None:
    rows = model._base_manager.filter(pk__in=pks)
    rows._raw_delete(rows.db)


def erase(model: type[Model], pk: int) -> None:
    """Delete one row and nothing that points at it."""
    _erase(model, [pk])


def touched(steps: Iterable[Step]) -> set[tuple[str, int]]:
    """Return the rows that steps did something to, as (model, key)."""
    rows: set[tuple[str, int]] = set()
    for step in steps:
        pks = step["pks"] if step["do"] == "change" else [step["row"]["id"]]
        rows |= {(step["model"], pk) for pk in pks}
    return rows


def in_turn(keys: Iterable[int]) -> Iterator[list[int]]:
    listed = list(keys)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, PartialDate):
        return value.edtf
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
