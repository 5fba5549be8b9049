"""Readers' reports, to be found and read; they are answered at their place in the text."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.base import ReadOnlyAdmin, RecordAdmin
from reader.admin.lists import chosen
from reader.models import Document, Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin, RecordAdmin):
    """Every report, newest first, with what was answered."""

    list_display = ["created_at", "quote", "words", "document", "state", "reviewer"]
    list_filter = ["state", "subject", chosen(Document, "document")]
    list_select_related = ["document", "reviewer"]
    search_fields = ["quote", "words", "answer", "document__title"]
    ordering = ["-created_at", "-pk"]
    fields = [
        *("document", "subject", "quote", "words", "mail", "created_at"),
        *("state", "answer", "reviewer", "reviewed_at"),
    ]
