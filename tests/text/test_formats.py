"""Bytes are decoded, checked and given to the right format, or refused in one clear line."""

import pytest

from reader.text.formats import FORMATS, Limits, read_file
from reader.text.problems import Unreadable
from tests.gold import ARTICLE

TEXT = "A Title\n\nThe port of Varn – once the largest – was closed for nine days.\n"


def refusal(data, **options):
    with pytest.raises(Unreadable) as caught:
        read_file(data, **options)
    line = str(caught.value)
    assert line
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n\t\r\n\xc2\xa0", "blanks"),
        (b"\xef\xbb\xbf\n", "blanks"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04word/document.xml", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x00\x01\x02\x03" * 40, "binary"),
        (bytes(range(1, 32)) * 40, "binary"),
        (TEXT.encode("utf-16"), "--encoding utf-16"),
        (("Été à la plage où l’on dîne. " * 9).encode("cp1252"), "--encoding"),
        (b"x" * 5_000_000, "line 1: a paragraph is longer than 100,000"),
        (b"A\n\n" + b"word " * 30_000, "line 3: a paragraph is longer"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(data, word):
    assert word in refusal(data)


def test_an_unknown_format_is_refused_and_the_known_ones_named():
    line = refusal(b"text", format="wordstar")
    assert all(name in line for name in ("wordstar", *FORMATS))


def test_an_unknown_or_wrong_encoding_is_refused():
    assert "klingon" in refusal(b"text", encoding="klingon")
    assert "ascii" in refusal("é".encode(), encoding="ascii")
    assert "zip" in refusal(b"text", encoding="zip")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "latin-1", "utf-32"])
def test_a_named_encoding_is_read(encoding):
    data = "A Title\n\nÉté à la plage, as they say in Varn.\n".encode(encoding)
    assert "Été à la plage" in read_file(data, encoding=encoding).manuscript


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\u2029"])
def test_every_line_end_is_one(end):
    formatted = read_file(TEXT.replace("\n", end).encode())
    assert formatted.manuscript == read_file(TEXT.encode()).manuscript


def test_a_byte_order_mark_is_no_text():
    assert read_file(b"\xef\xbb\xbf" + TEXT.encode()) == read_file(TEXT.encode())


def test_bad_bytes_nuls_and_controls_are_replaced_or_dropped_with_their_lines():
    data = "A Title\n\nThe “port” of Varn\x00 – closed.\n\nNine\x07 d\ufeffays later it".encode()
    formatted = read_file(data + b" open\xffed.\n")
    assert "Varn – closed." in formatted.manuscript
    assert "Nine days later it open\ufffded." in formatted.manuscript
    found = [(problem.line, problem.code) for problem in formatted.problems if problem.line]
    assert found == [(3, "nul"), (5, "bad-byte"), (5, "control-character")]


def test_marks_of_direction_stay():
    text = "A Title\n\nThe name is \u2067ميناء\u2069 in \u200eArabic, they say.\n"
    assert "\u2067ميناء\u2069 in \u200eArabic" in read_file(text.encode()).manuscript


@pytest.mark.parametrize(
    ("text", "name", "chosen"),
    [
        (TEXT, "a.txt", "plain"),
        (TEXT, "", "plain"),
        (TEXT, "a.MD", "markdown"),
        ("---\ntitle: x\n---\n\nText.\n", "a.txt", "markdown"),
        ("Text.[^1]\n\n[^1]: Note.\n", "", "markdown"),
        ("# Title\n\nText.\n", "a.txt", "markdown"),
        ("---\n\nno front matter\n", "", "plain"),
        ("We are #1 there.\n\nText.\n", "", "plain"),
    ],
)
def test_the_format_is_chosen_by_content_then_by_name(text, name, chosen):
    assert read_file(text.encode(), name=name).format == chosen


def test_a_named_format_is_taken():
    formatted = read_file(b"# Title\n\nText.\n", format="plain")
    assert formatted.format == "plain"


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        (Limits(bytes=100), "100 bytes"),
        (Limits(paragraphs=22), "22 paragraphs"),
        (Limits(footnotes=9), "9 notes"),
        (Limits(paragraph_characters=500), "paragraph is longer than 500"),
    ],
)
def test_beyond_a_limit_a_file_is_refused(limits, word):
    assert word in refusal(ARTICLE.read_bytes(), limits=limits)


def test_just_below_the_limits_a_file_is_read():
    limits = Limits(bytes=ARTICLE.stat().st_size, paragraphs=34, footnotes=10)
    assert read_file(ARTICLE.read_bytes(), limits=limits).manuscript


def test_a_long_tight_list_is_many_paragraphs():
    text = "Items\n\n" + "\n".join(f"- item {n} of a list" for n in range(6000)) + "\n"
    assert len(text) > Limits().paragraph_characters
    assert read_file(text.encode()).manuscript
