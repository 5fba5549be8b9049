"""The moderators' queue, their log, and sanctions."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, Q
from django.utils.html import format_html
from django.utils.text import Truncator

from annotations import waiting
from annotations.actions import moderation
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, ModerationAct, Sanction, Viewpoint
from reader.admin.base import ReadOnlyAdmin

QUEUES = {
    "flagged": ("flagged", waiting.flagged),
    "waiting": ("waiting for approval", waiting.withheld_for_approval),
    "unplaced": ("without a sure place", waiting.unplaced),
    "suggested": ("suggestions", waiting.suggested),
}


class ForModerators:
    """Pages that only who moderates what is public may open."""

    def has_module_permission(self, request):
        return Viewpoint(request.user).moderates_public

    def has_view_permission(self, request, obj=None):
        return Viewpoint(request.user).moderates_public


class Queue(admin.SimpleListFilter):
    """What waits, by why it waits."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _) in QUEUES.items()]

    def queryset(self, request, queryset):
        if self.value() not in QUEUES:
            return queryset
        rows = QUEUES[self.value()][1](request.user)
        return queryset.filter(pk__in=rows.values("pk"))


class ReasonForm(ActionForm):
    """What moderators say with a decision."""

    reason = forms.CharField(required=False, max_length=1000, label="Why")


@admin.register(Annotation)
class AnnotationAdmin(ForModerators, ReadOnlyAdmin):
    """Public annotations, newest first; what each says is shown as text."""

    list_display = ["says", "who", "state", "flag_count", "page", "document", "created_at"]
    list_display_links = ["says"]
    list_filter = [Queue, "state", "kind"]
    list_select_related = ["creator", "document"]
    search_fields = ["body", "creator__username"]
    ordering = ["-created_at"]
    actions = ["approve", "keep", "hide", "spam"]
    action_form = ReasonForm
    fields = [
        "public_id", "who", "kind", "document", "state", "state_reason", "body", "created_at",
        "edited_at",
    ]  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request):
        rows = waiting.public(request.user)
        open_flags = Count("flags", filter=Q(flags__settled_at=None))
        return rows.annotate(open_flags=open_flags)

    @admin.display(description="by")
    def who(self, row):
        return row.creator.shown_name if row.creator else "a former reader"

    @admin.display(description="says")
    def says(self, row):
        return Truncator(row.body).chars(120) or row.get_kind_display()

    @admin.display(description="flags", ordering="open_flags")
    def flag_count(self, row):
        return row.open_flags

    @admin.display(description="page")
    def page(self, row):
        return format_html('<a href="{}">its thread</a>', row.get_absolute_url())

    @admin.action(permissions=["view"], description="Approve")
    def approve(self, request, queryset):
        self._decide(request, queryset, "approved")

    @admin.action(permissions=["view"], description="Reviewed: keep")
    def keep(self, request, queryset):
        self._decide(request, queryset, "kept")

    @admin.action(permissions=["view"], description="Hide (say why)")
    def hide(self, request, queryset):
        self._decide(request, queryset, "hidden")

    @admin.action(permissions=["view"], description="Call it spam (say why)")
    def spam(self, request, queryset):
        self._decide(request, queryset, "spam")

    def _decide(self, request, queryset, decision):
        reason, number = request.POST.get("reason", ""), 0
        for row in queryset:
            try:
                moderation.decide(row, decision, user=request.user, reason=reason)
                number += 1
            except Refusal as refusal:
                self.message_user(request, refusal.words, messages.ERROR)
                return
        self.message_user(request, f"{number} decided: {decision}.", messages.SUCCESS)


@admin.register(ModerationAct)
class ModerationActAdmin(ForModerators, ReadOnlyAdmin):
    """The log: who decided what, and why. It is only added to."""

    list_display = ["at", "moderator", "verb", "author", "state_before", "state_after", "reason"]
    list_select_related = ["moderator", "author"]
    list_filter = ["verb"]
    search_fields = ["reason", "author__username", "moderator__username"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        """Leave out what moderators of groups decided: it is read in the group."""
        rows = super().get_queryset(request).filter(group=None)
        return rows.filter(Q(annotation=None) | Q(annotation__visibility="public"))


class SanctionForm(forms.ModelForm):
    """Whom, how, until when, and why."""

    class Meta:
        model = Sanction
        fields = ["user", "kind", "until", "reason"]


@admin.register(Sanction)
class SanctionAdmin(ForModerators, admin.ModelAdmin):
    """Who may not write on the site; lifting ends one, and nothing is deleted."""

    form = SanctionForm
    list_display = ["user", "kind", "since", "until", "reason", "lifted_at"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    actions = ["lift"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(group=None)

    def has_add_permission(self, request):
        return Viewpoint(request.user).moderates_public

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        made = moderation.sanction(
            given["user"], moderator=request.user, reason=given["reason"], kind=given["kind"],
            until=given["until"],
        )  # fmt: skip
        obj.pk = made.pk

    @admin.action(permissions=["view"], description="Lift")
    def lift(self, request, queryset):
        for row in queryset:
            moderation.lift(row, moderator=request.user)
        self.message_user(request, "Lifted.", messages.SUCCESS)
