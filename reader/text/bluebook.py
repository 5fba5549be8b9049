"""Sources as American lawyers cite them, by volume, name and page: "42 U.S.C. § 1983 (2006)".

The forms are those of The Bluebook: A Uniform System of Citation.
"""

from __future__ import annotations

import re

from reader.text.dates import DATE, PartialDate
from reader.text.imprints import read_gapped_date, without_address
from reader.text.reference_parts import (
    YEAR,
    Reading,
    is_author,
    is_body,
    is_publisher,
    is_title,
    read_locator,
)
from reader.text.unquoted_works import split_title

_PIN = r"[0-9]{1,5}(?:[-–][0-9]{1,5})?(?:, [0-9]{1,5}(?:[-–][0-9]{1,5})?){0,3}"
# "Ana Sal, Low Tide, 12 Harbour L. Rev. 45, 47 (2019)"
_REVIEW = re.compile(
    r"(?P<author>[^,;0-9()]{4,100}), (?P<title>[^;()“”]{3,200}), "
    r"[0-9]{1,4} (?P<journal>[^\W\d_a-z][^0-9,;()]{2,60}) [0-9]{1,5}"
    rf"(?:, (?P<locator>{_PIN}))? \((?P<year>{YEAR})\)"
)
# "ANA SAL, LOW TIDE 44 (2d ed. 2019)", in capitals as print has them small.
_BOOK = re.compile(
    r"(?P<author>[^\W\d_a-z][^a-z,;0-9()]{3,80}), (?P<title>[^\W\d_a-z][^a-z;()“”]{3,160}?)"
    rf" (?P<locator>{_PIN}) \((?:[^()]{{1,40}} )?(?P<year>{YEAR})\)"
)
_SECTIONS = r"§§? ?[0-9][\w.-]{0,12}(?:\([0-9A-Za-z]{1,4}\)){0,4}"
_OFFICIAL = re.compile(
    r"(?P<title>(?:S\.|H\.R\.|H\.) (?:(?:Rep|Doc|Res|Con\. Res|J\. Res)\. (?:No\. )?)?"
    r"[0-9]{1,5}(?:-[0-9]{1,5})?"
    r"|(?:G\.A\.|S\.C\.|E\.S\.C\.) Res\. [0-9]{1,5}(?:/[0-9]{1,4})?"
    r"|Exec\. Order No\. [0-9]{1,3}(?:,[0-9]{3})?"
    r"|(?:[^\W\d_][\w’'()-]{0,30} ){1,10}(?:of [0-9]{4})?, Pub\. L\. No\. [0-9]{1,3}-[0-9]{1,4}"
    r"|[0-9]{1,4} (?:Cong\. Rec\.|Fed\. Reg\.|Stat\.) [0-9]{1,3}(?:,?[0-9]{3})?"
    rf"|[0-9]{{1,3}} (?:U\.S\.C\.(?:A\.)?|C\.F\.R\.) {_SECTIONS})"
    rf"(?P<rest>(?:,? [^();]{{1,60}}?)?)(?: \((?P<date>{DATE}|{YEAR})\))?"
)
_MARK = re.compile(r"[A-Z]\.|Exec\.|Pub\.|Cong\.|Reg\.|Stat\.")
_WORDS = re.compile(r"\b[a-z]{4,}")  # of a sentence, not of a citation
_ACT_OF = re.compile(rf" of ({YEAR}),")
_AT = re.compile(r", (?:at )?(?P<locator>(?:¶¶? |§§? )?[0-9][0-9–, -]{0,20})(?=,|$)")
# "Okafor, 123 U.S. at 47": a case that was cited with all of its name before.
_CASE_AGAIN = re.compile(
    r"(?P<title>[^\W\d_a-z][^,;:()0-9“”]{1,60}), [0-9]{1,4} [A-Z][\w.]{1,10}(?: [\w.]{2,8})?"
    rf" at (?P<locator>{_PIN})"
)


def read_bluebook(text: str) -> Reading | None:
    """Read an article, a book, a case again or an official paper in the Bluebook's form.

    >>> read_bluebook("Ana Sal, Low Tide, 12 Harbour L. Rev. 45, 47 (2019)").publisher
    'Harbour L. Rev.'
    """
    if "://" in text:
        return _read_set_off(text)
    if text[-1:] != ")" and " at " not in text and "No." not in text and "§" not in text:
        return None
    if match := _REVIEW.fullmatch(text) or _BOOK.fullmatch(text):
        return _of_author(match)
    if text[-1:] == ")" and (found := _read_set_off(text)):
        return found
    if match := _CASE_AGAIN.fullmatch(text):
        return Reading("short", 0, len(text), title=match["title"], locator=match["locator"])
    match = _OFFICIAL.fullmatch(text) if _MARK.search(text) else None
    if not match or _WORDS.search(match["rest"]):
        return None
    date = read_gapped_date(match["date"]) if match["date"] else None
    title = match["title"]
    if act := _ACT_OF.search(title):
        date = date or PartialDate(int(act[1]))
        title = title[: act.start()]
    at = _AT.match(match["rest"])
    locator = (read_locator(at["locator"].strip(" ,")) or "") if at else ""
    return Reading("full", 0, len(text), title=title, date=date or PartialDate(), locator=locator)


# "(Mar. 1, 2018, 4:46 PM)" after the name of a paper, and the page of a paper in a collection.
_WHEN = re.compile(
    rf" \((?P<date>{DATE}|{YEAR})"
    r"(?:, [0-9]{1,2}:[0-9]{2} ?[AaPp]\.?[Mm]\.?(?: [A-Z]{1,4})?)?\)\Z"
)
_SIGNS = re.compile(r"[“”\"();]")
_VOLUME_FIRST = re.compile(r"[0-9]{1,4} (?=[A-Z]{2})")
_PAGE_LAST = re.compile(rf" (?P<locator>{_PIN})\Z")


def _read_set_off(text: str) -> Reading | None:
    """Read an article by where it appears, which small capitals of print set off from its title.

    Without a date it must have an address: "Ana Sal, Low Tide, LAMP.ORG, https://…"; what has one
    may also be on the pages of a body.
    """
    bare, has_address = without_address(text)
    when = _WHEN.search(bare)
    head = bare[: when.start()] if when else bare
    page = _PAGE_LAST.search(head) if when else None
    head, comma, where = (head[: page.start()] if page else head).rpartition(", ")
    where = _VOLUME_FIRST.sub("", where)
    if not comma or not (when or has_address) or _SIGNS.search(head) or not is_publisher(where):
        return None
    author, title = split_title(head)
    if not title or not is_author(author) or is_body(author):
        author, title = "", head
    is_small = where.upper() == where and where[0].isalpha() and len(where) > 3
    is_of_body = bool(author) and has_address and is_body(where)
    is_told = is_small or is_of_body
    if not is_told or title.upper() == title or not (is_title(title) or has_address):
        return None
    date = (read_gapped_date(when["date"]) if when else None) or PartialDate()
    locator = page["locator"] if page else ""
    return Reading("full", 0, len(text), where, author, title, date, locator, 0.9)


def _of_author(match: re.Match[str]) -> Reading | None:
    parts = match.groupdict()
    author, journal = match["author"], parts.get("journal") or ""
    if not (is_author(author) or is_body(author)) or (journal and not is_publisher(journal)):
        return None
    date, locator = PartialDate(int(match["year"])), match["locator"] or ""
    return Reading(
        "full", 0, len(match.string), journal, author, match["title"], date, locator, 0.9
    )
