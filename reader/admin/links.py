"""What the addresses of sources answered."""

from __future__ import annotations

from django.contrib import admin

from reader.admin.base import ReadOnlyAdmin
from reader.admin.lists import chosen, link_to
from reader.models import LinkCheck, Source


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    """The addresses that were asked, the dead ones among them."""

    list_display = ["url", "is_dead", "status", "words", "failures", "checked_at", "cited_source"]
    list_filter = ["is_dead", chosen(Source, "source")]
    list_select_related = ["source"]
    search_fields = ["url", "words"]
    date_hierarchy = "checked_at"
    fields = [
        *("cited_source", "url", "is_dead", "status", "words", "leads_to"),
        *("failures", "checked_at"),
    ]

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm("reader.delete_source")  # it goes with its source

    @admin.display(description="source")
    def cited_source(self, check):
        return link_to(check.source)
