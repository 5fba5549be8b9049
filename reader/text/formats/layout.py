"""The lines of a plain text put together to units: paragraphs, items, headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from reader.text.blocks import runs
from reader.text.formats.typed_tables import Cells, find_tables
from reader.text.problems import Unreadable

WIDEST_WRAP = 130  # characters; whoever breaks lines by hand or by program breaks them earlier
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_COLUMNS = re.compile(r"\S[ \t]{3}|-{3} -{3}|-{10}")
_FIRST_WORD = re.compile(r"\S{1,200}")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_OTHER_SPACES = "\u00a0\u2007\u202f\v\f"

# How people number: a label that opens a line, and the number it gives.
LABELS = {
    "bracket": re.compile(r"\[(\d{1,4})\][:.]?[ \t]*(?=\S)"),
    "raised": re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})[ \t]*(?=\S)"),
    "parenthesis": re.compile(r"\((\d{1,4})\)[ \t]+(?=\S)"),
    "stop": re.compile(r"(\d{1,4})[.)][ \t]+(?=\S)"),
    "bare": re.compile(r"(\d{1,4})[ \t]+(?=\S)"),
    "roman": re.compile(r"\[([ivxlc]{1,8})\](?![^\W\d_])[:.]?[ \t]*(?=\S)"),
}
ROMAN = re.compile(r"[ivxlc]{1,8}")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
SIGN_OF_NOTE = frozenset("*†‡§¶#")
SIGNS = re.compile(r"(\*{1,4}|†{1,3}|‡{1,3}|§{1,2}|¶{1,2}|#{1,2})[ \t]?(?=\S)")
BULLET = re.compile(r"[-*•◦▪‣·–—][ \t]+(?=\S)")
QUOTED = re.compile(r">+[ \t]?")
_DIVIDING = re.compile(r"[-*_=~#•·⁂+][-*_=~#•·⁂+ ]{0,200}")


@dataclass(frozen=True, slots=True)
class Unit:
    """Some lines of a file that belong together.

    `line` is the first of them, from 1; `gap` is how many blank lines stand before it; `indent`
    is the least indentation of its lines and `first_indent` that of its first. `quotes` are the
    `>` that were taken from the line starts. `cells` are those of a table; `underline` is the line
    of signs that was typed below a heading, or the signs that parted the cells.
    """

    line: int
    text: str
    gap: int = 0
    indent: int = 0
    first_indent: int = 0
    lines: int = 1
    quotes: str = ""
    cells: Cells = ()
    underline: str = ""


def is_dividing(unit: Unit) -> bool:
    """Tell whether a line only divides: signs without a word, two at least."""
    return len(unit.text) > 1 and _DIVIDING.fullmatch(unit.text) is not None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, every kind of blank in them a space or a tab."""
    for space in _OTHER_SPACES:
        text = text.replace(space, " ")
    return text.split("\n")


def read_units(
    lines: Sequence[str], most: int = 20_000, starts: Set[int] = frozenset()
) -> list[Unit]:
    """Cut the lines of a plain text into units. Lines of hard-wrapped text are rejoined.

    A unit begins at each of the lines `starts` (from 0), whatever stands above it.

    Blanks of any kind become one space each; every other character stays, in order, but for what
    parts the cells of a table and what underlines a heading. Raises Unreadable for more than `most`
    units and rows of tables.
    """
    width = wrap_width(lines)
    units: list[Unit] = []
    parts = 0
    after = 0
    for start, end in runs(lines):
        gap = start - after
        at = start
        for table_start, table_end, cells in [*find_tables(lines, start, end), (end, end, ())]:
            for first, last in _cut_chunk(lines, at, table_start, width, starts):
                units.append(_make_unit(lines, first, last, gap))
                gap = 0
                parts += 1
                if parts > most:
                    raise Unreadable(f"The file has more than {most:,} paragraphs.")
            if cells:
                units.append(_make_table(lines, table_start, table_end, cells, gap))
                gap = 0
                parts += len(cells)
            at = table_end
        after = end
    return units


def _make_table(lines: Sequence[str], start: int, end: int, cells: Cells, gap: int) -> Unit:
    text = " ".join(cell for row in cells for cell in row)
    signs = Counter("".join("".join(lines[start:end]).split()))
    signs -= Counter("".join(text.split()))
    return Unit(
        line=start + 1,
        text=text,
        gap=gap,
        indent=_indent_of(lines[start]),
        lines=end - start,
        cells=cells,
        underline="".join(signs.elements()),
    )


def _is_underline(line: str, above: str) -> bool:
    """Tell whether a line of signs underlines the one above it."""
    length, signs = len(above.strip()), line.strip()
    return (
        len(signs) > 2
        and len(set(signs)) == 1
        and signs[0] in "=-~_*^"
        and length // 2 <= len(signs) <= 2 * length + 4
        and any(character.isalpha() for character in above)
    )


def wrap_width(lines: Sequence[str]) -> int:
    """Return the width that a text is hard-wrapped to, 0 if it is not.

    Text is hard-wrapped if the next word would hardly ever have fitted on the line before it.
    """
    pairs = []
    for start, end in runs(lines):
        for number in range(start, end - 1):
            here, below = lines[number].rstrip(), lines[number + 1].strip()
            # What ends a paragraph or a heading is as short as it is.
            is_last = _indent_of(lines[number + 1]) > _indent_of(here) or here.isupper()
            if is_last and label_of(here.lstrip()) is None:
                continue
            if _COLUMNS.search(here.lstrip()) or _COLUMNS.search(below):
                continue  # the rows of a table end where their cells do
            if label_of(below) is None and not BULLET.match(below):
                pairs.append((len(here), _first_length(below)))
    long = sum(len(line) for line in lines if len(line) > WIDEST_WRAP)
    if len(pairs) < 2 or long * 5 > sum(map(len, lines)):
        return 0
    lengths = sorted(length for length, _word in pairs)
    width = lengths[min(len(lengths) - 1, len(lengths) * 98 // 100)]
    if not 30 <= width <= WIDEST_WRAP:
        return 0
    full = sum(length + 1 + word > width - 8 for length, word in pairs)
    return width if full * 10 >= len(pairs) * 7 else 0


def label_of(text: str) -> tuple[str, int, int] | None:
    """Return the style, number and length of the label that opens a text, if one does."""
    if not text or not (text[0].isdigit() or text[0] in "[("):
        return None
    for style, pattern in LABELS.items():
        match = pattern.match(text)
        if match:
            return style, number_of(match[1]), match.end()
    return None


def number_of(digits: str) -> int:
    """Read plain or superscript digits, or small Roman ones, as a number.

    >>> number_of("12"), number_of("³"), number_of("xiv")
    (12, 3, 14)
    """
    if digits[0] not in _ROMAN:
        return int(digits.translate(_RAISED_DIGITS))
    values = [_ROMAN[digit] for digit in digits]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _cut_chunk(
    lines: Sequence[str], start: int, end: int, width: int, starts: Set[int]
) -> list[tuple[int, int]]:
    """Cut lines without a blank one between them into units."""
    if start == end:
        return []
    cuts = [start]
    hangs = bool(width) and _hangs(lines, start, end)
    for number in range(start + 1, end):
        if number - 1 == cuts[-1] and _is_underline(lines[number], lines[number - 1]):
            continue
        is_below = number - 2 == cuts[-1] and _is_underline(lines[number - 1], lines[number - 2])
        if (
            not width
            or is_below
            or number in starts
            or _is_cut(lines, cuts[-1], number, width, hangs)
        ):
            cuts.append(number)
    if not width and all(QUOTED.match(lines[n].lstrip()) for n in range(start, end)):
        cuts = [start]
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _hangs(lines: Sequence[str], start: int, end: int) -> bool:
    """Tell whether lines hang from the first one, as the entries of a bibliography do."""
    opening = lines[start].rstrip()
    if end - start < 2 or (opening.endswith(":") and not _PLACE_LAST.search(opening)):
        return False
    below = {_indent_of(line) for line in lines[start + 1 : end]}
    return len(below) == 1 and below.pop() - _indent_of(lines[start]) in _HANGING


# By how much the lines of an entry are set in.
_HANGING = range(2, 13)
# "… of the Town. Harbour:" goes on with a publisher, what else ends so with a quotation or a list.
_PLACE_LAST = re.compile(r"[.,(] ?[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)?:$")


def _is_cut(lines: Sequence[str], first: int, number: int, width: int, hangs: bool) -> bool:
    """Tell whether a unit that began at line `first` of wrapped text ends before line `number`.

    With `hangs` all lines below the first of the chunk are set in alike.
    """
    opening, above, here = lines[first].lstrip(), lines[number - 1].rstrip(), lines[number].lstrip()
    label, before = label_of(here), label_of(opening)
    if label and before and label[0] == before[0] and label[1] == before[1] + 1:
        return True
    if BULLET.match(here) and (BULLET.match(opening) or above.endswith(":")):
        return True
    if bool(QUOTED.match(here)) != bool(QUOTED.match(opening)):
        return True
    hanging = hangs or before is not None or BULLET.match(opening)
    indent, last = _indent_of(lines[number]), _indent_of(lines[number - 1])
    if not hanging and indent >= last + 2:
        return True
    if not hanging and indent < last and first < number - 1 and _indent_of(lines[first]) == last:
        return True  # after a quotation that is set in
    if above[-1:] == "-" and above[-2:-1].isalpha() and here[:1].islower():
        return False  # no paragraph ends within a word
    return len(above) + 1 + _first_length(here) <= width * 3 // 4


def _make_unit(lines: Sequence[str], first: int, last: int, gap: int) -> Unit:
    underline = ""
    if last - first > 1 and _is_underline(lines[first + 1], lines[first]):
        underline = lines[first + 1].strip()
    own = [lines[first], *lines[first + 2 : last]] if underline else lines[first:last]
    stripped = [line.strip() for line in own]
    quotes = ""
    if all(QUOTED.match(line) for line in stripped):
        marks = [QUOTED.match(line) for line in stripped]
        quotes = "".join(mark[0].strip() for mark in marks if mark)
        stripped = [QUOTED.sub("", line, count=1).strip() for line in stripped]
    text = stripped[0]
    parts = [text]
    for line in stripped[1:]:
        # A compound that was broken at its hyphen is joined without a space.
        broken = text[-1:] == "-" and text[-2:-1].isalpha() and line[:1].isalpha()
        parts.append(line if broken or not line else " " + line)
        text = line or text
    return Unit(
        line=first + 1,
        text=_one_blank("".join(parts)),
        gap=gap,
        indent=min(_indent_of(line) for line in own),
        first_indent=_indent_of(own[0]),
        lines=last - first,
        quotes=quotes,
        underline=underline,
    )


def _one_blank(text: str) -> str:
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text.strip()


def _indent_of(line: str) -> int:
    start = line[: len(line) - len(line.lstrip())]
    return len(start.expandtabs(4))


def _first_length(text: str) -> int:
    match = _FIRST_WORD.match(text)
    return match.end() if match else 0
