"""Manuscripts are read and written without a changed character, and values survive both ways."""

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
from tests.text.growth import assert_linear, repeated

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


@settings(max_examples=300, deadline=None)
@given(blocks())
def test_a_block_composed_and_parsed_is_the_same_block(block):
    footnotes = [ParsedFootnote(label, (ParsedBlock("paragraph", "x"),)) for label in LABELS]
    manuscript = compose({}, [block], footnotes)
    assert parse(manuscript).blocks == (block,)
    assert write(parse(manuscript)) == manuscript


@settings(max_examples=50, deadline=None)
@given(META, st.lists(blocks(), max_size=4), st.lists(blocks(), min_size=4, max_size=5))
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


SAMPLE = """\
---
title: A sample
volume: 007
---

{.kicker}
Number 4

# First *part*

A [link](https://a.example/b) and `code`, a note.[^1] One
line\\
two lines.

- a
  - b

    more
- c

3. x
4. y

> q
>
> r

| a | b |
|---|---|
| 1[^1] | **2** |

![A view of the port](https://a.example/port.png)

```
first

  second
```

[^1]: A note
  going on

    Second paragraph.
"""


def test_every_kind_of_block_is_read():
    document = parse(SAMPLE)
    assert document_title(document) == "A sample"
    assert document.meta["volume"] == "007"
    assert [(b.kind, b.text, b.level, b.ordered) for b in document.blocks] == [
        ("kicker", "Number 4", 0, 0),
        ("heading", "First part", 1, 0),
        ("paragraph", "A link and code, a note. One line\ntwo lines.", 0, 0),
        ("list_item", "a", 1, 0),
        ("list_item", "b\n\nmore", 2, 0),
        ("list_item", "c", 1, 0),
        ("list_item", "x", 1, 3),
        ("list_item", "y", 1, 4),
        ("quote", "q", 0, 0),
        ("quote", "r", 0, 0),
        ("table", "a\tb\n1\t2", 0, 0),
        ("caption", "A view of the port", 0, 0),
        ("paragraph", "first\n\n  second", 0, 0),
    ]
    notes = [(note.label, [block.text for block in note.blocks]) for note in document.footnotes]
    assert notes == [("1", ["A note going on", "Second paragraph."])]


def test_marks_and_markers_lie_over_the_plain_text():
    blocks = parse(SAMPLE).blocks
    assert blocks[1].marks == (Mark(6, 10, "emphasis"),)
    assert blocks[2].marks == (Mark(2, 6, "link", "https://a.example/b"), Mark(11, 15, "code"))
    assert blocks[2].markers == (Marker(24, "1"),)
    assert blocks[10].cells == (("a", "b"), ("1", "2"))
    assert (blocks[10].marks, blocks[10].markers) == ((Mark(6, 7, "strong"),), (Marker(5, "1"),))
    assert blocks[11].marks == (Mark(0, 18, "link", "https://a.example/port.png"),)
    assert blocks[12].marks == (Mark(0, 15, "code"),)


def test_sources_are_slices_and_lines_are_where_they_start():
    document = parse(SAMPLE)
    lines = SAMPLE.split("\n")
    for part in (*document.blocks, *document.footnotes):
        assert part.source.split("\n")[0] == lines[part.line - 1]
    assert document.front_matter.endswith("---\n\n")


def codes(manuscript):
    return [(problem.line, problem.code) for problem in parse(manuscript).problems]


@pytest.mark.parametrize(
    ("manuscript", "problems"),
    [
        ("One.[^1]\n\nTwo.\n", [(1, "marker-without-note")]),
        ("One.\n\n[^1]: Note.\n", [(3, "note-without-marker")]),
        (
            "One.[^1]\n\n[^1]: A.\n\n[^1]: B.\n",
            [(5, "note-label-twice"), (5, "note-without-marker")],
        ),
        ("One.\n\n***\n\nTwo.\n", [(3, "dividing-line")]),
        ("One.\n\n![A view](view.png)\n", [(3, "picture")]),
        ("---\ntitle: [\n---\n\nOne.\n", [(1, "front-matter-broken")]),
        ("---\ntitle: &a x\nb: *a\n---\n\nOne.\n", [(1, "front-matter-broken")]),
        ("---\ntitle: x\ntitle: y\n---\n\nOne.\n", [(1, "front-matter-broken")]),
        ("> " * 200 + "deep\n", [(1, "nested-too-deep")]),
        ("One " + "[" * 2000 + "\n", []),
    ],
)
def test_what_is_doubtful_is_reported_with_its_line(manuscript, problems):
    found = codes(manuscript)
    assert found == problems or (not problems and found == [(1, "dense-markup")])
    assert write(parse(manuscript)) == manuscript


def test_a_marker_without_a_note_stays_text():
    assert parse("One.[^9] Two.").blocks[0].text == "One.[^9] Two."


def test_both_texts_of_a_label_used_twice_are_kept():
    notes = parse("One.[^1]\n\n[^1]: A.\n\n[^1]: B.\n\n[^1-2]: C.\n").footnotes
    assert [(note.label, note.blocks[0].text) for note in notes] == [
        ("1", "A."),
        ("1-3", "B."),
        ("1-2", "C."),
    ]


def test_broken_front_matter_is_kept_as_text():
    document = parse("---\ntitle: [\n---\n\nOne.\n")
    assert not document.meta
    assert document.blocks[0].text == "---\ntitle: [\n---"


@pytest.mark.parametrize(
    "source",
    [
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html;base64,AAAA)",
        "[click](//evil.example)",
        "<javascript:alert(1)>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a]: javascript:alert(1)",
    ],
)
def test_a_link_that_could_run_stays_text(source):
    block = parse(source).blocks[0]
    assert (block.text, block.marks) == (source, ())


def test_raised_and_lowered_text_is_a_mark():
    block = parse("x^2^ and H~2~O, 2^a b^ and ~~no~~").blocks[0]
    assert block.text == "x2 and H2O, 2^a b^ and ~~no~~"
    assert block.marks == (Mark(1, 2, "superscript"), Mark(8, 9, "subscript"))


def test_a_marker_to_no_note_cannot_be_composed():
    with pytest.raises(ValueError, match="no note is labelled"):
        compose({}, [ParsedBlock("paragraph", "a", markers=(Marker(1, "1"),))])


ADVERSARIAL = [
    *["[", "![", "*a ", "_a", "***a ", "`", "`a", "[^1]", "[a](", "[a](<b", '[a](b "', "<a"],
    *["&#1;", "^a", ">", "> ", "- ", "* a ", "1. ", "|", "    ", "a   \\\n", "{.kicker}\n"],
    *["- a\n", "  - a\n", "> a\n", "# a\n", "[a]: b\n", "[^1]: a\n", "```\n", "a\n===\n"],
    *["|a\n|-\n", "a|b\n---|---\n"],
    *["[a](b [c](d ![", "] [", "[a ] [b "],
]


@pytest.mark.parametrize("piece", ADVERSARIAL, ids=repr)
def test_parsing_takes_time_in_proportion_to_the_text(piece):
    assert_linear(parse, repeated(piece), 8_000)


def test_many_notes_are_written_in_proportion_to_them():
    def make(count):
        notes = [ParsedFootnote(str(number), ()) for number in range(count)]
        markers = tuple(Marker(1, note.label) for note in notes)
        return [ParsedBlock("paragraph", "ab", markers=markers)], notes

    assert_linear(lambda parts: compose({}, *parts), make, 2_000)


def test_a_table_of_marked_cells_is_written_in_proportion_to_them():
    def make(rows):
        marks = tuple(Mark(4 * row, 4 * row + 1, "strong") for row in range(rows))
        text = "\n".join(["a\tb"] * rows)
        return ParsedBlock("table", text, marks, cells=(("a", "b"),) * rows)

    assert_linear(lambda block: compose({}, [block]), make, 1_000)


def test_front_matter_takes_time_in_proportion_to_its_length():
    for piece in ("[", "- ", "a: ", "{a: ", "? ", "'", "!!x "):
        assert_linear(lambda text: parse(f"---\nk: v\n{text}\n---\n"), repeated(piece), 8_000)
