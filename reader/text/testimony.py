"""What people said or wrote to somebody: interviews, letters, messages, as citations name them."""

from __future__ import annotations

import re

from reader.text.imprints import DATED, read_gapped_date
from reader.text.reference_parts import Reading, is_author, is_body

_HOW = (
    "anonymous author's author’s authors' authors’ confidential exclusive face-to-face further"
    " group joint my online our personal phone private public researcher's researcher’s second"
    " Skype Zoom WhatsApp telephone unpublished unrecorded video written"
)
_WHAT = (
    "interviews?|conversations?|correspondence|communications?|e-?mails?|e-?mail (?:correspondence|messages?)"
    "|letters?|messages?|text messages?|telex(?:es)?|phone calls?|calls?|oral history"
    "|testimony|testimonies|field ?notes?|focus groups?|meetings?|discussions?|WhatsApp messages?"
    "|Telegram messages?|tweets?|Signal messages?|voice messages?|statements?"
)
# "interview with Ana Sal, Orun", "e-mail from Sal to Bell", "Ana Sal, personal communication".
_TOLD = re.compile(
    rf"(?:(?P<first>[^,;()]{{2,60}}), )?"
    rf"(?P<what>(?:(?:{'|'.join(_HOW.split())}) ){{0,2}}(?:{_WHAT})"
    r"(?: (?:no\. ?|#)?[A-Z]{0,3}[0-9]{1,4})?"
    r"(?: by (?:telephone|phone|e-?mail|video)| via [A-Z][a-z]{2,11})?)"
    r"(?P<who> (?:with|from|by|to|between) [^,;()]{2,120}?)?"
    rf"(?P<where>(?:, [^,;()0-9]{{2,50}}){{0,3}}?),? (?P<date>{DATED.pattern})",
    re.IGNORECASE,
)
_HINT = re.compile(_WHAT, re.IGNORECASE)
_SPEAKER = re.compile(
    r" (?:with|from|by|of) (?:an? |the )?(?P<name>[^,]{2,80}?)(?: to [^,]{2,80})?(?:,|$)"
)


def read_testimony(text: str) -> Reading | None:
    """Return the citation of something told or written to somebody that text as a whole is.

    >>> reading = read_testimony("e-mail from Ana Sal to Bell, 3 May 2019")
    >>> reading.author, reading.title, reading.date.edtf
    ('Ana Sal', 'e-mail from Ana Sal to Bell', '2019-05-03')

    It ends with its day or month. Who spoke or wrote is the author, where a person is named.
    """
    match = _TOLD.fullmatch(text) if _HINT.search(text) else None
    if not match or not (date := read_gapped_date(match["date"])):
        return None
    first, title = (
        match["first"] or "",
        text[match.start("what") : match.start("date")].rstrip(" ,"),
    )
    said = _SPEAKER.match(match["who"] or "")
    if first and (is_body(first) or not is_author(first)):
        return None  # a body's own paper
    author = said["name"] if said and is_author(said["name"].lstrip("@")) else ""
    if first and (not author or " by " in match["who"]):
        author = first
    return Reading("full", 0, len(text), "", author, title, date, confidence=0.9)
