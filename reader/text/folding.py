"""Names as they are searched: one spelling for what readers type and what the text has."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from reader.text.lettering import MOST_KEPT, SHORT

# Apostrophes, primes, the letters that stand for ayn and hamza, and full stops: dropped, so that
# "kataib" finds "Kata’ib" and "US" finds "U.S.".
_DROPPED = "'’‘‛ʼʻʽʾʿ`´′.·"
# Hyphens, dashes and the slash part words, as a space does.
_PARTING = "-‐‑‒–—―−_/"
# Marks, controls, what only formats, and halves of surrogate pairs.
_UNSEEN = frozenset({"Mn", "Me", "Cc", "Cf", "Cs"})


class _Spelling(dict[int, str | int | None]):
    """How each character is spelled, for str.translate; found out once a character."""

    def __missing__(self, code: int) -> str | int | None:
        character = chr(code)
        is_seen = character.isspace() or unicodedata.category(character) not in _UNSEEN
        self[code] = code if is_seen else None
        return self[code]


_SPELLING = _Spelling({ord(character): "" for character in _DROPPED})
_SPELLING.update({ord(character): " " for character in _PARTING})


def search_fold(text: str) -> str:
    """Return text as it is compared in a search: case, accents and typography ignored.

    Compatibility forms are taken apart (Unicode NFKD), marks and control characters go,
    apostrophes and full stops go, hyphens and dashes become spaces, runs of space become one,
    and what is left is case-folded. The result may be longer than text (at most 18 times, for
    one Arabic ligature). Folding what is folded changes nothing.

    >>> search_fold("Kata’ib Hezbollah"), search_fold("AL–KHAZALI"), search_fold("Škvorecký")
    ('kataib hezbollah', 'al khazali', 'skvorecky')
    """
    return _fold_short(text) if len(text) < SHORT else _fold(text)


def _fold(text: str) -> str:
    spelled = text.translate(_SPELLING)
    # Taking apart can give a capital (ℌ), and case folding can set free a mark (İ): two rounds,
    # and a third that changes nothing.
    for _ in range(3):
        before, spelled = spelled, spelled.casefold()
        if spelled.isascii():
            break
        spelled = unicodedata.normalize("NFKD", spelled).translate(_SPELLING).casefold()
        if spelled == before:
            break
    return " ".join(spelled.translate(_SPELLING).split())


# Words and names recur.
_fold_short = lru_cache(maxsize=MOST_KEPT)(_fold)
