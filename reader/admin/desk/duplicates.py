"""Likely duplicates, pair by pair: merge them, say that they are not the same, or go on."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reader.actions.merging import called
from reader.actions.telling_apart import ask_again, tell_apart
from reader.admin.desk.curators import for_curators, number_in, screen
from reader.admin.lists import link_to
from reader.duplicates import MODELS, keys_in_document, likely_pairs
from reader.models import Actor, Decided, Mergeable, Name, NotTheSame

PAGE = 20
TOLD_APART_SHOWN = 20


@dataclass(frozen=True)
class Pair:
    """Two records that are likely one, as the screen shows them; `first` would stay."""

    first: object
    second: object
    links: tuple[str, str]
    notes: tuple[str, str]
    percent: int
    reason: str


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates_screen(request, kind):
    """Show the likely pairs of a kind, the likeliest first; POST tells two apart, or asks again."""
    if kind not in MODELS:
        raise Http404
    if request.method == "POST":
        return _answer(request, kind)
    pairs = likely_pairs(kind)
    slug = request.GET.get("document", "")[:200]
    if slug:
        named = keys_in_document(kind, slug)
        pairs = [pair for pair in pairs if pair.first in named or pair.second in named]
    page = Paginator(pairs, PAGE).get_page(request.GET.get("page"))
    told = NotTheSame.objects.filter(kind=kind).select_related("user").order_by("-pk")
    context = {
        "kind": kind,
        "kinds": [(value, f"{Mergeable(value).label}s") for value in MODELS],
        "page": page,
        "pairs": _shown(kind, list(page)),
        "document": None,
        "slug": slug,
        "apart": _told_apart(kind, list(told[:TOLD_APART_SHOWN])),
        "merge_address": reverse("admin:desk_merge", args=[kind]),
    }
    title = f"Likely the same: {Mergeable(kind).label}s"
    return screen(request, "duplicates.html", title, context)


def _answer(request, kind):
    first, second = (number_in(request.POST.get(name)) for name in "ab")
    rows = MODELS[kind]._base_manager.in_bulk([pk for pk in (first, second) if pk])
    back = reverse("admin:desk_duplicates", args=[kind])
    page = number_in(request.POST.get("page"))
    if request.POST.get("told") == "again":
        if ask_again(kind, first, second, user=request.user):
            messages.success(request, "They will be asked about again.")
        return HttpResponseRedirect(back)
    if len(rows) != 2:
        messages.error(request, "Nothing was noted: one of the two is gone, or is the other.")
        return HttpResponseRedirect(back)
    one, other = rows[first], rows[second]
    tell_apart(kind, one, other, user=request.user)
    messages.success(
        request, f"Noted: {called(one)} is not {called(other)}. Nobody is asked again."
    )
    return HttpResponseRedirect(f"{back}?page={page}" if page else back)


def _shown(kind: str, twins: list) -> list[Pair]:
    """Return the pairs whose two records are there, the one with more to it as the one to stay."""
    keys = {key for pair in twins for key in (pair.first, pair.second)}
    rows = MODELS[kind]._base_manager
    rows = rows.select_related("actor") if kind == "name" else rows
    there = rows.in_bulk(keys)
    found = []
    for pair in twins:
        if pair.first in there and pair.second in there:
            two = sorted((there[pair.first], there[pair.second]), key=_standing)
            links = (link_to(two[0]), link_to(two[1]))
            notes = (_note(two[0]), _note(two[1]))
            found.append(Pair(*two, links, notes, round(pair.score * 100), pair.reason))
    return found


def _standing(record) -> tuple[bool, bool, int]:
    """Order what would stay before what would go: accepted first, then primary, then older."""
    is_proposed = isinstance(record, Decided) and record.state != "accepted"
    return is_proposed, getattr(record, "kind", "") != Name.Kind.PRIMARY, record.pk


def _note(record) -> str:
    match record:
        case Actor():
            return f"{record.get_kind_display()}, {record.get_state_display()}"
        case Name():
            return f"{record.get_kind_display()} name of {record.actor}"
    return ""


def _told_apart(kind: str, rows: list[NotTheSame]) -> list[tuple[NotTheSame, str, str]]:
    keys = {key for row in rows for key in (row.first, row.second)}
    there = MODELS[kind]._base_manager.in_bulk(keys)
    return [
        (row, called(there[row.first]), called(there[row.second]))
        for row in rows
        if row.first in there and row.second in there
    ]


ADDRESSES = [("duplicates/<slug:kind>/", duplicates_screen, "duplicates")]
