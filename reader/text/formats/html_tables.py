"""The tables of an HTML text: their cells, what stands between, and those that only lay out."""

from __future__ import annotations

from collections.abc import Iterator

from reader.text.formats.html_elements import Element

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def cells_of(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row of a table, not those of tables within it."""
    waiting = [table]
    while waiting:
        element = waiting.pop()
        if element.tag == "tr":
            yield [c for c in element.children if isinstance(c, Element) and c.tag in ("td", "th")]
        elif element is table or element.tag in ("thead", "tbody", "tfoot"):
            waiting += (c for c in reversed(element.children) if isinstance(c, Element))


def misplaced(table: Element) -> Iterator[Element | str]:
    """Yield what stands in a table but in no cell, its caption first of all."""
    waiting: list[Element | str] = [table]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node is table or node.tag in ("thead", "tbody", "tfoot", "tr", "colgroup"):
            cells = ("td", "th") if node.tag == "tr" else ()
            waiting += (
                c for c in reversed(node.children) if isinstance(c, str) or c.tag not in cells
            )
        else:
            yield node


def is_layout(table: Element, rows: list[list[Element]]) -> bool:
    """Tell whether a table only lays out a page."""
    if {"presentation", "none"} & table.roles():
        return True
    cells = [cell for row in rows for cell in row]
    if any(cell.tag == "th" for cell in cells):
        return False
    if max(map(len, rows), default=0) < 2:
        return True
    return any(
        isinstance(child, Element)
        and (child.tag in _HEADINGS or child.tag in ("table", "ul", "ol", "blockquote", "article")
             or (child.tag in ("p", "div") and cell.size > 4))
        for cell in cells
        for child in cell.children
    )  # fmt: skip


def number_in(value: str, otherwise: int) -> int:
    """Return the whole number that an attribute gives, `otherwise` if it gives none."""
    value = value.strip()
    digits = value.removeprefix("-")
    is_number = 0 < len(digits) < 10 and digits.isascii() and digits.isdigit()
    return int(value) if is_number else otherwise
