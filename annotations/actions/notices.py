"""Telling people what happened to what they follow or wrote: one notice per source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotations.models import Annotation, Follow, Membership, Notice, PersonalBlock
from annotations.permissions import State, Visibility
from reader.actions import steps
from reader.models import Document, Mention, Merge, TopicLabel, User
from reader.text.user_names import PATTERN

NAMED = re.compile(rf"(?<![\w@/.])@({PATTERN})")
MOST_NAMED = 20
AT_ONCE = 500
# How long a document counts as new for whoever follows what it is about.
NEW_FOR = timedelta(days=8)
Reason = Notice.Reason
# What moderators, editors and edits do to what one wrote: event → reason.
TO_AUTHOR = {
    "accepted": Reason.ACCEPTED,
    "rejected": Reason.REJECTED,
    "resolved": Reason.RESOLVED,
    "approved": Reason.APPROVED,
    "hidden": Reason.HIDDEN,
    "spam": Reason.HIDDEN,
    "lost": Reason.LOST,
}
FOLLOWED = {
    Follow.Kind.THREAD: Reason.THREAD,
    Follow.Kind.GROUP: Reason.GROUP,
    Follow.Kind.DOCUMENT: Reason.DOCUMENT,
    Follow.Kind.ACTOR: Reason.ACTOR,
}
# Of several reasons the first in this order is told.
RANK = (Reason.MENTION, Reason.REPLY, *FOLLOWED.values())
# Names of people are told only who did it in the open: moderators stay a body.
UNNAMED = frozenset({Reason.HIDDEN, Reason.APPROVED, Reason.LOST})


def hear(sender: object, *, annotation: Annotation, event: str, user: Any, **more: object) -> None:
    """Hear what happened to an annotation (signals.what_happened), in its transaction."""
    if event in ("created", "replied", "edited", "approved"):
        _announce(annotation)
    author, reason = annotation.creator_id, TO_AUTHOR.get(event)
    if reason and author and (user is None or author != user.pk):
        by = None if reason in UNNAMED else user
        source = f"annotation:{annotation.pk}:{event}"
        if event == "lost":
            source += f":{annotation.document.live_revision_id}"
        _tell({author: reason}, source, annotation=annotation, by=by)


def hear_revision(sender: object, *, document: Document, revision: Any, **more: object) -> None:
    """Hear that a document was revised (reader.signals.revision_applied), in its transaction."""
    if not Document.objects.listed_to(None).filter(pk=document.pk).exists():
        return
    rows = Follow.objects.filter(kind=Follow.Kind.DOCUMENT, key=document.pk, user__is_active=True)
    people = dict.fromkeys(rows.values_list("user", flat=True), Reason.REVISED)
    people.pop(revision.author_id, None)
    _tell(people, f"revision:{revision.pk}", document=document)


def hear_merge(
    sender: object, *, merge: Merge, kind: str, kept: int, gone: int, **more: object
) -> None:
    """Let whoever followed a record that was merged away follow the one it became.

    What is done is kept with the merge, so that undoing it gives each their follows back.
    """
    following = Follow.objects.filter(kind=kind, key=gone).order_by("pk")
    both = set(Follow.objects.filter(kind=kind, key=kept).values_list("user", flat=True))
    planned = [steps.remove(row) for row in following if row.user_id in both]
    moving = [row.pk for row in following if row.user_id not in both]
    if moving:
        planned.append(steps.change(Follow, moving, {"key": gone}, {"key": kept}))
    if planned:
        merge.steps = [*merge.steps, *steps.do(steps.in_order(planned), merge.user)]
        merge.save(update_fields=["steps"])


def _announce(row: Annotation) -> None:
    """Tell those who follow where an annotation stands, whom it answers, and whom it names."""
    if row.state != State.VISIBLE or row.visibility == Visibility.PRIVATE or row.is_below_withheld:
        return
    people: dict[int, Notice.Reason] = {}

    def tell(who: Iterable[int | None], reason: Notice.Reason) -> None:
        for pk in who:
            if pk and (pk not in people or RANK.index(reason) < RANK.index(people[pk])):
                people[pk] = reason

    for user, kind in _followers_of(row):
        tell([user], FOLLOWED[Follow.Kind(kind)])
    if row.parent is not None:
        tell([row.parent.creator_id, row.root.creator_id if row.root else None], Reason.REPLY)
    tell(named_in(row.body).values_list("pk", flat=True), Reason.MENTION)
    people.pop(row.creator_id or 0, None)
    if row.group_id:
        members = Membership.objects.filter(group=row.group_id, is_waiting=False)
        inside = set(members.values_list("user", flat=True))
        people = {pk: reason for pk, reason in people.items() if pk in inside}
    for pk in PersonalBlock.objects.filter(blocked=row.creator_id).values_list("user", flat=True):
        people.pop(pk, None)
    _tell(people, f"annotation:{row.pk}", annotation=row, by=row.creator)


def _followers_of(row: Annotation) -> Any:
    things = Q(kind=Follow.Kind.DOCUMENT, key=row.document_id)
    things |= Q(kind=Follow.Kind.THREAD, key=row.thread_id)
    things |= Q(kind=Follow.Kind.ACTOR, key__in=row.actors.values("pk"))
    if row.group_id:
        things |= Q(kind=Follow.Kind.GROUP, key=row.group_id)
    rows = Follow.objects.filter(things, user__is_active=True, created_at__lte=row.created_at)
    return rows.values_list("user", "kind")


def named_in(body: str) -> Any:
    """Return the people whom a body names by `@name`, at most MOST_NAMED of them."""
    names = list(dict.fromkeys(name.lower() for name in NAMED.findall(body)))[:MOST_NAMED]
    same = Q(pk__in=[])
    for name in names:
        same |= Q(username__iexact=name)
    return User.objects.filter(same, is_active=True)


def _tell(
    people: dict[int, Notice.Reason],
    source: str,
    *,
    annotation: Annotation | None = None,
    document: Document | None = None,
    by: User | None = None,
) -> None:
    now = timezone.now()
    rows = [
        Notice(
            recipient_id=pk,
            source=source,
            reason=reason,
            annotation=annotation,
            document=document,
            by=by,
            created_at=now,
        )
        for pk, reason in people.items()
    ]
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


@transaction.atomic
def notice_new_documents() -> None:
    """Tell whoever follows a topic or actor of the documents that appeared lately.

    Run it as often as mails are sent: who was told of a document is not told again.
    """
    since = timezone.now() - NEW_FOR
    for document in Document.objects.listed_to(None).filter(publish_at__gte=since):
        topics = TopicLabel.objects.filter(
            content_type__app_label="reader",
            content_type__model="document",
            object_id=document.pk,
        ).values("tag")
        mentions = Mention.objects.filter(block__document=document, state="accepted")
        rows = Follow.objects.filter(
            Q(kind=Follow.Kind.TOPIC, key__in=topics)
            | Q(kind=Follow.Kind.ACTOR, key__in=mentions.values("actor")),
            user__is_active=True,
            created_at__lte=document.publish_at,
        )
        people = dict.fromkeys(rows.values_list("user", flat=True), Reason.NEW)
        _tell(people, f"document:{document.pk}", document=document)


def follow(user: User, kind: str, key: int) -> None:
    """Let user follow a thing; twice is once."""
    Follow.objects.get_or_create(user=user, kind=kind, key=key)


def unfollow(user: User, kind: str, key: int) -> None:
    """Let user follow it no longer."""
    Follow.objects.filter(user=user, kind=kind, key=key).delete()


def mark_seen(user: User, upto: int) -> None:
    """Mark user's notices as seen, up to the one with this key."""
    Notice.objects.unseen().filter(recipient=user, pk__lte=upto).update(seen_at=timezone.now())
