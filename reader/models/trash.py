"""What was deleted, kept so that it can come back."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from reader.models.accounts import Viewer
from reader.models.documents import Document


class TrashedQuerySet(models.QuerySet["Trashed"]):
    """Questions to the trash."""

    def visible_to(self, user: Viewer) -> Self:
        """Return what this user may put back: all for who curates or publishes, else one's own."""
        if user is None or not user.is_active:
            return self.none()
        if user.has_perm("reader.curate") or user.has_perm("reader.publish_document"):
            return self.all()
        return self.filter(user=user) if user.has_perm("reader.write_document") else self.none()


class Trashed(models.Model):
    """A deleted record with everything that hung on it, row by row as it was.

    `rows` has the rows in the order in which they can be put back; `loosened` the rows that only
    pointed at one of them and stayed: [model, key, column, value].
    """

    kind = models.CharField(max_length=60, help_text="The kind of record.")
    record = models.CharField(max_length=64, help_text="The record's primary key.")
    words = models.CharField(max_length=1000)
    rows: models.JSONField[list[Any], list[Any]] = models.JSONField()
    loosened: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deleted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TrashedQuerySet.as_manager()

    class Meta:
        ordering = ["-deleted_at", "-pk"]
        verbose_name_plural = "trash"

    def __str__(self) -> str:
        return self.words
