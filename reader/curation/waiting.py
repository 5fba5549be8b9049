"""What waits on the whole site for this user to act on: the start page of the admin."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, F, Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from reader.actions.queues import Waiting, waiting_for
from reader.actions.workflow import ERRORS
from reader.models import (
    Actor,
    Block,
    Citation,
    Document,
    Draft,
    Event,
    LostSpan,
    Mention,
    Name,
    PreviewComment,
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
# As comparisons: SQLite finds no index for NOT is_unsure.
WAITING = {"state": State.PROPOSED, "is_unsure__in": [False]}
Status = Document.Status


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, as words that lead to where it is answered."""

    words: str
    address: str


@dataclass(slots=True)
class OfDocument:
    """What waits in one document, what presses most first."""

    document: Document
    lines: list[Line] = field(default_factory=list)
    # How much of it there is, to put documents in order: reports before all else.
    reports: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the start page shows. `more` documents are left out of `documents`."""

    documents: list[OfDocument]
    more: int
    lines: list[Line]

    def __bool__(self) -> bool:
        return bool(self.documents or self.lines)


@dataclass(slots=True)
class _Found:
    """What the site holds, by the primary keys of documents."""

    proposals: Counter[int] = field(default_factory=Counter)
    reports: Counter[int] = field(default_factory=Counter)
    lost: Counter[int] = field(default_factory=Counter)
    answers: dict[int, Counter[str]] = field(default_factory=dict)
    others: dict[int, list[Waiting]] = field(default_factory=dict)
    drafts: set[int] = field(default_factory=set)
    editable: set[int] = field(default_factory=set)
    problems: dict[int, list[Any]] = field(default_factory=dict)


def what_waits(user: User) -> StartPage:
    """Return what waits that this user may act on, nothing else.

    At most 13 queries and the providers'. What waits in texts is counted by document from an index
    of just that, and the registry no further than COUNTED. Checks are told of the documents that
    are not published yet, and of those in which something else waits.
    """
    lines = waiting_for(user)
    found = _Found(others=_by_document(lines))
    if user.has_perm("reader.curate"):
        _count_decisions(found)
    if user.has_perm("reader.publish_document") or user.has_perm("reader.write_document"):
        _count_answers(found)
    documents = _documents(user, found)
    keys = [row.pk for row in documents]
    found.editable = set(
        Document.objects.may_edit(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    found.drafts = set(Draft.objects.filter(document__in=keys).values_list("document", flat=True))
    live = Revision.objects.filter(pk__in=[row.live_revision_id for row in documents]).order_by()
    found.problems = dict(live.values_list("document_id", "problems"))
    now = timezone.now()
    rows = [row for one in documents if (row := _of_document(one, found, user, now)).lines]
    rows.sort(key=lambda row: (-row.reports, -row.number, row.document.title))
    return StartPage(
        documents=rows[:MOST_DOCUMENTS],
        more=max(0, len(rows) - MOST_DOCUMENTS),
        lines=[*_of_registry(user), *_lines(line for line in lines if line.document is None)],
    )


def _by_document(lines: Iterable[Waiting]) -> dict[int, list[Waiting]]:
    found: dict[int, list[Waiting]] = defaultdict(list)
    for line in lines:
        if line.document is not None:
            found[line.document].append(line)
    return found


def _count_decisions(found: _Found) -> None:
    """Count what curators answer."""
    for model in (Mention, Citation, Event):
        found.proposals.update(_waiting_by_document(model))
    for rows, counter in (
        (Report.objects.filter(state=Report.State.OPEN), found.reports),
        (LostSpan.objects.filter(resolved_at=None), found.lost),
    ):
        by_document = rows.order_by().values("document").annotate(n=Count("pk"))
        counter.update(dict(by_document.values_list("document", "n")))


def _waiting_by_document(model: type[Model]) -> dict[int, int]:
    """Return how many spans of a kind wait in each document: of 100,000 in some 20 ms.

    They are counted by block from their index alone, and only then is each block looked up for
    its document, which Django's own queries cannot say.
    """
    by_block = model._default_manager.filter(**WAITING).order_by().values("block")
    counted, values = by_block.annotate(n=Count("pk")).query.sql_with_params()
    blocks = connection.ops.quote_name(Block._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT b.document_id, SUM(w.n) FROM ({counted}) w "
            f"JOIN {blocks} b ON b.id = w.block GROUP BY b.document_id",
            values,
        )
        return {pk: int(number) for pk, number in cursor.fetchall()}


def _count_answers(found: _Found) -> None:
    rows = PreviewComment.objects.filter(settled_at=None).order_by()
    of = rows.values("verdict", document=F("link__document")).annotate(n=Count("pk"))
    for pk, verdict, number in of.values_list("document", "verdict", "n"):
        found.answers.setdefault(pk, Counter())[verdict] += number


def _documents(user: User, found: _Found) -> list[Document]:
    """Return the documents in which something may wait for this user, by title."""
    now = timezone.now()
    seen = Document.objects.visible_to(user)
    if not may_read_drafts(user):  # what is proposed in others' documents is not for this user
        seen = seen.filter(created_by=user)
    about = {*found.proposals, *found.reports, *found.lost, *found.answers, *found.others}
    return list(
        seen.filter(
            Q(pk__in=about)
            | Q(status__in=[Status.DRAFT, Status.IN_REVIEW])
            | Q(draft__isnull=False)
            | Q(publish_at__gt=now, publish_at__lte=now + SOON)
            | Q(expire_at__gt=now, expire_at__lte=now + SOON)
        ).order_by("title", "pk")
    )


def _of_document(
    document: Document, found: _Found, user: User, now: datetime.datetime
) -> OfDocument:
    """Return what waits in one document, each with where it is answered."""
    pk = document.pk
    row = OfDocument(document, reports=found.reports[pk])
    publishes, edits = user.has_perm("reader.publish_document"), pk in found.editable

    def wait(words: str, screen: str, place: str = "", number: int = 0) -> None:
        address = reverse(f"admin:desk_{screen}", args=[document.slug])
        row.lines.append(Line(words, address + place))
        row.number += number

    if document.status == Status.IN_REVIEW and publishes:
        wait("in review", "state", "#step-title", 1)
    if number := found.reports[pk]:
        wait(_numbered(number, "report"), "curation", "#desk-reports", number)
    if edits or publishes:
        for words in _checks(found.problems.get(pk, ())):
            wait(words, "state", "#errors-title")
        if pk in found.answers:
            wait(_answers(found.answers[pk]), "previews", "", found.answers[pk].total())
    if number := found.lost[pk]:
        wait(f"{number:,} lost", "curation", "#desk-reports", number)
    if number := found.proposals[pk]:
        wait(f"{number:,} to decide", "curation", "", number)
    for other in found.others.get(pk, ()):
        row.lines.append(Line(f"{other.number} {other.label}", other.address))
        row.number += other.number
    if edits and pk in found.drafts:
        wait("draft of its text", "text")
    if edits and document.status == Status.DRAFT:
        wait("to be sent to review", "state", "#step-title")
    if publishes:
        for moment, words in ((document.publish_at, "appears"), (document.expire_at, "ends")):
            if moment and now < moment <= now + SOON:
                wait(f"{words} {moment:%-d %B, %H:%M}", "state", "#step-title")
    return row


def _checks(problems: Iterable[Any]) -> list[str]:
    """Return what the checks of a manuscript say: errors block publishing, warnings do not."""
    codes = [problem[1] for problem in problems]
    errors = sum(code in ERRORS for code in codes)
    numbers = ((errors, "error"), (len(codes) - errors, "warning"))
    return [_numbered(number, one) for number, one in numbers if number]


def _answers(by_verdict: Counter[str]) -> str:
    """Return what colleagues said to previews: "3 answers to a preview, 1 approved"."""
    said = [
        f"{by_verdict[verdict]} {PreviewComment.Verdict(verdict).label}"
        for verdict in (PreviewComment.Verdict.APPROVED, PreviewComment.Verdict.DECLINED)
        if by_verdict[verdict]
    ]
    return ", ".join([f"{_numbered(by_verdict.total(), 'answer')} to a preview", *said])


def _of_registry(user: User) -> list[Line]:
    """Return the proposals that stand in no document: actors, and names of accepted ones."""
    if not user.has_perm("reader.curate"):
        return []
    queue, found = reverse("admin:desk_queue"), []
    for one, rows in (
        ("actor", Actor.objects.filter(**WAITING)),
        ("name", Name.objects.filter(**WAITING, actor__state=State.ACCEPTED)),
    ):
        if number := _capped(rows):
            words = f"{number} proposed {one}{'' if number == '1' else 's'}"
            found.append(Line(words, f"{queue}?kind={one}"))
    return found


def _lines(waiting: Iterable[Waiting]) -> list[Line]:
    return [Line(f"{line.number} {line.label}", line.address) for line in waiting]


def _capped(rows: QuerySet[Any]) -> str:
    number = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,} and more" if number > COUNTED else str(number or "")


def _numbered(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
