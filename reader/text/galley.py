"""Spans of every state over a text, as editors see them: they may overlap, links may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reader.text.overlay import Piece, winners

# Of several findings on the same words the one to be decided is on top.
_ON_TOP = {"proposed": 0, "asked": 0, "lost": 0, "accepted": 1, "rejected": 2}


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A finding over [start, end): `key` names it, `href` leads to its case."""

    start: int
    end: int
    key: str
    kind: str
    state: str
    href: str
    is_current: bool = False


def lay(text: str, spans: Sequence[MarkedSpan]) -> tuple[list[Piece], list[Piece]]:
    """Return the links over a text, none overlapping, and the elements below them.

    A stretch belongs to the current span, then to the shortest; a longer one goes on around it,
    and is drawn below it all along. What lies wholly under others has no link, nor has a blank
    that is left between two others: nobody could hear where it leads.
    """
    within = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    within.sort(key=lambda span: _ON_TOP[span.state])
    ranked = [(0 if span.is_current else 1, span) for span in within]
    links, _ = winners([(rank, _link(span, True)) for rank, span in ranked])
    whole = {(link.start, link.end) for link in links}
    parts = [(rank, _link(span, (span.start, span.end) in whole)) for rank, span in ranked]
    below = [_below(span) for _, span in ranked if (span.start, span.end) not in whole]
    laid = winners(parts)[0]
    return [piece for piece in laid if text[piece.start : piece.end].strip()], below


def _link(span: MarkedSpan, is_whole: bool) -> Piece:
    """Return a span as a link; one that is cut has its line drawn below it."""
    looks = f"s {span.kind} {span.state}" + ("" if is_whole else " cut")
    current = ' aria-current="true"' if span.is_current else ""
    rest = f'href="{escape(span.href)}" data-case="{escape(span.key)}"{current}>'
    opening = f'<a class="{looks}" id="span-{escape(span.key)}" {rest}'
    return Piece(span.start, span.end, "a", opening, f'<a class="{looks} more" {rest}')


def _below(span: MarkedSpan) -> Piece:
    current = " current" if span.is_current else ""
    opening = f'<span class="below {span.kind} {span.state}{current}">'
    return Piece(span.start, span.end, "span", opening, opening)
