"""Annotations as one reader sees them: reads that cross tables, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.urls import reverse

from annotations.formats.json_ld import PAGE_SIZE, Outgoing, Person, Stand, time_of
from annotations.models import Annotation, TagLabel, Target, Viewpoint
from annotations.permissions import Act, Role
from reader.models import Document

# A page has so many rows at most, replies included: a thread may go on on the next page.
MOST_ROWS = 1000
# What a card offers; reading and seeing flags are no buttons.
OFFERED = (
    Act.REPLY, Act.REACT, Act.EDIT, Act.DELETE, Act.FLAG, Act.HIDE, Act.RESOLVE, Act.REATTACH,
    Act.DECIDE,
)  # fmt: skip

# What no list says of who wrote.
UNREAD = (
    "password", "email", "first_name", "last_name", "last_login", "date_joined", "about",
    "is_staff", "is_superuser", "is_active",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """Some annotations with their replies, and the cursor of what follows ("" at the end).

    `total` counts all that the list has, on this page and others.
    """

    items: list[Outgoing]
    following: str
    total: int


def ready(rows: QuerySet[Annotation], view: Viewpoint) -> QuerySet[Annotation]:
    """Return the rows with all that `outgoing` reads of them but their places and tags."""
    links = Annotation.actors.through.objects.filter(annotation=OuterRef("pk"))
    return (
        rows.with_role_of(view)
        .select_related("creator", "group", "suggestion", "resolved_by")
        .defer(*(f"creator__{name}" for name in UNREAD))
        .annotate(
            has_actors=Exists(links),
            document_slug=F("document__slug"),
            parent_public_id=F("parent__public_id"),
            root_public_id=F("root__public_id"),
        )
    )


def page_of(rows: QuerySet[Annotation], view: Viewpoint, after: str = "") -> Page:
    """Return the next page of rows in the order of their threads: three queries.

    A page holds up to 200 annotations with their replies, and never more than MOST_ROWS rows.
    """
    wanted = ready(rows, view).annotate(total=count_of(rows)).order_by("path")
    if after:
        wanted = wanted.filter(path__gt=after)
    found = list(wanted[: MOST_ROWS + 1])
    total = found[0].__dict__["total"] if found else 0
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


def outgoing(rows: Sequence[Annotation], view: Viewpoint) -> list[Outgoing]:
    """Return rows that `ready` made as this user sees them: two queries, or none for no rows."""
    if not rows:
        return []
    keys = [row.pk for row in rows if not row.is_gone]
    stands = stands_of([row.pk for row in rows])
    tags: defaultdict[int, list[str]] = defaultdict(list)
    actors: defaultdict[int, list[str]] = defaultdict(list)
    labels = TagLabel.objects.filter(content_object__in=keys).order_by("pk")
    for annotation, name in labels.values_list("content_object", "tag__name"):
        tags[annotation].append(name)
    if any(row.__dict__["has_actors"] for row in rows):
        links = Annotation.actors.through.objects.filter(annotation__in=keys).order_by("pk")
        for annotation, slug in links.values_list("annotation", "actor__slug"):
            actors[annotation].append(reverse("reader:actor", args=[slug]))
    shown = []
    for row in rows:
        made = _outgoing(row, view)
        made.stands = stands[row.pk]
        if not row.is_gone:
            made.tags, made.actors = tags[row.pk], actors[row.pk]
        shown.append(made)
    return shown


def _outgoing(row: Annotation, view: Viewpoint) -> Outgoing:
    values = row.__dict__
    made = Outgoing(
        path=_address(row.public_id),
        kind=row.kind,
        motivation=row.motivation,
        version=row.etag.strip('"'),
        created=row.created_at,
        modified=row.modified_at,
        document=f"/documents/{values['document_slug']}/",
        visibility=row.visibility,
        group=row.group.slug if row.group else "",
        group_name=row.group.name if row.group else "",
        depth=row.depth,
        parent=_address(values["parent_public_id"]) if row.parent_id else "",
        thread=_address(values["root_public_id"]) if row.root_id else "",
    )
    if row.is_gone:
        made.standing = "deleted"
        return made
    roles = view.roles_on(row)
    made.creator = _person(row.creator)
    made.body, made.body_format, made.html = row.body, row.body_format, row.html
    made.language, made.edited = row.language, row.edited_at
    made.reactions = row.reactions
    made.via, made.canonical, made.rights = row.via, row.canonical, row.rights
    made.can = view.offers(row, OFFERED)
    if row.is_withheld:
        made.standing = row.state
        if roles & {Role.AUTHOR, Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR}:
            made.reason = row.state_reason
    if row.resolved_at is not None:
        made.resolved = {
            "at": time_of(row.resolved_at),
            "by": row.resolved_by.shown_name if row.resolved_by else "",
            "reason": row.resolved_reason,
        }
    if row.kind == Annotation.Kind.SUGGESTION:
        made.replacement = row.suggestion.replacement
        made.decision = row.suggestion.decision
    return made


def _address(public_id: Any) -> str:
    """Return an annotation's address; of thousands in a page, so not asked of the resolver."""
    return f"/annotations/{public_id}/"


def _person(user: Any) -> Person | None:
    if user is None:
        return None
    return Person(f"/people/{user.username}/", user.username, user.shown_name)


def stands_of(keys: Iterable[int]) -> dict[int, list[Stand]]:
    """Return where these annotations stand now, by their keys: one query."""
    found: defaultdict[int, list[Stand]] = defaultdict(list)
    rows = (
        Target.objects.filter(
            annotation__in=list(keys), is_dropped=False, placements__is_current=True
        )
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
            "revision__created_at",
            "placements__segments__block__key",
            "placements__segments__start",
            "placements__segments__end",
            "placements__segments__exact",
        )
    )
    last = None
    for pk, annotation, exact, prefix, suffix, status, slug, number, made_at, *piece in rows:
        if pk != last:
            revision = f"/documents/{slug}/revisions/{number}/"
            found[annotation].append(Stand(exact, prefix, suffix, status, revision, made_at))
            last = pk
        if piece[0] is not None:
            found[annotation][-1].pieces.append(tuple(piece))
    return found


def on_document(document: Document, view: Viewpoint) -> QuerySet[Annotation]:
    """Return what lists of this document's annotations show this user."""
    return Annotation.objects.filter(document=document).shown_to(view)
