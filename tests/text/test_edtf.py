"""EDTF: when a date begins and ends, in which order dates come, and how they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.edtf import Extent, extent_of, may_be_said, sort_key, words_of

CASES = [
    ("2019", (2019, 1, 1), (2019, 12, 31), "2019"),
    ("2020-02", (2020, 2, 1), (2020, 2, 29), "February 2020"),
    ("2019-05-03", (2019, 5, 3), (2019, 5, 3), "3 May 2019"),
    ("2020?-11-24", (2020, 11, 24), (2020, 11, 24), "24 November [2020]"),
    ("1871~", (1871, 1, 1), (1871, 12, 31), "about 1871"),
    ("198X", (1980, 1, 1), (1989, 12, 31), "1980s"),
    ("18XX", (1800, 1, 1), (1899, 12, 31), "19th century"),
    ("2019-22", (2019, 6, 1), (2019, 8, 31), "summer 2019"),
    ("2013-24", (2013, 12, 1), (2014, 2, 28), "winter 2013"),
    ("2018-40", (2018, 1, 1), (2018, 6, 30), "first half of 2018"),
    ("../2020-35", None, (2020, 9, 30), "until the third quarter of 2020"),
    ("2019-05-04?", (2019, 5, 4), (2019, 5, 4), "[4 May 2019]"),
    ("1993%", (1993, 1, 1), (1993, 12, 31), "[about 1993]"),
    ("-0043", (-43, 1, 1), (-43, 12, 31), "44 BC"),
    ("0622", (622, 1, 1), (622, 12, 31), "622"),
    ("1998/2003", (1998, 1, 1), (2003, 12, 31), "1998 to 2003"),
    ("198X/..", (1980, 1, 1), None, "from the 1980s"),
    ("../1871-05", None, (1871, 5, 31), "until May 1871"),
    ("1871~/1880~", (1871, 1, 1), (1880, 12, 31), "about 1871 to about 1880"),
    ("2018-12-20/2019-01-03", (2018, 12, 20), (2019, 1, 3), "20 December 2018 to 3 January 2019"),
    ("2011-03/2011-05", (2011, 3, 1), (2011, 5, 31), "March to May 2011"),
    ("2019-05-03/2019-05-05", (2019, 5, 3), (2019, 5, 5), "3 to 5 May 2019"),
    ("2019-05-30/2019-06-05", (2019, 5, 30), (2019, 6, 5), "30 May to 5 June 2019"),
    ("2019-05/2019-06-05", (2019, 5, 1), (2019, 6, 5), "May 2019 to 5 June 2019"),
    ("15XX/16XX", (1500, 1, 1), (1699, 12, 31), "16th century to 17th century"),
]
PLACELESS = [
    ("XXXX-05-03", "3 May, year not given"),
    ("XXXX-05", "May, year not given"),
    ("XXXX-05-03/XXXX-05-05", "3 to 5 May, year not given"),
    ("2019-02-30", "30 February 2019"),
    ("2019-50", "50 2019"),
    ("soon", "soon"),
    ("", ""),
    ("../..", "../.."),
]


@pytest.mark.parametrize(("edtf", "first", "last", "words"), CASES)
def test_a_date_has_its_days_and_its_words(edtf, first, last, words):
    assert extent_of(edtf) == Extent(first, last)
    assert words_of(edtf) == words
    assert may_be_said(edtf)


@pytest.mark.parametrize(
    "edtf", ["XXXX-13", "XXXX-02-30", "XXXX-05/June", "May", "2019-50", "../.."]
)
def test_what_is_no_date_may_not_be_stored(edtf):
    assert not may_be_said(edtf)
    assert may_be_said("XXXX-05/XXXX-06-30")


@pytest.mark.parametrize(("edtf", "words"), PLACELESS)
def test_what_has_no_place_in_time_has_words_only(edtf, words):
    assert extent_of(edtf) is None
    assert sort_key(edtf) == ""
    assert words_of(edtf) == words


def test_dates_sort_by_their_first_day_whatever_their_form():
    dates = ["-0043", "0622", "18XX", "../1871", "1980", "198X/..", "1998/2003", "2019", "2019-05"]
    dates += ["2019-22", "2019-24", "2019-12-20", "2020-01"]
    before = sorted(dates, key=lambda edtf: extent_of(edtf).place)
    assert [sort_key(edtf) for edtf in before] == sorted(sort_key(edtf) for edtf in dates)


@given(st.text(alphabet="0123456789X-/.?~% abc", max_size=40))
def test_any_text_is_said_and_none_raises(edtf):
    extent = extent_of(edtf)
    assert isinstance(words_of(edtf, is_inferred=True), str)
    assert bool(sort_key(edtf)) == (extent is not None)
    if extent and extent.first and extent.last and "/" not in edtf:
        assert extent.first <= extent.last
