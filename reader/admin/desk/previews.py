"""Previews of a document: links for colleagues without an account, and what they answered."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reader.actions.previews import LONGEST_DAYS, make_preview, revoke_preview, settle_comment
from reader.models import Document, PreviewComment

USUAL_DAYS = 7


class LinkForm(forms.Form):
    """Whom a link is for, and how long it leads somewhere."""

    label = forms.CharField(label="For whom", max_length=100)
    days = forms.IntegerField(
        label="Days until it ends", min_value=1, max_value=LONGEST_DAYS, initial=USUAL_DAYS
    )


@require_http_methods(["GET", "HEAD", "POST"])
def previews(request, slug):
    """List the links and what was said by each; on POST make or revoke one, or settle an answer."""
    document = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
    edits = Document.objects.may_edit(request.user).filter(pk=document.pk).exists()
    if not (edits or request.user.has_perm("reader.publish_document")):
        raise PermissionDenied
    form = LinkForm()
    if request.method == "POST" and "settle" in request.POST:
        said = PreviewComment.objects.filter(link__document=document)
        comment = get_object_or_404(said, pk=_posted_key(request, "settle"))
        settle_comment(comment, user=request.user)
        messages.success(request, f"What {comment.name} said waits no more.")
    elif request.method == "POST" and "revoke" in request.POST:
        link = get_object_or_404(document.preview_links, pk=_posted_key(request, "revoke"))
        revoke_preview(link, user=request.user)
        messages.success(request, f"The link for {link} leads nowhere any more.")
    elif request.method == "POST":
        form = LinkForm(request.POST)
        if form.is_valid():
            link = make_preview(document, user=request.user, **form.cleaned_data)
            messages.success(request, f"The link for {link} is made.")
    if request.method == "POST" and not form.errors:
        return HttpResponseRedirect(reverse("admin:desk_previews", args=[document.slug]))
    links = document.preview_links.select_related("made_by").prefetch_related("comments")
    context = {
        **admin.site.each_context(request),
        "title": "Previews",
        "document": document,
        "links": links,
        "form": form,
        "site": settings.SITE_URL,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/desk/previews.html", context, status=status)


def _posted_key(request, name: str) -> int:
    key = request.POST[name]
    return int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0


ADDRESSES = [("documents/<slug:slug>/previews/", previews, "previews")]
