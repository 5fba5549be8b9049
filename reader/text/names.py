"""Names of actors in text, found as whole words; what they link to, mentions.py says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

import ahocorasick_rs

from reader.text.edges import ARTICLES, among_capitals, may_end, may_start
from reader.text.gazetteer import is_people
from reader.text.lettering import (
    fold,
    same_letters,
    small,
    spaced,
    squeeze,
)
from reader.text.spans import Span

KINDS = ("primary", "full", "short", "acronym", "former", "translation", "transliteration", "weak")
CASES = ("default", "exact", "initial", "any")

_AT_ONCE = 60_000  # characters


@dataclass(frozen=True, slots=True)
class NameRule:
    """One name of one actor and how it is matched.

    `actor` is whatever the caller knows the actor by. `kind` is one of KINDS. `case` is "exact",
    "initial" (only the first letter may differ), "any", or "default": exact for acronyms, initial
    for one word, any for several words; but what is found has a capital where a word starts,
    unless the name itself has none. Raises ValueError for an empty name or another kind or case.
    `key` is whatever the caller knows the name by; rules that differ in it alone are one.
    """

    text: str
    actor: Hashable
    kind: str = "full"
    case: str = "default"
    key: Hashable = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not any(char.isalnum() for char in self.text) or self.text != self.text.strip():
            raise ValueError(f"not a name: {self.text!r}")
        if self.kind not in KINDS or self.case not in CASES:
            raise ValueError(f"no such kind or case: {self.kind}, {self.case}")

    @property
    def is_exact(self) -> bool:
        """Tell whether no letter may differ in case."""
        if self.case != "default":
            return self.case == "exact"
        return self.kind == "acronym" or is_acronym(self.text)

    def admits(self, found: str, *, in_capitals: bool = False) -> bool:
        """Tell whether found is this name, but for signs and accents that are variants, and case.

        With `in_capitals` all of found is in capitals because the words around it are.
        """
        if found == self.text:
            return True
        mine, name = same_letters(found), same_letters(self.text)
        if self.is_exact:
            return mine == name
        if small(mine) != small(name):
            return False
        if self.case == "any":
            return True
        if self.case == "initial":
            return mine[1:] == name[1:]
        if in_capitals or (_has_capital(self.text) and not _has_capital(found)):
            return in_capitals
        return " " in self.text or "\u00a0" in self.text or mine[1:] == name[1:]


class FoundName(NamedTuple):
    """A name as it stands in a text, with every rule that admits it."""

    span: Span
    text: str
    rules: tuple[NameRule, ...]


def is_acronym(text: str) -> bool:
    """Tell whether text is one word of capitals, with or without stops, hyphens and digits."""
    if " " in text or not text.isupper():
        return False
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def guess_kind(text: str, primary: str) -> str:
    """Return the kind of a name entered without one, beside the actor's primary name.

    A single word of the primary name is short (with or without the Arabic article), capitals
    only are an acronym, and anything else is a full name.
    """
    name, whole = fold(text.strip()), fold(primary.strip())
    if name == whole:
        return "primary"
    words = {word.strip(".,()'") for word in whole.split()}
    words |= {rest for word in words for head, _, rest in [word.partition("-")] if head in ARTICLES}
    if name in words:
        return "short"
    return "acronym" if is_acronym(text.strip()) else "full"


def _has_capital(text: str) -> bool:
    return not text.islower() and any(
        char.isupper() and (index == 0 or not text[index - 1].isalnum())
        for index, char in enumerate(text)
    )


class NameMatcher:
    """All names of a site, built once and then shared by threads; `find` reads a text.

    Names are searched at once by Aho-Corasick automata (Aho and Corasick 1975) over the text with
    every separator as a blank. Names stand in them between two blanks, so that they meet whole
    words only; what they meet is then compared with the rules exactly. Names of exact case have
    an automaton of their own: in small letters "US" and "IT" would be met in every line.
    """

    def __init__(self, rules: Iterable[NameRule]) -> None:
        exact: defaultdict[str, list[NameRule]] = defaultdict(list)
        free: defaultdict[str, list[NameRule]] = defaultdict(list)
        for rule in dict.fromkeys(rules):
            squeezed = squeeze(rule.text)
            forms = [rule.text, squeezed.text] if squeezed else [rule.text]
            for words in dict.fromkeys(f" {spaced(form)} " for form in forms):
                if rule.is_exact:
                    exact[words].append(rule)
                else:
                    free[small(words)].append(rule)
        self.homes = _homes(rule for group in (*exact.values(), *free.values()) for rule in group)
        self._exact = ahocorasick_rs.AhoCorasick(list(exact)) if exact else None
        self._free = ahocorasick_rs.AhoCorasick(list(free)) if free else None
        self._reach = max(map(len, (*exact, *free)), default=0)
        self._groups = [tuple(group) for group in free.values()]
        # Read from the end: an exact hit has the complement of its number.
        self._groups += [tuple(group) for group in reversed(exact.values())]

    def find(self, text: str) -> list[FoundName]:
        """Return the names in text, in reading order, none inside or across another.

        A name is whole words: no letter or digit touches it, and no Arabic article is joined to
        its front, unless the name has it. A possessive stays outside. Of names that start at one
        place the longest is found, of names that overlap the first. A name spelt as it is entered
        goes before one that only has the same letters.
        """
        return self._admitted(text, self._hits(text))

    def find_each(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        """Yield the names in each of the texts, as `find` does; many short ones are met at once."""
        begin = 0
        while begin < len(texts):
            end, size = begin + 1, len(texts[begin])
            while end < len(texts) and size + len(texts[end]) < _AT_ONCE:
                size += len(texts[end]) + 1
                end += 1
            hits = self._hits("\n".join(texts[begin:end]))
            place = first = 0
            for text in texts[begin:end]:
                limit = place + len(text)
                own = []
                while first < len(hits) and hits[first][1] <= limit:
                    index, start, stop = hits[first]
                    if stop <= limit:  # what begins in one text and ends in the next is no name
                        own.append((index, start - place, stop - place))
                    first += 1
                yield self._admitted(text, own)
                place = limit + 1
            begin = end

    def _admitted(self, text: str, hits: Iterable[tuple[int, int, int]]) -> list[FoundName]:
        names: list[FoundName] = []
        admitted: dict[str, tuple[NameRule, ...]] = {}
        size, last, reached = len(text), -1, 0
        for index, start, end in hits:
            if start < reached and (start, end) != (last, reached):
                continue
            if end < size and text[end] != " " and not may_end(text, start, end):
                continue
            if start and text[start - 1] != " " and not may_start(text, start):
                continue
            found = text[start:end]
            rules = self._groups[index]
            if len(rules) > 1 or rules[0].text != found:
                key = found if index >= 0 else f"={found}"
                if key not in admitted:
                    admitted[key] = _admitting(rules, found)
                rules = admitted[key]
                if not rules and found.isupper() and among_capitals(text, start, end):
                    in_capitals = self._groups[index]
                    rules = tuple([r for r in in_capitals if r.admits(found, in_capitals=True)])
            if not rules:
                continue
            if start < reached:
                names[-1] = names[-1]._replace(rules=_spelt(names[-1].rules + rules, found))
            else:
                last, reached = start, end
                names.append(FoundName(Span(start, end), found, rules))
        return names

    def _hits(self, text: str) -> list[tuple[int, int, int]]:
        """Return group, start and end of the names met, in order of start, the longest first."""
        hits = self._met(text)
        if (squeezed := squeeze(text)) is not None:
            for begin, piece in squeezed.pieces(self._reach):
                for index, start, end in self._met(piece):
                    if place := squeezed.place(begin + start, begin + end):
                        hits.append((index, *place))
        hits.sort(key=itemgetter(2), reverse=True)
        hits.sort(key=itemgetter(1))
        return hits

    def _met(self, text: str) -> list[tuple[int, int, int]]:
        words = f" {spaced(text)} "
        hits = []
        if self._free is not None:
            hits = self._free.find_matches_as_indexes(small(words), overlapping=True)
        if self._exact is not None:
            met = self._exact.find_matches_as_indexes(words, overlapping=True)
            hits += [(~index, start, end) for index, start, end in met]
        # Without the blank in front of the text, and the one after the name.
        return [(index, start, end - 2) for index, start, end in hits]


def _homes(rules: Iterable[NameRule]) -> dict[Hashable, frozenset[str]]:
    """Return the peoples' adjectives in the names of each actor: "Lebanese Hezbollah"."""
    homes: dict[Hashable, frozenset[str]] = {}
    for rule in rules:
        first, blank, _ = rule.text.partition(" ")
        if blank and first[0].isupper() and is_people(first.lower()):
            homes[rule.actor] = homes.get(rule.actor, frozenset()) | {first.lower()}
    return homes


def _admitting(rules: Sequence[NameRule], found: str) -> tuple[NameRule, ...]:
    return _spelt([rule for rule in rules if rule.admits(found)], found)


def _spelt(rules: Sequence[NameRule], found: str) -> tuple[NameRule, ...]:
    """Return the rules spelt as found is, letter by letter, where there are any, else all."""
    if len(rules) > 1:
        exact = [rule for rule in rules if fold(rule.text) == fold(found)]
        rules = exact or rules
    return tuple(rules)
