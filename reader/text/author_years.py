"""Works cited by author and year: "Ostrander 2016, 111" and "Ostrander (2016) argues"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from reader.text import cues, gazetteer
from reader.text.dates import PartialDate
from reader.text.folding import search_fold
from reader.text.imprints import read_pages
from reader.text.papers import split_paper
from reader.text.reference_parts import (
    LOCATOR,
    YEAR,
    Reading,
    is_author,
    is_body,
    is_place,
    is_publisher,
    is_title,
)

# As likely the credit of a film or a record as a source: for the whole document to decide.
DOUBTFUL = 0.5

_YEARS = (
    rf"(?:\[[0-9]{{3,4}}\] ?|{YEAR}/)?(?P<year>{YEAR})(?P<suffix>[a-z])?(?: ?\[{YEAR}\])?(?!\w)"
)
_MORE = rf"(?P<more>(?:(?:, ?| and | & )(?:{YEAR}[a-z]?|(?(suffix)[b-z]|(?!)))(?![\w.])){{0,6}})"
_TAIL = rf"(?:(?:, ?| ?: ?| (?=§))(?P<locator>{LOCATOR})(?!\w))?"
_AUTHOR_YEAR = re.compile(
    r"(?P<author>[^0-9;:()\[\]“”\"]{2,100}?)(?P<comma>,?) \(?"
    rf"(?:{_YEARS}\)?{_MORE}|(?P<undated>n\.d\.?|in press|forthcoming|undated)){_TAIL}"
)
_NAME_ENDS = re.compile(r"[0-9;:()\[\]“”\"]")
_YEAR_BEGINS = frozenset("0123456789[")
_UNDATED = re.compile(r"n\.d|in press|forthcoming|undated")
_BARE_YEAR = re.compile(rf"(?P<year>{YEAR})(?P<suffix>[a-z])?{_TAIL}")
_ONE_MORE = re.compile(rf"(?P<year>{YEAR})(?P<suffix>[a-z])?|(?<!\w)(?P<letter>[b-z])(?![\w.])")
_NEXT = re.compile(
    r",? (?:(?:and|&|with|(?:as )?(?:cited|quoted) (?:in|by)|also|see|but|cf\.|pace|contra) ){0,2}"
)


# "(a like proposal in Bell 2017, 240)"
_REMARK = re.compile(r"[a-z][^0-9,;:.()]{2,80}? (?:in|by|see|from|than|to) (?=[^\Wa-z])")


# "(Sal, qtd. in Bell 2011, 4)": who said it is no author of the work.
_SAID_IN = re.compile(r"[^0-9;:()]{2,60}?,? (?:qtd\.|quoted|cited) (?:in|by) (?=[^\Wa-z])")


# "(as Sal, 1989 hoped)"
_AS_SAID = re.compile(rf"as (?P<said>[^0-9;:()]{{2,60}} \(?{YEAR}[a-z]?\)?),? [a-z]{{3,15}}")


def read_author_years(text: str, author: str, known: Collection[str] = ()) -> list[Reading]:
    """Read "Author 2016, 111", "Author 1990a, b" and several of them in a row.

    A bare year is one more work of `author`. `known` are acronyms that the document spells out.
    """
    if author and (match := _BARE_YEAR.fullmatch(text)):
        return [_of_year(match, "", author, locator=read_pages(match))]
    found: list[Reading] = []
    position = 0
    if hoped := _AS_SAID.fullmatch(text):
        one = read_author_years(hoped["said"], author, known)
        return [one[0]._replace(start=0, end=len(text))] if len(one) == 1 else []
    lead = _REMARK.match(text) or _SAID_IN.match(text)
    if lead and (read := read_author_years(text[lead.end() :], author, known)):
        is_exact = any(one.locator or one.suffix for one in read)
        return [
            one._replace(
                start=0 if at == 0 else one.start + lead.end(),
                end=one.end + lead.end(),
                confidence=one.confidence if is_exact else DOUBTFUL,
            )
            for at, one in enumerate(read)
        ]
    while position < len(text):
        match = _AUTHOR_YEAR.match(text, position) if _may_be_dated(text, position) else None
        if not match or not (read := _read_one(match, known)):
            return []
        found += read
        position = match.end()
        if position < len(text):
            following = _NEXT.match(text, position)
            if not following:
                return []
            position = following.end()
    return found


def _may_be_dated(text: str, start: int) -> bool:
    """Tell whether a year may end the name at start; most stretches have other signs first."""
    sign = _NAME_ENDS.search(text, start)
    if sign and (sign[0].isdigit() or text[sign.end() : sign.end() + 1] in _YEAR_BEGINS):
        return True
    return _UNDATED.search(text, start) is not None


def _read_one(match: re.Match[str], known: Collection[str]) -> list[Reading]:
    named = match["author"].strip()
    is_exact = bool(match["locator"] or match["suffix"] or match["more"] or match["undated"])
    issuer, title = split_paper(named)
    if not title and ", " in named:
        issuer, title = _split_body(named)
    publisher, author, confidence = _named(issuer, is_exact, known)
    if title and author:
        publisher, author = author, ""
    if not (publisher or author):
        return []
    if match["comma"] and not is_exact:
        if publisher and " " not in named and not title:
            # "(NRG, 1994)" is as likely a credit or a gloss as a source.
            if named not in known and named not in gazetteer.CITED_BODIES:
                return []
        elif author and _may_be_title(named):
            confidence = DOUBTFUL
    if match["undated"]:
        date = PartialDate()
        return [Reading("full", *match.span(), publisher, author, "", date, read_pages(match), 0.8)]
    if not match["more"]:
        return [_of_year(match, publisher, author, confidence, title, read_pages(match))]
    *others, last = _with_more(match, _of_year(match, publisher, author, confidence, title))
    return [*others, last._replace(end=match.end(), locator=read_pages(match))]


def _split_body(named: str) -> tuple[str, str]:
    """Return body and title of "World Bank, World Development Indicators"; else no title."""
    body, _, title = named.partition(", ")
    is_work = " " in title and "," not in title and is_title(title) and is_publisher(title)
    if is_work and is_body(body) and is_publisher(body) and not is_body(title):
        return body, title
    return named, ""


def _with_more(match: re.Match[str], first: Reading) -> list[Reading]:
    """Return the work of the first year and those of the years and letters in the group `more`."""
    if not match["more"]:
        return [first]
    found = [first._replace(end=match.start("more"))]
    for more in _ONE_MORE.finditer(match.string, match.start("more"), match.end("more")):
        one = _of_year(more, first.publisher, first.author, first.confidence)
        found.append(one if more["year"] else one._replace(date=first.date, suffix=more["letter"]))
    return found


def _named(named: str, is_exact: bool, known: Collection[str]) -> tuple[str, str, float]:
    """Return publisher, author and confidence for who stands before a year; empty for nobody."""
    if is_body(named) or named in known:
        return (named, "", 0.9) if is_publisher(named) else ("", "", 0.0)
    if is_author(named):
        return "", _EDITORS_LAST.sub("", named), 0.9
    if is_exact and "/" in named and is_author(named.replace("/", ", ")):
        return "", named, 0.9  # "Kast/Sal 2006, S. 4"
    if is_exact and named.istitle() and is_place(named) and named.lower() in gazetteer.PLACES:
        return "", named, 0.9  # "Berlin 1969, 118" is no city
    return "", "", 0.0


_EDITORS_LAST = re.compile(r",? eds?\.?$")


def _may_be_title(named: str) -> bool:
    """Tell whether one or two words with nothing else may as well be the title of a film."""
    words = named.split()
    if any(word in ("und", "et", "y") for word in words):
        return True  # "Sturm und Drang, 1776"
    if len(words) > 2 or any(word in ("and", "&") for word in words) or "," in named:
        return False
    first = words[0].lower()
    return first not in gazetteer.GIVEN_NAMES and first not in cues.PARTICLES and "-" not in first


def _of_year(
    match: re.Match[str], publisher: str, author: str, confidence: float = 0.9, title: str = "",
    locator: str = "",
) -> Reading:  # fmt: skip
    return Reading(
        "full", match.start(), match.end(), publisher, author, title, _year(match["year"] or ""),
        locator, confidence, "", match["suffix"] or "",
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _year(year: str) -> PartialDate:
    return PartialDate(int(year)) if year else PartialDate()


# A work named in its sentence

_AFTER_NAME = re.compile(
    rf"\((?:(?:{_YEARS}){_MORE}|(?:n\.d\.|in press|forthcoming)(?P<undated>)){_TAIL}\)"
)
_NAME = r"(?:(?:van|von|de|der|den|la|bin|ibn|al|el) ){0,2}(?:[AaEe]l-)?[^\W\d_a-z][\w’'-]{1,30}"
_NAMED_LAST = re.compile(
    rf"(?<![\w’'.-])(?P<name>{_NAME}(?: {_NAME}){{0,2}}"
    rf"(?:(?:, {_NAME}){{0,4}},? (?:and|&) {_NAME})?(?P<others>,? (?:et al\.?|and colleagues))?)"
    r"[’']? \Z"
)
_VERB = re.compile(
    r",? (?:(?:has|have|had|would|could|might|also|further|thus|therefore|first"
    r"|[a-z]{3,12}ly) ){0,2}"
    r"(?:argue|show|note|write|wrote|find|found|suggest|claim|point|describe|call|observe|contend"
    r"|maintain|demonstrate|identif|distinguish|define|see|saw|propose|conclude|report|estimate"
    r"|examine|explore|document|offer|trace|treat|consider|emphasi[sz]e|stress|explain|state|remind"
    r"|agree|disagree|insist|warn|compare|analy[sz]e|discuss|use|study|studies|studied|put|hold|held"
    r"|reject|challenge|recogni[sz]e|refer|criticis|criticiz|develop|theori|posit|assert|believe"
    r"|provide|present|reveal|list|count|cite|quote|date|speak|recount|record|summari|attribute"
    r"|set the|asks?\b|asked|adds?\b|added|contrast|draws?\b|drew|regard|gives?\b|gave"
    r"|took|take|make|made|says?\b|said|tells?\b|told|caution|highlight|think|thought|build|built)"
)
_LEADING = frozenset(
    "in see as while but following and by from with for if when although though since whereas"
    " after like unlike here both also compare cf both".split()
)
_CITING = re.compile(r"(?:^|[^\w])(?:by|see|following|from|with|in|to|cf\.|than|and) \Z", re.I)
_ARTICLE_LAST = re.compile(r"(?:^|[^\w])(?:the|an?|its|his|her|their) \Z", re.I)


def _follows_name(text: str, start: int) -> bool:
    """Tell whether a name may stand right before start, at least by the last word there."""
    if text[start - 1] != " ":
        return False
    word = text[text.rfind(" ", max(0, start - 90), start - 1) + 1 : start - 1].rstrip("'")
    return word.lower() != word or not word.isascii() or word in ("al", "al.", "colleagues")


def read_named(text: str, listed: Collection[str] = ()) -> Iterator[list[Reading]]:
    """Yield the works that a sentence names: "Ostrander (2016) argues", "Fenn et al. (2000a)".

    Several of one author, "Fenn (2000, 2003)", come together; the last ends before the parenthesis.
    `listed` are the authors of the list of works with their years: whoever is there is cited.
    """
    for match in _AFTER_NAME.finditer(text):
        start = match.start()
        base = max(0, start - 90)
        before = _NAMED_LAST.search(text[base:start]) if _follows_name(text, start) else None
        if before is None:
            continue
        name, at = before["name"], base + before.start("name")
        owns = name.endswith(("’s", "'s"))
        name = name[:-2] if owns else name
        first, _, rest = name.partition(" ")
        while rest and first.lower() in _LEADING:
            at, name = at + len(first) + 1, rest
            first, _, rest = name.partition(" ")
        if name.lower() in cues.OPENERS or is_place(name):
            continue
        body = is_body(name) and is_publisher(name)
        lead = text[max(0, at - 12) : at]
        if not (body or is_author(name)) or (_ARTICLE_LAST.search(lead) and not body):
            continue
        follows = _VERB.match(text, match.end()) is not None
        is_sure = bool(before["others"] or match["locator"] or match["suffix"] or owns)
        is_sure = is_sure or (bool(listed) and _is_listed(name, match, listed))
        if not (is_sure or follows or _CITING.search(lead)) or (body and not follows):
            continue
        confidence = 0.9 if is_sure or (follows and not _may_be_title(name)) else DOUBTFUL
        first = _of_year(match, name if body else "", "" if body else name, confidence)
        *others, last = _with_more(match, first._replace(start=at))
        end = match.end() - len(")") if others else match.end()
        yield [*others, last._replace(end=end, locator=read_pages(match))]


_FIRST_OF_SEVERAL = re.compile(r",? (?:and|&) |, ")


def _is_listed(name: str, match: re.Match[str], listed: Collection[str]) -> bool:
    """Tell whether the list of works has a work of the first of these authors and of that year."""
    year = f"{match['year'] or ''}{match['suffix'] or ''}"
    first = search_fold(_FIRST_OF_SEVERAL.split(name, maxsplit=1)[0])
    return any(f"{one} {year}" in listed for one in (first, first.rpartition(" ")[2]))
