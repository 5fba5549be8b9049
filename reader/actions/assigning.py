"""What editors enter from words of a text: a mention, a name, a citation, a proof, "never here"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from reader.actions.actors import LONGEST_FOLDED
from reader.actions.curation import accept_actor, give
from reader.actions.journal import record_act
from reader.actions.ledger import Done, Ledger, Refused
from reader.actions.records import BY_HAND, fill_derived
from reader.models import (
    Actor,
    Block,
    Citation,
    Document,
    EditorialAct,
    Evidence,
    Mention,
    Name,
    Relation,
    Source,
    State,
    User,
)
from reader.registry import LONGEST_NAME
from reader.text.folding import search_fold
from reader.text.names import guess_kind

LONGEST_REMARK = 900


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document's live text: [start, end) code points of a block."""

    block: Block
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def columns(self) -> dict[str, Any]:
        return {"block": self.block, "start": self.start, "end": self.end}


def find_place(document: Document, quote: str, *, key: str = "", start: int | None = None) -> Place:
    """Return where the quoted words stand in the block with this key, or in the whole document.

    With `start` they must stand exactly there. Raises Refused when they are not there (the text may
    have been changed since) or, without `start`, when they stand at several places.
    """
    quote = quote.replace("\0", "").strip("\n")
    if not quote.strip():
        raise Refused("Choose some words of the text first.")
    blocks = document.blocks.filter(**({"key": key} if key else {}), text__contains=quote)
    if start is not None:
        for block in blocks:
            if block.text[start : start + len(quote)] == quote:
                return Place(block, start, start + len(quote))
        raise Refused(f"“{quote[:60]}” does not stand there any more: the text was changed.")
    found = [
        Place(block, at, at + len(quote)) for block in blocks for at in _places(block.text, quote)
    ]
    if not found:
        raise Refused(f"“{quote[:60]}” does not stand in the text.")
    if len(found) > 1:
        where = "that paragraph" if key else "the text"
        raise Refused(
            f"“{quote[:60]}” stands at {len(found)} places in {where}: "
            "say which paragraph, or quote more of it."
        )
    return found[0]


@transaction.atomic
def mention_here(place: Place, actor: Actor, *, user: User | None, document: Document) -> Done:
    """Say that these words name this actor, and no other."""
    ledger = Ledger(user)
    accept_actor(ledger, actor)
    row = _name_here(ledger, place, actor)
    words = f"“{place.words}” as {actor}"
    return ledger.close("linked", words, document=document, record=row)


@transaction.atomic
def name_here(place: Place, actor: Actor, *, user: User | None, document: Document) -> Done:
    """Enter these words as a name of this actor, and link them here."""
    words = " ".join(place.words.split())
    if len(words) > LONGEST_NAME:
        raise Refused(f"A name has at most {LONGEST_NAME} characters.")
    ledger = Ledger(user)
    accept_actor(ledger, actor)
    name = actor.names.filter(text=words).select_related("actor").first()
    if name is None:
        guessed = guess_kind(words, actor.name)
        kind = Name.Kind.FULL if guessed == Name.Kind.PRIMARY else guessed
        ledger.make(
            Name(
                actor=actor,
                text=words,
                folded=search_fold(words)[:LONGEST_FOLDED],
                kind=kind,
                method=BY_HAND,
                **ledger.signed(State.ACCEPTED),
            )
        )
    elif name.state != State.ACCEPTED:
        ledger.decide(name, name.version, State.ACCEPTED)
    row = _name_here(ledger, place, actor)
    said = f"“{words}” as a name of {actor}"
    return ledger.close("entered", said, document=document, record=row)


@transaction.atomic
def cite_here(
    place: Place, source: Source, locator: str, *, user: User | None, document: Document
) -> Done:
    """Say that these words cite this source."""
    ledger = Ledger(user)
    there = Citation.objects.filter(**place.columns).select_related("block", "source").first()
    if there is None:
        there = Citation(
            **place.columns,
            source=source,
            locator=locator,
            method=BY_HAND,
            **ledger.signed(State.ACCEPTED),
        )
        ledger.make(there)
    else:
        ledger.decide(there, there.version, State.ACCEPTED, source_id=source.pk, locator=locator)
    words = f"“{place.words}” as citing {source}"
    return ledger.close("entered", words, document=document, record=there)


@transaction.atomic
def never_here(place: Place, actor: Actor | None, *, user: User | None, document: Document) -> Done:
    """Say that these words never name this actor, or any that anything says they do.

    The rejections are kept as rows: imports and revisions remember them.
    """
    ledger = Ledger(user)
    there = list(Mention.objects.filter(**place.columns).select_related("block", "actor"))
    if actor is None:
        wanted = {mention.actor for mention in there}
        named = Actor.objects.filter(
            state=State.ACCEPTED, names__folded=search_fold(place.words)[:LONGEST_FOLDED]
        )
        wanted |= set(named)
    else:
        wanted = {actor}
    if not wanted:
        raise Refused("Nobody is called that: say whom these words never mean.")
    by_actor = {mention.actor_id: mention for mention in there}
    for one in sorted(wanted, key=lambda one: one.pk):
        mention = by_actor.get(one.pk)
        if mention is None:
            ledger.make(
                Mention(**place.columns, actor=one, method=BY_HAND, **ledger.signed(State.REJECTED))
            )
        else:
            ledger.decide(mention, mention.version, State.REJECTED)
    names = ", ".join(sorted(str(one) for one in wanted))
    return ledger.close("forbade", f"“{place.words}” to mean {names}", document=document)


@transaction.atomic
def prove(place: Place, relation: Relation, *, user: User | None, document: Document) -> Done:
    """Let these words prove a relation."""
    if relation.evidence.filter(**place.columns).exists():
        raise Refused("These words prove that already.")
    ledger = Ledger(user)
    ledger.make(Evidence(**place.columns, relation=relation, quote=place.words))
    words = f"“{place.words[:120]}” as proof: {relation}"
    return ledger.close("added", words, document=document, record=relation)


@transaction.atomic
def remark(place: Place, words: str, *, user: User | None, document: Document) -> EditorialAct:
    """Leave a remark for other editors at these words; it stands in the journal."""
    words = " ".join(words.replace("\0", " ").split())
    if not words:
        raise Refused("Write the remark first.")
    if len(words) > LONGEST_REMARK:
        raise Refused(f"A remark has at most {LONGEST_REMARK} characters.")
    data = {"block": place.block.key, "start": place.start, "end": place.end, "quote": place.words}
    return record_act(user, "remarked", document=document, words=words, data=data)


@transaction.atomic
def enter_actor(
    name: str, kind: str, *, user: User | None, document: Document | None = None
) -> Actor:
    """Enter a new actor, accepted, with its primary name. Raises Refused for what is no name."""
    name = " ".join(name.replace("\0", " ").split())
    if not any(character.isalnum() for character in name) or len(name) > LONGEST_NAME:
        raise Refused(f"A name has letters, and at most {LONGEST_NAME} characters.")
    if kind not in Actor.Kind.values:
        raise Refused("Say what kind of actor it is.")
    ledger = Ledger(user)
    actor = Actor(name=name, kind=kind, method=BY_HAND, **ledger.signed(State.ACCEPTED))
    fill_derived(actor)
    ledger.make(actor)
    primary = Name(
        actor=actor,
        text=name,
        kind=Name.Kind.PRIMARY,
        method=BY_HAND,
        **ledger.signed(State.ACCEPTED),
    )
    fill_derived(primary)
    ledger.make(primary)
    ledger.close("entered", f"the actor {name}", document=document, record=actor)
    return actor


def _name_here(ledger: Ledger, place: Place, actor: Actor) -> Mention:
    """Accept a mention of the actor at a place, by its row there or a new one."""
    there = Mention.objects.filter(**place.columns).select_related("block", "actor")
    row = (
        there.filter(actor=actor).first()
        or there.exclude(state=State.REJECTED).order_by("state").first()
    )
    if row is not None:
        give(ledger, row, row.version, actor)
        return row
    row = Mention(**place.columns, actor=actor, method=BY_HAND, **ledger.signed(State.ACCEPTED))
    ledger.make(row)
    return row


def _places(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
