"""What points at a record: every foreign key of every table, asked of the models themselves.

A table that is added later is found without a word here, so nothing is left behind in a merge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet, UniqueConstraint
from simple_history.models import HistoricalChanges

from reader.actions.steps import in_turn
from reader.models import Actor, Citation, Evidence, TopicLabel

# What editors call the rows of a column; other tables go by their own plural.
WORDS = {
    ("reader.source", "publisher_actor_id"): "sources published",
    ("reader.source_author_actors", "actor_id"): "sources written",
    ("reader.source_author_actors", "source_id"): "authors",
    ("reader.citation_candidates", "source_id"): "short forms that may mean it",
    ("reader.relation", "subject_id"): "relations to others",
    ("reader.relation", "object_id"): "relations of others",
    ("reader.topiclabel", "object_id"): "topics",
    ("reader.topiclabel", "tag_id"): "documents and actors",
}
# Rows that say the same thing twice, though no rule of the database forbids them.
SAME: dict[type[Model], tuple[str, ...]] = {
    Evidence: ("relation_id", "block_id", "start", "end", "quote"),
    Citation: ("source_id", "block_id", "start", "end"),
}


@dataclass(frozen=True)
class Pointer:
    """One column that points at records of a kind."""

    model: type[Model]
    column: str
    is_optional: bool
    # Whether no two rows point at the same record.
    is_single: bool = False
    # Further columns that a row must have, where the column alone does not say what it points at.
    more: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def words(self) -> str:
        meta = self.model._meta
        return WORDS.get((meta.label_lower, self.column)) or str(meta.verbose_name_plural)

    def rows(self, pk: int) -> QuerySet[Model]:
        """Return the rows that point at the record with this key."""
        return self.model._base_manager.filter(**{self.column: pk, **self.more}).order_by("pk")

    def pointed_at(self, pks: Iterable[int]) -> set[int]:
        """Return those of these keys at which some row points."""
        found: set[int] = set()
        for some in in_turn(pks):
            there = self.model._base_manager.filter(**{f"{self.column}__in": some, **self.more})
            found |= set(there.order_by().values_list(self.column, flat=True))
        return found

    @property
    def identities(self) -> list[tuple[str, ...]]:
        """The sets of columns, this one among them, of which no two rows have the same values."""
        meta = self.model._meta
        names: list[Iterable[str]] = [*meta.unique_together]
        names += [
            rule.fields
            for rule in meta.constraints
            if isinstance(rule, UniqueConstraint) and rule.condition is None
        ]
        found = [tuple(_column(meta, name) for name in some) for some in names]
        found += [SAME[self.model]] if self.model in SAME else []
        found += [(self.column,)] if self.is_single else []
        return [columns for columns in found if self.column in columns]


@cache
def pointers_to(model: type[Model]) -> tuple[Pointer, ...]:
    """Return every column that points at records of this model, its history aside."""
    found = []
    relations: Any = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not relation.auto_created or relation.concrete:
            continue
        if not (relation.one_to_many or relation.one_to_one):
            continue
        pointing = relation.related_model
        if not issubclass(pointing, HistoricalChanges):
            column = relation.field
            found.append(Pointer(pointing, column.attname, column.null, column.unique))
    if model is Actor:
        # By its names: the key of a content type is another in each database.
        labelled = {"content_type__app_label": "reader", "content_type__model": "actor"}
        found.append(Pointer(TopicLabel, "object_id", False, more=labelled))
    return tuple(found)


def weight_of(record: Model) -> int:
    """Return how many rows point at a record: of two, the bigger one has more."""
    return sum(pointer.rows(record.pk).count() for pointer in pointers_to(type(record)))


def _column(meta: Any, name: str) -> str:
    return str(meta.get_field(name).attname)
