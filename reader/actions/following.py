"""What else knows a record by its key: addresses, keys of files and texts, pairs told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from reader.actions import steps as rows
from reader.actions.steps import Step
from reader.models import (
    Actor,
    FormerKey,
    LostSpan,
    NotTheSame,
    Redirect,
    Source,
    Topic,
    Versioned,
)
from reader.text.folding import search_fold


def key_of(record: Versioned) -> str:
    """Return what files and texts call a record: its folded name, a source's own key."""
    match record:
        case Source():
            return record.cited_as
        case Actor() | Topic():
            return search_fold(record.name)[:1200]
    return ""


def follow_keys(
    kind: str, keep: Versioned, gone: Versioned, values: Mapping[str, Any]
) -> list[Step]:
    """Return the steps after which every key of both records leads to the kept one."""
    led = FormerKey.objects.filter(kind=kind, record=gone.pk).values_list("pk", flat=True)
    was, now = {"record": gone.pk}, {"record": keep.pk}
    found = [rows.change(FormerKey, led, was, now)] if led else []
    stays = key_of(keep)
    if not isinstance(keep, Source):
        stays = search_fold(str(values.get("name", getattr(keep, "name", ""))))[:1200]
    for key in dict.fromkeys((key_of(keep), key_of(gone))):
        if not key or key == stays:
            continue
        there = FormerKey.objects.filter(kind=kind, key=key).first()
        if there is None:
            found.append(rows.add(FormerKey(kind=kind, key=key, record=keep.pk)))
        elif there.record not in (keep.pk, gone.pk):
            found.append(rows.change(FormerKey, [there.pk], {"record": there.record}, now))
    return found


def follow_addresses(kind: str, keep: Versioned, gone: Versioned) -> list[Step]:
    """Return the steps after which every address of gone leads to keep."""
    if kind not in Redirect.Kind.values:
        return []
    slug = gone.public_id if isinstance(gone, Source) else str(getattr(gone, "slug", ""))
    led = Redirect.objects.filter(kind=kind, record=gone.pk).values_list("pk", flat=True)
    there = Redirect.objects.filter(kind=kind, slug=slug).first()
    now = {"record": keep.pk}
    found = [rows.change(Redirect, led, {"record": gone.pk}, now)] if led else []
    if there is None:
        found.append(rows.add(Redirect(kind=kind, slug=slug, record=keep.pk)))
    elif there.record not in (keep.pk, gone.pk):
        found.append(rows.change(Redirect, [there.pk], {"record": there.record}, now))
    return found


def follow_pairs(kind: str, keep: Versioned, gone: Versioned) -> tuple[bool, list[Step]]:
    """Return whether the two were told apart, and the steps that let gone's other pairs follow."""
    about = Q(first=gone.pk) | Q(second=gone.pk)
    told_apart, found = False, []
    for pair in NotTheSame.objects.filter(about, kind=kind).order_by("pk"):
        other = pair.second if pair.first == gone.pk else pair.first
        first, second = sorted((other, keep.pk))
        if other == keep.pk:
            told_apart = True
            found.append(rows.remove(pair))
        elif NotTheSame.objects.filter(kind=kind, first=first, second=second).exists():
            found.append(rows.remove(pair))
        else:
            was = {"first": pair.first, "second": pair.second}
            found.append(
                rows.change(NotTheSame, [pair.pk], was, {"first": first, "second": second})
            )
    return told_apart, found


def follow_lost(went: Mapping[tuple[str, int], int]) -> list[Step]:
    """Return the steps after which lost spans mean what their records went into.

    `went` has the key of the record that stays by kind (actor, name, source) and key of what goes.
    """
    if not went:
        return []
    about = Q()
    for kind, pk in went:
        about |= Q(**{f"values__{kind}_id": pk})
    if any(kind == "source" for kind, _ in went):
        about |= Q(kind=LostSpan.Kind.CITATION)  # its candidates are a list
    found = []
    for lost in LostSpan.objects.filter(about).order_by("pk"):
        now = dict(lost.values)
        for kind in ("actor", "name", "source"):
            column = f"{kind}_id"
            if column in now:
                now[column] = went.get((kind, now[column]), now[column])
        if "candidates" in now:
            now["candidates"] = sorted({went.get(("source", pk), pk) for pk in now["candidates"]})
        if now != lost.values:
            found.append(rows.change(LostSpan, [lost.pk], {"values": lost.values}, {"values": now}))
    return found
