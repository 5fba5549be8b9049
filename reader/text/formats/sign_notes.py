"""Notes that signs lead to, beside numbered ones: "* The author thanks …" for the title's star."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.text.formats.layout import SIGNS, Unit
from reader.text.formats.typed_markers import MarkedText, may_hold_markers, sign_spans
from reader.text.parts import Marker

_OPENED = re.compile(r"(?<!\S)\*\w")  # as one who types *emphasis* opens it


@dataclass(slots=True)
class SignNotes:
    """The notes with signs of one text, and which sign on which line leads to which of them.

    `notes` are (label, line, text). The label is the sign; a sign that leads to a second note gets
    a number. `labels` gives for the line of a unit the label of each sign in it.
    """

    notes: list[tuple[str, int, str]] = field(default_factory=list)
    labels: dict[int, dict[str, str]] = field(default_factory=dict)

    def read(self, line: int, marked: MarkedText) -> MarkedText:
        """Return what is on a line with the signs that lead to notes made markers too."""
        known = self.labels.get(line)
        if not known:
            return marked
        text, at = "", 0
        cuts = [span for span in sign_spans(marked.text) if marked.text[slice(*span)] in known]
        places: list[Marker] = []
        for start, end in cuts:
            text += marked.text[at:start]
            places.append(Marker(len(text), known[marked.text[start:end]]))
            at = end
        moved = [
            replace(one, offset=one.offset - sum(b - a for a, b in cuts if b <= one.offset))
            for one in marked.markers
        ]
        signs = tuple(marked.text[start:end] for start, end in cuts)
        return replace(
            marked,
            text=text + marked.text[at:],
            markers=tuple(sorted([*moved, *places])),
            typed=marked.typed + signs,
        )


def find_sign_notes(units: Sequence[Unit]) -> tuple[SignNotes, list[Unit]]:
    """Return the notes with signs, and the units without them.

    A note opens with a sign that exactly one earlier unit carries right after a word, and has no
    neighbour that opens with it too, as the items of a list do.
    """
    result = SignNotes()
    asking: dict[str, list[int]] = {}  # the lines with a sign that no note has answered
    rest: list[Unit] = []
    is_emphasis = any("*" in unit.text and _OPENED.search(unit.text) for unit in units)
    used: dict[str, int] = {}
    for index, unit in enumerate(units):
        match = None if unit.quotes or unit.cells else SIGNS.match(unit.text)
        sign = match[1] if match else ""
        if match and len(asking.get(sign, ())) == 1 and not _is_item(units, index, sign):
            used[sign] = used.get(sign, 0) + 1
            label = sign if used[sign] == 1 else f"{sign}-{used[sign]}"
            result.notes.append((label, unit.line, unit.text[match.end() :]))
            result.labels.setdefault(asking.pop(sign)[0], {})[sign] = label
            continue
        rest.append(unit)
        if unit.cells or not may_hold_markers(unit.text, "sign"):
            continue
        for found in dict.fromkeys(unit.text[a:b] for a, b in sign_spans(unit.text)):
            if not (is_emphasis and found[0] == "*"):
                asking.setdefault(found, []).append(unit.line)
    return result, rest


def _is_item(units: Sequence[Unit], index: int, sign: str) -> bool:
    """Tell whether the unit before or after opens with the same sign."""
    near = (*units[max(0, index - 1) : index], *units[index + 1 : index + 2])
    matches = (SIGNS.match(unit.text) for unit in near)
    return any(match is not None and match[1] == sign for match in matches)
