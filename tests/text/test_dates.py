"""Partial dates: read, written, sorted, said, and inferred with a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.dates import PartialDate, infer_year, read_date

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dates.json").read_text("utf-8"))


def made(parts):
    return PartialDate(**{**parts, "inferred": frozenset(parts.get("inferred", ()))})


@st.composite
def partial_dates(draw):
    year = draw(st.none() | st.integers(1, 9999))
    month = draw(st.none() | st.integers(1, 12))
    day = draw(st.none() | st.integers(1, 28))
    there = [
        name for name, part in (("year", year), ("month", month), ("day", day)) if part is not None
    ]
    inferred = draw(st.frozensets(st.sampled_from(there))) if there else frozenset()
    return PartialDate(year, month, day, inferred)


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["text"])
def test_a_date_expression_is_read(case):
    date = read_date(case["text"])
    assert date is not None
    assert (date.edtf, date.words()) == (case["edtf"], case["words"])
    assert not date.inferred


@pytest.mark.parametrize("text", CASES["unread"])
def test_what_is_no_date_or_two_dates_is_not_read(text):
    assert read_date(text) is None


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["words"])
def test_gaps_and_inferred_parts_are_said_and_written(case):
    date = made(case["parts"])
    assert (date.words(), date.edtf) == (case["words"], case["edtf"])
    assert PartialDate.from_edtf(case["edtf"]) == date


@pytest.mark.parametrize("text", CASES["not_edtf"])
def test_what_edtf_would_not_have_written_is_refused(text):
    with pytest.raises(ValueError, match=r"EDTF|no (month|day)"):
        PartialDate.from_edtf(text)


def test_a_decade_is_ten_years_and_no_day():
    decade = PartialDate.from_edtf("199X")
    assert (decade.edtf, decade.words(), decade.sort_key) == ("199X", "1990s", (1990, 0, 0))
    with pytest.raises(ValueError, match="decade"):
        PartialDate(1995, is_decade=True)


@pytest.mark.parametrize("case", CASES["infer"], ids=lambda case: case["why"])
def test_a_year_is_inferred_only_where_the_document_allows_one(case):
    date = PartialDate.from_edtf(case["date"])
    others = [PartialDate.from_edtf(other) for other in case["others"]]
    before = PartialDate.from_edtf(case["before"]) if "before" in case else None
    inferred = infer_year(date, others, before=before)
    assert inferred.edtf == case["edtf"]
    assert inferred.stated == date.stated
    assert bool(inferred.reason) == ("low" in case)
    assert inferred.reason.startswith("low confidence") == case.get("low", False)


def test_the_gold_sources_without_a_year_get_theirs():
    gold = json.loads((Path(__file__).parents[1] / "cases" / "gold.json").read_text("utf-8"))
    dates = [PartialDate(**source["date"]) for source in gold["sources"]]
    wanted = [source["inferred_year"] for source in gold["sources"] if "inferred_year" in source]
    inferred = [infer_year(date, dates) for date in dates if date.year is None]
    assert [date.year for date in inferred] == wanted
    assert [date.reason.startswith("low confidence") for date in inferred] == [False, True]


@pytest.mark.parametrize(
    "parts",
    [{"month": 13}, {"year": 0}, {"month": 2, "day": 30}, {"inferred": ["year"]}, {"day": 0}],
)
def test_a_part_that_no_calendar_has_is_refused(parts):
    with pytest.raises(ValueError, match=r"no (year|month|day)|only a part"):
        made(parts)


def test_a_gap_sorts_before_every_number():
    dates = [
        PartialDate(2020, 12, 1),
        PartialDate(2020),
        PartialDate(None, 12),
        PartialDate(2020, 12),
    ]
    assert [date.edtf for date in sorted(dates, key=lambda date: date.sort_key)] == [
        "XXXX-12", "2020", "2020-12", "2020-12-01",
    ]  # fmt: skip


@given(partial_dates())
def test_edtf_is_read_back(date):
    assert PartialDate.from_edtf(date.edtf) == date
    assert bool(date) == bool(date.edtf)


@given(partial_dates(), st.lists(partial_dates()))
def test_inferring_changes_nothing_but_a_missing_year(date, others):
    after = infer_year(date, others)
    assert (after.month, after.day) == (date.month, date.day)
    assert after == date or (date.year is None and after.inferred == date.inferred | {"year"})


@given(st.text(max_size=80))
def test_reading_never_raises(text):
    read_date(text)
