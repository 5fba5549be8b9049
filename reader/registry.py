"""The actors and names that a text is read with: those of the database, and those of a list."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Sum, TextChoices

from reader.models import Actor, Name, State
from reader.text.folding import search_fold
from reader.text.names import NameMatcher, NameRule, guess_kind
from reader.text.outside_json import read_json
from reader.text.plurals import plural_of
from reader.text.problems import Unreadable

LONGEST_NAME = 300
MOST_ALIASES = 1_000
# Control characters and line ends, and what turns the direction of the text around a name; the
# joiners that Persian and Hindi names need are none of these.
UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name as a list gives it."""

    text: str
    kind: str
    case: str = "default"
    language: str = ""
    links_alone: bool = False


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor as a list gives it; `names` has the primary name first."""

    name: str
    kind: str
    names: tuple[NameEntry, ...]
    slug: str = ""
    description: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor that a text may name. `key` is its primary key, or its name while it has no row."""

    key: Hashable
    name: str
    kind: str
    aliases: tuple[str, ...]

    @property
    def pk(self) -> int:
        """Its primary key. Raises ValueError for an actor that only a list has."""
        if not isinstance(self.key, int):
            raise ValueError(f"the actor {self.name!r} has no row yet")
        return self.key


@dataclass(frozen=True, slots=True)
class Registry:
    """The known actors by key, and the matcher that finds their names."""

    actors: Mapping[Hashable, KnownActor]
    rules: tuple[NameRule, ...]
    matcher: NameMatcher
    _by_name: Mapping[str, tuple[Hashable, ...]] = field(default_factory=dict)

    def knows(self, folded: str) -> bool:
        """Tell whether some actor bears this name, given by search_fold."""
        return folded in self._by_name

    def called(self, name: str) -> KnownActor | None:
        """Return the one actor that bears this name, case and accents ignored; None if not one."""
        keys = self._by_name.get(search_fold(name), ())
        return self.actors[keys[0]] if len(keys) == 1 else None


def make_registry(actors: Iterable[KnownActor], rules: Iterable[NameRule]) -> Registry:
    """Return the registry of these actors with these names, weak names never standing for one."""
    rules = tuple(dict.fromkeys(rules))
    known = {actor.key: actor for actor in actors}
    by_name: dict[str, dict[Hashable, None]] = {}
    for rule in rules:
        if rule.kind != "weak":
            by_name.setdefault(search_fold(rule.text), {})[rule.actor] = None
    plurals = [
        replace(rule, text=plural)
        for rule in rules
        if rule.kind in ("primary", "full", "short") and rule.actor in known
        if (plural := plural_of(rule.text, known[rule.actor].kind))
        if search_fold(plural) not in by_name
    ]
    return Registry(
        known,
        rules,
        NameMatcher((*rules, *plurals)),
        {name: tuple(keys) for name, keys in by_name.items()},
    )


def load_registry() -> Registry:
    """Return the registry of the accepted actors and names in the database.

    It is built once for each state of the two tables and kept by the process.
    """
    names = Name.objects.aggregate(Count("pk"), Max("pk"), Sum("version"))
    actors = Actor.objects.aggregate(Count("pk"), Max("pk"), Sum("version"))
    return _load((*names.values(), *actors.values()))


def forget_registry() -> None:
    """Let the next load read the tables anew, whatever their state says."""
    _load.cache_clear()


@lru_cache(maxsize=1)
def _load(state: tuple[int | None, ...]) -> Registry:
    names = Name.objects.filter(state=State.ACCEPTED, actor__state=State.ACCEPTED)
    rules: list[NameRule] = []
    aliases: dict[int, list[str]] = {}
    for name in names.order_by("actor_id", "pk"):
        aliases.setdefault(name.actor_id, []).append(name.text)
        rules.append(rule_of(name, name.actor_id))
    actors = Actor.objects.filter(state=State.ACCEPTED).order_by("pk")
    known = [
        KnownActor(pk, name, kind, tuple(alias for alias in aliases.get(pk, ()) if alias != name))
        for pk, name, kind in actors.values_list("pk", "name", "kind")
    ]
    return make_registry(known, rules)


def rule_of(name: Name | NameEntry, actor: Hashable) -> NameRule:
    """Return how a name is matched; one that links alone is as good as a full name."""
    kind = "full" if name.kind == "short" and name.links_alone else str(name.kind)
    key = name.pk if isinstance(name, Name) else None
    return NameRule(name.text, actor, kind, str(name.case), key)


def add_entries(registry: Registry, entries: Iterable[ActorEntry]) -> Registry:
    """Return the registry with a list's actors beside its own, nothing being written.

    An entry whose name an actor of the registry bears stands for that actor.
    """
    actors = dict(registry.actors)
    rules = list(registry.rules)
    for entry in entries:
        known = registry.called(entry.name)
        key = known.key if known else entry.name
        aliases = [name.text for name in entry.names if name.text != entry.name]
        aliases = [*(known.aliases if known else ()), *aliases]
        actors[key] = KnownActor(key, entry.name, entry.kind, tuple(dict.fromkeys(aliases)))
        rules += [rule_of(name, key) for name in entry.names]
    return make_registry(actors.values(), rules)


def read_actor_list(text: str) -> list[ActorEntry]:
    """Return the actors of a JSON list [{name, kind, aliases: [text | {text, kind, …}]}].

    Kinds may be said in other words ("organisation", "country", "newspaper").
    Raises Unreadable, naming the entry and what is wrong with it.
    """
    entries = read_json(text, "The list of actors")
    if not isinstance(entries, list):
        raise Unreadable("The list of actors must be a JSON list of objects.")
    if len(entries) > settings.LIMIT_TABLE_ROWS:
        raise Unreadable(f"The list has more than {settings.LIMIT_TABLE_ROWS:,} actors.")
    return [_read_entry(entry, number) for number, entry in enumerate(entries, start=1)]


# The kinds as other lists call them.
_OTHER_WORDS = {
    **dict.fromkeys(("people", "individual", "per"), "person"),
    **dict.fromkeys(
        ("organisation", "organization", "org", "company", "ngo", "militia", "family"), "group"
    ),
    **dict.fromkeys(("country", "nation"), "state"),
    **dict.fromkeys(
        ("government", "agency", "ministry", "state_body", "army", "court"), "state_body"
    ),
    **dict.fromkeys(("political_party",), "party"),
    **dict.fromkeys(("outlet", "newspaper", "news_agency", "news_outlet"), "media"),
    **dict.fromkeys(("location", "city", "region"), "place"),
}


def _read_entry(entry: object, number: int) -> ActorEntry:
    where = f"Actor {number} of the list"
    if not isinstance(entry, dict):
        raise Unreadable(f"{where} is no object.")
    name, kind = _read_name(entry.get("name"), where), entry.get("kind")
    where = f"Actor {number} of the list ({name})"
    if isinstance(kind, str):
        kind = _OTHER_WORDS.get(kind.casefold().replace(" ", "_"), kind)
    if not isinstance(kind, str) or kind not in Actor.Kind.values:
        raise Unreadable(f"{where} has the kind {kind!r}: it must be one of {_said(Actor.Kind)}.")
    aliases = _list_of(entry, "aliases", where)
    if len(aliases) > MOST_ALIASES:
        raise Unreadable(f"{where} has more than {MOST_ALIASES:,} aliases.")
    names = [NameEntry(name, Name.Kind.PRIMARY)]
    seen = {name}
    for alias in aliases:
        read = _read_alias(alias, name, where)
        if read.text not in seen:
            seen.add(read.text)
            names.append(read)
    identifiers = []
    for identifier in _list_of(entry, "identifiers", where):
        if not isinstance(identifier, dict) or {"scheme", "value"} - identifier.keys():
            raise Unreadable(f"{where} has an identifier without scheme and value.")
        identifiers.append((str(identifier["scheme"]), str(identifier["value"])))
    return ActorEntry(
        name,
        kind,
        tuple(names),
        slug=str(entry.get("slug") or ""),
        description=str(entry.get("description") or ""),
        identifiers=tuple(identifiers),
        topics=tuple(str(topic) for topic in _list_of(entry, "topics", where)),
    )


def _read_alias(alias: object, primary: str, where: str) -> NameEntry:
    if isinstance(alias, str):
        alias = {"text": alias}
    if not isinstance(alias, dict):
        raise Unreadable(f"{where} has an alias that is neither text nor object.")
    text = _read_name(alias.get("text"), f"An alias of {where[0].lower()}{where[1:]}")
    kind = alias.get("kind") or guess_kind(text, primary)
    if kind == Name.Kind.PRIMARY and not alias.get("kind"):
        kind = Name.Kind.FULL  # "Al-Varn" beside "al-Varn"
    if kind not in Name.Kind.values or kind == Name.Kind.PRIMARY:
        known = ", ".join(value for value in Name.Kind.values if value != Name.Kind.PRIMARY)
        raise Unreadable(f"{where}: the alias {text!r} has the kind {kind!r}, not one of {known}.")
    sensitive = alias.get("case_sensitive")
    case = "default" if sensitive is None else "exact" if sensitive else "any"
    return NameEntry(
        text, kind, case, str(alias.get("language") or ""), bool(alias.get("links_alone"))
    )


def _read_name(text: object, where: str) -> str:
    if not isinstance(text, str) or not any(character.isalnum() for character in text):
        raise Unreadable(f"{where} has no name.")
    if text != text.strip() or len(text) > LONGEST_NAME or UNSEEN.search(text):
        raise Unreadable(
            f"{where}: {text[:40]!r} must be one line of at most {LONGEST_NAME} characters."
        )
    return text


def _list_of(entry: dict[str, Any], key: str, where: str) -> list[Any]:
    value = entry.get(key) or []
    if not isinstance(value, list):
        raise Unreadable(f"{where}: {key} must be a list.")
    return value


def _said(choices: type[TextChoices]) -> str:
    return ", ".join(choices.values)
