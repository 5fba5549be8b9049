"""What waits for an editor on the whole site, by document: the start page of the admin."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from reader.actions.queues import Waiting, waiting_for
from reader.models import (
    Actor,
    Citation,
    Document,
    Event,
    Mention,
    Name,
    Report,
    Revision,
    State,
    User,
    may_read_drafts,
)

# A document is "soon" that appears or ends within so many days.
SOON = datetime.timedelta(days=7)
MOST_DOCUMENTS = 50
COUNTED = 1000


@dataclass(slots=True)
class OfDocument:
    """What waits in one document."""

    document: Document
    proposals: int = 0
    reports: int = 0
    problems: int = 0
    others: list[Waiting] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.proposals + self.reports + sum(line.number for line in self.others)


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the start page shows. `more` documents are left out of `documents`."""

    documents: list[OfDocument]
    more: int
    actors: str
    names: str
    reviews: list[Document]
    scheduled: list[Document]
    others: list[Waiting]


def what_waits(user: User) -> StartPage:
    """Return what waits that this user may see. A fixed number of queries, 9 and the providers'."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    waiting = {"state": State.PROPOSED, "is_unsure__in": [False]}
    for model in (Mention, Citation, Event):
        counted = model.objects.filter(**waiting).values("block__document").order_by()
        for pk, number in counted.annotate(n=Count("pk")).values_list("block__document", "n"):
            found[pk]["proposals"] += number
    reported = Report.objects.filter(state=Report.State.OPEN).values("document").order_by()
    for pk, number in reported.annotate(n=Count("pk")).values_list("document", "n"):
        found[pk]["reports"] += number
    lines = waiting_for(user)
    of_document: dict[int, list[Waiting]] = defaultdict(list)
    for line in lines:
        if line.document is not None:
            of_document[line.document].append(line)
    now = timezone.now()
    seen = Document.objects.visible_to(user)
    if not may_read_drafts(user):  # what is proposed in others' documents is not for this user
        seen = seen.filter(created_by=user)
    seen = seen.filter(
        Q(pk__in=[*found, *of_document])
        | Q(status__in=[Document.Status.DRAFT, Document.Status.IN_REVIEW])
        | Q(publish_at__gt=now, publish_at__lte=now + SOON)
        | Q(expire_at__gt=now, expire_at__lte=now + SOON)
    )
    documents = list(seen.order_by("title", "pk"))
    revisions = Revision.objects.filter(pk__in=[row.live_revision_id for row in documents])
    problems = {pk: len(said) for pk, said in revisions.values_list("document_id", "problems")}
    rows = [
        OfDocument(
            row,
            found[row.pk]["proposals"],
            found[row.pk]["reports"],
            problems.get(row.pk, 0),
            of_document[row.pk],
        )
        for row in documents
    ]
    rows = [row for row in rows if row.number or row.document.status in ("draft", "in_review")]
    rows.sort(key=lambda row: (-row.reports, -row.number, row.document.title))
    return StartPage(
        documents=rows[:MOST_DOCUMENTS],
        more=max(0, len(rows) - MOST_DOCUMENTS),
        actors=_capped(Actor.objects.filter(**waiting)),
        names=_capped(Name.objects.filter(**waiting, actor__state=State.ACCEPTED)),
        reviews=[row for row in documents if row.status == Document.Status.IN_REVIEW],
        scheduled=[
            row
            for row in documents
            if (row.publish_at and row.publish_at > now) or (row.expire_at and row.expire_at > now)
        ],
        others=[line for line in lines if line.document is None],
    )


def _capped(rows: QuerySet[Any]) -> str:
    number = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,} and more" if number > COUNTED else str(number or "")
