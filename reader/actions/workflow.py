"""Workflow: how a document goes from draft to published, and from there to archived or withdrawn.

What is public is told by its state and its dates at the moment it is read; nothing has to run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from reader.actions.journal import record_act
from reader.actions.pages import document_facts, forget, mark_stale
from reader.actions.records import Stale
from reader.models import Document, Draft, Revision, User
from reader.text.manuscript import parse
from reader.text.problems import Problem

Status = Document.Status
PUBLIC = (Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED, Status.WITHDRAWN)
# What the manuscript itself says wrongly. All else that the checks find is for an editor to judge.
ERRORS = frozenset({"front-matter-broken", "note-label-twice", "marker-without-note"})
# A date that was not asked about stays as it is.
UNCHANGED: Any = object()
LONGEST_REASON = 500


class NotAllowed(Exception):
    """A step that the state of a document, or its errors, do not allow. Its text says why."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the workflow: what it is called, from where it goes, and who may take it."""

    name: str
    label: str
    verb: str
    begins: tuple[str, ...]
    ends: str
    asks_reason: bool = False
    is_author_s: bool = False


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit",
            "Submit for review",
            "submitted for review",
            (Status.DRAFT,),
            Status.IN_REVIEW,
            is_author_s=True,
        ),
        Step(
            "take_back",
            "Take back from review",
            "took back from review",
            (Status.IN_REVIEW,),
            Status.DRAFT,
            is_author_s=True,
        ),
        Step(
            "send_back",
            "Send back to the author",
            "sent back",
            (Status.IN_REVIEW,),
            Status.DRAFT,
            asks_reason=True,
        ),
        Step(
            "publish",
            "Publish",
            "published",
            (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED, Status.ARCHIVED, Status.WITHDRAWN),
            Status.PUBLISHED,
        ),
        Step(
            "date",
            "Change the dates",
            "changed the dates of",
            (Status.SCHEDULED, Status.PUBLISHED),
            Status.PUBLISHED,
        ),
        Step("archive", "Archive", "archived", (Status.PUBLISHED,), Status.ARCHIVED),
        Step(
            "unpublish",
            "Unpublish: back to draft",
            "unpublished",
            PUBLIC,
            Status.DRAFT,
        ),
        Step(
            "withdraw",
            "Withdraw",
            "withdrew",
            (Status.PUBLISHED, Status.ARCHIVED),
            Status.WITHDRAWN,
            asks_reason=True,
        ),
    )
}


def steps_for(document: Document, user: User) -> list[Step]:
    """Return the steps that this user may take with the document as it is now."""
    is_publisher = user.has_perm("reader.publish_document")
    is_author = Document.objects.may_edit(user).filter(pk=document.pk).exists()
    state = state_now(document)
    return [
        step
        for step in STEPS.values()
        if state in step.begins and (is_publisher or (step.is_author_s and is_author))
    ]


def state_now(document: Document, at: datetime | None = None) -> str:
    """Return the state in which readers find the document: what was scheduled becomes published."""
    at = at or timezone.now()
    if document.status == Status.SCHEDULED and _has_begun(document, at):
        return Status.PUBLISHED
    return str(document.status)


def errors_of(document: Document) -> list[Problem]:
    """Return what stops the document from being published; nothing, for one that may be.

    The problems of its manuscript have their line. What only looks doubtful is no error.
    """
    found: list[Problem] = []
    if not document.title.strip():
        found.append(Problem(0, "title-absent", "The document has no title."))
    live = document.live_revision
    if live is None or not document.blocks.exists():
        found.append(Problem(0, "text-absent", "The document has no text."))
    else:
        problems = parse(live.manuscript).problems
        found += [problem for problem in problems if problem.code in ERRORS]
    if document.is_unpublished and Draft.objects.filter(document=document).exists():
        words = "Its text was changed and not saved as a revision: apply the draft or discard it."
        found.append(Problem(0, "draft-waits", words))
    return found


def warnings_of(document: Document) -> list[Problem]:
    """Return what the checks of its text found doubtful; none of it stops anything."""
    live = document.live_revision
    found = [Problem(*problem) for problem in live.problems] if live else []
    return [problem for problem in found if problem.code not in ERRORS]


@transaction.atomic
def take_step(
    document: Document,
    name: str,
    *,
    version: int,
    user: User | None,
    publish_at: datetime | None = UNCHANGED,
    expire_at: datetime | None = UNCHANGED,
    reason: str = "",
) -> Document:
    """Take a step of the workflow, if the document still has this version; return it as it is then.

    Publishing in the future is scheduling; publishing again keeps the first date unless another
    is given. Raises NotAllowed, saying why, for a step that state, errors, dates or a missing
    reason forbid, and Stale when someone has saved the document since.
    """
    step = STEPS[name]
    document = _hold(document, version)
    now = timezone.now()
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if state_now(document, now) not in step.begins:
        words = f"“{step.label}” is not for a document that is {document.get_status_display()}."
        raise NotAllowed(words)
    if step.asks_reason and not reason:
        raise NotAllowed("Say why: the reason is kept, and shown to those it concerns.")
    was = {name: _said(getattr(document, name)) for name in ("status", "publish_at", "expire_at")}
    document.status = step.ends
    document.withdrawn_reason = reason if step.ends == Status.WITHDRAWN else ""
    if step.ends == Status.PUBLISHED:
        if name == "publish" and publish_at is UNCHANGED and not _has_begun(document, now):
            publish_at = now
        _date(document, publish_at, expire_at, now)
        errors = errors_of(document) if name == "publish" else []
        if errors:
            raise NotAllowed(f"It cannot be published yet. {' '.join(map(str, errors))}")
    elif name == "unpublish" and not _has_begun(document, now):
        # It never was public, so nothing is left to remember.
        document.publish_at = document.expire_at = None
    document.version = version + 1
    document.save(
        update_fields=["status", "publish_at", "expire_at", "withdrawn_reason", "version"]
    )
    _date_revision(document, now)
    if step.ends != Status.PUBLISHED:
        forget(document.get_absolute_url(), below=True)
    mark_stale(document_facts(document.pk))
    verb = "scheduled" if document.status == Status.SCHEDULED else step.verb
    words = f"{document}: {reason}" if reason else str(document)
    record_act(user, verb, document, words=words, data={"was": was, "reason": reason})
    return document


def publish(
    document: Document, *, at: datetime | None = None, user: User | None = None
) -> Document:
    """Let everyone read the document from this moment, or from `at`, on; twice changes no row."""
    if at is None and state_now(document) == Status.PUBLISHED:
        return document
    return take_step(
        document,
        "publish",
        version=document.version,
        user=user,
        publish_at=UNCHANGED if at is None else at,
    )


def _hold(document: Document, version: int) -> Document:
    """Return the row, held until the transaction ends; Stale if it has another version."""
    rows = Document.objects.select_for_update().filter(pk=document.pk)
    row = rows.first()
    if row is None or row.version != version:
        raise Stale(document, row)
    return row


def _date(
    document: Document, publish_at: datetime | None, expire_at: datetime | None, now: datetime
) -> None:
    """Set from when to when the document is public, and whether that is still to come."""
    if publish_at is not UNCHANGED:
        document.publish_at = publish_at
    if expire_at is not UNCHANGED:
        document.expire_at = expire_at
    begins = document.publish_at = document.publish_at or now
    if document.expire_at is not None and document.expire_at <= begins:
        raise NotAllowed("It would end before it begins: give it another end, or none.")
    document.status = Status.SCHEDULED if begins > now else Status.PUBLISHED


def _date_revision(document: Document, now: datetime) -> None:
    """Say of the live revision since when readers read it; of one that they never read, nothing."""
    live = Revision.objects.filter(pk=document.live_revision_id or 0)
    unread = live.exclude(public_from__lte=now)
    if document.is_unpublished:
        unread.update(public_from=None)
    elif document.publish_at is not None:
        unread.update(public_from=max(document.publish_at, now))


def _has_begun(document: Document, now: datetime) -> bool:
    return document.publish_at is not None and document.publish_at <= now


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def may_be_deleted(document: Document) -> bool:
    """Tell whether it is a draft that readers have never seen; no other is ever deleted."""
    return document.is_unpublished and not _has_begun(document, timezone.now())
