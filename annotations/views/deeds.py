"""What is done with an annotation by a form, with scripts or without.

Each address takes a POST of form fields with the CSRF token (`csrfmiddlewaretoken`, or the header
X-CSRFToken) and answers the annotation as JSON-LD to who accepts it, else goes back to its page:

delete/     version                        undo/      (nothing)
resolve/    reason, on=0 to reopen         react/     sign, on=0 to take back
flag/       reason, words                  decide/    decision, reason, version
follow/     on=0 to follow its thread no longer
suggestion/ decision=accept or reject, reason
place/      target (which passage, from 0), confirm=1, or block, start, end, end_block and exact,
            or quote, prefix, suffix: where it stands now
erase/      reason                         author/    block=1 or 0: show me nothing of its author
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from annotations.actions import moderation, notices, reattaching, suggestions, together, writing
from annotations.anchoring import Description, Quote, Range
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Follow, Viewpoint
from annotations.permissions import GONE
from annotations.views.asking import door, wants_json
from annotations.views.door import find, one_response
from reader.actions.queues import desk_address

Deed = Callable[[HttpRequest, Annotation], str]


def _deed(do: Deed, *, of_what_is_gone: bool = False) -> Any:
    """Make a view of something done: it returns the words that are told when it was."""

    def answer(request, public_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        view = Viewpoint(request.user)
        if of_what_is_gone and view.is_authenticated:
            rows = Annotation.objects.filter(creator=request.user, state__in=GONE)
            row = rows.filter(public_id=public_id).first()
            if row is None:
                raise Refusal(404, writing.ABSENT)
        else:
            row = find(public_id, view)
        if not view.is_authenticated:
            raise Refusal(401, "Sign in first.")
        said = do(request, row)
        return _answer(request, row, said)

    return door(answer)


def _answer(request: HttpRequest, row: Annotation, said: str) -> HttpResponse:
    view = Viewpoint(request.user)
    there = Annotation.objects.visible_to(view).filter(pk=row.pk).first()
    if wants_json(request):
        return one_response(request, there, view) if there else HttpResponse(status=204)
    back = desk_address(request.POST.get("back", ""))
    if there is not None or back:  # the page of what is gone says so itself
        messages.success(request, said)
    if request.POST.get("back") == "queue" and row.group is not None:
        return redirect("annotations:group_queue", row.group.slug)
    return redirect(back or row)


def _version(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("version", "").partition("-")[0], "version")


def number_of(text: str, name: str) -> int | None:
    """Return a whole number from a form, None for an empty field."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal(400, f"{name} must be a whole number.", name)
    return int(text)


def _delete(request, row):
    writing.delete(row, user=request.user, version=_version(request))
    return f"Deleted. It can be brought back for {settings.LIMIT_UNDO_SECONDS // 60} minutes."


def _undo(request, row):
    writing.undo_delete(row, user=request.user)
    return "It is back."


def _resolve(request, row):
    reason = request.POST.get("reason", "")
    if request.POST.get("on", "1") == "0":
        together.reopen(row, user=request.user, reason=reason)
        return "The thread is open again."
    together.resolve(row, user=request.user, reason=reason)
    return "The thread is resolved."


def _react(request, row):
    is_on = request.POST.get("on", "1") != "0"
    together.react(row, user=request.user, sign=request.POST.get("sign", ""), is_on=is_on)
    return "Your sign stands under it." if is_on else "Your sign is taken back."


def _flag(request, row):
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "")
    together.flag(row, user=request.user, reason=reason, words=words)
    return "The moderators will look at it."


def _follow(request, row):
    if request.POST.get("on", "1") == "0":
        notices.unfollow(request.user, Follow.Kind.THREAD, row.thread_id)
        return "You follow this thread no longer."
    notices.follow(request.user, Follow.Kind.THREAD, row.thread_id)
    return "You follow this thread: a notice tells you of each answer."


def _decide(request, row):
    decision = request.POST.get("decision", "")
    reason = request.POST.get("reason", "") or request.POST.get("words", "")
    moderation.decide(row, decision, user=request.user, reason=reason, version=_version(request))
    return f"Decided: {decision}."


def _erase(request, row):
    moderation.erase_for_good(row, user=request.user, reason=request.POST.get("reason", ""))
    return "Erased for good."


def _suggestion(request, row):
    reason = request.POST.get("reason", "") or request.POST.get("words", "")
    match request.POST.get("decision"):
        case "accept":
            suggestions.accept(row, user=request.user, reason=reason)
            return "The words are in the text, as a new revision."
        case "reject":
            suggestions.reject(row, user=request.user, reason=reason)
            return "The text stays as it is."
    raise Refusal(400, "decision must be accept or reject.", "decision")


def _place(request, row):
    ordinal = number_of(request.POST.get("target", ""), "target") or 0
    if request.POST.get("confirm") == "1":
        reattaching.confirm(row, user=request.user, ordinal=ordinal)
        return "The place is confirmed."
    described = read_place(request.POST)
    reattaching.reattach(row, described, user=request.user, ordinal=ordinal)
    return "It has a new place."


def _author(request, row):
    if row.creator is None:
        raise Refusal(409, "Its author has left.")
    if request.POST.get("block") == "0":
        together.unblock(request.user, row.creator)
        return "You see what they write again."
    together.block(request.user, row.creator)
    return "You will see nothing of theirs in lists."


def read_place(posted: Any) -> Description:
    """Return the passage that form fields describe: a quote, a range, or a sentence "start-end"."""
    block, quote = posted.get("block", "")[:10], posted.get("quote", "")
    context = settings.LIMIT_CONTEXT_CHARACTERS
    if quote.strip():
        if len(quote) > settings.LIMIT_QUOTE_CHARACTERS:
            most = settings.LIMIT_QUOTE_CHARACTERS
            raise Refusal(400, f"quote is longer than {most} characters.", "quote")
        prefix, suffix = posted.get("prefix", ""), posted.get("suffix", "")
        return Description(
            quote=Quote(quote, prefix[-context:], suffix[:context]),
            block="" if posted.get("anywhere") else block,
        )
    first, dash, last = posted.get("sentence", "").partition("-")
    start = number_of(first if dash else posted.get("start", ""), "start")
    end = number_of(last if dash else posted.get("end", ""), "end")
    if not block:
        raise Refusal(400, "Choose a passage, or paste its words.", "quote")
    if start is None or end is None:
        return Description(block=block)
    exact = posted.get("exact", "")
    return Description(
        range=Range(block, start, posted.get("end_block", "")[:10] or block, end),
        quote=Quote(exact) if exact.strip() else None,
    )


DEEDS = {
    "delete": _deed(_delete),
    "undo": _deed(_undo, of_what_is_gone=True),
    "resolve": _deed(_resolve),
    "react": _deed(_react),
    "flag": _deed(_flag),
    "follow": _deed(_follow),
    "decide": _deed(_decide),
    "erase": _deed(_erase),
    "suggestion": _deed(_suggestion),
    "place": _deed(_place),
    "author": _deed(_author),
}
