"""Looks that a page gives its text by style sheets: Google Docs and offices set italics so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reader.text.formats.html_elements import Element

Styles = Mapping[str, frozenset[str]]

_CLASS = re.compile(r"(?:span)?\.([\w-]{1,100})")
_DECLARED = {
    "emphasis": re.compile(r"font-style:(?:italic|oblique)"),
    "strong": re.compile(r"font-weight:(?:bold|[6-9]00)"),
    "superscript": re.compile(r"vertical-align:super"),
    "subscript": re.compile(r"vertical-align:sub(?!\w)"),
}
_STYLED = frozenset(("span", "a", "font"))


def read_styles(elements: Iterable[Element]) -> Styles:
    """Return the looks that the style elements of a page give to classes, by their names.

    Only rules for a class alone count; what holds in some places only is nothing to go by. Takes
    time in proportion to the styles.
    """
    styles: dict[str, frozenset[str]] = {}
    for element in elements:
        if element.tag != "style":
            continue
        for rule in "".join(element.texts()).split("}"):
            selectors, _brace, declared = rule.partition("{")
            looks = _looks_in(declared)
            for selector in selectors.split(",") if looks else ():
                if match := _CLASS.fullmatch(selector.strip()):
                    styles[match[1]] = styles.get(match[1], frozenset()) | looks
    return styles


def looks_by_style(element: Element, styles: Styles) -> frozenset[str]:
    """Return the marks that the classes and style of an inline element give its text."""
    if element.tag not in _STYLED or not element.attributes:
        return frozenset()
    looks = _looks_in(element.get("style")) if element.get("style") else frozenset()
    for name in element.get("class").split() if styles else ():
        looks |= styles.get(name, frozenset())
    return looks


def _looks_in(declared: str) -> frozenset[str]:
    declared = "".join(declared.lower().split())
    return frozenset(look for look, pattern in _DECLARED.items() if pattern.search(declared))
