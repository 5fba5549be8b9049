"""References that stand within a sentence: "and after her Ana Sal, Low Tide (Lamp House, 2007)".

A reference is told by an anchor (an imprint, a quoted title, a page), and begins with the names
right before its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.quoted_works import QUOTED
from reader.text.reference_parts import LOCATOR, PAGE_LOCATOR, YEAR

_IMPRINT = re.compile(rf"\([^()]{{0,100}}{YEAR}\)(?:(?:,|:)? {LOCATOR}(?!\w))?")
_PAGE = re.compile(rf", {PAGE_LOCATOR}(?![\w-])")
_YEARS = re.compile(rf" {YEAR}[a-z]?, {LOCATOR}(?!\w)")
_AFTER_TITLE = re.compile(
    rf",? ?(?:\([^()]{{3,100}}\)(?:(?:,|:)? {LOCATOR}(?!\w))?|{PAGE_LOCATOR}(?![\w-])"
    r"|[0-9]{1,4}(?!\w))"
)
_NAME = r"[^\W\d_a-z][\w’'.-]{0,30}"
_NAMES = re.compile(
    rf"(?<![\w’'.-])(?:{_NAME}(?: (?:de|da|di|del|van|von|der|den|la|le|al|el|bin|ibn))? ){{0,3}}"
    rf"(?:(?:de|van|von) )?{_NAME}(?:,? (?:and|&) {_NAME}(?: {_NAME}){{0,2}}| et al\.)?\Z"
)
_LONGEST = 200
_MOST = 12


def embedded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence that may be a reference, those with an anchor first.

    At most a dozen; whether one is a reference is for its reader to say.
    """
    count = 0
    for match in QUOTED.finditer(text, start, end):
        after = _AFTER_TITLE.match(text, match.end(), end)
        last = after.end() if after else match.end()
        if after and (first := _names_before(text, start, match.start())) is not None:
            yield first, last
            count += 1
        if count > _MOST:
            return
    for pattern in (_IMPRINT, _PAGE):
        for match in pattern.finditer(text, start, end):
            for first in _titles_before(text, start, match.start()):
                yield first, match.end()
            count += 1
            if count > _MOST:
                return
    for match in _YEARS.finditer(text, start, end):
        if (first := _names_before(text, start, match.start())) is not None:
            yield first, match.end()


def _names_before(text: str, start: int, end: int) -> int | None:
    """Return where the names begin that stand before a title or a year, None for none."""
    base = max(start, end - 90)
    names = text[base:end].rstrip(" ,:")
    last = names[names.rfind(" ") + 1 :]
    if last.lower() == last and last.isascii() and last != "al.":
        return None  # no name ends with it
    found = _NAMES.search(names)
    return base + found.start() if found else None


def _titles_before(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where "Name, Title" may begin that ends at end; the shortest title first."""
    base = max(start, end - _LONGEST)
    comma = text.rfind(", ", base, end - 1)
    for _ in range(3):
        if comma < 0:
            return
        first = _names_before(text, start, comma)
        if first is not None:
            yield first
        comma = text.rfind(", ", base, comma)
