"""Abbreviations with the long forms that define them: "Long Form (LF)", "LF (Long Form)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), made stricter: every letter of the short form begins a word, or a part of
a word after a hyphen, dash or slash, and no word but a small one goes without its letter.
Where that fails, a word may give several letters in order ("COronaVIrus"). The name of a body in
translation, "German Oriental Society (DOG)", is told by its head noun and the count of its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.text import gazetteer
from reader.text.chains import find_chains
from reader.text.heads import head_kind
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
_LEAD = (
    r"(?:(?:hereafter|hereinafter|henceforth|from (?:now|here) on|or|also|known as"
    r"|abbreviated(?: as)?|abbr\.|called)[:,]? )?"
)
_PARENTHESIS = re.compile(
    rf"[(\[]{_LEAD}[“‘\"']?(?:the )?[“‘\"']?(?P<short>{_SHORT})(?:[’']s(?=\)))?[”’\"']?"
    r"(?=[)\],;]| (?:hereafter|or)\b)[^()]{0,200}[)\]]"
)
# "Partido Norte (Northern Party, PN)": the letters are of the words before, or of those within.
_GLOSSED = re.compile(
    rf"\((?P<gloss>[^();]{{5,120}}?)(?:[,;](?: or)?| or| [–—-]) (?:the )?(?P<short>{_SHORT})"
    r"(?:[,;][^()]{0,100})?\)"
)
_IN_COMMAS = re.compile(
    r", (?:or|(?:also |better )?known as|abbreviated(?: as| to)?|hereafter|called) (?:the )?"
    rf"[“‘\"']?(?P<short>{_SHORT}(?<![.]))(?![\w&/-])[”’\"']?"
)
_LONG_INSIDE = re.compile(r" \((?P<long>[^();,]{5,120})[^()]{0,200}\)")
_SHORT_LAST = re.compile(rf"(?<![\w.]){_SHORT}\Z")
_PART = re.compile(r"(?:(?<!\w)[dlDL][’'])|[^\W_]+(?:[’‘'ʼʿʾ`][^\W_]+)*")
# A stop after a word ends the sentence, one after an initial does not; a comma may stand inside.
_STOP = re.compile(r"\w\w\.[ \u00a0]")
_BREAKS = ';:!?()[]“”"\n'
_SMALL = frozenset(
    ["a", "al", "an", "and", "at", "by", "d’", "d'", "da", "das", "de", "del", "della", "der",
     "des", "di", "die", "do", "dos", "du", "e", "el", "et", "for", "für", "i", "in", "l’", "l'",
     "la", "le", "les", "of", "och", "og", "on", "or", "s", "the", "to", "ul", "und", "van",
     "voor", "wa", "wal", "with", "y"]
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
    if not _OPENING.search(text):
        return found
    for match in _PARENTHESIS.finditer(text):
        short, end = match["short"], match.start()
        if _is_short(short):
            long = _long_before(text, end, short) or _body_before(text, end, short)
            _add(found, text, match, long)
    for match in _GLOSSED.finditer(text):
        if _is_short(short := match["short"]):
            long = _long_before(text, match.start(), short)
            _add(found, text, match, long or _long_inside(text, *match.span("gloss"), short))
    for match in _IN_COMMAS.finditer(text):
        if _is_short(match["short"]):
            _add(found, text, match, _long_before(text, match.start() + 1, match["short"]))
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


_OPENING = re.compile(r"[(\[]|, (?:or|known|also|better|abbreviated|hereafter|called) ")


def _add(
    found: list[FoundAbbreviation], text: str, match: re.Match[str], long: Span | None
) -> None:
    """Add what match defines, when long is a long form and no person's name."""
    if long is None or _is_person(long.of(text), match["short"]):
        return
    span = Span(min(long.start, match.start()), match.end())
    short_span = Span(*match.span("short"))
    found.append(FoundAbbreviation(match["short"], long.of(text), span, short_span, long))


def _is_person(long: str, short: str) -> bool:
    """Tell whether the short form is but the initials of a person."""
    words = long.lower().split()
    is_named = words[0] in gazetteer.GIVEN_NAMES or re.fullmatch(r"(?:[A-Z]\.){2,3}", short)
    return bool(is_named) and not head_kind(words) and len(_letters(short)) <= len(words) < 4


def _body_before(text: str, end: int, short: str) -> Span | None:
    """Return the body whose name, in translation, ends before the parenthesis opening at end.

    It has a head noun and as many words as the short form has letters, or one more.
    """
    letters = _letters(short)
    if not short.isupper() or not short.isalpha() or len(letters) < 3 or text[end - 1] != " ":
        return None
    if short.lower() in gazetteer.COUNTRIES:
        return None
    start = max(0, end - _LONGEST)
    start = max(start, *(text.rfind(sign, start, end) + 1 for sign in _BREAKS))
    chains = find_chains([text[start : end - 1]])
    if not chains or chains[-1].end != end - 1 - start or not head_kind(chains[-1].words):
        return None
    great = sum(word not in _SMALL for word in chains[-1].words)
    if great - 1 <= len(letters) <= great:
        return Span(start + chains[-1].start, end - 1)
    return None


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
    if text[end - 1 : end] not in (" ", "\u00a0", ","):
        return None
    begin = max(0, end - _LONGEST)
    begin = max(begin, *(text.rfind(sign, begin, end) + 1 for sign in _BREAKS))
    for match in _STOP.finditer(text, begin, end):
        begin = match.end()
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    start = _align(text, parts, _letters(short))
    if start is None:
        return _whole_to_of(text, begin, parts, short, end - 1)
    return _whole(text, begin, parts[start][0], parts[-1][1], end - 1)


def _whole_to_of(
    text: str, begin: int, parts: Sequence[tuple[int, int]], short: str, limit: int
) -> Span | None:
    """Return the long form whose letters end before "of …": "Food Fund of the Union (FF)"."""
    for index in range(len(parts) - 2, max(0, len(parts) - 7), -1):
        if text[slice(*parts[index])] in ("of", "for") and index > 1:
            start = _align(text, parts[:index], _letters(short))
            if start is not None and all(
                text[slice(*part)][0].isupper() or text[slice(*part)] in _SMALL
                for part in parts[start:]
            ):
                return _whole(text, begin, parts[start][0], parts[-1][1], limit)
    return None


def _long_inside(text: str, begin: int, end: int, short: str) -> Span | None:
    """Return the long form that the parenthesis holds, when all of it is that."""
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    letters = _letters(short)
    if not any(text[start].isupper() for start, _ in parts) and len(letters) < 3:
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
    if text[last - 2 : last] in ("’s", "'s"):
        return None if text[last:limit].strip() else Span(start, last - 2)
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
        is_joined = (
            parts[index][0]
            and text[parts[index][0] - 1] in "-‑"
            and word == text[slice(*parts[index])]
        )
        after = {left: cost + 1 for left, cost in costs.items()} if is_joined else {}
        after = dict(costs) if is_small and index < len(parts) - 1 else after
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
