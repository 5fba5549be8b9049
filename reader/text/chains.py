"""Chains of capitalised words: what in a text has the form of a name, before anyone asks whose.

A chain is cut where a title, a country, a month or the opening of a sentence ends a name; small
words join its parts only where a head noun such as "Ministry" allows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.text import cues
from reader.text.names import fold, is_acronym
from reader.text.spans import Span

_UPPER = "".join(
    chr(code) for code in (*range(0x590), *range(0x1E00, 0x2000)) if chr(code).isupper()
)
_HYPHENS = "-\u2010\u2011\u2013"
_APOSTROPHES = "'’‘ʼʿʾ`"
_ARTICLE = "|".join(f"{article}|{article.title()}" for article in cues.ARTICLES)
_WORD = re.compile(
    rf"(?<![^\W_])(?:(?:[{_UPPER}]\.){{1,5}}[{_UPPER}](?![^\W_])\.?"
    rf"|(?:(?:{_ARTICLE})[{_HYPHENS}])?[ʿʾ]?[{_UPPER}]"
    rf"(?:[^\W_]|[\u0300-\u036f]|[{_APOSTROPHES}](?=[^\W_]))*)"
)
_SMALL_WORD = re.compile(r"(?<![^\W_])[a-z]{2,30}(?![^\W_])")
_LOWER_BEFORE = re.compile(r"(?<![^\W_])([a-z]{2,5}) $")
_NUMERAL = re.compile(r"[IVX]{1,5}$")
_BEFORE_NAMES = frozenset("mr mrs ms dr st prof gen col capt lt sgt rev sen rep gov hon maj".split())
_JOINS = frozenset([" ", "\u00a0", "\u202f", "\n"])
_ORGANISATION_GAP = re.compile(r" (?:of|for|on|against|to)(?: the)? $| in $")
_QUOTED = re.compile(r"“[^“”]{3,400}”|‘[^‘’]{12,300}’|\"[^\"]{3,400}\"")
_TIMES = frozenset(
    """january february march april june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov
    dec may""".split()
)
# Also given names and verbs: a month only beside a number.
_TIMES_WITH_NUMBERS = frozenset("april june august jan mar dec sun sat wed may march".split())
_LONGEST_CHAIN = 14
_ALL_HEADS = (
    cues.STATE_HEADS | cues.MILITARY_HEADS | cues.PARTY_HEADS | cues.GROUP_HEADS
    | cues.MEDIA_HEADS | cues.PUBLISHER_HEADS | cues.REALM_HEADS
)  # fmt: skip
# They take "of" and a name, though they are no head noun at the end of one.
_HEADS_BEFORE_OF = _ALL_HEADS | frozenset(
    "house kingdom republic duchy sultanate emirate brotherhood friends office sons daughters "
    "knights doctors reporters state confederacy caliphate people's mothers commonwealth "
    "islamic principality".split()  # noqa: SIM905
)


class Word(NamedTuple):
    """A capitalised word, its possessive left outside; `small` is it in small letters, folded."""

    start: int
    end: int
    text: str
    small: str
    has_possessive: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Capitalised words that belong together, at [start, end) of the text with this number.

    `words` are the words in small letters, those between them included. `opens` tells that a
    sentence begins with it; `is_quiet` that it stands in a heading, a quoted title or a citation,
    where capitals are no evidence; `title` is the title in front of it.
    """

    text: int
    start: int
    end: int
    words: tuple[str, ...]
    opens: bool = False
    is_quiet: bool = False
    title: str = ""
    has_possessive: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def head_kind(words: Sequence[str]) -> str:
    """Return the kind that the head nouns among words give, or the empty string.

    The last word decides, or the first before "of"; a state's head noun anywhere makes military
    units the state's.

    >>> head_kind(["ministry", "of", "defence"]), head_kind(["mahdi", "army"])
    ('state_body', 'group')
    """
    heads = [words[-1]] if words else []
    if "of" in words or "for" in words or "on" in words:
        cut = min(words.index(small) for small in ("of", "for", "on") if small in words)
        heads = [words[cut - 1], *heads] if cut else heads
    for head in heads:
        for part in reversed(re.split(r"[-–‑‐]", head)):
            kind = _head(part, words)
            if kind:
                return kind
    # "(…) Group Ltd" and the like are met above; foreign head nouns stand first.
    return "group" if len(words) > 1 and words[0] in cues.FOREIGN_HEADS else ""


def _head(word: str, words: Sequence[str]) -> str:
    if word in cues.PUBLISHER_HEADS:
        return "publisher"
    if word in cues.MEDIA_HEADS:
        return "media"
    if word in cues.PARTY_HEADS:
        return "party"
    if word in cues.REALM_HEADS:
        return "state"
    if word in ("board", "service") and words[0] in ("national", "federal", "state"):
        return "state_body"
    if word in ("agency", "authority", "council", "court") and words[0] in ("international", "world"):
        return "group"
    if word in cues.MILITARY_HEADS:
        state = {"guard", "guards", "national", "royal", "federal", "security", "central", "police"}
        if word == "command" or state & set(words) or cues.is_people(words[0]):
            return "state_body"
        return "state_body" if words[0] in cues.COUNTRIES else "group"
    if word in cues.STATE_HEADS:
        return "state_body"
    return "group" if word in cues.GROUP_HEADS else ""


def small_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write in small letters."""
    seen: set[str] = set()
    for text in texts:
        seen.update(_SMALL_WORD.findall(text))
    return frozenset(seen)


def find_chains(
    texts: Sequence[str],
    *,
    quiet: Sequence[Sequence[Span]] = (),
    longs: Iterable[str] = (),
) -> list[Chain]:
    """Return the chains of capitalised words in texts, in reading order.

    `quiet` gives for each text the spans where capitals are no evidence, `longs` names that are
    known to be whole. Linear in the length of texts.
    """
    reader = _ChainReader(small_words(texts), longs)
    words = [list(_words(text)) for text in texts]
    reader.count(texts, words)
    chains: list[Chain] = []
    for number, text in enumerate(texts):
        silent = sorted([*(quiet[number] if number < len(quiet) else ()), *_titles(text)])
        chains += reader.read(number, text, words[number], silent)
    return chains


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        start, end = match.span()
        found = match[0]
        owns = False
        if fold(found) in cues.KNOWN_ACTORS:
            yield Word(start, end, found, fold(found), False)
            continue
        if len(found) > 2 and found[-1] in "sS" and found[-2] in _APOSTROPHES:
            end, owns = end - 2, True
        elif end < len(text) and text[end] in "'’" and found[-1] == "s":
            owns = True
        found = text[start:end]
        yield Word(start, end, found, fold(found), owns)


def _titles(text: str) -> Iterator[Span]:
    """Yield the stretches of text in which capitals mean nothing: headings, quoted titles."""
    line = text.strip()
    if line and len(line) <= 140 and line[-1] not in ".!?…”’\"')":
        yield Span(0, len(text))
        return
    for match in _QUOTED.finditer(text):
        words = [word for word in match[0].split() if word[:1].isalpha() or len(word) > 3]
        longer = [word.strip("“”‘’\"'(,.") for word in words]
        longer = [word for word in longer if len(word) > 3]
        capitals = sum(1 for word in longer if word[:1].isupper())
        if len(longer) > 2 and capitals * 10 >= len(longer) * 7:
            yield Span(*match.span())


def opens_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence, a quotation or a parenthesis of text begins at start."""
    before = text[max(0, start - 12) : start]
    bare = before.rstrip(" \u00a0\t\n“‘\"'([*_—")
    if not bare:
        return start < 12 or before.strip() != ""
    if before != before.rstrip("“\"([—\n\t"):
        return True
    if bare[-1] in "!?…:•":
        return True
    if bare[-1] in "’”)]'\"":
        bare = bare.rstrip("’”)]'\"")
        return bare[-1:] in (".", "!", "?", "…")
    if bare[-1] != ".":
        return False
    last = re.search(r"([^\W\d_]{1,12})\.$", bare)
    if not last:
        return True
    if last[1].lower() in _BEFORE_NAMES or last[1].lower() in ("vs", "v", "cf", "no", "vol"):
        return False
    return not (len(last[1]) == 1 and last[1].isupper())


class _ChainReader:
    """Reads the chains of one document; knows which words it also writes small."""

    def __init__(self, small: frozenset[str], longs: Iterable[str]) -> None:
        self.small = small
        self.longs = frozenset(fold(long) for long in longs)
        self.sizes: dict[str, set[int]] = {}
        for long in self.longs:
            self.sizes.setdefault(long.split()[0], set()).add(len(long))
        self.seen: Counter[str] = Counter()
        self.after_and: Counter[str] = Counter()
        self.before_and: Counter[str] = Counter()

    def count(self, texts: Sequence[str], words: Sequence[Sequence[Word]]) -> None:
        """Count how often each word stands, and how often beside "and"."""
        for text, found in zip(texts, words, strict=True):
            for word in found:
                self.seen[word.small] += 1
                if text.startswith(" and ", word.end):
                    self.before_and[word.small] += 1
                if text.endswith(" and ", max(0, word.start - 5), word.start):
                    self.after_and[word.small] += 1

    def read(
        self, number: int, text: str, words: Sequence[Word], quiet: Sequence[Span]
    ) -> Iterator[Chain]:
        position = reach = 0
        for run in self._runs(text, words):
            start = run[0].start
            while position < len(quiet) and quiet[position].start <= start:
                reach = max(reach, quiet[position].end)
                position += 1
            whole = Chain(number, start, run[-1].end, (), is_quiet=start < reach)
            yield from self._cut(text, run, whole, opens_sentence(text, start))

    def _runs(self, text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
        """Yield the words that gaps join, before anything is cut."""
        run: list[Word] = []
        long_end = 0
        for word in words:
            if word.start < long_end:
                run.append(word)
                continue
            if run and (long_end or not self._joins(text, run, word)):
                yield run
                run, long_end = [], 0
            long = self._long_at(text, word)
            if long:
                if run:
                    yield run
                run, long_end = [], word.start + long
            run.append(word)
        if run:
            yield run

    def _long_at(self, text: str, word: Word) -> int:
        """Return the length of the longest known name at word, 0 for none."""
        for size in sorted(self.sizes.get(word.small, ()), reverse=True):
            if fold(text[word.start : word.start + size]) in self.longs:
                return size
        return 0

    def _joins(self, text: str, run: list[Word], word: Word) -> bool:
        last = run[-1]
        if len(run) >= _LONGEST_CHAIN or word.start - last.end > 14:
            return False
        gap = text[last.end : word.start]
        if gap in _JOINS or gap == " & ":
            return not (last.text.endswith(".") and opens_sentence(text, word.start)
                        and word.small in cues.OPENERS)  # fmt: skip
        if len(gap) == 1 and gap in _HYPHENS:
            countries = (cues.COUNTRIES, cues.PLACES)
            return not any(last.small in names or word.small in names for names in countries)
        if gap == ". ":
            return (len(last.text) == 1 or last.small in _BEFORE_NAMES) and last.text != "I"
        if last.has_possessive:
            # "Coal Miners’ Union" is a name; "Iran’s Army" two.
            return gap in ("’ ", "' ") and word.small in _ALL_HEADS and last.text.endswith("s")
        small = gap.strip()
        if _ORGANISATION_GAP.match(gap):
            return self._may_go_on(run, gap.split()[0], word)
        if small == "and":
            return self._joins_by_and(text, run, word)
        if small == "the" and len(run) == 1:
            return self._is_byname(text, run[0], word)
        return bool(small) and all(part in cues.PARTICLES for part in small.split())

    def _may_go_on(self, run: list[Word], small: str, word: Word) -> bool:
        if small == "in" or word.small in _TIMES:
            return False
        if small == "of" and run[-1].small in _HEADS_BEFORE_OF:
            return True
        if small in ("for", "on", "against", "to"):
            return run[-1].small in _ALL_HEADS
        # "Institute for the Study of War", "Board of the Bank of England"
        return small == "of" and len(run) > 1 and any(one.small in _ALL_HEADS for one in run)

    def _joins_by_and(self, text: str, run: list[Word], word: Word) -> bool:
        """Tell whether "and" is inside a name: what it joins never stands without it here."""
        if word.small in cues.COUNTRIES or word.small in cues.GIVEN_NAMES:
            return False
        if word.small in cues.TITLES or self.after_and[word.small] < self.seen[word.small]:
            return False
        inner = text[run[0].start : run[-1].end]
        if any(one.small in _HEADS_BEFORE_OF for one in run[:-1]) and (
            " of " in inner or " for " in inner
        ):
            return True
        # "the Securities and Exchange Commission"
        if len(run) > 1 or self.before_and[run[0].small] < self.seen[run[0].small]:
            return False
        if run[0].small in cues.COUNTRIES or not text.endswith("the ", 0, run[0].start):
            return False
        tail = re.match(rf"(?: [{_UPPER}][^\W\d_]{{1,20}}){{1,4}}", text[word.end : word.end + 80])
        return bool(tail) and tail[0].split()[-1].lower() in _ALL_HEADS

    def _is_byname(self, text: str, name: Word, word: Word) -> bool:
        """Tell whether the words are a name and a byname ("Ivan the Terrible")."""
        after = text[word.end : word.end + 2]
        return (
            name.small not in cues.COUNTRIES
            and name.small not in cues.OPENERS
            and name.small not in _TIMES
            and word.small not in self.small | _ALL_HEADS
            and not (after[:1] == " " and after[1:].isupper())
            and self.after_and[word.small] == 0
            and name.small in cues.GIVEN_NAMES
        )

    # --- cutting a run ------------------------------------------------------------------------

    def _cut(self, text: str, run: list[Word], whole: Chain, opens: bool) -> Iterator[Chain]:
        while run and self._is_opening(text, run, opens):
            run, opens = run[1:], False
        if not run:
            return
        for index, word in enumerate(run):
            if _is_time(text, word, len(run)):
                yield from self._cut(text, run[:index], whole, opens)
                yield from self._cut(text, run[index + 1 :], whole, False)
                return
        yield from self._cut_titles(text, run, whole, opens)

    def _is_opening(self, text: str, run: list[Word], opens: bool) -> bool:
        first = run[0]
        if first.small in cues.OPENERS and not first.text.isupper():
            # "New" and "High" begin names within a sentence; "The" never does here.
            return opens or first.small in ("the", "a", "an", "see")
        if not opens or len(run) == 1 or first.small not in self.small:
            return False
        if first.small in cues.GIVEN_NAMES | cues.TITLES | cues.PARTICLES:
            return False
        return text[first.end : run[1].start] == " " and first.small not in _ALL_HEADS

    def _cut_titles(self, text: str, run: list[Word], whole: Chain, opens: bool) -> Iterator[Chain]:
        last = len(run) - 1
        ends_in_title = last and _is_title(run[-1]) and _is_adjacent(text, run[-2], run[-1])
        has_head = head_kind(_run_words(text, run)) and not ends_in_title
        at = -1
        if not has_head:
            for index in range(last):
                gap = text[run[index].end : run[index + 1].start]
                joined = gap in _JOINS or gap == ". "
                held = index and not _is_adjacent(text, run[index - 1], run[index])
                if _is_title(run[index]) and joined and not held:
                    at = index
        if at >= 0:
            first = at
            while first and (run[first - 1].small in cues.TITLE_OPENERS | cues.TITLES):
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

    def _is_trailing(self, run: list[Word]) -> bool:
        """Tell whether the title that ends run belongs to no name ("AAH Leader", "President")."""
        rest = [word for word in run if not (_is_title(word) or word.small in cues.TITLE_OPENERS)]
        return not rest or (
            len(rest) == 1
            and (is_acronym(rest[0].text) or rest[0].small in cues.COUNTRIES
                 or cues.is_people(rest[0].small))
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
            words = [*chain.words, *body.split()]
            yield replace(chain, end=chain.end + 1 + len(body), words=tuple(words), opens=False)
            return
        if len(run) > 1 and words[0] in cues.KNOWN_ACTORS and not self._is_whole(words):
            yield self._chain(text, run[:1], whole, opens)
            yield from self._cut_states(text, run[1:], whole, False, title)
            return
        size, start = _state_in(text, run)
        if size == len(run):
            yield self._chain(text, run, whole, opens, title)
            return
        if size and not (self._is_whole(words) and start + size < len(run)):
            left, state, right = run[:start], run[start : start + size], run[start + size :]
            dotted = "." in state[0].text
            joined = start == 0 or _is_adjacent(text, run[start - 1], run[start])
            if joined and (start == 0 or dotted or len(left) > 1):
                yield from self._cut_states(text, left, whole, opens, title)
                yield self._chain(text, state, whole, opens and not left)
                yield from self._cut_states(text, right, whole, False)
                return
        if len(run) > 1 and cues.is_people(words[0]) and self._goes_without(text, run):
            yield self._chain(text, run[:1], whole, opens)
            yield from self._cut_states(text, run[1:], whole, False, title)
            return
        yield self._chain(text, run, whole, opens, title)

    def _is_whole(self, words: Sequence[str]) -> bool:
        """Tell whether the last of words makes a name of them all ("Orun Bank", "Orun River")."""
        ends = cues.PLACE_HEADS | cues.CONCEPT_HEADS
        return bool(head_kind(words)) or words[-1] in ends or " ".join(words) in cues.KNOWN_ACTORS

    def _body_after(self, text: str, word: Word) -> str:
        """Return the small-letter noun that makes a name of word ("Orunian security forces")."""
        if word.has_possessive or text[word.end : word.end + 1] != " ":
            return ""
        bodies = ()
        if word.small in cues.COUNTRIES:
            bodies = ("embassy", "consulate")
        elif word.small.endswith("ist") and word.small not in cues.NOT_ACTORS:
            bodies = ("movement",)
        elif cues.is_people(word.small):
            bodies = cues.BODIES_AFTER_PEOPLES
        for body in bodies:
            end = word.end + 1 + len(body)
            if text.startswith(body, word.end + 1) and not text[end : end + 1].isalnum():
                return body
        return ""

    def _goes_without(self, text: str, run: list[Word]) -> bool:
        """Tell whether the adjective of a people before a name is no part of it."""
        rest = [word.small for word in run[1:]]
        if run[0].small in cues.GIVEN_NAMES or not _is_adjacent(text, run[0], run[1]):
            return False
        name = text[run[1].start : run[-1].end]
        if fold(name) in self.longs:
            return True
        if rest[0] in cues.GIVEN_NAMES or rest[0].startswith("abu"):
            return True
        return not head_kind(rest) and rest[-1] not in cues.CONCEPT_HEADS | cues.PLACE_HEADS

    def _chain(
        self, text: str, run: list[Word], whole: Chain, opens: bool, title: str = ""
    ) -> Chain:
        start, end = run[0].start, run[-1].end
        before = _LOWER_BEFORE.search(text[max(0, start - 7) : start])
        while before and before[1] in cues.OPENING_PARTICLES:
            start -= len(before[0])
            before = _LOWER_BEFORE.search(text[max(0, start - 7) : start])
        words = tuple(fold(text[start:end]).replace("&", " ").split())
        return replace(
            whole,
            start=start,
            end=end,
            words=words,
            opens=opens,
            title=title.strip(),
            has_possessive=run[-1].has_possessive,
        )


def _run_words(text: str, run: Sequence[Word]) -> list[str]:
    """Return the words of a run in small letters, those between the capitalised ones included."""
    return fold(text[run[0].start : run[-1].end]).replace("&", " ").split()


def _is_title(word: Word) -> bool:
    return word.small in cues.TITLES


def _is_adjacent(text: str, first: Word, second: Word) -> bool:
    gap = text[first.end : second.start]
    return gap in _JOINS or gap in (". ", " & ") or (len(gap) == 1 and gap in _HYPHENS)


def _office_before(text: str, word: Word) -> str:
    """Return "Secretary of" where that stands before "State": an office, not a name."""
    if word.small not in cues.OFFICES:
        return ""
    match = re.search(r"(?<!\w)([A-Za-z]{4,12}) of (?:the )?$", text[max(0, word.start - 30) : word.start])
    return match[0] if match and match[1].lower() in cues.TITLES else ""


def _is_time(text: str, word: Word, beside: int) -> bool:
    if word.small not in _TIMES:
        return False
    if word.small not in _TIMES_WITH_NUMBERS or beside == 1:
        return True
    dated = re.match(r"\.?,? ?\d", text[word.end : word.end + 4])
    return bool(dated) or bool(re.search(r"\d ?$", text[max(0, word.start - 3) : word.start]))


def _state_in(text: str, run: list[Word]) -> tuple[int, int]:
    """Return how many words of run name a state, and the first of them; (0, 0) for none."""
    for start in range(len(run)):
        for size in range(min(4, len(run) - start), 0, -1):
            name = fold(text[run[start].start : run[start + size - 1].end])
            if name in cues.COUNTRIES and not (name == "us" and run[start].text != "US"):
                return size, start
    return 0, 0
