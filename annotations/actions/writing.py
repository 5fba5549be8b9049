"""Writing annotations: edited, deleted, taken back. Each is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from annotations.actions.erasing import erase_old_words
from annotations.actions.limits import check_links, check_rate, check_sanctions
from annotations.actions.naming import addresses_of
from annotations.actions.placing import passages_of, write_targets
from annotations.formats.body import actors_linked, links_in, names_called, to_html
from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Incoming
from annotations.models import (
    Annotation,
    Edit,
    Group,
    Suggestion,
    Tag,
    TagLabel,
    Viewpoint,
)
from annotations.permissions import GONE, Act, Answer, Visibility
from annotations.permissions import State as Standing
from annotations.signals import what_happened
from reader.models import Actor, Document, User

ABSENT = "There is no such thing here, or it is not open to you."


class Stale(Exception):
    """Somebody changed an annotation after the edit that would change it began."""

    def __init__(self, theirs: Annotation) -> None:
        super().__init__(f"{theirs} was changed meanwhile")
        self.theirs = theirs


@transaction.atomic
def edit(
    annotation: Annotation, incoming: Incoming, *, user: User, version: int | None
) -> Annotation:
    """Let an annotation say what is incoming; raises Stale if its version is another by now.

    What it said before stays as an Edit. Absent visibility and group stay as they are. The
    passages change only if others are described.
    """
    view = Viewpoint(user)
    row = hold_for(annotation, view, Act.EDIT, version)
    if (row.kind == "reply") != (incoming.kind == "reply"):
        raise Refusal(409, "A reply stays a reply, and no other annotation becomes one.", "target")
    if incoming.canonical and incoming.canonical != row.canonical:
        raise Refusal(409, "canonical cannot be changed.", "canonical")
    parent = row.parent
    if parent is not None and incoming.parent != str(parent.public_id):
        raise Refusal(409, "A reply cannot be moved below another annotation.", "target")
    if incoming.document and incoming.document != row.document.slug:
        raise Refusal(409, "An annotation cannot be moved to another document.", "target")
    if incoming.visibility is None and incoming.group is None:
        visibility, group = Visibility(row.visibility), row.group
    else:
        visibility, group = audience_of(incoming, parent, view)
    if row.group_id and group != row.group and visibility == Visibility.GROUP:
        raise Refusal(409, "To another group it is moved, with its thread.", "group")
    check_sanctions(user, visibility, group)
    check_rate(user)
    keep_words(row, user)
    if visibility != row.visibility:
        _change_audience(row, visibility, group)
    if row.kind != "reply":
        row.kind, row.motivation = incoming.kind, incoming.motivation
    named_before = actors_linked(row.html)
    set_words(row, incoming, user)
    if row.state == Standing.VISIBLE and row.visibility == Visibility.GROUP:
        row.state = first_state(user, visibility, group, view)
    row.rights = incoming.rights or row.rights
    row.version += 1
    row.modified_at = row.edited_at = timezone.now()
    row.save()
    set_links(row, incoming, named_before=named_before)
    if incoming.targets:
        _choose_anew(row, incoming)
    if incoming.replacement is not None:
        Suggestion.objects.update_or_create(
            annotation=row, defaults={"replacement": incoming.replacement}
        )
    what_happened.send(Annotation, annotation=row, event="edited", user=user)
    return row


@transaction.atomic
def delete(annotation: Annotation, *, user: User, version: int | None = None) -> None:
    """Delete what the user wrote: a blank stays only while others' answers stand below it.

    The words can be brought back for a short time (`undo_delete`); then they are erased.
    """
    row = hold_for(annotation, Viewpoint(user), Act.DELETE, version)
    now = timezone.now()
    row.state_before, row.deleted_at, row.modified_at = row.state, now, now
    row.version += 1
    row.state = Standing.BLANKED if _has_live_replies(row) else Standing.DELETED
    row.save()
    _settle_blanks(row.parent)
    erase_old_words()
    what_happened.send(Annotation, annotation=row, event="deleted", user=user)


@transaction.atomic
def undo_delete(annotation: Annotation, *, user: User) -> Annotation:
    """Bring back what its author deleted a moment ago, or raise Refusal."""
    row = hold(annotation)
    since = timezone.now() - timedelta(seconds=settings.LIMIT_UNDO_SECONDS)
    if row.creator_id != user.pk or row.state not in GONE:
        raise Refusal(404, ABSENT)
    if row.deleted_at is None or row.deleted_at < since:
        raise Refusal(409, "It was deleted too long ago to be brought back.")
    row.state, row.state_before, row.deleted_at = row.state_before, "", None
    row.version += 1
    row.modified_at = timezone.now()
    row.save()
    _settle_blanks(row.parent)
    what_happened.send(Annotation, annotation=row, event="undone", user=user)
    return row


def hold(annotation: Annotation) -> Annotation:
    """Return an annotation's row, held against others until the transaction ends."""
    return Annotation.objects.select_for_update().get(pk=annotation.pk)


def hold_for(
    annotation: Annotation, view: Viewpoint, act: Act, version: int | None = None
) -> Annotation:
    """Return an annotation's row, held, for who may do this with it.

    Raises Refusal for who may not, then Stale if its version is another than the one given.
    """
    row = hold(annotation)
    allow(view, row, act)
    if version is not None and row.version != version:
        raise Stale(row)
    return row


def keep_words(row: Annotation, user: User) -> None:
    """Keep what an annotation says now, before it is changed."""
    Edit.objects.create(
        annotation=row,
        version=row.version,
        body=row.body,
        tags=list(row.tag_labels.order_by("pk").values_list("tag__name", flat=True)),
        visibility=row.visibility,
        editor=user,
    )


def first_state(user: User, visibility: str, group: Group | None, view: Viewpoint) -> Standing:
    """Return whether what a user writes is seen at once, or waits for a moderator."""
    if visibility == Visibility.GROUP and group is not None:
        waits = group.is_premoderated and view.role_in(group.pk) == "member"
        return Standing.WAITING if waits else Standing.VISIBLE
    first = settings.FIRST_ANNOTATIONS_WAIT
    if visibility == Visibility.PUBLIC and first and not user.is_staff:
        approved = Annotation.objects.filter(
            creator=user, visibility=Visibility.PUBLIC, state=Standing.VISIBLE
        )
        if approved[:first].count() < first:
            return Standing.WAITING
    return Standing.VISIBLE


def audience_of(
    incoming: Incoming, parent: Annotation | None, view: Viewpoint
) -> tuple[Visibility, Group | None]:
    """Return who shall read it: private when nothing is said, never wider than its parent."""
    default = Visibility.GROUP if incoming.group else Visibility.PRIVATE
    visibility = Visibility(incoming.visibility or default)
    if (visibility == Visibility.GROUP) != bool(incoming.group):
        raise Refusal(400, "group goes with the visibility group, and with no other.", "group")
    group = None
    if incoming.group:
        group = Group.objects.of(view.user).filter(slug=incoming.group).first()
        if group is None:
            raise Refusal(404, "You are in no such group.", "group")
    if parent is not None and visibility != Visibility.PRIVATE:
        fits = parent.visibility == Visibility.PUBLIC or (
            parent.visibility == Visibility.GROUP and group == parent.group
        )
        if not fits:
            raise Refusal(422, "A reply is read by no more people than its parent.", "visibility")
    return visibility, group


def _change_audience(row: Annotation, visibility: Visibility, group: Group | None) -> None:
    """Change who reads an annotation. What is narrowed takes its answers along.

    The author's own answers follow; those of others stay with who wrote them, private.
    """
    is_wider = visibility == Visibility.PUBLIC or row.visibility == Visibility.PRIVATE
    row.visibility, row.group = visibility, group
    if is_wider:
        return
    below = Annotation.objects.filter(root=row.thread_id, path__startswith=f"{row.path}.").exclude(
        visibility=Visibility.PRIVATE
    )
    if group is not None:
        below = below.exclude(group=group)
    changed = {"version": F("version") + 1, "modified_at": timezone.now()}
    others = ~Q(creator=row.creator_id)
    below.filter(others).update(visibility=Visibility.PRIVATE, group=None, **changed)
    below.filter(creator=row.creator_id).update(visibility=visibility, group=group, **changed)


def set_words(row: Annotation, incoming: Incoming, user: User) -> None:
    """Let a row say what is incoming, as its source and as safe HTML. Saves nothing."""
    row.body, row.body_format = incoming.body, incoming.body_format
    called = names_called(incoming.body) if "@" in incoming.body else []
    actors = addresses_of(called) if called else {}
    row.html = to_html(incoming.body, incoming.body_format, actors) if incoming.body else ""
    row.language = incoming.language
    check_links(user, links_in(row.html))


def set_links(
    row: Annotation, incoming: Incoming, *, is_new: bool = False, named_before: Sequence[str] = ()
) -> None:
    """Give a saved row the tags and actors that are incoming and that its words link, no others.

    Of the incoming ones those are left out that only the words before linked.
    """
    if not is_new:
        TagLabel.objects.filter(content_object=row).delete()
        row.actors.clear()
    if incoming.tags:
        tags = Tag.called(list(incoming.tags))
        TagLabel.objects.bulk_create(
            [TagLabel(tag=tag, content_object=row) for tag in tags], ignore_conflicts=True
        )
    linked = actors_linked(row.html)
    given = set(incoming.actors).difference(named_before)
    if given or linked:
        actors = list(Actor.objects.visible_to(None).filter(slug__in={*given, *linked}))
        if not {actor.slug for actor in actors}.issuperset(given):
            raise Refusal(422, "There is no such actor.", "body")
        row.actors.set(actors)


def _choose_anew(row: Annotation, incoming: Incoming) -> None:
    """Set the passages to those described, unless they are the ones it has."""
    targets = list(row.targets.filter(is_dropped=False))
    quotes = [described.quote.exact if described.quote else "" for described in incoming.targets]
    lost = [target.placements.filter(is_current=True, status="lost").exists() for target in targets]
    if any(lost) and quotes == [target.exact for target in targets]:
        return  # sent back as it was read: still lost
    document = Document.objects.select_related("live_revision").get(pk=row.document_id)
    passages = passages_of(document, incoming.targets)
    now = [
        [
            tuple(segment)
            for segment in target.placements.get(is_current=True).segments.values_list(
                "key", "start", "end"
            )
        ]
        for target in targets
    ]
    if now == [[(p.key, p.start, p.end) for p in passage.pieces] for passage in passages]:
        return
    row.targets.update(is_dropped=True)
    if document.live_revision is not None:
        write_targets(row, document.live_revision, passages)
    Annotation.objects.filter(pk=row.pk).update(places=F("places") + 1)
    row.places += 1


def _has_live_replies(row: Annotation) -> bool:
    below = Annotation.objects.filter(root=row.thread_id, path__startswith=f"{row.path}.")
    return below.exclude(state__in=GONE).exists()


def _settle_blanks(row: Annotation | None) -> None:
    """A deleted parent is a blank while an answer lives below it, and no longer."""
    while row is not None:
        if row.state in GONE:
            state = Standing.BLANKED if _has_live_replies(row) else Standing.DELETED
            if state != row.state:
                Annotation.objects.filter(pk=row.pk).update(state=state)
        row = row.parent


def allow(view: Viewpoint, row: Annotation, act: Act) -> None:
    """Raise Refusal 401, 403 or 404 unless the user may do this with the annotation."""
    words = {
        Answer.SIGN_IN: "Sign in first.",
        Answer.FORBIDDEN: "You may read this, but not do that with it.",
        Answer.ABSENT: ABSENT,
    }
    answer = view.answer(row, act)
    if answer != Answer.YES:
        raise Refusal(int(answer.value), words[answer])
