"""HTML text into a tree of elements, in one pass.

The standard library's parser takes quadratic time on unclosed comments and tags (46 s for 160 kB,
measured on 3.11.7), and a sanitiser gives no line numbers. What browsers agree on is kept: omitted
end tags, raw text, misnested inline elements, character references decoded once.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from reader.text.formats.html_elements import BLOCKS, Element
from reader.text.problems import Problem, Unreadable

MAXIMUM_DEPTH = 200
MAXIMUM_ELEMENTS = 100_000

_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")  # any other sign of this kind is text
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:([^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?)?"
)
_ENTITY_TOO_LONG = re.compile(r"&#(?:[0-9]{9,}+|[xX][0-9a-fA-F]{9,}+);?")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names(
    "area base basefont bgsound br col embed frame hr img input link meta param source track wbr"
)
_RAW = _names("script style xmp iframe noembed noframes textarea title plaintext")
_DECODED_RAW = _names("textarea title")
_HEAD = _names("base basefont bgsound link meta noframes noscript script style template title")
_CELL_SCOPE = _names("table td th caption template object svg math")
_LIST_SCOPE = BLOCKS - _names("address div p li dt dd") | _CELL_SCOPE
_DEFINITION_SCOPE = BLOCKS - _names("address div p dt dd") | _CELL_SCOPE
_TABLE_SCOPE = _names("table template")
_TABLE_PARTS = _names("table caption thead tbody tfoot tr td th")
# A start tag, what it closes if that is open, and where looking for it ends.
_CLOSES = {
    "li": (_names("li"), _LIST_SCOPE),
    "dt": (_names("dt dd"), _DEFINITION_SCOPE),
    "dd": (_names("dt dd"), _DEFINITION_SCOPE),
    "td": (_names("td th"), _TABLE_SCOPE | _names("tr")),
    "th": (_names("td th"), _TABLE_SCOPE | _names("tr")),
    "tr": (_names("tr caption"), _TABLE_SCOPE),
    "thead": (_names("thead tbody tfoot tr caption"), _TABLE_SCOPE),
    "tbody": (_names("thead tbody tfoot tr caption"), _TABLE_SCOPE),
    "tfoot": (_names("thead tbody tfoot tr caption"), _TABLE_SCOPE),
    "option": (_names("option"), _names("select datalist")),
    "a": (_names("a"), BLOCKS | _CELL_SCOPE),
    **dict.fromkeys(("rt", "rp"), (_names("rt rp"), _names("ruby"))),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tree:
    """A document: its root, all its elements in order, and what could not be read as HTML."""

    root: Element
    elements: list[Element]
    problems: tuple[Problem, ...]


def parse_html(text: str, depth: int = MAXIMUM_DEPTH) -> Tree:
    """Read HTML text into a tree. Takes time in proportion to the text.

    Comments and declarations are left out. Raises Unreadable for elements nested too deep, or too
    many of them.
    """
    return _Builder(text, depth).build()


def decode(text: str) -> str:
    """Decode the character references of a text, once."""
    if "&" not in text:
        return text
    return html.unescape(_ENTITY_TOO_LONG.sub("\ufffd", text))


class _Builder:
    def __init__(self, text: str, depth: int) -> None:
        self.source = text
        self.depth = depth
        self.root = Element("html", line=1)
        self.stack = [self.root]
        self.open: Counter[str] = Counter(["html"])
        self.line = 1
        self.counted = 0
        self.elements = [self.root]
        self.problems: list[Problem] = []
        opening = text[:1000].lower()
        self.is_xml = opening.lstrip().startswith("<?xml") or "dtd xhtml" in opening

    def build(self) -> Tree:
        source = self.source
        at = 0
        while at < len(source):
            found = _OPENING.search(source, at)
            if found is None:
                self.add_text(source[at:])
                break
            tag = found.start()
            if tag > at:
                self.add_text(source[at:tag])
            self.line += source.count("\n", self.counted, tag)
            self.counted = tag
            at = self.read_markup(tag)
        self.pop_to(self.root)
        return Tree(self.root, self.elements, tuple(self.problems))

    def add_text(self, text: str) -> None:
        if self.stack[-1].tag == "head" and text.strip():
            self.pop_to(self.stack[-1])
        self.stack[-1].children.append(decode(text))

    def read_markup(self, at: int) -> int:
        """Read what starts with the `<` at a place; return where the text goes on."""
        source = self.source
        match = _TAG.match(source, at)
        if match is None:
            return self.read_other(at)
        place = match.end()
        attributes: dict[str, str] = {}
        if not source.startswith(">", place):
            attributes, place = self.read_attributes(at, place)
            if place >= len(source):
                message = f"A tag is never closed; this is left out with it: {source[at:]}"
                self.problems.append(Problem(self.line, "broken-markup", message))
                return len(source)
        name = match[2].lower().rpartition(":")[2] if self.is_xml else match[2].lower()
        if match[1]:
            self.end(name)
            return place + 1
        return self.start(name, attributes, source[place - 1] == "/", place + 1)

    def read_attributes(self, at: int, place: int) -> tuple[dict[str, str], int]:
        """Read the attributes from a place in the tag that begins at `at`; return where it ends."""
        attributes: dict[str, str] = {}
        is_torn = False  # a quote is opened and never closed
        while True:
            found = _ATTRIBUTE.match(self.source, place)
            assert found is not None, "the pattern matches the empty string"
            place = found.end()
            if found[1] is None:
                break
            value = found[2] or found[3] or found[4] or ""
            attributes.setdefault(found[1].lower(), decode(value))
            is_torn |= found[4] is not None and found[4][:1] in ("'", '"')
        if is_torn and place < len(self.source):
            message = f"A quote in a tag is never closed: {self.source[at : place + 1]}"
            self.problems.append(Problem(self.line, "broken-markup", message))
        return attributes, place

    def read_other(self, at: int) -> int:
        """Pass over a comment or declaration; any other `<` is text."""
        source = self.source
        if source.startswith("<!--", at):
            end = source.find("-->", at + 2)
            if end < 0:
                message = f"A comment is never closed; it is left out: {source[at:]}"
                self.problems.append(Problem(self.line, "broken-markup", message))
                return len(source)
            return end + 3
        if source.startswith("<![CDATA[", at) and self.is_xml:
            end = source.find("]]>", at)
            end = len(source) if end < 0 else end
            self.stack[-1].children.append(source[at + 9 : end])
            return end + 3
        if source.startswith(("<!", "<?", "</"), at):
            end = source.find(">", at)
            if end < 0:
                self.add_text(source[at:])
                return len(source)
            return end + 1
        self.add_text("<")
        return at + 1

    def start(self, name: str, attributes: dict[str, str], closes_itself: bool, after: int) -> int:
        """Open an element; return where the text goes on."""
        if name in ("html", "body", "head") and (name == "html" or self.open[name]):
            for key, value in attributes.items():
                self.root.attributes.setdefault(key, value)
            return after
        if name not in _HEAD and self.open["head"] and self.stack[-1].tag == "head":
            self.pop_to(self.stack[-1])
        if name in BLOCKS and self.open["p"]:
            self.close_open(frozenset({"p"}), _CELL_SCOPE | {"button"})
        if name in _CLOSES:
            self.close_open(*_CLOSES[name])
        parent = self.stack[-1]
        order = len(self.elements)
        if order > MAXIMUM_ELEMENTS:
            raise Unreadable(f"The page has more than {MAXIMUM_ELEMENTS:,} elements.")
        element = Element(name, attributes, self.line, parent=parent, order=order)
        self.elements.append(element)
        element.at = len(parent.children)
        parent.children.append(element)
        if name in VOID:
            return after
        is_foreign = self.open["svg"] or self.open["math"]
        if closes_itself and (self.is_xml or is_foreign or name in ("svg", "math")):
            return after
        if name in _RAW and not is_foreign:
            return self.read_raw(element, after)
        self.stack.append(element)
        self.open[name] += 1
        if len(self.stack) > self.depth:
            raise Unreadable(f"line {self.line}: elements are nested more than {self.depth} deep.")
        return after

    def read_raw(self, element: Element, after: int) -> int:
        """Take the text of an element that holds no markup, up to its end tag."""
        end_tag = re.compile(rf"</{element.tag}(?=[\s/>])", re.IGNORECASE)
        found = None if element.tag == "plaintext" else end_tag.search(self.source, after)
        end = found.start() if found else len(self.source)
        text = self.source[after:end]
        element.children.append(decode(text) if element.tag in _DECODED_RAW else text)
        if found is None:
            message = f"A {element.tag} element is never closed; this is in it: {text}"
            self.problems.append(Problem(self.line, "broken-markup", message))
            return end
        close = self.source.find(">", found.end())
        return len(self.source) if close < 0 else close + 1

    def end(self, name: str) -> None:
        """Close the element that an end tag names, if it is open and nothing stands against it."""
        if not self.open[name] or name in ("html", "body"):
            return
        is_block = name in BLOCKS
        for element in reversed(self.stack):
            if element.tag == name:
                self.pop_to(element)
                return
            if element.tag in _CELL_SCOPE and name not in _TABLE_PARTS:
                return
            if element.tag == "table" and name != "table":
                return
            if element.tag in BLOCKS and not is_block and name not in ("svg", "math", "template"):
                return

    def close_open(self, names: frozenset[str], scope: frozenset[str]) -> None:
        """Close the outermost open element with one of these names before the scope ends."""
        if not any(self.open[name] for name in names):
            return
        found = None
        for element in reversed(self.stack):
            if element.tag in names:
                found = element
            elif element.tag in scope or element is self.root:
                break
        if found is not None:
            self.pop_to(found)

    def pop_to(self, element: Element) -> None:
        while True:
            popped = self.stack.pop()
            self.open[popped.tag] -= 1
            popped.size = len(self.elements) - 1 - popped.order
            if popped is element:
                return
