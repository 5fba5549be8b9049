"""Previews: links that open a draft to a colleague, and what they answer."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reader.actions.documents import plan_document
from reader.actions.journal import record_act
from reader.actions.plans import Plan
from reader.actions.reports import TooMany
from reader.models import Document, Draft, PreviewComment, PreviewLink, User
from reader.registry import load_registry

HOUR = datetime.timedelta(hours=1)
LONGEST_DAYS = 90
VERBS = {"approved": "approved a preview of", "declined": "declined a preview of"}


@transaction.atomic
def make_preview(document: Document, *, user: User | None, label: str, days: int) -> PreviewLink:
    """Make a link that opens the document's draft to whoever has it, for so many days."""
    ends = timezone.now() + datetime.timedelta(days=min(max(days, 1), LONGEST_DAYS))
    link = PreviewLink.objects.create(
        document=document, label=label[:100], made_by=user, expires_at=ends
    )
    record_act(user, "made a preview of", document, words=f"{document} for {link}")
    return link


@transaction.atomic
def revoke_preview(link: PreviewLink, *, user: User | None) -> None:
    """Let a link lead nowhere from now on; twice changes no row."""
    rows = PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True)
    if rows.update(revoked_at=timezone.now()):
        record_act(user, "revoked a preview of", link.document, words=f"{link.document} for {link}")


@transaction.atomic
def answer_preview(link: PreviewLink, *, name: str, text: str, verdict: str = "") -> PreviewComment:
    """Keep what a colleague says to a preview. Raises TooMany beyond what a link takes an hour."""
    since = timezone.now() - HOUR
    lately = PreviewComment.objects.filter(link=link, created_at__gt=since).order_by("created_at")
    if lately.count() >= settings.LIMIT_PREVIEW_COMMENTS:
        first = lately[0].created_at
        raise TooMany(max(1, round((first + HOUR - timezone.now()).total_seconds())))
    comment = PreviewComment.objects.create(link=link, name=name, text=text, verdict=verdict)
    if verdict:
        words = f"{link.document}: {name}, by the link for {link}"
        record_act(None, VERBS[verdict], link.document, words=words, data={"comment": comment.pk})
    return comment


@transaction.atomic
def settle_comment(comment: PreviewComment, *, user: User | None) -> None:
    """Say that what a colleague said waits no more; twice changes no row."""
    rows = PreviewComment.objects.filter(pk=comment.pk, settled_at__isnull=True)
    if rows.update(settled_at=timezone.now()):
        document = comment.link.document
        words = f"{document}: {comment.name}"
        record_act(user, "settled an answer to a preview of", document, words=words)


def draft_plan(document: Document) -> Plan | None:
    """Return what applying the document's draft would do, or None without one. Writes nothing."""
    draft = Draft.objects.filter(document=document).first()
    if draft is None:
        return None
    return plan_document(draft.manuscript, load_registry(), slug=document.slug, problems=[])
