"""Large files of one nasty shape each: a piece over and over until the file is long enough.

The longest pieces keep within the limits of paragraphs, notes, depth and elements, so that files
of a megabyte are read and not refused.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.benchmarks.texts import article, names, prose
from tests.text.word_files import item, note, paragraph, reference, table, word_file

PLAIN = {
    "words": "word and another of the kind, ",
    "capitals": "The Harbour of Varga Marsh ",
    "tabs": "a b\tc d\te f and some words more\n",
    "dividing lines": "Some words of a paragraph here.\n\n-----------------------------\n\n",
    "columns": "one word   two words   3.5   and more of it\n",
    "underlines": "A Heading of Words\n==================\n\nSome words stand below it.\n\n",
    "wrapped lines": "word and another of the kind that is wrapped at some sixty\n",
    "quoted lines": "> word and another of the kind that somebody once quoted\n",
    "numbered lines": "1. word and another of the kind, counted and told again by him\n",
    "bullets": "- word and another of the kind, told again by him at the harbour\n",
    "typed markers": "It burned [1] and [2] again, which nobody [3] had seen [12-14] before. ",
    "typed notes": "[1] Ana Sal, “Low Tide,” (Lamp House, May 2019), 12. Words of the kind.\n",
    "parentheses": "It burned (Harbour Post, May 2 2019; Lamp, 3 May) as (he) said (NRG, 1994). ",
    "open brackets": "(a [b (c [d ",
    "quotation marks": "“a ‘b “c ‘d ",
    "dates": "On 3 May 1871, in the 1990s, on 4 May and two days later it fell. ",
    "years": "1914–18, 1920/21, 2019-05 and 2003, 2006, 2011 of 1998 and since 2001. ",
    "months": "May, in June, by July, the August of Sept. and mid-October after March, ",
    "short forms": "Ibid., 12; Sal, op. cit., 4; Sal 2016a, 12–14; Lamp, supra note 4. ",
    "acronyms": "the Northern River Guard (NRG) and the NRG (Northern River Guard) of U.S. ",
    "addresses": "https://news.example/2019/05/02/a_b?c=d#e, doi:10.1000/abc.def ",
    "stops": ". . . ! ? … e.g. i.e. Mr. A. B. C. ",
    "apostrophes": "O’Brien’s Sana’a al-Sadr’s ‘ayn Kata’ib ",
    "accents": "Škvorecký Ḥaq é̂ İstanbul Łódź Ñandú ",
    "Arabic": "قال إن الميناء أغلق لتسعة أيام ثم ",
    "emoji": "😀👩‍👩‍👧 ",
    "no spaces": "x",
    "blank lines": "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nA line of words\n",
    "spaces": " " * 80 + "word\n",
    "form feeds": "12\n\fHEAD OF THE PAGE\nwords of the page that somebody set, and more\n",
    "mixed line ends": "a line that is ended\r\nby this and\rby that\u2028and by\x85this\n",
}
MARKDOWN = {
    "emphasis": "*a **b** _c_ ***d*** `e` ",
    "unclosed emphasis": "*a **b _c `d ",
    "links": "[a](https://a.example) [b][c] ![d](e.png) <https://f.example> ",
    "unclosed links": "[a](b [c](d ![",
    "notes": "Words of it[^1] and again[^2] here and there and everywhere.\n\n",
    "note texts": "[^{n}]: Ana Sal, “Low Tide,” (Lamp House, May 2019), 12. And some more.\n\n",
    "nested quotations": "> > > > words of the kind that he quoted and quoted\n",
    "nested items": "- word\n  - word of it\n    - word of the word that he wrote down\n",
    "tables": "| a b | c d | e f |\n|---|---|---|\n| words | more | of it |\n\n",
    "headings": "# Some Heading\n\nWords of the kind that stand below headings.\n\n",
    "backslashes": "\\* \\[ \\\\ \\",
    "entities": "&amp; &lt; &#x41; &nosuch; ",
    "inline HTML": "a<sup>1</sup> <b>bold</b> <!-- not --> <span>so</span> ",
}
HTML = {
    "p": "<p>Some words of a paragraph that is short and (Lamp, May 2 2019) cited.",
    "br": "some words of a line<br>",
    "br br": "some words of a line that he wrote<br><br>",
    "ul": "<ul><li>word and another<li>a second one of the kind</ul>",
    "nested ul": "<ul><li>a word<ul><li>and a word<ul><li>and more words</ul></ul></ul>",
    "tables": "<table><tr><td>a b<td>c d<tr><td>e f<td>g h</table>",
    "nested tables": "<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>",
    "one table": "<tr><td>a b<td>c d<td>words",
    "marked cells": "<table><tr><td><b>a</b> b<td>c <i>d</i><tr><td>e<td>f</table>",
    "notes": "<p>It burned<sup><a href='#fn{n}' id='r{n}'>{n}</a></sup> again.</p>"
    "<p id='fn{n}'><a href='#r{n}'>{n}</a> Ana Sal, “Low Tide,” (Lamp, May 2019).</p>",
    "superscripts": "words<sup>1</sup> and more<sup>[2]</sup> of it ",
    "marks": "<b>a</b> <i>b</i> <em>c <strong>d</strong></em> <code>e</code> words ",
    "unclosed marks": "<b>a <i>b </b> words of it </i>",
    "links": "<a href='https://a.example/b'>words of a link</a> ",
    "pictures": "<figure><img src=a.png alt='Some words'><figcaption>More</figcaption></figure>",
    "comments": "<!-- some words nobody sees --> word ",
    "entities": "&amp;&#8220;a&#8221;&nosuch; word ",
    "divs": "<div><div><div>Some words of a paragraph that stands so deep</div></div></div>",
    "headings": "<h2>Some Heading</h2><p>Some words that stand below it, so many.",
    "classes": "<p class='byline author meta MsoNormal' style='mso-list:l0 level1'>Some words.",
    "scripts": "<script>var a = '<p>';</script><style>p {}</style> words ",
    "angles": "< <a <<b> word ",
}


def _long(piece: str, size: int) -> str:
    if "{n}" not in piece:
        return (piece * (size // len(piece) + 1))[:size]
    parts, length = [], 0
    while length < size:
        parts.append(piece.replace("{n}", str(len(parts) + 1)))
        length += len(parts[-1])
    return "".join(parts)


def _paragraphs(text: str, length: int = 5_000) -> str:
    """Return text without a line end as paragraphs, so that none is too long."""
    if "\n" in text:
        return text
    return "\n\n".join(text[at : at + length] for at in range(0, len(text), length))


def _word(size: int) -> bytes:
    """Return a Word file whose text has about size characters."""
    parts, notes = [], []
    for number in range(size // 1000):
        words = f"The harbour of Varga {number} burned (Lamp, May 2 2019), as Sal said. " * 10
        parts += [paragraph(words, reference(number + 2)), item("one of the items", 1)]
        parts.append(table(["a", "b"], ["c", "d"]))
        notes.append(note(number + 2, paragraph(f"Ana Sal, “Low Tide {number},” (Lamp, 2019).")))
    return word_file("".join(parts), footnotes="".join(notes))


def shapes(size: int = 1_000_000) -> dict[str, tuple[bytes, str]]:
    """Return name: (file of about size bytes, its format)."""
    known = names(1_000)
    found = {
        "plain, prose": (prose(size, known).encode(), "plain"),
        "plain, article": (article(size, known).encode(), "plain"),
        "markdown, prose": (prose(size, known).encode(), "markdown"),
        "docx, prose": (_word(size), "docx"),
    }
    for name, piece in PLAIN.items():
        found[f"plain, {name}"] = (_paragraphs(_long(piece, size)).encode()[:size], "plain")
    for name, piece in MARKDOWN.items():
        found[f"markdown, {name}"] = (_paragraphs(_long(piece, size)).encode()[:size], "markdown")
    for name, piece in HTML.items():
        inside = _long(piece, size)
        if name == "one table":
            inside = f"<table>{inside}</table>"
        found[f"html, {name}"] = (f"<html><body><h1>A Title</h1>{inside}".encode()[:size], "html")
    return found


def splices(count: int, seed: int, size: int) -> Iterator[tuple[str, bytes, str]]:
    """Yield (name, file of about size bytes, its format) of two shapes at a time.

    Half of them begin as one shape and end as the other, half change between them all the way.
    """
    chance = random.Random(seed)
    known = {name: shape for name, shape in shapes(size).items() if shape[1] != "docx"}
    for number in range(count):
        (one, (first, format)), (other, (second, _)) = chance.sample(sorted(known.items()), 2)
        cuts = [chance.randrange(size)]
        if number % 2:
            cuts = sorted(chance.randrange(size) for _ in range(40))
        parts, at = [], 0
        for turn, cut in enumerate([*cuts, size]):
            parts.append((second if turn % 2 else first)[at:cut])
            at = cut
        yield f"{one} + {other}", b"".join(parts), format
