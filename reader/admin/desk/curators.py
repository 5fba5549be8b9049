"""Who keeps the registry: the screens that merge, tell apart, bring in and give out."""

from __future__ import annotations

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse


def for_curators(view):
    """Let a screen answer 403 to whoever may enter the admin but not keep the registry."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("reader.curate"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def screen(request, template: str, title: str, context: dict, *, status: int = 200):
    """Return a screen of the desk in the admin's look; it is about this user, so never kept."""
    context = {**admin.site.each_context(request), "title": title, **context}
    response = TemplateResponse(request, f"admin/desk/{template}", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def number_in(given: str | None) -> int | None:
    """Return a primary key as a query or form gives it, or None for what is none."""
    text = (given or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
