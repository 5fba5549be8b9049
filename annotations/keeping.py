"""What a group's moderators have to look at, in the order in which it waits."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from annotations.models import Annotation, Flag, Group, Membership, Viewpoint
from annotations.models.groups import HANDS
from annotations.permissions import WITHHELD, State

FLAGGED = Exists(Flag.objects.filter(annotation=OuterRef("pk"), settled_at=None))


def _inside(group: Group, view: Viewpoint) -> QuerySet[Annotation]:
    return Annotation.objects.filter(group=group).visible_to(view).order_by("pk")


def waiting_in(group: Group, view: Viewpoint) -> QuerySet[Annotation]:
    """Return what is seen by nobody until a moderator lets it through."""
    return _inside(group, view).filter(state=State.WAITING)


def flagged_in(group: Group, view: Viewpoint) -> QuerySet[Annotation]:
    """Return what members flagged and no moderator has decided on."""
    return _inside(group, view).exclude(state=State.WAITING).filter(FLAGGED)


def withheld_in(group: Group, view: Viewpoint) -> QuerySet[Annotation]:
    """Return what moderators withhold, and nobody has flagged since."""
    states = WITHHELD - {State.WAITING}
    return _inside(group, view).filter(~FLAGGED, state__in=states).order_by("-pk")


def waits_for(view: Viewpoint) -> Counter[int]:
    """Return by group how much waits for this user as its moderator, people who ask included."""
    groups = Group.objects.of(view.user, *HANDS)
    rows = Annotation.objects.filter(group__in=groups).visible_to(view)
    rows = rows.filter(Q(state=State.WAITING) | FLAGGED).order_by()
    people = Membership.objects.filter(group__in=groups, is_waiting=True).order_by()
    found: Counter[int] = Counter()
    for some in (rows, people):
        found.update(dict(some.values_list("group").annotate(number=Count("pk"))))
    return found


def undecided_in(group: Group, view: Viewpoint) -> QuerySet[Annotation]:
    """Return all that waits for a decision."""
    return _inside(group, view).filter(Q(state=State.WAITING) | FLAGGED)
