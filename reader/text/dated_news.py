"""News and papers cited by who published them and when: "Harbour Post, May 2, 2020".

Each function reads a whole stretch and answers nothing when any part of it is left over.
"""

from __future__ import annotations

import re

from reader.text import gazetteer
from reader.text.asides import without_kind_of_date, without_volume
from reader.text.author_years import DOUBTFUL
from reader.text.dates import WEEKDAY, PartialDate
from reader.text.heads import head_kind
from reader.text.imprints import DATED, pages_last, read_gapped_date, read_pages
from reader.text.papers import split_paper
from reader.text.reference_parts import (
    FIGURE,
    LOCATOR,
    YEAR,
    Reading,
    is_author,
    is_body,
    is_place,
    is_publisher,
    is_title,
    read_locator,
    without_place,
)

_BETWEEN = re.compile(r"[ \u00a0,]{0,3}(?:(?:and|&) )?")


def read_dated(text: str, publisher: str = "") -> list[Reading]:
    """Read "Publisher, date" once or more; a bare date has the publisher before it.

    >>> [one.date.edtf for one in read_dated("Harbour Post, May 2, 2020, May 4, 2020")]
    ['2020-05-02', '2020-05-04']
    """
    found: list[Reading] = []
    if text[-1:] in ")]" and " via " not in text:
        return found  # neither a date nor a page ends so
    cursor, author = 0, ""
    for match in DATED.finditer(text):
        between = _BETWEEN.match(text, cursor)
        start = between.end() if between else cursor
        before = text[start : match.start()]
        is_set_off = text[: match.start()].rstrip().endswith(",")
        named, page = _publisher_before(before)
        issuer = _read_issuer(named, is_set_off=is_set_off) if named else None
        date = read_gapped_date(match[0])
        if date is None or not (issuer or (publisher and not named)):
            return []
        title, confidence = "", 1.0
        if issuer:
            author, publisher, title, confidence = issuer
        elif found and before.strip(" ,"):
            cursor = match.end()  # "May 2, 2020, updated May 3, 2020"
            found[-1] = found[-1]._replace(end=cursor)
            continue
        else:
            start = match.start()
        found.append(
            Reading("full", start, match.end(), publisher, author, title, date, page, confidence)
        )
        cursor = match.end()
    return _with_last_page(found, text, cursor) if found else []


def _read_issuer(named: str, *, is_set_off: bool) -> tuple[str, str, str, float] | None:
    """Return author, publisher, title and confidence of who stands before a date."""
    named, title = split_paper(named)
    if not (is_publisher(named) or (title and is_place(named))):
        return None
    if not title and (work := _split_work(named)):
        return work
    author, publisher = _issuer(named) if title else _split_author(named)
    confidence = 1.0 if is_set_off else 0.9
    return author, publisher, title, 0.8 if "," in publisher else confidence


def _split_work(named: str) -> tuple[str, str, str, float] | None:
    """Return author, publisher, title and confidence of "Ana Sal, Boats Burn, Harbour Post"."""
    author, _, rest = named.partition(", ")
    title, comma, publisher = rest.rpartition(", ")
    if not comma or " " not in author or not is_author(author) or is_body(author):
        return None
    first = title.split(" ", 1)[0].lower()  # "Ana Sal, Bo Quist, Harbour Post" are two authors
    if not is_title(title) or " " not in title or first in gazetteer.GIVEN_NAMES or is_body(title):
        return None
    return (author, publisher, title, 0.8) if _may_publish(publisher) else None


def _may_publish(named: str) -> bool:
    return is_publisher(named) and not is_place(named) and not named.isdigit()


def _with_last_page(found: list[Reading], text: str, cursor: int) -> list[Reading]:
    """Return what was found with the page that ends text; nothing where anything else does."""
    rest = _TIME_LAST.sub("", text[cursor:])
    locator = read_locator(_ROUTE.sub("", rest) if " via " in rest else rest)
    if locator is None:
        return []
    if locator:
        found[-1] = found[-1]._replace(end=len(text), locator=locator)
    return found


# "UN Security Council, Resolution 1701, 2006", "Journal of Rivers, no. 31, 2020"
_NUMBERED = re.compile(
    rf"(?P<named>[^;()]{{3,120}}?), (?P<year>{YEAR})(?:, (?P<locator>{LOCATOR}))?"
)


def read_numbered(text: str) -> list[Reading]:
    """Read a paper or an issue by its number and year, of which the number may look like a year."""
    match = _NUMBERED.fullmatch(text)
    if not match or not FIGURE.search(match["named"]):
        return []
    issuer, title = split_paper(match["named"])
    if not title:
        issuer = without_volume(issuer)
    is_issuer = is_publisher(issuer) or (title and is_place(issuer))
    if FIGURE.search(issuer) or not is_issuer or issuer == match["named"]:
        return []
    date = PartialDate(int(match["year"]))
    return [Reading("full", 0, len(text), issuer, "", title, date, read_pages(match), 0.9)]


def read_after_date(text: str) -> Reading | None:
    """Read "2 May 2020, Publisher"; doubtful where no word tells that the name is a publisher's."""
    match = DATED.match(text)
    named = text[match.end() :].removeprefix(", ") if match else ""
    date = read_gapped_date(match[0]) if match else None
    if not date or not date.day or not named[:1].isalpha() or not is_publisher(named):
        return None
    publisher = without_place(named)
    confidence = 0.9 if _is_told(publisher) else DOUBTFUL
    return Reading("full", 0, len(text), publisher, date=date, confidence=confidence)


_DAY_MONTH = re.compile(
    r"(?:(?P<named>[^0-9,;()]{2,60}),? )?"
    r"(?P<first>[0-3]?[0-9])(?P<sign>[/.])(?P<second>[0-3]?[0-9])\.?"
)


def read_day_month(text: str, before: Reading | None) -> Reading | None:
    """Read "AFP, 22/9", a day and a month in figures; the year is for the document to tell.

    >>> read_day_month("AFP, 22/9", None).date.edtf
    'XXXX-09-22'

    They are a date where whoever is named is known to publish, or after a dated citation. Where
    either figure may be the month, both stay unknown.
    """
    match = _DAY_MONTH.fullmatch(text)
    if not match or text.endswith(" 24/7"):
        return None
    named = match["named"] or (before.publisher if before else "")
    numbers = sorted((int(match["first"]), int(match["second"])))
    is_sure = numbers[0] <= 12 < numbers[1] or numbers[0] == numbers[1]
    is_after = before is not None and bool(before.date.month)
    if not is_publisher(named) or not (is_after or (is_sure and _is_told(named))):
        return None
    if not 0 < numbers[0] <= 12 or numbers[1] > 31:
        return None
    date = PartialDate(None, numbers[0], numbers[1]) if is_sure else PartialDate()
    return Reading("full", 0, len(text), named, date=date, confidence=0.8)


def _is_told(publisher: str) -> bool:
    """Tell whether a word of it says that a name is a publisher's, or the name is known as one."""
    words = publisher.lower().split()
    known = " ".join(words) in gazetteer.KNOWN_ACTORS
    return known or is_body(publisher) or bool(head_kind(words))


_TIME_LAST = re.compile(r",? (?:at )?[0-2]?[0-9][:.][0-5][0-9] ?(?:[ap]\.?m\.?|GMT|UTC)$")
# "Reuters, May 2, 2020, via Daily Lamp": by which way it came.
_ROUTE = re.compile(r",? via [^\d]{2,60}$")
_CITED_IN = re.compile(r".{2,60}?,? (?:as )?(?:quoted|cited|reported|reprinted) (?:in|by) ")
# "interview in Harbour Lamp, 7 April 1990"
_PIECE_IN = re.compile(
    r"^(?:an? )?(?:interview|letter|editorial|article|op-ed|column|advertisement|obituary|review)"
    r" in (?=(?:the )?[^\Wa-z])"
)
_WEEKDAY_LAST = re.compile(rf"(?:^|[ ,]){WEEKDAY}$")
_SEPARATOR_LAST = re.compile(r"(?: [-–—]|:|(?<=[a-z]{3})\.)$")


def _publisher_before(text: str) -> tuple[str, str]:
    """Return the publisher's name and the page that stand before a date."""
    named = without_kind_of_date(text).strip(" \u00a0,")
    if "day" in named[-4:]:
        named = _WEEKDAY_LAST.sub("", named).rstrip(" \u00a0,")
    if named[-1:] in "-–—:.\n":
        named = _SEPARATOR_LAST.sub("", named)
    page = ""
    if match := pages_last(named):
        named, page = named[: match.start()], read_pages(match)
    if (" in " in named or " by " in named) and (match := _CITED_IN.match(named)):
        named = named[match.end() :]
    named = _PIECE_IN.sub("", named)
    if not split_paper(named)[1]:  # "Supreme Decree No. 12" is no volume
        named = without_volume(named)
    return _ROUTE.sub("", named) if " via " in named else named, page


def _issuer(named: str) -> tuple[str, str]:
    """Return author and publisher of a paper by who put their name to it."""
    first = named.split(" ", 1)[0].lower()
    is_person = named.startswith("@") or (first in gazetteer.GIVEN_NAMES and is_author(named))
    return (named, "") if is_person and not is_body(named) else ("", named)


# "Bell on Radio Harbour", "Bell to Marsh"
_SPEAKING = re.compile(r"(?P<who>[^,]{2,60}?) (?P<how>on|to) (?P<where>[^,]{2,60})")


def _split_author(named: str) -> tuple[str, str]:
    """Return author and publisher of "Person, Publication"; no author when it is not that."""
    said = _SPEAKING.fullmatch(named) if " on " in named or " to " in named else None
    if said and is_author(said["who"]) and not is_body(said["who"]):
        if said["how"] == "to" and is_author(said["where"]) and not is_body(said["where"]):
            return "", said["who"]  # a letter
        if said["how"] == "on" and is_body(said["where"]):
            return said["who"], said["where"]
    head, _, last = named.rpartition(", ")
    if ", " in head and is_place(last):
        named = head  # "Ana Sal, Harbour Post, London"
    first, comma, rest = named.partition(", ")
    is_pair = comma and "," not in rest and " " in first and is_author(first)
    if first.startswith("@") and " " not in first and (is_publisher(rest) or rest == "X"):
        return first, rest
    if is_pair and not is_body(first) and not is_place(rest):
        return (first, rest) if not rest.isdigit() else ("", first)
    return "", without_place(named)
