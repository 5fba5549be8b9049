"""Who may do what with an annotation: one table, asked by everything (README, Rights).

`TABLE` answers for one role, one annotation's visibility and state, and one act. Whoever has
several roles gets the best of their answers. The query that finds what a user may see is made from
the same table (models.annotations), so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to one annotation.

    `AUTHOR` is who wrote it and, where it stands in a group, is still a member. `EDITOR` may
    moderate what is public; `ADMINISTRATOR` may also erase it.
    """

    ANONYMOUS = "anonymous"
    USER = "user"
    MEMBER = "member"
    MODERATOR = "moderator"
    AUTHOR = "author"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Visibility(StrEnum):
    """Who may read an annotation besides its author."""

    PRIVATE = "private"
    GROUP = "group"
    PUBLIC = "public"


class State(StrEnum):
    """Where an annotation stands. `BLANKED` is deleted, with answers of others below it."""

    VISIBLE = "visible"
    WAITING = "waiting"
    HIDDEN = "hidden"
    SPAM = "spam"
    BLANKED = "blanked"
    DELETED = "deleted"


WITHHELD = frozenset({State.WAITING, State.HIDDEN, State.SPAM})
GONE = frozenset({State.BLANKED, State.DELETED})


class Act(StrEnum):
    """What may be done with an annotation."""

    READ = "read"
    REPLY = "reply"
    REACT = "react"
    EDIT = "edit"
    DELETE = "delete"
    FLAG = "flag"
    HIDE = "hide"
    SEE_FLAGS = "see flags"
    ERASE = "erase"
    RESOLVE = "resolve"
    REATTACH = "re-attach"
    DECIDE = "decide"


class Answer(StrEnum):
    """May it be done? Each answer but YES has its status; ABSENT is as if there were nothing."""

    YES = "yes"
    SIGN_IN = "401"
    FORBIDDEN = "403"
    ABSENT = "404"


# The better of two answers stands first.
RANK = (Answer.YES, Answer.FORBIDDEN, Answer.SIGN_IN, Answer.ABSENT)

EVERYBODY = frozenset(Role)
PUBLIC_HANDS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})

# Who reads: visibility and state → roles.
READERS: Mapping[tuple[Visibility, State], frozenset[Role]] = {
    (Visibility.PUBLIC, State.VISIBLE): EVERYBODY,
    **{(Visibility.PUBLIC, state): PUBLIC_HANDS | {Role.AUTHOR} for state in WITHHELD},
    (Visibility.GROUP, State.VISIBLE): frozenset({Role.MEMBER, Role.MODERATOR, Role.AUTHOR}),
    **{(Visibility.GROUP, s): frozenset({Role.MODERATOR, Role.AUTHOR}) for s in WITHHELD},
    **{(Visibility.PRIVATE, s): frozenset({Role.AUTHOR}) for s in (State.VISIBLE, *WITHHELD)},
}

# Who of those who read it may do more: act → visibility → roles. Anyone else is forbidden, or
# asked to sign in; where the act is in UNSEEN, it is as if there were nothing.
SIGNED_IN = EVERYBODY - {Role.ANONYMOUS}
GROUP_HANDS = frozenset({Role.MODERATOR})
AUTHOR = frozenset({Role.AUTHOR})
DOERS: Mapping[Act, Mapping[Visibility, frozenset[Role]]] = {
    Act.REPLY: dict.fromkeys(Visibility, SIGNED_IN),
    Act.REACT: dict.fromkeys(Visibility, SIGNED_IN),
    Act.EDIT: dict.fromkeys(Visibility, AUTHOR),
    Act.DELETE: dict.fromkeys(Visibility, AUTHOR),
    Act.FLAG: dict.fromkeys(Visibility, SIGNED_IN - AUTHOR),
    Act.HIDE: {Visibility.PUBLIC: PUBLIC_HANDS, Visibility.GROUP: GROUP_HANDS},
    Act.SEE_FLAGS: {Visibility.PUBLIC: PUBLIC_HANDS, Visibility.GROUP: GROUP_HANDS},
    Act.ERASE: {Visibility.PUBLIC: frozenset({Role.ADMINISTRATOR})},
    Act.RESOLVE: {
        Visibility.PUBLIC: AUTHOR | PUBLIC_HANDS,
        Visibility.GROUP: AUTHOR | GROUP_HANDS,
        Visibility.PRIVATE: AUTHOR,
    },
    Act.REATTACH: {
        Visibility.PUBLIC: AUTHOR | PUBLIC_HANDS,
        Visibility.GROUP: AUTHOR | GROUP_HANDS,
        Visibility.PRIVATE: AUTHOR,
    },
    Act.DECIDE: {Visibility.PUBLIC: PUBLIC_HANDS, Visibility.GROUP: PUBLIC_HANDS},
}
UNSEEN = frozenset({Act.SEE_FLAGS})
# What is withheld or gone is neither answered, liked, flagged nor decided.
ONLY_WHILE_VISIBLE = frozenset({Act.REPLY, Act.REACT, Act.FLAG, Act.DECIDE})


def _answer(role: Role, visibility: Visibility, state: State, act: Act) -> Answer:
    if role not in READERS.get((visibility, state), frozenset()):
        return Answer.ABSENT
    if act == Act.READ:
        return Answer.YES
    may = role in DOERS[act].get(visibility, frozenset())
    if may and not (act in ONLY_WHILE_VISIBLE and state != State.VISIBLE):
        return Answer.YES
    if act in UNSEEN:
        return Answer.ABSENT
    return Answer.SIGN_IN if role == Role.ANONYMOUS else Answer.FORBIDDEN


TABLE: Mapping[tuple[Role, Visibility, State, Act], Answer] = {
    (role, visibility, state, act): _answer(role, visibility, state, act)
    for role in Role
    for visibility in Visibility
    for state in State
    for act in Act
}


def answer(roles: Iterable[Role], visibility: str, state: str, act: Act) -> Answer:
    """Return what somebody with these roles may do with such an annotation.

    >>> str(answer({Role.USER, Role.AUTHOR}, "private", "visible", Act.EDIT))
    'yes'

    Nobody flags what is their own, whatever else they are. An editor or administrator decides on
    a group's annotation only where something else lets them read it.
    """
    roles = set(roles)
    shown, stands = Visibility(visibility), State(state)
    if act == Act.FLAG and Role.AUTHOR in roles:
        return TABLE[Role.AUTHOR, shown, stands, act]
    if act == Act.DECIDE and shown == Visibility.GROUP and roles & PUBLIC_HANDS:
        reads = answer(roles, visibility, state, Act.READ)
        return reads if stands == State.VISIBLE else Answer.FORBIDDEN
    return min((TABLE[role, shown, stands, act] for role in roles), key=RANK.index)
