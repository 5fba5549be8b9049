"""Readers' reports as cases of the desk."""

from __future__ import annotations

from django.urls import reverse

from reader.actions.queues import Answer, OutsideCase
from reader.actions.reports import place_of_report
from reader.models import Document, Report, User


def report_cases(document: Document, user: User) -> list[OutsideCase]:
    """Return the open reports on a document, the oldest first; one query. Curators answer them."""
    reports = document.reports.filter(state=Report.State.OPEN)
    related = ("block", "mention__block", "mention__actor", "citation__block", "citation__source")
    decides = user.has_perm("reader.curate")
    return [_case(report, decides) for report in reports.select_related(*related).order_by("pk")]


def _case(report: Report, decides: bool) -> OutsideCase:
    place = place_of_report(report)
    version = ("version", str(report.version))
    address = reverse("admin:desk_report", args=[report.pk])
    facts = [("Says", report.words)]
    if report.mention is not None:
        facts.append(("Leads to", f"{report.mention.actor}, {report.mention.state}"))
    if report.citation is not None:
        facts.append(("Leads to", f"{report.citation.source}, {report.citation.state}"))
    facts.append(("Sent", f"{report.created_at:%d %B %Y, %H:%M}"))
    if report.mail:
        facts.append(("By", report.mail))
    if place is None:
        facts.append(("Place", "these words are gone from the text"))
    return OutsideCase(
        key=f"report-{report.pk}",
        kind="reader’s report",
        title=f"{report.quote[:80]}: wrong?",
        words=report.quote[:300],
        answers=(
            Answer("Corrected", address, "c", (("state", "corrected"), version)),
            Answer("Refuse", address, "r", (("state", "refused"), version), asks="Why"),
        )
        if decides
        else (),
        block=place[0].key if place else "",
        start=place[1] if place else 0,
        end=place[2] if place else 0,
        facts=tuple(facts),
    )
