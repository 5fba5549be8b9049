"""One annotation at its own address: read, replaced and deleted; JSON-LD or a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from annotations.actions import writing
from annotations.formats.refusal import Refusal
from annotations.models import Viewpoint
from annotations.views.asking import base_of, door, wants_json
from annotations.views.door import (
    ONE_ALLOWS,
    find,
    incoming_of,
    one_response,
    options,
    signed_in,
    version_of,
)
from annotations.views.pages import gone_page, thread_page


@door
def annotation(request, public_id):
    """One annotation: read, replaced, deleted; as JSON-LD, or for people as a page."""
    view = Viewpoint(request.user)
    if request.method == "OPTIONS":
        return options(ONE_ALLOWS)
    if request.method in ("GET", "HEAD"):
        try:
            row = find(public_id, view)
        except Refusal as refusal:
            if refusal.status == 410 and not wants_json(request):
                return gone_page(request, public_id, view)
            raise
        if wants_json(request):
            return one_response(request, row, view)
        return thread_page(request, row, view)
    if request.method == "PUT":
        return _put(request, public_id, view)
    if request.method == "DELETE":
        row = find(public_id, view)
        writing.delete(row, user=signed_in(request), version=version_of(request, needed=False))
        return HttpResponse(status=204)
    return HttpResponseNotAllowed(ONE_ALLOWS.split(", "))


def _put(request: HttpRequest, public_id: Any, view: Viewpoint) -> HttpResponse:
    row = find(public_id, view)
    user = signed_in(request)
    version = version_of(request, needed=True)
    incoming, _ = incoming_of(request)
    if incoming.id and incoming.id not in (row.via, base_of(request) + row.get_absolute_url()):
        raise Refusal(409, "id cannot be changed.", "id")
    writing.edit(row, incoming, user=user, version=version)
    return one_response(request, row, view)
