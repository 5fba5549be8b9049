"""Spans follow random edits of which the truth is known (tests/edits.py)."""

import random

import pytest

from reader.text.placing import Place, Transition
from reader.text.spans import Span
from tests import edits
from tests.benchmarks.bench_placing import run
from tests.text.growth import assert_linear


@pytest.mark.parametrize(
    ("total", "between", "right", "wrong", "again"),
    [(300, 15, 0.995, 0.0005, 0.05), (240, 60, 0.99, 0.001, 0.10)],
)
def test_spans_follow_their_words_through_random_edits(total, between, right, wrong, again):
    count, _ = run(total, between)
    assert count["surviving"] > 1000
    assert count["right"] >= right * count["surviving"]
    assert count["wrong place"] <= wrong * count["surviving"]
    assert count["re-anchored"] <= again * count["deleted"]


@pytest.mark.parametrize("seed", range(4))
def test_what_nobody_touched_stays_and_where_it_goes_is_always_the_same(seed):
    luck = random.Random(seed)
    texts = edits.document(luck, paragraphs=12)
    edited = edits.Edited(luck, texts)
    edited.edit(10)
    places = [Place(b, Span(s, e)) for b, s, e in edits.spans(luck, texts, 60)]
    first = Transition(texts, edited.new).place(places)
    assert first == Transition(texts, edited.new).place(places)
    assert all(p.state == "kept" for p in Transition(texts, texts).place(places))


def transition(old, new, block, words):
    start = old[block].index(words)
    return Transition(old, new).place([Place(block, Span(start, start + len(words)))])[0]


TWIN = "The company never said a word about it."


class TestTwins:
    """Of two twin sentences, deleting one never moves its span to the other."""

    def place_both(self, old, new):
        spans = []
        for block, text in enumerate(old):
            at = text.find(TWIN)
            while at >= 0:
                spans.append(Place(block, Span(at + 4, at + 11)))
                at = text.find(TWIN, at + 1)
        return [placement.state for placement in Transition(old, new).place(spans)]

    def test_in_one_paragraph(self):
        old = [f"It burned. {TWIN} Ships came back late. {TWIN} Then it was May."]
        assert self.place_both(old, [old[0].replace(f" {TWIN}", "", 1)]) == ["lost", "shifted"]
        last = old[0][::-1].replace(f" {TWIN}"[::-1], "", 1)[::-1]
        assert self.place_both(old, [last]) == ["kept", "lost"]

    def test_side_by_side_nobody_can_tell_which_went(self):
        old = [f"It burned. {TWIN} {TWIN} Then it was May."]
        assert self.place_both(old, [old[0].replace(f" {TWIN}", "", 1)]) == ["lost", "lost"]

    def test_in_two_paragraphs(self):
        old = [f"It burned. {TWIN}", "Rivers froze.", f"{TWIN} Then it was May."]
        assert self.place_both(old, ["It burned.", *old[1:]]) == ["lost", "kept"]

    def test_as_paragraphs(self):
        old = ["It burned in May.", TWIN, "Rivers froze over.", TWIN, "Nobody came."]
        assert self.place_both(old, [old[0], *old[2:]]) == ["lost", "kept"]
        assert self.place_both(old, [*old[:3], old[4]]) == ["kept", "lost"]

    def test_one_deleted_and_another_written_elsewhere_is_for_a_person_to_confirm(self):
        before, after = TestBlocks.A, TestBlocks.B
        assert self.place_both([f"{before} {TWIN}", after], [before, f"{after} {TWIN}"]) == [
            "moved"
        ]

    def test_a_paragraph_and_a_sentence_that_both_went_elsewhere_are_not_told_apart(self):
        before, after, last = TestBlocks.A, TestBlocks.B, "Nobody came. It was late in May by then."
        old = [f"{before} {TWIN}", "Rivers froze.", TWIN, after, last]
        new = [before, "Rivers froze.", f"{after} {TWIN}", f"{TWIN} {last}"]
        assert self.place_both(old, new) == ["lost", "lost"]
        assert self.place_both(old, [*new[:2], after, f"{last} {TWIN} {TWIN}"]) == ["lost"] * 2

    def test_a_paragraph_merged_with_the_one_before_it_is_told_by_that(self):
        before, after = TestBlocks.A, TestBlocks.B
        old = [before, TWIN, "Rivers froze.", f"{after} {TWIN}"]
        assert self.place_both(old, [f"{before} {TWIN}", "Rivers froze.", after]) == [
            "shifted",
            "lost",
        ]

    def test_a_paragraph_whose_words_went_from_another_too_is_not_guessed(self):
        before, after = TestBlocks.A, TestBlocks.B
        old = [f"{before} {TWIN}", TWIN, after]
        assert self.place_both(old, [before, f"{after} {TWIN}", "It burned.", TWIN]) == ["lost"] * 2


class TestBlocks:
    A = "The caravan left Harun in May with nine camels. Nobody in Sefir knew why it was sent."
    B = "Ada Marsh found the letters. They lay in a box of salt under the old council house."

    def test_a_split_lets_spans_follow_into_the_other_part(self):
        first, second = self.A.split(". ")
        assert transition([self.A], [first + ".", second], 0, "Harun").block == 0
        assert transition([self.A], [first + ".", second], 0, "Sefir").block == 1

    def test_a_merge_lets_spans_follow(self):
        merged = [f"{self.A} {self.B}"]
        for block, words in ((0, "Harun"), (1, "council house")):
            placement = transition([self.A, self.B], merged, block, words)
            assert placement.span.of(merged[0]) == words
        assert Transition([self.A, self.B], merged).merged == {0}

    def test_a_sentence_that_starts_like_the_next_goes_alone(self):
        old = ["It was late. The ship left the harbour. The ship sank off Tolva. Nobody knew."]
        new = [old[0].replace("The ship left the harbour. ", "")]
        span = Span(old[0].index("ship"), old[0].index("ship") + 4)
        second = Span(old[0].rindex("ship"), old[0].rindex("ship") + 4)
        [one, other] = Transition(old, new).place([Place(0, span), Place(0, second)])
        assert one.state == "lost"
        assert other.span.of(new[0]) == "ship"


def many(count):
    luck = random.Random(count)
    return [edits.sentence(luck) for _ in range(count)]


@pytest.mark.parametrize("change", ["each edited", "all new", "all alike"])
def test_the_time_grows_with_the_text_and_not_faster(change):
    def make(count):
        old = many(count)
        if change == "each edited":
            return old, [f"{text} More." for text in old]
        if change == "all new":
            return old, many(count + 1)
        return ["Ibid."] * count, ["Ibid. 3"] * count

    def place(texts):
        Transition(*texts).place([Place(at, Span(0, 4)) for at in range(0, len(texts[0]), 20)])

    assert_linear(place, make, 300)
