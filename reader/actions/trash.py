"""The trash: what is deleted by hand is kept whole, and can be put back as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.deletion import Collector

from reader.actions.journal import record_act
from reader.actions.ledger import facts_around
from reader.actions.pages import facts_of, forget, mark_stale
from reader.actions.records import Stale, document_of
from reader.actions.workflow import NotAllowed, may_be_deleted
from reader.models import Document, TopicLabel, Trashed, User, Versioned
from reader.text.dates import PartialDate

LONGEST_WORDS = 1000


class InTheWay(Exception):
    """Why something cannot be put back. Its text is the one line to show."""


@transaction.atomic
def delete_record(record: Any, *, version: int, user: User | None) -> Trashed:
    """Put a record into the trash with all that hangs on it, if its row still has this version.

    Raises Stale when someone has saved or deleted it since, ProtectedError for a record that
    others need, such as a source that is cited, and NotAllowed for a document that readers have
    seen.
    """
    if isinstance(record, Document) and not may_be_deleted(record):
        raise NotAllowed("Readers have seen it: it can be archived or withdrawn, not deleted.")
    rows = type(record)._base_manager.filter(pk=record.pk)
    # The update takes the row's lock: nobody can save between the question and the deletion.
    if not rows.filter(version=version).update(version=version + 1):
        raise Stale(record, rows.first())
    kept = rows.get()
    kept.version = version
    if isinstance(record, Document):
        # It and its live revision point at each other.
        rows.update(live_revision=None)
    # Entered first: of a document its acts lose hold with it, and take hold again with it.
    record_act(user, "deleted", kept, document=document_of(kept))
    collector = Collector(using=connection.alias, origin=record)
    collector.collect([record])
    gone = {(type(row), row.pk): row for row in _collected(collector)}
    gone[type(record), record.pk] = kept
    facts = facts_of(record) | facts_around(r for r in gone.values() if isinstance(r, Versioned))
    trashed = Trashed.objects.create(
        kind=record._meta.model_name,
        record=str(record.pk),
        words=" ".join(str(kept).split())[:LONGEST_WORDS] or record._meta.verbose_name,
        rows=[_as_json(row) for row in gone.values()],
        loosened=list(_loosened(collector)),
        document=None if isinstance(record, Document) else document_of(kept),
        user=user,
    )
    record._history_user = user  # read by simple_history
    collector.delete()
    if isinstance(record, Document):
        forget(kept.get_absolute_url(), below=True)
    mark_stale(facts)
    return trashed


@transaction.atomic
def restore(trashed: Trashed, *, user: User | None) -> Any:
    """Put back what was deleted, every row as it was, and return the record.

    Rows that pointed at it and were let go point at it again, unless they point elsewhere by now.
    Raises InTheWay, changing nothing, when it was put back or thrown away already, when something
    stands in its place, or when what it belongs to is gone.
    """
    held = Trashed.objects.select_for_update().filter(pk=trashed.pk).first()
    if held is None:
        raise InTheWay("It is not in the trash any more: someone has put it back, or emptied it.")
    rows = [_as_row(label, values) for label, values in held.rows]
    for row in rows:
        if type(row)._base_manager.filter(pk=row.pk).exists():
            raise InTheWay(f"Another {row._meta.verbose_name} stands in its place: {row.pk}.")
    try:
        with transaction.atomic():
            for row in rows:
                row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        raise InTheWay(_who_stands_there(rows)) from None
    try:
        with transaction.atomic():
            connection.check_constraints(table_names={row._meta.db_table for row in rows})
    except IntegrityError:
        words = "What it belongs to is gone: bring that back first."
        raise InTheWay(words) from None
    for label, pk, column, value in held.loosened:
        loose = apps.get_model(label)._base_manager.filter(pk=pk, **{f"{column}__isnull": True})
        loose.update(**{column: value})
    record = next(row for row in rows if _is_the_record(row, held))
    held.delete()
    again = type(record)._base_manager.get(pk=record.pk)
    mark_stale(facts_of(again) | facts_around(r for r in rows if isinstance(r, Versioned)))
    record_act(user, "restored", again, document=document_of(again), data={"rows": len(rows)})
    return again


@transaction.atomic
def empty_trash(trashed: Iterable[Trashed], *, user: User | None) -> int:
    """Throw away for good what is in the trash; return how many records it were."""
    number = 0
    for one in trashed:
        record_act(user, "threw away", document=one.document, words=f"{one.kind} {one.words}")
        one.delete()
        number += 1
    return number


def _collected(collector: Collector) -> Iterator[Model]:
    """Yield every row that a deletion takes, the topics of what it takes among them."""
    found: list[Model] = [row for rows in collector.data.values() for row in rows]
    for query in collector.fast_deletes:
        found += list(query)
    yield from found
    for row in found:
        if hasattr(row, "topics"):
            yield from TopicLabel.objects.filter(
                content_type__app_label=row._meta.app_label,
                content_type__model=row._meta.model_name,
                object_id=row.pk,
            )


def _loosened(collector: Collector) -> Iterator[list[Any]]:
    """Yield each row that stays and only loses its link: model, key, column and what it said."""
    updates: Any = collector.field_updates
    for (field, _), groups in updates.items():
        for group in groups:
            for row in group:
                value = getattr(row, field.attname)
                if value is not None:
                    yield [row._meta.label_lower, row.pk, field.attname, value]


def _as_json(row: Model) -> list[Any]:
    """Return a row as JSON carries it: its kind, and every column as it stands."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return [row._meta.label_lower, {name: _plain(value) for name, value in values.items()}]


def _as_row(label: str, values: dict[str, Any]) -> Any:
    model = apps.get_model(label)
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in values.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.edtf
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def _is_the_record(row: Model, trashed: Trashed) -> bool:
    return (row._meta.model_name, str(row.pk)) == (trashed.kind, trashed.record)


def _who_stands_there(rows: list[Model]) -> str:
    """Return in words what has taken the place of one of the rows."""
    for row in rows:
        for field in row._meta.concrete_fields:
            if field.unique and not field.primary_key:
                value = getattr(row, field.attname)
                there = type(row)._base_manager.filter(**{field.attname: value}).first()
                if there is not None:
                    return f"“{there}” has its {field.verbose_name} by now: {value}."
    return "Something that was made since says the same: delete or change that first."
