"""Stored pages, as readers get them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html

from reader.actions.pages import render
from reader.admin.base import ReadOnlyAdmin
from reader.admin.lists import count_of
from reader.models import ShownFact, StoredPage


@admin.register(StoredPage)
class StoredPageAdmin(ReadOnlyAdmin):
    """Public pages as they are stored. The one thing to do is to render them anew."""

    list_display = ["path", "is_stale", "rendered_at", "valid_until", "size", "fact_count"]
    list_filter = ["is_stale"]
    search_fields = ["path"]
    date_hierarchy = "rendered_at"
    actions = ["render_anew"]
    fields = [
        "address",
        "is_stale",
        "rendered_at",
        "valid_until",
        "content_type",
        "etag",
        "size",
        "fact_count",
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .defer("body", "brotli")
            .annotate(bytes=Length("body"), facts_on=count_of(ShownFact.objects.all(), "page"))
        )

    @admin.display(ordering="bytes")
    def size(self, page):
        return filesizeformat(page.bytes)

    @admin.display(description="facts shown", ordering="facts_on")
    def fact_count(self, page):
        return page.facts_on

    @admin.display(description="page")
    def address(self, page):
        return format_html('<a href="{}">{}</a>', page.path, page.path)

    @admin.action(permissions=["view"], description="Render selected pages anew")
    def render_anew(self, request, queryset):
        paths = list(queryset.values_list("path", flat=True))
        for path in paths:
            render(path)
        number = "1 page" if len(paths) == 1 else f"{len(paths)} pages"
        self.message_user(request, f"{number} rendered anew.", messages.SUCCESS)
