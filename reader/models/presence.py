"""Who has a record open in the admin just now."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """Someone's open form of a record. A notice, no lock: it goes stale by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    record = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "record", "seen_at"], name="presence_by_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "record"], name="someone_is_somewhere_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.kind} {self.record}"
