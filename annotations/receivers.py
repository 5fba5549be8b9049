"""What annotations answer when the publication speaks: wired up in apps.py."""

from __future__ import annotations

from typing import Any

from annotations.actions.following import follow, forecast
from reader.actions.plans import Forecast, Plan
from reader.models import Document, Revision


def tell_forecast(sender: Any, *, plan: Plan, **kwargs: Any) -> list[Forecast]:
    """Say what a plan would do to the annotations of its document."""
    return forecast(plan)


def follow_revision(
    sender: Any, *, document: Document, revision: Revision, plan: Plan, **kwargs: Any
) -> None:
    """Let the annotations of a document follow its new text, in the same transaction."""
    follow(document, revision, plan)
