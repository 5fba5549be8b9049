"""The article within a saved web page: what belongs to it, and what the site put around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.text.formats.html_elements import BLOCKS, Element, words_of
from reader.text.problems import Problem

_UNSEEN = frozenset(
    "script style template noscript link meta title base datalist param source track col".split()
)
_NO_TEXT = frozenset(("script", "style", "title", "datalist"))
_CONTROLS = frozenset(
    "button label input select textarea option optgroup dialog progress meter".split()
)
_FURNITURE = frozenset("nav footer aside form menu".split())
_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alert alertdialog form toolbar"
    " menu menubar tablist doc-pagelist doc-pagebreak doc-toc".split()
)
# Words of a class or id that name what is around a text, alone or with another beside them.
_WORDS = frozenset(
    "nav navbar navigation menu breadcrumb breadcrumbs sidebar share sharing social cookie cookies"
    " consent gdpr newsletter subscribe subscription paywall promo advert advertisement ads ad"
    " sponsor sponsored related recommended recommendations comments disqus respond pagination"
    " pager masthead toolbar skip popup modal banner catlinks navbox editsection toc jump noprint"
    " headerlink permalink siteheader sitefooter tags relatedposts hatnote printfooter ufi cta"
    " sharedaddy outbrain taboola".split()
)
_PAIRS = (
    {"read", "more"}, {"see", "also", "links"}, {"most", "read"}, {"more", "stories"},
    {"site", "sub"}, {"site", "header"}, {"site", "footer"}, {"page", "header"}, {"page", "footer"},
    {"screen", "reader", "text"}, {"sr", "only"}, {"visually", "hidden"}, {"comment", "list"},
    {"sign", "up"}, {"button", "wrapper"}, {"like", "button"}, {"post", "tags"},
    {"most", "popular"}, {"next", "article"}, {"suggest", "reading"}, {"up", "next"},
    {"table", "of", "contents"},
)  # fmt: skip
# Whole names that say so by themselves, and those of what readers wrote, however much it is.
_NAMES = frozenset("footer shares bottom_shares submeta mw-indicators coordinates".split())
_REPLIES = frozenset(
    "comments comments-area commentlist comment-list comments-list respond disqus_thread".split()
)
_HIDDEN = frozenset(("hide", "hidden", "u-hidden", "is-hidden", "d-none"))
_NOTES = frozenset("notes footnotes endnotes references footnote doc-endnotes doc-footnote".split())
# What print sets apart: a pulled quotation, which stands in the text as well, and is hidden from
# programs that read aloud. An overlay hides all of a page so, and an icon a sign.
_SET_APART = frozenset(("aside", "blockquote", "figure"))
_PULLED = frozenset(("pullquote", "pull", "quote", "blockquote"))
_WAYS = frozenset(
    "home next previous prev back up top index contents main continue forward".split()
)
_SIGNS = frozenset(("¶", "#", "§", "🔗", "[edit]", "edit"))
_KEPT = frozenset("html body main article".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PROSE = frozenset("p li blockquote pre dd td figcaption h1 h2 h3 h4 h5 h6".split())
_LONG = 80  # characters without blanks: a paragraph that long is prose, not a label


@dataclass(slots=True)
class Article:
    """The element that holds an article, what within it is to be passed over, and problems.

    `left_out` are elements and all within them.
    """

    root: Element
    left_out: set[Element] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def find_article(elements: list[Element], noted: Iterable[Element]) -> Article:
    """Find the article of a page from all its elements.

    `noted` are the elements that hold its notes; they stay. A page without any mark of where its
    article is, is an article as a whole.
    """
    kept: set[Element] = set()
    for note in noted:
        kept.add(note)
        kept.update(note.ancestors())
    page = elements[0]
    sizes = _Sizes(elements)
    total = sizes.letters[page]
    article = Article(page)
    left: Counter[str] = Counter()
    for element in elements:
        if element.parent in article.left_out:
            article.left_out.add(element)
            continue
        why = _why_left_out(element, sizes, total, kept)
        if why:
            article.left_out.add(element)
            left[why] += sizes.letters[element]
    if article.left_out:
        sizes.measure(elements, article.left_out)
    article.root = _find_root(page, elements, sizes, article.left_out)
    outside = sizes.letters[page] - sizes.letters[article.root]
    first, last = article.root.order, article.root.order + article.root.size
    apart = [note for note in noted if not first <= note.order <= last]
    outside -= sum(sizes.letters.get(note, 0) for note in apart)
    if outside > 0:
        left["what stands around the article"] += outside
    found = [f"{why} ({count:,} characters)" for why, count in sorted(left.items()) if count]
    if found:
        message = f"These parts of the page are left out: {', '.join(found)}."
        article.problems.append(Problem(0, "page-furniture", message))
    return article


class _Sizes:
    """How many characters that are not blank each element holds, in all, in links, in prose."""

    def __init__(self, elements: list[Element]) -> None:
        self.own = [
            sum(len("".join(c.split())) for c in element.children if isinstance(c, str))
            for element in elements
        ]
        self.measure(elements, set())
        self.total_prose = self.prose[elements[0]]

    def measure(self, elements: list[Element], left_out: set[Element]) -> None:
        self.letters: dict[Element, int] = {}
        self.linked: dict[Element, int] = {}
        self.links: dict[Element, int] = {}
        self.prose: dict[Element, int] = {}
        for element in reversed(elements):
            own = self.own[element.order]
            letters = linked = prose = 0
            links = int(element.tag == "a")
            for child in element.children if element.size else ():
                if isinstance(child, Element) and child not in left_out:
                    letters += self.letters[child]
                    linked += self.linked[child]
                    links += self.links[child]
                    prose += self.prose[child]
            letters = 0 if element.tag in _NO_TEXT else letters + own
            if element.tag == "a" and element.get("href"):
                linked = letters
            is_text = element.tag in _PROSE or (own > _LONG and element.tag in BLOCKS)
            if is_text and letters - linked > _LONG:
                prose = max(prose, letters - linked)
            self.letters[element], self.linked[element] = letters, linked
            self.links[element], self.prose[element] = links, prose


def is_hidden(element: Element) -> bool:
    """Tell whether a browser shows nothing of an element."""
    if element.tag in _UNSEEN or "hidden" in element.attributes:
        return True
    style = "".join(element.get("style").lower().split())
    return "display:none" in style or "visibility:hidden" in style


def _why_left_out(element: Element, sizes: _Sizes, total: int, kept: set[Element]) -> str:
    """Return what an element is if it is no part of an article, "" if it may be."""
    tag = element.tag
    if tag in _UNSEEN or (element not in kept and is_hidden(element)):
        return "what is hidden"
    if tag in _CONTROLS:
        return "buttons and forms"
    if tag in _KEPT or element in kept:
        return ""
    if tag == "div" and element.get("title") in ("header", "footer"):
        return "heads and feet of pages"  # as LibreOffice writes them
    roles = element.roles()
    words = element.words()
    if words & _WORDS and _is_named_by_heading(element, sizes):
        words = words_of(element.get("class"))
    if roles & _NOTES or (words and words & _NOTES):
        return ""
    if roles & _ROLES:
        return "navigation and notices"
    share = sizes.letters[element] / total if total else 0
    if element.get("aria-hidden") == "true" and tag in _SET_APART and share < 0.2:
        return "what is kept from those who listen"  # it repeats, or says nothing
    if tag == "aside" and (words & _PULLED or _is_told_aside(element, words, sizes)):
        return ""
    if tag == "footer" and any(above.tag == "blockquote" for above in element.ancestors()):
        return ""  # who said what is quoted
    if tag in _FURNITURE and not (tag in ("form", "menu") and share > 0.4):
        return "navigation, footers and asides"
    if tag == "header" and not _in_article(element) and not _has_heading(element):
        return "navigation, footers and asides"
    if tag == "a" and sizes.letters[element] < 8 and element.short_text() in _SIGNS:
        return "signs for links"
    names = element.names()
    if names & _REPLIES and sizes.total_prose - sizes.prose[element] > 3 * _LONG:
        return "what readers wrote"
    if share > 0.4 and sizes.prose[element] > sizes.linked[element]:
        return ""
    if names & _NAMES:
        return "navigation, footers and asides"
    if names & _HIDDEN and share < 0.1 and not _may_show(names):
        return "what is hidden"
    if words and (words & _WORDS or any(pair <= words for pair in _PAIRS)):
        return "navigation, sharing and notices"
    if sizes.links[element] >= 2 and sizes.letters[element] < 80 and _is_way(element):
        return "lists of links"
    is_box = tag in ("div", "ul", "ol", "section", "td", "table", "p")
    is_linked = sizes.linked[element] * 10 > sizes.letters[element] * 8
    if is_box and sizes.links[element] >= 3 and is_linked and not sizes.prose[element]:
        return "lists of links" if not _in_article(element) else ""
    return ""


def _is_told_aside(element: Element, words: frozenset[str], sizes: _Sizes) -> bool:
    """Tell whether an aside within an article is a part of what it tells: prose, hardly a link."""
    is_furniture = bool(words & _WORDS or any(pair <= words for pair in _PAIRS))
    is_prose = sizes.prose[element] > 0 and sizes.linked[element] * 4 < sizes.letters[element]
    return is_prose and not is_furniture and _in_article(element)


def _may_show(names: frozenset[str]) -> bool:
    """Tell whether what a class hides is shown on some screens, as "hidden md:block" does."""
    return any(":" in name or (name.startswith("d-") and name != "d-none") for name in names)


def _is_named_by_heading(element: Element, sizes: _Sizes) -> bool:
    """Tell whether an element's id was made of the heading that it is or begins with.

    Programs make ids so; then "related-work" is a section of the article. One that is a single
    word, or whose section is mostly links, may as well be a box of the site.
    """
    identifier = element.get("id")
    heading: Element | None = element
    if identifier and element.tag not in HEADINGS:
        heading = next((c for c in element.children if isinstance(c, Element)), None)
    if not identifier or heading is None or heading.tag not in HEADINGS:
        return False
    made, text = _letters(identifier), _letters(heading.short_text())
    if not made or not (made == text or (len(made) >= 12 and text.startswith(made))):
        return False
    if heading is element:
        return True
    is_made = not element.words().isdisjoint(("section", "level"))
    is_prose = sizes.prose[element] > sizes.linked[element]
    return is_prose and (is_made or len(words_of(identifier)) > 1)


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _is_way(element: Element) -> bool:
    """Tell whether an element only leads on and back: "Home | Next"."""
    text = element.short_text().lower().replace("page", "").replace("article", "")
    words = "".join(c if c.isalpha() else " " for c in text).split()
    return bool(words) and all(word in _WAYS for word in words)


def _in_article(element: Element) -> bool:
    return any(above.tag in ("article", "main") for above in element.ancestors())


def _has_heading(element: Element) -> bool:
    return any(inner.tag == "h1" for inner in element.elements())


def _find_root(
    page: Element, elements: list[Element], sizes: _Sizes, left_out: set[Element]
) -> Element:
    candidates = [
        element
        for element in elements
        if element not in left_out
        and (
            element.tag in ("article", "main")
            or element.roles() & {"main", "article"}
            or element.get("itemprop") == "articleBody"
        )
    ]
    weight = sizes.prose if sizes.prose[page] else sizes.letters
    best = max(candidates, key=lambda e: (weight[e], -e.order), default=None)
    if best is not None and weight[best] * 2 >= weight[page]:
        return best
    root = page
    while True:
        children = [
            child
            for child in root.children
            if isinstance(child, Element) and child not in left_out and sizes.letters[child]
        ]
        heaviest = max(children, key=lambda child: weight[child], default=None)
        if heaviest is None or heaviest.tag not in BLOCKS - {"p", "li", "blockquote", "td", "dl"}:
            return root
        others = [child for child in children if child is not heaviest]
        has_text = any(isinstance(child, str) and child.strip() for child in root.children)
        if has_text or any(_is_part(child, sizes) for child in others):
            return root
        root = heaviest


def _is_part(element: Element, sizes: _Sizes) -> bool:
    """Tell whether an element beside the heaviest one may belong to the article too."""
    if element.tag in ("h1", "h2", "h3", "p", "blockquote", "ol", "dl", "pre", "figure", "header",
                       "center"):  # fmt: skip
        return True
    return bool(sizes.prose[element]) or any(
        inner.tag in ("h1", "h2", "sup") for inner in element.elements()
    )
