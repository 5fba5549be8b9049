"""Keeping a group: its people and the ways in, and what its moderators decide. For them only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render

from annotations import keeping, threads
from annotations.actions import groups as actions
from annotations.actions.groups import RANKS
from annotations.formats.refusal import Refusal
from annotations.models import (
    Flag,
    Group,
    Invitation,
    Membership,
    ModerationAct,
    Sanction,
    Viewpoint,
)
from annotations.views.asking import door
from annotations.views.deeds import number_of
from annotations.views.groups import find_group, need_sign_in, numbers_of
from annotations.views.pages import shown

MOST_SHOWN = 50
MOST_WORDS = 200


def _kept(request: HttpRequest, slug: str, view: Viewpoint) -> tuple[Group, dict[str, Any]]:
    """Return a group that the asker moderates, and what all its keepers' pages show."""
    group = find_group(slug, view)
    need_sign_in(view)
    role = actions.require_hand(group, request.user)
    context = {"group": group, "role": role, "is_hand": True}
    return group, context | numbers_of(group, view)


@door
def group_people(request, slug):
    """Show who is in a group, who asks to be, who may not write, and the ways in."""
    group, context = _kept(request, slug, Viewpoint(request.user))
    people = list(group.memberships.select_related("user").order_by("joined_at", "pk"))
    rank = RANKS[Membership.Role(context["role"])]
    for person in people:
        own = person.user_id == request.user.pk
        person.is_below = not own and RANKS[Membership.Role(person.role)] <= rank
        person.may_be_silenced = person.is_below and person.role != Membership.Role.OWNER
    in_force = Sanction.objects.in_force().filter(group=group)
    context |= {
        "asking": [person for person in people if person.is_waiting],
        "people": [person for person in people if not person.is_waiting],
        "roles": [choice for choice in Membership.Role.choices if RANKS[choice[0]] <= rank],
        "sanctions": in_force.select_related("user", "moderator"),
        "invitations": Invitation.objects.usable().filter(group=group).select_related("inviter"),
        "secret": request.session.pop("invitation", ""),
    }
    return render(request, "annotations/group_people.html", context)


@door
def group_settings(request, slug):
    """A form for what a group is; what cannot be saved comes back with what is there now."""
    group, context = _kept(request, slug, Viewpoint(request.user))
    words = ", ".join(group.vocabulary.values_list("name", flat=True))
    there = {
        "name": group.name, "description": group.description, "kind": group.kind,
        "is_premoderated": group.is_premoderated, "vocabulary": words, "version": group.version,
    }  # fmt: skip
    context |= {"kinds": Group.Kind.choices, "typed": there}
    if request.method != "POST":
        return render(request, "annotations/group_settings.html", context)
    names = ("name", "description", "kind", "is_premoderated", "vocabulary")
    typed = {name: request.POST.get(name, "") for name in names}
    version = number_of(request.POST.get("version", ""), "version") or 0
    try:
        actions.change_group(
            group, user=request.user, version=version, name=typed["name"],
            description=typed["description"], kind=typed["kind"],
            is_premoderated=bool(typed["is_premoderated"]),
            vocabulary=typed["vocabulary"].split(",")[:MOST_WORDS],
        )  # fmt: skip
    except Refusal as refusal:
        context |= {"typed": {**typed, "version": group.version}, "fault": refusal.words}
        if refusal.status == 409:
            context["there"] = there
        return render(request, "annotations/group_settings.html", context, status=refusal.status)
    messages.success(request, "The group is changed.")
    return redirect("annotations:group_settings", group.slug)


@door
def group_queue(request, slug):
    """Show what waits for a group's moderators, what they withhold, and what was decided."""
    view = Viewpoint(request.user)
    group, context = _kept(request, slug, view)
    queues = [
        (name, title, entries_of(rows, view), rows.count())
        for name, title, rows in (
            ("waiting", "Waiting to be let through", keeping.waiting_in(group, view)),
            ("flagged", "Flagged by members", keeping.flagged_in(group, view)),
            ("withheld", "Withheld", keeping.withheld_in(group, view)),
        )
    ]
    acts = ModerationAct.objects.filter(group=group)
    context |= {
        "queues": queues,
        "acts": acts.select_related("moderator", "author", "annotation")[:MOST_SHOWN],
    }
    return render(request, "annotations/group_queue.html", context)


def entries_of(rows: Any, view: Viewpoint) -> list[dict[str, Any]]:
    """Return the first of these annotations as pages show them, with the flags on each."""
    ready = list(threads.ready(rows)[:MOST_SHOWN])
    flags: defaultdict[int, list[Flag]] = defaultdict(list)
    found = Flag.objects.filter(annotation__in=[row.pk for row in ready], settled_at=None)
    for flag in found.select_related("user"):
        flags[flag.annotation_id].append(flag)
    items = shown(threads.outgoing(ready, view))
    return [
        {"entry": entry, "flags": flags[row.pk]} for entry, row in zip(items, ready, strict=True)
    ]
