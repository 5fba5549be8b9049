"""Suggestions: other words that an editor accepts become a revision, by the path of every edit."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from annotations.actions.placing import passages_of, write_placement
from annotations.actions.writing import hold
from annotations.anchoring import Description, Range
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Placement, Suggestion, Viewpoint
from annotations.permissions import Act, State
from annotations.signals import what_happened
from reader.actions.documents import plan_document
from reader.actions.revisions import revise
from reader.models import Block, Document, User
from reader.registry import load_registry
from reader.text.manuscript import ParsedBlock, ParsedDocument, parse, write
from reader.text.user_names import one_line

BY_HAND = "These words stand among markup: put them in by hand, in the editor."


def may_decide(annotation: Annotation, user: User) -> bool:
    """Tell whether a user may accept or reject a suggestion: who may edit its document's text."""
    reads = Viewpoint(user).may(annotation, Act.READ) and annotation.state == State.VISIBLE
    return reads and Document.objects.may_edit(user).filter(pk=annotation.document_id).exists()


@transaction.atomic
def accept(annotation: Annotation, *, user: User, reason: str = "") -> Document:
    """Put a suggestion's words into the text as a new revision, whose reason thanks its author."""
    row, suggestion = _open(annotation, user)
    document = Document.objects.get(pk=row.document_id)
    manuscript, wanted, start = _replaced(document, row, suggestion.replacement)
    plan = plan_document(manuscript, load_registry(), slug=document.slug)
    by = row.creator.shown_name if row.creator else "a former reader"
    words = f"Suggested by {by}; thank you"
    Suggestion.objects.filter(pk=suggestion.pk).update(decision=Suggestion.Decision.ACCEPTED)
    revised = revise(plan, author=user, reason=f"{words}. {one_line(reason)}".strip()[:500])
    suggestion.revision = revised.live_revision
    _stand_on_new_words(row, suggestion, start, wanted, user)
    _decide(row, suggestion, Suggestion.Decision.ACCEPTED, user, reason)
    return revised


@transaction.atomic
def reject(annotation: Annotation, *, user: User, reason: str = "") -> None:
    """Leave the text as it is, and tell the author why."""
    row, suggestion = _open(annotation, user)
    _decide(row, suggestion, Suggestion.Decision.REJECTED, user, reason)


def _open(annotation: Annotation, user: User) -> tuple[Annotation, Suggestion]:
    row = hold(annotation)
    suggestion = Suggestion.objects.select_for_update().filter(annotation=row).first()
    if suggestion is None:
        raise Refusal(409, "This is no suggestion.")
    if not may_decide(row, user):
        raise Refusal(403, "Whoever may edit the text decides on suggestions.")
    if suggestion.decision != Suggestion.Decision.OPEN:
        raise Refusal(409, f"This suggestion was {suggestion.decision} already.")
    return row, suggestion


def _decide(
    row: Annotation, suggestion: Suggestion, decision: Suggestion.Decision, user: User, reason: str
) -> None:
    now = timezone.now()
    suggestion.decision = decision
    suggestion.decided_by, suggestion.decided_at = user, now
    suggestion.reason = one_line(reason)[:500]
    suggestion.save()
    row.refresh_from_db()
    row.version += 1
    row.modified_at = row.resolved_at = now
    row.resolved_by, row.resolved_reason = user, suggestion.reason or decision.label
    row.save()
    what_happened.send(Annotation, annotation=row, event=decision.value, user=user)


def _stand_on_new_words(
    row: Annotation, suggestion: Suggestion, start: int, wanted: str, user: User
) -> None:
    """Let an accepted suggestion stand on the words that it brought; the old ones are gone."""
    revision, end = suggestion.revision, start + len(suggestion.replacement)
    blocks = list(Block.objects.filter(document=row.document_id, text=wanted)[:2])
    if revision is None or start == end or len(blocks) != 1:
        return
    described = Description(range=Range(blocks[0].key, start, blocks[0].key, end))
    [passage] = passages_of(revision.document, [described])
    target = row.targets.get(is_dropped=False)
    write_placement(
        target, revision, passage, Placement.Status.SHIFTED, method="accepted", user=user
    )


def _replaced(document: Document, row: Annotation, replacement: str) -> tuple[str, str, int]:
    """Return the manuscript with a suggestion's words in their place, or raise Refusal.

    Beside it stand the text of the block that changes, and where the new words begin in it.

    The new manuscript is read again: what it says there must be the suggestion, letter by letter.
    """
    target = row.targets.filter(is_dropped=False).first()
    placement = target.placements.filter(is_current=True).first() if target else None
    segments = list(placement.segments.select_related("block")) if placement else []
    if len(segments) != 1 or segments[0].block is None:
        raise Refusal(
            409, "The words that this suggestion would replace are gone, or in two blocks."
        )
    block, start, end = segments[0].block, segments[0].start, segments[0].end
    wanted = block.text[:start] + replacement + block.text[end:]
    latest = document.revisions.order_by("-number").first()
    if latest is None:
        raise Refusal(409, "This document has no text.")
    parsed = parse(latest.manuscript)
    words = block.text[start:end]
    changed = _with(parsed, block.text, words, replacement)
    if changed is None:
        raise Refusal(409, BY_HAND)
    manuscript = write(changed)
    before, after = _texts(parsed), _texts(parse(manuscript))
    before[before.index(block.text)] = wanted
    if before != after:
        raise Refusal(409, BY_HAND)
    return manuscript, wanted, start


def _with(parsed: ParsedDocument, text: str, words: str, replacement: str) -> ParsedDocument | None:
    """Return the document with words of the one block with this text replaced; None if unsure."""
    if _texts(parsed).count(text) != 1:
        return None
    for number, block in enumerate(parsed.blocks):
        if block.text == text:
            if block.source.count(words) != 1:
                return None
            made = replace(block, source=block.source.replace(words, replacement))
            blocks = (*parsed.blocks[:number], made, *parsed.blocks[number + 1 :])
            return replace(parsed, blocks=blocks)
    for number, note in enumerate(parsed.footnotes):
        if any(block.text == text for block in note.blocks):
            if note.source.count(words) != 1:
                return None
            noted = replace(note, source=note.source.replace(words, replacement))
            notes = (*parsed.footnotes[:number], noted, *parsed.footnotes[number + 1 :])
            return replace(parsed, footnotes=notes)
    return None


def _texts(parsed: ParsedDocument) -> list[str]:
    blocks: list[ParsedBlock] = [*parsed.blocks]
    for note in parsed.footnotes:
        blocks += note.blocks
    return [block.text for block in blocks]
