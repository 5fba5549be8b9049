"""Footnotes as people type them: "[3]" or "³" in the text, and a numbered list at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from reader.text.formats.layout import LABELS, Unit, number_of
from reader.text.parts import Marker
from reader.text.problems import Problem

HEADING = re.compile(
    r"(?:end|foot)?notes?(?: and references)?|references(?: and notes)?|citations", re.IGNORECASE
)
WIDEST_RANGE = 50
# Markers without brackets, which only their sequence can tell, by how the notes are numbered.
_LOOSE = {
    "bracket": (),
    "raised": (),
    "parenthesis": ("parenthesis",),
    "stop": ("attached", "parenthesis"),
    "bare": ("attached",),
}
_NUMBERS = r"\d{1,4}(?:[ \t]?[,;–—-][ \t]?\d{1,4}){0,20}"
_BRACKET = re.compile(rf"\[({_NUMBERS})\]")
_RAISED = re.compile(r"(?<=[^\s⁰¹²³⁴⁵⁶⁷⁸⁹])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}(?:[,–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}){0,20}")
_UNIT_BEFORE = re.compile(r"\b(?:[kcm]?m|[a-zA-Z])$")
_PARENTHESIS = re.compile(r"\((\d{1,3})\)")
_ATTACHED = re.compile(r"(?:(?<=[^\W\d_][.,;:!?”’\"')\]])|(?<=[.!?][”’\"')]))\d{1,3}(?=\s|$)")
_BETWEEN = re.compile(r"[ \t]?[,;–—-][ \t]?")
_NUMBER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|\d{1,4}|[–—-]")


@dataclass(slots=True)
class TypedNote:
    """A note of the list: its number as a label, its line, and its paragraphs."""

    label: str
    line: int
    texts: list[str]


@dataclass(slots=True)
class TypedNotes:
    """The notes of a text, where their list lies among the units, and how its markers look.

    `start` and `end` are indexes into the units; `heading` is that of the list's heading, or -1.
    """

    start: int
    end: int
    heading: int = -1
    notes: list[TypedNote] = field(default_factory=list)
    style: str = "bracket"
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its typed markers, the markers, and the typed ones as they stood."""

    text: str
    markers: tuple[Marker, ...] = ()
    typed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def find_typed_notes(units: Sequence[Unit], styles: Iterable[str] = tuple(LABELS)) -> TypedNotes:
    """Find the numbered list at the end of a text that its markers point into.

    Without such a list, or with one that nothing points to, `notes` is empty and both indexes are
    the number of units. Numbers without brackets count only if they run in sequence.
    """
    nothing = TypedNotes(len(units), len(units))
    for style in styles:
        found = _find_list(units, style)
        if found is None:
            continue
        start, last = found
        headed = start > 0 and HEADING.fullmatch(units[start - 1].text.strip(" #*_:"))
        heading = start - 1 if headed else -1
        body = [unit.text for unit in units[: heading if heading >= 0 else start]]
        notes, end = _read_list(units, start, last, style)
        numbers = {note.label for note in notes}
        marker_style = _marker_style(body, numbers, style)
        if not marker_style:
            if style == "bracket" or heading >= 0:
                message = "This looks like a list of notes, but nothing in the text points to it."
                problem = Problem(units[start].line, "notes-without-markers", message)
                nothing.problems.append(problem)
            continue
        result = TypedNotes(start, end, heading, notes, marker_style)
        _name_notes(result)
        _report_labels(result, units, start, end, style)
        return result
    return nothing


def read_markers(text: str, labels: frozenset[str], style: str, after: int = 0) -> MarkedText:
    """Take the typed markers out of a text, each with the one space before it.

    A marker is one only if every note it names exists; else it stays text and is listed in
    `unknown`. `after` is the highest number so far, which styles without brackets go by.
    """
    spans = _marker_spans(text, style, labels)
    parts: list[str] = []
    markers: list[Marker] = []
    typed: list[str] = []
    unknown: list[str] = []
    at = length = 0
    for start, end in spans:
        found = text[start:end]
        numbers = _numbers_in(found)
        if not _exist(numbers, labels):
            if style in ("bracket", "raised") and numbers and max(numbers) < 1000:
                unknown.append(found)
            continue
        if style in ("parenthesis", "attached"):
            if numbers[0] > after + 1:
                continue
            after = max(after, numbers[0])
        if start > at and text[start - 1] == " ":
            start -= 1
        parts.append(text[at:start])
        length += start - at
        markers += (Marker(length, str(number)) for number in numbers)
        if found != f"[{numbers[0]}]" and style != "attached":
            typed.append(found)
        at = end
    parts.append(text[at:])
    return MarkedText("".join(parts), tuple(markers), tuple(typed), tuple(unknown))


def _exist(numbers: Sequence[int], labels: Set[str]) -> bool:
    return bool(numbers) and all(str(number) in labels for number in numbers)


def _marker_spans(text: str, style: str, labels: Set[str]) -> list[tuple[int, int]]:
    """Return where markers may stand; two of this document with a comma or dash between are one."""
    if style == "raised":
        return [
            match.span()
            for match in _RAISED.finditer(text)
            if not _UNIT_BEFORE.search(text, max(0, match.start() - 3), match.start())
            or text[match.start()] not in "²³"
        ]
    pattern = {"bracket": _BRACKET, "parenthesis": _PARENTHESIS, "attached": _ATTACHED}[style]
    spans = [match.span() for match in pattern.finditer(text)]
    if style != "bracket":
        return spans
    joined: list[tuple[int, int]] = []
    latest = 0
    for start, end in spans:
        begun, ended = joined[-1] if joined else (0, 0)
        near = ended and start - ended <= 3 and _BETWEEN.fullmatch(text, ended, start)
        if near and _exist(_numbers_in(text[latest:end]), labels):
            joined[-1] = (begun, end)
        else:
            joined.append((start, end))
        latest = start
    return joined


def _numbers_in(found: str) -> list[int]:
    """Return the note numbers that a marker names, ranges written out; none if one is too wide."""
    numbers: list[int] = []
    is_range = False
    for part in _NUMBER.findall(found):
        if part in "–—-":
            is_range = bool(numbers)
            continue
        number = number_of(part)
        if is_range:
            if not numbers[-1] < number <= numbers[-1] + WIDEST_RANGE:
                return []
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
        is_range = False
    return numbers


def _find_list(units: Sequence[Unit], style: str) -> tuple[int, int] | None:
    """Return the first and last unit with a label in the last list that is numbered in style."""
    labelled = [
        (index, number_of(match[1]))
        for index, unit in enumerate(units)
        if (match := LABELS[style].match(unit.text)) and not unit.quotes
    ]
    if not labelled:
        return None
    last = labelled[-1][0]
    start, number = labelled[-1]
    for index, before in reversed(labelled[:-1]):
        step = number - before
        strict = style not in ("bracket", "raised")
        if start - index > 4 or step < 0 or (strict and step != 1):
            break
        start, number = index, before
    if style not in ("bracket", "raised") and number != 1:
        return None
    after = sum(len(unit.text) for unit in units[last + 1 :])
    before_it = sum(len(unit.text) for unit in units[:start])
    return (start, last) if start and after <= before_it else None


def _read_list(
    units: Sequence[Unit], start: int, last: int, style: str
) -> tuple[list[TypedNote], int]:
    """Read the notes from unit start to unit last, and the lines that go on after that one."""
    notes: list[TypedNote] = []
    end = start
    for index in range(start, len(units)):
        unit = units[index]
        match = None if unit.quotes else LABELS[style].match(unit.text)
        if match:
            label = str(number_of(match[1]))
            notes.append(TypedNote(label, unit.line, [unit.text[match.end() :]]))
        elif unit.gap == 0 and not unit.quotes:
            notes[-1].texts[-1] += " " + unit.text
        elif index < last or unit.indent > units[start].indent:
            notes[-1].texts.append(f"{unit.quotes} {unit.text}".strip())
        else:
            break
        end = index + 1
    return notes, end


def _marker_style(body: Sequence[str], labels: set[str], label_style: str) -> str:
    """Return how the markers of these notes are typed, "" if nothing points to any."""
    for style in ("bracket", "raised"):
        for text in body:
            for start, end in _marker_spans(text, style, labels):
                if _exist(_numbers_in(text[start:end]), labels):
                    return style
    for style in ("attached", "parenthesis"):
        if style not in _LOOSE[label_style]:
            continue
        expected = 1
        for text in body:
            for start, end in _marker_spans(text, style, labels):
                expected += _numbers_in(text[start:end])[:1] == [expected]
        if expected > 1 and (expected - 1) * 10 >= len(labels) * 8:
            return style
    return ""


def _name_notes(result: TypedNotes) -> None:
    """Give the second note of one number a label of its own."""
    seen: dict[str, int] = {}
    for note in result.notes:
        label = note.label
        count = seen[label] = seen.get(label, 0) + 1
        if count > 1:
            note.label = f"{label}-{count}"
            message = f"A second note [{label}] is kept as [^{note.label}]."
            result.problems.append(Problem(note.line, "note-label-twice", message))


def _report_labels(
    result: TypedNotes, units: Sequence[Unit], start: int, end: int, style: str
) -> None:
    if result.heading >= 0:
        heading = units[result.heading]
        message = f"The line “{heading.text}” heads the notes and is no block of its own."
        result.problems.append(Problem(heading.line, "notes-heading", message))
    labels = [match[0].strip() for unit in units[start:end]
              if (match := LABELS[style].match(unit.text))]  # fmt: skip
    if style != "bracket" or any(label.endswith(".") for label in labels):
        message = f"These typed numbers became the labels of notes: {' '.join(labels)}"
        result.problems.append(Problem(units[start].line, "typed-note-labels", message))
