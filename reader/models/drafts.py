"""Drafts: the next text of a document, beside the one that readers see."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from reader.models.decisions import Versioned
from reader.models.documents import Document


class Draft(Versioned):
    """A manuscript in work. It becomes a revision when its plan is applied, and then goes.

    `base` is the number of the revision it began from, 0 for a text that has none yet: when the
    document has a later one, someone else has changed the text meanwhile.
    """

    document = models.OneToOneField(Document, models.CASCADE, related_name="draft")
    manuscript = models.TextField()
    base = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.document}"
