"""Short forms that point back: "Ibid., 12", "Bell, op. cit., 12", "Bell (n 4) 12", "ebd."."""

from __future__ import annotations

import re

from reader.text.imprints import read_imprint
from reader.text.reference_parts import (
    LOCATOR,
    UNTOLD,
    Reading,
    is_author,
    is_body,
    is_publisher,
    is_title,
    read_locator,
)

# "[23]" and "s 12(2)", as lawyers have it.
_THERE = (
    rf"(?:[,:.]{{0,2}} ?(?:at )?(?P<locator>{LOCATOR}|\[[0-9]{{1,4}}\](?:[-–]\[[0-9]{{1,4}}\])?"
    r"|(?:ss?|arts?|regs?|paras?) [0-9]{1,4}(?:\([0-9a-z]{1,4}\)){0,3}))?"
)
_IBID = re.compile(
    r"(?:(?P<author>[^0-9,()“”\"]{2,60}), )?"
    rf"(?:ibid(?:em)?|ib|id(?:em)?|ebd|ebda|ebenda)\.?{_THERE}",
    re.I,
)
# "Ibid., where the harbour is drawn": what follows is no part of it.
_IBID_FIRST = re.compile(
    rf"(?:[Ii]bid(?:em)?|IBID|[Ee]bd|[Ee]benda|[Ii]d\.)\b\.?{_THERE}"
    r"(?=(?:[,;:.]| [-–—])? [(\[]?[a-z§“‘\"]|[,;] [A-Z]|\.? \()"
)
_CITED = (
    r"(?:(?P<head>[^0-9]{2,160}?),? )?"
    r"\(?(?:(?:op|loc|art|ob)\.? ?cit|a\. ?a\. ?O|(?:in )?work cited)\.?\)?"
    rf"(?:,? \(?(?:at )?(?:notes?|nn?\.?|fn\.?|Anm\.) ?(?P<note>[0-9]{{1,5}})\)?)?{_THERE}"
)
_OP_CIT = re.compile(_CITED, re.I)
# "op. cit. Harbour Lamp, Sept. 1987": journalists name the paper after it.
_CITED_FIRST = re.compile(r"(?:[Oo]p|[Ll]oc)\.? ?cit\.?,? (?P<said>[^\W\d_a-z].{2,150})")
# "Bell, op. cit., p. 12, lists them": what follows is no part of it.
_SAID_AFTER = r"(?=, (?-i:(?!(?:and|also|see|cf|citing|quoting|quoted|in|at)\b)[a-z]{2}))"
_OP_CIT_FIRST = re.compile(_CITED + _SAID_AFTER, re.I)
_NOTE = r"(?:(?:foot|end)?notes?|nn?\.?|fn\.?|Anm\.) ?"
_LABEL = r"(?:[0-9][\w-]{0,8}|[*†‡]{1,3})"
_NOTED = re.compile(r"[nesmNESMſ]\.? ?[0-9*†‡]")  # how the number of a note is led in
_BACK = r"(?:supra|above|cited(?: above| supra)?,?(?: in| at)?|(?:as )?in|wie|as cited in)"
_BEFORE = (
    r"(?:(?P<head>[^0-9()]{2,120}?),? )?"
    rf"(?:\(?(?:{_BACK}[,.]? )(?:at )?{_NOTE}(?P<after>{_LABEL})\)?"
    rf"|\(?{_NOTE}(?P<before>{_LABEL}),? (?:above|supra)\)?"
    rf"|\({_NOTE}(?P<inside>{_LABEL})\)"
    rf"|(?:notes?|n\.|nn\.|fn\.) ?(?P<bare>{_LABEL})(?=[,:])){_THERE}"
)
_SUPRA = re.compile(_BEFORE, re.I)
_SUPRA_FIRST = re.compile(_BEFORE + _SAID_AFTER, re.I)
_WAY = re.compile(
    rf"(?:as )?(?:in |at |wie )?(?:above|supra)?,? ?\(?{_NOTE}(?P<label>{_LABEL})\)?"
    rf"(?:,? (?:above|supra))?{_THERE}",
    re.I,
)
_QUOTED_LAST = re.compile(
    r"(?P<author>[^“”\"‘]{0,100}?),? ?[“\"‘](?P<title>[^“”\"]{2,200}?),?[”\"’]"
)


def read_pointer(text: str) -> Reading | None:
    """Return what a stretch that points back to a source says of it, None where it does not.

    `refers` of the answer is "ibid", "op. cit." or "note N".
    """
    # Most stretches are no pointer, and lack what one needs.
    low = text.lower()
    if low[:2] in ("ib", "id", "eb") or ", i" in low or ", eb" in low:
        match = _IBID.fullmatch(text)
        if match and (not match["author"] or is_author(match["author"])):
            return _reading(match, match["author"] or "", "", "ibid")
        if match := _IBID_FIRST.match(text):
            return _reading(match, "", "", "ibid")
    may_be_cited = "cit" in low or "a.o" in low or "a. o" in low
    if not may_be_cited and not _NOTED.search(text):
        return None
    if may_be_cited and (first := _CITED_FIRST.fullmatch(text)):
        return _read_cited_first(first)
    if may_be_cited and (match := _OP_CIT.fullmatch(text) or _OP_CIT_FIRST.match(text)):
        refers = f"note {match['note']}" if match["note"] else "op. cit."
    elif match := _SUPRA.fullmatch(text) or _SUPRA_FIRST.match(text):
        note = match["after"] or match["before"] or match["inside"] or match["bare"]
        refers = f"note {note}"
        head = (match["head"] or "").lower()
        if head in ("supra", "above"):
            return _reading(match, "", "", refers)
        if head == "as":
            return _read_way(text)
        is_told = match["head"] or (match["after"] and "supra" in match[0].lower())
        if not is_told or (match["bare"] and match["locator"] is None):
            return _read_way(text)
    else:
        return _read_way(text)
    if (named := _named(match["head"] or "")) is None:
        return None
    return _reading(match, *named, refers)


def _read_way(text: str) -> Reading | None:
    """Return the pointer to a note that names nobody: "note 4 above", "n. 12", "as n 5".

    It cites the source of that note only where it has one and no more, and so is doubtful.
    """
    match = _WAY.fullmatch(text)
    if not match:
        return None
    refers = f"note {match['label']}"
    return _reading(match, "", "", refers)._replace(confidence=UNTOLD)


def _read_cited_first(match: re.Match[str]) -> Reading | None:
    """Return the pointer to a paper that is named after "op. cit.", with its date."""
    imprint = read_imprint(match["said"])
    if not imprint or not imprint.publisher or not imprint.date:
        return None
    return Reading(
        "short", 0, match.end(), imprint.publisher, date=imprint.date, locator=imprint.locator,
        refers="op. cit.",
    )  # fmt: skip


def _reading(match: re.Match[str], author: str, title: str, refers: str) -> Reading:
    said = match["locator"] or ""
    locator = read_locator(said) or said
    end = match.end() if locator else len(match[0].rstrip(".,: "))
    return Reading("short", 0, end, author=author, title=title, locator=locator, refers=refers)


def _named(head: str) -> tuple[str, str] | None:
    """Return author and title that stand before a pointer; None where neither does."""
    head = head.strip(" ,")
    first, _, rest = head.partition(", ")
    is_pair = len(rest) > 3 and "," not in rest and " and " not in head and " & " not in head
    if is_pair and is_author(first) and not is_body(first) and rest[0].isupper():
        return first, rest  # two people would be joined by "and"
    if not head or is_author(head):
        return head, ""
    if quoted := _QUOTED_LAST.fullmatch(head):
        author, title = quoted["author"], quoted["title"]
        return (author, title) if not author or is_author(author) else None
    author, _, title = head.partition(", ")
    if title and is_author(author) and title[0].isupper():
        return author, title
    if is_body(head) and is_publisher(head):
        return head, ""
    if not title and is_title(head):
        return "", head
    return None
