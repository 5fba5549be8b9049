"""The revisions of a document: who changed what, when and why, and the way back to any of them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from reader.actions.records import Stale
from reader.actions.revisions import restore_revision
from reader.admin.desk.places import document_to_edit, document_to_read, may_import
from reader.history import compare
from reader.models import Revision

ON_A_PAGE = 50


@require_safe
def list_revisions(request, slug):
    """List the revisions of a document, the newest first."""
    document = document_to_read(request.user, slug)
    rows = (
        document.revisions.order_by("-number")
        .select_related("author")
        .only("number", "author__username", "reason", "notice", "created_at", "public_from")
    )
    context = {
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "document": document,
    }
    return _render(request, "revisions", "Revisions", context)


@require_http_methods(["GET", "POST"])
def show_revision(request, slug, number):
    """Show what a revision changed (?against=N: against that one); POST brings it back."""
    document = document_to_read(request.user, slug)
    revision = get_object_or_404(document.revisions, number=number)
    if request.method == "POST":
        return _restore(request, slug, revision)
    against = request.GET.get("against", str(number - 1))
    if not against.isascii() or not against.isdigit() or len(against) > 9:
        raise Http404
    before = document.revisions.filter(number=int(against)).first()
    if before is not None and before.number > number:
        before, revision = revision, before
    context = {
        "document": document,
        "revision": revision,
        "before": before,
        "numbers": list(document.revisions.order_by("number").values_list("number", flat=True)),
        "comparison": compare(before, revision),
        "is_live": document.live_revision_id == revision.pk,
        "may_edit": may_import(request.user, document),
        "version": document.version,
    }
    return _render(request, "revision", f"Revision {revision.number}", context)


def _restore(request, slug: str, revision: Revision):
    document = document_to_edit(request.user, slug)
    given = request.POST.get("version", "")
    if given != str(document.version):
        messages.error(
            request,
            "Someone else has changed this document since you opened the page. Nothing was "
            "brought back; look at what it is now.",
        )
        return redirect("admin:desk_revisions", slug=slug)
    try:
        restored = restore_revision(
            document, revision.number, user=request.user, reason=request.POST.get("reason", "")
        )
    except Stale:
        messages.error(request, "Someone else was faster. Nothing was brought back.")
    else:
        messages.success(
            request,
            f"Revision {revision.number} is back, as revision {restored.live_revision.number}."
            if restored.live_revision_id != document.live_revision_id
            else f"The text is that of revision {revision.number} already.",
        )
    return redirect("admin:desk_revisions", slug=slug)


def _render(request, name, title, context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/desk/{name}.html", context)


ADDRESSES = [
    ("documents/<slug:slug>/revisions/", list_revisions, "revisions"),
    ("documents/<slug:slug>/revisions/<int:number>/", show_revision, "revision"),
]
