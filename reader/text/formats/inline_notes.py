"""Notes that Markdown writes within a text, `^[as here]`, made footnotes at its end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from reader.text.formats.markdown_looks import Line
from reader.text.problems import Problem

_LONGEST = 5000  # characters in one note
_BLANK = re.compile(r"\s{1,200}")
# Where a line begins what is no paragraph.
_CUT = re.compile(r"\n[ \t]{0,9}(?:[>#|=:~]|[-*+_]|\d{1,9}[.)]|\[\^|`{3}|<|\{)")
_TOKEN = re.compile(r"\\.|`+|\^\[|[\[\]]", re.DOTALL)


def take_inline_notes(
    lines: list[Line], taken: set[str], problems: list[Problem]
) -> Iterator[Line]:
    """Put a marker in the place of each note, and yield the notes as lines for the end.

    A note may run over several lines of its paragraph, and hold brackets and code; what is within
    code is no note. `taken` are the labels of other notes. Takes time in proportion to the text.
    """
    number = 0
    for is_apart, group in groupby(lines, _stands_apart):
        paragraph = list(group)
        text = "\n".join(line.text or "" for line in paragraph)
        if is_apart or "^[" not in text:
            continue
        labels = []
        spans = _spans_of(text)
        place = counted = 0
        for start, end in spans:
            place += text.count("\n", counted, start)
            counted = start
            number += 1
            while str(number) in taken:
                number += 1
            labels.append(f"[^{number}]")
            line = paragraph[place].number
            yield Line(line, "")
            yield Line(line, f"[^{number}]: {' '.join(text[start + 2 : end - 1].split())}")
            message = f"A note within the text became [^{number}]."
            problems.append(Problem(line, "inline-note", message))
        _put(paragraph, text, spans, labels)


def _stands_apart(line: Line) -> bool:
    """Tell whether a line is no part of a paragraph: blank, or several lines that were put in."""
    return not (line.text or "").strip() or "\n" in (line.text or "")


def _put(
    paragraph: Sequence[Line], text: str, spans: Sequence[tuple[int, int]], labels: Sequence[str]
) -> None:
    """Put labels in the place of spans; a line that a note alone stood on is taken out."""
    parts: list[str] = []
    kept = [0]  # the lines that still begin one
    at = place = 0
    for (start, end), label in zip([*spans, (len(text), len(text))], [*labels, ""], strict=True):
        before, within = text[at:start], text[start:end].count("\n")
        kept += range(place + 1, place + before.count("\n") + 1)
        place += before.count("\n") + within
        parts += [before, label]
        at = end
    for line in paragraph:
        line.text = None
    for index, written in zip(kept, "".join(parts).split("\n"), strict=True):
        paragraph[index].text = written


def _spans_of(text: str) -> list[tuple[int, int]]:
    """Return where the outermost notes of a paragraph begin and end."""
    tokens = list(_TOKEN.finditer(text))
    last = {match[0]: number for number, match in enumerate(tokens) if match[0][0] == "`"}
    cuts = [match.start() for match in _CUT.finditer(text)]
    spans: list[tuple[int, int]] = []
    opened: list[tuple[int, bool]] = []
    code = ""
    for number, match in enumerate(tokens):
        sign = match[0]
        if code or (sign[0] == "`" and last[sign] > number):
            code = "" if sign == code else code or sign
        elif sign in ("[", "^["):
            is_note = sign == "^[" and not text.startswith("^", match.end())
            opened.append((match.start(), is_note))
        elif sign == "]" and opened:
            start, is_note = opened.pop()
            end = match.end()
            if is_note and end - start <= _LONGEST and _is_whole(text, start, end, cuts):
                while spans and spans[-1][0] > start:
                    spans.pop()  # a note within this one
                spans.append((start, end))
    return spans


def _is_whole(text: str, start: int, end: int, cuts: Sequence[int]) -> bool:
    """Tell whether a note says something, and no line within it begins another block."""
    blank = _BLANK.match(text, start + 2)
    has_words = blank is None or blank.end() < end - 1
    return has_words and bisect_left(cuts, start) == bisect_left(cuts, end)
