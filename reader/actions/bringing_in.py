"""Bringing a table in: exactly what its plan showed, in one transaction."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reader.actions.journal import record_act
from reader.actions.pages import facts_of, mark_stale
from reader.actions.records import add_record, save_record
from reader.actions.topics import as_topics
from reader.bulk.actors import Actors
from reader.bulk.plans import NEW, BulkPlan, Planned, Refused, Shape, plan_rows
from reader.bulk.relations import Relations, place_of
from reader.bulk.sources import Sources, read_date, the_actor
from reader.models import Actor, Evidence, Identifier, Name, Relation, Source, State, User

SHAPES: dict[str, type[Any]] = {"actor": Actors, "source": Sources, "relation": Relations}
METHOD = "table"


class Outdated(Exception):
    """What a confirmed plan would do now is not what it showed. `plan` is what it is now."""

    def __init__(self, plan: BulkPlan) -> None:
        super().__init__("the rows have changed since the preview")
        self.plan = plan


def bring_in(
    kind: str, rows: list[tuple[int, Any]], *, digest: str, user: User | None, file: str = ""
) -> BulkPlan:
    """Bring rows of a kind in, if their plan still has this digest; return the plan.

    Raises Outdated if it has not, and Refused for what the rules of the database do not allow;
    then nothing is written.
    """
    try:
        with transaction.atomic():
            shape = SHAPES[kind]()
            plan = plan_rows(shape, rows)
            if plan.digest != digest:
                raise Outdated(plan)
            made = [_write(shape, row, user) for row in plan.writing]
            said = ", ".join(f"{n} {what}" for what, n in plan.counts.items() if n)
            words = f"{kind}s from {file or 'a table'}: {said}"
            data = {"kind": kind, "records": made, "counts": plan.counts}
            record_act(user, "brought in", words=words, data=data)
            return plan
    except (IntegrityError, ValidationError) as error:
        raise Refused(f"The rows cannot be written: {error}") from error


def _write(shape: Shape, planned: Planned, user: User | None) -> int:
    try:
        match shape:
            case Actors():
                return _write_actor(planned, user)
            case Sources():
                return _write_source(shape, planned, user)
            case Relations():
                return _write_relation(shape, planned, user)
    except (IntegrityError, ValidationError) as error:
        raise Refused(f"Row {planned.number}: {error}") from error
    raise TypeError(f"no rows are written for {shape.kind}")


def _save(record: Any, planned: Planned, user: User | None, **links: Any) -> None:
    """Add or save a record by compare-and-swap, as if it came from its form."""
    if planned.what == NEW:
        if hasattr(record, "method"):
            record.method = METHOD
        add_record(record, user=user, links=links)
    else:
        save_record(record, version=record.version, user=user, links=links)


def _write_actor(planned: Planned, user: User | None) -> int:
    row, actor = planned.row, planned.record
    if not isinstance(actor, Actor):
        actor = Actor(slug=row.get("slug", ""), state=State.ACCEPTED)
    _fill(actor, row, ("name", "kind", "description", "state"))
    if planned.what == NEW or any(
        n in ("name", "kind", "description", "state") for n, *_ in planned.differences
    ):
        _save(actor, planned, user)
    names = {name.text: name for name in actor.names.all()}
    for told in row.get("names", []):
        name = names.get(told["text"]) or Name(actor=actor, text=told["text"], method=METHOD)
        _write_name(name, told, user)
    there = set(actor.identifiers.values_list("scheme", "value"))
    for one in row.get("identifiers", []):
        if (one["scheme"], one["value"]) not in there:
            there.add((one["scheme"], one["value"]))
            add_record(Identifier(actor=actor, **one), user=user)
    topics = [topic["name"] for topic in row.get("topics", [])]
    if topics:
        actor.topics.add(*as_topics(topics))
        mark_stale(facts_of(actor))
    return actor.pk


def _write_name(name: Name, told: dict[str, str], user: User | None) -> None:
    """Add a name, or correct the one that is there; a primary one follows its actor."""
    if name.kind == Name.Kind.PRIMARY and name.pk:
        return
    was = (name.kind, name.language, name.case, name.links_alone)
    name.kind = told["kind"] or name.kind
    name.language, name.links_alone = told["language"], told["alone"] == "alone"
    name.case = told["case"] or Name.Case.DEFAULT
    if name.pk is None:
        name.state = State.ACCEPTED
        add_record(name, user=user)
    elif was != (name.kind, name.language, name.case, name.links_alone):
        save_record(name, version=name.version, user=user)


def _write_source(shape: Sources, planned: Planned, user: User | None) -> int:
    row, source = planned.row, planned.record
    if not isinstance(source, Source):
        source = Source()
    _fill(source, row, ("kind", "author", "title", "publisher", "url", "archived_url"))
    _fill(source, row, ("inferred_reason",))
    if "date" in row:
        source.date = read_date(row)
    if "inferred_year" in row:
        source.inferred_year = int(row["inferred_year"]) if row["inferred_year"] else None
    if "publisher_actor" in row:
        words = row["publisher_actor"]
        source.publisher_actor = the_actor(shape.actors, words) if words else None
    authors = {the_actor(shape.actors, one["slug"]) for one in row.get("author_actors", [])}
    there = set(source.author_actors.all()) if source.pk else set()
    _save(source, planned, user, **({"author_actors": there | authors} if authors else {}))
    return source.pk


def _write_relation(shape: Relations, planned: Planned, user: User | None) -> int:
    row, relation = planned.row, planned.record
    if not isinstance(relation, Relation):
        relation = Relation(state=State.ACCEPTED)
    for end in ("subject", "object"):
        if end in row:
            setattr(relation, end, the_actor(shape.actors, row[end]))
    _fill(relation, row, ("predicate", "inverse"))
    _fill(relation, {n: v for n, v in row.items() if v}, ("stance", "state"))
    if "date" in row:
        relation.date = read_date(row)
    _save(relation, planned, user)
    there = {
        (proof.block.document.slug if proof.block else "", proof.quote.strip())
        for proof in relation.evidence.select_related("block__document")
    }
    for told in row.get("evidence", []):
        if (told["document"], told["quote"]) not in there:
            block, at = place_of(told)
            end_at = at + len(told["quote"])
            proof = Evidence(
                relation=relation, block=block, start=at, end=end_at, quote=told["quote"]
            )
            add_record(proof, user=user)
    return relation.pk


def _fill(record: Any, row: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in row:
            setattr(record, name, row[name])
