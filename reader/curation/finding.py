"""Looking up what words could be given to: actors by any of their names, sources by their words."""

from __future__ import annotations

from django.db.models import Q

from reader.curation.cards import Fit
from reader.models import Actor, Name, Source, State
from reader.text.folding import search_fold

MOST_FOUND = 9
MOST_WORDS = 10


def find_actors(text: str) -> list[Fit]:
    """Return the actors with a name that has every word of text, the accepted ones first."""
    words = search_fold(text[:200].replace("\0", " ")).split()[:MOST_WORDS]
    if not words:
        return []
    names = Name.objects.exclude(state=State.REJECTED).exclude(actor__state=State.REJECTED)
    names = names.filter(*(Q(folded__contains=word) for word in words)).select_related("actor")
    found: dict[int, Actor] = {}
    for name in names.order_by("actor__state", "actor__folded", "actor_id")[: MOST_FOUND * 8]:
        found.setdefault(name.actor_id, name.actor)
    ordered = sorted(found.values(), key=lambda actor: not actor.folded.startswith(words[0]))
    return [_fit(actor) for actor in ordered[:MOST_FOUND]]


def find_sources(text: str) -> list[Fit]:
    """Return the sources whose author, title or publisher has every word of text."""
    words = search_fold(text[:200].replace("\0", " ")).split()[:MOST_WORDS]
    if not words:
        return []
    sources = Source.objects.filter(*(Q(cited_as__contains=word) for word in words))
    return [Fit(str(source), source.pk, source.get_kind_display().lower())
            for source in sources.order_by("cited_as")[:MOST_FOUND]]  # fmt: skip


def actor_called(text: str) -> Actor | None:
    """Return the one actor that is meant by a primary key or by a name, if it is but one."""
    text = text.replace("\0", " ").strip()
    actors = Actor.objects.exclude(state=State.REJECTED)
    if text.isascii() and text.isdigit() and len(text) < 18:
        return actors.filter(pk=int(text)).first()
    named = actors.filter(
        names__folded=search_fold(text)[:600],
        names__state__in=[State.ACCEPTED, State.PROPOSED],
    )
    found = list(named.distinct()[:2])
    return found[0] if len(found) == 1 else None


def source_called(text: str) -> Source | None:
    """Return the one source that is meant by a primary key or by its words, if it is but one."""
    text = text.replace("\0", " ").strip()
    if text.isascii() and text.isdigit() and len(text) < 18:
        return Source.objects.filter(pk=int(text)).first()
    found = find_sources(text)
    return Source.objects.get(pk=found[0].pk) if len(found) == 1 else None


def _fit(actor: Actor) -> Fit:
    note = actor.get_kind_display().lower()
    return Fit(actor.name, actor.pk, note if actor.state == State.ACCEPTED else f"{note}, proposed")
