"""Bands of one name in several countries: Saudi Hezbollah is not the Lebanese one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from reader.text import gazetteer

_LONGEST = 16  # letters of an adjective
Place = tuple[int, int]  # number of the text, start of the name in it


def people_before(text: str, start: int) -> str:
    """Return the adjective of a people right before a name, in small letters, or "".

    >>> people_before("the Saudi Hezbollah", 10), people_before("of Hezbollah", 3)
    ('saudi', '')
    """
    if start < 5 or text[start - 1] not in " \u00a0" or text[start - 2] not in "inehsk":
        return ""
    blank = text.rfind(" ", max(0, start - _LONGEST - 1), start - 1)
    word = text[blank + 1 : start - 1]
    if not word[:1].isupper() or not word.isalpha() or len(word) > _LONGEST:
        return ""
    return low if gazetteer.is_people(low := word.lower()) else ""


def told_apart(
    named: Iterable[tuple[Place, Hashable, str, str]], homes: Mapping[Hashable, frozenset[str]]
) -> frozenset[Place]:
    """Return the places where a name with its adjective names another band than its actor.

    `named` are place, actor, name and adjective of each name that has one. The actor's own
    adjectives are those of its entered names (`homes`), those that every reader knows, or else
    the one that the document gives most often; where two are given as often it is neither.
    """
    places: defaultdict[Hashable, list[tuple[Place, str]]] = defaultdict(list)
    own = dict(homes)
    for place, actor, name, people in named:
        places[actor].append((place, people))
        if actor not in own and (home := gazetteer.HOMES.get(name.lower().rstrip("s"))):
            own[actor] = frozenset(home.split())
    return frozenset(
        place
        for actor, found in places.items()
        for mine in [own.get(actor) or _most([people for _, people in found])]
        for place, people in found
        if people not in mine
    )


def _most(peoples: Sequence[str]) -> frozenset[str]:
    counted = Counter(peoples).most_common(2)
    if len(counted) == 2 and counted[0][1] == counted[1][1]:
        return frozenset()
    return frozenset([counted[0][0]])
