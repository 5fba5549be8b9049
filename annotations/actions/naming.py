"""Which actor is meant by a name behind an @."""

from __future__ import annotations

from collections.abc import Sequence

from reader.models import Actor, Name, State


def addresses_of(folded: Sequence[str]) -> dict[str, str]:
    """Return the addresses of the actors that these folded names mean, in one query.

    A name that several actors have means none of them, and weak names never link by themselves.
    """
    names = Name.objects.filter(
        folded__in=folded, state=State.ACCEPTED, actor__in=Actor.objects.visible_to(None)
    ).exclude(kind=Name.Kind.WEAK)
    found: dict[str, set[str]] = {}
    for name in names.select_related("actor"):
        found.setdefault(name.folded, set()).add(name.actor.get_absolute_url())
    return {name: addresses.pop() for name, addresses in found.items() if len(addresses) == 1}
