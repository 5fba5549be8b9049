"""What changes documents: importing and revising (one act), publishing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reader import article
from reader.actions.pages import document_facts, mark_stale
from reader.actions.plans import Plan, PlannedSpan, Standing, make_plan
from reader.actions.records import Stale
from reader.actions.sources import guess_kind, key_in
from reader.models import (
    Abbreviation,
    Block,
    Citation,
    Document,
    Evidence,
    Footnote,
    FootnoteReference,
    Mention,
    Revision,
    Source,
    User,
)
from reader.registry import Registry
from reader.text.dates import PartialDate, read_date
from reader.text.manuscript import document_title, parse
from reader.text.problems import Problem, Unreadable
from reader.text.reading import FoundSource, read

# A step that no text reaches, to lift rows out of the way while others take their places.
OUT_OF_THE_WAY = 1_000_000_000
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"


def plan_document(
    manuscript: str, registry: Registry, *, slug: str, problems: Iterable[Problem] | None = None
) -> Plan:
    """Return what importing or editing this manuscript under slug would change. Writes nothing."""
    reading = read(manuscript, registry.matcher)
    document = Document.objects.filter(slug=slug).first()
    standing = Standing.of(document) if document else None
    return make_plan(manuscript, reading, registry, slug=slug, standing=standing, problems=problems)


@transaction.atomic
def apply(plan: Plan, *, author: User | None = None, reason: str = "") -> Document:
    """Write a plan and return its document; one transaction, exactly the counts of the plan.

    Applying what is there already changes no row and makes no revision. Raises Stale when the
    document has changed since the plan was made, Unreadable when the manuscript has no title.
    """
    document, is_new = _hold(plan)
    before = set() if is_new else document_facts(document.pk)
    changes = _Changes(document, plan)
    changes.write_sources()
    changes.write_footnotes()
    changes.write_blocks()
    changes.write_spans()
    changes.write_references()
    changes.remove_what_is_gone()
    meta_changed = _write_meta(document, plan, is_new)
    last = document.revisions.order_by("-number").first()
    if not (changes.count or meta_changed or last is None or last.manuscript != plan.manuscript):
        return document
    if is_new or meta_changed or changes.count:
        Document.objects.filter(pk=document.pk).update(version=F("version") + 1)
    revision = Revision.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        manuscript=plan.manuscript,
        html=article.text_html(document),
        snapshot=snapshot_of(document),
        problems=[[p.line, p.code, p.message] for p in plan.problems],
        author=author,
        reason=reason[:500],
    )
    Document.objects.filter(pk=document.pk).update(live_revision=revision)
    mark_stale(before | document_facts(document.pk))
    document.refresh_from_db()
    return document


@transaction.atomic
def publish(document: Document, *, at: datetime | None = None) -> Document:
    """Let everyone read the document from this moment, or from `at`, on."""
    now = timezone.now()
    at = at or now
    status = Document.Status.SCHEDULED if at > now else Document.Status.PUBLISHED
    if document.status == status == Document.Status.PUBLISHED:
        return document
    Document.objects.filter(pk=document.pk).update(
        status=status, publish_at=at, version=F("version") + 1
    )
    document.refresh_from_db()
    mark_stale(document_facts(document.pk))
    return document


def snapshot_of(document: Document) -> dict[str, Any]:
    """Return every block and span of the live text with its place, words and state."""
    standing = Standing.of(document)
    labels = {footnote.pk: footnote.label for footnote in standing.footnotes}
    texts = {block.pk: block for block in standing.blocks}
    spans = []
    for kind, by_block in standing.spans.items():
        for rows in by_block.values():
            for row in rows:
                block = texts[row.block_id]
                span = {"kind": kind, "id": row.pk, "block": block.key}
                span |= {
                    "start": row.start,
                    "end": row.end,
                    "exact": block.text[row.start : row.end],
                }
                for name in ("state", "actor_id", "source_id", "method", "relation_id"):
                    if hasattr(row, name):
                        span[name] = getattr(row, name)
                spans.append(span)
    return {
        "blocks": [[block.key, labels.get(block.footnote_id)] for block in standing.blocks],
        "spans": spans,
    }


def _hold(plan: Plan) -> tuple[Document, bool]:
    """Return the document of a plan, held against others until the transaction ends."""
    if plan.document is None:
        title = document_title(plan.reading.document)
        if not title:
            raise Unreadable("The document has no title: give it one in the front matter.")
        appeared = Document.objects.filter(slug=plan.slug).first()
        if appeared is not None:
            raise Stale(appeared, appeared)
        return Document.objects.create(slug=plan.slug, title=title[:1000]), True
    held = Document.objects.select_for_update().filter(
        pk=plan.document.pk, version=plan.document.version
    )
    document = held.first()
    if document is None:
        raise Stale(plan.document, Document.objects.filter(pk=plan.document.pk).first())
    return document, False


class _Changes:
    """The writes of one plan, each kind of row in a few statements; `count` says how many rows."""

    def __init__(self, document: Document, plan: Plan) -> None:
        self.document = document
        self.plan = plan
        self.count = 0
        self.footnotes: dict[str, Footnote] = {}
        self.sources: dict[str, Source] = {}

    def write_sources(self) -> None:
        """Enter the sources that the text cites and nobody has entered."""
        found = {
            key_in(source.cited_as, self.plan.slug): source for source in self.plan.reading.sources
        }
        keys = list(found)
        for start in range(0, len(keys), 500):
            rows = Source.objects.filter(cited_as__in=keys[start : start + 500])
            self.sources.update({row.cited_as: row for row in rows})
        new = [self._new_source(k, s) for k, s in found.items() if k not in self.sources]
        Source.objects.bulk_create(new)
        self.sources.update({row.cited_as: row for row in new})
        links = []
        for row in new:
            actor = self.plan.registry.called(row.author) if row.author else None
            if actor:
                links.append(Source.author_actors.through(source_id=row.pk, actor_id=actor.key))
        Source.author_actors.through.objects.bulk_create(links)
        self.count += len(new)

    def _new_source(self, key: str, found: FoundSource) -> Source:
        publisher = self.plan.registry.called(found.publisher) if found.publisher else None
        return Source(
            cited_as=key,
            kind=guess_kind(found, self.plan.registry),
            publisher=found.publisher[:300],
            publisher_actor_id=publisher.key if publisher else None,
            author=found.author[:500],
            title=found.title[:1000],
            date=found.date.stated,
            inferred_year=found.date.year if "year" in found.date.inferred else None,
            inferred_reason=found.date.reason[:300] if "year" in found.date.inferred else "",
        )

    def write_footnotes(self) -> None:
        self.footnotes = {row.label: row for row in self.document.footnotes.all()}
        new, moved = [], []
        for read_footnote in self.plan.reading.footnotes:
            row = self.footnotes.get(read_footnote.label)
            if row is None:
                row = Footnote(
                    document=self.document, label=read_footnote.label, number=read_footnote.number
                )
                self.footnotes[read_footnote.label] = row
                new.append(row)
            elif row.number != read_footnote.number:
                row.number = read_footnote.number
                moved.append(row)
        Footnote.objects.bulk_create(new)
        Footnote.objects.bulk_update(moved, ["number"])
        self.count += len(new) + len(moved)

    def write_blocks(self) -> None:
        new, changed = [], []
        for planned in self.plan.blocks:
            values = planned.values()
            if planned.row is None:
                footnote = self.footnotes[planned.label] if planned.label is not None else None
                planned.row = Block(document=self.document, footnote=footnote, **values)
                new.append(planned.row)
            elif any(getattr(planned.row, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(planned.row, name, value)
                changed.append(planned.row)
        Block.objects.bulk_create(new)
        if changed:
            Block.objects.bulk_update(changed, list(values), batch_size=200)
        self.count += len(new) + len(changed)

    def write_spans(self) -> None:
        """Remove the rows whose words are gone, move and correct the others, add the new ones."""
        lost: dict[str, list[int]] = {}
        for gone in self.plan.lost:
            lost.setdefault(gone.kind, []).append(gone.row.pk)
        for kind, model in (
            ("mention", Mention),
            ("citation", Citation),
            ("abbreviation", Abbreviation),
        ):
            for some in _in_turn(lost.get(kind, [])):
                model.objects.filter(pk__in=some).delete()
        for some in _in_turn(lost.get("evidence", [])):
            Evidence.objects.filter(pk__in=some).update(block=None)
        self.count += len(self.plan.lost)
        self._write(Mention, "mentions", self._mention_values)
        self._write(Citation, "citations", self._citation_values)
        self._write(Abbreviation, "abbreviations", lambda span: span.values)
        self._write(Evidence, "evidence", lambda span: {})
        self._write_candidates()

    def _mention_values(self, span: PlannedSpan) -> dict[str, Any]:
        return {**span.values, "actor_id": span.actor}

    def _citation_values(self, span: PlannedSpan) -> dict[str, Any]:
        if not span.values:
            return {}
        source = self.sources.get(span.source)
        return {**span.values, "source_id": source.pk if source else None}

    def _write(self, model, kind: str, values_of) -> None:
        new, moved, corrected, columns = [], [], [], set()
        for planned in self.plan.blocks:
            for span in getattr(planned, kind):
                values = values_of(span)
                if span.row is None:
                    span.row = model(
                        block=planned.row, start=span.span.start, end=span.span.end, **values
                    )
                    new.append(span.row)
                    continue
                row = span.row
                if (row.start, row.end) != (span.span.start, span.span.end):
                    row.start, row.end = span.span.start, span.span.end
                    moved.append(row)
                differing = {n: v for n, v in values.items() if getattr(row, n) != v}
                if differing:
                    columns |= differing.keys()
                    for name, value in differing.items():
                        setattr(row, name, value)
                    corrected.append(row)
        _move(model, moved)
        if corrected:
            model.objects.bulk_update(corrected, sorted(columns), batch_size=200)
        model.objects.bulk_create(new)
        self.count += len(new) + len({id(row) for row in [*moved, *corrected]})

    def _write_candidates(self) -> None:
        """Say for each short form that fits several sources which they are."""
        for planned in self.plan.blocks:
            for span in planned.citations:
                if not span.values or (not span.candidates and span.state == "new"):
                    continue
                wanted = {self.sources[key].pk for key in span.candidates if key in self.sources}
                there = (
                    set()
                    if span.state == "new"
                    else {source.pk for source in span.row.candidates.all()}
                )
                if wanted != there:
                    span.row.candidates.set(wanted)
                    self.count += 1

    def write_references(self) -> None:
        """Set the markers to where the text has them."""
        wanted: dict[tuple[int, int, int], int] = {}
        for planned in self.plan.blocks:
            for marker in planned.read.block.markers:
                if marker.label in self.footnotes:
                    place = (planned.row.pk, marker.offset, self.footnotes[marker.label].pk)
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
            FootnoteReference(block_id=block, offset=offset, footnote_id=footnote)
            for (block, offset, footnote), times in wanted.items()
            for _ in range(times)
        ]
        FootnoteReference.objects.bulk_create(new)
        self.count += len(gone) + len(new)

    def remove_what_is_gone(self) -> None:
        for some in _in_turn([block.pk for block in self.plan.gone]):
            Block.objects.filter(pk__in=some).delete()
        labels = {note.label for note in self.plan.reading.footnotes}
        gone = [row.pk for label, row in self.footnotes.items() if label not in labels]
        for some in _in_turn(gone):
            Footnote.objects.filter(pk__in=some).delete()
        self.count += len(self.plan.gone) + len(gone)


def _move(model, rows: list) -> None:
    """Give rows their new places; first out of each other's way, since each place is one row's."""
    if not rows:
        return
    for some in _in_turn([row.pk for row in rows]):
        model.objects.filter(pk__in=some).update(
            start=F("start") + OUT_OF_THE_WAY, end=F("end") + OUT_OF_THE_WAY
        )
    model.objects.bulk_update(rows, ["start", "end"], batch_size=200)


def _in_turn(values: list) -> Iterable[list]:
    return (values[start : start + 500] for start in range(0, len(values), 500))


def _write_meta(document: Document, plan: Plan, is_new: bool) -> bool:
    """Take over what the front matter says and did not say before; tell whether it changed a row.

    What an editor has set elsewhere stays until the manuscript says something else.
    """
    new = meta_columns(plan.reading.document.meta, plan.reading.document)
    last = None if is_new else document.revisions.order_by("-number").first()
    old = {}
    if last:
        parsed = parse(last.manuscript)
        old = meta_columns(parsed.meta, parsed)
    changed = [
        name
        for name, value in new.items()
        if name != "topics" and value != old.get(name) and getattr(document, name) != value
    ]
    for name in changed:
        setattr(document, name, new[name])
    if changed:
        document.save(update_fields=changed)
    topics = [topic for topic in new["topics"] if topic not in old.get("topics", [])]
    if topics:
        document.topics.add(*topics)
    return bool(changed or topics)


def meta_columns(meta, parsed) -> dict[str, Any]:
    """Return the columns of a document that its front matter gives; what cannot be is left out."""
    texts = {name: str(meta.get(name) or "").strip() for name in META_LENGTHS}
    columns: dict[str, Any] = {
        name: text for name, text in texts.items() if len(text) <= META_LENGTHS[name]
    }
    columns["title"] = document_title(parsed)[:1000]
    if not columns["title"]:
        del columns["title"]
    columns["language"] = columns.get("language") or "en"
    direction = str(meta.get("direction") or LEFT_TO_RIGHT)
    columns["direction"] = direction if direction in {LEFT_TO_RIGHT, RIGHT_TO_LEFT} else "ltr"
    if not columns.get("url", "").startswith(("https://", "http://")):
        columns["url"] = ""
    columns["authors"] = _texts(meta.get("authors") or meta.get("author"))
    columns["topics"] = _texts(meta.get("topics"))
    date = str(meta.get("date") or "")
    try:
        columns["date"] = PartialDate.from_edtf(date)
    except ValueError:
        columns["date"] = read_date(date) or PartialDate()
    return columns


META_LENGTHS = {
    "publication": 500,
    "volume": 100,
    "issue": 100,
    "url": 2000,
    "licence": 500,
    "language": 35,
}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return [str(item).strip()[:300] for item in values if str(item).strip()]
