"""Any file is read or refused in one line; `make faults` tries many more of them."""

from tests.text.soup import read_many


def test_any_file_is_read_or_refused():
    read_many(200, seed=20_000)
