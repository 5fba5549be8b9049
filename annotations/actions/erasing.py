"""Erasing for good what deleted annotations said."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from annotations.models import Annotation, Edit, Suggestion, TagLabel
from annotations.permissions import GONE


def erase_old_words() -> int:
    """Erase the words of what was deleted too long ago to be brought back; return how many."""
    before = timezone.now() - timedelta(seconds=settings.LIMIT_UNDO_SECONDS)
    rows = Annotation.objects.filter(state__in=GONE, deleted_at__lt=before).exclude(
        body="", html="", body_format=""
    )
    keys = list(rows.values_list("pk", flat=True)[:500])
    erase(keys)
    return len(keys)


def erase(keys: list[int]) -> None:
    """Erase what these annotations said, and every earlier thing they said."""
    Edit.objects.filter(annotation__in=keys).delete()
    TagLabel.objects.filter(content_object__in=keys).delete()
    Suggestion.objects.filter(annotation__in=keys).update(replacement="")
    Annotation.actors.through.objects.filter(annotation__in=keys).delete()
    Annotation.objects.filter(pk__in=keys).update(body="", html="", body_format="")
