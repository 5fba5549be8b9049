"""Personal access tokens: a program's key to what its owner may do."""

from __future__ import annotations

import datetime
import hashlib
import re

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone

from reader.models import User

# What a key looks like: the prefix lets scanners of leaked secrets know ours.
RAW = re.compile(r"sch_[A-Za-z0-9_-]{43}\Z")


def digest_of(raw: str) -> str:
    """Return what is kept of a key: its SHA-256, since a key of 256 random bits needs no salt."""
    return hashlib.sha256(raw.encode()).hexdigest()


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Tokens by what they open."""

    def live(self) -> AccessTokenQuerySet:
        """Keep tokens that are neither revoked nor over, of people who may sign in."""
        now = timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True
        )

    def find(self, raw: str) -> AccessToken | None:
        """Return the live token with this key, with its user; None for any other text.

        That it was used is noted once a day, and never stands in the way of the answer.
        """
        if not RAW.match(raw):
            return None
        token = self.live().select_related("user").filter(digest=digest_of(raw)).first()
        if token is not None:
            token.note_use()
        return token

    def user_for(self, raw: str, *, scope: str = "read") -> User | None:
        """Return the user whose live token this key is, if it opens scope ("read" or "write")."""
        token = self.find(raw)
        return token.user if token is not None and token.opens(scope) else None


class AccessToken(models.Model):
    """One key of one person. The key itself is shown once and kept nowhere."""

    class Scope(models.TextChoices):
        READ = "read", "read"
        WRITE = "write", "read and write"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80, help_text="What the key is for.")
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def opens(self, scope: str) -> bool:
        """Tell whether the key may do this: "write" opens reading as well."""
        return scope == "read" or self.scope == self.Scope.WRITE

    @property
    def is_live(self) -> bool:
        is_over = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.revoked_at is None and not is_over

    def note_use(self, today: datetime.date | None = None) -> None:
        """Note that the key was used today, at most once a day."""
        today = today or timezone.now().date()
        if self.last_used_on == today:
            return
        self.last_used_on = today
        try:
            with transaction.atomic():
                AccessToken.objects.filter(pk=self.pk).update(last_used_on=today)
        except DatabaseError:
            pass  # busy: another use will note it
