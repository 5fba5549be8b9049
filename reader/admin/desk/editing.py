"""The text of a document in one editor: what a change does is seen before it is saved."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from reader.actions.drafts import discard_draft, save_draft
from reader.actions.records import Stale
from reader.actions.revisions import revise
from reader.admin.desk.places import document_to_edit
from reader.admin.desk.plans import context_of, digest_of, plan_for
from reader.admin.desk.presence import others_at
from reader.models import Document, Draft
from reader.text.diffs import BlockChange, compare_texts, paragraphs_of
from reader.text.problems import Unreadable

LOOK_FIRST = "This is what saving does. Save once more to do it."
CHANGED = "What saving does has changed since you saw it. Look again; nothing was saved."
STALE = "Someone else has saved this text since you opened it. Nothing was saved."


class ManuscriptForm(forms.Form):
    """A manuscript as typed, what it began from, and what was seen of its plan."""

    manuscript = forms.CharField(strip=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)
    draft = forms.IntegerField(required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(required=False)
    reason = forms.CharField(required=False, max_length=500)
    notice = forms.CharField(required=False, max_length=2000)
    propose = forms.BooleanField(required=False)

    def clean_manuscript(self):
        return self.cleaned_data["manuscript"].replace("\r\n", "\n")


@require_http_methods(["GET", "POST"])
def edit_text(request, slug):
    """Show the manuscript or its draft (GET); POST show, save, keep as a draft, discard that."""
    document = document_to_edit(request.user, slug)
    latest = document.revisions.order_by("-number").first()
    if latest is None:
        raise Http404
    draft = Draft.objects.filter(document=document).first()
    if request.method == "GET":
        if draft is not None:
            return _show(request, document, draft.manuscript, base=draft.base)
        return _show(request, document, latest.manuscript, base=latest.number)
    form = ManuscriptForm(request.POST)
    if not form.is_valid():
        typed = request.POST.get("manuscript", "")
        said = " ".join(str(e) for errors in form.errors.values() for e in errors)
        return _show(request, document, typed, base=latest.number, refused=said, status=400)
    given = form.cleaned_data
    if request.POST.get("step") in ("keep", "discard"):
        return _keep(request, document, draft, given)
    if (given["version"], given["base"]) != (document.version, latest.number):
        return _refuse_stale(request, document, given)
    if request.POST.get("step") != "save":
        return _show(request, document, given["manuscript"], base=given["base"], given=given)
    return _save(request, document, given)


@require_POST
def preview_text(request, slug):
    """Answer with the part of the screen that says what saving would do; nothing is written."""
    document = document_to_edit(request.user, slug)
    manuscript = request.POST.get("manuscript", "").replace("\r\n", "\n")
    plan = plan_for(manuscript, document.slug, problems=None, propose="propose" in request.POST)
    context = {**context_of(plan), "document": document}
    response = TemplateResponse(request, "admin/desk/_text_plan.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _keep(request, document: Document, draft: Draft | None, given):
    """Keep the text as the draft beside what readers see, or throw the draft away."""
    version = given["draft"] or 0
    try:
        if request.POST["step"] == "discard":
            if draft is not None:
                discard_draft(draft, version=version, user=request.user)
            messages.success(request, "The draft is gone; readers see what they saw.")
        else:
            save_draft(
                document, given["manuscript"], version=version, user=request.user,
                base=given["base"],
            )  # fmt: skip
            messages.success(request, "Kept as a draft. Readers see what they saw.")
    except Stale:
        refused = "Someone else has saved or discarded the draft since you opened it."
        return _show(
            request, document, given["manuscript"],
            base=given["base"], given=given, refused=refused, status=409,
        )  # fmt: skip
    return redirect("admin:desk_text", slug=document.slug)


def _save(request, document: Document, given):
    plan = plan_for(given["manuscript"], document.slug, problems=None, propose=given["propose"])
    if digest_of(plan) != given["digest"]:
        refused = CHANGED if given["digest"] else LOOK_FIRST
        status = 409 if given["digest"] else 200
        return _show(
            request, document, given["manuscript"],
            base=given["base"], given=given, refused=refused, status=status, plan=plan,
        )  # fmt: skip
    try:
        revise(
            plan, author=request.user, reason=given["reason"], notice=given["notice"],
            draft=given["draft"] or 0,
        )  # fmt: skip
    except Stale:
        document.refresh_from_db()
        return _refuse_stale(request, document, given)
    except Unreadable as error:
        return _show(
            request, document, given["manuscript"],
            base=given["base"], given=given, refused=str(error), status=400, plan=plan,
        )  # fmt: skip
    messages.success(request, "Saved, and everything in it is as it was shown.")
    return redirect("admin:desk_text", slug=document.slug)


def _show(
    request, document, manuscript, *, base, given=None, refused="", status=200, plan=None, more=None
):
    propose = given["propose"] if given else False
    if plan is None:
        plan = plan_for(manuscript, document.slug, problems=None, propose=propose)
    context = {
        **admin.site.each_context(request),
        **context_of(plan),
        "title": "Edit the text",
        "document": document,
        "manuscript": manuscript,
        "base": base,
        "draft": Draft.objects.filter(document=document).first(),
        "reason": given["reason"] if given else "",
        "notice": given["notice"] if given else "",
        "propose": propose,
        "refused": refused,
        # Looking at what a text would do writes nothing, not even that one is there.
        "others": others_at(request.user, document) if request.method == "GET" else [],
        "preview_url": reverse("admin:desk_text_preview", args=[document.slug]),
        **(more or {}),
    }
    return TemplateResponse(request, "admin/desk/text.html", context, status=status)


def _refuse_stale(request, document: Document, given):
    """Show what the others changed and what this editor did, both against what was opened."""
    revisions = {row.number: row for row in document.revisions.filter(number=given["base"])}
    latest = document.revisions.order_by("-number").first()
    opened = revisions.get(given["base"], latest)
    more = {
        "theirs": _changes(opened.manuscript, latest.manuscript),
        "mine": _changes(opened.manuscript, given["manuscript"]),
        "latest": latest,
        "opened": opened,
    }
    return _show(
        request, document, given["manuscript"],
        base=latest.number, given=given, refused=STALE, status=409, more=more,
    )  # fmt: skip


def _changes(old: str, new: str) -> list[BlockChange]:
    """Return the paragraphs of a manuscript that differ."""
    changes = compare_texts(paragraphs_of(old), paragraphs_of(new))
    return [change for change in changes if change.how != "kept"]


ADDRESSES = [
    ("documents/<slug:slug>/text/", edit_text, "text"),
    ("documents/<slug:slug>/text/preview/", preview_text, "text_preview"),
]
