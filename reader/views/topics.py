"""Topics: their list, and of each one its documents and actors."""

from django.db.models import Count
from django.shortcuts import get_object_or_404

from reader import contents, passages
from reader.article import byline, publication_line
from reader.models import Actor, Document, Topic, TopicLabel
from reader.views.lists import page_of
from reader.views.public import public_page, render_page


@public_page
def topic_list(request):
    """Every topic that has a listed document or actor, with how many of each."""
    topics = list(Topic.objects.visible_to(request.user))
    documents = _counts(Document.objects.listed_to(request.user))
    actors = _counts(Actor.objects.listed_to(request.user))
    rows = [(topic, documents.get(topic.pk, 0), actors.get(topic.pk, 0)) for topic in topics]
    return render_page(
        request,
        "reader/topic_list.html",
        {"rows": rows},
        facts={"topics", "documents", "actors"} | {f"topic:{topic.pk}" for topic in topics},
        valid_until=passages.next_change(),
    )


@public_page
def topic_detail(request, slug):
    """One topic: its documents, the newest first (?page=), and its actors by name (?actors=)."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user), slug=slug)
    listed = Document.objects.listed_to(request.user).filter(topics=topic)
    documents = page_of(request, contents.with_counts(listed))
    for document in documents.rows:
        document.publication_line = publication_line(document)
        document.byline = byline(document)
    actors = page_of(
        request,
        Actor.objects.listed_to(request.user).filter(topics=topic),
        parameter="actors",
        fragment="#actors",
    )
    facts = {f"topic:{topic.pk}", "documents", "actors"}
    facts |= {f"document:{document.pk}" for document in documents.rows}
    facts |= {f"actor:{actor.pk}" for actor in actors.rows}
    return render_page(
        request,
        "reader/topic_detail.html",
        {"topic": topic, "documents": documents, "actors": actors},
        facts=facts,
        valid_until=passages.next_change(),
    )


def _counts(things) -> dict[int, int]:
    """Return how many of these documents or actors each topic has."""
    labels = TopicLabel.objects.filter(
        content_type__app_label="reader",
        content_type__model=things.model._meta.model_name,
        object_id__in=things.order_by().values("pk"),
    )
    counted = labels.values("tag_id").annotate(things=Count("pk")).order_by()
    return dict(counted.values_list("tag_id", "things"))
