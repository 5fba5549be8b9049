"""Closing an account: what was said to others stays under a neutral name, all else goes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Case, F, Value, When

from annotations.models import Annotation, Membership
from annotations.permissions import GONE, Visibility
from reader.models import RetiredName, User


class LastAdministrator(Exception):
    """Without this account nobody could manage the site."""


@transaction.atomic
def close_account(user: User) -> None:
    """Delete the account with its private annotations, keys, follows and memberships.

    What stood in public or in a group keeps its place in its thread and names nobody; a group
    whose only owner leaves is handed on. The name is given to nobody again. Raises
    LastAdministrator for the only one who can still manage users.
    """
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    if user.is_superuser and not administrators.exclude(pk=user.pk).exists():
        raise LastAdministrator
    _erase_annotations(user)
    _hand_on_groups(user)
    RetiredName.objects.retire(user.username)
    user.delete()


def _erase_annotations(user: User) -> None:
    mine = Annotation.objects.filter(creator=user)
    # Answers stand below what they answer and are private as it is: the deepest go first.
    private = mine.filter(visibility=Visibility.PRIVATE)
    for depth in sorted(set(private.values_list("depth", flat=True)), reverse=True):
        private.filter(depth=depth).delete()
    # What was deleted already leaves its place alone.
    mine.filter(state__in=GONE).update(body="", html="")
    mine.update(version=F("version") + 1)


def _hand_on_groups(user: User) -> None:
    owner, moderator = Membership.Role.OWNER, Membership.Role.MODERATOR
    for membership in Membership.objects.filter(user=user, role=owner):
        others = Membership.objects.filter(group=membership.group_id, is_waiting=False)
        others = others.exclude(user=user)
        if others.filter(role=owner).exists():
            continue
        rank = Case(When(role=moderator, then=Value(0)), default=Value(1))
        heir = others.order_by(rank, "joined_at", "pk").first()
        if heir is not None:
            heir.role = owner
            heir.save(update_fields=["role"])
