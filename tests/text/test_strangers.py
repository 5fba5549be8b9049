"""Documents that nobody wrote for the importer are read as a careful reader would read them."""

from pathlib import Path

import pytest

from reader.text.formats import read_file
from reader.text.manuscript import parse, write
from tests.text.strangers import differences, reading_of

CASES = Path(__file__).parent.parent / "cases" / "strangers"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".reading")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_document_is_read_as_its_reader_would_read_it(path):
    wanted = path.with_suffix(".reading").read_text().splitlines()
    manuscript = read_file(path.read_bytes(), name=path.name).manuscript
    assert not differences(reading_of(manuscript), wanted)
    assert write(parse(manuscript)) == manuscript
