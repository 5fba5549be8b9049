"""Markdown files become manuscripts: kept as they are, but for the title and typed notes."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from reader.text.formats import read_file
from reader.text.formats.markdown import to_manuscript
from reader.text.manuscript import document_title, parse, write
from tests.text.files import files, lost_characters
from tests.text.growth import assert_linear, repeated

CASES = sorted((Path(__file__).parent.parent / "cases" / "markdown").glob("*.md"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_markdown_file_is_read_as_its_case_says(path):
    text = path.read_text()
    want = json.loads(path.with_suffix(".json").read_text())
    manuscript, problems = to_manuscript(text)
    document = parse(manuscript)
    assert document_title(document) == want["title"]
    assert {k: v for k, v in document.meta.items() if k != "title"} == want["meta"]
    assert [[block.kind, block.text] for block in document.blocks] == want["blocks"]
    assert [[p.line, p.code] for p in problems if p.code != "metadata-absent"] == want["problems"]
    notes = {note.label: [block.text for block in note.blocks] for note in document.footnotes}
    assert notes == want.get("notes", {})
    markers = [[n, m.label, m.offset] for n, b in enumerate(document.blocks) for m in b.markers]
    assert markers == want.get("markers", [])
    assert not lost_characters(text, manuscript, problems)


def test_a_manuscript_is_kept_exactly():
    text = (
        "---\ntitle: A title\n# a comment\nauthors: [A, B]\n---\n\nText *so*.[^a]\n\n\n[^a]: N.\n"
    )
    manuscript, problems = to_manuscript(text)
    assert manuscript == text
    assert {problem.code for problem in problems} == {"metadata-absent"}


@settings(max_examples=80, deadline=None)
@given(files())
def test_no_character_of_any_file_is_lost(text):
    manuscript, problems = to_manuscript(text)
    assert not lost_characters(text, manuscript, problems)
    assert write(parse(manuscript)) == manuscript
    last = text.count("\n") + 1
    assert all(0 <= problem.line <= last for problem in problems)


@pytest.mark.parametrize("piece", ["<!-- a --> ", "<!-- ", "<style>a</style>", "`<i>` <b>x</b> "])
def test_tags_are_read_in_time_in_proportion_to_the_text(piece):
    assert_linear(to_manuscript, repeated(piece), 3_000)


@pytest.mark.parametrize("piece", ["[1] a\n", "# a\n\n", "[1],[2]", "a [1]\n\n", "[^1]: a\n"])
def test_reading_takes_time_in_proportion_to_the_text(piece):
    assert_linear(to_manuscript, repeated(piece), 3_000)


def test_pictures_within_a_file_do_not_make_it_too_large():
    picture = f"[image1]: <data:image/png;base64,{'iVBORw0K' * 50_000}>"
    read = read_file(f"# A title\n\nText.\n\n![][image1]\n\n{picture}\n".encode(), name="a.md")
    assert [block.text for block in read.parsed().blocks] == ["Text."]
    assert "Pictures within the file are left out: 1" in [p.message for p in read.problems]
