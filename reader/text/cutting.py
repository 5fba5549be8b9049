"""Where a run of capitalised words is cut into names: at titles, countries, months, openings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from reader.text import cues, foreign, gazetteer
from reader.text.capitals import Chain, Word, words_of
from reader.text.heads import HEADS, head_kind
from reader.text.lettering import fold
from reader.text.names import is_acronym

# "van der Hagen", "de la Cruz", "bin Nasser": what may open a name, in small letters.
_PARTICLES_BEFORE = re.compile(
    rf"(?<![^\W_])(?:(?:van|von) (?:de[rnm]?|het)|de (?:la|las|los)"
    rf"|{'|'.join(sorted(cues.OPENING_PARTICLES))}) \Z|(?<!\w)d[’']\Z"
)
_ORDINAL = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th|d) $")
_NUMBER = re.compile(r" \d{2,5}(?![\w,.]\d|\w)")
_DIGIT = re.compile(r"\d")
_LAST_PARTICLES = (
    *(f"{word} " for word in cues.OPENING_PARTICLES),
    *("der ", "den ", "dem ", "het ", "la ", "las ", "los "),
    *("d’", "d'"),
)
_LAST_LETTERS = frozenset(particle[-3:] for particle in _LAST_PARTICLES)
_BEFORE = 9  # letters of the longest particles
_JOINS = frozenset([" ", "\u00a0", "\u202f", "\n"])
_HYPHENS = "-\u2010\u2011\u2013"
_SAID_OF_PEOPLE = frozenset("old young poor little dear mad tiny brave".split())
TIMES = frozenset(
    """january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov
    dec may""".split()
)
# Also given names and verbs: a month only beside a number.
_TIMES_WITH_NUMBERS = frozenset("april june august jan mar dec sun sat wed may march".split())
_BEFORE_FAMILIES = gazetteer.GIVEN_NAMES | cues.TITLES | cues.PARTICLES
_IN_TITLES = cues.TITLE_OPENERS | cues.TITLES
_ENDS = cues.PLACE_HEADS | cues.CONCEPT_HEADS
_CUT = cues.TITLES | cues.OFFICES | TIMES | gazetteer.COUNTRIES
_FIRST_OF_STATES = frozenset(name.split(" ")[0] for name in gazetteer.COUNTRIES)


# Adjectives that may stand before a country where a sentence opens.
_LEFT = re.compile(r"(?:ed|less|ful|ish|ous|ing)$")


class Cutter:
    """Cuts the runs of one document; knows which words it also writes small."""

    def __init__(self, small: frozenset[str], longs: frozenset[str]) -> None:
        self.small = small
        self.longs = longs

        self._known: dict[tuple[str, str, bool, bool], list[Chain]] = {}

    def cut(
        self, text: str, run: list[Word], number: int, opens: bool, *, is_quiet: bool
    ) -> Iterable[Chain]:
        """Return the names that a run of the text with this number is cut into.

        Names recur. Where nothing before a run can belong to it, the answer for its words is kept.
        """
        start = run[0].start
        if (
            run[0].small in cues.OFFICES
            or _follows_particle(text, start)
            or _DIGIT.search(text, max(0, start - _BEFORE), start)
            or not TIMES.isdisjoint([word.small for word in run])
        ):
            return self._cut(text, run, _whole(number, run, is_quiet), opens)
        last = run[-1]
        key = text[start : last.end], self._body_after(text, last), opens, last.has_possessive
        known = self._known.get(key)
        if known is None:
            found = list(self._cut(text, run, _whole(number, run, is_quiet), opens))
            self._known[key] = [_moved(chain, -start) for chain in found]
            return found
        return [
            Chain(number, begin + start, end + start, words, opening, is_quiet, title, owns)
            for _, begin, end, words, opening, _, title, owns in known
        ]

    def _cut(self, text: str, run: list[Word], whole: Chain, opens: bool) -> Iterator[Chain]:
        while run and self._is_opening(text, run, opens):
            run, opens = run[1:], False
        if not run:
            return
        if len(run) == 1 and _is_plain(run[0].small):
            yield self._chain(text, run, whole, opens)
            return
        for index, word in enumerate(run):
            gone = _is_time(text, word, run[index + 1 :], len(run)) or _is_part(text, run, index)
            if gone:
                yield from self._cut(text, run[:index], whole, opens)
                yield from self._cut(text, run[index + gone :], whole, False)
                return
        yield from self._cut_titles(text, run, whole, opens)

    def _is_opening(self, text: str, run: list[Word], opens: bool) -> bool:
        first = run[0]
        if first.small in cues.OPENERS and (first.text == "A" or not first.text.isupper()):
            # "New" and "High" begin names within a sentence; "The" never does here.
            return opens or first.small in ("the", "a", "an", "see")
        if opens and len(run) > 2 and first.small in _SAID_OF_PEOPLE:
            return not self._is_whole(_run_words(text, run))
        if opens and len(run) > 1 and _is_doing(first, run[1]):
            return True
        if not opens or len(run) == 1 or first.small not in self.small:
            return False
        if first.small in _BEFORE_FAMILIES:
            return False
        return text[first.end : run[1].start] == " " and first.small not in HEADS

    def _cut_titles(self, text: str, run: list[Word], whole: Chain, opens: bool) -> Iterator[Chain]:
        last = len(run) - 1
        ends_in_title = last and _is_title(run[-1]) and _is_adjacent(text, run[-2], run[-1])
        words = _run_words(text, run)
        has_head = (
            head_kind(words) or " ".join(words) in gazetteer.KNOWN_ACTORS
        ) and not ends_in_title
        at = -1
        if not has_head:
            for index in range(last):
                gap = text[run[index].end : run[index + 1].start]
                joined = gap in _JOINS or gap == ". "
                held = index and not _is_adjacent(text, run[index - 1], run[index])
                if joined and not held and self._is_title_of(run, index):
                    at = index
        if at >= 0:
            if at and _is_title(run[at - 1]) and run[at].small in ("earl", "duke", "dean", "king"):
                at -= 1  # "Chief Justice Earl Varn"
            first = at
            while first and run[first - 1].small in _IN_TITLES:
                first -= 1
            yield from self._cut_states(text, run[:first], whole, opens)
            title = text[run[first].start : run[at].end]
            name = run[at + 1 :]
            if run[at].small in cues.REGNAL and len(name) == 1:
                name = run[at:]
            yield from self._cut_states(text, name, whole, False, title)
            return
        while run and not has_head and _is_title(run[-1]) and self._is_trailing(run):
            run = run[:-1]
        if run:
            title = _office_before(text, run[0])
            run = run[1:] if title else run
            yield from self._cut_states(text, run, whole, opens, title)

    def _is_title_of(self, run: list[Word], index: int) -> bool:
        """Tell whether the word is a title, or an occupation in front of a full name."""
        if _is_title(run[index]):
            return True
        names = run[index + 1 :]
        return run[index].small in cues.PERSON_NOUNS and (
            len(names) > 1 and (index > 0 or names[0].small in gazetteer.GIVEN_NAMES)
        )

    def _is_trailing(self, run: list[Word]) -> bool:
        """Tell whether the title that ends run belongs to no name ("AAH Leader", "President")."""
        rest = [word for word in run if not (_is_title(word) or word.small in cues.TITLE_OPENERS)]
        return not rest or (
            len(rest) == 1
            and (is_acronym(rest[0].text) or rest[0].small in gazetteer.COUNTRIES
                 or gazetteer.is_people(rest[0].small))
        ) or bool(head_kind([word.small for word in rest]))  # fmt: skip

    def _cut_states(
        self, text: str, run: list[Word], whole: Chain, opens: bool, title: str = ""
    ) -> Iterator[Chain]:
        if not run:
            return
        words = _run_words(text, run)
        body = self._body_after(text, run[-1])
        if body and (len(run) == 1 or self._goes_without(text, run)):
            if run[:-1]:
                yield from self._cut_states(text, run[:-1], whole, opens, title)
            chain = self._chain(text, run[-1:], whole, opens and len(run) == 1)
            named = (*chain.words, *body.split())
            yield chain._replace(end=chain.end + 1 + len(body), words=named, opens=False)
            return
        if len(run) > 1 and words[0] in gazetteer.KNOWN_ACTORS and not self._is_whole(words):
            yield self._chain(text, run[:1], whole, opens)
            yield from self._cut_states(text, run[1:], whole, False, title)
            return
        size, start = _state_in(text, run)
        if size == len(run) or fold(text[run[0].start : run[-1].end]) in self.longs:
            yield self._chain(text, run, whole, opens, title)
            return
        is_foreign = len(run) > 2 and foreign.is_head(words[0], *words[1:2])
        if start and opens and start == 1 and _LEFT.search(run[0].small):
            yield from self._cut_states(text, run[1:], whole, False, title)
            return  # "Landlocked Orun"
        if size and not start and words[-1] in cues.WEAK_HEADS and len(run) > size:
            yield self._chain(text, run, whole, opens, title)
            return  # "United States Geological Survey"
        if size and not (self._is_whole(words) and (is_foreign or start + size < len(run))):
            left, state, right = run[:start], run[start : start + size], run[start + size :]
            dotted = "." in state[0].text
            joined = start == 0 or _is_adjacent(text, run[start - 1], run[start])
            if joined and (start == 0 or dotted or len(left) > 1):
                yield from self._cut_states(text, left, whole, opens, title)
                yield self._chain(text, state, whole, opens and not left)
                yield from self._cut_states(text, right, whole, False)
                return
        if len(run) > 1 and gazetteer.is_people(words[0]) and self._goes_without(text, run):
            yield self._chain(text, run[:1], whole, opens)
            yield from self._cut_states(text, run[1:], whole, False, title)
            return
        yield self._chain(text, run, whole, opens, title)

    def _is_whole(self, words: Sequence[str]) -> bool:
        """Tell whether the last of words makes a name of them all ("Orun Bank", "Orun River")."""
        known = " ".join(words) in gazetteer.KNOWN_ACTORS
        return known or words[-1] in _ENDS or bool(head_kind(words))

    def _body_after(self, text: str, word: Word) -> str:
        """Return the small-letter noun that makes a name of word ("Orunian security forces")."""
        if word.has_possessive or text[word.end : word.end + 1] != " ":
            return ""
        for body in _bodies_after(word.small):
            end = word.end + 1 + len(body)
            if text.startswith(body, word.end + 1) and not text[end : end + 1].isalnum():
                return body
        return ""

    def _goes_without(self, text: str, run: list[Word]) -> bool:
        """Tell whether the adjective of a people before a name is no part of it."""
        rest = _run_words(text, run[1:])
        if run[0].small in gazetteer.GIVEN_NAMES or not _is_adjacent(text, run[0], run[1]):
            return False
        name = text[run[1].start : run[-1].end]
        if fold(name) in self.longs:
            return True
        if rest[0] in gazetteer.GIVEN_NAMES or rest[0].startswith("abu"):
            return True
        return not (head_kind(rest) or rest[-1] in _ENDS or rest[-1] in cues.WEAK_HEADS)

    def _chain(
        self, text: str, run: list[Word], whole: Chain, opens: bool, title: str = ""
    ) -> Chain:
        start, end = run[0].start, run[-1].end
        while _follows_particle(text, start):
            before = _PARTICLES_BEFORE.search(text, max(0, start - _BEFORE), start)
            if before is None:
                break
            start = before.start()
        if run[-1].small in cues.MILITARY_HEADS:
            ordinal = _ORDINAL.search(text[max(0, start - 6) : start])
            start -= len(ordinal[0]) if ordinal else 0
        if (
            end - start == 4
            and text.startswith("Unit", start)
            and (number := _NUMBER.match(text, end))
        ):
            end = number.end()
        return Chain(
            whole.text,
            start,
            end,
            words_of(text[start:end]),
            opens,
            whole.is_quiet,
            title.strip(),
            run[-1].has_possessive,
        )


def _whole(number: int, run: Sequence[Word], is_quiet: bool) -> Chain:
    """Return the chain that a run would be if nothing cut it: it says where its parts stand."""
    return Chain(number, run[0].start, run[-1].end, (), is_quiet=is_quiet)


def _moved(chain: Chain, by: int) -> Chain:
    return chain._replace(start=chain.start + by, end=chain.end + by)


def _is_doing(first: Word, second: Word) -> bool:
    """Tell whether a sentence begins with what is done to a body: "Treating CMBs as a threat"."""
    is_gerund = first.small.endswith("ing") and len(first.small) > 6
    is_acronym = sum(char.isupper() for char in second.text) > 1
    known = second.small in gazetteer.COUNTRIES or second.small.startswith(("al-", "al‑"))
    return is_gerund and (is_acronym or known) and first.small not in gazetteer.PLACES


def _run_words(text: str, run: Sequence[Word]) -> tuple[str, ...]:
    """Return the words of a run in small letters, those between the capitalised ones included."""
    return words_of(text[run[0].start : run[-1].end])


@lru_cache(maxsize=8192)
def _is_plain(word: str) -> bool:
    """Tell whether nothing is ever cut from a word that stands alone."""
    return word not in _CUT and not word.endswith("ist") and not gazetteer.is_people(word)


@lru_cache(maxsize=8192)
def _bodies_after(word: str) -> tuple[str, ...]:
    """Return the small-letter nouns that make a name of a word before them."""
    if word in gazetteer.COUNTRIES:
        return "embassy", "consulate"
    if word.endswith("ist") and word not in cues.NOT_ACTORS:
        return ("movement",)
    return cues.BODIES_AFTER_PEOPLES if gazetteer.is_people(word) else ()


def _follows_particle(text: str, start: int) -> bool:
    """Tell whether the letters before start may be those of a particle."""
    near = text[max(0, start - 3) : start]
    return (near in _LAST_LETTERS or near[1:] in _LAST_LETTERS) and text.endswith(
        _LAST_PARTICLES, 0, start
    )


def _is_title(word: Word) -> bool:
    if len(word.text) > 1 and word.text.isupper():
        return word.text in ("CEO", "CFO", "CTO", "COO", "MP", "QC", "KC", "MEP")
    title, hyphen, rest = word.small.partition("-")
    if hyphen and rest in cues.AFTER_TITLES:
        return title in cues.TITLES
    return word.small in cues.TITLES


def _is_adjacent(text: str, first: Word, second: Word) -> bool:
    gap = text[first.end : second.start]
    return gap in _JOINS or gap in (". ", " & ") or (len(gap) == 1 and gap in _HYPHENS)


def _office_before(text: str, word: Word) -> str:
    """Return "Secretary of" where that stands before "State": an office, not a name."""
    if word.small not in cues.OFFICES:
        return ""
    match = re.search(
        r"(?<!\w)([A-Za-z]{4,12}) of (?:the )?$", text[max(0, word.start - 30) : word.start]
    )
    return match[0] if match and match[1].lower() in cues.TITLES else ""


def _is_part(text: str, run: Sequence[Word], index: int) -> int:
    """Return how many words count a part of a work there ("Annex B", "Chapter Three"), or 0."""
    word = run[index]
    if word.small not in cues.PARTS or word.has_possessive:
        return 0
    if index + 1 == len(run):
        return int(
            text[word.end : word.end + 1] == " " and text[word.end + 1 : word.end + 2].isdigit()
        )
    following = run[index + 1]
    is_letter = len(following.text) == 1 and not text.startswith(".", following.end)
    return (
        2
        if (is_letter or following.small in cues.NUMBERS)
        and (text[word.end : following.start] in _JOINS)
        else 0
    )


def _is_time(text: str, word: Word, after: Sequence[Word], beside: int) -> bool:
    """Tell whether word is a month or a day of the week, and no paper's ("Sunday Courier")."""
    if word.small not in TIMES:
        return False
    if after and word.small.endswith("day") and after[0].small in cues.MEDIA_HEADS:
        return False
    if word.small not in _TIMES_WITH_NUMBERS or beside == 1:
        return True
    if text.endswith(("In ", "in ", "Since ", "since ", "until ", "Until "), 0, word.start):
        return True
    dated = re.match(r"\.?,? ?\d", text[word.end : word.end + 4])
    return bool(dated) or bool(re.search(r"\d ?$", text[max(0, word.start - 3) : word.start]))


def _state_in(text: str, run: list[Word]) -> tuple[int, int]:
    """Return how many words of run name a state, and the first of them; (0, 0) for none."""
    for start in range(len(run)):
        if run[start].small.split(" ")[0] not in _FIRST_OF_STATES:
            continue
        for size in range(min(4, len(run) - start), 0, -1):
            name = fold(text[run[start].start : run[start + size - 1].end])
            if name in gazetteer.COUNTRIES and not (name == "us" and run[start].text != "US"):
                return size, start
    return 0, 0
