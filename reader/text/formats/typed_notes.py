"""Footnotes as people type them: "[3]" or "³" in the text, and a numbered list at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reader.text.formats.layout import LABELS, SIGNS, Unit, number_of
from reader.text.formats.typed_markers import exist, marker_spans, numbers_in
from reader.text.problems import Problem

HEADING = re.compile(
    r"(?:\d{1,2}\.? |[IVX]{1,5}\. )?(?:(?:end|foot)?notes?(?: and references)?"
    r"|references(?: and notes)?|citations|sources(?: and notes)?|notes (?:and|&) sources"
    r"|works cited|bibliography|anmerkungen|fu(?:ß|ss)noten|notas|note|примечания|הערות)",
    re.IGNORECASE,
)
_NOTE_LABELS = {**LABELS, "glued": re.compile(r"(\d{1,3})(?=[^\W\d_a-z]|[“\"‘«])")}
_SIGN_ORDER = ("*", "†", "‡", "§", "¶", "#", "**", "††", "‡‡", "§§", "¶¶", "***", "†††")
# Markers without brackets, which only their sequence can tell, by how the notes are numbered.
_LOOSE = {
    "bracket": (),
    "raised": (),
    "roman": (),
    "parenthesis": ("parenthesis",),
    "stop": ("attached", "parenthesis"),
    "bare": ("attached",),
    "glued": ("attached",),
}
_NEXT = re.compile(r"(?:(?<=[.!?…)\]”’\"'])|(?<=[.!?…)\]”’\"'] ))\[(\d{1,4})\][:.]?[ \t]*(?=\S)")


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
    label_style: str = "bracket"
    problems: list[Problem] = field(default_factory=list)


def find_typed_notes(
    units: Sequence[Unit], styles: Iterable[str] = (*_NOTE_LABELS, "sign")
) -> TypedNotes:
    """Find the numbered list at the end of a text that its markers point into.

    Without such a list, or with one that nothing points to, `notes` is empty and both indexes are
    the number of units. Numbers without brackets count only if they run in sequence, and so do
    signs such as `*` and `†`.
    """
    nothing = TypedNotes(len(units), len(units))
    for style in styles:
        if style == "sign":
            return _find_signs(units) or nothing
        found = _find_list(units, style)
        if found is None:
            continue
        start, last = found
        headed = start > 0 and HEADING.fullmatch(units[start - 1].text.strip(" #*_:"))
        heading = start - 1 if headed else -1
        body = [unit.text for unit in units[: heading if heading >= 0 else start]]
        notes, end = _read_list(units, start, last, style)
        numbers = {note.label for note in notes}
        marker_style = _marker_style(body, numbers, style, heading >= 0)
        if not marker_style:
            if style == "bracket" or heading >= 0:
                message = "This looks like a list of notes, but nothing in the text points to it."
                problem = Problem(units[start].line, "notes-without-markers", message)
                nothing.problems.append(problem)
            continue
        result = TypedNotes(start, end, heading, notes, marker_style, style)
        _name_notes(result)
        _report_labels(result, units, start, end, style)
        return result
    return nothing


def cut_at_labels(text: str) -> list[int]:
    """Return where further notes begin in a text that opens with the bracketed number of one.

    >>> cut_at_labels("[1] Hale, 3. [2] The same.")
    [0, 13]
    """
    first = LABELS["bracket"].match(text)
    if first is None:
        return [0]
    cuts, number = [0], number_of(first[1])
    for match in _NEXT.finditer(text, first.end()):
        if number_of(match[1]) == number + 1:
            cuts.append(match.start())
            number += 1
    return cuts


def _find_signs(units: Sequence[Unit]) -> TypedNotes | None:
    """Find the notes with signs at the very end of a text, each of which its text points to."""
    start = len(units)
    labels: list[str] = []
    while start > 1 and len(labels) < len(_SIGN_ORDER):
        match = SIGNS.match(units[start - 1].text)
        if match is None or units[start - 1].quotes or match[1] in labels:
            break
        labels.insert(0, match[1])
        start -= 1
    while labels and not _is_in_order(labels):
        labels.pop(0)
        start += 1
    if not labels:
        return None
    body = [unit.text for unit in units[:start]]
    known = set(labels)
    asked = [text[a:b] for text in body for a, b in marker_spans(text, "sign", known)]
    opened = "*" in known and any(re.search(r"(?<!\S)\*\w", text) for text in body)
    if opened or list(dict.fromkeys(asked)) != labels:
        return None
    headed = HEADING.fullmatch(units[start - 1].text.strip(" #*_:"))
    result = TypedNotes(start, len(units), start - 1 if headed else -1, style="sign")
    for label, unit in zip(labels, units[start:], strict=True):
        match = SIGNS.match(unit.text)
        assert match is not None, "these units were chosen for their signs"
        result.notes.append(TypedNote(label, unit.line, [unit.text[match.end() :]]))
    if headed:
        _report_heading(result, units)
    return result


def _is_in_order(labels: Sequence[str]) -> bool:
    places = [_SIGN_ORDER.index(label) if label in _SIGN_ORDER else -1 for label in labels]
    return places[0] == 0 and places == sorted(places)


def _find_list(units: Sequence[Unit], style: str) -> tuple[int, int] | None:
    """Return the first and last unit with a label in the last list that is numbered in style."""
    labelled = [
        (index, number_of(match[1]))
        for index, unit in enumerate(units)
        if (match := _NOTE_LABELS[style].match(unit.text)) and not unit.quotes
    ]
    if not labelled:
        return None
    strict = style not in ("bracket", "raised")
    found = _last_chain(labelled) if strict else _last_group(labelled)
    if found is None:
        return None
    start, last = found
    after = sum(len(unit.text) for unit in units[last + 1 :])
    before_it = sum(len(unit.text) for unit in units[:start])
    return (start, last) if start and after <= before_it else None


def _last_group(labelled: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where the last numbers that do not fall begin and end."""
    start, number = labelled[-1]
    for index, before in reversed(labelled[:-1]):
        if start - index > 4 or number < before:
            break
        start, number = index, before
    return start, labelled[-1][0]


def _last_chain(labelled: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where the last numbers that run 1, 2, 3 begin and end; one alone without a run."""
    chains: list[tuple[int, int, int]] = []
    for index, number in labelled:
        if number == 1:
            chains.append((index, index, 1))
        elif chains:
            start, last, before = chains[-1]
            if number == before + 1 and index - last <= 4:
                chains[-1] = (start, index, number)
    for least in (2, 1):
        for start, last, number in reversed(chains):
            if number >= least:
                return start, last
    return None


def _read_list(
    units: Sequence[Unit], start: int, last: int, style: str
) -> tuple[list[TypedNote], int]:
    """Read the notes from unit start to unit last, and the lines that go on after that one."""
    notes: list[TypedNote] = []
    end = start
    for index in range(start, len(units)):
        unit = units[index]
        match = None if unit.quotes else _NOTE_LABELS[style].match(unit.text)
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


def _marker_style(body: Sequence[str], labels: set[str], label_style: str, is_headed: bool) -> str:
    """Return how the markers of these notes are typed, "" if nothing points to any."""
    for style in ("roman",) if label_style == "roman" else ("bracket", "raised"):
        for text in body:
            for start, end in marker_spans(text, style, labels):
                if exist(numbers_in(text[start:end]), labels):
                    return style
    for style in ("attached", "parenthesis"):
        if style not in _LOOSE[label_style]:
            continue
        expected = 1
        for text in body:
            for start, end in marker_spans(text, style, labels):
                numbers = numbers_in(text[start:end])
                expected = numbers[-1] + 1 if numbers[:1] == [expected] else expected
        if expected > 1 and (expected - 1) * 10 >= len(labels) * (5 if is_headed else 8):
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


def _report_heading(result: TypedNotes, units: Sequence[Unit]) -> None:
    heading = units[result.heading]
    message = f"The line “{heading.text}” heads the notes and is no block of its own."
    result.problems.append(Problem(heading.line, "notes-heading", message))


def _report_labels(
    result: TypedNotes, units: Sequence[Unit], start: int, end: int, style: str
) -> None:
    if result.heading >= 0:
        _report_heading(result, units)
    labels = [match[0].strip() for unit in units[start:end]
              if (match := _NOTE_LABELS[style].match(unit.text))]  # fmt: skip
    if style != "bracket" or any(label.endswith(".") for label in labels):
        message = f"These typed numbers became the labels of notes: {' '.join(labels)}"
        result.problems.append(Problem(units[start].line, "typed-note-labels", message))
