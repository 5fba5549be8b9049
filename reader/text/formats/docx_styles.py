"""What the styles and numberings of a Word file say that a paragraph or run is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_LONGEST_CHAIN = 20
_LEAST_MARGIN = 400  # twentieths of a point
_OFF = frozenset(("0", "false", "off", "none"))
_HEADING = re.compile(r"heading ?([1-9])")
_ID_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=TOC)(?=[0-9H])|[_-]")
_CONTENTS = re.compile(r"toc(?: \d| heading)|table of figures|contents \d")
# Built-in styles have English names in every language of Word; LibreOffice adds a few of its own.
_KINDS = {
    # What Word sets around a form of a page that was pasted, and does not show.
    "html top of form": "hidden",
    "html bottom of form": "hidden",
    "title": "title",
    "subtitle": "kicker",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "date": "kicker",
    "kicker": "kicker",
    "quote": "quote",
    "intense quote": "quote",
    "block text": "quote",
    "block quote": "quote",
    "quotations": "quote",
    "caption": "caption",
    "image caption": "caption",
    "table caption": "caption",
    "html preformatted": "code",
    "preformatted text": "code",
    "source code": "code",
}
_CODE_RUNS = frozenset(("verbatim char", "html code", "source text"))
_MARKS = {"b": "strong", "i": "emphasis"}
_RAISED = {"superscript": "superscript", "subscript": "subscript"}


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph is: `kind` is a block kind, title, author, code, contents or hidden.

    `numbering` and `depth` say which list it is an item of; "" for none. `is_set_in` is set for a
    paragraph that has margins of its own on both sides.
    """

    kind: str = "paragraph"
    level: int = 0
    numbering: str = ""
    depth: int = 0
    is_set_in: bool = False


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    outline: int
    numbering: str
    depth: int
    marks: dict[str, bool]


class Styles:
    """The styles of a file, by id."""

    def __init__(self, root: Element | None) -> None:
        self.styles: dict[str, _Style] = {}
        self.default = ""
        for element in root.iter("w:style") if root is not None else ():
            identity = element.get("w:styleId", "")
            properties = element.find("w:pPr")
            numbering, depth = _list_of(properties)
            self.styles[identity] = _Style(
                name=value_of(element, "w:name").lower(),
                based_on=value_of(element, "w:basedOn"),
                outline=_outline_of(properties),
                numbering=numbering,
                depth=depth,
                marks=_own_marks(element.find("w:rPr")),
            )
            is_default = element.get("w:default", "0") not in _OFF
            if is_default and element.get("w:type") == "paragraph":
                self.default = identity

    def chain(self, identity: str) -> list[_Style]:
        """Return a style and those it is based on, itself first."""
        if identity and identity not in self.styles:  # a style is often used and never defined
            name = _ID_WORDS.sub(" ", identity).lower()
            self.styles[identity] = _Style(name, "", -1, "", 0, {})
        found: list[_Style] = []
        while identity in self.styles and len(found) < _LONGEST_CHAIN:
            found.append(self.styles[identity])
            identity = found[-1].based_on
        return found

    def paragraph(self, properties: Element | None) -> ParagraphLook:
        """Return what a paragraph with these properties is."""
        chain = self.chain(value_of(properties, "w:pStyle") or self.default)
        outline = _outline_of(properties)
        kind = ""
        for style in chain:
            heading = _HEADING.fullmatch(style.name)
            if outline < 0:
                outline = int(heading[1]) - 1 if heading else style.outline
            kind = kind or _KINDS.get(style.name, "")
            if _CONTENTS.fullmatch(style.name):
                return ParagraphLook("contents")
        if kind in ("title", "hidden"):
            return ParagraphLook(kind)
        if 0 <= outline <= 8:
            return ParagraphLook("heading", min(outline + 1, 6))
        numbering, depth = _list_of(properties)
        for style in chain:
            if not numbering and style.numbering:
                numbering, depth = style.numbering, max(depth, style.depth)
        if numbering not in ("", "0") and not kind:
            return ParagraphLook("list_item", depth + 1, numbering, depth)
        names = (style.name for style in chain)
        listed = next((n for n in names if n.startswith(("list bullet", "list number"))), "")
        if listed and numbering != "0" and not kind:
            last = listed.rpartition(" ")[2]
            return ParagraphLook("list_item", int(last) if last in ("2", "3", "4", "5") else 1)
        return ParagraphLook(kind or "paragraph", is_set_in=not kind and _is_set_in(properties))

    def run(self, properties: Element | None) -> frozenset[str]:
        """Return the kinds of marks over a run, and "hidden" for text that is not shown."""
        marks: dict[str, bool] = {}
        chain = self.chain(value_of(properties, "w:rStyle"))
        for style in reversed(chain):
            marks |= style.marks
            if style.name in _CODE_RUNS:
                marks["code"] = True
        marks |= _own_marks(properties)
        return frozenset(kind for kind, is_on in marks.items() if is_on)


def value_of(element: Element | None, tag: str) -> str:
    """Return the w:val of an element's child, "" without it."""
    child = element.find(tag) if element is not None else None
    return child.get("w:val", "") if child is not None else ""


def is_on(element: Element | None, tag: str) -> bool:
    """Tell whether an element has a child that switches something on."""
    child = element.find(tag) if element is not None else None
    return child is not None and child.get("w:val", "1") not in _OFF


def _is_set_in(properties: Element | None) -> bool:
    margins = properties.find("w:ind") if properties is not None else None
    if margins is None:
        return False
    sides = [
        next((margins.get(f"w:{name}", "") for name in names if margins.get(f"w:{name}")), "")
        for names in (("left", "start"), ("right", "end"))
    ]
    return all(side.isdecimal() and int(side[:6]) >= _LEAST_MARGIN for side in sides)


def _own_marks(properties: Element | None) -> dict[str, bool]:
    if properties is None:
        return {}
    marks = {kind: is_on(properties, f"w:{tag}") for tag, kind in _MARKS.items()
             if properties.find(f"w:{tag}") is not None}  # fmt: skip
    if properties.find("w:vanish") is not None:
        marks["hidden"] = is_on(properties, "w:vanish")
    raised = value_of(properties, "w:vertAlign")
    if raised:
        marks |= {"superscript": False, "subscript": False}
        if raised in _RAISED:
            marks[_RAISED[raised]] = True
    return marks


def _outline_of(properties: Element | None) -> int:
    value = value_of(properties, "w:outlineLvl")
    return int(value) if value.isdecimal() and len(value) == 1 else -1


def _list_of(properties: Element | None) -> tuple[str, int]:
    found = properties.find("w:numPr") if properties is not None else None
    depth = value_of(found, "w:ilvl")
    return value_of(found, "w:numId"), int(depth) if depth.isdecimal() and len(depth) == 1 else 0


@dataclass(slots=True)
class _Level:
    format: str = "bullet"
    start: int = 1
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of a file: counts their items as Word does.

    `levels` are those of each numbering by depth, `lists` the list that a numbering goes on with.
    """

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """Return the numberings that a numbering part defines."""
        numbering = cls()
        if root is None:
            return numbering
        abstract = {
            element.get("w:abstractNumId", ""): _levels_of(element)
            for element in root.iter("w:abstractNum")
        }
        for element in root.iter("w:num"):
            identity = element.get("w:numId", "")
            numbering.lists[identity] = value_of(element, "w:abstractNumId")
            levels = dict(abstract.get(numbering.lists[identity], {}))
            starts = {}
            for override in element.iter("w:lvlOverride"):
                levels |= _levels_of(override)
                start = value_of(override, "w:startOverride")
                if start.isdecimal() and len(start) < 7:
                    starts[_depth_of(override)] = int(start)
            numbering.levels[identity] = levels
            numbering.overrides[identity] = starts
        return numbering

    def count(self, numbering: str, depth: int) -> tuple[int, str]:
        """Count one more item; return its number, 0 for a bullet, and its label in Word."""
        level = self.levels.get(numbering, {}).get(depth, _Level())
        if level.format in ("bullet", "none"):
            return 0, ""
        counted = self.lists.get(numbering, numbering)
        if numbering not in self.begun:
            self.begun.add(numbering)
            for below, start in self.overrides.get(numbering, {}).items():
                self.counts[counted, below] = start - 1
        number = self.counts.get((counted, depth), level.start - 1) + 1
        self.counts[counted, depth] = number
        for below in range(depth + 1, 10):
            self.counts.pop((counted, below), None)
        mark = f"%{depth + 1}"
        label = level.text.replace(mark, str(number)) if mark in level.text else f"{number}."
        return max(number, 0), label


def _levels_of(element: Element) -> dict[int, _Level]:
    levels = {}
    for level in element.iter("w:lvl"):
        start = value_of(level, "w:start")
        levels[_depth_of(level)] = _Level(
            value_of(level, "w:numFmt") or "decimal",
            int(start) if start.isdecimal() and len(start) < 7 else 1,
            value_of(level, "w:lvlText"),
        )
    return levels


def _depth_of(element: Element) -> int:
    depth = element.get("w:ilvl", "0")
    return int(depth) if depth.isdecimal() and len(depth) == 1 else 0
