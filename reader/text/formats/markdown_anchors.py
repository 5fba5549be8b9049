"""Notes that a Markdown file has as HTML: `<a href="#fn1">1</a>`, and `<li id="fn1">` for the note.

So do sites whose posts were written for the web first, and a few converters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.text.formats.markdown_looks import Line
from reader.text.problems import Problem

_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ITEM = re.compile(r"\s{0,20}<(?P<name>li|p|div)\s(?P<said>[^<>]{0,400})>", re.IGNORECASE)
_ANCHOR = re.compile(
    r"(?:<sup(?:\s[^<>]{0,200})?>\s?)?<a\s(?P<said>[^<>]{1,4000})>\s?(?:<sup>)?"
    r"[\[(]?(?P<words>\d{1,4}|[a-z]|[*†‡§¶]{1,3})[\])]?(?:</sup>)?\s?</a>(?:\s?</sup>)?",
    re.IGNORECASE,
)
_ID = re.compile(r"\bid\s?=\s?[\"']?([^\s\"'<>]{1,100})", re.IGNORECASE)
# What those who name notes call them; the parts of a text may be numbered and linked to as well.
_NOTE_NAME = re.compile(
    r"(?:\A|[-_:.])(?:(?:foot|end)?note|fn|ftn|ref|cit)|\A_?[nf]?\d{1,4}\Z", re.IGNORECASE
)
_TARGET = re.compile(r"\bhref\s?=\s?[\"']?#([^\s\"'<>]{1,100})", re.IGNORECASE)
_BACK = re.compile(
    r"(?:&nbsp;|&#160;|\s){0,4}<a\s[^<>]{0,300}href\s?=\s?[\"']?#[^<>]{1,300}>"
    r"\s?(?:[↩↑⏎⤴⮌^\ufe0e\ufe0f]|&#8617;|&#x21a9;|&larrhk;){1,4}\s?</a>",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"</?p(?:\s[^<>]{0,300})?>", re.IGNORECASE)
_MOST_LINES = 200  # of one note


@dataclass(frozen=True, slots=True)
class _Item:
    """The lines of one element that may be a note, half-open, and its name."""

    name: str
    start: int
    end: int


def link_notes(lines: Sequence[Line], problems: list[Problem]) -> list[Line]:
    """Return the lines with such notes as footnotes; the same ones where there are none.

    A link is a marker if its words are a number, a letter or a sign, and it leads to an element
    below it. Takes time in proportion to the text.
    """
    items = _items(lines)
    if not items:
        return list(lines)
    labels: dict[str, str] = {}
    read: list[Line] = []
    gone: list[str] = []
    ends = {item.start: item.end for item in items.values()}
    until = 0
    is_code = False
    for at, line in enumerate(lines):
        until = max(until, ends.get(at, 0))
        is_code = is_code != (_FENCE.match(line.text or "") is not None)
        if is_code or at < until or "<a" not in (line.text or "").lower():
            read.append(line)
            continue
        read.append(Line(line.number, _with_markers(line.text or "", at, items, labels, gone)))
    if not labels:
        return list(lines)
    for identity, label in labels.items():
        item = items[identity]
        note = list(_note(read[item.start : item.end], item.name, label, gone))
        for at in range(item.start, item.end):
            read[at] = Line(read[at].number, "")
        read[item.start] = Line(read[item.start].number, "\n".join(note))
    message = f"Tags and attributes are left out, or written as Markdown: {' '.join(gone)}"
    problems.append(Problem(0, "markup-left-out", message))
    return [Line(line.number, part) for line in read for part in (line.text or "").split("\n")]


def _items(lines: Sequence[Line]) -> dict[str, _Item]:
    """Return by its id each element that opens a line, is closed, and may be a note."""
    items: dict[str, _Item] = {}
    end = 0
    is_code = False
    for at, line in enumerate(lines):
        text = line.text or ""
        is_code = is_code != (_FENCE.match(text) is not None)
        match = _ITEM.match(text) if at >= end and not is_code and "<" in text else None
        identity = _ID.search(match["said"]) if match else None
        if match is None or identity is None or identity[1] in items:
            continue
        name = match["name"].lower()
        for last in range(at, min(len(lines), at + _MOST_LINES)):
            low = (lines[last].text or "").lower()
            if last > at and f"<{name} " in low:
                break
            if f"</{name}>" in low:
                end = last + 1
                is_note = _NOTE_NAME.search(identity[1]) or _BACK.search(lines[last].text or "")
                if is_note:
                    items[identity[1]] = _Item(name, at, end)
                break
    return items


def _with_markers(
    text: str, at: int, items: Mapping[str, _Item], labels: dict[str, str], gone: list[str]
) -> str:
    return _ANCHOR.sub(lambda match: _marker(match, at, items, labels, gone), text)


def _marker(
    match: re.Match[str],
    at: int,
    items: Mapping[str, _Item],
    labels: dict[str, str],
    gone: list[str],
) -> str:
    """Return the marker for a link in line `at`, or the link as it stands."""
    target = _TARGET.search(match["said"])
    if target is None or target[1] not in items or items[target[1]].start <= at:
        return match[0]
    identity = target[1]
    if identity not in labels and match["words"] in labels.values():
        return match[0]  # two notes of one number are the reader's of typed notes
    label = labels.setdefault(identity, match["words"])
    gone.append(match[0])
    return f"[^{label}]"


def _note(lines: Sequence[Line], name: str, label: str, gone: list[str]) -> Iterator[str]:
    """Yield the lines of a note as Markdown, its own tags and the link back left out."""
    text = " ".join((line.text or "").strip() for line in lines)
    inner = re.compile(rf"\s{{0,20}}<{name}\s[^<>]{{0,400}}>|</{name}>", re.IGNORECASE)
    for pattern in (inner, _BACK):
        gone += pattern.findall(text)
        text = pattern.sub("", text)
    gone += _PARAGRAPH.findall(text)
    paragraphs = [part.strip() for part in _PARAGRAPH.split(text) if part.strip()]
    yield ""
    for place, paragraph in enumerate(paragraphs or [""]):
        yield f"    {paragraph}" if place else f"[^{label}]: {paragraph}"
        yield ""
