"""Head nouns: the words in the name of a body that say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text import cues, foreign, gazetteer

HEADS = (
    cues.STATE_HEADS | cues.MILITARY_HEADS | cues.PARTY_HEADS | cues.GROUP_HEADS
    | cues.MEDIA_HEADS | cues.PUBLISHER_HEADS | cues.REALM_HEADS | cues.WEAK_HEADS
)  # fmt: skip
# Who an order or a league of like people is made of: "Sisters of Mercy", "Mothers of Orun".
_FELLOWS = frozenset(
    "sisters brothers mothers fathers daughters sons friends knights children veterans widows "
    "servants companions doctors volunteers workers miners".split()
)
# They take "of" and a name, though they are no head noun at the end of one.
HEADS_BEFORE_OF = (
    HEADS
    | frozenset(
        "house kingdom republic duchy sultanate emirate brotherhood friends office sons daughters "
        "knights doctors reporters state confederacy caliphate people's mothers commonwealth "
        "islamic principality chamber chambers".split()
    )
    | _FELLOWS
)

HEADS_BEFORE_FOR = (HEADS | {"volunteers"}) - frozenset(
    """league club company corporation news times army brigade force forces police congress
    parliament guard group bank holdings capital airlines church partners university""".split()
)

# Whose a council, a commission or a congress is that no state has.
_PRIVATE = frozenset(
    "business labor labour trades church churches student students workers youth women women's "
    "neighborhood neighbourhood atlantic trilateral jewish muslim islamic christian unions peoples "
    "writers elders world".split()
)
# What boards of towns and states see to.
_PUBLIC = frozenset(
    "wage wages local school health government relations licensing poor parole conciliation "
    "planning sanitary highway control war".split()
)
# An army that says so is none of a state.
_REBELS = frozenset(
    "liberation democratic free revolutionary resistance volunteer republican patriotic".split()
)
_LEAGUES = frozenset("union alliance front movement congress league coalition bloc".split())
_PARLIAMENTS = frozenset("senate house parliamentary congressional cabinet select".split())


def head_kind(words: Sequence[str]) -> str:
    """Return the kind that the head nouns among words give, or the empty string.

    The last word decides, or the first before "of"; a state's head noun anywhere makes military
    units the state's.

    >>> head_kind(["ministry", "of", "defence"]), head_kind(["mahdi", "army"])
    ('state_body', 'group')
    """
    return _head_kind(tuple(words))


@lru_cache(maxsize=4096)
def _head_kind(words: tuple[str, ...]) -> str:
    if words[:2] == ("house", "of"):
        return "state_body"
    if words[:2] == ("islamic", "state") and len(words) > 2:
        return "group"  # "Islamic State Sava Province", "Islamic State in the Sava"
    if len(words) == 2 and words[0] == "unit" and words[1].isdigit():
        return "state_body"
    heads = [words[-1]] if words else []
    cuts = [words.index(small) for small in ("of", "for", "on", "in") if small in words]
    if cuts:
        cut = min(cuts)
        heads = [words[cut - 1], *heads] if cut else heads
        if cut and words[cut - 1] in ("chamber", "chambers"):
            return "state_body" if words[-1] in ("deputies", "representatives") else "group"
        if cut and (words[cut - 1] in cues.WEAK_HEADS or words[cut - 1] in _FELLOWS):
            return "group"
    for head in heads:
        for part in reversed(re.split(r"[-–‑‐]", head)):
            kind = _head(part, words)
            if kind:
                return kind
    return foreign.foreign_kind(words) if words else ""


def _head(word: str, words: Sequence[str]) -> str:
    if word in cues.PUBLISHER_HEADS:
        return "publisher"
    if word in cues.MEDIA_HEADS:
        return "media"
    if word in cues.PARTY_HEADS:
        return "party"
    if word == "congress" and words[-2:] == ("national", "congress") and len(words) > 2:
        return "party"
    if word in ("council", "commission", "congress") and not _PRIVATE.isdisjoint(words):
        return "group"
    if word == "council" and "on" in words:
        return "group"
    if word in cues.REALM_HEADS:
        return "state"
    if word in ("board", "service") and words[0] in ("national", "federal", "state"):
        return "state_body"
    if word in ("centre", "center") and words[0] in ("national", "federal", "government"):
        return "state_body"
    if word == "board" and not _PUBLIC.isdisjoint(words):
        return "state_body"
    if word == "bank" and words[0] in ("central", "reserve"):
        return "state_body"
    if word in ("committee", "subcommittee") and words[0] in _PARLIAMENTS:
        return "state_body"
    if word in ("agency", "authority", "council", "court") and words[0] in (
        "international",
        "world",
    ):
        return "group"
    if word in cues.MILITARY_HEADS:
        state = {
            "armed",
            "guard",
            "guards",
            "national",
            "royal",
            "federal",
            "security",
            "central",
            "police",
        }
        parts = {part for one in words for part in re.split(r"[-–‑‐]", one)}
        if not _REBELS.isdisjoint(parts) and not parts & {"guard", "guards", "police"}:
            return "group"
        is_peoples = any(gazetteer.is_people(one) for one in words[:2])
        if word == "command" or state & parts or is_peoples:
            return "state_body"
        firsts = (" ".join(words[:size]) for size in (1, 2, 3))
        return "state_body" if any(one in gazetteer.COUNTRIES for one in firsts) else "group"
    if word in cues.STATE_HEADS:
        return "state_body"
    if word in _LEAGUES and any(leaning in words for leaning in cues.LEANINGS):
        return "party"
    return "group" if word in cues.GROUP_HEADS else ""
