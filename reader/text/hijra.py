"""Years of the hijra, of the moon or of the sun: none of ours, but often beside one of ours."""

from __future__ import annotations

import re

_B = r"[ \u00a0]"
_AFTER = re.compile(rf"{_B}?(?:A\.?H\.?S?|S\.?H\.?)(?!\w)")
_BEFORE = re.compile(rf"(?<!\w)(?:A\.?H\.?|S\.?H\.?){_B}?\Z")
_GLOSS = re.compile(rf"(?:A\.?H\.?S?|S\.?H\.?),?{_B}\(\Z")
# So many years they are behind ours.
_BEHIND = range(560, 623)
# A year of theirs that is not written here with four figures is read as none anyway.
LATEST = 1500


def is_of_the_hijra(text: str, start: int, end: int) -> bool:
    """Tell whether the figures from start to end are said to be a year of the hijra.

    >>> is_of_the_hijra("in 1399 AH", 3, 7), is_of_the_hijra("in 1399", 3, 7)
    (True, False)
    """
    before = text[max(0, start - 6) : start]
    return _BEFORE.search(before) is not None or _AFTER.match(text, end) is not None


def start_of_pair(text: str, start: int, theirs: int, ours: int) -> int | None:
    """Return where "AH 1400 / 1979" begins, its first figures being at start; None if it is none.

    >>> start_of_pair("in AH 1400/1979", 6, 1400, 1979), start_of_pair("1400/1450", 0, 1400, 1450)
    (3, None)
    """
    if ours - theirs not in _BEHIND:
        return None
    before = _BEFORE.search(text[max(0, start - 6) : start])
    return start - len(before[0]) if before else start


def is_gloss_of_the_hijra(text: str, start: int) -> bool:
    """Tell whether the year that starts there says in parentheses what one of the hijra is."""
    return (
        text[start - 1 : start] == "("
        and _GLOSS.search(text[max(0, start - 8) : start]) is not None
    )
