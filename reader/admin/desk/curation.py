"""The curation screen: a document's text with every state shown, one case at a time beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from reader.actions.assigning import enter_actor
from reader.actions.curation import (
    ACCEPT,
    ASK,
    REJECT,
    UNSURE,
    Seen,
    cite,
    decide,
    fold_into,
    reassign,
    set_stance,
)
from reader.actions.ledger import Done, Refused, undo, undoable
from reader.admin.desk.answering import (
    Said,
    answered,
    as_shown,
    is_part,
    may_curate,
    posted_number,
    posted_seen,
    require_curator,
    require_reader,
    with_query,
)
from reader.admin.desk.presence import others_at
from reader.admin.desk.standing import Screen, Standing
from reader.curation.cards import Fit, card_of
from reader.curation.cases import KINDS, SHOWN_STATES, Case, Filter, alike, digest
from reader.curation.finding import find_actors, find_sources
from reader.curation.lost import lost_of
from reader.models import Actor, Document, Relation, Source, State

ANSWERS = (ACCEPT, REJECT, UNSURE, ASK)
# What an editor can make of words of the text.
USES = {
    "mention": "name this actor",
    "name": "are a name of this actor, here too",
    "never": "never mean this actor, or anyone",
    "citation": "cite this source",
    "proof": "prove this relation",
    "remark": "are remarked on, for editors",
}.items()


def document_of(request, slug: str) -> Document:
    """Return the document, for those to whom drafts are open, and for its author; else 404."""
    document = get_object_or_404(Document.objects.visible_to(request.user), slug=slug)
    is_own = document.created_by_id == request.user.pk
    if not (is_own and request.user.has_perm("reader.write_document")):
        require_reader(request)
    return document


@require_safe
def curation(request, slug):
    """Show the screen; ?case= is the one to decide, the rest is the filter."""
    said = next((Said(str(message)) for message in messages.get_messages(request)), None)
    wanted, onward = request.GET.get("case", ""), request.GET.get("on", "")
    return show(request, document_of(request, slug), wanted, said, onward=onward)


def show(
    request, document: Document, wanted: str, said: Said | None, *, onward: str = "", **more
) -> HttpResponse:
    """Return the screen at a case, whole or, for scripts, the part that changes.

    Without a case it is the next that waits, from the one called `onward` on.
    """
    screen = Screen(request, document)
    standing = screen.stand(wanted, onward)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": "Curation",
        "document": document,
        "screen": screen,
        "said": said,
        # The part that changes comes without: a decision is no arrival.
        "present": [] if is_part(request) else others_at(request.user, document),
        "is_open": bool(request.GET.get("other")) and said is None,
        "q": request.GET.get("q", ""),
        "others": _others(request, standing.case),
        "words": {},
        **_text_of(screen, standing),
        **_steps_from(screen, standing),
        **_choices(screen),
        **_addresses(screen, standing),
        **_decisions(request, screen),
        **more,
    }
    template = "admin/desk/_curation.html" if is_part(request) else "admin/desk/curation.html"
    status = said.status if said else 200
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _text_of(screen: Screen, standing: Standing) -> dict[str, Any]:
    """Return the text with its spans, and how many of them are in which state."""
    galley = screen.galley
    text, notes = galley.html(standing.key, screen.address, screen.outside)
    spans = [*galley.mentions, *galley.citations, *galley.events]
    tally = {state: sum(1 for row in spans if row.state == state) for state in State}
    waiting = sum(1 for case in screen.cases if case.is_waiting)
    number = len(screen.cases)
    return {
        "text": text,
        "notes": notes,
        "tally": tally,
        "decided": number - waiting,
        "all": number,
        "to_decide": waiting + len(screen.outside),
    }


def _steps_from(screen: Screen, standing: Standing) -> dict[str, Any]:
    """Return the case that an editor stands at, and where one can go from there."""
    case, out, following = standing.case, standing.out, standing.following
    beyond = len(screen.shown) - (1 if case in screen.shown else 0) - len(following)
    return {
        "card": card_of(case, screen.cases, screen.galley) if case else None,
        "out": out,
        "out_lost": lost_of(out) if may_curate(screen.request) else None,
        "outside": [one for one in screen.outside if one is not out],
        "before": standing.before and screen.address(standing.before),
        "after": standing.after and screen.address(standing.after),
        "then": standing.after or standing.before,
        "back": with_query(screen.here, *screen.filter.parts, ("on", standing.after)),
        "following": [(one, screen.address(one.key)) for one in following],
        "rest": max(0, beyond) if case else 0,
        "digest": digest(screen.shown),
    }


def _choices(screen: Screen) -> dict[str, Any]:
    """Return what the fields of the screen offer."""
    galley = screen.galley
    return {
        "case_kinds": KINDS,
        "uses": USES,
        "states": SHOWN_STATES.items(),
        "methods": sorted({case.row.method for case in screen.cases if case.row.method}),
        "actors": _actors(screen),
        "places": [(b.key, galley.places[b.pk]) for b in galley.blocks.values()],
        "stances": Relation.Stance.choices,
        "kinds": Actor.Kind.choices,
    }


def _addresses(screen: Screen, standing: Standing) -> dict[str, str]:
    """Return where the forms of the screen are sent to."""
    key = standing.case.key if standing.case else ""
    return {
        "decide_address": screen.post_to("decide"),
        "give_address": screen.post_to("give"),
        "words_address": screen.post_to("words"),
        "here_address": screen.here,
        "find_address": screen.post_to("find"),
        "other_address": screen.address(key, other="1"),
    }


def _decisions(request, screen: Screen) -> dict[str, Any]:
    """Return what only those may do who decide."""
    decides = may_curate(request)
    return {
        "may_curate": decides,
        "last": undoable(request.user, screen.document) if decides else None,
        "relations": _relations(screen) if decides else [],
    }


def _actors(screen: Screen) -> list[tuple[str, str]]:
    named = {str(m.actor_id): m.actor.name for m in screen.galley.mentions}
    return sorted(named.items(), key=lambda item: item[1])


def _relations(screen: Screen) -> list[Relation]:
    """Return the relations between actors that the document names, for proofs to be added."""
    actors = {mention.actor_id for mention in screen.galley.mentions}
    found = Relation.objects.filter(subject__in=actors, object__in=actors)
    return list(found.select_related("subject", "object").order_by("subject__folded", "pk")[:500])


def _others(request, case: Case | None) -> list[Fit]:
    q = request.GET.get("q", "").strip()
    if not q or case is None:
        return []
    return find_sources(q) if case.kind == "citation" else find_actors(q)


def go_on(request, document: Document, said: Said, then: str) -> HttpResponse:
    """Go on to the next case after what was done; stay at the case where it was not."""
    if said.is_fault:
        return show(request, document, request.POST.get("case", ""), said)
    if is_part(request):
        return show(request, document, "", said, onward=then)
    messages.success(request, said.words)
    here = reverse("admin:desk_curation", args=[document.slug])
    return HttpResponseRedirect(with_query(here, *Filter.read(request.GET).parts, ("on", then)))


@require_POST
def decide_case(request, slug):
    """Accept, reject, set aside or ask again about a case, those alike, or all that is shown."""
    document = document_of(request, slug)
    require_curator(request)
    answer, _, scope = request.POST.get("answer", "").partition("-")

    def do() -> Done:
        if answer not in ANSWERS or scope not in ("", "alike", "shown"):
            raise Refused("That is no answer of this screen.")
        return decide(_covered(request, document, scope), answer,
                      user=request.user, document=document)  # fmt: skip

    then = request.POST.get("then", "")
    return go_on(request, document, answered(do), "" if scope == "shown" else then)


def _covered(request, document: Document, scope: str) -> list[Seen]:
    """Return the rows that a decision is about, exactly as its page showed them."""
    if not scope:
        return [posted_seen(request)]
    screen = Screen(request, document)
    if scope == "shown":
        return as_shown(screen.shown, request.POST.get("shown", ""))
    case = screen.by_key.get(request.POST.get("case", ""))
    found = alike(case, screen.cases) if case else []
    return as_shown(found, request.POST.get("alike", ""))


@require_POST
def give_case(request, slug):
    """Give a case another actor or source, a new actor, or a relation its stance."""
    document = document_of(request, slug)
    require_curator(request)
    with transaction.atomic():
        said = answered(lambda: _give(request, document))
        if said.is_fault:
            transaction.set_rollback(True)
    return go_on(request, document, said, request.POST.get("then", ""))


def _give(request, document: Document) -> Done:
    about = {"user": request.user, "document": document}
    seen = posted_seen(request)
    to = posted_number(request, "to")
    if seen.kind == "relation":
        return set_stance(seen, request.POST.get("stance", ""), **about)
    if seen.kind == "citation":
        source = Source.objects.filter(pk=to).first()
        locator = request.POST.get("locator", "")[:100].replace("\0", "").strip()
        if source is None:
            raise Refused("Choose a source.")
        return cite(seen, source, locator, **about)
    if to is None and request.POST.get("name", "").strip():
        actor = enter_actor(request.POST["name"], request.POST.get("kind", ""), **about)
    else:
        actor = Actor.objects.exclude(state=State.REJECTED).filter(pk=to).first()
    if actor is None:
        raise Refused("Choose an actor.")
    if seen.kind == "actor":
        return fold_into(seen, actor, **about)
    if request.POST.get("alike"):
        return reassign(_covered(request, document, "alike"), actor, **about)
    return reassign([seen], actor, **about)


@require_POST
def undo_last(request, slug):
    """Undo the last decision of this editor on this document, exactly."""
    document = document_of(request, slug)
    require_curator(request)

    def do() -> Done:
        last = undoable(request.user, document)
        if last is None or posted_number(request, "act") != last.pk:
            raise Refused("There is nothing to undo, or you have decided something since.")
        return undo(last, user=request.user)

    last = undoable(request.user, document)
    rows = last.data.get("changed", []) if last else []
    then = f"{rows[0][0]}-{rows[0][1]}" if rows else ""
    return go_on(request, document, answered(do), then)


@require_safe
def find(request, slug):
    """Answer what a case could be given to, as buttons: for scripts, while one types."""
    document = document_of(request, slug)
    require_curator(request)
    screen = Screen(request, document)
    case = screen.by_key.get(request.GET.get("case", ""))
    context = {
        "screen": screen,
        "card": card_of(case, screen.cases, screen.galley) if case else None,
        "others": _others(request, case),
        "q": request.GET.get("q", ""),
        "then": request.GET.get("then", ""),
        "kinds": Actor.Kind.choices,
        "give_address": screen.post_to("give"),
    }
    response = TemplateResponse(request, "admin/desk/_others.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


ADDRESSES = [
    ("documents/<slug:slug>/", curation, "curation"),
    ("documents/<slug:slug>/decide/", decide_case, "curation_decide"),
    ("documents/<slug:slug>/give/", give_case, "curation_give"),
    ("documents/<slug:slug>/undo/", undo_last, "curation_undo"),
    ("documents/<slug:slug>/find/", find, "curation_find"),
]
