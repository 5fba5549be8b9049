"""Spellings that may be one name: offered to an editor, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

from reader.text.folding import search_fold

Key = TypeVar("Key", bound=Hashable)
_VOWELS = str.maketrans("", "", "aeiouyhw")
_DOUBLED = re.compile(r"(.)\1")
_LARGEST_GROUP = 12
_ALIKE = str.maketrans("ckqjzs", "kkkyss")


def likely_same(names: Mapping[Key, str]) -> dict[Key, tuple[Key, ...]]:
    """Return, for each key, the keys whose names may be another spelling of its own.

    >>> likely_same({1: "Qasem Varn", 2: "Qassem Varn", 3: "Qasem Verrin"})
    {1: (2,), 2: (1,)}

    Two names are alike when their words have the same consonants and differ by at most one letter
    each, doubled letters counted once. Names of one short word are never alike. Names are compared
    within groups of the same consonants only, so that the work is linear.
    """
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    words = {key: _plain(name).split() for key, name in names.items()}
    for key, parts in words.items():
        groups[" ".join(part.translate(_ALIKE).translate(_VOWELS) for part in parts)].append(key)
    alike: defaultdict[Key, list[Key]] = defaultdict(list)
    for group in groups.values():
        for index, one in enumerate(group[:_LARGEST_GROUP]):
            for other in group[index + 1 : _LARGEST_GROUP]:
                if _are_alike(words[one], words[other]):
                    alike[one].append(other)
                    alike[other].append(one)
    return {key: tuple(others) for key, others in alike.items()}


def _plain(name: str) -> str:
    return _DOUBLED.sub(r"\1", search_fold(name))


def _are_alike(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other) or sum(map(len, one)) < 6:
        return False
    return all(
        _differ_little(left[:40], right[:40]) for left, right in zip(one, other, strict=True)
    )


def _differ_little(one: str, other: str) -> bool:
    """Tell whether at most one letter is added, dropped or changed."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
