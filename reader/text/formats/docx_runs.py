"""The runs of a Word file's paragraphs: their text and looks, fields, links, notes and pictures.

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
    link_in,
    sign_of,
    text_of,
    wrapped,
)
from reader.text.formats.docx_styles import Styles
from reader.text.formats.gathering import Gathered, Gatherer
from reader.text.inline_parts import SAFE_HREF
from reader.text.parts import Mark
from reader.text.problems import Problem

SILENT = frozenset(
    "w:pPr w:rPr w:sdtPr w:sdtEndPr w:tblPr w:tblGrid w:trPr w:tcPr w:sectPr w:customXmlPr"
    " w:smartTagPr w:rubyPr".split()
)
_MOST_OPEN = 100  # marks over one place; more are a file's mistake
PICTURE = "picture"


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, whether its result has begun, and whether that is a link."""

    code: str = ""
    in_result: bool = False
    is_link: bool = False


@dataclass(slots=True, kw_only=True)
class RunText:
    """Reads what stands in paragraphs, one after another, and gathers it in `runs`.

    `links` are the addresses outside the file by relation id, of the part that is being read;
    `comments` are those not met yet. `boxes` and `pictures` hang in the paragraph, and follow it.
    `places` are the lines of the notes' markers by label.
    """

    styles: Styles
    labels: NoteLabels
    links: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    unseen: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    line: int = 0
    runs: Gatherer = field(init=False)
    fields: list[_Field] = field(default_factory=list)
    codes: int = 0
    boxes: list[Element] = field(default_factory=list)
    pictures: list[Gathered] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    is_listing: bool = False

    def __post_init__(self) -> None:
        self.runs = Gatherer(self.unseen)

    def report(self, code: str, message: str) -> None:
        self.problems.append(Problem(self.line, code, message))

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
        elif tag in WRAPPERS or tag not in SILENT:
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
        elif tag not in SILENT:
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
            elif part.tag not in SILENT:
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
