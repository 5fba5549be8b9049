"""Actors, their names, every place that names them, and how they are related."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from reader.models.accounts import Viewer
from reader.models.decisions import Decided, SpanRow, State, Versioned, waiting_index
from reader.models.documents import Block, Document
from reader.models.fields import PartialDateField
from reader.models.sources import Source, SourceQuerySet


class ActorQuerySet(models.QuerySet["Actor"]):
    """Questions to the table of actors."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the accepted actors that a document this user may read names or cites."""
        return self._named_or_cited(
            Mention.objects.visible_to(user), Source.objects.visible_to(user)
        )

    def listed_to(self, user: Viewer) -> Self:
        """Return the accepted actors that lists and counts show this user."""
        return self._named_or_cited(Mention.objects.listed_to(user), Source.objects.listed_to(user))

    def _named_or_cited(self, mentions: MentionQuerySet, sources: SourceQuerySet) -> Self:
        # EXISTS stops at the first row it finds; IN would collect every mention of everyone.
        return self.filter(
            Exists(mentions.filter(actor=OuterRef("pk")).order_by())
            | Exists(sources.filter(publisher_actor=OuterRef("pk")).order_by())
            | Exists(sources.filter(author_actors=OuterRef("pk")).order_by()),
            state=State.ACCEPTED,
        )


class Actor(Decided, Versioned):
    """Someone or something that acts: a person, a group, a state, a publisher."""

    class Kind(models.TextChoices):
        PERSON = "person"
        GROUP = "group"
        STATE = "state"
        STATE_BODY = "state_body", "state body"
        PARTY = "party"
        MEDIA = "media"
        PUBLISHER = "publisher"
        PLACE = "place"

    slug = models.SlugField(max_length=200, unique=True)
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=600, editable=False, help_text="For finding it by name.")
    kind = models.CharField(max_length=10, choices=Kind)
    description = models.TextField(blank=True)
    topics = TaggableManager(through="reader.TopicLabel", blank=True, verbose_name="topics")
    history = HistoricalRecords(excluded_fields=["version", "folded"])

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        indexes = [
            *Decided.Meta.indexes,
            models.Index(fields=["folded"], name="actor_by_name"),
        ]
        constraints = [*Decided.Meta.constraints]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reader:actor", args=[self.slug])


class Name(Decided, Versioned):
    """One name of an actor. Weak names never link by themselves."""

    class Kind(models.TextChoices):
        PRIMARY = "primary"
        FULL = "full"
        SHORT = "short"
        ACRONYM = "acronym"
        FORMER = "former"
        TRANSLATION = "translation"
        TRANSLITERATION = "transliteration"
        WEAK = "weak"

    class Case(models.TextChoices):
        DEFAULT = "default", "by the look of the name"
        EXACT = "exact", "exactly as written"
        INITIAL = "initial", "first letter either way"
        ANY = "any", "ignored"

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=600, editable=False)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.FULL)
    case = models.CharField("capitals", max_length=7, choices=Case, default=Case.DEFAULT)
    language = models.CharField(max_length=35, blank=True)
    links_alone = models.BooleanField(
        default=False, help_text="A short name links even where the full name is not given."
    )
    history = HistoricalRecords(excluded_fields=["version", "folded"])

    class Meta:
        ordering = ["actor", "pk"]
        indexes = [
            *Decided.Meta.indexes,
            models.Index(fields=["folded"], name="name_by_folded"),
        ]
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(fields=["actor", "text"], name="actor_has_a_name_once"),
            models.UniqueConstraint(
                fields=["actor"], condition=Q(kind="primary"), name="actor_has_one_primary_name"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Identifier(Versioned):
    """What an outside authority calls an actor."""

    SCHEMES = {
        "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
        "viaf": ("VIAF", "https://viaf.org/viaf/{}"),
        "isni": ("ISNI", "https://isni.org/isni/{}"),
        "orcid": ("ORCID", "https://orcid.org/{}"),
        "ror": ("ROR", "https://ror.org/{}"),
        "website": ("Website", "{}"),
    }

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(
        max_length=10, choices=[(key, label) for key, (label, _) in SCHEMES.items()]
    )
    value = models.CharField(max_length=500)

    class Meta:
        ordering = ["actor", "scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "scheme", "value"], name="identifier_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    @property
    def url(self) -> str:
        """Where the identifier leads; empty for a website that is no http address."""
        address = self.SCHEMES[self.scheme][1].format(self.value)
        return address if address.startswith(("https://", "http://")) else ""


class MentionQuerySet(models.QuerySet["Mention"]):
    """Questions to the table of mentions."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the accepted mentions of accepted actors in documents this user may read."""
        return self.filter(
            state=State.ACCEPTED,
            actor__state=State.ACCEPTED,
            block__document__in=Document.objects.visible_to(user),
        )

    def listed_to(self, user: Viewer) -> Self:
        """Return the accepted mentions in documents that lists show this user."""
        return self.visible_to(user).filter(block__document__in=Document.objects.listed_to(user))


class Mention(SpanRow, Decided, Versioned):
    """One place in a block that names one actor."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="mentions")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="mentions")
    name = models.ForeignKey(Name, models.SET_NULL, null=True, blank=True, related_name="mentions")

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["block", "start"]
        indexes = [
            *Decided.Meta.indexes,
            models.Index(fields=["actor", "state"], name="mention_by_actor"),
            waiting_index("mention_waiting"),
        ]
        constraints = [
            *SpanRow.Meta.constraints,
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["block", "start", "end", "actor"], name="mention_is_made_once"
            ),
            models.UniqueConstraint(
                fields=["block", "start", "end"],
                condition=Q(state="accepted"),
                name="a_span_names_one_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"mention at {self.start}"


class RelationQuerySet(models.QuerySet["Relation"]):
    """Questions to the table of relations."""

    def visible_to(self, user: Viewer) -> Self:
        """Return the accepted relations between visible actors that visible text proves."""
        proof = Evidence.objects.filter(block__document__in=Document.objects.visible_to(user))
        actors = Actor.objects.visible_to(user)
        return self.filter(
            Exists(proof.filter(relation=OuterRef("pk")).order_by()),
            Exists(actors.filter(pk=OuterRef("subject")).order_by()),
            Exists(actors.filter(pk=OuterRef("object")).order_by()),
            state=State.ACCEPTED,
        )


class Relation(Decided, Versioned):
    """A typed, dated link between two actors, entered by people or files, never recognised."""

    class Stance(models.TextChoices):
        STATED = "stated"
        HEDGED = "hedged"
        DENIED = "denied"

    subject = models.ForeignKey(Actor, models.CASCADE, related_name="relations_from")
    predicate = models.CharField(max_length=100, help_text="As the subject has it: leader of.")
    inverse = models.CharField(max_length=100, help_text="As the object has it: led by.")
    object = models.ForeignKey(Actor, models.CASCADE, related_name="relations_to")
    date = PartialDateField(blank=True)
    stance = models.CharField(max_length=6, choices=Stance, default=Stance.STATED)
    history = HistoricalRecords(excluded_fields=["version"])

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "predicate", "pk"]
        indexes = [*Decided.Meta.indexes]
        constraints = [
            *Decided.Meta.constraints,
            models.UniqueConstraint(
                fields=["subject", "predicate", "object", "date", "stance"],
                name="relation_is_entered_once",
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("object")), name="relation_joins_two_actors"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object}"


class Evidence(SpanRow, Versioned):
    """A span that proves a relation, with its words."""

    relation = models.ForeignKey(Relation, models.CASCADE, related_name="evidence")
    block = models.ForeignKey(
        Block,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="Empty when the words are gone from the text; the quote stays.",
    )
    quote = models.TextField()

    class Meta(SpanRow.Meta):
        ordering = ["relation", "block", "start"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.quote[:60]
