"""Names as they are searched: one spelling for what readers type and what the text has."""

from __future__ import annotations

import unicodedata

# Apostrophes, primes, the letters that stand for ayn and hamza, and full stops: dropped, so that
# "kataib" finds "Kata’ib" and "US" finds "U.S.".
_DROPPED = "'’‘‛ʼʻʽʾʿ`´′.·"
# Hyphens, dashes and the slash part words, as a space does.
_PARTING = "-‐‑‒–—―−_/"
_TABLE = str.maketrans(dict.fromkeys(_DROPPED, "") | dict.fromkeys(_PARTING, " "))


def search_fold(text: str) -> str:
    """Return text as it is compared in a search: case, accents and typography ignored.

    Compatibility forms are taken apart (Unicode NFKD), marks and control characters go,
    apostrophes and full stops go, hyphens and dashes become spaces, runs of space become one,
    and what is left is case-folded. The result may be longer than text (at most 18 times, for
    one Arabic ligature). Folding what is folded changes nothing.

    >>> search_fold("Kata’ib Hezbollah"), search_fold("AL–KHAZALI"), search_fold("Škvorecký")
    ('kataib hezbollah', 'al khazali', 'skvorecky')
    """
    # Case folding can set free a mark (İ), taking apart can give a capital (ℌ): twice is enough.
    once = _bare(_bare(text).casefold())
    return " ".join(once.casefold().translate(_TABLE).split())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_TABLE))
    return "".join(
        " " if character.isspace() else character
        for character in decomposed
        if unicodedata.category(character) not in {"Mn", "Me", "Cf", "Cs"}
        and (character.isspace() or unicodedata.category(character) != "Cc")
    )
