"""Notes at the feet of pages whose labels are signs, `*`, `†`, `‡`, as essays and reviews have.

They stand below the text of their page, mostly under a rule, and the signs may begin anew with
each page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.text.formats.layout import SIGNS, Unit, is_dividing
from reader.text.formats.typed_markers import sign_spans
from reader.text.problems import Problem

_BRACKETED = re.compile(r"\[\d{1,4}\]")
_ANY_SIGN = re.compile(r"[*†‡§¶#]")


def sign_starts(lines: Sequence[str], breaks: Sequence[int]) -> set[int]:
    """Return the lines, from 0, that open with a sign which the same page has as a marker above.

    `breaks` are the lines at which further pages begin.
    """
    starts: set[int] = set()
    begun = 0
    for end in [*breaks, len(lines)]:
        asked: set[str] = set()
        for place in range(begun, end):
            label = _label(lines[place].lstrip())
            if label in asked:
                starts.add(place)
            asked |= _signs_in(lines[place])
        begun = max(begun, end)
    return starts


def sign_foot(page: Sequence[Unit]) -> int:
    """Return where the notes with signs at a page's foot begin; the number of units for none.

    They are the last of the page, or stand below its last rule, and each answers a marker above.
    """
    start = len(page)
    rules = [place for place in range(len(page) - 1) if is_dividing(page[place])]
    if rules and _label(page[rules[-1] + 1].text):
        start = rules[-1] + 1
    else:
        while start > 1 and not page[start - 1].quotes and _label(page[start - 1].text):
            start -= 1
    asked = {sign for unit in page[:start] for sign in _signs_in(unit.text)}
    labels = [label for unit in page[start:] if (label := _label(unit.text))]
    is_sure = start > 0 and asked.issuperset(labels) and len(set(labels)) == len(labels)
    return start if is_sure else len(page)


def number_signs(
    pages: Sequence[Sequence[Unit]], feet: Sequence[int], problems: list[Problem]
) -> list[list[Unit]]:
    """Return the pages with the signs of their notes as numbers through all of them.

    They stay as they are if no sign stands for two notes, or the text has numbers in brackets.
    """
    labels = [
        label
        for page, foot in zip(pages, feet, strict=True)
        for unit in page[foot:]
        if (label := _label(unit.text))
    ]
    is_numbered = any(_BRACKETED.search(unit.text) for page in pages for unit in page)
    if len(set(labels)) == len(labels) or is_numbered:
        return [list(page) for page in pages]
    read: list[list[Unit]] = []
    changed: list[str] = []
    count = 0
    for page, foot in zip(pages, feet, strict=True):
        numbers: dict[str, int] = {}
        notes = []
        for unit in page[foot:]:
            label = _label(unit.text)
            if label:
                count += 1
                numbers[label] = count
                changed.append(label)
                text = unit.text[len(label) :].lstrip()
                unit = replace(unit, text=f"[{count}] {text}")
            notes.append(unit)
        read.append([_numbered(unit, numbers, changed) for unit in page[:foot]] + notes)
    message = f"These signs, used anew on each page, became numbers: {' '.join(changed)}"
    problems.append(Problem(0, "typed-markers", message))
    return read


def _numbered(unit: Unit, numbers: dict[str, int], changed: list[str]) -> Unit:
    if unit.cells or not numbers:
        return unit
    parts, at = [], 0
    for start, end in sign_spans(unit.text):
        sign = unit.text[start:end]
        if sign not in numbers:
            continue
        parts += [unit.text[at:start], f"[{numbers[sign]}]"]
        changed.append(sign)
        at = end
    return replace(unit, text="".join([*parts, unit.text[at:]])) if parts else unit


def _label(text: str) -> str:
    """Return the sign that opens a text as the label of a note does, or ""."""
    match = SIGNS.match(text)
    return match[1] if match else ""


def _signs_in(text: str) -> set[str]:
    if not _ANY_SIGN.search(text):
        return set()
    return {text[start:end] for start, end in sign_spans(text)}
