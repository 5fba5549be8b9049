"""The sentence in which something stands, and how it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.text.spans import Span

LONGEST_SENTENCE = 320
# How far a sentence is followed to either side; what is longer is shown shortened anyway.
REACH = 4_000
ELLIPSIS = "…"

_STOPS = frozenset(".!?…")
# These end a sentence without a space after them.
_FULL_STOPS = frozenset("。！？｡۔؟।")
# A line within a block, and a cell of a table, hold sentences of their own.
_BREAKS = frozenset("\n\t")
_SIGN = re.compile("[.!?…。！？｡۔؟।\n\t]")
_STEP = 120  # characters looked through at a time, on the way back
_OPENERS = frozenset("([{“‘\"'«‹„‚¿¡")
_BRACKETS = {"(": ")", "[": "]"}
_CLOSERS = frozenset(")]}”’\"'»›")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Never the last word of a sentence: a name or an example follows.
_BEFORE_A_WORD = _words(
    """
    mr mrs ms mx dr prof gen col maj capt cpt lt sgt cpl adm brig gov sen rep rev hon pres fr
    st mt messrs mme mlle sr sra vs cf viz eg ie ca approx esp incl trans ed eds repr
    """
)
# Not the last word when a number follows.
_BEFORE_A_NUMBER = _words(
    """
    no nos nr p pp pg pgs vol vols fig figs ch chap chs sec secs art arts para paras col cols
    ll l fn n nn bk pt app ser jan feb mar apr jun jul aug sep sept oct nov dec c s ss
    """
)
# May be the last word: then the next one must be one that starts sentences.
_LAST_OR_NOT = _words(
    """
    etc inc ltd co corp jr al dept univ assoc bros est ext
    """
)
_ABBREVIATED = _BEFORE_A_WORD | _BEFORE_A_NUMBER | _LAST_OR_NOT
_STARTERS = _words(
    """
    a after all although an and as at because before both but by during each even few finally
    first for from further he her here his how however i if in indeed it its later likewise
    many meanwhile moreover most no nor not now of on once one only our out over she since so
    some soon still such that the their then there these they this those though three through
    thus to today two under unlike until upon we what when where whereas while who why with
    within without yet you
    """
)
_WORD_AFTER = re.compile(r"[^\W\d_]{1,20}")
_PARTICLE = re.compile(r"[^\W\d_]{1,3}['’-][^\W\d_]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a text in their sentence: what stands before them, they themselves, what follows.

    Where a long sentence was shortened, an ellipsis stands for what is left out.
    """

    before: str
    words: str
    after: str


def quote_around(text: str, span: Span, longest: int = LONGEST_SENTENCE) -> Quotation:
    """Return what span covers in its sentence, shortened by whole words to about longest.

    >>> quote_around("He left. She stayed in Rome. It rained.", Span(9, 12))
    Quotation(before='', words='She', after=' stayed in Rome.')

    Line breaks and tabs are shown as spaces. Words that are longer than longest are cut at their
    end. Raises ValueError for a span that is not within text.
    """
    sentence = sentence_around(text, span)
    kept = trim_around(text, sentence, span, longest)
    words = span.of(text)
    if len(words) > longest:
        words = words[: _cut_back(words, longest)] + " " + ELLIPSIS
        kept = Span(kept.start, span.end)
    before = text[kept.start : span.start]
    after = text[span.end : kept.end]
    if kept.start > sentence.start:
        before = f"{ELLIPSIS} {before}"
    if kept.end < sentence.end and kept.end > span.end:
        after = f"{after} {ELLIPSIS}"
    elif kept.end < sentence.end and not words.endswith(ELLIPSIS):
        after = f" {ELLIPSIS}"
    return Quotation(_one_line(before), _one_line(words), _one_line(after))


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence of text in which span stands; more than one if span crosses them.

    Initials, titles, acronyms with stops and the abbreviations of scholarship do not end it;
    closing quotation marks and brackets after its stop belong to it, as does a parenthesis that
    follows the stop and holds nothing but a citation of its own. A sentence is followed for REACH
    characters to either side, so the cost does not grow with the text. Raises ValueError for a
    span that is not within text.
    """
    if span.end > len(text):
        raise ValueError(f"no span to {span.end} in a text of {len(text)}")
    start, end = _start_before(text, span.start), _end_after(text, span)
    close = _end_of_citation(text, start, end) if start else None
    if close is not None and span.start >= close:
        start = close
    elif close is not None and span.end <= close:
        before = _start_before(text, _skip_back(text, start))
        # That sentence may itself begin after a citation of the one before it.
        start, end = _end_of_citation(text, before, start) or before, close
    return _stripped(text, start, end, span)


def trim_around(text: str, sentence: Span, span: Span, longest: int = LONGEST_SENTENCE) -> Span:
    """Return the part of sentence, cut at spaces, that shows span in at most about longest.

    What one side does not need the other may have. Span itself is never cut.
    """
    if len(sentence) <= longest:
        return sentence
    room = max(longest - len(span), 0)
    before, after = span.start - sentence.start, sentence.end - span.end
    if before <= room // 2:
        room_before = before
    else:
        room_before = max(room // 2, room - after)
    room_after = room - min(room_before, before)
    start, end = sentence.start, sentence.end
    if before > room_before:
        start = _next_space(text, span.start - room_before, span.start)
    if after > room_after:
        end = span.end + _cut_back(text[span.end : sentence.end], room_after)
    return Span(start, end)


def _start_before(text: str, place: int) -> int:
    """Return where the sentence that holds the character at place begins."""
    reach = max(place - REACH, 0)
    until, size = place, _STEP
    while until > reach:
        begin = max(until - size, reach)
        for index in reversed([match.start() for match in _SIGN.finditer(text, begin, until)]):
            if text[index] not in _STOPS:
                return index + 1
            end = _end_at(text, index)
            if end is not None and end <= place:
                return end
        until, size = begin, size * 2
    return reach


def _end_after(text: str, span: Span) -> int:
    """Return where the sentence ends that holds the last character of span."""
    # A stop may be the last character of the span, closing marks aside: "left the U.S."
    place = first = span.end
    while first - 1 > span.start and text[first - 1] in _CLOSERS:
        first -= 1
    reach = min(place + REACH, len(text))
    for match in _SIGN.finditer(text, first - 1, reach):
        index = match.start()
        sign = text[index]
        if sign in _BREAKS:
            if index >= place:
                return index
        elif sign in _FULL_STOPS:
            return max(_after_closers(text, index + 1), place)
        else:
            end = _end_at(text, index)
            if end is not None and end >= place:
                return end
    return reach


def _end_at(text: str, stop: int) -> int | None:
    """Return where the sentence ends that the stop at this place ends, or None if it ends none."""
    end, size = stop + 1, len(text)
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isupper():  # so it is after most
        return end if text[stop] != "." or _may_end(text, stop, end, end + 1) else None
    if end < size and text[end] in _STOPS:
        return None  # the last of several stops decides
    if end < size and text[end] in _CLOSERS:
        end = _after_closers(text, end)
    if end == size or text[end] in _BREAKS:
        return end
    if not text[end].isspace():
        return None
    is_next = end + 1 < size and text[end + 1].isalnum()
    following = end + 1 if is_next else _first_letter(text, end)
    if following is None:
        return end
    if text[following].islower() and not _PARTICLE.match(text, following):
        return None
    if text[stop] == "." and not _may_end(text, stop, end, following):
        return None
    return end


def _may_end(text: str, stop: int, end: int, following: int) -> bool:
    """Tell whether the word before a full stop lets it end the sentence."""
    word = text[text.rfind(" ", max(stop - 24, 0), stop) + 1 : stop]
    if 1 < len(word) < 24 and word.isalpha() and word.casefold() not in _ABBREVIATED:
        return True  # so it is before most stops
    start, limit = stop, max(stop - 24, 0)
    while start > limit and (text[start - 1].isalnum() or text[start - 1] in ".'’&-"):
        start -= 1
    found = text[start:stop].strip(".'’&-")
    if not found or end > stop + 1:
        return True  # brackets and quotation marks close no abbreviation
    word = found.casefold()
    plain = word.replace(".", "")
    if plain in _BEFORE_A_WORD:
        return False
    if plain in _BEFORE_A_NUMBER and text[following].isdigit():
        return False
    is_initial = len(found) == 1 and found.isupper()
    is_acronym = "." in word and all(len(part) <= 2 for part in word.split("."))
    if is_initial or is_acronym or plain in _LAST_OR_NOT:
        after = _WORD_AFTER.match(text, following)
        return after is not None and after[0].casefold() in _STARTERS
    return True


def _after_closers(text: str, place: int) -> int:
    limit = min(place + 8, len(text))
    while place < limit and text[place] in _CLOSERS:
        place += 1
    return place


def _first_letter(text: str, place: int) -> int | None:
    """Return the place of the first letter or digit after spaces and opening marks, if near."""
    for index in range(place, min(place + 16, len(text))):
        character = text[index]
        if character.isalnum():
            return index
        if not character.isspace() and character not in _OPENERS:
            return None
    return None


def _end_of_citation(text: str, start: int, end: int) -> int | None:
    """Return the end of a citation in brackets that stands after the stop of its sentence.

    It opens the text from start to end, and holds a figure or is all there is.
    """
    while start < end and text[start].isspace():
        start += 1
    if text[start : start + 1] not in _BRACKETS:
        return None
    place = text.find(_BRACKETS[text[start]], start, min(start + 300, end))
    if place < 0:
        return None
    after = place + 1
    if after < end and text[after] in _STOPS:
        after += 1
    following = _first_letter(text, after) if after < end else None
    if following is None or following >= end:
        return after
    has_figure = any(character.isdigit() for character in text[start:place])
    if has_figure and text[after].isspace() and not text[following].islower():
        return after
    return None


def _skip_back(text: str, place: int) -> int:
    """Return the place after the last letter or digit before place, at most a few marks back."""
    for index in range(place - 1, max(place - 16, -1), -1):
        if text[index].isalnum():
            return index + 1
        if text[index] in _BREAKS:
            return place
    return place


def _stripped(text: str, start: int, end: int, span: Span) -> Span:
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _next_space(text: str, place: int, limit: int) -> int:
    """Return the start of the first whole word from place on, or limit."""
    if place <= 0 or text[place - 1].isspace():
        return place
    for index in range(place, limit):
        if text[index].isspace():
            return index + 1
    # Scripts without spaces are cut where they are; a half word before the span is left out.
    return place if limit - place > 40 else limit


def _cut_back(text: str, length: int) -> int:
    """Return how many of the first length characters end with a whole word."""
    if length >= len(text) or text[length].isspace():
        return length
    space = max(text.rfind(space, 0, length) for space in (" ", "\n", "\t", "\u00a0"))
    if space >= 0:
        return space
    return length if length > 40 else 0


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


_TELLING = re.compile(
    r"(?<![\w’'-])(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does"
    r"|did|do|became|began|came|fell|rose|left|took|gave|made|went|held|won|lost|saw|says|said"
    r"|states|claims|argues|shows|(?!dated|undated|signed|printed|filed|unpublished|translated"
    r"|edited|quoted|cited|reprinted|revised|accessed|retrieved|consulted|interviewed)[a-z]{2,16}ed)"
    r"(?!\w)"
)


def tells(sentence: str) -> bool:
    """Tell whether a sentence of a note says something, rather than refers to it.

    >>> tells("It burned in May 1871."), tells("Minutes, 3 May 1871, printed in Orun, p. 4.")
    (True, False)
    """
    return _TELLING.search(sentence) is not None
