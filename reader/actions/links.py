"""Checking whether the addresses of sources still answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from reader.fetching import Answer, ask
from reader.models import LinkCheck, Source

# Gone is gone; what else goes wrong may pass, and counts as dead only when it does not.
GONE = frozenset({404, 410})
FAILURES_UNTIL_DEAD = 3
ASKED_AT_ONCE = 8


def due_sources(*, older_than: timedelta, limit: int | None = None) -> list[Source]:
    """Return the sources whose address was never asked, has changed, or was asked long ago.

    Those that have waited longest come first.
    """
    before = timezone.now() - older_than
    rows = (
        Source.objects.exclude(url="")
        .filter(
            Q(link_check__isnull=True)
            | ~Q(link_check__url=F("url"))
            | Q(link_check__checked_at__lt=before)
        )
        .select_related("link_check")
        .order_by(F("link_check__checked_at").asc(nulls_first=True), "pk")
    )
    return list(rows[:limit] if limit is not None else rows)


def check_links(
    sources: Iterable[Source], *, asking: Callable[[str], Answer] = ask
) -> Iterator[LinkCheck]:
    """Ask the address of each source and keep what it answers; yield each check as it is kept.

    Several are asked at once; each is written for itself, so that what was learnt outlives a stop.
    """
    sources = list(sources)
    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        answers = pool.map(asking, [source.url for source in sources])
        for source, answer in zip(sources, answers, strict=True):
            yield _keep(source, answer)


def _keep(source: Source, answer: Answer) -> LinkCheck:
    before = getattr(source, "link_check", None)
    if before is not None and before.url != source.url:
        before = None
    failures = 0 if answer.is_alive else 1 + (before.failures if before else 0)
    check, _ = LinkCheck.objects.update_or_create(
        source=source,
        defaults={
            "url": source.url,
            "checked_at": timezone.now(),
            "status": answer.status,
            "words": answer.words[:300],
            "leads_to": answer.url[:2000] if answer.url != source.url else "",
            "failures": failures,
            "is_dead": answer.status in GONE or failures >= FAILURES_UNTIL_DEAD,
        },
    )
    return check
