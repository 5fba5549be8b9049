"""Annotations: what readers write beside a text."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from annotations.models.viewpoints import Viewpoint, as_viewpoint
from annotations.permissions import GONE, READERS, Role, State, Visibility
from reader.models import Actor, Document, Revision
from reader.models.accounts import Viewer

DEEPEST = 6
# An annotation's path is its ancestors' keys and its own, so wide that they sort as numbers do.
KEY_WIDTH = 12
# Words of others in documents that are no longer read stay with who wrote them; drafts do not.
NEVER_READ = ("draft", "in_review")


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    """Questions to the table of annotations. Everything asks `visible_to`."""

    def visible_to(self, viewer: Viewer | Viewpoint) -> Self:
        """Return what this user may read now: the table of permissions.py as one query.

        What was deleted is not in it, nor what stands below something that is withheld, nor
        anything on a document the user may not read; what a user wrote on a document that was
        once published stays theirs to read.
        """
        return self.filter(_visible(as_viewpoint(viewer)))

    def once_visible_to(self, viewer: Viewer | Viewpoint) -> Self:
        """Return the deleted annotations that this user could read when they were deleted."""
        return self.filter(_once_visible(as_viewpoint(viewer)))

    def shown_to(self, viewer: Viewer | Viewpoint, *, on_readable: bool = False) -> Self:
        """Return what lists show this user: what is visible, and blanks above what is visible.

        Whom the user has blocked is left out. `on_readable` says that all of it stands on a
        document that the user was just found to read.
        """
        view = as_viewpoint(viewer)
        # What is below stands on the same document, so that need not be asked again.
        below = Annotation.objects.filter(
            _reading(view, "state") & _below(view),
            root=Coalesce(OuterRef("root"), OuterRef("pk")),
            path__startswith=Concat(OuterRef("path"), Value(".")),
        ).order_by()
        blank = Q(state=State.BLANKED) & _reading(view, "state_before") & Exists(below)
        if on_readable:
            rows = self.filter((_reading(view, "state") & _below(view)) | blank)
        else:
            rows = self.filter(_visible(view) | (blank & _on_readable(view)))
        if view.is_authenticated:
            rows = rows.exclude(creator__in=view.user.blocks.values("blocked"))
        return rows


def _visible(view: Viewpoint) -> Q:
    """Return the condition that a user may read an annotation."""
    condition = _reading(view, "state") & _below(view)
    readable = _on_readable(view)
    if view.is_authenticated:
        readable |= (
            Q(creator=view.key)
            & ~Q(document__status__in=NEVER_READ)
            & Q(document__publish_at__lte=timezone.now())
        )
    return condition & readable


def _once_visible(view: Viewpoint) -> Q:
    """Return the condition that a user could read what is deleted now."""
    return Q(state__in=GONE) & _reading(view, "state_before") & _on_readable(view)


def _on_readable(view: Viewpoint) -> Q:
    """Return the condition that an annotation stands on a document that the user may read."""
    documents = Document.objects.visible_to(view.user).filter(pk=OuterRef("document"))
    return Q(Exists(documents))


def _reading(view: Viewpoint, column: str) -> Q:
    """Return the table of who reads what, for the roles that this user has anywhere."""
    cases: dict[tuple[Visibility, frozenset[Role]], list[State]] = {}
    held = {visibility: _roles_held_by(view, visibility) for visibility in Visibility}
    for (visibility, state), roles in READERS.items():
        own = roles & held[visibility].keys()
        if Role.MEMBER in own:
            own -= {Role.MODERATOR, Role.AUTHOR}  # of a group: both are members
        if own:
            cases.setdefault((visibility, frozenset(own)), []).append(state)
    condition = Q()
    for (visibility, own), states in cases.items():
        case = Q(("visibility", visibility), (f"{column}__in", states))
        where = [held[visibility][role] for role in sorted(own)]
        if None not in where:
            some = Q()
            for each in where:
                some |= each if each is not None else Q()
            case &= some
        condition |= case
    return condition


def _below(view: Viewpoint) -> Q:
    """Return the condition that nothing above is withheld from this user."""
    below = Q(is_below_withheld=False)
    if view.is_authenticated:
        below |= Q(creator=view.key) | Q(group__in=view.moderated_groups)
        if view.moderates_public:
            below |= Q(visibility=Visibility.PUBLIC)
    return below


def _roles_held_by(view: Viewpoint, visibility: Visibility) -> dict[Role, Q | None]:
    """Return each role that this user has on some such annotation, and on which; None for all."""
    if not view.is_authenticated:
        return {Role.ANONYMOUS: None}
    held: dict[Role, Q | None] = {Role.USER: None, Role.AUTHOR: Q(creator=view.key)}
    if visibility == Visibility.GROUP:
        members = Q(group__in=view.groups)
        held[Role.MEMBER] = members
        held[Role.MODERATOR] = Q(group__in=view.moderated_groups)
        held[Role.AUTHOR] = Q(creator=view.key) & members
    if view.moderates_public:
        held[Role.EDITOR] = None
    if view.is_administrator:
        held[Role.ADMINISTRATOR] = None
    return held


class Annotation(models.Model):
    """What one reader wrote about passages of a document, about the whole, or in answer.

    `version` grows with each change of what it says, `places` with each change of where it
    stands; both are in its ETag. `state_before` is the state in which it was deleted.
    """

    class Kind(models.TextChoices):
        HIGHLIGHT = "highlight", "highlight"
        NOTE = "note", "annotation"
        QUESTION = "question", "question"
        SUGGESTION = "suggestion", "suggestion"
        PAGE_NOTE = "page_note", "on the whole"
        REPLY = "reply", "reply"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE)
    motivation = models.CharField(max_length=20, default="commenting")
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="annotations",
        help_text="Empty when the account was deleted.",
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="annotations")
    group = models.ForeignKey(
        "annotations.Group", models.PROTECT, null=True, blank=True, related_name="annotations"
    )
    visibility = models.CharField(
        max_length=7, choices=[(v.value, v.value) for v in Visibility], default=Visibility.PRIVATE
    )
    state = models.CharField(
        max_length=7, choices=[(s.value, s.value) for s in State], default=State.VISIBLE
    )
    state_before = models.CharField(max_length=7, blank=True, editable=False)
    state_reason = models.CharField(
        max_length=1000, blank=True, help_text="Why moderators withhold it, for its author."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="thread")
    depth = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=(KEY_WIDTH + 1) * (DEEPEST + 1), editable=False)
    is_below_withheld = models.BooleanField(default=False, editable=False)
    body = models.TextField(blank=True)
    body_format = models.CharField(max_length=20, default="text/markdown")
    html = models.TextField(blank=True, editable=False)
    language = models.CharField(max_length=35, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    places = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_reason = models.CharField(max_length=500, blank=True)
    reactions = models.JSONField(default=dict, blank=True, editable=False)
    via = models.CharField(max_length=2000, blank=True)
    canonical = models.CharField(max_length=2000, blank=True)
    rights = models.CharField(max_length=2000, blank=True)
    actors = models.ManyToManyField(Actor, blank=True, related_name="annotations")
    tags = TaggableManager(through="annotations.TagLabel", blank=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [
            models.Index(fields=["document", "path"], name="annotation_in_threads"),
            models.Index(fields=["creator", "created_at"], name="annotation_by_creator"),
            models.Index(fields=["group", "state"], name="annotation_by_group"),
            models.Index(fields=["state", "created_at"], name="annotation_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility="group", group__isnull=False)
                | Q(~Q(visibility="group"), group__isnull=True),
                name="a_group_reads_what_stands_in_a_group",
            ),
            models.CheckConstraint(
                condition=Q(kind="reply", parent__isnull=False, root__isnull=False, depth__gt=0)
                | Q(~Q(kind="reply"), parent__isnull=True, root__isnull=True, depth=0),
                name="a_reply_stands_below_another",
            ),
            models.CheckConstraint(
                condition=Q(depth__lte=DEEPEST), name="replies_go_six_deep_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    def get_absolute_url(self) -> str:
        return reverse("annotations:annotation", args=[self.public_id])

    @property
    def etag(self) -> str:
        return f'"{self.version}-{self.places}"'

    @property
    def thread_id(self) -> int:
        return self.root_id or self.pk

    @property
    def is_withheld(self) -> bool:
        return self.state not in (State.VISIBLE, *GONE)

    @property
    def is_gone(self) -> bool:
        return self.state in GONE

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class Edit(models.Model):
    """What an annotation said before one change, for its author and its moderators."""

    annotation = models.ForeignKey(Annotation, models.CASCADE, related_name="edits")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    visibility = models.CharField(max_length=7)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["annotation", "-version"]
        indexes = [models.Index(fields=["editor", "at"], name="edit_by_editor")]

    def __str__(self) -> str:
        return f"version {self.version}"


class Suggestion(models.Model):
    """Other words that a reader proposes for the one passage of an annotation."""

    class Decision(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    annotation = models.OneToOneField(Annotation, models.CASCADE, related_name="suggestion")
    replacement = models.TextField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["annotation"]

    def __str__(self) -> str:
        return self.get_decision_display()
