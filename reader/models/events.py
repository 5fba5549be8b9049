"""Events: dates in their sentences."""

from __future__ import annotations

from typing import Self

from django.db import models

from reader.models.accounts import Viewer
from reader.models.decisions import Decided, SpanRow, State, Versioned, waiting_index
from reader.models.documents import Block, Document


class EventQuerySet(models.QuerySet["Event"]):
    """Questions to the table of events."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the accepted events in documents this user may read."""
        return self.filter(
            state=State.ACCEPTED, block__document__in=Document.objects.visible_to(user)
        )

    def listed_to(self, user: Viewer) -> Self:
        """Return the accepted events in documents that lists show this user."""
        return self.filter(
            state=State.ACCEPTED, block__document__in=Document.objects.listed_to(user)
        )


class Event(SpanRow, Decided, Versioned):
    """A date expression in its sentence; [start, end) is the expression.

    `date` is EDTF with gaps as X, an interval or open where the words are ("198X/.."), and has the
    year that a rule supplied where the words have none; then `inferred_reason` says which rule.
    """

    block = models.ForeignKey(Block, models.CASCADE, related_name="events")
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField(help_text="One past the last character.")
    date = models.CharField(
        max_length=60, blank=True, help_text="EDTF, for example 2020-11 or 198X/.."
    )
    inferred_reason = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(
        max_length=24, blank=True, editable=False, help_text="Its earliest day, to sort by."
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["block", "start"]
        indexes = [
            *Decided.Meta.indexes,
            models.Index(fields=["state", "sort_key"], name="event_by_date"),
            waiting_index("event_waiting"),
        ]
        constraints = [
            *SpanRow.Meta.constraints,
            *Decided.Meta.constraints,
            models.UniqueConstraint(fields=["block", "start", "end"], name="event_is_dated_once"),
            models.CheckConstraint(
                condition=models.Q(sentence_start__lte=models.F("start"))
                & models.Q(sentence_end__gte=models.F("end")),
                name="event_stands_in_its_sentence",
            ),
        ]

    def __str__(self) -> str:
        return self.date or f"event at {self.start}"
