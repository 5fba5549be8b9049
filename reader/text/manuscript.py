"""A document's text as one Markdown file, and the parts it is made of.

A manuscript is CommonMark with `[^label]` footnotes and YAML front matter. A kicker or a
caption carries an attribute line (`{.kicker}`, `{.caption}`) on the line before its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter

from reader.text.blocks import Draft, DraftNote, Leaf, read_structure
from reader.text.collector import collector_at_rest
from reader.text.composition import compose
from reader.text.front_matter import read_front_matter
from reader.text.inline import InlineReader, markdown_parser
from reader.text.inline_parts import Inline, tidy_marks
from reader.text.parts import (
    BLOCK_KINDS,
    Mark,
    Marker,
    ParsedBlock,
    ParsedDocument,
    ParsedFootnote,
)
from reader.text.problems import Problem

__all__ = [
    "BLOCK_KINDS",
    "Mark",
    "Marker",
    "ParsedBlock",
    "ParsedDocument",
    "ParsedFootnote",
    "compose",
    "document_title",
    "parse",
    "write",
]

_ATTRIBUTE = re.compile(r"\{\.(kicker|caption)\}[ \t]*\n[ \t]*")
_CELL_SPACES = str.maketrans("\t\n", "  ")


@collector_at_rest()
def parse(manuscript: str) -> ParsedDocument:
    """Read a manuscript into front matter, blocks, notes and what is doubtful about them.

    Lines end with LF. Never raises, and never drops text: what is not understood stays text, and
    `write` gives back the same characters. The problems name, with lines of the manuscript, each
    marker without a note (it stays text), note without a marker, label used twice, dividing line,
    picture, block with too much markup, and broken front matter.
    """
    head = read_front_matter(manuscript)
    # markdown-it takes a carriage return for a line end and NUL for damage. Neither may shift the
    # count of lines or characters.
    body = manuscript[head.length :].replace("\r", " ").replace("\0", "\ufffd")
    parser = markdown_parser()
    structure = read_structure(body.split("\n"), parser, manuscript.count("\n", 0, head.length))
    problems = structure.problems
    drafts = structure.drafts
    if head.error:
        message = f"The front matter is kept as text, since {head.error}."
        problems.append(Problem(1, "front-matter-broken", message))
        raw = Leaf("raw", manuscript[: head.length].rstrip("\n"))
        drafts.insert(0, Draft("paragraph", 0, [raw]))
    problems += _name_notes(structure.notes)
    labels = frozenset(note.label for note in structure.notes)
    reader = InlineReader(labels, structure.definitions, parser)
    read = [(draft, _read_block(draft, reader, problems)) for draft in drafts]
    parts = [(draft, block) for draft, block in read if block.text or block.markers]
    blocks, footnotes, before = _cut(manuscript, parts, structure.notes)
    problems += _unanswered(footnotes, parts)
    return ParsedDocument(head.meta, blocks, footnotes, tuple(sorted(problems)), before)


def write(document: ParsedDocument) -> str:
    """Return the manuscript a parsed document came from, without a changed character."""
    parts = [(block.line, block.source) for block in document.blocks]
    parts += [(note.line, note.source) for note in document.footnotes]
    parts.sort(key=itemgetter(0))
    return document.front_matter + "".join(source for _line, source in parts)


def document_title(document: ParsedDocument) -> str:
    """Return the title in the front matter, or "" where there is none."""
    title = document.meta.get("title", "")
    return title if isinstance(title, str) else ""


def _name_notes(notes: Iterable[DraftNote]) -> list[Problem]:
    """Give each note a label of its own, in place; return a problem for each that was taken."""
    problems = []
    taken = {note.label for note in notes}
    count: dict[str, int] = {}
    for note in notes:
        label = note.label
        number = count.get(label, 0) + 1
        while number > 1 and f"{label}-{number}" in taken:
            number += 1
        count[label] = number
        if number > 1:
            note.label = f"{label}-{number}"
            taken.add(note.label)
            message = f"A second note [^{label}] is kept as [^{note.label}]."
            problems.append(Problem(note.line + 1, "note-label-twice", message))
    return problems


def _read_block(draft: Draft, reader: InlineReader, problems: list[Problem]) -> ParsedBlock:
    """Read the inline text of a draft, noting what is doubtful in problems."""
    line = draft.line + 1
    if draft.kind == "table":
        return _read_table(draft, reader, problems)
    kind = draft.kind
    first = draft.leaves[0]
    if kind == "paragraph" and first.how == "inline":
        attribute = _ATTRIBUTE.match(first.source)
        if attribute:
            kind = attribute[1]
            first.source = first.source[attribute.end() :]
    inlines = [_read_leaf(leaf, reader, line, problems) for leaf in draft.leaves]
    inline = inlines[0] if len(inlines) == 1 else _join(inlines, "\n\n")
    whole = (0, len(inline.text))
    if kind == "paragraph" and [(p.start, p.end) for p in inline.pictures] == [whole]:
        kind = "caption"
    return ParsedBlock(
        kind=kind,
        text=inline.text,
        marks=inline.marks,
        markers=inline.markers,
        level=draft.level,
        ordered=draft.ordered,
        line=line,
    )


def _read_table(draft: Draft, reader: InlineReader, problems: list[Problem]) -> ParsedBlock:
    rows = []
    for sources in draft.rows:
        leaves = [Leaf("inline", source) for source in sources]
        cells = [_read_leaf(leaf, reader, draft.line + 1, problems) for leaf in leaves]
        rows.append([replace(cell, text=cell.text.translate(_CELL_SPACES)) for cell in cells])
    inline = _join([_join(row, "\t") for row in rows], "\n")
    return ParsedBlock(
        kind="table",
        text=inline.text,
        marks=inline.marks,
        markers=inline.markers,
        cells=tuple(tuple(cell.text for cell in row) for row in rows),
        line=draft.line + 1,
    )


def _read_leaf(leaf: Leaf, reader: InlineReader, line: int, problems: list[Problem]) -> Inline:
    if leaf.how == "raw":
        return Inline(leaf.source)
    if leaf.how == "code":
        return Inline(leaf.source, tidy_marks([Mark(0, len(leaf.source), "code")], leaf.source))
    inline = reader.read(leaf.source)
    if inline.dense:
        message = "There is too much markup here to read; it is kept as text."
        problems.append(Problem(line, "dense-markup", message))
    for label in inline.unknown:
        message = f"No note has the label of [^{label}]; it is kept as text."
        problems.append(Problem(line, "marker-without-note", message))
    for picture in inline.pictures:
        message = f"A picture is left out, only its caption is kept: {picture.source}"
        problems.append(Problem(line, "picture", message))
    return inline


def _join(inlines: Sequence[Inline], separator: str) -> Inline:
    """Put texts together, with separator between them."""
    text = separator.join(inline.text for inline in inlines)
    marks: list[Mark] = []
    markers: list[Marker] = []
    by = 0
    for inline in inlines:
        marks += (replace(m, start=m.start + by, end=m.end + by) for m in inline.marks)
        markers += (Marker(marker.offset + by, marker.label) for marker in inline.markers)
        by += len(inline.text) + len(separator)
    return Inline(text, tidy_marks(marks, text), tuple(markers))


def _cut(
    manuscript: str, parts: Sequence[tuple[Draft, ParsedBlock]], notes: Sequence[DraftNote]
) -> tuple[tuple[ParsedBlock, ...], tuple[ParsedFootnote, ...], str]:
    """Return blocks and notes with their slices of the manuscript, and what is before them all.

    Every part reaches from its first line to the next part's first line, so that the slices put
    together are the manuscript. Two parts that start on one line share it: the first has all.
    """
    offsets = [0, *accumulate(len(line) + 1 for line in manuscript.split("\n"))]
    offsets[-1] = len(manuscript)
    outer = {draft.line for draft, _block in parts if draft.note < 0}
    outer |= {note.line for note in notes}
    inner = outer | {draft.line for draft, _block in parts}
    outer_ends, inner_ends = _ends(outer, len(offsets) - 1), _ends(inner, len(offsets) - 1)

    def take(line: int, ends: dict[int, int]) -> str:
        return manuscript[offsets[line] : offsets[ends.pop(line, line)]]

    within: dict[int, list[ParsedBlock]] = {}
    blocks = []
    for draft, block in parts:
        if draft.note < 0:
            blocks.append(replace(block, source=take(draft.line, outer_ends)))
        else:
            block = replace(block, source=take(draft.line, inner_ends))
            within.setdefault(draft.note, []).append(block)
    footnotes = [
        ParsedFootnote(
            label=note.label,
            blocks=tuple(within.get(number, ())),
            line=note.line + 1,
            source=take(note.line, outer_ends),
        )
        for number, note in enumerate(notes)
    ]
    before = manuscript[: offsets[min(outer)]] if outer else manuscript
    return tuple(blocks), tuple(footnotes), before


def _ends(lines: Iterable[int], last: int) -> dict[int, int]:
    """Return for each line the next one, in order; for the last, the end of the manuscript."""
    ordered = sorted(lines)
    return dict(zip(ordered, [*ordered[1:], last], strict=False))


def _unanswered(
    footnotes: Iterable[ParsedFootnote], parts: Iterable[tuple[Draft, ParsedBlock]]
) -> list[Problem]:
    used = {marker.label for _draft, block in parts for marker in block.markers}
    return [
        Problem(note.line, "note-without-marker", f"Nothing in the text points to [^{note.label}].")
        for note in footnotes
        if note.label not in used
    ]
