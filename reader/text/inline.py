"""Inline Markdown: from the characters of one block to its plain text, marks and markers.

CommonMark without raw HTML, plus `[^label]`, `^superscript^` and `~subscript~`. Links go to http,
https and mailto only; any other link stays the text that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as read_image
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from reader.text.inline_parts import MARKER, SAFE_HREF, Inline, Picture, tidy_marks
from reader.text.parts import Mark, Marker
from reader.text.simple_inline import is_plain, read_plainly, read_simple

# Deeper quotes and lists than this are not read as such (markdown-it drops what lies below).
MAXIMUM_NESTING = 60

_RAISED = re.compile(r"([\^~])((?:\\[!-/:-@\[-`{-~ ]|[^ \t\n\\^~`*_\[\]<&]){1,200})\1(?!\1)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~ ])")
_OPENING = {
    "em_open": "emphasis",
    "strong_open": "strong",
    "sup_open": "superscript",
    "sub_open": "subscript",
}
_CLOSING = frozenset({"em_close", "strong_close", "sup_close", "sub_close", "link_close"})


class _Markdown(MarkdownIt):
    """A parser for one document: links are kept as they are written, and checked."""

    in_picture = False

    def validateLink(self, url: str) -> bool:
        return self.in_picture or SAFE_HREF.fullmatch(url) is not None

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


def markdown_parser() -> MarkdownIt:
    """Return a parser for the Markdown of manuscripts; not to be shared between threads."""
    parser = _Markdown("commonmark", {"html": False, "maxNesting": MAXIMUM_NESTING})
    parser.enable("table").disable(["html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.at("image", _read_picture)
    parser.inline.ruler.at("footnote_ref", _never)
    parser.inline.ruler.before("link", "marker", _read_marker)
    parser.inline.ruler.before("link", "raised", _read_raised)
    return parser


def _never(state: StateInline, silent: bool) -> bool:
    return False


def _read_picture(state: StateInline, silent: bool) -> bool:
    """Read a picture wherever its file lies: the address is only shown, never fetched."""
    parser = cast(_Markdown, state.md)
    before, parser.in_picture = parser.in_picture, True
    try:
        return read_image(state, silent)
    finally:
        parser.in_picture = before


def _read_marker(state: StateInline, silent: bool) -> bool:
    match = MARKER.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if match[1] not in state.env["labels"]:
        if not silent:
            state.env["unknown"].append(match[1])
        return False
    if not silent:
        token = state.push("marker", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def _read_raised(state: StateInline, silent: bool) -> bool:
    match = _RAISED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        name = "sup" if match[1] == "^" else "sub"
        state.push(f"{name}_open", name, 1)
        token = state.push("text", "", 0)
        token.content = _ESCAPE.sub(r"\1", match[2])
        state.push(f"{name}_close", name, -1)
    state.pos = match.end()
    return True


@dataclass(slots=True)
class InlineReader:
    """Reads the inline Markdown of one document, whose note labels and link definitions it knows.

    `labels` are the labels of the document's notes: a `[^label]` without a note stays text and is
    listed in `Inline.unknown`. `references` are link definitions as markdown-it collects them.
    """

    labels: frozenset[str] = frozenset()
    references: Mapping[str, object] = field(default_factory=dict)
    parser: MarkdownIt = field(default_factory=markdown_parser)
    open_brackets: int = 0
    looked_through: int = 0
    seen: int = 0
    signs: int = 0

    def read(self, source: str) -> Inline:
        """Return the text, marks and markers of one block's inline source. Never raises."""
        if is_plain(source):
            return Inline(source)
        simple = read_simple(source, self.labels, has_references=bool(self.references))
        if simple is not None:
            return simple
        if self._is_dense(source):
            return read_plainly(source, self.labels, is_dense=True)
        tokens: list[Token] = []
        env = {"labels": self.labels, "references": self.references, "unknown": []}
        self.parser.inline.parse(source, self.parser, env, tokens)
        return self.flatten(tokens, tuple(env["unknown"]))

    def _is_dense(self, source: str) -> bool:
        """Tell whether the markup in source is too much to be meant, and too slow to read.

        Measured on markdown-it-py 4.3: an unmatched bracket costs some 50 microseconds, any other
        sign some 9, and a block of emphasis delimiters alone grows faster than its length. From
        each bracket on, the signs are looked through to the one that closes it, or to the end.
        """
        self.open_brackets += max(0, source.count("[") - source.count("]"))
        self.looked_through += _signs_after_brackets(source)
        delimiters = sum(source.count(mark) for mark in "*_^~[")
        self.seen += len(source)
        self.signs += delimiters + sum(source.count(mark) for mark in "`<&\\!")
        crowded = self.signs > 60_000 + self.seen // 20
        lost = self.looked_through > 200_000 + self.seen // 2
        return self.open_brackets > 10_000 or delimiters > 5_000 or crowded or lost

    def flatten(self, tokens: Iterable[Token], unknown: tuple[str, ...]) -> Inline:
        """Return what the tokens of one source come to, without a marker for `unknown` labels."""
        parts: list[str] = []
        marks: list[Mark] = []
        markers: list[Marker] = []
        pictures: list[Picture] = []
        opened: list[tuple[str, int, str]] = []
        length = 0
        for token in tokens:
            kind, put = token.type, token.content
            if kind in _OPENING or kind == "link_open":
                href = str(token.attrGet("href") or "") if kind == "link_open" else ""
                opened.append((_OPENING.get(kind, "link"), length, href))
                continue
            if kind in _CLOSING:
                name, start, href = opened.pop()
                put = href if start == length else ""  # a link without words shows itself
                if href or name != "link":
                    marks.append(Mark(start, length + len(put), name, href))
            elif kind == "marker":
                markers.append(Marker(length, put))
                put = ""
            elif kind in ("softbreak", "hardbreak"):
                put = " " if kind == "softbreak" else "\n"
            elif kind == "code_inline":
                marks.append(Mark(length, length + len(put), "code"))
            elif kind == "image":
                href = str(token.attrGet("src") or "")
                put = "".join(_words(token.children or ())).strip() or href
                pictures.append(Picture(length, length + len(put), href))
                if SAFE_HREF.fullmatch(href) and not any(name == "link" for name, *_ in opened):
                    marks.append(Mark(length, length + len(put), "link", href))
            parts.append(put)
            length += len(put)
        text = "".join(parts)
        return Inline(
            text=text,
            marks=tidy_marks(marks, text),
            markers=tuple(markers),
            pictures=tuple(pictures),
            unknown=unknown,
        )


def _signs_after_brackets(source: str) -> int:
    """Return how many signs of markup stand between each bracket and the one that closes it, or
    the end, all brackets together."""
    signs = _SIGNS.findall(source)
    opened: list[int] = []
    passed = 0
    for at, sign in enumerate(signs):
        if sign == "[":
            opened.append(at)
        elif sign == "]" and opened:
            passed += at - opened.pop()
    return passed + len(opened) * len(signs) - sum(opened)


_SIGNS = re.compile(r"\\.?|[\[\]*_^~`<&!]")


def _words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.children:
            yield from _words(token.children)
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "marker":
            yield f"[^{token.content}]"
        else:
            yield token.content
