"""Two records that are one: what a merge would do, and doing it.

A merge is planned from reading alone, as steps (actions.steps); the steps are done in one
transaction, kept in the ledger, and taken back by actions.unmerging.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model

from reader.actions import steps as rows
from reader.actions.following import follow_addresses, follow_keys, follow_lost, follow_pairs
from reader.actions.journal import record_act
from reader.actions.merge_fields import Choice, choices_of, columns_chosen
from reader.actions.naming import settle_names
from reader.actions.pages import LISTS, mark_stale
from reader.actions.pointers import Pointer, pointers_to, weight_of
from reader.actions.records import Stale
from reader.actions.steps import Step
from reader.models import (
    Actor,
    Decided,
    Evidence,
    Identifier,
    Mention,
    Merge,
    Name,
    Relation,
    Source,
    State,
    Topic,
    User,
    Versioned,
)
from reader.signals import records_merged

MERGED: dict[str, type[Versioned]] = {
    "actor": Actor,
    "source": Source,
    "topic": Topic,
    "name": Name,
}
# Of two rows that say the same, the accepted one stays; a person's no outweighs a rule's perhaps.
RANK = {State.ACCEPTED: 2, State.REJECTED: 1, State.PROPOSED: 0}
LONGEST_WORDS = 1000


class CannotMerge(ValueError):
    """Two records that are not to be merged; the message says why, for an editor to read."""


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do: `gone` goes into `keep`. Nothing has been written."""

    kind: str
    keep: Versioned
    gone: Versioned
    choices: tuple[Choice, ...]
    # How many rows move, by what they are; in how many documents the mentions or citations stand.
    counts: dict[str, int]
    # What both have, or what cannot stand afterwards: one sentence each.
    clashes: tuple[str, ...]
    steps: tuple[Step, ...]
    was_called: str = ""
    weights: tuple[int, int] = (0, 0)

    @property
    def chosen(self) -> dict[str, str]:
        return {choice.name: choice.chosen for choice in self.choices}

    @property
    def takes_the_bigger(self) -> bool:
        """Whether the record that goes has more to it than the one that stays."""
        return self.weights[1] > self.weights[0]

    @property
    def fingerprint(self) -> str:
        """A hash of everything that would be done, versions aside: what a form was shown."""
        said = json.dumps([_unversioned(step) for step in self.steps], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def plan_merge(
    keep: Versioned,
    gone: Versioned,
    chosen: Mapping[str, str] | None = None,
    *,
    was_called: str = "",
) -> MergePlan:
    """Plan that gone goes into keep. Writes nothing.

    `chosen` says by field "keep" or "gone"; without a word the kept record's value stands, unless
    it is empty or only proposed. `was_called` is the kind that the primary name of the actor that
    goes has afterwards. Raises CannotMerge for two that cannot be one.
    """
    kind = _kind_of(keep, gone)
    choices = choices_of(kind, keep, gone, chosen or {})
    work = _Work()
    values = columns_chosen(kind, keep, gone, choices)
    if isinstance(keep, Actor) and isinstance(gone, Actor):
        name = str(values.get("name", keep.name))
        state = str(values.get("state", keep.state))
        work.steps += settle_names(keep, gone, name=name, state=state, was_called=was_called)
    work.absorb(keep, gone)
    work.steps += [
        rows.change(
            type(keep),
            [keep.pk],
            {column: getattr(keep, column) for column in group},
            {column: values[column] for column in group},
        )
        for group in _groups(choices, values)
    ]
    work.steps += follow_keys(kind, keep, gone, values)
    work.steps += follow_addresses(kind, keep, gone)
    work.steps += follow_lost(work.went)
    told_apart, pairs = follow_pairs(kind, keep, gone)
    work.steps += pairs
    if told_apart:
        work.clashes.insert(0, "An editor has said that these two are not the same.")
    return MergePlan(
        kind,
        keep,
        gone,
        choices,
        dict(work.counts),
        tuple(work.clashes),
        tuple(rows.in_order(work.steps)),
        was_called,
        (weight_of(keep), weight_of(gone)),
    )


def merge(plan: MergePlan, *, user: User | None) -> Merge:
    """Do what the plan says, in one transaction; return its entry in the ledger.

    Raises Stale if either record was saved, or anything that would move has changed, since the
    plan was made, and CannotMerge for what the rules of the database do not allow.
    """
    try:
        with transaction.atomic():
            return _merge(plan, user)
    except IntegrityError as error:
        raise CannotMerge(f"The two cannot be merged: {error}") from error


def _merge(plan: MergePlan, user: User | None) -> Merge:
    for record in sorted((plan.keep, plan.gone), key=lambda record: record.pk):
        held = type(record)._base_manager.filter(pk=record.pk)
        if not held.filter(version=record.version).update(version=F("version") + 1):
            raise Stale(record, held.first())
    keep, gone = (type(row)._base_manager.get(pk=row.pk) for row in (plan.keep, plan.gone))
    again = plan_merge(keep, gone, plan.chosen, was_called=plan.was_called)
    if again.fingerprint != plan.fingerprint:
        raise Stale(plan.keep, keep)
    facts = facts_of_merge(plan.kind, keep, gone)
    done = rows.do(again.steps, user)
    ledger = Merge.objects.create(
        kind=plan.kind,
        kept=keep.pk,
        kept_words=called(keep),
        gone=gone.pk,
        gone_words=called(gone),
        snapshot={"kept": rows.columns_of(keep), "gone": rows.columns_of(gone)},
        chosen=again.chosen,
        counts=again.counts,
        steps=done,
        last_mention=Mention.objects.aggregate(last=Max("pk"))["last"] or 0,
        user=user,
    )
    data = {"merge": ledger.pk, "gone": gone.pk, "counts": again.counts}
    record_act(user, "merged", keep, words=str(ledger), data=data)
    records_merged.send(sender=Merge, merge=ledger, kind=plan.kind, kept=keep.pk, gone=gone.pk)
    mark_stale(facts | facts_of_steps(done))
    return ledger


def called(record: Model) -> str:
    """Return what a record is called, in one line."""
    return " ".join(str(record).split())[:LONGEST_WORDS] or f"number {record.pk}"


def facts_of_merge(kind: str, keep: Model, gone: Model) -> set[str]:
    """Return the facts that two records of a kind are, and all the lists that show them."""
    if isinstance(keep, Name) and isinstance(gone, Name):
        return {f"actor:{keep.actor_id}", f"actor:{gone.actor_id}", *LISTS}
    return {f"{kind}:{keep.pk}", f"{kind}:{gone.pk}", *LISTS}


def facts_of_steps(done: list[Step]) -> set[str]:
    """Return the facts of the rows that steps touched: documents, sources, other actors."""
    facts: set[str] = set()
    for model, pk in rows.touched(done):
        if model == "reader.source":
            facts.add(f"source:{pk}")
        elif model == "reader.relation":
            facts.add(f"relation:{pk}")
    for path in ("mentions", "citations", "evidence"):
        model = f"reader.{path.removesuffix('s')}"
        pks = [pk for name, pk in rows.touched(done) if name == model]
        for some in rows.in_turn(pks):
            kind: Any = {"mentions": Mention, "evidence": Evidence}.get(path)
            kind = kind or Source._meta.get_field("citations").related_model
            documents = kind.objects.filter(pk__in=some).values_list("block__document", flat=True)
            facts |= {f"document:{pk}" for pk in documents.distinct() if pk}
    return facts


@dataclass
class _Work:
    """A merge while it is planned: the steps so far, what moves, what both have."""

    steps: list[Step] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    clashes: list[str] = field(default_factory=list)
    # Rows by key at which nothing points by this pointer: asked once for all that may be twins.
    _idle: set[tuple[Pointer, int]] = field(default_factory=set)
    # What each record went into, by kind and key.
    went: dict[tuple[str, int], int] = field(default_factory=dict)

    def absorb(self, keep: Model, gone: Model) -> None:
        """Let everything that points at gone point at keep; then gone goes."""
        self.went[str(gone._meta.model_name), gone.pk] = keep.pk
        for pointer in pointers_to(type(gone)):
            if (pointer, gone.pk) in self._idle:
                continue
            moving = list(pointer.rows(gone.pk))
            if not moving:
                continue
            there = _by_identity(pointer, keep.pk) if pointer.identities else {}
            self._look_at_twins(moving, there, pointer, keep)
            moved = [row.pk for row in moving if self._moves(row, pointer, keep, gone, there)]
            if moved:
                was, now = {pointer.column: gone.pk}, {pointer.column: keep.pk}
                self.steps.append(rows.change(pointer.model, moved, was, now))
                self.counts[pointer.words] += len(moved)
        self.steps.append(rows.remove(gone))

    def _look_at_twins(
        self, moving: list[Any], there: dict[Any, Model], pointer: Pointer, keep: Model
    ) -> None:
        """Ask in one go at which of the rows that say the same something points."""
        twins: set[int] = set()
        for row in moving:
            for twin in filter(None, map(there.get, _identities(row, pointer, keep.pk))):
                twins |= {row.pk, twin.pk}
        for inner in pointers_to(pointer.model) if len(twins) > 2 else ():
            self._idle |= {(inner, pk) for pk in twins - inner.pointed_at(twins)}

    def _moves(
        self,
        row: Any,
        pointer: Pointer,
        keep: Model,
        gone: Model,
        there: dict[tuple[Any, ...], Model],
    ) -> bool:
        """Tell whether a row moves; else it is dropped, or goes into the one that says the same."""
        ends = (getattr(row, "subject_id", None), getattr(row, "object_id", None))
        if isinstance(row, Relation) and set(ends) == {keep.pk, gone.pk}:
            self.clashes.append(f"“{row}” would relate the actor to itself: it is dropped.")
            self._drop(row)
            return False
        twin = next(filter(None, map(there.get, _identities(row, pointer, keep.pk))), None)
        if twin is None:
            return True
        self.clashes.append(_said_twice(row))
        if _rank(row) > _rank(twin):
            self.absorb(row, twin)
            return True
        self.absorb(twin, row)
        return False

    def _drop(self, row: Model) -> None:
        for pointer in pointers_to(type(row)):
            pointing = list(pointer.rows(row.pk))
            if pointer.is_optional and pointing:
                pks = [one.pk for one in pointing]
                was: dict[str, Any] = {pointer.column: row.pk}
                self.steps.append(rows.change(pointer.model, pks, was, {pointer.column: None}))
                continue
            for one in pointing:
                self._drop(one)
        self.steps.append(rows.remove(row))


def _kind_of(keep: Versioned, gone: Versioned) -> str:
    kinds = [kind for kind, model in MERGED.items() if type(keep) is model and type(gone) is model]
    if not kinds:
        raise CannotMerge("Only two actors, two sources, two topics or two names can be one.")
    if keep.pk == gone.pk:
        raise CannotMerge("A record cannot be merged with itself.")
    if isinstance(keep, Name) and isinstance(gone, Name):
        if keep.actor_id != gone.actor_id:
            raise CannotMerge("These are names of two actors: merge the actors.")
        if gone.kind == Name.Kind.PRIMARY:
            raise CannotMerge("The primary name stays: swap the two.")
    return kinds[0]


def _groups(choices: tuple[Choice, ...], values: Mapping[str, Any]) -> list[list[str]]:
    """Return the columns that change, those of one field together."""
    found = [[column for column in choice.columns if column in values] for choice in choices]
    return [group for group in found if group]


def _by_identity(pointer: Pointer, pk: int) -> dict[tuple[Any, ...], Model]:
    return {key: row for row in pointer.rows(pk) for key in _identities(row, pointer, pk)}


def _identities(row: Model, pointer: Pointer, pk: int) -> list[tuple[Any, ...]]:
    """Return what would tell this row from others if it pointed at the record with this key."""
    return [
        (columns, *(pk if name == pointer.column else getattr(row, name) for name in columns))
        for columns in pointer.identities
    ]


def _rank(row: Model) -> int:
    return RANK[State(row.state)] if isinstance(row, Decided) else 0


def _said_twice(row: Model) -> str:
    match row:
        case Name() | Identifier() | Relation():
            return f"Both have “{row}”: one stays."
        case Mention():
            return f"Both are named at {row.start} of block {row.block_id}: one stays."
    return f"Both have the same {row._meta.verbose_name}: one stays."


def _unversioned(step: Step) -> Step:
    if "row" not in step:
        return step
    return {
        **step,
        "row": {k: v for k, v in step["row"].items() if k not in {"version", "created_at"}},
    }
