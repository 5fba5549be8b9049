"""Feeds: new documents, and what readers say of one in public; the same bytes for everyone."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from annotations import threads
from annotations.formats import json_ld
from annotations.models import Annotation, Viewpoint
from annotations.views.door import json_response
from reader.models import NEUTRAL_NAME, Document
from reader.views.limits import limited_reads
from reader.views.public import public_page

MOST_ENTRIES = 50
MOST_EXPORTED = 10_000
# What XML 1.0 cannot say at all.
UNKNOWN_TO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@public_page
@limited_reads
def documents_feed(request):
    """The newest documents."""
    rows = Document.objects.listed_to(None).order_by("-publish_at", "-pk")[:MOST_ENTRIES]
    feed = _feed(request, f"{settings.SITE_NAME}: documents", reverse("reader:document_list"))
    for document in rows:
        feed.add_item(
            title=document.title,
            link=_base(request) + document.get_absolute_url(),
            description="",
            pubdate=document.publish_at,
            updateddate=document.publish_at,
            author_name=", ".join(map(str, document.authors)) or settings.SITE_NAME,
        )
    return _answer(feed)


@public_page
@limited_reads
def annotations_feed(request, slug):
    """The newest public annotations of one document."""
    document = Document.objects.listed_to(None).filter(slug=slug).first()
    if document is None:
        raise Http404
    rows = Annotation.objects.visible_to(None).filter(document=document)
    rows = rows.select_related("creator").order_by("-created_at", "-pk")[:MOST_ENTRIES]
    title = f"{settings.SITE_NAME}: annotations on {document.title}"
    feed = _feed(request, title, document.get_absolute_url())
    for row in rows:
        name = row.creator.shown_name if row.creator else NEUTRAL_NAME
        feed.add_item(
            title=f"{name}: {row.get_kind_display()}",
            link=_base(request) + row.get_absolute_url(),
            # Readers of feeds do not know where the words of a page stand.
            description=UNKNOWN_TO_XML.sub("", row.html).replace(
                '<a href="/', f'<a href="{_base(request)}/'
            ),
            unique_id=f"urn:uuid:{row.public_id}",
            pubdate=row.created_at,
            updateddate=row.edited_at or row.created_at,
            author_name=name,
        )
    return _answer(feed)


@public_page
@limited_reads
def annotations_export(request, slug):
    """All public annotations of one document as a W3C AnnotationPage, to take along."""
    document = Document.objects.listed_to(None).filter(slug=slug).first()
    if document is None:
        raise Http404
    view = Viewpoint(None)
    rows = threads.ready(threads.on_document(document, view)).order_by("path")
    found = threads.outgoing(list(rows[:MOST_EXPORTED]), view)
    made = json_ld.write_page(
        reverse("annotations:document_annotations", args=[slug]), _base(request), found,
        after="0", following="", total=len(found),
    )  # fmt: skip
    response = json_response(made)
    response["Content-Disposition"] = f'attachment; filename="{document.slug}.jsonld"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _base(request) -> str:
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def _feed(request, title: str, path: str) -> Atom1Feed:
    base = _base(request)
    return Atom1Feed(title=title, link=base + path, description="", feed_url=base + request.path)


def _answer(feed: Atom1Feed) -> HttpResponse:
    response = HttpResponse(feed.writeString("utf-8"), content_type=Atom1Feed.content_type)
    response["Cache-Control"] = "public, max-age=300"
    return response
