"""The ways from a list or a form of records to the screen that makes two of them one."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from reader.actions.pointers import weight_of


class MergeableAdmin:
    """Records of which two can turn out to be one."""

    def get_actions(self, request):
        found = super().get_actions(request)
        if "merge_selected" in found and not request.user.has_perm("reader.curate"):
            del found["merge_selected"]
        return found

    @admin.action(description="Merge two selected %(verbose_name_plural)s")
    def merge_selected(self, request, queryset):
        """Open the two selected records side by side, the one with more to it to stay."""
        rows = list(queryset[:3])
        if len(rows) != 2:
            self.message_user(request, "Select two records to merge.", messages.ERROR)
            return None
        keep, gone = sorted(rows, key=lambda row: (-weight_of(row), row.pk))
        address = reverse("admin:desk_merge", args=[self.opts.model_name])
        return HttpResponseRedirect(f"{address}?a={keep.pk}&b={gone.pk}")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk and request.user.has_perm("reader.curate"):
            address = reverse("admin:desk_merge", args=[self.opts.model_name])
            context["merge_address"] = f"{address}?a={obj.pk}"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
