"""Ordinals: "third", "21st", as centuries and days of a month are written."""

from __future__ import annotations

import re

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
# A pattern without groups, for use inside those of other files.
ORDINAL = (
    r"(?:[1-9][0-9]?(?:st|nd|rd|th)|"
    + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in reversed(ORDINALS))
    + ")"
)
_DAYS = {word: number for number, word in enumerate(ORDINALS, start=1)} | {
    **{f"twenty-{word}": 20 + number for number, word in enumerate(ORDINALS[:9], start=1)},
    "thirtieth": 30,
    "thirty-first": 31,
}
_B = r"[ \u00a0]"
_DAY_OF = re.compile(
    rf"(?<![\w-])(?:the{_B})?(?P<day>[a-z]+(?:-[a-z]+)?){_B}of{_B}\Z", re.IGNORECASE
)


def number_of(word: str) -> int:
    """Return the number of an ordinal that ORDINAL matches.

    >>> number_of("Third"), number_of("21st")
    (3, 21)
    """
    if word[0].isalpha():
        return ORDINALS.index(word.lower()) + 1
    return int(word.rstrip("stndrh"))


def worded_day(text: str, start: int) -> tuple[int, int] | None:
    """Return where "the third of" before start begins, and its number; None where it is no day.

    >>> worded_day("on the third of May", 16), worded_day("on top of May", 10)
    ((3, 3), None)
    """
    base = max(0, start - 24)
    match = _DAY_OF.search(text[base:start])
    if match is None or match["day"].lower() not in _DAYS:
        return None
    return base + match.start(), _DAYS[match["day"].lower()]
