"""The notes of an HTML text: links to notes, the notes they lead to, and the way back.

`take_notes` changes the tree: each link to a note becomes an element `note-marker`, and what only
leads back or repeats a number goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from reader.text.formats.html_tree import BLOCKS, Element
from reader.text.problems import Problem

_LABEL = re.compile(
    r"[\[({]?\s{0,3}(?:(?:note|n|fn|footnote)\.?\s{1,3})?"
    r"(\d{1,4}|[a-z]{1,2}|[ivxlc]{1,7}|[*†‡§¶#]{1,4}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\s{0,3}[\])}.:]?",
    re.IGNORECASE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BACK = re.compile(r"ref|back|ret|anchor|src|_to\b", re.IGNORECASE)
_TO_NOTE = re.compile(r"fn|ftn|edn|note|cite|footnote|endnote|^n?\d+$|sdfootnote", re.IGNORECASE)
_RETURN = re.compile(
    "[↩↑^⏎⤴⮌⇧▲←↵\ufe0e\ufe0f\\s\\[\\](),.]{1,12}"
    r"|(?:jump|back|return)(?: (?:up|back|to (?:the )?(?:text|content|top|article)))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;\[\](){}·–—-]*")
_DASH = re.compile(r"\s?[–—-]\s?")
_BLOCK_TARGETS = BLOCKS - {"body", "html", "table", "tbody", "ul", "ol", "main", "article"}
MARKER = "note-marker"


@dataclass(slots=True, eq=False)
class FoundNote:
    """A note: its label, and the parts of the tree that are its text.

    `parts` are whole elements, except where several notes share one: then `start` is the element
    within it at which this note begins, up to the `start` of the next.
    """

    label: str
    target: Element
    parts: list[Element] = field(default_factory=list)
    start: Element | None = None


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


def take_notes(page: Element) -> Notes:
    """Find the notes that links in a page lead to, and put markers into its tree.

    A link is one to a note when its text is a number or sign and it leads to an element further
    on that only such links lead to.
    """
    result = Notes()
    targets = _targets(page)
    links = [link for element in page.elements() if (link := _read_link(element, targets))]
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
    _find_parts(notes)
    for note in notes:
        note.parts or result.problems.append(_empty(note))
    labels = {note.target: note.label for note in notes}
    back = {link.element for link in links if link.target not in labels}
    _put_markers(by_target, labels, result.problems)
    for note in notes:
        for part in note.parts:
            _clean(part, back)
    result.notes = notes
    return result


def _empty(note: FoundNote) -> Problem:
    message = f"The note [^{note.label}] has no text."
    return Problem(note.target.line, "note-empty", message)


def _targets(page: Element) -> dict[str, Element]:
    """Return the elements that a link within the page can lead to, by id or name."""
    targets: dict[str, Element] = {}
    for element in page.elements():
        for key in (element.get("id"), element.get("name") if element.tag == "a" else ""):
            if key:
                targets.setdefault(key, element)
    return targets


def _read_link(element: Element, targets: dict[str, Element]) -> _Link | None:
    href = element.get("href")
    if element.tag != "a" or "#" not in href:
        return None
    fragment = href.rpartition("#")[2]
    target = targets.get(fragment) or targets.get(unquote(fragment))
    if target is None:
        return None
    text = element.text()
    match = _LABEL.fullmatch(text) if len(text) < 24 else None
    return _Link(element, target, fragment, match[1].translate(_RAISED) if match else "")


def _leads_to_note(link: _Link) -> bool:
    roles = link.element.roles() | (link.element.parent.roles() if link.element.parent else set())
    if roles & {"doc-noteref", "noteref"}:
        return True
    if not link.label or "doc-backlink" in roles or link.target.order < link.element.order:
        return False
    if _BACK.search(link.fragment) and not re.match(r"(?:fn|footnote|note)[-_:]?\d", link.fragment):
        return False
    if link.target.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "body", "html"):
        return False
    raised = any(e.tag == "sup" for e in (*link.element.ancestors(), *link.element.elements()))
    bracketed = link.element.text()[:1] in "[(" or _is_bracketed(link.element)
    return raised or bracketed or bool(_TO_NOTE.search(link.fragment))


def _is_bracketed(element: Element) -> bool:
    before, after = _around(element)
    return before[-1:] == "[" and after[:1] == "]"


def _around(element: Element) -> tuple[str, str]:
    """Return the strings directly before and after an element."""
    siblings = element.parent.children if element.parent else []
    at = siblings.index(element)
    before = siblings[at - 1] if at else ""
    after = siblings[at + 1] if at + 1 < len(siblings) else ""
    return (before if isinstance(before, str) else "", after if isinstance(after, str) else "")


# Notes


def _make_notes(
    by_target: dict[Element, list[_Link]], problems: list[Problem]
) -> list[FoundNote]:
    notes = []
    count: dict[str, int] = {}
    taken = {found[0].label for found in by_target.values()}
    for number, (target, found) in enumerate(by_target.items(), 1):
        label = found[0].label or str(number)
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
    return sorted(notes, key=lambda note: note.target.order)


def _find_parts(notes: list[FoundNote]) -> None:
    """Find for each note the elements that hold its text."""
    homes = [_home_of(note.target) for note in notes]
    shared: dict[Element, int] = {}
    for home in homes:
        shared[home] = shared.get(home, 0) + 1
    held = set(homes)
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
            is_last = not any(other in home.parent.children for other in held - {home}
                              if other.order > home.order)  # fmt: skip
            keeps = home.tag == "p" and (not is_last or _is_notes_section(home.parent))
            note.parts = [home, *after] if keeps else [home]
        else:
            note.parts = [home]


def _home_of(target: Element) -> Element:
    """Return the block that a target is or stands in."""
    element = target
    while element.tag not in _BLOCK_TARGETS and element.parent is not None:
        element = element.parent
    parent = element.parent
    while parent is not None and parent.tag in ("li", "aside", "dd") and element.tag == "p":
        element, parent = parent, parent.parent
    return element


def _following(home: Element, held: set[Element], tags: set[str]) -> list[Element]:
    """Return the siblings after a note's first block, up to the next note or other element."""
    siblings = home.parent.children if home.parent is not None else []
    found = []
    for sibling in siblings[siblings.index(home) + 1 :]:
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


# Markers


def _put_markers(
    by_target: dict[Element, list[_Link]], labels: dict[Element, str], problems: list[Problem]
) -> None:
    """Put a marker in the place of each link to a note, with the brackets around it."""
    by_element = {
        link.element: labels[target] for target, found in by_target.items() for link in found
    }
    known = set(labels.values())
    done: set[Element] = set()
    for element in sorted(by_element, key=lambda element: element.order):
        if element in done or element.parent is None:
            continue
        around = _marker_element(element)
        inner = [e for e in around.elements() if e in by_element]
        done.update(inner)
        if around is element:
            _take_brackets(element)
        else:
            dropped = _signs_between(around, inner)
            if dropped:
                message = f"Signs between note markers are left out: {dropped}"
                problems.append(Problem(around.line, "typed-markers", message))
        names = _with_ranges(around, inner, by_element, known)
        around.tag, around.attributes = MARKER, {"labels": " ".join(names), **_ids(around)}
        around.children = []


def _ids(element: Element) -> dict[str, str]:
    return {"id": element.get("id")} if element.get("id") else {}


def _marker_element(link: Element) -> Element:
    """Return the outermost inline element around a link that holds nothing but markers."""
    around = link
    while around.parent is not None and around.parent.tag not in BLOCKS:
        above = around.parent
        rest = "".join(
            "".join(c.texts()) if isinstance(c, Element) and not _has_link(c) else c
            for c in above.children
            if isinstance(c, str) or not _has_link(c)
        )
        if above.tag not in ("sup", "span", "small", "b", "strong", "i", "em", "cite", "font", "u"):
            break
        if not _BETWEEN.fullmatch(rest) or len(rest) > 200:
            break
        if any(not _LABEL.fullmatch(e.text()) for e in above.elements() if e.tag == "a"):
            break
        around = above
    return around


def _has_link(element: Element) -> bool:
    return any(inner.tag == "a" for inner in element.elements())


def _signs_between(around: Element, links: Iterable[Element]) -> str:
    linked = "".join("".join(link.text().split()) for link in links)
    signs = "".join("".join(around.texts()).split())
    return signs if len(signs) > len(linked) and not re.fullmatch(r"\[[^\[\]]*\]", signs) else ""


def _with_ranges(
    around: Element, links: list[Element], by_element: dict[Element, str], known: set[str]
) -> list[str]:
    """Return the labels that links name; a dash between two numbers names those between too."""
    names: list[str] = []
    previous: Element | None = None
    for link in links:
        label = by_element[link]
        if previous is not None and previous.parent is link.parent and names:
            between = _around(link)[0]
            low, high = names[-1], label
            if _DASH.fullmatch(between) and low.isdecimal() and high.isdecimal():
                middle = range(int(low) + 1, min(int(high), int(low) + 50))
                names += (str(number) for number in middle if str(number) in known)
        names.append(label)
        previous = link
    return list(dict.fromkeys(names))


def _take_brackets(element: Element) -> None:
    """Take the brackets off that stand right around a link."""
    if not _is_bracketed(element) or element.parent is None:
        return
    siblings = element.parent.children
    at = siblings.index(element)
    siblings[at - 1] = str(siblings[at - 1])[:-1]
    siblings[at + 1] = str(siblings[at + 1])[1:]


# The text of a note


def _clean(part: Element, back: set[Element]) -> None:
    """Take out of a note's element what leads back to the text."""
    for element in list(part.elements()):
        if element.parent is None or element is part:
            continue
        words = element.words()
        is_back = (
            bool(words & {"backlink", "backref", "backlinks"})
            or {"reverse", "footnote"} <= words or "reversefootnote" in words
            or {"footnote", "back"} <= words
            or "doc-backlink" in element.roles()
        )  # fmt: skip
        leads_back = element in back or (
            element.tag == "a" and "#" in element.get("href") and _BACK.search(element.get("href"))
        )
        text = element.text()
        if is_back or (leads_back and (_LABEL.fullmatch(text) or _RETURN.fullmatch(text) or not text)):
            around = _only_child_chain(element, part)
            _take_brackets(around)
            if around.parent is not None and around in around.parent.children:
                around.parent.children.remove(around)


def _only_child_chain(element: Element, part: Element) -> Element:
    """Return the outermost inline element around this one that holds nothing else."""
    text = element.text()
    while element.parent is not None and element.parent is not part:
        above = element.parent
        if above.tag in BLOCKS or above.text().strip("[](). ") != text.strip("[](). "):
            break
        element = above
    return element
