"""The state of a document: its steps, its dates, its address, and who and what it is by."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reader.actions.addresses import Taken, readdress
from reader.actions.records import Stale, save_record
from reader.actions.trash import delete_record
from reader.actions.workflow import (
    LONGEST_REASON,
    STEPS,
    UNCHANGED,
    NotAllowed,
    errors_of,
    may_be_deleted,
    state_now,
    steps_for,
    take_step,
    warnings_of,
)
from reader.admin.base import last_save_of
from reader.admin.desk.presence import others_at
from reader.admin.forms import LinesField, RecordForm
from reader.models import Document, EditorialAct

ACTS_SHOWN = 10
# A save that lost the race is read again, once: then it sees the row that won.
TRIES = 2


class Moment(forms.DateTimeInput):
    """A date and time in one field, to the second, as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self):
        super().__init__(format="%Y-%m-%dT%H:%M:%S", attrs={"step": "1"})


class StateForm(RecordForm):
    """A step with its dates and its reason. It is stale whenever the document is."""

    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For sending back and withdrawing; readers see why a document was withdrawn.",
    )

    class Meta:
        model = Document
        fields = ["status", "publish_at", "expire_at"]
        widgets = {"status": forms.HiddenInput, "publish_at": Moment, "expire_at": Moment}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].disabled = True
        self.fields["publish_at"].help_text = "UTC. Empty: at once. A moment to come: scheduled."
        self.fields["expire_at"].help_text = "UTC. Empty: for ever."

    def has_changed(self):
        return True

    def moment(self, name: str):
        """Return the date that was typed, or that nothing was."""
        return self.cleaned_data[name] if name in self.changed_data else UNCHANGED


class DetailsForm(RecordForm):
    """The byline, the language, and the work that the document appeared in."""

    authors = LinesField(label="Byline", required=False, help_text="One name a line.")

    class Meta:
        model = Document
        fields = ["authors", "publication", "volume", "issue", "language", "direction"]


class AddressForm(RecordForm):
    """The last part of the document's address."""

    class Meta:
        model = Document
        fields = ["slug"]
        help_texts = {"slug": "What stands at the old address leads to the new one for ever."}


FORMS = {"state": StateForm, "details": DetailsForm, "address": AddressForm}


@require_http_methods(["GET", "HEAD", "POST"])
def state(request, slug):
    """Show where a document stands; on POST take the step, or save the form, that was sent."""
    document = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
    rights = _rights(document, request.user)
    if not any(rights.values()):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, document, rights, {})
    name = request.POST.get("form", "")
    if name == "delete":
        return _delete(request, document, rights)
    if name not in FORMS:
        return HttpResponseBadRequest("That is no form of this page.")
    if not rights[name]:
        raise PermissionDenied
    for last_try in range(1, TRIES + 1):
        document = Document.objects.get(pk=document.pk)
        form = FORMS[name](request.POST, instance=document, prefix=name)
        if not form.is_valid():
            break
        try:
            words = _SAVES[name](form, request)
        except (NotAllowed, Taken) as error:
            form.add_error(None, str(error))
            break
        except Stale:
            if last_try == TRIES:
                raise
            continue
        messages.success(request, words)
        return HttpResponseRedirect(reverse("admin:desk_state", args=[_slug_of(document)]))
    return _page(request, Document.objects.get(pk=document.pk), rights, {name: form})


def _step(form: StateForm, request) -> str:
    name = request.POST.get("step", "")
    if name not in STEPS:
        raise NotAllowed("Choose a step.")
    if name not in {step.name for step in steps_for(_row(form), request.user)}:
        raise NotAllowed(f"“{STEPS[name].label}” is not open to you as the document is now.")
    document = take_step(
        form.instance,
        name,
        version=form.was.version,
        user=request.user,
        publish_at=form.moment("publish_at"),
        expire_at=form.moment("expire_at"),
        reason=form.cleaned_data["reason"],
    )
    return f"{STEPS[name].label}: done. The document is {document.get_status_display()}."


def _details(form: DetailsForm, request) -> str:
    if not form.has_changed():
        return "Nothing was changed."
    save_record(form.instance, version=form.was.version, user=request.user)
    return "Saved."


def _address(form: AddressForm, request) -> str:
    slug, document = form.cleaned_data["slug"], _row(form)
    if readdress(document, slug, request.user, version=form.was.version) is None:
        return "Nothing was changed."
    return f"The address is now {document.get_absolute_url()}."


_SAVES = {"state": _step, "details": _details, "address": _address}


def _delete(request, document: Document, rights: dict[str, bool]):
    """Put a draft into the trash, if it is as it was when the page was shown."""
    if not rights["delete"]:
        raise PermissionDenied
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        delete_record(document, version=seen, user=request.user)
    except (Stale, NotAllowed) as error:
        words = str(error) if isinstance(error, NotAllowed) else "Someone has saved it since."
        messages.error(request, f"Nothing was deleted. {words}")
        return _page(request, document, rights, {}, status=409)
    messages.success(request, f"“{document}” is in the trash.")
    return HttpResponseRedirect(reverse("admin:reader_document_changelist"))


def _rights(document: Document, user) -> dict[str, bool]:
    """Return which of the page's forms this user may send."""
    publishes = user.has_perm("reader.publish_document")
    edits = Document.objects.may_edit(user).filter(pk=document.pk).exists()
    return {
        "state": publishes or edits,
        "details": publishes or edits or user.has_perm("reader.curate"),
        "address": publishes,
        "delete": (publishes or edits) and may_be_deleted(document),
    }


def _page(request, document: Document, rights, posted: dict, status: int = 200):
    """Show the page; a form that was sent and not taken is shown with what was typed."""
    shown = {
        name: posted.get(name) or form(instance=Document.objects.get(pk=document.pk), prefix=name)
        for name, form in FORMS.items()
        if rights[name]
    }
    conflicts = [form.conflict for form in posted.values() if form.conflict]
    if posted:
        status = 409 if conflicts else 422
    acts = EditorialAct.objects.filter(document=document).select_related("user")
    context = {
        **admin.site.each_context(request),
        "title": "State",
        "document": document,
        "forms": shown,
        "steps": steps_for(document, request.user),
        "errors": errors_of(document),
        "warnings": warnings_of(document),
        "edits_text": Document.objects.may_edit(request.user).filter(pk=document.pk).exists(),
        "state_words": Document.Status(state_now(document)).label,
        "rights": rights,
        "conflicts": conflicts,
        "last_save": last_save_of(document) if conflicts else "",
        "acts": acts[:ACTS_SHOWN],
        "others": others_at(request.user, document),
        "opts": Document._meta,
    }
    return TemplateResponse(request, "admin/desk/state.html", context, status=status)


def _row(form: RecordForm) -> Document:
    """Return the row as it is: a valid form has put what was typed into its own instance."""
    return Document.objects.get(pk=form.instance.pk)


def _slug_of(document: Document) -> str:
    return Document.objects.values_list("slug", flat=True).get(pk=document.pk)


ADDRESSES = [("documents/<slug:slug>/state/", state, "state")]
