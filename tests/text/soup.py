"""Files that nobody means to bring: pieces of everything in any order, and good files gone bad."""

import io
import random
import re
import time
import zipfile
from pathlib import Path

from reader.actions.planning import make_plan
from reader.actions.proposing import propose
from reader.exports.reading import plan_as_json
from reader.registry import KnownActor, make_registry
from reader.text.formats import FORMATS, Formatted, read_file
from reader.text.formats.docx import read_document
from reader.text.manuscript import parse, write
from reader.text.names import NameRule
from reader.text.problems import Unreadable
from reader.text.reading import read_parsed
from tests.text.files import PIECES, WORDS
from tests.text.word_files import item, note, paragraph, reference, table, word_file

CASES = Path(__file__).parent.parent / "cases"
LONGEST = 2.0  # seconds of the processor for one small file; a megabyte may take no more
_TAGS = (
    "<p> </p> <div> </div> <b> </b> <a href='#fn1'>1</a> <a name=fn1> <sup> </sup> <li> <ol> </ol>"
    " <table> <tr> <td> </table> <!-- --> <script> </script> <h1> </h1> <h2> <blockquote> <br>"
    " <svg> </svg> <img src=x> & &amp; &#0; &#x110000; <![CDATA[ ]]> <p class=MsoTitle> <aside>"
    " <span class=sidenote> </span> <title> <article> </article> <a href=javascript:alert(1)>"
).split()
_MARKS = (
    "\n \n\n \t > - 1. [ ] ( ) ^ [^1] [^1]: ^[ * ** _ ` ``` ~ \\ | --- === # <sup>1</sup> \r \x00"
    " \x85 \u2028 \u00ad \u200b \u202e ¹ ² † ‡ § \ufeff"
).split(" ")
# What the recognisers look for: citations, notes, dates, names, short forms.
_SOURCED = [
    *["(Harbour Post, May 2 2019)", "(Sal 2016a: 12–14; Okoro et al. 2001)", "[Lamp, 3 May]"],
    *[
        "Ibid., 12.",
        "Sal, op. cit., 4",
        "see supra note 4",
        "Ana Sal, “Low Tide,” (Lamp, 2019), 2.",
    ],
    *[
        "the Northern River Guard (NRG)",
        "NRG (Northern River Guard)",
        "U.S.",
        "Ana Sal’s",
        "ANA SAL",
    ],
    *[
        "O’Brien",
        "al-Sadr",
        "Ḥaq",
        "on 3 May 1871",
        "in the 1990s",
        "since 2019",
        "1914–18",
        "44 BC",
    ],
    *[
        "two days later",
        "the 19th century",
        "mid-October",
        "(",
        ")",
        "“",
        "”",
        ";",
        ".",
        ",",
        "‘",
        "’",
    ],
]
# Whatever a case is made of, its words in their order.
_CASED = [
    text.split(" ")
    for path in sorted(CASES.glob("*.json"))
    for text in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text())
    if " " in text
]
NAMES = [
    "Ana Sal",
    "Sal",
    "Northern River Guard",
    "NRG",
    "O'Brien",
    "al-Sadr",
    "Haq",
    "U.S.",
    "Lamp",
]
_SEEDS = sorted(path for path in CASES.rglob("*") if path.suffix in (".txt", ".md", ".html"))
_WORD = word_file(
    paragraph("Title", style="Titel")
    + paragraph("Text", reference(2), " and [1] more.")
    + item("one", 1)
    + table(["a", "b"], ["c", "d"]),
    footnotes=note(2, paragraph("A note.")),
)


def soup(chance: random.Random) -> bytes:
    """Return a small file made of pieces, or a good one with something changed."""
    kind = chance.random()
    if kind < 0.2:
        pieces = [_piece(chance) for _ in range(chance.randint(1, 60))]
        return chance.choice([" ", "\n", "\n\n"]).join(pieces).encode("utf-8", "replace")
    if kind < 0.5:
        pools = [WORDS, PIECES, _TAGS, _MARKS, _SOURCED]
        pool = chance.choice([*pools, [piece for pool in pools for piece in pool]])
        glue = chance.choice(["", " ", "\n", "\n\n"])
        text = glue.join(chance.choice(pool) for _ in range(chance.randint(1, 120)))
        return text.encode("utf-8", "replace")
    if kind > 0.9:
        return _word_soup(chance)
    data = bytearray(chance.choice(_SEEDS).read_bytes()[:6000])
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        what = chance.random()
        if what < 0.4:
            data[at:at] = chance.choice([*_MARKS, *_TAGS]).encode()
        elif what < 0.7:
            del data[at : at + chance.randint(1, 40)]
        elif what < 0.9:
            data[at:at] = data[at : at + 200] * chance.randint(1, 4)
        else:
            data[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(data)


def _piece(chance: random.Random) -> str:
    """Return some words of a case, or a sign."""
    if chance.random() < 0.2:
        return chance.choice([*_MARKS, *_SOURCED])
    words = chance.choice(_CASED)
    start = chance.randrange(len(words))
    return " ".join(words[start : start + chance.randint(1, 8)])


def _word_soup(chance: random.Random) -> bytes:
    """Return a Word file with something changed in its XML, or in the bytes of its archive."""
    if chance.random() < 0.3:
        data = bytearray(_WORD)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(data)
    with zipfile.ZipFile(io.BytesIO(_WORD)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            cuts = sorted(chance.randrange(len(text) + 1) for _ in range(2))
            pieces = chance.choices(_SOURCED, k=chance.randint(1, 30))
            if name.startswith("word/") and chance.random() < 0.7:
                words = chance.choice([" ", ""]).join(pieces).replace("&", "&amp;")
                text = text.replace("Text", words)
                if chance.random() < 0.3:
                    text = text[: cuts[0]] + text[cuts[chance.randrange(2)] :]
            if chance.random() < 0.95:
                archive.writestr(name, text)
    return changed.getvalue()


def registry():
    """Return a registry that knows a few names."""
    actors = [KnownActor(name, name, "person", ()) for name in NAMES]
    return make_registry(actors, [NameRule(name, name, "primary") for name in NAMES])


def read_through(data: bytes, format: str = "") -> float:
    """Read a file as a dry run does without a database; return the seconds it took.

    Fails if anything but Unreadable is raised, or what was read is not written back exactly.
    """
    known = registry()
    began = time.process_time()
    try:
        if data.startswith(b"PK\x03\x04"):
            formatted = Formatted(*read_document(data), "docx")
        else:
            formatted = read_file(data, format=format)
    except Unreadable as error:
        refusal = str(error)
    else:
        refusal = "none"
        manuscript = formatted.manuscript
        reading = read_parsed(formatted.parsed(), known.matcher)
        proposed = propose(reading, known, {})
        plan = make_plan(
            manuscript,
            proposed.reading,
            proposed.registry,
            slug="soup",
            standing=None,
            problems=formatted.problems,
            proposals=proposed.actors,
        )
        plan_as_json(plan)
    seconds = time.process_time() - began
    assert refusal
    assert "\n" not in refusal
    if refusal == "none":
        document = parse(manuscript)
        assert write(document) == manuscript
        for block in document.blocks:
            assert all(0 <= mark.start < mark.end <= len(block.text) for mark in block.marks)
            assert all(0 <= marker.offset <= len(block.text) for marker in block.markers)
    return seconds


def read_many(count: int, seed: int) -> float:
    """Read so many files; return the seconds that the slowest took."""
    chance = random.Random(seed)
    slowest = 0.0
    for number in range(count):
        data = soup(chance)
        format = chance.choice(["", "", *(key for key in FORMATS if key != "docx")])
        try:
            seconds = read_through(data, format)
        except Exception as error:
            error.add_note(f"file {number} of seed {seed}, as {format or 'it shows'}: {data!r}")
            raise
        assert seconds < LONGEST, (seconds, format, data)
        slowest = max(slowest, seconds)
    return slowest
