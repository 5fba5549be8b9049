"""Leads: the words in front of a moment that say what it is, "since the early", "by about"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reader.text.lettering import fold

_B = r"[ \u00a0\n]"
_BEFORE = re.compile(
    rf"(?:(?<![\w’'-])(?P<word>since|by|until|till|up{_B}to|before|prior{_B}to|no{_B}later{_B}than"
    rf"|after|in|during|throughout|through|from|between|of|for|back{_B}to|years?"
    rf"|as{_B}(?:early|late|recently|far{_B}back){_B}as)"
    rf"(?:(?<=since)(?:{_B}at{_B}least|{_B}as{_B}early{_B}as)|(?<=until){_B}at{_B}least"
    rf"|(?<=in){_B}either)?{_B})?"
    rf"(?:(?<![\w’'-])(?P<approx>(?:circa|ca?\.?|around|about|approximately|roughly){_B}?))?"
    rf"(?:(?<![\w’'-])(?P<the>the){_B})?(?:very{_B})?"
    rf"(?:(?<![\w’'-])(?P<part>(?:early|mid|late|pre|post)(?:[ -](?:to|and)[ -](?:early|mid|late))?"
    rf"[ \u00a0‑-]))?\Z"
)
_DETERMINER = re.compile(
    rf"(?:(?<![\w’'-])(?:the|an?|this|that|its|his|her|their|our|my)|(?<=[^\W\d_])[’']s){_B}\Z",
    re.IGNORECASE,
)
_OF_A_LEAD = frozenset(
    """
    since by until till to before than after in during throughout through from between of for
    year years as circa ca ca. c c. around about approximately roughly the very early mid late pre
    post a an this that its his her their our my
    up prior no later back recently and at least far either
    """.split()
)
_STOPS = frozenset(".,;:)")
_JOINS = frozenset(["", " ", ", ", " and ", ", and ", " or ", ", or ", "-", "–", "/"])


class Lead(NamedTuple):
    """The words in front of a moment: their places and what they are, in small letters."""

    word: str
    start: int
    approximate: str
    approximate_start: int
    part: str
    part_start: int
    the_start: int
    has_determiner: bool

    @property
    def reach(self) -> str:
        """The word that opens or closes a range: "pre-2003" does as "before 2003"."""
        return self.part if self.part in ("pre-", "post-") else self.word


NO_LEAD = Lead("", -1, "", -1, "", -1, -1, has_determiner=False)


def read_lead(text: str, start: int, floor: int) -> Lead:
    """Return what stands before the moment that starts there, nothing before floor looked at."""
    base = max(floor, start - 48)
    if start - base < len(", and .") and text[base:start] in _JOINS:
        return NO_LEAD
    begin, end = start, start - 1
    while True:  # back over plain words, which are before most moments
        blank = text.rfind(" ", base, end)
        word = text[blank + 1 : end]
        if blank < 0:
            break
        is_one = word.isalpha() and word.isascii()
        if not is_one:
            bare = word[:-1] if word[-1:] in _STOPS else word
            if not (bare[-1:].isdigit() or (bare.isalpha() and bare.isascii())):
                break
        if word.lower() not in _OF_A_LEAD:
            if begin == start:
                return NO_LEAD
            # What the word before a lead is makes no difference to it.
            return _moved(_read_words(f"xx {text[begin:start].lower()}", 1), begin - 3)
        if not is_one or text[end] != " ":
            break
        begin, end = blank + 1, blank
    before = text[base:start]
    before = before.lower() if before.isascii() and "`" not in before else fold(before)
    begin = len(before)
    for word in reversed(before.rstrip(" \n-").replace("\n", " ").replace("-", " ").split(" ")):
        bare = word.lstrip("([{\"'“‘")
        if bare not in _OF_A_LEAD and not bare.endswith("'s"):
            break
        begin -= len(word) + 1
    if begin == len(before):
        return NO_LEAD
    context = max(0, begin - 3)
    return _moved(_read_words(before[context:], max(0, begin - 2) - context), base + context)


def _moved(lead: Lead, by: int) -> Lead:
    """Return a lead whose places count from by on as one whose places count from nothing."""
    word, start, approximate, approximate_start, part, part_start, the_start, determined = lead
    if start < 0 and approximate_start < 0 and part_start < 0 and the_start < 0:
        return lead
    return Lead(
        word, start + by if start >= 0 else -1,
        approximate, approximate_start + by if approximate_start >= 0 else -1,
        part, part_start + by if part_start >= 0 else -1,
        the_start + by if the_start >= 0 else -1, determined,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _read_words(before: str, begin: int) -> Lead:
    """Return what the words from begin on say; the same few stand before most moments."""
    match = _BEFORE.search(before, begin)
    assert match is not None  # every part of it is optional
    word, approximate, part = (match[name] or "" for name in ("word", "approx", "part"))
    return Lead(
        " ".join(word.split()), match.start("word") if word else -1,
        approximate.strip(), match.start("approx") if approximate else -1,
        part.strip(), match.start("part") if part else -1,
        match.start("the") if match["the"] else -1,
        _DETERMINER.search(before, begin) is not None,
    )  # fmt: skip
