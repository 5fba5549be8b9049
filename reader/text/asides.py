"""What a reference says beside who, what and when: how a work is had, of what its date is."""

from __future__ import annotations

import re

# "Lamp Review 3.1 (2008): 139-69. Jstor. Web. 20 Sept. 2011": how it was read, and when.
_MEDIUM_LAST = re.compile(
    r"(?:(?<=[.,)])|(?<=[0-9])) (?:[A-Z][A-Za-z-]{1,24}\. )?(?:Web|Print)\.?"
    r"(?: [0-3]?[0-9] [A-Z][a-z]{2,8}\.? [12][0-9]{3}\.?)?$"
)
# "Harbour Council, last modified March 18, 2013": of what the date is.
_DATE_OF = re.compile(
    r"(?:^|[ ,(]{1,2})(?:(?:last|first|date|page|originally) )?"
    r"(?:modified|updated|revised|reviewed|edited|posted|published|created|issued)"
    r"(?: (?:on|in))?:?$",
    re.IGNORECASE,
)
_DATED_WORDS = ("ed", "on", "in", "ed:")
# "“Title” (PDF). Harbour Office": in which form a work is had.
_FORM_FIRST = re.compile(r"^[ ,.]{0,2}[(\[](?:PDF|HTML|DOC|XLS|ZIP|video|audio|pdf)[)\]][,.]? ?")
# The numbers by which catalogues know a work.
_NUMBER = re.compile(
    r"[.,;]? ?\(?\b(?:Bibcode|ISBN|ISSN|OCLC|JSTOR|PMC|PMID|S2CID|LCCN|ASIN|arXiv|hdl|CiteSeerX)"
    r"(?:-1[03])?:? ?[0-9A-Za-z]"
)


def without_medium(text: str) -> str:
    """Return a reference without the words at its end that say how it was read, and when.

    >>> without_medium("Lamp Review 3.1 (2008): 139-69. Jstor. Web. 20 Sept. 2011.")
    'Lamp Review 3.1 (2008): 139-69.'
    """
    return _MEDIUM_LAST.sub("", text) if " Web" in text or " Print" in text else text


def without_kind_of_date(text: str) -> str:
    """Return what stands before a date without the words that say of what the date is.

    >>> without_kind_of_date("Harbour Council, last modified ")
    'Harbour Council'
    """
    text = text.rstrip()
    return _DATE_OF.sub("", text) if text.endswith(_DATED_WORDS) else text


def without_numbers(rest: str) -> str:
    """Return what follows a title without the form of the file and the numbers of catalogues.

    >>> without_numbers(" (PDF). Harbour Office, 2019. ISBN 0-00-000000-0")
    'Harbour Office, 2019'
    """
    rest = rest.strip(" ,.;")
    if rest[:1] in ("(", "["):
        rest = _FORM_FIRST.sub("", rest, count=1)
    number = _NUMBER.search(rest)
    return rest[: number.start()].rstrip(" ,.;") if number else rest
