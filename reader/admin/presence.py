"""Forms that say who else has the same record open."""

from __future__ import annotations

from django.urls import reverse

from reader.admin.desk.presence import others_at


class ShowsPresence:
    """A form of a document or an actor: its head says who else is there, and goes on saying it."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            kind = self.opts.model_name
            context["presence_address"] = reverse("admin:desk_presence", args=[kind, obj.pk])
            context["others"] = others_at(request.user, obj)
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
