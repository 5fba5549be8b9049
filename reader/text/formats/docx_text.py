"""The text of a Word file: its paragraphs, tables and notes, gathered in reading order.

What is not understood is walked through for the text within it, so that none is lost; what is left
out on purpose (deletions, comments, hidden text, fields' codes) is told with its words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reader.text.formats.docx_parts import alternative, is_contents, parts_of
from reader.text.formats.docx_runs import PICTURE, SILENT, RunText
from reader.text.formats.docx_styles import Numbering, ParagraphLook, is_on, value_of
from reader.text.formats.gathering import Gathered, GatheredNote, Gatherer, join, make_table
from reader.text.parts import Mark

_WIDEST = 20  # columns that one cell may span
_LONG_CELL = 4  # blocks in one cell: a table of such cells lays out a page
_SHORTEST_QUOTE = 40  # characters in a paragraph that is a quotation by its margins alone


@dataclass(slots=True, kw_only=True)
class DocumentText(RunText):
    """Reads one story after another (the body, then each note) and gathers their blocks.

    `title` are the paragraphs in the style of titles, and `right_to_left` counts those written so.
    """

    numbering: Numbering
    title: list[str] = field(default_factory=list)
    right_to_left: int = 0
    blocks: list[Gathered] = field(default_factory=list)
    is_contents: bool = False
    set_in: list[Gathered] = field(default_factory=list)

    def read_story(self, element: Element) -> list[Gathered]:
        """Return the blocks of the body, of a note, or of a comment."""
        before, self.blocks = self.blocks, []
        self.runs, self.fields, self.codes = Gatherer(self.unseen), [], 0
        self.read_blocks(element)
        self.flush(ParagraphLook())
        found, self.blocks = self.blocks, before
        prose = [b for b in found if b.kind == "paragraph" and len(b.text) >= _SHORTEST_QUOTE]
        if len(self.set_in) * 2 < len(prose):
            for block in self.set_in:
                block.kind = "quote"
        self.set_in = []
        followed = zip(found, [*found[1:], None], strict=False)
        return [  # words that describe a picture are no caption beside one that is
            block
            for block, after in followed
            if block.label != PICTURE or after is None or after.kind != "caption"
        ]

    def read_note(self, kind: str, note: Element) -> GatheredNote:
        """Return a note of a kind ("footnote", "endnote") under the label of its markers."""
        identity = note.get("w:id", "")
        label = self.labels.give(kind, identity)
        line, self.line = self.line, self.places.get(label, self.line)
        gathered = GatheredNote(label, self.line)
        gathered.blocks = self.read_story(note)
        if gathered.blocks and not label.isalnum() and gathered.blocks[0].text.startswith(label):
            gathered.blocks[0] = gathered.blocks[0].cut(len(label))  # Word types the author's mark
        self.line = line
        return gathered

    # Blocks

    def read_blocks(self, container: Element) -> None:
        for child in container:
            tag = child.tag
            if tag == "w:p":
                self.read_paragraph(child)
            elif tag == "w:tbl":
                self.read_table(child)
            elif tag in ("w:del", "w:moveFrom"):
                self.drop(child)
            elif tag == "mc:AlternateContent":
                for chosen in alternative(child):
                    self.read_blocks(chosen)
            elif tag == "w:sdt" and is_contents(child):
                before, self.is_contents = self.is_contents, True
                self.read_blocks(child)
                self.is_contents = before
            elif tag == "w:altChunk":
                self.report("embedded-file", "A file embedded here is not read.")
            elif tag == "w:r" or tag.startswith("m:"):
                self.read_inline(child)
            elif tag not in SILENT:
                self.read_blocks(child)

    def read_paragraph(self, paragraph: Element) -> None:
        self.line += 1
        properties = paragraph.find("w:pPr")
        look = self.styles.paragraph(properties)
        self.is_listing = look.kind == "code"
        self.right_to_left += is_on(properties, "w:bidi")
        self.read_children(paragraph)
        run = properties.find("w:rPr") if properties is not None else None
        is_joined = run is not None and any(
            run.find(tag) is not None for tag in ("w:del", "w:moveFrom")
        )
        if not is_joined:  # a deleted paragraph mark joins the text to the next paragraph
            self.flush(look)

    def flush(self, look: ParagraphLook) -> None:
        """End a paragraph: make it a block, and put what hung in it after it."""
        ordered, label = 0, ""
        if look.numbering and self.runs:
            ordered, label = self.numbering.count(look.numbering, look.depth)
        is_block = bool(self.runs)
        kind = "paragraph" if look.kind in ("title", "code", "contents", "hidden") else look.kind
        kind = "kicker" if look.kind == "author" else kind
        block = self.runs.finish(
            kind,
            self.line,
            level=look.level,
            ordered=ordered,
            is_listing=look.kind == "code",
        )
        block.label = label
        block.is_byline = look.kind == "author"
        if not is_block:
            pass
        elif look.kind == "hidden":
            self.report("hidden-text", f"Hidden text is left out: {block.text}")
        elif look.kind == "contents" or self.is_contents:
            self.report("contents-list", f"A line of a list of contents is left out: {block.text}")
        elif look.kind == "title" and not self.blocks:
            self.title.append(" ".join(block.text.split()))
            if block.markers:
                self.report("marker-in-title", "The title points to a note; it cannot here.")
        else:
            self.add(block, look)
        pictures, self.pictures = self.pictures, []
        self.blocks += pictures
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.report("text-box", "A text box stands here; its text follows the paragraph.")
            self.read_blocks(box)

    def add(self, block: Gathered, look: ParagraphLook) -> None:
        if look.kind == "title":
            block.kind, block.level = "heading", 1
        elif look.kind == "code" and not block.markers:
            block.marks = (Mark(0, len(block.text), "code"),)
            before = self.blocks[-1] if self.blocks else None
            if before is not None and before.is_wholly("code") and before.line == block.line - 1:
                block = join([before, block], "\n")
                block.marks = (Mark(0, len(block.text), "code"),)
                block.line = before.line + 1
                self.blocks.pop()
        elif look.is_set_in and len(block.text) >= _SHORTEST_QUOTE and self.blocks:
            self.set_in.append(block)
        self.blocks.append(block)

    # Tables

    def read_table(self, table: Element) -> None:
        rows = []
        is_layout = False
        self.flush(ParagraphLook())
        for row in parts_of(table, "w:tr"):
            properties = row.find("w:trPr")
            if properties is not None and properties.find("w:del") is not None:
                self.drop(row)
                continue
            cells: list[list[Gathered]] = []
            for cell in parts_of(row, "w:tc"):
                before, self.blocks = self.blocks, []
                self.read_blocks(cell)
                self.flush(ParagraphLook())
                found, self.blocks = self.blocks, before
                is_layout |= len(found) >= _LONG_CELL or cell.find("w:tbl") is not None
                span = value_of(cell.find("w:tcPr"), "w:gridSpan")
                wide = int(span) if span.isdecimal() and len(span) < 3 else 1
                cells += [found, *([] for _column in range(min(wide, _WIDEST) - 1))]
            rows.append(cells)
        if is_layout or max(map(len, rows), default=0) < 2:
            self.blocks += (block for row in rows for found in row for block in found)
            return
        grid = [
            [join(found, " ") if found else Gathered("table", self.line) for found in row]
            for row in rows
        ]
        self.blocks += make_table(grid, self.line)
