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
    """Answers for one user, asking the database for each group at most once."""

    def __init__(self, user: Viewer) -> None:
        # Whoever asks is_authenticated first knows that this is a User.
        self.user: Any = user if user is not None and user.is_active else AnonymousUser()
        self.is_authenticated: bool = self.user.is_authenticated
        self._memberships: dict[int, str] = {}
        self._offers: dict[tuple[frozenset[Role], str, str], list[str]] = {}

    @cached_property
    def moderates_public(self) -> bool:
        """Whoever moderates works in the admin; nobody else's rights are asked for."""
        return bool(self.user.is_staff and self.user.has_perm("reader.moderate"))

    @property
    def is_administrator(self) -> bool:
        return bool(self.user.is_superuser)

    def role_in(self, group_id: int | None) -> str:
        """Return what the user is in a group: member, moderator, owner, or an empty text."""
        if group_id is None or not self.is_authenticated:
            return ""
        if group_id not in self._memberships:
            row = Membership.objects.filter(group=group_id, user=self.user, is_waiting=False)
            self._memberships[group_id] = row.values_list("role", flat=True).first() or ""
        return self._memberships[group_id]

    def roles_on(self, annotation: Annotation) -> set[Role]:
        """Return every role that the user has on an annotation."""
        if not self.is_authenticated:
            return {Role.ANONYMOUS}
        roles = {Role.USER}
        in_group = annotation.visibility == Visibility.GROUP
        if in_group and "viewer_role" in annotation.__dict__:
            role = annotation.__dict__["viewer_role"] or ""
        else:
            role = self.role_in(annotation.group_id) if in_group else ""
        if role:
            roles.add(Role.MEMBER)
            if role != Membership.Role.MEMBER:
                roles.add(Role.MODERATOR)
        if annotation.creator_id == self.user.pk and (role or not in_group):
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

    def offers(self, annotation: Annotation, acts: Sequence[Act]) -> list[str]:
        """Return which of these acts the user may do; always asked with the same acts."""
        case = (frozenset(self.roles_on(annotation)), annotation.visibility, annotation.state)
        if case not in self._offers:
            self._offers[case] = [act.value for act in acts if self.may(annotation, act)]
        return self._offers[case]


def as_viewpoint(viewer: Viewer | Viewpoint) -> Viewpoint:
    """Return the viewpoint of a user, or the one that is given."""
    return viewer if isinstance(viewer, Viewpoint) else Viewpoint(viewer)
