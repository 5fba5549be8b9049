"""Names of people: what may be one, and what is one name in two spellings."""

import doctest

import pytest

from reader.text import user_names
from reader.text.user_names import fold_user_name, is_reserved, is_user_name, one_line


@pytest.mark.parametrize("name", ["ab", "Ada", "ada.marsh", "a-1_b", "x" * 40])
def test_a_plain_name_is_one(name):
    assert is_user_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "x" * 41,
        "аda",
        "ada ",
        "a da",
        ".ada",
        "ada.",
        "a..b",
        "a@b",
        "a/b",
        "ada\n",
        "adá",
    ],
)
def test_what_could_be_misread_is_no_name(name):
    assert not is_user_name(name)


def test_spellings_of_one_name_fold_alike():
    assert {fold_user_name(name) for name in ("Ada", "ａｄａ", " ADA ", "𝒜da")} == {"ada"}


@pytest.mark.parametrize("name", ["admin", "ADMIN", "Scholium", "former-0", "ｍｅ"])
def test_names_of_the_site_are_reserved(name):
    assert is_reserved(name)


def test_a_line_has_no_end_and_no_turn_in_it():
    assert one_line("Ada\r\n\u202eMarsh\u2066\x00 \u00a0!") == "Ada Marsh !"
    assert one_line("a\u200bb\u0645\u200cx") == "a\u200bb\u0645\u200cx"  # joiners belong to words


def test_the_examples_hold():
    assert doctest.testmod(user_names).failed == 0
