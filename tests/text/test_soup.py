"""Any file is read or refused in one line; `make faults` tries many more of them."""

from tests.text.shapes import splices
from tests.text.soup import read_many, read_through


def test_any_file_is_read_or_refused():
    read_many(200, seed=20_000)


def test_any_two_shapes_in_one_file_are_read_or_refused():
    for _name, data, format in splices(24, seed=5, size=6_000):
        read_through(data, format)


def test_an_entry_of_a_list_of_works_that_is_a_marker_alone_is_read():
    read_through(b"# T\n\n## References\n\n[^1]\n\n[^1]: note", "markdown")
