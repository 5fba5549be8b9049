"""Identifiers from a list: which entry is which actor, one by one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reader.actions.reconciling import (
    COLUMNS,
    accept_match,
    keep_list,
    refuse_match,
    set_aside,
)
from reader.actions.records import Stale
from reader.admin.desk.curators import for_curators, number_in, screen
from reader.admin.lists import link_to
from reader.bulk.files import read_rows
from reader.duplicates import matches_of
from reader.models import Actor, Identifier, ListedIdentifier
from reader.text.problems import Unreadable

PAGE = 20
CANDIDATES = 4
REFUSED_SHOWN = 10


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile_screen(request):
    """Show the entries that wait with the likely actors; POST keeps a list, or decides on one."""
    scheme = request.POST.get("scheme") or request.GET.get("scheme") or "wikidata"
    if scheme not in Identifier.SCHEMES:
        raise Http404
    if request.method != "POST":
        return _show(request, scheme)
    if "listed" in request.POST:
        return _decide(request, scheme)
    return _keep(request, scheme)


def _keep(request, scheme):
    file = request.FILES.get("file")
    try:
        if file is not None and file.size > settings.LIMIT_FILE_BYTES:
            raise Unreadable(f"The file has more than {settings.LIMIT_FILE_BYTES} bytes.")
        data = file.read() if file is not None else request.POST.get("text", "").encode()
        if not data:
            raise Unreadable("Choose a file, or paste a list.")
        rows = read_rows(data, COLUMNS)
        if len(rows) > settings.LIMIT_TABLE_ROWS:
            raise Unreadable(f"The list has more than {settings.LIMIT_TABLE_ROWS} entries.")
    except Unreadable as fault:
        return _show(request, scheme, faults=[str(fault)], status=422)
    name = file.name if file is not None else "pasted text"
    number, refused = keep_list(scheme, rows, user=request.user, file=name)
    if refused:
        faults = [f"{number} new entries were kept; {len(refused)} were not:", *refused]
        return _show(request, scheme, faults=faults[: REFUSED_SHOWN + 1])
    entries = "entry waits" if number == 1 else "entries wait"
    messages.success(request, f"{number} new {entries} below.")
    return HttpResponseRedirect(_here(scheme))


def _decide(request, scheme):
    listed = ListedIdentifier.objects.filter(pk=number_in(request.POST["listed"])).first()
    if listed is None:
        raise Http404
    deed, actor = request.POST.get("deed"), None
    if deed in ("accept", "refuse"):
        actor = Actor.objects.filter(pk=number_in(request.POST.get("actor"))).first()
        if actor is None:
            return _show(request, scheme, faults=["Nothing was noted: the actor is gone."])
    if deed == "accept":
        version = number_in(request.POST.get("version")) or 0
        try:
            accept_match(listed, actor, version=version, user=request.user)
        except Stale:
            faults = [f"Nothing was noted: someone else has changed {actor}. This is it now."]
            return _show(request, scheme, faults=faults, status=409)
        messages.success(request, f"Noted: {actor} is {listed}.")
    elif deed == "refuse":
        refuse_match(listed, actor, user=request.user)
        messages.success(request, f"Noted: {actor} is not {listed}.")
    elif deed == "skip":
        set_aside(listed, user=request.user)
        messages.success(request, f"Set aside: {listed}.")
    return HttpResponseRedirect(_here(scheme))


def _show(request, scheme, *, faults=(), status=200):
    matches = matches_of(scheme)
    waiting = list(ListedIdentifier.objects.waiting(scheme))
    waiting.sort(key=lambda one: (-(matches[one.pk][0].score if matches[one.pk] else 0), one.pk))
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    keys = {pair.second for one in page for pair in matches[one.pk][:CANDIDATES]}
    actors = Actor.objects.in_bulk(keys)
    cases = [
        (
            one,
            [
                (actors[pair.second], link_to(actors[pair.second]), pair)
                for pair in matches[one.pk][:CANDIDATES]
                if pair.second in actors
            ],
        )
        for one in page
    ]
    context = {
        "scheme": scheme,
        "schemes": [(key, label) for key, (label, _) in Identifier.SCHEMES.items()],
        "cases": cases,
        "page": page,
        "faults": faults,
        "columns": COLUMNS.items(),
    }
    return screen(request, "reconcile.html", "Identifiers from a list", context, status=status)


def _here(scheme: str) -> str:
    return f"{reverse('admin:desk_reconcile')}?scheme={scheme}"


ADDRESSES = [("reconcile/", reconcile_screen, "reconcile")]
