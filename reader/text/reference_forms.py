"""The forms a reference takes when a stretch of text is one reference and nothing else.

Each function reads a whole stretch and answers None when any part of it is left over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text.archives import read_held
from reader.text.asides import without_afterwords, without_editors, without_glosses
from reader.text.author_years import DOUBTFUL, read_author_years
from reader.text.bluebook import read_bluebook
from reader.text.dated_news import read_after_date, read_dated, read_day_month, read_numbered
from reader.text.entries import read_entry, read_parts
from reader.text.imprints import without_access, without_address
from reader.text.legal import read_enactment, read_legal, read_symbol
from reader.text.pointers import read_pointer
from reader.text.quoted_works import QUOTED, read_quoted
from reader.text.reference_parts import Reading, is_author, is_body, is_publisher, is_title
from reader.text.testimony import read_testimony, read_told_before
from reader.text.unquoted_works import (
    read_about,
    read_after_colon,
    read_short_title,
    read_titled,
    read_unquoted,
)
from reader.text.unsigned_papers import read_unsigned

_ASIDE = re.compile(r" [(\[](?:in )?[A-Z][a-z]{2,12}[)\]]$")


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
        reading = read_quoted(text, quoted, is_news=True)
        if reading and reading.form == "short":
            is_named = is_author(reading.author) and is_title(reading.title)
            reading = reading._replace(confidence=DOUBTFUL) if is_named else None
        return (reading,) if reading else ()
    if whole_one := read_testimony(text) or read_symbol(text) or read_enactment(text):
        return (whole_one,)
    if before and (same := _SAME_DAY.fullmatch(text)) and is_publisher(same["named"]):
        return (Reading("full", 0, len(text), same["named"], date=before.date, confidence=0.9),)
    found = read_dated(text, before.publisher if before else "") or read_numbered(text)
    found = found or read_author_years(text, before.author if before else "", known)
    if not found and (
        reading := read_titled(text)
        or _read_undated(whole)
        or read_after_date(text)
        or read_day_month(text, before)
        or read_unsigned(text)
        or _read_in_law_or_archive(text)
    ):
        found = [reading]
    return tuple(found)


# „So“ in German, « so » in French; each sign gives way to one, so that places stay.
_FOREIGN_QUOTES = re.compile("[„«]([^„“”«»]{2,300})[“”»]")


def _read_in_law_or_archive(text: str) -> Reading | None:
    """Read a case by its report, a statute by its section, and a file by its archive.

    A case by its year alone, or an act by its name, is spoken of rather than cited.
    """
    if legal := read_legal(text):
        is_told = legal.locator or _REPORT.search(text, len(legal.title))
        return legal if is_told else None
    held = read_held(text)
    return held if held and is_body(held.publisher) else None


_REPORT = re.compile(r"[12][0-9]{3}[\])]? [^a-z]{0,12}[A-Z]|[0-9] [A-Z][\w.]{0,12} [0-9]")
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
    if "„" in text or "«" in text:
        text = _FOREIGN_QUOTES.sub(r"“\1”", text)
    bare = without_glosses(text)
    if bare != text:
        if legal := read_legal(text):  # "Harbours (Amendment) Act" is glossed by nothing
            return legal
        if (reading := _read_bare(bare)) and reading.end == len(bare):
            return reading._replace(end=len(text))
    if (said := without_afterwords(text)) != text:
        return read_whole(said)
    return _read_bare(text)


def _read_bare(text: str) -> Reading | None:
    """Return what a stretch of a note is that has no glosses, or whose glosses are no glosses."""
    reading = read_pointer(text) or read_bluebook(text)
    if not reading and (quoted := QUOTED.search(text)):
        reading = read_quoted(text, quoted)
    reading = reading or read_symbol(text) or read_held(text) or read_about(text)
    reading = reading or read_unquoted(text) or read_after_colon(text)
    if reading:
        return reading
    bare, _ = without_address(text)
    bare = without_editors(bare)
    if parts := (
        read_parts(bare) or read_testimony(bare) or read_legal(bare) or read_enactment(bare)
    ):
        return parts._replace(end=len(text))
    if len(dated := read_dated(bare, "")) == 1:
        return dated[0]._replace(end=len(text)) if len(bare) < len(text) else dated[0]
    if entry := read_entry(text):
        return entry
    if len(years := read_author_years(text, "")) == 1:
        return years[0]._replace(form="short")
    if told := read_told_before(text):
        return told
    if unsigned := read_unsigned(bare):
        return unsigned._replace(end=len(text))
    return read_short_title(text)
