"""Tags of annotations: django-taggit, with a vocabulary of their own."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.text import slugify
from taggit.models import ItemBase, TagBase

from reader.text.folding import search_fold

LONGEST = 64


def fold_tag(name: str) -> str:
    """Return what two spellings of one tag have in common; never empty."""
    return (search_fold(name) or name.casefold().strip())[: LONGEST * 2]


class Tag(TagBase):
    """A word that annotations share. `folded` is the same for “CAFÉ” and “café”."""

    folded = models.CharField(max_length=2 * LONGEST, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    @classmethod
    def called(cls, names: list[str]) -> list[Tag]:
        """Return the tags with these names, made where they are new, in the order given.

        Two writers may make the same tag at once: one of them finds the other's.
        """
        wanted = {fold_tag(name): name for name in reversed(names)}
        there = {row.folded: row for row in cls.objects.filter(folded__in=wanted)}
        new = [
            cls(name=name, folded=folded, slug=_slug_of(folded))
            for folded, name in wanted.items()
            if folded not in there
        ]
        if new:
            cls.objects.bulk_create(new, ignore_conflicts=True)
            there = {row.folded: row for row in cls.objects.filter(folded__in=wanted)}
        order = dict.fromkeys(fold_tag(name) for name in names)
        return [there[folded] for folded in order if folded in there]


def _slug_of(folded: str) -> str:
    """Return an address for a tag; two tags whose letters are alike get different ones."""
    slug = slugify(folded, allow_unicode=True)[:80]
    if slug == folded.replace(" ", "-"):
        return slug
    return f"{slug}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}".lstrip("-")


class TagLabel(ItemBase):
    """One tag on one annotation."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="labels")
    content_object = models.ForeignKey(
        "annotations.Annotation", models.CASCADE, related_name="tag_labels"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="tag_is_given_once")
        ]
