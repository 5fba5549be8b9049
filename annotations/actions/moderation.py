"""Moderating: each decision has a reason, is logged for good, and is told to the author."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from annotations.actions.erasing import erase
from annotations.actions.writing import hold_for
from annotations.formats.refusal import Refusal
from annotations.models import (
    Annotation,
    Flag,
    Group,
    Membership,
    ModerationAct,
    Sanction,
    Viewpoint,
)
from annotations.permissions import WITHHELD, Act, Role, State
from annotations.signals import what_happened
from reader.models import User
from reader.text.user_names import one_line

# What moderators can say, and the state it leads to; "kept" is reviewed and left as it is.
DECISIONS = {
    "approved": State.VISIBLE,
    "hidden": State.HIDDEN,
    "spam": State.SPAM,
    "kept": None,
}


@transaction.atomic
def decide(
    annotation: Annotation,
    decision: str,
    *,
    user: User,
    reason: str = "",
    version: int | None = None,
) -> Annotation:
    """Approve, hide, call spam, or keep an annotation; its flags are settled.

    Hiding needs a reason. Raises Stale where somebody changed it since it was seen.
    """
    row = hold_for(annotation, Viewpoint(user), Act.HIDE, version)
    if decision not in DECISIONS:
        raise Refusal(400, f"The decisions are {', '.join(DECISIONS)}.", "decision")
    reason = one_line(reason)[:1000]
    if decision in ("hidden", "spam") and not reason:
        raise Refusal(400, "Say why, so that its author knows.", "reason")
    before = row.state
    row.state = DECISIONS[decision] or row.state
    row.state_reason = reason if row.state in WITHHELD else ""
    row.version += 1
    row.modified_at = timezone.now()
    row.save()
    log(row, decision, user, before, reason)
    Flag.objects.filter(annotation=row, settled_at=None).update(settled_at=timezone.now())
    mark_below(row)
    what_happened.send(Annotation, annotation=row, event=decision, user=user)
    return row


@transaction.atomic
def erase_for_good(annotation: Annotation, *, user: User, reason: str) -> None:
    """Erase an annotation's words for good: administrators only, with a logged reason."""
    row = hold_for(annotation, Viewpoint(user), Act.ERASE)
    reason = one_line(reason)[:1000]
    if not reason:
        raise Refusal(400, "Say why it is erased.", "reason")
    before = row.state
    below = Annotation.objects.filter(root=row.thread_id, path__startswith=f"{row.path}.")
    has_answers = below.exclude(state__in=(State.BLANKED, State.DELETED)).exists()
    row.state_before, row.state = row.state, State.BLANKED if has_answers else State.DELETED
    row.state_reason = reason
    row.deleted_at = row.modified_at = timezone.now()
    row.version += 1
    row.save()
    erase([row.pk])
    # What was erased by others cannot be brought back by its author.
    Annotation.objects.filter(pk=row.pk).update(deleted_at=datetime(2000, 1, 1, tzinfo=UTC))
    log(row, "erased", user, before, reason)
    mark_below(row)
    what_happened.send(Annotation, annotation=row, event="erased", user=user)


@transaction.atomic
def sanction(
    author: User,
    *,
    moderator: User,
    reason: str,
    kind: str = Sanction.Kind.SILENCE,
    until: datetime | None = None,
    group: Group | None = None,
) -> Sanction:
    """Silence or ban somebody, on the site or in a group, until a moment or for good."""
    _may_sanction(moderator, author, group)
    if not reason.strip():
        raise Refusal(400, "Say why, so that they know.", "reason")
    row = Sanction.objects.create(
        user=author,
        group=group,
        kind=kind,
        until=until,
        reason=one_line(reason)[:1000],
        moderator=moderator,
    )
    ModerationAct.objects.create(
        moderator=moderator, author=author, group=group, verb=kind, reason=one_line(reason)[:1000]
    )
    return row


@transaction.atomic
def lift(row: Sanction, *, moderator: User, reason: str = "") -> None:
    """Let somebody write again."""
    _may_sanction(moderator, row.user, row.group)
    Sanction.objects.filter(pk=row.pk, lifted_at=None).update(lifted_at=timezone.now())
    ModerationAct.objects.create(
        moderator=moderator,
        author=row.user,
        group=row.group,
        verb="lifted",
        reason=one_line(reason)[:1000],
    )


def log(row: Annotation, verb: str, user: User, before: str, reason: str) -> ModerationAct:
    """Enter a decision in the log, which is only added to."""
    return ModerationAct.objects.create(
        moderator=user,
        annotation=row,
        author=row.creator,
        group=row.group,
        verb=verb,
        state_before=before,
        state_after=row.state,
        reason=reason,
    )


def mark_below(row: Annotation) -> None:
    """Say of every answer in the thread whether something above it is withheld."""
    thread = Annotation.objects.filter(root=row.thread_id).order_by("path")
    withheld: list[str] = []
    root = Annotation.objects.get(pk=row.thread_id)
    for answer in [root, *thread]:
        is_below = any(answer.path.startswith(f"{path}.") for path in withheld)
        if answer.is_below_withheld != is_below:
            Annotation.objects.filter(pk=answer.pk).update(is_below_withheld=is_below)
        if answer.state in WITHHELD:
            withheld.append(answer.path)


def _may_sanction(moderator: User, author: User, group: Group | None) -> None:
    view = Viewpoint(moderator)
    if moderator == author:
        raise Refusal(403, "Nobody silences themselves.")
    if group is None:
        may = view.moderates_public and not (author.is_staff and not view.is_administrator)
    else:
        may = view.role_in(group.pk) in (Membership.Role.MODERATOR, Membership.Role.OWNER)
        other = Viewpoint(author).role_in(group.pk)
        may = may and (other != Membership.Role.OWNER)
    if not may:
        raise Refusal(403, f"Only a {Role.MODERATOR} may do that.")
