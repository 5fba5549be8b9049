"""The labels of a Word file's notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reader.text.formats.docx_parts import roman
from reader.text.inline_parts import MARKER


@dataclass(slots=True)
class NoteLabels:
    """The labels given so far, by (kind, id) of a note ("footnote" or "endnote").

    Notes are numbered in the order in which their labels are asked for. Beside footnotes
    (`endnotes_apart`), endnotes have roman numbers, as Word shows them.
    """

    endnotes_apart: bool = False
    given: dict[tuple[str, str], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)

    def give(self, kind: str, identity: str, custom: str = "") -> str:
        """Return the label of a note: the mark that its author chose, where it can be one."""
        known = self.given.get((kind, identity))
        if known is not None:
            return known
        label = custom if MARKER.fullmatch(f"[^{custom}]") else ""
        while not label or label in self._taken:
            self._counts[kind] += 1
            number = self._counts[kind]
            is_roman = kind == "endnote" and self.endnotes_apart
            label = roman(number) if is_roman else str(number)
        self.given[kind, identity] = label
        self._taken.add(label)
        return label
