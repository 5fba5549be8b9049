"""The notebook: all annotations of one person, filtered and searched, newest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from annotations.models import (
    Annotation,
    Group,
    Placement,
    Tag,
    TagLabel,
    Target,
    Viewpoint,
    as_viewpoint,
    fold_tag,
)
from annotations.permissions import WITHHELD
from annotations.permissions import State as Standing
from reader.models import Actor, Document, User

PAGE_SIZE = 50
MOST_WORDS = 10
# What a field to choose from offers; the search finds what stands beyond.
MOST_CHOICES = 200
STATES = {
    "open": "not resolved",
    "resolved": "resolved",
    "lost": "lost from the text",
    "waiting": "waiting for approval",
    "withheld": "withheld by moderators",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a notebook is asked for; an empty field asks for everything."""

    q: str = ""
    document: str = ""
    group: str = ""
    tag: str = ""
    actor: str = ""
    kind: str = ""
    state: str = ""
    visibility: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Return the filters that a query names, in at most so many characters each."""
        longest = settings.LIMIT_QUERY_CHARACTERS
        names = [field.name for field in fields(cls)]
        said = {name: given.get(name, "").replace("\0", "") for name in names}
        return cls(**{name: text.strip()[:longest] for name, text in said.items()})

    @property
    def query(self) -> str:
        """The filters as the query of an address."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def is_empty(self) -> bool:
        return self == type(self)()

    def over(self, rows: QuerySet[Annotation]) -> QuerySet[Annotation]:
        """Keep the rows that are asked for; what cannot be read as a filter finds nothing."""
        for name, lookup in (
            ("document", "document__slug"),
            ("group", "group__slug"),
            ("kind", "kind"),
            ("visibility", "visibility"),
        ):
            if value := getattr(self, name):
                rows = rows.filter(**{lookup: value})
        if self.tag:
            labels = TagLabel.objects.filter(tag__folded=fold_tag(self.tag))
            rows = rows.filter(Exists(labels.filter(content_object=OuterRef("pk"))))
        if self.actor:
            links = Annotation.actors.through.objects.filter(actor__slug=self.actor)
            rows = rows.filter(Exists(links.filter(annotation=OuterRef("pk"))))
        rows = self._within_days(rows)
        if self.state:
            rows = rows.filter(_in_state(self.state))
        # SQLite's own comparison knows the case of ASCII only; its regular expressions are ours.
        for word in self.q.split()[:MOST_WORDS]:
            rows = rows.filter(_has_word(word))
        return rows

    def _within_days(self, rows: QuerySet[Annotation]) -> QuerySet[Annotation]:
        for given, lookup in ((self.since, "gte"), (self.until, "lte")):
            if given:
                try:
                    rows = rows.filter(**{f"created_at__date__{lookup}": date.fromisoformat(given)})
                except ValueError:
                    return rows.none()
        return rows


def _in_state(state: str) -> Q:
    lost = Placement.objects.filter(
        target__annotation=OuterRef("pk"),
        target__is_dropped=False,
        is_current=True,
        status=Placement.Status.LOST,
    )
    conditions: dict[str, Any] = {
        "open": Q(resolved_at=None),
        "resolved": Q(resolved_at__isnull=False),
        "lost": Exists(lost),
        "waiting": Q(state=Standing.WAITING),
        "withheld": Q(state__in=WITHHELD - {Standing.WAITING}),
    }
    return Q(conditions[state]) if state in conditions else Q(pk__in=[])


def _has_word(word: str) -> Q:
    pattern = re.escape(word)
    quoted = Target.objects.filter(annotation=OuterRef("pk"), is_dropped=False)
    tagged = TagLabel.objects.filter(content_object=OuterRef("pk"))
    return (
        Q(body__iregex=pattern)
        | Exists(quoted.filter(exact__iregex=pattern))
        | Exists(tagged.filter(tag__folded__contains=fold_tag(word)))
    )


def notebook_of(user: User | Viewpoint, filters: Filters) -> QuerySet[Annotation]:
    """Return what user wrote and may still read, newest first; `full` brings what pages show."""
    view = as_viewpoint(user)
    rows = Annotation.objects.visible_to(view).filter(creator=view.key)
    return filters.over(rows).order_by("-created_at", "-pk")


def full(rows: QuerySet[Annotation]) -> QuerySet[Annotation]:
    """Bring with the rows what a page of the notebook shows: three queries more."""
    current = Placement.objects.filter(is_current=True)
    targets = Target.objects.filter(is_dropped=False).prefetch_related(
        Prefetch("placements", current, to_attr="now")
    )
    return rows.select_related("document", "group").prefetch_related(
        Prefetch("targets", targets, to_attr="passages"), "tags"
    )


def page_after(
    rows: QuerySet[Annotation], cursor: str, size: int = PAGE_SIZE
) -> tuple[list[Annotation], str]:
    """Return the next page of rows, and the cursor of what follows it ("" at the end).

    The cursor names the last row seen, so that what is written meanwhile moves nothing. One that
    cannot be read begins at the beginning.
    """
    if place := _read_cursor(cursor):
        at, pk = place
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk))
    found = list(rows[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], f"{last.created_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{last.pk}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    match = re.fullmatch(r"(\d{8}T\d{6}\.\d{6})-(\d{1,18})", text, re.ASCII)
    if match is None:
        return None
    try:
        at = datetime.strptime(match[1], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at, int(match[2])


@dataclass(frozen=True, slots=True)
class Choices:
    """What the fields of the filter offer: (value, words) each."""

    documents: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    tags: list[tuple[str, str]]
    actors: list[tuple[str, str]]


def choices_for(view: Viewpoint) -> Choices:
    """Return what one's annotations can be filtered by: four queries."""
    mine = Annotation.objects.visible_to(view).filter(creator=view.key)
    documents = Document.objects.filter(pk__in=mine.values("document")).order_by("title")
    groups = Group.objects.of(view.user).order_by("name")
    tags = Tag.objects.filter(
        Exists(TagLabel.objects.filter(tag=OuterRef("pk"), content_object__in=mine.values("pk")))
    ).order_by("name")
    actors = Actor.objects.visible_to(None).filter(pk__in=mine.values("actors")).order_by("name")
    return Choices(
        list(documents.values_list("slug", "title")[:MOST_CHOICES]),
        list(groups.values_list("slug", "name")[:MOST_CHOICES]),
        list(tags.values_list("name", "name")[:MOST_CHOICES]),
        list(actors.values_list("slug", "name")[:MOST_CHOICES]),
    )
