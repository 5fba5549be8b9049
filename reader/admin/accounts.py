"""Who may sign in, and what they may do: for administrators, who are asked again who they are."""

from __future__ import annotations

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse
from django.utils.html import format_html

from reader.admin.base import last_save_of
from reader.admin.forms import Opened, RecordForm
from reader.models import User

ROLES_SAY = (
    "An author writes drafts, a curator decides what texts name and cite, a publisher changes "
    "states, a moderator decides on readers’ annotations, a viewer reads drafts."
)


def asks_again(view):
    """Make an admin's page ask for the password, unless it was given in the last minutes.

    What was posted waits in the session meanwhile; a password in it does not, and is asked anew.
    """

    @wraps(view)
    def answer(self, request, *args, **kwargs):
        @reauthentication_required()
        def go_on(request):
            return view(self, request, *args, **kwargs)

        try:
            return go_on(request)
        except ReauthenticationRequired:
            request.POST = request.POST.copy()
            for name in [name for name in request.POST if "password" in name]:
                del request.POST[name]
            raise

    return answer


class ForAdministrators:
    """Only administrators see these pages, and only those who have just given their password."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)

    @asks_again
    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, extra_context)

    @asks_again
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    @asks_again
    def delete_view(self, request, object_id, extra_context=None):
        return super().delete_view(request, object_id, extra_context)


class AccountForm(RecordForm):
    """Who someone is and what they may do. An account has no version: what it says is compared."""

    class Meta:
        model = User
        fields = "__all__"  # the page names them
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "Roles"}
        help_texts = {"groups": ROLES_SAY}

    def _now(self) -> Opened:
        values = {name: self._plain_initial(name) for name in self.fields if name != "opened"}
        return Opened(1, values)

    @property
    def is_stale(self) -> bool:
        return self.instance.pk is not None and self.was.values != self.now.values


@admin.register(User)
class UserAdmin(ForAdministrators, DjangoUserAdmin):
    """People who sign in, with their roles. Of two who save at once the slower one is told."""

    form = AccountForm
    change_form_template = "admin/record_form.html"
    list_display = ["username", "email", "is_active", "is_staff", "is_superuser", "last_login"]
    search_fields = ["username", "email", "first_name", "last_name"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    filter_horizontal = ["user_permissions"]
    readonly_fields = ["password_page", "last_login", "date_joined"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "password_page", "opened"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "groups", "is_superuser"]}),
        ("Single rights", {"fields": ["user_permissions"], "classes": ["collapse"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]

    def get_queryset(self, request):
        accounts = super().get_queryset(request)
        # Held until it is saved: whoever comes second reads what the first one wrote.
        is_saved = request.method == "POST" and connection.in_atomic_block
        return accounts.select_for_update() if is_saved else accounts

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        conflict = getattr(context["adminform"].form, "conflict", None)
        if conflict:
            context |= {"conflicts": [conflict], "last_save": last_save_of(obj)}
        response = super().render_change_form(request, context, add, change, form_url, obj)
        response.status_code = 409 if conflict else response.status_code
        return response

    @admin.display(description="password")
    def password_page(self, user):
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">Give another</a>', address)

    @asks_again
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ForAdministrators, DjangoGroupAdmin):
    """Rights that several people share."""
