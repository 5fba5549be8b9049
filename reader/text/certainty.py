"""How surely a moment in its text is a date: a number is a year only where its words say so."""

from __future__ import annotations

import re

from reader.text.counted import counts_something, names_a_happening
from reader.text.dates import MONTHS
from reader.text.hijra import is_gloss_of_the_hijra
from reader.text.leads import Lead
from reader.text.moments import Moment

CERTAIN = 0.8
_B = r"[ \u00a0\n]"
_QUANTITY = re.compile(
    r"(?<!\w)(?:totals?|populations?|numbers?|groups?|crowds?|sum|forces?|average|maximum|minimum"
    r"|heights?|altitude|distance|depth|length|weight|speed|capacity|costs?|prices?|out|fleet"
    r"|strength|size|more|thousands|hundreds|multiplier|ports?|values?|range|rate|sample|ratio"
    rf"|score|result|mean|median|limit){_B}of{_B}\Z",
    re.IGNORECASE,
)
_OF_A_YEAR = re.compile(
    r"(?<!\w)(?:wars?|revolutions?|uprisings?|revolts?|rebellions?|invasions?|coups?|crisis|elections?"
    r"|protests?|massacres?|events?|attacks?|treaty|agreements?|accords?|constitution|laws?|acts?"
    r"|decrees?|famine|floods?|earthquake|census|pact|truce|armistice|ceasefire|referendum|reforms?"
    r"|end|start|beginning|middle|half|quarter|months?|weeks?|days?|summer|winter|autumn|spring|fall"
    r"|course|remainder|rest|most|much|all|part|outbreak|upheavals?|winner|class|year|as"
    rf"|generation){_B}of{_B}\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:(?<!\w)(?:pp?|pgs?|nos?|vols?|ll?|fig|art)\.|(?<!\w)(?:pages?|lines?|verses?|items?"
    r"|rooms?|volumes?|numbers?|articles?|resolutions?|unit)|[:§№]|\d)[ \u00a0]?\Z",
    re.IGNORECASE,
)
TO_NOW = re.compile(
    rf"(?:{_B}?[-–—]{_B}?|{_B}(?:to|until|till|through){_B}(?:the{_B})?)"
    rf"(?:present(?:{_B}day)?|today|now|this{_B}day)(?!\w)"
)
_BESIDE = re.compile(
    r"[(,;][ \u00a0]?(?:b\.|d\.|r\.|est\.|born|died|founded|established)[ \u00a0]?\Z"
    r"|(?<!\w)(?:Ramadan|Christmas(?: Day| Eve)?|Easter|Passover|Nowruz|Muharram|Ashura|Hanukkah"
    r"|Diwali|Eid(?: al-(?:Fitr|Adha))?|New Year[’']s (?:Day|Eve)),?[ \u00a0]\Z"
)
# When somebody read a page says nothing of what it tells.
_LOOKED_UP = re.compile(
    r"(?:ccessed|onsulted|etrieved|last (?:visited|checked|updated|modified|viewed)|viewed)"
    r"(?: on)?[:,]?[ \u00a0]\Z"
)
_HAD = re.compile(rf"{_B}(?:had|have|were|died|came|left|fled)(?!\w)")
_POSSESSIVE = re.compile(r"[’']s?(?!\w)")
_CLOSES = re.compile(r"[,.;:)]|\Z")
_VERB = re.compile(
    rf"{_B}(?:was|saw|brought|marked|is|will|had|has|began|ended|proved|became|would|opened)(?!\w)"
)
_SENTENCE_OPENS = re.compile(r"(?:\A|[.!?][”’\"')]?\s|\n)\Z")
# Before a month without a year. May, April, June and August are people too.
_BEFORE_MONTHS = frozenset(["in", "since", "during", "throughout", "until", "till"])
_BEFORE_OTHER_MONTHS = frozenset(["by", "before", "after", "from", "of", "for", "between"])
_PEOPLE_TOO = frozenset([4, 5, 6, 8])


def judge(text: str, first: Moment, last: Moment | None, lead: Lead, is_listed: bool) -> float:
    """Return how surely the moment, or the range to last, is a date; 0 where it is none."""
    if first.kind == "year":
        if not text[first.start : first.end].isdigit():
            return 0.95  # "AD 622"
        if last is not None:
            return _year_range_confidence(text, first, last, lead)
        return _year_confidence(text, first, lead, is_listed)
    if first.kind == "month" and last is None:
        if first.year is None:
            return _month_confidence(text, first, lead, is_listed)
        return 1.0 if lead.word or not text[first.start].isdigit() else 0.6
    if first.kind == "vague":
        is_told = first.end - first.start != len("’98") or lead.word
        return 0.5 if first.year else 0.4 if is_told else 0.0
    if first.kind == "century":
        if text.startswith((" BC", " B.C"), (last or first).end):
            return 0.0
        return 0.7 if text[first.end - 1] == "s" and text[first.start].isdigit() else 0.9
    if lead.word == "of" and text.endswith(" eve ", 0, lead.start):
        return 0.5  # the day before
    if _LOOKED_UP.search(text[max(0, first.start - 20) : first.start]):
        return 0.0
    return 0.9 if first.year is None else 1.0


def _month_confidence(text: str, moment: Moment, lead: Lead, is_listed: bool) -> float:
    """Return how surely the name of a month without day and year is not a person's, or a verb."""
    written = text[moment.start : moment.end]
    is_whole = written[-1] == "." or written in MONTHS
    if not is_whole and moment.month == 1:  # Jan is a name
        return 0.85 if lead.part else 0.0
    if lead.part:
        return 0.85
    is_person = moment.month in _PEOPLE_TOO
    if lead.word in _BEFORE_MONTHS:
        is_owner = is_person and _POSSESSIVE.match(text, moment.end)
        return 0.85 if is_whole and not is_owner else 0.5
    if is_listed and is_whole and not text.startswith(", ", moment.start - 2):
        return 0.85
    if is_whole and lead.word in _BEFORE_OTHER_MONTHS:
        return 0.85 if not is_person else 0.5 if _CLOSES.match(text, moment.end) else 0.0
    return 0.0


def _year_confidence(text: str, moment: Moment, lead: Lead, is_listed: bool) -> float:
    year, start, end = moment.year or 0, moment.start, moment.end
    if counts_something(text, end, year):
        return 0.0
    if lead.part or lead.approximate.startswith("c"):
        return 0.95
    if lead.word and year % 100 == 0 and _HAD.match(text, end):
        return 0.5  # "After 1500 had died, they left"
    if lead.approximate:
        return 0.9 if lead.word in ("in", "since", "until") else 0.5
    if lead.word == "of" and lead.the_start < 0:
        near = text[_near_of(start) : start]
        return 0.0 if _QUANTITY.search(near) else 0.9 if _OF_A_YEAR.search(near) else 0.6
    if lead.word and (lead.the_start < 0 or lead.word not in ("by", "for", "of", "from")):
        return 0.95 if lead.the_start < 0 else 0.85
    if is_listed:
        return 0.9
    if lead.has_determiner and year >= 1400 and text[end : end + 2].strip().isalpha():
        if text.startswith("The ", lead.the_start) and not _opens_sentence(text, lead.the_start):
            return 0.0  # a name: "the band The 1975 played"
        return 0.85 if year % 50 or names_a_happening(text, end) else 0.0
    if _VERB.match(text, end) and _opens_sentence(text, start):
        return 0.85
    if TO_NOW.match(text, end) or is_gloss_of_the_hijra(text, start):
        return 0.85
    return 0.85 if _BESIDE.search(text[max(0, start - 20) : start]) else 0.0


def _near_of(place: int) -> int:
    """Return where the longest of the words before "of" would begin that tell, and a sign."""
    return max(0, place - len(" constitution of "))


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_OPENS.search(text[max(0, start - 4) : start]) is not None


def _year_range_confidence(text: str, first: Moment, last: Moment, lead: Lead) -> float:
    between = text[first.end : last.start].strip()
    if counts_something(text, last.end, last.year):
        return 0.0
    if between not in ("-", "–", "—", "/"):
        if (first.year or 1) % 100 == 0 == (last.year or 1) % 100:
            return 0.5 if lead.word else 0.0
        return 0.95 if lead.word in ("from", "between", "in", "of", "during", "years") else 0.0
    if lead.word == "of" and _QUANTITY.search(text[_near_of(first.start) : first.start]):
        return 0.0
    if lead.word or lead.approximate or lead.part or lead.has_determiner:
        is_month_too = between == "-" and last.end - last.start == 2 and (last.year or 0) % 100 < 13
        return 0.6 if is_month_too else 0.95
    near = text[max(0, first.start - 12) : first.start]
    if _NUMBERED.search(near) or (first.year or 0) < 1400 or between == "/":
        return 0.0
    return 0.85


_LONGEST_TITLE = 120


def is_in_title(text: str, start: int, end: int) -> bool:
    """Tell whether a date is part of a title in quotation marks, and so tells nothing."""
    opened = text.rfind("“", max(0, start - _LONGEST_TITLE), start)
    closed = text.find("”", end, end + _LONGEST_TITLE) if opened >= 0 else -1
    if closed < 0 or text.find("”", opened, start) >= 0:
        return False
    words = [*text[opened + 1 : start].split(), *text[end:closed].split()]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > 1 and not any(word[0].islower() and len(word) > 4 for word in words)
