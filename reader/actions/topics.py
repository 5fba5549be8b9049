"""What changes topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from reader.actions.pages import facts_of, mark_stale
from reader.models import Document, FormerKey, Topic
from reader.text.folding import search_fold


@transaction.atomic
def describe_topics(entries: Iterable[Mapping[str, Any]]) -> list[Topic]:
    """Enter topics by name; give a description to those that have none."""
    topics = []
    for entry in entries:
        topic = Topic.objects.filter(name__iexact=entry["name"]).first()
        topic = topic or topics_called([entry["name"]]).get(entry["name"])
        topic = topic or Topic.objects.create(name=entry["name"])
        if entry.get("description") and not topic.description:
            topic.description = entry["description"]
            topic.version += 1
            topic.save(update_fields=["description", "version"])
        topics.append(topic)
    mark_stale(facts_of(*topics))
    return topics


@transaction.atomic
def label_document(document: Document, names: Iterable[str]) -> None:
    """Put the document under these topics, beside those it is under."""
    document.topics.add(*as_topics(names))
    mark_stale(facts_of(document))


def as_topics(names: Iterable[str]) -> list[Topic | str]:
    """Return what to label a thing with: the topic that had a name before a merge, or the name."""
    names = list(names)
    called = topics_called(names)
    there = Topic.objects.filter(name__in=called).values_list("name", flat=True)
    return [name if name in there else called.get(name, name) for name in names]


def topics_called(names: Iterable[str]) -> dict[str, Topic]:
    """Return the topics that have gone by these names before a merge, by those names."""
    folded = {name: search_fold(name) for name in names}
    led = FormerKey.objects.leading("topic", set(folded.values()))
    rows = Topic.objects.in_bulk(set(led.values()))
    return {name: rows[led[key]] for name, key in folded.items() if led.get(key) in rows}
