"""The queue across documents: the same cards, wherever they stand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reader.actions.curation import ACCEPT, ASK, REJECT, UNSURE, decide
from reader.actions.ledger import Done, Refused, undo, undoable
from reader.admin.desk.answering import (
    Said,
    answered,
    is_part,
    may_curate,
    posted_number,
    posted_seen,
    require_curator,
    require_reader,
    with_query,
)
from reader.curation.cards import light_card
from reader.curation.cases import KINDS
from reader.curation.outside import outside_in_all
from reader.curation.queue import At, document_about, numbers, page_of_queue
from reader.models import Document

ANSWERS = (ACCEPT, REJECT, UNSURE, ASK)


def _filter(request) -> tuple[str, bool, str]:
    kind = request.GET.get("kind", "")
    unsure = bool(request.GET.get("unsure"))
    return kind if kind in KINDS else "", unsure, request.GET.get("after", "")


def _address(request, name: str = "", **more: str) -> str:
    kind, unsure, after = _filter(request)
    parts = {"kind": kind, "unsure": "1" if unsure else "", "after": after} | more
    return with_query(reverse(f"admin:desk_queue{name}"), *parts.items())


@require_safe
def queue(request):
    """Show a page of the queue; ?case= is the one to decide, ?kind=, ?unsure= and ?after=."""
    require_reader(request)
    said = next((Said(str(message)) for message in messages.get_messages(request)), None)
    return _show(request, request.GET.get("case", ""), said)


def _show(request, wanted: str, said: Said | None) -> HttpResponse:
    kind, unsure, after = _filter(request)
    page = page_of_queue(request.user, kind=kind, unsure=unsure, after=At.read(after))
    # What other rooms know of goes first, and is no kind of proposal.
    outside = [] if kind or unsure or after else outside_in_all(request.user)
    keys = [case.key for _, case in outside] + [case.key for case in page.cases]
    at = keys.index(wanted) if wanted in keys else 0
    beyond = max(at - len(outside), -1)
    about, out = outside[at] if at < len(outside) else (None, None)
    case = page.cases[beyond] if out is None and page.cases else None
    document = about or (page.documents[case.key] if case else None)
    following = page.cases[beyond + 1 :] if out is None else page.cases
    next_page = _address(request, after=page.following) if page.following else ""
    then = keys[at + 1] if at + 1 < len(keys) else ""
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": "To decide, in all documents",
        "card": light_card(case, page.quotation(case)) if case else None,
        "out": out,
        "outside": [(c, _address(request, case=c.key), d) for d, c in outside[at + 1 :]],
        "back": _address(request, case=then),
        "document_of_case": document,
        "in_text": document
        and with_query(reverse("admin:desk_curation", args=[document.slug]), ("case", keys[at])),
        "before": at > 0 and _address(request, case=keys[at - 1]),
        "after": _address(request, case=then) if then else next_page,
        "then": then,
        "following": [(c, _address(request, case=c.key), page.documents[c.key]) for c in following],
        **_frame(request, next_page),
        "said": said,
    }
    template = "admin/desk/_queue.html" if is_part(request) else "admin/desk/queue.html"
    status = said.status if said else 200
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _frame(request, next_page: str) -> dict[str, Any]:
    """Return what stands around a case: the filter, the numbers, where forms go, what to undo."""
    kind, unsure, after = _filter(request)
    decides = may_curate(request)
    return {
        "next_page": next_page,
        "is_first": not after,
        "numbers": numbers(unsure=unsure),
        "kind": kind,
        "unsure": unsure,
        "kinds": KINDS,
        "decide_address": _address(request, "_decide"),
        "undo_address": _address(request, "_undo"),
        "first_address": _address(request, after=""),
        "may_curate": decides,
        "last": undoable(request.user) if decides else None,
    }


def _go_on(request, said: Said, then: str) -> HttpResponse:
    if said.is_fault:
        return _show(request, request.POST.get("case", ""), said)
    if is_part(request):
        return _show(request, then, said)
    messages.success(request, said.words)
    return HttpResponseRedirect(_address(request, case=then))


@require_POST
def decide_in_queue(request):
    """Accept, reject or set aside one case; it is entered under its own document."""
    require_curator(request)

    def do() -> Done:
        answer = request.POST.get("answer", "")
        if answer not in ANSWERS:
            raise Refused("That is no answer of this screen.")
        seen = posted_seen(request)
        about = document_about(seen)
        if about is None or not Document.objects.visible_to(request.user).filter(pk=about).exists():
            raise Refused("That is no case of this screen.")
        document = Document.objects.get(pk=about)
        return decide([seen], answer, user=request.user, document=document)

    return _go_on(request, answered(do), request.POST.get("then", ""))


@require_POST
def undo_in_queue(request):
    """Undo the last decision of this editor, wherever it was."""
    require_curator(request)

    def do() -> Done:
        last = undoable(request.user)
        if last is None or posted_number(request, "act") != last.pk:
            raise Refused("There is nothing to undo, or you have decided something since.")
        return undo(last, user=request.user)

    return _go_on(request, answered(do), "")


ADDRESSES = [
    ("queue/", queue, "queue"),
    ("queue/decide/", decide_in_queue, "queue_decide"),
    ("queue/undo/", undo_in_queue, "queue_undo"),
]
