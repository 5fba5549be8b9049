"""What is read without a parser is what the parser reads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.inline import InlineReader, markdown_parser
from reader.text.parts import Mark
from reader.text.simple_inline import read_simple

LABELS = frozenset({"1", "2", "b-c"})
SIMPLE = st.sampled_from(
    ["[^1]", "[^9]", "\\*", "\\[", "\\\\", "\\\n", "  \n", "\n", "`a b`", "` a `", "`a\\`", "^2^",
     "~n~", "_Low Tide_", "*so*", "**a b**", "__c__", "_a", "b_", "a_b", "[w & x](https://a.b/_c_)",
     "[](http://a.b)", "![a](e.png)", "![](https://e.f/g.png)", "<https://a.b/c_d>", "&", "&amp;",
     "[b][c]", "[x]", "](", "(", ")", "!", "*", "_", "`", "<", ">", "[", "]", "^", "~", " ", "a ",
     "b", "—", "“", "”", ".", ", ", "é", "²", "[^b-c]", "[^x_y]", "[a](b)", "[a](http://b \"c\")",
     "https://a.b/c_d_", "&copy=1", "\\_", "\u00a0", "’s"]
)  # fmt: skip
SOURCE = st.lists(SIMPLE, min_size=1, max_size=12).map("".join)


def read_by_parser(source):
    """Return what markdown-it makes of a source, whatever it looks like."""
    reader = InlineReader(LABELS)
    tokens = []
    env = {"labels": LABELS, "references": {}, "unknown": []}
    markdown_parser().inline.parse(source, markdown_parser(), env, tokens)
    return reader.flatten(tokens, tuple(env["unknown"]))


@settings(max_examples=600)
@given(SOURCE)
def test_what_is_simple_is_read_as_the_parser_reads_it(source):
    simple = read_simple(source.strip(), LABELS, has_references=False)
    if simple is not None:
        assert simple == read_by_parser(source.strip())


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("In _Low Tide_,[^1] he", "In Low Tide, he", [Mark(3, 11, "emphasis")]),
        ("**So** it is", "So it is", [Mark(0, 2, "strong")]),
        ("a [b & c](https://a.b?c&d) e", "a b & c e", [Mark(2, 7, "link", "https://a.b?c&d")]),
        ("<https://a.b>", "https://a.b", [Mark(0, 11, "link", "https://a.b")]),
        ("run `a_b` now", "run a_b now", [Mark(4, 7, "code")]),
        ("m^2^ of H~2~O", "m2 of H2O", [Mark(1, 2, "superscript"), Mark(7, 8, "subscript")]),
    ],
)
def test_the_usual_markup_needs_no_parser(source, text, marks):
    simple = read_simple(source, LABELS, has_references=False)
    assert (simple.text, list(simple.marks)) == (text, marks)


@pytest.mark.parametrize("source", ["*a **b** c*", "_a_b", "a*b*c", "[a *b*](http://c.d)"])
def test_what_could_be_read_in_two_ways_is_left_to_the_parser(source):
    assert read_simple(source, LABELS, has_references=False) is None
