"""How a plan becomes rows: a document's sources, notes, blocks, spans and markers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from reader.actions.actors import LONGEST_FOLDED, new_slug
from reader.actions.lost import remember
from reader.actions.plans import Plan, PlannedBlock, PlannedSpan
from reader.actions.proposing import METHOD, NewActor
from reader.actions.sources import guess_kind, key_in, sources_called
from reader.models import (
    Abbreviation,
    Actor,
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    Footnote,
    FootnoteReference,
    FormerBlock,
    LostSpan,
    Mention,
    Name,
    Redirect,
    Source,
    State,
)
from reader.registry import LONGEST_NAME
from reader.text.folding import search_fold
from reader.text.reading import FoundSource

# A step that no text reaches, to lift rows out of the way while others take their places.
OUT_OF_THE_WAY = 1_000_000_000
# More keys than this in one statement pass SQLite's limit of variables on old builds.
AT_ONCE = 500

# The tables of spans.
SpanModel = type[Mention] | type[Citation] | type[Event] | type[Abbreviation] | type[Evidence]
_Key = TypeVar("_Key", int, str)


class Writing:
    """The writes of one plan to its document's rows, each kind of row in a few statements."""

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self.plan = plan
        self._count = 0
        self._actors: dict[NewActor, int] = {}
        self._footnotes: dict[str, Footnote] = {}
        self._sources: dict[str, Source] = {}
        self._blocks: list[tuple[PlannedBlock, Block]] = []
        self.lost: list[LostSpan] = []

    def write(self) -> int:
        """Write everything; return how many rows that added, changed or removed.

        Call it once, inside a transaction. The plan then has the rows that were added.
        """
        self._write_actors()
        self._write_sources()
        self._write_footnotes()
        self._write_blocks()
        self._write_spans()
        self._write_references()
        self._remove_what_is_gone()
        return self._count

    def _write_actors(self) -> None:
        """Enter the actors that the text proposes, as proposals, with their names."""
        proposals = self.plan.proposals or ()
        taken = set(Actor.objects.values_list("slug", flat=True)) if proposals else set()
        taken |= Redirect.objects.slugs_of("actor") if proposals else set()
        for key, proposed in proposals:
            decided = {"method": METHOD, "confidence": proposed.confidence}
            actor = Actor.objects.create(
                slug=new_slug(proposed.name, taken),
                name=proposed.name[:LONGEST_NAME],
                folded=search_fold(proposed.name)[:LONGEST_FOLDED],
                kind=proposed.kind,
                **decided,
            )
            self._actors[key] = actor.pk
            texts = {proposed.name: "primary"}
            for alias in proposed.aliases:
                texts.setdefault(alias.text, alias.kind)
            Name.objects.bulk_create(
                Name(
                    actor=actor,
                    text=text[:LONGEST_NAME],
                    folded=search_fold(text)[:LONGEST_FOLDED],
                    kind=kind,
                    **decided,
                )
                for text, kind in texts.items()
            )
        self._count += len(proposals)

    def _write_sources(self) -> None:
        """Enter the sources that the text cites and nobody has entered."""
        found = {
            key_in(source.cited_as, self.plan.slug): source for source in self.plan.reading.sources
        }
        for some in _in_turn(list(found)):
            rows = Source.objects.filter(cited_as__in=some)
            self._sources.update({row.cited_as: row for row in rows})
        self._sources.update(sources_called(key for key in found if key not in self._sources))
        new = [self._new_source(k, s) for k, s in found.items() if k not in self._sources]
        Source.objects.bulk_create(new)
        self._sources.update({row.cited_as: row for row in new})
        links = []
        for row in new:
            actor = self.plan.registry.called(row.author) if row.author else None
            if actor:
                links.append(Source.author_actors.through(source_id=row.pk, actor_id=actor.pk))
        Source.author_actors.through.objects.bulk_create(links)
        self._count += len(new)

    def _new_source(self, key: str, found: FoundSource) -> Source:
        publisher = self.plan.registry.called(found.publisher) if found.publisher else None
        return Source(
            cited_as=key,
            kind=guess_kind(found, self.plan.registry),
            publisher=found.publisher[:300],
            publisher_actor_id=publisher.pk if publisher else None,
            author=found.author[:500],
            title=found.title[:1000],
            date=found.date.stated,
            inferred_year=found.date.year if "year" in found.date.inferred else None,
            inferred_reason=found.date.reason[:300] if "year" in found.date.inferred else "",
        )

    def _write_footnotes(self) -> None:
        self._footnotes = {row.label: row for row in self.document.footnotes.all()}
        new: list[Footnote] = []
        moved: list[Footnote] = []
        for read_footnote in self.plan.reading.footnotes:
            row = self._footnotes.get(read_footnote.label)
            if row is None:
                row = Footnote(
                    document=self.document, label=read_footnote.label, number=read_footnote.number
                )
                self._footnotes[read_footnote.label] = row
                new.append(row)
            elif row.number != read_footnote.number:
                row.number = read_footnote.number
                moved.append(row)
        Footnote.objects.bulk_create(new)
        Footnote.objects.bulk_update(moved, ["number"])
        self._count += len(new) + len(moved)

    def _write_blocks(self) -> None:
        new: list[Block] = []
        changed: list[Block] = []
        for planned in self.plan.blocks:
            footnote = self._footnotes[planned.label] if planned.label is not None else None
            values = {**planned.values(), "footnote_id": footnote.pk if footnote else None}
            if planned.row is None:
                former = {"key": planned.former_key} if planned.former_key else {}
                row = planned.row = Block(document=self.document, **former, **values)
                new.append(row)
            else:
                row = planned.row
                if any(getattr(row, name) != value for name, value in values.items()):
                    for name, value in values.items():
                        setattr(row, name, value)
                    changed.append(row)
            self._blocks.append((planned, row))
        Block.objects.bulk_create(new)
        keys = [planned.former_key for planned in self.plan.blocks if planned.former_key]
        for some in _in_turn(keys):
            FormerBlock.objects.filter(document=self.document, key__in=some).delete()
        if changed:
            columns = [name.removesuffix("_id") for name in values]
            Block.objects.bulk_update(changed, columns, batch_size=200)
        self._count += len(new) + len(changed)

    def _write_spans(self) -> None:
        """Remove the rows whose words are gone, move and correct the others, add the new ones."""
        was = self.plan.texts_before
        self.lost = remember(
            self.document,
            [(gone.kind, gone.row, *was[gone.row.block_id]) for gone in self.plan.lost],
        )
        lost: dict[str, list[int]] = {}
        for gone in self.plan.lost:
            lost.setdefault(gone.kind, []).append(gone.row.pk)
        for kind, model in (
            ("mention", Mention),
            ("citation", Citation),
            ("event", Event),
            ("abbreviation", Abbreviation),
        ):
            for some in _in_turn(lost.get(kind, [])):
                model.objects.filter(pk__in=some).delete()
        for some in _in_turn(lost.get("evidence", [])):
            Evidence.objects.filter(pk__in=some).update(block=None)
        self._count += len(self.plan.lost)
        self._find_names()
        self._write_rows(Mention, "mentions", self._mention_values)
        self._write_rows(Citation, "citations", self._citation_values)
        self._write_rows(Event, "events", lambda span: span.values)
        self._write_rows(Abbreviation, "abbreviations", lambda span: span.values)
        self._write_rows(Evidence, "evidence", lambda span: {})
        self._write_candidates()

    def _find_names(self) -> None:
        """Give each mention that a rule did not find by a name the name that it is spelt as."""
        nameless: dict[tuple[int, str], list[PlannedSpan]] = {}
        for planned, _ in self._blocks:
            for span in planned.mentions:
                if span.values and span.name is None:
                    actor = self._actor(span)
                    nameless.setdefault((actor, span.span.of(planned.text)), []).append(span)
        for some in _in_turn(sorted({actor for actor, _ in nameless})):
            names = Name.objects.filter(actor__in=some)
            for pk, actor, text in names.values_list("pk", "actor_id", "text"):
                for span in nameless.get((actor, text), ()):
                    span.name = pk

    def _actor(self, span: PlannedSpan) -> int:
        actor = self._actors[span.actor] if isinstance(span.actor, NewActor) else span.actor
        assert isinstance(actor, int)
        return actor

    def _mention_values(self, span: PlannedSpan) -> dict[str, Any]:
        values = {**span.values, "actor_id": self._actor(span)}
        if span.values and span.name is not None:
            values["name_id"] = span.name
        return values

    def _citation_values(self, span: PlannedSpan) -> dict[str, Any]:
        if not span.values:
            return {}
        source = self._sources.get(span.source)
        pk = span.source_id or (source.pk if source else None)
        return {**span.values, "source_id": pk}

    def _write_rows(
        self, model: SpanModel, kind: str, values_of: Callable[[PlannedSpan], dict[str, Any]]
    ) -> None:
        new: list[Any] = []
        moved: list[Any] = []
        corrected: list[Any] = []
        withdrawn: list[Any] = []
        columns: set[str] = set()
        for planned, block in self._blocks:
            for span in getattr(planned, kind):
                values = values_of(span)
                if span.state == "returned" and model is not Evidence:
                    row = span.row
                    row.block, row.start, row.end = block, span.span.start, span.span.end
                    for name, value in values.items():
                        setattr(row, name, value)
                    new.append(row)
                    continue
                if span.row is None:
                    span.row = model(
                        block=block, start=span.span.start, end=span.span.end, **values
                    )
                    new.append(span.row)
                    continue
                row = span.row
                if (row.block_id, row.start, row.end) != (
                    block.pk, span.span.start, span.span.end
                ):  # fmt: skip
                    row.block, row.start, row.end = block, span.span.start, span.span.end
                    moved.append(row)
                differing = {n: v for n, v in values.items() if getattr(row, n) != v}
                if differing:
                    columns |= differing.keys()
                    if span.goes_to_review:
                        withdrawn.append(row.pk)
                    for name, value in differing.items():
                        setattr(row, name, value)
                    corrected.append(row)
        # What is accepted no longer makes room before another is accepted in its place.
        for some in _in_turn(withdrawn):
            rows: QuerySet[Any] = model._default_manager.filter(pk__in=some)
            rows.update(state=State.PROPOSED)
        _move(model, moved)
        if corrected:
            fields = sorted(name.removesuffix("_id") for name in columns)
            model._default_manager.bulk_update(corrected, fields, batch_size=200)
        model._default_manager.bulk_create(new)
        self._count += len(new) + len({id(row) for row in [*moved, *corrected]})

    def _write_candidates(self) -> None:
        """Say for each short form that fits several sources which they are."""
        for planned in self.plan.blocks:
            for span in planned.citations:
                if span.lost is not None:
                    span.row.candidates.set(span.lost.values.get("candidates", ()))
                    continue
                if not span.values or (not span.candidates and span.state == "new"):
                    continue
                wanted = {self._sources[key].pk for key in span.candidates if key in self._sources}
                there = (
                    set()
                    if span.state == "new"
                    else {source.pk for source in span.row.candidates.all()}
                )
                if wanted != there:
                    span.row.candidates.set(wanted)
                    self._count += 1

    def _write_references(self) -> None:
        """Set the markers to where the text has them."""
        wanted: dict[tuple[int, int, int], int] = {}
        for planned, block in self._blocks:
            for marker in planned.read.block.markers:
                if marker.label in self._footnotes:
                    place = (block.pk, marker.offset, self._footnotes[marker.label].pk)
                    wanted[place] = wanted.get(place, 0) + 1
        gone = []
        rows = FootnoteReference.objects.filter(footnote__document=self.document)
        for row in rows.order_by("pk"):
            place = (row.block_id, row.offset, row.footnote_id)
            if wanted.get(place):
                wanted[place] -= 1
            else:
                gone.append(row.pk)
        for some in _in_turn(gone):
            FootnoteReference.objects.filter(pk__in=some).delete()
        new = [
            FootnoteReference(block_id=block_id, offset=offset, footnote_id=footnote_id)
            for (block_id, offset, footnote_id), times in wanted.items()
            for _ in range(times)
        ]
        FootnoteReference.objects.bulk_create(new)
        self._count += len(gone) + len(new)

    def _remove_what_is_gone(self) -> None:
        FormerBlock.objects.bulk_create(
            FormerBlock(document=self.document, key=block.key, text=block.text)
            for block in self.plan.gone
        )
        for some in _in_turn([block.pk for block in self.plan.gone]):
            Block.objects.filter(pk__in=some).delete()
        labels = {note.label for note in self.plan.reading.footnotes}
        gone = [row.pk for label, row in self._footnotes.items() if label not in labels]
        for some in _in_turn(gone):
            Footnote.objects.filter(pk__in=some).delete()
        self._count += len(self.plan.gone) + len(gone)


def _move(model: SpanModel, rows: list[Any]) -> None:
    """Give rows their new places; first out of each other's way, since each place is one row's."""
    if not rows:
        return
    columns = ["start", "end"]
    if model is Event:  # its sentence reaches around it
        columns += ["sentence_start", "sentence_end"]
    lifted = {name: F(name) + OUT_OF_THE_WAY for name in columns}
    for some in _in_turn([row.pk for row in rows]):
        model._default_manager.filter(pk__in=some).update(**lifted)
    model._default_manager.bulk_update(rows, ["block", *columns], batch_size=200)


def _in_turn(keys: list[_Key]) -> Iterator[list[_Key]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
