"""What the classes of an HTML element say that its text is: a title, a quotation, a list item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.text.formats.html_elements import Element
from reader.text.formats.layout import number_of

LOOKS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "sup": "superscript",
    "sub": "subscript",
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
STRUCK = frozenset(("del", "s", "strike"))
# Classes of blocks, as Word, Google Docs, LibreOffice, pandoc and the usual sites write them.
_TITLES = frozenset(("title", "msotitle"))
_KINDS = {
    **dict.fromkeys(("subtitle", "msosubtitle", "standfirst", "dek", "deck", "tagline"), "kicker"),
    **dict.fromkeys(
        ("msoquote", "msointensequote", "pullquote", "pull-quote", "quote", "quotation",
         "quotations", "blockquote", "epigraph", "pull_quote", "msoblocktext"), "quote",
    ),
    **dict.fromkeys(
        ("msocaption", "caption", "wp-caption-text", "image-caption", "thumbcaption", "figcaption",
         "fig-caption", "table-caption"), "caption",
    ),
    **dict.fromkeys(("abstract-title", "abstracttitle"), "heading"),
}  # fmt: skip
_BOXES = frozenset("p div aside section span h2 h3 h4 h5".split())
_ABOVE = frozenset(
    "byline author authors dateline kicker eyebrow pubdate published posted meta publication issue"
    " subtitle standfirst dek deck tagline contrib contributors affiliation affiliations timestamp"
    "".split()
)
_BYLINES = frozenset(("byline", "author", "authors"))
_LIST_LEVEL = re.compile(r"mso-list:\s?l\d{1,4}\s+level(\d)")
_NUMBER = re.compile(r"\(?(\d{1,4})[.)]")
_LETTER = re.compile(r"\(?([a-z]|[ivx]{2,6})[.)]")
_SIGNS = frozenset("· • o § - – — ▪ ◦ ü Ø".split())  # as Symbol and Wingdings show bullets
_SPACER = re.compile(r"font:\s?7(?:\.0)?pt", re.IGNORECASE)


def look_of(element: Element) -> str:
    """Return the mark that an inline element gives its text, "" for none.

    `cite` names a work, unless its class or an emphasis of its own says that it is a whole
    reference.
    """
    look = LOOKS.get(element.tag, "")
    if element.tag == "cite":
        is_reference = "citation" in element.words() or any(
            inner.tag in ("i", "em") for inner in element.elements()
        )
        return "" if is_reference else look
    return look


def is_title(element: Element) -> bool:
    """Tell whether a paragraph is the title by its class."""
    return element.tag == "p" and bool(_classes(element) & _TITLES)


def kind_by_class(element: Element) -> str:
    """Return the block kind that the class of an element names, "" if it names none."""
    if "class" not in element.attributes or element.tag not in _BOXES:
        return ""
    found = {_KINDS[name] for name in _classes(element) if name in _KINDS}
    is_heading = element.tag[0] == "h"
    return next((k for k in sorted(found) if k == "kicker" or not is_heading), "")


def stands_above(element: Element) -> bool:
    """Tell whether an element's class or tag says that it is who wrote the text, where or when."""
    words = element.words()
    return element.tag == "address" or bool(words & _ABOVE) or {"article", "type"} <= words


def is_byline(element: Element) -> bool:
    """Tell whether an element's class says that it names who wrote the text."""
    words = element.words()
    return bool(words & _BYLINES) and not words & {"bio", "box", "comment", "comments"}


def word_item(element: Element) -> tuple[int, int] | None:
    """Return depth and number (0: bullet) of a paragraph that Word shows as a list item.

    What Word typed as the item's mark is taken out of the element.
    """
    level = _LIST_LEVEL.search(element.get("style")) if element.tag == "p" else None
    if level is None:
        is_filtered = element.tag == "p" and "msolistparagraph" in element.get("class").lower()
        return _filtered_item(element) if is_filtered else None
    for inner in element.elements():
        if "mso-list:ignore" in "".join(inner.get("style").lower().split()):
            number = _NUMBER.match(inner.text())
            inner.children = []
            return int(level[1]) or 1, int(number[1]) if number else 0
    return None


def _filtered_item(element: Element) -> tuple[int, int] | None:
    """Read an item whose mark "filtered HTML" has as text, with a span of blanks after it."""
    spacer = next((e for e in element.elements() if _SPACER.search(e.get("style"))), None)
    if spacer is None or spacer.text() or spacer.parent is None:
        return None
    mark = "".join(islice(_texts_before(element, spacer), 9)).strip()
    if len(mark) > 8 or not (_NUMBER.fullmatch(mark) or _LETTER.fullmatch(mark) or mark in _SIGNS):
        return None
    _drop_texts_before(element, spacer)
    if number := _NUMBER.fullmatch(mark):
        return 1, int(number[1])
    letter = _LETTER.fullmatch(mark)
    if letter is None:
        return 1, 0
    is_roman = letter[1] == "i" or len(letter[1]) > 1
    return 1, number_of(letter[1]) if is_roman else ord(letter[1]) - ord("a") + 1


def _texts_before(element: Element, last: Element) -> Iterator[str]:
    """Yield the strings of an element that stand before another within it."""
    waiting: list[Element | str] = [element]
    while waiting:
        node = waiting.pop()
        if node is last:
            return
        if isinstance(node, str):
            yield node
        else:
            waiting += reversed(node.children)


def _drop_texts_before(element: Element, last: Element) -> None:
    """Empty the strings of an element that stand before another within it."""
    around = {last, *last.ancestors()}
    for above in around & {*element.elements()}:
        for place, child in enumerate(above.children):
            if child is last or (isinstance(child, Element) and child in around):
                break
            above.children[place] = ""


def _classes(element: Element) -> set[str]:
    return set(element.get("class").lower().split())
