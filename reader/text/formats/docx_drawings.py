"""Pictures and drawings in a Word file: what is told of them when they are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.text.formats.docx_parts import boxes_in
from reader.text.inline_parts import SAFE_HREF


class Drawing(NamedTuple):
    """A picture or drawing: the words for it, where it is, and what an editor is told."""

    alt: str
    href: str
    told: str


def look_at(drawing: Element, links: Mapping[str, str]) -> Drawing | None:
    """Return what a drawing shows; None for one that only holds text boxes.

    `links` are the addresses outside the file by relation id.
    """
    for properties in drawing.iter():
        if properties.tag in ("wp:docPr", "v:shape"):
            break
    else:
        properties = Element("none")
    alt = " ".join((properties.get("descr") or properties.get("alt") or "").split())
    words = " ".join(e.text or "" for e in drawing.iter("a:t")).strip()
    pictures = [e for e in drawing.iter() if e.tag in ("a:blip", "v:imagedata")]
    if not pictures and not words and not alt and next(boxes_in(drawing), None) is not None:
        return None
    href = next((h for e in pictures for key in ("r:link", "r:embed", "r:id")
                 if (h := links.get(e.get(key, ""), ""))), "")  # fmt: skip
    href = href if SAFE_HREF.fullmatch(href) else ""
    what = "picture" if pictures or drawing.tag == "w:pict" else "drawing"
    return Drawing(alt, href, ": ".join(filter(None, [f"A {what} is left out", href, alt, words])))
