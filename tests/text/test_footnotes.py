"""Short forms in notes: resolved by what they say, never by what stands nearest."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.footnotes import Resolution, resolve_short_forms
from reader.text.known_works import find_notes
from reader.text.names import NameMatcher
from reader.text.reading import read
from reader.text.references import find_references
from tests.text.growth import assert_linear

CASES = Path(__file__).parents[1] / "cases"
TABLE = json.loads((CASES / "short_forms.json").read_text("utf-8"))["cases"]
GOLD = json.loads((CASES / "gold.json").read_text("utf-8"))


def resolved(notes):
    """Return {"note.index": [resolved, candidates]} for the notes, numbered from 1."""
    read = [(str(number), found) for number, found in enumerate(find_notes(notes), start=1)]

    def name(key):
        return f"{key[0]}.{key[1]}"

    return {
        name(key): [
            meant.resolved and name(meant.resolved),
            [name(key) for key in meant.candidates],
        ]
        for key, meant in resolve_short_forms(read).items()
    }


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["why"])
def test_a_short_form_means_what_it_says(case):
    assert resolved(case["notes"]) == case["short"]


def test_note_7_of_the_first_article_means_note_4():
    assert resolved([note["text"] for note in GOLD["footnotes"]]) == {"7.0": ["4.0", ["4.0"]]}


def test_a_label_that_stands_twice_keeps_its_first_note():
    first = find_references("Ana Sal, “Low Tide” (Lamp House, May 2020)")
    second = find_references("Omar Sal, “High Tide” (Lamp House, May 2020)")
    notes = [("1", first), ("1", second), ("2", find_references("Sal 2020."))]
    assert resolve_short_forms(notes) == {("2", 0): Resolution((("1", 0),), ("1", 0))}


NOTES = (
    "Ibid.", "Sal 2020", "Op. cit.", "Bell, op. cit., 2", "Sal, supra note 1", "the river",
    "Ana Sal, “Low Tide” (Lamp House, May 2020)", "Sal, “Low Tide”", "Bell and Sal 2020",
    "Bell, A., and Sal, B., “X Y” (Lamp House, 2020)", "(Lamp House, May 2020)", "Bell, X Y",
    "as Sal, Low Tide, 4, says", "Low Tide, p. 3", "Ebd., S. 4", "Idem, Low Tide, 3",
    "Bell (n 2) 4", "See note 1 above", "as n 2", "Interview with Sal", "LH, supra note 1",
    "Interview with Ana Sal, 3 May 2019", "Lamp Ho., supra note 2",
)  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(NOTES), max_size=3).map("; ".join), max_size=8))
def test_every_short_form_is_answered_by_places_of_citations(notes):
    read = [(str(number), found) for number, found in enumerate(find_notes(notes))]
    places = {(label, index): c for label, found in read for index, c in enumerate(found)}
    answers = resolve_short_forms(read)
    assert set(answers) == {key for key, citation in places.items() if citation.form == "short"}
    for answer in answers.values():
        assert all(places[key].form != "short" for key in answer.candidates)
        assert answer.resolved is None or answer.candidates == (answer.resolved,)


LISTED = """# Low tide

The harbour was shut.[^1] It opened.[^2] It was sold.[^3] The board left.[^4] He wept.[^5]

## Bibliography

- Bell, Omar (May 2007). *Wet Feet*. Orun: Lamp House.

- Sal, Ana. *Rivers and Men*. Varga: Lamp House, 2009.

- Morel, Ida (2011). *Salt Roads*. Lamp House.

[^1]: Bell 2007, pp. 12–14.
[^2]: Sal, *Rivers*, 5.
[^3]: Ida Morel, “Salt Roads” (Lamp Press, May 2011), 3.
[^4]: Morel 2011, 4.
[^5]: Quist 2007, 3.
"""


def test_what_no_note_gives_in_full_is_a_work_of_the_list():
    reading = read(LISTED, NameMatcher([]))
    cited = [c for note in reading.footnotes for block in note.blocks for c in block.citations]
    assert [c.source and (c.source.title, c.source.date.edtf) for c in cited] == [
        ("Wet Feet", "2007-05"),
        ("Rivers and Men", "2009"),
        ("Salt Roads", "2011-05"),
        ("Salt Roads", "2011-05"),  # as note 3 has it
        None,
    ]
    assert [note.resolves_to for note in reading.footnotes] == ["", "", "", "3", ""]
    assert not any(block.citations for block in reading.blocks)


@pytest.mark.parametrize(
    "text", ["Ibid.; ", "Ana Sal, “Low Tide” (Lamp House, May 2020); Sal 2020; Ibid.; "]
)
def test_time_grows_in_proportion_to_the_notes(text):
    def notes(count):
        return [(str(number), find_references(text)) for number in range(count)]

    assert_linear(resolve_short_forms, notes, 500)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Sal, “Low Tide {0}” (Lamp House, May 2020)",
        "Sal, Low Tide {0}, p. 3",
        "Low Tide, p. 3",
        "Sal, Low Tide, Sal, Low Tide, " * 4,
    ],
)
def test_time_grows_in_proportion_to_the_notes_of_one_author(text):
    def notes(count):
        first = ["Ana Sal, “Low Tide” (Lamp House, May 2020)"]
        return first + [text.format(number) for number in range(count)]

    assert_linear(find_notes, notes, 100)


def test_time_grows_in_proportion_to_one_long_note():
    def notes(count):
        return ["Ana Sal, “Low Tide” (Lamp House, May 2020)", "as Sal, Low Tide, 3, says, " * count]

    assert_linear(find_notes, notes, 100)
