"""Dates in running text and the events they make, from tables and from the first article."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.chronology import find_dates
from reader.text.dates import PartialDate
from reader.text.edtf import days_of
from reader.text.events import find_events, sentences_of
from reader.text.formats.plain import to_manuscript
from reader.text.names import NameMatcher
from reader.text.reading import read
from reader.text.sentences import sentence_around
from reader.text.spans import Span
from reader.text.written_moments import read_moments
from tests.gold import ARTICLE, GOLD, place
from tests.text.growth import assert_linear, repeated
from tests.text.timelines import events_of

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "chronology.json").read_text(encoding="utf-8")
)
WORDS = [
    "since ", "by ", "in ", "the ", "from ", "to ", "between ", " and ", "–", "-", "/", ", ",
    ". ", "May", "December ", "Sept. ", "20", "3rd ", "2020", "1871", "the 1980s", "’80s",
    "early ", "mid-", "nineteenth ", "16th ", "century", "spring of ", "winter ", "circa ",
    "c.", "AD ", " BC", "XXXX", "two days later", "last week", "on Tuesday", "0", "99",
    "rockets", "(", ")", "\n", "😀", "\u00a0", "2020-12-20", "31/12/1999", "February 30, ",
    "النهر",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
HOSTILE = [
    "May 3 and ", "1 ", "May ", "2019-", "1914–", "12/", "3–4 ", "19th to ", "the ", "’80s",
    "1.1.", "spring of ", "since 1", "in 2003 ", "in 2003, ", "from May to ", "two days ",
    "the next ", "day ", "between 1990 and ", "early mid-", "of of ", "\u00a0",
    "December 20 to 21 ", "the year ", "A.D. ", "3, 4 and ", "May 3, 4, ", "the end of the ",
    "AH 1400/", "the third of ", "May, ", "in “The 2003 ", "1979–present ", "spring to ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES["found"], ids=lambda value: str(value)[:60])
def test_a_date_is_found_with_its_words_and_what_it_says(text, wanted):
    found = [(date.expression, date.date, date.state) for date in find_dates(text)]
    assert found == [(*row, "accepted")[:3] for row in wanted]


@pytest.mark.parametrize("text", CASES["none"])
def test_a_number_that_is_no_date_does_not_alarm(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(("text", "cited", "wanted"), CASES["quiet"])
def test_the_dates_of_citations_are_left_to_them(text, cited, wanted):
    start = text.index(cited)
    found = find_dates(text, quiet=[Span(start, start + len(cited))])
    assert [[date.expression, date.date] for date in found] == wanted


def cited_blocks(texts):
    """Return the texts without their ⟦ and ⟧, each with the spans between them."""
    blocks = []
    for text in texts:
        spans = []
        while "⟦" in text:
            start, end = text.index("⟦"), text.index("⟧") - 1
            text = text.replace("⟦", "", 1).replace("⟧", "", 1)
            spans.append(Span(start, end))
        blocks.append((text, spans))
    return blocks


@pytest.mark.parametrize("case", CASES["events"], ids=lambda case: case["why"])
def test_a_missing_year_comes_from_the_document_with_its_reason(case):
    document_date = PartialDate.from_edtf(case.get("document_date", ""))
    blocks, notes_from = cited_blocks(case["blocks"]), case.get("notes_from")
    events = find_events(blocks, document_date=document_date, notes_from=notes_from)
    found = [(event.found.expression, event.date) for event in events]
    assert found == [(expression, date) for expression, date, *_ in case["events"]]
    for event, (_, _, reason, *state) in zip(events, case["events"], strict=True):
        assert reason in event.reason
        assert event.state == "proposed" or not state
        assert event.state == "accepted" or not case.get("notes_from") or state
        assert event.is_year_inferred == bool(reason)


@pytest.mark.parametrize(("date", "first", "last"), CASES["days"])
def test_the_days_that_a_date_may_mean(date, first, last):
    assert days_of(date) == (first and tuple(first), last and tuple(last))


def test_two_days_of_one_month_have_its_year_each():
    moments = read_moments("3–5 May 1871, the 1990s, in October")
    assert [one.edtf for one in moments] == ["1871-05-03", "1871-05-05", "199X", "XXXX-10"]


def test_a_doubtful_year_is_proposed_with_its_event():
    [event] = find_events([("It rained on January 30.", [])], document_date=PartialDate(2021, 2))
    assert (event.date, event.state) == ("2021-01-30", "proposed")
    assert event.reason.startswith("low confidence")


def test_the_events_of_the_first_article_are_found_and_no_others():
    manuscript, _ = to_manuscript(ARTICLE.read_text(encoding="utf-8"))
    reading = read(manuscript, NameMatcher([]))
    places = [
        ("b", index) if note is None else ("f", int(note))
        for index, (note, _) in enumerate(reading.all_blocks())
    ]
    found = [
        (*places[event.block], event.sentence.start, event.sentence.end, event.span.start,
         event.found.expression, event.date, event.is_year_inferred)
        for event in events_of(reading)
    ]  # fmt: skip
    wanted = []
    for event in GOLD["events"]:
        expression = place({**event, "start": event["expr_start"], "end": event["expr_end"]})
        wanted.append(
            (*place(event), expression[2], event["expr"], event["date"],
             event.get("year_inferred", False))
        )  # fmt: skip
    assert len(wanted) == 21
    assert found == wanted


@given(PIECES)
def test_dates_are_spans_in_order_that_say_edtf(text):
    found = find_dates(text)
    assert [date.span.of(text) for date in found] == [date.expression for date in found]
    ends = [0, *(date.span.end for date in found)]
    assert all(end <= date.span.start for end, date in zip(ends, found, strict=False))
    for date in found:
        is_dated = date.date and "XXXX" not in date.date
        assert (days_of(date.date) != (None, None)) == bool(is_dated)
        assert date.state == "proposed" or date.date


@given(st.lists(PIECES, max_size=4))
def test_events_stand_in_their_sentences(texts):
    blocks = [(text, [date.span for date in find_dates(text)[::3]]) for text in texts]
    for event in find_events(blocks):
        text = blocks[event.block][0]
        assert event.sentence.contains(event.span)
        assert event.span.of(text) == event.found.expression
        assert bool(event.reason) == (event.date != event.found.date)
        assert event.state == "proposed" or event.found.date


def test_the_sentences_of_many_places_are_those_of_each():
    text = (
        "It fell in 2003. It rose, it is said, by 2004 and again in 2006! (So in 2007.) Then 2008."
    )
    spans = [date.span for date in find_dates(text)]
    assert sentences_of(text, spans) == [sentence_around(text, span) for span in spans]


@pytest.mark.parametrize("piece", HOSTILE)
def test_dates_take_time_in_proportion_to_the_text(piece):
    assert_linear(find_dates, repeated(piece), 15_000)


@pytest.mark.parametrize("piece", ["On May 3 it rained. ", "On May 3 and ", "(Bell, May 4, 2019) "])
def test_events_take_time_in_proportion_to_the_text(piece):
    def make(size):
        text = repeated(piece)(size)
        return [(text, [Span(start, start + 19) for start in range(0, size - 20, 40)])]

    assert_linear(find_events, make, 8_000)
