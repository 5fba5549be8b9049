"""Abbreviations: found with the words that define them, and nothing else."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.abbreviations import find_abbreviations
from tests.text.growth import assert_linear, repeated

CASES = Path(__file__).parents[1] / "cases"
TABLE = json.loads((CASES / "abbreviations.json").read_text("utf-8"))
GOLD = json.loads((CASES / "gold.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TABLE["found"], ids=lambda case: case["text"])
def test_an_abbreviation_is_found_with_its_long_form(case):
    found = find_abbreviations(case["text"])
    assert [[one.short, one.long, one.span.of(case["text"])] for one in found] == case[
        "abbreviations"
    ]


@pytest.mark.parametrize("text", TABLE["none"])
def test_a_parenthesis_that_defines_nothing_is_left(text):
    assert find_abbreviations(text) == []


def test_the_first_article_defines_four():
    found = [
        (one.short, one.long, index, one.span.start, one.span.end)
        for index, block in enumerate(GOLD["blocks"])
        for one in find_abbreviations(block["text"])
    ]
    assert found == [
        (gold["short"], gold["long"], gold["block"], gold["start"], gold["end"])
        for gold in GOLD["abbreviations"]
        if gold["defined"]
    ]
    assert len(found) == 4
    assert not any(find_abbreviations(note["text"]) for note in GOLD["footnotes"])


PIECES = [
    "(",
    ")",
    "NRG",
    "Northern ",
    "River ",
    "Guard ",
    "al-",
    "–",
    "’",
    " ",
    ". ",
    ", ",
    "of ",
    "😀",
]


@given(st.one_of(st.lists(st.sampled_from([*PIECES, " (NRG)", "النهر"])).map("".join), st.text()))
def test_any_text_gives_sorted_disjoint_spans(text):
    found = find_abbreviations(text)
    for one in found:
        assert one.short_span.of(text) == one.short
        assert one.long_span.of(text) == one.long
        assert one.span.contains(one.short_span)
        assert one.span.contains(one.long_span)
        assert not one.short_span.overlaps(one.long_span)
        assert not one.long.lower().startswith("the ")
    for first, second in itertools.pairwise(found):
        assert first.span.end <= second.span.start


HOSTILE = [
    "(", ")", "(A", "(AB", "(AB)", "Aa ", "a", "A", "Aa Bb (AB) ", "AB (Aa Bb) ", "AB (", "A-",
    "A.", "(ABCDEFGHIJK) ", "a b c d e f g h i j k (ABCDEFGHIJK) ", "of ", "of of of of (OOOO) ",
    "aaaaaaaaaa (AAA) ", "’", "a’", "“", ". ", "(or ", "AB (A ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_in_proportion_to_the_text(piece):
    assert_linear(find_abbreviations, repeated(piece), 10_000)
