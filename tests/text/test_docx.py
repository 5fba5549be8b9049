"""Word files into manuscripts: each case is the XML of a body, the manuscript and its problems."""

import io
import json
import random
import re
import struct
import zipfile
from collections import Counter

import pytest

from reader.text.formats import read_file
from reader.text.formats.docx import is_docx, read_document, to_manuscript
from reader.text.formats.docx_package import open_package
from reader.text.formats.limits import Limits
from reader.text.manuscript import parse, write
from reader.text.problems import Unreadable
from tests.text.growth import assert_linear
from tests.text.word_files import (
    NAMESPACES,
    item,
    note,
    paragraph,
    reference,
    run,
    table,
    word_file,
)

LONG = "The dredger had lain at the quay since March, and its papers were in another town."
TITLE = paragraph("The Dredger", style="Titel")
SIGN = "<w:r><w:footnoteRef/></w:r>"
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{}"/>'
    '<a:blip r:embed="none"/></wp:inline></w:drawing></w:r>'
)
BOX = "<w:txbxContent>{}</w:txbxContent>"
TWICE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{0}</wps:txbx>'
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def field(code, *result):
    steps = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in steps)
    inner = "".join(part if part.startswith("<") else run(part) for part in result)
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}{inner}{end}"


def deleted(text):
    return f'<w:del w:id="9"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def word(body, **parts):
    """The parts of a Word file, for `word_file`."""
    return {"body": body, **parts}


CASES = {
    "a paragraph": (word(TITLE + paragraph(LONG)), f"{LONG}\n", []),
    "headings by outline level, whatever their style is called": (
        word(
            TITLE
            + paragraph("One", style="berschrift1")
            + paragraph(LONG)
            + paragraph("Two", style="House")
            + paragraph(LONG)
        ),
        f"## One\n\n{LONG}\n\n### Two\n\n{LONG}\n",
        [],
    ),
    "a heading by its own outline level": (
        word(TITLE + paragraph("Own", properties='<w:outlineLvl w:val="1"/>') + paragraph(LONG)),
        f"## Own\n\n{LONG}\n",
        [],
    ),
    "a subtitle is a kicker": (
        word(TITLE + paragraph("A report", style="Untertitel") + paragraph(LONG)),
        f"{{.kicker}}\nA report\n\n{LONG}\n",
        [],
    ),
    "marks": (
        word(
            TITLE
            + paragraph(
                run("Bold", "<w:b/>"),
                run(" face", "<w:b/>"),
                " and ",
                run("slant", "<w:i/>"),
                run("not", '<w:i w:val="0"/>'),
                " H",
                run("2", '<w:vertAlign w:val="subscript"/>'),
                "O ",
                run("strong", '<w:rStyle w:val="Strong"/>'),
            )
        ),
        "**Bold face** and _slant_&#110;ot H~2~O **strong**\n",
        [],
    ),
    "links": (
        word(
            TITLE
            + paragraph(
                '<w:hyperlink r:id="k">' + run("one") + "</w:hyperlink>",
                " and ",
                field(' HYPERLINK "https://b.example/x" ', "two", run(" bold", "<w:b/>")),
                " and ",
                '<w:hyperlink w:anchor="here">' + run("three") + "</w:hyperlink>",
                ", ",
                '<w:hyperlink r:id="j">' + run("four") + "</w:hyperlink>",
                ".",
            ),
            links=[("k", "https://a.example/"), ("j", "javascript:alert(1)")],
        ),
        "[one](https://a.example/) and [two **bold**](https://b.example/x) and three, four.\n",
        ["2 link-left-out"],
    ),
    "footnotes are numbered in the order of their markers": (
        word(
            TITLE + paragraph("A", reference(7), " b", reference(3), ". " + LONG),
            footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
            + note(3, paragraph(SIGN, " Second ", run("note", "<w:i/>"), "."))
            + note(7, paragraph(SIGN, " First."), paragraph("Goes on.")),
        ),
        f"A[^1] b[^2]. {LONG}\n\n[^1]: First.\n\n    Goes on.\n\n[^2]: Second _note_.\n",
        [],
    ),
    "footnotes and endnotes are kept apart": (
        word(
            TITLE + paragraph("A", reference(1), " b", reference(1, "endnote"), " c", reference(2)),
            footnotes=note(1, paragraph("F one.")) + note(2, paragraph("F two.")),
            endnotes=note(1, paragraph("E one."), kind="endnote"),
        ),
        "A[^1] b[^i] c[^2]\n\n[^1]: F one.\n\n[^2]: F two.\n\n[^i]: E one.\n",
        [],
    ),
    "endnotes alone have numbers": (
        word(
            TITLE
            + paragraph(LONG, reference(1, "endnote"))
            + paragraph("Notes", style="berschrift1"),
            endnotes=note(1, paragraph("E."), kind="endnote"),
        ),
        f"{LONG}[^1]\n\n[^1]: E.\n",
        ["3 notes-heading"],
    ),
    "a note with a mark of its own": (
        word(
            TITLE
            + paragraph(
                LONG,
                '<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>*</w:t></w:r>',
                " ",
                reference(2),
            ),
            footnotes=note(1, paragraph("Thanks.")) + note(2, paragraph("One.")),
        ),
        f"{LONG}[^*][^1]\n\n[^*]: Thanks.\n\n[^1]: One.\n",
        [],
    ),
    "a note without a marker, and a marker without a note": (
        word(TITLE + paragraph(LONG, reference(8)), footnotes=note(2, paragraph("Alone."))),
        f"{LONG}[^1]\n\n[^2]: Alone.\n\n[^1]:\n",
        ["2 note-missing", "2 note-without-marker"],
    ),
    "typed notes": (
        word(
            TITLE
            + paragraph(LONG + " [1]", " ", run("More", "<w:b/>"), ".[2]")
            + paragraph("Notes")
            + paragraph("[1] One ", run("book", "<w:i/>"), ".")
            + paragraph("[2] Two.")
        ),
        f"{LONG}[^1] **More**.[^2]\n\n[^1]: One _book_.\n\n[^2]: Two.\n",
        ["3 notes-heading"],
    ),
    "typed notes in a numbered list, raised markers": (
        word(
            TITLE
            + paragraph(
                LONG,
                run("1", '<w:vertAlign w:val="superscript"/>'),
                " And",
                run("2", '<w:vertAlign w:val="superscript"/>'),
                " m",
                run("2", '<w:vertAlign w:val="superscript"/>'),
                ".",
            )
            + paragraph("Endnotes", style="berschrift1")
            + item("One.", 1)
            + item("Two.", 1)
        ),
        f"{LONG}[^1] And[^2] m^2^.\n\n[^1]: One.\n\n[^2]: Two.\n",
        ["3 notes-heading", "4 typed-note-labels"],
    ),
    "lists count on as Word counts": (
        word(
            TITLE
            + item("one", 1)
            + item("inner", 1, 1)
            + item("inner", 1, 1)
            + item("two", 1)
            + item("dot", 2)
            + item("dash", 2, 1)
            + paragraph(LONG)
            + item("three", 1)
            + item("again", 4)
        ),
        "1. one\n\n   1. inner\n   2. inner\n2. two\n- dot\n\n  - dash\n\n"
        f"{LONG}\n\n3. three\n1) again\n",
        [],
    ),
    "a list by its style": (
        word(TITLE + paragraph("dot", style="ListBullet") + paragraph(LONG)),
        f"- dot\n\n{LONG}\n",
        [],
    ),
    "quotations and captions": (
        word(
            TITLE
            + paragraph(LONG)
            + paragraph("We saw it.", style="Zitat")
            + paragraph("The quay", style="Abbildung")
            + paragraph(LONG)
        ),
        f"{LONG}\n\n> We saw it.\n\n{{.caption}}\nThe quay\n\n{LONG}\n",
        [],
    ),
    "a table": (
        word(TITLE + table(["Year", "Tons | net"], ["2019", "4"])),
        "| Year | Tons \\| net |\n| --- | --- |\n| 2019 | 4 |\n",
        [],
    ),
    "a table of one column lays out the page": (
        word(TITLE + paragraph(LONG) + table(["In a frame."], ["And below."])),
        f"{LONG}\n\nIn a frame.\n\nAnd below.\n",
        [],
    ),
    "tracked changes": (
        word(
            TITLE
            + paragraph(
                "Kept ", '<w:ins w:id="1">' + run("added ") + "</w:ins>", deleted("gone "), "end."
            )
            + paragraph("Joined ", properties='<w:rPr><w:del w:id="3"/></w:rPr>')
            + paragraph("here. " + LONG)
        ),
        f"Kept added end.\n\nJoined here. {LONG}\n",
        ["2 deleted-text"],
    ),
    "text that was moved": (
        word(
            TITLE
            + paragraph(
                LONG,
                '<w:moveFrom w:id="1">' + run(" away") + "</w:moveFrom>",
                '<w:moveTo w:id="2">' + run(" here") + "</w:moveTo>",
            )
        ),
        f"{LONG} here\n",
        ["2 deleted-text"],
    ),
    "comments": (
        word(
            TITLE + paragraph(LONG, '<w:r><w:commentReference w:id="5"/></w:r>'),
            comments='<w:comment w:id="5" w:author="Ivo">' + paragraph("Sure?") + "</w:comment>"
            '<w:comment w:id="6" w:author="Ada">' + paragraph("Loose") + "</w:comment>",
        ),
        f"{LONG}\n",
        ["0 comment", "2 comment"],
    ),
    "a text box, written twice in the file": (
        word(TITLE + paragraph(LONG, TWICE.format(BOX.format(paragraph("In the box."))))),
        f"{LONG}\n\nIn the box.\n",
        ["2 text-box"],
    ),
    "a picture with a caption": (
        word(
            TITLE
            + paragraph(PICTURE.format("A quay"))
            + paragraph("The quay", style="Beschriftung")
        ),
        "{.caption}\nThe quay\n",
        ["2 picture"],
    ),
    "a picture without one": (
        word(TITLE + paragraph(LONG, PICTURE.format("A quay"))),
        f"{LONG}\n\n{{.caption}}\nA quay\n",
        ["2 picture"],
    ),
    "the results of fields": (
        word(
            TITLE
            + paragraph(
                "Page ",
                field(" PAGE ", "7"),
                ", ",
                '<w:fldSimple w:instr="DATE">' + run("today") + "</w:fldSimple>",
                ", nested ",
                field(" IF ", "yes ", field(" X ", "inner")),
                ".",
            )
        ),
        "Page 7, today, nested yes inner.\n",
        [],
    ),
    "text in the code of a field, and a field that never ends": (
        word(TITLE + paragraph(LONG, '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "lost")),
        f"{LONG}\n",
        ["2 field-code"],
    ),
    "a list of contents": (
        word(TITLE + paragraph("One 3", style="TOC1") + paragraph(LONG)),
        f"{LONG}\n",
        ["2 contents-list"],
    ),
    "the edge of a form of a page that was pasted": (
        word(TITLE + paragraph("Top of Form", style="z-Top") + paragraph(LONG)),
        f"{LONG}\n",
        ["2 hidden-text"],
    ),
    "hidden text": (
        word(TITLE + paragraph(LONG, run(" secret", "<w:vanish/>"))),
        f"{LONG}\n",
        ["2 hidden-text"],
    ),
    "breaks, tabs, hyphens and signs": (
        word(
            TITLE
            + paragraph(
                "a<b",
                "<w:r><w:br/></w:r>",
                "c",
                "<w:r><w:tab/></w:r>",
                "d",
                "<w:r><w:noBreakHyphen/></w:r>",
                "e",
                "<w:r><w:softHyphen/></w:r>",
                "f",
                '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
                '<w:r><w:br w:type="page"/></w:r>',
                "g",
            )
        ),
        "a\\<b\\\nc d\u2011ef\ufffd g\n",
        ["0 unseen-characters", "2 symbol"],
    ),
    "listings": (
        word(
            TITLE
            + paragraph(LONG)
            + paragraph("if x:", style="Code")
            + paragraph("  go()", style="Code")
        ),
        f"{LONG}\n\n```\nif x:\n  go()\n```\n",
        [],
    ),
    "what only wraps text": (
        word(
            "<w:sdt><w:sdtPr/><w:sdtContent>"
            + TITLE
            + "</w:sdtContent></w:sdt>"
            + paragraph(
                "<w:smartTag>" + run("Smart ") + "</w:smartTag>",
                "<w:unknown>" + run("unknown ") + "</w:unknown>",
                "<w:sdt><w:sdtContent>" + run("held") + "</w:sdtContent></w:sdt>",
            )
        ),
        "Smart unknown held\n",
        [],
    ),
    "a formula and a reading": (
        word(
            TITLE
            + paragraph(
                "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>",
                " ",
                "<w:r><w:ruby><w:rt>"
                + run("kan")
                + "</w:rt><w:rubyBase>"
                + run("漢")
                + "</w:rubyBase></w:ruby></w:r>",
            )
        ),
        "a+b (kan)漢\n",
        ["2 formula"],
    ),
    "headers and footers": (
        word(TITLE + paragraph(LONG), header=paragraph("Draft 3"), footer=paragraph("Page 1")),
        f"{LONG}\n",
        ["0 page-footer", "0 page-header"],
    ),
    "a title in bold and headings in bold": (
        word(
            paragraph(run("The Dredger", "<w:b/>"))
            + paragraph("By Ada Pell")
            + paragraph(LONG)
            + paragraph(run("At the Quay", "<w:b/>"))
            + paragraph(LONG)
        ),
        f"{{.kicker}}\nBy Ada Pell\n\n{LONG}\n\n## At the Quay\n\n{LONG}\n",
        ["4 heading-by-look"],
    ),
}


def body_of(manuscript):
    return re.sub(r"\A---\n.*?\n---\n\n", "", manuscript, flags=re.DOTALL)


def codes(problems):
    return [f"{p.line} {p.code}" for p in problems if p.code != "metadata-absent"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_word_file_gives_its_manuscript_and_problems(case):
    parts, expected, problems = case
    manuscript, found = read_document(word_file(**parts))
    assert parse(manuscript).meta["title"] == "The Dredger"
    assert body_of(manuscript) == expected
    assert codes(found) == problems
    assert write(parse(manuscript)) == manuscript


def test_every_character_of_the_file_is_kept_or_reported():
    """Read by an oracle that takes every text element of every part."""
    for name, (parts, _expected, _problems) in CASES.items():
        data = word_file(**parts)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            written = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")]
        texts = re.findall(r"<(?:w:t|w:delText|m:t)(?: [^>]*)?>([^<]*)<", " ".join(written))
        if name.startswith("a text box"):
            texts.remove("In the box.")  # the same words for older programs
        manuscript, problems = read_document(data)
        document = parse(manuscript)
        kept = json.dumps(dict(document.meta)) + "".join(b.text for b in document.blocks)
        kept += "".join(b.text for note in document.footnotes for b in note.blocks)
        kept += "".join(f"[{m.label}]" for b in document.blocks for m in b.markers)
        kept += "".join(f"[{note.label}]" for note in document.footnotes)
        kept += " ".join(problem.message for problem in problems)
        wanted = "".join(texts).replace("&lt;", "<")
        assert not Counter(wanted.replace(" ", "")) - Counter(kept), name


def test_the_properties_fill_the_front_matter():
    core = (
        "<dc:title>Another</dc:title><dc:creator>Ada Pell; Ivo Hart</dc:creator>"
        "<dcterms:created>2011-04-05T08:00:00Z</dcterms:created><dc:language>en-GB</dc:language>"
    )
    manuscript, problems = read_document(word_file(TITLE + paragraph(LONG), core=core))
    assert dict(parse(manuscript).meta) == {
        "title": "The Dredger",
        "language": "en-GB",
        "authors": ["Ada Pell", "Ivo Hart"],
        "date": "2011-04-05",
    }
    assert "0 metadata-from-file" in codes(problems)


def test_what_stands_over_the_text_counts_before_the_properties():
    core = "<dc:creator>typist</dc:creator><dcterms:created>2026-01-01T00:00:00Z</dcterms:created>"
    body = TITLE + paragraph("By Ada Pell") + paragraph("5 April 2011") + paragraph(LONG)
    manuscript, problems = read_document(word_file(body, core=core))
    meta = parse(manuscript).meta
    assert (meta["authors"], meta["date"]) == (["Ada Pell"], "5 April 2011")
    assert "0 metadata-from-file" not in codes(problems)


def test_a_table_of_contents_in_a_content_control_is_left_out():
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    inner = paragraph("Contents") + paragraph("The dredger\t2")
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    manuscript, problems = read_document(word_file(TITLE + control + paragraph(LONG)))
    assert body_of(manuscript) == f"{LONG}\n"
    assert [problem.code for problem in problems].count("contents-list") == 2


def test_the_mark_that_an_author_chose_is_not_repeated_in_its_note():
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    body = TITLE + paragraph(LONG, mark) + paragraph(LONG)
    notes = note(2, paragraph("* With thanks to the board."))
    manuscript, _ = read_document(word_file(body, footnotes=notes))
    (found,) = parse(manuscript).footnotes
    assert (found.label, found.blocks[0].text) == ("*", "With thanks to the board.")


def test_the_title_of_the_properties_counts_if_the_text_has_it():
    body = paragraph("The Dredger") + paragraph(LONG)
    manuscript, _ = read_document(word_file(body, core="<dc:title>The Dredger</dc:title>"))
    assert body_of(manuscript) == f"{LONG}\n"


def test_the_name_of_a_program_is_no_author():
    core = (
        "<dc:creator>python-docx</dc:creator><dcterms:created>2013-12-23T23:15Z</dcterms:created>"
    )
    manuscript, _ = read_document(word_file(TITLE + paragraph(LONG), core=core))
    assert set(parse(manuscript).meta) == {"title"}


def test_styles_and_notes_are_known_by_their_usual_names():
    """As in a file by a small program, without styles and without saying where its notes are."""
    body = paragraph("The Dredger", style="Title") + paragraph("One", style="Heading1")
    body += paragraph(LONG, reference(1)) + paragraph("Quoted.", style="IntenseQuote")
    notes = note(1, paragraph("Here."))
    data = word_file(body, styles="", footnotes=notes, unrelated=["footnotes"])
    manuscript, _ = read_document(data)
    assert body_of(manuscript) == f"## One\n\n{LONG}[^1]\n\n> Quoted.\n\n[^1]: Here.\n"


def test_text_from_right_to_left_is_known():
    body = paragraph("مرفأ", style="Titel") + paragraph("نص طويل", properties="<w:bidi/>")
    manuscript, _ = read_document(word_file(body + paragraph("آخر", properties="<w:bidi/>")))
    assert parse(manuscript).meta["direction"] == "rtl"


def test_the_strict_edition_of_the_standard_is_read():
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    part = f"<w:document {strict}><w:body>{paragraph(LONG)}{paragraph(LONG)}</w:body></w:document>"
    assert LONG in read_document(word_file("", body_part=part))[0]


def test_it_is_read_in_a_child_process_and_known_by_its_content():
    formatted = read_file(word_file(TITLE + paragraph(LONG)), name="saved.txt")
    assert formatted.format == "docx"
    assert LONG in formatted.manuscript


# Hostile files


def with_part(name, content, **options):
    return word_file(TITLE + paragraph(LONG), extra=[(name, content)], **options)


def test_macros_are_left_out():
    manuscript, problems = to_manuscript(with_part("word/vbaProject.bin", b"Shell"))
    assert LONG in manuscript
    assert "0 macros" in codes(problems)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE d SYSTEM "https://x.example/d.dtd">',
        "<!DOCTYPE d>",
    ],
)
def test_any_dtd_is_refused(declaration):
    whole = f"<w:document {NAMESPACES}><w:body>{paragraph('&x;')}</w:body></w:document>"
    data = word_file("", body_part=declaration + whole.replace("&amp;", "&"))
    with pytest.raises(Unreadable, match="DTD"):
        to_manuscript(data)


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"<w:document",
        b"\xff\xfe<\x00",
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<?xml version="1.0" encoding="gb18030"?><a/>',
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>&undefined;</a>",
        b"<a><b></a></b>",
        b"<a/>",
    ],
)
def test_damaged_parts_are_refused_in_one_line(part):
    with pytest.raises(Unreadable) as refusal:
        to_manuscript(word_file("", body_part=part))
    assert "\n" not in str(refusal.value)


def test_elements_nested_too_deep_are_refused():
    fits = "<w:ins>" * 150 + run(LONG) + "</w:ins>" * 150
    assert LONG in read_document(word_file(TITLE + paragraph(fits)))[0]
    with pytest.raises(Unreadable, match="nested more than 200 deep"):
        read_document(word_file(paragraph("<w:ins>" * 201 + run("x") + "</w:ins>" * 201)))


def test_a_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked():
    bomb = with_part("word/media/bomb.bin", bytes(150 * 1024 * 1024))
    with pytest.raises(Unreadable, match="more than 100 times"):
        to_manuscript(bomb)


def small_file(size):
    return with_part("word/media/a.bin", random.Random(1).randbytes(size))


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        (Limits(unpacked=30_000), False),
        (Limits(unpacked=60_000), True),
        (Limits(entries=6), False),
        (Limits(entries=7), True),
        (Limits(ratio=1), False),
        (Limits(ratio=2), True),
        (Limits(part=500), False),
        (Limits(part=5_000), True),
    ],
)
def test_each_limit_of_the_package_holds(limits, fits):
    data = small_file(40_000)
    if fits:
        package = open_package(data, limits)
        assert package.part(package.document) is not None
    else:
        with pytest.raises(Unreadable):
            open_package(data, limits)


def test_a_part_whose_declared_size_lies_is_refused():
    data = bytearray(word_file(TITLE + paragraph(LONG * 400)))
    place = data.rindex(b"word/document.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", 100)
    with pytest.raises(Unreadable):
        to_manuscript(bytes(data))


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil", "word/../../evil", "C:\\evil.txt", "word/\x00evil"]
)
def test_names_that_lead_out_of_the_package_are_never_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    manuscript, _ = to_manuscript(with_part(name, b"evil"))
    assert LONG in manuscript
    assert list(tmp_path.iterdir()) == []


def test_relations_to_other_files_are_never_followed():
    data = word_file(TITLE + paragraph(LONG), links=[("x", "file:///etc/passwd")])
    data = data.replace(b"styles.xml", b"../../s.xm")
    assert LONG in to_manuscript(data)[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(1000),
        b"%PDF-1.7 word/ [Content_Types].xml",
        b"text",
    ],
)
def test_other_files_renamed_to_docx_are_refused(data):
    with pytest.raises(Unreadable):
        to_manuscript(data)


def test_a_zip_archive_without_a_document_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    assert not is_docx(stream.getvalue())
    with pytest.raises(Unreadable, match="no Word document"):
        to_manuscript(stream.getvalue())


def test_a_locked_file_is_refused():
    data = bytearray(word_file(TITLE + paragraph(LONG)))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        to_manuscript(bytes(data))


def test_time_and_memory_are_limited():
    body = TITLE + "".join(paragraph(f"{n} {LONG}") for n in range(4_000))
    data = word_file(body)
    with pytest.raises(Unreadable, match="seconds"):
        to_manuscript(data, Limits(seconds=0.05))
    with pytest.raises(Unreadable, match=r"memory|too large"):
        to_manuscript(data, Limits(memory=20 * 1024 * 1024))


def test_files_cut_off_or_changed_anywhere_are_read_or_refused():
    chance = random.Random(7)
    whole = word_file(**CASES["footnotes are numbered in the order of their markers"][0])
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            manuscript, _ = read_document(bytes(data))
        except Unreadable:
            continue
        assert write(parse(manuscript)) == manuscript


def test_xml_changed_anywhere_is_read_or_refused():
    chance = random.Random(11)
    names = re.compile(r"w:[a-zA-Z]+")
    vocabulary = sorted({m for parts, *_ in CASES.values() for m in names.findall(parts["body"])})
    for parts, *_ in CASES.values():
        for _ in range(12):
            body = parts["body"]
            old, new = chance.choice(names.findall(body)), chance.choice(vocabulary)
            body = (
                body.replace(old + ">", new + ">")
                .replace(old + " ", new + " ")
                .replace(old + "/", new + "/")
            )
            try:
                manuscript, _ = read_document(word_file(**{**parts, "body": body}))
            except Unreadable:
                continue
            assert write(parse(manuscript)) == manuscript


def test_a_megabyte_is_read_in_proportion():
    def make(count):
        bold = run(" bold", "<w:b/>")
        body = "".join(paragraph(LONG, bold, reference(n)) for n in range(count))
        notes = "".join(note(n, paragraph(SIGN, f" Note {n}.")) for n in range(count))
        return word_file(TITLE + body, footnotes=notes)

    assert_linear(read_document, make, 300)
    manuscript, _ = read_document(make(1_200))
    assert len(parse(manuscript).footnotes) == 1_200


def test_who_stands_in_the_style_of_authors_wrote_the_text():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Author"><w:name w:val="Author"/></w:style>'
    )
    data = word_file(
        paragraph("The Salt Road", style="Titel")
        + paragraph("Mira Sund and Ole Hart", style="Author")
        + paragraph("The quay at Orlin was built twice, once in stone and once in law."),
        styles=styles,
    )
    document = parse(read_document(data)[0])
    assert document.meta["authors"] == ["Mira Sund", "Ole Hart"]
    assert [block.kind for block in document.blocks] == ["kicker", "paragraph"]


@pytest.mark.parametrize("sign", [",", "–", "-"])
def test_a_raised_sign_between_two_markers_is_no_text(sign):
    raised = run(sign, '<w:vertAlign w:val="superscript"/>')
    data = word_file(
        paragraph("The Salt Road", style="Titel")
        + paragraph("The quay was built.", reference(2), " It sank.", reference(3), raised,
                    reference(5)),
        footnotes="".join(note(n, paragraph(f"Port Book, {n}.")) for n in (2, 3, 4, 5)),
    )  # fmt: skip
    block = parse(read_document(data)[0]).blocks[0]
    assert block.text == "The quay was built. It sank."
    assert [marker.label for marker in block.markers] == ["1", "2", "3"]
