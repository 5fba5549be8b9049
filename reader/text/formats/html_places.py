"""What the text within an element of HTML is part of: a heading, a quotation, an item of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.text.formats.html_elements import Element
from reader.text.formats.html_looks import (
    HEADINGS,
    is_byline,
    kind_by_class,
    stands_above,
    word_item,
)

OWN = frozenset("figure ul ol menu dir table".split())


@dataclass(frozen=True, slots=True)
class Place:
    """What text is part of: the kind of block, and what a block of that kind has.

    `depth` counts the lists around it, and `item` is the nearest item of one.
    """

    kind: str = "paragraph"
    level: int = 0
    ordered: int = 0
    line: int = 0
    depth: int = 0
    item: Element | None = None
    is_term: bool = False
    is_byline: bool = False


def place_of(
    element: Element, around: Place, may_stand_above: Callable[[Element], bool]
) -> Place | None:
    """Return what the text of a block element is part of; None for one of `OWN` that says no more.

    Classes say more than tags. `may_stand_above` tells whether an element may be a line over the
    text, where it stands.
    """
    line = element.line
    kind = kind_by_class(element)
    if kind and (kind != "kicker" or may_stand_above(element)):
        return Place(kind, 2 if kind == "heading" else 0, line=line)
    item = word_item(element)
    if item is not None:
        return Place("list_item", item[0], item[1], line, item[0], element)
    tag = element.tag
    if tag in HEADINGS:
        return Place("heading", HEADINGS[tag], line=line, is_byline=is_byline(element))
    if tag == "blockquote":
        return Place("quote", line=line)
    if tag in ("figcaption", "caption"):
        return Place("caption", line=line)
    if tag in OWN:
        return None
    if tag not in ("dt", "dd") and stands_above(element) and may_stand_above(element):
        return Place("kicker", line=line, is_byline=is_byline(element))
    return replace(around, line=line, is_term=tag in ("dt", "dd"), is_byline=False)
