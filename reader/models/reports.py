"""What readers report: words of a public document that they say are linked wrongly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from reader.models.actors import Mention
from reader.models.decisions import SpanRow, Versioned
from reader.models.documents import Block, Document
from reader.models.sources import Citation


class Report(SpanRow, Versioned):
    """A reader's word that something at a span is wrong, and what an editor answered.

    It follows the mention or citation it is about; of a note or a source it keeps the block. When
    both are gone its `quote` still says which words it was about.
    """

    class Subject(models.TextChoices):
        ACTOR = "actor", "the actor these words lead to"
        SOURCE = "source", "the source these words lead to"
        FOOTNOTE = "footnote", "the note"

    class State(models.TextChoices):
        OPEN = "open"
        CORRECTED = "corrected"
        REFUSED = "refused"

    document = models.ForeignKey(Document, models.CASCADE, related_name="reports")
    subject = models.CharField(max_length=8, choices=Subject)
    block = models.ForeignKey(Block, models.SET_NULL, null=True, blank=True, related_name="reports")
    mention = models.ForeignKey(
        Mention, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    citation = models.ForeignKey(
        Citation, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    quote = models.TextField(help_text="The words it is about, as they stood.")
    words = models.TextField(help_text="What the reader says.")
    mail = models.EmailField(blank=True, help_text="Kept to answer; nothing is sent.")
    sender = models.CharField(
        max_length=64, editable=False, help_text="A keyed hash of the address it came from."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "document"], name="report_by_state"),
            models.Index(fields=["sender", "created_at"], name="report_by_sender"),
        ]
        constraints = [
            *SpanRow.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "corrected", "refused"]),
                name="report_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.quote[:60]}”: {self.words[:120]}"
