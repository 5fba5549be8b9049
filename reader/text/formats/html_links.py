"""Where the links and pictures of an HTML text lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit

from reader.text.formats.gathering import Gathered
from reader.text.formats.html_elements import Element
from reader.text.inline_parts import SAFE_HREF
from reader.text.parts import Mark
from reader.text.problems import Problem


@dataclass(slots=True)
class Picture:
    """A picture that is left out: what it shows, where it is, and its line."""

    alt: str
    href: str
    line: int

    def caption(self) -> Gathered:
        """Return what it shows as a caption that links to it."""
        whole = Mark(0, len(self.alt), "link", self.href)
        return Gathered("caption", self.line, self.alt, (whole,) if self.href else ())


@dataclass(slots=True)
class Links:
    """The links of a page that stands at `base`; `lost` are those that nobody could follow."""

    base: str
    lost: list[str] = field(default_factory=list)

    def href_of(self, element: Element) -> str:
        """Return where a link leads, "" when no reader could follow it from here."""
        href = _unwrapped(element.get("href").strip())
        if not href or href.startswith("#"):
            return ""
        resolved = self.resolve(href)
        if not resolved:
            self.lost.append(shown(href))
        return resolved

    def resolve(self, href: str) -> str:
        href = "".join(href.split())
        if self.base and not SAFE_HREF.fullmatch(href):
            try:
                href = urljoin(self.base, href)
            except ValueError:
                return ""
        return href if SAFE_HREF.fullmatch(href) and len(href) <= 2000 else ""

    def problems(self) -> Iterator[Problem]:
        """Yield the one problem of the links that are lost."""
        if self.lost:
            told = ", ".join(dict.fromkeys(self.lost[:5]))
            message = f"Links that cannot be followed from here, {len(self.lost)} in all: {told}"
            yield Problem(0, "link-left-out", message)


def shown(address: str) -> str:
    """Return an address short enough to be read; data within one is not shown."""
    address = "".join(address.split())
    if address.startswith("data:"):
        return address[:40].partition(",")[0] + " (within the file)"
    return address if len(address) <= 200 else address[:200] + "…"


def _unwrapped(href: str) -> str:
    """Return where a link leads that goes by way of a service that counts clicks."""
    if not href.startswith(("https://www.google.com/url?", "http://www.google.com/url?")):
        return href
    return parse_qs(urlsplit(href).query).get("q", [href])[0]
