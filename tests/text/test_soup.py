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


def test_a_line_break_within_the_only_note_that_a_sign_leads_to_is_read():
    read_through(b"Two.]*<b>#^[ on alt=\xc2\x85* a\nb", "plain")


def test_a_short_form_that_fits_two_works_of_the_list_alone_is_read():
    works = 'Varga, "Two Strait", Energy (2014), 3-9.', 'Varga, "Two", Oil Notes (2014), 3-9.'
    text = "# T\n\nSaid.[^1]\n\n## References\n\n" + "\n\n".join(works)
    read_through(f"{text}\n\n[^1]: Varga, op. cit., 4.\n".encode(), "markdown")
