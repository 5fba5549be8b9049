"""The letters of names: what of a spelling counts when names are compared, and what does not.

Capitals, accents, kinds of apostrophes and of hyphens are a printer's choice; letters are not.
"""

from __future__ import annotations

import re
import string
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "’‘ʼʿʾ`´′"
HYPHENS = "\u2010\u2011\u2013\u2014\u2212"
CONTRACTED = frozenset(["s", "d", "m", "t", "ll", "re", "ve"])
# Words and names recur: how so many of at most so many characters are folded is kept.
SHORT, MOST_KEPT = 64, 16_384
_BLANKS = "\u00a0\u202f\u2007\u2009"
_SEPARATORS = (
    string.punctuation + APOSTROPHES + HYPHENS + _BLANKS + "\t\n\r\x0b\x0c"
    "“”«»‹›„‚…•·†‡§¶©®™°→¿¡،؛؟。、\u2015\u200b\u200e\u200f\u2028\u2029\u2066\u2067\u2068\u2069\ufeff"
)  # fmt: skip
_SEPARATED = str.maketrans(dict.fromkeys(_SEPARATORS, " "))
_MARKS = "\u0300-\u036f"
# An apostrophe between letters that opens no contraction, a mark on the letter before it, the
# stops between and after initials ("U.S.").
_UNSPOKEN = re.compile(
    rf"['{APOSTROPHES}{_MARKS}.](?:(?<=[{_MARKS}])|(?<=[^\W_]['{APOSTROPHES}])(?=[^\W_])"
    rf"(?!(?i:{'|'.join(sorted(CONTRACTED))})(?!\w))"
    r"|(?<=(?<!\w)[A-Z]\.)(?=[A-Z](?!\w))|(?<=\.[A-Z]\.)(?!\w))"
)


class _Bases(dict[int, int]):
    """The letter that each letter is without its accent, for str.translate; found out once."""

    def __missing__(self, code: int) -> int:
        base = unicodedata.normalize("NFKD", chr(code)) if code > 127 else ""
        is_accented = len(base) > 1 and base[0].isascii() and base[0].isalpha()
        self[code] = ord(base[0]) if is_accented and not base[1].isalpha() else code
        return self[code]


_BASES = _Bases(str.maketrans("øØłŁđĐıħĦ", "oOlLdDihH"))


class _Spaces(dict[str, str]):
    """What `spaced` has for each character; found out once."""

    def __missing__(self, char: str) -> str:
        code = _SEPARATED.get(ord(char), _BASES[ord(char)])
        base = code if isinstance(code, str) else chr(code)
        self[char] = base if base.isalnum() or base == "_" else " "
        return self[char]


_SPACES = _Spaces()
_LATIN = bytes(ord(_SPACES[chr(code)]) for code in range(256))
_MOST_BEYOND = 24
_KEPT = frozenset(string.ascii_letters + string.digits + " ")


def fold(text: str) -> str:
    """Return text as names are told apart: small letters, one apostrophe, one hyphen, one blank.

    The answer has as many code points as text, so offsets hold in both. A letter whose small
    form is longer ("İ") stays as it is.

    >>> fold("Kata’ib al–Nur")
    "kata'ib al-nur"
    """
    return _fold_short(text) if len(text) < SHORT else small(plain(text))


@lru_cache(maxsize=MOST_KEPT)
def _fold_short(text: str) -> str:
    return small(plain(text))


def plain(text: str) -> str:
    """Return text with one kind of apostrophe, of hyphen and of blank, of the same length."""
    # One scan a character is 20 times as fast as str.translate.
    if text.isascii():
        return text.replace("`", "'")
    for variant in APOSTROPHES:
        text = text.replace(variant, "'")
    for variant in HYPHENS:
        text = text.replace(variant, "-")
    for variant in _BLANKS:
        text = text.replace(variant, " ")
    return text


def small(text: str) -> str:
    """Return text in small letters where that keeps its length."""
    # A capital sigma would become a final one by its neighbours; alone it never does.
    return "İ".join(part.lower() for part in text.replace("Σ", "σ").split("İ"))


def same_letters(text: str) -> str:
    """Return what names of the same letters have in common.

    That is: no accent, no apostrophe within a word, no hyphen, no stop between initials.

    >>> same_letters("José Asa’ib al-Ḥaq, U.S.")
    'Jose Asaib al Haq, US'
    """
    text = _UNSPOKEN.sub("", plain(text)).replace("-", " ")
    return text if text.isascii() else text.translate(_BASES)


def spaced(text: str) -> str:
    """Return text of the same length, a blank for each separator, letters without accents."""
    if text.isascii():
        return text.translate(_SEPARATED)
    # In most texts the few signs beyond Latin-1 are quotation marks and dashes. Without them each
    # character is a byte, and bytes are translated many times as fast.
    for sign in "’“”–—‘…":
        text = text.replace(sign, " ")
    for _ in range(_MOST_BEYOND):
        try:
            return text.encode("latin-1").translate(_LATIN).decode("latin-1")
        except UnicodeEncodeError as error:
            char = text[error.start]
            if _SPACES[char] == char:
                break
            text = text.replace(char, _SPACES[char])
    for char in set(text) - _KEPT:
        base = _SPACES[char]
        if base != char:
            text = text.replace(char, base)
    return text


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without what same_letters drops, and what stood in front of each of its places."""

    text: str
    dropped: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the range in the whole text; None where nothing in it or at its end is dropped.

        A mark on the last letter belongs to the range.
        """
        first, last = bisect_right(self.dropped, start), bisect_right(self.dropped, end)
        return (start + first, end + last) if last > first else None

    def pieces(self, reach: int) -> Iterator[tuple[int, str]]:
        """Yield the parts of the text so near to what is dropped, each with its beginning."""
        begin = end = 0
        for place in self.dropped:
            if place - reach > end:
                if end:
                    yield begin, self.text[begin:end]
                begin = place - reach
            end = place + reach
        yield begin, self.text[begin:end]


def squeeze(text: str) -> Squeezed | None:
    """Return text without its unspoken signs; None where it has none.

    >>> squeeze("By O’Brien").place(3, 9)
    (3, 10)
    """
    places = [match.start() for match in _UNSPOKEN.finditer(text)]
    if not places:
        return None
    parts = [text[a + 1 : b] for a, b in zip([-1, *places], [*places, len(text)], strict=True)]
    return Squeezed("".join(parts), tuple(at - n for n, at in enumerate(places)))
