"""What makes revisions, with what their readers are told of them."""

from __future__ import annotations

from django.db import transaction

from reader.actions.documents import apply, plan_document
from reader.actions.journal import record_act
from reader.actions.pages import document_facts, mark_stale
from reader.actions.plans import Plan
from reader.actions.records import Stale
from reader.actions.snapshots import bring_back
from reader.models import Document, Draft, Revision, User
from reader.registry import load_registry

LONGEST_NOTICE = 2000


@transaction.atomic
def revise(
    plan: Plan,
    *,
    author: User | None,
    reason: str = "",
    notice: str = "",
    draft: int | None = None,
) -> Document:
    """Apply a plan that a person has seen; `notice` tells readers what was corrected.

    A notice of a plan that changes nothing is given to nobody. `draft` is the version of the draft
    that this text was, 0 for none: it goes, since it is no draft any more. Raises what `apply`
    raises, and Stale for a draft that someone has saved since.
    """
    before = plan.document.live_revision_id if plan.document else None
    document = apply(plan, author=author, reason=reason)
    if draft is not None:
        standing = Draft.objects.filter(document=document).first()
        if standing is not None and standing.version != draft:
            raise Stale(standing, standing)
        Draft.objects.filter(document=document).delete()
    if document.live_revision_id in (before, None):
        return document
    if notice.strip():
        Revision.objects.filter(pk=document.live_revision_id).update(
            notice=notice.strip()[:LONGEST_NOTICE]
        )
        mark_stale(document_facts(document.pk))
    record_act(author, "revised", document, words=reason or f"Revised {document.title}")
    return document


@transaction.atomic
def restore_revision(
    document: Document, number: int, *, user: User | None, reason: str = ""
) -> Document:
    """Make the text of an earlier revision the newest one, by the same path as an edit.

    The spans that the revision remembers come back with their places, states and decisions, but
    for what a person has decided since (snapshots.bring_back).
    Raises Stale when the document has changed since it was read, Revision.DoesNotExist for a
    number that it does not have.
    """
    revision = document.revisions.get(number=number)
    plan = plan_document(revision.manuscript, load_registry(), slug=document.slug)
    if plan.document is None or plan.document.version != document.version:
        raise Stale(document, plan.document)
    bring_back(plan, revision.snapshot)
    said = f"revision {number} brought back"
    return revise(plan, author=user, reason=f"{said}: {reason}" if reason else said)
