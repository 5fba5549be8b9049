"""The words of an annotation become safe HTML: the only writer of it, in pages and in the admin."""

from __future__ import annotations

from html import escape

import nh3
from markdown_it import MarkdownIt

TAGS = set(
    "p br hr em strong del s code pre blockquote ul ol li a "
    "table thead tbody tr th td sub sup".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"
# A body so nested is an attack, not a text: markdown-it stops there by itself.
DEEPEST = 20

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(
    ["table", "strikethrough"]
)
# Pictures would tell their server who reads; headings would break into the page's own order.
_markdown.disable(["image", "heading", "lheading"])


def to_html(source: str, kind: str = "text/markdown") -> str:
    """Return the source as HTML in which nothing runs, loads or styles.

    `kind` is text/markdown, text/html or text/plain. Sanitising is the last thing done.

    >>> to_html("*Only* <b>one</b> [source](javascript:x)")
    '<p><em>Only</em> &lt;b&gt;one&lt;/b&gt; [source](javascript:x)</p>'
    """
    if kind == "text/markdown":
        made = _markdown.render(source)
    elif kind == "text/html":
        made = source
    else:
        paragraphs = (part for part in escape(source, quote=False).split("\n\n") if part.strip())
        made = "".join(f"<p>{part.strip()}</p>".replace("\n", "<br>") for part in paragraphs)
    return nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_without_controls,
        url_schemes=SCHEMES,
        link_rel=REL,
        strip_comments=True,
    ).strip()


def links_in(html: str) -> int:
    """Return how many links the HTML that `to_html` made has."""
    return html.count("<a href=")


def _without_controls(tag: str, name: str, value: str) -> str | None:
    """Refuse addresses relative to the page they happen to be shown on."""
    if (tag, name) == ("a", "href") and not value.lower().startswith(
        ("http://", "https://", "mailto:")
    ):
        return None
    return value
