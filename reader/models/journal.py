"""The journal: who did what to the publication. Rows are added, never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from reader.models.documents import Document


class EditorialAct(models.Model):
    """One thing that an editor, a command or a rule did, in one line of words.

    `data` has what a program needs to explain or undo it; who is deleted leaves the act.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="acts"
    )
    verb = models.CharField(max_length=40, help_text="What was done: published, merged, rejected.")
    kind = models.CharField(max_length=60, blank=True, help_text="The kind of record.")
    record = models.CharField(max_length=64, blank=True, help_text="The record's primary key.")
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="acts"
    )
    words = models.CharField(max_length=1000, blank=True)
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="act_by_time"),
            models.Index(fields=["kind", "record"], name="act_by_record"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.words}".strip()
