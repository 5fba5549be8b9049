"""Actors: their list, their pages, their cards, and every place that names them."""

from dataclasses import replace
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reader import graph, passages, timeline
from reader.article import title_parts
from reader.models import Actor, Document, Mention, Name, Source, State, Topic
from reader.views.limits import limited_searches
from reader.views.lists import letter_of, page_of, read_search, ways_by_kind
from reader.views.public import public_page, render_page

DOCUMENTS_SHOWN = 10
PASSAGES_EACH = 5
SOURCES_SHOWN = 12
DATES_SHOWN = 12
CARD_FACTS = 3
CARD_SENTENCE = 200
# What stands over the names of a kind; the label of another kind says enough.
NAME_WORDS = {
    Name.Kind.FULL: "full name",
    Name.Kind.SHORT: "short name",
    Name.Kind.FORMER: "former name",
    Name.Kind.WEAK: "loose name",
}


@public_page
@limited_searches
def actor_list(request):
    """Every actor that a listed document names or cites, by name; ?q=, ?kind= and ?page=."""
    search = read_search(request)
    kind = request.GET.get("kind", "")
    if kind and kind not in Actor.Kind.values:
        raise Http404
    found = Actor.objects.listed_to(request.user)
    if search.text:
        named = Name.objects.filter(search.over("folded"), state=State.ACCEPTED)
        found = found.filter(search.over("folded") | Q(pk__in=named.values("actor_id")))
    ordered = found.order_by("folded", "pk")
    page = page_of(request, ordered.filter(kind=kind) if kind else ordered)
    mentions = _mention_counts(page.rows, request.user)
    rows = [(actor, mentions.get(actor.pk, 0)) for actor in page.rows]
    context = {
        "search": search,
        "page": page,
        "letters": [
            (letter, list(group))
            for letter, group in groupby(rows, lambda row: letter_of(row[0].folded))
        ],
        "kind": kind,
        "ways": ways_by_kind(request, found, Actor.Kind, kind),
    }
    response = render_page(
        request,
        "reader/actor_list.html",
        context,
        facts={"actors"} | {f"actor:{actor.pk}" for actor in page.rows},
        valid_until=passages.next_change(),
    )
    response.status_code = search.status
    return response


@public_page
def actor_detail(request, slug):
    """One actor: names, relations with their proofs, mentions in their sentences, neighbours."""
    actor = _actor(request, slug)
    mentions = Mention.objects.listed_to(request.user).filter(actor=actor)
    survey = passages.Survey(mentions, documents=DOCUMENTS_SHOWN, each=PASSAGES_EACH)
    ties = graph.ties_of(actor, request.user)
    proofs = [proof for tie in ties for proof in tie.proofs]
    events = list(timeline.events_naming(actor, request.user)[: DATES_SHOWN + 1])
    dates = events[:DATES_SHOWN]
    beside = {spot.document_id for spot in (*proofs, *dates)}
    outlines = passages.outlines({*survey.shown, *beside}, [*survey.first, *proofs, *dates])
    neighbours = graph.named_beside(actor, request.user)
    sources = _cited_sources(actor, request.user)
    topics = list(_topics(actor, request.user))
    context = {
        "actor": actor,
        "names": _names(actor),
        "identifiers": list(actor.identifiers.all()),
        "topics": topics,
        "ties": _shown_ties(ties, outlines),
        "events": timeline.dated(dates, outlines),
        "picture": timeline.picture_of(dates),
        "has_more_dates": len(events) > len(dates),
        "gatherings": _gatherings(actor, survey, outlines),
        "total": survey.total,
        "documents": len(survey.counts),
        "documents_left": len(survey.counts) - len(survey.shown),
        "rest_url": _mentions_url(actor, sum(survey.counts[pk] for pk in survey.shown)),
        "neighbours": neighbours,
        "sources": sources[:SOURCES_SHOWN],
        "has_more_sources": len(sources) > SOURCES_SHOWN,
    }
    facts = _facts(actor, ties)
    facts |= {f"document:{document}" for document in {*survey.counts, *outlines}}
    facts |= {f"actor:{neighbour.actor_id}" for neighbour in neighbours}
    facts |= {f"source:{source.pk}" for source in sources}
    facts |= {f"topic:{topic.pk}" for topic in topics}
    return render_page(
        request,
        "reader/actor_detail.html",
        context,
        facts=facts,
        valid_until=passages.next_change(),
    )


@public_page
def actor_card(request, slug):
    """The slip that is shown beside a mention: a fragment, to be set into a page."""
    actor = _actor(request, slug)
    mentions = Mention.objects.listed_to(request.user).filter(actor=actor)
    ties = graph.ties_of(actor, request.user)[:CARD_FACTS]
    spot = passages.best_of(mentions)
    document = passages.outlines([spot.document_id], [spot])[spot.document_id] if spot else None
    context = {
        "actor": actor,
        "total": mentions.count(),
        "document": document,
        "quoted": document and document.quotation(spot, CARD_SENTENCE),
        "ties": ties,
    }
    facts = _facts(actor, ties) | ({f"document:{spot.document_id}"} if spot else set())
    return render_page(
        request,
        "reader/_actor_card.html",
        context,
        facts=facts,
        valid_until=passages.next_change(),
    )


@public_page
def actor_mentions(request, slug):
    """Every mention of an actor in its sentence, the newest document first; ?page=."""
    actor = _actor(request, slug)
    mentions = Mention.objects.listed_to(request.user).filter(actor=actor)
    page = page_of(request, passages.spots(mentions))
    outlines = passages.outlines({spot.document_id for spot in page.rows}, page.rows)
    context = {
        "actor": actor,
        "page": page,
        "gatherings": passages.gather(page.rows, outlines),
    }
    return render_page(
        request,
        "reader/actor_mentions.html",
        context,
        facts={f"actor:{actor.pk}"} | {f"document:{document}" for document in outlines},
        valid_until=passages.next_change(),
    )


def _facts(actor, ties) -> set[str]:
    """Return the keys of the actor, its relations, whom they lead to and what proves them."""
    facts = {f"actor:{actor.pk}"}
    for tie in ties:
        facts |= {f"actor:{other.pk}" for other in tie.others}
        facts |= {f"relation:{relation}" for relation in tie.relations}
        facts |= {f"document:{proof.document_id}" for proof in tie.proofs}
    return facts


def _actor(request, slug) -> Actor:
    """Return the actor that a document this reader may open names or cites, or answer 404."""
    return get_object_or_404(Actor.objects.visible_to(request.user), slug=slug)


def _mention_counts(actors, user) -> dict[int, int]:
    mentions = Mention.objects.listed_to(user).filter(actor__in=[actor.pk for actor in actors])
    counted = mentions.values("actor_id").annotate(mentions=Count("pk")).order_by()
    return dict(counted.values_list("actor_id", "mentions"))


def _names(actor) -> list[tuple[str, list[Name]]]:
    """Return the accepted names beside the one in the heading, grouped by their kind."""
    names = actor.names.filter(state=State.ACCEPTED).exclude(text=actor.name)
    by_kind = {}
    for name in names:
        by_kind.setdefault(name.kind, []).append(name)
    return [
        (NAME_WORDS.get(kind, kind.label.lower()), by_kind[kind])
        for kind in Name.Kind
        if kind in by_kind
    ]


def _topics(actor, user):
    return Topic.objects.visible_to(user).filter(
        labels__content_type__app_label="reader",
        labels__content_type__model="actor",
        labels__object_id=actor.pk,
    )


def _cited_sources(actor, user) -> list[Source]:
    """Return listed sources by actor, the most cited first; one more than are shown."""
    is_listed = Q(
        citations__state=State.ACCEPTED,
        citations__block__document__in=Document.objects.listed_to(user),
    )
    counted = graph.sources_by(actor, user).annotate(times=Count("citations", filter=is_listed))
    return list(counted.order_by("-times", "title", "date", "pk")[: SOURCES_SHOWN + 1])


def _shown_ties(ties, outlines) -> list[dict]:
    """Return the ties with the passages that prove them, under the short titles of documents."""
    return [
        {
            "tie": tie,
            "proofs": [
                {
                    "document": outlines[proof.document_id],
                    "title": title_parts(outlines[proof.document_id].title)[0],
                    "passage": outlines[proof.document_id].passage(proof),
                }
                for proof in tie.proofs
            ],
        }
        for tie in ties
    ]


def _gatherings(actor, survey, outlines) -> list[passages.Gathering]:
    """Return the first passages of the first documents, each with its strip and its rest."""
    gatherings, before = [], 0
    found = passages.gather(survey.first, outlines)
    for document, gathering in zip(survey.shown, found, strict=True):
        gatherings.append(
            replace(
                gathering,
                count=survey.counts[document],
                strip=survey.strip(document, outlines[document]),
                rest_url=_mentions_url(actor, before + gathering.count),
            )
        )
        before += survey.counts[document]
    return gatherings


def _mentions_url(actor, index: int) -> str:
    """Return the page of the list of all mentions that has the one at this index."""
    number = index // settings.LIMIT_PAGE_SIZE + 1
    query = f"?page={number}" if number > 1 else ""
    return reverse("reader:actor_mentions", args=[actor.slug]) + query
