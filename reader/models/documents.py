"""Documents: what is read, and how it came to be so."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from reader.models.accounts import Viewer
from reader.models.decisions import SpanRow, Versioned
from reader.models.fields import PartialDateField

# Letters that are hard to confuse; ten of them are 50 bits, and a key need only be new within
# its document.
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 10


def new_key() -> str:
    """Return a random block key."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))


def may_read_drafts(user: Viewer) -> bool:
    """Tell whether every document is open to this user, whatever its state."""
    if user is None or not user.is_active:
        return False
    rights = ("reader.read_drafts", "reader.curate", "reader.publish_document")
    return any(user.has_perm(right) for right in rights)


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions to the table of documents."""

    def published(self, at: datetime | None = None) -> Self:
        """Return what anyone may read at this moment, archived documents included."""
        return self.filter(_is_public(at or timezone.now()))

    def visible_to(self, user: Viewer) -> Self:
        """Return what this user may read.

        That is everything for whom drafts are open to, what is published and their own for
        authors, what is published for all others, those with an empty staff account included.
        """
        if may_read_drafts(user):
            return self.all()
        if user is not None and user.has_perm("reader.write_document"):
            return self.filter(_is_public(timezone.now()) | Q(created_by=user))
        return self.published()

    def may_edit(self, user: Viewer) -> Self:
        """Return the documents whose text this user may change.

        An author's are the own ones while they are drafts; who may curate too changes every text.
        """
        if user is None or not user.has_perm("reader.write_document"):
            return self.none()
        if user.has_perm("reader.curate"):
            return self.all()
        return self.filter(created_by=user, status__in=UNPUBLISHED)

    def listed_to(self, user: Viewer) -> Self:
        """Return what lists, counts and feeds show this user: never what is archived or a draft."""
        return self.published().exclude(status=Document.Status.ARCHIVED)


class Document(Versioned):
    """An article. Its blocks hold the live text; its revisions hold every text it had."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        SCHEDULED = "scheduled", "scheduled"
        PUBLISHED = "published", "published"
        ARCHIVED = "archived", "archived"
        WITHDRAWN = "withdrawn", "withdrawn"

    class Direction(models.TextChoices):
        LEFT_TO_RIGHT = "ltr", "left to right"
        RIGHT_TO_LEFT = "rtl", "right to left"

    slug = models.SlugField(max_length=200, unique=True)
    title = models.CharField(max_length=1000)
    authors = models.JSONField(default=list, blank=True, help_text="Names, as the byline has them.")
    publication = models.CharField(max_length=500, blank=True)
    volume = models.CharField(max_length=100, blank=True)
    issue = models.CharField(max_length=100, blank=True)
    date = PartialDateField(blank=True, help_text="EDTF, for example 2021-02 or XXXX-12-26.")
    url = models.URLField("address", max_length=2000, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=35, default="en")
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.LEFT_TO_RIGHT)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        "published from", null=True, blank=True, help_text="Readers see it from this moment on."
    )
    expire_at = models.DateTimeField("published until", null=True, blank=True)
    live_revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="documents",
        help_text="Whose draft it is.",
    )
    withdrawn_reason = models.CharField(
        max_length=500, blank=True, help_text="What readers are told at its address."
    )
    topics = TaggableManager(through="reader.TopicLabel", blank=True, verbose_name="topics")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "title"]
        # What the roles are made of, beside Django's own permissions for each kind of record.
        permissions = [
            ("write_document", "Can write and revise own drafts"),
            ("curate", "Can decide what texts name and cite, and keep the registry"),
            ("publish_document", "Can change the state of documents"),
            ("moderate", "Can decide on readers’ annotations"),
            ("read_drafts", "Can read drafts and their history"),
        ]
        indexes = [models.Index(fields=["status", "publish_at"], name="document_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review"]) | Q(publish_at__isnull=False),
                name="what_is_public_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(expire_at__isnull=True) | Q(expire_at__gt=F("publish_at")),
                name="publication_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""),
                name="what_is_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reader:document", args=[self.slug])

    @property
    def is_unpublished(self) -> bool:
        """Whether it is a draft, in work or in review."""
        return self.status in UNPUBLISHED


UNPUBLISHED = (Document.Status.DRAFT, Document.Status.IN_REVIEW)


def _is_public(at: datetime) -> Q:
    shown = [Document.Status.PUBLISHED, Document.Status.SCHEDULED, Document.Status.ARCHIVED]
    return Q(
        Q(expire_at__isnull=True) | Q(expire_at__gt=at),
        status__in=shown,
        publish_at__lte=at,
        live_revision__isnull=False,
    )


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions to the table of revisions."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the revisions this user may read: editors all, others those once public."""
        documents = Document.objects.visible_to(user)
        public = Document.objects.published()
        return self.filter(
            Q(document__in=documents.exclude(pk__in=public.values("pk")))
            | Q(document__in=public, public_from__lte=timezone.now())
        )


class Revision(models.Model):
    """One manuscript as saved, with the page and the places it gave. Never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    manuscript = models.TextField()
    html = models.TextField(editable=False, help_text="The text as readers saw it.")
    snapshot = models.JSONField(editable=False, help_text="Every span's place and state.")
    problems = models.JSONField(default=list, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    reason = models.CharField(max_length=500, blank=True)
    notice = models.TextField(
        "correction notice", blank=True, help_text="What readers are told was corrected."
    )
    created_at = models.DateTimeField(default=timezone.now)
    public_from = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when it was what readers read."
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="revision_number_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


class Footnote(models.Model):
    """A labelled note, itself made of blocks."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="footnotes")
    label = models.CharField(max_length=100)
    number = models.PositiveIntegerField(help_text="As readers count them.")

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="label_names_one_footnote")
        ]

    def __str__(self) -> str:
        return f"note {self.label}"


class Block(models.Model):
    """The smallest part with an address. Its key survives edits and moves."""

    class Kind(models.TextChoices):
        KICKER = "kicker"
        HEADING = "heading"
        PARAGRAPH = "paragraph"
        LIST_ITEM = "list_item", "list item"
        QUOTE = "quote"
        CAPTION = "caption"
        TABLE = "table"

    document = models.ForeignKey(Document, models.CASCADE, related_name="blocks")
    footnote = models.ForeignKey(
        Footnote, models.CASCADE, null=True, blank=True, related_name="blocks"
    )
    key = models.CharField(max_length=KEY_LENGTH, default=new_key, editable=False)
    # No uniqueness on position: moving a block would have to renumber through collisions.
    position = models.PositiveIntegerField(help_text="Its place among the blocks beside it.")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PARAGRAPH)
    text = models.TextField(help_text="Plain text, without footnote markers.")
    marks = models.JSONField(default=list, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    ordered = models.PositiveIntegerField(default=0)
    cells = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["document", "footnote__number", "position"]
        indexes = [models.Index(fields=["document", "footnote", "position"], name="block_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["document", "key"], name="key_names_one_block")
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{self.document.get_absolute_url()}#b-{self.key}"


class FootnoteReference(models.Model):
    """The zero-width place in a block that points to a footnote."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="footnote_references")
    footnote = models.ForeignKey(Footnote, models.CASCADE, related_name="references")
    offset = models.PositiveIntegerField()

    class Meta:
        ordering = ["block", "offset", "pk"]

    def __str__(self) -> str:
        return f"marker at {self.offset}"


class Abbreviation(SpanRow):
    """A short form with the long form this document defined it by."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="abbreviations")
    short = models.CharField(max_length=60)
    long = models.CharField(max_length=500)

    class Meta(SpanRow.Meta):
        ordering = ["block", "start"]

    def __str__(self) -> str:
        return f"{self.short}: {self.long}"
