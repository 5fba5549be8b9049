"""Abbreviations with the long forms that define them: "Long Form (LF)", "LF (Long Form)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text" (2003), made stricter: every letter of the short form begins a word, or a part of
a word after a hyphen, dash or slash, and no word but a small one goes without its letter.
Where that fails, a word may give several letters in order ("COronaVIrus"). The name of a body in
translation, "German Oriental Society (DOG)", is told by its head noun and the count of its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.text.gazetteer import is_people
from reader.text.initials import is_numbered
from reader.text.long_forms import (
    before_gloss,
    body_before,
    body_inside,
    is_person,
    long_before,
    long_inside,
    named_before,
)
from reader.text.spans import Span


@dataclass(frozen=True, slots=True)
class FoundAbbreviation:
    """A short form and the long form that defines it, both as they stand in the text.

    `span` runs over both and their parenthesis. `is_name` tells a short name, "the Fund", from
    one whose letters stand for words.
    """

    short: str
    long: str
    span: Span
    short_span: Span
    long_span: Span
    is_name: bool = False


_SHORT = r"(?=[^()]{0,11}[A-Z])[A-Za-z][A-Za-z0-9\u2080-\u2089&./\-\u2010\u2011\u2013]{1,11}"
_OFTEN = r"(?:(?:also|better|best|widely|commonly|generally|usually|often|locally|simply) )?"
_INITIALS = r"(?:its|the|their) (?:[A-Z][a-z]+ )?(?:initials|acronym|abbreviation)"
_KNOWN = rf"(?:{_OFTEN}known (?:simply )?(?:as|by)|abbreviated(?: as| to)?|called)"
_LEAD = (
    r"(?:(?:hereafter|hereinafter|henceforth|from (?:now|here) on|or|also|abbr\."
    rf"|(?:{_KNOWN}|by|from)?(?: ?{_INITIALS})?|in [A-Z][a-z]+|(?P<tongue>[A-Z][a-z]{{2,14}})"
    r"(?: (?:acronym|initials|abbreviation))?:)"
    r"[:,]? )?"
)
_PARENTHESIS = re.compile(
    rf"[(\[]{_LEAD}[“‘\"']?(?:the )?[“‘\"']?(?P<short>{_SHORT})(?:[’']s(?=\)))?[”’\"']?"
    r"(?=[)\],;]| (?:hereafter|or|for short|in|by|from)\b)[^()]{0,200}[)\]]"
)
# "the Harbour Fund (hereafter, the Fund)", "the Harbour Fund (“the Fund”)"
_HERE = r"(?:here(?:in)?after|henceforth)(?: referred to as| called)?[:,]? "
_WORDS = r"[A-Z][\w’'-]{1,30}(?: [A-Z][\w’'-]{1,30}){0,3}?"
_NAMED = re.compile(
    rf"[(\[](?:{_HERE}(?:the )?(?P<named>{_WORDS})(?=[)\],;])"
    rf"|(?:{_HERE}|or |also )?(?:the )?[“\"‘'](?:the |The )?(?P<quoted>{_WORDS})"
    r"[,.]?[”\"’'](?=[)\],; ]))"
    r"[^()]{0,200}[)\]]"
)
# "Partido Norte (Northern Party, PN)": the letters are of the words before, or of those within.
_GLOSSED = re.compile(
    rf"\((?P<gloss>[^();]{{5,120}}?)(?:(?:[,;](?: or)?| or| [–—-]) |—)(?:the )?(?P<short>{_SHORT})"
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
                long = long_before(text, end, short)
                is_told = "its" in match[0]
                if long is None and (is_told or match[0].startswith(", or ")):
                    long = body_before(text, end, short, is_told=is_told)
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
        opens_item = not start or text[start - 1] == "\n" or text.startswith("; ", start - 2)
        if opens_item and _add_listed(found, text, start):
            continue
        if start < reached or text[start - 1 : start] in _INSIDE_WORDS:
            continue
        apposed = _APPOSED.match(text, start)
        reached = apposed.end() if apposed else start + 2
        if apposed is None or start in taken or len(apposed["short"]) < 3:
            continue
        if _is_short(apposed["short"]):
            _add_apposed(found, text, apposed)
    return _disjoint(found)


_LISTED = re.compile(
    rf"(?P<short>{_SHORT}(?<![.]))(?: ?[:=\t–—] ?| - | {{2,20}})\t?"
    r"(?:the )?(?P<long>[^\W\d_][^;:=\t\n]{3,120}?)(?=\.?(?:[;\t\n]|\Z))"
)
_CUES = ("known", "called", "abbreviated", "hereafter", ", or ", "– or ", "— or ")
_DASHED = (" – the ", " — the ")
_INSIDE_WORDS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.’'/-&")


def _find_in_parentheses(found: list[FoundAbbreviation], text: str) -> None:
    for match in _PARENTHESIS.finditer(text):
        short, end = match["short"], match.start()
        if short.istitle() and short.isalpha() and 3 < len(short) < 9:
            long = long_before(text, end, short, dearest=3) or body_before(text, end, short)
            _add(found, text, match, long)  # "(Nato)"
        elif _is_short(short):
            long = (
                long_before(text, end, short)
                or before_gloss(text, end, short)
                or (
                    body_before(text, end, short, is_told="its" in match[0])
                    if not match["tongue"] or is_people(match["tongue"].lower())
                    else None
                )
            )
            _add(found, text, match, long)
    for match in _NAMED.finditer(text):
        short = "named" if match["named"] else "quoted"
        if not _is_short(match[short]):
            _add(found, text, match, named_before(text, match.start(), match[short]), short)
    for match in _GLOSSED.finditer(text):
        if _is_short(short := match["short"]):
            end = match.start()
            long = long_before(text, end, short) or long_inside(text, *match.span("gloss"), short)
            if long is None and match["gloss"][0].isupper():
                long = body_before(text, end, short, is_told=True)  # "(Harbour Guard, XTS)"
            _add(found, text, match, long)


def _add_listed(found: list[FoundAbbreviation], text: str, start: int) -> bool:
    """Add what a line or an item of a list of abbreviations says: "NRG: Northern River Guard"."""
    match = _LISTED.match(text, start)
    if match is None or not _is_short(match["short"]):
        return False
    _add(found, text, match, long_inside(text, *match.span("long"), match["short"]))
    return True


def _add_apposed(found: list[FoundAbbreviation], text: str, match: re.Match[str]) -> None:
    """Add what a short form between commas or dashes stands for: what is before it, or after."""
    short, start = match["short"], match.start()
    sign = _APPOSING.search(text, max(0, start - 8), start)
    long = long_before(text, sign.start() + 1, short, dearest=2) if sign else None
    if sign and not long and sign[0] in _DASHED and text.startswith(sign[0][:3], match.end()):
        long = body_before(text, sign.start() + 1, short)  # "the River Society – the XTS – met"
    if long:
        if not is_person(long.of(text), short):
            span = Span(long.start, match.end())
            found.append(FoundAbbreviation(short, long.of(text), span, Span(*match.span()), long))
        return
    after = _LONG_APPOSED.match(text, match.end())
    long = long_inside(text, *after.span("long"), short, dearest=2) if after else None
    if long and not is_person(long.of(text), short):
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
    where = match.span("long")
    long = long_inside(text, *where, short) or body_inside(text, *where, short)
    if long is None:
        return None
    span = Span(short_span.start, match.end())
    return FoundAbbreviation(short, long.of(text), span, short_span, long)


FORMATS = frozenset("PDF HTML DOC DOCX XLS XLSX CSV EPUB JPG JPEG PNG GIF MP3 MP4 ZIP".split())


def _add(
    found: list[FoundAbbreviation],
    text: str,
    match: re.Match[str],
    long: Span | None,
    short: str = "short",
) -> None:
    """Add what match defines by its group `short`, when that is not but a person's initials."""
    if long is None or (short == "short" and is_person(long.of(text), match[short])):
        return
    if match[short] in FORMATS and text[long.start].upper() != match[short][0]:
        return  # "Report of the Government (PDF)"
    span = Span(min(long.start, match.start()), match.end())
    short_span = Span(*match.span(short))
    is_name = short != "short"
    found.append(FoundAbbreviation(match[short], long.of(text), span, short_span, long, is_name))


def _disjoint(found: list[FoundAbbreviation]) -> list[FoundAbbreviation]:
    kept: list[FoundAbbreviation] = []
    for abbreviation in sorted(found, key=lambda one: one.span):
        if not kept or kept[-1].span.end <= abbreviation.span.start:
            kept.append(abbreviation)
    return kept


_JOINED_PARTS = re.compile(r"[A-Za-z]{3}\.[A-Za-z]{2}")  # "No. 18/PTUN.KDI": a register's sign


@lru_cache(maxsize=4096)
def _is_short(short: str) -> bool:
    if is_numbered(short):
        return True
    if _JOINED_PARTS.search(short):
        return False
    capitals = sum(char.isupper() for char in short)
    letters = sum(char.isalpha() for char in short)
    return capitals >= 2 and capitals * 2 >= letters and not short.endswith(("-", "–", "/", "&"))
