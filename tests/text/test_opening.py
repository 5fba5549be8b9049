"""The lines between a title and its text: who wrote it, when it appeared, and what it is."""

from html import escape

import pytest

from reader.text.formats import read_file
from reader.text.manuscript import parse

BODY = (
    "On May 3, 2019 the guards met in the harbour of Varga and decided to burn it, as the Lamp "
    "said (Lamp, May 4, 2019). Nobody was hurt in the fire, and nothing was left of the sheds.",
    "A second paragraph says more of it than the first, which is what second paragraphs are for, "
    "as everyone knows who has ever written one.",
)
# Each line over a text, and what the front matter has of it: authors, date, volume, issue.
LINES = [
    ("April 8, 2022 03:12 PM Age: 2 years", {"date": "April 8, 2022"}),
    ("8 April 2022, 14:30 GMT", {"date": "8 April 2022"}),
    ("Friday, 8 April 2022", {"date": "8 April 2022"}),
    ("Published on Fri., April 8, 2022", {"date": "April 8, 2022"}),
    ("Posted April 8, 2022 at 3:12 p.m.", {"date": "April 8, 2022"}),
    ("April 8, 2022 · 8 min read", {"date": "April 8, 2022"}),
    ("April 8, 2022; updated May 2, 2023", {"date": "April 8, 2022"}),
    ("Last updated: April 8, 2022", {}),
    ("08/04/2022", {}),  # in April, or in August
    ("Ada Marsh, 8 April 2022", {"date": "8 April 2022"}),  # a name alone may be anybody's
    ("By Ada Marsh, April 8, 2022", {"authors": ["Ada Marsh"], "date": "April 8, 2022"}),
    ("By Ada Marsh | April 8, 2022", {"authors": ["Ada Marsh"], "date": "April 8, 2022"}),
    ("By Ada Marsh and Bo Quist (8 April 2022)",
     {"authors": ["Ada Marsh", "Bo Quist"], "date": "8 April 2022"}),
    ("Story by Ada Marsh", {"authors": ["Ada Marsh"]}),
    ("By Ada Marsh (Lamp House)", {"authors": ["Ada Marsh"]}),
    ("Lamp House Report No. 12, April 2022", {"date": "April 2022"}),
    ("Vol. 3, No. 2, Spring 2021", {"volume": "3", "issue": "2"}),
    ("2022", {"date": "2022"}),
    ("Text: Ada Marsh", {"authors": ["Ada Marsh"]}),
    ("Words: Ada Marsh; Photos: Bo Quist", {"authors": ["Ada Marsh"]}),
    ("Words by Ada Marsh, photographs by Bo Quist", {"authors": ["Ada Marsh"]}),
    ("Story and photographs by Ada Marsh", {"authors": ["Ada Marsh"]}),
    ("Translation: Bo Quist", {}),
    ("BY ADA MARSH AND BO QUIST", {"authors": ["ADA MARSH", "BO QUIST"]}),
    ("By Ada Marsh and Bo Quist | Orlin | 8 April 2022",
     {"authors": ["Ada Marsh", "Bo Quist"], "date": "8 April 2022"}),
]  # fmt: skip
# What is no such line, though it ends or begins like one.
OTHERS = [
    "The Harbour Fire",
    "What the guards did by night",
    "The port was closed by Ada Marsh on May 4, 2019.",
    "Text: What the Guards Wrote",
    "Maps: the harbour, the road and the salt pans",
]


def plain(line):
    return "\n\n".join(["The Salt Road and Its Guards", line, *BODY]).encode(), "a.txt"


def markdown(line):
    return "\n\n".join(["# The Salt Road and Its Guards", line, *BODY]).encode(), "a.md"


def html(line):
    parts = "".join(f"<p>{escape(text)}</p>" for text in (line, *BODY))
    page = f"<html><body><article><h1>The Salt Road and Its Guards</h1>{parts}</article></body>"
    return page.encode(), "a.html"


def opening(made):
    data, name = made
    document = parse(read_file(data, name=name).manuscript)
    assert document.meta["title"] == "The Salt Road and Its Guards"
    return document.meta, document.blocks


@pytest.mark.parametrize("written", [plain, markdown, html])
@pytest.mark.parametrize(("line", "meta"), LINES)
def test_a_line_over_the_text_says_who_wrote_it_and_when(line, meta, written):
    found, blocks = opening(written(line))
    assert (blocks[0].kind, blocks[0].text) == ("kicker", line)
    told = {key: found[key] for key in ("authors", "date", "volume", "issue") if key in found}
    assert {key: str(value) if key != "authors" else value for key, value in told.items()} == meta


def test_two_lines_of_one_paragraph_are_read_each_by_itself():
    found, blocks = opening(markdown("*By Ada Marsh*  \nApril 8, 2022"))
    assert (blocks[0].kind, blocks[0].text) == ("kicker", "By Ada Marsh\nApril 8, 2022")
    assert (found["authors"], str(found["date"])) == (["Ada Marsh"], "April 8, 2022")


@pytest.mark.parametrize("line", OTHERS)
def test_other_lines_are_none(line):
    found, blocks = opening(plain(line))
    assert blocks[0].kind in ("heading", "paragraph")
    assert not {"authors", "date"} & set(found)


@pytest.mark.parametrize("written", [plain, html])
def test_a_year_that_heads_a_part_among_others_is_no_date(written):
    found, blocks = opening(written("2022"))
    assert str(found["date"]) == "2022"
    data, name = written("2022")
    again = data.replace(b"A second", b"2021\n\nA second").replace(b"<p>2021\n\n", b"<p>2021<p>")
    found, blocks = opening((again, name))
    assert [block.text for block in blocks if block.kind == "heading"] == ["2022", "2021"]
    assert "date" not in found
