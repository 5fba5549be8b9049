"""What an HTML file says about itself: title, authors, date, publication, address, language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urljoin

from reader.text.formats.html_elements import Element
from reader.text.inline_parts import SAFE_HREF
from reader.text.outside_json import read_json
from reader.text.problems import Unreadable

# The key of the front matter, and the names of meta elements that fill it, the best first.
_NAMES = {
    "title": ("citation_title", "og:title", "twitter:title", "dc.title", "dcterms.title"),
    "authors": (
        "citation_author", "author", "article:author", "byl", "dc.creator", "dcterms.creator",
        "parsely-author", "sailthru.author",
    ),
    "publication": (
        "citation_journal_title", "og:site_name", "prism.publicationname", "dc.publisher",
        "dcterms.publisher", "application-name",
    ),
    "volume": ("citation_volume", "prism.volume"),
    "issue": ("citation_issue", "prism.number"),
    "date": (
        "citation_publication_date", "citation_date", "article:published_time", "datepublished",
        "dc.date", "dcterms.date", "dc.date.issued", "dcterms.issued", "pubdate", "date",
        "parsely-pub-date", "prism.publicationdate",
    ),
    "url": ("og:url", "citation_public_url", "twitter:url"),
    "language": ("og:locale", "dc.language", "language"),
    "topics": ("article:tag", "citation_keywords"),
}  # fmt: skip
_TELLING = frozenset("html body meta link script time title a base".split())
_LISTS = ("authors", "topics")
_ORDER = ("title", "language", "direction", "authors", "publication", "volume", "issue", "date",
          "url", "licence", "topics")  # fmt: skip
_ISO = re.compile(r"(\d{4}(?:[-/]\d{1,2}(?:[-/]\d{1,2})?)?)(?:[T ][\d:.+Zz -]{0,40})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_SITE = re.compile(r"\s[|•·»–—-]\s(?=[^|•·»–—]{1,60}\Z)")
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|WebPage|CreativeWork|Chapter)\Z")
_LONGEST = 500


def read_meta(elements: Sequence[Element]) -> dict[str, object]:
    """Return the front matter that the head, JSON-LD and time elements of a page give.

    The title is the one the head gives; without a better one a site's name is cut off it. Dates
    are as exact as they were written.
    """
    elements = [e for e in elements if e.tag in _TELLING or "itemprop" in e.attributes]
    named = dict(_named_values(elements))
    linked = _Linked(elements)
    meta: dict[str, object] = {}
    for key, names in _NAMES.items():
        values = next((named[name] for name in names if named.get(name)), [])
        if key in _LISTS and values:
            meta[key] = list(dict.fromkeys(v for v in values if not v.startswith("http")))
        elif values:
            meta[key] = values[0]
    for key, value in linked.values.items():
        meta[key] = meta.get(key) or value
    meta["url"] = _address(elements, meta)
    _read_root(elements, meta)
    times = (e.get("datetime") or e.text() for e in elements if _is_published(e))
    meta["date"] = _date(str(meta.get("date", ""))) or next(filter(None, map(_date, times)), "")
    if not meta.get("title"):
        title = next((e.text() for e in elements if e.tag == "title"), "")
        meta["title"] = _SITE.split(title)[0].strip()[:_LONGEST]
    return {key: meta[key] for key in _ORDER if meta.get(key)}


def _named_values(elements: Iterable[Element]) -> Iterator[tuple[str, list[str]]]:
    values: dict[str, list[str]] = {}
    for element in elements:
        if element.tag == "meta":
            name = element.get("name") or element.get("property") or element.get("itemprop")
            content = " ".join(element.get("content").split())
            if name and content and len(content) <= _LONGEST:
                values.setdefault(name.lower(), []).append(content)
    yield from values.items()


def _read_root(elements: Sequence[Element], meta: dict[str, object]) -> None:
    """Read the language and direction of the root or body, and the links of the head."""
    for root in (e for e in elements if e.tag in ("html", "body")):
        language = root.get("lang") or root.get("xml:lang")
        if _LANGUAGE.fullmatch(language):
            meta["language"] = language
        if root.get("dir").lower() in ("rtl", "ltr"):
            meta["direction"] = root.get("dir").lower()
    language = str(meta.get("language", ""))
    meta["language"] = language.replace("_", "-") if _LANGUAGE.fullmatch(language) else ""
    for element in elements:
        if element.tag in ("link", "a") and "license" in element.get("rel").lower().split():
            meta.setdefault("licence", element.get("href")[:_LONGEST])


def _address(elements: Iterable[Element], meta: dict[str, object]) -> str:
    canonical = (
        element.get("href").strip()
        for element in elements
        if element.tag == "link" and "canonical" in element.get("rel").lower().split()
    )
    for href in (*canonical, str(meta.get("url", ""))):
        if SAFE_HREF.fullmatch(href) and len(href) <= 2000:
            return href
    return ""


def base_address(elements: Iterable[Element], meta: dict[str, object]) -> str:
    """Return the address that the page's relative links stand against, "" if it is unknown."""
    base = next((e.get("href") for e in elements if e.tag == "base" and e.get("href")), "")
    try:
        return urljoin(str(meta.get("url", "")), base) if base else str(meta.get("url", ""))
    except ValueError:
        return ""


def _is_published(element: Element) -> bool:
    if element.get("itemprop") == "datePublished" or "pubdate" in element.attributes:
        return True
    return element.tag == "time" and bool(
        element.words() & {"published", "pubdate", "publish", "date", "posted"}
    )


def _date(value: str) -> str:
    """Return a date without its time of day, "" if there is none; words stay as they are."""
    value = value.strip()
    match = _ISO.fullmatch(value)
    if match:
        return match[1].replace("/", "-")
    return value if 4 <= len(value) <= 40 and any(c.isdigit() for c in value) else ""


class _Linked:
    """What the JSON-LD in a page says about the article."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self.values: dict[str, object] = {}
        for element in elements:
            if element.tag == "script" and element.get("type").lower().endswith("ld+json"):
                try:
                    data = read_json("".join(element.texts()), "This")
                except Unreadable:
                    continue
                for thing in _things(data):
                    self.read(thing)

    def read(self, thing: dict[str, object]) -> None:
        kinds = thing.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
            return
        found = {
            "title": _first_name(thing.get("headline")),
            "authors": list(_all_names(thing.get("author"))),
            "publication": _first_name(thing.get("publisher")),
            "date": _first_name(thing.get("datePublished")),
            "language": _first_name(thing.get("inLanguage")),
            "licence": _first_name(thing.get("license")),
        }
        for key, value in found.items():
            if value:
                self.values.setdefault(key, value)


def _things(data: object) -> Iterator[dict[str, object]]:
    """Yield the objects at the top of JSON-LD, and those of its graph."""
    waiting = [data]
    for _step in range(1000):
        if not waiting:
            return
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting += thing[:1000]
        elif isinstance(thing, dict):
            yield thing
            waiting.append(thing.get("@graph"))


def _all_names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip() and len(name) <= _LONGEST:
            yield " ".join(name.split())


def _first_name(value: object) -> str:
    return next(_all_names(value), "")


def names_in(texts: Iterable[str]) -> list[str]:
    """Return authors' names from the texts of elements that are marked as such."""
    names: list[str] = []
    for text in texts:
        text = re.sub(r"\A(?:by|written by)\s", "", text.strip(), flags=re.IGNORECASE)
        names += (name.strip() for name in re.split(r",? and |[;,&]", text))
    return list(dict.fromkeys(name for name in names if 1 < len(name) <= 80))
