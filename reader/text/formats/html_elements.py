"""The elements of a page: what they hold, and what their classes, ids and roles call them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p"
    " pre search section summary table tbody td tfoot th thead tr ul caption".split()
)
_WORD = re.compile(r"[a-z]+|[0-9]+", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True, eq=False)
class Element:
    """An element with its children, strings and elements in order.

    `attributes` have lower-case names and decoded values; `line` counts from 1. `order` is its
    place among all elements, `at` its place among the parent's children, and `size` how many
    elements are within it.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    line: int = 0
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None
    order: int = 0
    at: int = 0
    size: int = 0

    def get(self, name: str) -> str:
        """Return an attribute's value, "" without it."""
        return self.attributes.get(name, "")

    def elements(self) -> Iterator[Element]:
        """Yield the element and all within it, in document order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += (c for c in reversed(element.children) if isinstance(c, Element))

    def texts(self) -> Iterator[str]:
        """Yield the strings within the element, in order."""
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                yield node
            else:
                waiting += reversed(node.children)

    def text(self) -> str:
        """Return all text within the element, blanks collapsed."""
        return " ".join("".join(self.texts()).split())

    def short_text(self) -> str:
        """Return the element's text as `text` does, but "" for one that is long."""
        if self.size > 40:
            return ""
        parts: list[str] = []
        length = 0
        for text in self.texts() if self.size else map(str, self.children):
            length += len(text)
            if length > 400:
                return ""
            parts.append(text)
        return " ".join("".join(parts).split())

    def remove(self) -> None:
        """Take the element out of the tree; the places of its siblings stay."""
        if self.parent is not None and self.parent.children[self.at] is self:
            self.parent.children[self.at] = ""

    def ancestors(self) -> Iterator[Element]:
        """Yield the elements around this one, from the inside out."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def words(self) -> frozenset[str]:
        """Return the words of the element's class and id, lower case."""
        if not self.attributes:
            return frozenset()
        return words_of(f"{self.get('class')} {self.get('id')}")

    def names(self) -> frozenset[str]:
        """Return the element's classes and its id as they are, lower case."""
        if not self.attributes:
            return frozenset()
        return frozenset(f"{self.get('class')} {self.get('id')}".lower().split())

    def roles(self) -> frozenset[str]:
        """Return the values of role and epub:type."""
        if not self.attributes:
            return frozenset()
        return frozenset(f"{self.get('role')} {self.get('epub:type')}".lower().split())


def words_of(text: str) -> frozenset[str]:
    """Return the words of a class or an id, lower case: "postBody-2" is "post", "body" and "2"."""
    return frozenset(_WORD.findall(_CAMEL.sub(" ", text).lower()))
