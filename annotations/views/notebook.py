"""One's notebook: the list of all one wrote, and the same as a file."""

from __future__ import annotations

from itertools import chain, islice
from urllib.parse import urlencode

from allauth.core.ratelimit import consume, respond_429
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from annotations import notebook, threads
from annotations.exports.notebook import as_csv, as_json_ld, as_markdown
from annotations.models import Annotation, Viewpoint
from annotations.permissions import Visibility
from annotations.views.asking import base_of
from annotations.views.private import private_page
from reader.models import User
from reader.text.render import Html

# How many rows are in memory at once while a file is written.
AT_ONCE = 500
FILES = {
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "jsonld": "application/ld+json",
}


@private_page
@require_safe
def notebook_page(request):
    """Show a page of one's annotations, filtered as the query says."""
    view = Viewpoint(User.objects.get(pk=request.user.pk))
    filters = notebook.Filters.read(request.GET)
    rows = notebook.notebook_of(view, filters)
    found, following = notebook.page_after(notebook.full(rows), request.GET.get("after", ""))
    for row in found:
        row.words = Html(row.html)
        row.is_lost = any(place.status == "lost" for t in row.passages for place in t.now)
    context = {
        "filters": filters,
        "choices": notebook.choices_for(view),
        "kinds": Annotation.Kind.choices,
        "states": notebook.STATES.items(),
        "visibilities": [(visibility.value, visibility.value) for visibility in Visibility],
        "rows": found,
        "total": rows.count(),
        "is_first": not request.GET.get("after"),
        "following": _address(filters, following) if following else "",
    }
    return render(request, "annotations/notebook.html", context)


def _address(filters: notebook.Filters, after: str) -> str:
    more = urlencode({"after": after})
    query = f"{filters.query}&{more}" if filters.query else more
    return f"{reverse('annotations:notebook')}?{query}"


@private_page
@require_POST
def notebook_export(request):
    """Answer the annotations that the query asks for as one file in the posted format."""
    form = request.POST.get("format", "")
    if form not in FILES:
        raise Http404
    if not consume(request, action="export"):
        return respond_429(request)
    user = User.objects.get(pk=request.user.pk)
    rows = notebook.notebook_of(user, notebook.Filters.read(request.GET))
    text = _text_of(rows, form, user, base_of(request))
    response = HttpResponse(text, content_type=FILES[form])
    name = f"notebook-{timezone.now():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _text_of(rows, form, user, base):
    if form == "jsonld":
        view = Viewpoint(user)
        found = threads.ready(rows).iterator(chunk_size=AT_ONCE)
        items = chain.from_iterable(
            threads.outgoing(some, view) for some in iter(lambda: list(islice(found, AT_ONCE)), [])
        )
        return as_json_ld(items, base, reverse("annotations:notebook"), rows.count())
    rows = notebook.full(rows)
    if form == "csv":
        return "".join(as_csv(rows.iterator(chunk_size=AT_ONCE), base))
    rows = rows.order_by("document__title", "document", "created_at", "pk")
    return "".join(as_markdown(rows.iterator(chunk_size=AT_ONCE), base))
