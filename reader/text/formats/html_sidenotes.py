"""Notes that stand within the text of a page, for a style sheet to put beside it, and comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.text.formats.html_elements import Element
from reader.text.formats.html_markers import MARKER
from reader.text.problems import Problem


@dataclass(slots=True, eq=False)
class FoundNote:
    """A note: its label, and the parts of the tree that are its text.

    `parts` are whole elements, except where several notes share one: then `start` is the element
    within it at which this note begins, up to the `start` of the next.
    """

    label: str
    target: Element
    parts: list[Element] = field(default_factory=list)
    start: Element | None = None


def take_sidenotes(elements: Sequence[Element]) -> list[FoundNote]:
    """Take the notes that stand within the text, for a style sheet to put beside it."""
    notes: list[FoundNote] = []
    for element in elements:
        is_side = element.tag in ("span", "small", "aside", "div") and (
            element.words() & {"sidenote", "marginnote"}
        )
        if not is_side or element.parent is None or element.words() & {"number", "wrapper"}:
            continue
        if not element.short_text() and not element.text():
            continue
        if any(above.tag == "figure" for above in element.ancestors()):
            element.tag = "figcaption"  # what stands beside a picture is told of it
            continue
        label = str(len(notes) + 1)
        note = Element("div", {}, element.line, element.children, element.parent, element.order)
        note.size = element.size
        element.tag, element.attributes, element.children = MARKER, {"labels": label}, []
        if element.parent.tag not in ("p", "li", "td", "dd", "blockquote"):
            _move_into_paragraph(element)
        notes.append(FoundNote(label, note, [note]))
    return notes


def _move_into_paragraph(marker: Element) -> None:
    """Put the marker of a note that stands between paragraphs at the end of the one before it."""
    siblings = marker.parent.children if marker.parent else []
    near = siblings[max(0, marker.at - 4) : marker.at]
    before = next((s for s in reversed(near) if not isinstance(s, str) or s.strip()), "")
    if isinstance(before, Element) and before.tag == "p":
        marker.remove()
        marker.parent, marker.at = before, len(before.children)
        before.children.append(marker)
        before.size += 1


def drop_comments(elements: Sequence[Element], problems: list[Problem]) -> None:
    """Take out the comments that Google Docs writes as if they were notes."""
    for element in elements:
        if element.tag != "a" or element.parent is None:
            continue
        if element.get("href").startswith("#cmnt_ref"):
            box = element.parent
            while box.parent is not None and box.parent.tag == "div" and box.tag != "div":
                box = box.parent
            message = f"A comment is left out: {box.text()}"
            problems.append(Problem(element.line, "comment", message))
            box.children = []
        elif element.get("href").startswith("#cmnt"):
            element.children = []
