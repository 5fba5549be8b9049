"""The markers of notes as people type them in a text: "[3]", "³", "(3)", "word.3", "*"."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from reader.text.formats.layout import number_of
from reader.text.parts import Marker

WIDEST_RANGE = 50
_NUMBERS = r"\d{1,4}(?:[ \t]?[,;–—-][ \t]?\d{1,4}){0,20}"
_BRACKET = re.compile(rf"\[({_NUMBERS})\]")
# "[i]n the end" is no marker: there brackets say that a letter was changed.
_ROMANS = re.compile(
    r"(?<=\S)\[([ivxlc]{1,8}(?:[ \t]?[,;–—-][ \t]?[ivxlc]{1,8}){0,20})\](?![^\W\d_])"
)
_RAISED = re.compile(
    r"(?:(?<=[^\s⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺])|(?<=[.,;:!?”’)] ))"
    r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}(?:(?:[,;] ?|[⁻–-])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}){0,20}"
)
_UNIT_BEFORE = re.compile(r"\b(?:[kcm]?m|[a-zA-Z])$")
_PARENTHESIS = re.compile(r"\((\d{1,3}(?: ?[,;–—-] ?\d{1,3}){0,10})\)")
# A number right after a word: after its stop or comma, after a quotation's end, or, where the next
# number is awaited, after its last letter or the stop of a year. A figure is looked for first,
# one that stands after no blank and no other figure: most places have none.
_ATTACHED = re.compile(
    r"\d(?<![\s\d]\d)(?:(?<=[^\W\d_][.,;:!?…”’\"')\]]\d)|(?<=[.,;:!?…)\]”’\"'][”’\"')\]]\d)"
    r"|(?<=[”’\"')\]][.,;:!?…]\d)|(?<=\d[”’\"')\]%]\d)|(?<=[%][.,;:!?]\d)"
    r"|(?P<sure>(?<=[^\W\d_A-Z]{3}\d)|(?<=\b\d{4}[.,;:]\d)))\d{0,2}"
    r"(?=[\s,.;:!?)”’—–]|$)(?![.,]\d)"
)
_MARKERS = {
    "bracket": _BRACKET,
    "roman": _ROMANS,
    "parenthesis": _PARENTHESIS,
    "attached": _ATTACHED,
}
_SIGN_MARKERS = re.compile(
    r"(?<=[^\s*†‡§¶#(])(\*{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶{1,2}|#{1,2})(?![\w*†‡§¶#])"
)
_BEGIN = {
    "bracket": frozenset("["),
    "roman": frozenset("["),
    "raised": frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "parenthesis": frozenset("("),
    "attached": frozenset("0123456789"),
    "sign": frozenset("*†‡§¶#"),
}
BETWEEN = re.compile(r"[ \t]?[,;–—-][ \t]?")
_NUMBER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|\d{1,4}|[ivxlc]{1,8}|[⁻–—-]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its typed markers, the markers, and the typed ones as they stood.

    `cuts` are the ranges that were taken out.
    """

    text: str
    markers: tuple[Marker, ...] = ()
    typed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    cuts: tuple[tuple[int, int], ...] = ()


def may_hold_markers(text: str, style: str) -> bool:
    """Tell whether a text has any sign that a marker of this style begins with."""
    return not _BEGIN[style].isdisjoint(text)


def read_markers(text: str, labels: frozenset[str], style: str, after: int = 0) -> MarkedText:
    """Take the typed markers out of a text, each with the space before it.

    A marker is one only if every note it names exists; else it stays text and, unless it opens the
    text, is listed in `unknown`. `after` is the highest number so far, which styles without
    brackets go by.
    """
    if style == "sign":
        return _read_signs(text, labels)
    parts: list[str] = []
    markers: list[Marker] = []
    typed: list[str] = []
    unknown: list[str] = []
    cuts: list[tuple[int, int]] = []
    at = length = 0
    for start, end in marker_spans(text, style, labels):
        found = text[start:end]
        numbers = numbers_in(found)
        if not exist(numbers, labels):
            is_typed = style in ("bracket", "raised") and numbers and max(numbers) < 1000
            if is_typed and start:  # what opens a text numbers it, and points at nothing
                unknown.append(found)
            continue
        if style in ("parenthesis", "attached"):
            is_sure = style != "attached" or not _is_loose(text, start)
            if numbers[0] > after + 1 or (not is_sure and numbers[0] != after + 1):
                continue
            after = max(after, numbers[-1])
        while start > at and text[start - 1] == " ":
            start -= 1
        parts.append(text[at:start])
        length += start - at
        cuts.append((start, end))
        markers += (Marker(length, str(number)) for number in numbers)
        if found != f"[{numbers[0]}]" and style != "attached":
            typed.append(found)
        at = end
    parts.append(text[at:])
    return MarkedText("".join(parts), tuple(markers), tuple(typed), tuple(unknown), tuple(cuts))


def _read_signs(text: str, labels: Set[str]) -> MarkedText:
    """Take the signs out of a text that are the labels of notes."""
    parts: list[str] = []
    markers: list[Marker] = []
    cuts = marker_spans(text, "sign", labels)
    at = length = 0
    for start, end in cuts:
        parts.append(text[at:start])
        length += start - at
        markers.append(Marker(length, text[start:end]))
        at = end
    return MarkedText("".join([*parts, text[at:]]), tuple(markers), cuts=tuple(cuts))


def _is_loose(text: str, start: int) -> bool:
    """Tell whether a number stands right after a letter or a year, where only its turn tells."""
    before = text[start - 1]
    return before.isalpha() or (before in ".,;:" and text[start - 2 : start - 1].isdigit())


def exist(numbers: Sequence[int], labels: Set[str]) -> bool:
    """Tell whether all of one number or more are labels of notes."""
    return bool(numbers) and all(str(number) in labels for number in numbers)


def sign_spans(text: str) -> list[tuple[int, int]]:
    """Return where signs such as `*` and `†` stand right after a word."""
    return [match.span(1) for match in _SIGN_MARKERS.finditer(text)]


def marker_spans(text: str, style: str, labels: Set[str]) -> list[tuple[int, int]]:
    """Return where markers may stand; two of this document with a comma or dash between are one."""
    if style == "sign":
        return [(a, b) for a, b in sign_spans(text) if text[a:b] in labels]
    if style == "raised":
        return [
            match.span()
            for match in _RAISED.finditer(text)
            if not _UNIT_BEFORE.search(text, max(0, match.start() - 3), match.start())
            or text[match.start()] not in "²³"
        ]
    spans = [match.span() for match in _MARKERS[style].finditer(text)]
    if style not in ("bracket", "roman"):
        return spans
    joined: list[tuple[int, int]] = []
    latest = 0
    for start, end in spans:
        begun, ended = joined[-1] if joined else (0, 0)
        near = ended and start - ended <= 3 and BETWEEN.fullmatch(text, ended, start)
        if near and exist(numbers_in(text[latest:end]), labels):
            joined[-1] = (begun, end)
        else:
            joined.append((start, end))
        latest = start
    return joined


def numbers_in(found: str) -> list[int]:
    """Return the note numbers that a marker names, ranges written out; none if one is too wide."""
    numbers: list[int] = []
    is_range = False
    for part in _NUMBER.findall(found):
        if part in "⁻–—-":
            is_range = bool(numbers)
            continue
        number = number_of(part)
        if is_range:
            if not numbers[-1] < number <= numbers[-1] + WIDEST_RANGE:
                return []
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
        is_range = False
    return numbers
