"""What changes topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from reader.actions.pages import facts_of, mark_stale
from reader.models import Document, Topic


@transaction.atomic
def describe_topics(entries: Iterable[Mapping[str, Any]]) -> list[Topic]:
    """Enter topics by name; give a description to those that have none."""
    topics = []
    for entry in entries:
        topic = Topic.objects.filter(name__iexact=entry["name"]).first()
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
    document.topics.add(*names)
    mark_stale(facts_of(document))
