"""Papers that lie in archives: which archive, and the file or box there."""

from __future__ import annotations

import re

from reader.text.dates import DATE, PartialDate
from reader.text.imprints import DATED_OR_YEAR, last_match, read_gapped_date, without_access
from reader.text.reference_parts import Reading, is_body, is_publisher, without_place

_ARCHIVE = re.compile(
    r"(?P<archive>[^\W\d_a-z][^0-9;():]{1,80}?)(?P<between>, |: | )"
    r"(?P<file>[A-Z]{1,6}[ -]?[0-9]{1,4}/[0-9][0-9/A-Z.-]{0,20})(?P<rest>(?:,|$).{0,200})"
)
# "State Archive of Varga, fond 12, opis 3", "River Archive, Box 12, Folder 3".
_PLACE_IN_ARCHIVE = (
    r"(?:[Ff]onds?|[Oo]pis[’']?|[Dd]elo|[Ll]ist|[Bb]ox|[Ff]older|[Ff]iles?|[Ss]eries"
    r"|[Rr]ecord [Gg]roup|[Cc]ollection|[Cc]arton|[Dd]ossier|[Rr]eel|[Bb]undle|[Ll]egajo|RG"
    r"|[Ff]\.|[Oo]p\.|[Dd]\.|[Ll]\.)"
    r" ?(?:no\. ?)?[0-9A-Z][\w/.-]{0,12}"
)
_HELD = re.compile(
    rf"(?P<archive>[^\W\d_a-z][^0-9,;()]{{3,80}}), (?P<file>{_PLACE_IN_ARCHIVE}"
    rf"(?:, {_PLACE_IN_ARCHIVE}){{0,5}})(?P<rest>(?:, .{{1,200}})?)"
)
_FILE = rf"(?:[A-Z]{{1,6}}[ -]?[0-9]{{1,4}}/[0-9][0-9/A-Z.-]{{0,20}}|{_PLACE_IN_ARCHIVE})"
_HELD_LAST = re.compile(
    rf"(?P<title>[^0-9;()]{{3,80}}), (?P<date>{DATE}), (?P<file>{_FILE}(?:, {_FILE}){{0,5}}), "
    r"(?:[^0-9;()]{2,80}, )?(?P<archive>[^0-9,;()]{3,80})"
)
_FILE_LAST = re.compile(
    rf"(?P<title>[^0-9;()]{{3,80}}), (?P<date>{DATE}), (?P<archive>[^0-9,;()]{{3,80}}), "
    rf"(?P<file>{_FILE}(?:, {_FILE}){{0,5}})"
)


def read_held(text: str) -> Reading | None:
    """Read what lies in an archive: its name, then the file, or the paper before both.

    >>> read_held("River Archive, Box 12, Folder 3, letter of 3 May 1919").title
    'Box 12, Folder 3'
    """
    if match := _HELD_LAST.fullmatch(text) or _FILE_LAST.fullmatch(text):
        if not is_publisher(match["archive"]):
            return None
        date = read_gapped_date(match["date"]) or PartialDate()
        title, file = match["title"], match["file"]
        return Reading("full", 0, len(text), match["archive"], "", title, date, file, 0.8)
    match = _HELD.fullmatch(text) or (_ARCHIVE.fullmatch(text) if "/" in text else None)
    if not match or not is_publisher(match["archive"]):
        return None
    if match.groupdict().get("between", ", ") != ", " and not is_body(match["archive"]):
        return None  # "TNA: FO 371/12345" names a body, "The boat A 12/3" none
    archive, date = without_place(match["archive"]), _date_in(match["rest"])
    return Reading("full", 0, len(text), archive, "", match["file"], date, "", 0.8)


def _date_in(text: str) -> PartialDate:
    match = last_match(DATED_OR_YEAR, without_access(text))
    return (read_gapped_date(match[0]) if match else None) or PartialDate()
