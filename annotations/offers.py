"""What is offered while one types: tags, and actors to link. Nothing that the asker may not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.models import Annotation, Group, Tag, TagLabel, Viewpoint
from reader.models import Actor, Document, Mention, Name, State, Topic
from reader.text.folding import search_fold

MOST = 8
LONGEST = 64


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to pick: what it is called, what is put in the text, and where it is known from."""

    words: str
    value: str
    source: str


def tags_for(view: Viewpoint, typed: str, *, document: str = "", group: str = "") -> list[Offer]:
    """Return tags that begin as typed (or have a word that does), the closest first.

    First a group's vocabulary, then one's own tags, then those that others gave where the asker
    may read it (in the group, on the document), then topics and actors: at most five queries.
    """
    folded = search_fold(typed[:LONGEST])
    rows = Annotation.objects.visible_to(view)
    here = Q(pk__in=[])
    inside = Group.objects.of(view.user).filter(slug=group).first() if group else None
    if document:
        here |= Q(document__slug=document)
    if inside is not None:
        here |= Q(group=inside)
    found: list[Offer] = []
    if inside is not None:
        found += _offers(_named(inside.vocabulary.all(), folded), inside.name)
    found += _offers(_named(_tags_on(rows.filter(creator=view.user)), folded), "yours")
    found += _offers(_named(_tags_on(rows.filter(here)), folded), "others’ tag")
    if folded and len(found) < MOST:
        topics = Topic.objects.visible_to(view.user).filter(name__icontains=typed.strip())
        found += [
            Offer(topic.name, topic.name, "topic")
            for topic in topics[: MOST * 4]
            if f" {folded}" in f" {search_fold(topic.name)}"
        ]
        actors = _named(Actor.objects.visible_to(None), folded)
        found += [
            Offer(actor.name, actor.name, "actor") for actor in actors.order_by("folded")[:MOST]
        ]
    return _each_once(found)


def actors_for(view: Viewpoint, typed: str, *, document: str = "") -> list[Offer]:
    """Return the actors that have a name like what is typed; those of the document first."""
    folded = search_fold(typed[:LONGEST])
    names = Name.objects.filter(actor=OuterRef("pk"), state=State.ACCEPTED)
    rows = Actor.objects.visible_to(view.user)
    if folded:
        rows = rows.filter(Exists(_named(names, folded)))
    read = Document.objects.visible_to(view.user).filter(slug=document)
    mentions = Mention.objects.visible_to(view.user).filter(
        Q(block__document__in=read), actor=OuterRef("pk")
    )
    rows = rows.annotate(is_here=Exists(mentions)).order_by("-is_here", "folded")
    return [
        Offer(actor.name, actor.get_absolute_url(), actor.get_kind_display())
        for actor in rows[:MOST]
    ]


def _named(rows: QuerySet, folded: str) -> QuerySet:
    """Keep what has a word that begins as typed."""
    if not folded:
        return rows
    return rows.filter(Q(folded__startswith=folded) | Q(folded__contains=f" {folded}"))


def _tags_on(annotations: QuerySet[Annotation]) -> QuerySet[Tag]:
    labels = TagLabel.objects.filter(
        tag=OuterRef("pk"), content_object__in=annotations.values("pk")
    )
    return Tag.objects.filter(Exists(labels))


def _offers(tags: QuerySet[Tag], source: str) -> list[Offer]:
    names = tags.order_by("name").values_list("name", flat=True)[:MOST]
    return [Offer(name, name, source) for name in names]


def _each_once(offers: Iterable[Offer]) -> list[Offer]:
    """Return the first of each spelling, and no tag that a comma would part."""
    first: dict[str, Offer] = {}
    for offer in offers:
        if "," not in offer.value and len(offer.value) <= LONGEST:
            first.setdefault(search_fold(offer.value) or offer.value, offer)
    return list(first.values())[:MOST]
