"""Where words are missing from a text: shown to an editor, never taken for a place."""

from __future__ import annotations

import re

from reader.text.spans import Span

# Fewer letters beside a gap do not tell it.
FEWEST = 8
_SIZES = (32, 24, 16, FEWEST)
_LAST_WORD = re.compile(r"\S+\Z")
_FIRST_WORD = re.compile(r"\S+")


def find_gap(text: str, before: str, after: str) -> Span | None:
    """Return the word beside which words are missing that stood between `before` and `after`.

    None where neither stands in the text exactly once.

    >>> text = "The tower burned. Nobody knew why."
    >>> find_gap(text, "The tower ", " in May. Nobody")
    Span(start=4, end=9)
    >>> find_gap(text, "It was late. ", " Nobody knew")
    Span(start=18, end=24)
    """
    for size in _SIZES:
        known = before[-size:].rstrip()
        if len(known.strip()) >= FEWEST and text.count(known) == 1:
            end = text.index(known) + len(known)
            word = _LAST_WORD.search(known)
            return Span(end - len(word[0]), end) if word else None
    for size in _SIZES:
        known = after[:size].lstrip()
        if len(known.strip()) >= FEWEST and text.count(known) == 1:
            word = _FIRST_WORD.match(known)
            start = text.index(known)
            return Span(start, start + len(word[0])) if word else None
    return None
