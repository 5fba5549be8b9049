"""Entries of fixed layouts: of a bibliography, an archive, an interview, a bare web address."""

from __future__ import annotations

import re

from reader.text import gazetteer
from reader.text.asides import DEGREE
from reader.text.dates import MONTH, PartialDate
from reader.text.imprints import (
    DATED,
    URL,
    find_address,
    read_gapped_date,
    without_access,
)
from reader.text.reference_parts import (
    YEAR,
    Reading,
    is_author,
    is_body,
    is_place,
    is_publisher,
    is_title,
    read_locator,
)
from reader.text.testimony import read_testimony

_LISTED_BY_YEAR = re.compile(
    rf"(?P<author>[^0-9()“”\"]{{3,200}}?)[.,]? (?:\(?(?P<year>{YEAR})(?P<suffix>[a-z])?"
    rf"(?:, (?P<day>{MONTH}(?: [0-3]?[0-9])?))?\)?|\((?P<dated>{DATED.pattern})\)"
    r"|\((?:n\.d\.|in press|forthcoming)\))[.,:] "
    r"[“\"‘]?(?P<title>[^.“”]{3,250}[.?!,]?)[”\"’]?,? (?P<rest>[^“”]{2,300})"
)
_LISTED = re.compile(
    r"(?P<author>[^\W\d_a-z][\w’'-]{1,30}, [^0-9.()“”\"]{2,80}(?: [A-Z]\.)?)\. "
    r"[“\"]?(?P<title>[^.“”]{3,250})[.,]?[”\"]? (?P<rest>[^“”]{2,200}?),? "
    rf"\(?(?P<year>{YEAR})\)?"
    r"(?::? ?(?P<locator>[0-9–-]{1,12}))?"
)
_AFTER_TITLE = re.compile(r"[”\"’]?(?: [(\[][^()\[\]]{2,20}[)\]])?$")
# "In B. Quist (Ed.), Low tide (pp. 12–30). Lamp House"
_IN_BOOK = re.compile(
    r"In .{3,200} \((?:[^()]{1,30}, )?pp?\. (?P<pages>[0-9]{1,5}[-–][0-9]{1,5})\)\. "
    r"(?P<rest>.{2,100})"
)
_INVERTED = re.compile(r"[^\W\d_a-z][\w’'-]{1,30}, [^\W\d_a-z]")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/\s:?#]{3,100})")
_AVAILABLE = re.compile(r"(?:[Aa]vailable|[Aa]ccessible|[Oo]nline)(?: at| from)?[:,]? ?")


def read_entry(text: str) -> Reading | None:
    """Read one of the layouts; None where text as a whole is none of them."""
    return _read_listed(text) or read_testimony(text, is_note=True) or _read_address(text)


# "Sal A, Quist B. Low tide. Lamp Review. 2016;12(3):4-9." (the Vancouver style of medicine)
VANCOUVER = re.compile(
    r"(?P<author>[^\W\d_a-z][\w’'-]{1,30} [A-Z]{1,3}(?:, [^\W\d_a-z][\w’'-]{1,30} [A-Z]{1,3}){0,8}"
    r"(?:, et al)?)\. (?P<title>[^.?!;]{5,300})[.?!] (?P<publisher>[^.;0-9]{2,100})\.? "
    rf"(?P<year>{YEAR})(?: [A-Z][a-z]{{2}}(?: [0-9]{{1,2}})?)?;[0-9]{{1,4}}(?:\([^()]{{1,10}}\))?"
    r":(?P<pages>e?[0-9]{1,6}(?:[-–][0-9]{1,6})?)\.?"
)
_PARTS_WITH_YEAR = re.compile(
    r"(?P<author>[^,0-9]{4,60}), (?P<title>[^,]{3,200}), "
    rf"(?P<names>[^,0-9]{{2,60}}(?:, [^,0-9]{{2,40}})?), (?P<year>{YEAR})"
    r"(?:, (?P<locator>[^;]{1,40}))?"
)


_THESIS = re.compile(rf", (?:unpublished )?{DEGREE}(?:dissertation|diss\.|thesis), ", re.IGNORECASE)


def read_vancouver(text: str) -> Reading | None:
    """Read a whole note in the Vancouver style, whose semicolon parts year and volume.

    >>> read_vancouver("Sal A, Quist B. Low tide. Lamp Review. 2016;12(3):4-9.").publisher
    'Lamp Review'
    """
    match = VANCOUVER.fullmatch(text)
    if not match or not is_publisher(match["publisher"]):
        return None
    return Reading(
        "full", 0, len(text.rstrip(".")), match["publisher"], match["author"], match["title"],
        PartialDate(int(match["year"])), match["pages"], 0.9,
    )  # fmt: skip


def read_parts(text: str) -> Reading | None:
    """Read "Author, Title, Publisher, Place, year, p. 4", where only commas part what it says."""
    match = _PARTS_WITH_YEAR.fullmatch(_THESIS.sub(", ", text))
    if not match or " " not in match["author"] or is_body(match["author"]):
        return None
    names = match["names"].split(", ")
    if is_place(names[0]) or names[0].lower() in gazetteer.PLACES:
        names.reverse()
    locator = read_locator(match["locator"] or "")
    if not (is_author(match["author"]) and is_title(match["title"]) and is_publisher(names[0])):
        return None
    if locator is None or is_place(names[0]) or is_body(match["title"]):
        return None
    return Reading(
        "full", 0, len(text), names[0], match["author"], match["title"],
        PartialDate(int(match["year"])), locator, 0.9 if len(names) == 2 else 0.8,
    )  # fmt: skip


def host_of(text: str) -> str:
    """Return the host of the first web address in text, without "www."; "" for no address."""
    address = find_address(text)
    host = _HOST.match(address[0].lstrip("<")) if address else None
    return host[1].rstrip(">.,)") if host and "." in host[1] else ""


def _read_listed(text: str) -> Reading | None:
    """Read "Sal, A. (2016). Low tide. River Review, 12(3), 4–6" and "Sal, Ana. Low Tide. …"."""
    if not _INVERTED.match(text):
        return None
    match = _LISTED_BY_YEAR.fullmatch(text) or _LISTED.fullmatch(text)
    if not match or not is_author(match["author"]):
        return None
    if not match["title"][0].isalpha():
        return None
    rest = URL.split(match["rest"], maxsplit=1)[0].strip(" ,.;")
    if chapter := _IN_BOOK.fullmatch(rest):
        rest = chapter["rest"]
    publisher = re.split(r"[,.] |[,.]$|, ?[0-9]| [0-9]", rest, maxsplit=1)[0].rpartition(": ")[2]
    if publisher and not is_publisher(publisher):
        publisher = ""
    suffix = match.groupdict().get("suffix") or ""
    is_visit = match.end("year") > len(without_access(text))  # "Retrieved 27 April 2017"
    parts = match.groupdict()
    said = match["year"] or parts.get("dated") or ""
    if day := parts.get("day"):
        said = f"{day}, {said}"
    date = (read_gapped_date(said) if said and not is_visit else None) or PartialDate()
    title = _AFTER_TITLE.sub("", match["title"].rstrip(".,"))
    return Reading(
        "full", 0, len(text), publisher, match["author"], title, date,
        chapter["pages"] if chapter else "", 0.9, suffix=suffix,
    )  # fmt: skip


def _read_address(text: str) -> Reading | None:
    """Read a web address, with whoever publishes there before it, and when it was visited."""
    match = find_address(text)
    host = host_of(text) if match else ""
    if not match or not host:
        return None
    named = _AVAILABLE.sub("", text[: match.start()]).strip(" ,:.<(")
    after = without_access(text[match.end() :]).strip(" ,.>()")
    if after and read_locator(after) is None and read_gapped_date(after) is None:
        return None
    if named and not (is_publisher(named) or is_title(named)):
        return None
    publisher = named if is_publisher(named) else host
    title = named if named and publisher == host else ""
    return Reading("full", 0, len(text), publisher, "", title, confidence=0.9)
