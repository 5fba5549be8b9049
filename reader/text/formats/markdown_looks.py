"""What Markdown files of other makers write in ways of their own, brought into a manuscript's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.formats.masthead import is_caption, is_torn_caption
from reader.text.formats.opening import is_over_text, lines_over_text, small_words
from reader.text.parts import ParsedDocument
from reader.text.problems import Problem

_RAISED_TAG = re.compile(r"<sup>\s?\[?(\d{1,4}(?:[,–-]\d{1,4}){0,5})\]?\s?</sup>", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BOLD = re.compile(r"(?:\*\*([^*]{3,120})\*\*|__([^_]{3,120})__)")
_ENDS = (".", ",", ";", ":", "…", "!")


@dataclass(slots=True)
class Line:
    """A line of the file and what becomes of it; None for one that is taken out."""

    number: int
    text: str | None


def raised_tags(text: str) -> list[str]:
    """Return the `<sup>` tags with numbers in a line, as they stand."""
    return [match[0] for match in _RAISED_TAG.finditer(text)]


def raise_tags(text: str) -> str:
    """Return a line with the numbers in `<sup>` tags as raised digits."""
    return _RAISED_TAG.sub(lambda match: match[1].translate(_RAISED), text)


def give_captions(lines: list[Line], problems: list[Problem]) -> None:
    """Make the words in italics below a picture its caption, in the place of its description.

    The description, which a page does not show beside a caption, is said in a problem.
    """
    for at, line in enumerate(lines):
        text = (line.text or "").strip()
        if not text.startswith("!") or not (picture := _PICTURE.fullmatch(text)):
            continue
        if at and (lines[at - 1].text or "").strip():
            continue  # it goes on with a paragraph
        below = next((n for n in range(at + 1, min(at + 3, len(lines))) if lines[n].text), None)
        if not below or any(line.text for line in lines[below + 1 : below + 2]):
            continue
        written = (lines[below].text or "").strip()
        caption = _ITALICS.fullmatch(written)
        words = caption[1] or caption[2] if caption else ""
        if not words and _LOOKS_WITHIN.fullmatch(written):
            words = _LINK_OR_LOOK.sub(r"\1", written[1:-1]).translate(_NO_BRACKETS)
        if not words:
            continue
        if picture[1] and picture[1] != words:
            message = f"The description of a picture is left out: {picture[1]}"
            problems.append(Problem(line.number, "picture-description", message))
        message = f"This line below a picture is its caption: {written}"
        problems.append(Problem(lines[below].number, "caption-by-look", message))
        line.text = f"![{words}]({picture[2]})"
        lines[below].text = None


_PICTURE = re.compile(r"!\[([^\[\]]{0,1000})\]\(([^()\s]{1,1000}(?: \"[^\"]{0,200}\")?)\)")
# "_▲ __Table 1. Boats.__ Source: [the office](https://…)_": italics with more within them.
_LOOKS_WITHIN = re.compile(
    r"_(?![_\s])[^\n]{2,2000}(?<![_\s])_|\*(?![*\s])[^\n]{2,2000}(?<![*\s])\*"
)
_LINK_OR_LOOK = re.compile(r"\[([^\[\]]{1,1000})\]\([^()\s]{1,1000}\)|\*\*|__")
_NO_BRACKETS = str.maketrans("[]\\", "()/")
_ITALICS = re.compile(r"\*([^*\[\]\\]{2,1000})\*|_([^_\[\]\\]{2,1000})_")


# The blanks before the closing sign; before the opening one stands a blank or a bracket.
_LOOSE_CLOSE = re.compile(
    r"(?<![^\s(\[“\"‘—])(?P<sign>\*{1,2})(?P<words>[^\W_][^*_\\`]{0,200}[^*\s\\_`])[ ]{1,3}"
    r"(?P=sign)(?:[ ]|(?P<stop>[.,;:)])|\Z)"
)


def close_emphasis(lines: Sequence[Line]) -> None:
    """Move the blank at the end of emphasis behind it: "*Id. *" shows its stars, "*Id.* " does not.

    So do programs that read the italics of print together with the space after them.
    """
    for line in lines:
        if line.text and " *" in line.text:
            line.text = _LOOSE_CLOSE.sub(_closed, line.text)


def _closed(match: re.Match[str]) -> str:
    return f"{match['sign']}{match['words']}{match['sign']}{match['stop'] or ' '}"


def unescape_markers(lines: list[Line], problems: list[Problem]) -> None:
    r"""Take the signs before brackets away where a program that wrote the file escaped them all.

    Turned from HTML, "[1]" becomes "\[1\]" in every place.
    """
    texts = [line.text for line in lines if line.text]
    if any(_ESCAPED.search(text) for text in texts) and not any(
        _UNESCAPED.search(text) for text in texts
    ):
        escaped = [match[0] for text in texts for match in _ESCAPED.finditer(text)]
        message = f"Every bracket was escaped, so these are read as typed: {' '.join(escaped)}"
        problems.append(Problem(0, "escaped-brackets", message))
        for line in lines:
            if line.text:
                line.text = _ESCAPED.sub(r"[\1]", line.text)


_ESCAPED = re.compile(r"\\\[(\^?\d{1,4}(?:[ ,–-]{1,2}\d{1,4}){0,8})\\?\]")
_UNESCAPED = re.compile(r"(?<![\\\w\]])\[\d{1,4}\]")


def read_looks(document: ParsedDocument, lines: Sequence[Line]) -> Iterator[tuple[int, str, str]]:
    """Yield what a file without front matter shows by looks: (index of a line, kind, its text).

    The kinds are "kicker" for the lines over the text, "heading" for a line in bold, "caption" for
    "Table 1. …" and its like.
    """
    blocks = document.blocks
    small = small_words(block.text for block in blocks)
    over = lines_over_text([block.text for block in blocks], small)
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
