"""HTML into manuscripts: each case is a page, the manuscript it gives and its problems."""

import html as standard_html
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.formats import read_file
from reader.text.formats.html import declared_encoding, is_html, to_manuscript
from reader.text.formats.html_tree import MAXIMUM_DEPTH
from reader.text.manuscript import parse, write
from reader.text.problems import Unreadable
from tests.text.growth import assert_linear

CASES = Path(__file__).parent.parent / "cases" / "html"
PAGES = sorted(CASES.glob("*.html"), key=lambda path: path.name)
PROBLEMS = json.loads((CASES / "problems.json").read_text(encoding="utf-8"))
LONG = "The ferry office kept two sets of books for eleven years, and nobody asked to see them."


def page(body, head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def codes(problems):
    return [f"{problem.line} {problem.code}" for problem in problems]


def characters(text):
    return Counter(c for c in text if not c.isspace())


def texts_of(document):
    notes = [(note.label, block) for note in document.footnotes for block in note.blocks]
    return [block.text for block in document.blocks] + [block.text for _label, block in notes]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_its_manuscript_and_problems(path):
    manuscript, problems = to_manuscript(path.read_text(encoding="utf-8"))
    assert manuscript == path.with_suffix(".md").read_text(encoding="utf-8")
    assert codes(problems) == PROBLEMS[path.stem]
    assert write(parse(manuscript)) == manuscript


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_known_by_its_content(path):
    assert read_file(path.read_bytes(), name="saved.txt").format == "html"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_nothing_that_can_run_is_left(path):
    manuscript, _ = to_manuscript(path.read_text(encoding="utf-8"))
    document = parse(manuscript)
    for block in document.blocks:
        assert all(m.href.startswith(("http://", "https://", "mailto:", "")) for m in block.marks)
        assert not any("javascript" in mark.href.lower() for mark in block.marks)


def test_every_character_of_an_article_is_kept_or_reported():
    """Read by an oracle that knows no more of HTML than tags and character references."""
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        if path.stem in ("saved_page", "mediawiki", "no_landmarks", "notes_outside", "pictures"):
            continue  # what is around their articles is counted, not repeated
        body = text[re.search(r"<body[^>]*>", text, re.IGNORECASE).end() :]
        body = re.sub(
            r"<script.*?</script>|<style.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL
        )
        body = re.sub(r"</?[a-zA-Z!?][^>]*>|</ [^>]*>", "", body)
        body = standard_html.unescape(body).translate({0xAD: None, 0x200B: None, 0xFEFF: None})
        manuscript, problems = to_manuscript(text)
        document = parse(manuscript)
        kept = json.dumps(dict(document.meta), ensure_ascii=False) + "".join(texts_of(document))
        kept += "".join(f"[{m.label}]" for b in document.blocks for m in b.markers)
        kept += "".join(f"[{note.label}]" for note in document.footnotes)
        kept += "".join(
            str(block.ordered) for block in document.blocks if block.kind == "list_item"
        )
        kept += " ".join(problem.message for problem in problems)
        missing = characters(body) - characters(kept)
        assert not missing, path.name


def test_what_is_around_an_article_is_said_to_be_left_out():
    text = page(f"<nav>Home Sea Boats</nav><article><h1>T</h1><p>{LONG}</p></article>")
    manuscript, problems = to_manuscript(text)
    assert "Boats" not in manuscript
    found = next(problem for problem in problems if problem.code == "page-furniture")
    assert "12 characters" in found.message


@pytest.mark.parametrize(
    ("head", "key", "value"),
    [
        (
            '<meta name="citation_author" content="A Pell"><meta name=citation_author content="B">',
            "authors",
            ["A Pell", "B"],
        ),
        (
            '<meta name="article:published_time" content="2011-04-05T08:00Z">',
            "date",
            "2011-04-05",
        ),
        ('<meta name="citation_date" content="2011/04">', "date", "2011-04"),
        ('<meta name="dc.date" content="2011">', "date", "2011"),
        ('<meta property="og:site_name" content="Gazette">', "publication", "Gazette"),
        ('<meta name="citation_volume" content="19">', "volume", "19"),
        ('<link rel="canonical" href="https://x.example/a">', "url", "https://x.example/a"),
        ('<link rel="canonical" href="javascript:alert(1)">', "url", None),
        ('<meta property="og:locale" content="en_GB">', "language", "en-GB"),
        ('<link rel="license" href="https://x.example/by">', "licence", "https://x.example/by"),
        ('<meta property="article:tag" content="ports">', "topics", ["ports"]),
        (
            '<script type="application/ld+json">{"@type":"Book Report","author":"C"}</script>',
            "authors",
            ["C"],
        ),
        ('<script type="application/ld+json">{broken</script>', "authors", None),
        ("<title>Pumps | Gazette</title>", "title", "Pumps"),
        (
            '<title>X</title><meta property="og:title" content="Pumps &amp; boats">',
            "title",
            "Pumps & boats",
        ),
    ],
)
def test_the_head_fills_the_front_matter(head, key, value):
    manuscript, _ = to_manuscript(page(f"<p>{LONG}</p>", head))
    assert parse(manuscript).meta.get(key) == value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"<html><meta charset=windows-1251><p>\xcf", "windows-1251"),
        (b"<html><meta charset=iso-8859-1><p>\x93a\x94", "cp1252"),
        (b'<html><meta http-equiv=x content="text/html; charset=koi8-r"><p>\xcf', "koi8-r"),
        (b"<html><meta charset=iso-8859-1><p>\xc3\xa9", ""),
        (b"<html><meta charset=utf-7><p>\xff", ""),
        (b"<html><meta charset=unicode_escape><p>\xff", ""),
        (b"<html><meta charset=zip><p>\xff", ""),
        ("<html><p>é".encode("utf-16"), "utf-16"),
        (b"plain charset=koi8-r \xcf", ""),
    ],
)
def test_a_page_may_name_its_encoding(data, encoding):
    assert declared_encoding(data) == encoding


def test_pages_in_other_encodings_are_read():
    text = page(f"<h1>Причал</h1><p>{LONG} Насосы.</p>", '<meta charset="windows-1251">')
    formatted = read_file(text.encode("windows-1251"))
    assert "Насосы" in formatted.manuscript
    assert "Насосы" in read_file(page(f"<p>{LONG} Насосы.</p>").encode("utf-16")).manuscript


@pytest.mark.parametrize(
    "text", ["a < b", "# Head\n\n<b>x</b> text", "[1] <http://x.example>", "if a<b then c>d" * 40]
)
def test_text_with_angle_brackets_is_no_html(text):
    assert not is_html(text)


def test_elements_nested_too_deep_are_refused():
    fits = "<div>" * (MAXIMUM_DEPTH - 3) + LONG
    to_manuscript(page(fits))
    with pytest.raises(Unreadable, match="nested more than 200 deep"):
        to_manuscript(page("<div>" * (MAXIMUM_DEPTH + 1) + LONG))


@pytest.mark.parametrize("tag", ["ul><li", "table><tr><td", "blockquote", "b", "figure", "sup"])
def test_each_nesting_up_to_the_limit_is_read(tag):
    count = (MAXIMUM_DEPTH - 5) // len(tag.split("><"))
    manuscript, _ = to_manuscript(page(f"<{tag}>" * count + LONG))
    assert LONG in texts_of(parse(manuscript))


HOSTILE = {
    "comments": "<!--" * 15_000,
    "tags": "<a<" * 20_000,
    "end tags": "</a " * 15_000,
    "declarations": "<!a " * 15_000,
    "cdata": "<![CDATA[" * 7_000,
    "quotes": "<a b=\"c='" * 7_000,
    "attributes": "<a " + "b " * 30_000,
    "spaces in a tag": "<a b" + " " * 60_000,
    "entities": "&#" + "9" * 60_000 + ";",
    "ampersands": "&" * 60_000,
    "unclosed script": "<script>" * 8_000,
    "closed divs": "</div>" * 10_000,
    "paragraphs": "<p>x" * 15_000,
    "anchors": '<a href="#x">1</a>' * 3_400,
    "note anchors": '<sup><a href="#n">1</a></sup>' * 2_000 + '<p id="n">x',
    "line breaks": "<br>" * 15_000,
    "superscripts": "<sup>1</sup>" * 5_000,
    "brackets": "[1]" * 20_000,
    "wide table": "<table><tr>" + "<td>x" * 6_000 + "<tr><td>y" * 3_000,
    "wide cells": "<table>" + "<tr><td colspan=1000 rowspan=1000>x<td>y" * 1_300,
    "lists": "<ul><li>x</ul>" * 4_000,
    "bold": "<p><b>x</b></p>" * 4_000,
    "spans in one": "<p>" + "<span>x <a href='#fnref'>^</a></span>" * 1_600,
}


@pytest.mark.parametrize(
    ("before", "note"),
    [("", '<p id="f{0}">[{0}] x'), ("<p>", '<a id="f{0}">{0}.</a> x<br>')],
    ids=["in paragraphs", "in one block"],
)
def test_many_notes_are_read_in_proportion(before, note):
    def make(count):
        markers = "".join(f'<a href="#f{n}">[{n}]</a>' for n in range(count))
        notes = "".join(note.format(n) for n in range(count))
        return page(f"<p>{LONG}</p>{markers}{before}{notes}")

    assert_linear(to_manuscript, make, 250)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_in_proportion(text):
    def make(size):
        return page(f"<p>{LONG}</p>{text[:size]}")

    assert_linear(to_manuscript, make, len(text) // 4)


def test_a_megabyte_is_read_in_proportion():
    paragraph = f"<p>{LONG} <b>Bold</b> and <a href='https://x.example/'>linked</a>.</p>\n"

    def make(size):
        return page(paragraph * (size // len(paragraph)))

    assert_linear(to_manuscript, make, 100_000)


def test_one_line_may_hold_a_whole_page():
    text = page(f"<h1>T</h1>{f'<p>{LONG}</p>' * 2000}").replace("\n", " ")
    assert len(parse(read_file(text.encode()).manuscript).blocks) == 2000


SOUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class='notes'>",
            "</div>",
            "<ul>",
            "<ol start=3>",
            "<li id=fn1>",
            "</ul>",
            "<a href='#fn1'>",
            "<a name=fn2 href='#r'>",
            "</a>",
            "<sup>",
            "</sup>",
            "1",
            "[2]",
            "<table>",
            "<tr>",
            "<td colspan=2>",
            "<th>",
            "</table>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<br>",
            "<blockquote>",
            "</blockquote>",
            "<pre>",
            "</pre>",
            "<h2>",
            "</h2>",
            "<h1>",
            "</h1>",
            "<hr>",
            "<img src=x alt='a b'>",
            "<figure>",
            "<figcaption>",
            "</figure>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<aside>",
            "</aside>",
            "&amp;",
            "&#x1F600;",
            "&nbsp;",
            "&shy;",
            " ",
            "\n",
            "text ",
            "<",
            ">",
            "</",
            "<p id='fn2'>",
            "<q>",
            "</q>",
            "<math>",
            "<svg>",
            "</svg>",
            "<title>",
            "</title>",
            "*_`[]^~|#-",
            "1. one",
            "العربية",
            "\u0300",
            "<dl><dt>",
            "<dd>",
            "<caption>",
            "<header>",
            "<code>",
            "</code>",
            "Notes",
            LONG,
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_soup_of_tags_becomes_a_manuscript_that_says_the_same(text):
    manuscript, problems = to_manuscript(text)
    document = parse(manuscript)
    assert write(document) == manuscript
    assert all("<script" not in block.text or "script" in text for block in document.blocks)
    assert list(problems) == sorted(problems)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_as_html(text):
    manuscript, _ = to_manuscript(text)
    assert write(parse(manuscript)) == manuscript


def test_pages_cut_off_or_changed_anywhere_are_read_or_refused():
    chance = random.Random(5)
    for path in PAGES:
        data = path.read_bytes()
        for _ in range(8):
            damaged = bytearray(data[: chance.randrange(len(data))])
            for _ in range(chance.randrange(6)):
                if damaged:
                    damaged[chance.randrange(len(damaged))] = chance.choice(b"<>\"'&/=[]1 \x00\xff")
            try:
                manuscript = read_file(bytes(damaged), format="html").manuscript
            except Unreadable:
                continue
            assert write(parse(manuscript)) == manuscript


def test_what_is_swallowed_by_broken_markup_is_said():
    for broken in ("<script>", "<!--", "<a href='", "<textarea>"):
        _, problems = to_manuscript(page(f"<p>{LONG}</p>{broken} swallowed"))
        assert any("swallowed" in problem.message for problem in problems), broken


def test_a_page_without_text_is_said_to_have_none():
    _, problems = to_manuscript(page("<nav>Home</nav>"))
    assert "0 text-absent" in codes(problems)


def test_what_follows_a_note_between_paragraphs_is_no_part_of_it():
    parts = "".join(
        f"<p>The ferry sank{n}<sup><a href='#fn{n}' id='r{n}'>{n}</a></sup> again.</p>"
        f"<p id='fn{n}'><a href='#r{n}'>{n}</a> Ana Sal, “Low Tide {n}.”</p>"
        for n in range(1, 4)
    )
    document = parse(to_manuscript(page(f"<h1>A Title</h1>{parts}<p>{LONG}</p>"))[0])
    assert len(document.blocks) == 4
    assert [len(note.blocks) for note in document.footnotes] == [1, 1, 1]


@pytest.mark.parametrize(
    ("markers", "labels"),
    [
        ("<sup>1-3</sup>", "1 2 3"),
        ("<sup>1, 3</sup>", "1 3"),
        ("<sup>1</sup><sup>,</sup><sup>3</sup>", "1 3"),
        ("<sup>1</sup><sup>–</sup><sup>3</sup>", "1 2 3"),
        ("¹⁻³", "1 2 3"),
        ("<sup><a href='#n1'>1</a>-<a href='#n3'>3</a></sup>", "1 2 3"),
        ("<sup><a href='#n1'>1</a></sup><sup>,</sup><sup><a href='#n3'>3</a></sup>", "1 3"),
        ("<a href='#n1'>[1]</a>–<a href='#n3'>[3]</a>", "1 2 3"),
    ],
)
def test_several_markers_at_one_place_point_to_each_note(markers, labels):
    linked = "href" in markers
    notes = "".join(
        f"<li id=n{n}>Port Book, {n}888.</li>" if linked else f"<p>{n}. Port Book, {n}888.</p>"
        for n in (1, 2, 3)
    )
    notes = f"<ol>{notes}</ol>" if linked else notes
    body = f"<h1>A Title</h1><p>{LONG}{markers} So it sank.</p><h2>Notes</h2>{notes}"
    document = parse(to_manuscript(page(body))[0])
    assert document.blocks[0].text == f"{LONG} So it sank."
    assert [marker.label for marker in document.blocks[0].markers] == labels.split()


@pytest.mark.parametrize(
    "line",
    [
        "<h4 class='post-author-name'><a href='/m'>Mira Sund</a></h4>",
        "<div class='byline'>Mira Sund</div>",
        "<p class='c-author'><span>Mira Sund</span></p>",
    ],
)
def test_whom_a_class_calls_the_author_is_the_author(line):
    document = parse(to_manuscript(page(f"<h1>The Salt Road</h1>{line}<p>{LONG}</p>"))[0])
    assert document.meta["authors"] == ["Mira Sund"]
    assert [block.kind for block in document.blocks] == ["kicker", "paragraph"]


@pytest.mark.parametrize("words", ["About the author", "More from the editors", "Sund"])
def test_other_words_of_such_a_class_name_nobody(words):
    body = f"<h1>The Salt Road</h1><div class='author'>{words}</div><p>{LONG}</p>"
    assert "authors" not in parse(to_manuscript(page(body))[0]).meta


def test_notes_in_the_margin_hang_on_the_paragraph_before_them():
    side = "<aside class='sidenote'>Port Book, 1888.</aside>"
    toggle = "<label for='m' class='margin-toggle'>⊕</label><input type='checkbox' id='m'>"
    body = f"<h1>A Title</h1><p>{LONG}{toggle}</p>\n{side}<p>{LONG}</p>"
    document = parse(to_manuscript(page(body))[0])
    assert [(block.text, len(block.markers)) for block in document.blocks] == [(LONG, 1), (LONG, 0)]


def test_an_aside_that_tells_something_is_part_of_the_article():
    told = f"{LONG} {LONG}"
    boxes = f"<aside><p>{told}</p></aside><aside class='newsletter'><p>{told} So.</p></aside>"
    body = f"<article><h1>A Title</h1><p>{LONG}</p>{boxes}<p>{LONG}</p></article>"
    document = parse(to_manuscript(page(body))[0])
    assert [block.text for block in document.blocks] == [LONG, told, LONG]


def test_a_pulled_quotation_that_is_hidden_from_listeners_is_no_block():
    pulled = '<aside class="pull-quote" aria-hidden="true"><p>Two sets of books</p></aside>'
    text, problems = to_manuscript(page(f"<h1>Books</h1><p>{LONG}</p>{pulled}<p>{LONG}</p>"))
    assert [block.text for block in parse(text).blocks] == [LONG, LONG]
    assert "page-furniture" in {problem.code for problem in problems}


def test_a_number_that_opens_a_paragraph_is_no_marker_without_a_note():
    numbered = "".join(f"<p>[{number}] {LONG}</p>" for number in (1, 2, 3))
    _, problems = to_manuscript(page(f"<h1>Books</h1>{numbered}"))
    assert not any(problem.code == "marker-without-note" for problem in problems)


def test_a_whole_reference_is_not_set_in_italics_for_being_cited():
    cited = '<cite class="citation">Roth (1952). <i>Fairs</i>. Sall.</cite>'
    manuscript, _ = to_manuscript(page(f"<h1>Fairs</h1><p>{LONG} {cited} <cite>Gloves</cite>.</p>"))
    assert manuscript.endswith("Roth (1952). _Fairs_. Sall. _Gloves_.\n")


@pytest.mark.parametrize(
    "line",
    [
        "<p class='meta'>March 4, 2021 · 5 min · Ada Marsh</p>",
        "<div class='meta'>Ada Marsh·5 min read·March 4, 2021</div>",
        "<p>Posted on March 4, 2021 by Ada Marsh</p>",
        "<p>Submitted by Ada Marsh on March 4, 2021</p>",
        "<div>Author</div><p>Ada Marsh</p><div>Published</div><p>March 4, 2021</p>",
    ],
)
def test_a_line_of_author_and_date_is_known_as_blogs_print_it(line):
    manuscript, problems = to_manuscript(page(f"<h1>Two Books</h1>{line}<p>{LONG}</p>"))
    meta = parse(manuscript).meta
    assert (meta["authors"], meta["date"]) == (["Ada Marsh"], "March 4, 2021")
    assert codes(problems) == ["0 metadata-absent"]


def test_looks_that_style_sheets_give_are_kept():
    head = "<style>p{margin:0}.c1{font-style:italic}.c2, .c3{font-weight:700;color:#000}</style>"
    inner = "<span class='c1'>Two Books</span> <span class='c3'>now</span> "
    inner += "<span style='font-style: italic'>here</span> and <a class='c9' href='#x'>there</a>"
    body = f"<h1>Books</h1><h2><span class='c2'>Part</span></h2><p>{LONG} {inner}.</p>"
    manuscript, _ = to_manuscript(page(body, head))
    assert "## Part\n" in manuscript
    assert manuscript.endswith("_Two Books_ **now** _here_ and there.\n")
