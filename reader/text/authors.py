"""Who a reference names, and whether another that says less means the same people and title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text import cues, gazetteer
from reader.text.lettering import fold, same_letters

_BETWEEN = re.compile(r",? (?:and|&|und|et|y) |, ")
_OTHERS = re.compile(r",? (?:et al\.?|and others|\(?eds?\.?\)?)$", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_UMLAUT = re.compile(r"(?<=[aou])e")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,3}")


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of text as spellings of one name have them in common.

    >>> words_of("Şahin-Müller"), words_of("Sahin Mueller")
    (('sahin', 'muller'), ('sahin', 'muller'))
    """
    plain = same_letters(fold(text.replace("İ", "I")))
    return tuple(_UMLAUT.sub("", word) for word in _WORD.findall(plain))


@lru_cache(maxsize=8192)
def names_of(author: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of each author's name, the surname last: (("omar", "al", "sab"),)."""
    parts = [part for part in _BETWEEN.split(_OTHERS.sub("", author)) if part.strip()]
    if len(parts) > 1 and " " not in parts[0].strip() and _is_given(parts[1]):
        parts[:2] = [f"{parts[1]} {parts[0]}"]  # "Sal, Ana"
    return tuple(words for part in parts if (words := words_of(part)))


@lru_cache(maxsize=8192)
def initials_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a body so called may be called for short: its initials, small words or not."""
    great = [word for word in words if word not in cues.SMALL]
    rows = dict.fromkeys("".join(word[0] for word in row) for row in (words, great))
    return tuple(letters for letters in rows if len(letters) > 2)


def _is_given(name: str) -> bool:
    first = name.strip().split(" ")[0]
    return _INITIALS.fullmatch(name) is not None or fold(first) in gazetteer.GIVEN_NAMES


def same_people(short: str, author: str) -> bool:
    """Tell whether the first people named are the authors, initials standing for given names."""
    said, full = names_of(short), names_of(author)
    if len(said) > len(full):
        return False
    if _OTHERS.search(short) and len(said) == len(full) and not _OTHERS.search(author):
        return False
    return all(_same(one, other) for one, other in zip(said, full, strict=False))


def _same(said: Sequence[str], full: Sequence[str]) -> bool:
    if tuple(full[-len(said) :]) == tuple(said):
        return True
    if len(said) == 1:
        return said[0] in full  # "García" of García Márquez, "Wang" of Wang Wei
    return said[-1] == full[-1] and _given_agree(_given(said), _given(full))


def _given(name: Sequence[str]) -> tuple[str, ...]:
    """Return the given names, without what belongs to the surname: "de" of "Ana de Sal"."""
    return tuple(word for word in name[:-1] if word not in cues.PARTICLES)


def _given_agree(said: Sequence[str], full: Sequence[str]) -> bool:
    return all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(said, full, strict=False)
    )


def is_within(short: Sequence[str], full: Sequence[str]) -> bool:
    """Tell whether the words of short stand in full one after the other."""
    size = len(short)
    return any(full[start : start + size] == short for start in range(len(full) - size + 1))


_ABBREVIATED = re.compile(r"[^\W\d_][\w’'.-]*")


def abbreviates(short: str, name: str) -> bool:
    """Tell whether short is name with its words cut short, or letters of it in capitals.

    >>> abbreviates("Int’l River Org.", "International River Organization")
    True
    >>> abbreviates("IRBO", "International River Boat Organization"), abbreviates("Sal", "Salter")
    (True, False)
    """
    words, full = _ABBREVIATED.findall(fold(short)), words_of(name)
    if len(words) == 1:
        return 1 < len(short) < 10 and short.isupper() and _spells(fold(short), full)
    at = 0
    for word in words:
        while at < len(full) and not _cuts(word, full[at]):
            at += 1
        at += 1
    return len(words) > 1 and at <= len(full)


def _cuts(word: str, full: str) -> bool:
    """Tell whether word is full, or ends early ("org."), or leaves its middle out ("int’l")."""
    word = word.replace("’", "'")
    first, apostrophe, last = word.partition("'")
    if apostrophe:
        return full.startswith(first) and full.endswith(last)
    return word == full or (word.endswith(".") and full.startswith(word[:-1]))


def _spells(letters: str, words: Sequence[str]) -> bool:
    """Tell whether the letters stand in this order in the words, the first at a word's start."""
    text = " ".join(words)
    at = -1 if not text else f" {text}".find(f" {letters[0]}")
    for letter in letters[1:] if at >= 0 else "":
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return at >= 0
