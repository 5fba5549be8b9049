"""Two texts compared for reading: nothing of either is lost, and moved blocks are no new ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.diffs import ComparedBlock, compare_blocks, compare_words

WORDS = st.text(alphabet="ab .,\n😀é", max_size=40)


@given(WORDS, WORDS)
def test_kept_and_removed_are_the_old_text_kept_and_added_the_new_one(old, new):
    pieces = compare_words(old, new)
    assert "".join(p.text for p in pieces if p.how != "added") == old
    assert "".join(p.text for p in pieces if p.how != "removed") == new


def test_a_word_is_changed_whole():
    pieces = compare_words("The mill burned on Monday.", "The mill burned on Tuesday.")
    assert [(p.how, p.text) for p in pieces] == [
        ("kept", "The mill burned on "),
        ("removed", "Monday"),
        ("added", "Tuesday"),
        ("kept", "."),
    ]


def test_a_rewritten_sentence_is_not_cut_into_crumbs():
    pieces = compare_words("one two three", "four five six")
    assert [(p.how, p.text) for p in pieces] == [
        ("removed", "one two three"),
        ("added", "four five six"),
    ]


def blocks(*said):
    return [ComparedBlock(key, "paragraph", "", text) for key, text in said]


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ([("a", "1"), ("b", "2")], [("a", "1"), ("b", "2")], ["kept", "kept"]),
        ([("a", "1"), ("b", "2")], [("a", "1"), ("b", "2!")], ["kept", "changed"]),
        (
            [("a", "1"), ("b", "2"), ("c", "3")],
            [("a", "1"), ("c", "3")],
            ["kept", "removed", "kept"],
        ),
        ([("a", "1")], [("n", "0"), ("a", "1")], ["added", "kept"]),
        (
            [("a", "1"), ("b", "2"), ("c", "3")],
            [("c", "3"), ("a", "1"), ("b", "2")],
            ["moved", "kept", "kept"],
        ),
        ([("a", "1")], [], ["removed"]),
        ([], [("a", "1")], ["added"]),
    ],
)
def test_each_block_says_what_became_of_it(old, new, how):
    assert [change.how for change in compare_blocks(blocks(*old), blocks(*new))] == how


def test_another_kind_is_a_change():
    [change] = compare_blocks(
        [ComparedBlock("a", "paragraph", "", "One")], [ComparedBlock("a", "heading", "", "One")]
    )
    assert change.how == "changed"


@given(st.permutations(range(7)), st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)))
def test_every_block_of_both_is_named_once(order, gone, fresh):
    old = blocks(*((f"k{n}", str(n)) for n in range(7)))
    new = blocks(*((f"n{n}" if n in fresh else f"k{n}", str(n)) for n in order if n not in gone))
    changes = compare_blocks(old, new)
    assert sorted(c.old.key for c in changes if c.old) == sorted(block.key for block in old)
    assert [c.new.key for c in changes if c.new] == [block.key for block in new]
