"""Papers: what bodies and people put their names to, such as "Annual Report 2012"."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.text.reference_parts import (
    REMARKS,
    bare_word,
    is_author,
    is_body,
    is_place,
    is_publisher,
    is_title,
)

# What bodies and people put their names to, and what is no publication of its own.
_PAPERS = frozenset(
    """letter letters report reports minutes record records memorandum memo resolution judgment
    judgement handbook manual prospectus testimony filing circular statement communiqué communique
    decision ruling opinion register transcript affidavit deposition declaration petition survey
    accounts handout leaflet pamphlet brochure guidelines notice proceedings complaint indictment
    budget census yearbook audit telex telegram cable dispatch fax diary speech testimony remarks
    lecture sermon address inventory invoice invoices certificate certificates receipt receipts
    contract contracts licence license permit permits logbook logbooks warrant warrants hearing
    hearings briefing database dataset index acta actas""".split()
)
_TWO_WORDS = (["press", "release"], ["news", "release"], ["working", "paper"])
# A paper in small letters right after whose it is: "Harbour Committee minutes".
_PAPER_LAST = re.compile(r" (?P<title>[a-z]{4,15})(?: of| dated)?$")
_PERIODICALS = re.compile(r"(?:Middle East|Washington|Weekly|Daily|Country|Consumer|The) Reports?$")
# "S/2019/570", "A/HRC/40/52": the symbols by which bodies know their documents.
SYMBOL = re.compile(
    r"[A-Z]{1,5}(?:/[A-Za-z0-9.()-]{1,12}){0,5}/[A-Za-z.-]{0,6}[0-9]{1,4}(?:[(.][\w.()-]{0,8})?"
)
# "Executive Decree 111", "Law No. 40 of 2016": what a state enacts, known by a number.
ENACTMENT = (
    r"(?:[A-Z][\w’-]{1,20} ){0,3}(?:Decree(?:[- ]Law)?|Law|Act|Order|Ordinance|Resolution"
    r"|Regulation|Notice|Proclamation|Directive|Edict|Instrument|Question|Motion|Bill)"
    r" (?:[Nn]o\.? ?|Nº ?|Number )?[0-9][\w./-]{0,12}"
)
_ENACTMENT = re.compile(
    rf"{ENACTMENT}(?:, (?:[Aa]rts?\.|[Aa]rticles?|ss?\.|[Ss]ections?|§§?) ?[0-9][\w–-]{{0,8}})?"
)
# "09ORUN123", "ICC-01/04-01/06": the number by which an office knows a paper.
_REFERENCE = re.compile(
    r"(?=[^A-Z]{0,9}[A-Z])(?=[^0-9]{0,20}[0-9][^0-9]{0,20}[0-9])[A-Z0-9][A-Z0-9./-]{4,24}"
)
# What people put on the pages of others, in small letters: "Facebook post".
_POSTS = frozenset(["post", "tweet", "thread", "broadcast"])


@lru_cache(maxsize=8192)
def is_paper(text: str) -> bool:
    """Tell whether text names a paper that bodies and people issue, such as "Annual Report 2012".

    >>> is_paper("Annual Report 2012"), is_paper("press release"), is_paper("Harbour Post")
    (True, True, False)
    """
    words = [bare_word(word) for word in text.split()]
    if not 1 <= len(words) <= 9 or _PERIODICALS.search(text) or not text[0].isalnum():
        return False
    if words[-2:] in _TWO_WORDS or words[:2] in _TWO_WORDS:
        return True
    if text.split()[-1] in _POSTS and len(words) < 4:
        return True
    if text[0].islower():
        return (words[-1] in _PAPERS and len(words) < 3) or words[0] in _PAPERS
    if SYMBOL.fullmatch(text):
        return True
    named = [word for word in words if word in _PAPERS]
    return bool(named) and (is_title(text) or " of " in text or any(c.isdigit() for c in text))


def split_paper(named: str) -> tuple[str, str]:
    """Return issuer and title of "Board of Works, Minutes"; no title when it is not that.

    A country issues what it enacts: "Ecuador, Executive Decree 111".
    """
    issuer, comma, title = named.partition(", ")
    if not comma and (paper := _PAPER_LAST.search(named)) and paper["title"] in _PAPERS:
        issuer = named[: paper.start()]
        return (issuer, paper["title"]) if is_publisher(issuer) else (named, "")
    title = title.removesuffix(" of").removesuffix(" dated")
    if comma and (is_place(issuer) or is_publisher(issuer)) and _ENACTMENT.fullmatch(title):
        return issuer, title
    if title.islower() and title.replace(" ", "").isalpha() and len(title.split()) < 4:
        is_remark = any(word in REMARKS or word.endswith("ed") for word in title.split())
        is_issued = is_body(issuer) and is_publisher(issuer) and not is_remark
        return (issuer, title) if is_issued or is_paper(title) else (named, "")
    if comma and _REFERENCE.fullmatch(title) and is_publisher(issuer) and not title.isdigit():
        return issuer, title
    if "," in title:  # "Harbour Group, The Ferry, Report 12"
        *titles, last = title.split(", ")
        is_issued = is_body(issuer) and is_publisher(issuer) and all(map(is_title, titles))
        return (issuer, title) if is_issued and is_paper(last) else (named, "")
    if not comma or not is_paper(title):
        return named, ""
    return (issuer, title) if is_publisher(issuer) or is_author(issuer) else (named, "")
