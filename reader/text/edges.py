"""The edges of a name in text: whether it is whole there, and whether all around is in capitals."""

from __future__ import annotations

import unicodedata

from reader.text.lettering import APOSTROPHES, CONTRACTED, HYPHENS

_JOINING = APOSTROPHES + "'"
# The Arabic article, with the consonants it takes on, and with "and", "for" and "in" before it.
ARTICLES = frozenset(
    ["al", "el", "ul", "il", "wal", "bil", "lil", "as", "es", "ash", "esh", "at", "et", "ath",
     "ad", "ed", "adh", "ar", "er", "az", "ez", "an", "en"]
)  # fmt: skip
_LONGEST_LINE = 200


def among_capitals(text: str, start: int, end: int) -> bool:
    """Tell whether a word beside the range is in capitals too, or the line as a whole."""
    if len(text) <= _LONGEST_LINE and text.isupper():
        return True
    before, after = text[max(0, start - 40) : start].split(), text[end : end + 40].split()
    if not text[end : end + 1].isspace():
        del after[:1]
    beside = [*before[-1:], *after[:1]]
    return any(word.isupper() and sum(map(str.isalpha, word)) > 1 for word in beside)


def may_end(text: str, start: int, end: int) -> bool:
    """Tell whether a name from start may end here, before what follows it."""
    after = text[end]
    if after in _JOINING:
        # An apostrophe joins a word on ("Sana’a"), unless it opens a possessive or contraction.
        rest = text[end + 1 : end + 4]
        size = 0
        while size < len(rest) and rest[size].isalnum():
            size += 1
        return size == 0 or rest[:size].lower() in CONTRACTED
    if after == ".":
        # So does a stop in an address ("orun.example") and between initials ("U.S.A").
        rest = text[end + 1 : end + 2]
        return not (rest.islower() or (rest.isalnum() and "." in text[max(start, end - 2) : end]))
    return after < "\u0300" or not unicodedata.combining(after)


def may_start(text: str, start: int) -> bool:
    """Tell whether a name may start here, after what is before it."""
    before = text[start - 1]
    if before in _JOINING:
        return start < 2 or not text[start - 2].isalnum()
    if before == "-" or before in HYPHENS:
        head = text[max(0, start - 6) : start - 1]
        word = len(head)
        while word and head[word - 1].isalpha():
            word -= 1
        return head[word:].lower() not in ARTICLES
    return True
