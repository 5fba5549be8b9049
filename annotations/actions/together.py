"""What readers do together: resolve, react, flag, block. Each is one transaction."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations.actions.limits import check_sanctions
from annotations.actions.writing import hold_for
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Flag, PersonalBlock, Reaction, Viewpoint
from annotations.permissions import Act
from annotations.signals import what_happened
from reader.models import User
from reader.text.user_names import one_line


@transaction.atomic
def resolve(annotation: Annotation, *, user: User, reason: str = "") -> Annotation:
    """Say that a thread is settled, with a reason; it can be reopened."""
    row = _thread(annotation, user)
    if row.is_resolved:
        raise Refusal(409, "This thread is resolved already.")
    row.resolved_at, row.resolved_by = timezone.now(), user
    row.resolved_reason = one_line(reason)[:500]
    return _said(row, "resolved", user)


@transaction.atomic
def reopen(annotation: Annotation, *, user: User, reason: str = "") -> Annotation:
    """Say that a thread is not settled after all."""
    row = _thread(annotation, user)
    if not row.is_resolved:
        raise Refusal(409, "This thread is open.")
    row.resolved_at, row.resolved_by = None, None
    row.resolved_reason = one_line(reason)[:500]
    return _said(row, "reopened", user)


@transaction.atomic
def react(annotation: Annotation, *, user: User, sign: str, is_on: bool = True) -> Annotation:
    """Put one's sign under an annotation, or take it back; twice is once."""
    row = hold_for(annotation, Viewpoint(user), Act.REACT)
    if sign not in Reaction.Sign.values:
        raise Refusal(400, f"The signs are {', '.join(Reaction.Sign.values)}.", "sign")
    check_sanctions(user, row.visibility, row.group)
    if is_on:
        Reaction.objects.get_or_create(annotation=row, user=user, sign=sign)
    else:
        Reaction.objects.filter(annotation=row, user=user, sign=sign).delete()
    signs = Reaction.objects.filter(annotation=row).values_list("sign", flat=True)
    row.reactions = dict(Counter(signs))
    Annotation.objects.filter(pk=row.pk).update(reactions=row.reactions, places=F("places") + 1)
    what_happened.send(Annotation, annotation=row, event="reacted", user=user)
    return row


@transaction.atomic
def flag(annotation: Annotation, *, user: User, reason: str, words: str = "") -> Flag:
    """Tell the moderators of an annotation, once, with a reason."""
    row = hold_for(annotation, Viewpoint(user), Act.FLAG)
    if reason not in Flag.Reason.values:
        raise Refusal(400, f"The reasons are {', '.join(Flag.Reason.values)}.", "reason")
    since = timezone.now() - timedelta(days=1)
    if Flag.objects.filter(user=user, created_at__gt=since).count() >= settings.LIMIT_FLAGS_A_DAY:
        raise Refusal(429, "You have flagged as much as one may in a day.", retry_after=3600)
    raised, is_new = Flag.objects.get_or_create(
        annotation=row, user=user, defaults={"reason": reason, "words": one_line(words)[:1000]}
    )
    if is_new:
        what_happened.send(Annotation, annotation=row, event="flagged", user=user)
    return raised


def block(user: User, blocked: User) -> None:
    """Show user nothing that blocked writes; nobody is told."""
    if user != blocked:
        PersonalBlock.objects.get_or_create(user=user, blocked=blocked)


def unblock(user: User, blocked: User) -> None:
    """Show it again."""
    PersonalBlock.objects.filter(user=user, blocked=blocked).delete()


def _thread(annotation: Annotation, user: User) -> Annotation:
    row = hold_for(annotation, Viewpoint(user), Act.RESOLVE)
    if row.parent_id is not None:
        raise Refusal(409, "A thread is resolved at its first annotation.")
    return row


def _said(row: Annotation, event: str, user: User) -> Annotation:
    row.version += 1
    row.modified_at = timezone.now()
    row.save()
    what_happened.send(Annotation, annotation=row, event=event, user=user)
    return row
