"""Names that are only part of a longer one: England in "Bank of England", Trump in "Ida Trump"."""

from __future__ import annotations

import re

from reader.text import cues, foreign, gazetteer
from reader.text.heads import HEADS
from reader.text.spans import Span

_WORD_BEFORE = re.compile(r"(?<![\w’'.-])([^\W\d_][\w’'-]{0,30}\.?) (?:(of|for) (?:the )?)?\Z")
_JOINING = frozenset(("of", "for"))
_WORD_AFTER = re.compile(r" ([^\W\d_][\w’'-]{1,30})")
# Bodies that are another actor than whom they have their name from.
_NAMED_AFTER = (
    cues.MEDIA_HEADS
    | cues.PUBLISHER_HEADS
    | frozenset(
        """bank university college school academy museum gallery library archive archives church
        club foundation institute hospital airport airlines airways air orchestra opera theatre
        festival street road avenue square hotel tower bridge stadium party voice company insurance
        oil petroleum chamber cup prize award medal society gulf sea bay strait straits cape
        isle""".split()
    )
)
# A band so called is another one: "Hezbollah Brigades"; with a number it is a part, "Brigade 18".
_OTHER_BANDS = frozenset(
    "brigade brigades battalion battalions army corps legion front regiment resistance".split()
)
_NUMBERED = re.compile(r" [^ ]{1,30} (?:[Nn]o\. ?)?[0-9IVX]+\b")
_ARABIC = re.compile(r"[ \u00a0][AaEe]l[-‑–]?[ \u00a0]?[^\W\d_a-z]")
_ALSO_GIVEN = gazetteer.GIVEN_NAMES | frozenset(
    "jordan israel chad georgia paris kenya india chelsea sydney austin dallas brooklyn".split()
)
# They open sentences, and no given name is spelt like them.
_OPENING = frozenset(
    """would could should neither nor unlike like then yet thus hence did does has had was were is
    are can may might must let without within because once twice even only just perhaps maybe and
    or but so for as at by in on of to from with while when where why who whom whose what which
    that this these those both all many most some few critics supporters allies opponents rivals
    asked told told only given under over since until after before if unless though although
    whether how here there now never always often again still meanwhile instead indeed although
    earlier later today yesterday tomorrow""".split()
)
_TIMES = (
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
).split()
_LEANINGS = "republican democrat democratic liberal labour tory conservative communist i".split()
_OWN = frozenset("administration government presidency cabinet era campaign family".split())
_FOREIGN_HEADS = frozenset(head.replace("'", "") for head in foreign.HEADS)
_NEAR_PEOPLE = (
    cues.TITLES | cues.TITLE_OPENERS | cues.OFFICES | cues.PERSON_NOUNS | cues.OPENERS | HEADS
    | cues.CONCEPT_HEADS | cues.PLACE_HEADS | gazetteer.COUNTRIES | gazetteer.PLACES
    | frozenset([*gazetteer.KNOWN_ACTORS, *_TIMES, *_LEANINGS])
)  # fmt: skip


def is_part_of_longer(text: str, span: Span, *, is_short: bool) -> bool:
    """Tell whether the name at span stands in a longer name that nobody has entered.

    With `is_short` it is but a family name or the like: then a given name before it, or the head
    noun of a body after it, makes another name of it.
    """
    start, end = span.start, span.end
    if start > 1 and text[start - 1] in " \u00a0" and not _follows_small(text, start):
        before = _plain(text[max(0, start - 45) : start])
        match = _WORD_BEFORE.search(before, _last_words(before))
        if match and match[1][0].isupper() and _goes_before(text, span, match, is_short=is_short):
            return True
    if text[end : end + 1] in (" ", "\u00a0") and text[end + 1 : end + 2].isupper():
        match = _WORD_AFTER.match(_plain(text[end : end + 40]))
        if match and _goes_after(text, span, match[1].lower(), is_short=is_short):
            return True
    return text[end : end + 3].lower() in _ARTICLES_AFTER and _goes_on_in_arabic(text, span)


def _plain(text: str) -> str:
    """Return text with one kind of apostrophe and of blank, of the same length."""
    if text.isascii():
        return text
    for variant in "’ʼ‘ʿ":
        text = text.replace(variant, "'")
    return text.replace("\u00a0", " ")


def is_within_place(text: str, span: Span) -> bool:
    """Tell whether a known place or state has the name at span for its last word: "La Paz"."""
    before = _plain(text[max(0, span.start - 45) : span.start])
    match = _WORD_BEFORE.search(before, _last_words(before))
    if match is None or match[2] or not match[1][0].isupper():
        return False
    whole = f"{match[1]} {span.of(text)}".lower()
    return whole in gazetteer.COUNTRIES or whole in gazetteer.PLACES


_ARTICLES_AFTER = (" al", " el", "\u00a0al", "\u00a0el")


def _is_many_bands(name: str) -> bool:
    """Tell whether a name takes army and front as parts of itself: a state, a body, initials."""
    return (
        name in gazetteer.COUNTRIES
        or name in gazetteer.PLACES
        or name.rpartition(" ")[2] in HEADS
        or gazetteer.is_people(name)
    )


def _goes_on_in_arabic(text: str, span: Span) -> bool:
    """Tell whether an Arabic name goes on after this one: "Fatah" in "Fatah al-Islam"."""
    name = span.of(text)
    is_place = name.lower() in gazetteer.COUNTRIES or name.lower() in gazetteer.PLACES
    return _ARABIC.match(text, span.end) is not None and name.isalpha() and not is_place


def _last_words(before: str) -> int:
    """Return where the last few words of a text begin: a word and " of the "."""
    place = len(before)
    for _ in range(4):
        place = before.rfind(" ", 0, place)
        if place < 0:
            return 0
    return place + 1


def _follows_small(text: str, start: int) -> bool:
    """Tell whether the word before is in small letters and joins nothing; it is in most places."""
    blank = text.rfind(" ", max(0, start - 45), start - 1)
    word = text[blank + 1 : start - 1]
    if blank < 0 or not word.islower() or "\u00a0" in word:
        return False
    if word == "the":  # joins only after "of" or "for"
        return not text.endswith(("of", "for"), 0, blank)
    return word not in _JOINING


def _goes_before(text: str, span: Span, match: re.Match[str], *, is_short: bool) -> bool:
    word, joined, name = match[1].lower(), match[2], span.of(text).lower()
    if joined:
        return word in _NAMED_AFTER
    if word.replace("'", "") in _FOREIGN_HEADS or word == "new":
        return True
    whole = f"{word} {name}"
    if whole in gazetteer.COUNTRIES or whole in gazetteer.PLACES:
        return True
    if not is_short or " " in name or not word.isalpha() or word in _NEAR_PEOPLE:
        return False
    if match[1].isupper() or gazetteer.is_people(word) or word.endswith(("ist", "crat", "'s")):
        return False
    return word in gazetteer.GIVEN_NAMES or not (word in _OPENING or word.endswith("ly"))


def _goes_after(text: str, span: Span, word: str, *, is_short: bool) -> bool:
    name = span.of(text).lower()
    if word in _NAMED_AFTER or f"{name} {word}" in gazetteer.COUNTRIES:
        return True
    if word in _OTHER_BANDS and not span.of(text).isupper() and not _is_many_bands(name):
        return _NUMBERED.match(text, span.end) is None
    if is_short:
        return (word in HEADS or word in cues.PLACE_HEADS) and word not in _OWN
    if name in _ALSO_GIVEN:
        return word not in _NEAR_PEOPLE and not gazetteer.is_people(word)
    return False
