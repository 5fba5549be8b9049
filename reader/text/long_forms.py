"""Long forms: the words that a short form stands for, before it or within a parenthesis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reader.text import gazetteer
from reader.text.chains import find_chains
from reader.text.heads import head_kind
from reader.text.initials import SMALL, align, is_word_of, letters_of
from reader.text.spans import Span

_PART = re.compile(r"(?:(?<!\w)[dlDL][’'])|[^\W_]+(?:[’‘'ʼʿʾ`][^\W_]+)*")
# A stop after a word ends the sentence, one after an initial does not; a comma may stand inside.
_STOP = re.compile(r"\w\w\.[ \u00a0](?=.)")
_UNBROKEN = re.compile(r'[^;:!?()\[\]“”"\n]*')
_CLOSING = ("”", '"', "»")
_LONGEST = 160
_ENACTED = frozenset(["Act", "Law", "Bill", "Code"])
# "Unlawful Boats (Prevention) Act": acts have parentheses within their names.
_INNER = re.compile(r"(?<= )\([A-Z][\w ]{2,40}\) (?:Act|Law|Bill|Ordinance|Order|Regulations) \Z")


def long_before(text: str, end: int, short: str, dearest: int = 99) -> Span | None:
    """Return the long form that ends before the parenthesis opening at end."""
    if text[end - 1 : end] not in (" ", "\u00a0", ","):
        return None
    close = end - 2 if text[end - 2 : end - 1] in _CLOSING else end  # "“river guard” (RG)"
    begin = _clause_start(text, close)
    for match in _STOP.finditer(text, begin, close):
        begin = match.end()
    if text[begin - 1 : begin] == ")" and (inner := _INNER.search(text, max(0, begin - 60), end)):
        begin = _clause_start(text, inner.start())
    parts = [match.span() for match in _PART.finditer(text, begin, close)]
    start = align(text, parts, short, dearest)
    if start is None and len(parts) > 2 and text[slice(*parts[-1])] in _ENACTED:
        start = align(text, parts[:-1], short, 1)  # "the Right to Boats Act (RTB)"
    if start is None and parts and is_word_of(text[slice(*parts[-1])], short):
        start = len(parts) - 1
    if start is None:
        start = _align_but_one(text, parts, short)
    if start is None:
        return _whole_to_of(text, begin, parts, short, end - 1)
    return _whole(text, begin, parts[start][0], parts[-1][1], end - 1)


def _align_but_one(text: str, parts: Sequence[tuple[int, int]], short: str) -> int | None:
    """Return the first part of a name in which one great word gives no letter.

    That is "BAFA" for Bundesamt für Wirtschaft und Ausfuhrkontrolle, and "AMISOM" for the African
    Union Mission in Somalia, whose last word gives its first three letters.
    """
    letters = letters_of(short)
    if len(letters) < 3 or not short.isupper() or not parts or text[parts[-1][0]].islower():
        return None
    last = text[slice(*parts[-1])].lower()
    given = next((n for n in (4, 3, 2) if last.startswith(letters[-n:])), 1)
    least = len(letters) - given
    great: list[int] = []
    for index in range(len(parts) - 1, -1, -1):
        word = text[slice(*parts[index])]
        if word[0].isupper():
            great.append(index)
        elif word not in SMALL:
            break
        if len(great) < max(least, 2) or word[:1].lower() != letters[0]:
            continue
        if len(great) > len(letters) + 1:
            break
        for gone in great[1:-1]:
            if align(text, [*parts[index:gone], *parts[gone + 1 :]], short) == 0:
                return index
    return None


def _whole_to_of(
    text: str, begin: int, parts: Sequence[tuple[int, int]], short: str, limit: int
) -> Span | None:
    """Return the long form whose letters end before "of …": "Food Fund of the Union (FF)"."""
    for index in range(len(parts) - 2, max(0, len(parts) - 7), -1):
        if text[slice(*parts[index])] in ("of", "for") and index > 1:
            start = align(text, parts[:index], short)
            if start is not None and all(
                text[slice(*part)][0].isupper() or text[slice(*part)] in SMALL
                for part in parts[start:]
            ):
                return _whole(text, begin, parts[start][0], parts[-1][1], limit)
    return None


def long_inside(text: str, begin: int, end: int, short: str, dearest: int = 99) -> Span | None:
    """Return the long form that the parenthesis holds, when all of it is that."""
    parts = [match.span() for match in _PART.finditer(text, begin, end)]
    letters = letters_of(short)
    is_small = not any(text[start].isupper() for start, _ in parts)
    if is_small and len(letters) < 3 and short.isalpha():
        return None
    start = align(text, parts, short, dearest)
    if start is None and len(parts) == 1 and is_word_of(text[slice(*parts[0])], short):
        start = 0
    if start is None or any(text[a:b].lower() != "the" for a, b in parts[:start]):
        return None
    return _whole(text, begin, parts[start][0], parts[-1][1], end)


def _whole(text: str, begin: int, start: int, last: int, limit: int) -> Span | None:
    """Return the long form with what is joined to its ends: an article, an initial's stop."""
    is_command = text.startswith("Command", last - 7)
    before = _STATES_BEFORE if is_command else _JOINED_BEFORE
    if joined := before.search(text, max(begin, start - 14), start):
        start = joined.start()
    elif start > begin and not text[start - 1].isspace() and text[start - 1] not in "‘'(“\"":
        return None
    if text[last - 2 : last] in ("’s", "'s"):
        return None if text[last:limit].strip() else Span(start, last - 2)
    end = last + 1 if last < limit and text[last] in ".’'" else last
    rest = text[end:limit].strip(" \u00a0.,’”\"'")
    return None if rest else Span(start, end)


# The article of an Arabic name, and the legal form in front of a company's.
_JOINED_BEFORE = re.compile(
    r"(?<!\w)(?:(?:[Aa]l|[Ee]l)[-‑–]"
    r"|(?:PT|CV|OOO|OAO|PAO|ZAO|JSC|OJSC|PJSC|TOO|TOV|UAB|SIA|OÜ)[ \u00a0])\Z"
)


# "U.S. Africa Command" is so named by law.
_STATES_BEFORE = re.compile(r"(?<!\w)(?:U\.S\.|US|United States) \Z")


def before_gloss(text: str, end: int, short: str) -> Span | None:
    """Return the long form before its translation: "Harakat al-Nasr, the Nasr Movement (HN)"."""
    start = _clause_start(text, end)
    comma = text.rfind(", ", start, end)
    if comma < 0 or not _GLOSS.fullmatch(text, comma, end):
        return None
    return long_before(text, comma + 1, short, dearest=2)


_GLOSS = re.compile(r", (?:or |literally )?(?:the )?[“‘]?[A-Za-z][^,]{4,80} ")


def body_before(text: str, end: int, short: str, *, is_told: bool = False) -> Span | None:
    """Return the body whose name, in translation, ends before the parenthesis opening at end.

    It has a head noun and as many words as the short form has letters, or one more, or shares
    letters with it; where the text tells that these are its initials, any number. "Cedib" needs
    to share its letters.
    """
    letters = letters_of(short)
    capitals = sum(map(str.isupper, short))
    is_worded = short.istitle() and len(short) > 3
    if not (is_worded or capitals >= max(3, len(short) - 1)):
        return None
    if not short.isalpha() or text[end - 1] not in " ,":
        return None
    if short.lower() in gazetteer.COUNTRIES:
        return None
    start = _clause_start(text, end)
    before = text[start : end - 1]
    last = before.rpartition(" ")[2]
    if last == last.lower():
        return None  # No name ends here, as most often.
    chains = find_chains([before])
    if not chains or chains[-1].end != end - 1 - start or not head_kind(chains[-1].words):
        return None
    first = chains[-1].start
    if joined := _JOINED_NAME.search(before, 0, first):
        first = joined.start(1)
    great = [word for word in before[first:].split() if word.lower() not in SMALL]
    fits = len(great) - 1 <= len(letters) <= len(great) + (len(great) > 3)
    if is_worded and letters in (word.lower() for word in great):
        return None
    if is_told or (short.isupper() and fits) or _share_letters(letters, great, short.isupper()):
        return Span(start + first, end - 1)
    return None


# "the Intelligence and |Security Service": what "and" parts from the rest of a name.
_JOINED_NAME = re.compile(r"\b[Tt]he ((?:[^\W\d_a-z][\w’-]{2,20} ){1,4}and )$")


def _share_letters(letters: str, great: Sequence[str], is_upper: bool) -> bool:
    """Tell whether half of the letters of a short form begin great words, two at least.

    Of capitals that begin as they do, one in three is enough ("Ministry of … (MSANP)").
    """
    first = Counter(word[0].lower() for word in great)
    shared = sum((first & Counter(letters)).values())
    share = 3 if is_upper and great[0][0].lower() == letters[0] else 2
    return len(great) > 2 and shared >= 2 and shared * share >= len(letters)


def body_inside(text: str, begin: int, end: int, short: str) -> Span | None:
    """Return the body whose name, in translation, a parenthesis holds after its short form.

    It is told as in body_before; "the" in front of it is none of it.
    """
    if text.startswith("the ", begin):
        begin += 4
    long = body_before(f"{text[begin:end]} ", end - begin + 1, short)
    return Span(begin, end) if long == Span(0, end - begin) else None


def named_before(text: str, end: int, short: str) -> Span | None:
    """Return the name before a parenthesis of which short is a part, or the noun: "the Fund"."""
    start = _clause_start(text, end)
    before = text[start : end - 1] if text[end - 1 : end] == " " else ""
    chains = find_chains([before]) if before else []
    if not chains or chains[-1].end != len(before):
        return None
    words, wanted = chains[-1].words, short.lower().split()
    if words[0] in gazetteer.GIVEN_NAMES and not head_kind(words):
        return None
    held = [word for word in words if word in wanted]
    if len(words) <= len(wanted) or not (held == wanted or head_kind(wanted)):
        return None
    return Span(start + chains[-1].start, end - 1)


def is_person(long: str, short: str) -> bool:
    """Tell whether the short form is but a person's initials, or the first word of the long."""
    words = long.lower().split()
    if words[0] == short.lower():
        return True
    is_named = words[0] in gazetteer.GIVEN_NAMES or re.fullmatch(r"(?:[A-Z]\.){2,3}", short)
    return bool(is_named) and not head_kind(words) and len(letters_of(short)) <= len(words) < 4


def _clause_start(text: str, end: int) -> int:
    """Return where the words before end begin: after a sign that breaks them, or far enough."""
    backwards = text[max(0, end - _LONGEST) : end][::-1]
    unbroken = _UNBROKEN.match(backwards)
    return end - (unbroken.end() if unbroken else 0)
