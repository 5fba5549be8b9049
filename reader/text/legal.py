"""Legal sources: cases, statutes, and the documents that bodies know by a symbol."""

from __future__ import annotations

import re

from reader.text.dates import DATE, PartialDate
from reader.text.imprints import read_gapped_date
from reader.text.papers import ENACTMENT, SYMBOL
from reader.text.reference_parts import YEAR, Reading, is_place, is_publisher, read_locator

_PARTY = r"(?:R \([^()]{2,60}\)|[^\W\d_a-z][^,;:()\[\]0-9“”]{0,80}?)"
# "Okafor v. Minister of Works, 2014 (3) SA 12", "Okafor v Minister of Works [2014] OCA 12, para 4"
_CASE = re.compile(
    r"(?:(?:Joined )?Cases? [CTF]-?[0-9]{1,4}/[0-9]{2} )?"
    rf"(?P<title>{_PARTY} vs?\.? {_PARTY}),? (?P<report>[\[(0-9][^;“”]{{2,100}}?)"
    r"(?:, (?P<locator>(?:at |paras? |paras?\. |pp?\. ?|¶ ?|§ ?)[0-9][0-9, –-]{0,20})"
    r"| (?P<paragraph>\[[0-9]{1,4}\](?:[-–]\[[0-9]{1,4}\])?))?"
)
# "Council Directive (EC) 2001/29 on harbours [2001] OJ L167/10, art 5"
_OF_UNION = re.compile(
    r"(?P<title>(?:[A-Z]\w{2,20} ){0,3}(?:Directive|Regulation|Decision) (?:\(E[A-Z]{1,3}\) )?"
    r"(?:No )?[0-9]{2,4}/[0-9]{1,4}(?:/E[A-Z]{1,3})?)(?: (?:of|on) [^\[\]]{2,150})?"
    rf" \[(?P<year>{YEAR})\] OJ [A-Z] ?[0-9]{{1,4}}/[0-9]{{1,4}}(?:, (?P<rest>[^;]{{2,30}}))?"
)
_YEAR = re.compile(rf"(?<![\w/-]){YEAR}(?!\w)")
# "Harbour Act 1998, s. 12", "Harbour Act, 12 O.S.C. § 45 (1998)"
_STATUTE = re.compile(
    r"(?P<title>[^\W\d_a-z][\w’'()-]*(?: (?:\(?[^\W\d_a-z][\w’'()-]*|and|of|the|for|on|in)){0,9}"
    r" (?:Act|Code|Ordinance|Constitution|Regulations?|Statute|Decree|Directive))"
    rf"(?:,? \(?(?:No\. ?[0-9]{{1,4}} of )?(?P<year>{YEAR})\)?)?"
    r"(?P<rest>(?:, (?:[0-9]{1,3} [A-Z][\w. ]{1,20})? ?(?:ss?\.?|§§?|[Ss]ections?|[Aa]rts?\.?"
    r"|[Aa]rticles?|[Rr]egs?\.?) ?[0-9][\w.–-]{0,12}(?:\([0-9a-z]{1,4}\)){0,3}"
    r"(?:(?:, | and )[0-9][\w.–-]{0,8}){0,3})?)"
    rf"(?: \((?P<last>{YEAR})\))?"
)
_BY_SYMBOL = re.compile(
    r"(?:(?:(?P<issuer>UN|U\.N\.|United Nations|EU|OAS|OAU|AU) )?[Dd]oc(?:ument|s)?\.? )?"
    rf"(?P<symbol>{SYMBOL.pattern})(?:,? \(?(?P<date>{DATE}|{YEAR})\)?)?(?P<rest>, .{{1,40}})?"
)
# Of the principal organs of the United Nations and the treaties below it.
_ORGAN = re.compile(r"(?:S|A|E|ST|T|TD|DP|CRC|CCPR|CEDAW|CERD|CAT|FCCC|UNEP)/")
_RESOLUTION = re.compile(
    r"(?P<issuer>[A-Z]{2,8}|UN [A-Z]\w+(?: [A-Z]\w+)?) "
    r"(?P<title>Res(?:olution|\.)? [0-9][\w/()-]{0,14})"
    rf" \((?P<date>{DATE}|{YEAR})\)(?:,? (?:UN )?[Dd]oc\.? {SYMBOL.pattern})?(?P<rest>, .{{1,40}})?"
)


def read_legal(text: str) -> Reading | None:
    """Read a case or a statute; nobody is its author, and its name is the title.

    >>> read_legal("Okafor v. Minister of Works, 2014 (3) SA 12").title
    'Okafor v. Minister of Works'
    """
    if match := _CASE.fullmatch(text):
        years = _YEAR.findall(match["report"])
        if not years:
            return None
        locator = read_locator(match["locator"] or "") or match["paragraph"] or ""
        date = PartialDate(int(years[0]))
        return Reading("full", 0, len(text), "", "", match["title"], date, locator, 0.8)
    if match := _OF_UNION.fullmatch(text):
        date, locator = PartialDate(int(match["year"])), match["rest"] or ""
        return Reading("full", 0, len(text), "", "", match["title"], date, locator, 0.8)
    match = _STATUTE.fullmatch(text)
    year = match and (match["year"] or match["last"])
    if not match or not (year and (match["rest"] or match["year"])):
        return None
    locator = match["rest"].strip(" ,") if match["year"] else ""
    date = PartialDate(int(year or 0))
    return Reading("full", 0, len(text), "", "", match["title"], date, locator, 0.8)


_ENACTED = re.compile(rf"(?P<issuer>[^0-9;()]{{3,60}}), (?P<title>{ENACTMENT}) of (?P<year>{YEAR})")


def read_enactment(text: str) -> Reading | None:
    """Read what a state or a body enacted, by its number and year.

    >>> read_enactment("Iraq, Law No. 40 of 2016").title
    'Law No. 40'
    """
    match = _ENACTED.fullmatch(text) if " of " in text else None
    if not match or not (is_place(match["issuer"]) or is_publisher(match["issuer"])):
        return None
    date = PartialDate(int(match["year"]))
    return Reading("full", 0, len(text), match["issuer"], "", match["title"], date, "", 0.8)


def read_symbol(text: str) -> Reading | None:
    """Read a document by the symbol or the number that its issuer gave it.

    >>> read_symbol("UN Doc. S/2019/570, para. 12").title
    'S/2019/570'
    """
    match = _BY_SYMBOL.fullmatch(text) if "/" in text else None
    if match and (match["issuer"] or "oc" in text[:20] or _ORGAN.match(match["symbol"])):
        title = match["symbol"]
    elif match := _RESOLUTION.fullmatch(text):
        title = match["title"]
    else:
        return None
    locator = read_locator(match["rest"] or "")
    if locator is None:
        return None
    date = (read_gapped_date(match["date"]) if match["date"] else None) or PartialDate()
    return Reading("full", 0, len(text), match["issuer"] or "", "", title, date, locator, 0.9)
