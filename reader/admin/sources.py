"""Sources and the places that cite them."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from reader.actions.records import source_key
from reader.admin.base import DecidedAdmin, HistoryAdmin
from reader.admin.forms import RecordForm
from reader.admin.lists import chosen, count_of, link_to_list, numbered
from reader.admin.merge_links import MergeableAdmin
from reader.admin.spans import SpanAdmin, SpanForm
from reader.models import Actor, Citation, LinkCheck, Source, State


class SourceForm(RecordForm):
    """A source. An inferred year says why."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("inferred_year") and not cleaned.get("inferred_reason"):
            reason = forms.ValidationError("Say why this year is inferred.")
            self.add_error("inferred_reason", reason)
        if self.instance.pk is None and not self.errors:
            described = {name: cleaned[name] for name in ("publisher", "author", "title", "date")}
            if not any(described.values()):
                raise forms.ValidationError("A source has a publisher, an author or a title.")
            there = Source.objects.filter(cited_as=source_key(Source(**described))).first()
            if there:
                raise forms.ValidationError(f"This source is there already: number {there.pk}.")
        return cleaned


@admin.register(Source)
class SourceAdmin(MergeableAdmin, HistoryAdmin):
    """Cited works and news items."""

    change_list_template = "admin/table_list.html"
    form = SourceForm
    list_display = ["words", "kind", "publisher_actor", "cited", "has_address"]
    list_editable = ["kind"]
    list_filter = ["kind", chosen(Actor, "publisher_actor", "author_actors")]
    list_select_related = ["publisher_actor"]
    search_fields = ["cited_as", "title", "publisher", "author", "url"]
    autocomplete_fields = ["publisher_actor", "author_actors"]
    ordering = ["author", "publisher", "date", "pk"]
    actions = ["merge_selected", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["kind", "author", "title", "publisher", "date"]}),
        ("A year left out", {"fields": ["inferred_year", "inferred_reason"]}),
        ("Who they are", {"fields": ["publisher_actor", "author_actors"]}),
        ("Where it is", {"fields": ["url", "answer", "archived_url"]}),
        ("Where it is cited", {"fields": ["public_id", "citations"]}),
    ]
    readonly_fields = ["public_id", "citations", "answer"]

    def get_queryset(self, request):
        accepted = Citation.objects.filter(state=State.ACCEPTED)
        return super().get_queryset(request).annotate(citation_count=count_of(accepted, "source"))

    def view_on_site(self, source):
        visible = Source.objects.visible_to(None).contains(source)
        return source.get_absolute_url() if visible else None

    @admin.display(description="source", ordering="author")
    def words(self, source):
        return str(source) or "(nothing given)"

    @admin.display(description="citations", ordering="citation_count")
    def cited(self, source):
        return link_to_list(Citation, source.citation_count, source=source.pk)

    @admin.display(description="address", boolean=True)
    def has_address(self, source):
        return bool(source.url)

    @admin.display(description="when last asked")
    def answer(self, source):
        check = LinkCheck.objects.filter(source=source.pk).first() if source.pk else None
        if check is None or check.url != source.url:
            return "never asked (check_links asks)"
        state = "dead" if check.is_dead else "fails" if check.failures else "answers"
        said = check.status or check.words
        return f"{state} ({said}, {check.checked_at:%-d %B %Y})"

    @admin.display
    def citations(self, source):
        if not source.pk:
            return "–"
        return link_to_list(
            Citation, numbered(source.citations.count(), Citation), source=source.pk
        )


class CitationForm(SpanForm):
    """A citation is accepted only with its source."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") == State.ACCEPTED and not cleaned.get("source"):
            self.add_error("source", forms.ValidationError("Say which source it cites."))
        return cleaned


@admin.register(Citation)
class CitationAdmin(SpanAdmin):
    """Every place that cites a source."""

    form = CitationForm
    list_display = ["passage", "source", "form_of", "locator", "state", "document", "reviewer"]
    list_filter = [*SpanAdmin.list_filter, "form", chosen(Source, "source", "candidates")]
    list_select_related = [*SpanAdmin.list_select_related, "source"]
    search_fields = ["source__cited_as", "source__title", "source__publisher", "source__author"]
    autocomplete_fields = ["block", "source", "candidates"]
    actions = ["accept", "reject", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["sentence", "place", "source", "locator", "state"]}),
        ("What it may mean", {"fields": ["form", "candidates"]}),
        ("Its place in the block", {"fields": ["block", ("start", "end")]}),
        ("Who answers for it", {"fields": DecidedAdmin.signature}),
    ]

    @admin.display(description="form", ordering="form")
    def form_of(self, citation):
        return citation.get_form_display()
