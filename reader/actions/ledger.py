"""Changes of many rows at once, each only if nobody was faster, and exactly undone.

What is put into a Ledger is written by compare-and-swap in few statements, entered in the journal
with what stood there before, and can be undone by whoever did it until someone changes the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from reader.actions.journal import record_act
from reader.actions.pages import document_facts, facts_of, mark_stale
from reader.actions.records import Stale
from reader.models import (
    Actor,
    Citation,
    Decided,
    Document,
    EditorialAct,
    Event,
    Evidence,
    LostSpan,
    Mention,
    Name,
    Relation,
    Report,
    State,
    User,
    Versioned,
)

KINDS: dict[str, type[Versioned]] = {
    "citation": Citation,
    "mention": Mention,
    "event": Event,
    "relation": Relation,
    "name": Name,
    "actor": Actor,
    "evidence": Evidence,
    "report": Report,
    "lostspan": LostSpan,
}
# What the journal keeps of a change, so that it can be undone.
CHANGED, MADE, UNDOES = "changed", "made", "undoes"
UNDID = "undid"
# Keys in one statement: more pass SQLite's limit of variables on old builds.
AT_ONCE = 500


class Refused(Exception):
    """A change that the rules do not allow. Its text is the one line to show."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done: its entry in the journal, and how many rows it touched."""

    act: EditorialAct
    number: int

    @property
    def words(self) -> str:
        return f"{self.act.verb.capitalize()} {self.act.words}".strip()


def kind_of(row: Versioned) -> str:
    """Return the kind of a row as the desk and the journal call it."""
    return str(row._meta.model_name)


class Ledger:
    """The changes of one act. `put` and `make` collect them, `close` writes them, all or none."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        self.now = timezone.now()
        self._puts: dict[tuple[str, int], tuple[Versioned, int, dict[str, Any]]] = {}
        self._made: list[Versioned] = []

    def put(self, row: Versioned, version: int, **values: Any) -> None:
        """Give a row, seen in this version, new values by column; later values win."""
        key = (kind_of(row), row.pk)
        _, first, before = self._puts.get(key, (row, version, {}))
        self._puts[key] = (row, first, {**before, **values})

    def decide(self, row: Decided, version: int, state: str, **values: Any) -> None:
        """Give a row a state, signed by the ledger's user."""
        assert isinstance(row, Versioned)
        self.put(row, version, **self.signed(state), **values)

    def signed(self, state: str, *, is_unsure: bool = False) -> dict[str, Any]:
        """Return the columns that say who decided, when, and what."""
        return {
            "state": state,
            "is_unsure": is_unsure,
            "reviewer_id": self.user.pk if self.user else None,
            "reviewed_at": self.now,
        }

    def has(self, row: Versioned) -> bool:
        """Tell whether the row is among those to be changed."""
        return (kind_of(row), row.pk) in self._puts

    def make(self, row: Versioned) -> None:
        """Insert a new row; undoing deletes it again."""
        row._history_user = self.user  # type: ignore[attr-defined]  # read by simple_history
        row.save(force_insert=True)
        self._made.append(row)

    def close(
        self, verb: str, words: str, *, document: Document | None, record: Versioned | None = None
    ) -> Done:
        """Write everything, enter it in the journal, mark the pages that show it.

        Raises Stale for a row that someone else has changed since it was seen, Refused for what
        the constraints do not allow. Call it last, inside the transaction.
        """
        changed = self._changes()
        facts = facts_around([row for row, _, _ in self._puts.values()])
        try:
            with transaction.atomic():
                _write(self._puts.values(), self.user)
        except IntegrityError:
            raise Refused(
                "That would give the same words two accepted actors, or the same place twice."
            ) from None
        rows = [row for row, _, _ in self._puts.values()] + self._made
        mark_stale(facts | facts_around(rows))
        data = {CHANGED: changed, MADE: [[kind_of(row), row.pk, row.version] for row in self._made]}
        act = record_act(self.user, verb, record, document=document, words=words, data=data)
        return Done(act, len(rows))

    def _changes(self) -> list[list[Any]]:
        """Return for each row its kind, key, columns before, and the version it will have."""
        return [
            [kind, pk, {name: _plain(getattr(row, name)) for name in values}, version + 1]
            for (kind, pk), (row, version, values) in self._puts.items()
        ]


def facts_around(rows: Iterable[Versioned]) -> set[str]:
    """Return the facts that a change of these rows touches; each document is asked once."""
    facts: set[str] = set()
    documents: set[int] = set()
    actors: set[int] = set()
    for row in rows:
        match row:
            case Mention() | Citation() | Event():
                documents.add(row.block.document_id)
                facts |= {f"actor:{row.actor_id}"} if isinstance(row, Mention) else set()
                facts |= {f"source:{row.source_id}"} if isinstance(row, Citation) else set()
            case Evidence():
                facts |= facts_of(row)
                documents |= {row.block.document_id} if row.block else set()
            case Report() | LostSpan():
                pass
            case _:
                facts |= facts_of(row)
                actors |= {row.pk} if isinstance(row, Actor) else set()
    # A page that did not show an actor does not know that it would, were the actor accepted.
    for keys in _in_turn(sorted(actors)):
        named = Mention.objects.filter(actor__in=keys, state=State.ACCEPTED)
        documents |= set(named.values_list("block__document", flat=True).distinct())
    for document in documents:
        facts |= document_facts(document)
    return facts


def undoable(user: User, document: Document | None = None) -> EditorialAct | None:
    """Return the last act of this user (on this document) that can be undone and has not been."""
    acts = EditorialAct.objects.filter(user=user)
    if document is not None:
        acts = acts.filter(document=document)
    undone: set[int] = set()
    for act in acts.order_by("-pk").iterator(chunk_size=50):
        if UNDOES in act.data:
            undone.add(act.data[UNDOES])
        elif act.pk not in undone and (act.data.get(CHANGED) or act.data.get(MADE)):
            return act
    return None


@transaction.atomic
def undo(act: EditorialAct, *, user: User) -> Done:
    """Bring back exactly what stood there before an act of this user.

    Every column it changed has its old value again, what it made is gone. Raises Refused when it
    is not the user's last act there any more, or when someone has changed one of the rows since.
    """
    last = undoable(user, act.document)
    if last is None or last.pk != act.pk:
        raise Refused("This was undone already, or you have decided something else since.")
    rows = _as_left(act)
    facts = facts_around(row for row, _ in rows)
    puts = [(row, row.version, before) for row, before in rows]
    try:
        with transaction.atomic():
            _write(puts, user)
    except IntegrityError:
        raise Refused(f"Something else has taken the place of {act.words} since.") from None
    for kind, pk, version in reversed(act.data.get(MADE, [])):
        facts |= _unmake(KINDS[kind], pk, version, act)
    mark_stale(facts | facts_around(row for row, _ in rows))
    entry = record_act(user, UNDID, document=act.document, words=f"“{act}”", data={UNDOES: act.pk})
    return Done(entry, len(rows) + len(act.data.get(MADE, [])))


def _as_left(act: EditorialAct) -> list[tuple[Versioned, dict[str, Any]]]:
    """Return the rows that an act changed, each with its columns before; Refused if not as left."""
    wanted: dict[str, dict[int, tuple[dict[str, Any], int]]] = defaultdict(dict)
    for kind, pk, before, version in act.data.get(CHANGED, []):
        wanted[kind][pk] = (before, version)
    found = []
    for kind, rows in wanted.items():
        there: dict[int, Any] = {}
        for keys in _in_turn(sorted(rows)):
            there.update(rows_of(kind, keys))
        for pk, (before, version) in rows.items():
            row = there.get(pk)
            if row is None or row.version != version:
                raise Refused(
                    f"{KINDS[kind]._meta.verbose_name.capitalize()} {row or pk} was changed by "  # type: ignore[union-attr]
                    "someone since: it cannot be undone here."
                )
            found.append((row, {name: _read(name, value) for name, value in before.items()}))
    return found


def rows_of(kind: str, keys: Iterable[int]) -> dict[int, Any]:
    """Return the rows of a kind by primary key, with what facts and cards ask of them."""
    related = {
        "citation": ["block", "source"],
        "mention": ["block", "actor"],
        "event": ["block"],
        "relation": ["subject", "object"],
        "name": ["actor"],
        "actor": [],
        "evidence": ["block", "relation"],
        "report": ["document"],
        "lostspan": ["document"],
    }[kind]
    rows = KINDS[kind]._default_manager.filter(pk__in=list(keys))
    return {row.pk: row for row in (rows.select_related(*related) if related else rows)}


def _unmake(model: type[Versioned], pk: int, version: int, act: EditorialAct) -> set[str]:
    """Delete a row that an act made, if it is as the act left it and nothing hangs on it."""
    row: Any = model._default_manager.filter(pk=pk, version=version).first()
    if row is None:
        raise Refused(f"What {act.words} made was changed by someone since.")
    if isinstance(row, Actor) and (row.mentions.exists() or row.published_sources.exists()):
        raise Refused(f"{row} is named elsewhere by now: it cannot be taken back here.")
    facts = facts_around([row])
    row.delete()
    return facts


def _write(puts: Iterable[tuple[Versioned, int, dict[str, Any]]], user: User | None) -> None:
    """Write rows by compare-and-swap, those alike in one statement; Stale for one that lost."""
    alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row, version, values in puts:
        key = (type(row), version, tuple(sorted(values.items(), key=lambda item: item[0])))
        alike[key].append(row)
    # What frees a place goes before what takes it.
    for key in sorted(alike, key=lambda key: dict(key[2]).get("state") == State.ACCEPTED):
        model: Any = key[0]
        version, columns = key[1:]
        values = dict(columns)
        for rows in _in_turn(alike[key]):
            there = model._base_manager.filter(pk__in=[row.pk for row in rows], version=version)
            if there.update(**values, version=version + 1) != len(rows):
                _tell_who_lost(model, rows, version)
        for row in alike[key]:
            row.version = version + 1
            for name, value in values.items():
                setattr(row, name, value)
        if hasattr(model._meta, "simple_history_manager_attribute"):
            model.history.bulk_history_create(alike[key], update=True, default_user=user)


def _tell_who_lost(model: Any, rows: list[Versioned], version: int) -> None:
    there = model._base_manager.in_bulk([row.pk for row in rows])
    for row in rows:
        now = there.get(row.pk)
        if now is None or now.version != version + 1:
            raise Stale(row, now)
    raise Stale(rows[0], there.get(rows[0].pk))


def _plain(value: Any) -> Any:
    """Return a column's value as JSON can carry it."""
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: Any) -> Any:
    return parse_datetime(value) if name.endswith("_at") and value else value


def _in_turn(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
