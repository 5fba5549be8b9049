"""The markers of an HTML text's notes, and what leads from the notes back to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from reader.text.formats.gathering import GatheredNote
from reader.text.formats.html_elements import BLOCKS, Element
from reader.text.formats.layout import LABELS, number_of
from reader.text.problems import Problem

MARKER = "note-marker"
LABEL = re.compile(
    r"[\[({]?\s{0,3}(?:(?:note|n|fn|footnote)\.?\s{1,3})?"
    r"(\d{1,4}|[a-z]{1,2}|[ivxlc]{1,7}|[*†‡§¶#]{1,4}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
    r"(?::\d{1,3}(?=\]))?\s{0,3}[\])}.:]?",  # "[2:1]" is the second link to note 2
    re.IGNORECASE,
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
BACK = re.compile(r"ref|back|ret|anchor|src|_to\b", re.IGNORECASE)
_RETURN = re.compile(
    "[↩↑^⏎⤴⮌⇧▲←↵\ufe0e\ufe0f\\s\\[\\](),.]{1,12}"
    r"|(?:jump|back|return)(?: (?:up|back|to (?:the )?(?:text|content|top|article)))?",
    re.IGNORECASE,
)
_BACK_SIGN = re.compile("[↩↑⏎⤴⮌↵\ufe0e\ufe0f\\s^]{1,12}\\Z")
# What may follow the number that a note begins with.
_AFTER_BRACKET = re.compile(r"\][.:]?\s{0,9}")
_AFTER_PARENTHESIS = re.compile(r"\)\s{0,9}")
_STOP = re.compile(r"[.:)]\s{0,9}|\s{1,9}")
_STOP_IN_LIST = re.compile(r"[.)]\s{1,9}")
_STOP_AFTER_RAISED = re.compile(r"[.:)]?\s{0,9}")
_FIRST = 8  # elements of a note among which the one with its number is
# Words of classes of an element that only holds the number of a note.
_COUNTING = frozenset(("number", "num", "label", "index", "counter", "ordinal"))
_BETWEEN = re.compile(r"[\s,;\[\](){}·–—-]*")
_DASH = re.compile(r"\s?[–—-]\s?")


def put_markers(
    by_element: Mapping[Element, str], known: Iterable[str], problems: list[Problem]
) -> None:
    """Put a marker with the label of its note in the place of each link, and of its brackets."""
    known = set(known)
    done: set[Element] = set()
    said: list[str] = []
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
        names = _with_ranges(inner, by_element, known)
        said += (link.short_text() for link in inner if not _says(link, by_element[link]))
        around.tag, around.attributes = MARKER, {"labels": " ".join(names), **_ids(around)}
        around.children = []
    if said:
        message = f"These words became note markers: {', '.join(said)}"
        problems.append(Problem(0, "typed-markers", message))


def _says(link: Element, label: str) -> bool:
    """Tell whether a link's words are all in its label, brackets and suffix aside."""
    return link.short_text().strip("[] ").translate(RAISED) == label.partition("-")[0]


def _ids(element: Element) -> dict[str, str]:
    return {"id": element.get("id")} if element.get("id") else {}


def _marker_element(link: Element) -> Element:
    """Return the outermost inline element around a link that holds nothing but markers."""
    around = link
    while around.parent is not None and around.parent.tag not in BLOCKS:
        above = around.parent
        if above.size > 200 or len(above.children) > 200:
            break
        rest = "".join(
            c if isinstance(c, str) else "".join(c.texts())
            for c in above.children
            if isinstance(c, str) or not _has_link(c)
        )
        if above.tag not in ("sup", "span", "small", "b", "strong", "i", "em", "cite", "font", "u"):
            break
        if not _BETWEEN.fullmatch(rest) or len(rest) > 200:
            break
        if any(not LABEL.fullmatch(e.short_text()) for e in above.elements() if e.tag == "a"):
            break
        around = above
    return around


def _has_link(element: Element) -> bool:
    return any(inner.tag == "a" for inner in element.elements())


def _signs_between(around: Element, links: Iterable[Element]) -> str:
    """Return what an element holds beside the words of its links, one pair of brackets aside."""
    linked = Counter("".join(link.short_text() for link in links))
    signs = "".join(around.short_text().split())
    more = Counter(signs) - linked - Counter("[]")
    return signs if more else ""


def is_bracketed(element: Element) -> bool:
    before, after = _around(element)
    return before[-1:] == "[" and after[:1] == "]"


def _around(element: Element) -> tuple[str, str]:
    """Return the strings directly before and after an element."""
    siblings = element.parent.children if element.parent else [element]
    at = element.at
    before = siblings[at - 1] if at else ""
    after = siblings[at + 1] if at + 1 < len(siblings) else ""
    return (before if isinstance(before, str) else "", after if isinstance(after, str) else "")


def _with_ranges(
    links: Sequence[Element], by_element: Mapping[Element, str], known: Set[str]
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
    if not is_bracketed(element) or element.parent is None:
        return
    siblings = element.parent.children
    at = element.at
    siblings[at - 1] = str(siblings[at - 1])[:-1]
    siblings[at + 1] = str(siblings[at + 1])[1:]


def clean_note(part: Element, back: set[Element], starts: set[Element], removed: list[str]) -> None:
    """Take out of a note's element what leads back to the text; `starts` of notes stay, empty."""
    gone: set[Element] = set()
    if part.tag == "dt" and part.short_text().startswith(("...", "…")):
        removed += part.short_text().split()  # the words that the note hangs on
        part.children = []
    for element in list(part.elements()):
        if element.parent is None or element is part or element in gone:
            continue
        words = element.words()
        is_back = (
            bool(words & {"backlink", "backref", "backlinks"})
            or {"reverse", "footnote"} <= words or "reversefootnote" in words
            or {"footnote", "back"} <= words
            or "doc-backlink" in element.roles()
        )  # fmt: skip
        is_number = bool(words & _COUNTING) and not _has_text_before(element, part)
        leads_back = (
            is_number
            or element in back
            or (
                element.tag == "a"
                and "#" in element.get("href")
                and BACK.search(element.get("href"))
            )
        )
        text = element.short_text()
        is_sign = not text or LABEL.fullmatch(text) or _RETURN.fullmatch(text)
        if is_back or (leads_back and is_sign):
            around = _only_child_chain(element, part)
            _take_brackets(around)
            inner = [e for e in around.elements() if e in starts]
            removed += [] if is_number and element.tag != "a" else around.short_text().split()
            gone.update(around.elements())
            for start in inner:
                start.children = []
            if not inner:
                around.remove()


def _has_text_before(element: Element, part: Element) -> bool:
    """Tell whether text of a note's element stands before one within it, or may do so."""
    if element.order - part.order > _FIRST:
        return True
    inner, above = element, element.parent
    while above is not None:
        before = above.children[: inner.at]
        if any(c.strip() if isinstance(c, str) else c.text() for c in before):
            return True
        if above is part:
            return False
        inner, above = above, above.parent
    return True


def _only_child_chain(element: Element, part: Element) -> Element:
    """Return the outermost inline element around this one that holds nothing else."""
    text = element.short_text().strip("[](). ")
    while element.parent is not None and element.parent is not part:
        above = element.parent
        found = above.short_text().strip("[](). ")
        if above.tag in BLOCKS or found != text or (not text and above.size > 1):
            break
        element = above
    return element


def take_label(note: GatheredNote, *, in_list: bool) -> str:
    """Take the note's own number off its beginning, and signs that lead back off its end.

    Returns what was taken and is not in the note's label.
    """
    if not note.blocks:
        return ""
    taken = ""
    own = note.label.partition("-")[0]
    first = note.blocks[0]
    if len(note.blocks) > 1 and first.text.strip("[]().: ") == own:
        taken = note.blocks.pop(0).text
    elif (roman := LABELS["roman"].match(first.text)) and str(number_of(roman[1])) == own:
        taken = roman[0].strip()
        note.blocks[0] = first.cut(roman.end())
    elif first.kind != "table":
        stop = _STOP_IN_LIST if in_list else _STOP
        if any(mark.start == 0 and mark.kind == "superscript" for mark in first.marks):
            stop = _STOP_AFTER_RAISED
        for sign, after in (("[", _AFTER_BRACKET), ("(", _AFTER_PARENTHESIS), ("", stop)):
            found = after.match(first.text, len(sign + own))
            if found and first.text.startswith(sign + own):
                if found.end() < len(first.text):
                    taken = first.text[: found.end()].strip()
                    note.blocks[0] = first.cut(found.end())
                break
    last = note.blocks[-1]
    back = _BACK_SIGN.search(last.text, max(0, len(last.text) - 12))
    if back and back[0].strip() and last.kind != "table":
        taken += f" {back[0].strip()}"
        note.blocks[-1] = last.cut(0, back.start())
    note.blocks = [block for block in note.blocks if block.text or block.markers]
    return "" if taken in (own, f"[{own}]") else taken
