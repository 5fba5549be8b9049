"""Works cited by surname and page, "(Kessel 5)", told by the list of works at a document's end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from reader.text.dates import PartialDate
from reader.text.folding import search_fold
from reader.text.imprints import read_pages
from reader.text.parts import ParsedBlock
from reader.text.reference_parts import LOCATOR, YEAR, Reading, is_author, is_body

_HEADING = re.compile(
    r"(?:\W|\d){0,6}(?:works (?:cited|consulted)|references|bibliography|(?:list of )?sources"
    r"|(?:recommended|further|suggested|selected) readings?|literature(?: cited)?|literatur"
    r"|bibliographie|bibliografía)(?:\W{0,3})",
    re.IGNORECASE,
)
_NUMBERS = r"[0-9]{1,4}(?:[-–][0-9]{1,4})?"
_CITED = re.compile(
    r"(?:(?:see|see also|cf\.|qtd\. in|quoted in) )?(?P<author>[^\W\d_][^0-9,;:()\[\]“”\"]{1,60}?)"
    rf" (?P<locator>{_NUMBERS}(?:, {_NUMBERS}){{0,5}})"
)
_FIRST = re.compile(r",? (?:and|&|et al\.?)(?: |$)|, ")
_OPENING = re.compile(r"[^\W\d_](?:[^,.;:()\d“”\"]|\.(?=[^\s])){1,60}")


def read_author_page(text: str, listed: Collection[str]) -> Reading | None:
    """Read "Kessel 5" and "Kessel and Sal 12-14" by whoever is listed.

    >>> read_author_page("Kessel and Sal 12-14", ["kessel"]).locator
    '12-14'
    """
    match = _CITED.fullmatch(text)
    if not match:
        return None
    author = match["author"]
    if search_fold(_FIRST.split(author, maxsplit=1)[0].strip()) not in listed:
        return None
    if not author[0].isupper() or not (is_author(author) or is_body(author)):
        return None
    return Reading("full", 0, len(text), "", author, locator=match["locator"], confidence=0.9)


def read_short(text: str, authors: Collection[str]) -> Reading | None:
    """Read "Kessel and Sal, p. 40" by an author of whom the document gives a work in full.

    >>> read_short("cf. Kessel and Sal, pp. 66, 71", ["kessel"]).locator
    '66, 71'
    """
    match = _SHORT.fullmatch(text)
    if match is None or not is_author(match["author"]):
        return None
    if surname_of(match["author"]) not in authors:
        return None
    locator = read_pages(match)
    return Reading("full", 0, len(text), "", match["author"], locator=locator, confidence=0.8)


_SHORT = re.compile(
    r"(?:(?:see|see also|cf\.|compare|also) )?(?P<author>[^\W\d_a-z][^0-9,;:()\[\]“”\"]{1,60})"
    rf", (?=pp?\.)(?P<locator>{LOCATOR})"
)


def surname_of(author: str) -> str:
    """Return the surname of the first of the authors, as search_fold writes it.

    >>> surname_of("Ida Kessel and Ana Sal")
    'kessel'
    """
    return search_fold(_FIRST.split(author, maxsplit=1)[0].strip()).rpartition(" ")[2]


def read_detached(text: str, start: int, end: int, listed: Collection[str]) -> Reading | None:
    """Read "(1999b: 17)" between start and end by the listed author whom the text names before.

    The nearest of those is taken who have a work of that year in the list.
    """
    match = _DETACHED.fullmatch(text, start, end)
    if match is None:
        return None
    year = f"{match['year']}{match['suffix'] or ''}"
    names = [name[0] for name in _SURNAME.finditer(text, max(0, start - _NAMED_WITHIN), start)]
    for name in reversed(names):
        author = name.removesuffix("’s").removesuffix("'s")
        for known in (author, author.rpartition(" ")[2]):
            if f"{search_fold(known)} {year}" in listed:
                date = PartialDate(int(match["year"]))
                locator = read_pages(match)
                return Reading(
                    "full", 0, end - start, "", known, "", date, locator, 0.8, "",
                    match["suffix"] or "",
                )  # fmt: skip
    return None


_NAMED_WITHIN = 400  # characters
_DETACHED = re.compile(
    rf"\((?P<year>{YEAR})(?P<suffix>[a-z])?(?: ?: ?|, ?(?!{YEAR}))(?P<locator>{LOCATOR})\)"
)
_SURNAME = re.compile(r"(?<!\w)(?:(?:van|von|de|der|la|al|el) ){0,2}[^\W\d_a-z][\w’'-]{1,30}")


def listed_works(blocks: Sequence[ParsedBlock]) -> frozenset[int]:
    """Return which blocks are entries of a list of works: those below its heading.

    A heading of a lower level parts the list, any other ends it.
    """
    found: set[int] = set()
    level = 0  # of the list's heading; 0 outside of one, 9 where it only looks like a heading
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            if not 0 < level < block.level or level == 9:
                level = block.level if _HEADING.fullmatch(block.text) else 0
        elif level:
            found.add(index)
        elif len(block.text) < 40 and _HEADING.fullmatch(block.text):
            level = 9
    return frozenset(found)


def listed_authors(entries: Iterable[str]) -> frozenset[str]:
    """Return how the entries of a list of works begin, with surnames and bodies; with years too.

    >>> sorted(listed_authors(["Kessel, I. (1999b). Low Tide. Sal: Lamp."]))
    ['kessel', 'kessel 1999b']
    """
    listed: set[str] = set()
    for text in entries:
        if opening := _OPENING.match(text):
            name = search_fold(opening[0].strip())
            listed.add(name)
            listed.update(f"{name} {year}" for year in _YEARS.findall(text[:_DATED_WITHIN]))
    return frozenset(listed)


_YEARS = re.compile(rf"(?<!\w){YEAR}[a-z]?(?!\w)")
_DATED_WITHIN = 400  # characters
