"""Sources as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from reader.actions.records import source_key
from reader.bulk.files import Row
from reader.bulk.plans import Refused
from reader.models import Actor, Source
from reader.text.dates import PartialDate

WRITTEN = ("publisher", "author", "title", "url", "archived_url", "inferred_reason")


class Sources:
    """How sources are told as rows; actors by their slugs."""

    kind = "source"
    columns = {
        "id": (),
        "kind": (),
        "author": (),
        "title": (),
        "publisher": (),
        "date": (),
        "inferred_year": (),
        "inferred_reason": (),
        "url": (),
        "archived_url": (),
        "publisher_actor": (),
        "author_actors": ("slug",),
    }

    def __init__(self) -> None:
        self._by_id: dict[str, Source] = {}
        self._by_key: dict[str, Source] = {}
        self.actors: defaultdict[str, list[Actor]] = defaultdict(list)

    def rows_of(self, records: Iterable[Source]) -> list[Row]:
        sources = list(records)
        prefetch_related_objects(sources, "publisher_actor", "author_actors")
        return [
            {
                "id": source.public_id,
                "kind": source.kind,
                "author": source.author,
                "title": source.title,
                "publisher": source.publisher,
                "date": source.date.edtf,
                "inferred_year": str(source.inferred_year or ""),
                "inferred_reason": source.inferred_reason,
                "url": source.url,
                "archived_url": source.archived_url,
                "publisher_actor": source.publisher_actor.slug if source.publisher_actor else "",
                "author_actors": [{"slug": actor.slug} for actor in source.author_actors.all()],
            }
            for source in sources
        ]

    def begin(self, rows: list[Row]) -> None:
        for source in Source.objects.order_by("pk"):
            self._by_id[source.public_id] = source
            self._by_key[source.cited_as] = source
        self.actors = actors_by_words()
        for row in rows:
            # Who is meant is told by slug from here on, so that a name is no difference.
            if "publisher_actor" in row:
                row["publisher_actor"] = self._slug(row["publisher_actor"])
            for author in row.get("author_actors", []):
                author["slug"] = self._slug(author["slug"])

    def _slug(self, words: str) -> str:
        called = self.actors.get(words, [])
        return called[0].slug if len(called) == 1 else words

    def find(self, row: Row) -> Source | None:
        given = row.get("id", "")
        if given:
            if given not in self._by_id:
                raise Refused("No source has this id; leave it empty for a new one.")
            return self._by_id[given]
        if not any(row.get(name) for name in ("publisher", "author", "title")):
            raise Refused("A new source has a publisher, an author or a title.")
        described = {name: row.get(name, "") for name in ("publisher", "author", "title")}
        return self._by_key.get(source_key(Source(**described, date=read_date(row))))

    def check(self, row: Row, record: Source | None) -> None:
        date = read_date(row)
        if "kind" in row and row["kind"] not in Source.Kind.values:
            raise Refused(f"The kind must be one of {', '.join(Source.Kind.values)}.")
        if record is None and "kind" not in row:
            raise Refused("A new source has a kind.")
        year = row.get("inferred_year", "")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            raise Refused("An inferred year has four digits.")
        reason = row.get("inferred_reason", record.inferred_reason if record else "")
        if year and not reason:
            raise Refused("An inferred year says why.")
        for slug in [row.get("publisher_actor", ""), *_slugs(row)]:
            if slug:
                the_actor(self.actors, slug)
        row_as_source = Source(kind=row.get("kind", "document"), date=date, cited_as="x")
        for name in WRITTEN:
            setattr(row_as_source, name, row.get(name, ""))
        try:
            row_as_source.clean_fields(exclude=["public_id"])
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from None


def read_date(row: Row) -> PartialDate:
    """Return the date of a row. Raises Refused for what is no EDTF."""
    try:
        return PartialDate.from_edtf(row["date"]) if row.get("date") else PartialDate()
    except ValueError:
        words = "Write the date as 2021-02-03, 2021-02, 2021 or, without year, XXXX-12-26."
        raise Refused(words) from None


def actors_by_words() -> defaultdict[str, list[Actor]]:
    """Return every actor by its slug, and by its name where that is no slug of another."""
    found: defaultdict[str, list[Actor]] = defaultdict(list)
    actors = list(Actor.objects.order_by("pk"))
    for actor in actors:
        found[actor.slug].append(actor)
    for actor in actors:
        if not any(there.slug == actor.name for there in found[actor.name]):
            found[actor.name].append(actor)
    return found


def the_actor(actors: defaultdict[str, list[Actor]], words: str) -> Actor:
    """Return the one actor with this slug or name. Raises Refused."""
    called = actors.get(words, [])
    if len(called) != 1:
        number = "No actor has" if not called else f"{len(called)} actors have"
        raise Refused(f"{number} the slug or name “{words[:80]}”.")
    return called[0]


def _slugs(row: Row) -> list[str]:
    return [actor["slug"] for actor in row.get("author_actors", [])]
