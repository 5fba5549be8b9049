"""How actors stand to each other: stated relations, and who is named beside whom.

Reads that cross tables. Only what is accepted, in documents that lists show, counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, F, Q, QuerySet

from reader.models import Actor, Block, Document, Evidence, Mention, Relation, Source
from reader.passages import IN_READING_ORDER
from reader.text.dates import PartialDate

# Where two names stand together by what the text says; a heading and a caption are no paragraphs.
PARAGRAPHS = [
    Block.Kind.PARAGRAPH,
    Block.Kind.LIST_ITEM,
    Block.Kind.QUOTE,
    Block.Kind.TABLE,
]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as one of its two actors has it; several where words and proofs are the same."""

    wording: str
    stance: str
    date: PartialDate
    others: tuple[Actor, ...]
    proofs: tuple[Evidence, ...]
    relations: tuple[int, ...]

    @property
    def is_stated(self):
        return self.stance == Relation.Stance.STATED


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An actor that is named in the same paragraphs, and in how many."""

    name: str
    slug: str
    actor_id: int
    paragraphs: int


def ties_of(actor: Actor, user) -> list[Tie]:
    """Return actor's accepted relations that listed text proves, in the order of their proofs.

    Worded from the actor's side: the predicate where it is the subject, the inverse where it is
    the object. One query.
    """
    proofs = (
        Evidence.objects.filter(
            Q(relation__subject=actor) | Q(relation__object=actor),
            relation__in=Relation.objects.visible_to(user),
            block__document__in=Document.objects.listed_to(user),
        )
        .select_related("relation__subject", "relation__object")
        .annotate(document_id=F("block__document_id"))
        .order_by(*IN_READING_ORDER)
    )
    relations: dict[int, list[Evidence]] = {}
    for proof in proofs:
        relations.setdefault(proof.relation_id, []).append(proof)
    return _join(actor, relations.values())


def _join(actor: Actor, relations: Iterable[list[Evidence]]) -> list[Tie]:
    """Return one tie for all relations that have the same words, date and proofs."""
    ties: dict[tuple, Tie] = {}
    for proofs in relations:
        relation = proofs[0].relation
        is_subject = relation.subject_id == actor.pk
        wording = relation.predicate if is_subject else relation.inverse
        other = relation.object if is_subject else relation.subject
        spans = tuple((proof.block_id, proof.start, proof.end) for proof in proofs)
        key = (wording, relation.stance, relation.date.edtf, spans)
        tie = ties.get(key) or Tie(wording, relation.stance, relation.date, (), tuple(proofs), ())
        ties[key] = replace(
            tie, others=(*tie.others, other), relations=(*tie.relations, relation.pk)
        )
    return list(ties.values())


def named_beside(actor: Actor, user, limit: int = 60) -> list[Neighbour]:
    """Return who is named in the paragraphs that name actor, the most frequent first.

    A paragraph of the body counts once for each of them, however often it names them. One query.
    """
    mentions = Mention.objects.listed_to(user).filter(
        block__footnote__isnull=True, block__kind__in=PARAGRAPHS
    )
    counted = (
        mentions.filter(block__in=mentions.filter(actor=actor).values("block_id"))
        .exclude(actor=actor)
        .values("actor_id", "actor__name", "actor__slug", "actor__folded")
        .annotate(paragraphs=Count("block_id", distinct=True))
        .order_by("-paragraphs", "actor__folded", "actor_id")[:limit]
    )
    return [
        Neighbour(row["actor__name"], row["actor__slug"], row["actor_id"], row["paragraphs"])
        for row in counted
    ]


def sources_by(actor: Actor, user) -> QuerySet[Source]:
    """Return the listed sources that actor published or wrote."""
    written = actor.written_sources.order_by().values("pk")
    return Source.objects.listed_to(user).filter(Q(publisher_actor=actor) | Q(pk__in=written))
