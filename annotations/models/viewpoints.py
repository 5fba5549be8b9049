"""A viewpoint: what one user is to any annotation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from annotations.models.groups import Membership
from annotations.permissions import Act, Answer, Role, Visibility, answer
from reader.models.accounts import Viewer

if TYPE_CHECKING:
    from annotations.models.annotations import Annotation


class Viewpoint:
    """Answers for one user, asking the database at most once for their groups."""

    def __init__(self, user: Viewer) -> None:
        # Whoever asks is_authenticated first knows that this is a User.
        self.user: Any = user if user is not None and user.is_active else AnonymousUser()
        self.is_authenticated: bool = self.user.is_authenticated
        self.key: int | None = self.user.pk
        self._offers: dict[tuple[str, str, str, bool], tuple[str, ...]] = {}

    @cached_property
    def moderates_public(self) -> bool:
        """Whoever moderates works in the admin; nobody else's rights are asked for."""
        return bool(self.user.is_staff and self.user.has_perm("reader.moderate"))

    @property
    def is_administrator(self) -> bool:
        return bool(self.user.is_superuser)

    @cached_property
    def memberships(self) -> dict[int, str]:
        """What the user is in each of their groups: the group's key → member, moderator, owner."""
        if not self.is_authenticated:
            return {}
        rows = Membership.objects.filter(user=self.key, is_waiting=False)
        return dict(rows.order_by().values_list("group", "role"))

    @cached_property
    def groups(self) -> list[int]:
        """The keys of the groups that the user is in."""
        return sorted(self.memberships)

    @cached_property
    def moderated_groups(self) -> list[int]:
        """The keys of the groups in which the user is a moderator or owner."""
        return [key for key in self.groups if self.memberships[key] != Membership.Role.MEMBER]

    def role_in(self, group_id: int | None) -> str:
        """Return what the user is in a group: member, moderator, owner, or an empty text."""
        return self.memberships.get(group_id, "") if group_id is not None else ""

    def roles_on(self, annotation: Annotation) -> set[Role]:
        """Return every role that the user has on an annotation."""
        in_group = annotation.visibility == Visibility.GROUP
        return self.roles_for(
            annotation.visibility,
            self.role_in(annotation.group_id) if in_group else "",
            self.is_authenticated and annotation.creator_id == self.key,
        )

    def roles_for(self, visibility: str, group_role: str, is_own: bool) -> set[Role]:
        """Return every role on an annotation in whose group the user is this ("" for nothing)."""
        if not self.is_authenticated:
            return {Role.ANONYMOUS}
        roles = {Role.USER}
        in_group = visibility == Visibility.GROUP
        if in_group and group_role:
            roles.add(Role.MEMBER)
            if group_role != Membership.Role.MEMBER:
                roles.add(Role.MODERATOR)
        if is_own and (group_role or not in_group):
            roles.add(Role.AUTHOR)
        if self.moderates_public:
            roles.add(Role.EDITOR)
        if self.is_administrator:
            roles.add(Role.ADMINISTRATOR)
        return roles

    def answer(self, annotation: Annotation, act: Act) -> Answer:
        """Return what permissions.py answers to this act of the user."""
        return answer(self.roles_on(annotation), annotation.visibility, annotation.state, act)

    def may(self, annotation: Annotation, act: Act) -> bool:
        """Tell whether the user may do it."""
        return self.answer(annotation, act) == Answer.YES

    def offers(
        self, visibility: str, state: str, group_role: str, is_own: bool, acts: Sequence[Act]
    ) -> tuple[str, ...]:
        """Return which of these acts the user may do with such an annotation.

        It is asked for thousands in a row, and always with the same acts.
        """
        case = (visibility, state, group_role, is_own)
        if case not in self._offers:
            roles = self.roles_for(visibility, group_role, is_own)
            self._offers[case] = tuple(
                act.value for act in acts if answer(roles, visibility, state, act) == Answer.YES
            )
        return self._offers[case]


def as_viewpoint(viewer: Viewer | Viewpoint) -> Viewpoint:
    """Return the viewpoint of a user, or the one that is given."""
    return viewer if isinstance(viewer, Viewpoint) else Viewpoint(viewer)
