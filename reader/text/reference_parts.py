"""Parts of a reference judged by their shape: who wrote it, who published it, which page.

Nothing here knows a publisher by name. A word of a name is capitalised, a number, has no case, or
starts with the Arabic article; small words of English and European names may stand between.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.text.dates import MONTHS

YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_PAGE = r"(?:pp?\.?|pgs?\.?|pages?)"
_NUMBERS = r"[0-9]{1,5}(?:[-–][0-9]{1,5})?(?:, ?[0-9]{1,3}(?:[-–][0-9]{1,5})?){0,4}"
LOCATOR = (
    rf"(?:{_PAGE} ?{_NUMBERS}|(?:at |vol\.? ?|chap?\.? ?|paras?\.? ?|§§? ?|nos?\.? ?)?{_NUMBERS})"
)
PAGE_LOCATOR = rf"(?:{_PAGE}|vol\.|ch\.|chap\.|para\.|§) ?{_NUMBERS}"
_LABEL = re.compile(rf"(?:{_PAGE}|at) ?(?=[0-9])")
_LOCATOR = re.compile(LOCATOR)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_JOINING = _words("of the for and in on at to & de la le les del della di da do du des y e et")
# Small words by which a publication is told from its owner ("Telegram channel of the Lamp").
_MEDIA = frozenset(
    ["account", "agency", "blog", "channel", "magazine", "news", "newspaper", "page", "press",
     "radio", "release", "report", "service", "statement", "television", "video", "website"]
)  # fmt: skip
_NAME_JOINING = _words("de la le del della di da dos du van von der den bin bint ibn y e")
_ARTICLE = re.compile(r"(?:al|el|ul|il|as|ash|ad|ar|at|az|an)[-‑–]\w")
_MARKS = "“”‘’\"'.,:;!?()[]"

_TIMES = _words(
    "monday tuesday wednesday thursday friday saturday sunday "
    "spring summer autumn fall winter sept mid"
) | {name.lower() for month in MONTHS for name in (month, month[:3])}
# Words that open a remark or name an event, not the one who published.
_REMARKS = _TIMES | _words(
    """about accessed act after aged agenda also although amended appendix around article as at
    author authors battle because before between born both but by chapter circa decree died
    during early effective elected email emphasis established euro fig figure first founded
    from fy gdp he her his however in interview interviews isbn issn it its killed last late
    like map may more most no none not note of on only operation or originally over page part
    phase photo published q1 q2 q3 q4 reign released resolution retrieved section she siege
    since some specifically still such table that then there these they this those thus treaty
    until up updated version vision volume wave we when where while who windows with year"""
)
_EVENTS = _words(
    """accord accords act agreement amendment attack attacks bombing bombings campaign ceasefire
    championship championships coup cup decree election elections games invasion law massacre
    offensive olympics operation order protests raid referendum resolution revolution siege strike
    strikes summit treaty uprising war withdrawal"""
)
_BODIES = _words(
    """academy administration agency association authority bank broadcasting bulletin bureau center
    centre channel club command commission committee company congress corporation council daily
    department directorate embassy federation foundation fund gazette government group guardian
    herald house initiative institute institution international journal library magazine mail
    media ministry mission monitor museum network networks news newspaper office organisation
    organization post press programme project publishers quarterly radio register report review
    school secretariat service society star studies telegraph television times today tribune trust
    tv union university watch world"""
)
# A place before a year is a credit or a pointer ("US, 1994"), no publisher.
_PLACES = _words(
    """afghanistan africa albania algeria america angola argentina armenia asia australia austria
    azerbaijan bahrain bangladesh belarus belgium bolivia bosnia brazil britain bulgaria burma
    cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus czechoslovakia
    denmark ecuador egypt england eritrea estonia ethiopia eu europe finland france gaza georgia
    germany ghana greece guatemala haiti honduras hungary iceland india indonesia iran iraq
    ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos
    latvia lebanon liberia libya lithuania luxembourg macedonia malaysia mali malta mauritania
    mexico moldova mongolia montenegro morocco mozambique myanmar nepal netherlands nicaragua
    niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal
    qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain
    sudan sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkey turkmenistan
    uae uganda uk ukraine uruguay us usa ussr uzbekistan venezuela vietnam wales yemen yugoslavia
    zambia zimbabwe"""
)


@lru_cache(maxsize=8192)
def is_publisher(text: str) -> bool:
    """Tell whether text has the shape of a publication's, body's or person's name."""
    words = text.split()
    if not (2 <= len(text) <= 100 and 1 <= len(words) <= 14) or is_place(text):
        return False
    if _is_remark(words[0]) or words[-1].lower() in _JOINING or _bare(words[-1]) in _TIMES:
        return False
    if _is_event(words) or not any(char.isalpha() for char in text):
        return False
    if not (_is_name_word(words[0]) or words[0] == "the"):
        return False
    return all(_is_name_word(word) or word in _JOINING or word in _MEDIA for word in words)


@lru_cache(maxsize=8192)
def is_author(text: str) -> bool:
    """Tell whether text has the shape of one or more persons' names, surnames alone included."""
    if not 2 <= len(text) <= 160 or is_place(text):
        return False
    text = _ET_AL.sub("", text.strip(" ,"))
    names = [name.strip() for name in _BETWEEN_NAMES.split(text)]
    return len(names) <= 12 and all(_is_person(name) for name in names)


_ET_AL = re.compile(r",? (?:et al\.?|and others|\(?eds?\.?\)?)$")
_BETWEEN_NAMES = re.compile(r",? (?:and|&) |, ")


def _is_person(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or is_place(name) or _is_remark(words[0]) or _is_event(words):
        return False
    if any(char.isdigit() or char in ':@/“”"()[]?!' for char in name):
        return False
    if not _is_name_word(words[-1]):
        return False
    return all(_is_name_word(word) or word.lower() in _NAME_JOINING for word in words)


@lru_cache(maxsize=8192)
def is_body(text: str) -> bool:
    """Tell whether text names a body by a word such as Institute, or by capitals only."""
    words = [_bare(word) for word in text.split()]
    if any(word in _BODIES for word in words) or (len(words) > 3 and "of" in words):
        return True
    return len(words) == 1 and text.isupper() and text.isalpha()


def is_place(text: str) -> bool:
    """Tell whether text is a country or a part of the world and nothing else."""
    return _bare(text).replace(".", "") in _PLACES


@lru_cache(maxsize=8192)
def is_title(text: str) -> bool:
    """Tell whether text is capitalised as a title in English is."""
    words = [word.strip(_MARKS) for word in text.split()]
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    if not words or not words[0] or not _is_name_word(words[0]) or len(text) > 250:
        return False
    return sum(word[0].islower() for word in long) * 4 <= len(long)


def read_locator(text: str) -> str | None:
    """Return the pages or numbers that text as a whole gives, without "p."; "" for no text."""
    text = text.strip(" ,:.")
    if not text:
        return ""
    return _LABEL.sub("", text, count=1) if _LOCATOR.fullmatch(text) else None


def _is_remark(word: str) -> bool:
    word = _bare(word)
    return word in _REMARKS or _DASHES.split(word, maxsplit=1)[0] in _TIMES


_DASHES = re.compile(r"[-–]")


def _is_event(words: list[str]) -> bool:
    last = len(words) - (2 if len(words) > 1 and words[-1].isdigit() else 1)
    if _bare(words[last]) not in _EVENTS:
        return False
    # "Institute for the Study of War" is a body, "Security Council Resolution" is not.
    joining = next((index for index, word in enumerate(words) if word in _JOINING), 0)
    return not any(_bare(word) in _BODIES for word in words[:joining])


def _bare(word: str) -> str:
    return word.strip(_MARKS).lower()


def _is_name_word(word: str) -> bool:
    word = word.strip(_MARKS)
    if not word:
        return False
    if not word[0].islower():
        return word[0].isalnum() or word[0] in "@+#ʿʾ`"
    return bool(
        _ARTICLE.match(word) or any(char.isupper() for char in word) or "." in word.rstrip(".")
    )
