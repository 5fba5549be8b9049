"""Word files (.docx) into manuscripts, read in a child process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reader.text.formats.assembly import Assembly
from reader.text.formats.docx_labels import NoteLabels
from reader.text.formats.docx_package import Package, open_package
from reader.text.formats.docx_parts import has_both_series
from reader.text.formats.docx_styles import Numbering, Styles
from reader.text.formats.docx_text import DocumentText
from reader.text.formats.gathering import Gathered, GatheredNote
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.formats.sandbox import read_apart
from reader.text.problems import Problem, Unreadable

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=T|\Z)")
_PROGRAMS = frozenset(("python-docx", "microsoft office user", "user", "unknown", "admin"))
_NO_NOTES = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def to_manuscript(data: bytes, limits: Limits = ORDINARY) -> tuple[str, tuple[Problem, ...]]:
    """Turn the bytes of a Word file into a manuscript, and say what is doubtful about it.

    The `line` of a problem counts the paragraphs of the file. Every character of the text and its
    notes is in the manuscript or in the message of a problem, and so are headers, footers,
    comments and what tracked changes deleted. Raises Unreadable for a file that is damaged or goes
    beyond the limits.
    """
    return read_apart(__name__, data, limits)


def is_docx(data: bytes) -> bool:
    """Tell whether bytes are a zip archive that names a Word document among its parts."""
    return data.startswith(b"PK\x03\x04") and b"word/" in data and b"[Content_Types].xml" in data


def read_document(data: bytes, limits: Limits = ORDINARY) -> tuple[str, tuple[Problem, ...]]:
    """Do in this process what `to_manuscript` does in a child; for files that are trusted."""
    package = open_package(data, limits)
    root = package.part(package.document)
    body = root.find("w:body") if root is not None else None
    if root is None or body is None:
        raise Unreadable("The Word file has no text.")
    relations = package.relations(package.document)
    parts = _usual_parts(package)
    parts |= {kind: target for kind, target, outside in relations.values() if not outside}
    text = DocumentText(
        styles=Styles(_optional(package, parts.get("styles", ""))),
        numbering=Numbering.of(_optional(package, parts.get("numbering", ""))),
        labels=NoteLabels(endnotes_apart=has_both_series(root)),
    )
    text.comments = dict(_comments(package, parts.get("comments", "")))
    text.links = _links(package, package.document)
    blocks = text.read_story(body)
    notes: list[GatheredNote] = []
    for kind in ("footnote", "endnote"):
        notes += _notes(package, parts.get(f"{kind}s", ""), kind, text)
    problems = [*_left_out(package, relations), *text.problems]
    for label in sorted(set(text.labels.given.values()) - {note.label for note in notes}):
        message = f"The note of the marker [^{label}] is missing in the file."
        problems.append(Problem(text.places.get(label, 0), "note-missing", message))
        notes.append(GatheredNote(label, 0))
    problems += (
        Problem(0, "comment", f"A comment is left out: {comment}")
        for comment in text.comments.values()
        if comment
    )
    meta, otherwise = _meta(package)
    _settle_title(meta, text.title, blocks)
    if text.right_to_left * 2 > max(text.line, 1):
        meta["direction"] = "rtl"
    ordered = {key: meta[key] for key in ("title", "language", "direction") if meta.get(key)}
    return Assembly(blocks, notes, ordered, problems, text.unseen, otherwise).manuscript()


def _settle_title(meta: dict[str, object], titles: list[str], blocks: list[Gathered]) -> None:
    """Take the title from the paragraphs in its style, else from the properties, in place.

    The properties often keep the title of an older text; theirs counts where the text shows it.
    """
    shown = next((block for block in blocks if block.text == meta.get("title")), None)
    if titles:
        meta["title"] = " ".join(titles)
    elif shown is not None and shown in blocks[:3]:
        blocks.remove(shown)
    else:
        meta.pop("title", None)


def _usual_parts(package: Package) -> dict[str, str]:
    """Return the parts that lie where they usually do, for files that do not say where."""
    folder = package.document.rpartition("/")[0]
    kinds = ("styles", "numbering", "footnotes", "endnotes", "comments")
    return {kind: f"{folder}/{kind}.xml" for kind in kinds}


def _optional(package: Package, name: str) -> Element | None:
    return package.part(name) if name else None


def _links(package: Package, name: str) -> dict[str, str]:
    return {
        identity: target
        for identity, (_kind, target, outside) in package.relations(name).items()
        if outside
    }


def _notes(package: Package, name: str, kind: str, text: DocumentText) -> Iterator[GatheredNote]:
    """Yield the notes of one series in the order of their markers; the lines between are none."""
    root = _optional(package, name)
    if root is None:
        return
    text.links = _links(package, name)
    found = {
        note.get("w:id", ""): note
        for note in root.iter(f"w:{kind}")
        if note.get("w:type", "normal") not in _NO_NOTES
    }
    asked = [identity for of, identity in text.labels.given if of == kind and identity in found]
    for identity in dict.fromkeys([*asked, *found]):
        gathered = text.read_note(kind, found[identity])
        if gathered.blocks or text.places.get(gathered.label):
            yield gathered


def _comments(package: Package, name: str) -> Iterator[tuple[str, str]]:
    root = _optional(package, name)
    for comment in root.iter("w:comment") if root is not None else ():
        words = _words_of(comment)
        author = comment.get("w:author", "")
        yield comment.get("w:id", ""), f"{author}: {words}".strip(": ") if words.strip() else ""


def _words_of(element: Element) -> str:
    """Return the text of the paragraphs within an element, without what was deleted from it."""
    return " ".join("".join(t.text or "" for t in p.iter("w:t")) for p in element.iter("w:p"))


def _left_out(package: Package, relations: dict[str, tuple[str, str, bool]]) -> Iterator[Problem]:
    """Yield a problem for each header and footer with text, and for macros and embedded files."""
    said = set()
    for kind, target, outside in relations.values():
        if kind not in ("header", "footer") or outside:
            continue
        root = _optional(package, target)
        words = _words_of(root) if root is not None else ""
        if words.strip() and (kind, words) not in said:
            said.add((kind, words))
            yield Problem(0, f"page-{kind}", f"The {kind} of the pages is left out: {words}")
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        yield Problem(0, "macros", "The file's macros are left out; they are never run.")
    if any("/embeddings/" in name for name in package.names):
        yield Problem(0, "embedded-file", "Files embedded in this one are not read.")


def _meta(package: Package) -> tuple[dict[str, object], dict[str, object]]:
    """Return what the file's properties say: title and language, then authors and date.

    The latter are seldom looked after: who typed the file, and when it was begun.
    """
    name = next(
        (target for kind, target, outside in package.relations("").values()
         if kind == "core-properties" and not outside), "docProps/core.xml",
    )  # fmt: skip
    root = _optional(package, name)
    if root is None:
        return {}, {}
    values = {child.tag: " ".join((child.text or "").split())[:500] for child in root}
    meta = {"title": values.get("dc:title", ""), "language": values.get("dc:language", "")}
    otherwise: dict[str, object] = {}
    creator = values.get("dc:creator", "")
    made_by_program = creator.lower() in _PROGRAMS
    authors = [name.strip() for name in creator.split(";") if name.strip()]
    if authors and not made_by_program:
        otherwise["authors"] = authors
    created = _DATE.match(values.get("dcterms:created", ""))
    if created and not made_by_program:
        otherwise["date"] = created[0]
    return {key: value for key, value in meta.items() if value}, otherwise
