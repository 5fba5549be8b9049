"""Another kind for a block: nothing else of the manuscript changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.editing import CHANGEABLE, with_kinds
from reader.text.manuscript import parse

MANUSCRIPT = """---
title: "A: report"
x: [1, 2]
---

{.kicker}
Publication: Coast Review

The *first* part

One.[^a] Two.

> Said so.

1. A first
2. A second

| a | b |
| - | - |
| 1 | 2 |

Last[^b] one

[^a]: A note.

    Its second paragraph.
[^b]: Another.
"""


def told(manuscript):
    document = parse(manuscript)
    return [(block.kind, block.text, block.marks, block.markers) for block in document.blocks]


@pytest.mark.parametrize("kind", CHANGEABLE)
@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 5, 7])
def test_a_block_becomes_another_kind_and_nothing_else_changes(at, kind):
    before, after = told(MANUSCRIPT), told(with_kinds(MANUSCRIPT, {at: kind}))
    assert after[at] == (kind, *before[at][1:])
    assert [*after[:at], *after[at + 1 :]] == [*before[:at], *before[at + 1 :]]
    assert parse(with_kinds(MANUSCRIPT, {at: kind})).footnotes == parse(MANUSCRIPT).footnotes
    assert parse(with_kinds(MANUSCRIPT, {at: kind})).meta == parse(MANUSCRIPT).meta


def test_several_blocks_become_other_kinds_at_once():
    after = told(with_kinds(MANUSCRIPT, {1: "heading", 7: "heading", 4: "paragraph"}))
    assert [kind for kind, *_ in after] == [
        *("kicker", "heading", "paragraph", "quote", "paragraph", "list_item", "table", "heading")
    ]


def test_the_rest_keeps_its_very_characters():
    before, after = MANUSCRIPT.split("The *first* part")
    changed = with_kinds(MANUSCRIPT, {1: "heading"})
    assert changed.startswith(before + "## ")
    assert changed.endswith(after)


def test_what_is_so_already_is_left_alone():
    assert with_kinds(MANUSCRIPT, {0: "kicker", 2: "paragraph"}) is MANUSCRIPT


@pytest.mark.parametrize("kinds", [{99: "quote"}, {-1: "quote"}, {6: "quote"}, {1: "poem"}])
def test_what_cannot_be_is_refused(kinds):
    with pytest.raises(ValueError, match="block"):
        with_kinds(MANUSCRIPT, kinds)


@given(
    st.lists(st.sampled_from(["One.", "> Q", "- i", "## H", "a [^1]", "x\ny", "1. z"]), max_size=6),
    st.integers(0, 5),
    st.sampled_from(CHANGEABLE),
)
def test_texts_stay_whatever_stands_around(parts, at, kind):
    manuscript = "\n\n".join([*parts, "[^1]: A note."]) + "\n"
    before = told(manuscript)
    if at < len(before):
        after = told(with_kinds(manuscript, {at: kind}))
        assert [row[1:] for row in after] == [row[1:] for row in before]
        assert after[at][0] == kind
