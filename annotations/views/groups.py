"""Groups: their pages, their people, and the ways in. All of it works without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from annotations import keeping, threads
from annotations.actions import groups as actions
from annotations.actions import moderation
from annotations.actions.groups import NO_GROUP
from annotations.actions.moving import COPIED_RULE, MOVED_RULE, copy_thread, move_thread
from annotations.formats import json_ld
from annotations.formats.refusal import Refusal
from annotations.models import (
    Annotation,
    Group,
    Invitation,
    Membership,
    Sanction,
    Viewpoint,
    fold_tag,
)
from annotations.models.groups import HANDS
from annotations.views.asking import base_of, door, wants_json
from annotations.views.deeds import number_of
from annotations.views.door import answer_container, find, json_response
from annotations.views.pages import shown

NEWEST = 50
MOST_GROUPS = 200
MOST_PEOPLE = 100
MOST_DAYS = 3650
MOST_EXPORTED = 10_000


def find_group(slug: str, view: Viewpoint) -> Group:
    """Return a group the asker may know of, or raise Refusal 404."""
    group = Group.objects.visible_to(view.user).filter(slug=slug).first()
    if group is None:
        raise Refusal(404, NO_GROUP)
    return group


def need_sign_in(view: Viewpoint) -> None:
    """Raise Refusal 401 unless somebody is signed in."""
    if not view.is_authenticated:
        raise Refusal(401, "Sign in first.")


@door
def group_list(request):
    """List the groups that one may know of; a POST makes one."""
    view = Viewpoint(request.user)
    typed, fault, status = {}, "", 200
    if request.method == "POST":
        need_sign_in(view)
        names = ("name", "description", "kind", "is_premoderated")
        typed = {name: request.POST.get(name, "") for name in names}
        typed["kind"] = typed["kind"] or Group.Kind.PRIVATE
        try:
            given = {**typed, "is_premoderated": bool(typed["is_premoderated"])}
            return redirect(actions.make_group(request.user, **given))
        except Refusal as refusal:
            fault, status = refusal.words, refusal.status
    rows = list(Group.objects.visible_to(request.user).order_by("name")[:MOST_GROUPS])
    waits = keeping.waits_for(view)
    for group in rows:
        group.waits = waits[group.pk]
    own = set(Group.objects.of(request.user).values_list("pk", flat=True))
    context = {
        "groups": rows, "own": own, "kinds": Group.Kind.choices, "typed": typed, "fault": fault,
    }  # fmt: skip
    return render(request, "annotations/group_list.html", context, status=status)


@door
def group_page(request, slug):
    """Show a group: to members with what was written last, to others what it is."""
    view = Viewpoint(request.user)
    group = find_group(slug, view)
    role = view.role_in(group.pk)
    rows = Annotation.objects.filter(group=group).shown_to(view)
    if wants_json(request):
        if not role:
            raise Refusal(404, NO_GROUP)
        path = reverse("annotations:group", args=[slug])
        return answer_container(request, rows, view, path, group.name)
    is_hand = role in HANDS
    context: dict[str, Any] = {"group": group, "role": role, "is_hand": is_hand}
    if role:
        context |= _inside(request, group, rows, view)
    elif view.is_authenticated:
        context["asked"] = group.memberships.filter(user=request.user, is_waiting=True).exists()
    if is_hand:
        context |= numbers_of(group, view)
    return render(request, "annotations/group_detail.html", context)


def numbers_of(group: Group, view: Viewpoint) -> dict[str, int]:
    """Return how much waits for a group's moderators: to be decided, and to be let in."""
    return {
        "undecided": keeping.undecided_in(group, view).count(),
        "askers": group.memberships.filter(is_waiting=True).count(),
    }


def _inside(
    request: HttpRequest, group: Group, rows: QuerySet[Annotation], view: Viewpoint
) -> dict[str, Any]:
    """Return what members see of a group: what was written last, its people, its vocabulary."""
    tag = request.GET.get("tag", "")[:64]
    before = number_of(request.GET.get("before", "")[:9], "before")
    if tag:
        rows = rows.filter(tag_labels__tag__folded=fold_tag(tag))
    if before:
        rows = rows.filter(pk__lt=before)
    newest = list(threads.ready(rows.exclude(state="blanked")).order_by("-pk")[: NEWEST + 1])
    people = group.memberships.filter(is_waiting=False).select_related("user")
    return {
        "rows": shown(threads.outgoing(newest[:NEWEST], view)),
        "older": newest[NEWEST - 1].pk if len(newest) > NEWEST else None,
        "is_first": not before,
        "tag": tag,
        "tags": group.vocabulary.all(),
        "people": people.order_by("joined_at", "pk")[:MOST_PEOPLE],
        "number_of_people": people.count(),
    }


@door
def group_feed(request, slug):
    """The group's newest annotations as an Atom feed, for members (a program uses its key)."""
    view = Viewpoint(request.user)
    group = find_group(slug, view)
    if not view.role_in(group.pk):
        raise Refusal(404, NO_GROUP)
    rows = Annotation.objects.filter(group=group, state="visible").shown_to(view)
    newest = threads.ready(rows).order_by("-modified_at", "-pk")[:NEWEST]
    items = shown(threads.outgoing(list(newest), view))
    context = {
        "group": group, "rows": items, "base": base_of(request),
        "updated": items[0].modified if items else group.created_at,
    }  # fmt: skip
    return render(request, "annotations/group_feed.xml", context, "application/atom+xml")


@door
def group_export(request, slug):
    """All that a member may see in the group, as JSON-LD."""
    view = Viewpoint(request.user)
    group = find_group(slug, view)
    if not view.role_in(group.pk):
        raise Refusal(404, NO_GROUP)
    rows = Annotation.objects.filter(group=group).shown_to(view)
    found = list(threads.ready(rows).order_by("path")[:MOST_EXPORTED])
    made = json_ld.write_page(
        request.path, base_of(request), threads.outgoing(found, view), after="0", following="",
        total=len(found),
    )  # fmt: skip
    response = json_response(made)
    response["Content-Disposition"] = f'attachment; filename="{group.slug}.jsonld"'
    return response


@door
def group_deed(request, slug):
    """What is done with a group by its people: one address, told apart by the field `deed`."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    view = Viewpoint(request.user)
    need_sign_in(view)
    group = find_group(slug, view)
    deed = request.POST.get("deed", "")
    if deed not in DEEDS:
        raise Refusal(400, "That is nothing to do with a group.", "deed")
    messages.success(request, DEEDS[deed](request, group))
    if deed in KEEPERS_DEEDS and view.role_in(group.pk) in HANDS:
        return redirect("annotations:group_people", group.slug)
    still = Group.objects.visible_to(request.user).filter(pk=group.pk).exists()
    return redirect(group if still else "annotations:groups")


@door
def invitation(request, secret):
    """Show what an invitation leads to, and accept it by a POST."""
    view = Viewpoint(request.user)
    found = actions.invitation_of(secret[:100])
    if request.method == "POST":
        need_sign_in(view)
        return redirect(actions.accept_invitation(secret[:100], user=request.user))
    return render(request, "annotations/invitation.html", {"invitation": found})


@door
def move(request, public_id):
    """A form to move or copy one's thread to another group; a POST does it."""
    view = Viewpoint(request.user)
    row = find(public_id, view)
    need_sign_in(view)
    if request.method == "POST":
        do = copy_thread if request.POST.get("deed") == "copy" else move_thread
        return redirect(do(row, request.POST.get("group", "")[:60], user=request.user))
    context = {
        "annotation": row,
        "groups": Group.objects.of(request.user).exclude(pk=row.group_id or 0),
        "rules": (MOVED_RULE, COPIED_RULE),
    }
    return render(request, "annotations/annotation_move.html", context)


def _membership(request: HttpRequest, group: Group) -> Membership:
    number = number_of(request.POST.get("member", ""), "member")
    row = Membership.objects.filter(group=group, pk=number or 0).first()
    if row is None:
        raise Refusal(404, "There is no such member.", "member")
    return row


def _join(request, group):
    made = actions.join(group, user=request.user)
    return "You have asked to join." if made.is_waiting else "You are in."


def _leave(request, group):
    actions.leave(group, user=request.user)
    return "You have left the group."


def _admit(request, group):
    actions.admit(_membership(request, group), user=request.user)
    return "Let in."


def _remove(request, group):
    actions.require_hand(group, request.user)
    actions.remove(_membership(request, group), user=request.user)
    return "Taken out."


@transaction.atomic
def _sanction(request, group):
    """Silence a member, or take them out and keep them out; days are empty for no end."""
    row = _membership(request, group)
    days = number_of(request.POST.get("days", ""), "days")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Refusal(400, f"It lasts 1 to {MOST_DAYS} days, or has no end.", "days")
    is_out = request.POST.get("deed") == "shut_out"
    moderation.sanction(
        row.user, moderator=request.user, reason=request.POST.get("reason", ""), group=group,
        kind=Sanction.Kind.BAN if is_out else Sanction.Kind.SILENCE,
        until=timezone.now() + timedelta(days=days) if days else None,
    )  # fmt: skip
    if is_out:
        actions.remove(row, user=request.user)
        return "Taken out, and kept out."
    return "Silenced: they read, and write nothing here."


def _lift(request, group):
    number = number_of(request.POST.get("sanction", ""), "sanction")
    row = Sanction.objects.in_force().filter(group=group, pk=number or 0).first()
    if row is None:
        raise Refusal(404, "There is no such sanction.")
    moderation.lift(row, moderator=request.user)
    return "They may write here again."


def _role(request, group):
    actions.require_hand(group, request.user)
    row = _membership(request, group)
    actions.set_role(row, request.POST.get("role", ""), user=request.user)
    return "The role is set."


def _invite(request, group):
    days = number_of(request.POST.get("days", ""), "days") or 7
    uses = number_of(request.POST.get("uses", ""), "uses") or 1
    role = request.POST.get("role") or Membership.Role.MEMBER
    _, secret = actions.invite(group, user=request.user, role=role, days=days, most_uses=uses)
    address = base_of(request) + reverse("annotations:invitation", args=[secret])
    request.session["invitation"] = address
    return "The invitation is made. Its address is shown this once."


def _revoke(request, group):
    number = number_of(request.POST.get("invitation", ""), "invitation")
    row = Invitation.objects.filter(group=group, pk=number or 0).first()
    if row is None:
        raise Refusal(404, "There is no such invitation.")
    actions.revoke(row, user=request.user)
    return "The invitation is taken back."


DEEDS = {
    "join": _join, "leave": _leave, "admit": _admit, "remove": _remove, "role": _role,
    "invite": _invite, "revoke": _revoke, "silence": _sanction,
    "shut_out": _sanction, "lift": _lift,
}  # fmt: skip
KEEPERS_DEEDS = frozenset(DEEDS) - {"join", "leave"}
