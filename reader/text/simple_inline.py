"""Inline Markdown that can be read in one way only, without a parser: most of what there is.

Links, pictures, code, emphasis and raised text count as simple where nothing within them is markup
and no delimiter beside them could be taken for theirs. Whatever is left over is for markdown-it.
"""

from __future__ import annotations

import re
from collections.abc import Set

from reader.text.inline_parts import LABEL, SAFE_HREF, Inline, Picture, tidy_marks
from reader.text.parts import Mark, Marker

# What markdown-it could read as more than text. A lone `]`, `!` or `_` within a word is text.
_MARKUP = re.compile(r"[\\`*\[\n^~]|<[^\s<>]|&[#A-Za-z]|(?<![^\W_])_|_(?![^\W_])")
# The same where nothing follows a bracket that would make a link of it.
_TANGLED = re.compile(r"[\\`*\n^~]|\]\(|<[^\s<>]|&[#A-Za-z]|(?<![^\W_])_|_(?![^\W_])")
_PLAIN = (
    LABEL + r"|\\([!-/:-@\[-`{-~])"
    r"|(?<![ \t])[ \t]*\\\n[ \t]*|(?<! ) {2,}\n[ \t]*| ?\n[ \t]*"
)
_PLAINLY = re.compile(_PLAIN)
_TEXT = r"(?:[^\\`*_\[\]\n^~<&]++|&(?![#A-Za-z]))"
_HREF = r"(?:[^\s<>()\\`&\[\]\x00-\x20\x7f]|&(?![#A-Za-z0-9]{1,40};))++"
# Delimiters count only where they can open, or close, and nothing else.
_SIMPLE = re.compile(
    rf"{_PLAIN}"
    rf"|(?P<bang>!?)\[(?P<words>{_TEXT}*+)\]\((?P<href>{_HREF})\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>`\x00-\x20\x7f]++)>"
    r"|(?<!`)`(?P<code>[^`\n]++)`(?!`)"
    r"|(?P<sign>[\^~])(?P<raised>[0-9A-Za-z]{1,20})(?P=sign)(?!(?P=sign))"
    r"|(?:(?<=[ \n(“‘\"'—–\]])|(?<=\A))(?P<delimiter>\*\*?|__?)(?=[^\W_])"
    rf"(?P<stressed>{_TEXT}++)(?<=[^\W_])(?P=delimiter)(?=[ \n).,;:!?”’\"'…—–\[\\]|\Z)"
)
_LOOKS = {"*": "emphasis", "_": "emphasis", "**": "strong", "__": "strong"}
_RAISED = {"^": "superscript", "~": "subscript"}


def is_plain(source: str) -> bool:
    """Tell whether nothing in a block's inline source can be more than text."""
    return _MARKUP.search(source) is None


def read_simple(source: str, labels: Set[str], *, has_references: bool) -> Inline | None:
    """Read what can be read in one way only; None for anything else.

    `labels` are those of the document's notes; `has_references` says that it defines links, so
    that words in brackets may be one. Takes time in proportion to the source.
    """
    is_linked = "](" in source or (has_references and "[" in source)
    if not is_linked and _MARKUP.search(_PLAINLY.sub("]", source)) is None:
        plain = read_plainly(source, labels)
        # The parser may find markup in a label that is none.
        return plain if all(label.isalnum() for label in plain.unknown) else None
    if has_references and "[" in source:
        return None
    if _TANGLED.search(_SIMPLE.sub(".", source)):
        return None
    return _read_marked(source, labels)


def read_plainly(source: str, labels: Set[str], *, is_dense: bool = False) -> Inline:
    """Read the markers, escapes and line ends of a source, and all else as text."""
    parts: list[str] = []
    markers: list[Marker] = []
    unknown: list[str] = []
    at = length = 0
    for match in _PLAINLY.finditer(source):
        parts.append(source[at : match.start()])
        length += match.start() - at
        label = match[1]
        if label is not None and label in labels:
            markers.append(Marker(length, label))
            put = ""
        else:
            put = _text_of(match)
            if label is not None:
                unknown.append(label)
        parts.append(put)
        length += len(put)
        at = match.end()
    parts.append(source[at:])
    return Inline("".join(parts), (), tuple(markers), (), is_dense, tuple(unknown))


def _read_marked(source: str, labels: Set[str]) -> Inline | None:
    """Read a source of which nothing is markup but what is simple."""
    parts: list[str] = []
    marks: list[Mark] = []
    markers: list[Marker] = []
    pictures: list[Picture] = []
    unknown: list[str] = []
    at = length = 0
    for match in _SIMPLE.finditer(source):
        parts.append(source[at : match.start()])
        length += match.start() - at
        at = match.end()
        label = match[1]
        if label is not None and label in labels:
            markers.append(Marker(length, label))
            continue
        if label is not None:
            if not label.isalnum() or source.startswith("(", at):
                return None
            unknown.append(label)
        put, kind, href = _look_of(match)
        if match["bang"]:
            put = put.strip() or href
            pictures.append(Picture(length, length + len(put), href))
        if kind == "link" and not SAFE_HREF.fullmatch(href):
            if not match["bang"]:
                return None
        elif kind:
            marks.append(Mark(length, length + len(put), kind, href))
        parts.append(put)
        length += len(put)
    parts.append(source[at:])
    text = "".join(parts)
    return Inline(
        text=text,
        marks=tidy_marks(marks, text),
        markers=tuple(markers),
        pictures=tuple(pictures),
        unknown=tuple(unknown),
    )


def _look_of(match: re.Match[str]) -> tuple[str, str, str]:
    """Return the text of one piece of simple markup, its look if it has one, and its address."""
    if match["href"] is not None:
        words, href = match["words"], match["href"]
        return words or href, "link", href
    if match["auto"] is not None:
        return match["auto"], "link", match["auto"]
    if match["code"] is not None:
        code = match["code"]
        is_padded = code[0] == code[-1] == " " and bool(code.strip(" "))
        return code[1:-1] if is_padded else code, "code", ""
    if match["raised"] is not None:
        return match["raised"], _RAISED[match["sign"]], ""
    if match["stressed"] is not None:
        return match["stressed"], _LOOKS[match["delimiter"]], ""
    return _text_of(match), "", ""


def _text_of(match: re.Match[str]) -> str:
    """Return the text that an escape, a line end or a marker without a note is."""
    if match[1] is not None:
        return match[0]
    if match[2] is not None:
        return match[2]
    spaces, backslash, _rest = match[0].partition("\\")
    if backslash:
        return spaces + "\n"
    return "\n" if match[0].startswith("  ") else " "
