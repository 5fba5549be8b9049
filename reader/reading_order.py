"""The rows of one document, read at once and counted in the order in which they are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from reader.models import (
    Actor,
    Block,
    Citation,
    Document,
    Footnote,
    FootnoteReference,
    Mention,
    Source,
    State,
    Topic,
)
from reader.text.parts import Mark
from reader.text.render import (
    Html,
    ShownActor,
    ShownBlock,
    ShownCitation,
    ShownMarker,
    back_links,
    blocks_html,
    inline_html,
)

# What stands between paragraphs is found by the paragraph before it.
AFTER_A_PARAGRAPH = {"list_item": "list", "quote": "quotation", "table": "table"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is cited: the anchor there, and its words ("¶ 4", "note 2")."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note with the ways back to each of its markers."""

    number: int
    html: Html


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source as the list has it; the names of its author and publisher lead to their actors."""

    number: int
    row: Source
    author: Html
    publisher: Html
    places: tuple[Place, ...]


class ReadingOrder:
    """One document's rows: the body first, then the notes in their order. Eight queries.

    Only accepted citations, and accepted mentions of accepted actors, are among them. Sources
    count from 1 as they are first cited, paragraphs as they come, places of a source or of a note
    as they are read.
    """

    body: list[Block]
    footnotes: list[Footnote]
    of_note: dict[int, list[Block]]
    sources: list[Source]
    topics: tuple[Topic, ...]

    def __init__(self, document: Document) -> None:
        self._document = document
        self.footnotes = list(document.footnotes.order_by("number", "pk"))
        self.topics = tuple(document.topics.order_by("name"))
        self.body, self.of_note = [], defaultdict(list)
        for block in document.blocks.order_by("position", "pk"):
            (self.of_note[block.footnote_id] if block.footnote_id else self.body).append(block)
        self._read_spans()
        self._count()

    def shown(self, block: Block) -> ShownBlock:
        """Return the block with what is accepted in it."""
        return ShownBlock(
            key=block.key,
            kind=block.kind,
            text=block.text,
            marks=[Mark(*mark) for mark in block.marks],
            citations=self._shown_citations[block.pk],
            actors=[
                ShownActor(start, end, self._addresses[actor])
                for start, end, actor in self._mentions[block.pk]
            ],
            markers=self._shown_markers[block.pk],
            level=block.level,
            ordered=block.ordered,
            cells=block.cells,
            number=self._paragraphs.get(block.pk, 0),
        )

    def note(self, footnote: Footnote) -> ShownNote:
        """Return the note, ending with a way back to each of its markers."""
        blocks = [self.shown(block) for block in self.of_note[footnote.pk]]
        backs = back_links(footnote.number, self._markers_of[footnote.pk])
        return ShownNote(footnote.number, blocks_html(blocks, backs))

    def source(self, row: Source) -> ShownSource:
        """Return the source with its number and every place that cites it."""
        publisher = row.publisher_actor
        publishers = [publisher] if publisher and publisher.state == State.ACCEPTED else []
        return ShownSource(
            number=self._source_numbers[row.pk],
            row=row,
            author=_linked(row.author, self._authors[row.pk]),
            publisher=_linked(row.publisher, publishers),
            places=tuple(self._places[row.pk]),
        )

    def facts(self) -> frozenset[str]:
        """Return the keys of the rows whose change alters what is shown."""
        actors = set(self._addresses)
        actors |= {author.pk for row in self.sources for author in self._authors[row.pk]}
        actors |= {row.publisher_actor_id for row in self.sources if row.publisher_actor_id}
        return frozenset(
            {
                f"document:{self._document.pk}",
                *(f"actor:{pk}" for pk in actors),
                *(f"source:{row.pk}" for row in self.sources),
                *(f"topic:{topic.pk}" for topic in self.topics),
            }
        )

    def _read_spans(self) -> None:
        within = {"block__document": self._document, "state": State.ACCEPTED}
        cited = Citation.objects.filter(**within)
        self._citations: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for block, start, end, source in cited.order_by("start", "end", "pk").values_list(
            "block_id", "start", "end", "source_id"
        ):
            self._citations[block].append((start, end, source))
        sources = Source.objects.filter(pk__in=cited.values("source_id"))
        self._cited = {row.pk: row for row in sources.select_related("publisher_actor")}
        self._mentions: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._addresses: dict[int, str] = {}
        named = Mention.objects.filter(**within, actor__state=State.ACCEPTED)
        for block, start, end, actor, slug in named.order_by("start", "pk").values_list(
            "block_id", "start", "end", "actor_id", "actor__slug"
        ):
            self._mentions[block].append((start, end, actor))
            if actor not in self._addresses:
                self._addresses[actor] = _address(slug)
        self._references: dict[int, list[tuple[int, int]]] = defaultdict(list)
        references = FootnoteReference.objects.filter(block__document=self._document)
        for block, offset, footnote in references.order_by("offset", "pk").values_list(
            "block_id", "offset", "footnote_id"
        ):
            self._references[block].append((offset, footnote))
        self._authors: dict[int, list[Actor]] = defaultdict(list)
        written = Source.author_actors.through.objects.filter(
            source__in=cited.values("source_id"), actor__state=State.ACCEPTED
        )
        for link in written.select_related("actor").order_by("pk"):
            self._authors[link.source_id].append(link.actor)

    def _count(self) -> None:
        """Give every paragraph, source, citation and marker its number."""
        self._paragraphs: dict[int, int] = {}
        self._source_numbers: dict[int, int] = {}
        self._places: dict[int, list[Place]] = defaultdict(list)
        self._markers_of: dict[int, list[str]] = defaultdict(list)
        self._shown_citations: dict[int, list[ShownCitation]] = defaultdict(list)
        self._shown_markers: dict[int, list[ShownMarker]] = defaultdict(list)
        self.sources = []
        numbers = {footnote.pk: footnote.number for footnote in self.footnotes}
        times: Counter[tuple[int, str]] = Counter()
        for block, words in self._in_order():
            for start, end, source in self._citations[block.pk]:
                if source not in self._source_numbers:
                    self.sources.append(self._cited[source])
                    self._source_numbers[source] = len(self.sources)
                places = self._places[source]
                shown = ShownCitation(start, end, self._source_numbers[source], len(places) + 1)
                self._shown_citations[block.pk].append(shown)
                times[source, words] += 1
                again = f" ({times[source, words]})" if times[source, words] > 1 else ""
                places.append(Place(shown.anchor, words + again))
            for offset, footnote in self._references[block.pk]:
                markers = self._markers_of[footnote]
                marker = ShownMarker(offset, numbers[footnote], len(markers) + 1)
                self._shown_markers[block.pk].append(marker)
                markers.append(marker.anchor)

    def _in_order(self) -> Iterator[tuple[Block, str]]:
        """Yield every block as it is read, with the words that name its place."""
        paragraph = 0
        for block in self.body:
            if block.kind == Block.Kind.PARAGRAPH:
                paragraph += 1
                self._paragraphs[block.pk] = paragraph
                yield block, f"¶ {paragraph}"
            elif paragraph and block.kind in AFTER_A_PARAGRAPH:
                yield block, f"{AFTER_A_PARAGRAPH[block.kind]} after ¶ {paragraph}"
            else:
                yield block, block.get_kind_display()
        for footnote in self.footnotes:
            for block in self.of_note[footnote.pk]:
                yield block, f"note {footnote.number}"


def _address(slug: str) -> str:
    return reverse("reader:actor", args=[slug])


def _linked(words: str, actors: Iterable[Actor]) -> Html:
    """Return a name as the text has it; an actor's own name in it, or all of it, is a link."""
    actors = list(actors)
    found = []
    for actor in actors:
        start = words.find(actor.name)
        if start < 0 and len(actors) == 1:
            found.append(ShownActor(0, len(words), _address(actor.slug)))
        elif start >= 0:
            found.append(ShownActor(start, start + len(actor.name), _address(actor.slug)))
    return inline_html(ShownBlock("", "paragraph", words, actors=found))
