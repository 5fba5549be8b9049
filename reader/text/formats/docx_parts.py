"""Pieces of a Word file's XML: texts, text boxes, rows and cells, links in fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

# What only stands around text.
WRAPPERS = frozenset(
    "w:ins w:moveTo w:smartTag w:customXml w:sdt w:sdtContent w:dir w:bdo w:rubyBase".split()
)
_LINK = re.compile(r"\s*HYPERLINK\s+(?:\\[a-z]\s+)?\"?([^\s\"]{1,2000})", re.IGNORECASE)


def has_both_series(root: Element) -> bool:
    """Tell whether a document has both footnotes and endnotes, which then are told apart."""
    return next(root.iter("w:footnoteReference"), None) is not None and (
        next(root.iter("w:endnoteReference"), None) is not None
    )


def alternative(element: Element) -> Iterator[Element]:
    """Yield the one of several ways of writing the same thing that has text, the first if none."""
    ways = [way for way in element if way.tag in ("mc:Choice", "mc:Fallback")]
    if ways:
        yield next((way for way in ways if text_of(way).strip()), ways[0])


def boxes_in(element: Element) -> Iterator[Element]:
    """Yield the text boxes within an element, those in others not."""
    waiting = [element]
    while waiting:
        now = waiting.pop()
        if now.tag == "w:txbxContent":
            yield now
        elif now.tag == "mc:AlternateContent":
            waiting += reversed(list(alternative(now)))
        else:
            waiting += reversed(now)


def is_contents(control: Element) -> bool:
    """Tell whether a content control holds the table of contents that a program makes."""
    properties = control.find("w:sdtPr")
    galleries = properties.iter("w:docPartGallery") if properties is not None else ()
    return any("contents" in gallery.get("w:val", "").lower() for gallery in galleries)


def parts_of(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, through whatever wraps them."""
    waiting = list(reversed(element))
    while waiting:
        now = waiting.pop()
        if now.tag == tag:
            yield now
        elif now.tag in WRAPPERS:
            waiting += reversed(now)


def wrapped(element: Element) -> Element:
    wrapper = Element("w:txbxContent")
    wrapper.append(element)
    return wrapper


def text_of(element: Element) -> str:
    """Return all text within an element, deleted text too, its paragraphs apart."""
    parts = []
    for each in element.iter():
        if each.tag in ("w:t", "w:delText", "m:t", "a:t"):
            parts.append(each.text or "")
        elif each.tag in ("w:p", "w:tab", "w:br"):
            parts.append(" ")
    return "".join(parts).strip()


def link_in(code: str) -> str:
    match = _LINK.match(code)
    return match[1] if match and not match[1].startswith("\\") else ""


def sign_of(code: str) -> str:
    """Return the character that a symbol's code names, U+FFFD for one that only its font knows.

    >>> sign_of("2022"), sign_of("F0B7")
    ('•', '\ufffd')
    """
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    is_private = "\ue000" <= character <= "\uf8ff" or "\ud800" <= character <= "\udfff"
    return "\ufffd" if is_private else character


def roman(number: int) -> str:
    """Write a number as a small roman one.

    >>> roman(49)
    'xlix'
    """
    parts = []
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)
