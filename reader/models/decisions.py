"""What every curated row carries: a version against lost updates, and who answers for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a finding stands. Only what is accepted is public."""

    PROPOSED = "proposed", "proposed"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class Versioned(models.Model):
    """A row whose edit forms carry the version they started from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Decided(models.Model):
    """A row that a rule or a person proposed, accepted or rejected."""

    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    method = models.CharField(
        max_length=40, blank=True, help_text="The rule, file or screen that made it."
    )
    confidence = models.FloatField(default=1.0)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who decided; empty while only a rule has.",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_unsure = models.BooleanField(
        default=False,
        editable=False,
        help_text="Set aside by an editor: still proposed, in the queue only when asked for.",
    )

    class Meta:
        abstract = True
        # What waits, the most doubtful first, however much there is of it.
        indexes = [
            models.Index(
                fields=["state", "is_unsure", "confidence", "id"], name="%(class)s_in_queue"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1),
                name="%(class)s_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="%(class)s_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_unsure=False) | Q(state="proposed"),
                name="%(class)s_set_aside_is_still_proposed",
            ),
        ]


def waiting_index(name: str) -> models.Index:
    """Return the index that says in which blocks spans wait for a decision.

    It holds what is proposed and nothing else, so that counting by document reads no row.
    """
    proposed = Q(state=State.PROPOSED)
    return models.Index(fields=["state", "is_unsure", "block"], condition=proposed, name=name)


class SpanRow(models.Model):
    """A row that stands on [start, end) code points of a block's text."""

    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField(help_text="One past the last character.")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=models.F("end")), name="%(class)s_is_not_empty"
            ),
        ]
