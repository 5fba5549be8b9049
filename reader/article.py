"""A document as readers see it: one read that crosses tables, in a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from reader.models import Citation, Document, Topic
from reader.reading_order import ReadingOrder, ShownNote, ShownSource
from reader.text.folding import search_fold
from reader.text.render import (
    Html,
    ShownActor,
    ShownBlock,
    ShownCitation,
    blocks_html,
    heading_levels,
    inline_html,
)
from reader.text.sentences import quote_around
from reader.text.spans import Span

WORDS_A_MINUTE = 230
# reader/static/reader/css/places.css has so many rules; more notes than that stay at the end.
MOST_NOTES_BESIDE = 200
# What a line of the text and a line of a note beside it hold, and how high the latter is.
TEXT_LINE, NOTE_LINE, NOTE_LEADING = 66, 34, 0.75
# Words of a kicker that only label what follows them.
LABELS = frozenset({"publication", "volume", "vol", "issue", "number", "no"})
_WORD = re.compile(r"\w{1,100}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents list. `level` counts from 1."""

    key: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that the page of a document shows.

    `head` has the lines above the title, each with the key of the block it stands for, if any.
    `facts` names the rows that the page shows (see actions.pages).
    """

    document: Document
    title: str
    subtitle: str
    head: tuple[tuple[str, Html], ...]
    byline: str
    contents: tuple[Heading, ...]
    text: Html
    notes: tuple[ShownNote, ...]
    sources: tuple[ShownSource, ...]
    topics: tuple[Topic, ...]
    words: int
    minutes: int
    opening: str
    notes_stand_beside: bool
    facts: frozenset[str]

    @property
    def word_count(self) -> str:
        return f"{self.words:,} word{'' if self.words == 1 else 's'}"


def load(document: Document) -> Article:
    """Return the document as readers see it, in at most 10 queries at any length.

    Only what is accepted is in it: citations, mentions of accepted actors, links to them.
    """
    rows = ReadingOrder(document)
    body = [rows.shown(row) for row in rows.body]
    text = [block for block in body if block.kind != "kicker"]
    headings = [block for block in text if block.kind == "heading"]
    levels = heading_levels([block.level for block in headings])
    words = sum(len(block.text.split()) for block in text)
    title, subtitle = title_parts(document.title)
    return Article(
        document=document,
        title=title,
        subtitle=subtitle,
        head=tuple(_head(document, [block for block in body if block.kind == "kicker"])),
        byline=byline(document),
        contents=tuple(
            Heading(block.key, block.text, level - 1)
            for block, level in zip(headings, levels, strict=True)
        ),
        text=blocks_html(text),
        notes=tuple(rows.note(footnote) for footnote in rows.footnotes),
        sources=tuple(rows.source(row) for row in rows.sources),
        topics=rows.topics,
        words=words,
        minutes=max(1, round(words / WORDS_A_MINUTE)),
        opening=next((opening(b.text, b.citations) for b in text if b.kind == "paragraph"), ""),
        notes_stand_beside=_fit_beside(text, rows),
        facts=rows.facts(),
    )


def text_html(document: Document) -> str:
    """Return the text of the page with its notes and sources, as a revision keeps it."""
    return render_to_string("reader/_article_text.html", {"article": load(document)})


def title_parts(title: str) -> tuple[str, str]:
    """Return the title and what follows its first colon, if anything.

    >>> title_parts("Letters: A Life")
    ('Letters', 'A Life')
    """
    first, _, rest = title.partition(": ")
    return (first, rest) if first and rest else (title, "")


def publication_line(document: Document) -> str:
    """Return where the document appeared: "Terrorism Monitor, volume 19, issue 3"."""
    parts = [
        document.publication,
        f"volume {document.volume}" if document.volume else "",
        f"issue {document.issue}" if document.issue else "",
    ]
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:] if not document.publication else line


def byline(document: Document) -> str:
    """Return who wrote the document and when, and say what is not given."""
    authors = [str(author) for author in document.authors]
    if not authors and not document.date:
        return "Author and date not given"
    names = f"{', '.join(authors[:-1])} and {authors[-1]}" if authors[1:] else "".join(authors)
    date = document.date.words() if document.date else "date not given"
    return f"{names or 'Author not given'}, {date}"


def opening(text: str, cited: Iterable[ShownCitation | Citation]) -> str:
    """Return the first sentence of text without its citations."""
    kept, at = [], 0
    for start, end in sorted((citation.start, citation.end) for citation in cited):
        if start >= at:
            kept.append(text[at:start].rstrip())
            at = end
    bare = "".join([*kept, text[at:]]).strip()
    if not bare:
        return ""
    quotation = quote_around(bare, Span(0, 1))
    return quotation.words + quotation.after


def _head(document: Document, kickers: Sequence[ShownBlock]) -> Iterable[tuple[str, Html]]:
    """Yield the lines above the title: no word of a kicker is lost, and none is said twice."""
    line = publication_line(document)
    said = frozenset(_WORD.findall(search_fold(line))) | LABELS
    is_shown = not line
    for block in kickers:
        words = frozenset(_WORD.findall(search_fold(block.text)))
        if is_shown or block.markers or block.citations or not words <= said:
            yield block.key, inline_html(block)
            continue
        is_shown = True
        named = [
            ShownActor(0, len(document.publication), actor.href)
            for actor in block.actors
            if block.text[actor.start : actor.end] == document.publication
        ]
        yield block.key, inline_html(ShownBlock("", "kicker", line, actors=named))
    if not is_shown:
        yield "", inline_html(ShownBlock("", "kicker", line))


def _fit_beside(text: Sequence[ShownBlock], rows: ReadingOrder) -> bool:
    """Tell whether the notes find room beside the text, so that none is pushed past its end."""
    if not 0 < len(rows.footnotes) <= MOST_NOTES_BESIDE:
        return False
    text_lines = sum(len(block.text) // TEXT_LINE + 1 for block in text)
    notes = [block.text for footnote in rows.footnotes for block in rows.of_note[footnote.pk]]
    note_lines = sum(len(note) // NOTE_LINE + 2 for note in notes)
    return note_lines * NOTE_LEADING <= text_lines
