"""Time lines: the dated sentences of a document, or those that name an actor, in order of time.

Reads that cross tables. Only accepted events in documents the reader may see are on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from reader.models import Actor, Document, Event, Mention, State
from reader.passages import IN_READING_ORDER, Outline, Passage
from reader.text.edtf import Day, Extent, extent_of, is_reckoned, words_of

# Without a place in time an event comes last.
IN_ORDER_OF_TIME = (
    Case(When(sort_key="", then=Value(1)), default=Value(0)),
    "sort_key",
    *IN_READING_ORDER,
)
# More figures than this cannot be told apart in the picture; all stand in the list.
MOST_NUMBERED = 24
MOST_DRAWN = 400
# The picture's parts, in pixels from its upper edge.
AXIS, LABEL, LOWEST, STEP, LEVELS = 60, 84, 50, 13, 3
# Figures nearer than this share of the width are raised one above the other: two of two digits
# need it on the narrowest screen that we draw for, 360 pixels.
NEAR = 0.065
# What is open at one end reaches at least this share beyond what is dated.
OPEN_ROOM = 0.06
MOST_TICKS = 5
# A year written in the middle below its tick would run out of the picture nearer to its edges.
EDGE = 0.06
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True)
class Dated:
    """One event: its number in the list, its date in words, and the sentence it stands in.

    `reason` says why its year is inferred, or with `is_reckoned` all of its date, else it is "".
    `actors` are (name, slug) of those the sentence names, each once.
    """

    number: int
    words: str
    reason: str
    is_reckoned: bool
    passage: Passage
    document: Outline
    actors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stem:
    """An event in the picture: where it stands from the left, how high, and its figure, if any.

    `reach` is from where to where it lasts, or None; `is_open` that one of its ends is not known.
    """

    x: str
    reach: tuple[str, str] | None
    is_open: bool
    top: int
    number: int

    @property
    def figure_at(self) -> int:
        return self.top - 2


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture of when events are, beside the list that says it: ticks and stems."""

    ticks: tuple[tuple[str, str, str], ...]
    stems: tuple[Stem, ...]
    words: str
    is_numbered: bool
    axis: int = AXIS
    label: int = LABEL


def count_of_dates() -> Coalesce:
    """Return how many accepted events a document has, to annotate documents with: no query."""
    accepted = Event.objects.filter(block__document=OuterRef("pk"), state=State.ACCEPTED)
    counted = accepted.order_by().values("block__document").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def events_of(document: Document, user) -> QuerySet:
    """Return the document's events that this user may see, in order of time, as rows."""
    return _rows(Event.objects.visible_to(user).filter(block__document=document))


def events_naming(actor: Actor, user) -> QuerySet:
    """Return the events of listed documents whose sentence names the actor, as rows."""
    named = Mention.objects.listed_to(user).filter(
        actor=actor,
        block=OuterRef("block"),
        start__gte=OuterRef("sentence_start"),
        end__lte=OuterRef("sentence_end"),
    )
    return _rows(Event.objects.listed_to(user).filter(Exists(named.order_by())))


def dated(
    rows: Sequence,
    outlines: Mapping[int, Outline],
    *,
    first: int = 1,
    named: Mapping[int, tuple[tuple[str, str], ...]] | None = None,
) -> list[Dated]:
    """Return the rows as a list shows them, numbered from `first`; no query."""
    return [
        Dated(
            number,
            words_of(row.date, is_inferred=bool(row.inferred_reason)),
            row.inferred_reason,
            is_reckoned(row.date),
            outlines[row.document_id].passage(row),
            outlines[row.document_id],
            (named or {}).get(row.pk, ()),
        )
        for number, row in enumerate(rows, start=first)
    ]


def actors_in(rows: Sequence, user) -> dict[int, tuple[tuple[str, str], ...]]:
    """Return by event the actors that its sentence names, in the order they come. One query."""
    blocks = {row.block_id for row in rows}
    mentions = (
        Mention.objects.visible_to(user)
        .filter(block__document__in={row.document_id for row in rows})
        .order_by("block_id", "start")
        .values_list("block_id", "start", "end", "actor__name", "actor__slug")
    )
    by_block: defaultdict[int, list] = defaultdict(list)
    for block, *mention in mentions.iterator():
        if block in blocks:
            by_block[block].append(mention)
    return {
        row.pk: tuple(
            dict.fromkeys(
                (name, slug)
                for start, end, name, slug in by_block[row.block_id]
                if row.sentence_start <= start and end <= row.sentence_end
            )
        )
        for row in rows
    }


def picture_of(rows: Iterable) -> Picture | None:
    """Return the picture of the rows that have a place in time, or None for fewer than two days.

    A row's figure is its number in the list, counted from 1.
    """
    placed = [
        (number, extent)
        for number, row in enumerate(rows, start=1)
        if (extent := extent_of(row.date)) is not None
    ][:MOST_DRAWN]
    days = sorted({_years(extent.place) for _, extent in placed})
    if len(days) < 2:
        return None
    ends = [_years(extent.last) for _, extent in placed if extent.first and extent.last]
    begin, end = days[0], max([days[-1], *ends])
    first, last = _year_said(begin), _year_said(end)
    words = f"{len(placed)} dated events, {first if first == last else f'{first} to {last}'}"
    room = (end - begin) * OPEN_ROOM
    begin -= room if any(extent.first is None for _, extent in placed) else 0
    end += room if any(extent.last is None for _, extent in placed) else 0
    is_numbered = len(placed) <= MOST_NUMBERED
    stems = _stems(placed, begin, end)
    return Picture(_ticks(begin, end), stems, words, is_numbered)


def _stems(placed: Sequence[tuple[int, Extent]], begin: float, end: float) -> tuple[Stem, ...]:
    """Return the stems of numbered extents, in their order, between two ends in years."""
    stems, levels = [], [-1.0] * LEVELS
    for number, extent in placed:
        share = _share(_years(extent.place), begin, end)
        free = [i for i, taken in enumerate(levels) if share - taken >= NEAR]
        level = free[0] if free else 0  # without a figure it keeps below those of others
        if free:
            levels[level] = share
        is_open = not (extent.first and extent.last)
        reach = (
            _per_cent(_share(_years(extent.first), begin, end) if extent.first else 0.0),
            _per_cent(_share(_years(extent.last), begin, end) if extent.last else 1.0),
        )
        top = LOWEST - STEP * level
        figure = number if free else 0  # where no room is left, the list alone has its number
        lasting = None if reach[0] == reach[1] else reach
        stems.append(Stem(_per_cent(share), lasting, is_open, top, figure))
    return tuple(stems)


def _rows(events: QuerySet) -> QuerySet:
    """Return events as rows that passages can quote: the span is the date expression."""
    return (
        events.annotate(document_id=F("block__document_id"))
        .order_by(*IN_ORDER_OF_TIME)
        .values_list(
            *("pk", "document_id", "block_id", "start", "end", "date", "inferred_reason"),
            *("sentence_start", "sentence_end"),
            named=True,
        )
    )


def _years(day: Day) -> float:
    """Return a day as years and a fraction; near enough to draw with."""
    year, month, of_month = day
    return year + (month - 1) / 12 + (of_month - 1) / 372


def _share(years: float, begin: float, end: float) -> float:
    return min(max((years - begin) / (end - begin), 0.0), 1.0)


def _per_cent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _year_said(years: float) -> str:
    year = int(years // 1)
    return str(year) if year > 0 else f"{1 - year} BC"


def _ticks(begin: float, end: float) -> tuple[tuple[str, str, str], ...]:
    """Return the round years between, at most MOST_TICKS: place, words, "early" or "late" or ""."""
    step = next((step for step in STEPS if (end - begin) / step < MOST_TICKS), STEPS[-1])
    year = int(-(-begin // step) * step)
    ticks = []
    while year <= end and len(ticks) <= MOST_TICKS:
        share = _share(year, begin, end)
        edge = "early" if share < EDGE else "late" if share > 1 - EDGE else ""
        ticks.append((_per_cent(share), _year_said(year), edge))
        year += step
    return tuple(ticks) or ((_per_cent(0), _year_said(begin), "early"),)
