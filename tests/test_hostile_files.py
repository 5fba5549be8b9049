"""Files that could do harm: one clear line, or a whole import; every limit is a setting."""

import io
import os
import random
import zipfile
from html import unescape
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import override_settings

from reader.actions.files import read_within_limits
from reader.management.files import read_bytes
from reader.models import Actor, Topic
from reader.text.problems import Unreadable
from tests.factories import make_user
from tests.test_import_document import rows
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


def _laughs(depth):
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a{depth - 1};</w>'.encode()


def _spoilt(data, sign, offset, bits):
    """Return a zip archive with bits turned at an offset after each such sign."""
    spoilt, at = bytearray(data), -1
    while (at := spoilt.find(sign, at + 1)) >= 0:
        spoilt[at + offset] ^= bits
    return bytes(spoilt)


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
    "only a byte order mark": b"\xef\xbb\xbf",
    "UTF-16 with a mark": "A title\n\nSome text, quite plain.\n".encode("utf-16"),
    "UTF-32 without a mark": "A title\n\nSome text.\n".encode("utf-32-be"),
    "an encoding of Windows": "A title\n\nÖl floß über Öfen und über Bäche.".encode("cp1252"),
    "letters written too long": b"A Title\n\nThe \xc0\xbcscript\xc0\xbe port was closed.\n",
    "a book": _zip(("mimetype", "application/epub+zip"), ("OEBPS/a.xhtml", "<p>x</p>")),
    "a Word file in a zip archive": _zip(("given.docx", WORD)),
    "ten billion laughs": word_file("", body_part=_laughs(12)),
    "a wrong checksum": _spoilt(WORD, b"PK\x01\x02", 16, 0xFF),
    "a password": _spoilt(WORD, b"PK\x01\x02", 8, 1),
    "a part that is damaged": _spoilt(WORD, b"PK\x03\x04", 60, 0xFF),
    "a million tags": b"<b>" * 1_000_000,
    "a million tables": b"<table><tr><td>" * 300_000,
    "a head of many keys": b"---\n%s---\n" % b"".join(b"k%d: v\n" % n for n in range(99_999)),
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


TEXT = b"A Title\n\nThe port was closed for nine days.\n"
LISTS = {
    "half of a character": b'[{"name": "Port \\ud800", "kind": "group"}]',
    "half of one in an alias": b'[{"name": "Port", "kind": "group", "aliases": ["\\udc00"]}]',
    "half of one as a key": b'[{"name": "Port", "kind": "group", "\\ud800": 1}]',
    "a zero": b'[{"name": "Port\\u0000", "kind": "group"}]',
    "deep": b"[" * 100_000,
    "deep aliases": b'[{"name": "Port", "aliases": %s%s}]' % (b"[" * 50_000, b"]" * 50_000),
    "no list": b'{"name": "Port"}',
    "a number": b"7",
    "numbers": b"[1, 2]",
    "no name": b'[{"name": 7, "kind": "group"}]',
    "a kind that is none": b'[{"name": "Port", "kind": {"a": 1}}]',
    "aliases that are none": b'[{"name": "Port", "kind": "group", "aliases": "P"}]',
    "an alias that is none": b'[{"name": "Port", "kind": "group", "aliases": [null]}]',
    "a kind of alias that is none":
        b'[{"name": "Port", "kind": "group", "aliases": [{"text": "P", "kind": [7]}]}]',
    "identifiers that are none": b'[{"name": "Port", "kind": "group", "identifiers": [7]}]',
    "nothing": b"",
    "UTF-16": '[{"name": "Port"}]'.encode("utf-16"),
    "a number of ten thousand figures": b'[{"name": "Port", "n": %s}]' % (b"9" * 10_000),
    "a Word file": WORD,
    "too many": b"[%s{}]" % (b'{"name": "Port", "kind": "group"},' * 20_000),
    "too many aliases":
        b'[{"name": "Port", "kind": "group", "aliases": [%s"P"]}]' % (b'"P",' * 1_000),
}  # fmt: skip


@pytest.mark.django_db
def test_a_hostile_list_of_actors_is_refused_in_one_line_and_nothing_is_written(tmp_path):
    file, actors = tmp_path / "given.txt", tmp_path / "actors.json"
    file.write_bytes(TEXT)
    before = rows()
    for name, data in LISTS.items():
        actors.write_bytes(data)
        with pytest.raises(CommandError) as refused:
            call_command("import_document", str(file), "--actors", str(actors))
        assert "\n" not in str(refused.value), name
        assert rows() == before, name


@pytest.mark.django_db
def test_a_list_of_actors_may_begin_with_a_byte_order_mark(tmp_path):
    file, actors = tmp_path / "given.txt", tmp_path / "actors.json"
    file.write_bytes(TEXT)
    actors.write_bytes(b'\xef\xbb\xbf[{"name": "Port", "kind": "group"}]')
    call_command("import_document", str(file), "--actors", str(actors), stdout=io.StringIO())
    assert Actor.objects.filter(name="Port").exists()


# Codecs that Python knows, and what they would make of a file; half a character is none.
CODECS = {
    "unicode_escape": b"A Title\n\nThe \\ud800 port.\n",
    "utf-7": b"A Title\n\nThe +2AA- port.\n",
    "zlib": b"A Title\n\nThe port.\n",
    "rot13": b"A Title\n\nThe port.\n",
    "idna": b"A Title\n\nThe port.\n",
    "punycode": b"A Title\n\nThe port-9999999999.\n",
    "undefined": b"A Title\n\nThe port.\n",
    "no-such": b"A Title\n\nThe port.\n",
    "a\0b": b"A Title\n\nThe port.\n",
    "x" * 9_999: b"A Title\n\nThe port.\n",
}


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: repr(codec[:20]))
def test_no_codec_brings_in_what_cannot_be_stored(codec):
    try:
        manuscript = read_within_limits(CODECS[codec], encoding=codec).manuscript
    except Unreadable as refused:
        manuscript = str(refused)
    assert manuscript.encode()


@pytest.mark.django_db
def test_a_hostile_upload_is_refused_on_its_form_and_nothing_is_written(client):
    client.force_login(make_user("ed", is_staff=True, is_superuser=True))
    before = rows()
    for name in ("empty", "only zeros", "a PDF", "an external entity", "cut off", "a million tags"):
        brought = {"file": SimpleUploadedFile("given.docx", HOSTILE[name])}
        response = client.post("/admin/desk/import/", brought)
        assert response.status_code == 400, name
        [[said]] = response.context["form"].errors.values()
        assert said in unescape(response.content.decode()), name
    for name in ("half of a character", "topics without letters", "a language that would run"):
        text = f"---\ntitle: A Title\n{HEADS[name]}\n---\n\nThe port was closed.\n"
        response = client.post("/admin/desk/import/", {"text": text, "slug": "given"})
        assert response.status_code in (200, 400), name
        assert_nothing_runs(response.content.decode())
    assert rows() == before


# What a head may hold, each after a title; the text comes in whole whatever it is.
HEADS = {
    "aliases that grow": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "an alias of itself": "a: &a [*a]",
    "a tag that would run": 'x: !!python/object/apply:os.system ["exit 1"]',
    "a tag": "volume: !x y",
    "a date that is none": "date: 2020-13-45",
    "a date that is a list": "date: [2020, 1]",
    "a date of more than a day": "date: 2001-12-14t21:59:43.10-99:99",
    "numbers without end": "volume: 9" + "9" * 5_000 + "\nissue: .inf",
    "a number in sixties": "volume: " + ":".join(["59"] * 3_000),
    "a key twice": "volume: 1\nvolume: 2",
    "deep lists": "a: " + "[" * 3_000 + "]" * 3_000,
    "keys that are lists": "? [a, b]\n: c",
    "a merge of itself": "<<: 3",
    "half of a character": 'authors: ["\\ud800"]',
    "a zero": 'authors: ["Ana\\0Sal"]',
    "topics without letters": 'topics: ["~", "*", "نهر", "Öl", "☕"]',
    "a topic that is long": "topics: [%s]" % ("x" * 5_000),
    "topics that are no list": "topics: {a: 1}",
    "values of other kinds": "authors: {x: y}\nlanguage: []\ndirection: 4\nslug: [1]\nlicence: {}",
    "an address that would run": "url: javascript:alert(1)",
    "a language that would run": 'language: "\\"><script>x</script>"\ndirection: "x onload=y"',
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_hostile_head_harms_no_page(head, tmp_path, client):
    file = tmp_path / "given.md"
    file.write_text(f"---\ntitle: A Title\n{head}\n---\n\n# A Title\n\nThe port was closed.\n")
    before = rows()
    refused = ""
    try:
        call_command("import_document", str(file), "--publish", stdout=io.StringIO())
    except CommandError as error:
        refused = str(error)
    if refused:
        assert "\n" not in refused
        assert rows() == before
        return
    for address in ("/documents/given/", "/topics/"):
        response = client.get(address)
        assert response.status_code == 200
        assert_nothing_runs(response.content.decode())
    for topic in Topic.objects.all():
        assert client.get(topic.get_absolute_url()).status_code == 200


RUNNING = {
    "a.html": b"""<html><body><article><h1>A Title</h1><script>alert(1)</script>
<p onclick="alert(1)">The <a href="javascript:alert(1)">port</a>
<a href=" java&#10;script:alert(1)">was</a>
<a href="data:text/html,<script>alert(1)</script>">closed</a> <a href="vbscript:x">now</a>.</p>
<svg><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<math><mi xlink:href="javascript:x">m</mi></math><iframe srcdoc="<script>1</script>"></iframe>
<img src=x onerror=alert(1)><style>@import "x"</style><object data=x></object>
<template><p onclick=x>t</p></template><noscript><p><script>alert(1)</script></p></noscript>
<p>&lt;script&gt;alert(1)&lt;/script&gt; it said. &#xD800; &#0; <b/onmouseover=x>b</b></p>
<script type="application/ld+json">{"@type": "Article", "headline": "\\ud800"}</script>
</article></body></html>""",
    "a.md": b"""# A Title

<script>alert(1)</script> and <img src=x onerror=alert(1)> [x](javascript:alert(1))

[y](JaVaScRiPt:alert(1)) [z](data:text/html;base64,AAA) ![i](javascript:alert(1)) <javascript:x>

[r] &#xD800; &#0; [](javascript:x)

[r]: javascript:alert(1)
""",
    "a.txt": (
        "A Title\n\n<script>alert(1)</script> \u202eand \u200b\u2066 النهر\u200d javascript:x"
        " \x1b[31m\x00.\n"
    ).encode(),
    "a.docx": word_file(
        BODY + paragraph("<script>alert(1)</script>"),
        extra=[("../../a", b"x"), ("/a", b"y"), ("C:\\a", b"z"), ("word/vbaProject.bin", b"x")],
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", RUNNING)
def test_no_markup_that_runs_comes_in(name, tmp_path, client):
    file = tmp_path / name
    file.write_bytes(RUNNING[name])
    call_command("import_document", str(file), "--publish", stdout=io.StringIO())
    page = client.get("/documents/a/").content.decode()
    assert "A Title" in page
    assert_nothing_runs(page)


class _Page(HTMLParser):
    """What a page has that could run, beside the scripts that it has itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in ("iframe", "object", "embed", "style", "math", "base"):
            self.found.append(tag)
        if tag == "script" and "src" not in values and values.get("type") != "importmap":
            self.found.append(values)
        for name, value in attrs:
            scheme = (value or "").strip().lower().partition(":")[0]
            if name.startswith("on") or scheme in ("javascript", "data", "vbscript"):
                self.found.append((name, value))


def assert_nothing_runs(html):
    page = _Page()
    page.feed(html)
    assert page.found == []


def test_a_file_that_may_not_be_read_is_refused_in_one_line(tmp_path):
    file = tmp_path / "given.txt"
    file.write_bytes(TEXT)
    file.chmod(0)
    who = os.geteuid()
    if who == 0:  # who may read everything
        os.seteuid(65534)
    try:
        with pytest.raises(Unreadable, match="cannot be read: Permission denied"):
            read_bytes(str(file), limit=100)
    finally:
        os.seteuid(who)


def test_what_is_no_file_is_refused_in_one_line(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (
        tmp_path,
        tmp_path / "pipe",
        tmp_path / "loop",
        "/dev/zero",
        "/proc/self/mem",
        tmp_path / "none",
    ):
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
