"""Notes at the foot of each page, as they come with a book that was turned into Markdown.

"<sup>3</sup> See the list of boats." stands in the midst of the text, and may part a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from reader.text.formats.layout import number_of
from reader.text.formats.markdown_looks import Line, raise_tags, raised_tags
from reader.text.formats.typed_markers import marker_spans, numbers_in, read_markers
from reader.text.problems import Problem

_LABEL = re.compile(r"\s{0,3}([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})([.)](?=[ \t]))?[ \t]*(?=\S)")
_DIVIDING = re.compile(r"\s{0,3}(?:[-*_]\s?){3,80}")
_GOES_ON = re.compile(r"[^\W\d_A-Z][^#>|]")
_OPEN = re.compile(r"[\w,;–—”’\"')]\s*\Z")
_UNENDED = re.compile(r"[^\W\d_],?(?:\[\^[^\[\]]{1,20}\])?\s*\Z")
_BLOCK = re.compile(r"\s{0,3}(?:#|>|\||!|[-*+] |\d{1,3}[.)] )")
_ATTACHED = re.compile(r"(?<=[^\W\d_]{3}[.,;!?”’])\d{1,4}(?=\s|\Z)")
_RAISING = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONG = 80  # characters of a line that is a paragraph of the text


@dataclass(slots=True)
class _Foot:
    """The notes at one foot: the numbers of their lines, and the labels they get by number."""

    numbers: dict[int, int]
    end: int
    labels: dict[int, str]

    @property
    def start(self) -> int:
        return next(iter(self.numbers))


def read_feet(lines: Sequence[Line], problems: list[Problem]) -> list[Line] | None:
    """Return the lines with such notes as footnotes; None where there are none.

    Most of the notes of a foot are pointed to above it; the others of one page do not count for
    the next. A number that is used again gets a label of its own. A sentence that notes part is
    put together again.
    """
    raised = [raise_tags(line.text or "") for line in lines]
    found = _groups(raised)
    feet, doubtful = _sure(raised, found)
    if not feet or (len(feet) == 1 and not _is_apart(raised, feet[0])):
        return None
    _report_doubtful(lines, doubtful, problems)
    _name(lines, feet, problems)
    read: list[Line] = []
    changed: list[str] = []
    count = Counter(number for foot in feet for number in foot.labels)
    alone = {n: label for foot in feet for n, label in foot.labels.items() if count[n] == 1}
    start = 0
    for foot in [*feet, None]:
        end = foot.start if foot else len(lines)
        above = raised[start:end]
        if foot:
            changed += _raise_attached(above, [*foot.labels])
        names = _names_in(above, foot.labels if foot else {}, alone)
        for line, text in zip(lines[start:end], above, strict=True):
            read.append(_marked(line, text, names, changed, problems))
        if foot:
            read += _notes(lines, raised, foot, changed)
            start = foot.end
    message = f"These typed signs became note markers: {' '.join(changed)}"
    problems.append(Problem(0, "typed-markers", message))
    noted = {at for foot in feet for at in range(foot.start, foot.end)}
    for before, after in _torn(read, noted):
        message = "This goes on with what stood below the notes of the page."
        problems.append(Problem(read[before].number, "page-joined", message))
        first, rest = read[before].text or "", read[after].text or ""
        read[before].text = f"{first.rstrip()} {rest.strip()}"
        read[after].text = ""
    return read


def _groups(raised: Sequence[str]) -> list[_Foot]:
    """Return the lines that open with a raised number, and those that go on with them."""
    groups: list[_Foot] = []
    is_going_on = False
    for at, text in enumerate(raised):
        match = _LABEL.match(text)
        if match:
            if not groups or any(line.strip() for line in raised[groups[-1].end : at]):
                groups.append(_Foot({}, at, {}))
            groups[-1].numbers[at] = number_of(match[1])
            groups[-1].end = at + 1
            is_going_on = True
        elif is_going_on and text.strip() and not _is_other(text):
            groups[-1].end = at + 1
        else:
            is_going_on = False
    return groups


def _is_other(text: str) -> bool:
    return _DIVIDING.fullmatch(text) is not None or _BLOCK.match(text) is not None


def _sure(raised: Sequence[str], groups: Sequence[_Foot]) -> tuple[list[_Foot], list[_Foot]]:
    """Return the groups that are notes, and those that most likely are: nothing points to them.

    Notes stand below a paragraph, their numbers rise, and half of them are open: asked for above,
    and not yet answered.
    """
    sure: list[_Foot] = []
    doubtful: list[_Foot] = []
    asked: set[int] = set()
    start = 0
    for group in groups:
        above = raised[start : group.start]
        asked.update(number for text in above for number, _ in _pointing(text))
        numbers = list(group.numbers.values())
        is_rising = all(a < b for a, b in pairwise(numbers))
        is_below = bool(sure) or any(len(text) > _LONG for text in above)
        if is_rising and is_below and sum(n in asked for n in numbers) * 2 >= len(numbers):
            sure.append(group)
            asked.difference_update(numbers)
        else:
            doubtful.append(group)
        start = group.end
    return sure, doubtful


def _pointing(text: str) -> Iterator[tuple[int, int]]:
    """Yield the numbers that the raised markers of a line name, and where these begin."""
    for start, end in marker_spans(text, "raised", frozenset()):
        for number in numbers_in(text[start:end]):
            yield number, start


def _is_apart(raised: Sequence[str], foot: _Foot) -> bool:
    """Tell whether a foot stands beside a rule, or further text below it: it ends a page, not all.

    A list at the end of all is for the reader of typed notes.
    """
    near = []
    for at, step in ((foot.start - 1, -1), (foot.end, 1)):
        while 0 <= at < len(raised) and not raised[at].strip():
            at += step
        near.append(raised[at] if 0 <= at < len(raised) else "")
    return any(map(_DIVIDING.fullmatch, near)) or any(
        len(text) > _LONG for text in raised[foot.end :]
    )


def _report_doubtful(
    lines: Sequence[Line], doubtful: Sequence[_Foot], problems: list[Problem]
) -> None:
    for group in doubtful:
        message = "This looks like a list of notes, but nothing in the text points to it."
        problems.append(Problem(lines[group.start].number, "notes-without-markers", message))


def _name(lines: Sequence[Line], feet: Sequence[_Foot], problems: list[Problem]) -> None:
    """Give each note its label: its number, for a second one of it with a number behind."""
    seen: dict[int, int] = {}
    for foot in feet:
        for at, number in foot.numbers.items():
            seen[number] = seen.get(number, 0) + 1
            label = str(number) if seen[number] == 1 else f"{number}-{seen[number]}"
            foot.labels[number] = label
            if seen[number] > 1:
                message = f"A second note [{number}] is kept as [^{label}]."
                problems.append(Problem(lines[at].number, "note-label-twice", message))


def _names_in(
    above: Sequence[str], foot: Mapping[int, str], alone: Mapping[int, str]
) -> dict[int, str]:
    """Return by number the labels that markers above a foot mean: those of this foot, else of the
    only note that has the number."""
    asked = {number for text in above for number, _ in _pointing(text)}
    found = {number: foot.get(number) or alone.get(number, "") for number in asked}
    return {number: label for number, label in found.items() if label}


def _raise_attached(above: list[str], numbers: Sequence[int]) -> list[str]:
    """Raise, in place, what lost its tag: "said.58" where only note 58 of its foot lacks a marker.

    It must stand once, after the marker before it and before the next.
    """
    places = {number: (at, start) for at, text in enumerate(above)
              for number, start in _pointing(text)}  # fmt: skip
    wanted = {str(number) for number in numbers if number not in places}
    if not wanted:
        return []
    found: dict[str, list[tuple[int, int]]] = {}
    for at, text in enumerate(above):
        for match in _ATTACHED.finditer(text):
            if match[0] in wanted:
                found.setdefault(match[0], []).append((at, match.start()))
    raised = []
    for digits, spots in reversed(found.items()):
        last = places.get(int(digits) - 1, (-1, 0))
        following = places.get(int(digits) + 1, (len(above), 0))
        if len(spots) == 1 and last < spots[0] < following:
            at, start = spots[0]
            end = start + len(digits)
            above[at] = above[at][:start] + digits.translate(_RAISING) + above[at][end:]
            raised.append(digits)
    return raised


def _marked(
    line: Line, text: str, names: Mapping[int, str], changed: list[str], problems: list[Problem]
) -> Line:
    """Return a line of the text with its raised numbers as markers."""
    if line.text is None:
        return line
    changed += raised_tags(line.text)
    marked = read_markers(text, frozenset(map(str, names)), "raised")
    parts, cut = [], 0
    for marker in marked.markers:
        parts += [marked.text[cut : marker.offset], f"[^{names[int(marker.label)]}]"]
        cut = marker.offset
    changed += marked.typed
    for found in marked.unknown:
        message = f"No note answers the marker {found}; it is kept as text."
        problems.append(Problem(line.number, "marker-without-note", message))
    return Line(line.number, "".join(parts) + marked.text[cut:])


def _notes(
    lines: Sequence[Line], raised: Sequence[str], foot: _Foot, changed: list[str]
) -> Iterator[Line]:
    """Yield the lines of a foot, each note with its label."""
    for at in range(foot.start, foot.end):
        line = lines[at]
        if at not in foot.numbers:
            yield line
            continue
        number = foot.numbers[at]
        match = _LABEL.match(raised[at])
        assert match is not None, "these lines were chosen for their labels"
        changed += [*(raised_tags(line.text or "") or [str(number)]), match[2] or ""]
        rest = raised[at][match.end() :].strip()
        yield Line(line.number, f"\n[^{foot.labels[number]}]: {rest}")


def _torn(lines: Sequence[Line], noted: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the lines before and after notes that are one sentence."""
    before = -1
    has_notes = False
    for at, line in enumerate(lines):
        text = line.text or ""
        if at in noted:
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
    if _GOES_ON.match(after):
        return _OPEN.search(before) is not None
    return len(before) > _LONG and _UNENDED.search(before) is not None
