"""Sources: their list, and of each one every passage that cites it."""

from django.core.validators import slug_re
from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import Http404
from django.shortcuts import get_object_or_404

from reader import graph, passages
from reader.models import Actor, Citation, Source
from reader.views.limits import limited_searches
from reader.views.lists import page_of, read_search, ways_by_kind
from reader.views.public import public_page, render_page

# As a line of the list begins: with the author, else the publisher, else the title.
BY_NAME = Lower(Coalesce(NullIf("author", Value("")), NullIf("publisher", Value("")), F("title")))


@public_page
@limited_searches
def source_list(request):
    """Every source that a listed document cites, by name; ?q=, ?kind=, ?actor= and ?page=."""
    search = read_search(request)
    kind = request.GET.get("kind", "")
    if kind and kind not in Source.Kind.values:
        raise Http404
    actor = _actor(request)
    if actor is None:
        found = Source.objects.listed_to(request.user)
    else:
        found = graph.sources_by(actor, request.user)
    if search.text:
        found = found.filter(pk__in=_matching(found, search))
    ordered = found.order_by(BY_NAME, "date", "title", "pk")
    page = page_of(request, ordered.filter(kind=kind) if kind else ordered)
    times = _citation_counts(page.rows, request.user)
    context = {
        "search": search,
        "page": page,
        "rows": [(source, times.get(source.pk, 0)) for source in page.rows],
        "kind": kind,
        "ways": ways_by_kind(request, found, Source.Kind, kind),
        "actor": actor,
    }
    response = render_page(
        request,
        "reader/source_list.html",
        context,
        facts={"sources"} | {f"source:{source.pk}" for source in page.rows},
        valid_until=passages.next_change(),
    )
    response.status_code = search.status
    return response


@public_page
def source_detail(request, public_id):
    """One source: what it is, and every passage that cites it in its sentence; ?page=."""
    source = get_object_or_404(
        Source.objects.visible_to(request.user).select_related("publisher_actor"),
        public_id=public_id,
    )
    citations = Citation.objects.listed_to(request.user).filter(source=source)
    page = page_of(request, passages.spots(citations), fragment="#passages")
    outlines = passages.outlines({spot.document_id for spot in page.rows}, page.rows)
    actors = Actor.objects.visible_to(request.user)
    authors = list(actors.filter(written_sources=source))
    publisher = actors.filter(pk=source.publisher_actor_id).first()
    context = {
        "source": source,
        "authors": authors,
        "publisher": publisher,
        "page": page,
        "gatherings": passages.gather(page.rows, outlines),
        "documents": citations.values("block__document_id").distinct().count(),
    }
    facts = {f"source:{source.pk}"} | {f"document:{document}" for document in outlines}
    facts |= {f"actor:{actor.pk}" for actor in [*authors, *([publisher] if publisher else [])]}
    return render_page(
        request,
        "reader/source_detail.html",
        context,
        facts=facts,
        valid_until=passages.next_change(),
    )


def _actor(request) -> Actor | None:
    """Return the actor whose sources are asked for; 404 for one that nobody may see."""
    slug = request.GET.get("actor", "")
    if not slug:
        return None
    if not slug_re.match(slug):
        raise Http404
    return get_object_or_404(Actor.objects.visible_to(request.user), slug=slug)


def _matching(sources, search) -> list[int]:
    """Return the keys of the sources whose publisher, author or title has the words.

    Their words are read whole, as those of titles of documents are: ten thousand sources take
    about a tenth of a second, and need no column of their own to be kept true.
    """
    described = sources.values_list("pk", "publisher", "author", "title")
    return [pk for pk, *words in described.iterator() if search.matches(*words)]


def _citation_counts(sources, user) -> dict[int, int]:
    citations = Citation.objects.listed_to(user).filter(source__in=[row.pk for row in sources])
    counted = citations.values("source_id").annotate(times=Count("pk")).order_by()
    return dict(counted.values_list("source_id", "times"))
