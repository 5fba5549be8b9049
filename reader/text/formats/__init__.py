"""Files into manuscripts: the bytes are checked and decoded here, then one format reads the text.

A new format is a module with a function and an entry in `FORMATS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType

from reader.text.blocks import runs
from reader.text.collector import collector_at_rest
from reader.text.formats import docx, html, markdown, plain
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.manuscript import parse, write
from reader.text.parts import ParsedDocument
from reader.text.problems import Problem, Unreadable

__all__ = ["FORMATS", "BinaryFormat", "Format", "Formatted", "Limits", "read_file"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as a manuscript. `problems` are all there are, with lines of the file; those that
    parsing the manuscript would report are among them. `document` is the manuscript parsed, where
    reading the file has done that already."""

    manuscript: str
    problems: tuple[Problem, ...]
    format: str
    document: ParsedDocument | None = field(default=None, compare=False, repr=False)

    def parsed(self) -> ParsedDocument:
        """Return the manuscript parsed."""
        return self.document or parse(self.manuscript)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of text file: how its names end, how its text shows, and what reads it.

    In one with markup a line is no paragraph, and the bytes may declare their encoding.
    """

    suffixes: tuple[str, ...]
    recognise: Callable[[str], bool]
    to_manuscript: Callable[[str, Limits], tuple[str, tuple[Problem, ...]]]
    has_markup: bool = False


@dataclass(frozen=True, slots=True)
class BinaryFormat:
    """One kind of file that is no text: how its names end, how its bytes show, what reads it."""

    suffixes: tuple[str, ...]
    recognise: Callable[[bytes], bool]
    to_manuscript: Callable[[bytes, Limits], tuple[str, tuple[Problem, ...]]]


# In the order in which a file is tried; the last takes whatever is left.
FORMATS: Mapping[str, Format | BinaryFormat] = MappingProxyType(
    {
        "docx": BinaryFormat((".docx", ".docm"), docx.is_docx, docx.to_manuscript),
        "html": Format((".html", ".htm", ".xhtml"), html.is_html, html.to_manuscript, True),
        "markdown": Format((".md", ".markdown"), markdown.is_markdown, markdown.to_manuscript),
        "plain": Format((".txt", ".text"), lambda text: True, plain.to_manuscript),
    }
)

_BINARY = {key: known for key, known in FORMATS.items() if isinstance(known, BinaryFormat)}
_TEXT = {key: known for key, known in FORMATS.items() if isinstance(known, Format)}

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office file",
    b"PK\x05\x06": "a zip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"{\\rtf": "an RTF file",
    b"SQLite format 3": "a database",
}
_BOMS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_PART = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]|[ \t]*[|>]|\[\^")
_NOTE = re.compile(r"^\[\^", re.MULTILINE)


@collector_at_rest()
def read_file(
    data: bytes,
    *,
    name: str = "",
    format: str = "",
    encoding: str = "",
    limits: Limits = ORDINARY,
) -> Formatted:
    """Turn the bytes of a file into a manuscript.

    `format` is a key of `FORMATS`; without it the content decides, then the file's name. A text
    is UTF-8 unless `encoding` names another, or it is HTML that does so itself. Takes time in
    proportion to the file. Raises Unreadable with one line for people: nothing in it, no text,
    another encoding, an unknown format or encoding, or more than the limits allow.
    """
    if format and format not in FORMATS:
        raise Unreadable(f"There is no format “{format}”; known are {', '.join(FORMATS)}.")
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > limits.bytes:
        raise Unreadable(f"The file is larger than {limits.bytes:,} bytes.")
    binary = _choose_binary(data, format)
    if binary:
        manuscript, found = _BINARY[binary].to_manuscript(data, limits)
        _check_manuscript(manuscript, manuscript, limits)
        return Formatted(manuscript, found, binary)
    problems: list[Problem] = []
    text = _clean(_decode(data, encoding), problems)
    if not text.strip():
        raise Unreadable("The file holds nothing but blanks.")
    chosen = format or _choose(text, name)
    if chosen == "markdown":
        return _read_markdown(text, problems, limits)
    known = _TEXT[chosen]
    if not known.has_markup:
        _check_size(text, limits)
    manuscript, found = known.to_manuscript(text, limits)
    _check_manuscript(manuscript, text, limits)
    return Formatted(manuscript, tuple(sorted({*problems, *found})), chosen)


def _read_markdown(text: str, problems: list[Problem], limits: Limits) -> Formatted:
    """Read Markdown; that is parsing it, and what is a part of it can be counted before."""
    text = markdown.without_data(text, problems)
    _check_size(text, limits)
    if text.count("^[") > limits.footnotes:
        raise Unreadable(f"The file has more than {limits.footnotes:,} notes.")
    _check_manuscript(text, text, limits)
    document, found = markdown.to_document(text)
    manuscript = write(document)
    _check_manuscript(manuscript, text, limits)
    return Formatted(manuscript, tuple(sorted({*problems, *found})), "markdown", document)


def _choose_binary(data: bytes, format: str) -> str:
    """Return the format of a file that is no text, "" for a text."""
    if format:
        return format if format in _BINARY else ""
    return next((key for key, known in _BINARY.items() if known.recognise(data)), "")


def _choose(text: str, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    by_name = next((key for key, known in _TEXT.items() if suffix in known.suffixes), "")
    by_content = next(key for key, known in _TEXT.items() if known.recognise(text))
    return by_name if by_content == list(_TEXT)[-1] and by_name else by_content


def _decode(data: bytes, encoding: str) -> str:
    """Return the text of a file; a few bad bytes are kept as lone surrogates for `_clean`."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise Unreadable(f"The file is {what}, not text.")
    if encoding:
        try:
            return data.decode(encoding)
        except LookupError:
            raise Unreadable(f"There is no encoding “{encoding}”.") from None
        except (UnicodeError, ValueError):
            raise Unreadable(f"The file is not written in the encoding “{encoding}”.") from None
    declared = html.declared_encoding(data)
    if declared:
        try:
            return data.decode(declared, "surrogateescape")
        except UnicodeError:
            message = f"The file is not written in the encoding “{declared}” that it names"
            raise Unreadable(f"{message}; name the right one: --encoding") from None
    for bom, wide in _BOMS.items():
        if data.startswith(bom):
            raise Unreadable(f"The file is not UTF-8; name its encoding: --encoding {wide}")
    nuls = data.count(0)
    if nuls > 3 and nuls * 100 > len(data):
        raise Unreadable("The file is binary, not text (or give its encoding: --encoding utf-16).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
    bad = len(_BAD_BYTE.findall(text))
    good = sum(not character.isascii() for character in text) - bad
    if bad > max(2, min(good, len(data) // 100)):
        raise Unreadable(
            "The file is not UTF-8; name its encoding, such as --encoding cp1252 or latin-1."
        )
    return text


def _clean(text: str, problems: list[Problem]) -> str:
    """Return text with LF line ends and without control characters, and report what went.

    Marks of direction stay, they are part of what is written.
    """
    text = _LINE_END.sub("\n", text).removeprefix("\ufeff")
    controls = _CONTROL.findall(text)
    if not controls:
        return text
    if len(controls) > max(20, len(text) // 20):
        raise Unreadable("The file is binary, not text.")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _CONTROL.findall(line)
        if not found:
            continue
        bad = _BAD_BYTE.findall(line)
        for character in bad:
            message = f"The byte 0x{ord(character) - 0xDC00:02X} is not UTF-8 and became U+FFFD."
            problems.append(Problem(number + 1, "bad-byte", message))
        gone = sorted({f"U+{ord(c):04X}" for c in found} - {f"U+{ord(c):04X}" for c in bad})
        if gone:
            count = len(found) - len(bad)
            code = "nul" if gone == ["U+0000"] else "control-character"
            message = f"Characters that cannot be read were left out: {count} × {', '.join(gone)}."
            problems.append(Problem(number + 1, code, message))
        lines[number] = _CONTROL.sub("", _BAD_BYTE.sub("\ufffd", line))
    return "\n".join(lines)


def _check_size(text: str, limits: Limits) -> None:
    """Raise Unreadable for what no format could bring below the limits, before any work is done."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > limits.paragraph_characters:
            raise _too_long(number, limits)
    if sum(1 for _run in runs(lines)) > limits.paragraphs:
        raise _too_many(limits)


def _check_manuscript(manuscript: str, text: str, limits: Limits) -> None:
    """Raise Unreadable if a manuscript has more or longer parts than the limits allow."""
    if len(_NOTE.findall(manuscript)) > limits.footnotes:
        raise Unreadable(f"The file has more than {limits.footnotes:,} notes.")
    lines = manuscript.split("\n")
    parts = 0
    for start, end in runs(lines):
        length = 0
        for number in range(start, end):
            if number == start or _PART.match(lines[number]):
                parts += 1
                length = 0
            length += len(lines[number]) + 1
            if length > limits.paragraph_characters:
                raise _too_long(_line_of(text), limits)
    if parts > limits.paragraphs:
        raise _too_many(limits)


def _too_many(limits: Limits) -> Unreadable:
    return Unreadable(f"The file has more than {limits.paragraphs:,} paragraphs.")


def _line_of(text: str) -> int:
    """Return the line of a file where its longest stretch without a blank line begins."""
    lines = text.split("\n")
    return max((sum(map(len, lines[a:b])), a + 1) for a, b in runs(lines))[1]


def _too_long(line: int, limits: Limits) -> Unreadable:
    most = limits.paragraph_characters
    return Unreadable(f"line {line}: a paragraph is longer than {most:,} characters.")
