"""Making a plan: the blocks paired with their rows, every span placed, and all of it counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reader.actions.counts import counts_of
from reader.actions.plans import Plan, PlannedBlock, Standing
from reader.actions.proposing import NewActor
from reader.actions.span_plans import plan_spans
from reader.registry import Registry
from reader.signals import revision_planned
from reader.text.checks import check
from reader.text.collector import collector_at_rest
from reader.text.placing import Transition
from reader.text.problems import Problem
from reader.text.proposals import ProposedActor
from reader.text.reading import Reading


@collector_at_rest()
def make_plan(
    manuscript: str,
    reading: Reading,
    registry: Registry,
    *,
    slug: str,
    standing: Standing | None,
    problems: Iterable[Problem] | None = None,
    proposals: tuple[tuple[NewActor, ProposedActor], ...] | None = None,
) -> Plan:
    """Return what applying this reading of manuscript under slug would do. Writes nothing.

    `proposals` are the actors that the reading proposes and that have no row yet; with None nothing
    was proposed, and what was proposed before stays as it is. `problems` are those of the file
    that the manuscript was made of, with the file's lines; without a file they are the
    manuscript's own. For a document that is there, those who keep something on it are asked what
    becomes of that (signals.revision_planned).
    """
    if problems is None:
        problems = [*reading.document.problems, *reading.problems, *_findings(reading, None)]
    else:
        problems = list(problems)
        problems += [replace(problem, line=0) for problem in reading.problems]
        problems += _findings(reading, problems)
    plan = Plan(
        standing.document if standing else None,
        slug,
        manuscript,
        reading,
        registry,
        _planned_blocks(reading),
        [],
        [],
        tuple(dict.fromkeys(problems)),
        {},
        proposals=proposals,
    )
    if standing:
        _continue_blocks(plan, standing)
    plan_spans(plan, standing)
    if standing:
        answers: list[tuple[Any, Any]] = revision_planned.send(sender=Plan, plan=plan)
        plan.answers = [forecast for _, answer in answers for forecast in answer or ()]
    plan.counts = counts_of(plan)
    return plan


def _findings(reading: Reading, problems: list[Problem] | None) -> list[Problem]:
    """Return what the checks find in a reading, beside what was reported already.

    With the problems of a file its lines are not those of the manuscript, and none is given.
    """
    reported = {problem.code for problem in problems or reading.document.problems}
    reported |= {problem.code for problem in reading.problems}
    return [
        Problem(finding.line if problems is None else 0, finding.code, finding.message)
        for finding in check(reading, reading.events, problems)
        if finding.code not in reported
    ]


def _planned_blocks(reading: Reading) -> list[PlannedBlock]:
    """Return the blocks in the order of Reading.all_blocks, each numbered beside its like."""
    counts: defaultdict[str | None, int] = defaultdict(int)
    planned = []
    for label, read in reading.all_blocks():
        planned.append(PlannedBlock(read, label, counts[label], None))
        counts[label] += 1
    return planned


def _continue_blocks(plan: Plan, standing: Standing) -> None:
    """Give each block the row it continues; the rows that none continues are gone."""
    plan.texts_before = {block.pk: (block.text, block.key) for block in standing.blocks}
    plan.numbers = {block.key: number for number, block in enumerate(standing.blocks)}
    plan.transition = Transition(
        [block.text for block in standing.blocks], [planned.text for planned in plan.blocks]
    )
    continued = plan.transition.continued
    for planned, number in zip(plan.blocks, continued, strict=True):
        planned.row = None if number is None else standing.blocks[number]
        if planned.row is None:
            planned.former_key = standing.former.get(planned.text, "")
    seen: set[str] = set()
    for planned in plan.blocks:
        if planned.former_key in seen:
            planned.former_key = ""
        seen.add(planned.former_key)
    there = set(continued)
    plan.gone = [block for number, block in enumerate(standing.blocks) if number not in there]
