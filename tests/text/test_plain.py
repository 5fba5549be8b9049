"""Plain text becomes a manuscript: every case file, the first article, and no character lost."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from reader.text.formats.plain import to_manuscript
from reader.text.manuscript import document_title, parse, write
from tests.gold import ARTICLE, BLOCKS, GOLD
from tests.text.files import files, lost_characters
from tests.text.growth import assert_linear, repeated

CASES = sorted((Path(__file__).parent.parent / "cases" / "plain").glob("*.txt"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_plain_text_is_read_as_its_case_says(path):
    text = path.read_text()
    want = json.loads(path.with_suffix(".json").read_text())
    manuscript, problems = to_manuscript(text)
    document = parse(manuscript)
    assert document_title(document) == want["title"]
    assert {k: v for k, v in document.meta.items() if k != "title"} == want["meta"]
    assert [[block.kind, block.text] for block in document.blocks] == want["blocks"]
    assert sorted(problem.code for problem in problems) == sorted(want["problems"])
    notes = {note.label: [block.text for block in note.blocks] for note in document.footnotes}
    assert notes == want.get("notes", notes)
    markers = [[n, m.label, m.offset] for n, b in enumerate(document.blocks) for m in b.markers]
    assert markers == want.get("markers", markers)
    levels = [block.level for block in document.blocks]
    assert levels == want.get("levels", levels)
    for code, lines in want.get("lines", {}).items():
        assert [problem.line for problem in problems if problem.code == code] == lines
    assert not lost_characters(text, manuscript, problems)
    assert write(document) == manuscript


class TestTheFirstArticle:
    text = ARTICLE.read_text()
    manuscript, problems = to_manuscript(text)
    document = parse(manuscript)

    def test_all_blocks_have_their_kinds_and_texts(self):
        wanted = [
            (block["kind"], text) for block, (text, _) in zip(GOLD["blocks"], BLOCKS, strict=True)
        ]
        assert [(block.kind, block.text) for block in self.document.blocks] == wanted

    def test_all_markers_stand_where_they_were_typed(self):
        found = [
            (number, marker.label, marker.offset)
            for number, block in enumerate(self.document.blocks)
            for marker in block.markers
        ]
        wanted = [
            (ref["block"], str(ref["number"]), BLOCKS[ref["block"]][1][ref["offset"]])
            for ref in GOLD["footnote_refs"]
        ]
        assert found == wanted

    def test_all_notes_have_their_exact_texts(self):
        found = [(n.label, [b.text for b in n.blocks]) for n in self.document.footnotes]
        assert found == [(str(note["number"]), [note["text"]]) for note in GOLD["footnotes"]]

    def test_its_title_and_kicker_are_read(self):
        assert document_title(self.document) == GOLD["title"]
        assert self.document.meta["publication"] == "Terrorism Monitor"
        assert (self.document.meta["volume"], self.document.meta["issue"]) == ("19", "3")

    def test_its_torn_caption_lost_headings_and_absent_metadata_are_reported(self):
        assert [(problem.line, problem.code) for problem in self.problems] == [
            (0, "metadata-absent"),
            (0, "metadata-absent"),
            (0, "metadata-absent"),
            (5, "torn-caption"),
            (47, "likely-lost-heading"),
            (50, "likely-lost-heading"),
        ]

    def test_no_character_of_it_is_lost(self):
        assert not lost_characters(self.text, self.manuscript, self.problems)


@settings(max_examples=80, deadline=None)
@given(files())
def test_no_character_of_any_file_is_lost(text):
    manuscript, problems = to_manuscript(text)
    document = parse(manuscript)
    assert not lost_characters(text, manuscript, problems)
    assert write(document) == manuscript
    # Whatever looks like markup was escaped: reading it again finds nothing new to doubt.
    assert {problem.code for problem in document.problems} <= {"note-without-marker"}


ADVERSARIAL = {
    "short lines": "a b\n",
    "list items": "- item\n",
    "headings": "Aa Bb\n\n",
    "brackets": "[1",
    "ranges": "[1–3],",
    "raised digits": "x¹",
    "parentheses": "(source ",
    "labels": "Date: ",
    "bylines": "By A ",
    "quotations": "> a\n",
    "indents": "     a b\n\n",
    "stops": "1. ",
    "blanks": "a  \t ",
}


@pytest.mark.parametrize("piece", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_reading_takes_time_in_proportion_to_the_text(piece):
    assert_linear(to_manuscript, repeated(piece), 20_000)


def test_the_last_line_of_one_short_page_and_the_first_of_the_next_is_no_head():
    lines = ["The ferry sailed as it always had,", "with nobody on board but the boy."] * 3
    text = "\n".join([*lines, "1", "", "ferry 18:10", *[""] * 3, "2", *lines, "3", "The end.", ""])
    manuscript, _ = to_manuscript(text)
    assert "ferry 18:10" in manuscript
