"""Chains of capitalised words: what in a text has the form of a name, before anyone asks whose.

Small words join the parts of a chain only where a head noun such as "Ministry" allows it; where a
title, a country, a month or the opening of a sentence ends a name, the chain is cut.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reader.text import cues, foreign, gazetteer
from reader.text.capitals import (
    BEFORE_NAMES,
    HYPHENS,
    UPPER,
    Chain,
    Word,
    capital_words,
    opens_sentence,
    small_words,
    titles,
)
from reader.text.cutting import TIMES, Cutter
from reader.text.heads import HEADS, HEADS_BEFORE_FOR, HEADS_BEFORE_OF
from reader.text.lettering import fold
from reader.text.names import is_acronym
from reader.text.spans import Span

_JOINS = frozenset([" ", "\u00a0", "\u202f", "\n"])
_AND = re.compile(" and(?= )")
_PARTING = frozenset(',;:()[]{}“”"!?…/—')  # no name goes on after these
_ORGANISATION_GAP = re.compile(r" (?:of|for|on|against|to)(?: the)? $| in (?:the )?$")
_IN_TOWNS = re.compile(
    rf"[{HYPHENS}](?:sur|sous|le|la|les|lès|en|am|an|de|du|upon|on|op)[{HYPHENS}]"
)
# Adjectives in foreign names are small: "Institut der deutschen Wirtschaft".
_FOREIGN = re.compile(r"(?:schen|ischen|ales|aux|elle|elles|ique|iques|skih|nih|ske|ska|acional)$")
_ELIDED = re.compile(r"(?<!\w)(?:l|d|dell|all|qu)[’']\Z")
_ABSTRACT = re.compile(r"(?:s|ion|ment|ure|ing|ogy|ence|ance|ity|th|ry|fare)$")
_CAPITALS = re.compile(rf"(?: [{UPPER}][^\W\d_]{{1,20}}){{1,4}}")
# Whose the name of a body may be: "People's Union".
_PORTS = frozenset(["port", "saint", "st", "fort", "new"])
_MANY = frozenset(["people", "women", "men", "children"])
_ADJECTIVE = re.compile(r"(?:al|ic|ive|ary|time|ine|ent)$")
# Whose tasks "and" parts.
_OFFICES_OF = frozenset("ministry department secretariat secretary centers centres".split())
_FELLOWS = frozenset("workers miners employers employees women students farmers".split())
_FIRMS = frozenset(["Company", "Works", "Corporation", "Association", "Union"])
_STRONG = HEADS - cues.WEAK_HEADS
_LONGEST_CHAIN = 14


def find_chains(
    texts: Sequence[str],
    *,
    quiet: Sequence[Sequence[Span]] = (),
    longs: Iterable[str] = (),
    small: frozenset[str] | None = None,
) -> list[Chain]:
    """Return the chains of capitalised words in texts, in reading order.

    `quiet` gives for each text the spans where capitals are no evidence, `longs` names that are
    known to be whole, `small` the words that texts write small (small_words), if that was asked
    already. Linear in the length of texts.
    """
    reader = _ChainReader(small_words(texts) if small is None else small, longs)
    words = [list(capital_words(text)) for text in texts]
    reader.count(texts, words)
    chains: list[Chain] = []
    for number, text in enumerate(texts):
        silent = sorted([*(quiet[number] if number < len(quiet) else ()), *titles(text)])
        chains += reader.read(number, text, words[number], silent)
    return chains


class _ChainReader:
    """Reads the chains of one document; knows which words it also writes small."""

    def __init__(self, small: frozenset[str], longs: Iterable[str]) -> None:
        self.small = small
        self.longs = frozenset(fold(long) for long in longs) | gazetteer.LONG_STATES
        self.sizes: dict[str, set[int]] = {}
        for long in self.longs:
            self.sizes.setdefault(long.split()[0], set()).add(len(long))
        self.cutter = Cutter(small, self.longs)
        self.seen: Counter[str] = Counter()
        self.after_and: Counter[str] = Counter()
        self.before_and: Counter[str] = Counter()

    def count(self, texts: Sequence[str], words: Sequence[Sequence[Word]]) -> None:
        """Count how often each word stands, and how often beside "and"."""
        for text, found in zip(texts, words, strict=True):
            self.seen.update([word.small for word in found])
            joints = [match.start() for match in _AND.finditer(text)] if found else ()
            if joints:
                ends = {word.end: word.small for word in found}
                starts = {word.start: word.small for word in found}
                self.before_and.update([ends[at] for at in joints if at in ends])
                after = [at + len(" and ") for at in joints]
                self.after_and.update([starts[at] for at in after if at in starts])

    def read(
        self, number: int, text: str, words: Sequence[Word], quiet: Sequence[Span]
    ) -> Iterator[Chain]:
        position = reach = 0
        for run in self._runs(text, words):
            start = run[0].start
            while position < len(quiet) and quiet[position].start <= start:
                reach = max(reach, quiet[position].end)
                position += 1
            yield from self.cutter.cut(
                text, run, number, opens_sentence(text, start), is_quiet=start < reach
            )

    def _runs(self, text: str, words: Sequence[Word]) -> Iterator[list[Word]]:
        """Yield the words that gaps join, before anything is cut."""
        run: list[Word] = []
        long_end = 0
        for word in words:
            if word.start < long_end:
                run.append(word)
                continue
            run = _reaching(text, run, long_end)
            if run and (long_end or not self._joins(text, run, word)):
                yield run
                run, long_end = [], 0
            if word.small in self.sizes and (long := self._long_at(text, word)):
                if run:
                    yield run
                run, long_end = [], word.start + long
            run.append(word)
        if run:
            yield _reaching(text, run, long_end)

    def _long_at(self, text: str, word: Word) -> int:
        """Return the length of the longest known name at word, 0 for none."""
        for size in sorted(self.sizes[word.small], reverse=True):
            if fold(text[word.start : word.start + size]) in self.longs:
                return size
        return 0

    def _joins(self, text: str, run: list[Word], word: Word) -> bool:
        last = run[-1]
        if len(run) >= _LONGEST_CHAIN or word.start - last.end > 24:
            return False
        gap = text[last.end : word.start]
        if gap in _JOINS:
            return not (last.text.endswith(".") and opens_sentence(text, word.start)
                        and word.small in cues.OPENERS)  # fmt: skip
        if not _PARTING.isdisjoint(gap):
            return False
        if gap == "&":
            return True  # "P&I"
        if gap == " & ":
            return self._joins_by_ampersand(text, run, word)
        if gap[:1] in HYPHENS and (_IN_TOWNS.fullmatch(gap)):
            return True
        if gap in (" d’", " d'"):
            return True
        if len(gap) == 1 and gap in HYPHENS:
            if last.small in _PORTS:
                return True
            if f"{last.small}{gap}{word.small}" in gazetteer.COUNTRIES:
                return True
            countries = (gazetteer.COUNTRIES, gazetteer.PLACES)
            return not any(last.small in names or word.small in names for names in countries)
        if gap == ". ":
            return (len(last.text) == 1 or last.small in BEFORE_NAMES) and last.text != "I"
        if last.has_possessive:
            # "Coal Miners’ Union" is a name; "Iran’s Army" two.
            if last.small in _MANY and len(run) < 4 and gap in ("’s ", "'s "):
                return len(run) == 1 or self._ends_in_head(text, word)  # "Orun People’s Army"
            if gap in ("’s ", "'s ") and word.small == "office":
                return last.small in cues.TITLES  # "Comptroller General’s Office"
            if gap in ("’ ", "' ") and last.small in _FELLOWS:
                return self._ends_in_head(text, word)  # "Workers’ Benefit Fund"
            if gap in ("’ and ", "' and ", "’s and ", "'s and "):
                return len(run) < 3 and word.has_possessive  # "Sailors’ and Firemen’s Union"
            if gap in ("’s ", "'s ") and len(run) > 1 and run[-2].has_possessive:
                return word.small in HEADS
            if gap in ("’s ", "'s "):
                is_saint = len(run) > 1 and run[-2].small in ("st", "st.", "saint")
                return (len(run) == 1 and last.small in _MANY) or (is_saint and word.small in HEADS)
            return gap in ("’ ", "' ") and word.small in HEADS and last.text.endswith("s")
        if gap == " of " and len(run) == 1 and last.small in gazetteer.GIVEN_NAMES:
            return word.small not in gazetteer.COUNTRIES  # "Otto of Orun"
        if gap in (" of ", " of the ") and last.small in cues.PEERS:
            return [one.small for one in run[:-1]] in ([], ["the"])  # "the Earl of Carrick"
        small = gap.strip()
        if self._is_foreign_gap(text, run, small):
            return True
        if _ORGANISATION_GAP.match(gap):
            inner = text[run[0].start : last.end]
            if " of " in inner and word.small in gazetteer.COUNTRIES:
                return False  # the "Ministry of Labour" of Iran
            return self._may_go_on(run, gap.split()[0], word)
        if small == "and":
            return self._joins_by_and(text, run, word)
        if small == "the" and len(run) == 1:
            return self._is_byname(text, run[0], word)
        return bool(small) and all(part in cues.PARTICLES for part in small.split())

    def _is_foreign_gap(self, text: str, run: list[Word], small: str) -> bool:
        """Tell whether small words of another language stand after the head noun of a body."""
        if small in ("", "the", "and", "of", "i", "a"):
            return False
        parts = _ELIDED.sub("", small).split()
        own = [part for part in parts if part not in foreign.SMALL]
        if len(own) > 1 or len(parts) == len(own) or not all(map(_FOREIGN.search, own)):
            return False
        head = run[1] if len(run) > 1 and run[0].small in cues.OPENERS else run[0]
        following = text[head.end : head.end + 30].split()[:1]
        return foreign.is_head(head.small, *following) or bool(foreign.compound_kind(head.small))

    def _may_go_on(self, run: list[Word], small: str, word: Word) -> bool:
        if word.small in TIMES:
            return False
        if small == "in":
            # Whose field is its name: "Union Mission in Orun", "Islamic State in the Sava"
            return run[-1].small == "mission" or [one.small for one in run[-2:]] == [
                "islamic",
                "state",
            ]
        if small == "of" and run[-1].small in HEADS_BEFORE_OF - cues.TRADES:
            return True
        if small in ("for", "on", "against", "to"):
            held = len(run) > 2 and run[0].small in HEADS_BEFORE_FOR and small == "for"
            return held or run[-1].small in HEADS_BEFORE_FOR
        # "Institute for the Study of War", "Board of the Bank of England"
        held = any(one.small in HEADS for one in run) or run[0].small in HEADS_BEFORE_OF
        return small == "of" and len(run) > 1 and held and run[-1].small not in cues.TRADES

    def _joins_by_ampersand(self, text: str, run: list[Word], word: Word) -> bool:
        """Tell whether "&" is inside the name of a firm, and not between two people."""
        if len(run) > 2 or word.small in gazetteer.GIVEN_NAMES:
            return any(one.small in HEADS for one in run)
        return len(run) == 1 or run[0].small not in gazetteer.GIVEN_NAMES

    def _joins_by_and(self, text: str, run: list[Word], word: Word) -> bool:
        """Tell whether "and" is inside a name: what it joins never stands without it here."""
        if f"{run[-1].small} and {word.small}" in gazetteer.COUNTRIES:
            return True
        if word.small in gazetteer.COUNTRIES or word.small in gazetteer.GIVEN_NAMES:
            return False
        if is_acronym(run[-1].text):
            return False  # "the BBC and Voice of Orun"
        if run[0].small == "messrs" and len(run) == 2:
            return True  # "Messrs. Varn and Orlo"
        if self._is_of_ministry(text, run, word):
            return True
        if word.small in cues.TITLES or word.small in BEFORE_NAMES or is_acronym(word.text):
            return False
        if self.after_and[word.small] < self.seen[word.small]:
            return len(run) > 1 and bool(_ABSTRACT.search(word.small)) and self._has_of(text, run)
        if self._has_of(text, run):
            return True
        # "the Securities and Exchange Commission"
        if self._is_of_agency(text, run, word):
            return True
        if len(run) > 1 or self.before_and[run[0].small] < self.seen[run[0].small]:
            return False
        if run[0].small in gazetteer.COUNTRIES or not text.endswith("the ", 0, run[0].start):
            return False
        if self.seen[word.small] > 1 or word.small in HEADS:
            return True  # "the Star and Herald"
        return self._ends_in_head(text, word)

    def _is_of_agency(self, text: str, run: list[Word], word: Word) -> bool:
        """Tell whether an agency has word among its fields, or a firm among its goods.

        "the Federal Coal and Steel Agency", "the Orun Brick and Tile Company".
        """
        own = run[1:] if run[0].small == "the" else run
        if not own or not (own is not run or text.endswith("the ", 0, run[0].start)):
            return False
        if any(one.small in _STRONG or one.small in gazetteer.GIVEN_NAMES for one in own):
            return False
        fitting = len(own) == 1 and _ADJECTIVE.search(own[0].small)
        tail = text[word.end : word.end + 13].split()[:1]
        is_firm = len(own) == 2 and tail != [] and tail[0].strip(".,;’'") in _FIRMS
        return is_firm or (
            (bool(fitting) or own[0].small in cues.BODY_OPENERS) and self._ends_in_head(text, word)
        )

    def _ends_in_head(self, text: str, word: Word) -> bool:
        """Tell whether the capitalised words from word on end in the head noun of a body."""
        tail = _CAPITALS.match(text, word.end, word.end + 80)
        return (tail[0].split()[-1].lower() if tail else word.small) in _STRONG

    def _is_of_ministry(self, text: str, run: list[Word], word: Word) -> bool:
        """Tell whether a ministry has word among its tasks ("Ministry of Energy and Coal")."""
        head = run[1] if len(run) > 1 and run[0].small == "the" else run[0]
        rest = text[head.end : head.end + 5]
        is_ministry = head.small in _OFFICES_OF and rest.startswith((" of ", " for "))
        return is_ministry and not self._ends_in_head(text, word)

    def _has_of(self, text: str, run: list[Word]) -> bool:
        inner = text[run[0].start : run[-1].end]
        heads = any(one.small in HEADS_BEFORE_OF for one in run[:-1])
        return heads and (" of " in inner or " for " in inner)

    def _is_byname(self, text: str, name: Word, word: Word) -> bool:
        """Tell whether the words are a name and a byname ("Ivan the Terrible")."""
        after = text[word.end : word.end + 2]
        return (
            name.small not in gazetteer.COUNTRIES
            and name.small not in cues.OPENERS
            and name.small not in TIMES
            and word.small not in self.small | HEADS
            and not (after[:1] == " " and after[1:].isupper())
            and self.after_and[word.small] == 0
            and name.small in gazetteer.GIVEN_NAMES
        )


def _reaching(text: str, run: list[Word], end: int) -> list[Word]:
    """Return the run up to the end of a known name whose last words are small ("Savez boraca")."""
    if not run or run[-1].end >= end:
        return run
    tail = text[run[-1].end : end].lstrip()
    return [*run, Word(end - len(tail), end, tail, fold(tail), False)]
