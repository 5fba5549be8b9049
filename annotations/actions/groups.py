"""Groups: made, joined, left, kept. The last owner stays until another is one."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from annotations.formats.refusal import Refusal
from annotations.models import (
    Group,
    Invitation,
    Membership,
    ModerationAct,
    Sanction,
    Tag,
    Viewpoint,
)
from annotations.models.groups import HANDS
from annotations.models.groups import digest_of as digest_of_invitation
from reader.models import User
from reader.text.user_names import one_line

MOST_GROUPS = 50
LONGEST_INVITATION = 90
NO_GROUP = "There is no such group, or it is not open to you."
RANKS = {Membership.Role.MEMBER: 0, Membership.Role.MODERATOR: 1, Membership.Role.OWNER: 2}


@transaction.atomic
def make_group(
    owner: User, *, name: str, description: str = "", kind: str = Group.Kind.PRIVATE,
    is_premoderated: bool = False,
) -> Group:  # fmt: skip
    """Make a group; who makes it owns it."""
    name = one_line(name)[:100]
    if not name:
        raise Refusal(400, "A group needs a name.", "name")
    if kind not in Group.Kind.values:
        raise Refusal(400, "A group is private, restricted or open.", "kind")
    if Membership.objects.filter(user=owner, role=Membership.Role.OWNER).count() >= MOST_GROUPS:
        raise Refusal(429, f"You own {MOST_GROUPS} groups; that is as many as one may.")
    stem = slugify(name)[:50] or "group"
    taken = set(Group.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    # An address below /groups/ is no group's.
    slug, number = stem, 2
    while slug in taken or slug == "join":
        slug, number = f"{stem}-{number}", number + 1
    group = Group.objects.create(
        slug=slug, name=name, description=one_line(description)[:1000], kind=kind,
        is_premoderated=is_premoderated,
    )  # fmt: skip
    Membership.objects.create(group=group, user=owner, role=Membership.Role.OWNER)
    return group


@transaction.atomic
def change_group(
    group: Group, *, user: User, version: int, name: str, description: str, kind: str,
    is_premoderated: bool, vocabulary: list[str],
) -> Group:  # fmt: skip
    """Change what a group is, if nobody else did since; moderators and owners may."""
    require_hand(group, user)
    if not one_line(name) or kind not in Group.Kind.values:
        raise Refusal(400, "A group needs a name and a kind.", "name")
    changed = Group.objects.filter(pk=group.pk, version=version).update(
        name=one_line(name)[:100], description=one_line(description)[:1000], kind=kind,
        is_premoderated=is_premoderated, version=F("version") + 1,
    )  # fmt: skip
    if not changed:
        raise Refusal(409, "Somebody changed this group meanwhile. Look again, then save.")
    group.refresh_from_db()
    group.vocabulary.set(Tag.called([one_line(word)[:64] for word in vocabulary if one_line(word)]))
    return group


@transaction.atomic
def join(group: Group, *, user: User) -> Membership:
    """Join an open group, or ask to join a restricted one."""
    if group.kind == Group.Kind.PRIVATE:
        raise Refusal(404, NO_GROUP)
    _let_in(group, user)
    membership, _ = Membership.objects.get_or_create(
        group=group, user=user, defaults={"is_waiting": group.kind == Group.Kind.RESTRICTED}
    )
    return membership


@transaction.atomic
def leave(group: Group, *, user: User) -> None:
    """Leave a group: reading ends at once. What one wrote there stays with the group."""
    row = Membership.objects.select_for_update().filter(group=group, user=user).first()
    if row is None:
        raise Refusal(404, NO_GROUP)
    _keep_an_owner(row)
    row.delete()


@transaction.atomic
def admit(membership: Membership, *, user: User) -> None:
    """Let somebody in who asked."""
    require_keeper(membership.group, user, "let in", membership.user)
    Membership.objects.filter(pk=membership.pk).update(is_waiting=False, joined_at=timezone.now())


@transaction.atomic
def remove(membership: Membership, *, user: User) -> None:
    """Take somebody out of a group; nobody takes out who stands above themselves."""
    _require_rank(membership, user, "taken out")
    _keep_an_owner(membership)
    membership.delete()


@transaction.atomic
def set_role(membership: Membership, role: str, *, user: User) -> None:
    """Give a member a role, not above one's own."""
    if role not in Membership.Role.values:
        raise Refusal(400, "The roles are member, moderator and owner.", "role")
    own = _require_rank(membership, user, f"made {role}")
    if RANKS[Membership.Role(role)] > RANKS[Membership.Role(own)]:
        raise Refusal(403, "Nobody gives a role above their own.")
    if role != Membership.Role.OWNER:
        _keep_an_owner(membership)
    Membership.objects.filter(pk=membership.pk).update(role=role)


@transaction.atomic
def invite(
    group: Group, *, user: User, role: str = Membership.Role.MEMBER, days: int = 7,
    most_uses: int = 1,
) -> tuple[Invitation, str]:  # fmt: skip
    """Make an invitation that ends by itself; return it and its secret, shown this once."""
    own = require_keeper(group, user, "invited")
    if role not in Membership.Role.values:
        raise Refusal(400, "The roles are member, moderator and owner.", "role")
    if RANKS[Membership.Role(role)] > RANKS[Membership.Role(own)]:
        raise Refusal(403, "Nobody gives a role above their own.")
    if not (1 <= days <= LONGEST_INVITATION and 1 <= most_uses <= 1000):
        raise Refusal(400, f"An invitation lasts 1 to {LONGEST_INVITATION} days, for 1 to 1000.")
    return Invitation.make(group, user, role=role, lasts=timedelta(days=days), most_uses=most_uses)


@transaction.atomic
def revoke(invitation: Invitation, *, user: User) -> None:
    """Let an invitation open nothing any more."""
    require_keeper(invitation.group, user, "uninvited")
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())


def invitation_of(secret: str) -> Invitation:
    """Return the invitation that still works, or raise Refusal 404 as for one never made."""
    usable = Invitation.objects.usable().select_related("group", "inviter")
    found = usable.filter(digest=digest_of_invitation(secret)).first()
    if found is None:
        raise Refusal(404, "This invitation does not work: it ended, was used up, or taken back.")
    return found


@transaction.atomic
def accept_invitation(secret: str, *, user: User) -> Group:
    """Join the group that an invitation is to. Who is in already stays as they are."""
    found = invitation_of(secret)
    row = Membership.objects.filter(group=found.group, user=user).first()
    if row is not None and not row.is_waiting:
        return found.group
    _let_in(found.group, user)
    # Counted in the same statement that asks: two at once cannot both have the last use.
    if not Invitation.objects.usable().filter(pk=found.pk).update(uses=F("uses") + 1):
        raise Refusal(404, "This invitation is used up.")
    if row is not None:
        row.is_waiting, row.role = False, found.role
        row.save()
        return found.group
    try:
        with transaction.atomic():
            Membership.objects.create(group=found.group, user=user, role=found.role)
    except IntegrityError:
        pass  # joined in another window meanwhile
    return found.group


def _let_in(group: Group, user: User) -> None:
    """Raise Refusal for whom the group's moderators keep out."""
    kept_out = Sanction.objects.in_force().filter(user=user, group=group, kind=Sanction.Kind.BAN)
    if (row := kept_out.first()) is not None:
        raise Refusal(403, f"The moderators of {group.name} keep you out: {row.reason}")


def require_hand(group: Group, user: User) -> str:
    """Return the user's role in a group that they moderate, or raise Refusal."""
    row = Membership.objects.filter(group=group, user=user, is_waiting=False).first()
    if row is None:
        raise Refusal(404, NO_GROUP)
    if row.role not in HANDS:
        raise Refusal(403, "Only who moderates this group may do that.")
    return row.role


def require_keeper(group: Group, user: User, verb: str, member: User | None = None) -> str:
    """Return the role by which a user may say who is in a group, or raise Refusal.

    An administrator may as an owner does, without being in it; the group's log says so.
    """
    own = Membership.objects.filter(group=group, user=user, is_waiting=False, role__in=HANDS)
    if not Viewpoint(user).is_administrator or own.exists():
        return require_hand(group, user)
    ModerationAct.objects.create(
        moderator=user, author=member, group=group, verb=verb, reason="by an administrator"
    )
    return Membership.Role.OWNER


def _require_rank(membership: Membership, user: User, verb: str) -> str:
    own = require_keeper(membership.group, user, verb, membership.user)
    if RANKS[Membership.Role(membership.role)] > RANKS[Membership.Role(own)]:
        raise Refusal(403, "That stands above you in this group.")
    return own


def _keep_an_owner(row: Membership) -> None:
    if row.role != Membership.Role.OWNER or row.is_waiting:
        return
    others = Membership.objects.select_for_update().filter(
        group=row.group_id, role=Membership.Role.OWNER, is_waiting=False
    )
    if not others.exclude(pk=row.pk).exists():
        raise Refusal(409, "A group needs an owner: make somebody else one first.")
