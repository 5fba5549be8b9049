"""What an edit took out of a text and nobody has given up: spans without words, blocks' keys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from reader.models.decisions import Versioned
from reader.models.documents import KEY_LENGTH, Document, Revision


class LostSpan(Versioned):
    """A span that a person had decided or entered, and whose words are gone from the text.

    It comes back by itself when the very words come back between the very words that were beside
    them, or by hand. `row` is the primary key that the span had and will have again; `values` has
    its columns. Until then it is open: `resolved_at` is empty.
    """

    class Kind(models.TextChoices):
        MENTION = "mention"
        CITATION = "citation"
        EVENT = "event"
        EVIDENCE = "evidence"

    class Resolution(models.TextChoices):
        RETURNED = "returned", "its words came back"
        ATTACHED = "attached", "attached by hand"
        DISMISSED = "dismissed", "given up"

    document = models.ForeignKey(Document, models.CASCADE, related_name="lost_spans")
    kind = models.CharField(max_length=8, choices=Kind)
    row = models.BigIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    block_key = models.CharField(max_length=KEY_LENGTH)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", help_text="The first without it."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lost_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.CharField(max_length=9, choices=Resolution, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-lost_at", "-pk"]
        indexes = [models.Index(fields=["document", "resolved_at"], name="lost_span_by_document")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row"],
                condition=models.Q(resolved_at__isnull=True),
                name="a_span_is_lost_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} “{self.quote[:60]}”"


class FormerBlock(models.Model):
    """The key of a block that left a text; it comes back with the block's words."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="former_blocks")
    key = models.CharField(max_length=KEY_LENGTH)
    text = models.TextField()

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="former_key_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]
