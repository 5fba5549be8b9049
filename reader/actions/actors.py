"""What changes actors, their names and their relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from reader.actions.pages import facts_of, mark_stale
from reader.actions.topics import as_topics
from reader.models import (
    Actor,
    Block,
    Document,
    Evidence,
    FormerKey,
    Identifier,
    Name,
    Redirect,
    Relation,
    State,
    User,
    new_key,
)
from reader.registry import ActorEntry, NameEntry
from reader.text.dates import PartialDate
from reader.text.folding import search_fold
from reader.text.problems import Unreadable

LONGEST_SLUG = 200
# What the columns hold; a name whose folding is longer is found by its beginning.
LONGEST_FOLDED = 600


def new_slug(name: str, taken: set[str]) -> str:
    """Return an address for name that is not taken, and take it."""
    wanted = slugify(name)[: LONGEST_SLUG - 6].strip("-") or f"actor-{new_key()}"
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug


@transaction.atomic
def import_actors(
    entries: Iterable[ActorEntry], *, user: User | None = None, method: str = "list"
) -> list[Actor]:
    """Enter the actors of a list as accepted; return them in its order.

    What is there stays: an actor who bears the name is given the names, identifiers and topics
    that it lacks, and a description only where it has none. The same list twice changes no row.
    """
    entries = list(entries)
    known = {search_fold(actor.name): actor for actor in Actor.objects.order_by("-pk")}
    known = {**_called_before(entries), **known}
    taken = set(Actor.objects.values_list("slug", flat=True))
    taken |= Redirect.objects.slugs_of("actor")
    actors, changed = [], []
    for entry in entries:
        actor = known.get(search_fold(entry.name))
        if actor is None:
            actor = known[search_fold(entry.name)] = _enter(entry, taken, user, method)
            changed.append(actor)
        elif _complete(actor, entry, user, method):
            changed.append(actor)
        actors.append(actor)
    mark_stale(facts_of(*changed))
    return actors


def _called_before(entries: Iterable[ActorEntry]) -> dict[str, Actor]:
    """Return the actors who went by these entries' names before a merge, by folded name."""
    led = FormerKey.objects.leading("actor", {search_fold(entry.name) for entry in entries})
    actors = Actor.objects.in_bulk(set(led.values()))
    return {name: actors[pk] for name, pk in led.items() if pk in actors}


def _enter(entry: ActorEntry, taken: set[str], user: User | None, method: str) -> Actor:
    slug = entry.slug if entry.slug and entry.slug not in taken else new_slug(entry.name, taken)
    taken.add(slug)
    actor = Actor.objects.create(
        slug=slug,
        name=entry.name,
        folded=search_fold(entry.name)[:LONGEST_FOLDED],
        kind=entry.kind,
        description=entry.description,
        state=State.ACCEPTED,
        method=method,
        reviewer=user,
    )
    _add_names(actor, entry.names, user, method)
    _add_identifiers(actor, entry)
    if entry.topics:
        actor.topics.add(*as_topics(entry.topics))
    return actor


def _complete(actor: Actor, entry: ActorEntry, user: User | None, method: str) -> bool:
    """Give the actor what it lacks; tell whether anything changed."""
    there = set(actor.names.values_list("text", flat=True))
    names = [name for name in entry.names if name.text not in there]
    if actor.names.filter(kind=Name.Kind.PRIMARY).exists():
        names = [name for name in names if name.kind != Name.Kind.PRIMARY]
    changed = bool(_add_names(actor, names, user, method))
    changed |= bool(_add_identifiers(actor, entry))
    topics = {search_fold(topic.name) for topic in actor.topics.all()}
    missing = [topic for topic in entry.topics if search_fold(topic) not in topics]
    if missing:
        actor.topics.add(*as_topics(missing))
        changed = True
    if entry.description and not actor.description:
        actor.description = entry.description
        actor.version += 1
        actor.save(update_fields=["description", "version"])
        changed = True
    return changed


def _add_names(
    actor: Actor, names: Iterable[NameEntry], user: User | None, method: str
) -> list[Name]:
    return [
        Name.objects.create(
            actor=actor,
            text=name.text,
            folded=search_fold(name.text)[:LONGEST_FOLDED],
            kind=name.kind,
            case=name.case,
            language=name.language,
            links_alone=name.links_alone,
            state=State.ACCEPTED,
            method=method,
            reviewer=user,
        )
        for name in names
    ]


def _add_identifiers(actor: Actor, entry: ActorEntry) -> list[Identifier]:
    there = set(actor.identifiers.values_list("scheme", "value"))
    for scheme, _ in entry.identifiers:
        if scheme not in Identifier.SCHEMES:
            known = ", ".join(Identifier.SCHEMES)
            raise Unreadable(f"{entry.name} has the identifier scheme {scheme!r}, not of {known}.")
    return [
        Identifier.objects.create(actor=actor, scheme=scheme, value=value)
        for scheme, value in entry.identifiers
        if (scheme, value) not in there
    ]


@transaction.atomic
def import_relations(
    entries: Iterable[Mapping[str, Any]],
    document: Document,
    *,
    user: User | None = None,
    method: str = "list",
) -> list[Relation]:
    """Enter relations with the sentences of document that prove them; return the new ones.

    Each entry has subject, predicate, inverse, object, date (EDTF), stance and evidence: a list
    of exact quotes, each found at exactly one place of the live text. Raises Unreadable for an
    actor or a quote that is not there, or a quote that is there twice; then nothing is entered.
    """
    blocks = list(document.blocks.order_by("footnote__number", "position"))
    actors = {actor.name: actor for actor in Actor.objects.all()}
    made = []
    for entry in entries:
        ends = []
        for role in ("subject", "object"):
            if entry[role] not in actors:
                raise Unreadable(f"The relation’s {role} {entry[role]!r} is no known actor.")
            ends.append(actors[entry[role]])
        try:
            date = PartialDate.from_edtf(entry.get("date", ""))
        except ValueError:
            raise Unreadable(f"The relation has the date {entry['date']!r}: not EDTF.") from None
        places = [_find_quote(quote, blocks) for quote in entry["evidence"]]
        relation, is_new = Relation.objects.get_or_create(
            subject=ends[0],
            predicate=entry["predicate"],
            object=ends[1],
            date=date,
            stance=entry.get("stance", Relation.Stance.STATED),
            defaults={
                "inverse": entry["inverse"],
                "state": State.ACCEPTED,
                "method": method,
                "reviewer": user,
            },
        )
        added = _add_evidence(relation, places)
        if is_new or added:
            made.append(relation)
    mark_stale(facts_of(*made) | ({f"document:{document.pk}"} if made else set()))
    return made


def _find_quote(quote: str, blocks: list[Block]) -> tuple[Block, int, str]:
    found = [block for block in blocks if quote in block.text]
    if len(found) != 1 or found[0].text.count(quote) != 1:
        count = sum(block.text.count(quote) for block in found)
        raise Unreadable(f"The quote “{quote[:60]}” stands {count} times in the text, not once.")
    return found[0], found[0].text.index(quote), quote


def _add_evidence(relation: Relation, places: list[tuple[Block, int, str]]) -> bool:
    there = set(relation.evidence.values_list("quote", flat=True))
    new = [
        Evidence(relation=relation, block=block, start=at, end=at + len(quote), quote=quote)
        for block, at, quote in places
        if quote not in there
    ]
    Evidence.objects.bulk_create(new)
    return bool(new)
