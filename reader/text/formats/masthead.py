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
    "tags": "topics",
}
WANTED = {"authors": "author", "date": "date", "url": "address (URL)"}
_LISTS = ("authors", "topics")

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NAMES = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
_LABEL = re.compile(rf"(?:(?<=\A)|(?<=[ ,;|]))({_NAMES})\.?[ \t]?:(?!//)[ \t]?", re.IGNORECASE)
# Who did what, as magazines print it: "Words: Ada Marsh; Photos: Bo Finn".
_PICTURES = r"photo(?:graph)?s?|photography|pictures?|images?|illustrations?|research"
_WRITING = (
    r"(?:text|words?|story|writing|written|report(?:ing|age)?|interview|essay|analysis|article)"
    rf"(?:(?:,| and| &) (?:{_PICTURES}))?"
)
_OTHER_WORK = (
    rf"(?:{_PICTURES}|illustrated|graphics?|maps?|translat(?:ion|ed)|edit(?:ing|ed|or)|video|design"
    r"|fact[- ]check(?:ing|ed)?)"
)
_CREDITED = re.compile(
    rf"(?:(?P<writing>{_WRITING})|{_OTHER_WORK})(?: ?: ?| by )(?P<names>[^:;|]{{3,100}})",
    re.IGNORECASE,
)
_CREDITS_APART = re.compile(rf" ?[;|•·] ?|,? (?:and )?(?={_OTHER_WORK}(?: ?:| by ))", re.IGNORECASE)
_NAME = r"[^\W\d_a-z][^\s\d]{0,30}"
_PERSON = re.compile(rf"{_NAME}(?: (?:{_NAME}|al|bin|d[aeiu]|de[lnr]|la|v[ao]n|y)){{1,4}}")
_WITHIN_NAMES = frozenset(
    "and & al bin da de dei del della den der di do dos du e el la le y van von zu".split()
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_BYLINE = re.compile(
    r"(?:(?:written|words|story|text|report(?:ing)?|analysis|article|essay|commentary)\s)?by\s"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?,? \d{{4}}"
    r"|\d{4}-\d{2}(?:-\d{2})?"
)
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?),? "
_CLOCK = r"(?:,| at| -)? ?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?(?: \(?[a-z]{2,5}\)?)?"
# A day as sites print it: "Posted on Friday, May 3, 2019 at 4:05 PM", "May 3, 2019 Age: 2 years".
PUBLISHED = (
    r"(?:first |originally )?(?:published|posted|issued|released|received|accepted|dated?)"
    r"(?: online)?(?: on)?:? "
)
_DATED = (
    rf"(?:{PUBLISHED})?(?:{WEEKDAY})?(?P<date>{DATE.pattern})(?:{_CLOCK})?"
    r"(?:[,;|]? (?:age|updated|last updated|modified)\b.{0,60})?"
)
_DEED = re.compile(r"(?:posted|published|submitted) (?=by )", re.IGNORECASE)
# "Posted on March 4, 2021 by Ada Marsh", as blogs print it.
_POSTED = re.compile(
    rf"(?:posted|published|submitted)(?: on)? (?:{WEEKDAY})?(?P<date>{DATE.pattern}),? (?=by )",
    re.IGNORECASE,
)
_MINUTES = r"(?: ?[|•·–—,] ?\d{1,3}[ -]min(?:ute)?s?(?: read)?)?"
_DATE_LINE = re.compile(_DATED + _MINUTES, re.IGNORECASE)
_ENDS_DATED = re.compile(
    rf"(?P<before>.{{2,200}}?)(?:(?: ?[,|•·–—]| -|(?P<open> \()) ?| ){_DATED}(?(open)\)){_MINUTES}",
    re.IGNORECASE,
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
    r"(?:(?P<publication>[^:]{2,80}?)[,;|–-]? ?)??\b(?:Volume|Vol\.?):? ?(?P<volume>\d{1,4})"
    r"(?:[,;|–-]? ?(?:Issue|Number|No\.?):? ?(?P<issue>\d{1,4}))?"
    r"(?:,? \(?(?:spring|summer|autumn|fall|winter) \d{4}\)?)?\Z",
    re.IGNORECASE,
)
# What follows one of these is no day on which a text appeared.
_LATER = re.compile(
    r"\b(?:updated|modified|revised|accessed|retrieved|visited|corrected|until|expires):?\Z",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r" \([^()]{2,80}\)\Z")
_AND = re.compile(r",? and |[;,&]", re.IGNORECASE)
_BESIDE = re.compile(r" [|•·–—] ")


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
            meta[key] = split_names(value) if key in _LISTS else value
    return _read_numbered(str(meta.pop("publication", ""))) | meta


def _read_numbered(publication: str) -> dict[str, object]:
    """Read "The Bell, Vol. 2, No. 7" as a publication with its volume and issue."""
    match = _NUMBERED.match(publication)
    if match is None:
        return {"publication": publication} if publication else {}
    return {key: value for key, value in match.groupdict().items() if value}


def _read_byline(text: str) -> dict[str, object]:
    date = date_line(text)
    if date:
        return {"date": date}
    before, date = cut_date(text)
    if date:
        meta = read_labelled(_without_deed(before))
        return meta | {"date": date} if meta and "date" not in meta else {}
    if _NUMBERED.match(text):
        return _read_numbered(text)
    if credits := read_credits(text):
        return {"authors": credits[0]} if credits[0] else {}
    if posted := _POSTED.match(text) if len(text) <= 300 else None:
        by = _read_byline(text[posted.end() :])
        return by and {**by, "date": posted["date"]}
    match = _BYLINE.match(text)
    words = text.split()
    telling = [word for word in words[1:] if word not in _WITHIN_NAMES]
    capitals = sum(word[:1].isupper() for word in telling)
    names = 2 <= len(words) <= 14 and 0 < len(telling) * 2 <= capitals * 3
    if match and names and (text[-1] not in ".!?:" or len(words[-1]) <= 3):
        return {"authors": split_names(_BESIDE.split(text[match.end() :])[0])}
    return {}


def _without_deed(text: str) -> str:
    """Return "by Ada Marsh" for "Submitted by Ada Marsh on"."""
    return _DEED.sub("", text.strip()).removesuffix(" on")


def read_credits(text: str) -> tuple[list[str], ...]:
    """Return who wrote a text by a line that only credits people, () for any other line.

    >>> read_credits("Words: Ada Marsh; Photos: Bo Finn"), read_credits("Photos: Bo Finn")
    ((['Ada Marsh'],), ([],))
    """
    if len(text) > 200 or (":" not in text and " by " not in text):
        return ()
    text = text.strip()
    return _credited([text]) or _credited(_CREDITS_APART.split(text))


def _credited(parts: Sequence[str]) -> tuple[list[str], ...]:
    """Return who wrote a text by the parts of a line, () if one of them credits nobody."""
    authors: list[str] = []
    for part in parts:
        match = _CREDITED.fullmatch(part)
        names = split_names(match["names"]) if match else []
        if match is None or not all(_PERSON.fullmatch(name) for name in names):
            return ()
        authors += names if match["writing"] else []
    return (authors,)


def is_year(text: str) -> bool:
    """Tell whether a line is a year and nothing else."""
    return _YEAR.fullmatch(text.strip()) is not None


def date_line(text: str) -> str:
    """Return the date of a line that says when a text appeared and nothing else, or "".

    >>> date_line("Posted on Friday, May 3, 2019 at 4:05 PM")
    'May 3, 2019'
    """
    match = _DATE_LINE.fullmatch(text.strip()) if len(text) <= 160 else None
    return match["date"] if match else ""


def cut_date(text: str) -> tuple[str, str]:
    """Return what stands before the date that ends a line, and the date; ("", "") without one.

    >>> cut_date("By Ada Marsh | May 3, 2019 | 5 min read")
    ('By Ada Marsh', 'May 3, 2019')
    """
    match = _ENDS_DATED.fullmatch(text.strip()) if len(text) <= 300 else None
    if match is None or _LATER.search(match["before"]):
        return "", ""
    return match["before"].strip(" ,|"), match["date"]


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


_TORN_OFF = re.compile(
    r"[.,;–—|] ?(?:photo(?:graph)?|image|picture|source|credit)s?(?: by| credit)?:?\s*\Z",
    re.IGNORECASE,
)


def is_torn_caption(text: str) -> bool:
    """Tell whether a short line opens a credit in a parenthesis and never closes it."""
    if len(text) > 300:
        return False
    if text.count("(") <= text.count(")"):
        return _TORN_OFF.search(text) is not None
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


def split_names(value: str) -> list[str]:
    """Return the names of a byline, without where these people work."""
    value = _AFFILIATION.sub("", value)
    return [name.strip() for name in _AND.split(value) if name.strip()]
