"""HTML into a manuscript: the article of a saved page, its notes, and what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.text.formats.assembly import Assembly
from reader.text.formats.html_article import Article, find_article
from reader.text.formats.html_elements import Element
from reader.text.formats.html_looks import is_title
from reader.text.formats.html_markers import MARKER
from reader.text.formats.html_meta import base_address, names_in, read_meta
from reader.text.formats.html_notes import take_notes
from reader.text.formats.html_styles import read_styles
from reader.text.formats.html_text import ArticleText
from reader.text.formats.html_tree import parse_html
from reader.text.formats.limits import ORDINARY, Limits
from reader.text.problems import Problem

_START = re.compile(r"<!doctype\s{1,9}html|<html[\s>]", re.IGNORECASE)
_TAGS = re.compile(
    r"</(?:p|div|h[1-6]|body|li|a|span|em|strong|b|i|sup|td|section|article)\s{0,9}>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\[\^|[-*] )", re.MULTILINE)
_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(
    rb"<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_.-]{1,40})"
)
_ENCODING = re.compile(
    r"(?:windows-|cp)125\d|iso-8859-\d{1,2}|latin1|us-ascii|ascii|koi8-[ru]|shift_jis|euc-(?:jp|kr)"
    r"|gb2312|gbk|gb18030|big5|macintosh|iso-2022-jp|tis-620"
)
_LONG = 300  # characters in a paragraph that no line over a text has
_LETTERS = re.compile(r"[^\W_]+")


def to_manuscript(text: str, limits: Limits = ORDINARY) -> tuple[str, tuple[Problem, ...]]:
    """Turn HTML text into a manuscript, and say what is doubtful about it.

    Lines end with LF; lines of problems are those of the text. Every character of the article that
    is not blank is in the manuscript or in the message of a problem; what the page puts around the
    article is counted in one. Takes time in proportion to the text. Raises Unreadable for what goes
    beyond the limits.
    """
    tree = parse_html(text, limits.depth)
    notes = take_notes(tree.elements)
    noted = [part for note in notes.notes for part in note.parts]
    article = find_article(tree.elements, noted)
    meta = read_meta(tree.elements)
    styles = read_styles(tree.elements)
    walk = ArticleText(article, notes.notes, base_address(tree.elements, meta), limits, styles)
    title = _find_title(article, meta, tree.elements)
    if title is not None:
        walk.take_title(title)
        meta.pop("title", None)
        meta = {"title": title.text(), **meta}
    if "authors" not in meta:
        names = names_in(_author_texts(article))
        meta |= {"authors": names} if names else {}
    walk.walk_article()
    problems = [*tree.problems, *notes.problems, *article.problems, *walk.report()]
    return Assembly(walk.body, walk.notes, meta, problems, walk.unseen).manuscript()


def is_html(text: str) -> bool:
    """Tell whether a text is HTML: by how it begins, or because it is dense with its tags."""
    if _START.search(text[:2000]):
        return True
    opening = text[:50_000].lstrip()
    tags = len(_TAGS.findall(opening))
    is_dense = tags >= 2 and tags * 1000 >= len(opening)
    return opening[:1] == "<" and is_dense and not _MARKDOWN.search(opening)


def declared_encoding(data: bytes) -> str:
    """Return the encoding that the bytes of an HTML file declare, if they are not UTF-8.

    "" for any other file, and for an encoding that is not one of the usual ones of the web. What
    calls itself ISO 8859-1 is read as windows-1252, as browsers do.
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if wide:
        return "utf-16" if is_html(data[:4000].decode("utf-16", "ignore")) else ""
    found = _CHARSET.search(data[:4096]) or _XML_ENCODING.match(data)
    if found is None or not is_html(data[:50_000].decode("latin-1")):
        return ""
    name = found[1].decode("ascii").lower()
    if not _ENCODING.fullmatch(name):
        return ""
    if not name.startswith("iso-2022"):
        try:
            data.decode("utf-8")
            return ""  # what is valid UTF-8 is hardly ever anything else, whatever it says
        except UnicodeDecodeError:
            pass
    return "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text)).casefold()


def _find_title(
    article: Article, meta: dict[str, object], elements: Sequence[Element]
) -> Element | None:
    """Return the heading that is the article's title, if one is."""
    named = (e for e in islice(article.root.elements(), 60) if is_title(e))
    title = next((e for e in named if e not in article.left_out and e.short_text()), None)
    if title is not None:
        return title
    headings = [
        element
        for element in article.root.elements()
        if element.tag in ("h1", "h2", "h3") and element not in article.left_out
    ]
    headings = [element for element in headings if _letters(element.short_text())]
    known = _letters(str(meta.get("title", "")))
    for element in headings:
        if known and _letters(element.short_text()) == known:
            return element
    if known and any(e.tag == "h1" and _letters(e.short_text()) == known for e in elements):
        return None  # the title stands outside the article; a heading within it is another
    tops = [element for element in headings if element.tag == "h1"]
    if tops and (len(tops) == 1 or not _is_told_before(article, tops[0], known)):
        return tops[0]
    if tops:
        return None  # they head the parts of the text
    for element in headings[:1]:
        if known.startswith(_letters(element.short_text())):
            return element
    return None


def _is_told_before(article: Article, heading: Element, known: str) -> bool:
    """Tell whether text of the article, or its title as a line, stands before a heading."""
    for element in article.root.elements():
        if element.order >= heading.order:
            return False
        if element.tag in ("p", "blockquote") and element not in article.left_out:
            text = element.text()
            is_noted = any(inner.tag == MARKER for inner in element.elements())
            if is_noted or len(text) > _LONG or (known and _letters(text) == known):
                return True
    return False


def _author_texts(article: Article) -> Iterator[str]:
    for element in article.root.elements():
        if not element.attributes:
            continue
        is_author = "author" in element.get("rel").split() or element.get("itemprop") == "author"
        if is_author and element not in article.left_out and element.size < 10:
            yield element.short_text()
