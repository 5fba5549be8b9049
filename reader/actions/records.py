"""Saving one record by hand: only if nobody has saved it since it was opened.

Every change goes through one UPDATE that names the version it started from. It writes the
history, keeps what is derived in step, and marks the stored pages that show the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from reader.actions.actors import LONGEST_FOLDED, new_slug
from reader.actions.journal import record_act
from reader.actions.pages import facts_of, mark_stale
from reader.models import (
    Actor,
    Block,
    Decided,
    Document,
    Event,
    Name,
    Redirect,
    Source,
    State,
    User,
    Versioned,
)
from reader.text.edtf import sort_key
from reader.text.folding import search_fold
from reader.text.reading import cited_as

BY_HAND = "by hand"


class Stale(Exception):
    """Someone saved or deleted a record after the form that would save it was opened.

    `record` is what was to be saved, `theirs` the row as it is now, or None if it is gone.
    """

    def __init__(self, record: Versioned, theirs: Versioned | None) -> None:
        super().__init__(f"{record._meta.verbose_name} {record.pk} was changed by someone else")
        self.record = record
        self.theirs = theirs


Links = Mapping[str, Iterable[Model]]


@transaction.atomic
def add_record(record: Versioned, *, user: User | None, links: Links | None = None) -> None:
    """Insert a record that a person entered, and set its many-to-many links by field name."""
    _insert(record, user, links or {})
    record_act(user, "added", record, document=document_of(record))


def _insert(record: Versioned, user: User | None, links: Links) -> None:
    fill_derived(record)
    if isinstance(record, Decided):
        record.method = record.method or BY_HAND
        if record.state != State.PROPOSED:
            _sign(record, user)
    record._history_user = user  # type: ignore[attr-defined]  # read by simple_history
    record.save(force_insert=True)
    linked = _link(record, links)
    if isinstance(record, Actor):
        keep_primary_name(record, user)
    mark_stale(facts_of(record, *linked))


@transaction.atomic
def save_record(
    record: Versioned, *, version: int, user: User | None, links: Links | None = None
) -> None:
    """Save a changed record if its row still has this version, else raise Stale.

    The version grows by one. A changed state is signed with user and time. `links` are the
    many-to-many links to set, by field name. An actor's primary name follows the actor's name.
    """
    before = type(record)._base_manager.filter(pk=record.pk).first()
    mark_stale(_write(record, version=version, user=user, links=links or {}))
    data = {"fields": _differences(before, record)}
    record_act(user, "changed", record, document=document_of(record), data=data)


@transaction.atomic
def decide(opened: Iterable[tuple[Versioned, int]], *, state: str, user: User | None) -> int:
    """Accept, reject or propose records, each with the version it was seen in; return how many.

    All or none: raises Stale for a record that someone else has saved since, and ValidationError
    for one that the rules do not allow in this state. What made the record stays in `method`.
    """
    facts: set[str] = set()
    number = 0
    for record, version in opened:
        if not isinstance(record, Decided):
            raise TypeError(f"a {record._meta.verbose_name} is neither proposed nor accepted")
        record.state = state
        _sign(record, user)
        record.validate_constraints()
        facts |= _write(record, version=version, user=user, links={})
        record_act(user, state, record, document=document_of(record), words=_called(record))
        number += 1
    mark_stale(facts)
    return number


def document_of(record: Model) -> Document | None:
    """Return the document in which a record stands, if it stands in one."""
    if isinstance(record, Document):
        return record
    block = getattr(record, "block", None)
    return block.document if isinstance(block, Block) else None


def _called(record: Model) -> str:
    """Return a record in words that can be read alone: a span by what it says of which words."""
    block = getattr(record, "block", None)
    if not isinstance(block, Block):
        return str(record)
    words = block.text[record.start : record.end]  # type: ignore[attr-defined]
    means = getattr(record, "actor", None) or getattr(record, "source", None)
    return f"“{words}”: {means}" if means else f"“{words}”"


def _differences(before: Model | None, after: Model) -> dict[str, list[str]]:
    """Return the columns that a save changed, each with what it said before and says now."""
    if before is None:
        return {}
    columns = [field.attname for field in after._meta.concrete_fields if field.name != "version"]
    said = {name: [str(getattr(before, name)), str(getattr(after, name))] for name in columns}
    return {name: pair for name, pair in said.items() if pair[0] != pair[1]}


def fill_derived(record: Model) -> None:
    """Set the columns that follow from others: folded names, a new actor's slug, a source's key.

    A slug and a key that are there stay: addresses last, and the text still names the source so.
    """
    match record:
        case Actor():
            record.folded = search_fold(record.name)[:LONGEST_FOLDED]
            if not record.slug:
                like = Actor.objects.filter(slug__startswith=slugify(record.name)[:50])
                taken = set(like.values_list("slug", flat=True))
                taken |= Redirect.objects.slugs_of("actor", slugify(record.name)[:50])
                record.slug = new_slug(record.name, taken)
        case Name():
            record.folded = search_fold(record.text)[:LONGEST_FOLDED]
        case Source() if not record.cited_as:
            record.cited_as = source_key(record)
        case Event():
            record.sort_key = sort_key(record.date)


def source_key(source: Source) -> str:
    """Return the key of a source entered by hand: how a text would name it.

    A description without a year could mean any year, so it is shared with no other source.
    """
    key = cited_as(source.publisher, source.author, source.title, source.date)
    return f"{key}{source.public_id}" if key.endswith("@") else key


def _write(record: Versioned, *, version: int, user: User | None, links: Links) -> set[str]:
    """Save one record by compare-and-swap; return the facts that this changes."""
    model = type(record)
    rows = model._base_manager.filter(pk=record.pk)
    before = rows.first()
    fill_derived(record)
    if isinstance(before, Decided) and isinstance(record, Decided) and record.state != before.state:
        _sign(record, user)
    values = {
        field.attname: field.pre_save(record, add=False)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name != "version"
    }
    if not rows.filter(version=version).update(**values, version=version + 1):
        raise Stale(record, rows.first())
    record.version = version + 1
    if hasattr(model._meta, "simple_history_manager_attribute"):
        history = model.history  # type: ignore[attr-defined]
        history.bulk_history_create([record], update=True, default_user=user)
    linked = _link(record, links)
    if isinstance(record, Actor):
        keep_primary_name(record, user)
    return facts_of(*filter(None, [before]), record, *linked)


def _sign(record: Decided, user: User | None) -> None:
    record.reviewer = user
    record.reviewed_at = timezone.now()
    record.is_unsure = False


def _link(record: Model, links: Links) -> list[Model]:
    """Set the many-to-many links; return every row that was or is linked."""
    linked: list[Model] = []
    for name, rows in links.items():
        linked += getattr(record, name).all()
        rows = list(rows)
        getattr(record, name).set(rows)
        linked += rows
    return linked


def keep_primary_name(actor: Actor, user: User | None) -> None:
    """Let the primary name say what the actor is called, and be accepted with the actor.

    A name that the actor already bears becomes the primary one, and the old one stays as a full
    name, since texts use it. A name that is new replaces the primary one's text: a correction.
    """
    primary = actor.names.filter(kind=Name.Kind.PRIMARY).first()
    namesake = actor.names.filter(text=actor.name).exclude(kind=Name.Kind.PRIMARY).first()
    if namesake and (primary is None or primary.text != actor.name):
        if primary:
            primary.kind = Name.Kind.FULL
            _write(primary, version=primary.version, user=user, links={})
        primary = namesake
    if primary is None:
        primary = Name(actor=actor, text=actor.name, kind=Name.Kind.PRIMARY, state=actor.state)
        _insert(primary, user, {})
        return
    said = (primary.text, primary.kind, primary.state)
    primary.text, primary.kind = actor.name, Name.Kind.PRIMARY
    if actor.state == State.ACCEPTED and primary.state == State.PROPOSED:
        primary.state = State.ACCEPTED
    if said != (primary.text, primary.kind, primary.state):
        _write(primary, version=primary.version, user=user, links={})
