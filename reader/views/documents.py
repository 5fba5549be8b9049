"""The front page, the list of documents, and the page of each."""

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from reader import article, contents, passages
from reader.models import Document, Topic
from reader.timeline import count_of_dates
from reader.views.limits import limited_searches
from reader.views.lists import page_of, read_search
from reader.views.public import public_page, render_page

EARLIER_DOCUMENTS = 10
MOST_NAMED = 8


def _described(document):
    """Give a row of a list the words that it is listed with."""
    document.heading = article.title_parts(document.title)
    document.publication_line = article.publication_line(document)
    document.byline = article.byline(document)
    return document


@public_page
def home(request):
    """Show the newest document and its opening, the ones before it, and the ways in."""
    listed = Document.objects.listed_to(request.user)
    documents = [
        _described(document) for document in contents.with_counts(listed)[: EARLIER_DOCUMENTS + 1]
    ]
    actors = list(contents.most_named(MOST_NAMED))
    context = {
        "lead": documents[0] if documents else None,
        "opening": contents.opening_of(documents[0]) if documents else "",
        "earlier": documents[1:],
        "has_more": listed.count() > len(documents),
        "actors": actors,
        "topics": Topic.objects.visible_to(request.user),
    }
    return render_page(
        request,
        "reader/home.html",
        context,
        facts={"documents", "actors", "topics", *(f"document:{row.pk}" for row in documents)},
        valid_until=passages.next_change(),
    )


@public_page
@limited_searches
def document_list(request):
    """List the documents readers may read, newest first; ?q= keeps those whose title has it."""
    search = read_search(request)
    listed = Document.objects.listed_to(request.user)
    if search.text:
        found = contents.titled(listed, search.words) if search.words else []
    else:
        found = listed.values_list("pk", flat=True)
    page = page_of(request, found)
    rows = contents.with_counts(Document.objects.filter(pk__in=page.rows))
    documents = [_described(document) for document in rows.order_by(*Document._meta.ordering)]
    response = render_page(
        request,
        "reader/document_list.html",
        {"documents": documents, "page": page, "search": search},
        facts={"documents", *(f"document:{row.pk}" for row in documents)},
        valid_until=passages.next_change(),
    )
    response.status_code = search.status
    return response


@require_safe
def document_detail(request, slug):
    """Show a document; a draft to editors only, and never from a store.

    What is published is looked for first: then nobody is asked who they are.
    """
    document = (
        Document.objects.published()
        .annotate(revision_number=F("live_revision__number"), dates=count_of_dates())
        .filter(slug=slug)
        .first()
    )
    if document is not None:
        return _published(request, document)
    if not request.user.is_authenticated:
        raise Http404
    drafts = Document.objects.visible_to(request.user).annotate(dates=count_of_dates())
    draft = get_object_or_404(drafts, slug=slug)
    response = render(request, "reader/document_detail.html", {"article": article.load(draft)})
    patch_cache_control(response, private=True, no_store=True)
    return response


@public_page
def _published(request, document):
    shown = article.load(document)
    return render_page(
        request,
        "reader/document_detail.html",
        {"article": shown, "is_public": True},
        facts=shown.facts,
        valid_until=document.expire_at,
    )
