"""The citations in a document's text, read with what its notes and its list of works tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from reader.text.citations import FoundCitation, find_citations
from reader.text.credits import is_credit, is_imprint, without_credits
from reader.text.listed_works import listed_authors, surname_of
from reader.text.parts import ParsedBlock

# "[Kessel and Sal, p. 40]", which cites a work given in full elsewhere.
_PAGED = re.compile(r"\w, pp?\. ?[0-9]")


def cite(
    blocks: Sequence[ParsedBlock],
    entries: Set[int],
    known: frozenset[str],
    notes: Iterable[Sequence[FoundCitation]],
) -> list[list[FoundCitation]]:
    """Return the citations in each of the blocks, in reading order.

    `entries` are the numbers of the blocks that are entries in a list of works, `known` the
    acronyms that the document spells out, `notes` the citations in its notes. An author of whom
    any place gives a work in full may stand before a page elsewhere: blocks with such pages are
    read twice. Linear in the blocks.
    """
    notes = list(notes)
    listed = listed_authors(blocks[index].text for index in entries)

    def read(index: int, authors: frozenset[str]) -> list[FoundCitation]:
        block = blocks[index]
        return [
            one
            for one in find_citations(block.text, known, listed, authors)
            if not (is_imprint(block, one) if index in entries else is_credit(block, one))
        ]

    found = [read(index, frozenset()) for index in range(len(blocks))]
    authors = frozenset(
        surname_of(one.author)
        for group in (*notes, *found)
        for one in group
        if one.author and one.title and one.form != "short"
    )
    if authors:
        for index, block in enumerate(blocks):
            if index not in entries and _PAGED.search(block.text):
                found[index] = read(index, authors)
    return without_credits(found, notes)
