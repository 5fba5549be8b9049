"""Notes within the text of a Markdown file, below their paragraph, "[Footnote 3: …]"."""

from __future__ import annotations

from collections.abc import Sequence

from reader.text.blocks import runs
from reader.text.formats.inset_notes import gather_notes
from reader.text.formats.layout import Unit
from reader.text.formats.markdown_looks import Line
from reader.text.problems import Problem


def gather_inset(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines with such notes as a list at their end, "[3] See …"; the same ones where
    there are none."""
    texts = [line.text or "" for line in lines]
    if not any(text.startswith("[") for text in texts):
        return list(lines)
    spans = list(runs(texts))
    units = [Unit(at, "\n".join(texts[start:end])) for at, (start, end) in enumerate(spans)]
    told: list[Problem] = []
    gathered = gather_notes(units, told)
    if not told:
        return list(lines)
    problems += (Problem(lines[spans[one.line][0]].number, one.code, one.message) for one in told)
    read: list[Line] = []
    for unit in gathered:
        start, end = spans[unit.line]
        if read:
            read.append(Line(lines[start].number, ""))
        if unit.gap:  # a note: the body's units have no gap here
            words = " ".join(unit.text.split())
            read.append(Line(lines[start].number, " " * unit.indent + words))
        elif unit is units[unit.line]:
            read += lines[start:end]
        else:  # its markers were numbered anew
            read.append(Line(lines[start].number, unit.text))
    return read
