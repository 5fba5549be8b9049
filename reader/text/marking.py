"""Inline Markdown written from a text, its marks and its markers, so that it reads back alike.

Where CommonMark would not take a delimiter for one (next to a letter or a blank), the character
beside it is written as a numeric entity, which counts as punctuation there.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reader.text.inline_parts import SAFE_HREF, tidy_marks
from reader.text.parts import Mark, Marker

# From the outside in; code and raised text hold no other marks.
_NESTING = ("link", "strong", "emphasis", "superscript", "subscript", "code")
_EMPHASIS = {"strong": "**", "emphasis": "_"}
_RAISED = {"superscript": "^", "subscript": "~"}
_SAFE = frozenset(string.punctuation + " \n")
_BARE_HREF = re.compile(r"[^\s\x00-\x20\x7f()<>\\&]+")
_SPECIAL = re.compile(
    r"[\\`*\[^~]|<(?=\S|\Z)|&(?=#?[0-9A-Za-z]{0,40}(?:;|\Z))|!(?=\[)"
    r"|(?<![^\W_])_|_(?![^\W_])"
)
_ANY_SPECIAL = re.compile(r"[\\`*\[^~<&_]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~ ]")
_BACKTICKS = re.compile(r"`+")


def write_inline(text: str, marks: Sequence[Mark] = (), markers: Sequence[Marker] = ()) -> str:
    """Write a block's text as inline Markdown; a line feed becomes a hard line break.

    Links that are not http, https or mailto, and raised text over a tab or a line end, lose their
    mark and stay text.
    """
    if not marks and not markers:
        return _write_breaks(text, _escape(text))
    pieces = _pieces(text, _writable(marks, text), markers)
    _settle(pieces)
    parts: list[str] = []
    for piece in pieces:
        written = piece.write()
        if written.startswith("[") and parts and parts[-1].endswith("!"):
            parts[-1] = parts[-1][:-1] + "\\!"
        if written:
            parts.append(written)
    return _write_breaks(text, "".join(parts))


@dataclass(slots=True)
class _Piece:
    """A stretch of output. `role` is text, open, close (of emphasis) or fixed (as it stands)."""

    role: str
    raw: str
    linked: bool = False
    entity_first: bool = False
    entity_last: bool = False

    def write(self) -> str:
        if self.role != "text":
            return self.raw
        first = last = ""
        raw = self.raw
        if self.entity_first and raw:
            first, raw = _entity(raw[0]), raw[1:]
        if self.entity_last and raw:
            last, raw = _entity(raw[-1]), raw[:-1]
        written = _escape(raw)
        return first + (written.replace("]", "\\]") if self.linked else written) + last


def _pieces(text: str, marks: Sequence[Mark], markers: Sequence[Marker]) -> list[_Piece]:
    """Cut text at every mark and marker, and put delimiters and markers between the cuts."""
    starts: dict[int, list[Mark]] = {}
    for mark in marks:
        starts.setdefault(mark.start, []).append(mark)
    at_offset: dict[int, list[Marker]] = {}
    for marker in markers:
        at_offset.setdefault(min(marker.offset, len(text)), []).append(marker)
    cuts = {0, len(text), *at_offset, *starts, *(mark.end for mark in marks)}
    ordered = sorted(cuts)
    pieces: list[_Piece] = []
    stack: list[Mark] = []
    live: list[Mark] = []
    for number, cut in enumerate(ordered):
        live = [mark for mark in live if mark.end > cut] + starts.get(cut, [])
        live.sort(key=lambda mark: _NESTING.index(mark.kind))
        common = 0
        while common < min(len(stack), len(live)) and stack[common] is live[common]:
            common += 1
        if cut in at_offset:  # a marker may stand in emphasis, not in a link or code
            common = next((n for n in range(common) if live[n].kind not in _EMPHASIS), common)
        while len(stack) > common:
            pieces += _close(stack.pop())
        pieces += (_Piece("fixed", f"[^{m.label}]") for m in at_offset.get(cut, ()))
        if number + 1 == len(ordered):
            break
        for mark in live[common:]:
            pieces += _open(mark)
            stack.append(mark)
        pieces.append(_content(text[cut : ordered[number + 1]], live))
    return pieces


def _open(mark: Mark) -> list[_Piece]:
    if mark.kind == "link":
        return [_Piece("fixed", "[")]
    return [_Piece("open", _EMPHASIS[mark.kind])] if mark.kind in _EMPHASIS else []


def _close(mark: Mark) -> list[_Piece]:
    if mark.kind == "link":
        return [_Piece("fixed", f"]({_write_href(mark.href)})")]
    return [_Piece("close", _EMPHASIS[mark.kind])] if mark.kind in _EMPHASIS else []


def _content(raw: str, live: Sequence[Mark]) -> _Piece:
    kind = live[-1].kind if live else ""
    if kind == "code":
        return _Piece("fixed", _write_code(raw))
    if kind in _RAISED:
        sign = _RAISED[kind]
        return _Piece("fixed", sign + _PUNCTUATION.sub(r"\\\g<0>", raw) + sign)
    return _Piece("text", raw, linked=any(mark.kind == "link" for mark in live))


def _settle(pieces: Sequence[_Piece]) -> None:
    """Make every delimiter of emphasis count as one, by entities in the text beside it."""
    for role, step in (("open", 1), ("close", -1)):
        at = 0
        order = range(len(pieces)) if step > 0 else range(len(pieces) - 1, -1, -1)
        places = list(order)
        while at < len(places):
            if pieces[places[at]].role != role:
                at += 1
                continue
            begun = at
            while at < len(places) and pieces[places[at]].role == role:
                at += 1
            run = [pieces[place] for place in places[begun:at]]
            inside = pieces[places[at]] if at < len(places) else None
            outside = pieces[places[begun - 1]] if begun else None
            _settle_run(run, inside, outside, opening=step > 0)


def _settle_run(
    run: Sequence[_Piece], inside: _Piece | None, outside: _Piece | None, *, opening: bool
) -> None:
    plain = False
    if inside is not None and inside.role == "text":
        edge = inside.raw[0] if opening else inside.raw[-1]
        # A single character may yet become an entity for the delimiter on its other side.
        plain = edge.isalnum() and len(inside.raw) > 1
        if edge.isspace():
            _put_entity(inside, first=opening)
    if len(run) == 1 and run[0].raw == "**" and plain:
        return
    if outside is not None and outside.role == "text":
        beside = outside.raw[-1] if opening else outside.raw[0]
        if beside not in _SAFE:
            _put_entity(outside, first=not opening)


def _put_entity(piece: _Piece, *, first: bool) -> None:
    if first or (len(piece.raw) == 1 and piece.entity_first):
        piece.entity_first = True
    else:
        piece.entity_last = True


def _writable(marks: Iterable[Mark], text: str) -> list[Mark]:
    """Return the marks that Markdown can say, none crossing one of its own kind."""
    writable: list[Mark] = []
    links_end = raised_end = 0
    codes = [mark for mark in tidy_marks(marks, text) if mark.kind == "code"]
    for mark in tidy_marks(marks, text):
        if mark.kind == "link":
            mark = replace(mark, start=max(mark.start, links_end))
            if mark.start >= mark.end or not SAFE_HREF.fullmatch(mark.href):
                continue
            links_end = mark.end
        elif mark.kind in _RAISED:
            inner = text[mark.start : mark.end]
            crossed = any(c.start < mark.end and mark.start < c.end for c in codes)
            if mark.start < raised_end or crossed or not re.fullmatch(r"[^\t\n]{1,90}", inner):
                continue
            raised_end = mark.end
        elif mark.kind == "code":
            writable += _code_lines(mark, text)
            continue
        writable.append(mark)
    return sorted(writable)


def _code_lines(mark: Mark, text: str) -> list[Mark]:
    """Cut a code mark at its line feeds, which a code span cannot hold."""
    lines = []
    start = mark.start
    for line in text[mark.start : mark.end].split("\n"):
        if line:
            lines.append(Mark(start, start + len(line), "code"))
        start += len(line) + 1
    return lines


def _write_href(href: str) -> str:
    if _BARE_HREF.fullmatch(href):
        return href
    return "<" + re.sub(r"[\\<>&]", r"\\\g<0>", href) + ">"


def _write_code(raw: str) -> str:
    runs = {len(run) for run in _BACKTICKS.findall(raw)}
    size = next(size for size in range(1, len(runs) + 2) if size not in runs)
    pad = " " if raw[0] in "` " or raw[-1] in "` " else ""
    if not raw.strip(" "):
        pad = ""
    return "`" * size + pad + raw + pad + "`" * size


def _escape(raw: str) -> str:
    if _ANY_SPECIAL.search(raw) is None:  # most prose; this search is much the faster
        return raw
    return _SPECIAL.sub(r"\\\g<0>", raw)


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def _write_breaks(text: str, written: str) -> str:
    """Turn line feeds into hard breaks, and blanks that Markdown would strip into entities."""
    if text[-1:].isspace() and written.endswith(text[-1]):
        written = written[:-1] + _entity(text[-1])
    if text[:1].isspace() and written.startswith(text[0]) and text[0] != "\n":
        written = _entity(text[0]) + written[1:]
    if "\n" not in written:
        return written
    return re.sub(r"\n([ \t]?)", lambda m: "\\\n" + (_entity(m[1]) if m[1] else ""), written)
