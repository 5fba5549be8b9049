"""Sources as American lawyers cite them, by volume, name and page: "42 U.S.C. § 1983 (2006)".

The forms are those of The Bluebook: A Uniform System of Citation.
"""

from __future__ import annotations

import re

from reader.text.dates import DATE, PartialDate
from reader.text.imprints import read_gapped_date
from reader.text.reference_parts import (
    YEAR,
    Reading,
    is_author,
    is_body,
    is_publisher,
    read_locator,
)

_PIN = r"[0-9]{1,5}(?:[-–][0-9]{1,5})?(?:, [0-9]{1,5}(?:[-–][0-9]{1,5})?){0,3}"
# "Ana Sal, Low Tide, 12 Harbour L. Rev. 45, 47 (2019)"
_REVIEW = re.compile(
    r"(?P<author>[^,;0-9()]{4,100}), (?P<title>[^;()“”]{3,200}), "
    r"[0-9]{1,4} (?P<journal>[^\W\d_a-z][^0-9,;()]{2,60}) [0-9]{1,5}"
    rf"(?:, (?P<locator>{_PIN}))? \((?P<year>{YEAR})\)"
)
# "ANA SAL, LOW TIDE 44 (2d ed. 2019)", in capitals as print has them small.
_BOOK = re.compile(
    r"(?P<author>[^\W\d_a-z][^a-z,;0-9()]{3,80}), (?P<title>[^\W\d_a-z][^a-z;0-9()“”]{3,160})"
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
    if text[-1:] != ")" and " at " not in text and "No." not in text and "§" not in text:
        return None
    if match := _REVIEW.fullmatch(text) or _BOOK.fullmatch(text):
        return _of_author(match)
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


def _of_author(match: re.Match[str]) -> Reading | None:
    parts = match.groupdict()
    author, journal = match["author"], parts.get("journal") or ""
    if not (is_author(author) or is_body(author)) or (journal and not is_publisher(journal)):
        return None
    date, locator = PartialDate(int(match["year"])), match["locator"] or ""
    return Reading(
        "full", 0, len(match.string), journal, author, match["title"], date, locator, 0.9
    )
