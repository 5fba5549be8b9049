"""Which words the letters of a short form stand for: "NRG" for Northern River Guard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text.lettering import same_letters

SMALL = frozenset(
    ["a", "al", "an", "and", "at", "by", "d’", "d'", "da", "das", "de", "del", "della", "der",
     "des", "di", "die", "do", "dos", "du", "e", "el", "et", "for", "für", "i", "in", "l’", "l'",
     "la", "le", "les", "of", "och", "og", "on", "or", "s", "the", "to", "ul", "und", "van",
     "voor", "wa", "wal", "with", "y", "au", "aux", "sur", "sous", "en", "pour", "par", "para",
     "por", "con", "zur", "zum", "im", "het", "een", "ve", "dei", "degli", "dello", "nel", "alla"]
)  # fmt: skip
_MOST_LETTERS = 5
_NUMBERED = re.compile(r"([A-Z])[-–]?([0-9]{1,3})")
_NUMBERS = dict(
    zip("two three four five six seven eight nine ten twelve twenty".split(),
        "2 3 4 5 6 7 8 9 10 12 20".split(), strict=True)
)  # fmt: skip
_BONDS = re.compile(r"(?:di|mono|tri|tetra)(?=oxid|chlor|fluor|sul|nitr|phosph)")


@lru_cache(maxsize=4096)
def letters_of(short: str) -> str:
    """Return the letters to be accounted for, small; the s of a plural is none of them."""
    stem = short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short
    return "".join(char for char in stem.lower() if char.isalpha())


def is_numbered(short: str) -> bool:
    """Tell whether a short form is a letter and a number, "G7"."""
    return _NUMBERED.fullmatch(short) is not None


def align(text: str, parts: Sequence[tuple[int, int]], short: str, dearest: int = 99) -> int | None:
    """Return the index of the first part of the long form that ends with the last part.

    Of several ways the cheapest is taken: a part that gives its initial costs nothing, nor does
    a small word without a letter; a small word for a letter 1, a first word in small letters 2,
    each further letter of one part 3. What costs more than `dearest` is none.
    """
    if numbered := _NUMBERED.fullmatch(short):
        return _align_numbered(text, parts, *numbered.groups())
    letters = letters_of(short)
    if len(letters) < 2:
        return None
    plainest = _align_initials(text, parts, letters)
    if plainest is not None:
        return plainest
    best: tuple[int, int] | None = None
    costs = {len(letters): 0}  # letters left over, by the cost of the parts so far
    for index in range(len(parts) - 1, -1, -1):
        written = text[slice(*parts[index])]
        word = plain_word(written)
        is_small = word in SMALL
        is_joined = parts[index][0] and text[parts[index][0] - 1] in "-‑" and written.islower()
        after = {left: cost + 1 for left, cost in costs.items()} if is_joined else {}
        after = dict(costs) if is_small and index < len(parts) - 1 else after
        for left, cost in costs.items():
            for taken in range(1, min(_MOST_LETTERS, left) + 1):
                if _gives(word, letters[left - taken : left], is_whole=written.isupper()):
                    is_whole = taken == len(word) and written.isupper()
                    paid = cost + is_small + (0 if is_whole else 3 * (taken - 1))
                    after[left - taken] = min(after.get(left - taken, paid), paid)
        if 0 in after and index < len(parts) - 1:
            cost = after[0] + 2 * (text[parts[index][0]].islower() and not is_small)
            if cost <= dearest and (best is None or cost < best[0]):
                best = (cost, index)
        after.pop(0, None)
        if not after:
            break
        costs = after
    return best[1] if best else None


def _align_initials(text: str, parts: Sequence[tuple[int, int]], letters: str) -> int | None:
    """Return the first part where each great word gives its initial, which no way undercuts.

    None where a word in capitals may be its own letters, or the first is small: see align.
    """
    left = len(letters)
    for index in range(len(parts) - 1, -1, -1):
        written = text[slice(*parts[index])]
        word = plain_word(written)
        if word in SMALL:
            if index == len(parts) - 1:
                return None
            continue
        left -= 1
        if word[:1] != letters[left] or (len(word) > 1 and written.isupper()):
            return None
        if not left:
            is_long = index < len(parts) - 1 and not written[0].islower()
            return index if is_long else None
    return None


def _gives(word: str, letters: str, *, is_whole: bool) -> bool:
    """Tell whether word begins with the first of letters and has the others after it."""
    if word[:1] != letters[0]:
        bond = _BONDS.match(word) if len(letters) == 1 else None
        return bond is not None and word[bond.end()] == letters
    if len(word) <= len(letters) > 1:
        return is_whole and word == letters
    place = 0
    for letter in letters[1:]:
        place = word.find(letter, place + 1)
        if place < 0:
            return False
    return True


def plain_word(word: str) -> str:
    """Return a word in small letters, without accents unless it is one of SMALL."""
    small = word.lower()
    return small if small.isascii() or small in SMALL else same_letters(word).lower()


def _align_numbered(
    text: str, parts: Sequence[tuple[int, int]], letter: str, number: str
) -> int | None:
    """Return the part that begins "Group of Seven" (G7) or "March 23 Movement" (M23)."""
    words = [text[slice(*part)] for part in parts[-6:]]
    first = len(parts) - len(words)
    for at in range(len(words) - 1, max(-1, len(words) - 3), -1):
        if _NUMBERS.get(words[at].lower(), words[at]) != number:
            continue
        if not all(word[0].isupper() for word in words[at + 1 :]):
            return None
        while at and words[at - 1] in ("of", "the"):
            at -= 1
        return first + at - 1 if at and words[at - 1][0] == letter else None
    return None


_PREFIXES = re.compile(
    r"(?:anti|counter|cyber|electro|hydro|hyper|inter|macro|micro|multi|neuro|photo|psycho|radio"
    r"|socio|tele|thermo|trans|ultra)(?=[a-z]{3})"
)


def is_word_of(word: str, short: str) -> bool:
    """Tell whether one long word gives the letters of a short form.

    >>> is_word_of("trihalomethanes", "THM"), is_word_of("counterterrorism", "CT")
    (True, True)
    """
    letters, word = letters_of(short), plain_word(word)
    if len(letters) == 2:
        prefix = _PREFIXES.match(word)
        return prefix is not None and letters == word[0] + word[prefix.end()]
    place = -1
    for letter in letters:
        place = word.find(letter, place + 1)
        if place < 0:
            return False
    return word.startswith(letters[:1]) and 2 < len(letters) <= len(word) // 4
