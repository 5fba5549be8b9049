"""Sources and the citations that point to them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from reader.models.accounts import Viewer
from reader.models.decisions import Decided, SpanRow, State, Versioned, waiting_index
from reader.models.documents import Block, Document
from reader.models.fields import PartialDateField
from reader.text.dates import PartialDate

if TYPE_CHECKING:
    from reader.models.actors import Actor


def new_public_id() -> str:
    """Return a random id of 128 bits, as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def _web_address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


class SourceQuerySet(models.QuerySet["Source"]):
    """Questions to the table of sources."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the sources that an accepted citation in a document this user may read cites."""
        citations = Citation.objects.visible_to(user)
        return self.filter(Exists(citations.filter(source=OuterRef("pk")).order_by()))

    def listed_to(self, user: Viewer) -> Self:
        """Return the sources that lists and counts show this user."""
        citations = Citation.objects.listed_to(user)
        return self.filter(Exists(citations.filter(source=OuterRef("pk")).order_by()))


class Source(Versioned):
    """A cited work or news item."""

    class Kind(models.TextChoices):
        """Types of CSL 1.0.2 that sourced writing cites."""

        WEBPAGE = "webpage", "web page"
        NEWS = "article-newspaper", "news report"
        MAGAZINE = "article-magazine", "magazine article"
        JOURNAL = "article-journal", "journal article"
        BROADCAST = "broadcast", "broadcast"
        BOOK = "book", "book"
        CHAPTER = "chapter", "chapter"
        REPORT = "report", "report"
        THESIS = "thesis", "thesis"
        SPEECH = "speech", "statement"
        INTERVIEW = "interview", "interview"
        LEGISLATION = "legislation", "law"
        CASE = "legal_case", "court case"
        MANUSCRIPT = "manuscript", "manuscript"
        LETTER = "personal_communication", "letter or e-mail"
        POST = "post", "post"
        DOCUMENT = "document", "document"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    # How the text names it, folded: the same words in another document mean the same source. A
    # citation without a year could mean any year, so its key carries its document.
    cited_as = models.CharField(max_length=1200, unique=True, editable=False)
    kind = models.CharField(max_length=22, choices=Kind, default=Kind.DOCUMENT)
    publisher = models.CharField(max_length=300, blank=True, help_text="As the text has it.")
    publisher_actor = models.ForeignKey(
        "Actor", models.SET_NULL, null=True, blank=True, related_name="published_sources"
    )
    author = models.CharField(max_length=500, blank=True, help_text="As the text has it.")
    author_actors: models.ManyToManyField[Actor, Any] = models.ManyToManyField(
        "Actor", blank=True, related_name="written_sources"
    )
    title = models.CharField(max_length=1000, blank=True)
    date = PartialDateField(blank=True, help_text="What the text states, as EDTF.")
    inferred_year = models.PositiveSmallIntegerField(null=True, blank=True)
    inferred_reason = models.CharField(max_length=300, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    archived_url = models.URLField("archived copy", max_length=2000, blank=True)
    history = HistoricalRecords(excluded_fields=["version"])

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["author", "publisher", "date"]
        indexes = [models.Index(fields=["publisher"], name="source_by_publisher")]
        constraints = [
            models.CheckConstraint(
                condition=Q(inferred_year__isnull=True) | ~Q(inferred_reason=""),
                name="an_inferred_year_has_its_reason",
            )
        ]

    def __str__(self) -> str:
        parts = [self.author, self.title, self.publisher, self.date_words]
        return ", ".join(part for part in parts if part)

    def get_absolute_url(self) -> str:
        return reverse("reader:source", args=[self.public_id])

    @property
    def link(self) -> str:
        """Where it can be read; empty for an address that is no web address."""
        return _web_address(self.url)

    @property
    def archived_link(self) -> str:
        return _web_address(self.archived_url)

    @property
    def full_date(self) -> PartialDate:
        """The stated date, with the inferred year marked as such."""
        if self.inferred_year is None or self.date.year is not None:
            return self.date
        return replace(
            self.date,
            year=self.inferred_year,
            inferred=frozenset({"year"}),
            reason=self.inferred_reason,
        )

    @property
    def date_words(self) -> str:
        return self.full_date.words() if self.date else ""


class CitationQuerySet(models.QuerySet["Citation"]):
    """Questions to the table of citations."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the accepted citations in documents this user may read."""
        return self.filter(
            state=State.ACCEPTED, block__document__in=Document.objects.visible_to(user)
        )

    def listed_to(self, user: Viewer) -> Self:
        """Return the accepted citations in documents that lists show this user."""
        return self.filter(
            state=State.ACCEPTED, block__document__in=Document.objects.listed_to(user)
        )


class Citation(SpanRow, Decided, Versioned):
    """One place in a block that points to a source."""

    class Form(models.TextChoices):
        INLINE = "inline"
        FULL = "full"
        SHORT = "short"

    block = models.ForeignKey(Block, models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="citations"
    )
    form = models.CharField(max_length=6, choices=Form, default=Form.INLINE)
    locator = models.CharField(max_length=100, blank=True)
    candidates = models.ManyToManyField(
        Source, blank=True, related_name="+", help_text="Which sources a short form could mean."
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["block", "start"]
        indexes = [
            *Decided.Meta.indexes,
            models.Index(fields=["source", "state"], name="citation_by_source"),
            waiting_index("citation_waiting"),
        ]
        constraints = [
            *SpanRow.Meta.constraints,
            *Decided.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(source__isnull=False),
                name="accepted_citation_has_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"citation at {self.start}"
