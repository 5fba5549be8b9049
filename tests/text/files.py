"""Generated files of the kinds that people bring, and what may have become of their characters."""

from collections import Counter

from hypothesis import strategies as st

# Problems that quote the very characters which are no longer in the manuscript.
QUOTING = {
    "caption-by-look",
    "dividing-line",
    "escaped-brackets",
    "head-rewritten",
    "heading-by-look",
    "inset-notes",
    "mail-subject",
    "markup-left-out",
    "notes-heading",
    "page-furniture",
    "picture-description",
    "quotation-signs",
    "title-from-heading",
    "typed-list",
    "typed-markers",
    "typed-note-labels",
    "typed-table",
}
WORDS = [
    *["the", "attack", "Varn’s", "said", "that", "militias", "however", "U.S.", "of", "1998"],
    *["2020.", "“quoted”", "مرحبا", "😀", "-", "–", "#", "|", "[x]", "(source:", "<b>", "&amp;"],
    *["https://a.example/c_d", "[1]", "[2]", "[3]", "[4–6]", "[2, 3]", "[1],[2]", "¹", "²", "x¹²"],
    *["foo.1", "\\", "[^1]", "**", "~", "^", "a_b", "*x*", "`y`", "[a](http://b.example)"],
]
PIECES = [
    *["![Words](a.jpg)", "![](b.jpg)\n*A wall. Photo: X*", "_A caption_", "\\[1\\]", "\\[1\\] N."],
    *["* * *", "---", "***", "===", "# H", "## A heading", "Notes", "REFERENCES", "[^1]: note"],
    *["Photo: x (credit: y", "Publication: X Volume: 3 Issue: 9", "By Jane Doe and X. Y"],
    *["May 3, 2020", "{.kicker}\nfoo", "    indented text", "<script>alert(1)</script>"],
    *["![a picture](b.png)", "- [ ] open", "\tTabbed"],
    *["Heading\n=======", "A\tB\n1\t2", "| a | b |\n|---|---|\n| 1 | 2 |", "x   y\n1   2\n3   4"],
    *["From: A\nSubject: B", "[1] One. [2] Two.", "* A sign.", "word* and† so", "ANALYSIS"],
    *["so^[An inline note.] it is", "so<sup>1</sup>", "**In bold**", "*By Jane Doe*"],
    *["so[A] it was\n\n[Footnote A: See X.]", "[Footnote 1: Once.]", "[Illustration: A wall]"],
    *["[Illustration]", "[Footnote 2: not closed", "[Footnote 1: One.\n\nTwo.]"],
    *["<center>NOTES</center>", "<i>A tide</i> and <b>more</b>", "<!-- a\nb -->", "## H {#h .x}"],
    *["1. TOC\n{:toc}", "{: .no_toc}", "<ul><li>One</li><li>Two</li></ul>", "a<br>b", "<style>"],
    *[
        '<a href="https://a.example/x">words</a>',
        '<img src="a.png" alt="A wall">',
        "H<sub>2</sub>O",
    ],
    *[
        '{{< figure src="a.png" caption="A wall" >}}',
        "`<em>`",
        "<style>p {}</style>",
        "<h2>So</h2>",
    ],
    *["it was.*\n\n* A note.\n\n\fand so", "-----\n* One\n† Two"],
    *["12\n\nHEAD\n\na\n\nb\n\nc\n\n13\n\nHEAD", "Special Report | May 2020", "Jane Doe"],
]

sentences = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join),
    st.sampled_from([".", ".", "", "?", ":"]),
).map("".join)
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)


def _lines(marks):
    line = st.tuples(st.sampled_from(marks), sentences).map("".join)
    return st.lists(line, min_size=1, max_size=4).map("\n".join)


def _wrapped(text):
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@st.composite
def numbered(draw):
    style = draw(st.sampled_from(["[{}] ", "[{}]: ", "{}. ", "{} ", "{}) ", "({}) "]))
    between = draw(st.sampled_from(["\n", "\n\n"]))
    texts = draw(st.lists(sentences, min_size=1, max_size=7))
    return between.join(style.format(n) + text for n, text in enumerate(texts, 1))


@st.composite
def files(draw):
    """A text of paragraphs, headings, lists, quotations and notes in any order and style."""
    parts = st.one_of(
        paragraphs,
        paragraphs.map(_wrapped),
        sentences,
        sentences.map(lambda text: text.title().rstrip(".")),
        _lines(["- ", "• ", "* ", "– ", "1) ", "  - "]),
        _lines(["> "]),
        st.sampled_from(PIECES),
        numbered(),
    )
    between = draw(st.sampled_from(["\n\n", "\n\n\n", "\n"]))
    text = between.join(draw(st.lists(parts, min_size=1, max_size=8)))
    if draw(st.booleans()):
        text += draw(
            st.sampled_from(["\n\n", "\n\nNotes\n\n", "\nEndnotes:\n", "\n\n## Notes\n\n"])
        )
        text += draw(numbered())
    return draw(st.sampled_from(["", "", "# A title\n\n", "---\nfoo: bar\n---\n\n"])) + text


def lost_characters(text, manuscript, problems):
    """Return the characters of text that are neither in the manuscript nor quoted in a problem."""
    kept = Counter(manuscript)
    for problem in problems:
        if problem.code in QUOTING:
            kept.update(problem.message)
    return Counter(character for character in text if not character.isspace()) - kept
