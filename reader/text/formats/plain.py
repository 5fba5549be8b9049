"""Plain text into a manuscript: title, kicker, captions, headings, lists and notes by their looks.

Only here is layout guessed at. Whatever is unsure stays a paragraph and is reported as a problem.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace

from reader.text.composition import compose
from reader.text.formats.broken_words import mend_words
from reader.text.formats.headings import (
    HEADING_LEVEL,
    SENTENCE_END,
    heading_certainty,
    numbered_sections,
    roman_sections,
)
from reader.text.formats.inset_notes import gather_notes
from reader.text.formats.layout import SIGN_OF_NOTE, Unit, is_dividing, lines_of, read_units
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.formats.masthead import absent_metadata, is_caption, is_torn_caption
from reader.text.formats.opening import small_words
from reader.text.formats.pages import clear_pages, fed_lines, find_feet, join_pages
from reader.text.formats.plain_opening import PlainOpening
from reader.text.formats.sign_notes import SignNotes, find_sign_notes
from reader.text.formats.typed_lists import list_at
from reader.text.formats.typed_markers import MarkedText, read_markers
from reader.text.formats.typed_notes import TypedNote, TypedNotes, cut_at_labels, find_typed_notes
from reader.text.parts import Marker, ParsedBlock, ParsedFootnote
from reader.text.problems import Problem

_UNSEEN = re.compile("[\u00ad\u200b\u2060]")  # never seen, and in the way of every search

# "[Illustration: The lower bridge]", as transcribers write.
_PICTURE = re.compile(
    r"\[(?:Illustration|Picture|Image|Photograph|Photo)(?:: ?([^\[\]]{1,1000}))?\]"
)


def to_manuscript(text: str, limits: Limits = ORDINARY) -> tuple[str, tuple[Problem, ...]]:
    """Turn plain text into a manuscript, and say what is doubtful about it.

    Lines end with LF. Every character that is not blank is in the manuscript or in the message of
    a problem; lines of problems are those of the text. Takes time in proportion to the text.
    """
    problems: list[Problem] = []
    text = _seen(text, problems)
    lines = lines_of(text)
    breaks = clear_pages(lines, fed_lines(text), problems)
    mend_words(lines, problems)
    sections = roman_sections(lines)
    starts = find_feet(lines, breaks) | sections | {line + 1 for line in sections}
    units = join_pages(read_units(lines, limits.paragraphs, starts), breaks, problems)
    units = gather_notes(units, problems)
    parts = [part for unit in units for part in _notes_apart(unit)]
    return _Reading(parts, problems, {line + 1 for line in sections}).manuscript()


def _seen(text: str, problems: list[Problem]) -> str:
    """Return text without the characters that nobody sees, and report them."""
    found = _UNSEEN.findall(text)
    if not found:
        return text
    names = ", ".join(f"U+{ord(character):04X}" for character in sorted(set(found)))
    message = f"Characters that nobody sees were left out: {len(found)} × {names}."
    problems.append(Problem(0, "unseen-characters", message))
    return _UNSEEN.sub("", text)


def _notes_apart(unit: Unit) -> list[Unit]:
    """Return a unit that holds several typed notes as one for each."""
    cuts = cut_at_labels(unit.text) if unit.text[:1] == "[" and not unit.cells else [0]
    if len(cuts) == 1:
        return [unit]
    texts = [unit.text[a:b].strip() for a, b in zip(cuts, [*cuts[1:], None], strict=True)]
    return [replace(unit, text=text, gap=unit.gap if n == 0 else 0) for n, text in enumerate(texts)]


@dataclass(slots=True)
class _Reading:
    """One plain text: its units, and what has been made of them so far."""

    units: Sequence[Unit]
    problems: list[Problem]
    numbered: Set[int]  # the lines, from 1, that are headings by their numbers
    typed: TypedNotes = field(init=False)
    labels: frozenset[str] = field(init=False)
    meta: dict[str, object] = field(default_factory=dict)
    blocks: list[ParsedBlock] = field(default_factory=list)
    small: frozenset[str] = field(init=False)
    sections: frozenset[int] = field(init=False)
    changed_markers: list[str] = field(default_factory=list)
    last_marker: int = 0
    used: set[str] = field(default_factory=set)
    signs: SignNotes = field(default_factory=SignNotes)
    indent: int = 0
    heading_lines: set[int] = field(default_factory=set)

    def manuscript(self) -> tuple[str, tuple[Problem, ...]]:
        self.typed = find_typed_notes(self.units)
        if self.typed.style != "sign":
            self.signs, rest = find_sign_notes(self.units)
            if self.signs.notes:
                self.units = rest
                self.typed = find_typed_notes(rest)
        self.labels = frozenset(note.label for note in self.typed.notes)
        self.typed.notes += [
            TypedNote(label, line, [said]) for label, line, said in self.signs.notes
        ]
        indents = sorted(unit.indent for unit in self.units if len(unit.text) > 80)
        self.indent = indents[len(indents) // 2] if indents else 0
        self.problems += self.typed.problems
        self.small = small_words(unit.text for unit in self.units)
        body = [*range(self.typed.start if self.typed.heading < 0 else self.typed.heading)]
        body += range(self.typed.end, len(self.units))
        self.sections = frozenset(numbered_sections(self.units, body)) | {
            index for index in body if self.units[index].line in self.numbered
        }
        opening = PlainOpening(self.units, self.small, self.numbered, self.problems)
        body = opening.read(body)
        self.meta = opening.meta
        for kind, unit in opening.lines:
            if kind == "caption":
                self.add_caption(unit)
            else:
                marked = self.signs.read(unit.line, MarkedText(unit.text))
                self.changed_markers += marked.typed
                self.used.update(marker.label for marker in marked.markers)
                self.blocks.append(ParsedBlock(kind, marked.text, markers=marked.markers))
        self.clear_authors()
        self.read_body(body)
        self.report_signs()
        self.report_gaps(body)
        self.report_notes()
        self.problems += absent_metadata(self.meta)
        footnotes = [
            ParsedFootnote(note.label, tuple(ParsedBlock("paragraph", t) for t in note.texts))
            for note in self.typed.notes
        ]
        return compose(self.meta, self.blocks, footnotes), tuple(sorted(self.problems))

    def clear_authors(self) -> None:
        """Take the signs of notes off the authors' names; the byline has them as markers."""
        authors = self.meta.get("authors")
        if isinstance(authors, list):
            ends = tuple(label.partition("-")[0] for label in self.used if label[0] in SIGN_OF_NOTE)
            self.meta["authors"] = [
                name.rstrip("".join(ends)) if ends and name.endswith(ends) else name
                for name in authors
            ]

    def report(self, unit: Unit, code: str, message: str) -> None:
        self.problems.append(Problem(unit.line, code, message))

    def add_caption(self, unit: Unit) -> None:
        self.add("caption", unit)
        if is_torn_caption(unit.text):
            message = f"The credit of this caption is torn off: “{unit.text[-60:]}”"
            self.report(unit, "torn-caption", message)

    # The text

    def read_body(self, body: Sequence[int]) -> None:
        place = 0
        while place < len(body):
            unit = self.units[body[place]]
            items = list_at(self.units, body, place)
            if items:
                self.add_list(items)
                place += len(items)
                continue
            if unit.cells:
                self.add_table(unit)
            elif unit.underline:
                self.add_text(unit, 1)
            elif self.is_quote(unit):
                self.add_quote(unit)
            elif is_dividing(unit):
                message = f"A dividing line is left out of the text: {unit.text}"
                self.report(unit, "dividing-line", message)
            elif picture := _PICTURE.fullmatch(unit.text):
                self.add_picture(unit, picture[1] or "")
            elif is_torn_caption(unit.text) or (len(unit.text) < 300 and is_caption(unit.text)):
                self.add_caption(unit)
            else:
                self.add_text(unit, self.certainty(body, place))
            place += 1

    def add(self, kind: str, unit: Unit, text: str = "", level: int = 0, ordered: int = 0) -> None:
        """Add a block; its typed markers become markers."""
        marked = self.mark(unit, text or unit.text)
        block = ParsedBlock(
            kind, marked.text, markers=marked.markers, level=level, ordered=ordered
        )  # fmt: skip
        self.blocks.append(block)

    def mark(self, unit: Unit, text: str) -> MarkedText:
        """Return a text of a unit with its typed markers taken out."""
        marked = read_markers(text, self.labels, self.typed.style, after=self.last_marker)
        marked = self.signs.read(unit.line, marked)
        self.changed_markers += marked.typed
        for marker in marked.markers:
            self.used.add(marker.label)
            if marker.label.isdecimal():
                self.last_marker = max(self.last_marker, int(marker.label))
        for found in marked.unknown:
            message = f"No note answers the marker {found}; it is kept as text."
            self.report(unit, "marker-without-note", message)
        return marked

    def add_text(self, unit: Unit, certainty: float) -> None:
        if certainty == 1:
            self.add("heading", unit, level=HEADING_LEVEL)
            self.heading_lines.add(unit.line)
            return
        self.add("paragraph", unit)
        if certainty:
            message = f"This line may be a heading: “{unit.text}”"
            self.report(unit, "likely-heading", message)

    def certainty(self, body: Sequence[int], place: int) -> float:
        """Tell how surely a unit of the text is a heading."""
        before = self.units[body[place - 1]] if place else None
        after = self.units[body[place + 1]] if place + 1 < len(body) else None
        return heading_certainty(
            self.units[body[place]],
            before,
            after,
            is_section=body[place] in self.sections,
            is_below_one=place > 0 and self.is_heading(body[place - 1]),
        )

    def add_picture(self, unit: Unit, caption: str) -> None:
        """Add the caption of a picture that a line in brackets stands for."""
        if caption:
            self.add("caption", unit, caption)
        message = f"This line stands for a picture; only its caption is kept: {unit.text}"
        self.report(unit, "caption-by-look", message)

    def add_table(self, unit: Unit) -> None:
        rows = []
        markers: list[Marker] = []
        length = 0
        for cells in unit.cells:
            row = []
            for cell in cells:
                marked = self.mark(unit, cell)
                markers += (Marker(length + m.offset, m.label) for m in marked.markers)
                row.append(marked.text)
                length += len(marked.text) + 1
            rows.append(tuple(row))
        text = "\n".join("\t".join(row) for row in rows)
        self.blocks.append(ParsedBlock("table", text, markers=tuple(markers), cells=tuple(rows)))

    def add_quote(self, unit: Unit) -> None:
        self.add("quote", unit)
        if len(unit.quotes) > 1:
            message = f"The signs that marked each line as quoted are left out: {unit.quotes}"
            self.report(unit, "quotation-signs", message)

    def is_quote(self, unit: Unit) -> bool:
        """Tell whether a unit is marked as quoted, or stands further in than the text does."""
        if unit.quotes:
            return True
        if unit.indent > 2 and unit.text[0] in '“"«' and unit.text[-1] in '”"»':
            return unit.indent >= self.indent + 3
        if unit.indent < 2 or (unit.lines == 1 and len(unit.text) < 80):
            is_sentence = len(unit.text) >= 40 and SENTENCE_END.search(unit.text) is not None
            return is_sentence and unit.lines == 1 and unit.indent >= self.indent + 4
        return unit.indent >= self.indent + (2 if unit.lines > 1 else 3)

    # Lists

    def add_list(self, items: Sequence[tuple[Unit, str, int]]) -> None:
        indents: list[int] = []
        for unit, mark, number in items:
            while len(indents) > 1 and unit.first_indent <= indents[-2]:
                indents.pop()
            if not indents or unit.first_indent > indents[-1] + 1:
                indents.append(unit.first_indent)
            self.add("list_item", unit, unit.text[len(mark) :], len(indents), number)
        marks = " ".join((mark or unit.text.split()[0]).strip() for unit, mark, _number in items)
        message = f"These signs at the line starts made a list: {marks}"
        self.report(items[0][0], "typed-list", message)

    # What is doubtful

    def report_signs(self) -> None:
        """Report the signs that underlined headings and drew tables."""
        for unit in self.units:
            if unit.cells and unit.underline:
                message = f"The signs that drew this table are left out: {unit.underline}"
                self.report(unit, "typed-table", message)
            elif unit.underline:
                message = f"The line of signs below a heading is left out: {unit.underline}"
                self.report(unit, "dividing-line", message)

    def report_gaps(self, body: Sequence[int]) -> None:
        """Report where two blank lines or more stand before a paragraph or the notes."""
        before = [*body]
        if self.typed.heading < 0 and self.typed.start < len(self.units):
            before.append(self.typed.start)
        wide = []
        for place, index in enumerate(before[1:], 1):
            unit = self.units[index]
            near_heading = self.is_heading(index) or self.is_heading(before[place - 1])
            if unit.gap > 1 and not near_heading:
                wide.append(unit)
        if len(wide) <= max(3, sum(self.units[index].gap > 0 for index in before) // 5):
            for unit in wide:
                message = f"{unit.gap} blank lines here: a heading may have been lost."
                self.problems.append(Problem(unit.line - 1, "likely-lost-heading", message))

    def is_heading(self, index: int) -> bool:
        return self.units[index].line in self.heading_lines

    def report_notes(self) -> None:
        if self.changed_markers:
            message = f"These typed signs became note markers: {' '.join(self.changed_markers)}"
            self.problems.append(Problem(0, "typed-markers", message))
        for note in self.typed.notes:
            if note.label not in self.used:
                message = f"Nothing in the text points to note [^{note.label}]."
                title, sign = str(self.meta.get("title", "")), note.label.partition("-")[0]
                if note.label[0] in SIGN_OF_NOTE and title.endswith(sign):
                    self.meta["title"] = title.removesuffix(sign).rstrip()
                    left = f"The title has no markers; its sign is left out: {sign}"
                    self.problems.append(Problem(note.line, "typed-markers", left))
                self.problems.append(Problem(note.line, "note-without-marker", message))
