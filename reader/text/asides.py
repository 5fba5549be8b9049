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
    r"(?:^|[ ,(]{1,2})(?:(?:(?:last|first|date|page|originally) )?"
    r"(?:modified|updated|revised|reviewed|edited|posted|published|created|issued|aired)"
    r"(?: (?:on|in))?:?|early|late|print edition)$",
    re.IGNORECASE,
)
_DATED_WORDS = ("ed", "on", "in", "ed:", "early", "late")
LANGUAGES = (
    "Arabic Persian Farsi Hebrew Turkish Kurdish Russian French German Spanish Chinese Urdu Pashto "
    "Ukrainian English Japanese Korean Portuguese Italian Polish Greek Armenian"
).split()
# "Dawn [Karachi]", "“Title” [in Arabic]", "Harbour Group (HG)": what a name or a title is glossed
# with. A quotation is passed over whole; a place in parentheses needs a date after it.
_GLOSS = re.compile(
    r"(?P<quoted>[“\"][^“”\"]{1,300}[”\"])|,? (?:\[(?![^\[\]]*[0-9]{2})[^\[\]“”\"]{2,60}\]"
    rf"|\((?:(?:in )?(?:{'|'.join(LANGUAGES)})|blog|podcast|video|audio|film|documentary|editorial"
    r"|op-ed|press release|@[\w.]{2,30})\)"
    r"|(?<=[a-z] )\([A-Z]{2,8}\)"
    r"|(?<=[a-z] )\([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?\)"
    r"(?=,? (?:[0-3]?[0-9] [A-Z]|[A-Z][a-z]{2,8}\.? [0-9])))(?=[ ,.:;]|$)"
)
# "“Title” (PDF). Harbour Office": in which form a work is had.
_FORM_FIRST = re.compile(r"^[ ,.]{0,2}[(\[](?:PDF|HTML|DOC|XLS|ZIP|video|audio|pdf)[)\]][,.]? ?")
# The numbers by which catalogues know a work.
_NUMBER = re.compile(
    r"[.,;]? ?\(?\b(?:Bibcode|ISBN|ISSN|OCLC|JSTOR|PMC|PMID|S2CID|LCCN|ASIN|arXiv|hdl|CiteSeerX)"
    r"(?:-1[03])?:? ?[0-9A-Za-z]"
)


def without_glosses(text: str) -> str:
    """Return a reference without what glosses its names and titles in brackets.

    >>> without_glosses("“Low Tide” [in Arabic], Dawn (Karachi), 3 May 2019")
    '“Low Tide”, Dawn, 3 May 2019'

    Brackets within a quotation and around a year are left.
    """
    if "[" not in text and " (" not in text:
        return text
    return _GLOSS.sub(lambda match: match["quoted"] or "", text)


# "Journal of Rivers, vol. 3, no. 31", "Harbour Studies 22(3)": which part of a periodical.
_VOLUME_LAST = re.compile(
    r"(?:[.,]? \(?(?:vols?|nos?|nr|issues?)\.? ?[0-9]{1,6}(?:[-–/][0-9]{1,6})?\)?){1,3}$", re.I
)
_BARE_VOLUME_LAST = re.compile(
    r",? [0-9]{1,4}(?: ?\([0-9]{1,4}(?:[-–/][0-9]{1,4})?\)|[:./][0-9]{1,4})?$"
)
_PERIODICAL = re.compile(
    r"\b(?:journal|review|studies|quarterly|bulletin|annals|affairs|papers|proceedings|politics"
    r"|survey|research|transactions|yearbook|history|archiv|revue|zeitschrift|revista)\b",
    re.IGNORECASE,
)


def without_volume(name: str) -> str:
    """Return the name of a periodical without the number of a volume or an issue.

    >>> without_volume("Conflict Studies 22"), without_volume("Radio 4")
    ('Conflict Studies', 'Radio 4')
    """
    if not (name[-1:].isdigit() or name[-1:] == ")"):
        return name
    name = _VOLUME_LAST.sub("", name)
    return _BARE_VOLUME_LAST.sub("", name) if _PERIODICAL.search(name) else name


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
