"""Where annotations stand: what was chosen once, and its place in each revision since."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from reader.models import Block, Revision
from reader.models.documents import KEY_LENGTH


class Target(models.Model):
    """One passage that an annotation is about, in the words it had when it was chosen.

    A passage over several blocks has its blocks' words parted by line ends.
    """

    annotation = models.ForeignKey("annotations.Annotation", models.CASCADE, related_name="targets")
    ordinal = models.PositiveSmallIntegerField(default=0)
    exact = models.TextField()
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    is_dropped = models.BooleanField(default=False, help_text="The author chose another since.")

    class Meta:
        ordering = ["annotation", "ordinal", "pk"]

    def __str__(self) -> str:
        return self.exact[:60]


class Placement(models.Model):
    """Where a target stands from one revision on. Rows are added; the last one is current."""

    class Status(models.TextChoices):
        EXACT = "exact", "in its words"
        SHIFTED = "shifted", "moved along with its words"
        MOVED = "moved", "found elsewhere"
        LOST = "lost", "lost"
        MANUAL = "manual", "placed by hand"

    target = models.ForeignKey(Target, models.CASCADE, related_name="placements")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    status = models.CharField(max_length=7, choices=Status, default=Status.EXACT)
    is_current = models.BooleanField(default=True)
    method = models.CharField(max_length=40, blank=True)
    beside = models.CharField(
        max_length=KEY_LENGTH,
        blank=True,
        help_text="Of what is lost: the block that its words stood in, else the last one before.",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["target", "pk"]
        indexes = [models.Index(fields=["status", "is_current"], name="placement_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["target"], condition=Q(is_current=True), name="target_stands_in_one_place"
            )
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class Segment(models.Model):
    """A placement's range in one block. `key` stays when the block is gone from the text."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="segments")
    ordinal = models.PositiveSmallIntegerField(default=0)
    block = models.ForeignKey(Block, models.SET_NULL, null=True, related_name="segments")
    key = models.CharField(max_length=KEY_LENGTH)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField(help_text="One past the last character.")
    exact = models.TextField()

    class Meta:
        ordering = ["placement", "ordinal"]
        indexes = [models.Index(fields=["block", "start"], name="segment_by_place")]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="segment_is_not_empty")
        ]

    def __str__(self) -> str:
        return self.exact[:60]
