"""A document as its editors see it: the text with every finding, whatever its state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from reader.actions.queues import OutsideCase
from reader.models import (
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    FootnoteReference,
    Mention,
    Name,
    Source,
    State,
)
from reader.reading_order import AFTER_A_PARAGRAPH
from reader.text.galley import MarkedSpan, lay
from reader.text.parts import Mark
from reader.text.render import Html, ShownBlock, ShownMarker, blocks_html
from reader.text.sentences import Quotation, quote_around
from reader.text.spans import Span

CASE_SENTENCE = 280


@dataclass(frozen=True, slots=True)
class GalleyNote:
    """A note as the desk shows it."""

    number: int
    html: Html


class Galley:
    """The rows of one document with all that was found in it. Nine queries at any length.

    `names` are the names of its actors that are not accepted.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.footnotes = list(document.footnotes.order_by("number", "pk"))
        in_order = (F("footnote__number").asc(nulls_first=True), "position", "pk")
        self.blocks = {block.pk: block for block in document.blocks.order_by(*in_order)}
        for block in self.blocks.values():
            block.document = document
        self._read_spans()
        self._name_places()

    def _read_spans(self) -> None:
        within = {"block__document": self.document}
        citations = Citation.objects.filter(**within).select_related("source", "reviewer")
        mentions = Mention.objects.filter(**within).select_related("actor", "reviewer")
        events = Event.objects.filter(**within).select_related("reviewer")
        evidence = Evidence.objects.filter(**within).select_related(
            "relation__subject", "relation__object", "relation__reviewer"
        )
        self.citations: list[Citation] = self._placed(citations.order_by("start", "end", "pk"))
        self.mentions: list[Mention] = self._placed(mentions.order_by("start", "end", "pk"))
        self.events: list[Event] = self._placed(events.order_by("start", "pk"))
        self.evidence: list[Evidence] = self._placed(evidence.order_by("start", "pk"))
        doubtful = {
            mention.actor_id for mention in self.mentions if mention.actor.state != State.ACCEPTED
        }
        names = Name.objects.filter(actor__mentions__block__document=self.document)
        names = names.exclude(state=State.ACCEPTED).distinct()
        self.names = list(names.select_related("reviewer").order_by("pk"))
        actors = {mention.actor_id: mention.actor for mention in self.mentions}
        for name in self.names:
            name.actor = actors[name.actor_id]
        self.actors = [actors[pk] for pk in actors if pk in doubtful]
        self.candidates: dict[int, list[Source]] = defaultdict(list)
        through = Citation.candidates.through.objects.filter(
            citation__block__document=self.document
        )
        for link in through.select_related("source").order_by("pk"):
            self.candidates[link.citation_id].append(link.source)

    def _placed(self, rows: Any) -> list[Any]:
        """Return rows in reading order, each with its block at hand."""
        places = {pk: place for place, pk in enumerate(self.blocks)}
        found = list(rows)
        for row in found:
            row.block = self.blocks[row.block_id]
        found.sort(key=lambda row: places[row.block_id])
        return found

    def _name_places(self) -> None:
        """Say of every block where it stands: "¶ 4", "note 2"."""
        self.places: dict[int, str] = {}
        self.paragraphs: dict[int, int] = {}
        self.order: dict[int, int] = {}
        numbers = {footnote.pk: footnote.number for footnote in self.footnotes}
        paragraph = 0
        for place, block in enumerate(self.blocks.values()):
            self.order[block.pk] = place
            if block.footnote_id:
                self.places[block.pk] = f"note {numbers[block.footnote_id]}"
            elif block.kind == Block.Kind.PARAGRAPH:
                paragraph += 1
                self.paragraphs[block.pk] = paragraph
                self.places[block.pk] = f"¶ {paragraph}"
            elif paragraph and block.kind in AFTER_A_PARAGRAPH:
                words = AFTER_A_PARAGRAPH[Block.Kind(block.kind)]
                self.places[block.pk] = f"{words} after ¶ {paragraph}"
            else:
                self.places[block.pk] = block.get_kind_display()

    def quotation(self, row: Any) -> Quotation | None:
        """Return the words of a span in their sentence; None for one that is not in its block."""
        text = self.blocks[row.block_id].text
        if not 0 <= row.start < row.end <= len(text):
            return None
        return quote_around(text, Span(row.start, row.end), CASE_SENTENCE)

    def html(
        self, current: str, address: Callable[[str], str], outside: Iterable[OutsideCase] = ()
    ) -> tuple[Html, list[GalleyNote]]:
        """Return the text and the notes with every span as a link to `address(key)`.

        `current` is the key of the case that is being decided. Of the outside cases a lost one is
        shown at the word beside its gap, another at its place while it is current.
        """
        spans: dict[int, list[MarkedSpan]] = defaultdict(list)
        by_key = {block.key: block.pk for block in self.blocks.values()}
        for case in outside:
            kind = "lost" if case.kind.startswith("lost ") else "asked"
            is_current = case.key == current
            if case.start < case.end and case.block in by_key and (is_current or kind == "lost"):
                link = address(case.key)
                spans[by_key[case.block]].append(
                    MarkedSpan(case.start, case.end, case.key, "outside", kind, link, is_current)
                )
        for row, kind, key, state in self._marked():
            spans[row.block_id].append(
                MarkedSpan(row.start, row.end, key, kind, state, address(key), key == current)
            )
        markers = self._markers()
        shown: dict[int | None, list[ShownBlock]] = defaultdict(list)
        for block in self.blocks.values():
            laid, under = lay(block.text, spans[block.pk])
            shown[block.footnote_id].append(
                ShownBlock(
                    key=block.key,
                    kind=block.kind,
                    text=block.text,
                    marks=[Mark(*mark) for mark in block.marks],
                    markers=markers[block.pk],
                    level=block.level,
                    ordered=block.ordered,
                    cells=block.cells,
                    number=self.paragraphs.get(block.pk, 0),
                    laid=laid,
                    under=under,
                )
            )
        notes = [GalleyNote(note.number, blocks_html(shown[note.pk])) for note in self.footnotes]
        return blocks_html(shown[None]), notes

    def _marked(self) -> Iterator[tuple[Any, str, str, str]]:
        for kind, rows in (
            ("citation", self.citations),
            ("mention", self.mentions),
            ("event", self.events),
        ):
            for row in rows:
                yield row, kind, f"{kind}-{row.pk}", row.state
        for proof in self.evidence:
            yield proof, "evidence", f"relation-{proof.relation_id}", proof.relation.state

    def _markers(self) -> dict[int, list[ShownMarker]]:
        numbers = {footnote.pk: footnote.number for footnote in self.footnotes}
        found: dict[int, list[ShownMarker]] = defaultdict(list)
        times: dict[int, int] = defaultdict(int)
        references = FootnoteReference.objects.filter(block__document=self.document)
        for reference in references.order_by("offset", "pk"):
            times[reference.footnote_id] += 1
            number = numbers[reference.footnote_id]
            marker = ShownMarker(reference.offset, number, times[reference.footnote_id])
            found[reference.block_id].append(marker)
        return found
