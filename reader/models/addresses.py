"""Addresses that have changed: each leads to its record for ever."""

from __future__ import annotations

from django.db import models


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Questions to the table of former addresses."""

    def slugs_of(self, kind: str, start: str = "") -> set[str]:
        """Return the slugs of a kind that begin so: records have had them, and none gets them."""
        rows = self.filter(kind=kind, slug__startswith=start)
        return set(rows.values_list("slug", flat=True))


class Redirect(models.Model):
    """A slug that a record once had. It names the record's key, so no chain can form.

    A slug that stands here is given to no other record, even when its own has been deleted.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document"
        ACTOR = "actor"
        TOPIC = "topic"
        SOURCE = "source"

    kind = models.CharField(max_length=8, choices=Kind)
    slug = models.CharField(max_length=200)
    record = models.BigIntegerField(help_text="The key of the record it leads to.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "record"], name="redirect_by_record")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="an_address_leads_to_one_record")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
