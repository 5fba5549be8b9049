"""The words of an annotation become safe HTML: the only writer of it, in pages and in the admin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.text.folding import search_fold

TAGS = set(
    "p br hr em strong del s code pre blockquote ul ol li a "
    "table thead tbody tr th td sub sup".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
REL = "nofollow ugc noopener"
# What of this site a body may link to, beside whole addresses.
_ACTOR = re.compile(r"/actors/([-\w]{1,200})/", re.ASCII)
# An @ and the words behind it: what may be a name. Nobody's name has more than five.
_CALLED = re.compile(r"(?<![\w@/.])@([^\W_][\w’'.-]{0,80}(?: [^\W_][\w’'.-]{0,80}){0,4})")
MOST_CALLED = 20
# In cleaned HTML each < opens a tag: those that part words in sight, and any.
_BETWEEN = re.compile(r"</?(?:p|br|hr|pre|blockquote|[uo]l|li|t[rdh])\b[^>]*>")
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*+>')
# A body so nested is an attack, not a text: markdown-it stops there by itself.
DEEPEST = 20

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(
    ["table", "strikethrough"]
)
# Pictures would tell their server who reads; headings would break into the page's own order.
_markdown.disable(["image", "heading", "lheading"])


def to_html(
    source: str, kind: str = "text/markdown", actors: Mapping[str, str] | None = None
) -> str:
    """Return the source as HTML in which nothing runs, loads or styles.

    `kind` is text/markdown, text/html or text/plain. Sanitising is the last thing done.
    `actors` maps the folded names that stand behind an @ in Markdown to the addresses they link
    to; the longest name is taken.

    >>> to_html("*Only* <b>one</b> [source](javascript:x)")
    '<p><em>Only</em> &lt;b&gt;one&lt;/b&gt; [source](javascript:x)</p>'
    """
    if kind == "text/markdown":
        tokens = _markdown.parse(source)
        if actors:
            _link(tokens, actors)
        made = _markdown.renderer.render(tokens, _markdown.options, {})
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


def gist(html: str, most: int = 160) -> str:
    """Return the first words of the HTML that `to_html` made as text in one line.

    It has at most `most` code points, and ends with "…" where words were left out.

    >>> gist("<p>One <em>source</em> &amp; <br>another</p><p>Third</p>", 22)
    'One source & another…'
    """
    words = unescape(_TAG.sub("", _BETWEEN.sub(" ", html))).split()
    said = " ".join(words)
    if len(said) <= most:
        return said
    whole = said[:most].rpartition(" ")[0]
    return f"{whole or said[: most - 1]}…"


def names_called(source: str) -> list[str]:
    """Return what may be a name behind each @ of a body, folded, at most MOST_CALLED of them.

    >>> names_called("Ask @al-Khazali, he knows")
    ['al khazali']
    """
    found: dict[str, None] = {}
    for number, match in enumerate(_CALLED.finditer(source)):
        if number == MOST_CALLED:
            break
        found |= dict.fromkeys(folded for _, folded in _readings(match[1]))
    return list(found)


def actors_linked(html: str) -> list[str]:
    """Return the slugs of the actors that the HTML that `to_html` made links to."""
    return list(dict.fromkeys(re.findall(rf'<a href="{_ACTOR.pattern}"', html, re.ASCII)))


def links_in(html: str) -> int:
    """Return how many links to other sites the HTML that `to_html` made has."""
    return html.count("<a href=") - html.count('<a href="/actors/')


def _readings(words: str) -> Iterator[tuple[str, str]]:
    """Yield the words and their beginnings, the longest first, each with what it is folded."""
    parts = words.split(" ")
    for number in range(len(parts), 0, -1):
        reading = " ".join(parts[:number]).rstrip(".-'’")
        for name in (reading, reading.removesuffix("’s").removesuffix("'s")):
            if folded := search_fold(name):
                yield name, folded


def _link(tokens: list[Token], actors: Mapping[str, str]) -> None:
    """Make links of the names behind @ in the running text, which is no code and no link yet.

    Only the first MOST_CALLED of them are read, as only those were looked up.
    """
    turns = iter(range(MOST_CALLED))
    for block in tokens:
        children, depth = [], 0
        for token in block.children or []:
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type == "text" and not depth and "@" in token.content:
                children += _with_links(token, actors, turns)
            else:
                children.append(token)
        if block.children:
            block.children = children


def _with_links(token: Token, actors: Mapping[str, str], turns: Iterator[int]) -> Iterator[Token]:
    at, text = 0, token.content
    for match, _ in zip(_CALLED.finditer(text), turns, strict=False):
        known = (
            (words, actors[folded]) for words, folded in _readings(match[1]) if folded in actors
        )
        words, address = next(known, ("", ""))
        if not words or match.start() < at:
            continue
        yield Token("text", "", 0, content=text[at : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        at = match.start(1) + len(words)
        yield Token("text", "", 0, content=text[match.start() : at])
        yield Token("link_close", "a", -1)
    yield Token("text", "", 0, content=text[at:])


def _without_controls(tag: str, name: str, value: str) -> str | None:
    """Refuse addresses relative to the page they are shown on; those of actors stand anywhere."""
    if (tag, name) == ("a", "href") and not value.lower().startswith(
        ("http://", "https://", "mailto:")
    ):
        return value if _ACTOR.fullmatch(value) else None
    return value
