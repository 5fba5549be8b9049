"""What changes documents: importing and revising (one act)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reader import article
from reader.actions.addresses import Taken, check_address
from reader.actions.lost import returned
from reader.actions.pages import document_facts, mark_stale
from reader.actions.planning import make_plan
from reader.actions.plans import Plan, Standing
from reader.actions.proposing import propose as propose_from
from reader.actions.proposing import standing_proposals
from reader.actions.records import Stale
from reader.actions.snapshots import snapshot_of
from reader.actions.topics import as_topics
from reader.actions.writing import Writing
from reader.models import (
    Document,
    LostSpan,
    Revision,
    User,
)
from reader.registry import Registry
from reader.signals import revision_applied
from reader.text.dates import PartialDate, read_date
from reader.text.manuscript import ParsedDocument, document_title, parse
from reader.text.problems import Problem, Unreadable
from reader.text.reading import read_parsed

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"


def plan_document(
    manuscript: str,
    registry: Registry,
    *,
    slug: str,
    problems: Iterable[Problem] | None = None,
    propose: bool = False,
    parsed: ParsedDocument | None = None,
) -> Plan:
    """Return what importing or editing this manuscript under slug would change. Writes nothing.

    With `propose` the actors that the registry does not know are proposed from the text. `parsed`
    is the manuscript parsed, where that was done already.
    """
    reading = read_parsed(parsed or parse(manuscript), registry.matcher)
    document = Document.objects.filter(slug=slug).first()
    standing = Standing.of(document) if document else None
    actors = None
    if propose:
        proposed = propose_from(reading, registry, standing_proposals())
        reading, registry, actors = proposed.reading, proposed.registry, proposed.actors
    return make_plan(
        manuscript,
        reading,
        registry,
        slug=slug,
        standing=standing,
        problems=problems,
        proposals=actors,
    )


@transaction.atomic
def apply(plan: Plan, *, author: User | None = None, reason: str = "") -> Document:
    """Write a plan and return its document; one transaction, exactly the counts of the plan.

    Applying what is there already changes no row and makes no revision. Raises Stale when the
    document has changed since the plan was made, Unreadable when the manuscript has no title.
    """
    document, is_new = _hold(plan, author)
    before = set() if is_new else document_facts(document.pk)
    writing = Writing(document, plan)
    written = writing.write()
    meta_changed = _write_meta(document, plan, is_new)
    last = document.revisions.order_by("-number").first()
    if not (written or meta_changed or last is None or last.manuscript != plan.manuscript):
        return document
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
        public_from=_public_from(document),
    )
    Document.objects.filter(pk=document.pk).update(live_revision=revision)
    for lost in writing.lost:
        lost.revision = revision
    LostSpan.objects.bulk_update(writing.lost, ["revision"], batch_size=200)
    spans = [span for planned in plan.blocks for _, span in planned.spans()]
    returned([span.lost for span in spans if span.lost is not None], revision)
    revision_applied.send(sender=Plan, document=document, revision=revision, plan=plan)
    mark_stale(before | document_facts(document.pk))
    document.refresh_from_db()
    return document


def _public_from(document: Document) -> datetime | None:
    """Return since when readers read what becomes live now; None while they read nothing of it."""
    if document.status in (Document.Status.DRAFT, Document.Status.IN_REVIEW):
        return None
    return max(timezone.now(), document.publish_at) if document.publish_at else timezone.now()


def _hold(plan: Plan, author: User | None) -> tuple[Document, bool]:
    """Return the document of a plan, held against others until the transaction ends."""
    if plan.document is None:
        title = document_title(plan.reading.document)
        if not title:
            raise Unreadable("The document has no title: give it one in the front matter.")
        appeared = Document.objects.filter(slug=plan.slug).first()
        if appeared is not None:
            raise Stale(appeared, appeared)
        try:
            check_address("document", plan.slug)
        except Taken as taken:
            raise Unreadable(str(taken)) from None
        return Document.objects.create(slug=plan.slug, title=title[:1000], created_by=author), True
    held = Document.objects.select_for_update().filter(
        pk=plan.document.pk, version=plan.document.version
    )
    document = held.first()
    if document is None:
        raise Stale(plan.document, Document.objects.filter(pk=plan.document.pk).first())
    return document, False


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
        document.topics.add(*as_topics(topics))
    return bool(changed or topics)


def meta_columns(meta: Mapping[str, Any], parsed: ParsedDocument) -> dict[str, Any]:
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
