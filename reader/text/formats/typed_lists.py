"""Lists that were typed by hand: lines that start with signs or with numbers that run on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.text.formats.layout import BULLET, LABELS, Unit, is_dividing, number_of


def list_at(units: Sequence[Unit], body: Sequence[int], place: int) -> list[tuple[Unit, str, int]]:
    """Return the items of the list that starts here: unit, typed mark, number (0: bullet).

    Of items with letters, "(a)", the letter stays in the text, which may speak of it, and the mark
    is "". One numbered line, or one that starts with a dash, is no list yet; nor does a number go
    on with bullets that stand no less far in.
    """
    if lettered := _lettered(units, body, place):
        return lettered
    items: list[tuple[Unit, str, int]] = []
    numbers: dict[int, int] = {}
    for at in range(place, len(body)):
        unit = units[body[at]]
        if unit.quotes or is_dividing(unit):
            break
        bullet, label = BULLET.match(unit.text), LABELS["stop"].match(unit.text)
        if bullet:
            items.append((unit, bullet[0], 0))
            continue
        number = number_of(label[1]) if label and len(label[1]) < 4 else 0
        if not label or not number or numbers.get(unit.indent, number - 1) != number - 1:
            break
        after_bullet = items and not items[-1][2] and unit.indent <= items[-1][0].indent
        if after_bullet and unit.indent not in numbers:
            break
        numbers[unit.indent] = number
        items.append((unit, label[0], number))
    alone = len(items) == 1 and (items[0][2] > 0 or items[0][1][0] in "–—")
    return [] if alone else items


_LETTER = re.compile(r"\(?([a-z])\)[ \t](?=\S)")


def _lettered(
    units: Sequence[Unit], body: Sequence[int], place: int
) -> list[tuple[Unit, str, int]]:
    """Return the items from here that begin with letters in their order, "(a)" first."""
    items: list[tuple[Unit, str, int]] = []
    for at in range(place, min(len(body), place + 26)):
        unit = units[body[at]]
        letter = _LETTER.match(unit.text)
        if unit.quotes or letter is None or ord(letter[1]) - ord("a") != at - place:
            break
        items.append((unit, "", 0))
    return items if len(items) > 1 else []
