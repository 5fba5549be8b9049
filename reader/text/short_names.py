"""Short names and the full names they are short for, as one document uses them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.text import cues, foreign, gazetteer
from reader.text.capitals import Chain
from reader.text.folding import search_fold
from reader.text.heads import head_kind

_ARTICLE = re.compile(rf"^(?:{'|'.join(cues.ARTICLES)})[-–‑]")
_KIN = r"(?:father|mother|son|daughter|brother|sister|uncle|nephew|cousin|grandfather|wife|husband)"
_KINSHIP = re.compile(rf"^['’]s (?:late |elder |older |younger )?{_KIN},? ")
# Without these heads a name is another one: of a people, or of a house's imprint.
_KEPT_HEADS = (cues.MILITARY_HEADS - {"corps"}) | cues.PUBLISHER_HEADS
# "Abu Layth" is one name, and Layth another.
_KUNYA = frozenset(["abu", "umm", "um", "abd", "ibn", "bin"])
# First words that name no body by themselves.
_NO_NAMES = (
    cues.NOT_ACTORS | foreign.HEADS | cues.PLACE_HEADS | gazetteer.COUNTRIES | gazetteer.GIVEN_NAMES
)


class Named(NamedTuple):
    """An actor that has a full name: its kind, that name, and its words in small letters."""

    kind: str
    name: str
    words: tuple[str, ...]


def short_names(
    lone: Mapping[str, tuple[str, ...]],
    named: Mapping[str, Named],
    owners: Mapping[str, str],
    texts: Sequence[str],
    chains: Sequence[Chain],
) -> dict[str, tuple[str, str]]:
    """Return which names are short for one of the named, as (key of that, kind of name).

    `lone` gives the words of each name that stands alone, `owners` the actor of each named one.
    A body's name may be short for a longer one. A name that fits two actors is short for neither,
    and has "" for a key, unless the text tells them apart: in "Varn's father, Aron Varn" the first
    is the other Varn.
    """
    people, bodies = _index(named, owners)
    initials = _initials(named)
    apart = _told_apart(texts, chains, people)
    meant: dict[str, tuple[str, str]] = {}
    for key, words in lone.items():
        text = " ".join(words)
        bare = search_fold(_ARTICLE.sub("", text))
        fitting, kind = people.get(search_fold(text)) or people.get(bare) or [], "short"
        if len(fitting) > 1 and bare in apart:
            fitting = [one for one in fitting if one not in apart[bare]]
        if not fitting and text not in gazetteer.COUNTRIES:
            fitting = bodies.get(text, [])
        if not fitting and len(words) == 1:
            fitting, kind = initials.get(re.sub(r"[^a-z]", "", text), []), "acronym"
        if len(fitting) == 1:
            meant[key] = (fitting[0], kind)
        elif len(set(fitting)) > 1:
            meant[key] = ("", kind)
    meant.update(_shorter(named, owners, people, bodies))
    return meant


def _shorter(
    named: Mapping[str, Named],
    owners: Mapping[str, str],
    people: Mapping[str, list[str]],
    bodies: Mapping[str, list[str]],
) -> dict[str, tuple[str, str]]:
    """Return which of the named are short for a longer one, as short_names does."""
    firms = {
        name: key
        for key, one in named.items()
        if one.words[-1] in cues.LEGAL_FORMS and len(one.words) > 1
        for name in [" ".join(one.words[:-1])]
        if name not in gazetteer.COUNTRIES and name not in gazetteer.PLACES
    }
    shorter: dict[str, tuple[str, str]] = {}
    for key, one in named.items():
        name = " ".join(one.words)
        is_family = one.kind == "person" or one.words[0] in cues.PARTICLES
        fitting = people.get(search_fold(name), []) if is_family else bodies.get(name, [])
        if one.words[0] in gazetteer.GIVEN_NAMES - _KUNYA and one.kind == "person":
            fitting = []  # "Ali Varn" is no short name of "Omar Ali Varn"
        if name in firms:
            fitting = [firms[name]]
        fitting = [other for other in fitting if other not in (owners[key], key)]
        if len(fitting) == 1 and owners[key] == key:
            shorter[key] = (fitting[0], "short" if name not in firms else "full")
    return shorter


def _index(
    named: Mapping[str, Named], owners: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the short forms that people and bodies could go by, each with the actors it fits."""
    people: defaultdict[str, list[str]] = defaultdict(list)
    # Without a list to look through: thousands of papers are called "Post".
    bodies: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for key, one in named.items():
        forms = _forms_of_person(one.words) if one.kind == "person" else ()
        for form in dict.fromkeys(search_fold(form) for form in forms):
            people[form].append(key)
    for key, one in named.items():
        if one.kind == "person":
            continue
        forms_of = _forms_of_state if one.kind == "state" else _forms_of_body
        for form in dict.fromkeys(forms_of(one.words)):
            taken = (
                form in gazetteer.PLACES
                or form in gazetteer.COUNTRIES
                or search_fold(form) in people
            )
            if not taken:
                bodies[form][owners[key]] = None
    return people, {form: list(actors) for form, actors in bodies.items()}


def _forms_of_person(words: Sequence[str]) -> Iterable[str]:
    """Yield the family name, with and without what stands before it, and the given name."""
    if words[-1] in ("jr", "jr.", "sr", "sr.") or re.fullmatch(r"[ivx]{1,5}", words[-1]):
        yield " ".join(words[:-1]) if len(words) > 2 else words[0]
        words = words[:-1]
    if len(words) < 2:
        return
    if words[0] in _KUNYA and len(words) == 2:
        return
    yield words[-1]
    yield _ARTICLE.sub("", words[-1])
    for start in range(1, len(words)):
        if words[start] in cues.PARTICLES or (start < len(words) - 1 and len(words[start]) < 3):
            continue
        if start < len(words) - 1 and words[start - 1] in ("bin", "ibn", "bint"):
            continue  # whose son is named after "bin" is another man
        yield " ".join(words[start:])  # "Pereira da Costa", "da Costa"
        while start > 1 and words[start - 1] in cues.PARTICLES:
            start -= 1
            yield " ".join(words[start:])
    if words[0] in _KUNYA:
        yield " ".join(words[:2])
    elif len(words[0]) > 2:
        yield words[0]


def _forms_of_state(words: Sequence[str]) -> Iterable[str]:
    """Yield what a realm is called without its form: "Vardania" for the Republic of Vardania."""
    if "of" in words[1:-1] and set(words[: words.index("of")]) & cues.REALM_HEADS:
        yield " ".join(words[words.index("of") + 1 :]).removeprefix("the ")


def _forms_of_body(words: Sequence[str]) -> Iterable[str]:
    """Yield what a body may be called once its name is known."""
    for index in range(1, len(words)):
        left, right = words[:index], words[index:]
        headed = left[-1] not in cues.SMALL and (head_kind(left) or left[-1] in cues.WEAK_HEADS)
        if right[0] in cues.SMALL and headed:
            yield " ".join(left)  # "Supreme Court" of Canada, the "Ministry" of Water
            if head_kind(left[-1:]):
                yield left[-1]  # the "Council"
        elif left[-1] not in cues.SMALL and head_kind(right) and cues.SMALL.isdisjoint(right):
            yield " ".join(right)  # the "Foundation", the "Central Command"
    if words[0] in foreign.HEADS and len(words) > 1:
        yield words[0]  # the "Kunsthaus"
    is_firm = words[-1] in cues.LEGAL_FORMS and len(words) > 2
    if is_firm and " ".join(words[:-1]) not in gazetteer.COUNTRIES:
        yield from _forms_of_body(words[:-1])
    if len(words) == 2 and not head_kind(words) and not set(words) & (_NO_NAMES | cues.SMALL):
        yield words[0]  # a firm called as a man is: "Orun", "Varn" for Orun Varn
        yield words[1]
    distinct = [word for word in words if word not in cues.SMALL]
    if len(words) > 1 and words[-1] not in _KEPT_HEADS:
        first = words[0]
        is_name = not (gazetteer.is_people(first) or head_kind([first]) or first in _NO_NAMES)
        if is_name and len(distinct) == len(words) and head_kind(words[-1:]):
            for size in range(1, len(words)):
                if head_kind(words[size : size + 1]):
                    yield " ".join(words[:size])
                    break


def _initials(named: Mapping[str, Named]) -> dict[str, list[str]]:
    """Return the bodies that each row of initials could stand for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, one in named.items():
        if one.kind == "person":
            continue
        parts = [part for word in one.words for part in re.split(r"[-–]", word) if part]
        every = "".join(part[0] for part in parts)
        great = "".join(part[0] for part in parts if part not in cues.SMALL)
        for letters in {every, great}:
            if len(letters) > 2:
                found[letters].append(key)
    return found


def _told_apart(
    texts: Sequence[str], chains: Sequence[Chain], people: Mapping[str, list[str]]
) -> dict[str, set[str]]:
    """Return for a family name the people whom "Varn's father, Aron Varn" shows it not to mean."""
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairwise(chains):
        if first.text != second.text or not first.has_possessive:
            continue
        text = texts[first.text]
        if not _KINSHIP.match(text[first.end : first.end + 40]) or second.start - first.end > 60:
            continue
        family = search_fold(_ARTICLE.sub("", " ".join(first.words)))
        relative = search_fold(second.span.of(text))
        if relative in people.get(family, ()):
            apart[family].add(relative)
    return apart
