"""Actors, their names, every place that names them, and how they are related."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from reader.admin.addressed import AddressedAdmin, AddressedForm
from reader.admin.base import DecidedAdmin, HistoryAdmin, RecordAdmin, RecordInline
from reader.admin.forms import RecordForm, TopicsField
from reader.admin.lists import chosen, count_of, link_to, link_to_list, numbered
from reader.admin.merge_links import MergeableAdmin
from reader.admin.presence import ShowsPresence
from reader.admin.rights import OfDocuments
from reader.admin.spans import SpanAdmin, SpanForm, passage
from reader.models import (
    Actor,
    Document,
    Evidence,
    Identifier,
    Mention,
    Name,
    Relation,
    Source,
    State,
    Topic,
)

OWN_PAGES = "reader_name_"


class ActorForm(AddressedForm):
    """An actor with its topics."""

    topics = TopicsField(Actor)


class NameInline(RecordInline):
    """The other names of an actor. The primary one follows the actor's own."""

    model = Name
    fields = ["text", "kind", "case", "language", "links_alone", "state"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(kind=Name.Kind.PRIMARY)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = _other_kinds()
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class IdentifierInline(RecordInline):
    """What outside authorities call an actor."""

    model = Identifier
    fields = ["scheme", "value"]


@admin.register(Actor)
class ActorAdmin(ShowsPresence, AddressedAdmin, MergeableAdmin, HistoryAdmin, DecidedAdmin):
    """Actors, found by any of their names."""

    change_list_template = "admin/table_list.html"
    form = ActorForm
    list_display = ["name", "kind", "state", "name_count", "mention_count"]
    list_filter = ["state", "kind", chosen(Topic, "topics")]
    list_select_related = ["reviewer"]
    search_fields = ["folded", "names__folded"]
    actions = ["accept", "reject", "merge_selected", "delete_selected"]
    inlines = [NameInline, IdentifierInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "description", "topics", "state"]}),
        ("Where it is found", {"fields": ["slug", "mentions", "relations", "sources"]}),
        ("Who answers for it", {"fields": DecidedAdmin.signature, "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        actors = super().get_queryset(request)
        return actors.annotate(
            name_count=count_of(Name.objects.all(), "actor"),
            mention_count=count_of(Mention.objects.filter(state=State.ACCEPTED), "actor"),
        )

    def get_readonly_fields(self, request, obj=None):
        kept = ["mentions", "relations", "sources"]
        return [*super().get_readonly_fields(request, obj), *kept]

    def view_on_site(self, actor):
        return actor.get_absolute_url() if Actor.objects.visible_to(None).contains(actor) else None

    @admin.display(description="names", ordering="name_count")
    def name_count(self, actor):
        return link_to_list(Name, actor.name_count, actor=actor.pk)

    @admin.display(description="mentions", ordering="mention_count")
    def mention_count(self, actor):
        return link_to_list(Mention, actor.mention_count, actor=actor.pk)

    @admin.display
    def mentions(self, actor):
        if not actor.pk:
            return "–"
        return link_to_list(Mention, numbered(actor.mentions.count(), Mention), actor=actor.pk)

    @admin.display
    def relations(self, actor):
        if not actor.pk:
            return "–"
        number = actor.relations_from.count() + actor.relations_to.count()
        return link_to_list(Relation, numbered(number, Relation), actor=actor.pk)

    @admin.display(description="sources of which it is publisher or author")
    def sources(self, actor):
        if not actor.pk:
            return "–"
        number = actor.published_sources.count() + actor.written_sources.count()
        return link_to_list(Source, numbered(number, Source), actor=actor.pk)


class NameForm(RecordForm):
    """A name; the primary one is changed where the actor is."""

    def clean_kind(self):
        kind = self.cleaned_data["kind"]
        if kind == Name.Kind.PRIMARY:
            raise forms.ValidationError("The primary name follows the actor: rename the actor.")
        return kind


@admin.register(Name)
class NameAdmin(MergeableAdmin, HistoryAdmin, DecidedAdmin):
    """Every name of every actor: what links, and how."""

    form = NameForm
    list_display = ["text", "actor", "kind", "case", "language", "links_alone", "state"]
    list_filter = ["state", "kind", "case", "links_alone", chosen(Actor, "actor")]
    list_select_related = ["actor", "reviewer"]
    search_fields = ["folded", "actor__folded"]
    autocomplete_fields = ["actor"]
    actions = ["accept", "reject", "merge_selected", "delete_selected"]
    ordering = ["folded", "pk"]
    fieldsets = [
        (None, {"fields": ["actor", "text", "kind", "case", "language", "links_alone", "state"]}),
        ("Who answers for it", {"fields": DecidedAdmin.signature, "classes": ["collapse"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        if obj is not None and obj.kind == Name.Kind.PRIMARY:
            return [*readonly, "actor", "text", "kind"]
        return readonly

    def has_delete_permission(self, request, obj=None):
        # With its actor it goes; alone it stays.
        is_here = request.resolver_match and request.resolver_match.url_name.startswith(OWN_PAGES)
        if obj is not None and obj.kind == Name.Kind.PRIMARY and is_here:
            return False
        return super().has_delete_permission(request, obj)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = _other_kinds()
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def view_on_site(self, name):
        actor = name.actor
        return actor.get_absolute_url() if Actor.objects.visible_to(None).contains(actor) else None


@admin.register(Identifier)
class IdentifierAdmin(RecordAdmin):
    """What outside authorities call actors."""

    list_display = ["value", "scheme", "actor"]
    list_filter = ["scheme", chosen(Actor, "actor")]
    list_select_related = ["actor"]
    search_fields = ["value", "actor__folded"]
    autocomplete_fields = ["actor"]
    ordering = ["pk"]
    fields = ["actor", "scheme", "value"]


class MentionForm(SpanForm):
    """A mention's name is one of its actor's."""

    def clean(self):
        cleaned = super().clean()
        actor, name = cleaned.get("actor"), cleaned.get("name")
        if actor and name and name.actor_id != actor.pk:
            if "name" in self.changed_data:
                self.add_error("name", forms.ValidationError("That is a name of another actor."))
            else:
                cleaned["name"] = None
        return cleaned


@admin.register(Mention)
class MentionAdmin(SpanAdmin):
    """Every place that names an actor."""

    form = MentionForm
    list_display = ["passage", "actor", "state", "document", "method", "reviewer"]
    list_filter = [*SpanAdmin.list_filter, chosen(Actor, "actor")]
    list_select_related = [*SpanAdmin.list_select_related, "actor"]
    search_fields = ["actor__folded"]
    autocomplete_fields = ["block", "actor", "name"]
    actions = ["accept", "reject", "delete_selected"]
    fieldsets = [
        (None, {"fields": ["sentence", "place", "actor", "name", "state"]}),
        ("Its place in the block", {"fields": ["block", ("start", "end")]}),
        ("Who answers for it", {"fields": DecidedAdmin.signature}),
    ]


class EvidenceForm(RecordForm):
    """Evidence is named by its words; where they stand is found, not typed."""

    def clean(self):
        cleaned = super().clean()
        block, quote = cleaned.get("block"), (cleaned.get("quote") or "").strip()
        if block and quote:
            if block.text.count(quote) != 1:
                times = block.text.count(quote)
                words = (
                    f"These words stand {times} times in that block; they must stand there once."
                )
                self.add_error("quote", forms.ValidationError(words))
            else:
                cleaned["quote"] = quote
                self.instance.start = block.text.index(quote)
                self.instance.end = self.instance.start + len(quote)
        return cleaned


class EvidenceInline(RecordInline):
    """The words that prove a relation."""

    model = Evidence
    form = EvidenceForm
    fields = ["block", "quote"]
    autocomplete_fields = ["block"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("block")


@admin.register(Relation)
class RelationAdmin(HistoryAdmin, DecidedAdmin):
    """How actors are related, and what proves it."""

    change_list_template = "admin/table_list.html"
    list_display = ["subject", "predicate", "object", "date", "stance", "state", "proof"]
    list_filter = ["state", "stance", chosen(Actor, "subject", "object")]
    list_select_related = ["subject", "object", "reviewer"]
    search_fields = ["predicate", "inverse", "subject__folded", "object__folded"]
    autocomplete_fields = ["subject", "object"]
    actions = ["accept", "reject", "delete_selected"]
    inlines = [EvidenceInline]
    ordering = ["pk"]
    fieldsets = [
        (
            None,
            {"fields": ["subject", "predicate", "object", "inverse", "date", "stance", "state"]},
        ),
        ("Who answers for it", {"fields": DecidedAdmin.signature, "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        proof = count_of(Evidence.objects.all(), "relation")
        return super().get_queryset(request).annotate(evidence_count=proof)

    @admin.display(description="evidence", ordering="evidence_count")
    def proof(self, relation):
        return link_to_list(Evidence, relation.evidence_count, relation=relation.pk)


@admin.register(Evidence)
class EvidenceAdmin(OfDocuments, RecordAdmin):
    """The words that prove relations, each in its sentence."""

    to_document = "block__document"
    form = EvidenceForm
    list_display = ["passage", "relation", "document"]
    list_filter = [chosen(Relation, "relation"), chosen(Document, "block__document")]
    list_select_related = ["relation__subject", "relation__object", "block__document"]
    search_fields = ["quote", "relation__subject__folded", "relation__object__folded"]
    autocomplete_fields = ["relation", "block"]
    ordering = ["pk"]
    fields = ["relation", "sentence", "block", "quote"]
    readonly_fields = ["sentence"]

    def view_on_site(self, evidence):
        return evidence.block.get_absolute_url()

    @admin.display(description="passage")
    def passage(self, evidence):
        return passage(evidence)

    @admin.display(description="in its sentence")
    def sentence(self, evidence):
        return passage(evidence) if evidence.pk else "–"

    @admin.display(ordering="block__document__title")
    def document(self, evidence):
        return link_to(evidence.block.document)


def _other_kinds() -> list[tuple[str, str]]:
    return [choice for choice in Name.Kind.choices if choice[0] != Name.Kind.PRIMARY]
