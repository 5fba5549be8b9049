"""What stands over a text: labelled lines, the byline, the date, and the credit of a picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.text.problems import Problem

# Each label as people write it, and the key of the front matter it fills.
LABELS = {
    "publication": "publication",
    "journal": "publication",
    "volume": "volume",
    "vol": "volume",
    "issue": "issue",
    "no": "issue",
    "number": "issue",
    "date": "date",
    "published": "date",
    "publication date": "date",
    "author": "authors",
    "authors": "authors",
    "by": "authors",
    "written by": "authors",
    "url": "url",
    "link": "url",
    "doi": "doi",
    "language": "language",
    "licence": "licence",
    "license": "licence",
    "topics": "topics",
    "keywords": "topics",
}
WANTED = {"authors": "author", "date": "date", "url": "address (URL)"}
_LISTS = ("authors", "topics")

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NAMES = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_LABEL = re.compile(rf"(?:(?<=\A)|(?<=[ ,;|]))({_NAMES})\.?[ \t]?:(?!//)[ \t]?", re.IGNORECASE)
_BYLINE = re.compile(r"[Bb](?:y|Y) (?=[^\W\d_])")
DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?,? \d{{4}}"
    r"|\d{4}-\d{2}(?:-\d{2})?"
)
_MAIL = re.compile(
    r"(from|to|cc|bcc|date|sent|subject|reply-to|organi[sz]ation|message-id|newsgroups|list)"
    r":[ \t]?(.{0,300})",
    re.IGNORECASE,
)
_CREDIT_WORD = re.compile(
    r"\b(?:source|sources|credit|credits|photo|photograph|photographer|image|picture|courtesy|via"
    r"|screenshot|illustration)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:figure|fig\.|table|plate|exhibit|box|photo|photograph|image|picture|map|chart|credit|caption|illustration)"
    r"(?: ?\d{1,3})?[ \t]?(?:[:.–—]|by\b|credit\b|courtesy\b)",
    re.IGNORECASE,
)
_CLOSED_CREDIT = re.compile(r"\(([^()]{1,120})\)[.]?\Z")
_NUMBERED = re.compile(
    r"(?P<publication>[^:]{2,80}?)[,;|–-]? ?\b(?:Volume|Vol\.?):? ?(?P<volume>\d{1,4})"
    r"(?:[,;|–-]? ?(?:Issue|Number|No\.?):? ?(?P<issue>\d{1,4}))?\Z",
    re.IGNORECASE,
)
_AND = re.compile(r",? and |[;,&]")


def read_labelled(text: str) -> dict[str, object]:
    """Read a line such as "Publication: The Bell Volume: 2" into front matter; {} for any other.

    Authors and topics come as lists, the rest as written.
    """
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() != 0:
        return _read_byline(text)
    meta: dict[str, object] = {}
    for match, following in zip(found, [*found[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)].strip(" ,;|")
        key = LABELS[match[1].lower()]
        if value and key not in meta:
            meta[key] = _names(value) if key in _LISTS else value
    return _read_numbered(str(meta.pop("publication", ""))) | meta


def _read_numbered(publication: str) -> dict[str, object]:
    """Read "The Bell, Vol. 2, No. 7" as a publication with its volume and issue."""
    match = _NUMBERED.match(publication)
    if match is None:
        return {"publication": publication} if publication else {}
    return {key: value for key, value in match.groupdict().items() if value}


def _read_byline(text: str) -> dict[str, object]:
    if DATE.fullmatch(text):
        return {"date": text}
    if _NUMBERED.match(text):
        return _read_numbered(text)
    match = _BYLINE.match(text)
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words[1:])
    names = 2 <= len(words) <= 14 and capitals * 3 >= len(words[1:]) * 2
    if match and names and (text[-1] not in ".!?:" or len(words[-1]) <= 3):
        return {"authors": _names(text[match.end() :])}
    return {}


def read_mail(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the fields that head a mail, names in lower case; none if it has no subject."""
    fields = []
    for line in lines:
        match = _MAIL.fullmatch(line)
        if match is None:
            break
        fields.append((match[1].lower(), match[2]))
    names = [name for name, _value in fields]
    is_mail = len(fields) >= 2 and names.count("subject") == 1 and dict(fields)["subject"]
    return fields if is_mail else []


def is_torn_caption(text: str) -> bool:
    """Tell whether a short line opens a credit in a parenthesis and never closes it."""
    if len(text) > 300 or text.count("(") <= text.count(")"):
        return False
    return _CREDIT_WORD.search(text, text.rfind("(")) is not None


def is_caption(text: str) -> bool:
    """Tell whether a short line is the caption or credit of a picture."""
    if len(text) > 300:
        return False
    if _CREDIT.match(text):
        return True
    closed = _CLOSED_CREDIT.search(text)
    return closed is not None and len(text) < 200 and _CREDIT_WORD.match(closed[1]) is not None


def absent_metadata(meta: Mapping[str, object]) -> list[Problem]:
    """Return one problem for each of author, date and address that the front matter lacks."""
    return [
        Problem(0, "metadata-absent", f"The file names no {name}.")
        for key, name in WANTED.items()
        if not meta.get(key) and not (key == "authors" and meta.get("author"))
    ]


def _names(value: str) -> list[str]:
    return [name.strip() for name in _AND.split(value) if name.strip()]
