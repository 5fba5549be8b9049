"""The text of an HTML article: its elements walked through, and gathered into blocks and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from reader.text.formats.gathered_notes import heads_notes, told_of_heading
from reader.text.formats.gathering import Gathered, GatheredNote, Gatherer, join, make_table
from reader.text.formats.html_article import Article
from reader.text.formats.html_elements import BLOCKS, Element
from reader.text.formats.html_links import Links
from reader.text.formats.html_looks import HEADINGS, STRUCK, look_of
from reader.text.formats.html_markers import MARKER, take_label
from reader.text.formats.html_media import REPLACED, Media, caption_figure
from reader.text.formats.html_places import Place, place_of
from reader.text.formats.html_sidenotes import FoundNote
from reader.text.formats.html_styles import Styles, looks_by_style
from reader.text.formats.html_tables import cells_of, is_layout, misplaced, number_in
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.parts import Mark
from reader.text.problems import Problem, Unreadable

WIDEST = 20  # columns or rows that one cell may span


@dataclass(slots=True)
class ArticleText:
    """Goes through the article, then through its notes, and gathers blocks."""

    article: Article
    found: Sequence[FoundNote]
    base: str
    limits: Limits = ORDINARY
    styles: Styles = field(default_factory=dict)
    unseen: Counter[str] = field(default_factory=Counter)
    body: list[Gathered] = field(default_factory=list)
    notes: list[GatheredNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed: set[Element] = field(default_factory=set)
    noted: set[Element] = field(default_factory=set)
    starts: dict[Element, list[Gathered]] = field(default_factory=dict)
    blocks: list[Gathered] = field(init=False)
    runs: Gatherer = field(init=False)
    links: Links = field(init=False)
    place: Place = field(default_factory=Place)
    items: dict[Element, Gathered] = field(default_factory=dict)
    media: Media = field(init=False)
    as_it_stands: bool = False
    is_started: bool = False  # whether the block is of a note that only its start tells

    def __post_init__(self) -> None:
        self.blocks = self.body
        self.runs = Gatherer(self.unseen)
        self.links = Links(self.base)
        self.media = Media(self.runs, self.links)

    def take_title(self, title: Element) -> None:
        """Pass over the heading that is the title; a marker in it has no place."""
        self.passed.add(title)
        for element in title.elements():
            if element.tag == MARKER:
                message = f"The title points to note [^{element.get('labels')}]; it cannot here."
                self.problems.append(Problem(title.line, "marker-in-title", message))

    def walk_article(self) -> None:
        """Gather the blocks of the body and of each note.

        Notes of an old page may stand bare below its text; then one walk reads both.
        """
        for note in self.found:
            gathered = GatheredNote(note.label, note.target.line)
            self.notes.append(gathered)
            if note.start is not None:
                self.starts[note.start] = gathered.blocks
        root = self.article.root
        parts = {part for note in self.found for part in note.parts}
        around = parts & {root, *root.ancestors()}
        self.noted = parts - around
        self.passed |= self.noted | self.article.left_out
        self.visit(root)
        self.leave_notes()
        self.passed -= self.noted
        self.noted = set()
        if around:
            self.passed.add(root)
        done: set[Element] = {root}
        for note, gathered in zip(self.found, self.notes, strict=True):
            for part in note.parts:
                if part not in done:
                    done.add(part)
                    self.blocks = self.body if note.start is not None else gathered.blocks
                    self.blocks = [] if part in around else self.blocks  # what is left out
                    self.visit(part)
                    self.leave_notes()
        taken = [
            take_label(gathered, in_list=note.target.tag == "li")
            for note, gathered in zip(self.found, self.notes, strict=True)
        ]
        if any(taken):
            labels = " ".join(filter(None, taken))
            message = f"These typed numbers became the labels of notes: {labels}"
            line = self.found[0].target.line
            self.problems.append(Problem(line, "typed-note-labels", message))

    def leave_notes(self) -> None:
        """End the block that is being gathered; what follows is of the body again."""
        self.flush()
        self.blocks, self.is_started = self.body, False

    def drop_notes_heading(self) -> None:
        """Leave out the heading right above the notes, whatever stands below them."""
        if self.body and self.body[-1].kind == "heading" and heads_notes(self.body[-1]):
            self.problems.append(told_of_heading(self.body.pop()))

    def report(self) -> list[Problem]:
        """Return what was met on the way."""
        return [*self.problems, *self.media.problems, *self.links.problems()]

    # Blocks

    @contextmanager
    def within(self, place: Place) -> Iterator[None]:
        """Read what follows as part of a place, and come back."""
        self.flush()
        before, self.place = self.place, place
        yield
        self.flush()
        self.place = before

    def flush(self) -> None:
        """End the block that is being gathered."""
        place = self.place
        if not self.runs:
            if self.runs.length:
                self.runs.begin_anew()
        else:
            block = self.runs.finish(
                place.kind,
                place.line,
                level=place.level,
                ordered=place.ordered,
                is_listing=self.as_it_stands,
            )
            block.is_term, block.is_byline = place.is_term, place.is_byline
            if self.as_it_stands and not block.markers:
                block.marks = (Mark(0, len(block.text), "code"),)
            self.add(block)
        self.blocks += self.media.captions()

    def add(self, block: Gathered) -> None:
        """Add a block; a later paragraph of a list item goes with its first."""
        item = self.place.item
        if block.kind == "list_item" and item is not None:
            block.label = f"{block.ordered}." if block.ordered else ""
            before = self.items.get(item)
            if before is not None and self.blocks and self.blocks[-1] is before:
                self.blocks[-1] = self.items[item] = join([before, block], "\n\n")
                return
            self.items[item] = block
        self.blocks.append(block)
        if len(self.blocks) > self.limits.paragraphs:
            raise Unreadable(f"The page has more than {self.limits.paragraphs:,} paragraphs.")
        if len(block.text) > self.limits.paragraph_characters and block.kind != "table":
            most = self.limits.paragraph_characters
            raise Unreadable(f"line {block.line}: a paragraph is longer than {most:,} characters.")

    def visit(self, element: Element) -> None:
        """Read an element, whatever it is."""
        if element in self.starts:
            self.flush()
            self.drop_notes_heading()
            self.blocks, self.is_started = self.starts[element], True
        elif self.is_started and (element.tag == "hr" or element.tag in HEADINGS):
            self.leave_notes()  # no note goes on below a line or a heading
        if element in self.passed:
            if element.tag in BLOCKS:
                self.flush()
            if element in self.noted:
                self.drop_notes_heading()
            return
        tag = element.tag
        if tag == MARKER:
            for label in element.get("labels").split():
                self.runs.add_marker(label)
        elif tag == "br":
            self.break_line()
        elif tag in BLOCKS:
            self.visit_block(element)
        elif tag in REPLACED:
            self.media.read(element)
        elif tag in STRUCK:
            self.leave_out_struck(element)
        elif tag == "wbr":
            pass
        else:
            self.visit_inline(element)

    def children(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, str):
                self.runs.add(child, as_it_stands=self.as_it_stands)
            else:
                self.visit(child)

    def visit_inline(self, element: Element) -> None:
        href = self.links.href_of(element) if element.tag == "a" else ""
        looks = {look_of(element), *looks_by_style(element, self.styles)} - {""}
        if self.place.kind == "heading":
            looks.discard("strong")  # as every heading is
        for look in sorted(looks):
            self.runs.open(look)
        if href:
            self.runs.open("link", href)
        if element.tag == "q":
            self.runs.add("“")
        self.children(element)
        if element.tag == "q":
            self.runs.add("”")
        for _mark in (*looks, *([href] if href else ())):
            self.runs.close()

    def visit_block(self, element: Element) -> None:
        place = place_of(element, self.place, self.may_stand_above)
        if place is None:
            if element.tag == "figure":
                self.visit_figure(element)
            elif element.tag == "table":
                self.visit_table(element)
            else:
                self.visit_list(element)
            return
        around, before = self.place, self.as_it_stands
        self.flush()
        self.place, self.as_it_stands = place, before or element.tag == "pre"
        self.children(element)
        self.flush()
        self.place, self.as_it_stands = around, before

    def may_stand_above(self, element: Element) -> bool:
        """Tell whether an element stands where lines over the text do, and is as short."""
        if self.place.kind != "paragraph" or self.blocks is not self.body:
            return False
        text = element.short_text()
        return bool(text) and len(text) < 300 and all(
            len(block.text) < 300 and block.kind != "heading" for block in self.blocks[-20:]
        ) and len(self.blocks) < 20  # fmt: skip

    def break_line(self) -> None:
        """End a line; two line ends begin a new paragraph."""
        if self.as_it_stands:
            self.runs.add("\n", as_it_stands=True)
        elif self.runs.last == "\n":
            self.flush()
        else:
            self.runs.add_line_break()

    # Lists and tables

    def visit_list(self, element: Element) -> None:
        depth = self.place.depth + 1
        items = [c for c in element.children if isinstance(c, Element) and c.tag == "li"]
        step = -1 if "reversed" in element.attributes else 1
        number = number_in(element.get("start"), len(items) if step < 0 else 1)
        with self.within(replace(self.place, depth=depth)):
            for child in element.children:
                if isinstance(child, str) or child.tag != "li":
                    self.runs.add(child) if isinstance(child, str) else self.visit(child)
                    continue
                number = number_in(child.get("value"), number)
                ordered = number if element.tag == "ol" and 0 < number < 10**9 else 0
                place = Place("list_item", depth, ordered, child.line, depth, child)
                with self.within(place):
                    if child in self.starts or child in self.passed:
                        self.visit(child)
                    else:
                        self.children(child)
                number += step

    def visit_table(self, table: Element) -> None:
        """Read a table; one that only lays out the page is read as what is in it."""
        rows = list(cells_of(table))
        for child in misplaced(table):  # a browser shows it before the table
            self.runs.add(child) if isinstance(child, str) else self.visit(child)
        if is_layout(table, rows):
            with self.within(replace(self.place, line=table.line)):
                for row in rows:
                    for cell in row:
                        with self.within(replace(self.place, line=cell.line)):
                            self.children(cell) if cell not in self.passed else None
            return
        self.flush()
        grid: list[list[Gathered]] = []
        waiting: dict[int, int] = {}  # columns that a cell above reaches down into, for how long
        spare = 1000 + 2 * sum(map(len, rows))
        for row in rows:
            if row and row[0].parent in self.passed:
                continue
            cells: list[Gathered] = []
            for cell in row:
                while waiting.get(len(cells), 0) > 0:
                    waiting[len(cells)] -= 1
                    cells.append(Gathered("table", cell.line))
                wide, down = (number_in(cell.get(f"{way}span"), 1) for way in ("col", "row"))
                wide = min(max(wide, 1), WIDEST) if spare > 0 else 1
                spare -= (wide - 1) + (min(down, WIDEST) - 1) * wide
                for _column in range(wide):
                    if 1 < down <= WIDEST and spare > 0:
                        waiting[len(cells)] = down - 1
                    cells.append(Gathered("table", cell.line))
                cells[-wide] = self.read_cell(cell)
            grid.append(cells)
        self.blocks += make_table(grid, table.line)

    def read_cell(self, cell: Element) -> Gathered:
        blocks, self.blocks = self.blocks, []
        with self.within(Place(line=cell.line)):
            self.children(cell) if cell not in self.passed else None
        found, self.blocks = self.blocks, blocks
        return join(found, " ") if found else Gathered("table", cell.line)

    # What is no text

    def visit_figure(self, figure: Element) -> None:
        self.flush()
        pictures, self.media.pictures = self.media.pictures, []
        self.media.figures += 1
        begun = len(self.blocks)
        with self.within(replace(self.place, line=figure.line)):
            self.children(figure)
        self.media.figures -= 1
        found, self.media.pictures = self.media.pictures, pictures
        caption_figure(self.blocks, begun, found)

    def leave_out_struck(self, element: Element) -> None:
        """Leave out words that their author struck through, as a reader passes over them."""
        if text := element.text():
            message = f"Deleted text is left out: {text}"
            self.problems.append(Problem(element.line, "deleted-text", message))
        for inner in element.elements():
            if inner.tag == MARKER:
                self.visit(inner)
