"""Files that could do harm: one clear line, or a whole import; every limit is a setting."""

import io
import os
import random
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from reader.actions.files import read_within_limits
from reader.management.files import read_bytes
from reader.text.problems import Unreadable
from tests.text.word_files import paragraph, reference, word_file

BODY = paragraph("A Title", style="Titel") + paragraph("The port was closed for nine days.")
WORD = word_file(BODY, extra=[("word/media/a.bin", random.Random(1).randbytes(40_000))])
SIZES = {entry.filename: entry.file_size for entry in zipfile.ZipFile(io.BytesIO(WORD)).filelist}
PAGE = b"<!doctype html><html><body><h1>A Title</h1>%s<p>The port was closed.</p></body></html>"


@pytest.mark.parametrize(
    ("name", "most", "data", "word"),
    [
        ("LIMIT_FILE_BYTES", len(WORD), WORD, "bytes"),
        ("LIMIT_UNPACKED_BYTES", sum(SIZES.values()), WORD, "unpacks to more than"),
        ("LIMIT_PARTS", len(SIZES), WORD, "parts"),
        ("LIMIT_UNPACKED_RATIO", 2, WORD, "times its size"),
        ("LIMIT_PART_BYTES", max(SIZES[n] for n in SIZES if "xml" in n), WORD, "larger than"),
        ("LIMIT_DEPTH", 6, PAGE % b"<div><div><div><p>x</p></div></div></div>", "deep"),
        ("LIMIT_DEPTH", 5, WORD, "deep"),
        ("LIMIT_PARAGRAPHS", 3, b"A Title\n\nOne.\n\nTwo.\n", "paragraphs"),
        ("LIMIT_PARAGRAPH_CHARACTERS", 51, b"A Title\n\n%s.\n" % (b"x" * 49), "longer than"),
        ("LIMIT_FOOTNOTES", 2, b"# A\n\nOne[^1], two.[^2]\n\n[^1]: x\n\n[^2]: y\n", "notes"),
    ],
)  # fmt: skip
def test_each_limit_is_a_setting(name, most, data, word):
    with override_settings(**{name: most}):
        assert read_within_limits(data).manuscript
    with (
        override_settings(**{name: most - 1}),
        pytest.raises(Unreadable, match=word),
    ):
        read_within_limits(data)


def test_the_time_and_memory_of_a_word_file_are_settings():
    body = "".join(paragraph(f"{n} {random.Random(n).random()}") for n in range(3_000))
    many = word_file(body)
    with override_settings(LIMIT_IMPORT_SECONDS=0), pytest.raises(Unreadable, match="seconds"):
        read_within_limits(many)
    with (
        override_settings(LIMIT_IMPORT_BYTES=20 * 1024 * 1024),
        pytest.raises(Unreadable, match=r"memory|too large"),
    ):
        read_within_limits(many)


def _zip(*entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return stream.getvalue()


ENTITY = (
    b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
)
HOSTILE = {
    "empty": b"",
    "only zeros": bytes(4000),
    "five megabytes in one paragraph": b"word " * 1_000_000,
    "a PDF": b"%PDF-1.7\n" + bytes(range(256)) * 9,
    "an RTF file": b"{\\rtf1\\ansi Hello}",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "an OpenDocument file": _zip(("mimetype", "application/vnd.oasis.opendocument.text"),
                                 ("content.xml", "<x/>")),
    "a spreadsheet": _zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<x/>")),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "UTF-16 without a mark": "A title\n\nSome text, quite plain.\n".encode("utf-16-le"),
    "UTF-32": "A title\n\nSome text.\n".encode("utf-32"),
    "an external entity": word_file("", body_part=ENTITY),
    "a bomb": _zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", bytes(30_000_000))),
    "a bomb of many parts": _zip(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<x/>"),
                                 *((f"word/{n}", "") for n in range(2_100))),
    "cut off": WORD[:-300],
    "a Word file in a Word file's place": _zip(("[Content_Types].xml", "<Types/>"),
                                               ("word/document.xml", WORD)),
    "a page nested deep": PAGE % (b"<div>" * 5_000),
    "a page of too many elements": PAGE % (b"<b>x</b>" * 110_000),
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_one_line(data, tmp_path):
    file = tmp_path / "given.docx"
    file.write_bytes(data)
    with pytest.raises(CommandError) as refused:
        call_command("import_document", str(file), "--dry-run")
    assert str(refused.value).strip()
    assert "\n" not in str(refused.value)


def test_what_is_no_file_is_refused_in_one_line(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "loop", "/dev/zero", tmp_path / "none"):
        with pytest.raises(Unreadable) as refused:
            read_bytes(str(path), limit=100)
        assert "\n" not in str(refused.value)


def test_a_word_file_with_macros_comes_in_without_them():
    data = word_file(BODY + paragraph("So.", reference(9)), extra=[("word/vbaProject.bin", b"x")])
    formatted = read_within_limits(data, name="a.docm")
    assert "The port was closed" in formatted.manuscript
    assert {"macros", "note-missing"} <= {problem.code for problem in formatted.problems}


def test_numbers_used_twice_and_never_answered_keep_every_text():
    text = b"A Title\n\nOne.[1] Two.[1] Three.[7]\n\n[1] First text.\n[1] Second text.\n"
    formatted = read_within_limits(text)
    assert "First text." in formatted.manuscript
    assert "Second text." in formatted.manuscript
    codes = {problem.code for problem in formatted.problems}
    assert {"note-label-twice", "marker-without-note"} <= codes
