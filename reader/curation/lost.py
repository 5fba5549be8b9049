"""Lost spans as cases of the desk: what was decided about words that an edit took out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from reader.actions.queues import Answer, OutsideCase
from reader.models import Actor, Document, LostSpan, Relation, Source, State, User
from reader.text.gaps import find_gap

PREFIX = "lost-"


def lost_cases(document: Document, user: User) -> list[OutsideCase]:
    """Return the lost spans of a document that wait. At most five queries; curators answer them."""
    rows = document.lost_spans.filter(resolved_at=None).select_related("decided_by", "revision")
    spans = list(rows.order_by("pk"))
    if not spans:
        return []
    keys = {lost.block_key for lost in spans}
    texts = dict(document.blocks.filter(key__in=keys).values_list("key", "text"))
    called = _called(spans)
    decides = user.has_perm("reader.curate")
    return [_case(document, lost, texts, called, decides) for lost in spans]


def _called(spans: list[LostSpan]) -> dict[tuple[str, int], str]:
    """Return what the records are called that the spans led to."""
    found: dict[tuple[str, int], str] = {}
    models: tuple[tuple[str, Any], ...] = (
        ("actor_id", Actor),
        ("source_id", Source),
        ("relation_id", Relation),
    )
    for column, model in models:
        wanted = {lost.values[column] for lost in spans if lost.values.get(column)}
        rows = model._default_manager.filter(pk__in=wanted)
        if model is Relation:
            rows = rows.select_related("subject", "object")
        found |= {(column, row.pk): str(row) for row in (rows if wanted else ())}
    return found


def _case(
    document: Document,
    lost: LostSpan,
    texts: dict[str, str],
    called: dict[tuple[str, int], str],
    decides: bool,
) -> OutsideCase:
    key = f"{PREFIX}{lost.pk}"
    text = texts.get(lost.block_key)
    gap = find_gap(text, lost.prefix, lost.suffix) if text is not None else None
    facts = [
        ("Led to", called.get((column, value), "what is no longer there"))
        for column, value in lost.values.items()
        if column in ("actor_id", "source_id", "relation_id") and value
    ]
    if lost.values.get("date"):
        facts.append(("Date", str(lost.values["date"])))
    if state := lost.values.get("state"):
        facts.append(("It was", State(state).label.lower()))
    facts.append(("Stood in", f"… {lost.prefix}[ ]{lost.suffix} …"))
    if lost.decided_by:
        facts.append(("Decided by", str(lost.decided_by)))
    if lost.revision:
        facts.append(("Gone since", f"revision {lost.revision.number}"))
    return OutsideCase(
        key=key,
        kind=f"lost {lost.get_kind_display().lower()}",
        title="Its words have left the text",
        words=lost.quote[:300],
        answers=_answers(document, lost) if decides else (),
        block=lost.block_key if text is not None else "",
        start=gap.start if gap else 0,
        end=gap.end if gap else 0,
        facts=tuple(facts),
    )


def _answers(document: Document, lost: LostSpan) -> tuple[Answer, ...]:
    desk = reverse("admin:desk_curation", args=[document.slug])
    there = f"{desk}?{urlencode({'case': f'{PREFIX}{lost.pk}'})}#desk-copy"
    version = ("version", str(lost.version))
    return (
        Answer("Find a new place", there, "p", is_link=True),
        Answer("Give it up", reverse("admin:desk_lost", args=[lost.pk]), "d", (version,)),
    )


def lost_of(case: OutsideCase | None) -> LostSpan | None:
    """Return the lost span that a case is about, None for another case. At most one query."""
    number = case.key.removeprefix(PREFIX) if case else ""
    if case is None or number == case.key:
        return None
    return LostSpan.objects.filter(pk=int(number)).first()
