"""How much one person may write, and who may not write at all."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Edit, Group, Sanction
from reader.models import User

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def is_new(user: User) -> bool:
    """Tell whether this is the account's first day; an editor's account is never new."""
    return not user.is_staff and user.date_joined > timezone.now() - DAY


def check_rate(user: User) -> None:
    """Raise Refusal 429 if the user has written as much as one may in a minute or an hour."""
    now = timezone.now()
    in_minute = in_hour = 0
    for rows, at in (
        (Annotation.objects.filter(creator=user), "created_at"),
        (Edit.objects.filter(editor=user), "at"),
    ):
        recent = Count("pk", filter=Q(**{f"{at}__gt": now - MINUTE}))
        counted = rows.filter(**{f"{at}__gt": now - HOUR}).aggregate(
            hour=Count("pk"), minute=recent
        )
        in_minute += counted["minute"]
        in_hour += counted["hour"]
    most_in_hour = settings.LIMIT_WRITES_AN_HOUR
    if is_new(user):
        most_in_hour = min(most_in_hour, settings.LIMIT_WRITES_ON_FIRST_DAY)
    if in_hour >= most_in_hour:
        words = f"You have written {in_hour} times in an hour; that is as much as one may."
        raise Refusal(429, words, retry_after=600)
    if in_minute >= settings.LIMIT_WRITES_A_MINUTE:
        words = f"You have written {in_minute} times in a minute; please wait a little."
        raise Refusal(429, words, retry_after=30)


def check_links(user: User, number: int) -> None:
    """Raise Refusal 429 if a new account writes more links than it may on its first day."""
    most = settings.LIMIT_LINKS_ON_FIRST_DAY
    if number > most and is_new(user):
        words = f"On its first day an account may write {most} links in one annotation."
        raise Refusal(429, words, "body", retry_after=24 * 3600)


def check_sanctions(user: User, visibility: str, group: Group | None) -> None:
    """Raise Refusal 403, with the reason and the end, for whoever may not write this here."""
    rows = Sanction.objects.in_force().filter(user=user)
    rows = rows.filter(Q(group__isnull=True) | Q(group=group)) if group else rows.filter(group=None)
    for sanction in rows:
        if sanction.kind == Sanction.Kind.BAN or visibility != "private":
            until = f" until {sanction.until:%-d %B %Y, %H:%M} UTC" if sanction.until else ""
            where = f" in {group.name}" if sanction.group_id and group else ""
            raise Refusal(403, f"You may not write{where}{until}: {sanction.reason}")
