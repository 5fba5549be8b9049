"""Annotations as one reader sees them: reads that cross tables, in a fixed number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.urls import reverse

from annotations.formats.json_ld import PAGE_SIZE, Outgoing, Person, Stand, time_of
from annotations.models import Annotation, TagLabel, Target, Viewpoint
from annotations.permissions import GONE, Act, Role, State
from reader.models import Document
from reader.text.user_names import name_over

# A page has so many rows at most, replies included: a thread may go on on the next page.
MOST_ROWS = 1000
# What a card offers; reading and seeing flags are no buttons.
OFFERED = (
    Act.REPLY, Act.REACT, Act.EDIT, Act.DELETE, Act.FLAG, Act.HIDE, Act.RESOLVE, Act.REATTACH,
    Act.DECIDE,
)  # fmt: skip

# What is read of each row: plain values, and times, ids and signs as the database's own text,
# since to make thousands of objects takes longer than all the rest of an answer.
READ = (
    "pk", "own_id", "kind", "motivation", "creator_id", "group_id", "visibility", "state",
    "state_reason", "parent_id", "root_id", "depth", "path", "body", "body_format", "html",
    "language", "version", "places", "resolved_reason", "via", "canonical", "rights",
    "document__slug", "parent_public_id", "root_public_id", "group__slug", "group__name",
    "creator__username", "creator__display_name",
    "resolved_by__username", "resolved_by__display_name",
    "suggestion__replacement", "suggestion__decision", "links",
    "created", "modified", "edited", "resolved", "signs",
)  # fmt: skip
# Whoever may do with an annotation what its author or a moderator may, reads why it is withheld.
REASON_READERS = frozenset({Role.AUTHOR, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Page:
    """Some annotations with their replies, and the cursor of what follows ("" at the end).

    `total` counts all that the list has, on this page and others.
    """

    items: list[Outgoing]
    following: str
    total: int


def ready(rows: QuerySet[Annotation], *also: str) -> QuerySet[Any]:
    """Return the rows as plain values, with all that `outgoing` reads but their places and tags.

    `also` are further columns to read. The order is as it was.
    """
    named = Annotation.actors.through.objects.filter(annotation=OuterRef("pk"))
    labels = TagLabel.objects.filter(content_object=OuterRef("pk"))
    known = rows.annotate(
        links=Cast(Exists(labels) | Exists(named), IntegerField()),
        own_id=Cast("public_id", CharField()),
        parent_public_id=Cast("parent__public_id", CharField()),
        root_public_id=Cast("root__public_id", CharField()),
        created=Cast("created_at", CharField()),
        modified=Cast("modified_at", CharField()),
        edited=Cast("edited_at", CharField()),
        resolved=Cast("resolved_at", CharField()),
        signs=Cast("reactions", CharField()),
    )
    return known.values_list(*READ, *also, named=True)


def page_of(rows: QuerySet[Annotation], view: Viewpoint, after: str = "") -> Page:
    """Return the next page of rows in the order of their threads: three queries.

    A page holds up to 200 annotations with their replies, and never more than MOST_ROWS rows.
    """
    wanted = ready(rows.annotate(total=count_of(rows)), "total").order_by("path")
    if after:
        wanted = wanted.filter(path__gt=after)
    found = list(wanted[: MOST_ROWS + 1])
    # Behind the last one there is no row that says how many there are.
    total = found[0].total if found else rows.count() if after else 0
    threads = 0
    for number, row in enumerate(found):
        threads += not row.parent_id
        if threads > PAGE_SIZE or number == MOST_ROWS:
            found = found[:number]
            return Page(outgoing(found, view), found[-1].path, total)
    return Page(outgoing(found, view), "", total)


def count_of(rows: QuerySet[Annotation]) -> Subquery:
    """Return how many rows there are, as a column: a list and its total are one query."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def outgoing(rows: Sequence[Any], view: Viewpoint) -> list[Outgoing]:
    """Return rows that `ready` read as this user sees them: two queries, or none for no rows."""
    if not rows:
        return []
    stands = stands_of(row.pk for row in rows if not row.parent_id)
    tags, actors = _links_of(row.pk for row in rows if row.links and row.state not in GONE)
    people: dict[int, Person] = {}
    shown = []
    for row in rows:
        made = _outgoing(row, view, people)
        made.stands = stands.get(row.pk, ())
        if made.standing != "deleted":
            made.tags, made.actors = tags.get(row.pk, ()), actors.get(row.pk, ())
        shown.append(made)
    return shown


def _links_of(keys: Iterable[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Return the tags of these annotations and the actors they name, by key: one query."""
    wanted = list(keys)
    tags: defaultdict[int, list[str]] = defaultdict(list)
    actors: defaultdict[int, list[str]] = defaultdict(list)
    if wanted:
        labels = TagLabel.objects.filter(content_object__in=wanted).order_by()
        links = Annotation.actors.through.objects.filter(annotation__in=wanted).order_by()
        named = links.values_list("annotation", "actor__slug", Value(True), "pk")
        found = labels.values_list("content_object", "tag__name", Value(False), "pk")
        for annotation, name, is_actor, _ in sorted(
            found.union(named, all=True), key=itemgetter(3)
        ):
            if is_actor:
                actors[annotation].append(reverse("reader:actor", args=[name]))
            else:
                tags[annotation].append(name)
    return tags, actors


def _outgoing(row: Any, view: Viewpoint, people: dict[int, Person]) -> Outgoing:
    made = Outgoing(
        path=_address(row.own_id),
        kind=row.kind,
        motivation=row.motivation,
        version=f"{row.version}-{row.places}",
        created=row.created,
        modified=row.modified,
        document=f"/documents/{row.document__slug}/",
        visibility=row.visibility,
    )
    if row.group_id:
        made.group, made.group_name = row.group__slug, row.group__name
    if row.parent_id:
        made.depth, made.parent = row.depth, _address(row.parent_public_id)
        made.thread = _address(row.root_public_id)
    if row.state in GONE:
        made.standing = "deleted"
        return made
    if row.creator_id is not None:
        made.creator = people.get(row.creator_id) or people.setdefault(
            row.creator_id, _person(row.creator__username, row.creator__display_name)
        )
    made.body, made.body_format, made.html = row.body, row.body_format, row.html
    made.language, made.edited = row.language, row.edited
    if row.signs != "{}":
        made.reactions = json.loads(row.signs)
    made.via, made.canonical, made.rights = row.via, row.canonical, row.rights
    is_own = view.is_authenticated and row.creator_id == view.key
    role = view.role_in(row.group_id)
    made.can = view.offers(row.visibility, row.state, role, is_own, OFFERED)
    if row.state != State.VISIBLE:
        made.standing = row.state
        if view.roles_for(row.visibility, role, is_own) & REASON_READERS:
            made.reason = row.state_reason
    if row.resolved is not None:
        by = row.resolved_by__username
        made.resolved = {
            "at": time_of(row.resolved),
            "by": _person(by, row.resolved_by__display_name).shown if by else "",
            "reason": row.resolved_reason,
        }
    if row.kind == Annotation.Kind.SUGGESTION:
        made.replacement = row.suggestion__replacement
        made.decision = row.suggestion__decision
    return made


def _address(public_id: str) -> str:
    """Return an annotation's address; of thousands in a page, so not asked of the resolver.

    SQLite keeps an id without its hyphens.
    """
    if len(public_id) == 32:
        h = public_id
        return f"/annotations/{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}/"
    return f"/annotations/{public_id}/"


def _person(username: str, display_name: str) -> Person:
    return Person(f"/people/{username}/", username, name_over(username, display_name))


def stands_of(keys: Iterable[int]) -> dict[int, list[Stand]]:
    """Return where these annotations stand now, by their keys: one query."""
    found: defaultdict[int, list[Stand]] = defaultdict(list)
    rows = (
        Target.objects.filter(
            annotation__in=list(keys), is_dropped=False, placements__is_current=True
        )
        .annotate(made_at=Cast("revision__created_at", CharField()))
        .order_by("annotation", "ordinal", "placements__segments__ordinal")
        .values_list(
            "pk",
            "annotation",
            "exact",
            "prefix",
            "suffix",
            "placements__status",
            "revision__document__slug",
            "revision__number",
            "made_at",
            "placements__beside",
            "placements__segments__block__key",
            "placements__segments__start",
            "placements__segments__end",
            "placements__segments__exact",
        )
    )
    last = None
    for pk, annotation, exact, prefix, suffix, status, slug, number, made_at, by, *piece in rows:
        if pk != last:
            revision = f"/documents/{slug}/revisions/{number}/"
            found[annotation].append(Stand(exact, prefix, suffix, status, revision, made_at, by))
            last = pk
        if piece[0] is not None:
            found[annotation][-1].pieces.append(tuple(piece))
    return found


def on_document(document: Document, view: Viewpoint) -> QuerySet[Annotation]:
    """Return what lists of this document's annotations show a user who may read it."""
    return Annotation.objects.filter(document=document).shown_to(view, on_readable=True)
