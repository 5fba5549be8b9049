"""Stored pages: kept when they are rendered, marked stale when a fact they show changes.

A fact is a short key: "document:12" for a row, "documents" for a list. Views name the facts that
their page shows; whoever changes a fact says so to `mark_stale`, in the same transaction.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import brotli
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from reader.models import (
    Actor,
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    Identifier,
    Mention,
    Name,
    Relation,
    ShownFact,
    Source,
    StoredPage,
    Topic,
)

# How many stale pages the writer renders itself; the next reader of another one renders that.
RENDERED_AT_ONCE = 20
# More facts than this in one statement pass SQLite's limit of variables on old builds.
FACTS_AT_ONCE = 500
# Quality 11 takes sixty times as long for a sixth less.
BROTLI_QUALITY = 5
LISTS = frozenset({"documents", "actors", "sources", "topics"})

_Value = TypeVar("_Value")

log = logging.getLogger(__name__)


def fact_of(row: Model) -> str:
    """Return the key of a row: "actor:12"."""
    return f"{row._meta.model_name}:{row.pk}"


def facts_of(*rows: Model) -> set[str]:
    """Return every fact that a change of these rows touches: what they are, and what shows them."""
    facts: set[str] = set()
    for row in rows:
        match row:
            case Document():
                facts |= document_facts(row.pk)
            case Actor() | Source() | Topic():
                facts |= {fact_of(row), *LISTS}
            case Name() | Identifier():
                facts |= {f"actor:{row.actor_id}", "actors"}
            case Relation():
                facts |= {f"actor:{row.subject_id}", f"actor:{row.object_id}"}
            case Evidence():
                facts |= facts_of(row.relation)
            case Mention() | Citation() | Event():
                facts |= document_facts(row.block.document_id)
                facts |= {f"actor:{row.actor_id}"} if isinstance(row, Mention) else set()
                facts |= {f"source:{row.source_id}"} if isinstance(row, Citation) else set()
            case Block():
                facts |= document_facts(row.document_id)
    return facts


def document_facts(pk: int) -> set[str]:
    """Return the facts that a change of this document touches: it, and all that it names."""
    facts = {f"document:{pk}", *LISTS}
    mentions = Mention.objects.filter(block__document=pk)
    facts |= {f"actor:{actor}" for actor in mentions.values_list("actor", flat=True).distinct()}
    cited = Source.objects.filter(citations__block__document=pk)
    for source, publisher, author in cited.values_list(
        "pk", "publisher_actor", "author_actors"
    ).distinct():
        facts |= {f"source:{source}"}
        facts |= {f"actor:{actor}" for actor in (publisher, author) if actor}
    topics = Topic.objects.filter(
        labels__content_type__app_label="reader",
        labels__content_type__model="document",
        labels__object_id=pk,
    )
    return facts | {f"topic:{topic}" for topic in topics.values_list("pk", flat=True)}


def mark_stale(facts: Iterable[str]) -> None:
    """Mark every page that shows one of these facts; render the first of them after the commit.

    Call it inside the transaction that changes the facts, so that both happen or neither.
    """
    stale: dict[int, str] = {}
    for some in _in_turn(sorted(facts)):
        pages = StoredPage.objects.filter(facts__fact__in=some).distinct()
        stale.update(pages.values_list("pk", "path"))
    for pks in _in_turn(sorted(stale)):
        StoredPage.objects.filter(pk__in=pks).update(is_stale=True, version=F("version") + 1)
    if stale:
        transaction.on_commit(partial(_after_the_change, sorted(stale.values())), robust=True)


def forget(path: str, *, below: bool = False) -> None:
    """Drop the stored page at path, with `below` all below it too: nothing stands there any more.

    Call it inside the transaction that takes away what stood there.
    """
    gone = StoredPage.objects.filter(path=path)
    if below:
        gone |= StoredPage.objects.filter(path__startswith=path)
        gone |= StoredPage.objects.filter(path__startswith=f"{path.rstrip('/')}.")
    paths = list(gone.values_list("path", flat=True))
    for some in _in_turn(paths):
        StoredPage.objects.filter(path__in=some).delete()
    transaction.on_commit(partial(_forget_in_memory, paths), robust=True)


def _forget_in_memory(paths: list[str]) -> None:
    for path in paths:
        memory.forget(path)


def _after_the_change(paths: list[str]) -> None:
    for path in paths:
        memory.forget(path)
    for path in paths[:RENDERED_AT_ONCE]:
        render(path)


def render(path: str) -> None:
    """Render the public page at path and store it; a page that is gone loses its row."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.user = AnonymousUser()
    try:
        match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, Resolver404):
        StoredPage.objects.filter(path=path).delete()
        return
    store(path, response, tidies=True)


def store(path: str, response: HttpResponse, *, tidies: bool = False) -> "Page | None":
    """Keep a rendered answer for path, with its facts; return it, or None if it is not kept.

    Only an answer 200 that says its facts is kept, and only when the database takes the write at
    once: a reader never waits for a writer. With `tidies` facts that the page no longer shows are
    forgotten; left, they would only make it stale in vain.
    """
    facts = getattr(response, "facts", None)
    if response.status_code != 200 or facts is None:
        return None
    body = bytes(response.content)
    row = StoredPage(
        path=path,
        version=time.time_ns(),
        build=settings.STORED_PAGES_BUILD,
        is_stale=False,
        etag=hashlib.sha256(body).hexdigest()[:32],
        content_type=response["Content-Type"],
        body=body,
        brotli=brotli.compress(body, quality=BROTLI_QUALITY),
        valid_until=getattr(response, "valid_until", None),
        rendered_at=timezone.now(),
    )
    try:
        with _without_waiting(), transaction.atomic(savepoint=False):
            _write(row, facts, tidies)
    except DatabaseError as error:
        if connection.in_atomic_block:
            raise
        log.info("the page %s was not stored: %s", path, error)
        return None
    return memory.keep(path, Page.of(row))


def _write(row: StoredPage, facts: Iterable[str], tidies: bool) -> None:
    fields = [field.name for field in StoredPage._meta.concrete_fields]
    [kept] = StoredPage.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[name for name in fields if name not in {"id", "path"}],
    )
    known: dict[str, int] = {}
    if tidies:
        known = dict(ShownFact.objects.filter(page=kept).values_list("fact", "pk"))
        for some in _in_turn([pk for fact, pk in known.items() if fact not in facts]):
            ShownFact.objects.filter(pk__in=some).delete()
    ShownFact.objects.bulk_create(
        [ShownFact(page=kept, fact=fact) for fact in sorted(facts) if fact not in known],
        ignore_conflicts=True,
    )


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let a write fail at once, instead of waiting, while another holds SQLite's write lock."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    wait = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.connection.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout = {wait}")


def _in_turn(values: list[_Value]) -> Iterator[list[_Value]]:
    for start in range(0, len(values), FACTS_AT_ONCE):
        yield values[start : start + FACTS_AT_ONCE]


@dataclass(slots=True)
class Page:
    """A stored page as it is served: bytes in memory, and when its version was last read."""

    version: int
    etag: str
    content_type: str
    body: bytes
    brotli: bytes
    valid_until: datetime | None
    checked_at: float

    @classmethod
    def of(cls, row: StoredPage) -> "Page":
        return cls(
            row.version,
            row.etag,
            row.content_type,
            bytes(row.body),
            bytes(row.brotli),
            row.valid_until,
            time.monotonic(),
        )

    @property
    def size(self) -> int:
        return len(self.body) + len(self.brotli)

    def is_over(self) -> bool:
        """Tell whether something on the page has appeared or expired since it was rendered."""
        return self.valid_until is not None and self.valid_until <= timezone.now()


class Memory:
    """The pages this process holds, the least recently served leaving first; safe for threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: str) -> Page | None:
        page = self._pages.get(path)
        if page is not None:
            with self._lock:
                if path in self._pages:
                    self._pages.move_to_end(path)
        return page

    def keep(self, path: str, page: Page) -> Page:
        """Hold page, if it fits at all; return it."""
        with self._lock:
            self._drop(path)
            if page.size <= self.limit:
                self._pages[path] = page
                self.size += page.size
                while self.size > self.limit:
                    self._drop(next(iter(self._pages)))
        return page

    def forget(self, path: str) -> None:
        with self._lock:
            self._drop(path)

    def paths(self) -> list[str]:
        """Return the paths held, the least recently served first."""
        return list(self._pages)

    def _drop(self, path: str) -> None:
        page = self._pages.pop(path, None)
        self.size -= page.size if page else 0


memory = Memory(settings.STORED_PAGES_BYTES)


def find(path: str) -> Page | None:
    """Return the fresh stored page at path, or None.

    From memory, the version being read again at most once in STORED_PAGES_CHECK_SECONDS; at most
    one query. A database that does not answer leaves what memory has.
    """
    page = memory.get(path)
    try:
        if page is None:
            row = StoredPage.objects.filter(path=path).first()
            if row is None or row.is_stale or row.build != settings.STORED_PAGES_BUILD:
                return None
            page = memory.keep(path, Page.of(row))
        elif time.monotonic() - page.checked_at >= settings.STORED_PAGES_CHECK_SECONDS:
            if not _is_current(path, page):
                memory.forget(path)
                return None
            page.checked_at = time.monotonic()
    except DatabaseError:
        return page
    return None if page.is_over() else page


def _is_current(path: str, page: Page) -> bool:
    """Tell whether the database still has this very page; by cursor, ten times as fast as a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, etag, is_stale FROM reader_storedpage WHERE path = %s", [path]
        )
        row = cursor.fetchone()
    return row is not None and (row[0], row[1], bool(row[2])) == (page.version, page.etag, False)
