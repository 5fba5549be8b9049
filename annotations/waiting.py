"""What readers leave for editors to decide: suggestions, lost places, flags. For the desk's queue.

Private annotations are in none of it, nor what stands in a group.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from annotations.models import Annotation, Flag, Placement, Suggestion, Viewpoint
from annotations.permissions import State, Visibility
from annotations.threads import stands_of
from reader.actions.queues import Answer, OutsideCase, Waiting
from reader.models import Document, User

MOST = 200
# What public() gave for the same user: to build it anew costs more than to count it.
Rows = QuerySet[Annotation] | None
UNPLACED = (Placement.Status.LOST, Placement.Status.MOVED)


def public(user: User) -> QuerySet[Annotation]:
    """Return the public annotations that this user may see, withheld ones if they moderate."""
    rows = Annotation.objects.visible_to(user).filter(visibility=Visibility.PUBLIC)
    return rows.select_related("document", "creator")


def _within(user: User, rows: Rows) -> QuerySet[Annotation]:
    return public(user) if rows is None else rows


def suggested(user: User, within: Rows = None) -> QuerySet[Annotation]:
    """Return the suggestions that wait for this user."""
    editable = Document.objects.may_edit(user).filter(pk=OuterRef("document"))
    return _within(user, within).filter(
        Exists(editable), state=State.VISIBLE, suggestion__decision=Suggestion.Decision.OPEN
    )


def unplaced(user: User, within: Rows = None) -> QuerySet[Annotation]:
    """Return what is lost, or was found elsewhere, for who may give it a place."""
    if not Viewpoint(user).moderates_public:
        return Annotation.objects.none()
    places = Placement.objects.filter(
        target__annotation=OuterRef("pk"),
        target__is_dropped=False,
        is_current=True,
        status__in=UNPLACED,
    )
    return _within(user, within).filter(Exists(places), state=State.VISIBLE)


def flagged(user: User, within: Rows = None) -> QuerySet[Annotation]:
    """Return what readers flagged and nobody has looked at."""
    if not Viewpoint(user).moderates_public:
        return Annotation.objects.none()
    flags = Flag.objects.filter(annotation=OuterRef("pk"), settled_at=None)
    return _within(user, within).filter(Exists(flags))


def withheld_for_approval(user: User, within: Rows = None) -> QuerySet[Annotation]:
    """Return what waits for a moderator before it is seen."""
    if not Viewpoint(user).moderates_public:
        return Annotation.objects.none()
    return _within(user, within).filter(state=State.WAITING)


# What the moderators' list calls a queue, what the start page says of it, and who is in it.
QUEUES = (
    ("unplaced", "annotation{} without a sure place", unplaced),
    ("flagged", "flagged annotation{}", flagged),
    ("waiting", "annotation{} waiting for approval", withheld_for_approval),
)


class Readers:
    """The provider of the desk's queue."""

    def cases(self, document: Document, user: User) -> Iterable[OutsideCase]:
        rows: list[tuple[str, Any]] = []
        for kind, found in (
            ("suggestion", suggested(user)),
            ("annotation", unplaced(user)),
            ("flag", flagged(user)),
        ):
            here = found.filter(document=document).select_related("suggestion")
            rows += [(kind, row) for row in here.order_by("path")[:MOST]]
        stands = stands_of({row.pk for _, row in rows})
        return [_case(kind, row, stands[row.pk]) for kind, row in rows]

    def documents(self, user: User) -> Iterable[int]:
        found = [rows(user).order_by() for rows in (suggested, unplaced, flagged)]
        return {pk for rows in found for pk in rows.values_list("document", flat=True).distinct()}

    def waiting(self, user: User) -> Iterable[Waiting]:
        admin = reverse("admin:annotations_annotation_changelist")
        rows = public(user)
        by_document = suggested(user, rows).order_by().values_list("document", "document__slug")
        return [
            *(
                # Where their document is curated: not everyone who edits it moderates.
                Waiting(
                    number,
                    f"suggestion{'' if number == 1 else 's'} of readers",
                    f"{reverse('admin:desk_curation', args=[slug])}#desk-reports",
                    document,
                )
                for document, slug, number in by_document.annotate(n=Count("pk"))
            ),
            *(
                Waiting(number, words.format("" if number == 1 else "s"), f"{admin}?queue={queue}")
                for queue, words, found in QUEUES
                if (number := found(user, rows).count())
            ),
        ]


def _case(kind: str, row: Any, stands: list[Any]) -> OutsideCase:
    address = row.get_absolute_url()
    stand = stands[0] if stands else None
    piece = stand.pieces[0] if stand and stand.pieces else None
    by = row.creator.shown_name if row.creator else "a former reader"
    facts = [("by", by), ("says", row.body[:300])]
    version = (("version", str(row.version)),)
    match kind:
        case "suggestion":
            facts.append(("instead", row.suggestion.replacement[:300]))
            answers: tuple[Answer, ...] = (
                Answer("Accept", f"{address}suggestion/", "a", (("decision", "accept"),)),
                Answer(
                    "Reject", f"{address}suggestion/", "r", (("decision", "reject"),), asks="Why"
                ),
            )
            title = "A reader suggests other words"
        case "flag":
            answers = (
                Answer("Keep", f"{address}decide/", "k", (("decision", "kept"), *version)),
                Answer("Hide", f"{address}decide/", "h", (("decision", "hidden"), *version),
                       asks="Why"),
            )  # fmt: skip
            title = "A reader flagged this annotation"
        case _:
            is_moved = stand is not None and stand.status == Placement.Status.MOVED
            confirm = (Answer("It is there", f"{address}place/", "y", (("confirm", "1"),)),)
            answers = (*(confirm if is_moved else ()),
                       Answer("Find a place", f"{address}move/", "p", is_link=True))  # fmt: skip
            title = "Found elsewhere" if is_moved else "An annotation has lost its place"
    return OutsideCase(
        key=f"{kind}-{row.pk}",
        kind=kind,
        title=title,
        words=stand.exact if stand else row.body[:300],
        answers=answers,
        block=piece[0] if piece else "",
        start=piece[1] if piece else 0,
        end=piece[2] if piece else 0,
        facts=tuple(facts),
    )


readers = Readers()
