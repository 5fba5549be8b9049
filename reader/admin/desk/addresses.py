"""The addresses of the desk, below /admin/desk/. Each screen names its own; they meet here."""

from __future__ import annotations

from types import ModuleType

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from reader.admin.desk import (
    bulk,
    curation,
    duplicates,
    editing,
    importing,
    merging,
    presence,
    previews,
    queue,
    reconciling,
    reports,
    revisions,
    state,
    trash,
    words,
)

# Each has ADDRESSES, a list of (route, view, name): the view asks for the rights it needs, and
# its address is reversed as "admin:desk_NAME".
SCREENS: tuple[ModuleType, ...] = (
    curation,
    queue,
    reports,
    words,
    importing,
    editing,
    revisions,
    merging,
    duplicates,
    bulk,
    reconciling,
    state,
    previews,
    presence,
    trash,
)


def desk_urls(site: AdminSite) -> list[URLPattern]:
    """Return the desk's addresses, each for people who may enter the admin only."""
    return [
        path(f"desk/{route}", site.admin_view(view), name=f"desk_{name}")
        for screen in SCREENS
        for route, view, name in screen.ADDRESSES
    ]
