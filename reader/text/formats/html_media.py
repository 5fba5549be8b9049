"""What a browser shows something for that is no text: pictures, formulas, players of media."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.text.formats.gathering import Gathered, Gatherer
from reader.text.formats.html_elements import Element
from reader.text.formats.html_links import Links, Picture, shown
from reader.text.formats.html_tables import number_in
from reader.text.parts import Mark
from reader.text.problems import Problem

PICTURES = frozenset(("img", "amp-img"))
REPLACED = PICTURES | frozenset(
    "svg math video audio iframe object embed canvas applet map".split()
)
_SIGNS = frozenset("emoji math latex tex".split())  # classes of pictures that stand for characters


@dataclass(slots=True)
class Media:
    """Leaves media out, says so, and keeps the words for them.

    `pictures` wait for the end of their block, or of the figure whose caption they may share;
    `figures` is how many figures are open. Signs and formulas go into `runs`.
    """

    runs: Gatherer
    links: Links
    problems: list[Problem] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    figures: int = 0

    def read(self, element: Element) -> None:
        """Read one of the elements in `REPLACED`."""
        if element.tag == "math":
            self._read_formula(element)
        elif element.tag in PICTURES:
            self._read_picture(element)
        else:
            source = element.get("src") or element.get("data")
            text = element.text() if element.tag not in ("iframe", "map") else ""
            message = f"A {element.tag} element is left out: {shown(source)} {text}".rstrip(": ")
            self.problems.append(Problem(element.line, "media", message))

    def captions(self) -> list[Gathered]:
        """Return the captions of the pictures that wait, once no figure is open."""
        if self.figures:
            return []
        pictures, self.pictures = self.pictures, []
        return [picture.caption() for picture in pictures if picture.alt]

    def _read_formula(self, math: Element) -> None:
        for element in math.elements():
            if element.tag.startswith("annotation"):
                element.remove()
        self.runs.add(math.text())
        message = f"A formula is kept as a row of signs: {math.text()}"
        self.problems.append(Problem(math.line, "formula", message))

    def _read_picture(self, element: Element) -> None:
        alt = " ".join(element.get("alt").split())
        if alt and (len(alt) <= 2 or element.words() & _SIGNS):
            self.runs.add(alt)
            return
        if number_in(element.get("width"), 9) <= 1 and number_in(element.get("height"), 9) <= 1:
            return
        source = element.get("data-src") or element.get("src")
        href = self.links.resolve(source)
        kept = ", only its caption is kept" if alt or self.figures else ""
        message = f"A picture is left out{kept}: {shown(href or source)}"
        if alt:
            message += f" ({alt})"
        self.problems.append(Problem(element.line, "picture", message))
        self.pictures.append(Picture(alt, href, element.line))


def caption_figure(blocks: list[Gathered], begun: int, pictures: list[Picture]) -> None:
    """Link the caption among a figure's blocks, from `begun` on, to its first picture, in place.

    Without a caption the words for its pictures are that.
    """
    captions = [block for block in blocks[begun:] if block.kind == "caption"]
    if not captions:
        blocks += (picture.caption() for picture in pictures if picture.alt)
    elif pictures and pictures[0].href:
        first = captions[0]
        if not any(mark.kind == "link" for mark in first.marks):
            whole = Mark(0, len(first.text), "link", pictures[0].href)
            first.marks = (*first.marks, whole)
