"""The package of a Word file: a zip of XML parts, opened with every limit checked first."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from reader.text.formats.limits import ORDINARY, Limits
from reader.text.problems import Unreadable

_DOCUMENT = "officeDocument"
_DAMAGED = "The Word file is damaged: {}."
# Both editions of the standard name the same elements; each gets one short prefix.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "pr",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
}


@dataclass(slots=True)
class Package:
    """An open Word file. Parts are read when they are asked for, and nothing is written."""

    archive: zipfile.ZipFile
    limits: Limits
    document: str = ""
    names: frozenset[str] = field(default_factory=frozenset)

    def part(self, name: str) -> Element | None:
        """Return the root of an XML part, None if the package has none of that name.

        Tags and attributes are as in "w:p", names of other vocabularies as "?:name". Raises
        Unreadable for a damaged part, one that is too large or deep, or one with a DTD.
        """
        if name not in self.names:
            return None
        return parse_xml(self._read(name), name, self.limits.depth)

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return what a part relates to, by id: kind, target, and whether it lies outside.

        Targets within the package are names of parts; one that leads out of it names nothing.
        """
        folder, _slash, file = name.rpartition("/")
        root = self.part(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        found = {}
        for relation in root.iter("pr:Relationship") if root is not None else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            outside = relation.get("TargetMode", "").lower() == "external"
            if not outside:
                whole = target if target.startswith("/") else f"{folder}/{target}"
                target = posixpath.normpath(whole).lstrip("/")
            found[relation.get("Id", "")] = (kind, target, outside)
        return found

    def _read(self, name: str) -> bytes:
        try:
            with self.archive.open(name) as stream:
                data = stream.read(self.limits.part + 1)
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError,
            ValueError, KeyError,
        ) as error:  # fmt: skip
            # A password is a RuntimeError here, an unknown compression a NotImplementedError.
            raise Unreadable(_DAMAGED.format(f"its part {name} cannot be unpacked")) from error
        if len(data) > self.limits.part:
            raise Unreadable(_too_large(name, self.limits.part))
        return data


def open_package(data: bytes, limits: Limits = ORDINARY) -> Package:
    """Open the bytes of a Word file, all declared sizes checked before anything is unpacked.

    Raises Unreadable for what is no zip archive, no Word document, or beyond the limits.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except Exception as error:  # the module lets errors of many kinds through for odd archives
        raise Unreadable(_DAMAGED.format("it is no zip archive")) from error
    if len(entries) > limits.entries:
        raise Unreadable(f"The Word file holds more than {limits.entries:,} parts.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise Unreadable(f"The Word file unpacks to more than {limits.unpacked:,} bytes.")
    if unpacked > limits.ratio * len(data):
        raise Unreadable(f"The Word file unpacks to more than {limits.ratio} times its size.")
    package = Package(archive, limits, names=frozenset(entry.filename for entry in entries))
    package.document = next(_main_parts(package), "")
    if not package.document:
        raise Unreadable("The file is a zip archive, but no Word document.")
    size = archive.getinfo(package.document).file_size
    if size > limits.part:
        raise Unreadable(_too_large(package.document, limits.part))
    return package


def _main_parts(package: Package) -> Iterator[str]:
    """Yield the names that the main part may have; only ones that the package holds."""
    for kind, target, outside in package.relations("").values():
        if kind == _DOCUMENT and not outside and target in package.names:
            yield target
    if "word/document.xml" in package.names:
        yield "word/document.xml"


def _too_large(name: str, limit: int) -> str:
    return f"The part {name} of the Word file is larger than {limit:,} bytes."


def parse_xml(data: bytes, name: str, depth: int) -> Element:
    """Return the root of an XML text. No entity is known and no other file is ever looked at.

    Raises Unreadable, naming the part, for a DTD, damage, or elements nested more than depth deep.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    names: dict[str, str] = {}
    level = 0

    def short(long: str) -> str:
        if long not in names:
            uri, _space, local = long.rpartition(" ")
            names[long] = f"{_PREFIXES.get(uri, '?')}:{local}" if uri else local
        return names[long]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level > depth:
            raise Unreadable(f"Elements of {name} are nested more than {depth} deep.")
        builder.start(short(tag), {short(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal level
        level -= 1
        builder.end(short(tag))

    def refuse(*_declaration: object) -> None:
        raise Unreadable(f"The part {name} of the Word file has a DTD, and none is accepted.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as error:
        # An encoding that is unknown or takes several bytes is a LookupError or ValueError.
        raise Unreadable(_DAMAGED.format(f"its part {name} is no XML")) from error
