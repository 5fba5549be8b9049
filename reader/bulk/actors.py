"""Actors as rows: with their names, identifiers and topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.core.validators import slug_re
from django.db.models import prefetch_related_objects

from reader.bulk.files import Row
from reader.bulk.plans import Refused
from reader.models import Actor, Identifier, Name, Redirect, State
from reader.registry import LONGEST_NAME, UNSEEN
from reader.text.folding import search_fold

NAME_KINDS = [kind for kind in Name.Kind.values if kind != Name.Kind.PRIMARY]


class Actors:
    """How actors are told as rows. Lists add and correct; they take nothing away."""

    kind = "actor"
    columns = {
        "slug": (),
        "name": (),
        "kind": (),
        "description": (),
        "state": (),
        "names": ("text", "kind", "language", "case", "alone"),
        "identifiers": ("scheme", "value"),
        "topics": ("name",),
    }

    def __init__(self) -> None:
        self._by_slug: dict[str, Actor] = {}
        self._by_name: defaultdict[str, list[Actor]] = defaultdict(list)
        self._taken: set[str] = set()

    def rows_of(self, records: Iterable[Actor]) -> list[Row]:
        actors = list(records)
        prefetch_related_objects(actors, "names", "identifiers", "topics")
        return [
            {
                "slug": actor.slug,
                "name": actor.name,
                "kind": actor.kind,
                "description": actor.description,
                "state": actor.state,
                "names": [name_row(name) for name in actor.names.all() if _is_told(name)],
                "identifiers": [
                    {"scheme": one.scheme, "value": one.value.strip()}
                    for one in actor.identifiers.all()
                ],
                "topics": [{"name": topic.name.strip()} for topic in actor.topics.all()],
            }
            for actor in actors
        ]

    def begin(self, rows: list[Row]) -> None:
        for actor in Actor.objects.order_by("pk"):
            self._by_slug[actor.slug] = actor
            self._by_name[actor.folded].append(actor)
        self._taken = set(Redirect.objects.filter(kind="actor").values_list("slug", flat=True))

    def find(self, row: Row) -> Actor | None:
        slug, name = row.get("slug", ""), row.get("name", "")
        if slug:
            return self._by_slug.get(slug)
        if not name:
            raise Refused("It has neither slug nor name.")
        called = self._by_name.get(search_fold(name)[:600], [])
        if len(called) > 1:
            slugs = ", ".join(actor.slug for actor in called[:5])
            raise Refused(f"{len(called)} actors are called that: give the slug, one of {slugs}.")
        return called[0] if called else None

    def check(self, row: Row, record: Actor | None) -> None:
        if record is None:
            slug = row.get("slug", "")
            if slug and (not slug_re.match(slug) or len(slug) > 200):
                raise Refused("The slug may have letters a to z, digits and hyphens only.")
            if slug in self._taken:
                raise Refused("The slug was an address of another actor, to which it still leads.")
            if "name" not in row or "kind" not in row:
                raise Refused("A new actor has a name and a kind.")
        if "name" in row:
            _check_name(row["name"])
        _check_choice("kind", row, Actor.Kind.values)
        if row.get("state", "accepted") not in State.values:
            raise Refused(f"The state must be one of {', '.join(State.values)}.")
        for name in row.get("names", []):
            _check_name(name["text"])
            if name["kind"] and name["kind"] not in NAME_KINDS:
                raise Refused(f"“{name['text']}” must have a kind of {', '.join(NAME_KINDS)}.")
            if name["case"] and name["case"] not in Name.Case.values:
                raise Refused(f"“{name['text']}” has capitals {name['case']!r}, not known.")
            if name["alone"] not in ("", "alone") or len(name["language"]) > 35:
                raise Refused(f"“{name['text']}” has a part that is not known.")
        for one in row.get("identifiers", []):
            if one["scheme"] not in Identifier.SCHEMES or not one["value"]:
                known = ", ".join(Identifier.SCHEMES)
                raise Refused(f"An identifier has a scheme of {known} and a value.")
            if len(one["value"]) > 500:
                raise Refused("An identifier has at most 500 characters.")
        for topic in row.get("topics", []):
            if not topic["name"] or len(topic["name"]) > 100:
                raise Refused("A topic has 1 to 100 characters.")


def name_row(name: Name) -> Row:
    """Return a name as a row of a list; what goes without saying is left out."""
    return {
        "text": name.text.strip(),
        "kind": name.kind,
        "language": name.language,
        "case": "" if name.case == Name.Case.DEFAULT else name.case,
        "alone": "alone" if name.links_alone else "",
    }


def _is_told(name: Name) -> bool:
    return name.kind != Name.Kind.PRIMARY and name.state == State.ACCEPTED


def _check_name(text: str) -> None:
    if not any(map(str.isalnum, text)) or len(text) > LONGEST_NAME or UNSEEN.search(text):
        raise Refused(f"A name is one line of at most {LONGEST_NAME} characters.")


def _check_choice(name: str, row: Row, known: list[str]) -> None:
    if name in row and row[name] not in known:
        raise Refused(f"The {name} must be one of {', '.join(known)}.")
