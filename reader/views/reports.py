"""“This is wrong”: a plain form for every reader, on a page of its own."""

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from reader.accounts import AccountAdapter
from reader.actions.reports import TooMany, find_reported, send_report
from reader.models import Document
from reader.text.sentences import quote_around
from reader.text.spans import Span

NAMED = ("note", "source", "block", "start", "end", "subject")
SHOWN_SENTENCE = 400


class ReportForm(forms.Form):
    """What is wrong, in the reader's words; a mail address only if an answer is wanted."""

    words = forms.CharField(
        label="What is wrong", widget=forms.Textarea(attrs={"rows": 5}), min_length=3
    )
    mail = forms.EmailField(label="Your mail address, if you like", required=False)
    # Nobody sees it, so whoever fills it in is a machine.
    website = forms.CharField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        limit = settings.LIMIT_REPORT_CHARACTERS
        self.fields["words"].max_length = limit
        self.fields["words"].widget.attrs["maxlength"] = limit
        self.fields["words"].validators.append(MaxLengthValidator(limit))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, slug):
    """Ask what is wrong with a note, a source or an actor of a public document, and keep it."""
    document = get_object_or_404(Document.objects.published(), slug=slug)
    given = {name: request.GET.get(name, "") for name in NAMED}
    reported = find_reported(document, given)
    if reported is None:
        raise Http404
    form, status, wait = ReportForm(request.POST or None), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _send(request, document, reported, form)
            except TooMany as refused:
                status, wait = 429, refused.seconds
                form.add_error(None, "That is enough for now: please come back later.")
            else:
                named = {name: value for name, value in given.items() if value}
                return HttpResponseRedirect(f"{request.path}?{urlencode(named | {'sent': 1})}")
    span = Span(reported.start, reported.end)
    context = {
        "document": document,
        "reported": reported,
        "quoted": quote_around(reported.block.text, span, SHOWN_SENTENCE),
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
        "back": f"{document.get_absolute_url()}#b-{reported.block.key}",
    }
    response = render(request, "reader/report.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def _send(request, document, reported, form) -> None:
    """Keep the report; what a machine filled in is thanked for and dropped."""
    if form.cleaned_data["website"]:
        return
    address = AccountAdapter(request).get_client_ip(request)
    send_report(
        document,
        reported,
        words=form.cleaned_data["words"],
        mail=form.cleaned_data["mail"],
        sender=salted_hmac("reader.reports", address, algorithm="sha256").hexdigest(),
    )
