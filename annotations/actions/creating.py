"""Writing a new annotation, at most once: what is only read is read before the lock is taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from annotations.actions.limits import check_rate, check_sanctions
from annotations.actions.placing import passages_of, write_targets
from annotations.actions.writing import (
    ABSENT,
    allow,
    audience_of,
    first_state,
    set_links,
    set_words,
)
from annotations.anchoring import Passage
from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Incoming
from annotations.models import Annotation, IdempotencyKey, Suggestion, Viewpoint
from annotations.models.annotations import DEEPEST, KEY_WIDTH
from annotations.permissions import Act
from annotations.signals import what_happened
from reader.models import Document, User

KEY_LASTS = timedelta(hours=24)
# How often a text may change while somebody writes on it.
TRIES = 3


def create(
    incoming: Incoming, *, user: User, key: str = "", digest: str = ""
) -> tuple[Annotation, bool]:
    """Write a new annotation; return it, and False if this key had made it before.

    Raises Refusal for what may not be, or cannot be placed with certainty. All that is only read
    is read before the transaction, so that writers wait for each other as shortly as can be; when
    the text was changed in between, it is read again.
    """
    for _ in range(TRIES):
        if key and (before := _made_with(user, key, digest)):
            return before, False
        row, passages = _drafted(incoming, user)
        with transaction.atomic():
            if _is_as_read(row.document):
                _insert(row, passages, incoming, key=key, digest=digest)
                return row, True
    raise Refusal(503, "The text is being changed; please try again.", retry_after=1)


def _drafted(incoming: Incoming, user: User) -> tuple[Annotation, Sequence[Passage]]:
    """Return what a user may write, not yet saved, and its passages. Writes nothing."""
    view = Viewpoint(user)
    parent = _parent_of(incoming, view)
    document = _document_of(incoming, parent, view)
    visibility, group = audience_of(incoming, parent, view)
    check_sanctions(user, visibility, group)
    check_rate(user)
    now = timezone.now()
    row = Annotation(
        kind=incoming.kind,
        motivation=incoming.motivation,
        creator=user,
        document=document,
        visibility=visibility,
        group=group,
        parent=parent,
        root_id=parent.thread_id if parent else None,
        depth=parent.depth + 1 if parent else 0,
        is_below_withheld=bool(parent and (parent.is_withheld or parent.is_below_withheld)),
        via=incoming.id or incoming.via,
        canonical=incoming.canonical,
        rights=incoming.rights,
        created_at=now,
        modified_at=now,
    )
    set_words(row, incoming, user)
    row.state = first_state(user, visibility, group, view)
    passages = passages_of(document, incoming.targets)
    if passages and document.live_revision is None:
        raise Refusal(422, "This document has no text yet.", "target")
    return row, passages


def _is_as_read(document: Document) -> bool:
    """Hold the document, and tell whether it is what it was: no edit comes between any more."""
    rows = Document.objects.select_for_update(of=("self",), no_key=True).filter(pk=document.pk)
    now = rows.values_list("version", "live_revision", "status").first()
    return now == (document.version, document.live_revision_id, document.status)


def _insert(
    row: Annotation, passages: Sequence[Passage], incoming: Incoming, *, key: str, digest: str
) -> None:
    parent, user = row.parent, row.creator
    row.save(force_insert=True)
    row.path = (f"{parent.path}." if parent else "") + f"{row.pk:0{KEY_WIDTH}}"
    Annotation.objects.filter(pk=row.pk).update(path=row.path)
    if row.document.live_revision is not None:
        write_targets(row, row.document.live_revision, passages)
    if incoming.replacement is not None:
        Suggestion.objects.create(annotation=row, replacement=incoming.replacement)
    set_links(row, incoming, is_new=True)
    if key:
        keys = IdempotencyKey.objects.filter(user=user)
        keys.filter(created_at__lt=timezone.now() - KEY_LASTS).delete()
        IdempotencyKey.objects.create(user=user, key=key, digest=digest, annotation=row)
    event = "replied" if parent else "created"
    what_happened.send(Annotation, annotation=row, event=event, user=user)


def _made_with(user: User, key: str, digest: str) -> Annotation | None:
    """Return what this key made within a day; raise Refusal 422 if it came with another body."""
    rows = IdempotencyKey.objects.filter(
        user=user, key=key, created_at__gte=timezone.now() - KEY_LASTS
    )
    row = rows.select_related("annotation").first()
    if row is None:
        return None
    if row.digest != digest:
        raise Refusal(422, "This Idempotency-Key came with another body before.")
    return row.annotation


def _parent_of(incoming: Incoming, view: Viewpoint) -> Annotation | None:
    if not incoming.parent:
        return None
    parent = (
        Annotation.objects.visible_to(view)
        .select_related("document__live_revision", "group")
        .filter(public_id=incoming.parent)
        .first()
    )
    if parent is None:
        raise Refusal(404, ABSENT, "target")
    allow(view, parent, Act.REPLY)
    if parent.depth >= DEEPEST:
        raise Refusal(400, f"Replies stand at most {DEEPEST} deep.", "target")
    return parent


def _document_of(incoming: Incoming, parent: Annotation | None, view: Viewpoint) -> Document:
    rows = Document.objects.visible_to(view.user).select_related("live_revision")
    chosen = rows.filter(pk=parent.document_id) if parent else rows.filter(slug=incoming.document)
    document = chosen.first()
    if document is None:
        raise Refusal(404, ABSENT, "target")
    return document
