"""Who may sign in, and what they may do: for administrators, who are asked again who they are."""

from __future__ import annotations

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group

from reader.models import User


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


@admin.register(User)
class UserAdmin(ForAdministrators, DjangoUserAdmin):
    """People who sign in."""

    list_display = ["username", "email", "is_active", "is_staff", "is_superuser", "last_login"]
    search_fields = ["username", "email", "first_name", "last_name"]
    list_filter = ["is_active", "is_staff", "is_superuser", "groups"]
    autocomplete_fields = ["groups"]
    filter_horizontal = ["user_permissions"]
    show_full_result_count = False

    @asks_again
    def user_change_password(self, request, id, form_url=""):
        return super().user_change_password(request, id, form_url)


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ForAdministrators, DjangoGroupAdmin):
    """Rights that several people share."""
