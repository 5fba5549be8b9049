"""Where spans and blocks go when a text is edited."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.text.matching import align as align_blocks
from reader.text.matching import likeness
from reader.text.placing import Place, Transition
from reader.text.spans import Span

OLD = "The caravan left Harun in May with nine camels and a letter for Sefir."
CASES = [
    # what happened to the text, the new text, the words of the span, state, the words it has now
    ("nothing", OLD, "Harun", "kept", "Harun"),
    ("words before it", "Late that year " + OLD, "Harun", "shifted", "Harun"),
    ("words after it", OLD + " It never came.", "Harun", "kept", "Harun"),
    ("it is gone", OLD.replace(" left Harun", " left"), "Harun", "lost", None),
    ("another stands there", OLD.replace("Harun", "Tolva"), "Harun", "lost", None),
    (
        "a word within it",
        OLD.replace("nine camels", "nine white camels"),
        "nine camels",
        "shifted",
        "nine white camels",
    ),
    (
        "most of it is gone",
        OLD.replace("nine camels and a letter", "letter"),
        "nine camels and a letter",
        "lost",
        None,
    ),
    (
        "its twin stands elsewhere",
        "Sefir wrote. " + OLD.replace(" for Sefir", ""),
        "Sefir",
        "lost",
        None,
    ),
    (
        "torn apart",
        OLD.replace("nine camels", f"nine {'very ' * 30}tired camels"),
        "nine camels",
        "lost",
        None,
    ),
]


@pytest.mark.parametrize(("what", "new", "words", "state", "now"), CASES, ids=lambda v: str(v)[:24])
def test_a_span_follows_its_words(what, new, words, state, now):
    start = OLD.index(words)
    [placed] = place(OLD, new, [Span(start, start + len(words))])
    assert placed.state == state
    assert (placed.span.of(new) if placed.span else None) == now


def place(old, new, spans):
    """Where spans of a text stand in the text that it became."""
    return Transition([old], [new]).place([Place(0, span) for span in spans])


def align(old, new):
    return align_blocks(old, new).pairs


WORDS = st.lists(st.sampled_from(["salt", "Harun", "the", "ships", "كتاب", "🜚"]), max_size=30)


@given(WORDS, WORDS, st.data())
def test_a_placed_span_lies_in_the_new_text_and_shares_its_words(old, new, data):
    old, new = " ".join(old), " ".join(new)
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    [placed] = place(old, new, [Span(start, end)])
    if placed.span is not None:
        assert placed.span.end <= len(new)
        assert set(placed.span.of(new)) & set(old[start:end])


@given(st.text(), st.text(), st.text(min_size=1), st.text(), st.text())
def test_words_that_nobody_touched_stay(before, after, words, added, appended):
    old = f"{before} {words} {after}"
    assume(len(appended.split()) <= len(old.split()))  # with more, it is another block
    span = Span(len(before) + 1, len(before) + 1 + len(words))
    [placed] = place(old, f"{old} {appended}", [span])
    assert placed.span == span


class TestAlign:
    PARAGRAPHS = (
        "The caravan left Harun in May with nine camels.",
        "Nobody in the town of Sefir knew why it was sent.",
        "The company never said a word about the salt.",
    )

    def test_each_paragraph_continues_itself(self):
        assert align(self.PARAGRAPHS, self.PARAGRAPHS) == [0, 1, 2]

    def test_a_moved_paragraph_keeps_its_identity(self):
        assert align(self.PARAGRAPHS, self.PARAGRAPHS[::-1]) == [2, 1, 0]

    def test_an_edited_paragraph_keeps_its_identity(self):
        edited = [*self.PARAGRAPHS]
        edited[1] = "Almost nobody in the old town of Sefir knew why it was sent."
        assert align(self.PARAGRAPHS, edited) == [0, 1, 2]

    def test_a_new_paragraph_continues_nothing(self):
        first, *rest = self.PARAGRAPHS
        new = [first, "Elsewhere, rivers froze.", *rest]
        assert align(self.PARAGRAPHS, new) == [0, None, 1, 2]

    def test_a_paragraph_moved_and_edited_is_still_found(self):
        first, second, third = self.PARAGRAPHS
        assert align(self.PARAGRAPHS, [third, second, first.replace("nine", "ten")]) == [2, 1, 0]

    def test_a_rewritten_paragraph_is_new(self):
        first, _, third = self.PARAGRAPHS
        assert align(self.PARAGRAPHS, [first, "Rivers froze; ships burned.", third])[1] is None

    @given(st.lists(st.sampled_from(PARAGRAPHS)), st.lists(st.sampled_from(PARAGRAPHS)))
    @settings(deadline=None)
    def test_nothing_is_continued_twice(self, old, new):
        pairs = [pair for pair in align(old, new) if pair is not None]
        assert len(pairs) == len(set(pairs))

    def test_a_long_document_is_aligned_whole(self):
        luck = random.Random(3)
        words = "salt silver harbour clerk debt letter council ship trader ledger".split()
        old = [" ".join(luck.choices(words, k=30)) for _ in range(400)]
        new = [
            text.replace("salt", "grain") if at % 7 == 0 else text for at, text in enumerate(old)
        ]
        assert align(old, new) == list(range(400))


def test_likeness_is_between_none_and_all():
    assert likeness("a b c d".split(), "a b c d".split()) == 1
    assert likeness("a b c d".split(), "e f g h".split()) == 0
