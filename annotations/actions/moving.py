"""Threads to another group: moved, or copied.

The rule for replies: a thread moves with the answers of those who are in the new group; every
other answer stays with who wrote it, private. A copy has only words of whoever copies.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from annotations.actions.limits import check_rate, check_sanctions
from annotations.actions.writing import first_state, hold_for
from annotations.formats.refusal import Refusal
from annotations.models import (
    Annotation,
    Group,
    Membership,
    Placement,
    Segment,
    TagLabel,
    Target,
    Viewpoint,
)
from annotations.models.annotations import KEY_WIDTH
from annotations.permissions import Act, Visibility
from annotations.signals import what_happened
from reader.models import User

MOVED_RULE = (
    "Answers by members of the new group go along. Every other answer stays with who wrote it, "
    "private."
)
COPIED_RULE = "The copy has your own words only; nobody else’s answers are copied."


@transaction.atomic
def move_thread(annotation: Annotation, slug: str, *, user: User) -> Annotation:
    """Move one's own thread to another group that one is in."""
    row, group = _thread(annotation, slug, user)
    if row.group_id == group.pk:
        raise Refusal(409, "The thread is in this group already.")
    changed = {"version": F("version") + 1, "modified_at": timezone.now()}
    below = Annotation.objects.filter(root=row.pk).exclude(visibility=Visibility.PRIVATE)
    members = Membership.objects.filter(group=group, is_waiting=False).values("user")
    goes = Q(creator__in=members)
    # What answers something that stays behind has nothing to stand under: it stays, too.
    stay = set(below.exclude(goes).values_list("path", flat=True))
    stays = [pk for pk, path in below.values_list("pk", "path") if _is_under(path, stay)]
    below.filter(pk__in=stays).update(visibility=Visibility.PRIVATE, group=None, **changed)
    below.exclude(pk__in=stays).update(visibility=Visibility.GROUP, group=group, **changed)
    row.visibility, row.group = Visibility.GROUP, group
    row.state = first_state(user, Visibility.GROUP, group, Viewpoint(user))
    row.version += 1
    row.modified_at = timezone.now()
    row.save()
    what_happened.send(Annotation, annotation=row, event="moved_group", user=user)
    return row


@transaction.atomic
def copy_thread(annotation: Annotation, slug: str, *, user: User) -> Annotation:
    """Copy one's own annotation, as it says and stands now, into a group that one is in."""
    row, group = _thread(annotation, slug, user)
    check_rate(user)
    copied = Annotation.objects.get(pk=row.pk)
    targets = list(row.targets.filter(is_dropped=False))
    tags = list(row.tag_labels.values_list("tag", flat=True))
    actors = list(row.actors.all())
    now = timezone.now()
    copied.pk = copied.id = None
    copied._state.adding = True
    copied.public_id = Annotation._meta.get_field("public_id").get_default()
    copied.visibility, copied.group = Visibility.GROUP, group
    copied.state = first_state(user, Visibility.GROUP, group, Viewpoint(user))
    copied.version = copied.places = 1
    copied.reactions, copied.resolved_at, copied.resolved_by = {}, None, None
    copied.created_at = copied.modified_at = now
    copied.edited_at = None
    copied.save(force_insert=True)
    Annotation.objects.filter(pk=copied.pk).update(path=f"{copied.pk:0{KEY_WIDTH}}")
    TagLabel.objects.bulk_create(TagLabel(tag_id=tag, content_object=copied) for tag in tags)
    copied.actors.set(actors)
    for target in targets:
        _copy_target(target, copied)
    what_happened.send(Annotation, annotation=copied, event="created", user=user)
    return copied


def _copy_target(target: Target, copied: Annotation) -> None:
    placement = target.placements.get(is_current=True)
    segments = list(placement.segments.all())
    made = Target.objects.create(
        annotation=copied, ordinal=target.ordinal, exact=target.exact, prefix=target.prefix,
        suffix=target.suffix, revision=target.revision,
    )  # fmt: skip
    placed = Placement.objects.create(
        target=made, revision=placement.revision, status=placement.status, method="copied"
    )
    for segment in segments:
        segment.pk, segment.placement = None, placed
    Segment.objects.bulk_create(segments)


def _thread(annotation: Annotation, slug: str, user: User) -> tuple[Annotation, Group]:
    row = hold_for(annotation, Viewpoint(user), Act.EDIT)
    if row.parent_id is not None:
        raise Refusal(409, "A thread is moved at its first annotation.")
    if row.kind == Annotation.Kind.SUGGESTION:
        raise Refusal(409, "A suggestion stays where the editors see it.")
    group = Group.objects.of(user).filter(slug=slug).first()
    if group is None:
        raise Refusal(404, "You are in no such group.", "group")
    check_sanctions(user, Visibility.GROUP, group)
    return row, group


def _is_under(path: str, stay: set[str]) -> bool:
    return any(path == above or path.startswith(f"{above}.") for above in stay)
