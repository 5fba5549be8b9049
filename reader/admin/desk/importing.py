"""Import: a file or pasted text, what would come of it, and only then the document."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from reader.actions.documents import apply
from reader.actions.files import read_within_limits, slug_of
from reader.actions.records import Stale
from reader.admin.desk.places import after_import, may_import
from reader.admin.desk.plans import (
    context_of,
    digest_of,
    fingerprint,
    plan_for,
    problems_as_text,
    problems_from_text,
)
from reader.models import Document
from reader.text.editing import CHANGEABLE, with_kinds
from reader.text.formats import FORMATS
from reader.text.manuscript import document_title
from reader.text.problems import Unreadable

CHANGED = (
    "Since this was shown, the document or the registry has changed, so that applying would do "
    "something else. Nothing was written. Look at what it would do now, and apply that."
)


class TextForm(forms.Form):
    """What is brought: a file or pasted text, and how to read it."""

    file = forms.FileField(
        required=False,
        widget=forms.ClearableFileInput(attrs={"autofocus": True}),
        help_text="Text, Markdown, a saved web page, or .docx.",
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label="or paste it",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    slug = forms.CharField(
        required=False,
        max_length=200,
        label="Address",
        help_text="The last part of its address; without one, the file’s name or the title.",
    )
    format = forms.ChoiceField(
        required=False,
        choices=[("", "by its content"), *((name, name) for name in FORMATS)],
        label="Read it as",
    )
    encoding = forms.CharField(
        required=False, max_length=40, help_text="Only for text that is not UTF-8: cp1252, …"
    )
    propose = forms.BooleanField(
        required=False,
        initial=True,
        label="Propose actors that nobody has entered",
        help_text="Proposals are seen by editors only.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > settings.LIMIT_FILE_BYTES:
            raise forms.ValidationError(
                f"The file is larger than {settings.LIMIT_FILE_BYTES} bytes, the most taken in."
            )
        return file

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if not file and not text.strip() and "file" not in self.errors:
            raise forms.ValidationError("Choose a file or paste a text.")
        if file and text.strip():
            raise forms.ValidationError("Choose a file or paste a text, not both.")
        return cleaned


class PlanForm(forms.Form):
    """A plan that was shown: its manuscript, where it goes, and the blocks that become others."""

    manuscript = forms.CharField(strip=False, widget=forms.Textarea)
    slug = forms.CharField(max_length=200)
    problems = forms.CharField(required=False, widget=forms.HiddenInput)
    propose = forms.BooleanField(required=False)
    digest = forms.CharField(required=False)
    shown = forms.CharField(required=False)
    reason = forms.CharField(required=False, max_length=500)

    def clean_manuscript(self):
        # A browser sends line ends as CR LF.
        return self.cleaned_data["manuscript"].replace("\r\n", "\n")

    def clean_slug(self):
        try:
            return slug_of(self.cleaned_data["slug"])
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None

    def kinds(self) -> dict[int, str]:
        """Return the kind that each block of the body shall have, as the page asked for it.

        Empty once the text was edited by hand: then the numbers may mean other blocks.
        """
        asked: dict[int, str] = {}
        if self.cleaned_data["shown"] != fingerprint(self.cleaned_data["manuscript"]):
            return asked
        for name, value in self.data.items():
            number = name.removeprefix("kind-")
            if number != name and number.isascii() and number.isdigit() and value in CHANGEABLE:
                asked[int(number)] = value
        return asked


@require_http_methods(["GET", "POST"])
def import_text(request):
    """Bring a text, look at its plan and change it (POST step=plan), apply it (step=apply)."""
    if not may_import(request.user):
        raise PermissionDenied
    step = request.POST.get("step", "")
    if step in ("plan", "apply"):
        return _planned(request, step)
    is_brought = request.method == "POST"
    form = TextForm(request.POST, request.FILES) if is_brought else TextForm()
    if is_brought and form.is_valid():
        try:
            return _show_first(request, form.cleaned_data)
        except Unreadable as error:
            form.add_error(None, str(error))
    if "document" in request.GET and not form.is_bound:
        form.initial["slug"] = request.GET["document"]
    return _render(request, "import", {"form": form}, status=400 if form.errors else 200)


def _show_first(request, given):
    """Read what was brought and show its plan."""
    file = given["file"]
    name = PurePath(file.name).name if file else ""
    data = file.read() if file else given["text"].replace("\r\n", "\n").encode()
    formatted = read_within_limits(
        data, name=name, format=given["format"], encoding=given["encoding"]
    )
    title = document_title(formatted.parsed())
    slug = slug_of(given["slug"] or PurePath(name).stem or title)
    return _show(
        request, formatted.manuscript, slug, list(formatted.problems), propose=given["propose"]
    )


def _planned(request, step):
    form = PlanForm(request.POST)
    if not form.is_valid():
        error = " ".join(str(e) for errors in form.errors.values() for e in errors)
        fresh = TextForm(initial={"text": request.POST.get("manuscript", "")})
        return _render(request, "import", {"form": fresh, "refused": error}, status=400)
    given = form.cleaned_data
    problems = problems_from_text(given["problems"])
    try:
        manuscript = with_kinds(given["manuscript"], form.kinds())
    except ValueError as error:
        return HttpResponseBadRequest(f"This cannot be: {error}.", content_type="text/plain")
    if step == "plan" or manuscript != given["manuscript"]:
        return _show(
            request, manuscript, given["slug"], problems, propose=given["propose"], form=form
        )
    plan = plan_for(manuscript, given["slug"], problems=problems, propose=given["propose"])
    _may_go_there(request, plan)
    if digest_of(plan) != given["digest"]:
        return _show_plan(request, plan, problems, form, refused=CHANGED, status=409)
    try:
        document = apply(plan, author=request.user, reason=given["reason"] or "import")
    except Unreadable as error:
        return _show_plan(request, plan, problems, form, refused=str(error), status=400)
    except Stale:
        plan = plan_for(manuscript, given["slug"], problems=problems, propose=given["propose"])
        return _show_plan(request, plan, problems, form, refused=CHANGED, status=409)
    is_draft = document.status == Document.Status.DRAFT
    said = "is in. Nothing of it is public yet." if is_draft else "is revised."
    messages.success(request, f"“{document.title}” {said}")
    return redirect(after_import(request.user, document))


def _show(request, manuscript, slug, problems, *, propose, form=None):
    plan = plan_for(manuscript, slug, problems=problems, propose=propose)
    _may_go_there(request, plan)
    return _show_plan(request, plan, problems, form, propose=propose)


def _may_go_there(request, plan) -> None:
    """A slug that is taken means that document: only who may edit it may plan with it."""
    if plan.document is not None and not may_import(request.user, plan.document):
        raise PermissionDenied


def _show_plan(request, plan, problems, form, *, refused="", status=200, propose=None):
    if propose is None:
        propose = form.cleaned_data["propose"]
    context = {
        **context_of(plan),
        "slug": plan.slug,
        "kinds": CHANGEABLE,
        "has_title": bool(document_title(plan.reading.document)),
        "problems_text": problems_as_text(problems) if problems is not None else "",
        "propose": propose,
        "reason": form.cleaned_data.get("reason", "") if form else "",
        "refused": refused,
        "document": plan.document,
    }
    return _render(request, "plan", context, status=status)


def _render(request, name, context, *, status=200):
    title = {"import": "Import a text", "plan": "What would come in"}[name]
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/desk/{name}.html", context, status=status)


ADDRESSES = [("import/", import_text, "import")]
