"""Headings of a text by their looks: short lines apart, in capitals or numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.text.formats.layout import Unit, is_dividing, number_of
from reader.text.formats.masthead import is_year

HEADING_LEVEL = 2  # the title is the first level
LONGEST_HEADING = 120
LONGEST_TITLE = 250
_LONG_LINE = 200  # longer than any line that is wrapped
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\Z")
_CLOSED = re.compile(
    r"[.!?…][\"'”’»)\]]{0,3} ?(?:\[?\(?\d{1,4}[\])]{0,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹,*†‡§\]]{1,9}){0,4}\Z"
)
UNFINISHED = (".", ",", ";", ":", "…", "-", "–", "(")
# A heading that quotes: within the marks no sentence ends, as one does in a quotation set apart.
_QUOTED = re.compile(r"[“\"][^“”\"]{2,100}[^“”\".!?…,;:–—-][”\"]")
_WORD = re.compile(r"[^\W_][\w’'‘-]{0,80}")
_HEADING_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVXLC]{1,7}\.|[A-Z]\.) (?=\S)")
_SECTION_NUMBER = re.compile(r"(\d{1,2})(?:\.(\d{1,2})(?:\.\d{1,2}){0,2})?\.? (?=\S)")
_SMALL = frozenset(
    word
    for line in (
        "a an and as at but by for from in into nor",
        "of off on onto or over per the to up via with",
    )
    for word in line.split()
)


def heading_certainty(
    unit: Unit, before: Unit | None, after: Unit | None, *, is_section: bool, is_below_one: bool
) -> float:
    """Tell how surely a unit is a heading: 0 not, 1 surely, between them perhaps.

    `before` and `after` are its neighbours. `is_section` says that its number runs on through the
    text, `is_below_one` that the unit before it is a heading.
    """
    text = unit.text
    if len(text) > LONGEST_HEADING or unit.lines > 2:
        return 0
    words = _WORD.findall(_HEADING_NUMBER.sub("", text, count=1))
    if not words or len(words) > 18:
        return 0
    if _QUOTED.fullmatch(text):
        return 1 if _stands_between(unit, before, after, len(words)) else 0
    if text.endswith(UNFINISHED) or text[0] in '"“‘«([' or text[0].islower():
        return 0
    if not text.isupper() and SENTENCE_END.search(text) and not text.endswith("?"):
        return 0
    if after is None:
        return 0 if len(words) > 6 else 0.5
    if not any(character.isalpha() for character in text) and not is_year(text):
        return 0.5 if before is None or unit.gap else 0
    if is_section:
        return 1
    if before is not None and not unit.gap and not after.gap:
        return 1 if _parts_long_lines(unit, before, after) and len(words) <= 9 else 0.5
    if before is not None and before.text.endswith((",", ";", ":", "-")):
        return 0.5
    if is_title_cased(words) or text.isupper():
        return 1 if after.gap or len(after.text) > len(text) else 0.5
    is_between = _stands_between(unit, before, after, len(words), is_below_one=is_below_one)
    return 1 if is_between and not text.endswith("?") else 0.5


def _stands_between(
    unit: Unit, before: Unit | None, after: Unit | None, words: int, *, is_below_one: bool = False
) -> bool:
    """Tell whether a few words stand apart between what has come to an end and a paragraph."""
    if after is None:
        return False
    closed = before is None or _CLOSED.search(before.text[-40:]) or before.cells or is_below_one
    leads = len(after.text) > 60 or after.text.endswith(":")
    is_between = leads and len(after.text) > len(unit.text)
    is_closed = bool(closed) or (before is not None and is_dividing(before))
    return is_between and is_closed and unit.gap > 0 and after.gap > 0 and words <= 9


def _parts_long_lines(unit: Unit, before: Unit, after: Unit) -> bool:
    """Tell whether a line stands between paragraphs that are one line each, without blank lines."""
    if before.lines > 1 or after.lines > 1 or len(after.text) < _LONG_LINE or unit.indent:
        return False
    is_long = len(before.text) >= _LONG_LINE or before.indent > unit.indent
    return is_long and not unit.text.endswith("?") and bool(_CLOSED.search(before.text[-40:]))


def numbered_sections(units: Sequence[Unit], body: Sequence[int]) -> Iterator[int]:
    """Yield the units whose numbers run through the text as those of its sections do."""
    found: list[tuple[int, tuple[int, int]]] = []
    for index in body:
        unit = units[index]
        match = _SECTION_NUMBER.match(unit.text) if len(unit.text) <= LONGEST_HEADING else None
        if match is None or not unit.gap or SENTENCE_END.search(unit.text[match.end() :]):
            continue
        number, part = int(match[1]), int(match[2] or 0)
        last, last_part = found[-1][1] if found else (0, 0)
        if (number, part) in ((last + 1, 0), (last, last_part + 1)) and unit.text[
            match.end() : match.end() + 1
        ].isupper():
            found.append((index, (number, part)))
    follows = [units[index + 1].gap for index, _number in found if index + 1 < len(units)]
    if len(found) >= 2 and sum(gap > 0 for gap in follows) * 2 >= len(found):
        yield from (index for index, _number in found)


def roman_sections(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines, from 0, that are headings numbered I, II, III through the whole text.

    They need no blank line beside them, as in text that was copied from print.
    """
    found: list[int] = []
    for place, line in enumerate(lines):
        match = _ROMAN_HEADING.match(line.lstrip()) if len(line) <= LONGEST_HEADING else None
        if match and number_of(match[1].lower()) == len(found) + 1:
            words = _WORD.findall(line.strip()[match.end() :])
            if words and is_title_cased(words) and not SENTENCE_END.search(line.rstrip()):
                found.append(place)
    return frozenset(found) if len(found) > 2 else frozenset()


_ROMAN_HEADING = re.compile(r"([IVXLC]{1,7})\. (?=\S)")


def is_title_cased(words: Sequence[str]) -> bool:
    """Tell whether nearly all words that carry meaning start with a capital or a digit."""
    telling = [word for word in words if word.lower() not in _SMALL]
    capitals = sum(not word[0].islower() for word in telling)
    return bool(telling) and capitals * 10 >= len(telling) * 7
