"""Manuscripts are read and written without a changed character, and values survive both ways."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.inline import tidy_marks
from reader.text.manuscript import (
    Mark,
    Marker,
    ParsedBlock,
    ParsedFootnote,
    compose,
    document_title,
    parse,
    write,
)

TEXT_ALPHABET = st.one_of(
    st.sampled_from(list("ab1 .,;:!?#*_-+=>|<&`~^\\[](){}'\"/@\t\u00a0’“é")),
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
)
SNIPPETS = st.sampled_from(
    ["[1]", "[^1]", "<b>", "&amp;", "&#35;", "https://example.org/a_b", "1. ", "- ", "# ", "> ",
     "| a | b |", "---", "===", "```", "~~~", "{.kicker}", "[^1]: ", "[a](http://b.c)", "**a**",
     "\\", "مرحبا", "😀", "![x](y)", "    ", "__a__", "<http://a.b>", "a@b.c", "[a]: http://b"]
)  # fmt: skip
LINE = st.lists(st.one_of(SNIPPETS, st.text(TEXT_ALPHABET, max_size=6)), max_size=6).map("".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
HREF = st.sampled_from(["http://a.b", "https://a.b/(c)_d?e=1&amp;f", "mailto:a@b.c", "http://<\\>"])
KINDS = st.sampled_from(["emphasis", "strong", "code", "superscript", "subscript"])
LABELS = ("1", "2", "note-b", "é*_")


@st.composite
def marks_over(draw, text):
    """Marks of any look; links and raised text apart from one another, as Markdown needs them."""
    marks = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        kind = draw(st.one_of(KINDS, st.just("link")))
        mark = Mark(start, end, kind, draw(HREF) if kind == "link" else "")
        exclusive = {"link": {"link"}, "code": {"superscript", "subscript"}}
        apart = exclusive.get(kind, set())
        if kind in ("superscript", "subscript"):
            apart = {"superscript", "subscript", "code"}
            if any(c in "\t\n" for c in text[start:end]):
                continue
        if all(m.kind not in apart or m.end < start or end < m.start for m in marks):
            marks.append(mark)
    return tidy_marks(marks, text)


@st.composite
def texts_with_looks(draw, text=TEXT):
    text = draw(text)
    marks = draw(marks_over(text))
    places = st.lists(st.tuples(st.integers(0, len(text)), st.sampled_from(LABELS)), max_size=2)
    markers = tuple(Marker(*place) for place in sorted(draw(places), key=lambda place: place[0]))
    if not text.strip() and not markers:
        text, marks = "x", ()
    return text, marks, markers


@st.composite
def blocks(
    draw, kinds=("kicker", "heading", "paragraph", "list_item", "quote", "caption", "table")
):
    kind = draw(st.sampled_from(kinds))
    if kind == "table":
        width = draw(st.integers(1, 3))
        cell = LINE.map(lambda text: text.replace("\t", " "))
        row = st.lists(cell, min_size=width, max_size=width).map(tuple)
        cells = tuple(draw(st.lists(row, min_size=1, max_size=3)))
        text = "\n".join("\t".join(row) for row in cells)
        return ParsedBlock("table", text, cells=cells) if text else ParsedBlock("paragraph", "x")
    text, marks, markers = draw(texts_with_looks())
    level = {"heading": st.integers(1, 6), "list_item": st.integers(1, 4)}.get(kind, st.just(0))
    ordered = st.one_of(st.just(0), st.integers(1, 12)) if kind == "list_item" else st.just(0)
    return ParsedBlock(kind, text, marks, markers, draw(level), draw(ordered))


META = st.dictionaries(
    LINE,
    st.one_of(LINE, TEXT, st.lists(LINE, max_size=3), st.dictionaries(LINE, LINE, max_size=2)),
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(META, st.lists(blocks(), max_size=6), st.lists(blocks(), min_size=4, max_size=6))
def test_values_composed_and_parsed_are_the_same_values(meta, body, inner):
    footnotes = [ParsedFootnote(label, tuple(inner[i : i + 2])) for i, label in enumerate(LABELS)]
    manuscript = compose(meta, body, footnotes)
    document = parse(manuscript)
    assert dict(document.meta) == meta
    assert list(document.blocks) == body
    assert list(document.footnotes) == footnotes
    assert write(document) == manuscript


MARKUP = st.lists(
    st.one_of(
        SNIPPETS, st.text(TEXT_ALPHABET, max_size=4), st.sampled_from(["\n", "\n\n", "\n  "])
    ),
    max_size=40,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), MARKUP, MARKUP.map(lambda text: "---\n" + text)))
def test_any_text_is_written_as_it_was_read(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    assert write(parse(text)) == text


@settings(max_examples=200, deadline=None)
@given(MARKUP)
def test_what_was_parsed_can_be_composed(text):
    first = parse(text)
    again = parse(compose(first.meta, first.blocks, first.footnotes))
    assert (again.meta, again.blocks, again.footnotes) == (
        first.meta,
        first.blocks,
        first.footnotes,
    )
    for block in first.blocks:
        assert all(0 <= mark.start < mark.end <= len(block.text) for mark in block.marks)
        assert all(0 <= marker.offset <= len(block.text) for marker in block.markers)
