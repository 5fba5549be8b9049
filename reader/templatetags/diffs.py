"""Compared words, as pages show them."""

from django import template
from django.utils.html import format_html, format_html_join

from reader.text.diffs import Piece

register = template.Library()

ELEMENTS = {"kept": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
# So many characters of what stayed are shown around a change.
AROUND = 90


@register.simple_tag
def pieces(compared: list[Piece], whole: bool = False) -> str:
    """Print compared pieces; of long stretches that stayed only what is near a change."""
    last = len(compared) - 1
    parts = []
    for at, piece in enumerate(compared):
        text = piece.text
        if piece.how == "kept" and not whole:
            text = _near(text, is_first=at == 0, is_last=at == last)
        parts.append(format_html(ELEMENTS[piece.how], text))
    return format_html_join("", "{}", ((part,) for part in parts))


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * AROUND:
        return text
    if is_first:
        return f"… {text[-AROUND:]}"
    if is_last:
        return f"{text[:AROUND]} …"
    return f"{text[:AROUND]} … {text[-AROUND:]}"
