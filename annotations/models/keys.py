"""Idempotency keys: sending again never makes a second annotation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class IdempotencyKey(models.Model):
    """A key that a client gave to one creation, kept for a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Of what was sent with it.")
    annotation = models.ForeignKey("annotations.Annotation", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="key_by_time")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="key_is_used_once")]

    def __str__(self) -> str:
        return self.key
