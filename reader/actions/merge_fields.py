"""Field by field: what two records say, and which of the two is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.models import Actor, Source, State, Versioned

STATE = ("state", "method", "confidence", "reviewer_id", "reviewed_at", "is_unsure")
# The fields that an editor chooses, with the columns that go together.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "actor": {
        "name": ("name", "folded"),
        "kind": ("kind",),
        "description": ("description",),
        "state": STATE,
    },
    "source": {
        "kind": ("kind",),
        "author": ("author",),
        "title": ("title",),
        "publisher": ("publisher",),
        "publisher_actor": ("publisher_actor_id",),
        "date": ("date", "inferred_year", "inferred_reason"),
        "url": ("url",),
        "archived_url": ("archived_url",),
    },
    "topic": {"name": ("name",), "description": ("description",)},
    "name": {
        "text": ("text", "folded"),
        "kind": ("kind",),
        "case": ("case",),
        "language": ("language",),
        "links_alone": ("links_alone",),
        "state": STATE,
    },
}
RANK = (State.PROPOSED, State.REJECTED, State.ACCEPTED)


@dataclass(frozen=True)
class Choice:
    """One field of two records, in words, and which one is taken: "keep" or "gone"."""

    name: str
    label: str
    keep: str
    gone: str
    chosen: str
    columns: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.keep == self.gone


def choices_of(
    kind: str, keep: Versioned, gone: Versioned, chosen: Mapping[str, str]
) -> tuple[Choice, ...]:
    """Return the fields of two records of a kind; `chosen` outweighs what is taken by rule."""
    found = []
    for name, columns in FIELDS[kind].items():
        said = {"keep": _words(keep, name), "gone": _words(gone, name)}
        by_rule = "gone" if _is_better(name, columns, keep, gone) else "keep"
        taken = chosen.get(name, by_rule)
        if kind == "name" and "primary" in (getattr(keep, "kind", ""), getattr(gone, "kind", "")):
            # The primary name says what the actor is called; it changes with the actor.
            taken = "keep" if name in {"text", "kind", "state"} else taken
        found.append(
            Choice(
                name,
                str(keep._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                said["keep"],
                said["gone"],
                taken if taken in said else by_rule,
                columns,
            )
        )
    return tuple(found)


def columns_chosen(
    kind: str, keep: Versioned, gone: Versioned, choices: Sequence[Choice]
) -> dict[str, Any]:
    """Return the columns of keep that change, with their new values."""
    values: dict[str, Any] = {}
    for choice in choices:
        if choice.chosen == "gone":
            new = {column: getattr(gone, column) for column in choice.columns}
            if any(getattr(keep, column) != value for column, value in new.items()):
                values.update(new)
    return values


def _is_better(name: str, columns: Sequence[str], keep: Versioned, gone: Versioned) -> bool:
    """Tell whether what gone says is taken without a word: keep says nothing, or less surely."""
    if name == "state":
        states = (State(row.state) for row in (keep, gone))  # type: ignore[attr-defined]
        ours, theirs = map(RANK.index, states)
        return theirs > ours
    if name == "links_alone":
        return False
    return not any(getattr(keep, column) for column in columns) and any(
        getattr(gone, column) for column in columns
    )


def _words(record: Versioned, name: str) -> str:
    if isinstance(record, Source) and name == "date":
        return record.date_words
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Actor):
        return f"{value} (number {value.pk})"
    return "" if value is None else str(value)
