"""Text, marks and spans become safe HTML. The only writer of block markup.

The words of the HTML are the words of the blocks, one after the other, with nothing between them:
numbers and handles have no text. Only the figures of note markers are added, each within its
`a.noteref`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from reader.text.overlay import Insert, Piece, cut, fit, winners, write
from reader.text.parts import Mark

# A hyphened name shorter than this stays on one line.
WHOLE_WORD = 24
DEEPEST_LIST = 32
DEEPEST_HEADING = 6
STYLES = {
    "emphasis": "em",
    "strong": "strong",
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
}
SAFE_ADDRESSES = ("https://", "http://", "mailto:")


class Html(str):
    """Markup that is safe to stand in a page as it is."""

    __slots__ = ()

    def __html__(self) -> Html:
        return self


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation over [start, end): the source's number in the list, and which citing it is."""

    start: int
    end: int
    source: int
    place: int = 1

    @property
    def anchor(self) -> str:
        return f"cite-{self.source}-{self.place}"


@dataclass(frozen=True, slots=True)
class ShownActor:
    """A mention over [start, end), and the address of the actor's page."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class ShownMarker:
    """The marker of note `number` at offset; `place` says which of its markers it is."""

    offset: int
    number: int
    place: int = 1

    @property
    def anchor(self) -> str:
        return f"fnref-{self.number}-{self.place}"


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as readers see it. `number` is a paragraph's number, 0 for what has none.

    `level`, `ordered` and `cells` mean what they mean in `parts.ParsedBlock`. `laid` and `under`
    are elements that another room lays over the text (`galley.lay`): links that do not overlap,
    and elements below them, which are split around them.
    """

    key: str
    kind: str
    text: str
    marks: Sequence[Mark] = ()
    citations: Sequence[ShownCitation] = ()
    actors: Sequence[ShownActor] = ()
    markers: Sequence[ShownMarker] = ()
    level: int = 0
    ordered: int = 0
    cells: Sequence[Sequence[str]] = ()
    number: int = 0
    laid: Sequence[Piece] = ()
    under: Sequence[Piece] = ()


def inline_html(block: ShownBlock) -> Html:
    """Return the block's text as HTML, without an element of its own.

    Links never nest: a citation wins over an actor named inside it, the shorter of two citations
    over the longer, the longer of two actors over the shorter, and all of them over the
    manuscript's own links, which are split around them.

    >>> actor = ShownActor(0, 2, "/actors/bo/")
    >>> inline_html(ShownBlock("k", "paragraph", "Bo & Co", actors=[actor]))
    '<a class="actor" href="/actors/bo/" data-card="actor">Bo</a> &amp; Co'
    """
    pieces, inserts = _overlay(block)
    return Html(write(block.text, 0, len(block.text), pieces, inserts))


def blocks_html(blocks: Sequence[ShownBlock], tail: str = "") -> Html:
    """Return the blocks as HTML: items grouped in lists, quotes in quotations, tables as tables.

    `tail` is safe markup that ends the last block (the way back from a note); it stands in a
    paragraph of its own after a block that is none.
    """
    levels = iter(heading_levels([b.level for b in blocks if b.kind == "heading"]))
    parts: list[str] = []
    tables = 0
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "list_item":
            parts.extend(_list(list(group)))
        elif kind == "quote":
            quoted = "".join(_element("p", block) for block in group)
            parts.append(f"<blockquote>{quoted}</blockquote>")
        elif kind == "heading":
            parts.extend(_element(f"h{next(levels)}", block) for block in group)
        elif kind == "table":
            for block in group:
                tables += 1
                parts.append(_table(block, tables))
        else:
            parts.extend(_element("p", block) for block in group)
    if tail and parts and parts[-1].startswith("<p"):
        parts[-1] = f"{parts[-1].removesuffix('</p>')} {tail}</p>"
    elif tail:
        parts.append(f"<p>{tail}</p>")
    return Html("".join(parts))


def heading_levels(levels: Sequence[int]) -> list[int]:
    """Return the HTML level, 2 to 6, of each heading, so that none is skipped.

    >>> heading_levels([1, 3, 3, 2, 6])
    [2, 3, 3, 2, 3]
    """
    above: list[int] = []
    found = []
    for level in levels:
        rank = max(level, 2)
        while above and above[-1] >= rank:
            above.pop()
        above.append(rank)
        found.append(min(len(above) + 1, DEEPEST_HEADING))
    return found


def back_links(number: int, anchors: Sequence[str]) -> Html:
    """Return the ways back from note `number` to each of its markers: an arrow, or letters.

    >>> back_links(3, ["fnref-3-1"])
    '<a class="back" href="#fnref-3-1" role="doc-backlink" aria-label="Back to note 3 in the text">↩</a>'
    """  # noqa: E501 - a doctest is one line
    if len(anchors) == 1:
        signs = ["↩"]
        words = [f"Back to note {number} in the text"]
    else:
        signs = [_letters(place) for place in range(len(anchors))]
        words = [f"Back to place {sign} of note {number} in the text" for sign in signs]
    links = [
        f'<a class="back" href="#{anchor}" role="doc-backlink" aria-label="{label}">{sign}</a>'
        for anchor, label, sign in zip(anchors, words, signs, strict=True)
    ]
    arrow = '<span class="backs" aria-hidden="true">↩</span> ' if len(anchors) > 1 else ""
    return Html(arrow + " ".join(links))


def _letters(place: int) -> str:
    """Return a, b … z, aa, ab … for 0, 1 …"""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _element(tag: str, block: ShownBlock) -> str:
    look = f' class="{block.kind}"' if block.kind in {"caption", "kicker"} else ""
    return f'<{tag}{look} id="b-{escape(block.key)}">{_handle(block)}{inline_html(block)}</{tag}>'


def _handle(block: ShownBlock) -> str:
    if not block.number:
        return ""
    return (
        f'<a class="number" href="#b-{escape(block.key)}"'
        f' aria-label="Paragraph {block.number}" data-n="{block.number}"></a>'
    )


def _list(items: Sequence[ShownBlock]) -> Iterator[str]:
    """Write items as lists: a deeper item stands in a list within the item before it."""
    lists: list[tuple[int, str]] = []
    last: list[int] = []
    for item in items:
        here = (min(max(item.level, 1), DEEPEST_LIST), "ol" if item.ordered else "ul")
        while lists and lists[-1] != here and lists[-1][0] >= here[0]:
            last.pop()
            yield f"</li></{lists.pop()[1]}>"
        if lists and lists[-1] == here:
            yield "</li>"
        else:
            lists.append(here)
            last.append(0)
            yield f"<{here[1]}>"
        value = f' value="{item.ordered}"' if item.ordered not in (0, last[-1] + 1) else ""
        last[-1] = item.ordered
        yield f'<li{value} id="b-{escape(item.key)}">{_handle(item)}{inline_html(item)}'
    while lists:
        yield f"</li></{lists.pop()[1]}>"


def _table(block: ShownBlock, number: int) -> str:
    """Write a table in a region that scrolls by itself; its tabs and line ends stay in the text."""
    if "\n".join("\t".join(row) for row in block.cells) != block.text:
        return _element("p", block)
    written = _cells(block)
    rows: list[str] = []
    for row in block.cells:
        tag, scope = ("td", "") if rows else ("th", ' scope="col"')
        cells = [next(written) for _ in row]
        # A head without words is no head: an empty th would be announced as one.
        rows.append("\t".join(f"<{tag}{scope}>{c}</{tag}>" if c else "<td></td>" for c in cells))
    head, *body = [f"<tr>{row}</tr>" for row in rows]
    rest = "\n</thead><tbody>" + "\n".join(body) + "</tbody>" if body else "</thead>"
    return (
        f'<div class="table" role="region" aria-label="Table {number}" tabindex="0">'
        f'<table id="b-{escape(block.key)}"><thead>{head}{rest}</table></div>'
    )


def _cells(block: ShownBlock) -> Iterator[str]:
    """Yield each cell with what lies over it. Nothing lies over the characters between cells."""
    places = []
    at = 0
    for row in block.cells:
        for cell in row:
            places.append((at, at + len(cell)))
            at += len(cell) + 1
    over, between = _overlay(block)
    edges = [edge for _, end in places for edge in (end, end + 1)]
    pieces = sorted(cut(over, edges), key=lambda piece: piece.start)
    inserts = sorted(between, key=lambda insert: insert.offset)
    piece = insert = 0
    for start, end in places:
        while piece < len(pieces) and pieces[piece].start < start:
            piece += 1
        first_piece, first_insert = piece, insert
        while piece < len(pieces) and pieces[piece].start < end:
            piece += 1
        while insert < len(inserts) and inserts[insert].offset <= end:
            insert += 1
        yield write(block.text, start, end, pieces[first_piece:piece], inserts[first_insert:insert])


def _overlay(block: ShownBlock) -> tuple[list[Piece], list[Insert]]:
    """Return the elements that lie over the text, and the markup that stands in it."""
    markers = _markers(block)
    links, hidden = _links(block)
    # A marker is a link itself: the link it would stand in is cut in two.
    links = list(cut(links, [marker.offset for marker in markers]))
    places = [Insert(c.start, f'<span id="{c.anchor}"></span>') for c in hidden]
    return [*links, *fit([*block.under, *_styles(block)], links)], [*markers, *places]


def _markers(block: ShownBlock) -> list[Insert]:
    inserts: list[Insert] = []
    for marker in sorted(block.markers, key=lambda marker: marker.offset):
        offset = min(max(marker.offset, 0), len(block.text))
        # Two markers at one place must not read as one number.
        comma = "," if inserts and inserts[-1].offset == offset else ""
        inserts.append(
            Insert(
                offset,
                f'<a class="noteref" id="{marker.anchor}" href="#fn-{marker.number}"'
                f' role="doc-noteref" aria-label="Note {marker.number}" data-card="note">'
                f"{comma}{marker.number}</a>",
            )
        )
    return inserts


def _links(block: ShownBlock) -> tuple[list[Piece], list[ShownCitation]]:
    """Return the links, none overlapping another, and the citations that are left without one."""
    size = len(block.text)
    citations = [c for c in block.citations if 0 <= c.start < c.end <= size]
    ranked: list[tuple[int, Piece]] = [(0, piece) for piece in block.laid]
    for c in citations:
        rest = f'href="#source-{c.source}" data-card="source">'
        opening, again = f'<a class="cite" id="{c.anchor}" {rest}', f'<a class="cite" {rest}'
        ranked.append((0, Piece(c.start, c.end, "a", opening, again)))
    ranked.extend((1, piece) for piece in _actors(block, citations))
    for mark in block.marks:
        is_safe = mark.href.lower().startswith(SAFE_ADDRESSES)
        if mark.kind == "link" and is_safe and 0 <= mark.start < mark.end <= size:
            opening = f'<a href="{_attribute(mark.href)}" rel="noopener">'
            ranked.append((2, Piece(mark.start, mark.end, "a", opening, opening)))
    pieces, shown = winners(ranked)
    first = len(block.laid)
    hidden = [c for index, c in enumerate(citations, start=first) if index not in shown]
    return pieces, hidden


def _actors(block: ShownBlock, citations: Sequence[ShownCitation]) -> Iterator[Piece]:
    """Yield the actors that are links: outside citations, and the longest where names overlap."""
    cited: list[tuple[int, int]] = []
    for start, end in sorted((c.start, c.end) for c in citations):
        if cited and start <= cited[-1][1]:
            cited[-1] = (cited[-1][0], max(end, cited[-1][1]))
        else:
            cited.append((start, end))
    seen: set[str] = set()
    reached = 0
    for actor in sorted(block.actors, key=lambda actor: (actor.start, -actor.end)):
        before = bisect_right(cited, (actor.end - 1, len(block.text) + 1)) - 1
        is_cited = before >= 0 and cited[before][1] > actor.start
        if is_cited or not reached <= actor.start < actor.end <= len(block.text):
            continue
        reached = actor.end
        name = block.text[actor.start : actor.end]
        looks = ["actor"]
        if actor.href in seen:
            looks.append("again")
        if "-" in name and len(name) < WHOLE_WORD and len(name.split()) == 1:
            looks.append("whole")
        seen.add(actor.href)
        opening = f'<a class="{" ".join(looks)}" href="{_attribute(actor.href)}" data-card="actor">'
        yield Piece(actor.start, actor.end, "a", opening, opening)


def _styles(block: ShownBlock) -> Iterator[Piece]:
    """Yield the marks that are no links; those of one kind that touch become one."""
    for kind, tag in STYLES.items():
        spans = sorted((mark.start, mark.end) for mark in block.marks if mark.kind == kind)
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if not 0 <= start < end <= len(block.text):
                continue
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        yield from (Piece.plain(start, end, tag) for start, end in joined)


def _attribute(value: str) -> str:
    """Escape an address; what cannot stand in a page is left out of it."""
    return escape("".join(c for c in value if c > " " and not "\ud800" <= c <= "\udfff"))
