"""What an editor should look at, from a table and in the first article."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.checks import check
from reader.text.formats.plain import to_manuscript
from reader.text.names import NameMatcher
from reader.text.problems import Problem
from reader.text.reading import read
from reader.text.spellings import find_spellings
from tests.gold import ARTICLE
from tests.text.growth import assert_linear, repeated
from tests.text.timelines import events_of

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "checks.json").read_text(encoding="utf-8")
)["cases"]
HEAD = "---\ntitle: The harbour\nauthors: [Ana Sal]\ndate: 2019-06-01\nurl: https://x.example/a\n---\n\n"
WORDS = [
    "It burned on May 3, 2019 ", "(Harbour Post, May 2, 2019)", "(Bell, May 4)", ". ", "[^1]",
    "[^9]", "\n\n", "\n\n[^1]: ", "\n\n[^2]: ", "Sal 2016", "NRF ", "Nur Relief Fund (NRF)",
    "Asa’b ", "Asab ", "# ", "{.caption}\n", "(source:", "Qasem Varn ", "Qassem Varn ", "😀",
    "U.S. ", "\\[3\\] ", "النهر ",
]  # fmt: skip


def findings_in(manuscript, problems=None):
    reading = read(manuscript, NameMatcher([]))
    return check(reading, events_of(reading), problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_an_editor_is_told_what_to_look_at_and_nothing_else(case):
    found = findings_in(HEAD + case["text"])
    assert [finding.code for finding in found] == [code for code, _ in case["findings"]]
    for finding, (_, words) in zip(found, case["findings"], strict=True):
        assert words in finding.message


def test_a_finding_has_its_place():
    text = HEAD + "It burned all night.[^x]\n\n[^x]: So said the NRF, which was there"
    [abbreviation, stop] = findings_in(text)
    assert (abbreviation.block, abbreviation.note, abbreviation.line) == (1, "x", 10)
    assert (abbreviation.span.start, abbreviation.span.end) == (12, 15)
    assert (stop.code, stop.note) == ("no-final-stop", "x")


def test_what_the_document_does_not_say_of_itself_is_one_finding():
    [first, *_] = findings_in("---\ntitle: T\nauthors: [Ana Sal]\n---\n\nIt burned.")
    assert (first.code, first.block) == ("metadata-absent", None)
    assert first.message == "The document names no date and no address (URL)."


def test_the_lost_headings_of_the_format_are_taken_over_and_its_other_problems_are_not():
    problems = [
        Problem(7, "likely-lost-heading", "A heading may be lost."),
        Problem(9, "typed-markers", "These became markers."),
    ]
    text = HEAD + "It burned all night (Harbour Post, May 2, 2019)."
    [finding] = findings_in(text, problems)
    assert (finding.code, finding.line) == ("likely-lost-heading", 7)


def test_the_first_article_shows_what_rules_can_find_and_little_else():
    manuscript, problems = to_manuscript(ARTICLE.read_text(encoding="utf-8"))
    found = findings_in(manuscript, problems)
    places = [(finding.code, finding.note or finding.block) for finding in found]
    anomalies = [
        ("likely-lost-heading", None), ("likely-lost-heading", None), ("metadata-absent", None),
        ("torn-caption", 1), ("source-before-event", 6), ("no-final-stop", "2"),
    ]  # fmt: skip
    others = [
        ("two-spellings", 2), ("year-missing", 6), ("undefined-abbreviation", 8),
        ("year-missing", 9), ("undefined-abbreviation", 12), ("paragraph-without-source", 15),
        ("paragraph-without-source", 19),
    ]  # fmt: skip
    assert sorted(places, key=str) == sorted(anomalies + others, key=str)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
def test_findings_stand_in_order_within_their_blocks(text):
    reading = read(text, NameMatcher([]))
    blocks = [block for _, block in reading.all_blocks()]
    found = check(reading, events_of(reading))
    for finding in found:
        assert finding.message.endswith(".")
        assert "\n" not in finding.message
        if finding.span is not None:
            assert finding.span.end <= len(blocks[finding.block].block.text)
    places = [finding.block if finding.block is not None else -1 for finding in found]
    assert places == sorted(places)


@given(st.lists(st.sampled_from(["Asa’b ", "Asab ", "al-Nur ", "Nur’s ", "said ", ". ", "Qasem ",
                                 "Qassem ", "É", "x’y-"])).map("".join))  # fmt: skip
def test_spellings_are_the_words_of_their_places(text):
    for spellings in find_spellings([text]):
        assert len(spellings) > 1
        assert all(one.span.of(text) == one.words for one in spellings)


@pytest.mark.parametrize(
    "piece",
    ["On May 3, 2019 it burned (Harbour Post, May 2, 2019). ", "NRF ", "A-", "Asa’b Asab ", "[^1] ",
     "Qasem Varn, Qassem Varn, ", "On May 3 it rained. "],
)  # fmt: skip
def test_checks_take_time_in_proportion_to_the_text(piece):
    def make(size):
        reading = read(HEAD + repeated(piece)(size), NameMatcher([]))
        return reading, events_of(reading)

    assert_linear(lambda made: check(*made), make, 10_000)
