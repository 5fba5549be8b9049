"""One case with all an editor needs to decide it: its sentence, reasons, and what else fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reader.curation.cases import Case, alike, digest
from reader.curation.galley import Galley
from reader.models import Actor, Citation, Event, Mention, Name, Relation, State
from reader.text.edtf import is_reckoned
from reader.text.folding import search_fold
from reader.text.sentences import Quotation

# What follows a person's name and makes it the name of something else.
AFTER_A_NAME = frozenset(
    "clergy family clan movement militia group brigade brigades forces army corps party bloc "
    "loyalists supporters followers wing faction network office father brother son".split()
)
MOST_FITS = 8


@dataclass(frozen=True, slots=True)
class Fit:
    """Something else that the words could mean: a record the case can be given to."""

    label: str
    pk: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A case as the desk shows it."""

    case: Case
    quotation: Quotation | None
    facts: tuple[tuple[str, str], ...]
    fits: tuple[Fit, ...]
    alike: tuple[Case, ...] = ()
    proofs: tuple[Quotation, ...] = ()

    @property
    def digest(self) -> str:
        return digest(self.alike)

    @property
    def takes(self) -> str:
        """What the case can be given to instead: "actor", "source", or ""."""
        return {"mention": "actor", "actor": "actor", "citation": "source"}.get(self.case.kind, "")


def card_of(case: Case, cases: Sequence[Case], galley: Galley) -> Card:
    """Return the card of a case of a document. At most one query."""
    row = case.row
    at: Any = row
    if case.kind in ("actor", "name"):
        at = next(mention for mention in galley.mentions if mention.actor_id in _actor_ids(row))
    proofs: list[Quotation] = []
    if isinstance(row, Relation):
        proofs = [
            quoted
            for proof in galley.evidence
            if proof.relation_id == row.pk and (quoted := galley.quotation(proof))
        ]
    quotation = proofs[0] if proofs else None
    if not isinstance(row, Relation):
        quotation = galley.quotation(at)
    reasons = _reasons(row, cases, galley)
    fits = _fits(row, cases, galley)
    same = alike(case, cases) if case.is_waiting else []
    return Card(
        case,
        quotation,
        (*_facts(row), *reasons, *_signature(row)),
        tuple(fits[:MOST_FITS]),
        tuple(same) if len(same) > 1 else (),
        tuple(proofs[1:]),
    )


def light_card(case: Case, quotation: Quotation | None) -> Card:
    """Return the card of a case away from its document: what its row says, and its sentence."""
    return Card(case, quotation, (*_facts(case.row), *_signature(case.row)), ())


def _actor_ids(row: Actor | Name) -> set[int]:
    return {row.pk if isinstance(row, Actor) else row.actor_id}


def _facts(row: Any) -> list[tuple[str, str]]:
    """Return what the row says."""
    facts: list[tuple[str, str]] = []
    match row:
        case Citation():
            facts = [("Source", str(row.source) if row.source else "not known")]
            facts += [("Locator", row.locator)] if row.locator else []
            facts += [("Form", row.get_form_display().lower())]
        case Event():
            facts = [("Date", row.date or "none")]
            by = "Reckoned by" if is_reckoned(row.date) else "Year by"
            facts += [(by, row.inferred_reason)] if row.inferred_reason else []
        case Actor():
            facts = [("Kind", row.get_kind_display().lower())]
        case Name():
            facts = [("Kind", row.get_kind_display().lower()), ("Actor", str(row.actor))]
        case Relation():
            facts = [
                ("Stance", row.get_stance_display().lower()),
                ("Date", row.date.words() or "none"),
            ]
        case Mention():
            facts = [("Actor", f"{row.actor}, {row.actor.get_kind_display().lower()}")]
    facts.append(("Found by", row.method or "not said"))
    facts.append(("Confidence", f"{row.confidence:.2f}"))
    return facts


def _signature(row: Any) -> list[tuple[str, str]]:
    if row.reviewed_at is None:
        return [] if row.state == State.PROPOSED else [("Decided by", "the rule")]
    said = "set aside" if row.is_unsure else row.get_state_display()
    when = f"{row.reviewed_at:%d %B %Y, %H:%M}"
    return [("Decided by", f"{row.reviewer or 'someone who left'}, {when}: {said}")]


def _reasons(row: Any, cases: Sequence[Case], galley: Galley) -> list[tuple[str, str]]:
    """Return what speaks for a row and what against it, from what is decided in the document."""
    match row:
        case Mention():
            return _for_a_mention(row, galley)
        case Citation() if len(galley.candidates[row.pk]) > 1:
            return [("Against", f"{len(galley.candidates[row.pk])} sources fit these words")]
        case Actor():
            number = sum(1 for mention in galley.mentions if mention.actor_id == row.pk)
            names = [case.row.text for case in cases if case.kind == "name"
                     and case.row.actor_id == row.pk]  # fmt: skip
            others = [name for name in names if name != row.name]
            found = [("Named here", f"{number} time{'' if number == 1 else 's'}")]
            return found + ([("Also as", ", ".join(others))] if others else [])
    return []


def _for_a_mention(mention: Mention, galley: Galley) -> list[tuple[str, str]]:
    text = mention.block.text
    words = text[mention.start : mention.end]
    found: list[tuple[str, str]] = []
    accepted = rejected = 0
    others: dict[str, int] = {}
    for other in galley.mentions:
        if other.pk == mention.pk or _words(other) != words:
            continue
        if other.actor_id == mention.actor_id:
            accepted += other.state == State.ACCEPTED
            rejected += other.state == State.REJECTED
        elif other.state == State.ACCEPTED:
            others[str(other.actor)] = others.get(str(other.actor), 0) + 1
    whole = next(
        (
            other
            for other in galley.mentions
            if other.actor_id == mention.actor_id
            and len(_words(other)) > len(words)
            and words in _words(other)
            and other.state != State.REJECTED
        ),
        None,
    )
    if whole is not None:
        found.append(("For", f"“{_words(whole)}” in {galley.places[whole.block_id]}"))
    if accepted:
        found.append(("For", f"accepted for the same words, {_times(accepted)} here"))
    if rejected:
        found.append(("Against", f"rejected for the same words, {_times(rejected)} here"))
    for name, number in others.items():
        found.append(("Against", f"the same words mean {name}, {_times(number)} here"))
    found += [
        ("Against", f"stands within “{_words(other)}”")
        for other in galley.mentions
        if other.block_id == mention.block_id
        and other.state == State.ACCEPTED
        and (other.start, other.end) != (mention.start, mention.end)
        and other.start <= mention.start
        and mention.end <= other.end
    ]
    after = text[mention.end : mention.end + 30].split(maxsplit=1)
    if after and text[mention.end : mention.end + 1] == " ":
        word = after[0].strip(".,;:!?’'\"”)").casefold()
        if word in AFTER_A_NAME:
            found.append(("Against", f"“{word}” follows: perhaps something named so"))
    if mention.actor.state == State.PROPOSED:
        found.append(("Against", "this actor is itself only proposed"))
    elif mention.actor.state == State.REJECTED:
        found.append(("Against", "this actor was rejected"))
    return found


def _fits(row: Any, cases: Sequence[Case], galley: Galley) -> list[Fit]:
    """Return what else the words could mean: candidates first, then who bears the name."""
    match row:
        case Citation():
            sources = [s for s in galley.candidates[row.pk] if s.pk != row.source_id]
            return [Fit(str(source), source.pk) for source in sources]
        case Mention():
            rivals = [
                other.actor
                for other in galley.mentions
                if (other.block_id, other.start, other.end) == (row.block_id, row.start, row.end)
                and other.actor_id != row.actor_id
                and other.state == State.PROPOSED
            ]
            found = {actor.pk: Fit(str(actor), actor.pk, actor.get_kind_display().lower())
                     for actor in rivals}  # fmt: skip
            return [*found.values(), *_bearing([_words(row)], {row.actor_id, *found})]
        case Actor():
            names = [case.row.text for case in cases if case.kind == "name"
                     and case.row.actor_id == row.pk]  # fmt: skip
            return _bearing([row.name, *names], {row.pk})
    return []


def _bearing(words: Sequence[str], known: set[int]) -> list[Fit]:
    """Return the accepted actors beside the known ones that bear one of these names."""
    folded = {search_fold(text)[:600] for text in words} - {""}
    names = Name.objects.filter(
        folded__in=folded, state=State.ACCEPTED, actor__state=State.ACCEPTED
    ).exclude(actor__in=known)
    actors = {name.actor_id: name.actor for name in names.select_related("actor")[:50]}
    return [
        Fit(str(actor), actor.pk, actor.get_kind_display().lower()) for actor in actors.values()
    ]


def _words(row: Any) -> str:
    return str(row.block.text[row.start : row.end])


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
