"""The text of a Word file: its paragraphs, tables and notes, gathered in reading order.

What is not understood is walked through for the text within it, so that none is lost; what is left
out on purpose (deletions, comments, hidden text, fields' codes) is told with its words.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reader.text.formats.docx_drawings import look_at
from reader.text.formats.docx_labels import NoteLabels
from reader.text.formats.docx_parts import (
    WRAPPERS,
    alternative,
    boxes_in,
    is_contents,
    link_in,
    parts_of,
    sign_of,
    text_of,
    wrapped,
)
from reader.text.formats.docx_styles import Numbering, ParagraphLook, Styles, is_on, value_of
from reader.text.formats.gathering import Gathered, GatheredNote, Gatherer, join, make_table
from reader.text.inline_parts import SAFE_HREF
from reader.text.parts import Mark
from reader.text.problems import Problem

_SILENT = frozenset(
    "w:pPr w:rPr w:sdtPr w:sdtEndPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:customXmlPr"
    " w:smartTagPr w:rubyPr".split()
)
_WIDEST = 20  # columns that one cell may span
_MOST_OPEN = 100  # marks over one place; more are a file's mistake
_LONG_CELL = 4  # blocks in one cell: a table of such cells lays out a page
_SHORTEST_QUOTE = 40  # characters in a paragraph that is a quotation by its margins alone
PICTURE = "picture"


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, whether its result has begun, and whether that is a link."""

    code: str = ""
    in_result: bool = False
    is_link: bool = False


@dataclass(slots=True)
class DocumentText:
    """Reads one story after another (the body, then each note) and gathers their blocks.

    `links` are the addresses outside the file by relation id, of the part that is being read.
    """

    styles: Styles
    numbering: Numbering
    labels: NoteLabels
    links: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    unseen: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    line: int = 0
    right_to_left: int = 0
    blocks: list[Gathered] = field(default_factory=list)
    runs: Gatherer = field(init=False)
    fields: list[_Field] = field(default_factory=list)
    codes: int = 0
    boxes: list[Element] = field(default_factory=list)
    pictures: list[Gathered] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    is_listing: bool = False
    is_contents: bool = False
    set_in: list[Gathered] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runs = Gatherer(self.unseen)

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

    def report(self, code: str, message: str) -> None:
        self.problems.append(Problem(self.line, code, message))

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
            elif tag not in _SILENT:
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

    # Runs

    def read_children(self, element: Element) -> None:
        for child in element:
            self.read_inline(child)

    def read_inline(self, element: Element) -> None:
        tag = element.tag
        if tag == "w:r":
            self.read_run(element)
        elif tag == "w:hyperlink":
            self.read_link(element, self.links.get(element.get("r:id", ""), ""))
        elif tag == "w:fldSimple":
            self.read_link(element, link_in(element.get("w:instr", "")))
        elif tag in ("w:del", "w:moveFrom"):
            self.drop(element)
        elif tag in ("m:oMath", "m:oMathPara"):
            self.read_formula(element)
        elif tag == "mc:AlternateContent":
            for chosen in alternative(element):
                self.read_children(chosen)
        elif tag in ("w:p", "w:tbl"):
            self.boxes.append(wrapped(element))
        elif tag in WRAPPERS or tag not in _SILENT:
            self.read_children(element)

    def read_link(self, element: Element, href: str) -> None:
        is_link = SAFE_HREF.fullmatch(href) is not None
        if href and not is_link:
            self.report("link-left-out", f"A link cannot be followed from here: {href}")
        if is_link:
            self.runs.open("link", href)
        self.read_children(element)
        if is_link:
            self.runs.close()

    def read_run(self, run: Element) -> None:
        marks = self.styles.run(run.find("w:rPr"))
        if "hidden" in marks:
            text = text_of(run)
            if text.strip():
                self.report("hidden-text", f"Hidden text is left out: {text}")
            return
        for kind in sorted(marks):
            self.runs.open(kind)
        for child in run:
            if child.tag in ("w:footnoteReference", "w:endnoteReference"):
                self.read_reference(run, child)
                if child.get("w:customMarkFollows", "0") not in ("0", "false", "off"):
                    break  # the rest of the run is the mark that the author chose
            else:
                self.read_run_part(child)
        for kind in sorted(marks, reverse=True):
            self.runs.close_last(kind)  # a field's link that began in this run goes on after it

    def read_run_part(self, part: Element) -> None:
        tag = part.tag
        if tag == "w:fldChar":
            self.read_field(part.get("w:fldCharType", ""))
        elif tag == "w:instrText":
            if self.fields:
                self.fields[-1].code += part.text or ""
        elif self.codes:
            text = text_of(part) if part.tag != "w:t" else part.text or ""
            if text.strip():
                self.report("field-code", f"Text in the code of a field is left out: {text}")
        elif tag == "w:t":
            self.runs.add(part.text or "", as_it_stands=self.is_listing)
        elif tag in ("w:tab", "w:ptab"):
            self.runs.add("\t" if self.is_listing else " ", as_it_stands=self.is_listing)
        elif tag in ("w:br", "w:cr"):
            if part.get("w:type", "textWrapping") == "textWrapping":
                self.runs.add_line_break()
            else:
                self.runs.add(" ")
        elif tag == "w:noBreakHyphen":
            self.runs.add("\u2011")
        elif tag == "w:softHyphen":
            self.runs.add("\u00ad")
        elif tag == "w:sym":
            self.read_symbol(part)
        elif tag == "w:delText":
            self.report("deleted-text", f"Deleted text is left out: {part.text or ''}")
        elif tag == "w:commentReference":
            self.read_comment(part.get("w:id", ""))
        elif tag in ("w:drawing", "w:pict", "w:object"):
            self.read_drawing(part)
        elif tag == "w:ruby":
            self.read_ruby(part)
        elif tag == "mc:AlternateContent":
            for chosen in alternative(part):
                for child in chosen:
                    self.read_run_part(child)
        elif tag not in _SILENT:
            self.read_inline(part)

    def read_field(self, step: str) -> None:
        if step == "begin":
            self.fields.append(_Field())
            self.codes += 1
        elif step == "separate" and self.fields and not self.fields[-1].in_result:
            now = self.fields[-1]
            now.in_result = True
            self.codes -= 1
            href = link_in(now.code)
            if SAFE_HREF.fullmatch(href) and len(self.runs.opened) < _MOST_OPEN:
                now.is_link = True
                self.runs.open("link", href)
        elif step == "end" and self.fields:
            ended = self.fields.pop()
            self.codes -= not ended.in_result
            if ended.is_link:
                self.runs.close_last("link")

    def read_symbol(self, symbol: Element) -> None:
        code = symbol.get("w:char", "")
        font = symbol.get("w:font", "")
        character = sign_of(code)
        if character == "\ufffd":
            self.report("symbol", f"The sign {code} of the font {font} became U+FFFD.")
        self.runs.add(character)

    def read_ruby(self, ruby: Element) -> None:
        for part in ruby:
            reading = text_of(part) if part.tag == "w:rt" else ""
            if reading.strip():
                self.runs.add(f"({reading})")
            elif part.tag not in _SILENT:
                self.read_children(part)

    def read_formula(self, formula: Element) -> None:
        text = text_of(formula)
        self.runs.add(text)
        self.report("formula", f"A formula is kept as a row of signs: {text}")

    # Notes, comments, pictures, deletions

    def read_reference(self, run: Element, reference: Element) -> None:
        kind = "footnote" if reference.tag == "w:footnoteReference" else "endnote"
        custom = ""
        if reference.get("w:customMarkFollows", "0") not in ("0", "false", "off"):
            custom = "".join(text_of(run).split())
        identity = reference.get("w:id", "")
        is_new = (kind, identity) not in self.labels.given
        label = self.labels.give(kind, identity, custom)
        if is_new and custom and custom != label:
            self.report("note-mark", f"The mark {custom} of a note became [^{label}].")
        self.places.setdefault(label, self.line)
        self.runs.add_marker(label)

    def read_comment(self, identity: str) -> None:
        if identity in self.comments:
            text = self.comments.pop(identity)
            self.report("comment", f"A comment is left out: {text}")

    def read_drawing(self, drawing: Element) -> None:
        self.boxes += boxes_in(drawing)
        found = look_at(drawing, self.links)
        if found is None:
            return
        self.report("picture", found.told)
        if found.alt:
            marks = (Mark(0, len(found.alt), "link", found.href),) if found.href else ()
            self.pictures.append(Gathered("caption", self.line, found.alt, marks, label=PICTURE))

    def drop(self, element: Element) -> None:
        """Leave out what tracked changes deleted or moved away, and say so."""
        text = text_of(element)
        if text.strip():
            how = "moved away" if element.tag == "w:moveFrom" else "deleted"
            self.report("deleted-text", f"Text that was {how} is left out: {text}")
