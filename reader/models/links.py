"""Whether the addresses of sources still answer."""

from __future__ import annotations

from typing import Self

from django.db import models

from reader.models.sources import Source


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Questions to the table of checked links."""

    def dead(self) -> Self:
        """Return the checks that found an address gone, or failing time after time."""
        return self.filter(is_dead=True)


class LinkCheck(models.Model):
    """What a source's address answered when it was last asked."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="link_check")
    url = models.URLField("address", max_length=2000)
    checked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0, help_text="0 when nothing answered.")
    words = models.CharField(max_length=300, blank=True)
    leads_to = models.URLField(max_length=2000, blank=True, help_text="Where it is redirected to.")
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    is_dead = models.BooleanField(default=False)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.url} {self.status or self.words}"
