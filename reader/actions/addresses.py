"""Addresses: a record that gets another one is found at the old one for ever."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.db.models import Model

from reader.actions.journal import record_act
from reader.actions.pages import facts_of, forget, mark_stale
from reader.actions.records import Stale
from reader.models import Actor, Document, Redirect, Source, Topic, User

# The kinds of record that have an address of their own, and the column that says it.
ADDRESSED: dict[str, tuple[type[Any], str]] = {
    "document": (Document, "slug"),
    "actor": (Actor, "slug"),
    "topic": (Topic, "slug"),
    "source": (Source, "public_id"),
}
LONGEST_SLUG = {"document": 200, "actor": 200, "topic": 100, "source": 32}


class Taken(Exception):
    """An address that another record has, or once had. Its text is the one line to show."""


def kind_of(record: Model) -> str:
    """Return the kind of an addressed record: "document", "actor", "topic" or "source"."""
    kind = record._meta.model_name or ""
    if kind not in ADDRESSED:
        raise TypeError(f"a {record._meta.verbose_name} has no address")
    return kind


def slug_of(record: Model) -> str:
    """Return the part of a record's address that is its own."""
    return str(getattr(record, ADDRESSED[kind_of(record)][1]))


def check_address(kind: str, slug: str, *, but: Model | None = None) -> None:
    """Raise Taken if a record other than `but` has, or ever had, this slug; or if it is none."""
    model, column = ADDRESSED[kind]
    try:
        validate_slug(slug)
    except ValidationError:
        raise Taken(f"“{slug}” is no address: use a–z, 0–9 and hyphens.") from None
    if len(slug) > LONGEST_SLUG[kind]:
        raise Taken(f"An address has at most {LONGEST_SLUG[kind]} characters.")
    key = but.pk if but is not None else None
    there = model._default_manager.filter(**{column: slug}).exclude(pk=key).first()
    if there is not None:
        raise Taken(f"“{slug}” is the address of another {kind}: {there}.")
    if Redirect.objects.filter(kind=kind, slug=slug).exclude(record=key or 0).exists():
        raise Taken(f"“{slug}” was the address of another {kind}, to which it still leads.")


@transaction.atomic
def readdress(
    record: Any, new_slug: str, user: User | None, *, version: int | None = None
) -> Redirect | None:
    """Give a record another address; the old one, and all below it, lead to the new for ever.

    Returns the redirect, or None when it has that address already. Raises Taken for an address
    that another record has or had, and Stale when the record no longer has this version. A record
    may take back an address of its own. Stored pages at the old address go.
    """
    kind, old = kind_of(record), slug_of(record)
    if new_slug == old:
        return None
    check_address(kind, new_slug, but=record)
    model, column = ADDRESSED[kind]
    rows = model._base_manager.filter(pk=record.pk)
    seen = record.version if version is None else version
    try:
        with transaction.atomic():
            if not rows.filter(version=seen).update(**{column: new_slug, "version": seen + 1}):
                raise Stale(record, rows.first())
    except IntegrityError:
        raise Taken(f"“{new_slug}” is the address of another {kind}.") from None
    setattr(record, column, new_slug)
    record.version = seen + 1
    if hasattr(model, "history"):
        model.history.bulk_history_create([record], update=True, default_user=user)
    Redirect.objects.filter(kind=kind, slug=new_slug, record=record.pk).delete()
    redirect = lead(kind, old, to=record)
    mark_stale(facts_of(record))
    record_act(user, "readdressed", record, words=f"{record}: {old} is now {new_slug}")
    return redirect


def lead(kind: str, slug: str, *, to: Model) -> Redirect:
    """Let an address that is free now lead to a record: it was merged, or it moved.

    What led to a record that is gone can be turned with `turn`. Inside the transaction that frees
    the address.
    """
    redirect, _ = Redirect.objects.update_or_create(
        kind=kind, slug=slug, defaults={"record": to.pk}
    )
    forget(f"/{kind}s/{slug}/", below=True)
    return redirect


def turn(kind: str, *, away_from: int, to: Model) -> int:
    """Let every address that led to the record with one key lead to another; return how many."""
    return Redirect.objects.filter(kind=kind, record=away_from).update(record=to.pk)


def moved_to(kind: str, slug: str) -> Any | None:
    """Return the record to which a former address leads, if it is still there. One query or two."""
    row = Redirect.objects.filter(kind=kind, slug=slug).first()
    if row is None:
        return None
    return ADDRESSED[kind][0]._default_manager.filter(pk=row.record).first()
