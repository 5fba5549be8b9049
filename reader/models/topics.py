"""Topics: taggit tags on documents and actors."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from taggit.models import GenericTaggedItemBase, TagBase

from reader.models.accounts import Viewer
from reader.models.actors import Actor
from reader.models.addresses import Redirect
from reader.models.decisions import Versioned
from reader.models.documents import Document


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions to the table of topics."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the topics under which this user finds a document or an actor."""
        labels = TopicLabel.objects.filter(
            models.Q(
                content_type__app_label="reader",
                content_type__model="document",
                object_id__in=Document.objects.listed_to(user).values("pk"),
            )
            | models.Q(
                content_type__app_label="reader",
                content_type__model="actor",
                object_id__in=Actor.objects.listed_to(user).values("pk"),
            )
        )
        return self.filter(pk__in=labels.values("tag_id"))


class Topic(Versioned, TagBase):
    """A subject that documents and actors share."""

    description = models.TextField(blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return a slug for a new topic; one that another topic has had is given to none.

        Letters that an address has no room for leave it, whatever the script: of a name of others
        alone nothing stays, and its topics are counted.
        """
        slug = slugify(tag) or "topic"
        slug = slug if i is None else f"{slug}_{i}"
        if Redirect.objects.filter(kind=Redirect.Kind.TOPIC, slug=slug).exists():
            return self.slugify(tag, (i or 1) + 1)
        return slug

    def get_absolute_url(self) -> str:
        return reverse("reader:topic", args=[self.slug])


class TopicLabel(GenericTaggedItemBase):
    """One topic on one document or actor."""

    tag = models.ForeignKey(Topic, models.CASCADE, related_name="labels")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_type", "object_id"], name="topic_is_given_once"
            )
        ]
