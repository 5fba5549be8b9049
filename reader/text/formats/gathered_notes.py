"""Notes that were typed by hand in gathered blocks: their list at the end, their markers within."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.text.formats.gathering import Gathered, GatheredNote, cut_cells, make_table
from reader.text.formats.layout import Unit, label_of
from reader.text.formats.typed_markers import (
    BETWEEN,
    WIDEST_RANGE,
    may_hold_markers,
    read_markers,
)
from reader.text.formats.typed_notes import HEADING, TypedNotes, find_typed_notes
from reader.text.inline_parts import tidy_marks
from reader.text.parts import Mark, Marker
from reader.text.problems import Problem

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def take_typed_notes(
    body: list[Gathered], notes: list[GatheredNote], problems: list[Problem]
) -> list[Gathered]:
    """Turn a typed list of notes, and the typed markers in the text, into notes.

    Returns the blocks that are left; the notes and what is doubtful are added to those given.
    """
    units = [_unit_of(block) for block in body]
    typed = find_typed_notes(units)
    problems += typed.problems
    names = _names_of(typed, {note.label for note in notes}, problems)
    start = typed.start if typed.heading < 0 else typed.heading
    marking = _Marking(names, typed.style, problems)
    text = [marking.mark(block) for block in [*body[:start], *body[typed.end :]]]
    notes += _notes_of(typed, units, body, names)
    if marking.changed:
        message = f"These typed signs became note markers: {' '.join(marking.changed)}"
        problems.append(Problem(0, "typed-markers", message))
    return text


def join_markers(block: Gathered, labels: Set[str], problems: list[Problem]) -> Gathered:
    """Return a block without the signs that alone stand between two markers; a dash there points
    to the notes between too, of those with these labels."""
    if len(block.markers) < 2 or block.kind == "table":
        return block
    cuts: list[tuple[int, int]] = []
    markers = [block.markers[0]]
    for before, marker in pairwise(block.markers):
        start, end = before.offset, marker.offset
        if 0 < end - start <= 3 and BETWEEN.fullmatch(block.text, start, end):
            cuts.append((start, end))
            if block.text[start:end].strip() in "–—-":
                markers += (Marker(end, label) for label in _between(before, marker, labels))
        markers.append(marker)
    if not cuts:
        return block
    signs = " ".join(block.text[start:end].strip() for start, end in cuts)
    message = f"Signs between note markers are left out: {signs}"
    problems.append(Problem(block.line, "typed-markers", message))
    return _without(replace(block, markers=tuple(markers)), cuts)


def _between(before: Marker, after: Marker, labels: Set[str]) -> list[str]:
    """Return the labels of the notes between two numbers, if these are not too far apart."""
    if not (before.label.isdecimal() and after.label.isdecimal()):
        return []
    low, high = int(before.label) + 1, int(after.label)
    numbers = map(str, range(low, high)) if high - low < WIDEST_RANGE else ()
    return [number for number in numbers if number in labels]


def without_notes_heading(
    body: list[Gathered], notes: Sequence[GatheredNote], problems: list[Problem]
) -> list[Gathered]:
    """Return the blocks without the heading of a list that the notes were taken from."""
    if not notes:
        return body
    kept: list[Gathered] = []
    for block in reversed(body):
        is_empty = not kept or kept[-1].kind == "heading"
        if is_empty and heads_notes(block):
            problems.append(told_of_heading(block))
        else:
            kept.append(block)
    return kept[::-1]


def heads_notes(block: Gathered) -> bool:
    """Tell whether a block says no more than that notes follow, in the words of the kind."""
    return HEADING.fullmatch(block.text.strip(" :")) is not None and not block.markers


def told_of_heading(block: Gathered) -> Problem:
    """Return the problem of a heading that is left out with the list that it was over."""
    message = f"The line “{block.text}” heads the notes and is no block of its own."
    return Problem(block.line, "notes-heading", message)


def _names_of(typed: TypedNotes, taken: set[str], problems: list[Problem]) -> dict[str, str]:
    """Return a label of its own for each typed note, by the one that it was typed with."""
    names = {}
    for note in typed.notes:
        name, number = note.label, 2
        while name in taken:
            name = f"{note.label}-{number}"
            number += 1
        taken.add(name)
        names[note.label] = name
        if name != note.label:
            message = f"A second note [{note.label}] is kept as [^{name}]."
            problems.append(Problem(note.line, "note-label-twice", message))
    return names


@dataclass(slots=True)
class _Marking:
    """Turns the typed markers of one text into markers, block by block.

    `names` are the labels that the notes got, by those they were typed with.
    """

    names: dict[str, str]
    style: str
    problems: list[Problem]
    last: int = 0
    changed: list[str] = field(default_factory=list)

    def mark(self, block: Gathered) -> Gathered:
        """Return a block with its typed markers turned into markers."""
        if block.kind == "table":
            if not block.marks and not may_hold_markers(block.text, self.style):
                return block
            cells = [[self.mark(cell) for cell in row] for row in cut_cells(block)]
            made = make_table(cells, block.line)
            return made[0] if len(made) == 1 else block
        labels = frozenset(self.names)
        marked = read_markers(_shadow(block), labels, self.style, after=self.last)
        for sign in marked.unknown:
            message = f"No note answers the marker {sign.translate(_LOWERED)}; it is kept as text."
            self.problems.append(Problem(block.line, "marker-without-note", message))
        if not marked.markers:
            return block
        known = {marker.label for marker in marked.markers}
        signs = (block.text[start:end].strip() for start, end in marked.cuts)
        self.changed += (sign for sign in signs if sign.strip("[]") not in known)
        numbers = [int(label) for label in known if label.isdecimal()]
        self.last = max([self.last, *numbers])
        found = [Marker(marker.offset, self.names[marker.label]) for marker in marked.markers]
        return _without(block, marked.cuts, found)


def _unit_of(block: Gathered) -> Unit:
    """Return a block as find_typed_notes looks at text: raised numbers as raised digits."""
    label = f"{block.label} " if block.label else ""
    return Unit(line=block.line, text=label + _shadow(block).replace("\n", " "), gap=1)


def _shadow(block: Gathered) -> str:
    """Return a block's text with the digits that are set as superscript as raised digits.

    Those in brackets stay as they are: they are read as markers either way.
    """
    if not any(mark.kind == "superscript" for mark in block.marks):
        return block.text
    parts = []
    at = 0
    for mark in block.marks:
        if mark.kind == "superscript" and mark.start >= at:
            raised = block.text[mark.start : mark.end]
            if "[" in raised:
                continue
            parts += [block.text[at : mark.start], raised.translate(_RAISED)]
            at = mark.end
    return "".join(parts) + block.text[at:]


def numbered_lines(block: Gathered) -> Iterator[Gathered]:
    """Cut a paragraph whose lines are numbered in sequence into one for each line."""
    if block.kind != "paragraph" or "\n" not in block.text or block.is_wholly("code"):
        yield block
        return
    ends = [match.start() for match in re.finditer("\n", block.text)]
    cuts = [0]
    number = None
    shadow = _shadow(block)
    for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(shadow)], strict=True):
        label = label_of(shadow[start : min(end, start + 40)])
        if label is not None and (number is None or label[1] == number + 1):
            number = label[1]
            if start:
                cuts.append(start)
    if len(cuts) < 2:
        yield block
        return
    yield from (block.cut(a, b) for a, b in zip(cuts, [*cuts[1:], None], strict=True))


def _notes_of(
    typed: TypedNotes, units: Sequence[Unit], body: Sequence[Gathered], names: dict[str, str]
) -> Iterator[GatheredNote]:
    """Yield the notes of a typed list with the looks of their text.

    Every unit gave its note one text, and the first is the unit's text without the label.
    """
    at = typed.start
    for note in typed.notes:
        gathered = GatheredNote(names[note.label], note.line)
        for number, _text in enumerate(note.texts):
            block, unit = body[at], units[at]
            if number == 0:
                typed_label = len(unit.text) - len(note.texts[0])
                typed_label -= len(block.label) + 1 if block.label else 0
                block = block.cut(max(typed_label, 0)) if block.kind != "table" else block
                block.kind = "paragraph" if block.kind == "list_item" else block.kind
            gathered.blocks.append(block)
            at += 1
        yield gathered


def _without(
    block: Gathered, cuts: Sequence[tuple[int, int]], more: Sequence[Marker] = ()
) -> Gathered:
    """Return a block without some ranges of its text, and with more markers in what is left."""
    kept: list[str] = []
    places = [0] * (len(block.text) + 1)
    at = length = 0
    for start, end in [*cuts, (len(block.text), len(block.text))]:
        for offset in range(at, start + 1):
            places[offset] = length + offset - at
        kept.append(block.text[at:start])
        length += start - at
        for offset in range(start, end + 1):
            places[offset] = length
        at = end
    text = "".join(kept)
    markers = [*(Marker(places[m.offset], m.label) for m in block.markers), *more]
    markers.sort(key=lambda marker: marker.offset)
    marks = [Mark(places[m.start], places[m.end], m.kind, m.href) for m in block.marks]
    return replace(block, text=text, marks=tidy_marks(marks, text), markers=tuple(markers))
