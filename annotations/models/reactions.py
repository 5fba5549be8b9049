"""Reactions: a small set of signs, one of each by one person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Reaction(models.Model):
    """One person's sign under one annotation."""

    class Sign(models.TextChoices):
        AGREE = "agree", "agree"
        DOUBT = "doubt", "doubt"
        THANKS = "thanks", "thanks"
        INSIGHT = "insight", "good point"

    annotation = models.ForeignKey(
        "annotations.Annotation", models.CASCADE, related_name="reaction_rows"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sign = models.CharField(max_length=8, choices=Sign)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["annotation", "user", "sign"], name="reaction_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_sign_display()
