"""Our actors and the lists of outside authorities: who is who, decided entry by entry."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from reader.actions.journal import record_act
from reader.actions.records import Stale, add_record
from reader.bulk.plans import Refused
from reader.models import Actor, Identifier, ListedIdentifier, NotThisOne, User

# The columns of a list; aliases are one a line.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": (),
    "label": (),
    "aliases": ("text",),
    "kind": (),
    "description": (),
}


@transaction.atomic
def keep_list(
    scheme: str, rows: list[tuple[int, Any]], *, user: User | None, file: str = ""
) -> tuple[int, list[str]]:
    """Keep the entries of a list; return how many are new, and what was refused, a line each.

    An entry that is there is left as it is, set aside or not.
    """
    there = set(ListedIdentifier.objects.filter(scheme=scheme).values_list("value", flat=True))
    entries, refused = [], []
    for number, row in rows:
        try:
            entry = _entry(scheme, row)
        except Refused as refusal:
            refused.append(f"Row {number}: {refusal}")
            continue
        if entry.value not in there:
            there.add(entry.value)
            entries.append(entry)
    ListedIdentifier.objects.bulk_create(entries)
    if entries:
        words = f"{len(entries)} identifiers of {scheme} from {file or 'a list'}"
        record_act(user, "listed", words=words, data={"scheme": scheme, "new": len(entries)})
    return len(entries), refused


def _entry(scheme: str, row: Any) -> ListedIdentifier:
    if isinstance(row, str):
        raise Refused(row)
    value, label, kind = row.get("id", ""), row.get("label", ""), row.get("kind", "")
    if not value or not label:
        raise Refused("It has no id or no label.")
    if len(value) > 500 or len(label) > 300:
        raise Refused("Its id or label is too long.")
    if kind and kind not in Actor.Kind.values:
        raise Refused(f"The kind must be one of {', '.join(Actor.Kind.values)}, or empty.")
    aliases = [alias["text"][:300] for alias in row.get("aliases", []) if alias["text"]]
    return ListedIdentifier(
        scheme=scheme,
        value=value,
        label=label,
        aliases=aliases[:50],
        kind=kind,
        description=row.get("description", ""),
    )


@transaction.atomic
def accept_match(
    listed: ListedIdentifier, actor: Actor, *, version: int, user: User | None
) -> Identifier:
    """Give an actor a listed identifier. Raises Stale if the actor was saved meanwhile."""
    held = Actor.objects.select_for_update().filter(pk=actor.pk, version=version)
    if not held.exists():
        raise Stale(actor, Actor.objects.filter(pk=actor.pk).first())
    there = Identifier.objects.filter(actor=actor, scheme=listed.scheme, value=listed.value).first()
    if there is not None:
        return there
    identifier = Identifier(actor=actor, scheme=listed.scheme, value=listed.value)
    add_record(identifier, user=user)
    record_act(user, "identified", actor, words=f"{actor} is {listed}")
    return identifier


@transaction.atomic
def refuse_match(listed: ListedIdentifier, actor: Actor, *, user: User | None) -> None:
    """Note that a listed identifier is not this actor's. Saying it again changes nothing."""
    _, is_new = NotThisOne.objects.get_or_create(listed=listed, actor=actor)
    if is_new:
        record_act(user, "told apart", actor, words=f"{actor} is not {listed}")


@transaction.atomic
def set_aside(listed: ListedIdentifier, *, user: User | None) -> None:
    """Let an entry wait no longer: it is none of our actors, or not worth asking."""
    if ListedIdentifier.objects.filter(pk=listed.pk, is_set_aside=False).update(is_set_aside=True):
        record_act(user, "set aside", words=str(listed), data={"listed": listed.pk})
