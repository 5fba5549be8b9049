"""Two records side by side, to be made one; and the ledger, in which that is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from reader.actions.merging import MERGED, CannotMerge, MergePlan, merge, plan_merge
from reader.actions.naming import OTHER_KINDS, kind_after
from reader.actions.records import Stale
from reader.actions.unmerging import CannotUnmerge, unmerge
from reader.admin.desk.curators import for_curators, number_in, screen
from reader.admin.lists import link_to
from reader.admin.spans import passage
from reader.duplicates import Found, found_beside
from reader.models import (
    Actor,
    Citation,
    Document,
    Mention,
    Merge,
    Mergeable,
    Name,
    Source,
    State,
    Topic,
    TopicLabel,
    Versioned,
)
from reader.text.folding import search_fold

SENTENCES = 3
SENTENCE = 160
MATCHES = 20
PAGE = 30
NOT_MERGED = "Nothing was merged."


@dataclass(frozen=True)
class Side:
    """One of the two records as the screen shows it."""

    record: Versioned
    link: str
    sentences: list[str]
    weight: int


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def merge_screen(request, kind):
    """Show what of record ?b= would go into record ?a=, field by field; POST does it."""
    model = _model(kind)
    given = request.POST if request.method == "POST" else request.GET
    if not given.get("a"):
        return HttpResponseRedirect(reverse("admin:desk_duplicates", args=[kind]))
    keep, gone = (_record(model, given.get(name)) for name in "ab")
    if keep is None:
        raise Http404
    if gone is None:
        return _choose_other(request, kind, keep)
    if request.method == "POST":
        return _merge(request, kind, keep, gone)
    return _show(request, kind, keep, gone)


def _merge(request, kind, keep, gone):
    try:
        plan = plan_merge(keep, gone)
    except CannotMerge as refusal:
        return _show(request, kind, keep, gone, fault=str(refusal), status=422)
    seen = (number_in(request.POST.get("version_a")), number_in(request.POST.get("version_b")))
    if seen != (keep.version, gone.version) or request.POST.get("plan") != plan.fingerprint:
        return _stale(request, kind, keep, gone)
    typed = " ".join(request.POST.get("typed", "").split())
    if plan.takes_the_bigger and typed != to_type(gone):
        fault = f"{NOT_MERGED} The bigger one would go: type its name to say that you mean it."
        return _show(request, kind, keep, gone, fault=fault, status=422)
    chosen = {name: request.POST.get(f"take-{name}", side) for name, side in plan.chosen.items()}
    try:
        plan = plan_merge(keep, gone, chosen, was_called=request.POST.get("was_called", ""))
        ledger = merge(plan, user=request.user)
    except CannotMerge as refusal:
        return _show(request, kind, keep, gone, fault=str(refusal), status=422)
    except Stale:
        keep, gone = (_record(_model(kind), row.pk) for row in (keep, gone))
        return _stale(request, kind, keep, gone) if keep and gone else _gone_meanwhile(request)
    messages.success(request, f"Merged {ledger}. It can be undone below.")
    return HttpResponseRedirect(f"{reverse('admin:desk_merges')}#merge-{ledger.pk}")


def _stale(request, kind, keep, gone):
    fault = (
        f"{NOT_MERGED} Since you opened this page, someone else has changed one of the two, or "
        "what points at them. This is how they are now; what you had seen is struck out."
    )
    return _show(request, kind, keep, gone, fault=fault, status=409)


def _gone_meanwhile(request):
    messages.error(request, f"{NOT_MERGED} One of the two is gone: see the newest merges.")
    return HttpResponseRedirect(reverse("admin:desk_merges"))


def _show(request, kind, keep, gone, *, fault="", status=200):
    was_called = request.POST.get("was_called", "")
    posted = {
        name.removeprefix("take-"): value
        for name, value in request.POST.items()
        if name.startswith("take-")
    }
    try:
        plan = plan_merge(keep, gone, posted, was_called=was_called)
        by_rule = plan_merge(keep, gone) if request.method == "POST" else plan
    except CannotMerge as refusal:
        context = {"kind": kind, "fault": str(refusal), "keep": _side(request, keep)}
        return screen(request, "merge.html", "Merge", context, status=422)
    context = {
        "kind": kind,
        "label": Mergeable(kind).label,
        "plan": plan,
        "seen": by_rule.fingerprint,
        "rows": _rows(request, plan),
        "keep": _side(request, keep, plan.weights[0]),
        "gone": _side(request, gone, plan.weights[1]),
        "typed": request.POST.get("typed", ""),
        "to_type": to_type(gone),
        "fault": fault,
        "kinds": _kinds(plan, was_called),
        "here": reverse("admin:desk_merge", args=[kind]),
    }
    return screen(request, "merge.html", "Merge two into one", context, status=status)


def _rows(request, plan: MergePlan) -> list[dict]:
    """Return the fields of both, each with what a form that came too late had shown."""
    found = []
    for choice in plan.choices:
        before = (
            request.POST.get(f"said-keep-{choice.name}"),
            request.POST.get(f"said-gone-{choice.name}"),
        )
        found.append(
            {
                "choice": choice,
                "keep_before": before[0] if before[0] not in (None, choice.keep) else None,
                "gone_before": before[1] if before[1] not in (None, choice.gone) else None,
            }
        )
    return found


def _kinds(plan: MergePlan, was_called: str) -> list[tuple[str, str, bool]]:
    """Return what the other primary name may become, with the likely kind chosen."""
    if not isinstance(plan.keep, Actor) or not isinstance(plan.gone, Actor):
        return []
    likely = was_called or kind_after(plan.gone.name, plan.keep.name)
    return [(kind, Name.Kind(kind).label, kind == likely) for kind in OTHER_KINDS]


def to_type(record: Versioned) -> str:
    """Return what an editor types to let the bigger of two records go: its name, in one line."""
    if isinstance(record, Source):
        words = record.title or record.publisher or record.author or str(record.pk)
    else:
        words = str(record)
    return " ".join(words.split())


def _side(request, record: Versioned, weight: int = 0) -> Side:
    return Side(record, link_to(record), _sentences(record, request.user), weight)


def _sentences(record: Versioned, user) -> list[str]:
    """Return the first sentences in which a record stands, for whoever may read them."""
    documents = Document.objects.visible_to(user)
    match record:
        case Actor():
            spans = Mention.objects.filter(actor=record)
        case Name():
            spans = Mention.objects.filter(name=record)
        case Source():
            spans = Citation.objects.filter(source=record)
        case Topic():
            labels = TopicLabel.objects.filter(tag=record).select_related("content_type")
            return [str(label.content_object) for label in labels[:SENTENCES]]
        case _:
            return []
    spans = spans.exclude(state=State.REJECTED).filter(block__document__in=documents)
    spans = spans.select_related("block").order_by("block__document", "block__position", "start")
    return [passage(span, SENTENCE) for span in spans[:SENTENCES]]


def _choose_other(request, kind, keep):
    """Show which records may be the same as this one, and find others by their words."""
    words = " ".join(request.GET.get("q", "").split())[:200]
    matches = [row for row in _matching(kind, words) if row.pk != keep.pk] if words else []
    beside: list[Found] = found_beside(kind, keep.pk)
    context = {
        "kind": kind,
        "label": Mergeable(kind).label,
        "keep": _side(request, keep),
        "words": words,
        "matches": matches,
        "beside": beside,
        "here": reverse("admin:desk_merge", args=[kind]),
    }
    return screen(request, "merge_choose.html", "Which is the same?", context)


def _matching(kind: str, words: str):
    model, found = _model(kind), Q()
    for word in search_fold(words).split():
        match kind:
            case "actor":
                found &= Q(folded__contains=word) | Q(names__folded__contains=word)
            case "source":
                found &= Q(cited_as__contains=word) | Q(title__icontains=word)
            case "topic":
                found &= Q(name__icontains=word)
            case _:
                found &= Q(folded__contains=word)
    return model._base_manager.filter(found).order_by("pk").distinct()[: MATCHES + 1]


def _model(kind: str) -> type[Versioned]:
    if kind not in MERGED:
        raise Http404
    return MERGED[kind]


def _record(model, given) -> Versioned | None:
    pk = number_in(str(given) if given is not None else None)
    return model._base_manager.filter(pk=pk).first() if pk is not None else None


# The ledger ---------------------------------------------------------------------------------------
@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_screen(request):
    """Show every merge, the newest first; POST undoes one."""
    obstacles, status = [], 200
    if request.method == "POST":
        found = Merge.objects.filter(pk=number_in(request.POST.get("merge"))).first()
        if found is None:
            messages.error(request, "Nothing was undone: there is no such merge.")
            return HttpResponseRedirect(reverse("admin:desk_merges"))
        try:
            done = unmerge(found, user=request.user)
        except CannotUnmerge as refusal:
            obstacles, status = refusal.obstacles, 409
        else:
            stayed = f" {' '.join(done.left)}" if done.left else ""
            messages.success(request, f"Undone: {done} are two again.{stayed}")
            return HttpResponseRedirect(f"{reverse('admin:desk_merges')}#merge-{done.pk}")
    merges = Merge.objects.select_related("user", "undone_by").defer("steps", "snapshot")
    kind = request.GET.get("kind", "")
    if kind in Mergeable.values:
        merges = merges.filter(kind=kind)
    page = Paginator(merges, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, _change_address(row)) for row in page],
        "obstacles": obstacles,
        "refused": request.POST.get("merge", ""),
        "kind": kind,
        "kinds": Mergeable.choices,
    }
    return screen(request, "merges.html", "What was merged", context, status=status)


def _change_address(row: Merge) -> str:
    try:
        return reverse(f"admin:reader_{row.kind}_change", args=[row.kept])
    except NoReverseMatch:
        return ""


ADDRESSES = [
    ("merge/<slug:kind>/", merge_screen, "merge"),
    ("merges/", ledger_screen, "merges"),
]
