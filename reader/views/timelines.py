"""Time lines: of a document, and of an actor across documents."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from reader import passages, timeline
from reader.article import title_parts
from reader.models import Actor, Document
from reader.views.lists import page_of
from reader.views.public import public_page, render_page


@require_safe
def document_timeline(request, slug):
    """List a document's dated sentences in order of time; a draft's to those who may read it."""
    document = Document.objects.published().filter(slug=slug).first()
    if document is not None:
        return _published(request, document)
    draft = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
    response = render(request, "reader/document_timeline.html", _context(draft, request.user))
    patch_cache_control(response, private=True, no_store=True)
    return response


@public_page
def _published(request, document):
    return render_page(
        request,
        "reader/document_timeline.html",
        _context(document, request.user) | {"is_public": True},
        facts={f"document:{document.pk}", "actors"},
        valid_until=document.expire_at,
    )


def _context(document, user) -> dict:
    rows = list(timeline.events_of(document, user))
    outlines = passages.outlines({document.pk}, rows)
    return {
        "document": document,
        "heading": title_parts(document.title)[0],
        "events": timeline.dated(rows, outlines, named=timeline.actors_in(rows, user)),
        "picture": timeline.picture_of(rows),
    }


@public_page
def actor_timeline(request, slug):
    """List every dated sentence that names an actor, in order of time; ?page=."""
    actor = get_object_or_404(Actor.objects.visible_to(request.user), slug=slug)
    page = page_of(request, timeline.events_naming(actor, request.user))
    outlines = passages.outlines({row.document_id for row in page.rows}, page.rows)
    start = (page.number - 1) * settings.LIMIT_PAGE_SIZE + 1
    context = {
        "actor": actor,
        "page": page,
        "start": start,
        "events": timeline.dated(page.rows, outlines, first=start),
        "picture": timeline.picture_of(page.rows) if page.last == 1 else None,
    }
    return render_page(
        request,
        "reader/actor_timeline.html",
        context,
        facts={f"actor:{actor.pk}"} | {f"document:{document}" for document in outlines},
        valid_until=passages.next_change(),
    )
