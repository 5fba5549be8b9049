"""The cases of a document: what can be decided, in order of doubt, as a filter shows it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from reader.actions.curation import Seen
from reader.curation.galley import Galley
from reader.models import Actor, Citation, Event, Mention, Name, Relation, State

KINDS = ("citation", "mention", "event", "relation", "actor", "name")
# What the filter can ask for; without a word it is what waits.
WAITING, UNSURE, ALL = "", "unsure", "all"
SHOWN_STATES = {
    WAITING: "to decide",
    UNSURE: "set aside",
    State.ACCEPTED: "accepted",
    State.REJECTED: "rejected",
    ALL: "of every state",
}
# Within a group an actor comes before its names, and both before what it is named by.
_RANKS = {"actor": 0, "name": 1}


@dataclass(frozen=True, slots=True)
class Case:
    """One row that can be decided. `block` is the primary key of its block, 0 for none."""

    row: Any
    kind: str
    title: str
    block: int
    start: int
    place: str
    group: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def seen(self) -> Seen:
        return Seen(self.kind, self.row.pk, self.row.version)

    @property
    def is_waiting(self) -> bool:
        return self.row.state == State.PROPOSED and not self.row.is_unsure

    @property
    def percent(self) -> str:
        return f"{self.row.confidence:.2f}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases are shown. Every part is text as it stands in an address; "" asks nothing."""

    kind: str = ""
    state: str = ""
    method: str = ""
    block: str = ""
    actor: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filter:
        """Return the filter that an address or a form asks for; what is unknown asks nothing."""
        parts = {field.name: str(given.get(field.name, ""))[:100] for field in fields(cls)}
        if parts["kind"] not in KINDS:
            parts["kind"] = ""
        if parts["state"] not in SHOWN_STATES:
            parts["state"] = WAITING
        if not parts["actor"].isdecimal():
            parts["actor"] = ""
        return cls(**parts)

    @property
    def query(self) -> str:
        """The filter as it stands in an address."""
        return urlencode(dict(self.parts))

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What the filter asks, as names and values."""
        named = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, value) for name, value in named if value]

    def shows(self, case: Case, keys: Mapping[int, str]) -> bool:
        """Tell whether a case is shown; `keys` are the keys of blocks by primary key."""
        row = case.row
        if self.kind and case.kind != self.kind:
            return False
        if self.method and row.method != self.method:
            return False
        if self.block and keys.get(case.block) != self.block:
            return False
        if self.actor and self.actor not in {str(pk) for pk in actors_of(row)}:
            return False
        if self.state == ALL:
            return True
        if self.state == UNSURE:
            return bool(row.is_unsure)
        if self.state == WAITING:
            return case.is_waiting
        return bool(row.state == self.state)


def actors_of(row: Any) -> set[int]:
    """Return the primary keys of the actors that a row is about."""
    match row:
        case Actor():
            return {row.pk}
        case Mention() | Name():
            return {row.actor_id}
        case Relation():
            return {row.subject_id, row.object_id}
    return set()


def cases_in(galley: Galley) -> list[Case]:
    """Return every case of a document: what is doubted most first, what belongs together together.

    An actor, its names and its mentions are one group; a group is as doubtful as its most doubtful
    waiting case.
    """
    found = [_case(row, "mention", galley, f"actor-{row.actor_id}") for row in galley.mentions]
    found += [_case(row, "citation", galley) for row in galley.citations]
    found += [_case(row, "event", galley) for row in galley.events]
    first: dict[int, Mention] = {}
    for mention in galley.mentions:
        first.setdefault(mention.actor_id, mention)
    for actor in galley.actors:
        found.append(_case(actor, "actor", galley, f"actor-{actor.pk}", first[actor.pk]))
    for name in galley.names:
        if name.kind == Name.Kind.PRIMARY and name.actor.state != State.ACCEPTED:
            continue  # it goes with its actor
        found.append(_case(name, "name", galley, f"actor-{name.actor_id}", first[name.actor_id]))
    relations: dict[int, Any] = {}
    for proof in galley.evidence:
        relations.setdefault(proof.relation_id, proof)
    for proof in relations.values():
        found.append(_case(proof.relation, "relation", galley, "", proof))
    return in_order(found, galley.order)


def in_order(cases: Iterable[Case], order: Mapping[int, int]) -> list[Case]:
    """Return cases in order of doubt, group by group; `order` counts the blocks."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.group].append(case)

    def place(case: Case) -> tuple[int, int, int, int]:
        return (_RANKS.get(case.kind, 2), order.get(case.block, 0), case.start, case.row.pk)

    def doubt(group: list[Case]) -> tuple[float, int, int]:
        waiting = [case.row.confidence for case in group if case.is_waiting]
        least = min(waiting or [case.row.confidence for case in group])
        where = min((order.get(case.block, 0), case.start) for case in group)
        return (least, *where)

    return [
        case for group in sorted(groups.values(), key=doubt) for case in sorted(group, key=place)
    ]


def _case(row: Any, kind: str, galley: Galley, group: str = "", at: Any = None) -> Case:
    at = at or row
    key = f"{kind}-{row.pk}"
    return Case(
        row=row,
        kind=kind,
        title=title_of(row),
        block=at.block_id,
        start=at.start,
        place=galley.places[at.block_id],
        group=group or key,
    )


def title_of(row: Any) -> str:
    """Return what is to be decided, in one line: "Sadr: Muqtada al-Sadr?"."""
    asked = "?" if row.state == State.PROPOSED else ""
    match row:
        case Mention():
            return f"{_words(row)}: {row.actor}{asked}"
        case Citation():
            return f"{_words(row)}: {row.source or 'which source'}{asked}"
        case Event():
            return f"{_words(row)}: {row.date or 'no date'}{asked}"
        case Actor():
            return f"{row.name}: a {row.get_kind_display().lower()}{asked}"
        case Name():
            return f"{row.text}: a name of {row.actor}{asked}"
    return f"{row}{asked}"


def _words(row: Any) -> str:
    text = row.block.text[row.start : row.end]
    return text if len(text) <= 80 else text[:78] + " …"


def alike(case: Case, cases: Sequence[Case]) -> list[Case]:
    """Return the waiting cases that "the same everywhere" decides with this one, it among them.

    Of a mention: those of the same actor by the same words; of a citation: those of the same source
    by the same words; of an actor: its names and all that names it here.
    """
    row = case.row
    match row:
        case Actor():
            found = [other for other in cases if other.group == case.group]
        case Mention():
            taken = {
                (m.block_id, m.start, m.end)
                for m in (other.row for other in cases if other.kind == "mention")
                if m.state == State.ACCEPTED
            }
            found = [
                other
                for other in cases
                if other.kind == "mention"
                and other.row.actor_id == row.actor_id
                and _words(other.row) == _words(row)
                and (other.row.block_id, other.row.start, other.row.end) not in taken
            ]
        case Citation():
            found = [
                other
                for other in cases
                if other.kind == "citation"
                and other.row.source_id == row.source_id
                and _words(other.row) == _words(row)
            ]
        case _:
            return []
    return [other for other in found if other.is_waiting]


def digest(cases: Iterable[Case]) -> str:
    """Return a short hash of which rows these are, and in which version."""
    said = " ".join(sorted(f"{case.key}-{case.row.version}" for case in cases))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
