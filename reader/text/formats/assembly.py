"""Gathered blocks into a manuscript: what no markup says is read from the looks of the text.

Notes that were typed by hand, lines over the text, captions, headings in bold and a title that
nothing names are found as in plain text; whatever is unsure is reported as a problem.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reader.text.composition import compose
from reader.text.formats.gathering import Gathered, GatheredNote, cut_cells, make_table
from reader.text.formats.headings import (
    HEADING_LEVEL,
    LONGEST_HEADING,
    LONGEST_TITLE,
    is_title_cased,
)
from reader.text.formats.layout import Unit, label_of
from reader.text.formats.masthead import (
    absent_metadata,
    is_caption,
    is_torn_caption,
    read_labelled,
)
from reader.text.formats.opening import (
    facts_over,
    is_over_text,
    lines_over_text,
    small_words,
    stands_before_title,
)
from reader.text.formats.typed_notes import (
    HEADING,
    MarkedText,
    TypedNotes,
    find_typed_notes,
    may_hold_markers,
    read_markers,
)
from reader.text.inline_parts import tidy_marks
from reader.text.parts import Mark, Marker, ParsedFootnote
from reader.text.problems import Problem

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]{0,3}\Z")
_WORD = re.compile(r"[^\W_][\w’'‘-]{0,80}")
_ABOVE = 12  # blocks in which the title and the lines around it are looked for


@dataclass(slots=True)
class Assembly:
    """What was gathered from one file; `manuscript` may be asked once.

    `meta` is what the file says about itself; its title is no block of `body`. `unseen` counts the
    characters that were left out because nobody sees them.
    """

    body: list[Gathered]
    notes: list[GatheredNote]
    meta: dict[str, object]
    problems: list[Problem]
    unseen: Counter[str] = field(default_factory=Counter)
    last_marker: int = 0
    changed: list[str] = field(default_factory=list)
    small: frozenset[str] = frozenset()

    def manuscript(self) -> tuple[str, tuple[Problem, ...]]:
        """Return the manuscript and all problems, with lines of the file."""
        self.body = [part for block in self.body for part in _numbered_lines(block)]
        self.small = small_words(block.text for block in self.body)
        self.take_typed_notes()
        self.drop_notes_heading()
        self.read_masthead()
        self.read_looks()
        self.lower_headings()
        self.report()
        self.problems += absent_metadata(self.meta)
        blocks = [block.block() for block in self.body]
        footnotes = [
            ParsedFootnote(note.label, tuple(block.block() for block in note.blocks))
            for note in self.notes
        ]
        return compose(self.meta, blocks, footnotes), tuple(sorted(set(self.problems)))

    # Notes

    def take_typed_notes(self) -> None:
        """Turn a typed list of notes, and the typed markers in the text, into notes."""
        body = self.body
        units = [_unit_of(block) for block in body]
        typed = find_typed_notes(units)
        self.problems += typed.problems
        taken = {note.label for note in self.notes}
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
                self.problems.append(Problem(note.line, "note-label-twice", message))
        start = typed.start if typed.heading < 0 else typed.heading
        known = frozenset(names)
        rest = [*body[:start], *body[typed.end :]]
        text = [self.mark(block, known, typed.style, names) for block in rest]
        self.notes += _typed_notes(typed, units, body, names)
        self.body = text
        if self.changed:
            message = f"These typed signs became note markers: {' '.join(self.changed)}"
            self.problems.append(Problem(0, "typed-markers", message))

    def mark(
        self, block: Gathered, labels: frozenset[str], style: str, names: dict[str, str]
    ) -> Gathered:
        """Return a block with its typed markers turned into markers."""
        if block.kind == "table":
            if not block.marks and not may_hold_markers(block.text, style):
                return block
            cells = [
                [self.mark(cell, labels, style, names) for cell in row] for row in cut_cells(block)
            ]
            made = make_table(cells, block.line)
            return made[0] if len(made) == 1 else block
        shadow = _shadow(block)
        marked = read_markers(shadow, labels, style, after=self.last_marker)
        for found in marked.unknown:
            message = f"No note answers the marker {found.translate(_LOWERED)}; it is kept as text."
            self.problems.append(Problem(block.line, "marker-without-note", message))
        if not marked.markers:
            return block
        known = {marker.label for marker in marked.markers}
        signs = (block.text[start:end].strip() for start, end in marked.cuts)
        self.changed += (sign for sign in signs if sign.strip("[]") not in known)
        numbers = [int(label) for label in known if label.isdecimal()]
        self.last_marker = max([self.last_marker, *numbers])
        return _without(block, marked, names)

    def drop_notes_heading(self) -> None:
        """Take away the heading of a list of notes that the notes were taken from."""
        if not self.notes:
            return
        for index in range(len(self.body) - 1, -1, -1):
            block = self.body[index]
            following = self.body[index + 1] if index + 1 < len(self.body) else None
            is_empty = following is None or following.kind == "heading"
            if is_empty and HEADING.fullmatch(block.text.strip(" :")) and not block.markers:
                message = f"The line “{block.text}” heads the notes and is no block of its own."
                self.problems.append(Problem(block.line, "notes-heading", message))
                del self.body[index]

    # Looks

    def read_masthead(self) -> None:
        """Find the title, and the lines around it, where the file does not name them."""
        self.drop_shown_title()
        over = 0
        if "title" in self.meta:
            over = lines_over_text([block.text for block in self.body[:_ABOVE]], self.small)
        for index, block in enumerate(self.body[:_ABOVE]):
            labelled = {}
            if block.kind in ("paragraph", "kicker", "quote") and len(block.text) <= 300:
                labelled = read_labelled(block.text)
            if labelled:
                block.kind = "kicker"
                for key, value in labelled.items():
                    self.meta.setdefault(key, value)
            elif (index < over and block.kind in ("paragraph", "heading", "quote")) or (
                "title" not in self.meta and self.is_before_title(index)
            ):
                block.kind, block.level = "kicker", 0
                for key, value in facts_over(block.text).items():
                    self.meta.setdefault(key, value)
            elif "title" not in self.meta and self.is_title(index):
                texts = [after.text for after in self.body[index + 1 : _ABOVE]]
                over = index + 1 + lines_over_text(texts, self.small)
                self.meta = {"title": " ".join(block.text.split()), **self.meta}
                self.body[index] = replace(block, text="", marks=())
                if block.markers:
                    message = "The title points to a note; it cannot here."
                    self.problems.append(Problem(block.line, "marker-in-title", message))
                    self.body[index].markers = ()
            elif block.kind == "paragraph" and not _is_caption(block):
                break
        self.body = [block for block in self.body if block.text or block.markers]
        if "title" not in self.meta:
            self.problems.append(Problem(0, "title-absent", "The file has no line like a title."))

    def drop_shown_title(self) -> None:
        """Cut the lines of the first block apart, and leave out one that says the title again."""
        first = self.body[0] if self.body else None
        if first is not None and first.kind in ("paragraph", "kicker") and len(first.text) < 300:
            ends = [match.start() for match in re.finditer("\n", first.text)]
            lines = [first.cut(a, b) for a, b in zip([0, *ends], [*ends, None], strict=True)]
            told = any(is_over_text(ln.text, self.small) for ln in lines)
            if told and len(lines) <= 6 and not any(_SENTENCE_END.search(ln.text) for ln in lines):
                self.body[:1] = [line for line in lines if line.text or line.markers]
        title = "".join(str(self.meta.get("title", "")).split()).casefold()
        for index, block in enumerate(self.body[:5]):
            if title and "".join(block.text.split()).casefold() == title and not block.markers:
                del self.body[index]
                return

    def is_before_title(self, index: int) -> bool:
        block = self.body[index]
        if index + 2 >= len(self.body) or block.kind not in ("paragraph", "kicker"):
            return False
        after = self.body[index + 1]
        return stands_before_title(block.text, after.text, self.small) and self.is_title(index + 1)

    def is_title(self, index: int) -> bool:
        block = self.body[index]
        if block.kind == "heading":
            return True
        if block.kind != "paragraph" or len(block.text) > LONGEST_TITLE or block.markers:
            return False
        after = self.body[index + 1] if index + 1 < len(self.body) else None
        ends = _SENTENCE_END.search(block.text) and block.text[-1] != "?"
        if after is None or ends or _is_caption(block):
            return False
        longer = any(len(b.text) > len(block.text) for b in self.body[index + 1 : index + 4])
        return block.is_wholly("strong") or longer or (
            after.kind != "paragraph" or bool(read_labelled(after.text[:300]))
        )  # fmt: skip

    def read_looks(self) -> None:
        """Find captions, and headings that are paragraphs in bold or in title case."""
        has_headings = any(block.kind == "heading" for block in self.body)
        levels = [block.level for block in self.body if block.kind == "heading"]
        level = min(6, max(levels, default=HEADING_LEVEL - 1) + 1)
        for index, block in enumerate(self.body):
            if block.kind != "paragraph":
                continue
            if _is_caption(block):
                block.kind = "caption"
                if is_torn_caption(block.text):
                    message = f"The credit of this caption is torn off: “{block.text[-60:]}”"
                    self.problems.append(Problem(block.line, "torn-caption", message))
                continue
            after = self.body[index + 1] if index + 1 < len(self.body) else None
            if after is None or not _may_head(block, after):
                continue
            if block.is_wholly("strong"):
                block.kind, block.level = "heading", level
                block.marks = tuple(mark for mark in block.marks if mark.kind != "strong")
                message = f"This line in bold is taken for a heading: “{block.text}”"
                self.problems.append(Problem(block.line, "heading-by-look", message))
            elif not has_headings and _stands_out(self.body, index):
                block.kind, block.level = "heading", HEADING_LEVEL
            else:
                message = f"This line may be a heading: “{block.text}”"
                self.problems.append(Problem(block.line, "likely-heading", message))

    def lower_headings(self) -> None:
        """Leave the first level to the title."""
        headings = [block for block in self.body if block.kind == "heading"]
        if any(block.level <= 1 for block in headings):
            for block in headings:
                block.level = min(block.level + 1, 6)

    def report(self) -> None:
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


def _is_caption(block: Gathered) -> bool:
    if block.kind != "paragraph" or len(block.text) > 300:
        return block.kind == "caption"
    return is_torn_caption(block.text) or is_caption(block.text)


def _stands_out(body: Sequence[Gathered], index: int) -> bool:
    """Tell whether a line in title case, or a short one between long paragraphs, is a heading."""
    text = body[index].text
    words = _WORD.findall(text)
    before = body[index - 1] if index else None
    is_between = len(body[index + 1].text) > 120 and (before is None or len(before.text) > 80)
    return is_title_cased(words) or (is_between and len(words) <= 9 and text[-1] != "?")


def _may_head(block: Gathered, after: Gathered) -> bool:
    """Tell whether a paragraph looks like a heading over the one after it."""
    text = block.text
    if block.is_term or block.markers or "\n" in text or not 2 < len(text) <= LONGEST_HEADING:
        return False
    if text[0] in "\"'“‘«([":
        return False
    if text[0].islower() or (_SENTENCE_END.search(text) and text[-1] != "?"):
        return False
    words = _WORD.findall(text)
    return 0 < len(words) <= 18 and after.kind in ("paragraph", "list_item", "quote") and (
        len(after.text) > len(text) and not after.is_wholly("strong")
    )  # fmt: skip


# Typed notes


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


def _numbered_lines(block: Gathered) -> Iterator[Gathered]:
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


def _typed_notes(
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


def _without(block: Gathered, marked: MarkedText, names: dict[str, str]) -> Gathered:
    """Return a block without some ranges of its text, and with the markers found there."""
    kept: list[str] = []
    places = [0] * (len(block.text) + 1)
    at = length = 0
    for start, end in [*marked.cuts, (len(block.text), len(block.text))]:
        for offset in range(at, start + 1):
            places[offset] = length + offset - at
        kept.append(block.text[at:start])
        length += start - at
        for offset in range(start, end + 1):
            places[offset] = length
        at = end
    text = "".join(kept)
    markers = [Marker(places[m.offset], m.label) for m in block.markers]
    markers += (Marker(m.offset, names[m.label]) for m in marked.markers)
    marks = [Mark(places[m.start], places[m.end], m.kind, m.href) for m in block.marks]
    return replace(
        block, text=text, marks=tidy_marks(marks, text), markers=tuple(sorted(markers))
    )  # fmt: skip
