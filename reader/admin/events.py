"""Dates in the text, found and corrected."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from reader.admin.base import DecidedAdmin
from reader.admin.spans import SpanAdmin, SpanForm
from reader.models import Event
from reader.text.edtf import may_be_said

NO_DATE = "Write a date as 2020-11-03, 2020-11, 2020-21 (spring), 198X, 2003/.. or XXXX-05-03."


class EventForm(SpanForm):
    """A date is corrected in EDTF: the time line puts it in order by it."""

    def clean_date(self):
        date = self.cleaned_data["date"].strip()
        if date and not may_be_said(date):
            raise forms.ValidationError(NO_DATE)
        return date


@admin.register(Event)
class EventAdmin(SpanAdmin):
    """Every date expression, in its sentence."""

    form = EventForm
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
