"""Citations in paragraphs and in notes, from tables and from the first article."""

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.citations import find_citations
from reader.text.dates import PartialDate
from reader.text.names import NameMatcher
from reader.text.reading import read
from reader.text.references import find_references
from tests.text.growth import assert_linear, repeated

CASES = Path(__file__).parents[1] / "cases"
INLINE = json.loads((CASES / "citations.json").read_text("utf-8"))
NOTES = json.loads((CASES / "references.json").read_text("utf-8"))
GOLD = json.loads((CASES / "gold.json").read_text("utf-8"))
FINDERS = (find_citations, find_references)
WORDS = [
    "(", ")", "[", "]", "“", "”", "‘", "’", '"', "; ", ", ", ". ", " ", ":", "See ", "Ibid",
    "op. cit.", "May 2, 2020", "2016", "2016a", "p. 12", "111", "Ana Sal", "al-Wadi",
    "Lamp Press", "and", "May", "the river", "May 2", "et al.", "https://x.example/a;b",
    "😀", "النهر", "Low Tide",
]  # fmt: skip
PIECES = st.lists(st.sampled_from(WORDS)).map("".join)


def fields(text, citation):
    """Return what a table row says of a citation."""
    return [
        citation.span.of(text), citation.publisher, citation.author, citation.title,
        citation.date.edtf, citation.locator,
    ]  # fmt: skip


@pytest.mark.parametrize("case", INLINE["found"], ids=lambda case: case["text"])
def test_a_citation_in_a_paragraph_is_found_with_its_fields(case):
    found = [fields(case["text"], citation) for citation in find_citations(case["text"])]
    assert found == [row + [""] * (6 - len(row)) for row in case["citations"]]
    assert all(citation.form == "inline" for citation in find_citations(case["text"]))


@pytest.mark.parametrize("text", INLINE["none"])
@pytest.mark.parametrize("before", ["", "The river rose "])
def test_a_parenthesis_that_cites_nothing_is_left(text, before):
    assert find_citations(f"{before}{text} then.") == []


@pytest.mark.parametrize("case", NOTES["found"], ids=lambda case: case["text"])
def test_a_reference_in_a_note_is_found_with_its_fields(case):
    text = case["text"]
    found = [[citation.form, *fields(text, citation)] for citation in find_references(text)]
    assert found == [row + [""] * (7 - len(row)) for row in case["citations"]]


@pytest.mark.parametrize("text", NOTES["none"])
def test_a_note_that_cites_nothing_has_no_citation(text):
    assert find_references(text) == []


def test_citations_of_one_parenthesis_know_it():
    text = "So (Daily Lamp, May 2, 2020; May 4, 2020) it said (Harbour Post, May 3, 2020)."
    shared = [citation.within and citation.within.of(text) for citation in find_citations(text)]
    assert shared == ["(Daily Lamp, May 2, 2020; May 4, 2020)"] * 2 + [None]


def test_the_letter_of_a_year_and_the_way_back_are_kept():
    assert [c.suffix for c in find_citations("(Bell 1990a, 1990b; Fenn 2000)")] == ["a", "b", ""]
    assert [c.refers for c in find_references("Ibid.; Sal, op. cit.; Sal, supra note 4")] == [
        "ibid", "op. cit.", "note 4",
    ]  # fmt: skip


# The first article


def gold_text(place):
    """Return the gold's text at a place, markers taken out, and what they shift there."""
    if "footnote" in place:
        return GOLD["footnotes"][place["footnote"] - 1]["text"], 0
    text = GOLD["blocks"][place["block"]]["text"]
    found = re.sub(r" \[\d+\]", "", text)
    return found, len(text[: place["start"]]) - len(re.sub(r" \[\d+\]", "", text[: place["start"]]))


def found_in_gold():
    found = []
    for index in range(len(GOLD["blocks"])):
        text, _ = gold_text({"block": index, "start": 0})
        found += [({"block": index}, text, citation) for citation in find_citations(text)]
    for index, note in enumerate(GOLD["footnotes"], start=1):
        found += [
            ({"footnote": index}, note["text"], citation)
            for citation in find_references(note["text"])
        ]
    return found


def test_the_citations_of_the_first_article_are_found_with_all_fields_and_nothing_else():
    wanted = []
    for citation in GOLD["citations"]:
        where = {key: citation[key] for key in ("block", "footnote") if key in citation}
        shift = gold_text(citation)[1]
        if citation["form"] == "short":  # its note says no more than surname and year
            said = ["", "Knights", ""]
        else:
            said = [citation.get(key, "") for key in ("publisher", "author", "title")]
        wanted.append(
            (where, citation["form"], citation["start"] - shift, citation["end"] - shift, said,
             PartialDate(**citation["date"]).edtf, citation.get("locator", ""))
        )  # fmt: skip
    found = [
        (where, c.form, c.span.start, c.span.end, [c.publisher, c.author, c.title],
         c.date.edtf, c.locator)
        for where, _, c in found_in_gold()
    ]  # fmt: skip
    assert len(wanted) == 22
    assert found == wanted


# Any text


@pytest.mark.parametrize("find", FINDERS)
@given(text=st.one_of(PIECES, st.text(max_size=200)))
def test_any_text_gives_sorted_disjoint_spans(find, text):
    found = find(text)
    for citation in found:
        assert citation.span.end <= len(text)
        assert citation.span.of(text).strip() == citation.span.of(text)
        assert all(part in text for part in (citation.publisher, citation.author, citation.title))
        assert citation.publisher or citation.author or citation.title or citation.refers
        assert citation.form in ("inline", "full", "short")
    for first, second in itertools.pairwise(found):
        assert first.span.end <= second.span.start


HOSTILE = [
    "(", "[", ")", "((", "()", "(1", "(A, ", "(A, 1) ", "“", "”", "‘", '"', "“a” ", "Aa ", "Aa, ",
    "1[", "(May ", "(May 2, ", "(May 2, 2020", "(Aa, May 2, 2020) ", "(Aa 2020) ",
    "(Aa, Bb, p. 1) ", "; ", "Aa 2020; ", "See ", "See also see ", "Ibid. ", "A. ", "Aa. Bb ", "https://",
    "[Aa ", "p. 1, ",
    "2020, ", "2020a, 2020b, ", "al-", "and ", " ", "\u00a0", ", ", "& ", "et al. ", "Aa, “Bb,” ",
    "Aa, “Bb” (Cc, May 2020). ", "Aa, Bb, pg. 1, (Cc, May 2020) ", "accessed ", "May 1-2, ",
    "(" * 30 + ")" * 30, "Aa 2020, and ", "(Aa 2020, Bb 2021, Cc) ", "for a, see ",
    "Aa, Bb (Cc, 2007), p. 4, and ", "in Aa, Bb, p. 6, ", "Aa, “Bb,” p. 3, ", "(aa in Aa 2017, ",
    "Aa to Bb, ", "(Aa, Report, ",
    "Aa (2016) ", "Aa, Aa and Aa (2016) argue ", "Aa, A. (2016). ", "(ibid., 4) ", "(Aa n.d.) ",
    "Aa via ", "(Aa; May 2, 2020) ", "https://a.example/b ", "Aa, AB 12/3, ", "Interview with Aa, ",
    "(Aa 2016a, b, c) ", "(Aa 2016, 1ff., ", "de la ", "2016, in Arabic ",
    "(Aa, 9, 10, 11 ", "9 and 10, ", "(aa minutes of the aa, ", "(Aa, Law 12, ", "(AFP, 22/9; ",
    "(aa aa aa report of ", "Aa 2016 for the aa ", "inter alia ", "Interview with Aa ",
    "Aa interview ", "as n 1 ", "note 1 above, ", "2019, and Aa, Aa, ",
    "Aa (May 2007). ", "(hereinafter Aa) ", "Aa, Aa, 12 Aa 1 (",
    "S. Rep. No. 1-1, ", "Aa v Aa [2014] ", "Aa, review of Aa, by ", "AA, A 4 (2019) ", "[23] ",
    "HB 12/4, ", "(Aa, A-1/2", "Aa, qtd. in ", "Aa (2016) and (ibid.) ", "(Aa, Box 1, ",
    "Aa, Aa: Aa, ", "„Aa“ ", "« Aa » ",
    "Aa FO 1/2 ",
    "May 2, 3, 4, ", "Aa: ",
]  # fmt: skip


@pytest.mark.parametrize("find", FINDERS)
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_in_proportion_to_the_text(find, piece):
    assert_linear(find, repeated(piece), 10_000)


def test_a_name_and_a_year_below_a_picture_say_whose_it_is():
    text = "The pier (Low Harbour Museum, 1994)"
    source = "It fell, they say (Low Harbour Museum, 1994)."
    manuscript = (
        f"# Piers\n\n{{.caption}}\n{text}\n\n{source}\n\n{{.caption}}\n{text[:-7]} May 2, 1994)"
    )
    reading = read(manuscript, NameMatcher([]))
    assert [len(block.citations) for block in reading.blocks[1:]] == [0, 1, 1]


def test_a_name_and_a_year_after_an_author_s_own_book_say_who_printed_it():
    manuscript = (
        "# Piers\n\nThe pier fell (Harbour Press, 2019).\n\n"
        "Ida Varn is the author of Low Tide (Harbour Press, 2021). She disagrees (Sal Press, 2020)."
    )
    reading = read(manuscript, NameMatcher([]))
    years = [[c.found.date.year for c in block.citations] for block in reading.blocks[1:]]
    assert years == [[2019], [2020]]


LISTED = """# Counting boats

Boats are counted twice. As Kessel puts it, nobody asks the tide (1999b: 17), and in her account of
the harbour (2003, p. 88) nobody could. Mead (2014), too, was wrong; so were the winters of old
(1974, p. 3). For Kessel (1999a, 1999b) it is a clash. In Paris (2014) it rained.

## References

Kessel, I. (1999a). Low Tide. Sal: Lamp.

Kessel, I. (1999b). High Tide. Sal: Lamp.

Kessel, I. (2003). No Tide. Sal: Lamp.

Mead, A. (2014). Boats. Sal: Lamp.
"""


def test_the_list_of_works_tells_whom_a_sentence_cites_by_year_and_page():
    block = read(LISTED, NameMatcher([])).blocks[1]
    found = [
        (
            (c.found.within or c.found.span).of(block.block.text),
            c.found.author,
            f"{c.found.date.year}{c.found.suffix}",
        )
        for c in block.citations
    ]
    assert found == [
        ("(1999b: 17)", "Kessel", "1999b"),
        ("(2003, p. 88)", "Kessel", "2003"),
        ("Mead (2014)", "Mead", "2014"),
        ("Kessel (1999a, 1999b)", "Kessel", "1999a"),
        ("Kessel (1999a, 1999b)", "Kessel", "1999b"),
    ]


def test_who_is_cited_in_full_somewhere_may_stand_before_a_page_elsewhere():
    manuscript = (
        "# Piers\n\nIt fell [Ida Kessel and Ana Sal, Low Tide, p. 12]. It fell again [Kessel and"
        " Sal, p. 40; cf. Morel, pp. 3–4]. It rose [Varn, p. 5], says a (the guard, p. 6).[^1]\n\n"
        "[^1]: Tomas Morel, High Tide (Sal: Lamp, 2019).\n"
    )
    block = read(manuscript, NameMatcher([])).blocks[1]
    assert [(c.found.author, c.found.locator) for c in block.citations] == [
        ("Ida Kessel and Ana Sal", "12"), ("Kessel and Sal", "40"), ("Morel", "3–4"),
    ]  # fmt: skip


def test_notes_with_signs_or_letters_are_numbered_after_those_with_numbers():
    manuscript = "# Piers\n\nA[^*] pier[^1] fell[^†] down.[^7] [^a]\n\n" + "\n\n".join(
        f"[^{label}]: A note." for label in ("†", "1", "7", "*", "a")
    )
    reading = read(manuscript, NameMatcher([]))
    assert [(n.label, n.number) for n in reading.footnotes] == [
        ("1", 1), ("7", 7), ("†", 8), ("*", 9), ("a", 10),
    ]  # fmt: skip


WORKS = """# Low tide

The harbour was shut for a year (Kessel 5), then for two (Kessel and Sal 12-14; Harbour Board 3).
The third boat was the Falcon (Falcon 9), of article two (Article 2).

## Works cited

- Kessel, Ana, and Bo Sal. “Why Tides Fail.” *Lamp Review* 26.2 (2009): 1-8.

- Harbour Board. *Report of the Year*. Varga: Harbour Board, 2010.

### More

- Omar Bell, *Low Tide* (Lamp House, May 2016).

## Thanks

The keeper was there (Harbour Post, May 4, 2019).
"""


def test_a_name_and_a_page_cite_what_the_list_of_works_has():
    found = [c.found for block in read(WORKS, NameMatcher([])).blocks for c in block.citations]
    assert [(c.author, c.publisher, c.locator) for c in found] == [
        ("Kessel", "", "5"),
        ("Kessel and Sal", "", "12-14"),
        ("Harbour Board", "", "3"),
        ("", "Harbour Post", ""),  # but not what says who published a work of the list
    ]
    alone = WORKS.partition("## Works")[0]
    assert not any(block.citations for block in read(alone, NameMatcher([])).blocks)
