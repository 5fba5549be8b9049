"""Records that are likely one: what the tables offer to be compared, and the ranked pairs."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Model, Q, Sum

from reader.models import (
    Actor,
    Citation,
    Identifier,
    ListedIdentifier,
    Mention,
    Name,
    NotTheSame,
    NotThisOne,
    Source,
    State,
    Topic,
    TopicLabel,
)
from reader.text.folding import search_fold
from reader.text.twins import Candidate, Twins, find_twins

MODELS: dict[str, type[Model]] = {
    "actor": Actor,
    "source": Source,
    "topic": Topic,
    "name": Name,
}
# A search that took long is not made again for as many times its own duration.
PATIENCE = 20
QUICK = 0.5
BESIDE = 8
_ADDRESS = re.compile(r"https?://(?:www\.)?|[?#].*\Z|/\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """Another record that is likely the same, and why."""

    other: Model
    score: float
    reason: str


@dataclass
class _Search:
    """The pairs of a kind as they were found, for a state of its tables."""

    state: tuple[Any, ...]
    pairs: list[Twins]
    made_at: float
    took: float


_searches: dict[str, _Search] = {}


def likely_pairs(kind: str) -> list[Twins]:
    """Return the likely pairs of a kind, the likeliest first; none that an editor told apart.

    What a slow search found serves for a while after the tables have changed: whoever shows a
    pair reads both rows anew.
    """
    state, now = _state_of(kind), time.monotonic()
    search = _searches.get(kind)
    is_fresh = search is not None and (
        search.state == state
        or (search.took > QUICK and now - search.made_at < PATIENCE * search.took)
    )
    if search is None or not is_fresh:
        pairs = find_twins(_candidates(kind))
        search = _searches[kind] = _Search(state, pairs, now, time.monotonic() - now)
    apart = set(NotTheSame.objects.filter(kind=kind).values_list("first", "second"))
    return [pair for pair in search.pairs if (pair.first, pair.second) not in apart]


def forget_pairs() -> None:
    """Let the next search read the tables anew."""
    _searches.clear()


def matches_of(scheme: str) -> dict[int, list[Twins]]:
    """Return for each entry of the lists of a scheme that waits the likely actors, best first.

    In each pair `second` is the actor. Those that an editor refused are left out.
    """
    waiting = ListedIdentifier.objects.waiting(scheme)
    state = (*_state_of("actor"), *waiting.aggregate(Count("pk"), Max("pk")).values())
    name, now = f"listed {scheme}", time.monotonic()
    search = _searches.get(name)
    if search is None or search.state != state:
        actors = _actors()
        # An actor that has one of the scheme is known already.
        known = Identifier.objects.filter(scheme=scheme)
        named = set(known.values_list("actor_id", flat=True))
        actors = {pk: one for pk, one in actors.items() if pk not in named}
        entries = {
            -entry.pk: Candidate((entry.label, *entry.aliases), entry.kind) for entry in waiting
        }
        pairs = find_twins({**entries, **actors}, most=100_000, listed=frozenset(entries))
        search = _searches[name] = _Search(state, pairs, now, time.monotonic() - now)
    refused = set(NotThisOne.objects.values_list("listed_id", "actor_id"))
    found: defaultdict[int, list[Twins]] = defaultdict(list)
    for pair in search.pairs:
        if (-pair.first, pair.second) not in refused:
            found[-pair.first].append(pair)
    return found


def found_beside(kind: str, pk: int) -> list[Found]:
    """Return the records that are likely the same as this one."""
    pairs = [pair for pair in likely_pairs(kind) if pk in (pair.first, pair.second)][:BESIDE]
    others = MODELS[kind]._base_manager.in_bulk(
        [pair.second if pair.first == pk else pair.first for pair in pairs]
    )
    return [
        Found(others[other], pair.score, pair.reason)
        for pair in pairs
        if (other := pair.second if pair.first == pk else pair.first) in others
    ]


def keys_in_document(kind: str, slug: str) -> set[int]:
    """Return the keys of the records of a kind that a document names, cites or is labelled with."""
    match kind:
        case "actor" | "name":
            rows = Mention.objects.filter(block__document__slug=slug)
            return set(rows.values_list("actor" if kind == "actor" else "name", flat=True))
        case "source":
            cited = Citation.objects.filter(block__document__slug=slug)
            return {pk for pk in cited.values_list("source", flat=True) if pk}
    return set()


def _state_of(kind: str) -> tuple[Any, ...]:
    """Return what changes when anything that is compared does."""
    tables = {
        "actor": (Actor, Name, Identifier),
        "source": (Source,),
        "topic": (Topic,),
        "name": (Name,),
    }
    found: list[Any] = []
    for model in tables[kind]:
        said = model._default_manager.aggregate(Count("pk"), Max("pk"), Sum("version"))
        found += said.values()
    return tuple(found)


def _candidates(kind: str) -> dict[int, Candidate]:
    return {
        "actor": _actors,
        "source": _sources,
        "topic": _topics,
        "name": _names,
    }[kind]()


def _actors() -> dict[int, Candidate]:
    names: defaultdict[int, list[str]] = defaultdict(list)
    # Many bear the same short name; it says little of who is who.
    rows = Name.objects.exclude(
        Q(state=State.REJECTED) | Q(kind__in=(Name.Kind.WEAK, Name.Kind.SHORT))
    )
    for actor, text in rows.order_by("actor_id", "pk").values_list("actor_id", "text"):
        names[actor].append(text)
    marks: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for actor, scheme, value in Identifier.objects.order_by().values_list(
        "actor_id", "scheme", "value"
    ):
        marks[actor].add((scheme, value))
    contexts = _contexts(
        Mention.objects.exclude(state=State.REJECTED)
        .order_by()
        .values_list("actor_id", "block__document_id")
        .distinct()
    )
    actors = Actor.objects.exclude(state=State.REJECTED).order_by("pk")
    return {
        pk: Candidate(
            tuple(dict.fromkeys([name, *names[pk]])),
            kind,
            frozenset(marks[pk]),
            {scheme: value for scheme, value in marks[pk] if scheme == "wikidata"},
            contexts[pk],
        )
        for pk, name, kind in actors.values_list("pk", "name", "kind")
    }


def _sources() -> dict[int, Candidate]:
    contexts = _contexts(
        Citation.objects.exclude(state=State.REJECTED)
        .order_by()
        .values_list("source_id", "block__document_id")
        .distinct()
    )
    found = {}
    for source in Source.objects.order_by("pk"):
        date, marks = source.date.edtf, set()
        if source.url:
            marks.add(("the address", _ADDRESS.sub("", source.url).casefold()))
        title = search_fold(source.title)
        if len(title) > 11:
            marks.add(("the title", title))
        publisher = search_fold(source.publisher)
        if publisher and source.date.day is not None:
            marks.add(("the publisher and date", f"{publisher}, {date}"))
        # A source without a title goes by who published it and when: alike names are not enough.
        name = source.title or " ".join(filter(None, [source.author, source.publisher, date]))
        only = {"year": str(source.date.year)} if source.date.year is not None else {}
        if source.title and not source.date.day:
            only = {}
        found[source.pk] = Candidate((name,), "", frozenset(marks), only, contexts[source.pk])
    return found


def _topics() -> dict[int, Candidate]:
    labels = TopicLabel.objects.order_by().values_list("tag_id", "content_type_id", "object_id")
    contexts = _contexts((topic, (kind, thing)) for topic, kind, thing in labels)
    topics = Topic.objects.order_by("pk").values_list("pk", "name")
    return {pk: Candidate((name,), contexts=contexts[pk]) for pk, name in topics}


def _names() -> dict[int, Candidate]:
    """Return the names of which another one of the same actor is written in the same letters."""
    by_fold: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    rows = Name.objects.exclude(state=State.REJECTED).order_by("pk")
    for pk, actor, folded, text in rows.values_list("pk", "actor_id", "folded", "text"):
        by_fold[actor, folded.replace(" ", "")].append((pk, text))
    return {
        pk: Candidate((text,), only={"actor": str(key[0])})
        for key, group in by_fold.items()
        if len(group) > 1
        for pk, text in group
    }


def _contexts(rows: Iterable[tuple[Any, ...]]) -> defaultdict[int, frozenset[Any]]:
    found: defaultdict[int, set[Any]] = defaultdict(set)
    for pk, context in rows:
        found[pk].add(context)
    return defaultdict(frozenset, {pk: frozenset(some) for pk, some in found.items()})
