"""The journal of editorial acts, to be read and searched."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.base import ReadOnlyAdmin
from reader.admin.lists import chosen
from reader.admin.rights import OfDocuments
from reader.models import Document, EditorialAct


@admin.register(EditorialAct)
class EditorialActAdmin(OfDocuments, ReadOnlyAdmin):
    """Who did what, newest first."""

    list_display = ["at", "user", "verb", "words", "document"]
    list_filter = [chosen(Document, "document")]
    list_select_related = ["user", "document"]
    search_fields = ["verb", "words", "user__username"]
    date_hierarchy = "at"
    fields = ["at", "user", "verb", "kind", "record", "document", "words", "data"]
