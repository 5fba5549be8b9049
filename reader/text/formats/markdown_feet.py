"""Notes at the foot of each page, as they come with a book that was turned into Markdown.

"<sup>3</sup> See the list of boats." stands in the midst of the text, and may part a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reader.text.formats.layout import number_of
from reader.text.formats.markdown_looks import Line, raise_tags, raised_tags
from reader.text.formats.typed_markers import read_markers
from reader.text.problems import Problem

_LABEL = re.compile(r"\s{0,3}([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})[ \t]*(?=\S)")
_RAISED = re.compile(r"(?<=\S)[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}(?:[,–-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})*")
_DIVIDING = re.compile(r"\s{0,3}(?:[-*_]\s?){3,80}")
_GOES_ON = re.compile(r"[^\W\d_A-Z][^#>|]")
_OPEN = re.compile(r"[\w,;–—”’\"')]\s*\Z")
_BLOCK = re.compile(r"\s{0,3}(?:#|>|\||[-*+] |\d{1,3}[.)] )")


def read_feet(lines: Sequence[Line], problems: list[Problem]) -> list[Line] | None:
    """Return the lines with such notes as footnotes; None where there are none.

    Their numbers rise through the text, and nearly all of them stand in it as markers. A sentence
    that notes part is put together again.
    """
    raised = [raise_tags(line.text or "") for line in lines]
    labelled = {at: number_of(m[1]) for at, text in enumerate(raised) if (m := _LABEL.match(text))}
    if not _are_feet(raised, labelled):
        return None
    labels = frozenset(map(str, labelled.values()))
    read: list[Line] = []
    changed: list[str] = []
    for at, line in enumerate(lines):
        if at in labelled:
            rest = raised[at][len(raised[at]) - len(_LABEL.sub("", raised[at], count=1)) :]
            changed += raised_tags(line.text or "") or [str(labelled[at])]
            read.append(Line(line.number, f"\n[^{labelled[at]}]: {rest.strip()}\n"))
            continue
        changed += raised_tags(line.text or "")
        marked = read_markers(raised[at], labels, "raised")
        parts, cut = [], 0
        for marker in marked.markers:
            parts += [marked.text[cut : marker.offset], f"[^{marker.label}]"]
            cut = marker.offset
        text = "".join(parts) + marked.text[cut:]
        read.append(line if line.text is None else Line(line.number, text))
        changed += marked.typed
    message = f"These typed signs became note markers: {' '.join(changed)}"
    problems.append(Problem(0, "typed-markers", message))
    for before, after in _torn(read, labelled):
        message = "This goes on with what stood below the notes of the page."
        problems.append(Problem(read[before].number, "page-joined", message))
        first, rest = read[before].text or "", read[after].text or ""
        read[before].text = f"{first.rstrip()} {rest.strip()}"
        read[after].text = ""
    return read


def _are_feet(raised: Sequence[str], labelled: Mapping[int, int]) -> bool:
    """Tell whether labelled lines stand amid the text, rise, and nearly all are pointed to."""
    numbers = list(labelled.values())
    within = range(min(labelled, default=0), max(labelled, default=0))
    is_parted = any(len(raised[at]) > 80 for at in within if at not in labelled)
    if not is_parted or any(b <= a for a, b in pairwise(numbers)):
        return False
    pointed = {
        number_of(part)
        for at, text in enumerate(raised)
        if at not in labelled
        for match in _RAISED.finditer(text)
        for part in re.split("[,–-]", match[0])
    }
    return sum(number in pointed for number in numbers) * 5 >= len(numbers) * 4


def _torn(lines: Sequence[Line], labelled: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the lines before and after notes that are one sentence."""
    before = -1
    has_notes = False
    for at, line in enumerate(lines):
        text = line.text or ""
        if at in labelled:
            has_notes = True
        elif text.strip() and not _DIVIDING.fullmatch(text):
            if has_notes and before >= 0 and _is_one(lines[before].text or "", text):
                yield before, at
            else:
                before = at
            has_notes = False


def _is_one(before: str, after: str) -> bool:
    if _BLOCK.match(before) or _BLOCK.match(after):
        return False
    return _OPEN.search(before) is not None and _GOES_ON.match(after) is not None
