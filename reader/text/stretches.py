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
    if ";" in text or _NEW_LEAD.search(text):
        return _at_leads(text, split(text, 0, len(text)))
    return ((0, len(text)),)


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
            if depth == 0 and not quoted and ends and (follows.isupper() or follows in '“‘"'):
                yield start, match.end()
                start = match.end()
        elif sign in "()":
            depth = depth + 1 if sign == "(" else max(0, depth - 1)
        else:
            quoted = sign == "“" or (sign == '"' and not quoted)
    yield start, end
