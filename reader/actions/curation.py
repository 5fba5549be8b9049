"""Deciding what texts name and cite: one case, a name everywhere, or all that a filter shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from reader.actions.ledger import KINDS, Done, Ledger, Refused, rows_of
from reader.actions.records import Stale
from reader.models import (
    Actor,
    Citation,
    Document,
    Event,
    Mention,
    Name,
    Relation,
    Source,
    State,
    User,
    Versioned,
)

# What an editor can say of a case, and how the journal puts it.
ACCEPT, REJECT, UNSURE, ASK = "accept", "reject", "unsure", "ask"
VERBS = {ACCEPT: "accepted", REJECT: "rejected", UNSURE: "set aside", ASK: "asked again about"}
STATES = {ACCEPT: State.ACCEPTED, REJECT: State.REJECTED}


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as an editor saw it: its kind, key and version."""

    kind: str
    pk: int
    version: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.pk}"


@transaction.atomic
def decide(
    seen: Sequence[Seen], answer: str, *, user: User | None, document: Document | None = None
) -> Done:
    """Accept, reject, set aside or ask again about rows, each as it was seen; all or none.

    Accepting a mention rejects the other actors proposed for the same words; accepting an actor
    accepts its primary name; rejecting an actor rejects all its mentions. Raises Stale for a row
    that changed since it was seen, Refused for what the rules do not allow.
    """
    ledger = Ledger(user)
    rows = load(seen)
    for row, version in rows:
        state = STATES.get(answer, State.PROPOSED)
        ledger.put(row, version, **ledger.signed(state, is_unsure=answer == UNSURE))
    records = [row for row, _ in rows]
    if answer == ACCEPT:
        _refuse_unsourced(records)
        _settle_spans(ledger, [row for row in records if isinstance(row, Mention)])
        accept_names(ledger, [row for row in records if isinstance(row, Actor)])
    elif answer == REJECT:
        _drop_mentions(ledger, [row for row in records if isinstance(row, Actor)])
    one = records[0] if len(records) == 1 else None
    words = label_of(records[0]) if one is not None else _numbered(records)
    return ledger.close(VERBS[answer], words, document=document, record=one)


@transaction.atomic
def reassign(
    seen: Sequence[Seen], actor: Actor, *, user: User | None, document: Document | None = None
) -> Done:
    """Say that mentions mean this actor and no other, and accept them so.

    An actor that was only proposed is accepted with it. Raises Stale and Refused as `decide` does.
    """
    ledger = Ledger(user)
    mentions = [(row, version) for row, version in load(seen) if isinstance(row, Mention)]
    if len(mentions) != len(seen) or not mentions:
        raise Refused("Only a mention can be given to another actor.")
    accept_actor(ledger, actor)
    for mention, version in mentions:
        give(ledger, mention, version, actor)
    quote = quote_of(mentions[0][0])
    times = f" at {len(mentions)} places" if len(mentions) > 1 else ""
    one = mentions[0][0] if len(mentions) == 1 else None
    return ledger.close("gave", f"“{quote}” to {actor}{times}", document=document, record=one)


@transaction.atomic
def fold_into(
    seen: Seen, actor: Actor, *, user: User | None, document: Document | None = None
) -> Done:
    """Say that a proposed actor is this actor: its mentions and names go there, it is rejected.

    Raises Refused for an actor that is no proposal: two known actors are merged, which is more.
    """
    ledger = Ledger(user)
    [(proposed, version)] = load([seen])
    if not isinstance(proposed, Actor) or proposed.pk == actor.pk:
        raise Refused("That is the same actor.")
    if proposed.state != State.PROPOSED:
        raise Refused(f"{proposed} is {proposed.state} already: merge the two actors instead.")
    accept_actor(ledger, actor)
    mentions = proposed.mentions.exclude(state=State.REJECTED).select_related("block", "actor")
    for mention in mentions:
        give(ledger, mention, mention.version, actor)
    borne = set(actor.names.values_list("text", flat=True))
    for name in proposed.names.exclude(state=State.REJECTED).select_related("actor"):
        if name.text not in borne:
            kind = Name.Kind.FULL if name.kind == Name.Kind.PRIMARY else name.kind
            ledger.decide(name, name.version, State.ACCEPTED, actor_id=actor.pk, kind=kind)
    ledger.decide(proposed, version, State.REJECTED)
    return ledger.close("found", f"{proposed} to be {actor}", document=document, record=proposed)


@transaction.atomic
def cite(
    seen: Seen,
    source: Source,
    locator: str,
    *,
    user: User | None,
    document: Document | None = None,
) -> Done:
    """Say which source a citation cites, and where in it, and accept it so."""
    ledger = Ledger(user)
    [(citation, version)] = load([seen])
    if not isinstance(citation, Citation):
        raise Refused("Only a citation has a source.")
    ledger.decide(citation, version, State.ACCEPTED, source_id=source.pk, locator=locator)
    words = f"“{quote_of(citation)}” as citing {source}"
    return ledger.close("entered", words, document=document, record=citation)


@transaction.atomic
def set_stance(
    seen: Seen, stance: str, *, user: User | None, document: Document | None = None
) -> Done:
    """Say whether a relation is stated, hedged or denied."""
    ledger = Ledger(user)
    [(relation, version)] = load([seen])
    if not isinstance(relation, Relation) or stance not in Relation.Stance.values:
        raise Refused("Only a relation is stated, hedged or denied.")
    ledger.put(relation, version, stance=stance)
    words = f"{relation} {Relation.Stance(stance).label}"
    return ledger.close("called", words, document=document, record=relation)


def load(seen: Iterable[Seen]) -> list[tuple[Any, int]]:
    """Return the rows that were seen, each with the version it was seen in, in that order.

    Raises Stale for one that is gone or has another version by now.
    """
    seen = list(seen)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in seen:
        by_kind[one.kind].append(one.pk)
    rows = {kind: rows_of(kind, keys) for kind, keys in by_kind.items()}
    loaded = []
    for one in seen:
        row = rows[one.kind].get(one.pk)
        if row is None or row.version != one.version:
            raise Stale(row or _gone(one), row)
        loaded.append((row, one.version))
    return loaded


def _gone(seen: Seen) -> Versioned:
    model: Any = KINDS[seen.kind]
    row: Versioned = model(pk=seen.pk)
    return row


def give(ledger: Ledger, mention: Mention, version: int, actor: Actor) -> None:
    """Let a mention mean this actor: by its own row, or by the one that is there for the actor."""
    beside = Mention.objects.filter(block=mention.block, start=mention.start, end=mention.end)
    twin = None
    for other in beside.exclude(pk=mention.pk).select_related("block", "actor"):
        if other.actor_id == actor.pk:
            twin = other
        elif other.state == State.PROPOSED and not ledger.has(other):
            ledger.decide(other, other.version, State.REJECTED)
    if twin is None:
        ledger.decide(mention, version, State.ACCEPTED, actor_id=actor.pk, name_id=None)
    else:
        ledger.decide(mention, version, State.REJECTED)
        ledger.decide(twin, twin.version, State.ACCEPTED)


def accept_actor(ledger: Ledger, actor: Actor) -> None:
    """Accept an actor that is not accepted yet, with its primary name."""
    if actor.state != State.ACCEPTED:
        ledger.decide(actor, actor.version, State.ACCEPTED)
        accept_names(ledger, [actor])


def accept_names(ledger: Ledger, actors: Sequence[Actor]) -> None:
    """Accept the primary names of actors."""
    for name in _of(actors, Name).filter(kind=Name.Kind.PRIMARY):
        if name.state != State.ACCEPTED:
            ledger.decide(name, name.version, State.ACCEPTED)


def quote_of(span: Mention | Citation | Event) -> str:
    """Return the words that a span covers."""
    return span.block.text[span.start : span.end]


def label_of(row: Versioned) -> str:
    """Return what a row is called in a sentence."""
    match row:
        case Mention():
            return f"“{quote_of(row)}” as {row.actor}"
        case Citation():
            return f"“{quote_of(row)}”"
        case Event():
            return f"“{quote_of(row)}” as {row.date or 'a date'}"
        case Name():
            return f"“{row.text}” as a name of {row.actor}"
        case Actor():
            return f"the actor {row}"
    return str(row)


def _numbered(rows: Sequence[Versioned]) -> str:
    kinds: dict[type[Versioned], int] = defaultdict(int)
    for row in rows:
        kinds[type(row)] += 1
    parts = [
        f"{number} {(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)}"
        for model, number in kinds.items()
    ]
    return ", ".join(parts)


def _refuse_unsourced(rows: Sequence[Versioned]) -> None:
    for row in rows:
        if isinstance(row, Citation) and row.source_id is None:
            raise Refused(f"Say first which source “{quote_of(row)}” cites.")


def _settle_spans(ledger: Ledger, accepted: Sequence[Mention]) -> None:
    """Reject what else was proposed for the same words; refuse where another actor has them."""
    places: dict[tuple[int, int, int], Mention] = {}
    for mention in accepted:
        place = (mention.block_id, mention.start, mention.end)
        if place in places:
            raise Refused(
                f"“{quote_of(mention)}” is proposed as {places[place].actor} and as "
                f"{mention.actor}: decide that one by itself."
            )
        places[place] = mention
    beside = Mention.objects.filter(block__in={mention.block_id for mention in accepted})
    for other in beside.exclude(state=State.REJECTED).select_related("block", "actor"):
        mention = places.get((other.block_id, other.start, other.end))  # type: ignore[assignment]
        if mention is None or other.pk == mention.pk:
            continue
        if other.state == State.ACCEPTED:
            raise Refused(f"“{quote_of(other)}” is accepted as {other.actor}: reject that first.")
        ledger.decide(other, other.version, State.REJECTED)


def _drop_mentions(ledger: Ledger, rejected: Sequence[Actor]) -> None:
    """Reject all that names a rejected actor, and the names it was proposed with."""
    for mention in _of(rejected, Mention).exclude(state=State.REJECTED).select_related("block"):
        ledger.decide(mention, mention.version, State.REJECTED)
    for name in _of(rejected, Name).filter(state=State.PROPOSED):
        ledger.decide(name, name.version, State.REJECTED)


def _of(actors: Sequence[Actor], model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(actor__in=[actor.pk for actor in actors])
    return rows.select_related("actor")
