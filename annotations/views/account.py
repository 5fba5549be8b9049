"""One's own account, and the page that others see of it."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from annotations.formats.body import to_html
from annotations.forms import ProfileForm
from annotations.models import Annotation
from annotations.views.private import private_page
from reader.models import User
from reader.text.render import Html
from reader.views.public import public_page

# How many of a person's public annotations their page shows.
SHOWN = 20


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """Show the account, or change its profile; a stale form gets 409 and both texts."""
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    status = 200
    if request.method == "POST":
        if form.is_stale:
            there = form.there
            form = ProfileForm(_current(request.POST, form.current), instance=user)
            form.is_valid()
            context = {"form": form, "there": there}
            return render(request, "account/account.html", context, status=409)
        if form.is_valid():
            form.save()
            return redirect("annotations:account")
        status = 422
    return render(request, "account/account.html", {"form": form}, status=status)


def _current(posted, version):
    """Return what was typed, as an answer to what is there now."""
    typed = posted.copy()
    typed["version"] = version
    return typed


@public_page
def person(request, name):
    """Show someone who has said something in public; of others it does not tell that they exist."""
    person = User.objects.filter(username__iexact=name, is_active=True).first()
    if person is None:
        raise Http404
    rows = Annotation.objects.visible_to(None).filter(creator=person, parent=None)
    rows = list(rows.select_related("document").order_by("-created_at", "-pk")[:SHOWN])
    if not person.about and not rows:
        raise Http404
    if name != person.username:
        return redirect(person, permanent=True)
    for row in rows:
        row.words = Html(row.html)
    context = {"person": person, "rows": rows, "about": Html(to_html(person.about))}
    return render(request, "annotations/person_detail.html", context)
