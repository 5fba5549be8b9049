"""Works whose titles nothing marks: "Author, Title, pg. 111, (Publisher, date)".

Each function reads a whole stretch and answers None when any part of it is left over.
"""

from __future__ import annotations

import re

from reader.text.asides import editors_before_title, without_editors, without_helpers
from reader.text.dates import PartialDate
from reader.text.imprints import (
    PARENTHESIS,
    pages_last,
    read_imprint,
    read_pages,
    read_published,
    without_address,
    without_edition,
)
from reader.text.papers import is_paper, split_paper
from reader.text.quoted_works import QUOTED
from reader.text.reference_parts import (
    FIGURE,
    LOCATOR,
    PAGE_LOCATOR,
    YEAR,
    Reading,
    is_author,
    is_body,
    is_place,
    is_publisher,
    is_title,
    may_end_in_locator,
    read_locator,
)

_UNKNOWN = PartialDate()


_ABOUT = re.compile(
    r"(?P<author>[^,;0-9()“”]{4,80}), "
    r"(?P<title>(?:review(?: essay)? of|(?:foreword|preface|afterword|introduction) to)"
    r" [^“”;()]{3,150}?, by [^,;()0-9“”]{3,60})(?P<rest>,? .{4,200})"
)


def read_about(text: str) -> Reading | None:
    """Read "Author, review of Title, by Another, Journal 12 (2019): 44"."""
    match = _ABOUT.fullmatch(text) if ", by " in text else None
    imprint = read_imprint(match["rest"]) if match else None
    if not match or not imprint or not is_author(match["author"]):
        return None
    author, title = match["author"], match["title"]
    return Reading(
        "full", 0, len(text), imprint.publisher, author, title, imprint.date, imprint.locator, 0.9
    )


# "Müller, Jürgen: Wasser und Land", as Germans and Spaniards part an author from a title.
_BEFORE_COLON = re.compile(
    r"(?P<author>[^\W\d_a-z][\w’'.-]{0,30}(?:,? (?:[^\W\d_a-z]|(?:de|del|la|von|van|zu) )"
    r"[\w’'.-]{0,30}){1,5}(?:, et al\.| u\. ?a\.)?): (?=[^\W\d_a-z])"
)


def read_after_colon(text: str) -> Reading | None:
    """Read "Author: Title, Place: Publisher 2003, S. 12", the author's names in either order."""
    match = _BEFORE_COLON.match(text) if ": " in text[:80] else None
    if not match or not is_author(match["author"]) or is_body(match["author"]):
        return None
    stand_in = "Name Name, "
    reading = read_unquoted(stand_in + text[match.end() :])
    if not reading or reading.end != len(stand_in) + len(text) - match.end():
        return None
    return reading._replace(author=match["author"], end=len(text))


def read_unquoted(text: str) -> Reading | None:
    """Read "Author, Title, pg. 111, (Publisher, date)" with the title unmarked."""
    end = len(text)
    text, _ = without_address(text)
    editors = editors_before_title(text)
    text = without_editors(text)
    match = PARENTHESIS.fullmatch(text) if "(" in text else None
    if not match:
        return _read_open(text, end)
    page = pages_last(match["before"].strip(" ,"))
    author, title = _read_head(match["before"], editors)
    if not title or not (is_author(author) or is_body(author)):
        return _read_anonymous(match, end)
    published = read_published(match["inside"])
    locator = read_locator(match["after"])
    if published is None or locator is None:
        return None
    locator = locator or (read_pages(page) if page else "")
    is_capitalised = is_title(title) or bool(title[:1].isupper() and _FOREIGN.search(title))
    if is_body(author) and is_publisher(author) and is_capitalised:
        publisher = published[0] or author
        return Reading("full", 0, end, publisher, author, title, published[1], locator, 0.9)
    if (" " not in author and not (": " in match["inside"] and published[0])) or is_body(author):
        return None
    # A title in small letters is believed where a place and a publisher stand after it, or where
    # its small words are of a language that writes titles so.
    is_foreign = published[0] and not published[1].month and bool(_FOREIGN.search(title))
    if not (is_title(title) or ((": " in match["inside"] or is_foreign) and title[0].isupper())):
        return None
    confidence = 1.0 if published[0] else 0.7
    return Reading("full", 0, end, published[0], author, title, published[1], locator, confidence)


def _read_anonymous(match: re.Match[str], end: int) -> Reading | None:
    """Read "Title (Place: Publisher, date), 12" of a work that nobody signs."""
    title = match["before"].strip(" ,")
    is_held = (
        ", in " in title
    )  # "Bell to Sal, 9 May 1920, in Ida Quist, ed., Letters": Quist's book
    if ": " not in match["inside"] or is_held or " " not in title or not is_title(title):
        return None
    published, locator = read_published(match["inside"]), read_locator(match["after"])
    if locator is None or published is None or not published[0]:
        return None
    return Reading("full", 0, end, published[0], "", title, published[1], locator, 0.8)


def _read_head(head: str, editors: str) -> tuple[str, str]:
    """Return author and title that stand before an imprint, without the page and the edition."""
    head = head.strip(" ,")
    page = pages_last(head)
    head = without_edition(head[: page.start()] if page else head)
    if editors and is_author(editors):
        author, title = editors, head[len(editors) :].lstrip(" ,")
    else:
        author, title = split_title(head)
    return author, without_helpers(title)


_FOREIGN = re.compile(
    r"(?:\A(?:La|Le|Les|Die|Der|Das|El|Los|Las|Il|Lo|Gli|Une?|Eine?)"
    r"| (?:la|le|les|de|des|du|der|die|das|und|el|los|las|del|di|della|et|sous|sur|en|y|av|och)) "
    r"|[dl][’']"
)


# "London: Lamp House, 2019, p. 4" and "Lamp House, London 2019, S. 4", in no parenthesis.
_OPEN = re.compile(
    rf"(?P<head>[^\W\d_][^()]{{4,250}}?)[,.] (?P<first>[^,.:()0-9]{{2,50}})(?:[,:] "
    rf"(?P<second>[^,.:()0-9]{{2,50}}))?,? (?P<year>{YEAR})(?:,? (?P<locator>{LOCATOR}))?"
)


def _read_open(text: str, end: int) -> Reading | None:
    """Read "Author, Title, Place: Publisher, 2019, p. 4", told by a place that is known."""
    match = _OPEN.fullmatch(text) if FIGURE.search(text) else None
    if not match:
        return None
    first, second = match["first"], match["second"] or ""
    is_colon = text[match.end("first") : match.end("first") + 2] == ": "
    if is_place(first) or (second and is_colon and is_publisher(first)):
        publisher = second
    elif second and is_place(second):
        publisher = first
    else:
        return None
    head = match["head"]
    if ", " not in head and publisher == first:  # "Ana Sal, Low Tide, Berlin 2003"
        head, publisher = f"{head}, {first}", ""
    author, title = split_title(head)
    if author.isupper() and ", " in title:  # "SAL, Ana, Low Tide"
        given, _, title = title.partition(", ")
        author = f"{given} {author}"
    quoted = QUOTED.match(title)
    title = quoted[quoted.lastgroup or 0].rstrip(",. ") if quoted else title
    if not title or " " not in author or is_body(author) or not is_author(author):
        return None
    if not title[0].isupper() or (publisher and not is_publisher(publisher)):
        return None
    title = without_edition(title)
    date, pages = PartialDate(int(match["year"])), read_pages(match)
    return Reading("full", 0, end, publisher, author, title, date, pages, 0.9)


def split_title(head: str) -> tuple[str, str]:
    """Return author and title of "A, Title" or "A, B, and C, Title"."""
    parts = head.split(", ", 8)
    for index, part in enumerate(parts[1:6], start=1):
        if part.startswith(("and ", "& ")):
            authors = ", ".join(parts[: index + 1])
            if is_author(authors):
                return authors, ", ".join(parts[index + 1 :])
    return parts[0], ", ".join(parts[1:])


_SHORT_TITLE = re.compile(
    rf"(?P<author>[^0-9,]{{2,60}}), (?P<title>[^“”\"();0-9]{{3,120}}?)"
    rf"(?:, [Vv]ol\. [^, ]{{1,6}})?, (?P<locator>{LOCATOR})"
)
_YEAR_ALONE = re.compile(YEAR)


# "Sal, p. 115": parts of the same work have no author's name.
_NAME_AND_PAGE = re.compile(rf"(?P<author>[^\s0-9,;:()“”\"]{{3,40}}), (?P<locator>{PAGE_LOCATOR})")
_PARTS = frozenset(["introduction", "preface", "foreword", "prologue", "epilogue", "afterword",
                    "conclusion", "supra", "infra", "above", "below", "plate"])  # fmt: skip


def read_short_title(text: str) -> Reading | None:
    """Read "Surname, Short Title, 115" with the title unmarked, and "Surname, p. 115"."""
    if named := _NAME_AND_PAGE.fullmatch(text):
        author = named["author"]
        is_name = is_author(author) and not is_body(author) and author.lower() not in _PARTS
        return (
            Reading("short", 0, len(text), author=author, locator=read_pages(named), confidence=0.8)
            if is_name
            else None
        )
    match = _SHORT_TITLE.fullmatch(text) if may_end_in_locator(text) else None
    if not match or _YEAR_ALONE.fullmatch(match["locator"]):
        return None
    author, title = match["author"], match["title"]
    if not is_author(author) or is_body(author) or not title[0].isupper():
        return None
    sure = 0.7 if is_title(title) else 0.6
    return Reading("short", 0, len(text), "", author, title, _UNKNOWN, read_pages(match), sure)


_TITLED = re.compile(
    r"(?P<author>[^0-9,;:()\[\]]{2,80}), (?P<title>[^;()\[\]]{3,200}), "
    rf"(?P<locator>{PAGE_LOCATOR}|(?:nos?|fols?|ff?|arts?)\. ?[0-9]{{1,5}}[rv]?)"
)


def read_titled(text: str) -> Reading | None:
    """Read "Author, Title, p. 12", where a body may be the author."""
    match = _TITLED.fullmatch(text)
    if not match:
        issuer, title = split_paper(text)
        if title and is_body(issuer) and any(char.isdigit() for char in title):
            return Reading("full", 0, len(text), issuer, "", title, confidence=0.9)
        return None
    named, title = match["author"], match["title"]
    pages = read_pages(match) or match["locator"]
    issues = is_publisher(named) and (is_body(named) or " " in named) and is_paper(title)
    if issues or (is_body(named) and is_publisher(named) and is_title(title)):
        return Reading("full", 0, len(text), named, "", title, _UNKNOWN, pages, 0.9)
    if not is_author(named) or not title[0].isupper():
        return None
    return Reading("full", 0, len(text), "", named, title, _UNKNOWN, pages, 0.9)
