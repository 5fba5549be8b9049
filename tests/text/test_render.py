"""Text, marks and spans as HTML: what wins, how it nests, that no character is lost or runs."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.parts import Mark
from reader.text.render import (
    ShownActor,
    ShownBlock,
    ShownCitation,
    ShownMarker,
    back_links,
    blocks_html,
    heading_levels,
    inline_html,
)
from tests.text.growth import assert_linear

ACTOR = '<a class="actor" href="/actors/bo/" data-card="actor">'
CITE = '<a class="cite" id="cite-1-1" href="#source-1" data-card="source">'
MORE = '<a class="cite" href="#source-1" data-card="source">'
LINK = '<a href="https://a.example/" rel="noopener">'


def bo(start, end):
    return ShownActor(start, end, "/actors/bo/")


def link(start, end, href="https://a.example/"):
    return Mark(start, end, "link", href)


def noteref(number, place=1, comma=""):
    return (
        f'<a class="noteref" id="fnref-{number}-{place}" href="#fn-{number}" role="doc-noteref"'
        f' aria-label="Note {number}" data-card="note">{comma}{number}</a>'
    )


INLINE = [
    ("plain text is escaped", "a < b & c > d \"e\" 'f'", {}, "a &lt; b &amp; c &gt; d \"e\" 'f'"),
    ("an actor is a link", "Bo ran", {"actors": [bo(0, 2)]}, f"{ACTOR}Bo</a> ran"),
    (
        "an actor named again is marked so",
        "Bo, Bo",
        {"actors": [bo(0, 2), bo(4, 6)]},
        f"{ACTOR}Bo</a>, {ACTOR.replace('actor', 'actor again', 1)}Bo</a>",
    ),
    (
        "a hyphenated name stays whole",
        "al-Bo",
        {"actors": [bo(0, 5)]},
        f"{ACTOR.replace('actor', 'actor whole', 1)}al-Bo</a>",
    ),
    (
        "a long hyphenated name may break",
        "al-Bobobobobobobobobobobo",
        {"actors": [bo(0, 25)]},
        f"{ACTOR}al-Bobobobobobobobobobobo</a>",
    ),
    (
        "a citation wins over an actor inside it",
        "(Bo, 2020)",
        {"citations": [ShownCitation(0, 10, 1)], "actors": [bo(1, 3)]},
        f"{CITE}(Bo, 2020)</a>",
    ),
    (
        "a citation wins over an actor that reaches into it",
        "Bo (Bo, 2020)",
        {"citations": [ShownCitation(3, 13, 1)], "actors": [bo(0, 6)]},
        f"Bo {CITE}(Bo, 2020)</a>",
    ),
    (
        "an actor beside a citation is a link",
        "Bo(x)",
        {"citations": [ShownCitation(2, 5, 1)], "actors": [bo(0, 2)]},
        f"{ACTOR}Bo</a>{CITE}(x)</a>",
    ),
    (
        "the longer of two actors wins",
        "Bo Ek",
        {"actors": [ShownActor(3, 5, "/actors/ek/"), bo(0, 5)]},
        f"{ACTOR}Bo Ek</a>",
    ),
    (
        "the shorter of two citations wins and the longer goes on after it",
        "(a; b; c)",
        {"citations": [ShownCitation(0, 9, 1), ShownCitation(4, 5, 2)]},
        f'{CITE}(a; </a><a class="cite" id="cite-2-1" href="#source-2" data-card="source">b</a>'
        f"{MORE}; c)</a>",
    ),
    (
        "two citations of one span leave both their places",
        "(a)",
        {"citations": [ShownCitation(0, 3, 1), ShownCitation(0, 3, 2, 4)]},
        f'<span id="cite-2-4"></span>{CITE}(a)</a>',
    ),
    (
        "a link of the manuscript is split around an actor",
        "see Bo go",
        {"marks": [link(0, 9)], "actors": [bo(4, 6)]},
        f"{LINK}see </a>{ACTOR}Bo</a>{LINK} go</a>",
    ),
    ("a script address is no link", "x", {"marks": [link(0, 1, "javascript:alert(1)")]}, "x"),
    ("a hidden script address is no link", "x", {"marks": [link(0, 1, " java\tscript:x")]}, "x"),
    (
        "an address is escaped",
        "x",
        {"marks": [link(0, 1, 'https://a.example/"><b>&')]},
        '<a href="https://a.example/&quot;&gt;&lt;b&gt;&amp;" rel="noopener">x</a>',
    ),
    (
        "styles that cross are closed and opened again",
        "abcd",
        {"marks": [Mark(0, 3, "emphasis"), Mark(2, 4, "strong")]},
        "<em>ab<strong>c</strong></em><strong>d</strong>",
    ),
    (
        "styles of one kind that touch are one",
        "abcd",
        {"marks": [Mark(0, 2, "emphasis"), Mark(2, 3, "emphasis"), Mark(1, 3, "emphasis")]},
        "<em>abc</em>d",
    ),
    (
        "a style around a link holds it",
        "abc",
        {"marks": [Mark(0, 3, "emphasis")], "actors": [bo(1, 2)]},
        f"<em>a{ACTOR}b</a>c</em>",
    ),
    (
        "a style that crosses a link is cut, the link is not",
        "abcd",
        {"marks": [Mark(0, 2, "code")], "actors": [bo(1, 4)]},
        f"<code>a</code>{ACTOR}<code>b</code>cd</a>",
    ),
    (
        "a marker stands after what ends there and before what begins there",
        "ab",
        {"actors": [bo(0, 1), bo(1, 2)], "markers": [ShownMarker(1, 1)]},
        f"{ACTOR}a</a>{noteref(1)}{ACTOR.replace('actor', 'actor again', 1)}b</a>",
    ),
    (
        "a marker within a citation cuts it in two with one id",
        "(ab)",
        {"citations": [ShownCitation(0, 4, 1)], "markers": [ShownMarker(2, 1)]},
        f"{CITE}(a</a>{noteref(1)}{MORE}b)</a>",
    ),
    (
        "markers at one place do not read as one number",
        "a",
        {"markers": [ShownMarker(1, 8), ShownMarker(1, 9, 2)]},
        f"a{noteref(8)}{noteref(9, 2, ',')}",
    ),
    ("a hard break keeps its line feed", "a\nb", {}, "a<br>\nb"),
    ("what cannot stand in a page is replaced one for one", "\0\ud800\r", {}, "\ufffd\ufffd&#13;"),
    (
        "spans beyond the text are left out",
        "ab",
        {"actors": [bo(1, 9)], "citations": [ShownCitation(2, 4, 1)], "marks": [link(0, 3)]},
        "ab",
    ),
]


@pytest.mark.parametrize(("text", "over", "html"), [case[1:] for case in INLINE], ids=lambda v: "")
def test_inline(text, over, html):
    assert inline_html(ShownBlock("k", "paragraph", text, **over)) == html


def block(kind, text="x", key="k", **fields):
    return ShownBlock(key, kind, text, **fields)


def item(key, level=1, ordered=0):
    return block("list_item", key, key, level=level, ordered=ordered)


BLOCKS = [
    (
        "a paragraph has an address and a number without text",
        [block("paragraph", number=3)],
        '<p id="b-k"><a class="number" href="#b-k" aria-label="Paragraph 3" data-n="3"></a>x</p>',
    ),
    ("a caption says so", [block("caption")], '<p class="caption" id="b-k">x</p>'),
    (
        "headings skip no level",
        [block("heading", "a", "1", level=1), block("heading", "b", "2", level=4)],
        '<h2 id="b-1">a</h2><h3 id="b-2">b</h3>',
    ),
    (
        "quotes that follow each other are one quotation",
        [block("quote", "a", "1"), block("quote", "b", "2")],
        '<blockquote><p id="b-1">a</p><p id="b-2">b</p></blockquote>',
    ),
    (
        "deeper items stand within the item before",
        [item("a"), item("b", 2), item("c", 3), item("d")],
        '<ul><li id="b-a">a<ul><li id="b-b">b<ul><li id="b-c">c</li></ul></li></ul></li>'
        '<li id="b-d">d</li></ul>',
    ),
    (
        "numbers go on after an inner list and say where they jump",
        [item("a", 1, 1), item("b", 2), item("c", 1, 2), item("d", 1, 7)],
        '<ol><li id="b-a">a<ul><li id="b-b">b</li></ul></li><li id="b-c">c</li>'
        '<li value="7" id="b-d">d</li></ol>',
    ),
    (
        "another kind of list is another list",
        [item("a"), item("b", 1, 1)],
        '<ul><li id="b-a">a</li></ul><ol><li id="b-b">b</li></ol>',
    ),
    (
        "a table keeps its tabs and line ends as text",
        [block("table", "a\t\nb\tc", cells=[["a", ""], ["b", "c"]])],
        '<div class="table" role="region" aria-label="Table 1" tabindex="0"><table id="b-k">'
        '<thead><tr><th scope="col">a</th>\t<td></td></tr>\n</thead>'
        "<tbody><tr><td>b</td>\t<td>c</td></tr></tbody></table></div>",
    ),
    (
        "a span over several cells is written in each",
        [
            block(
                "table",
                "a\tb",
                cells=[["a", "b"]],
                citations=[ShownCitation(0, 3, 1)],
                markers=[ShownMarker(3, 1)],
            )
        ],
        '<div class="table" role="region" aria-label="Table 1" tabindex="0"><table id="b-k">'
        f'<thead><tr><th scope="col">{CITE}a</a></th>\t'
        f'<th scope="col">{MORE}b</a>{noteref(1)}</th></tr></thead></table></div>',
    ),
    (
        "cells that are not the text are not used",
        [block("table", cells=[["y"]])],
        '<p id="b-k">x</p>',
    ),
]


@pytest.mark.parametrize(("blocks", "html"), [case[1:] for case in BLOCKS], ids=lambda v: "")
def test_blocks(blocks, html):
    assert blocks_html(blocks) == html


def test_the_way_back_ends_the_last_paragraph_or_stands_alone():
    assert blocks_html([block("paragraph")], "<b>↩</b>") == '<p id="b-k">x <b>↩</b></p>'
    assert blocks_html([block("quote")], "<b>↩</b>").endswith("</blockquote><p><b>↩</b></p>")


def test_a_note_has_a_way_back_to_each_of_its_markers():
    assert back_links(1, []) == ""
    assert back_links(1, ["fnref-1-1"]).count("<a ") == 1
    several = back_links(1, [f"fnref-1-{n}" for n in range(1, 29)])
    assert several.count("<a ") == 28
    assert ">a</a>" in several
    assert several.endswith('of note 1 in the text">ab</a>')


@given(st.lists(st.integers(0, 9), max_size=30))
def test_no_heading_level_is_skipped(levels):
    found = heading_levels(levels)
    assert len(found) == len(levels)
    assert all(2 <= level <= 6 for level in found)
    assert all(after <= before + 1 for before, after in zip([1, *found], found, strict=False))


class Reading(HTMLParser):
    """What a browser would make of the markup: its words, and whether it is well nested."""

    EMPTY = ("br",)

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.words, self.figures, self.ids, self.stack = [], [], [], []
        self.feed(html)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert not (tag == "a" and "a" in self.stack), "a link within a link"
        assert not any(name.startswith("on") for name in attributes)
        assert not attributes.get("href", "").lower().startswith("javascript")
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag not in self.EMPTY:
            self.stack.append(tag)
            self.is_figure = attributes.get("class") == "noteref"

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag
        self.is_figure = False

    def handle_data(self, data):
        (self.figures if self.stack and self.is_figure else self.words).append(data)


LETTERS = st.text(alphabet=st.sampled_from("ab <>&\"'\n\t-’é😀ب\u200f&#;x/"), max_size=40)
PLACES = st.integers(0, 42)


@st.composite
def shown_blocks(draw, kind=None):
    spans = st.lists(st.tuples(PLACES, PLACES).map(sorted), max_size=6)
    kinds = st.sampled_from(["paragraph", "heading", "quote", "list_item", "caption", "table"])
    kind = kind or draw(kinds)
    cells = ()
    if kind == "table":
        cell = LETTERS.map(lambda text: "".join(c for c in text if c not in "\t\n"))
        cells = draw(st.lists(st.lists(cell, min_size=1, max_size=3), min_size=1, max_size=3))
        text = "\n".join("\t".join(row) for row in cells)
    else:
        text = draw(LETTERS)
    styles = st.sampled_from(["emphasis", "strong", "code", "superscript", "subscript", "link"])
    hrefs = st.sampled_from(["https://a.example/?a=1&b=\"'<", "javascript:alert(1)", ""])
    return ShownBlock(
        key=draw(st.text("abc23", min_size=3, max_size=6)),
        kind=kind,
        text=text,
        marks=[Mark(s, e, draw(styles), draw(hrefs)) for s, e in draw(spans)],
        citations=[ShownCitation(s, e, n, n) for n, (s, e) in enumerate(draw(spans), 1)],
        actors=[
            ShownActor(s, e, draw(st.sampled_from(["/actors/a/", "/actors/b/"])))
            for s, e in draw(spans)
        ],
        markers=[ShownMarker(o, n) for n, o in enumerate(draw(st.lists(PLACES, max_size=4)), 1)],
        level=draw(st.integers(0, 4)),
        ordered=draw(st.integers(0, 3)),
        cells=cells,
        number=draw(st.integers(0, 1)),
    )


@settings(max_examples=300, deadline=None)
@given(shown_blocks())
def test_a_block_reads_back_as_its_text_and_its_figures(shown):
    reading = Reading(blocks_html([shown]))
    assert "".join(reading.words) == shown.text
    assert len(reading.figures) == len(shown.markers)
    shown_citations = [c for c in shown.citations if c.start < c.end <= len(shown.text)]
    in_text = {c.anchor for c in shown_citations}
    if shown.kind != "table":
        assert in_text <= set(reading.ids)
    assert len(reading.ids) == len(set(reading.ids))


@settings(max_examples=100, deadline=None)
@given(st.lists(shown_blocks(), max_size=6))
def test_blocks_read_back_as_their_texts_with_nothing_between(blocks):
    assert "".join(Reading(blocks_html(blocks)).words) == "".join(b.text for b in blocks)


def test_a_long_block_takes_time_in_proportion():
    def make(count):
        text = "<al-Bo> said & " * count
        return ShownBlock(
            "k",
            "paragraph",
            text,
            marks=[Mark(0, len(text), "link", "https://a.example/")]
            + [Mark(n, n + 9, "emphasis") for n in range(0, len(text) - 9, 5)],
            actors=[bo(n * 15 + 1, n * 15 + 6) for n in range(count)],
            citations=[ShownCitation(n, len(text), n + 1) for n in range(0, count, 2)],
            markers=[ShownMarker(n, 1, n) for n in range(0, len(text), 30)],
        )

    assert_linear(inline_html, make, 1_000)
