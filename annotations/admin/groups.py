"""Groups for administrators: who is in them and how one comes in, and not a word written there."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html

from annotations.actions import groups
from annotations.formats.refusal import Refusal
from annotations.models import Group, Invitation, Membership, Viewpoint
from reader.admin.base import ReadOnlyAdmin


class ForAdministrators:
    """Pages that only who manages the site may open."""

    def has_module_permission(self, request):
        return Viewpoint(request.user).is_administrator

    def has_view_permission(self, request, obj=None):
        return Viewpoint(request.user).is_administrator


@admin.register(Group)
class GroupAdmin(ForAdministrators, ReadOnlyAdmin):
    """What groups there are."""

    list_display = ["name", "kind", "member_count", "asking", "created_at", "people"]
    list_filter = ["kind", "is_premoderated"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "kind", "description", "is_premoderated", "created_at", "people"]
    readonly_fields = fields

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                member_count=Count("memberships", filter=Q(memberships__is_waiting=False)),
                asking_count=Count("memberships", filter=Q(memberships__is_waiting=True)),
            )
        )

    @admin.display(description="members", ordering="member_count")
    def member_count(self, group):
        return group.member_count

    @admin.display(description="ask to join", ordering="asking_count")
    def asking(self, group):
        return group.asking_count

    @admin.display(description="people")
    def people(self, group):
        address = reverse("admin:annotations_membership_changelist")
        return format_html('<a href="{}?group__id__exact={}">its people</a>', address, group.pk)


@admin.register(Membership)
class MembershipAdmin(ForAdministrators, ReadOnlyAdmin):
    """Who is in which group; the group's own log says what an administrator changed."""

    list_display = ["user", "group", "role", "is_waiting", "joined_at"]
    list_select_related = ["user", "group"]
    list_filter = ["role", "is_waiting", ("group", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["user__username", "group__name"]
    ordering = ["group__name", "joined_at"]
    actions = ["let_in", "take_out", "make_member", "make_moderator", "make_owner"]

    @admin.action(permissions=["view"], description="Let in")
    def let_in(self, request, queryset):
        self._each(request, queryset, groups.admit)

    @admin.action(permissions=["view"], description="Take out")
    def take_out(self, request, queryset):
        self._each(request, queryset, groups.remove)

    @admin.action(permissions=["view"], description="Make member")
    def make_member(self, request, queryset):
        self._each(request, queryset, groups.set_role, Membership.Role.MEMBER)

    @admin.action(permissions=["view"], description="Make moderator")
    def make_moderator(self, request, queryset):
        self._each(request, queryset, groups.set_role, Membership.Role.MODERATOR)

    @admin.action(permissions=["view"], description="Make owner")
    def make_owner(self, request, queryset):
        self._each(request, queryset, groups.set_role, Membership.Role.OWNER)

    def _each(self, request, queryset, do, *more):
        number = 0
        for row in queryset.select_related("group", "user"):
            try:
                do(row, *more, user=request.user)
                number += 1
            except Refusal as refusal:
                self.message_user(request, f"{row.user}: {refusal.words}", messages.ERROR)
        if number:
            self.message_user(request, f"Done: {number}.", messages.SUCCESS)


class InvitationForm(forms.ModelForm):
    """To which group, as what, for how long and how many."""

    days = forms.IntegerField(min_value=1, max_value=groups.LONGEST_INVITATION, initial=7)

    class Meta:
        model = Invitation
        fields = ["group", "role", "most_uses"]


@admin.register(Invitation)
class InvitationAdmin(ForAdministrators, ReadOnlyAdmin):
    """The ways into groups: made, seen, taken back. Their secret is shown once."""

    form = InvitationForm
    list_display = ["group", "role", "inviter", "expires_at", "uses", "most_uses", "revoked_at"]
    list_select_related = ["group", "inviter"]
    search_fields = ["group__name", "inviter__username"]
    autocomplete_fields = ["group"]
    actions = ["take_back"]

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["group", "role", "most_uses", "days"]
        return ["group", "role", "inviter", "created_at", "expires_at", "uses", "most_uses",
                "revoked_at"]  # fmt: skip

    def has_add_permission(self, request):
        return Viewpoint(request.user).is_administrator

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        made, secret = groups.invite(
            given["group"], user=request.user, role=given["role"], days=given["days"],
            most_uses=given["most_uses"],
        )  # fmt: skip
        obj.pk = made.pk
        address = settings.SITE_URL + reverse("annotations:invitation", args=[secret])
        self.message_user(request, f"Its address, shown this once: {address}", messages.WARNING)

    @admin.action(permissions=["view"], description="Take back")
    def take_back(self, request, queryset):
        for row in queryset.select_related("group"):
            groups.revoke(row, user=request.user)
        self.message_user(request, "Taken back.", messages.SUCCESS)
