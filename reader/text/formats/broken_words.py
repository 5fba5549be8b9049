"""Words that print broke at the ends of lines, put together again where the text shows how."""

from __future__ import annotations

import re
from collections import Counter

from reader.text.problems import Problem

_BROKEN = re.compile(r"([^\W\d_]{1,40})-$")
_REST = re.compile(r"\s{0,40}(([^\W\d_]{1,40})\S{0,200})")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What is joined by a hyphen wherever the line ends: "state-owned", "anti-tank".
_SECOND = frozenset(
    "aligned affiliated backed based born built called controlled dominated friendly funded general"
    " held known led level like linked long made making new occupied old oriented owned party range"
    " related run scale sponsored speaking state style term trained wide wing year".split()
)
_FIRST = frozenset("all anti co counter cross ex half high low non post pre pro self semi".split())
_FEWEST = 3  # lines that end so: then the text was set by who breaks words at all


def mend_words(lines: list[str], problems: list[Problem]) -> None:
    """Put together, in place, words that were broken between two lines, and report them.

    A hyphen goes where the whole word stands elsewhere in the text; and, in a text that breaks
    words often, where the second part is no word of the text. What is or looks like a compound
    keeps it. The rest of the word moves up to its beginning.
    """
    breaks = list(_breaks(lines))
    if not breaks:
        return
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    words -= Counter(match[2].lower() for _place, _first, match in breaks)
    told = []
    for place, first, rest in breaks:
        whole, compound = f"{first}{rest[2]}".lower(), f"{first}-{rest[2]}".lower()
        is_part = (
            len(breaks) >= _FEWEST
            and rest[2] not in words
            and rest[2] not in _SECOND
            and first.lower() not in _FIRST
            and not (first[0].isupper() and words[first.lower()] > 0)
        )
        if words[compound] > 0 or not (words[whole] > 0 or is_part):
            continue
        told.append(f"{first}-{rest[2]}")
        line, below = lines[place].rstrip(), lines[place + 1]
        lines[place] = line[:-1] + rest[1]
        indent = below[: len(below) - len(below.lstrip())]
        lines[place + 1] = (indent + below[rest.end() :].lstrip()).rstrip()
    if told:
        message = f"Words that were broken at the ends of lines are whole: {' '.join(told)}"
        problems.append(Problem(0, "broken-words", message))


def _breaks(lines: list[str]) -> list[tuple[int, str, re.Match[str]]]:
    """Return the lines that end in a broken word, its beginning, and the match of its rest."""
    found = []
    for place, line in enumerate(lines[:-1]):
        match = _BROKEN.search(line[-42:].rstrip()) if "-" in line[-42:] else None
        rest = _REST.match(lines[place + 1]) if match else None
        if match and rest and rest[2].islower():
            found.append((place, match[1], rest))
    return found
