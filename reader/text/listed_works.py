"""Works cited by surname and page, "(Kessel 5)", told by the list of works at a document's end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reader.text.folding import search_fold
from reader.text.reference_parts import Reading, is_author, is_body

_HEADING = re.compile(
    r"(?:\W|\d){0,6}(?:works (?:cited|consulted)|references|bibliography|(?:list of )?sources"
    r"|literature(?: cited)?|literatur|bibliographie|bibliografía)(?:\W{0,3})",
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


def listed_authors(blocks: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return how the entries of a document's lists of works begin: with surnames and bodies.

    Blocks are given as kind and text; a list begins below its heading.
    """
    return frozenset(_listed(blocks))


def _listed(blocks: Iterable[tuple[str, str]]) -> Iterator[str]:
    is_list = False
    for kind, text in blocks:
        if kind == "heading" or len(text) < 40:
            is_heading = _HEADING.fullmatch(text) is not None
            is_list = is_heading if kind == "heading" else (is_list or is_heading)
        elif is_list and (opening := _OPENING.match(text)):
            yield search_fold(opening[0].strip())
