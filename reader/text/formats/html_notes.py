"""The notes of an HTML text: links to notes, the notes they lead to, and the way back.

`take_notes` changes the tree: each link to a note becomes a marker, and what only leads back or
repeats a number goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from reader.text.formats.html_elements import BLOCKS, Element
from reader.text.formats.html_markers import (
    BACK,
    LABEL,
    RAISED,
    clean_note,
    is_bracketed,
    put_markers,
)
from reader.text.formats.html_sidenotes import FoundNote, drop_comments, take_sidenotes
from reader.text.formats.layout import ROMAN, number_of
from reader.text.problems import Problem

_TO_NOTE = re.compile(r"fn|ftn|edn|note|cite|^n?\d+$", re.IGNORECASE)
_BLOCK_TARGETS = BLOCKS - {"body", "html", "table", "tbody", "ul", "ol", "main", "article"}


@dataclass(slots=True)
class Notes:
    """The linked notes of a page, and what was put aside on the way to them."""

    notes: list[FoundNote] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Link:
    """A link within the page, and the element it leads to."""

    element: Element
    target: Element
    fragment: str
    label: str


def take_notes(elements: Sequence[Element]) -> Notes:
    """Find the notes that links among a page's elements lead to, and put markers into its tree.

    A link is one to a note when its text is a number or sign and it leads to an element further
    on that only such links lead to.
    """
    result = Notes()
    drop_comments(elements, result.problems)
    targets = _targets(elements)
    links = [link for element in elements if (link := _read_link(element, targets))]
    to_notes = [link for link in links if _leads_to_note(link)]
    by_target: dict[Element, list[_Link]] = {}
    for link in to_notes:
        by_target.setdefault(link.target, []).append(link)
    by_target = {
        target: found
        for target, found in by_target.items()
        if len({link.label for link in found}) == 1 or target.tag in ("li", "aside")
    }
    notes = _make_notes(by_target, result.problems)
    notes = sorted(
        [*notes, *_others_of_lists(notes), *_others_of_boxes(notes)],
        key=lambda note: note.target.order,
    )
    pointing = [link.element for found in by_target.values() for link in found]
    _find_parts(notes, {above for element in pointing for above in element.ancestors()})
    labels = {note.target: note.label for note in notes}
    back = {link.element for link in links if link.target not in labels}
    by_element = {
        link.element: labels[target] for target, found in by_target.items() for link in found
    }
    put_markers(by_element, labels.values(), result.problems)
    result.problems += _unanswered(elements, targets)
    removed: list[str] = []
    starts = {note.start for note in notes if note.start is not None}
    for part in dict.fromkeys(part for note in notes for part in note.parts):
        clean_note(part, back, starts, removed)
    if removed:
        message = f"Links from the notes back to the text are left out: {' '.join(removed)}"
        result.problems.append(Problem(notes[0].target.line, "note-backlinks", message))
    result.notes = notes or take_sidenotes(elements)
    return result


def _targets(elements: Iterable[Element]) -> dict[str, Element]:
    """Return the elements that a link within the page can lead to, by id or name."""
    targets: dict[str, Element] = {}
    for element in elements:
        attributes = element.attributes
        if not attributes:
            continue
        for key in (attributes.get("id"), attributes.get("name") if element.tag == "a" else ""):
            if key:
                targets.setdefault(key, element)
    return targets


def _unanswered(elements: Iterable[Element], targets: dict[str, Element]) -> Iterator[Problem]:
    """Yield a problem for each link that looks like one to a note and leads nowhere."""
    for element in elements:
        href = element.get("href") if element.tag == "a" else ""
        fragment = href.removeprefix("#")
        if not href.startswith("#") or fragment in targets:
            continue
        text = element.short_text()
        raised = any(e.tag == "sup" for e in (*element.ancestors(), *element.elements()))
        if len(text) < 24 and LABEL.fullmatch(text) and (raised or _TO_NOTE.search(fragment)):
            message = f"No note answers the marker {text}; it is kept as text."
            yield Problem(element.line, "marker-without-note", message)


def _read_link(element: Element, targets: dict[str, Element]) -> _Link | None:
    if element.tag != "a":
        return None
    href = element.get("href")
    fragment = href.rpartition("#")[2] if "#" in href else element.get("aria-describedby")
    if not fragment:
        return None
    target = targets.get(fragment) or targets.get(unquote(fragment))
    if target is None:
        return None
    text = element.short_text()
    match = LABEL.fullmatch(text) if len(text) < 24 else None
    return _Link(element, target, fragment, match[1].translate(RAISED) if match else "")


def _leads_to_note(link: _Link) -> bool:
    roles = link.element.roles() | (link.element.parent.roles() if link.element.parent else set())
    if roles & {"doc-noteref", "noteref"}:
        return True
    if not link.label or "doc-backlink" in roles or link.target.order < link.element.order:
        return False
    if BACK.search(link.fragment) and not re.match(r"(?:fn|footnote|note)[-_:]?\d", link.fragment):
        return False
    if link.target.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "body", "html"):
        return False
    raised = any(e.tag == "sup" for e in (*link.element.ancestors(), *link.element.elements()))
    bracketed = link.element.short_text()[:1] in "[(" or is_bracketed(link.element)
    return raised or bracketed or bool(_TO_NOTE.search(link.fragment))


def _make_notes(by_target: dict[Element, list[_Link]], problems: list[Problem]) -> list[FoundNote]:
    notes = []
    count: dict[str, int] = {}
    labels = _in_digits([found[0].label for found in by_target.values()])
    taken = set(labels)
    for number, (target, given) in enumerate(zip(by_target, labels, strict=True), 1):
        label = given or str(number)
        count[label] = count.get(label, 0) + 1
        if count[label] > 1:
            second = count[label]
            while f"{label}-{second}" in taken:
                second += 1
            taken.add(f"{label}-{second}")
            message = f"A second note [{label}] is kept as [^{label}-{second}]."
            problems.append(Problem(target.line, "note-label-twice", message))
            label = f"{label}-{second}"
        notes.append(FoundNote(label, target))
    return notes


def _in_digits(labels: list[str]) -> list[str]:
    """Return labels that count i, ii, iii as numbers, as Word's endnotes do; others as they are."""
    counts = (str(number) for number in range(1, len(labels) + 1))
    romans = [str(number_of(label)) for label in labels if ROMAN.fullmatch(label)]
    return romans if romans and romans == list(counts) else labels


def _others_of_lists(notes: list[FoundNote]) -> list[FoundNote]:
    """Return the items that nothing leads to in lists of which most are notes."""
    taken = {note.label for note in notes}
    held: dict[Element, set[Element]] = {}
    for note in notes:
        if note.target.tag == "li" and note.target.parent is not None:
            held.setdefault(note.target.parent, set()).add(note.target)
    others = []
    for parent, known in held.items():
        items = [c for c in parent.children if isinstance(c, Element) and c.tag == "li"]
        for number, item in enumerate(items, 1):
            is_note = item in known or len(known) * 2 < len(items) or str(number) in taken
            if not is_note and item.short_text() != "":
                taken.add(str(number))
                others.append(FoundNote(str(number), item))
    return others


def _others_of_boxes(notes: list[FoundNote]) -> list[FoundNote]:
    """Return the boxes that nothing leads to beside notes of the same class, by their numbers."""
    taken = {note.label for note in notes}
    held: dict[tuple[Element | None, str, str], int] = {}
    for note in notes:
        target = note.target
        if target.tag in ("div", "p", "section", "aside") and target.get("class"):
            key = (target.parent, target.tag, target.get("class"))
            held[key] = held.get(key, 0) + 1
    known = {note.target for note in notes}
    others = []
    for (parent, tag, name), count in held.items():
        boxes = [
            child
            for child in (parent.children if parent is not None and count > 1 else ())
            if isinstance(child, Element) and child.tag == tag and child.get("class") == name
        ]
        for box in boxes:
            number = re.search(r"\d{1,4}\Z", box.get("id"))
            label = str(int(number[0])) if number else ""
            if box not in known and label and label not in taken and box.size < 200:
                taken.add(label)
                others.append(FoundNote(label, box))
    return others


def _find_parts(notes: list[FoundNote], pointing: set[Element]) -> None:
    """Find for each note the elements that hold its text; `pointing` are those that hold markers.

    Where notes stand between paragraphs that point to notes, what follows one is no part of it.
    """
    homes = _widened([_home_of(note.target) for note in notes])
    shared: dict[Element, int] = {}
    last: dict[Element | None, int] = {}
    for home in homes:
        shared[home] = shared.get(home, 0) + 1
        last[home.parent] = max(last.get(home.parent, 0), home.order)
    held = set(homes)
    first: dict[Element | None, int] = {}
    for home in homes:
        first[home.parent] = min(first.get(home.parent, home.order), home.order)
    mixed = {
        block.parent
        for block in pointing - held
        if first.get(block.parent, block.order) < block.order < last.get(block.parent, 0)
    }
    for note, home in zip(notes, homes, strict=True):
        if shared[home] > 1:
            note.start = note.target
            note.parts = [home]
        elif home.tag == "dt":
            note.parts = [home, *_following(home, held, {"dd"})]
        elif home.tag in ("td", "th") and home.parent is not None:
            note.parts = [home.parent]
        elif home.tag in ("p", "div") and home.parent is not None:
            after = _following(home, held, {"p", "blockquote", "ul", "ol", "pre"})
            is_last = last[home.parent] == home.order
            keeps = home.tag == "p" and (not is_last or _is_notes_section(home.parent))
            keeps = keeps and home.parent not in mixed
            note.parts = [home, *after] if keeps else [home]
        else:
            note.parts = [home]


def _home_of(target: Element) -> Element:
    """Return the block that a target is or stands in; a tip within the text is its own."""
    if "tooltip" in target.roles():
        return target
    element = target
    while element.tag not in _BLOCK_TARGETS and element.parent is not None:
        element = element.parent
    parent = element.parent
    while parent is not None and parent.tag in ("li", "aside", "dd") and element.tag == "p":
        element, parent = parent, parent.parent
    return element


def _widened(homes: list[Element]) -> list[Element]:
    """Take the element around a note's first paragraph where it is there for that note alone."""
    held: dict[Element | None, set[Element]] = {}
    for home in homes:
        held.setdefault(home.parent, set()).add(home)
    widened = []
    for home in homes:
        parent = home.parent
        if (
            home.tag == "p"
            and parent is not None
            and parent.tag in ("div", "section", "aside")
            and len(held[parent]) == 1
            and _TO_NOTE.search(f"{parent.get('id')} {parent.get('class')}")
            and next(c for c in parent.children if isinstance(c, Element)) is home
        ):
            home = parent
        widened.append(home)
    return widened


def _following(home: Element, held: set[Element], tags: set[str]) -> list[Element]:
    """Return the siblings after a note's first block, up to the next note or other element."""
    siblings = home.parent.children if home.parent is not None else []
    found = []
    for place in range(home.at + 1, len(siblings)):
        sibling = siblings[place]
        if isinstance(sibling, str):
            if sibling.strip():
                break
        elif sibling in held or sibling.tag not in tags:
            break
        else:
            found.append(sibling)
    return found


def _is_notes_section(element: Element) -> bool:
    names = element.words() | element.roles()
    return bool(names & {"notes", "footnotes", "endnotes", "references", "doc-endnotes"})
