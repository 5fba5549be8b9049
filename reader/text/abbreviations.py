"""Abbreviations with the long forms that define them: "Long Form (LF)", "LF (Long Form)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), made stricter: every letter of the short form begins a word, or a part of
a word after a hyphen, dash or slash, and no word but a small one goes without its letter.
Where that fails, a word may give several letters in order ("COronaVIrus").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.text.spans import Span


@dataclass(frozen=True, slots=True)
class FoundAbbreviation:
    """A short form and the long form that defines it, both as they stand in the text.

    `span` runs over both and their parenthesis.
    """

    short: str
    long: str
    span: Span
    short_span: Span
    long_span: Span


_SHORT = r"(?=[^()]{0,11}[A-Z])[A-Za-z][A-Za-z0-9&./\-\u2010\u2011\u2013]{1,11}"
_PARENTHESIS = re.compile(
    r"\((?:(?:hereafter|henceforth|or|also|known as|abbreviated(?: as)?|abbr\.) )?"
    rf"[“‘\"']?(?P<short>{_SHORT})[”’\"']?(?=[),;])[^()]{{0,200}}\)"
)
_LONG_INSIDE = re.compile(r" \((?P<long>[^();,]{5,120})[^()]{0,200}\)")
_SHORT_LAST = re.compile(rf"(?<![\w.]){_SHORT}\Z")
_PART = re.compile(r"[^\W_]+(?:[’‘'ʼʿʾ`][^\W_]+)*")
# A stop after a word ends the sentence, one after an initial does not; a comma may stand inside.
_STOP = re.compile(r"\w\w\.[ \u00a0]")
_BREAKS = ';:!?()[]“”"\n'
_SMALL = frozenset(
    ["a", "al", "an", "and", "at", "by", "de", "del", "des", "di", "du", "el", "for", "in", "la",
     "of", "on", "or", "s", "the", "to", "ul", "und", "wa", "wal", "with"]
)  # fmt: skip
_LONGEST = 160
_MOST_LETTERS = 5


def find_abbreviations(text: str) -> list[FoundAbbreviation]:
    """Return the abbreviations that text defines, in reading order.

    >>> [found] = find_abbreviations("the Northern River Guard–Delta Force (NRG-DF)")
    >>> found.short, found.long
    ('NRG-DF', 'Northern River Guard–Delta Force')

    The long form is without a leading "the". Precision first: a parenthesis whose letters are
    not those of the words beside it gives nothing.
    """
    found: list[FoundAbbreviation] = []
    if "(" not in text:
        return found
    for match in _PARENTHESIS.finditer(text):
        short, short_span = match["short"], Span(*match.span("short"))
        long = _long_before(text, match.start(), short) if _is_short(short) else None
        if long:
            span = Span(long.start, match.end())
            found.append(FoundAbbreviation(short, long.of(text), span, short_span, long))
    taken = {abbreviation.short_span.start for abbreviation in found}
    for match in _LONG_INSIDE.finditer(text):
        if not text[match.start() - 1 : match.start()].isalnum():
            continue
        before = _SHORT_LAST.search(text, max(0, match.start() - 14), match.start())
        if before is None or before.start() in taken or not _is_short(before[0]):
            continue
        short, short_span = before[0], Span(*before.span())
        long = _long_inside(text, *match.span("long"), short)
        if long:
            span = Span(short_span.start, match.end())
            found.append(FoundAbbreviation(short, long.of(text), span, short_span, long))
    return _disjoint(found)


def _disjoint(found: list[FoundAbbreviation]) -> list[FoundAbbreviation]:
    kept: list[FoundAbbreviation] = []
    for abbreviation in sorted(found, key=lambda one: one.span):
        if not kept or kept[-1].span.end <= abbreviation.span.start:
            kept.append(abbreviation)
    return kept


def _is_short(short: str) -> bool:
    capitals = sum(char.isupper() for char in short)
    letters = sum(char.isalpha() for char in short)
    return capitals >= 2 and capitals * 2 >= letters and not short.endswith(("-", "–", "/", "&"))


def _letters(short: str) -> str:
    """Return the letters to be accounted for, small; the s of a plural is none of them."""
    stem = short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short
    return "".join(char for char in stem.lower() if char.isalpha())


def _long_before(text: str, end: int, short: str) -> Span | None:
    """Return the long form that ends before the parenthesis opening at end."""
    if text[end - 1 : end] not in (" ", "\u00a0"):
        return None
    begin = max(0, end - _LONGEST)
    begin = max(begin, *(text.rfind(sign, begin, end) + 1 for sign in _BREAKS))
    for match in _STOP.finditer(text, begin, end):
        begin = match.end()
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    start = _align(text, parts, _letters(short))
    if start is None:
        return None
    return _whole(text, begin, parts[start][0], parts[-1][1], end - 1)


def _long_inside(text: str, begin: int, end: int, short: str) -> Span | None:
    """Return the long form that the parenthesis holds, when all of it is that."""
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    if not any(text[start].isupper() for start, _ in parts):
        return None
    start = _align(text, parts, _letters(short))
    if start is None or any(text[a:b].lower() != "the" for a, b in parts[:start]):
        return None
    return _whole(text, begin, parts[start][0], parts[-1][1], end)


def _whole(text: str, begin: int, start: int, last: int, limit: int) -> Span | None:
    """Return the long form with what is joined to its ends: an article, an initial's stop."""
    joined = _JOINED_ARTICLE.search(text, max(begin, start - 4), start)
    if joined and joined.end() == start:
        start = joined.start()
    elif start > begin and not text[start - 1].isspace() and text[start - 1] not in "‘'(“\"":
        return None
    end = last + 1 if last < limit and text[last] in ".’'" else last
    rest = text[end:limit].strip(" \u00a0.,’”\"'")
    return None if rest else Span(start, end)


_JOINED_ARTICLE = re.compile(r"(?<!\w)(?:[Aa]l|[Ee]l)[-‑–]")


def _align(text: str, parts: Sequence[tuple[int, int]], letters: str) -> int | None:
    """Return the index of the first part of the long form that ends with the last part.

    Of several ways the cheapest is taken: a part that gives its initial costs nothing, nor does
    a small word without a letter; a small word for a letter 1, a first word in small letters 2,
    each further letter of one part 3.
    """
    if len(letters) < 2:
        return None
    best: tuple[int, int] | None = None
    costs = {len(letters): 0}  # letters left over, by the cost of the parts so far
    for index in range(len(parts) - 1, -1, -1):
        word = text[slice(*parts[index])].lower()
        is_small = word in _SMALL
        after = dict(costs) if is_small and index < len(parts) - 1 else {}
        for left, cost in costs.items():
            for taken in range(1, min(_MOST_LETTERS, left) + 1):
                if _gives(word, letters[left - taken : left]):
                    paid = cost + is_small + 3 * (taken - 1)
                    after[left - taken] = min(after.get(left - taken, paid), paid)
        if 0 in after and index < len(parts) - 1:
            cost = after[0] + 2 * (text[parts[index][0]].islower() and not is_small)
            if best is None or cost < best[0]:
                best = (cost, index)
        after.pop(0, None)
        if not after:
            break
        costs = after
    return best[1] if best else None


def _gives(word: str, letters: str) -> bool:
    """Tell whether word begins with the first of letters and has the others after it."""
    if word[0] != letters[0] or len(word) <= len(letters) > 1:
        return False
    place = 0
    for letter in letters[1:]:
        place = word.find(letter, place + 1)
        if place < 0:
            return False
    return True
