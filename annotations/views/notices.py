"""What one follows, what one is told of it, and how often by mail."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotations.actions.digests import reader_of, set_frequency, stop_digests
from annotations.actions.notices import follow, mark_seen, unfollow
from annotations.actions.together import unblock
from annotations.formats.body import gist
from annotations.models import Annotation, Follow, Group, MailChoice, Notice, PersonalBlock
from annotations.views.private import private_page
from reader.models import Actor, Document, Topic, User

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be followed, as its page shows it."""

    kind: str
    slug: str
    key: int
    words: str
    url: str


@private_page
@require_safe
def notice_list(request):
    """List one's notices, newest first; reading them marks nothing."""
    rows = Notice.objects.readable_by(request.user).order_by("-pk")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    related = ("annotation__document", "document", "by")
    found = list(rows.select_related(*related)[: PAGE_SIZE + 1])
    for notice in found:
        notice.says = gist(notice.annotation.html) if notice.annotation else ""
    choice = MailChoice.objects.filter(user=request.user).first()
    context = {
        "notices": found[:PAGE_SIZE],
        "older": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
        "newest": found[0].pk if found else 0,
        "has_unseen": any(notice.seen_at is None for notice in found),
        "frequencies": MailChoice.Frequency.choices,
        "frequency": choice.frequency if choice else MailChoice.Frequency.DAILY,
    }
    return render(request, "annotations/notice_list.html", context)


@private_page
@require_POST
def notices_seen(request):
    """Mark what was shown as seen; what came meanwhile stays new."""
    upto = request.POST.get("upto", "")
    if upto.isascii() and upto.isdigit() and len(upto) < 19:
        mark_seen(request.user, int(upto))
    return redirect("annotations:notices")


@private_page
@require_POST
def mail_choice(request):
    """Choose how often notices come by mail."""
    frequency = request.POST.get("frequency", "")
    if frequency not in MailChoice.Frequency:
        raise Http404
    set_frequency(request.user, frequency)
    return redirect("annotations:notices")


@private_page
@require_safe
def follow_list(request):
    """List what one follows: one query for each kind."""
    follows: dict[str, list[int]] = {}
    for kind, key in Follow.objects.filter(user=request.user).values_list("kind", "key"):
        follows.setdefault(kind, []).append(key)
    things = [
        _thing(kind, row)
        for kind, keys in follows.items()
        for row in _rows(kind, request.user).filter(pk__in=keys[:500])
    ]
    things.sort(key=lambda thing: (thing.kind, thing.words.casefold()))
    return render(request, "annotations/follow_list.html", {"things": things})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow_thing(request, kind, slug):
    """Say whether one follows a thing, and change it."""
    if kind not in Follow.Kind:
        raise Http404
    by = "public_id" if kind == Follow.Kind.THREAD else "slug"
    try:
        row = _rows(kind, request.user).filter(**{by: slug}).first()
    except (ValueError, ValidationError):  # no such identifier can be
        row = None
    if row is None:
        raise Http404
    thing = _thing(kind, row)
    if request.method == "POST":
        change = unfollow if request.POST.get("stop") else follow
        change(request.user, kind, thing.key)
        return redirect("annotations:follow", kind, thing.slug)
    rows = Follow.objects.filter(user=request.user, kind=kind, key=thing.key)
    context = {"thing": thing, "is_followed": rows.exists()}
    return render(request, "annotations/follow_detail.html", context)


def _rows(kind, user):
    match kind:
        case Follow.Kind.DOCUMENT:
            return Document.objects.visible_to(user)
        case Follow.Kind.ACTOR:
            return Actor.objects.visible_to(user)
        case Follow.Kind.TOPIC:
            return Topic.objects.all()
        case Follow.Kind.GROUP:
            return Group.objects.of(user)
        case _:
            rows = Annotation.objects.visible_to(user).filter(parent=None)
            return rows.select_related("document")


def _thing(kind, row):
    if kind == Follow.Kind.THREAD:
        words = f"a thread on {row.document.title}"
        return Thing(kind, str(row.public_id), row.pk, words, row.get_absolute_url())
    words = row.title if kind == Follow.Kind.DOCUMENT else row.name
    return Thing(kind, row.slug, row.pk, words, row.get_absolute_url())


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def block_list(request):
    """List whom one shut out of one's lists; a POST lets one of them in again."""
    rows = PersonalBlock.objects.filter(user=request.user).select_related("blocked")
    if request.method == "POST":
        name = request.POST.get("name", "")
        for row in rows.filter(blocked__username=name):
            unblock(request.user, row.blocked)
        return redirect("annotations:blocks")
    return render(request, "annotations/block_list.html", {"rows": rows.order_by("pk")[:500]})


@csrf_exempt  # the token says who; mail programs post it without a cookie (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digest_off(request, token):
    """Stop the mails of whoever the signed token names; a GET only asks."""
    if request.method == "POST":
        is_stopped = stop_digests(token)
    else:
        is_stopped = False
        if reader_of(token) is None:
            raise Http404
    if request.method == "POST" and not is_stopped:
        raise Http404
    return render(request, "annotations/digest_off.html", {"is_stopped": is_stopped})


def unread_of(user: User) -> int:
    """Return how many notices are new to user, a hundred at most."""
    return Notice.objects.readable_by(user).unseen()[:100].count()
