"""Lists of identifiers of an outside authority, to be matched with our actors."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef

from reader.models.actors import Actor, Identifier


class ListedIdentifierQuerySet(models.QuerySet["ListedIdentifier"]):
    """Questions to the table of listed identifiers."""

    def waiting(self, scheme: str) -> Self:
        """Return the entries of a scheme that no actor has, and that are not set aside."""
        there = Identifier.objects.filter(scheme=scheme, value=OuterRef("value"))
        return self.filter(~Exists(there.order_by()), scheme=scheme, is_set_aside=False)


class ListedIdentifier(models.Model):
    """One entry of a list that an editor brought in: what an authority calls whom.

    It waits until an actor has the identifier, or an editor sets it aside.
    """

    scheme = models.CharField(max_length=10, choices=Identifier._meta.get_field("scheme").choices)
    value = models.CharField(max_length=500)
    label = models.CharField(max_length=300)
    aliases: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=10, choices=Actor.Kind, blank=True)
    description = models.TextField(blank=True)
    is_set_aside = models.BooleanField(default=False)

    objects = ListedIdentifierQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_is_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.value})"


class NotThisOne(models.Model):
    """An entry of a list that an editor says is not this actor; the two are not matched again."""

    listed = models.ForeignKey(ListedIdentifier, models.CASCADE, related_name="refusals")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="refused_identifiers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listed", "actor"], name="a_match_is_refused_once")
        ]

    def __str__(self) -> str:
        return f"{self.listed} is not {self.actor}"
