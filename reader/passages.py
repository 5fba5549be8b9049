"""Places that name an actor or cite a source, shown in their sentences.

Reads that cross tables. A "span" here is a row of Mention, Citation or Evidence, a "spot" is
where one stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Case, F, Min, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from reader.models import Block, Citation, Document
from reader.reading_order import AFTER_A_PARAGRAPH
from reader.text.sentences import LONGEST_SENTENCE, Quotation, quote_around
from reader.text.spans import Span

# PostgreSQL puts what is missing last and SQLite first: the body goes before the notes in both.
IN_TEXT = (
    F("block__footnote__number").asc(nulls_first=True),
    "block__position",
    "block_id",
    "start",
    "pk",
)
IN_READING_ORDER = (
    F("block__document__publish_at").desc(nulls_last=True),
    "block__document__title",
    "block__document_id",
    *IN_TEXT,
)
# The picture has so many strokes at most; more could not be told apart.
MOST_STROKES = 400
# A part's figure needs this share of the width for itself.
FIGURE_WIDTH = 0.04


@dataclass(frozen=True, slots=True)
class Passage:
    """One span in its sentence, with the address of its block and what readers call that place."""

    url: str
    place: str
    quotation: Quotation
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A picture of where spans stand along a text: places from the left, in per cent."""

    strokes: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """One document as passages need it: its head, its blocks, and some of their texts.

    `places` (what readers call a block), `keys`, `texts` and `starts` are by block id; `starts`
    has the blocks of the body, counted in characters of a body that is `length` long; `parts` are
    the beginnings of its main parts.
    """

    title: str
    url: str
    language: str
    direction: str
    places: Mapping[int, str]
    keys: Mapping[int, str]
    texts: Mapping[int, str]
    starts: Mapping[int, int]
    parts: tuple[int, ...]
    length: int

    def passage(self, spot) -> Passage:
        """Return the spot in its sentence; its block's text must have been asked for."""
        return Passage(
            url=f"{self.url}#b-{self.keys[spot.block_id]}",
            place=self.places[spot.block_id],
            quotation=self.quotation(spot),
            locator=getattr(spot, "locator", ""),
        )

    def quotation(self, spot, longest: int = LONGEST_SENTENCE) -> Quotation:
        """Return the words of the spot in their sentence."""
        return quote_around(self.texts[spot.block_id], Span(spot.start, spot.end), longest)


@dataclass(frozen=True, slots=True)
class Gathering:
    """The passages of one document, how many it has in all, and where they stand in it."""

    document: Outline
    passages: tuple[Passage, ...]
    count: int
    strip: Strip | None = None
    rest_url: str = ""

    @property
    def rest(self) -> int:
        return self.count - len(self.passages)


def spots(spans: QuerySet) -> QuerySet:
    """Return where the spans stand, document by document as they are read: rows with
    document_id, block_id, start, end, and a citation's locator.
    """
    fields = ["document_id", "block_id", "start", "end"]
    if spans.model is Citation:
        fields.append("locator")
    placed = spans.annotate(document_id=F("block__document_id"))
    return placed.order_by(*IN_READING_ORDER).values_list(*fields, named=True)


def outlines(documents: Iterable[int], shown: Iterable) -> dict[int, Outline]:
    """Return the outline of each document by id, with the texts of the shown spots' blocks.

    One query.
    """
    wanted = {spot.block_id for spot in shown}
    rows = (
        Block.objects.filter(document__in=list(documents))
        .annotate(
            number=F("footnote__number"),
            size=Length("text"),
            words=Case(
                When(pk__in=wanted, then="text"), default=Value(""), output_field=TextField()
            ),
        )
        .order_by("document_id", F("number").asc(nulls_first=True), "position", "pk")
        .values_list(
            *("document_id", "pk", "key", "kind", "level", "number", "size", "words"),
            *("document__title", "document__slug", "document__language", "document__direction"),
            named=True,
        )
    )
    return {
        document: _outline(list(blocks))
        for document, blocks in groupby(rows, lambda row: row.document_id)
    }


def _outline(blocks: Sequence) -> Outline:
    places, starts, parts = {}, {}, []
    length = paragraphs = 0
    levels = [row.level for row in blocks if row.kind == Block.Kind.HEADING and not row.number]
    for row in blocks:
        if row.number is not None:
            places[row.pk] = f"note {row.number}"
            continue
        if row.kind == Block.Kind.PARAGRAPH:
            paragraphs += 1
            places[row.pk] = f"¶ {paragraphs}"
        elif paragraphs and row.kind in AFTER_A_PARAGRAPH:
            places[row.pk] = f"{AFTER_A_PARAGRAPH[row.kind]} after ¶ {paragraphs}"
        else:
            places[row.pk] = Block.Kind(row.kind).label.lower()
        if row.kind == Block.Kind.HEADING and row.level == min(levels):
            parts.append(length)
        starts[row.pk] = length
        length += row.size
    head = blocks[0]
    return Outline(
        title=head.document__title,
        url=reverse("reader:document", args=[head.document__slug]),
        language=head.document__language,
        direction=head.document__direction,
        places=places,
        keys={row.pk: row.key for row in blocks},
        texts={row.pk: row.words for row in blocks if row.words},
        starts=starts,
        parts=tuple(parts),
        length=length,
    )


def gather(shown: Iterable, outlines: Mapping[int, Outline]) -> list[Gathering]:
    """Return the passages of the shown spots grouped by document, in the order they come."""
    gatherings = []
    for document, found in groupby(shown, lambda spot: spot.document_id):
        passages = tuple(outlines[document].passage(spot) for spot in found)
        gatherings.append(Gathering(outlines[document], passages, len(passages)))
    return gatherings


class Survey:
    """All spans at a glance: how many each document has, and the first of the first documents.

    One query, read through once: `counts` is by document in the order of spots; `first` are the
    first `each` spots of the first `documents`; of those documents all places are kept.
    """

    def __init__(self, spans: QuerySet, *, documents: int, each: int) -> None:
        self.counts: dict[int, int] = {}
        self.first: list = []
        self._places: dict[int, list[tuple[int, int]]] = {}
        for spot in spots(spans).iterator():
            count = self.counts[spot.document_id] = self.counts.get(spot.document_id, 0) + 1
            if len(self.counts) <= documents:
                self._places.setdefault(spot.document_id, []).append((spot.block_id, spot.start))
                if count <= each:
                    self.first.append(spot)

    @property
    def shown(self) -> list[int]:
        """The documents whose first spots are kept."""
        return list(self._places)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def strip(self, document: int, outline: Outline, least: int = 3) -> Strip | None:
        """Return the picture of a shown document that has at least so many spans in its body."""
        starts = outline.starts
        places = [
            starts[block] + start for block, start in self._places[document] if block in starts
        ]
        return _strip(places, outline) if len(places) >= least else None


def _strip(places: Sequence[int], outline: Outline) -> Strip:
    length = max(outline.length, 1)
    strokes = sorted({round(place / length * MOST_STROKES) for place in places})
    begins = list(outline.parts)
    if begins and begins[0] > 0:
        begins.insert(0, 0)
    parts, free = [], 0.0
    for number, place in enumerate(begins, start=1):
        share = place / length
        if share >= free:
            parts.append((_per_cent(share), roman(number)))
            free = share + FIGURE_WIDTH
    return Strip(tuple(_per_cent(stroke / MOST_STROKES) for stroke in strokes), tuple(parts))


def _per_cent(share: float) -> str:
    return f"{share * 100:.2f}%"


def roman(number: int) -> str:
    """Return number in Roman figures.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    figures = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    words = ""
    for value, figure in figures:
        words += figure * (number // value)
        number %= value
    return words


def next_change() -> datetime | None:
    """Return when passages next come or go by themselves: a document's publication or its end.

    One query. Asked of all documents: whoever is named in one that appears is named on pages of
    others too.
    """
    now = timezone.now()
    moments = Document.objects.aggregate(
        appears=Min("publish_at", filter=Q(publish_at__gt=now)),
        ends=Min("expire_at", filter=Q(expire_at__gt=now)),
    )
    return min((moment for moment in moments.values() if moment), default=None)


def best_of(spans: QuerySet):
    """Return the spot that shows best who is meant, or None: in running text, and first there.

    One query.
    """
    is_beside = Case(
        When(block__kind=Block.Kind.PARAGRAPH, block__footnote__isnull=True, then=0), default=1
    )
    return spots(spans).order_by(is_beside, *IN_READING_ORDER).first()
