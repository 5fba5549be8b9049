"""The names of two actors that become one: which is primary, and what the other one becomes."""

from __future__ import annotations

from django.db.models import Q

from reader.actions import steps as rows
from reader.actions.steps import Step
from reader.models import Actor, Name, State
from reader.text.names import guess_kind

OTHER_KINDS = [kind for kind in Name.Kind.values if kind != Name.Kind.PRIMARY]


def kind_after(gone: str, name: str) -> str:
    """Return the kind that a primary name likely has beside the name of the kept actor."""
    guessed = guess_kind(gone, name)
    return guessed if guessed in OTHER_KINDS else Name.Kind.FULL


def settle_names(
    keep: Actor, gone: Actor, *, name: str, state: str, was_called: str = ""
) -> list[Step]:
    """Return the steps that leave one primary name: the one that says `name`.

    The name that the other actor went by becomes one of kind `was_called`, and is accepted with
    the actor: whoever merges says that it is the actor's. Else the next text would propose it.
    """
    kind = was_called if was_called in OTHER_KINDS else ""
    named = Name.objects.filter(Q(actor=keep) | Q(actor=gone)).order_by("pk")
    staying = _staying(list(named), keep.pk)
    primary = next((row for row in staying if row.text == name), None)
    found: list[Step] = []
    for row in staying:
        is_called = row.text in (keep.name, gone.name)
        if row.kind == Name.Kind.PRIMARY and primary is not None and row != primary:
            new = kind or kind_after(row.text, name)
            found.append(rows.change(Name, [row.pk], {"kind": row.kind}, {"kind": new}))
        if is_called and state == State.ACCEPTED and row.state != State.ACCEPTED:
            was = {"state": row.state, "is_unsure": row.is_unsure}
            now = {"state": state, "is_unsure": False}
            found.append(rows.change(Name, [row.pk], was, now))
    if primary is not None and primary.kind != Name.Kind.PRIMARY:
        new = Name.Kind.PRIMARY
        found.append(rows.change(Name, [primary.pk], {"kind": primary.kind}, {"kind": new}))
    return found


def _staying(named: list[Name], keep: int) -> list[Name]:
    """Return the names that are left of two actors' names: of two alike, the surer one."""
    rank = (State.PROPOSED, State.REJECTED, State.ACCEPTED)
    by_text: dict[str, Name] = {}
    for row in sorted(named, key=lambda row: row.actor_id != keep):
        there = by_text.get(row.text)
        if there is None or rank.index(State(row.state)) > rank.index(State(there.state)):
            by_text[row.text] = row
    return list(by_text.values())
