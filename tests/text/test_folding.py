"""One spelling for what readers type and what the text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.folding import search_fold
from tests.text.growth import assert_linear, repeated


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Old Mill", "old mill"),
        ("  Old \t\n Mill ", "old mill"),
        ("Kata’ib Hezbollah", "kataib hezbollah"),
        ("Kata'ib, Kataʿib, Kataʾib", "kataib, kataib, kataib"),
        ("al-Khazali", "al khazali"),
        ("AL–KHAZALI", "al khazali"),
        ("U.S. Army", "us army"),
        ("Škvorecký, Ångström, İzmir", "skvorecky, angstrom, izmir"),
        ("Straße", "strasse"),
        ("ﬁre ½", "fire 1⁄2"),
        ("ℌall", "hall"),
        ("مُحَمَّد", "محمد"),
        ("Ада\u00a0Грей", "ада греи"),
        ("O\u200bld\u202e Mi\x00ll\x07", "old mill"),
        ("’ - .", ""),
        ("", ""),
    ],
)
def test_case_accents_and_typography_are_ignored(text, folded):
    assert search_fold(text) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    folded = search_fold(text)
    assert search_fold(folded) == folded
    assert "\0" not in folded


@pytest.mark.parametrize("piece", ["a", "’", "é", "\u0301", "ﷺ", "\0", "İ"])
def test_hostile_text_costs_little(piece):
    assert_linear(search_fold, repeated(piece), 60_000 // len(search_fold(piece) or piece))
