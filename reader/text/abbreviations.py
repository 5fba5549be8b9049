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
from functools import lru_cache

from reader.text import gazetteer
from reader.text.chains import find_chains
from reader.text.heads import head_kind
from reader.text.initials import SMALL, align, is_numbered, is_word_of, letters_of
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


_SHORT = r"(?=[^()]{0,11}[A-Z])[A-Za-z][A-Za-z0-9\u2080-\u2089&./\-\u2010\u2011\u2013]{1,11}"
_OFTEN = r"(?:(?:also|better|best|widely|commonly|generally|usually|often|locally|simply) )?"
_INITIALS = r"(?:its|the|their) (?:[A-Z][a-z]+ )?(?:initials|acronym|abbreviation)"
_KNOWN = rf"(?:{_OFTEN}known (?:simply )?(?:as|by)|abbreviated(?: as| to)?|called)"
_LEAD = (
    r"(?:(?:hereafter|hereinafter|henceforth|from (?:now|here) on|or|also|abbr\."
    rf"|(?:{_KNOWN}|by|from)?(?: ?{_INITIALS})?|in [A-Z][a-z]+)[:,]? )?"
)
_PARENTHESIS = re.compile(
    rf"[(\[]{_LEAD}[“‘\"']?(?:the )?[“‘\"']?(?P<short>{_SHORT})(?:[’']s(?=\)))?[”’\"']?"
    r"(?=[)\],;]| (?:hereafter|or|for short|in|by|from)\b)[^()]{0,200}[)\]]"
)
# "Partido Norte (Northern Party, PN)": the letters are of the words before, or of those within.
_GLOSSED = re.compile(
    rf"\((?P<gloss>[^();]{{5,120}}?)(?:[,;](?: or)?| or| [–—-]) (?:the )?(?P<short>{_SHORT})"
    r"(?:[,;][^()]{0,100})?\)"
)
_IN_COMMAS = re.compile(
    rf"(?:,| [–—-]) (?:or|(?:which is )?{_KNOWN}|hereafter)(?:,? {_INITIALS})?,? (?:the )?"
    rf"[“‘\"']?(?P<short>{_SHORT}(?<![.]))(?![\w&/-])[”’\"']?"
)
# "the Northern River Guard, NRG, said", "NRG, the Northern River Guard, said", "NRG stands for …"
_ACRONYM = re.compile(r"[A-Z][A-Z0-9\u2080-\u2089]")
_APPOSED = re.compile(
    rf"(?P<short>{_SHORT}(?<![.]))"
    r"(?=[,:;.]| [–—-] | for short\b| stands for | is short for | means )"
)
_APPOSING = re.compile(r"(?:,| [–—-]) (?:the )?\Z")
_LONG_APPOSED = re.compile(
    r"(?:,| [–—-]|:| stands for| is short for| means) "
    r"(?:(?:or|short for|standing for|formally|in full|that is),? )?"
    r"(?:the )?(?P<long>[^\W\d_][^();:,–—]{4,120}?)(?=,|;|\.(?!\w)| [–—]|$)"
)
_LONG_INSIDE = re.compile(
    r" \((?:(?:short for|in full|formally|i\.e\.|that is),? )?"
    r"(?P<long>[^();,]{5,120})[^()]{0,200}\)"
)
_SHORT_LAST = re.compile(rf"(?<![\w.]){_SHORT}\Z")
_PART = re.compile(r"(?:(?<!\w)[dlDL][’'])|[^\W_]+(?:[’‘'ʼʿʾ`][^\W_]+)*")
# A stop after a word ends the sentence, one after an initial does not; a comma may stand inside.
_STOP = re.compile(r"\w\w\.[ \u00a0](?=.)")
_UNBROKEN = re.compile(r'[^;:!?()\[\]“”"\n]*')
_LONGEST = 160


def find_abbreviations(text: str) -> list[FoundAbbreviation]:
    """Return the abbreviations that text defines, in reading order.

    >>> [found] = find_abbreviations("the Northern River Guard–Delta Force (NRG-DF)")
    >>> found.short, found.long
    ('NRG-DF', 'Northern River Guard–Delta Force')

    The long form is without a leading "the". Precision first: a parenthesis whose letters are
    not those of the words beside it gives nothing.
    """
    found: list[FoundAbbreviation] = []
    if "(" in text or "[" in text:
        _find_in_parentheses(found, text)
    acronyms = [match.start() for match in _ACRONYM.finditer(text)]
    if any(cue in text for cue in _CUES):
        for match in _IN_COMMAS.finditer(text):
            if _is_short(short := match["short"]):
                end = match.start() + 1
                long = _long_before(text, end, short)
                if long is None and "its" in match[0]:
                    long = _body_before(text, end, short, is_told=True)
                _add(found, text, match, long)
    taken = {abbreviation.short_span.start for abbreviation in found}
    if "(" in text:
        for match in _LONG_INSIDE.finditer(text):
            one = _defined_before(text, match)
            if one and one.short_span.start not in taken:
                taken.add(one.short_span.start)
                found.append(one)
    reached = 0
    for start in acronyms:
        if start < reached or text[start - 1 : start] in _INSIDE_WORDS:
            continue
        apposed = _APPOSED.match(text, start)
        reached = apposed.end() if apposed else start + 2
        if apposed is None or start in taken or len(apposed["short"]) < 3:
            continue
        if _is_short(apposed["short"]):
            _add_apposed(found, text, apposed)
    return _disjoint(found)


_CUES = ("known", "called", "abbreviated", "hereafter", ", or ", "– or ", "— or ")
_INSIDE_WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.’'/-&")


def _find_in_parentheses(found: list[FoundAbbreviation], text: str) -> None:
    for match in _PARENTHESIS.finditer(text):
        short, end = match["short"], match.start()
        if short.istitle() and short.isalpha() and 3 < len(short) < 9:
            _add(found, text, match, _long_before(text, end, short, dearest=3))  # "(Nato)"
        elif _is_short(short):
            long = (
                _long_before(text, end, short)
                or _before_gloss(text, end, short)
                or _body_before(text, end, short, is_told="its" in match[0])
            )
            _add(found, text, match, long)
    for match in _GLOSSED.finditer(text):
        if _is_short(short := match["short"]):
            long = _long_before(text, match.start(), short)
            _add(found, text, match, long or _long_inside(text, *match.span("gloss"), short))


def _add_apposed(found: list[FoundAbbreviation], text: str, match: re.Match[str]) -> None:
    """Add what a short form between commas or dashes stands for: what is before it, or after."""
    short, start = match["short"], match.start()
    sign = _APPOSING.search(text, max(0, start - 8), start)
    if sign and (long := _long_before(text, sign.start() + 1, short, dearest=2)):
        if not _is_person(long.of(text), short):
            span = Span(long.start, match.end())
            found.append(FoundAbbreviation(short, long.of(text), span, Span(*match.span()), long))
        return
    after = _LONG_APPOSED.match(text, match.end())
    long = _long_inside(text, *after.span("long"), short, dearest=2) if after else None
    if long and not _is_person(long.of(text), short):
        span = Span(start, long.end)
        found.append(FoundAbbreviation(short, long.of(text), span, Span(*match.span()), long))


def _defined_before(text: str, match: re.Match[str]) -> FoundAbbreviation | None:
    """Return the short form right before a parenthesis that says what it stands for."""
    if not text[match.start() - 1 : match.start()].isalnum():
        return None
    before = _SHORT_LAST.search(text, max(0, match.start() - 14), match.start())
    if before is None or not _is_short(before[0]):
        return None
    short, short_span = before[0], Span(*before.span())
    long = _long_inside(text, *match.span("long"), short)
    if long is None:
        return None
    span = Span(short_span.start, match.end())
    return FoundAbbreviation(short, long.of(text), span, short_span, long)


def _before_gloss(text: str, end: int, short: str) -> Span | None:
    """Return the long form before its translation: "Harakat al-Nasr, the Nasr Movement (HN)"."""
    start = _clause_start(text, end)
    comma = text.rfind(", ", start, end)
    if comma < 0 or not _GLOSS.fullmatch(text, comma, end):
        return None
    return _long_before(text, comma + 1, short, dearest=2)


_GLOSS = re.compile(r", (?:or |literally )?(?:the )?[“‘]?[A-Za-z][^,]{4,80} ")


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
    """Tell whether the short form is but a person's initials, or the first word of the long."""
    words = long.lower().split()
    if words[0] == short.lower():
        return True
    is_named = words[0] in gazetteer.GIVEN_NAMES or re.fullmatch(r"(?:[A-Z]\.){2,3}", short)
    return bool(is_named) and not head_kind(words) and len(letters_of(short)) <= len(words) < 4


def _body_before(text: str, end: int, short: str, *, is_told: bool = False) -> Span | None:
    """Return the body whose name, in translation, ends before the parenthesis opening at end.

    It has a head noun and as many words as the short form has letters, or one more; where the
    text tells that these are its initials, any number.
    """
    letters = letters_of(short)
    if not short.isupper() or not short.isalpha() or len(letters) < 3 or text[end - 1] not in " ,":
        return None
    if short.lower() in gazetteer.COUNTRIES:
        return None
    start = _clause_start(text, end)
    before = text[start : end - 1]
    last = before.rpartition(" ")[2]
    if last == last.lower():
        return None  # No name ends here, as most often.
    chains = find_chains([before])
    if not chains or chains[-1].end != end - 1 - start or not head_kind(chains[-1].words):
        return None
    great = sum(word not in SMALL for word in chains[-1].words)
    if is_told or great - 1 <= len(letters) <= great + (great > 3):
        return Span(start + chains[-1].start, end - 1)
    return None


def _clause_start(text: str, end: int) -> int:
    """Return where the words before end begin: after a sign that breaks them, or far enough."""
    backwards = text[max(0, end - _LONGEST) : end][::-1]
    unbroken = _UNBROKEN.match(backwards)
    return end - (unbroken.end() if unbroken else 0)


def _disjoint(found: list[FoundAbbreviation]) -> list[FoundAbbreviation]:
    kept: list[FoundAbbreviation] = []
    for abbreviation in sorted(found, key=lambda one: one.span):
        if not kept or kept[-1].span.end <= abbreviation.span.start:
            kept.append(abbreviation)
    return kept


@lru_cache(maxsize=4096)
def _is_short(short: str) -> bool:
    if is_numbered(short):
        return True
    capitals = sum(char.isupper() for char in short)
    letters = sum(char.isalpha() for char in short)
    return capitals >= 2 and capitals * 2 >= letters and not short.endswith(("-", "–", "/", "&"))


def _long_before(text: str, end: int, short: str, dearest: int = 99) -> Span | None:
    """Return the long form that ends before the parenthesis opening at end."""
    if text[end - 1 : end] not in (" ", "\u00a0", ","):
        return None
    begin = _clause_start(text, end)
    for match in _STOP.finditer(text, begin, end):
        begin = match.end()
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    start = align(text, parts, short, dearest)
    if start is None and parts and is_word_of(text[slice(*parts[-1])], short):
        start = len(parts) - 1
    if start is None:
        return _whole_to_of(text, begin, parts, short, end - 1)
    return _whole(text, begin, parts[start][0], parts[-1][1], end - 1)


def _whole_to_of(
    text: str, begin: int, parts: Sequence[tuple[int, int]], short: str, limit: int
) -> Span | None:
    """Return the long form whose letters end before "of …": "Food Fund of the Union (FF)"."""
    for index in range(len(parts) - 2, max(0, len(parts) - 7), -1):
        if text[slice(*parts[index])] in ("of", "for") and index > 1:
            start = align(text, parts[:index], short)
            if start is not None and all(
                text[slice(*part)][0].isupper() or text[slice(*part)] in SMALL
                for part in parts[start:]
            ):
                return _whole(text, begin, parts[start][0], parts[-1][1], limit)
    return None


def _long_inside(text: str, begin: int, end: int, short: str, dearest: int = 99) -> Span | None:
    """Return the long form that the parenthesis holds, when all of it is that."""
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    letters = letters_of(short)
    is_small = not any(text[start].isupper() for start, _ in parts)
    if is_small and len(letters) < 3 and short.isalpha():
        return None
    start = align(text, parts, short, dearest)
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
