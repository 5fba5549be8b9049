"""What differs between two revisions of a document: a read of manuscripts and snapshots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.models import Actor, Revision, Source
from reader.text.diffs import BlockChange, ComparedBlock, compare_blocks
from reader.text.manuscript import parse
from reader.text.reading import number_footnotes

# Kinds of spans in the order in which an editor reads of them.
KINDS = ("citation", "mention", "event", "evidence", "abbreviation")


@dataclass(frozen=True, slots=True)
class SpanChange:
    """One citation, mention or the like that came, went, or is decided otherwise than before."""

    kind: str
    how: str
    exact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two revisions."""

    blocks: tuple[BlockChange, ...]
    spans: tuple[tuple[str, tuple[SpanChange, ...]], ...]
    meta: tuple[tuple[str, str, str], ...]

    @property
    def changed(self) -> tuple[BlockChange, ...]:
        """The blocks that are not as they were."""
        return tuple(change for change in self.blocks if change.how != "kept")

    @property
    def is_empty(self) -> bool:
        return not (self.changed or self.spans or self.meta)


def compare(old: Revision | None, new: Revision) -> Comparison:
    """Return what differs between two revisions of one document, the older first; None is nothing.

    Two queries, for the names of actors and sources.
    """
    before = blocks_of(old) if old else []
    return Comparison(
        tuple(compare_blocks(before, blocks_of(new))),
        tuple(_spans(old, new)) if old else (),
        tuple(_meta(old, new)) if old else (),
    )


def blocks_of(revision: Revision) -> list[ComparedBlock]:
    """Return the blocks of a revision under the keys that they had then, body first."""
    document = parse(revision.manuscript)
    keys: defaultdict[str | None, list[str]] = defaultdict(list)
    for key, label in revision.snapshot.get("blocks", ()):
        keys[label].append(key)
    found: list[ComparedBlock] = []

    def add(label: str | None, name: str, at: int, kind: str, text: str) -> None:
        known = keys[label]
        key = known[at] if at < len(known) else f"{label or ''} {at} of {revision.number}"
        found.append(ComparedBlock(key, kind, name, text))

    for at, block in enumerate(document.blocks):
        add(None, "", at, block.kind, block.text)
    numbers = number_footnotes(document)
    for note in sorted(document.footnotes, key=lambda note: numbers[note.label]):
        for at, block in enumerate(note.blocks):
            add(note.label, f"note {numbers[note.label]}", at, block.kind, block.text)
    return found


def _spans(old: Revision, new: Revision) -> Iterator[tuple[str, tuple[SpanChange, ...]]]:
    """Yield (kind, changes) of the spans that both snapshots remember, kind by kind."""
    before, after = _by_id(old), _by_id(new)
    names = _names([*before.values(), *after.values()])
    changes: defaultdict[str, list[SpanChange]] = defaultdict(list)
    for key in [*after, *(key for key in before if key not in after)]:
        was, now = before.get(key), after.get(key)
        said_before, said_after = _said(was, names), _said(now, names)
        if said_before == said_after:
            continue
        how = "added" if was is None else "removed" if now is None else "changed"
        exact = str((now or was or {}).get("exact", ""))
        changes[key[0]].append(SpanChange(key[0], how, exact, said_before, said_after))
    for kind in (*KINDS, *(kind for kind in changes if kind not in KINDS)):
        if changes[kind]:
            yield kind, tuple(changes[kind])


def _by_id(revision: Revision) -> dict[tuple[str, Any], dict[str, Any]]:
    return {(span["kind"], span["id"]): span for span in revision.snapshot.get("spans", ())}


def _names(spans: list[dict[str, Any]]) -> dict[tuple[str, int], str]:
    """Return what the actors and sources of spans are called now."""
    actors = {span["actor_id"] for span in spans if span.get("actor_id")}
    sources = {span["source_id"] for span in spans if span.get("source_id")}
    names: dict[tuple[str, int], str] = {}
    for pk, name in Actor.objects.filter(pk__in=actors).values_list("pk", "name"):
        names["actor", pk] = name
    for source in Source.objects.filter(pk__in=sources):
        names["source", source.pk] = str(source)
    return names


def _said(span: dict[str, Any] | None, names: dict[tuple[str, int], str]) -> str:
    """Return in words what a span said: whom or what it points to, and its state."""
    if span is None:
        return ""
    target = ""
    for kind in ("actor", "source"):
        pk = span.get(f"{kind}_id")
        if pk:
            target = names.get((kind, pk), f"{kind} {pk}, no longer there")
    target = target or str(span.get("long") or span.get("date") or "")
    return ", ".join(part for part in (target, str(span.get("state") or "")) if part)


def _meta(old: Revision, new: Revision) -> Iterator[tuple[str, str, str]]:
    """Yield (name, before, after) for what the front matter says otherwise, topics among it."""
    before, after = parse(old.manuscript).meta, parse(new.manuscript).meta
    for name in dict.fromkeys([*before, *after]):
        was, now = _plain(before.get(name)), _plain(after.get(name))
        if was != now:
            yield name, was, now


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
