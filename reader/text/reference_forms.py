"""The forms a reference takes when a stretch of text is one reference and nothing else.

Each function reads a whole stretch and answers None when any part of it is left over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text import gazetteer
from reader.text.archives import read_held
from reader.text.asides import (
    editors_before_title,
    without_afterwords,
    without_editors,
    without_glosses,
    without_helpers,
    without_kind_of_date,
    without_volume,
)
from reader.text.author_years import DOUBTFUL, read_author_years
from reader.text.dates import DATE, WEEKDAY, PartialDate
from reader.text.entries import host_of, read_entry, read_parts
from reader.text.heads import head_kind
from reader.text.imprints import (
    DATED,
    PARENTHESIS,
    Imprint,
    last_match,
    pages_last,
    read_gapped_date,
    read_imprint,
    read_pages,
    read_published,
    read_undated_imprint,
    without_access,
    without_address,
    without_edition,
)
from reader.text.legal import read_legal, read_symbol
from reader.text.papers import SYMBOL, is_paper, split_paper
from reader.text.pointers import read_pointer
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
    without_place,
)
from reader.text.testimony import read_testimony

_ASIDE = re.compile(r" [(\[](?:in )?[A-Z][a-z]{2,12}[)\]]$")

# It begins with a set of characters, so that places without any of them are passed over fast.
QUOTED = re.compile(
    r"[“\"‘'](?:(?<=“)(?P<double>[^“”]{2,300})”|(?<=“)(?P<unlike>[^“”\"]{2,300})\"(?!\w)"
    r"|(?<=\")(?P<mixed>[^“”\"]{2,300})”|(?<=\")(?P<straight>[^\"]{2,300})\""
    r"|(?<=(?<!\w)‘)(?P<single>(?:[^‘“”]|“[^‘“”]{1,120}”){2,300}?)’(?=[ ,.(]|$)"
    r"|(?<=(?<!\w)')(?P<plain>[^“”\"()]{2,200}?)'(?=[,.(]| [(0-9]|$))"
)


_UNKNOWN = PartialDate()


@lru_cache(maxsize=4096)  # documents cite the same again and again
def read_inline(
    text: str, before: Reading | None, known: frozenset[str] = frozenset()
) -> Sequence[Reading]:
    """Return the citations that a stretch of a parenthesis consists of.

    A bare date or year belongs to whom `before` names, the citation before it. `known` are
    acronyms that the document spells out.
    """
    whole = text
    bare = without_glosses(without_afterwords(text))
    if bare != text and len(found := read_inline(bare, before, known)) == 1:
        return (found[0]._replace(end=len(text)),)
    text = without_access(text)
    if text[-1:] in ")]\n":
        text = _ASIDE.sub("", text, count=1)
    if len(text) < 4:
        return ()
    if quoted := QUOTED.search(text):
        reading = _read_quoted(text, quoted, is_news=True)
        if reading and reading.form == "short":
            is_named = is_author(reading.author) and is_title(reading.title)
            reading = reading._replace(confidence=DOUBTFUL) if is_named else None
        return (reading,) if reading else ()
    if whole_one := read_testimony(text) or read_symbol(text):
        return (whole_one,)
    if before and (same := _SAME_DAY.fullmatch(text)) and is_publisher(same["named"]):
        return (Reading("full", 0, len(text), same["named"], date=before.date, confidence=0.9),)
    found = _read_dated(text, before.publisher if before else "") or _read_numbered(text)
    found = found or read_author_years(text, before.author if before else "", known)
    if not found and (
        reading := _read_titled(text) or _read_undated(whole) or _read_after_date(text)
    ):
        found = [reading]
    return tuple(found)


_SAME_DAY = re.compile(r"(?P<named>[^,;]{2,80}), (?:on )?(?:the )?same (?:day|date)")
_UNDATED = re.compile(
    r"(?P<named>[^0-9,;]{2,100}), "
    r"(?:n\.d\.?|undated|no date|(?:last )?accessed|retrieved)(?: .{3,40})?"
)


def _read_undated(text: str) -> Reading | None:
    """Read "Publisher, n.d." and "Publisher, accessed May 2, 2020"."""
    match = _UNDATED.fullmatch(text)
    if not match or not is_publisher(match["named"]):
        return None
    return Reading("full", 0, len(text), match["named"], confidence=0.9)


@lru_cache(maxsize=4096)
def read_whole(text: str) -> Reading | None:
    """Return the full reference or short form that a stretch of a note is."""
    bare = without_glosses(text)
    if bare != text and (reading := _read_bare(bare)) and reading.end == len(bare):
        return reading._replace(end=len(text))
    return _read_bare(text)


def _read_bare(text: str) -> Reading | None:
    """Return what a stretch of a note is that has no glosses, or whose glosses are no glosses."""
    reading = read_pointer(text)
    if not reading and (quoted := QUOTED.search(text)):
        reading = _read_quoted(text, quoted)
    reading = reading or read_symbol(text) or read_held(text) or _read_unquoted(text)
    if reading:
        return reading
    bare, _ = without_address(text)
    bare = without_editors(bare)
    if parts := read_parts(bare) or read_testimony(bare) or read_legal(bare):
        return parts._replace(end=len(text))
    if len(dated := _read_dated(bare, "")) == 1:
        return dated[0]._replace(end=len(text)) if len(bare) < len(text) else dated[0]
    if entry := read_entry(text):
        return entry
    if len(years := read_author_years(text, "")) == 1:
        return years[0]._replace(form="short")
    return _read_short_title(text)


_BETWEEN = re.compile(r"[ \u00a0,]{0,3}(?:(?:and|&) )?")


def _read_dated(text: str, publisher: str) -> list[Reading]:
    """Read "Publisher, date" once or more; a bare date has the publisher before it."""
    found: list[Reading] = []
    if text[-1:] in ")]" and " via " not in text:
        return found  # neither a date nor a page ends so
    cursor, author = 0, ""
    for match in DATED.finditer(text):
        between = _BETWEEN.match(text, cursor)
        start = between.end() if between else cursor
        named, page = _publisher_before(text[start : match.start()])
        named, title = split_paper(named)
        date = read_gapped_date(match[0])
        if date is None or not (named or publisher):
            return []
        confidence = 1.0
        if named:
            if not is_publisher(named):
                return []
            if not text[: match.start()].rstrip().endswith(","):
                confidence = 0.9
            author, publisher = _issuer(named) if title else _split_author(named)
            if "," in publisher:
                confidence = 0.8
        elif found and text[start : match.start()].strip(" ,"):
            cursor = match.end()  # "May 2, 2020, updated May 3, 2020"
            found[-1] = found[-1]._replace(end=cursor)
            continue
        else:
            start = match.start()
        found.append(
            Reading("full", start, match.end(), publisher, author, title, date, page, confidence)
        )
        cursor = match.end()
    if not found:
        return []
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


def _read_numbered(text: str) -> list[Reading]:
    """Read a paper or an issue by its number and year, of which the number may look like a year."""
    match = _NUMBERED.fullmatch(text)
    if not match or not FIGURE.search(match["named"]):
        return []
    issuer, title = split_paper(match["named"])
    if not title:
        issuer = without_volume(issuer)
    if FIGURE.search(issuer) or not is_publisher(issuer) or issuer == match["named"]:
        return []
    date = PartialDate(int(match["year"]))
    return [Reading("full", 0, len(text), issuer, "", title, date, read_pages(match), 0.9)]


def _read_after_date(text: str) -> Reading | None:
    """Read "2 May 2020, Publisher"; doubtful where no word tells that the name is a publisher's."""
    match = DATED.match(text)
    named = text[match.end() :].removeprefix(", ") if match else ""
    date = read_gapped_date(match[0]) if match else None
    if not date or not date.day or not named[:1].isalpha() or not is_publisher(named):
        return None
    publisher = without_place(named)
    words = publisher.lower().split()
    is_told = is_body(publisher) or head_kind(words) or " ".join(words) in gazetteer.KNOWN_ACTORS
    confidence = 0.9 if is_told else DOUBTFUL
    return Reading("full", 0, len(text), publisher, date=date, confidence=confidence)


_TIME_LAST = re.compile(r",? (?:at )?[0-2]?[0-9][:.][0-5][0-9] ?(?:[ap]\.?m\.?|GMT|UTC)$")
# "Reuters, May 2, 2020, via Daily Lamp": by which way it came.
_ROUTE = re.compile(r",? via [^\d]{2,60}$")
_CITED_IN = re.compile(r".{2,60}?,? (?:as )?(?:quoted|cited|reported|reprinted) (?:in|by) ")
_VIA = re.compile(r",? via .{2,60}$")
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
    named = without_volume(named)
    return _VIA.sub("", named) if " via " in named else named, page


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
    first, comma, rest = named.partition(", ")
    is_pair = comma and "," not in rest and " " in first and is_author(first)
    if first.startswith("@") and " " not in first and (is_publisher(rest) or rest == "X"):
        return first, rest
    if is_pair and not is_body(first) and not is_place(rest):
        return first, rest
    return "", without_place(named)


def _read_quoted(text: str, match: re.Match[str], *, is_news: bool = False) -> Reading | None:
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
    imprint = imprint or _read_addressed(rest)
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
    if not (publisher or author):
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


_SENTENCE = re.compile(r"[a-z]{3}[.?!] [A-Z]|[;“”\"]")


# "Webster, T. (2021)", "Webster 2021" or "Daily Lamp, May 2, 2020" before a title.
_DATED_HEAD = re.compile(
    rf"(?P<named>[^“”\"]{{2,120}}?)(?:,|(?<=\w\w)\.)? \(?(?P<date>{DATE}|{YEAR})[a-z]?\)?[,.:]?"
)
_FULL_STOP = re.compile(r"(?<!\bal)(?<!\beds)(?<!\bed)(?<=\w\w)\.$")


def _read_unquoted(text: str) -> Reading | None:
    """Read "Author, Title, pg. 111, (Publisher, date)" with the title unmarked."""
    end = len(text)
    text, _ = without_address(text)
    editors = editors_before_title(text)
    text = without_editors(text)
    match = PARENTHESIS.fullmatch(text) if "(" in text else None
    if not match:
        return _read_open(text, end)
    head = match["before"].strip(" ,")
    page = pages_last(head)
    head = without_edition(head[: page.start()] if page else head)
    if editors and is_author(editors):
        author, title = editors, head[len(editors) :].lstrip(" ,")
    else:
        author, title = _split_title(head)
    title = without_helpers(title)
    if not title or not (is_author(author) or is_body(author)):
        return None
    published = read_published(match["inside"])
    locator = read_locator(match["after"])
    if published is None or locator is None:
        return None
    locator = locator or (read_pages(page) if page else "")
    is_capitalised = is_title(title) or bool(title[:1].isupper() and _FOREIGN.search(title))
    if is_body(author) and is_publisher(author) and is_capitalised:
        publisher = published[0] or author
        return Reading("full", 0, end, publisher, author, title, published[1], locator, 0.9)
    if " " not in author or is_body(author):
        return None
    # A title in small letters is believed where a place and a publisher stand after it, or where
    # its small words are of a language that writes titles so.
    is_foreign = published[0] and not published[1].month and bool(_FOREIGN.search(title))
    if not (is_title(title) or ((": " in match["inside"] or is_foreign) and title[0].isupper())):
        return None
    confidence = 1.0 if published[0] else 0.7
    return Reading("full", 0, end, published[0], author, title, published[1], locator, confidence)


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
    author, title = _split_title(match["head"])
    if author.isupper() and ", " in title:  # "SAL, Ana, Low Tide"
        given, _, title = title.partition(", ")
        author = f"{given} {author}"
    quoted = QUOTED.match(title)
    title = quoted[quoted.lastgroup or 0].rstrip(",. ") if quoted else title
    if not title or " " not in author or is_body(author) or not is_author(author):
        return None
    if not title[0].isupper() or (publisher and not is_publisher(publisher)):
        return None
    date, pages = PartialDate(int(match["year"])), read_pages(match)
    return Reading("full", 0, end, publisher, author, title, date, pages, 0.9)


def _split_title(head: str) -> tuple[str, str]:
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


def _read_short_title(text: str) -> Reading | None:
    """Read "Surname, Short Title, 115" with the title unmarked."""
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


def _read_titled(text: str) -> Reading | None:
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
