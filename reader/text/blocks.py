"""The block structure of a manuscript: which lines make which block, before inline text is read.

Most chunks of a text can only be paragraphs, lists or notes of single lines, and are cut out at
once; markdown-it reads the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.text.inline import MAXIMUM_NESTING
from reader.text.inline_parts import LABEL
from reader.text.problems import Problem

# A line that can only be part of a paragraph when it stands at the left edge.
_PLAIN = re.compile(
    r"[^\W\d_]|[\"'“‘’”«(…$€£%@&–—¿¡†‡§\\]|\d{1,20}(?![\d.)])|_{1,2}[^\s_]|\*{1,2}[^\s*]"
)
# A list item of one line at the left edge whose text can only be text.
_ITEM = re.compile(rf"(?:[-*+]|(\d{{1,9}})([.)])) (?=(?:{_PLAIN.pattern}))")
# A note of one line whose text can only be text, and a further paragraph of it.
_NOTE = re.compile(rf"{LABEL}: (?=(?:{_PLAIN.pattern}))")
_WITHIN_NOTE = re.compile(rf"    (?=(?:{_PLAIN.pattern}))")
_CONTAINERS = ("bullet_list", "ordered_list", "list_item", "blockquote", "footnote_reference")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(slots=True)
class Leaf:
    """A run of text within a block: `how` is "inline" for Markdown, "code" or "raw"."""

    how: str
    source: str


@dataclass(slots=True)
class Draft:
    """A block whose inline source is still to be read.

    `line` counts from 0. `note` is the index of the note that the block belongs to, or -1.
    """

    kind: str
    line: int
    leaves: list[Leaf] = field(default_factory=list)
    level: int = 0
    ordered: int = 0
    rows: list[list[str]] = field(default_factory=list)
    note: int = -1


@dataclass(slots=True)
class DraftNote:
    """A note's label as written, and the line where it starts, from 0."""

    label: str
    line: int


@dataclass(slots=True)
class Structure:
    """What was found in the lines of a manuscript, in reading order.

    `definitions` are the link definitions, as markdown-it collects them.
    """

    drafts: list[Draft] = field(default_factory=list)
    notes: list[DraftNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    definitions: dict[str, object] = field(default_factory=dict)


def read_structure(lines: Sequence[str], parser: MarkdownIt, first: int = 0) -> Structure:
    """Find the blocks and notes in lines, the first of which is line `first` of the manuscript.

    Takes time in proportion to the text. Text nested too deep to be read becomes paragraphs, with
    a problem.
    """
    structure = Structure()
    env: dict[str, object] = {"references": structure.definitions}
    for start, end, how in _chunks(lines):
        if how == "items":
            structure.drafts += _items(lines, start, end, first)
            continue
        if how == "plain":
            leaf = Leaf("inline", "\n".join(lines[start:end]).strip())
            structure.drafts.append(Draft("paragraph", start + first, [leaf]))
            continue
        if how == "note":
            _add_note(structure, lines, start, end, first)
            continue
        tokens: list[Token] = []
        parser.block.parse("\n".join(lines[start:end]), parser, env, tokens)
        if any(token.level >= MAXIMUM_NESTING - 1 for token in tokens):
            _keep_raw(structure, lines, start, end, first)
        else:
            _Walk(structure, start + first).walk(tokens)
    return structure


def runs(lines: Sequence[str], start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of lines without a blank line between them."""
    begun = None
    end = len(lines) if end is None else end
    for number in range(start, end):
        blank = not lines[number].strip(" \t")
        if blank and begun is not None:
            yield begun, number
            begun = None
        elif not blank and begun is None:
            begun = number
    if begun is not None:
        yield begun, end


def _chunks(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, how): "plain" for a paragraph alone, "items" for a list of single lines,
    "note" for a note of single lines, and "" for what is between them in one piece.

    A paragraph or note at the left edge after a blank line ends every container but a code fence,
    so that from the first fence on all is one piece. A list may go on after a blank line, and so
    may a note: these stand alone only before what is at the left edge, a list before such a
    paragraph or note.
    """
    begun: int | None = None
    is_list = False  # what has begun is a list of single lines so far
    pieces = list(runs(lines))
    at = 0
    while at < len(pieces):
        start, end = pieces[at]
        how, count = _how(lines, pieces, at)
        at += count
        if how:
            if begun is not None:
                yield begun, start, "items" if is_list else ""
                begun = None
            yield start, pieces[at - 1][1], how
            continue
        if begun is None:
            begun = start
            is_list = _is_list(lines, start, end)
        else:
            is_list = is_list and _is_bulleted(lines, begun, start, end)
        if any("```" in line or "~~~" in line for line in lines[start:end]):
            yield begun, len(lines), ""
            return
    if begun is not None:
        yield begun, len(lines), "items" if is_list else ""


def _how(lines: Sequence[str], pieces: Sequence[tuple[int, int]], at: int) -> tuple[str, int]:
    """Tell what the run of lines at a place can only be, "plain" or "note", and how many runs of
    single lines it takes: the paragraphs of a note after its first are indented."""
    start, end = pieces[at]
    if all(_PLAIN.match(lines[number]) for number in range(start, end)):
        return "plain", 1
    if end - start > 1 or not _NOTE.match(lines[start]):
        return "", 1
    for place in range(at + 1, len(pieces)):
        start, end = pieces[place]
        if lines[start][0] not in " \t":
            return "note", place - at
        if end - start > 1 or not _WITHIN_NOTE.match(lines[start]):
            return "", 1
    return "note", len(pieces) - at


def _add_note(structure: Structure, lines: Sequence[str], start: int, end: int, first: int) -> None:
    """Add a note whose paragraphs are a line each."""
    match = _NOTE.match(lines[start])
    assert match is not None, "only such a line is cut out as a note"
    number = len(structure.notes)
    structure.notes.append(DraftNote(match[1], start + first))
    for place in range(start, end):
        text = lines[place][match.end() if place == start else 0 :].strip()
        if text:
            leaf = Leaf("inline", text)
            structure.drafts.append(Draft("paragraph", place + first, [leaf], note=number))


def _is_list(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether lines are the items of one list, each a line long."""
    first = _ITEM.match(lines[start])
    return first is not None and all(
        (match := _ITEM.match(lines[number])) and match[2] == first[2]
        for number in range(start, end)
    )


def _is_bulleted(lines: Sequence[str], begun: int, start: int, end: int) -> bool:
    """Tell whether lines go on with the list that began before, by its kind of mark."""
    first = _ITEM.match(lines[begun])
    return (
        first is not None
        and _is_list(lines, start, end)
        and (match := _ITEM.match(lines[start])) is not None
        and match[2] == first[2]
    )


def _items(lines: Sequence[str], start: int, end: int, first: int) -> Iterator[Draft]:
    """Yield the items of a list of single lines; numbers count on from the first."""
    number = -1
    for place in range(start, end):
        match = _ITEM.match(lines[place])
        if match is None:
            continue
        if match[1]:
            number = int(match[1]) if number < 0 else number + 1
        leaf = Leaf("inline", lines[place][match.end() :].strip())
        yield Draft("list_item", place + first, [leaf], 1, max(number, 0) if match[1] else 0)


def _keep_raw(structure: Structure, lines: Sequence[str], start: int, end: int, first: int) -> None:
    message = "Lists or quotations are nested too deep here; the text is kept as it stands."
    structure.problems.append(Problem(start + first + 1, "nested-too-deep", message))
    for begun, ended in runs(lines, start, end):
        raw = " ".join(line.strip() for line in lines[begun:ended])
        structure.drafts.append(Draft("paragraph", begun + first, [Leaf("raw", raw)]))


@dataclass(slots=True)
class _Container:
    """A list, list item, quotation or note that is open, and the item's text so far."""

    kind: str
    ordered: int = 0
    draft: Draft | None = None


class _Walk:
    """Turns the block tokens of one piece of text into drafts."""

    def __init__(self, structure: Structure, line: int) -> None:
        self.structure = structure
        self.line = line
        self.open: list[_Container] = []
        self.note = -1
        self.heading = 0
        self.row_line = 0
        self.table: Draft | None = None

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline" and self.table is not None:
                self.table.rows[-1].append(token.content)
            elif token.type == "inline":
                self.add(Leaf("inline", token.content), token)
            elif token.type in ("fence", "code_block"):
                self.add(Leaf("code", token.content.removesuffix("\n")), token)
            elif token.type == "hr":
                self.report_rule(token)
            elif token.type == "heading_open":
                self.heading = int(token.tag[1])
            elif token.type == "heading_close":
                self.heading = 0
            elif token.type in ("table_open", "tr_open", "table_close"):
                self.walk_table(token)
            elif token.type.removesuffix("_open").removesuffix("_close") in _CONTAINERS:
                self.walk_container(token)

    def walk_container(self, token: Token) -> None:
        if token.nesting < 0:
            closed = self.open.pop()
            if closed.kind == "footnote_reference_open":
                self.note = closed.ordered
            return
        if self.open and self.open[-1].kind == "list_item_open" and token.type in _LISTS:
            self.open[-1].draft = None  # what follows an inner list is a text of its own
        container = _Container(token.type)
        if token.type == "ordered_list_open":
            start = token.attrGet("start")
            container.ordered = 1 if start is None else int(start)
        elif token.type == "list_item_open":
            parent = self.open[-1]
            container.ordered = parent.ordered
            if parent.kind == "ordered_list_open":
                parent.ordered += 1
        elif token.type == "footnote_reference_open":
            container.ordered = self.note  # the note around this one, to go back to
            self.note = len(self.structure.notes)
            note = DraftNote(token.meta["label"], self.start_of(token))
            self.structure.notes.append(note)
        self.open.append(container)

    def walk_table(self, token: Token) -> None:
        if token.type == "table_open":
            self.table = Draft("table", self.start_of(token), note=self.note)
            self.structure.drafts.append(self.table)
            self.leave_item()
        elif token.type == "tr_open" and self.table is not None:
            self.table.rows.append([])
        else:
            self.table = None

    def add(self, leaf: Leaf, token: Token) -> None:
        """Put a run of text where it belongs: into the open item, or into a block of its own."""
        item = self.item()
        if item is not None and item.draft is not None:
            item.draft.leaves.append(leaf)
            return
        kind, level, ordered = "paragraph", 0, 0
        inner = self.inner()
        if item is not None:
            kind, ordered = "list_item", item.ordered
            level = sum(container.kind == "list_item_open" for container in inner)
        elif any(container.kind == "blockquote_open" for container in inner):
            kind = "quote"
        elif self.heading:
            kind, level = "heading", self.heading
        draft = Draft(kind, self.start_of(token), [leaf], level, ordered, note=self.note)
        self.structure.drafts.append(draft)
        if item is not None:
            item.draft = draft

    def inner(self) -> list[_Container]:
        """Return the open containers within the note that is being read."""
        inner: list[_Container] = []
        for container in reversed(self.open):
            if container.kind == "footnote_reference_open":
                break
            inner.append(container)
        return inner

    def item(self) -> _Container | None:
        items = (c for c in self.inner() if c.kind == "list_item_open")
        return next(items, None)

    def leave_item(self) -> None:
        item = self.item()
        if item is not None:
            item.draft = None

    def report_rule(self, token: Token) -> None:
        message = f"A dividing line is left out of the text: {token.markup}"
        self.structure.problems.append(Problem(self.start_of(token) + 1, "dividing-line", message))

    def start_of(self, token: Token) -> int:
        return self.line + (token.map[0] if token.map else 0)
