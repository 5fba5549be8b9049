"""Footnotes that stand in the text below their paragraph: "[Footnote 3: See the list of boats.]".

So do transcribers of printed books. Numbers may begin anew with each chapter, and letters and
signs are used too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.text.formats.layout import Unit
from reader.text.problems import Problem

_OPENING = re.compile(
    r"\[(?:Foot|End)?[Nn]ote[:.]? ?(?P<label>\d{1,4}|[A-Za-z]|\*{1,4}|[†‡§]{1,3})[:.][ \t]*(?=\S)",
)
_LONGEST = 12  # paragraphs of one note


def gather_notes(units: Sequence[Unit], problems: list[Problem]) -> list[Unit]:
    """Return the units with notes that stand in the text as a list at its end, "[3] See …".

    Each note belongs to the marker before it that is nearest. Where a label is used again, or is
    no number, the notes are numbered through.
    """
    if not any(_OPENING.match(unit.text) for unit in units):
        return list(units)
    body: list[Unit] = []
    notes: list[tuple[str, int, list[Unit]]] = []  # the label, the place in the body, paragraphs
    index = 0
    while index < len(units):
        match = _OPENING.match(units[index].text)
        count = _length(units, index) if match else 0
        if match and count:
            first = replace(units[index], text=units[index].text[match.end() :])
            paragraphs = [first, *units[index + 1 : index + count]]
            last = paragraphs[-1]
            paragraphs[-1] = replace(last, text=last.text.rstrip(" ")[:-1].rstrip())
            notes.append((match["label"], len(body), paragraphs))
            index += count
        else:
            body.append(units[index])
            index += 1
    if not notes:
        return body
    labels = [label for label, _, _ in notes]
    is_kept = len(set(labels)) == len(labels) and all(label.isdigit() for label in labels)
    names = labels if is_kept else [str(number) for number in range(1, len(labels) + 1)]
    if not is_kept:
        _number_through(body, notes, names)
    typed = " ".join(f"[Footnote {label}: ]" for label in labels)
    changed = "" if is_kept else f", numbered through from {' '.join(f'[{n}]' for n in labels)}"
    message = f"These notes in the text became notes of the document{changed}: {typed}"
    problems.append(Problem(notes[0][2][0].line, "inset-notes", message))
    return [*body, *_listed(notes, names)]


def _length(units: Sequence[Unit], index: int) -> int:
    """Return how many units a note takes, up to the bracket that closes it; 0 for none."""
    depth = 0
    for count, unit in enumerate(units[index : index + _LONGEST], 1):
        if count > 1 and _OPENING.match(unit.text):
            return 0
        depth += unit.text.count("[") - unit.text.count("]")
        if depth <= 0:
            return count if unit.text.rstrip().endswith("]") else 0
    return 0


def _number_through(
    body: list[Unit], notes: Sequence[tuple[str, int, list[Unit]]], names: Sequence[str]
) -> None:
    """Give each marker in the body, the nearest before its note, the number of that note."""
    reached: dict[str, int] = {}  # for each label, up to which unit its markers are taken
    for (label, place, _), name in zip(notes, names, strict=True):
        marker = f"[{label}]"
        for at in range(place - 1, max(reached.get(label, 0), place - 40) - 1, -1):
            found = body[at].text.rfind(marker)
            if found >= 0 and not body[at].cells:
                text = body[at].text
                # Signs that no one types keep the number from being taken for another's.
                put = f"[\ue000{name}]"
                body[at] = replace(body[at], text=text[:found] + put + text[found + len(marker) :])
                break
        reached[label] = place
    for at, unit in enumerate(body):
        if "\ue000" in unit.text:
            body[at] = replace(unit, text=unit.text.replace("\ue000", ""))


def _listed(notes: Sequence[tuple[str, int, list[Unit]]], names: Sequence[str]) -> list[Unit]:
    listed = []
    for (_, _, paragraphs), name in zip(notes, names, strict=True):
        for number, unit in enumerate(paragraphs):
            text = unit.text if number else f"[{name}] {unit.text}"
            indent = 4 if number else 0
            listed.append(replace(unit, text=text, gap=1, indent=indent, first_indent=indent))
    return [unit for unit in listed if unit.text]
