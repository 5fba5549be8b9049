"""Capitalised words in a text, and the stretches of it in which capitals prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reader.text import cues, gazetteer
from reader.text.lettering import MOST_KEPT, fold
from reader.text.spans import Span

UPPER = "".join(
    chr(code) for code in (*range(0x590), *range(0x1E00, 0x2000)) if chr(code).isupper()
)
HYPHENS = "-\u2010\u2011\u2013"
_APOSTROPHES = "'’‘ʼʿʾ`"
_ARTICLE = "|".join(f"{article}|{article.title()}" for article in cues.ARTICLES)
# The second syllable of a given name in Korea or China ("Ki-moon", "Ing-wen"), and nothing that
# English joins to a name ("Iran-led", "Moscow-run").
_SYLLABLE = (
    r"(?!run\b|hit\b|wi|way\b|wing\b|won\b|like|tie|to\b)"
    r"(?:[bcdfghjklmnprstwyz]|ch|sh|hw|ky|my|gy|ny|ts|tz|kw)?y?[aeiouw]{1,4}(?:ng|[nklmpth])?"
)
WORD = re.compile(
    rf"(?<![^\W_])(?:(?:[{UPPER}]\.){{1,5}}[{UPPER}](?![^\W_])\.?"
    rf"|(?:(?:{_ARTICLE})[{HYPHENS}])?[ʿʾ]?[{UPPER}]"
    rf"(?:[^\W_]|[\u0300-\u036f]|[{_APOSTROPHES}](?=[^\W_]))*(?:-(?:{_SYLLABLE})(?![^\W_]|-))?)"
)
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{2,30}(?![^\W_])")
BEFORE_NAMES = frozenset(
    "mr mrs ms dr st prof gen col capt lt sgt rev sen rep gov hon maj messrs".split()
)
_QUOTED = re.compile(r"“[^“”]{3,400}”|‘[^‘’]{12,300}’|\"[^\"]{3,400}\"")
_LONGEST_WORD = 80
_LAST_WORD = re.compile(r"([^\W\d_]{1,12})\.$")


class Word(NamedTuple):
    """A capitalised word, its possessive left outside; `small` is it in small letters, folded."""

    start: int
    end: int
    text: str
    small: str
    has_possessive: bool


class Chain(NamedTuple):
    """Capitalised words that belong together, at [start, end) of the text with this number.

    `words` are the words in small letters, those between them included. `opens` tells that a
    sentence begins with it; `is_quiet` that it stands in a heading, a quoted title or a citation,
    where capitals are no evidence; `title` is the title in front of it.
    """

    text: int
    start: int
    end: int
    words: tuple[str, ...]
    opens: bool = False
    is_quiet: bool = False
    title: str = ""
    has_possessive: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write in small letters."""
    seen: set[str] = set()
    for text in texts:
        seen.update(_SMALL_WORD.findall(text))
    return frozenset(seen)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, without the sign "&"."""
    return tuple(fold(text).replace("&", " ").split())


def capital_words(text: str) -> Iterator[Word]:
    """Yield the capitalised words of text, each with the Arabic article joined to it.

    A word of more than 80 characters is no word of a name.
    """
    for match in WORD.finditer(text):
        start, end = match.span()
        if end - start > _LONGEST_WORD:
            continue
        found, small, owns, may_own = _bare(match[0])
        end = start + len(found)
        yield Word(start, end, found, small, owns or (may_own and text[end : end + 1] in _OWNING))


_OWNING = frozenset("'’")


@lru_cache(maxsize=MOST_KEPT)
def _bare(found: str) -> tuple[str, str, bool, bool]:
    """Return a word without its possessive, it in small letters, whether it had one, and whether
    an apostrophe after it would be one."""
    small = fold(found)
    if small in gazetteer.KNOWN_ACTORS:
        return found, small, False, False
    if len(found) > 2 and found[-1] in "sS" and found[-2] in _APOSTROPHES:
        return found[:-2], fold(found[:-2]), True, False
    return found, small, False, found[-1] == "s"


def titles(text: str) -> Iterator[Span]:
    """Yield the stretches of text in which capitals mean nothing: headings, quoted titles."""
    line = text.strip()
    if line and len(line) <= 140 and line[-1] not in ".!?…”’\"')":
        yield Span(0, len(text))
        return
    for match in _QUOTED.finditer(text):
        words = [word for word in match[0].split() if word[:1].isalpha() or len(word) > 3]
        longer = [word.strip("“”‘’\"'(,.") for word in words]
        longer = [word for word in longer if len(word) > 3]
        capitals = sum(1 for word in longer if word[:1].isupper())
        if len(longer) > 2 and capitals * 10 >= len(longer) * 7:
            yield Span(*match.span())


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence, a quotation or a parenthesis of text begins at start."""
    sign = text[start - 2] if start > 1 and text[start - 1] == " " else ""
    if sign.isalnum() or sign == ",":
        return False  # as most often
    before = text[max(0, start - 12) : start]
    bare = before.rstrip(" \u00a0\t\n“‘\"'([*_—")
    if not bare:
        return start < 12 or before.strip() != ""
    if before != before.rstrip('“"([—\n\t'):
        return True
    if bare[-1] in "!?…:•":
        return True
    if bare[-1] in "’”)]'\"":
        bare = bare.rstrip("’”)]'\"")
        return bare[-1:] in (".", "!", "?", "…")
    if bare[-1] != ".":
        return False
    last = _LAST_WORD.search(bare)
    if not last:
        return True
    if last[1].lower() in BEFORE_NAMES or last[1].lower() in ("vs", "v", "cf", "no", "vol"):
        return False
    return not (len(last[1]) == 1 and last[1].isupper())
