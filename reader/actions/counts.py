"""The counts that a plan is shown by."""

from __future__ import annotations

from collections import Counter

from reader.actions.plans import KINDS, Plan

STATES = ("new", "kept", "shifted", "moved", "returned", "lost", "review")


def counts_of(plan: Plan) -> dict[str, dict[str, int]]:
    """Return how many blocks, and spans of each kind, there are in each state."""
    blocks = Counter(
        "added"
        if planned.row is None
        else "kept"
        if planned.row.text == planned.text
        else "changed"
        for planned in plan.blocks
    )
    blocks["removed"] = len(plan.gone)
    if plan.transition:
        blocks["split"] = len(plan.transition.split)
        blocks["merged"] = len(plan.transition.merged)
    counts = {"blocks": {state: count for state, count in blocks.items() if count}}
    for name, kind in KINDS.items():
        spans = [span for planned in plan.blocks for span in getattr(planned, name)]
        states = Counter(span.state for span in spans)
        states["lost"] = sum(1 for lost in plan.lost if lost.kind == kind)
        states["review"] = sum(1 for span in spans if span.goes_to_review)
        counts[name] = {state: states[state] for state in STATES}
    for answer in plan.answers:
        of_kind = counts.setdefault(f"{answer.kind}s", dict.fromkeys(STATES, 0))
        of_kind[answer.state] += 1
        of_kind["review"] += answer.state in ("moved", "lost")
    return counts
