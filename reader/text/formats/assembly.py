"""Gathered blocks into a manuscript: what no markup says is read from the looks of the text.

Notes that were typed by hand, lines over the text, captions, headings in bold and a title that
nothing names are found as in plain text; whatever is unsure is reported as a problem.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reader.text.composition import compose
from reader.text.formats.gathered_looks import lower_headings, read_looks
from reader.text.formats.gathered_notes import (
    join_markers,
    numbered_lines,
    take_typed_notes,
    without_notes_heading,
)
from reader.text.formats.gathered_opening import GatheredOpening
from reader.text.formats.gathering import Gathered, GatheredNote
from reader.text.formats.masthead import absent_metadata
from reader.text.formats.opening import small_words
from reader.text.parts import ParsedFootnote
from reader.text.problems import Problem


@dataclass(slots=True)
class Assembly:
    """What was gathered from one file; `manuscript` may be asked once.

    `meta` is what the file says about itself; its title is no block of `body`. `otherwise` is what
    its properties say, which counts only where its text says nothing: a program filled them in.
    `unseen` counts the characters that were left out because nobody sees them.
    """

    body: list[Gathered]
    notes: list[GatheredNote]
    meta: dict[str, object]
    problems: list[Problem]
    unseen: Counter[str] = field(default_factory=Counter)
    otherwise: dict[str, object] = field(default_factory=dict)

    def manuscript(self) -> tuple[str, tuple[Problem, ...]]:
        """Return the manuscript and all problems, with lines of the file."""
        body = [part for block in self.body for part in numbered_lines(block)]
        small = small_words(block.text for block in body)
        body = take_typed_notes(body, self.notes, self.problems)
        labels = {note.label for note in self.notes}
        body = [join_markers(block, labels, self.problems) for block in body]
        body = without_notes_heading(body, self.notes, self.problems)
        opening = GatheredOpening(body, self.meta, self.problems, small)
        opening.read()
        self.body, self.meta = opening.body, opening.meta
        self.fill_in()
        read_looks(self.body, self.problems)
        lower_headings(self.body)
        self.report()
        self.problems += absent_metadata(self.meta)
        blocks = [block.block() for block in self.body]
        footnotes = [
            ParsedFootnote(note.label, tuple(block.block() for block in note.blocks))
            for note in self.notes
        ]
        return compose(self.meta, blocks, footnotes), tuple(sorted(set(self.problems)))

    def fill_in(self) -> None:
        """Put into the front matter what only the properties of the file say."""
        added = {key: value for key, value in self.otherwise.items() if key not in self.meta}
        if added:
            self.meta = {**self.meta, **added}
            message = f"These come from the file's properties and may be wrong: {', '.join(added)}."
            self.problems.append(Problem(0, "metadata-from-file", message))

    def report(self) -> None:
        """Report what is absent, what nobody sees, and notes that nothing points to."""
        if not self.body and not self.notes:
            self.problems.append(Problem(0, "text-absent", "No text was found in the file."))
        if self.unseen:
            count = sum(self.unseen.values())
            names = ", ".join(f"U+{ord(character):04X}" for character in sorted(self.unseen))
            message = f"Characters that nobody sees were left out: {count} × {names}."
            self.problems.append(Problem(0, "unseen-characters", message))
        used = {marker.label for block in self.body for marker in block.markers}
        used |= {m.label for note in self.notes for block in note.blocks for m in block.markers}
        for note in self.notes:
            if note.label not in used:
                message = f"Nothing in the text points to note [^{note.label}]."
                self.problems.append(Problem(note.line, "note-without-marker", message))
