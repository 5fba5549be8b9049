"""Who else has a record open: a line above its form, kept true by a module."""

from __future__ import annotations

from django.db import DatabaseError, transaction
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from reader.actions.presence import be_present
from reader.models import Actor, Document

# Whose forms say who is there, each with what of it this user may open.
KINDS = {
    "document": lambda user: Document.objects.visible_to(user),
    "actor": lambda user: (
        Actor.objects.all() if user.has_perm("reader.view_actor") else Actor.objects.none()
    ),
}


def others_at(user, record) -> list[str]:
    """Note that user has this record open, and return who else has; a busy database says nobody."""
    kind = record._meta.model_name
    try:
        with transaction.atomic():
            return be_present(user, kind, str(record.pk))
    except DatabaseError:
        return []


@require_POST
def presence(request, kind, pk):
    """Note that the form is still open; answer with the line that says who else is there."""
    if not request.user.has_perm("reader.view_document") or kind not in KINDS:
        raise Http404
    record = KINDS[kind](request.user).filter(pk=pk).first()
    if record is None:
        raise Http404
    context = {"others": others_at(request.user, record)}
    response = render(request, "admin/desk/_presence.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


ADDRESSES = [("presence/<slug:kind>/<int:pk>/", presence, "presence")]
