"""A draft shown to a colleague without an account, who may comment, approve or decline."""

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reader import article
from reader.actions.previews import answer_preview, draft_plan
from reader.actions.reports import TooMany
from reader.models import PreviewComment, PreviewLink
from reader.preview import preview_of


class AnswerForm(forms.Form):
    """Who one is, what one says, and whether the draft may go on as it is."""

    name = forms.CharField(label="Your name", max_length=100)
    text = forms.CharField(
        label="What you say to it", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    verdict = forms.ChoiceField(
        label="Verdict", required=False, choices=PreviewComment.Verdict.choices
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        limit = settings.LIMIT_PREVIEW_CHARACTERS
        self.fields["text"].widget.attrs["maxlength"] = limit
        self.fields["text"].validators.append(MaxLengthValidator(limit))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned["text"].strip() or cleaned["verdict"]):
            raise forms.ValidationError("Say something, or give a verdict.")
        return cleaned


# The address itself is the key, and no cookie is looked at: there is nothing to forge. A token in
# the form would fail besides, since under no-referrer browsers do not say whence a form comes.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, signed):
    """Show the draft that a link opens; on POST keep what is said to it."""
    link = get_object_or_404(PreviewLink.objects.signed(signed).select_related("document"))
    form, status, wait = AnswerForm(request.POST or None), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_preview(link, **form.cleaned_data)
            except TooMany as refused:
                status, wait = 429, refused.seconds
                form.add_error(None, "That is enough for now: please come back later.")
            else:
                return _private(HttpResponseRedirect(f"{request.path}?sent=1#said"))
    plan = draft_plan(link.document)
    context = {
        "document": link.document,
        "link": link,
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
        "preview": preview_of(plan) if plan else None,
        "article": None if plan else article.load(link.document),
    }
    response = _private(render(request, "reader/preview.html", context, status=status))
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def _private(response):
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
