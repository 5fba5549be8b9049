"""Words that a text holds twice: where else the words of a passage stand, letter for letter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from reader.text.runs import Tokens, tokens_of

# Fewer words in a row than this are repeated by chance.
FEWEST_WORDS = 4
# Where words stand in more places than this, no more of them are looked at.
MOST_PLACES = 8


class Repeats:
    """The words of some texts, by number; each passage finds its twins. Read when first asked.

    >>> twice = Repeats({0: "It burned. Nobody knew why it burned.", 4: "Nobody knew why it sank."})
    >>> twice.of(0, 11, 36)
    []
    >>> twice.of(0, 11, 29)
    [(4, 0, 18)]
    """

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts

    @cached_property
    def _tokens(self) -> dict[int, Tokens]:
        return {number: tokens_of(text) for number, text in self._texts.items()}

    @cached_property
    def _places(self) -> dict[tuple[str, ...], list[tuple[int, int]]]:
        places: defaultdict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for number, tokens in self._tokens.items():
            rows = zip(*(tokens.words[at:] for at in range(FEWEST_WORDS)), strict=False)
            for at, row in enumerate(rows):
                held = places[row]
                if len(held) <= MOST_PLACES:
                    held.append((number, at))
        return places

    def has_any(self, number: int) -> bool:
        """Tell whether any words of a text have a twin."""
        return number in self._repeating

    @cached_property
    def _repeating(self) -> frozenset[int]:
        several = (held for held in self._places.values() if len(held) > 1)
        return frozenset(number for held in several for number, _ in held)

    def of(self, number: int, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return where else the words of [start, end) of a text stand, as (text, start, end).

        Fewer than FEWEST_WORDS have no twins; of very many some are left out.
        """
        tokens = self._tokens[number]
        first, last = bisect_left(tokens.starts, start), bisect_right(tokens.ends, end)
        words = tokens.words[first:last]
        if len(words) < FEWEST_WORDS:
            return []
        found = []
        for other, at in self._places[tuple(words[:FEWEST_WORDS])]:
            there = self._tokens[other]
            after = at + len(words)
            if (other, at) != (number, first) and there.words[at:after] == words:
                found.append((other, there.starts[at], there.ends[after - 1]))
        return found
