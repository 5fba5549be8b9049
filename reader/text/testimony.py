"""What people said or wrote to somebody: interviews, letters, messages, as citations name them."""

from __future__ import annotations

import re

from reader.text.imprints import DATED, DATED_OR_YEAR, read_gapped_date
from reader.text.reference_parts import UNTOLD, Reading, is_author, is_body

_HOW = (
    "anonymous author author's author’s authors' authors’ confidential exclusive face-to-face"
    " further group joint my online our personal phone private public researcher's researcher’s"
    " second Skype Zoom WhatsApp telephone unpublished unrecorded video written"
)
_WHAT = (
    "interviews?|conversations?|correspondence|communications?|e-?mails?"
    "|e-?mail (?:correspondence|messages?)"
    "|letters?|messages?|text messages?|telex(?:es)?|phone calls?|calls?|oral history"
    "|testimony|testimonies|field ?notes?|focus groups?|meetings?|discussions?|WhatsApp messages?"
    "|Telegram messages?|tweets?|Signal messages?|voice messages?|statements?"
)
# "interview with Ana Sal, Orun", "e-mail from Sal to Bell", "Ana Sal, personal communication".
_TOLD = (
    rf"(?:(?P<first>[^,;()]{{2,60}}), )?"
    r"(?P<what>(?:(?:(?-i:[A-Z])[\w’'.-]{1,20} ){1,3}(?-i:(?=[a-z])))?"
    rf"(?:(?:{'|'.join(_HOW.split())}) ){{0,2}}(?:{_WHAT})"
    r"(?: (?:no\. ?|#)?[A-Z]{0,3}[0-9]{1,4})?"
    r"(?: by (?:telephone|phone|e-?mail|video)| via [A-Z][a-z]{2,11})?)"
    r"(?P<who> (?:with|from|by|to|between|conducted by) [^,;()]{2,120}?)?"
    r"(?P<where>(?:, [^,;()0-9]{2,80}){0,4}?),? "
)
_IN_TEXT = re.compile(rf"{_TOLD}(?P<date>{DATED.pattern})", re.IGNORECASE)
# A note may give the hour, or say more of how it was, and the year alone.
_IN_NOTE = re.compile(
    rf"{_TOLD}\(?(?P<date>{DATED_OR_YEAR.pattern})\)?"
    r"(?:,? (?:at )?[0-9]{1,2}[:.][0-9]{2}(?: ?[ap]\.?m\.?)?|,? [^,;()0-9]{2,60}){0,2}",
    re.IGNORECASE,
)
# A word of each kind of testimony, in small letters; looked for faster than the pattern matches.
_HINTS = (
    "interview", "convers", "correspond", "communic", "mail", "letter", "messag", "telex", "call",
    "history", "testimon", "field", "focus", "meeting", "discuss", "tweet", "statement",
)  # fmt: skip
# Who must not be named: "Respondent 12, interview, 3 May 2019".
_INFORMANT = re.compile(
    r"(?:Respondent|Interviewee|Informant|Participant|Source|Witness) [A-Z]{0,2}[0-9]{0,4}"
)
# "Interview with bin Taleb", "Sal interview": one that is dated elsewhere.
_AGAIN = re.compile(
    rf"(?:(?:{'|'.join(_HOW.split())}) ){{0,2}}(?P<what>(?:interview|conversation|correspondence"
    r"|e-?mail|letter))s? (?:with|from) (?P<who>[^0-9,;:()]{2,60})"
    r"|(?P<whose>[^0-9,;:()]{2,60}?)[’']?s? (?P<told>interview)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r" (?:with|from|by|conducted by) (?:an? |the )?(?P<name>[^,]{2,80}?)(?: to [^,]{2,80})?(?:,|$)"
)


def read_testimony(text: str, *, is_note: bool = False) -> Reading | None:
    """Return the citation of something told or written to somebody that text as a whole is.

    >>> reading = read_testimony("e-mail from Ana Sal to Bell, 3 May 2019")
    >>> reading.author, reading.title, reading.date.edtf
    ('Ana Sal', 'e-mail from Ana Sal to Bell', '2019-05-03')

    It ends with its day or month; with `is_note`, a year is enough and the hour may follow. Who
    spoke or wrote is the author, where a person is named.
    """
    low = text.lower()
    if not any(hint in low for hint in _HINTS):
        return None
    match = (_IN_NOTE if is_note else _IN_TEXT).fullmatch(text)
    if not match or not (date := read_gapped_date(match["date"])):
        return None
    first = match["first"] or ""
    title = text[match.start("what") : match.start("date")].rstrip(" ,(")
    said = _SPEAKER.match(match["who"] or "")
    is_informant = _INFORMANT.fullmatch(first) is not None
    if first and not is_informant and (is_body(first) or not is_author(first)):
        return None  # a body's own paper
    author = said["name"] if said and is_author(said["name"].lstrip("@")) else ""
    if first and (not author or " by " in match["who"]):
        author = first
    return Reading("full", 0, len(text), "", author, title, date, confidence=0.9)


def read_told_before(text: str) -> Reading | None:
    """Return the short form of something told that text as a whole is, without its date.

    >>> read_told_before("Interview with bin Taleb").author
    'bin Taleb'

    It is one only where the document dates it before.
    """
    match = _AGAIN.fullmatch(text)
    who = match and (match["who"] or match["whose"])
    if not match or not who or not is_author(who) or is_body(who):
        return None
    what = match["what"] or match["told"]
    return Reading("short", 0, len(text), "", who, what, confidence=UNTOLD, refers="op. cit.")
