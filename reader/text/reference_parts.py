"""Parts of a reference judged by their shape: who wrote it, who published it, which page.

Nothing here knows a publisher by name. A word of a name is capitalised, a number, has no case, or
starts with the Arabic article; small words of English and European names may stand between.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import NamedTuple

from reader.text import gazetteer
from reader.text.dates import MONTHS, PartialDate

_UNKNOWN = PartialDate()
# How sure a short form is that is one only where something in the document fits it.
UNTOLD = 0.6

YEAR = r"(?:1[5-9]|20)[0-9]{2}"
FIGURE = re.compile(r"[0-9]")
_PAGE = r"(?:pp?\.?|pgs?\.?|pages?|[Ss]\.|págs?\.)"
_NUMBER = r"(?:[0-9]{1,5}(?:[rv](?!\w))?|[xvi][ivxl]{0,6}|[A-D][0-9]{1,2})"
_ONE = (
    rf"{_NUMBER}(?:[ \u00a0]?[-–][ \u00a0]?{_NUMBER})?"
    r"(?: ?(?:ff?\.?|(?:et )?s[eq]qq?\.?|sqq?\.?|(?:et|y) (?:suiv|ss)\.?|ss\.)(?!\w))?"
    r"(?:,? ?(?:nn?\.|n|notes?) ?[0-9]{1,3})?"
)
_NUMBERS = rf"{_ONE}(?:(?:, ?| and | & )[0-9]{{1,3}}(?:[-–][0-9]{{1,5}})?){{0,4}}"
_PART = (
    r"(?:at |[Vv]ols?\.? ?|[Bb]k\.? ?|[Cc]h(?:s|aps?|apters?)?\.? ?|[Pp]ara(?:s|graphs?)?\.? ?"
    r"|[Ss]ec(?:s|tions?)?\.? ?|§§? ?|¶¶? ?|cols?\.? ?|[Nn]os?\.? ?|[Pp]lates? |pls?\. ?|fols?\. ?"
    r"|[Ff]igs?\.? ?|[Ff]igures? |[Tt]ables? |[Aa]pp(?:endix)?\.? ?|nn?\. ?|fn\.? ?|[Nn]otes? "
    r"|[Aa]rt(?:icles?|s)?\.? ?|[Ll]ines? |ll?\. |[Vv]erses? |[Aa]nnex(?:es)? "
    r"|(?:Kindle )?[Ll]ocs?\.? |[Mm]aps? |[Ee]xhibit |[Tt]ab |mins?\. ?|[Bb]ox |[Ss]lides? "
    r"|[Pp]arts? |[Cc]lauses? |[Rr]ules? |Bd\. ?|Kap\. ?|Anm\. ?|Nr\. ?|H\. ?|Rn\. ?|[Tt]\. ?"
    r"|[Tt]om[eo] |[Cc]ap\. ?|núm\. ?)"
)
# "section 4.2", "Part II": numbers that no page has.
_INNER_NUMBER = r"(?:[0-9]{1,5}(?:\.[0-9]{1,3}){1,3}|[IVXL]{1,6}(?![\w.]))"
LOCATOR = (
    r"(?:passim|(?:[Aa]pp(?:endix|\.)|[Aa]nnex|[Ee]xhibit|[Tt]ab) [A-Z](?!\w)"
    rf"|{_PART}{_INNER_NUMBER}(?:[-–]{_INNER_NUMBER})?(?:, {_PAGE} ?{_NUMBERS})?"
    rf"|(?:esp\. )?(?:{_PAGE} ?{_NUMBERS}|{_PART}?{_NUMBERS}"
    rf"(?:[:,] ?(?:{_PAGE} ?|{_PART})?{_ONE}){{0,2}})"
    r"(?:, nos?\. ?[0-9]{1,4}|,? (?:and )?passim)?)"
)
PAGE_LOCATOR = rf"(?:{_PAGE}|vol\.|ch\.|chap\.|para\.|§) ?{_NUMBERS}"
# The signs that a locator may end with: most stretches end otherwise, and need no further look.
_LAST_OF_LOCATORS = frozenset(string.digits + string.ascii_uppercase + "rvxilfqm.\n")
_LABEL = re.compile(rf"\A(?:esp\. )?(?:(?:{_PAGE}|at) ?(?=[0-9xvi]|[A-D][0-9]))?")
_LOCATOR = re.compile(LOCATOR)


class Reading(NamedTuple):
    """What one reference says, and from where to where in its stretch.

    `form` is "full" or "short"; `refers` and `suffix` are as in FoundCitation.
    """

    form: str
    start: int
    end: int
    publisher: str = ""
    author: str = ""
    title: str = ""
    date: PartialDate = _UNKNOWN
    locator: str = ""
    confidence: float = 1.0
    refers: str = ""
    suffix: str = ""


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = word_set(
    "of the for and in on at to & de la le les del della di da do du des y e et i al el au aux "
    "das dos den det för für og och und van voor het à con por per sur em w z o u"
)
# Small words by which a publication is told from its owner ("Telegram channel of the Lamp").
_MEDIA = frozenset(
    ["account", "agency", "blog", "channel", "magazine", "news", "newspaper", "page", "press",
     "radio", "release", "report", "service", "statement", "television", "video", "website"]
)  # fmt: skip
_REGISTERS = word_set("register registers registry database cadastre gazette")
# What a register is kept of, in small letters: "Orun company register".
_KEPT = word_set(
    "business commercial company companies corporate court land maritime official procurement"
    " property public sanctions ship ships shipping trade vessel"
)
_NAME_JOINING = word_set("de la le del della di da dos du van von der den bin bint ibn y e")
_ARTICLE = re.compile(r"(?:al|el|ul|il|as|ash|ad|ar|at|az|an)[-‑–]\w")
_ENGLISH = word_set(
    """is was had has are be he it we you his her its our who why how as or but not nor so if by
    out off up own per may can did do get got set say now new old one two six ten all any few she
    they us me my am no yes war men man day ago too yet let saw led won end use via act law see"""
)
_MARKS = "“”‘’\"'.,:;!?()[]"

_SEASONS = word_set("spring summer autumn fall winter")
# A court, as its judgments are cited: "(S.D. Ohio Jan. 5, 2022)", "(2d Cir. 1999)".
_COURT = re.compile(
    r"(?:[NSEWCM]\.? ?)?D\. ?[A-Z]|[0-9A-Z][a-z0-9]{0,3}\.? Cir\.|.{0,20}\b(?:App|Ct|Ch)\.(?:,| |$)"
)
_TIMES = (
    _SEASONS
    | word_set("monday tuesday wednesday thursday friday saturday sunday weekend sept mid")
    | {name.lower() for month in MONTHS for name in (month, month[:3])}
)
# Words that open a remark or name an event, not the one who published.
REMARKS = _TIMES | word_set(
    """about accessed act after aged agenda also although amended appendix around article as at
    author authors battle because before between born both but by chapter circa decree died
    during early effective elected email emphasis established euro fig figure first founded
    from fy gdp he her his however in interview interviews isbn issn it its killed last late
    like map may more most no none not note of on only operation or originally over page part
    phase photo published q1 q2 q3 q4 reign released resolution retrieved section she siege
    since some specifically stand still such table that then there these they this those thus treaty
    until up updated version vision volume wave we when where while who windows with year
    ba brexit christmas covid easter eid episode expo ma mba md nowruz phd ramadan season series
    tel"""
)
_EVENTS = word_set(
    """accord accords act agreement amendment attack attacks bombing bombings campaign ceasefire
    championship championships coup cup decree election elections games invasion law massacre
    offensive olympics operation order protests raid referendum resolution revolution siege strike
    strikes summit treaty uprising war withdrawal award awards festival medal prize"""
)
_BODIES = word_set(
    """communications league company holdings capital industries airlines shipping
    academy administration agency archive archives association authority bank broadcasting
    bulletin bureau center centre channel club command commission committee company congress
    corporation council daily
    department directorate embassy federation foundation fund gazette government group guardian
    herald house initiative institute institution international journal library magazine mail
    media ministry mission monitor museum network networks news newspaper observatory office
    organisation organization post press programme project publishers quarterly radio register
    report review school secretariat service society star studies telegraph television times today
    tribune trust tv union university watch world"""
)
# A place before a date is a credit or a pointer ("US, 1994", "Mosul, June 2014"), no publisher.
_PLACES = (gazetteer.COUNTRIES | gazetteer.PLACES | {"eu", "czechoslovakia"}) - {
    "atlantic", "pacific", "mediterranean", "u.s", "u.k"
}  # fmt: skip
_FORMER = frozenset(["the", "north", "south", "east", "west", "northern", "southern", "eastern",
                     "western", "central", "upper", "lower"])  # fmt: skip
_FOREIGN_ARTICLES = frozenset(
    ["le", "la", "les", "el", "los", "il", "lo", "die", "der", "das", "de", "the"]
)


@lru_cache(maxsize=8192)
def is_publisher(text: str) -> bool:
    """Tell whether text has the shape of a publication's, body's or person's name."""
    words = text.split()
    if _COURT.match(text):
        return False
    if not (2 <= len(text) <= 100 and 1 <= len(words) <= 14) or is_place(text):
        return False
    if _is_remark(words[0]) or words[-1] in _JOINING or bare_word(words[-1]) in _TIMES:
        return False
    if _is_event(words) or not any(char.isalpha() for char in text):
        return False
    first = words[0].lower()
    if not (_is_name_word(words[0]) or (first in _FOREIGN_ARTICLES and len(words) > 1)):
        return False
    small = [word for word in words[1:] if not _is_name_word(word)]
    if first in _FOREIGN_ARTICLES - {"the"} and len(words) > 2 and small == words[-1:]:
        return small[0].isalpha()  # "Le Phare diplomatique"
    if bare_word(words[-1]) in _REGISTERS:
        small = [word for word in small if word not in _KEPT | _REGISTERS]
    return all(word in _JOINING or word in _MEDIA or _is_foreign(word) for word in small)


def _is_foreign(word: str) -> bool:
    """Tell whether a small word may join the words of a name in another language."""
    return word == "via" or (len(word) < 4 and word.isalpha() and word not in _ENGLISH)


@lru_cache(maxsize=8192)
def is_author(text: str) -> bool:
    """Tell whether text has the shape of one or more persons' names, surnames alone included."""
    if not 2 <= len(text) <= 160 or is_place(text) or _COURT.match(text):
        return False
    text = _ET_AL.sub("", text.strip(" ,"))
    names = [name.strip() for name in _BETWEEN_NAMES.split(text)]
    return len(names) <= 12 and all(_is_person(name) for name in names)


_ET_AL = re.compile(r",? (?:et al\.?|and (?:others|colleagues)|\(?eds?\.?\)?)$")
_BETWEEN_NAMES = re.compile(r",? (?:and|&|und|et|y) |, ")


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or is_place(name) or _is_remark(words[0]) or _is_event(words):
        return False
    if any(char.isdigit() or char in ':@/“”"()[]?!' for char in name):
        return False
    if not _is_name_word(words[-1]) or (len(words) > 1 and bare_word(words[-1]) in _SEASONS):
        return False
    return all(_is_name_word(word) or word.lower() in _NAME_JOINING for word in words)


@lru_cache(maxsize=8192)
def is_body(text: str) -> bool:
    """Tell whether text names a body by a word such as Institute, or by capitals only."""
    words = [bare_word(word) for word in text.split()]
    if any(word in _BODIES for word in words) or (len(words) > 3 and "of" in words):
        return True
    return words == ["united", "nations"] or (len(words) == 1 and text.isupper() and text.isalpha())


@lru_cache(maxsize=8192)
def is_place(text: str) -> bool:
    """Tell whether text is a country or a part of the world and nothing else."""
    *first, last = [bare_word(part.strip()) for part in text.split(",")]
    if first and last.replace(".", "") in ("dc", "tx", "ny", "ca", "va", "md"):
        last = first.pop()
    return all(_is_one_place(part) for part in (*first, last))


def _is_one_place(name: str) -> bool:
    if name in _PLACES or name.replace(".", "") in _PLACES:
        return True
    words = name.split()
    if len(words) < 2:
        return False
    if words[0] in _FORMER and " ".join(words[1:]) in _PLACES:
        return words[0] != "the" or len(words) > 2
    return words[0] in ("camp", "mount") and len(words) == 2 and words[1] not in _BODIES


def without_place(named: str) -> str:
    """Return the name of a publication without the place it comes from.

    >>> without_place("Daily Lamp, London"), without_place("Daily Lamp, Sunday Edition")
    ('Daily Lamp', 'Daily Lamp, Sunday Edition')
    """
    name, comma, place = named.partition(", ")
    return name if comma and is_place(place) and is_publisher(name) else named


@lru_cache(maxsize=8192)
def is_title(text: str) -> bool:
    """Tell whether text is capitalised as a title in English is."""
    words = [word.strip(_MARKS) for word in text.split()]
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    if not words or not words[0] or not _is_name_word(words[0]) or len(text) > 250:
        return False
    return sum(word[0].islower() for word in long) * 4 <= len(long)


def may_end_in_locator(text: str) -> bool:
    """Tell whether the last sign of text may be that of a page, a number or "passim"."""
    return text[-1:] in _LAST_OF_LOCATORS or text.endswith(" ss")


def read_locator(text: str) -> str | None:
    """Return the pages or numbers that text as a whole gives, without "p."; "" for no text."""
    text = text.strip(" ,:.")
    if not text:
        return ""
    if not (may_end_in_locator(text) and _LOCATOR.fullmatch(text)):
        return None
    return text if text[0].isdigit() else _LABEL.sub("", text, count=1)


def _is_remark(word: str) -> bool:
    if word.strip(_MARKS) == "WHO":
        return False
    word = bare_word(word)
    return word in REMARKS or _DASHES.split(word, maxsplit=1)[0] in _TIMES


_DASHES = re.compile(r"[-–]")


def _is_event(words: list[str]) -> bool:
    last = len(words) - (2 if len(words) > 1 and words[-1].isdigit() else 1)
    if bare_word(words[last]) not in _EVENTS:
        return False
    # "Institute for the Study of War" is a body, "Security Council Resolution" is not.
    joining = next((index for index, word in enumerate(words) if word in _JOINING), 0)
    return not any(bare_word(word) in _BODIES for word in words[:joining])


def bare_word(word: str) -> str:
    return word.strip(_MARKS).lower()


def _is_name_word(word: str) -> bool:
    word = word.strip(_MARKS)
    if not word:
        return False
    if not word[0].islower():
        return word[0].isalnum() or word[0] in "@+#ʿʾ`"
    return bool(
        _ARTICLE.match(word)
        or word[1:2].isdigit()
        or any(char.isupper() for char in word)
        or "." in word.rstrip(".")
    )
