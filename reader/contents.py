"""What the front page and the list of documents show: reads that cross tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from reader.article import opening
from reader.models import Block, Citation, Document, Footnote, Mention, State
from reader.text.folding import search_fold


def with_counts(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return the documents, each with `note_count`, `source_count` and `actor_count`."""
    in_document = {"block__document": OuterRef("pk"), "state": State.ACCEPTED}
    cited = Citation.objects.filter(**in_document).values("block__document")
    named = Mention.objects.filter(**in_document, actor__state=State.ACCEPTED)
    notes = Footnote.objects.filter(document=OuterRef("pk")).values("document")
    return documents.annotate(
        note_count=_or_none(notes.annotate(n=Count("pk"))),
        source_count=_or_none(cited.annotate(n=Count("source", distinct=True))),
        actor_count=_or_none(
            named.values("block__document").annotate(n=Count("actor", distinct=True))
        ),
    )


def titled(documents: QuerySet[Document], words: Sequence[str]) -> list[int]:
    """Return the keys of the documents whose title holds every folded word, in their order.

    The titles are read and folded each time: ten thousand of them take some tens of
    milliseconds, and need no column of their own to be kept true.
    """
    titles = documents.values_list("pk", "title").iterator()
    folded = ((pk, search_fold(title)) for pk, title in titles)
    return [pk for pk, title in folded if all(word in title for word in words)]


def opening_of(document: Document) -> str:
    """Return the first sentence of the document without its citations. Two queries."""
    first = document.blocks.filter(footnote=None, kind=Block.Kind.PARAGRAPH)
    block = first.order_by("position", "pk").first()
    if block is None:
        return ""
    return opening(block.text, block.citations.filter(state=State.ACCEPTED))


def most_named(limit: int) -> Sequence[dict[str, str | int]]:
    """Return the actors that listed documents name most often: pk, slug, name and `n`."""
    listed = Mention.objects.listed_to(AnonymousUser())
    counted = listed.values("actor_id", "actor__slug", "actor__name").annotate(n=Count("pk"))
    return counted.order_by("-n", "actor__folded")[:limit]


def _or_none(rows: QuerySet[Model]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n")[:1], output_field=IntegerField()), 0)
