"""Works whose titles stand in quotation marks: "Author, “Title,” (Publisher, date)"."""

from __future__ import annotations

import re

from reader.text.dates import PartialDate
from reader.text.entries import host_of
from reader.text.imprints import (
    DATED,
    Imprint,
    is_accessed,
    last_match,
    read_gapped_date,
    read_imprint,
    read_undated_imprint,
    without_access,
    without_address,
)
from reader.text.papers import SYMBOL
from reader.text.reference_parts import (
    FIGURE,
    YEAR,
    Reading,
    is_author,
    is_body,
    is_publisher,
    is_title,
    read_locator,
)

_UNKNOWN = PartialDate()

# It begins with a set of characters, so that places without any of them are passed over fast.
QUOTED = re.compile(
    r"[“\"‘'](?:(?<=“)(?P<double>[^“”]{2,300})”|(?<=“)(?P<unlike>[^“”\"]{2,300})\"(?!\w)"
    r"|(?<=\")(?P<mixed>[^“”\"]{2,300})”|(?<=\")(?P<straight>[^\"]{2,300})\""
    r"|(?<=(?<!\w)‘)(?P<single>(?:[^‘“”]|“[^‘“”]{1,120}”){2,300}?)’(?=[ ,.(]|$)"
    r"|(?<=(?<!\w)')(?P<plain>[^“”\"()]{2,200}?)'(?=[,.(]| [(0-9]|$))"
)


def read_quoted(text: str, match: re.Match[str], *, is_news: bool = False) -> Reading | None:
    """Read "Author, “Title,” (Publisher, date)" and its like, or "Author, “Short title,” 12".

    A name alone before the title is the author's; with `is_news` the publication's.
    """
    title = match[match.lastgroup or 0].strip().rstrip(",.;")
    named = text[: match.start()].strip(" ,:")
    rest = text[match.end() :]
    date = _UNKNOWN
    if FIGURE.search(named) and (dated := _DATED_HEAD.fullmatch(named)):
        named, date = dated["named"], read_gapped_date(dated["date"]) or _UNKNOWN
    named = named[:-1] if "." in named[-2:] and _FULL_STOP.search(named) else named
    if named and not (is_author(named) or is_publisher(named)):
        return None
    locator = read_locator(rest)
    if locator is not None and not date:
        if not named:
            return None
        return Reading("short", 0, len(text), "", named, title, date, locator, 0.9)
    imprint = read_undated_imprint(rest, date) if date else read_imprint(rest)
    imprint = imprint or _read_addressed(rest) or _read_site(rest)
    if imprint is None:
        return None
    publisher, author = imprint.publisher, named
    is_press = is_news or is_body(named) or not is_author(named)
    if " " not in named and imprint.date.month:
        is_press = True  # "Reuters, “Title,” May 2, 2020": no one but the press gives the day
    if _PATENT.match(publisher) or SYMBOL.fullmatch(publisher):
        publisher = ""
    is_series = is_body(named) and _SERIES.match(rest) is not None
    if named and is_press and (is_series or not publisher):
        publisher, author = named, ""
    publisher = publisher or ("" if author else host_of(rest))
    if not (publisher or author or is_accessed(rest)):
        return None
    return Reading("full", 0, len(text), publisher, author, title, imprint.date, imprint.locator)


_PATENT = re.compile(r"(?:[A-Z][\w.]{1,12} )?Patent\b")
# "World Bank, “Title,” Working Paper 12": a series of its own.
_SERIES = re.compile(
    r",? ?(?:[A-Z][\w-]{1,20} ){0,5}(?:Papers?|Reports?|Briefs?|Briefings?|Memos?|Series|Updates?)"
    r"(?: [Nn]o\.?)? [0-9]{1,4}\b"
)


def _read_addressed(rest: str) -> Imprint | None:
    """Read what follows a title by its web address, where the words before that are anything."""
    words, has_address = without_address(rest)
    if not has_address or len(words) > 200 or _SENTENCE.search(words):
        return None
    date = last_match(DATED, words)
    publisher = words.strip(" ,.").partition(", ")[0]
    publisher = publisher if is_publisher(publisher) else host_of(rest)
    return Imprint(publisher, (date and read_gapped_date(date[0])) or _UNKNOWN, "")


def _read_site(rest: str) -> Imprint | None:
    """Read ". Harbour Lamp. Lamp House. Retrieved 2 May 2020": stops part what Wikipedia says.

    Its templates leave out what is not known; a site with no date at all must be a body's or a
    host.
    """
    site, *more = without_access(rest).strip(" ,.").split(". ")
    date = read_gapped_date(more[-1]) if more else None
    if not all(map(is_publisher, more[:-1] if date else more)):
        return None
    if date or is_accessed(rest):
        is_named = is_publisher(site) or is_title(site) or _HOST.match(site) or not site
        return Imprint(site, date or _UNKNOWN, "") if is_named else None
    is_told = rest.startswith(". ") and (is_body(site) or _HOST.fullmatch(site))
    return Imprint(site, _UNKNOWN, "") if not more and is_told and is_publisher(site) else None


_HOST = re.compile(r"[\w-]{2,40}(?:\.[a-z]{2,6}){1,2}", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{3}[.?!] [A-Z]|[;“”\"]")


# "Webster, T. (2021)", "Webster 2021" or "Daily Lamp, May 2, 2020" before a title.
_DATED_HEAD = re.compile(
    r"(?P<named>[^“”\"]{2,120}?)(?:,|(?<=\w\w)\.)?"
    rf" \(?(?P<date>{DATED.pattern}|{YEAR})[a-z]?\)?[,.:]?"
)
_FULL_STOP = re.compile(r"(?<!\bal)(?<!\beds)(?<!\bed)(?<=\w\w)\.$")
