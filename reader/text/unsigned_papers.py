"""Papers that nobody signs, as citations name them: "leaked cable, 4 May 2010"."""

from __future__ import annotations

import re

from reader.text.imprints import DATED, read_gapped_date
from reader.text.reference_parts import LOCATOR, REMARKS, Reading, bare_word, read_locator, word_set

# What is a source whoever wrote it. A verdict, a contract or a hearing is an event as often.
_HEAD = (
    r"(?:transcripts?|cables?|minutes|memos?|memorand(?:um|a)|registers?|registry|records"
    r"|(?:court|company|tax|regulatory|police|SEC) filings?|indictment|affidavits?|depositions?"
    r"|logs?|logbooks?|diar(?:y|ies)|invoices?|dispatch(?:es)?|telegrams?|telex|fax|documents?"
    r"|case files?|report|briefings?|ledgers?|circular|leaflets?|pamphlets?|testimony"
    r"|statements?|spreadsheets?|databases?|datasets?|manifests?|dossiers?)"
)
_WORD = r"[^\W\d_][\w’'-]{0,20}"
_UNSIGNED = re.compile(
    rf"(?P<title>(?P<words>(?:{_WORD} ){{0,4}}){_HEAD}"
    rf"(?: (?:of|from|to|on|by|for) (?:{_WORD} ){{0,5}}{_WORD}| (?:no\. ?)?[0-9][\w/.-]{{1,20}})?"
    r"(?:, (?:[Dd]ay|[Ss]ession|[Ss]itting|[Vv]ol(?:ume|\.)|[Nn]o\.|[Cc]ase(?: [Nn]o\.)?) ?"
    r"[0-9A-Z][\w/.-]{0,12})?),? "
    rf"(?:dated |of )?(?P<date>{DATED.pattern})(?:, (?P<locator>{LOCATOR}))?"
)
_HINT = re.compile(_HEAD)
_DATE_FIRST = re.compile(r"(?:,| dated| of) $")
_OPENERS = REMARKS | word_set(
    "a an the new second third final his her this to from in on of under with without two three"
    " four five six several many few further according and or nor than"
)


def read_unsigned(text: str) -> Reading | None:
    """Return the citation of a paper that text as a whole names by its kind and its date.

    >>> read_unsigned("court transcript, day 12, 5 June 2018").title
    'court transcript, day 12'

    Its title is what it is called. One word and a month alone are too little to cite by.
    """
    match = _UNSIGNED.fullmatch(text) if _HINT.search(text) else None
    if not match or not _DATE_FIRST.search(text[: match.start("date")]):
        return None
    words = match["words"].split()
    if words and bare_word(words[0]) in _OPENERS:
        return None
    date = read_gapped_date(match["date"])
    if not date or not (date.day or (words and date.month)):
        return None
    locator = read_locator(match["locator"] or "") or ""
    return Reading("full", 0, len(text), "", "", match["title"], date, locator, 0.8)
