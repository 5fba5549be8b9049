"""Documents, their revisions, and the text as it was read: the manuscript is the truth."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from reader.admin.base import ReadOnlyAdmin, RecordAdmin
from reader.admin.forms import LinesField, RecordForm, TopicsField
from reader.admin.lists import chosen, count_of, link_to, link_to_list, numbered
from reader.admin.presence import ShowsPresence
from reader.admin.rights import OfDocuments
from reader.admin.spans import passage, place_of
from reader.models import (
    Abbreviation,
    Block,
    Citation,
    Document,
    Footnote,
    FootnoteReference,
    Mention,
    Revision,
    State,
    Topic,
)

LISTED_TEXT = 120
BIBLIOGRAPHY = ["authors", "publication", "volume", "issue", "date", "url", "licence"]


class DocumentForm(RecordForm):
    """What a document is called, where it comes from, and under which topics."""

    authors = LinesField(required=False, help_text="One a line, as the byline has them.")
    topics = TopicsField(Document)


@admin.register(Document)
class DocumentAdmin(ShowsPresence, OfDocuments, RecordAdmin):
    """Documents. The text is changed by a new manuscript and the state on the desk, never here."""

    to_document = "pk"
    form = DocumentForm
    list_display = ["title", "status", "publish_at", "revision_count", "cited", "named", "waiting"]
    list_filter = ["status", "language", chosen(Topic, "topics")]
    list_select_related = ["live_revision"]
    search_fields = ["title", "slug", "publication"]
    date_hierarchy = "publish_at"
    fieldsets = [
        (None, {"fields": ["title", "status", ("publish_at", "expire_at"), "desk", "topics"]}),
        ("What it holds", {"fields": ["page", "revisions", "blocks", "citations", "mentions"]}),
        (
            "Where it comes from",
            {
                "fields": [*BIBLIOGRAPHY, "language", "direction", "slug", "created_at"],
                "description": "What is set here stays until a manuscript says something else.",
            },
        ),
    ]

    def get_queryset(self, request):
        proposed = Citation.objects.filter(state=State.PROPOSED)
        doubtful = Mention.objects.filter(state=State.PROPOSED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                revision_count=count_of(Revision.objects.all(), "document"),
                citation_count=count_of(
                    Citation.objects.filter(state=State.ACCEPTED), "block__document"
                ),
                mention_count=count_of(
                    Mention.objects.filter(state=State.ACCEPTED), "block__document"
                ),
                waiting_count=count_of(proposed, "block__document")
                + count_of(doubtful, "block__document"),
            )
        )

    def get_readonly_fields(self, request, obj=None):
        links = ["page", "revisions", "blocks", "citations", "mentions"]
        links += ["status", "publish_at", "expire_at", "desk"]
        return ["slug", "created_at", *links]

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("reader.curate"):
            return True
        return Document.objects.may_edit(request.user).filter(pk=obj.pk).exists()

    def has_add_permission(self, request):
        # A document begins with its manuscript: import_document.
        return False

    def has_delete_permission(self, request, obj=None):
        # What anyone wrote in it would go too. A document that is to be seen no more is archived.
        return False

    @admin.display(description="revisions", ordering="revision_count")
    def revision_count(self, document):
        return link_to_list(Revision, document.revision_count, document=document.pk)

    @admin.display(description="citations", ordering="citation_count")
    def cited(self, document):
        return link_to_list(Citation, document.citation_count, document=document.pk)

    @admin.display(description="mentions", ordering="mention_count")
    def named(self, document):
        return link_to_list(Mention, document.mention_count, document=document.pk)

    @admin.display(description="to decide", ordering="waiting_count")
    def waiting(self, document):
        return document.waiting_count

    @admin.display(description="on the desk")
    def desk(self, document):
        """Return the ways to the screens on which the document is worked on."""
        screens = {"state": "state", "text": "text", "revisions": "revisions"}
        screens |= {"curation": "what is proposed", "previews": "previews"}
        links = (
            (reverse(f"admin:desk_{name}", args=[document.slug]), words)
            for name, words in screens.items()
        )
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    @admin.display(description="as readers see it")
    def page(self, document):
        address = document.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, address)

    @admin.display
    def revisions(self, document):
        return link_to_list(
            Revision, numbered(document.revisions.count(), Revision), document=document.pk
        )

    @admin.display
    def blocks(self, document):
        return link_to_list(Block, numbered(document.blocks.count(), Block), document=document.pk)

    @admin.display
    def citations(self, document):
        return _by_state(Citation, document)

    @admin.display
    def mentions(self, document):
        return _by_state(Mention, document)


def _by_state(model, document: Document) -> str:
    """Return links to a document's spans, one for each state, with their numbers."""
    spans = model.objects.filter(block__document=document)
    parts = [
        (
            link_to_list(
                model,
                f"{spans.filter(state=state).count()} {state.label}",
                document=document.pk,
                state__exact=state.value,
            ),
        )
        for state in State
    ]
    return format_html_join(", ", "{}", parts)


@admin.register(Revision)
class RevisionAdmin(OfDocuments, ReadOnlyAdmin):
    """Manuscripts as saved. Nothing is added, changed or deleted here."""

    list_display = ["number", "document", "is_live", "author", "created_at", "reason"]
    list_filter = [chosen(Document, "document")]
    list_select_related = ["document", "author"]
    search_fields = ["document__title", "document__slug", "reason", "author__username"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]
    fields = ["document", "number", "author", "created_at", "reason", "problem_list", "manuscript"]

    def get_queryset(self, request):
        # A list of revisions needs none of their texts.
        return super().get_queryset(request).defer("manuscript", "html", "snapshot", "problems")

    @admin.display(description="live", boolean=True)
    def is_live(self, revision):
        return revision.document.live_revision_id == revision.pk

    @admin.display(description="problems")
    def problem_list(self, revision):
        if not revision.problems:
            return "none"
        rows = ((str(problem),) for problem in map(_problem_words, revision.problems))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


def _problem_words(problem: list) -> str:
    line, _, message = problem
    return f"line {line}: {message}" if line else message


@admin.register(Block)
class BlockAdmin(OfDocuments, ReadOnlyAdmin):
    """The live text, part by part, with what was found in it."""

    list_display = ["text_begins", "kind", "place", "document", "citation_count", "mention_count"]
    list_filter = ["kind", chosen(Document, "document")]
    list_select_related = ["document", "footnote"]
    search_fields = ["text"]
    ordering = ["pk"]
    fields = ["document", "kind", "place", "key", "text", "found"]

    def get_queryset(self, request):
        blocks = super().get_queryset(request)
        return blocks.annotate(
            citations_in=count_of(Citation.objects.all(), "block"),
            mentions_in=count_of(Mention.objects.all(), "block"),
        )

    def view_on_site(self, block):
        return block.get_absolute_url()

    @admin.display(description="text")
    def text_begins(self, block):
        return block.text[:LISTED_TEXT] + ("…" if len(block.text) > LISTED_TEXT else "")

    @admin.display(description="where", ordering="position")
    def place(self, block):
        return place_of(block)

    @admin.display(description="citations", ordering="citations_in")
    def citation_count(self, block):
        return link_to_list(Citation, block.citations_in, block=block.pk)

    @admin.display(description="mentions", ordering="mentions_in")
    def mention_count(self, block):
        return link_to_list(Mention, block.mentions_in, block=block.pk)

    @admin.display(description="found in it")
    def found(self, block):
        citations = link_to_list(Citation, numbered(block.citations_in, Citation), block=block.pk)
        mentions = link_to_list(Mention, numbered(block.mentions_in, Mention), block=block.pk)
        return format_html("{}, {}", citations, mentions)


@admin.register(Footnote)
class FootnoteAdmin(OfDocuments, ReadOnlyAdmin):
    """Notes, each with its words and the places that point to it."""

    list_display = ["label", "number", "document", "reference_count"]
    list_filter = [chosen(Document, "document")]
    list_select_related = ["document"]
    search_fields = ["label", "blocks__text"]
    ordering = ["document", "number", "pk"]
    fields = ["document", "label", "number", "words", "places"]

    def get_queryset(self, request):
        references = count_of(FootnoteReference.objects.all(), "footnote")
        return super().get_queryset(request).annotate(references_to=references)

    @admin.display(description="markers", ordering="references_to")
    def reference_count(self, footnote):
        return footnote.references_to

    @admin.display
    def words(self, footnote):
        texts = footnote.blocks.order_by("position").values_list("text", flat=True)
        return format_html_join("", "<p>{}</p>", ((text,) for text in texts)) or "–"

    @admin.display(description="marked at")
    def places(self, footnote):
        references = footnote.references.select_related("block__footnote")
        return format_html_join(", ", "{}", ((_marker(one),) for one in references)) or "–"


def _marker(reference: FootnoteReference) -> str:
    return link_to(reference.block, f"{place_of(reference.block)}, offset {reference.offset}")


@admin.register(FootnoteReference)
class FootnoteReferenceAdmin(OfDocuments, ReadOnlyAdmin):
    """The places in the text that point to notes."""

    to_document = "block__document"
    list_display = ["footnote", "document", "place", "offset"]
    list_filter = [chosen(Document, "block__document"), chosen(Footnote, "footnote")]
    list_select_related = ["footnote", "block__document", "block__footnote"]
    search_fields = ["footnote__label", "block__document__title"]
    ordering = ["pk"]
    fields = ["footnote", "block", "offset"]

    def view_on_site(self, reference):
        return reference.block.get_absolute_url()

    @admin.display(ordering="block__document__title")
    def document(self, reference):
        return reference.block.document

    @admin.display(description="where")
    def place(self, reference):
        return link_to(reference.block, place_of(reference.block))


@admin.register(Abbreviation)
class AbbreviationAdmin(OfDocuments, ReadOnlyAdmin):
    """Short forms as documents define them: corrected in the manuscript."""

    to_document = "block__document"
    list_display = ["short", "long", "document", "passage"]
    list_filter = [chosen(Document, "block__document")]
    list_select_related = ["block__document"]
    search_fields = ["short", "long"]
    ordering = ["short", "pk"]
    fields = ["short", "long", "block", "passage"]

    def view_on_site(self, abbreviation):
        return abbreviation.block.get_absolute_url()

    @admin.display(ordering="block__document__title")
    def document(self, abbreviation):
        return abbreviation.block.document

    @admin.display(description="defined in")
    def passage(self, abbreviation):
        return passage(abbreviation, LISTED_TEXT)
