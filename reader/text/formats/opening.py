"""The opening of a text: the lines around its title that say what it is, who wrote it and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from reader.text.formats.masthead import (
    MONTH,
    PUBLISHED,
    WEEKDAY,
    cut_date,
    date_line,
    is_caption,
    is_year,
    read_credits,
    read_labelled,
    split_names,
)

LONGEST = 300  # characters in a line over the text
_MOST = 8  # lines over the text, beside the title
_LOOSE = 3  # of them may stand between those that show what they are
_GENRES = (
    r"(?:(?:special|research|policy|issue|country|situation|field|news|review|original|opinion"
    r"|invited|working|discussion|conference|white|background|in-?depth|guest|peer.reviewed)[ -])?"
    r"(?:analys[ie]s|commentary|comment|report|brief(?:ing)?|paper|article|opinion|op-ed|essay"
    r"|interview|review|feature|explainer|backgrounder|dispatch|editorial|perspectives?|insights?"
    r"|publications?|investigations?|long ?reads?|case study|fact ?sheet|blog|news|research"
    r"|chronicle|column|memo|note|draft(?: for comment)?)"
)
_GENRE = re.compile(
    rf"{_GENRES}(?: (?:no\.? ?|series )?#?\d{{1,4}}(?:/\d{{1,4}})?)?:?", re.IGNORECASE
)
_SERIES = re.compile(
    r"\b(?:report|paper|brief(?:ing)?|memo|note|bulletin|monograph|dossier|series)s?"
    r",? (?:no\.? ?|number |#)?\d{1,4}\Z",
    re.IGNORECASE,
)
# "From the Harbour Review, No. 4, Spring 1996:"
_FROM = re.compile(
    r"(?:from|(?:first )?(?:published|printed) in|reprinted from|appeared in) [^.?!]{2,150}"
    r"(?:\b[Nn]o\. ?[^.?!]{1,60})?\b(?:1[6-9]|20)\d\d\)?[:.]?",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\d{1,3}[ -]?min(?:ute)?s?(?: read)?|(?:last )?(?:updated|modified|revised|accessed)\b.{0,60}"
    r"|copyright .{1,60}|©.{1,60}|doi:? ?\S{1,80}|https?://(?:dx\.)?doi\.org/\S{1,80}|\d{1,2}:\d\d.{0,12}",
    re.IGNORECASE,
)
_LOOSE_DATE = re.compile(
    rf"(?:{PUBLISHED})?(?:{WEEKDAY})?(?:"
    rf"(?:{MONTH}|spring|summer|autumn|fall|winter)(?:[/–-](?:{MONTH}|summer|autumn|fall|winter))?"
    r",? \d{4}|\d{1,2}[./]\d{1,2}[./]\d{2,4})",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|•·–—]\s*|\s{2,}|\n")
_NAMES = re.compile(r",? (?:and|und|et|y|&) |; ?|, ")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[.’'-](?=\w)){0,30}\.?")
_PARTICLES = frozenset(
    "al ap bin bint da das de del della den der di dos du el ibn la le st ten ter van von y zu"
    "".split()
)
_SECTIONS = frozenset(
    "about abstract acknowledgements afterword analysis appendix background case chapter"
    " conclusion conclusions context contents data definitions discussion early epilogue evidence"
    " executive figures final findings first foreword former further future general historical"
    " history implications importance introduction key last later lessons limits main method"
    " methodology methods new next notes old origins outlook overview part policy preface prologue"
    " question questions recommendations references results scope second section sources summary"
    " synopsis terms theory third two three four five timeline what when where who why how the a an"
    " is are was were will".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that stand somewhere in lower case; no one's name is among them."""
    words: set[str] = set()
    for text in texts:
        words.update(_WORD.findall(text))
    return frozenset(filter(str.islower, words))


def is_genre(text: str) -> bool:
    """Tell whether a line only says what kind of text this is: "Special Report", "Brief 12"."""
    return len(text) <= 60 and _GENRE.fullmatch(text.strip(" :")) is not None


def names_people(text: str, small: Set[str]) -> bool:
    """Tell whether a line looks like names of people, perhaps with where they work.

    `small` are the words that the text has in lower case.
    """
    first, *others = _NAMES.split(text.strip())
    if len(text) > 100 or text.isupper() or text[-1:] in ".?!:" or not _is_name(first, small):
        return False
    return all(_is_name(other, small) or other[:1].isupper() for other in others)


def _is_name(text: str, small: Set[str]) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or words[0].lower() in _PARTICLES:
        return False
    capitals = [word for word in words if word.lower() not in _PARTICLES]
    return len(capitals) >= 2 and all(
        _NAME.fullmatch(word)
        and word[0].isupper()
        and word.lower() not in _SECTIONS
        and word.strip(".").lower() not in small
        for word in capitals
    )


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else, whatever words lead up to it."""
    return bool(date_line(text) or _LOOSE_DATE.fullmatch(text.strip()))


def facts_over(text: str, small: Set[str] = frozenset()) -> dict[str, object]:
    """Return what lines over the text give for the front matter: labelled values, byline, date.

    `small` are the words that the text has in lower case; without them a bare name is none.
    """
    facts: dict[str, object] = {}
    for line in text.split("\n"):
        date = date_line(line) or cut_date(line)[1] or (line.strip() if is_year(line) else "")
        parted = _parted_facts(line, small) if small else {}
        facts = (read_labelled(line.strip()) or ({"date": date} if date else {})) | facts
        facts = parted | facts
    return facts


def _parted_facts(line: str, small: Set[str]) -> dict[str, object]:
    """Return the author and date of a line such as "May 3, 2019 · 5 min · Ada Marsh"."""
    parts = [part for part in _PARTS.split(line.strip()) if part] if len(line) <= LONGEST else []
    dates = [part for part in parts if is_date(part)]
    times = [part for part in parts if part not in dates and _TIMES.fullmatch(part)]
    names = [part for part in parts if part not in times and names_people(part, small)]
    if len(parts) < 2 or not (dates or times):
        return {}
    date = {"date": date_line(dates[0]) or dates[0]} if dates else {}
    return {"authors": split_names(names[0]), **date} if len(names) == 1 else {**date}


def is_over_text(text: str, small: Set[str] = frozenset()) -> bool:
    """Tell whether a line stands over a text by what it says: byline, date, kind, publication."""
    if len(text) > LONGEST:
        return False
    if read_labelled(text) or is_date(text) or is_genre(text) or read_credits(text):
        return True
    before, date = cut_date(text)
    if date and (is_genre(before) or _SERIES.search(before) or names_people(before, small)):
        return True
    parts = [part for part in _PARTS.split(text) if part]
    told = [part for part in parts if is_date(part) or is_genre(part) or _TIMES.fullmatch(part)]
    if told and len(told) * 2 >= len(parts):
        return True
    return bool(parts) and all(
        part in told or read_labelled(part) or names_people(part, small) for part in parts
    )


def lines_over_text(texts: Sequence[str], small: Set[str]) -> int:
    """Return how many of the texts after a title still stand over the text.

    The last of them shows by what it says that it does; those before it may be a subtitle. The
    texts are all of them: a year alone is a date where no other year stands alone.
    """
    count = loose = 0
    years = [place for place, text in enumerate(texts) if len(text) == 4 and is_year(text)]
    for place, text in enumerate(texts[:_MOST]):
        if len(text) > LONGEST or (place + 1 == len(texts) and not is_date(text)):
            break
        if is_over_text(text, small) or [place] == years or (
            text[-1:] in "*∗†" and names_people(text[:-1], small)
        ):  # fmt: skip
            count = place + 1  # a byline with a sign has a note on the author
        elif is_caption(text):
            continue
        else:
            loose += 1
            if loose > _LOOSE:
                break
    return count


def stands_before_title(text: str, after: str, small: Set[str] = frozenset()) -> bool:
    """Tell whether a first line is over the title: the kind of text, where it is from, or a few
    words in capitals."""
    if len(after) < 8 or len(after) > 250 or is_over_text(after):
        return False
    if is_genre(text) or is_date(text) or (len(text) <= 200 and _FROM.fullmatch(text)):
        return True
    is_loud = text.isupper() and not after.isupper() and len(text.split()) <= 4
    return is_loud and len(after.split()) > len(text.split()) and after[-1:] not in ".,;"
