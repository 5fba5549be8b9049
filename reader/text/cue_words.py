"""Cues: words that speak for the kind of a name, and what the common nouns among them mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.text import cues

TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]")
NEAR = 40  # characters that hold the few words that most often tell
PASSED_OVER = frozenset(
    "also never now later then first once still always often soon has had have was were is been "
    "himself herself itself would will could may might must once again publicly".split()
)


class Cue(NamedTuple):
    """Words that speak for one kind. Kinds are those of actors, "agent" and "notion"."""

    kind: str
    weight: float
    words: str


# The kind that a common noun names; of two the later holds.
_NOUNS = {
    word: kind
    for kind, nouns in (
        ("state_body", cues.STATE_BODY_NOUNS),
        ("state", cues.STATE_NOUNS), ("notion", cues.CONCEPT_NOUNS), ("place", cues.PLACE_NOUNS),
        ("group", cues.GROUP_NOUNS), ("media", cues.MEDIA_NOUNS), ("party", cues.PARTY_NOUNS),
        ("person", cues.PERSON_NOUNS),
    )
    for word in nouns
}  # fmt: skip


def kind_of_noun(word: str) -> str:
    """Return the kind that a common noun names, or the empty string."""
    return _NOUNS.get(word, "")
