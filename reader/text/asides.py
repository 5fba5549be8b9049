"""What a reference says beside who, what and when: how a work is had, of what its date is."""

from __future__ import annotations

import re

LANGUAGES = (
    "Arabic Persian Farsi Hebrew Turkish Kurdish Russian French German Spanish Chinese Urdu Pashto "
    "Ukrainian English Japanese Korean Portuguese Italian Polish Greek Armenian Georgian "
    "Azerbaijani Serbian Croatian Bosnian Bulgarian Romanian Hungarian Czech Slovak Slovene "
    "Albanian Macedonian Dutch Swedish Norwegian Danish Finnish Estonian Latvian Lithuanian "
    "Belarusian Catalan Latin "
    "Hindi Bengali Tamil Sinhala Thai Vietnamese Indonesian Malay Burmese Khmer Swahili Amharic "
    "Tigrinya Somali Uzbek Kazakh Dari"
).split()
# "Lamp Review 3.1 (2008): 139-69. Jstor. Web. 20 Sept. 2011": how it was read, and when.
_MEDIUM_LAST = re.compile(
    r"(?:(?<=[.,)])|(?<=[0-9])) (?:[A-Z][A-Za-z-]{1,24}\. )?(?:Web|Print)\.?"
    r"(?: [0-3]?[0-9] [A-Z][a-z]{2,8}\.? [12][0-9]{3}\.?)?$"
)
# "Harbour Council, last modified March 18, 2013": of what the date is.
_DATE_OF = re.compile(
    r"(?:^|[ ,(]{1,2})(?:(?:(?:last|first|date|page|originally) )?"
    r"(?:modified|updated|revised|reviewed|edited|posted|published|created|issued|aired)"
    r"(?: (?:on|in))?:?|early|late|print edition"
    rf"|in (?:{'|'.join(LANGUAGES)})|vom|v\.)$",
    re.IGNORECASE,
)
_DATED_WORDS = ("ed", "vom", " v.", "on", "in", "ed:", "early", "late", "edition", *LANGUAGES)
# "Dawn [Karachi]", "“Title” [in Arabic]", "Harbour Group (HG)": what a name or a title is glossed
# with. A quotation is passed over whole; a place in parentheses needs a date after it.
_GLOSS = re.compile(
    r"(?P<quoted>[“\"][^“”\"]{1,300}[”\"])|,? (?:\[(?![^\[\]]*[0-9]{2})[^\[\]“”\"]{2,60}\]"
    rf"|\((?:(?:in )?(?:{'|'.join(LANGUAGES)})|blog|podcast|video|audio|film|documentary|editorial"
    r"|op-ed|press release|@[\w.]{2,30})\)"
    r"|(?<=[a-z.] )\([A-Z]{2,8}\)"
    r"|[(\[](?:hereinafter|hereafter|henceforth)(?: as)?[ ,:]{1,2}[^()\[\]0-9]{2,60}[)\]]"
    r"|\((?:[0-9]{1,2}(?:st|nd|rd|th)|[Rr]ev(?:ised|\.)|[Ss]econd|[Tt]hird) ed(?:n|ition)?\.?\)"
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


def without_afterwords(text: str) -> str:
    """Return a citation without what is said of it after its date or page.

    >>> without_afterwords("Fenn 2016, for a review"), without_afterwords("Post, 3 May, citing Sal")
    ('Fenn 2016', 'Post, 3 May')
    """
    return _AFTERWORDS.sub("", text, count=1) if _MAY_SAY_MORE.search(text) else text


_MAY_SAY_MORE = re.compile(
    r", (?:citing|quoting|for|among|inter|with|and)\b|[0-9][a-z]?\)? (?:for|and|with) "
)
_AFTERWORDS = re.compile(
    r"(?<=[\w)]), (?:(?:citing|quoting) [^0-9;]{2,80}|among others|inter alia)$"
    r"|(?:(?<=[\w)]),|(?<=[0-9)])|(?<=[0-9][a-z])) (?:for (?:(?:an?|the|more|further) [a-z -]{3,60}"
    r"|details|discussion|examples)|with further references"
    r"|and (?:the )?accompanying (?:text|notes?)(?: [0-9–-]{1,9})?"
    r"|and (?:the )?(?:sources|literature|references|works)(?: cited)? there(?:in)?)$"
)


# "Journal of Rivers, vol. 3, no. 31", "Harbour Studies 22(3)": which part of a periodical.
_VOLUME_LAST = re.compile(
    r"(?:[.,]? \(?(?:vols?|nos?|n[º°]|nr|jg|bd|núm|issues?)\.? ?"
    r"[0-9]{1,6}(?:[-–/][0-9]{1,6})?\)?){1,3}$",
    re.I,
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
    text = text.rstrip(" ,")
    return _DATE_OF.sub("", text) if text.endswith(_DATED_WORDS) else text


# Not of "3rd ed.," or "rev. ed.,".
_EDITORS = re.compile(
    r"(?<!\dst)(?<!\dnd)(?<!\drd)(?<!\dth)(?<!rev\.),? (?:\(eds?\)"
    r"|\(?(?:[Ee]ds?\.|[Ee]ditors?|Hr?s?g\.|dirs?\.|coords?\.)\)?), "
)
# "Low Tide, trans. Bo Quist": who else had a hand in a work.
_HELPER_LAST = re.compile(
    r",? (?:(?:trans|transl|tr|ed)\.|(?:translated|edited|ed\.|trans\.)(?: and \w+)? by"
    r"|with (?:a |an )?(?:foreword|introduction|preface) by|foreword by) [^\W\d_a-z][^,;()]{3,60}$"
)


def without_editors(text: str) -> str:
    """Return text without the first "ed." or "(eds.)" that follows a name."""
    return _EDITORS.sub(", ", text, count=1) if _may_name_editors(text) else text


def editors_before_title(text: str) -> str:
    """Return what stands before the first "ed." or "(eds.)" in text, "" for none."""
    match = _EDITORS.search(text) if _may_name_editors(text) else None
    return text[: match.start()] if match else ""


def _may_name_editors(text: str) -> bool:
    return "ed" in text or "Ed" in text or "g.)" in text or "dir" in text or "coord" in text


def without_helpers(title: str) -> str:
    """Return a title without who translated or edited the work.

    >>> without_helpers("Low Tide, translated by Bo Quist")
    'Low Tide'
    """
    return _HELPER_LAST.sub("", title) if ", " in title else title


# "PhD diss., Orun University", "paper presented at the River Conference", "tweet, 3 May 2019",
# "Working Paper 12, Orun University": of what kind a work is, before its imprint.
DEGREE = r"(?:Ph\.? ?D\.?|M\.?A\.?|M\.?Sc\.?|M\.?Phil\.?|D\.?Phil\.?|doctoral|master[’']s) "
_KIND_FIRST = re.compile(
    rf"^(?:(?:unpublished )?(?:{DEGREE}(?:diss(?:ertation|\.)|thesis)"
    r"|(?:dissertation|thesis)(?=,))"
    r"|(?:conference )?(?:paper|talk|lecture|keynote|poster) (?:presented|given|delivered|read)"
    r" (?:at|to)(?: the)?"
    r"|(?:tweet|thread|(?:blog |Facebook |Telegram )?post|video|podcast|film|press release)(?=,)"
    r"|(?:YouTube )?video(?:, [0-9:]{3,8})?,? (?:posted|uploaded|published) by"
    r"|(?:[A-Z][\w-]{1,20} ){0,5}(?:Papers?|Reports?|Briefs?|Briefings?|Memos?|Series)"
    r"(?: [Nn]o\.?)? [0-9]{1,4}(?=, [^\W\d_]{4,} [^\W\d_]{3}))(?:,|:)? ",
    re.IGNORECASE,
)


def without_kind(rest: str) -> str:
    """Return what follows a title without the kind of the work that is said first.

    >>> without_kind("PhD dissertation, Orun University, 2011")
    'Orun University, 2011'
    """
    return _KIND_FIRST.sub("", rest, count=1)


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
