"""The imprint of a work: who published it, when, and on which page, as a reference gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.text.asides import (
    LANGUAGES,
    without_editors,
    without_kind,
    without_kind_of_date,
    without_medium,
    without_numbers,
    without_volume,
)
from reader.text.dates import DATE, MONTH, PartialDate, read_date
from reader.text.foreign_dates import FOREIGN_DATE, read_foreign_date
from reader.text.reference_parts import (
    FIGURE,
    PAGE_LOCATOR,
    YEAR,
    is_place,
    is_publisher,
    is_title,
    may_end_in_locator,
    read_locator,
    without_place,
)

_DAY = "[0-3]?[0-9]"
_TO = r"(?: ?[-–] ?| to )"
_AND = r"(?:,? and | & )"
_MORE_DAYS = rf"(?:(?:{_TO}|{_AND}|, ){_DAY}){{1,4}}"
# A day that only a comma parts from the next may as well be a number: "Decree 12, 3 May 2019".
_DAYS_FIRST = rf"{_DAY}(?:(?:{_TO}|, ){_DAY}){{0,3}}(?:{_TO}|{_AND}){_DAY}"
_DAYS = rf"{MONTH} {_DAY}{_MORE_DAYS},? {YEAR}|{_DAYS_FIRST} {MONTH},? {YEAR}"
_MONTHS = (
    rf"(?:{MONTH}(?:{_TO}|{_AND}|/){MONTH}|{_DAY} {MONTH}{_TO}{_DAY} {MONTH}"
    rf"|{MONTH} {_DAY}{_TO}{MONTH} {_DAY}),? {YEAR}"
)
_SEASON = r"(?:Spring|Summer|Autumn|Fall|Winter) "
_NO_MORE = r"(?![\w/]|[-–][0-9])"
# The first look-ahead changes nothing; it passes over most places faster than what follows.
_FIRST = "(?=[0-9JFMASONDW])"
_DATED = rf"{_FIRST}(?:{_DAYS}|{_MONTHS}|{_SEASON}{YEAR}|{DATE})|{FOREIGN_DATE}"
DATED = re.compile(rf"(?<![\w/-])(?:{_DATED}){_NO_MORE}")
DATED_OR_YEAR = re.compile(rf"(?<![\w/-])(?:{_DATED}|{YEAR}){_NO_MORE}")
_DAYS_ALONE = re.compile(_DAYS)
_MONTHS_ALONE = re.compile(_MONTHS)
_DAYS_GONE = re.compile(rf"{_DAY}{_MORE_DAYS},? ")
_FIGURES = re.compile(rf"([0-3]?[0-9])([./])([0-3]?[0-9])\2({YEAR})")
_SEASON_GONE = re.compile(_SEASON)
URL = re.compile(r"(?:<?https?://\s?|www\.|doi:|doi\.org/)\S{3,400}")
_ACCESSED = re.compile(r"\b(?:accessed|archived|retrieved|visited|available)\b", re.I)

# The last word of every remark that the pattern below knows.
_LAST_OF_REMARKS = frozenset(
    "translation original mine ours author translated page number numbers online print emphasis "
    "italics added".split()
).union(map(str.lower, LANGUAGES))
_REMARK_LAST = re.compile(
    rf"(?:,| [-–—])? [(\[]?(?:in (?:{'|'.join(LANGUAGES)}|translation|the original)"
    r"|(?:my|our|author[’']s) translation|translation (?:mine|ours|by the author)"
    r"|translated(?: by the author)?|no page(?: numbers?)?|online|print"
    r"|(?:copy )?(?:on file with|in the possession of) (?:the )?[^,;()]{2,40}|mimeo|unpublished"
    r"|(?:my |our |original )?(?:emphasis|italics)(?: added| mine| ours| in (?:the )?original)?"
    r")[)\]]?$",
    re.IGNORECASE,
)
_NOBODYS = frozenset(
    ["privately printed", "privately published", "self-published", "the author", "n.p.", "n.p"]
)
_PAGES_LAST = re.compile(rf"[ ,]{{1,3}}(?P<locator>{PAGE_LOCATOR})$")

PARENTHESIS = re.compile(
    r"(?P<before>[^()]{0,300}?)[ ,]{0,3}\((?P<inside>[^()]{3,200})\)(?P<after>[^()]{0,300})"
)
_PAGES_BARE_LAST = re.compile(r", (?:pp?\. ?)?(?P<locator>[0-9]{1,4}[-–][0-9]{1,4})$")
_VOLUME = re.compile(
    r"(?:^|[ ,]{1,2})(?:vol(?:ume)?[.,]? ?|no\.? ?|number |issue )?[0-9]{1,4}"
    r"(?:[ ,.:/]{1,2}[^ ]{1,12}){0,4}$",
    re.IGNORECASE,
)
_STOP_LAST = re.compile(r"(?<=[a-z]{4})\.$")
# "(2003) 12 Labour LR 201, 219", "(2009) 3 Polar LJ 140, at 151"
_LAW_JOURNAL = re.compile(
    r" [0-9]{1,4} (?P<journal>[^\W\d_][^0-9()]{1,60}) (?P<locator>[0-9](?:[0-9, –-]|at ){0,20})"
)
# A journal of which the volume or issue is given, and no date.
_JOURNAL = re.compile(
    r"(?P<journal>[^0-9()]{3,80}?),? (?:vol|no|nr|issue)\.? ?[0-9]{1,4}(?:[,:] ?[^()]{1,40})?", re.I
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Publisher, date and page as they follow a title."""

    publisher: str
    date: PartialDate
    locator: str


@lru_cache(maxsize=8192)
def read_gapped_date(text: str) -> PartialDate | None:
    """Return the date that text gives.

    Of several days the month is left, of several months and of a season the year.
    """
    if _MONTHS_ALONE.fullmatch(text):
        text = text[-4:]
    if _DAYS_ALONE.fullmatch(text):
        text = _DAYS_GONE.sub("", text)
    date = read_date(_SEASON_GONE.sub("", text)) or read_foreign_date(text)
    if date is None and (match := _FIGURES.fullmatch(text)):
        # With stops the day is first; with slashes it may be either, and only the year is sure.
        day, sign, month, year = match.groups()
        written = f"{year}-{month:0>2}-{day:0>2}" if sign == "." else year
        date = read_date(written)
    # A year before printing is one of another calendar ("1399/02/12").
    return None if date and date.year and date.year < 1500 else date


def read_imprint(rest: str) -> Imprint | None:
    """Read what follows a title: "(Publisher, date)", "Publisher, date, 12", "Journal 3 (2016): 4".

    None when something of it is left over or there is neither date nor address.
    """
    whole = without_numbers(rest)
    rest = without_kind(whole)
    is_kind = rest != whole
    rest, has_address = without_address(rest)
    is_chapter = rest.startswith(("in ", "in: ", "In "))
    if is_chapter:
        rest = without_editors(rest.partition(" ")[2])
    if match := PARENTHESIS.fullmatch(rest):
        return _read_before_parenthesis(match, is_chapter=is_chapter)
    if match := DATED.search(rest) or last_match(DATED_OR_YEAR, rest):
        return _read_before_date(rest, match, is_chapter=is_chapter, is_kind=is_kind)
    if undated := _UNDATED.search(rest):
        rest = rest[: undated.start()].rstrip(" ,")
        return Imprint(rest, PartialDate(), "") if is_publisher(rest) else None
    if (match := _JOURNAL.fullmatch(rest)) and is_publisher(match["journal"]):
        last = pages_last(rest)
        return Imprint(match["journal"], PartialDate(), read_pages(last) if last else "")
    if has_address and (not rest or is_publisher(rest)):
        return Imprint(rest, PartialDate(), "")
    return None


def _read_before_parenthesis(match: re.Match[str], *, is_chapter: bool) -> Imprint | None:
    """Read "(Publisher, date), 12" and "Journal 3 (2016): 4"."""
    published = read_published(match["inside"])
    if published and not published[0] and (law := _LAW_JOURNAL.fullmatch(match["after"])):
        return Imprint(law["journal"], published[1], law["locator"].replace("at ", ""))
    before = match["before"].strip(" ,.")
    locator = read_locator(match["after"])
    if published is None or locator is None:
        return None
    publisher, date = published
    if before and (pages := read_locator(before)) is not None:
        locator = locator or pages
    elif is_chapter and publisher:
        chapter = _PAGES_BARE_LAST.search(before)
        locator = locator or (chapter["locator"] if chapter else "")
    elif before:
        journal = _STOP_LAST.sub("", _VOLUME.sub("", before))
        if not is_publisher(journal):
            return None
        # "The Harbour Post (Orun, 3 May 2019)": where a newspaper appears.
        publisher = journal if date.day or not publisher else publisher
    return Imprint(publisher, date, locator)


def _read_before_date(
    rest: str, match: re.Match[str], *, is_chapter: bool, is_kind: bool
) -> Imprint | None:
    """Read "Publisher, date, 12" by its date."""
    dated = read_gapped_date(match[0])
    locator = read_locator(rest[match.end() :])
    publisher = without_kind_of_date(rest[: match.start()]).strip(" ,.(")
    if is_chapter:  # "in Bo Quist, Low Tide, Orun: Lamp House"
        publisher = re.split(r": |, ", publisher)[-1]
    publisher = without_place(without_volume(publisher))
    if is_kind:
        publisher = publisher.partition(", ")[0]  # "River Conference, Varga"
    if not is_publisher(publisher):
        publisher = _VOLUME.sub("", publisher)
    publisher = _STOP_LAST.sub("", publisher)
    first, _, series = publisher.partition(", ")
    if series and is_publisher(first) and not is_publisher(publisher) and is_title(series):
        publisher = first  # "Lamp Institute, Harbour Futures Series, Case Study Number 1"
    if dated and locator is not None and (not publisher or is_publisher(publisher)):
        return Imprint(publisher, dated, locator)
    return None


def pages_last(text: str) -> re.Match[str] | None:
    """Return the page that ends text, in the group `locator`, where it is called a page."""
    return _PAGES_LAST.search(text) if may_end_in_locator(text) else None


def find_address(text: str) -> re.Match[str] | None:
    """Return the first web address in text."""
    # Most texts have none; the pattern alone would look at every place of them.
    return URL.search(text) if "://" in text or "www." in text or "doi" in text else None


def without_address(text: str) -> tuple[str, bool]:
    """Return text up to its web address, or to "accessed", and whether there was an address."""
    if match := find_address(text):
        return without_access(text[: match.start()].rstrip(" ,:<(")).strip(" ,.:<("), True
    return without_access(text), False


def without_access(text: str) -> str:
    """Return text up to a remark near its end such as "last accessed May 2, 2020"."""
    last = text[text.rfind(" ") + 1 :].strip("()[]\n").lower()
    if last in _LAST_OF_REMARKS or " on file " in text or " possession " in text:
        text = _REMARK_LAST.sub("", text)  # few texts end so
    text = without_medium(text)
    low = text.lower()
    if not ("acce" in low or "chived" in low or "retr" in low or "ted" in low or "ava" in low):
        return text
    match = _ACCESSED.search(text)
    if not match or len(text) - match.end() > 80:
        return text
    return text[: match.start()].rstrip(" ,.(").removesuffix("last").rstrip(" ,.(")


def is_accessed(text: str) -> bool:
    """Tell whether text ends in when or from where a work was had: "Retrieved 2 May 2020"."""
    match = _ACCESSED.search(text)
    return match is not None and FIGURE.search(text, match.end()) is not None


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of pattern in text."""
    last = None
    for match in pattern.finditer(text):
        last = match
    return last


def read_published(inside: str) -> tuple[str, PartialDate] | None:
    """Read "Publisher, May 2016", "2nd ed., Place: Publisher 2016", "Place, 2016" or "2016"."""
    if "[" in inside or "repr" in inside:
        inside = _FIRST_PRINTED.sub("", inside).strip(" ,;")
    if undated := inside.endswith(_LAST_OF_UNDATED) and _UNDATED.search(inside):
        date, publisher = PartialDate(), inside[: undated.start()].strip(" ,")
    else:
        match = last_match(DATED_OR_YEAR, inside)
        if not match or match.end() != len(inside.rstrip()):
            return None
        dated = read_gapped_date(match[0])
        if dated is None:
            return None
        date, publisher = dated, inside[: match.start()].strip(" ,")
    publisher = without_edition(publisher)
    low = publisher.lower()
    if (work := without_kind(publisher + " ").rstrip()) != publisher:
        publisher = work.partition(", ")[0]
    if ": " in publisher:
        publisher = publisher.rpartition(": ")[2]
    if low in _NOBODYS or _are_places(publisher) or _SERIES.fullmatch(publisher):
        publisher = ""
    if publisher and not is_publisher(publisher):
        return None
    return publisher, date


# "1990 [1932]", "[1932] 1990", "1932; repr. 1990": the printing that is cited.
_FIRST_PRINTED = re.compile(
    rf"\[{YEAR}\] ?| ?\[(?:orig(?:inal(?:ly)?|\.)? ?|first published )?{YEAR}\]$"
    rf"|{YEAR}[,;] (?:repr\.|reprint(?:ed)?),? "
)
_UNDATED = re.compile(r"(?:^|[ ,])(?:n\.d\.?|forthcoming|in press|undated)$")
_LAST_OF_UNDATED = (".d.", ".d", "forthcoming", "in press", "undated")
_EDITION = re.compile(
    r"(?:^|, )[0-9]{1,2}\. (?:[a-zäöüß.]{3,14} )?Aufl(?:age|\.)?[,;]?(?: |$)"
    r"|(?:^|, )(?:[0-9]{1,2}(?:st|nd|rd|th)|[Rr]ev(?:ised|\.)|[Ss]econd|[Tt]hird|[Nn]ew|Kindle)"
    r"(?:,? rev\.)? ed(?:n|ition|\.)?[,;.]?(?: |$)"
)


def without_edition(text: str) -> str:
    """Return text without an edition such as "2nd ed."."""
    return _EDITION.sub("", text) if " ed" in text or "Aufl" in text else text


# "(Cm 1234, 2019)", "(Law Com No 123, 2019)": a number in a series of papers of state.
_SERIES = re.compile(r"(?:Cmn?d?|C|CP|HC|HL|COM|Law Com(?: No)?|WP)\.? ?[0-9(][\w()/-]{0,12}")
_PLACES_JOINED = re.compile(r" and | & |/|–| – |-")


def _are_places(text: str) -> bool:
    if not text or not _PLACES_JOINED.search(text):
        return bool(text) and is_place(text)
    return all(is_place(part) for part in _PLACES_JOINED.split(text))


def read_undated_imprint(rest: str, date: PartialDate) -> Imprint | None:
    """Read what follows a title when the date stood before it: "Publisher, p. 4" or nothing."""
    rest, _ = without_address(without_numbers(rest))
    locator = ""
    if pages := pages_last(rest):
        rest, locator = rest[: pages.start()], read_pages(pages)
    if rest[-1:].isdigit():
        rest = _VOLUME.sub("", rest).rstrip(" ,.")
    publisher = rest.rpartition(": ")[2].strip(" ,.")
    return Imprint(publisher, date, locator) if not rest or is_publisher(publisher) else None


def read_pages(match: re.Match[str]) -> str:
    """Return the pages in the group `locator` of match, "" for none."""
    return read_locator(match["locator"] or "") or ""
