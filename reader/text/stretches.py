"""The stretches of a text that may each be a reference: what brackets, semicolons, stops part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONGEST = 600  # of one reference, and of a parenthesis that cites


def enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the bracketed stretches, those inside others first.

    A stretch holds at most one level of brackets, so that each character is read at most twice.
    """
    opened: list[tuple[int, str, int]] = []
    for match in _BRACKET.finditer(text):
        sign = match[0]
        if sign in "([":
            opened.append((match.start(), sign, 0))
            continue
        if not opened or opened[-1][1] != ("(" if sign == ")" else "["):
            opened.clear()
            continue
        start, _, depth = opened.pop()
        if opened:
            outer = opened[-1]
            opened[-1] = (outer[0], outer[1], max(outer[2], depth + 1))
        if depth < 2 and match.end() - start <= LONGEST:
            yield start, match.end()


_BRACKET = re.compile(r"[()\[\]]")


# A sentence that opens with a lead begins a reference of its own.
_NEW_LEAD = re.compile(
    r"[.?!][”’\"]? (?=(?:See|Cf|But see|But cf|Compare|Also see|For (?:more|an?|the)|Quoted in"
    r"|Cited in|Contra|Following)\b)"
)


def stretches_of(text: str) -> Iterable[tuple[int, int]]:
    """Return the stretches of a note between semicolons and before leads such as "See also"."""
    stretches: Iterable[tuple[int, int]] = ((0, len(text)),)
    if ";" in text or _NEW_LEAD.search(text):
        stretches = _at_leads(text, split(text, 0, len(text)))
    return _after_access(text, stretches) if "etrieved" in text else stretches


# "Retrieved 2012-08-18. It adds that …": Wikipedia's templates end a source with its retrieval.
_RETRIEVED = re.compile(r"\bRetrieved (?:on )?[\w ,-]{6,24}\. (?=[^\Wa-z])")


def _after_access(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, cut where a remark follows the day of a retrieval."""
    for start, end in stretches:
        for match in _RETRIEVED.finditer(text, start, end):
            yield start, match.end()
            start = match.end()
        yield start, end


def _at_leads(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches, cut before the sentences that open with a lead."""
    for start, end in stretches:
        if _NEW_LEAD.search(text, start, end):
            for first, last in sentences(text, start, end):
                if first > start and _LEAD.match(text, first, last):
                    yield start, first
                    start = first
        yield start, end


_SEE = "see(?: also| generally| in particular| especially)?"
_TOLD = r"qtd\. quoted cited reported discussed described shown reproduced translated".split()
_LEADS = [
    *(f"{what} [^,;.]{{1,60}}, (?:see(?: also)?|cf\\.?)" for what in ("for", "on")),
    f"but {_SEE}", _SEE, r"but cf\.?",
    r"cf\.?(?: also)?", "so (?:already|too|also)", r"e\.g\.", r"i\.e\.", r"i\.a\.", "inter alia",
    "also", "and", "as in", "compare", "for (?:example|instance)", "for more", "thus", "notably",
    "among others", "in particular", "especially", r"esp\.", "quoting", "citing",
    *(f"{told} (?:in|by)" for told in _TOLD), f"as (?:{'|'.join(_TOLD)}) (?:in|by)",
    "sources?", "contra", "pace", "following", "adapted from", "based on", "data(?: from|(?=:))",
    "according to", "originally", r"vgl\.?(?: auch)?", r"z\. ?B\.",
    "siehe(?: auch)?", "voir(?: aussi)?", r"cfr\.?", "véase(?: también)?",
]  # fmt: skip
# With a capital they may be names: "Per Quist 2016".
_SMALL_LEADS = ["further", "more", "per", "ver(?: también)?", "via"]


def _in_either_case(lead: str) -> str:
    """Return the pattern of a lead of which the first letter, too, may be small or capital.

    Most leads are passed over by that letter without a further look.
    """
    return f"[{lead[0]}{lead[0].upper()}](?i:{lead[1:]})"


_LEAD = re.compile(rf"(?:{'|'.join([*map(_in_either_case, _LEADS), *_SMALL_LEADS])})[ ,:]{{1,2}}")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without blanks, a lead such as "See", and its final stop."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ".,"):
        end -= 1
    for _ in range(4):
        if not (match := _LEAD.match(text, start, end)):
            break
        start = match.end()
    return start, end


# "(holding that boats float)", "(“Boats float.”)", "(emphasis added)": what American lawyers say of
# a work after they cite it, by the Bluebook (rule 1.5).
_EXPLAINED = re.compile(
    r"\s?[“\"‘].{0,2000}[”\"’][\s.]{0,6}\Z|(?!spring|during|evening|morning)[a-z]{2,15}ing\b"
    r"|(?:internal |alterations? |citations? |footnotes? |quotation marks |emphasis |same\b|noted\b"
    r"|per curiam|en banc|plurality|[A-Z][\w’'-]{1,30}, (?:C\.)?J\.)",
    re.DOTALL,
)
_MOST_EXPLANATIONS = 3


def before_explanations(text: str, start: int, end: int) -> int:
    """Return where a stretch ends without the parentheses that say what the work in it says.

    >>> before_explanations("Sal, supra note 2, at 4 (holding that boats (mostly) float)", 0, 59)
    23
    """
    for _ in range(_MOST_EXPLANATIONS):
        opening = _opening_of(text, start, end) if text[end - 1 : end] == ")" else start
        if opening <= start or not _EXPLAINED.match(text, opening + 1, end - 1):
            break
        end = opening
        while end > start and text[end - 1].isspace():
            end -= 1
    return end


def _opening_of(text: str, start: int, end: int) -> int:
    """Return where the parenthesis opens that closes right before end; start for nowhere."""
    depth = 0
    for match in reversed(list(_PARENTHESES.finditer(text, start, end))):
        depth += 1 if match[0] == ")" else -1
        if depth == 0:
            return match.start()
    return start


_PARENTHESES = re.compile(r"[()]")
_PLAIN_SEMICOLON = re.compile(r"[“”\";()\[\]]")


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches between semicolons that stand in no quotation and no bracket."""
    if text.find(";", start, end) < 0:
        yield start, end
        return
    depth, quoted = 0, False
    for match in _PLAIN_SEMICOLON.finditer(text, start, end):
        sign = match[0]
        if sign == ";":
            if depth == 0 and not quoted:
                yield start, match.start()
                start = match.end()
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        else:
            quoted = sign == "“" or (sign == '"' and not quoted)
    yield start, end


_STOP = re.compile(r"[“”\"()]|[.?!][”’\"]?\s")
_NO_STOP = frozenset(
    ["cf", "e.g", "i.e", "vol", "vols", "no", "nos", "pp", "p", "pg", "ed", "eds", "trans",
     "dr", "mr", "mrs", "ms", "st", "gen", "col", "lt", "sgt", "prof", "rev", "hon", "jr",
     "sr", "vs", "v", "al", "op", "u.s", "u.k", "u.n", "univ", "inc", "ltd", "co", "jan",
     "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "fig", "ch",
     "art", "para"]
)  # fmt: skip


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences, told by a stop before a capital; not within quotations or brackets."""
    depth, quoted = 0, False
    for match in _STOP.finditer(text, start, end):
        sign = match[0]
        if len(sign) > 1:
            quoted = quoted and sign[1] not in '”"'
            follows = text[match.end() : match.end() + 1]
            words = text[max(start, match.start() - 12) : match.start()].split()
            word = words[-1] if words else ""
            ends = word.lower().lstrip("(“") not in _NO_STOP and not (
                len(word) == 1 and word.isupper()
            )
            ends = ends and (follows.isupper() or follows in '“‘"')
            if depth == 0 and not quoted and ends and not _in_journal(text, start, match):
                yield start, match.end()
                start = match.end()
        elif sign in "()":
            depth = depth + 1 if sign == "(" else max(0, depth - 1)
        else:
            quoted = sign == "“" or (sign == '"' and not quoted)
    yield start, end


# "25 Loy. Consum. L. Rev. 111": the stops in the abbreviated name of a journal, which a volume
# stands before and a page after.
_JOURNAL_BEFORE = re.compile(
    r"\b[0-9]{1,4} (?:(?:[A-Z][\w’']{0,11}\.?|&) ){0,5}[A-Z][\w’']{0,11}\Z"
)
_JOURNAL_AFTER = re.compile(r"(?:(?:[A-Z][\w’'.]{0,12}|&) ){1,6}[0-9]")


def _in_journal(text: str, start: int, stop: re.Match[str]) -> bool:
    """Tell whether a stop stands between words of a journal's name."""
    if not (after := _JOURNAL_AFTER.match(text, stop.end())) or "." not in after[0]:
        return False
    return _JOURNAL_BEFORE.search(text[max(start, stop.start() - 60) : stop.start()]) is not None
