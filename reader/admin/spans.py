"""What citations, mentions and evidence share: they stand on words of a block."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.utils.html import format_html

from reader.admin.base import DecidedAdmin
from reader.admin.forms import RecordForm
from reader.admin.lists import chosen, link_to
from reader.admin.rights import OfDocuments
from reader.models import Block, Document
from reader.text.sentences import quote_around
from reader.text.spans import Span

# How much of a sentence a list shows around the words.
LISTED_SENTENCE = 120


def passage(record, longest: int | None = None) -> str:
    """Return the sentence in which a span stands, its words marked; a word for a span that is off.

    The text may have been changed since without the span: then nothing is guessed.
    """
    if not 0 <= record.start < record.end <= len(record.block.text):
        return "(not within the text)"
    span = Span(record.start, record.end)
    quoted = quote_around(record.block.text, span, *([longest] if longest else []))
    return format_html("{}<mark>{}</mark>{}", quoted.before, quoted.words, quoted.after)


class SpanForm(RecordForm):
    """A span's place may be corrected by hand, within its own block."""

    def clean(self):
        cleaned = super().clean()
        block = cleaned.get("block") or getattr(self.instance, "block", None)
        start, end = cleaned.get("start"), cleaned.get("end")
        if block and start is not None and end is not None:
            if not start < end:
                self.add_error("end", forms.ValidationError("The end comes after the start."))
            elif end > len(block.text):
                words = f"The text has only {len(block.text)} characters."
                self.add_error("end", forms.ValidationError(words))
        return cleaned


class SpanAdmin(OfDocuments, DecidedAdmin):
    """Citations and mentions: each seen in its sentence, decided alone or as selected."""

    to_document = "block__document"
    form = SpanForm
    list_select_related = ["block__document", "block__footnote", "reviewer"]
    list_filter = ["state", chosen(Document, "block__document"), chosen(Block, "block")]
    # The natural order would sort the whole table by four others on every page.
    ordering = ["pk"]

    def get_readonly_fields(self, request, obj=None):
        moved = ["sentence", "place"] + (["block"] if obj else [])
        return [*super().get_readonly_fields(request, obj), *moved]

    def view_on_site(self, record):
        return record.block.get_absolute_url()

    @admin.display(description="passage")
    def passage(self, record):
        return passage(record, LISTED_SENTENCE)

    @admin.display(description="in its sentence")
    def sentence(self, record):
        return passage(record) if record.pk else "–"

    @admin.display(description="where")
    def place(self, record):
        if not record.pk:
            return "–"
        return format_html(
            "{}, {}", link_to(record.block.document), link_to(record.block, place_of(record.block))
        )

    @admin.display(description="document", ordering="block__document__title")
    def document(self, record):
        return record.block.document


def place_of(block: Block) -> str:
    """Return where a block stands, in words: "note 3", or its kind and number."""
    if block.footnote:
        return f"note {block.footnote.label}"
    return f"{block.get_kind_display()} {block.position + 1}"
