"""Finding a new place by hand: for what was lost, and for what was found elsewhere."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from annotations.actions.placing import passages_of, write_placement
from annotations.actions.writing import hold_for
from annotations.anchoring import Description
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Placement, Segment, Target, Viewpoint
from annotations.permissions import Act
from annotations.signals import what_happened
from reader.models import Document, User


@transaction.atomic
def reattach(
    annotation: Annotation, described: Description, *, user: User, ordinal: int = 0
) -> Placement:
    """Let a passage of an annotation stand where described; its old placements stay.

    Its author may, and whoever moderates where it is read. Raises Refusal for a place that is
    not certain.
    """
    target = _target(annotation, user, ordinal)
    document = Document.objects.select_related("live_revision").get(pk=annotation.document_id)
    if document.live_revision is None:
        raise Refusal(422, "This document has no text yet.", "target")
    [passage] = passages_of(document, [described])
    placement = write_placement(
        target,
        document.live_revision,
        passage,
        Placement.Status.MANUAL,
        method="by hand",
        user=user,
    )
    _say(annotation, user)
    return placement


@transaction.atomic
def confirm(annotation: Annotation, *, user: User, ordinal: int = 0) -> Placement:
    """Say that a passage found elsewhere is rightly there."""
    target = _target(annotation, user, ordinal)
    was = target.placements.select_related("revision").get(is_current=True)
    if was.status != Placement.Status.MOVED:
        raise Refusal(409, "There is nothing to confirm: the place is certain, or lost.")
    Placement.objects.filter(pk=was.pk).update(is_current=False)
    placement = Placement.objects.create(
        target=target,
        revision=was.revision,
        status=Placement.Status.MANUAL,
        method="confirmed",
        confirmed_by=user,
    )
    segments = list(was.segments.all())
    for segment in segments:
        segment.pk, segment.placement = None, placement
    Segment.objects.bulk_create(segments)
    _say(annotation, user)
    return placement


def _target(annotation: Annotation, user: User, ordinal: int) -> Target:
    row = hold_for(annotation, Viewpoint(user), Act.REATTACH)
    targets = list(row.targets.filter(is_dropped=False).order_by("ordinal", "pk"))
    if not 0 <= ordinal < len(targets):
        raise Refusal(400, "This annotation has no such passage.", "target")
    return targets[ordinal]


def _say(annotation: Annotation, user: User) -> None:
    Annotation.objects.filter(pk=annotation.pk).update(places=F("places") + 1)
    what_happened.send(Annotation, annotation=annotation, event="placed", user=user)
