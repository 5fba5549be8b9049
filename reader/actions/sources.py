"""What changes sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from reader.actions.pages import facts_of, mark_stale
from reader.models import FormerKey, Source
from reader.registry import Registry
from reader.text.dates import PartialDate
from reader.text.problems import Unreadable
from reader.text.reading import FoundSource, cited_as

# Parts of a publisher's name that say what it publishes.
BOOK_HOUSES = ("press", "verlag", "books", "publishers", "éditions")


def key_in(key: str, slug: str) -> str:
    """Return the key of a source in the document with this slug.

    A description without a year could mean any year, so it is shared with no other document.
    """
    return f"{key}{slug}" if key.endswith("@") else key


def sources_called(keys: Iterable[str]) -> dict[str, Source]:
    """Return the sources that have gone by these keys before a merge, by those keys."""
    led = FormerKey.objects.leading("source", keys)
    rows = Source.objects.in_bulk(set(led.values()))
    return {key: rows[pk] for key, pk in led.items() if pk in rows}


def guess_kind(source: FoundSource, registry: Registry) -> str:
    """Return what kind of work a description likely means: a proposal for the editor."""
    publisher = registry.called(source.publisher) if source.publisher else None
    if publisher and publisher.kind == "person" and not source.title:
        return Source.Kind.SPEECH
    if source.form == "inline" and not source.title:
        return Source.Kind.WEBPAGE if source.publisher else Source.Kind.DOCUMENT
    house = source.publisher.casefold().split()
    if any(word in house for word in BOOK_HOUSES):
        return Source.Kind.BOOK
    return Source.Kind.REPORT if source.publisher and source.title else Source.Kind.DOCUMENT


@transaction.atomic
def import_sources(
    entries: Iterable[Mapping[str, Any]], registry: Registry, *, slug: str
) -> list[Source]:
    """Enter curated sources as the document with this slug cites them; return the new ones.

    Each entry has publisher, author, title, date (EDTF of what is stated), kind, and where known
    inferred_year with reason, url, archived_url, publisher_actor and author_actors by name. A
    source that is there is left as it is. Raises Unreadable for an actor or a kind not known.
    """
    made = []
    for entry in entries:
        date = PartialDate.from_edtf(entry.get("date", ""))
        description = (entry.get("publisher", ""), entry.get("author", ""), entry.get("title", ""))
        key = key_in(cited_as(*description, date), slug)
        if entry["kind"] not in Source.Kind.values:
            raise Unreadable(f"A source has the kind {entry['kind']!r}, which is not known.")
        if sources_called([key]):
            continue
        publisher = entry.get("publisher_actor") or description[0]
        source, is_new = Source.objects.get_or_create(
            cited_as=key,
            defaults={
                "kind": entry["kind"],
                "publisher": description[0],
                "author": description[1],
                "title": description[2],
                "date": date,
                "inferred_year": entry.get("inferred_year"),
                "inferred_reason": entry.get("reason", ""),
                "url": entry.get("url", ""),
                "archived_url": entry.get("archived_url", ""),
                "publisher_actor_id": _actor(registry, publisher) if publisher else None,
            },
        )
        if is_new:
            authors = entry.get("author_actors") or ([description[1]] if description[1] else [])
            source.author_actors.set([_actor(registry, author) for author in authors])
            made.append(source)
    mark_stale(facts_of(*made))
    return made


def _actor(registry: Registry, name: str) -> int:
    actor = registry.called(name)
    if actor is None:
        raise Unreadable(f"A source names the actor {name!r}, whom nobody has entered.")
    return actor.pk
