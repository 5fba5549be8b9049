"""The ledger of merges, what is never to be merged, and what texts still call the merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Mergeable(models.TextChoices):
    """The kinds of record of which two can turn out to be one."""

    ACTOR = "actor", "actor"
    SOURCE = "source", "source"
    TOPIC = "topic", "topic"
    NAME = "name", "name"


class Merge(models.Model):
    """One record that went into another, with every row that this changed: enough to undo it.

    Records are named by their primary keys, without a foreign key: the one that went has no row.
    """

    kind = models.CharField(max_length=10, choices=Mergeable)
    kept = models.PositiveBigIntegerField()
    kept_words = models.CharField(max_length=1000)
    gone = models.PositiveBigIntegerField()
    gone_words = models.CharField(max_length=1000)
    # Columns of both as they were, which of the two gave each field, how many rows moved.
    snapshot: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    chosen: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    # What was done to which row, in order (actions.steps).
    steps: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField()
    # The newest mention there was: a later one was made when the two were one already.
    last_mention = models.PositiveBigIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="merges"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What was left as it is when the merge was undone, since somebody had changed it meanwhile.
    left: models.JSONField[list[str], list[str]] = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "kept"], name="merge_by_kept"),
            models.Index(fields=["kind", "gone"], name="merge_by_gone"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="nothing_merges_with_itself")
        ]

    def __str__(self) -> str:
        return f"{self.gone_words} into {self.kept_words}"


class NotTheSame(models.Model):
    """Two records that an editor has told apart; nobody is asked again. `first` < `second`."""

    kind = models.CharField(max_length=10, choices=Mergeable)
    first = models.PositiveBigIntegerField()
    second = models.PositiveBigIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "pairs that are not the same"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "second"], name="two_are_told_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="told_apart_in_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first} is not {self.second}"


class FormerKeyQuerySet(models.QuerySet["FormerKey"]):
    """Questions to the table of former keys."""

    def leading(self, kind: str, keys: Iterable[str]) -> dict[str, int]:
        """Return the primary key of the record that each of these keys led to, where one did."""
        wanted, found = list(keys), {}
        # More keys than this in one statement pass SQLite's limit of variables on old builds.
        for start in range(0, len(wanted), 500):
            rows = self.filter(kind=kind, key__in=wanted[start : start + 500])
            found.update(dict(rows.values_list("key", "record")))
        return found


class FormerKey(models.Model):
    """What a file or a text may still call a record that went into another.

    The folded name of an actor or a topic, the key of a source (`Source.cited_as`). Without it
    the next import would enter the record anew.
    """

    kind = models.CharField(max_length=10, choices=Mergeable)
    key = models.CharField(max_length=1200)
    record = models.PositiveBigIntegerField(help_text="The record that was kept.")

    objects = FormerKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="a_former_key_leads_to_one")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
