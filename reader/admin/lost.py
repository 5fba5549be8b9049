"""Spans whose words an edit took out of a text."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.base import ReadOnlyAdmin
from reader.admin.lists import chosen
from reader.admin.rights import OfDocuments
from reader.models import Document, LostSpan


@admin.register(LostSpan)
class LostSpanAdmin(OfDocuments, ReadOnlyAdmin):
    """What waits for its words to come back, or to be attached to others by hand."""

    list_display = ["quote", "kind", "document", "lost_at", "resolution"]
    list_filter = ["kind", "resolution", chosen(Document, "document")]
    list_select_related = ["document"]
    search_fields = ["quote"]
    fields = [
        "kind",
        "document",
        ("prefix", "quote", "suffix"),
        ("block_key", "revision", "lost_at"),
        "values",
        "decided_by",
        ("resolution", "resolved_at", "resolved_by"),
    ]
