"""Parentheses that only say whose something is: "(Fargo, 1996)", a picture's, a book's.

Each may as well be a citation; what else the document cites tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.text.author_years import DOUBTFUL
from reader.text.citations import FoundCitation
from reader.text.folding import search_fold
from reader.text.parts import ParsedBlock


def without_credits(
    blocks: list[list[FoundCitation]], notes: Iterable[Sequence[FoundCitation]]
) -> list[list[FoundCitation]]:
    """Return the citations without what is but a credit, "(Fargo, 1996)", or a gloss.

    A name and a year cite where something else in the document is cited by author and year; a
    name and a quotation where the document gives the work in full; a name after its date where
    the document cites that publisher elsewhere.
    """
    doubtful = [c for block in blocks for c in block if c.confidence == DOUBTFUL]
    if not doubtful:
        return blocks
    sure = [c for b in (*blocks, *notes) for c in b if c.confidence > DOUBTFUL]
    by_year = any(c.author and c.date.year and not c.title for b in blocks for c in b if c in sure)
    titles = {search_fold(c.title) for c in sure if c.title and c.form != "short"}

    publishers = {search_fold(c.publisher) for c in sure}

    def cites(c: FoundCitation) -> bool:
        if c.publisher and c.date.day:
            return search_fold(c.publisher) in publishers
        return search_fold(c.title) in titles if c.title else by_year

    return [
        [
            replace(c, confidence=0.9) if c.confidence == DOUBTFUL else c
            for c in block
            if c.confidence != DOUBTFUL or cites(c)
        ]
        for block in blocks
    ]


def is_credit(block: ParsedBlock, citation: FoundCitation) -> bool:
    """Tell whether a name and a year only say whose picture, or who printed the book, is meant.

    That is below a picture, or after "is the author of …".
    """
    if citation.title or citation.locator or citation.date.month or citation.suffix:
        return False
    if block.kind == "caption":
        return True
    start = citation.span.start
    books = _WRITES.split(block.text[max(0, start - _LONGEST_TITLE) : start])
    return len(books) > 1 and not _ENDS.search(books[-1])


_LONGEST_TITLE = 240  # characters
_WRITES = re.compile(r"\b(?:is|was) (?:also )?(?:the|an) (?:co-?)?(?:author|editor|translator) of ")
_ENDS = re.compile(r"[.?!] ")


def is_imprint(block: ParsedBlock, citation: FoundCitation) -> bool:
    """Tell whether the end of an entry in a list of works only says who published it, and when."""
    is_last = citation.span.end > len(block.text) - 40
    return is_last and citation.span.start > 0 and not (citation.title or citation.locator)
