"""What readers report: kept at its span, answered by an editor."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reader.actions.ledger import Done, Ledger, Refused
from reader.actions.records import Stale
from reader.models import Block, Citation, Document, Mention, Report, User

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


class TooMany(Exception):
    """Too many reports from one address. `seconds` is when the next may come."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"next in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report is about: a visible span of a public document."""

    subject: str
    block: Block
    start: int
    end: int
    mention: Mention | None = None
    citation: Citation | None = None

    @property
    def quote(self) -> str:
        return self.block.text[self.start : self.end]


def find_reported(document: Document, given: Mapping[str, str]) -> Reported | None:
    """Return what an address names: `note`, `source`, or `block` with `start` and `end`.

    Only what every reader sees can be named; None for anything else, proposals among it.
    """
    note, source = given.get("note", ""), given.get("source", "")
    if note:
        blocks = document.blocks.filter(footnote__number=_number(note)).order_by("position")
        block = blocks.exclude(text="").first()
        return Reported("footnote", block, 0, len(block.text)) if block else None
    citations = Citation.objects.visible_to(None).filter(block__document=document)
    if source:
        cited = citations.filter(source__public_id=source[:32].replace("\0", ""))
        citation = cited.select_related("block").order_by("block_id", "start").first()
        return _of_citation(citation) if citation else None
    start, end = _number(given.get("start", "")), _number(given.get("end", ""))
    here = {"block__key": given.get("block", "")[:20].replace("\0", ""),
            "start__lte": start, "end__gte": end}  # fmt: skip
    if start >= end:
        return None
    mentions = Mention.objects.visible_to(None).filter(block__document=document)
    shortest = (F("end") - F("start")).asc()
    if given.get("subject") == "source":
        citation = citations.filter(**here).select_related("block").order_by(shortest).first()
        return _of_citation(citation) if citation else None
    mention = mentions.filter(**here).select_related("block").order_by(shortest).first()
    if mention is None:
        return None
    return Reported("actor", mention.block, mention.start, mention.end, mention=mention)


@transaction.atomic
def send_report(
    document: Document, reported: Reported, *, words: str, mail: str, sender: str
) -> Report:
    """Keep a reader's report. Raises TooMany for a sender who has sent too many lately."""
    now = timezone.now()
    sent = Report.objects.filter(sender=sender).order_by("-created_at")
    for span, limit in (
        (HOUR, settings.LIMIT_REPORTS_AN_HOUR),
        (DAY, settings.LIMIT_REPORTS_A_DAY),
    ):
        lately = list(
            sent.filter(created_at__gt=now - span).values_list("created_at", flat=True)[:limit]
        )
        if len(lately) >= limit:
            oldest = lately[-1] if lately else now
            raise TooMany(int((oldest + span - now).total_seconds()) + 1)
    return Report.objects.create(
        document=document,
        subject=reported.subject,
        block=reported.block,
        start=reported.start,
        end=reported.end,
        mention=reported.mention,
        citation=reported.citation,
        quote=reported.quote,
        words=words,
        mail=mail,
        sender=sender,
    )


@transaction.atomic
def answer_report(
    report: Report, version: int, state: str, answer: str, *, user: User | None
) -> Done:
    """Answer a report: what it said is corrected, or refused with words.

    Raises Stale when someone has answered it since, Refused for a refusal without words.
    """
    answer = answer.replace("\0", "").strip()
    if state not in (Report.State.CORRECTED, Report.State.REFUSED):
        raise Refused("A report is corrected or refused.")
    if state == Report.State.REFUSED and not answer:
        raise Refused("Say why the report is refused.")
    if report.version != version:
        raise Stale(report, report)
    ledger = Ledger(user)
    ledger.put(
        report,
        version,
        state=state,
        answer=answer[:2000],
        reviewer_id=user.pk if user else None,
        reviewed_at=ledger.now,
    )
    words = f"the report on “{report.quote[:80]}” by calling it {state}"
    return ledger.close("answered", words, document=report.document, record=report)


def place_of_report(report: Report) -> tuple[Block, int, int] | None:
    """Return where a report stands in the live text now; None when its words are gone.

    It stands where what it is about stands; without that, where its words stand once in its block.
    """
    span: Any = report.mention or report.citation
    if span is not None:
        return span.block, span.start, span.end
    block = report.block
    if block is None or not report.quote or block.text.count(report.quote) != 1:
        return None
    start = block.text.index(report.quote)
    return block, start, start + len(report.quote)


def _of_citation(citation: Citation) -> Reported:
    return Reported("source", citation.block, citation.start, citation.end, citation=citation)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
