"""What Markdown files of other makers write in ways of their own, brought into a manuscript's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.formats.masthead import is_caption, is_torn_caption
from reader.text.formats.opening import is_over_text, lines_over_text, small_words
from reader.text.parts import ParsedDocument
from reader.text.problems import Problem

_INLINE_NOTE = re.compile(r"(?<!\\)\^\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){1,5000})\]")
_RAISED_TAG = re.compile(r"<sup>\s?\[?(\d{1,4}(?:[,–-]\d{1,4}){0,5})\]?\s?</sup>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BOLD = re.compile(r"(?:\*\*([^*]{3,120})\*\*|__([^_]{3,120})__)")
_ENDS = (".", ",", ";", ":", "…", "!")


@dataclass(slots=True)
class Line:
    """A line of the file and what becomes of it; None for one that is taken out."""

    number: int
    text: str | None


def take_inline_notes(
    lines: list[Line], taken: set[str], problems: list[Problem]
) -> Iterator[Line]:
    """Put a marker in the place of each `^[note]`, and yield the notes as lines for the end."""
    number = 0
    for line in lines:
        text = line.text or ""
        if "^[" not in text or "`" in text:
            continue
        parts, at = [], 0
        for match in _INLINE_NOTE.finditer(text):
            number += 1
            while str(number) in taken:
                number += 1
            parts += [text[at : match.start()], f"[^{number}]"]
            at = match.end()
            yield Line(line.number, "")
            yield Line(line.number, f"[^{number}]: {match[1].strip()}")
            message = f"A note within the text became [^{number}]."
            problems.append(Problem(line.number, "inline-note", message))
        line.text = "".join([*parts, text[at:]])


def raised_tags(text: str) -> list[str]:
    """Return the `<sup>` tags with numbers in a line, as they stand."""
    return [match[0] for match in _RAISED_TAG.finditer(text)]


def raise_tags(text: str) -> str:
    """Return a line with the numbers in `<sup>` tags as raised digits."""
    return _RAISED_TAG.sub(lambda match: match[1].translate(_RAISED), text)


def read_looks(document: ParsedDocument, lines: Sequence[Line]) -> Iterator[tuple[int, str, str]]:
    """Yield what a file without front matter shows by looks: (index of a line, kind, its text).

    The kinds are "kicker" for the lines over the text, "heading" for a line in bold, "caption" for
    "Table 1. …" and its like.
    """
    blocks = document.blocks
    small = small_words(block.text for block in blocks)
    over = lines_over_text([block.text for block in blocks[:8]], small)
    for place, block in enumerate(blocks):
        line = (lines[block.line - 1].text or "").strip() if block.line <= len(lines) else ""
        is_below = place >= over and block.kind == "paragraph"
        if is_below and (is_torn_caption(block.text) or is_caption(block.text)):
            yield block.line - 1, "caption", line
            continue
        if block.kind != "paragraph" or block.markers:
            continue
        if "\n" in block.source.strip("\n"):
            if place < over and all(is_over_text(text, small) for text in block.text.split("\n")):
                yield block.line - 1, "kicker", line
            continue
        bold = _BOLD.fullmatch(line)
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if place < over:
            yield block.line - 1, "kicker", line
        elif bold and after is not None and after.kind in ("paragraph", "list_item", "quote"):
            text = bold[1] or bold[2]
            if not text.endswith(_ENDS) and len(after.text) > len(text):
                yield block.line - 1, "heading", text
