"""A plan on the desk: shown before it is applied, and applied only as it was shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.core import signing

from reader.actions.documents import plan_document
from reader.actions.plans import Plan
from reader.preview import preview_of
from reader.registry import load_registry
from reader.text.problems import Problem

# Problems of a file that came in go along with the manuscript that was made of it.
PROBLEMS_SALT = "reader.desk.problems"


class Changed(Exception):
    """What applying would do now is not what was shown."""


def digest_of(plan: Plan) -> str:
    """Return a short text that is another one as soon as the plan would do something else."""
    said = [plan.slug, plan.document.version if plan.document else 0, plan.manuscript, plan.counts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def fingerprint(manuscript: str) -> str:
    """Return a short text that is another one for another manuscript."""
    return hashlib.sha256(manuscript.encode()).hexdigest()[:32]


def plan_for(manuscript: str, slug: str, *, problems: list[Problem] | None, propose: bool) -> Plan:
    """Return the plan of importing or revising under slug, with the registry as it is now."""
    return plan_document(manuscript, load_registry(), slug=slug, problems=problems, propose=propose)


def context_of(plan: Plan) -> dict[str, Any]:
    """Return what the templates of a plan show."""
    public = [answer for answer in plan.answers if answer.is_public]
    return {
        "plan": plan,
        "preview": preview_of(plan),
        "digest": digest_of(plan),
        "shown": fingerprint(plan.manuscript),
        "lost": plan.lost,
        "forecasts": [answer for answer in public if answer.state != "kept"],
    }


def problems_as_text(problems: tuple[Problem, ...] | list[Problem]) -> str:
    """Return problems as signed text for a form to carry."""
    return signing.dumps(
        [asdict(problem) for problem in problems], salt=PROBLEMS_SALT, compress=True
    )


def problems_from_text(text: str) -> list[Problem] | None:
    """Return the problems that a form carried; None for none, and for what was tampered with."""
    try:
        return [Problem(**said) for said in signing.loads(text, salt=PROBLEMS_SALT)]
    except (signing.BadSignature, TypeError):
        return None
