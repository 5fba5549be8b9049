"""Where annotations stand: described places found in the live text, and written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.db.models import F

from annotations.anchoring import (
    Description,
    NotFound,
    Passage,
    TextBlock,
    find,
    marker_figures,
)
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Placement, Segment, Target
from reader.models import Block, Document, FootnoteReference, Revision, User

# The method of a target's first placement.
CHOSEN = "chosen"


def text_of(document: Document) -> list[TextBlock]:
    """Return the live text in reading order, with its notes at the end: two queries."""
    in_order = (F("footnote__number").asc(nulls_first=True), "position", "pk")
    markers: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for block, offset, number in FootnoteReference.objects.filter(
        block__document=document
    ).values_list("block", "offset", "footnote__number"):
        markers[block].append((offset, number))
    rows = Block.objects.filter(document=document).order_by(*in_order)
    return [
        TextBlock(key, text, marker_figures(markers[pk]), footnote is None and kind != "kicker")
        for pk, key, text, kind, footnote in rows.values_list(
            "pk", "key", "text", "kind", "footnote"
        )
    ]


def passages_of(document: Document, described: Sequence[Description]) -> list[Passage]:
    """Return the one place of each description in the live text, or raise Refusal 422."""
    if not described:
        return []
    text = text_of(document)
    found = []
    for number, description in enumerate(described):
        field = f"target[{number}]"
        try:
            passage = find(text, description)
        except NotFound as error:
            raise Refusal(422, str(error), field) from None
        if len(passage.exact) > settings.LIMIT_QUOTE_CHARACTERS:
            most = settings.LIMIT_QUOTE_CHARACTERS
            raise Refusal(400, f"{field} is longer than {most} characters.", field)
        found.append(passage)
    return found


def write_targets(annotation: Annotation, revision: Revision, passages: Sequence[Passage]) -> None:
    """Let a new annotation, or one whose passages are chosen anew, stand on these passages."""
    for ordinal, passage in enumerate(passages):
        target = Target.objects.create(
            annotation=annotation,
            ordinal=ordinal,
            exact=passage.exact,
            prefix=passage.prefix[-200:],
            suffix=passage.suffix[:200],
            revision=revision,
        )
        write_placement(target, revision, passage, Placement.Status.EXACT, method=CHOSEN)


def write_placement(
    target: Target,
    revision: Revision,
    passage: Passage | None,
    status: str,
    *,
    method: str,
    user: User | None = None,
) -> Placement:
    """Add a placement of a target, which becomes the current one. None is for what is lost."""
    if method != CHOSEN:  # nothing stood before what was chosen just now
        Placement.objects.filter(target=target, is_current=True).update(is_current=False)
    placement = Placement.objects.create(
        target=target, revision=revision, status=status, method=method, confirmed_by=user
    )
    pieces = passage.pieces if passage else ()
    keys = [piece.key for piece in pieces]
    blocks = dict(
        Block.objects.filter(document=revision.document_id, key__in=keys).values_list("key", "pk")
    )
    Segment.objects.bulk_create(
        Segment(
            placement=placement,
            ordinal=ordinal,
            block_id=blocks[piece.key],
            key=piece.key,
            start=piece.start,
            end=piece.end,
            exact=piece.exact,
        )
        for ordinal, piece in enumerate(pieces)
    )
    return placement
