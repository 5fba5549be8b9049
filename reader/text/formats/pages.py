"""Texts that were cut into pages: page numbers and running heads go, what they parted is joined.

Such a text comes from print. Notes may stand at the foot of each page; they are moved to the end,
where the notes of other texts stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from reader.text.formats.layout import LABELS, Unit, is_dividing, number_of
from reader.text.formats.sign_feet import number_signs, sign_foot, sign_starts
from reader.text.problems import Problem

_NUMBER = re.compile(
    r"(?:[-–—\[( ]{0,4}|page |p\. ?)(\d{1,4})(?:[-–—\]) ]{0,4}|(?: of | ?/ ?)\d{1,4})",
    re.IGNORECASE,
)
# A head of a page with the page's number: "212 COAST REVIEW [Vol. 6", "2014] THE SALT ROAD 213".
_NUMBERED_HEAD = re.compile(
    r"(?P<first>\d{1,4})\s+\D.{2,90}"
    r"|.{2,90}\D\s+(?:\[[Pp]age )?(?P<last>\d{1,4})\]?")  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_HEAD = 100
_FEWEST = 2  # pages that must be numbered in sequence
_FEWEST_LINES = 5  # on a page


def fed_lines(text: str) -> list[int]:
    """Return the lines, from 0, at which a form feed begins a page.

    >>> fed_lines("The end of a page.\\n\\n\\fThe next one.")
    [2]
    """
    return [n for n, line in enumerate(text.split("\n")) if "\f" in line] if "\f" in text else []


def clear_pages(lines: list[str], fed: Sequence[int], problems: list[Problem]) -> list[int]:
    """Empty, in place, the lines that only number or head a page; return where pages begin.

    The numbers of the pages must run in sequence, or part a sentence; a head must stand on more
    than one page. At the lines `fed`, from 0 as those returned, pages begin in any case.
    """
    numbers = _numbered_lines(lines)
    if len(numbers) < _FEWEST:
        numbers = _parting_lines(lines)
    if not numbers:
        return list(fed)
    heads: Counter[str] = Counter()
    beside: dict[int, str] = {}
    for place in numbers:
        for other in _beside(lines, place):
            text = "".join(_LETTERS.findall(lines[other])).casefold()
            if text and other not in beside and len(lines[other].strip()) <= _LONGEST_HEAD:
                heads[text] += 1
                beside[other] = text
    gone = set(numbers)
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    opening = "".join(_LETTERS.findall(lines[first])).casefold()
    for other, text in beside.items():
        if (heads[text] > 1 or text == opening) and other != first:
            gone.add(other)
    told = [" ".join(lines[place].split()) for place in sorted(gone)]
    message = f"Numbers and heads of pages are left out: {' | '.join(told)}"
    problems.append(Problem(min(gone) + 1, "page-furniture", message))
    for place in gone:
        lines[place] = ""
    return sorted({*fed, *(place + 1 for place in numbers)})


def _numbered_lines(lines: Sequence[str]) -> list[int]:
    """Return the lines that number a page, alone or in its head, if they run in sequence."""
    found: list[tuple[int, int]] = []
    heads = _numbered_heads(lines)
    for place, line in enumerate(lines):
        match = _NUMBER.fullmatch(line.strip()) if len(line) < 120 else None
        if match is not None and place and place + 1 < len(lines) and _is_amid(lines, place):
            continue
        number = int(match[1]) if match else heads.get(place, 0)
        if match is None and not number:
            continue
        if found and not (number == found[-1][1] + 1 and _is_page_on(lines, found[-1][0], place)):
            if len(found) >= _FEWEST:
                continue
            found = []
        found.append((place, number))
    return [place for place, _number in found]


def _is_page_on(lines: Sequence[str], before: int, place: int) -> bool:
    """Tell whether a page may lie between two lines, or one ends and the next begins there."""
    return place - before >= _FEWEST_LINES or not any(
        line.strip() for line in lines[before + 1 : place]
    )


def _numbered_heads(lines: Sequence[str]) -> dict[int, int]:
    """Return by place the numbers of lines after a blank one, in capitals or recurring."""
    found: dict[int, tuple[int, str]] = {}
    for place, line in enumerate(lines):
        text = line.strip()
        is_numbered = text[:1].isdigit() or text.removesuffix("]")[-1:].isdigit()
        if len(text) > _LONGEST_HEAD or not is_numbered:
            continue
        if (match := _NUMBERED_HEAD.fullmatch(text)) and not (place and lines[place - 1].strip()):
            letters = "".join(_LETTERS.findall(text))
            found[place] = int(match["first"] or match["last"]), letters
    count = Counter(letters.casefold() for _, letters in found.values())
    return {
        place: number
        for place, (number, letters) in found.items()
        if count[letters.casefold()] > 1 or sum(map(str.isupper, letters)) * 5 > len(letters) * 4
    }


def _parting_lines(lines: Sequence[str]) -> list[int]:
    """Return the lines of a number alone that stand in the middle of a sentence."""
    found = []
    for place, line in enumerate(lines[1:-1], start=1):
        if len(line) > 20 or not line.strip().isdecimal() or len(line.strip()) > 4:
            continue
        beside = _beside(lines, place)
        if len(beside) == 2 and _is_parted(lines[beside[0]].rstrip(), lines[beside[1]].lstrip()):
            found.append(place)
    return found


def _is_parted(above: str, below: str) -> bool:
    words = above[-1:].isalpha() or above[-1:] in ",-"
    return words and len(above) > 30 and below[:1].islower() and len(below) > 30


def _is_amid(lines: Sequence[str], place: int) -> bool:
    """Tell whether a line stands amid a run of other short numbers, as in a table or a list."""
    return any(
        _NUMBER.fullmatch(lines[near].strip()) is not None for near in (place - 1, place + 1)
    )


def _beside(lines: Sequence[str], place: int) -> list[int]:
    """Return the nearest lines with text before and after a page's number."""
    found = []
    for step in (-1, 1):
        other = place + step
        while 0 <= other < len(lines) and abs(other - place) < 6 and not lines[other].strip():
            other += step
        if 0 <= other < len(lines) and lines[other].strip():
            found.append(other)
    return found


def find_feet(lines: Sequence[str], breaks: Sequence[int]) -> frozenset[int]:
    """Return the lines at which the notes at the feet of pages begin, from 0.

    They number on from page to page, and nothing stands below them, or have signs that the page
    points to; `breaks` are as in join_pages.
    """
    feet: list[int] = []
    signs = sign_starts(lines, breaks)
    awaited, start = 1, 0
    for end in [*breaks, len(lines)]:
        labels: dict[int, int] = {}
        for place in range(start, end):
            if match := _label(lines[place].lstrip()):
                labels[number_of(match[1])] = place
        before = start
        if awaited == 1 and (sign := _author_note(lines, start, labels.get(1, start))):
            feet.append(sign)
        while labels.get(awaited, 0) > before:
            before = labels[awaited]
            feet.append(before)
            awaited += 1
        start = end
    return frozenset(feet) | signs if len(feet) > 1 else frozenset(signs)


def _author_note(lines: Sequence[str], start: int, first: int) -> int:
    """Return the line of an author's note with a sign above the first numbered note, or 0."""
    for place in range(max(start, first - 8), first):
        sign, _, words = lines[place].lstrip().partition(" ")
        if sign in _SIGNS and words and any(line.rstrip().endswith(sign) for line in lines[:40]):
            return place
    return 0


_SIGNS = ("*", "∗", "†", "‡")
_SIGN_FIRST = tuple(f"{sign} " for sign in _SIGNS)


def join_pages(units: Sequence[Unit], breaks: Sequence[int], problems: list[Problem]) -> list[Unit]:
    """Put together what the ends of pages parted, and the notes at the feet at the end of all.

    `breaks` are the lines, from 0, at which further pages begin.
    """
    if not breaks:
        return list(units)
    pages = _pages(units, breaks)
    feet = _feet(pages)
    if not any(foot < len(page) for foot, page in zip(feet, pages, strict=True)):
        feet = [sign_foot(page) for page in pages]
        pages = number_signs(pages, feet, problems)
    body: list[Unit] = []
    notes: list[Unit] = []
    for page, foot in zip(pages, feet, strict=True):
        here = list(page[:foot])
        if foot < len(page) and here and is_dividing(here[-1]):
            rule = here.pop()
            message = f"The rule above the notes of a page is left out: {rule.text}"
            problems.append(Problem(rule.line, "dividing-line", message))
        if body and here and _goes_on(body[-1], here[0]):
            here[0] = _joined(body.pop(), here[0])
        body += here
        notes += (replace(unit, gap=unit.gap or 1) if n == foot else unit
                  for n, unit in enumerate(page[foot:], foot))  # fmt: skip
    return [*body, *notes]


def _feet(pages: Sequence[Sequence[Unit]]) -> list[int]:
    """Return for each page where the numbered notes at its foot begin."""
    after = 0
    feet = []
    if all(_foot(page, 0) == len(page) for page in pages):
        return [len(page) for page in pages]
    for page in pages:
        foot = _foot(page, after)
        for unit in page[foot:]:
            match = _label(unit.text)
            after = number_of(match[1]) if match else after
        feet.append(foot)
    return feet


def _pages(units: Sequence[Unit], breaks: Sequence[int]) -> list[list[Unit]]:
    pages: list[list[Unit]] = [[]]
    waiting = list(reversed(breaks))
    for unit in units:
        while waiting and unit.line > waiting[-1]:
            waiting.pop()
            pages.append([])
        pages[-1].append(unit)
    return [page for page in pages if page]


def _label(text: str) -> re.Match[str] | None:
    styles = ("bracket", "raised", "stop", "bare")
    return next((m for style in styles if (m := LABELS[style].match(text))), None)


def _foot(page: Sequence[Unit], after: int) -> int:
    """Return where the notes at a page's foot begin; they number on from `after` if it is not 0."""
    start = len(page)
    expected = 0
    for place in range(len(page) - 1, 0, -1):
        match = _label(page[place].text)
        if match is None:
            if start - place > 3 or start < len(page):
                break
            continue
        number = number_of(match[1])
        if expected and number != expected:
            break
        start, expected = place, number - 1
    if start == len(page) or (after and expected != after):
        return len(page)
    return start - (start > 1 and page[start - 1].text.startswith(_SIGN_FIRST))


def _goes_on(above: Unit, below: Unit) -> bool:
    """Tell whether a unit is the rest of the one above it: no paragraph ends without a stop."""
    if above.text[-1:] in ".!?…:”\"'’)" or above.cells or below.cells:
        return False
    is_long = min(len(above.text), len(below.text)) > _LONGEST_HEAD and above.text[-1:].islower()
    return below.text[:1].islower() or above.text[-1:] in "-," or is_long


def _joined(above: Unit, below: Unit) -> Unit:
    is_broken = above.text[-1:] == "-" and above.text[-2:-1].isalpha() and below.text[:1].islower()
    text = above.text + ("" if is_broken else " ") + below.text
    return replace(above, text=text, lines=above.lines + below.lines)
