"""Plurals of names: the Houthis are the movement, but the Sadrs are no Sadr."""

from __future__ import annotations

from reader.text.heads import HEADS

# Of these kinds of actors the members bear the name; a person's plural is a family.
_KINDS = frozenset(["group", "party"])
_NO_PLURAL = ("s", "x", "z", "ch", "sh", "ss", "y")
_SHORTEST = 4


def plural_of(name: str, actor_kind: str) -> str:
    """Return the plural by which a group's members are called, "" where the name has none.

    >>> plural_of("Houthi", "group"), plural_of("Guard", "group"), plural_of("MP", "group")
    ('Houthis', '', '')
    """
    word = name.lower()
    if actor_kind not in _KINDS or not name.isalpha() or len(name) < _SHORTEST:
        return ""
    if not name[0].isupper() or name.isupper() or word.endswith(_NO_PLURAL) or word in HEADS:
        return ""
    return f"{name}s"
