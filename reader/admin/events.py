"""Dates in the text, found and corrected."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.base import DecidedAdmin
from reader.admin.spans import SpanAdmin
from reader.models import Event


@admin.register(Event)
class EventAdmin(SpanAdmin):
    """Every date expression, in its sentence."""

    list_display = ["date", "passage", "document", "state", "confidence"]
    search_fields = ["date"]
    autocomplete_fields = ["block"]
    actions = ["accept", "reject", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["sentence", "place", "date", "inferred_reason", "state"]}),
        (
            "Its place in the block",
            {"fields": ["block", ("start", "end"), ("sentence_start", "sentence_end")]},
        ),
        ("Who answers for it", {"fields": DecidedAdmin.signature}),
    ]
