"""The sentence in which something stands."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.sentences import ELLIPSIS, quote_around, sentence_around, trim_around
from reader.text.spans import Span
from tests.text.growth import assert_linear, repeated

CASES = Path(__file__).resolve().parent.parent / "cases"
SENTENCES = json.loads((CASES / "sentences.json").read_text(encoding="utf-8"))
GOLD = json.loads((CASES / "gold.json").read_text(encoding="utf-8"))


def marked(text):
    """Return the text without ⟦ and ⟧, and the span between them."""
    start, end = text.index("⟦"), text.index("⟧") - 1
    return text.replace("⟦", "").replace("⟧", ""), Span(start, end)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"])
def test_a_span_has_its_sentence(case):
    text, span = marked(case["text"])
    assert sentence_around(text, span).of(text) == case["sentence"]


@pytest.mark.parametrize("event", GOLD["events"], ids=lambda event: event["expr"])
def test_the_reading_of_the_first_article_has_the_same_sentences(event):
    if "block" not in event:
        return
    text = GOLD["blocks"][event["block"]]["text"]
    found = sentence_around(text, Span(event["expr_start"], event["expr_end"]))
    # The reading has the markers of notes in its texts; ours stand outside them.
    assert found.of(text) == re.sub(r" \[\d+\]$", "", event["text"])


def test_a_short_sentence_is_quoted_whole():
    text, span = marked("It rained. The ⟦mill⟧ burned. No one saw it.")
    quotation = quote_around(text, span)
    assert (quotation.before, quotation.words, quotation.after) == ("The ", "mill", " burned.")


def test_a_long_sentence_is_cut_at_spaces_on_both_sides():
    text, span = marked("word " * 60 + "the ⟦mill⟧" + " word" * 60 + ".")
    quotation = quote_around(text, span, 50)
    assert quotation.before == f"{ELLIPSIS} word word word the "
    assert quotation.after == f" word word word word {ELLIPSIS}"


def test_what_one_side_does_not_need_the_other_has():
    text, span = marked("The ⟦mill⟧" + " word" * 60 + ".")
    quotation = quote_around(text, span, 58)
    assert quotation.before == "The "
    assert quotation.after == " word" * 10 + f" {ELLIPSIS}"
    text, span = marked("word " * 60 + "the ⟦mill⟧.")
    assert quote_around(text, span, 59).before == f"{ELLIPSIS} " + "word " * 10 + "the "


def test_words_longer_than_the_limit_are_cut_at_their_end():
    text = "word " * 100
    quotation = quote_around(text, Span(0, 499), 24)
    assert quotation.words == f"word word word word word {ELLIPSIS}"
    assert quotation.after == ""


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="no span to 9"):
        sentence_around("Mill", Span(2, 9))


@st.composite
def texts_with_spans(draw):
    text = draw(st.text(st.sampled_from("aB1 .!?…()[]“”’\n\t\u00a0ب。é"), min_size=1, max_size=200))
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


@given(texts_with_spans(), st.integers(1, 60))
def test_a_quotation_always_holds_its_words(case, longest):
    text, span = case
    sentence = sentence_around(text, span)
    assert sentence.contains(span)
    kept = trim_around(text, sentence, span, longest)
    assert sentence.contains(kept)
    assert kept.contains(span)
    quotation = quote_around(text, span, longest)
    if len(span) <= longest:
        assert quotation.words == span.of(text).replace("\n", " ").replace("\t", " ")
        shown = len(quotation.before + quotation.words + quotation.after)
        assert shown <= max(longest, len(span)) + 4


@pytest.mark.parametrize(
    "piece", [".", "a.", "a. ", ". (", "Mr. ", "a", " ", ".”", "(1) ", "...)", "\n", "é", "No. 1 "]
)
def test_hostile_text_costs_little(piece):
    def read(text):
        return quote_around(text, Span(len(text) // 2, len(text) // 2 + 1))

    assert_linear(read, repeated(piece), 60_000)
