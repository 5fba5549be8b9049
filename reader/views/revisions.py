"""The change log of a document, and its text as it was."""

from django.shortcuts import get_object_or_404

from reader.history import compare
from reader.models import Document
from reader.text.render import Html
from reader.views.lists import page_of
from reader.views.public import public_page, render_page


@public_page
def revision_list(request, slug):
    """List what readers have read under this address, the newest first, with its corrections."""
    document = get_object_or_404(Document.objects.published(), slug=slug)
    revisions = document.revisions.visible_to(request.user).order_by("-number")
    page = page_of(request, revisions.defer("html", "snapshot", "problems"))
    return render_page(
        request,
        "reader/revision_list.html",
        {"document": document, "page": page},
        facts={f"document:{document.pk}"},
        valid_until=document.expire_at,
    )


@public_page
def revision_detail(request, slug, number):
    """Show the text as it was read then, and what that revision changed."""
    document = get_object_or_404(Document.objects.published(), slug=slug)
    public = document.revisions.visible_to(request.user)
    revision = get_object_or_404(public, number=number)
    before = public.filter(number__lt=number).order_by("-number").first()
    after = public.filter(number__gt=number).order_by("number").first()
    context = {
        "document": document,
        "revision": revision,
        "text": Html(revision.html),  # written by the one renderer when it was saved
        "before": before,
        "after": after,
        "changes": compare(before, revision).changed if before else (),
    }
    return render_page(
        request,
        "reader/revision_detail.html",
        context,
        facts={f"document:{document.pk}"},
        valid_until=document.expire_at,
    )
