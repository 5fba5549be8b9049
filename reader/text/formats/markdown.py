"""Markdown files into manuscripts: kept as they are, but for the title and typed notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.text.formats.inline_notes import take_inline_notes
from reader.text.formats.layout import LABELS, Unit
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.formats.markdown_anchors import link_notes
from reader.text.formats.markdown_feet import read_feet
from reader.text.formats.markdown_heads import read_head
from reader.text.formats.markdown_insets import gather_inset
from reader.text.formats.markdown_looks import (
    Line,
    close_emphasis,
    give_captions,
    raise_tags,
    raised_tags,
    read_looks,
    unescape_markers,
)
from reader.text.formats.markdown_tags import raise_rest, read_tags
from reader.text.formats.masthead import absent_metadata
from reader.text.formats.opening import facts_over
from reader.text.formats.typed_markers import read_markers
from reader.text.formats.typed_notes import TypedNotes, find_typed_notes
from reader.text.front_matter import KEY, read_front_matter, write_front_matter
from reader.text.inline_parts import LABEL
from reader.text.manuscript import ParsedBlock, ParsedDocument, document_title, parse, write
from reader.text.problems import Problem

_NOTE = re.compile(rf"^ {{0,3}}{LABEL}:", re.MULTILINE)
_TOML = re.compile(r"\+\+\+\n[^\n=]{1,60}=")
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DATA = re.compile(r"(data:image/[a-z0-9.+-]{1,20});base64,[A-Za-z0-9+/=%]*")
# Where a bracketed number is part of a link, or was escaped, it cannot be told from a marker.
_LINKED = re.compile(r"\\\[\d{1,4}\]|\[\d{1,4}\]\(|\]\[\d{1,4}\]")
# What is true of typed notes though they stay as they are.
_HOLDING = frozenset(("notes-without-markers", "marker-without-note"))
# What blogs say of a post, beside what a manuscript says of itself.
_BLOGS = frozenset(
    "categories category cover description draft excerpt featured_image image layout permalink"
    " post_id slug status tags thumbnail toc type".split()
)


def is_markdown(text: str) -> bool:
    """Tell whether a text shows by front matter, a note or a heading that it is Markdown."""
    if (text.startswith("---\n") and KEY.match(text, 4)) or _TOML.match(text):
        return True
    return _NOTE.search(text) is not None or _HEADING.search(text) is not None


def to_manuscript(text: str, limits: Limits = ORDINARY) -> tuple[str, tuple[Problem, ...]]:
    """Turn a Markdown file into a manuscript, and say what is doubtful about it."""
    document, problems = to_document(text)
    return write(document), problems


def without_data(text: str, problems: list[Problem]) -> str:
    """Return a text whose pictures hold no data, and say so; programs write whole files into it.

    >>> without_data("![A map](data:image/png;base64,iVBORw0K)", [])
    '![A map](data:image/png)'
    """
    if ";base64," not in text:
        return text
    kept, count = _DATA.subn(r"\1", text)
    if count:
        message = f"Pictures within the file are left out: {count}"
        problems.append(Problem(0, "picture", message))
    return kept


def to_document(text: str) -> tuple[ParsedDocument, tuple[Problem, ...]]:
    """Turn a Markdown file into a manuscript that is parsed, and say what is doubtful about it.

    The first heading of the first level becomes the title if the front matter has none; notes
    typed as "[1]" become footnotes if the file has no others. All else stays as it is. Lines of
    problems are those of the file.
    """
    problems: list[Problem] = []
    text = without_data(text, problems)
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    told = len(problems)
    brought = read_tags(link_notes(read_head(lines, problems), problems), problems)
    if len(problems) > told:
        lines = brought
        text = "\n".join(line.text or "" for line in lines)
    document = parse(text)
    heading = _title_heading(document)
    if heading is not None:
        _lift_title(document, heading, lines, problems)
    elif not document_title(document):
        problems.append(Problem(0, "title-absent", "The file has no heading of the first level."))
    lines, codes = _set_code_aside(lines)
    close_emphasis(lines)
    taken = {note.label for note in document.footnotes}
    lines += [*take_inline_notes(lines, taken, problems)]
    give_captions(lines, problems)
    if not document.footnotes:
        lines = _read_notes(lines, problems)
    raise_rest(lines, problems)
    lines = [line for place in lines for line in codes.get(place.text or "", [place])]
    changed = _kept_lines(lines)
    result = _parse_anew(changed, text, document)
    is_post = not _BLOGS.isdisjoint(document.meta)
    if is_post or (heading is not None and not document.front_matter):
        looked = _read_looks(changed, result, problems)
        if looked is not None:
            changed, result = looked, _parse_anew(looked, text, document)
    for problem in result.problems:
        number = changed[problem.line - 1].number if 0 < problem.line <= len(changed) else 0
        problems.append(Problem(number, problem.code, problem.message))
    problems += absent_metadata(result.meta)
    return result, tuple(sorted(problems))


def _set_code_aside(lines: Sequence[Line]) -> tuple[list[Line], dict[str, list[Line]]]:
    """Return the lines with one in the place of each fenced code, and the code by that line.

    In code nothing is a note or a tag. A fence that is never closed is closed at the end.
    """
    kept: list[Line] = []
    codes: dict[str, list[Line]] = {}
    fence = ""
    for line in lines:
        opened = _FENCE.match(line.text or "")
        if fence:
            codes[kept[-1].text or ""].append(line)
            if opened and opened[1].startswith(fence) and not (line.text or "").strip(" `~"):
                fence = ""
        elif opened:
            fence = opened[1]
            sign = f"{fence}\ue000{len(codes)}"  # that no one types
            kept.append(Line(line.number, sign))
            codes[sign] = [line]
        else:
            kept.append(line)
    if fence:
        codes[kept[-1].text or ""].append(Line(lines[-1].number, fence))
    return kept, codes


def _kept_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that were not taken out, each that became several as several."""
    kept = [line for line in lines if line.text is not None]
    return [Line(line.number, part) for line in kept for part in (line.text or "").split("\n")]


def _parse_anew(lines: Sequence[Line], text: str, document: ParsedDocument) -> ParsedDocument:
    """Parse lines, unless they are the text that was parsed to a document already."""
    manuscript = "\n".join(line.text or "" for line in lines)
    return document if manuscript == text else parse(manuscript)


def _title_heading(document: ParsedDocument) -> ParsedBlock | None:
    """Return the heading that names the whole document, if there is one.

    That is the first of the first level, if it stands first or alone, or the only one of all, if
    it stands first; with a title in the front matter it is one that repeats this title.
    """
    headings = [block for block in document.blocks if block.kind == "heading"]
    top = [block for block in headings if block.level == 1]
    if len(headings) == 1 and document.blocks[0] is headings[0]:
        top = headings  # of whatever level: a chapter that was taken from its book
    if not top or not top[0].text.strip() or top[0].markers:
        return None
    title = document_title(document)
    if title:
        return top[0] if top[0].text == title else None
    first = next(block for block in document.blocks if block.kind not in ("kicker", "caption"))
    return top[0] if first is top[0] or len(top) == 1 else None


def _lift_title(
    document: ParsedDocument, heading: ParsedBlock, lines: list[Line], problems: list[Problem]
) -> None:
    """Move a heading into the front matter as the title."""
    first = heading.line - 1
    count = 1
    if not (lines[first].text or "").lstrip().startswith("#"):  # the underlined form
        below = (_UNDERLINE.match(line.text or "") for line in lines[first + 1 :])
        count += next(number for number, found in enumerate(below, 1) if found)
    source = " ".join((line.text or "").strip() for line in lines[first : first + count])
    message = f"The heading “{source}” is the title, and no block of its own."
    problems.append(Problem(heading.line, "title-from-heading", message))
    for line in lines[first : first + count]:
        line.text = None
    following = first + count
    if following < len(lines) and lines[following].text == "":
        lines[following].text = None
    if document_title(document):
        return
    written = write_front_matter({"title": heading.text.replace("\n", " ")})
    head = read_front_matter("\n".join(line.text or "" for line in lines))
    if lines[0].text is None or not head.length or head.error:
        lines.insert(0, Line(0, written.removesuffix("\n")))
        return
    if "title" in head.meta:  # there, but empty
        empty = next(line for line in lines if (line.text or "").startswith("title"))
        empty.text = None
    lines.insert(1, Line(0, written.removeprefix("---\n").removesuffix("\n---\n\n")))


def _read_looks(
    lines: Sequence[Line], document: ParsedDocument, problems: list[Problem]
) -> list[Line] | None:
    """Mark the lines over the text, and make headings of lines in bold; None if there are none."""
    shown = [Line(line.number, line.text) for line in lines]
    sign = "###" if any(block.kind == "heading" for block in document.blocks) else "##"
    found = list(read_looks(document, shown))
    if not found:
        return None
    over = {line for line, kind, _ in found if kind == "kicker"}
    facts: dict[str, object] = {}
    for block in document.blocks:
        if block.line - 1 in over:
            facts = facts_over(block.text) | facts
    for place, kind, text in reversed(found):
        line = shown[place]
        if kind in ("kicker", "caption"):
            shown.insert(place, Line(line.number, f"{{.{kind}}}"))
            continue
        message = f"This line in bold is taken for a heading: {(line.text or '').strip()}"
        problems.append(Problem(line.number, "heading-by-look", message))
        line.text = f"{sign} {text}"
    facts = {key: value for key, value in facts.items() if key not in document.meta}
    if facts:  # whoever wrote the front matter, it ends at its second fence
        end = next(at for at, line in enumerate(shown) if at and line.text == "---")
        written = write_front_matter(facts).removeprefix("---\n").partition("\n---\n")[0]
        shown[end:end] = [Line(0, line) for line in written.split("\n")]
    return shown


def _read_notes(lines: list[Line], problems: list[Problem]) -> list[Line]:
    """Turn typed notes into footnotes, those too whose brackets a program has escaped."""
    if (at_feet := read_feet(lines, problems)) is not None:
        return at_feet
    lines = gather_inset(lines, problems)
    plain = [replace(line) for line in lines]
    told: list[Problem] = []
    unescape_markers(plain, told)
    if any(_LINKED.search(line.text or "") for line in plain):
        return lines
    found = _read_typed_notes(plain, told)
    if any(_NOTE.match(line.text or "") for line in found):
        problems += told
        return found
    problems += [problem for problem in told if problem.code in _HOLDING]
    return lines


def _read_typed_notes(lines: list[Line], problems: list[Problem]) -> list[Line]:
    """Turn "[1]" markers and the list that they point to into footnotes."""
    units: list[Unit] = []
    places: list[int] = []
    gap = 0
    for place, line in enumerate(lines):
        text = (line.text or "").strip()
        if not text:
            gap += 1
            continue
        indent = len(line.text or "") - len((line.text or "").lstrip())
        units.append(Unit(line.number, text, gap, indent))
        places.append(place)
        gap = 0
    units = [replace(unit, text=raise_tags(unit.text)) for unit in units]
    typed = find_typed_notes(units, ("bracket", "roman"))
    if not typed.notes:
        other = find_typed_notes(units, ("raised", "stop"))
        is_sure = other.label_style == "raised" or other.heading >= 0
        typed = other if other.notes and other.style in ("raised", "bracket") and is_sure else typed
    problems += typed.problems
    if not typed.notes:
        return lines
    _mark_lines(lines, places, typed, problems)
    note = iter(typed.notes)
    for index in range(typed.start, typed.end):
        line = lines[places[index]]
        text = (line.text or "").lstrip()
        text = raise_tags(text) if typed.label_style == "raised" else text
        match = LABELS[typed.label_style].match(text)
        if match:
            line.text = f"[^{next(note).label}]: {text[match.end() :]}"
        elif units[index].gap:
            line.text = "    " + (line.text or "").strip()
    if typed.heading >= 0:
        lines[places[typed.heading]].text = None
    return lines


def _mark_lines(
    lines: list[Line], places: list[int], typed: TypedNotes, problems: list[Problem]
) -> None:
    labels = frozenset(note.label for note in typed.notes)
    changed: list[str] = []
    for place in places[: typed.start]:
        line = lines[place]
        text = line.text or ""
        if typed.style == "raised":
            changed += raised_tags(text)
            text = raise_tags(text)
        marked = read_markers(text, labels, typed.style)
        parts, at = [], 0
        for marker in marked.markers:
            parts += [marked.text[at : marker.offset], f"[^{marker.label}]"]
            at = marker.offset
        line.text = "".join(parts) + marked.text[at:]
        changed += marked.typed
        for found in marked.unknown:
            message = f"No note answers the marker {found}; it is kept as text."
            problems.append(Problem(line.number, "marker-without-note", message))
    if changed:
        message = f"These typed signs became note markers: {' '.join(changed)}"
        problems.append(Problem(0, "typed-markers", message))
