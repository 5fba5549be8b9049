"""Groups: who reads together. What is written in a group is read by its members only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from reader.models import User, Versioned
from reader.models.accounts import Viewer


class GroupQuerySet(models.QuerySet["Group"]):
    """Questions to the table of groups."""

    def of(self, user: Viewer, *roles: str) -> Self:
        """Return the groups this user is a member of, in one of these roles if any is given."""
        if user is None or not user.is_authenticated:
            return self.none()
        rows = Membership.objects.filter(user=user, is_waiting=False)
        if roles:
            rows = rows.filter(role__in=roles)
        return self.filter(pk__in=rows.values("group"))

    def visible_to(self, user: Viewer) -> Self:
        """Return the groups that this user may know of: private ones only as a member."""
        return self.filter(~Q(kind=Group.Kind.PRIVATE) | Q(pk__in=self.model.objects.of(user)))


class Group(Versioned):
    """People who annotate together. `kind` says who may know of it and who may join."""

    class Kind(models.TextChoices):
        PRIVATE = "private", "private: known to its members, joined by invitation"
        RESTRICTED = "restricted", "restricted: known to all, joined when a moderator agrees"
        OPEN = "open", "open: known to all, joined by whoever wishes"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PRIVATE)
    is_premoderated = models.BooleanField(
        "moderators see first",
        default=False,
        help_text="What members write waits until a moderator lets it through.",
    )
    vocabulary = models.ManyToManyField(
        "annotations.Tag", blank=True, related_name="groups", help_text="Tags offered to members."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("annotations:group", args=[self.slug])


class Membership(models.Model):
    """One person in one group; `is_waiting` until a moderator agrees."""

    class Role(models.TextChoices):
        MEMBER = "member", "member"
        MODERATOR = "moderator", "moderator"
        OWNER = "owner", "owner"

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role, default=Role.MEMBER)
    is_waiting = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["group", "joined_at"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="membership_is_given_once")
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def may_moderate(self) -> bool:
        return not self.is_waiting and self.role != self.Role.MEMBER


HANDS = (Membership.Role.MODERATOR, Membership.Role.OWNER)


def digest_of(secret: str) -> str:
    """Return what is kept of an invitation's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions to the table of invitations."""

    def usable(self, at: datetime | None = None) -> Self:
        """Return the invitations that still let somebody in."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=at or timezone.now(), uses__lt=F("most_uses")
        )


class Invitation(models.Model):
    """A link that lets its holder join. It expires, and can be revoked."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    role = models.CharField(max_length=9, choices=Membership.Role, default=Membership.Role.MEMBER)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0, editable=False)
    most_uses = models.PositiveIntegerField(default=1)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation to {self.group}"

    @classmethod
    def make(
        cls, group: Group, inviter: User, *, role: str, lasts: timedelta, most_uses: int
    ) -> tuple[Invitation, str]:
        """Make an invitation; return it and its secret, which is shown once and kept nowhere."""
        secret = secrets.token_urlsafe(24)
        row = cls.objects.create(
            group=group,
            digest=digest_of(secret),
            inviter=inviter,
            role=role,
            expires_at=timezone.now() + lasts,
            most_uses=most_uses,
        )
        return row, secret
