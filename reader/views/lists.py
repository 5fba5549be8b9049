"""What the pages of lists share: a name to look for, and pages of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q

from reader.text.folding import search_fold

# safety.md §5: so many words of a search are looked for.
MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader looks for: the text as typed, and its folded words."""

    text: str
    words: tuple[str, ...]

    @property
    def is_too_long(self) -> bool:
        return len(self.text) > settings.LIMIT_QUERY_CHARACTERS

    @property
    def status(self) -> int:
        """The status of the page that answers: 400 for a text that is too long."""
        return 400 if self.is_too_long else 200

    def over(self, field: str) -> Q:
        """Return the condition that this folded column holds every word.

        A text without a letter or digit finds nothing; no text at all finds everything.
        """
        if self.is_too_long or (self.text and not self.words):
            return Q(pk__in=[])
        return Q(*((f"{field}__contains", word) for word in self.words))

    def matches(self, *texts: str) -> bool:
        """Tell whether the texts together hold every word, as `over` asks it of a column."""
        if self.is_too_long or (self.text and not self.words):
            return False
        folded = search_fold(" ".join(texts))
        return all(word in folded for word in self.words)


def read_search(request) -> Search:
    """Return what the request's q asks for."""
    text = request.GET.get("q", "").strip()
    if len(text) > settings.LIMIT_QUERY_CHARACTERS:
        return Search(text, ())
    return Search(text, tuple(search_fold(text).split()[:MOST_WORDS]))


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, counted from 1, and the addresses of those beside it."""

    rows: Sequence
    number: int
    last: int
    total: int
    previous_url: str
    next_url: str


def page_of(request, rows, *, parameter: str = "page", fragment: str = "") -> ListPage:
    """Return the page of rows that the request asks for, the nearest one there is.

    Two queries for a query set. The first page of an unfiltered list is at its bare address.
    """
    paginator = Paginator(rows, settings.LIMIT_PAGE_SIZE)
    page = paginator.get_page(request.GET.get(parameter))

    def address(number: int) -> str:
        query = {key: value for key, value in request.GET.items() if key != parameter and value}
        if number > 1:
            query[parameter] = number
        return request.path + (f"?{urlencode(query)}" if query else "") + fragment

    return ListPage(
        rows=list(page.object_list),
        number=page.number,
        last=paginator.num_pages,
        total=paginator.count,
        previous_url=address(page.number - 1) if page.has_previous() else "",
        next_url=address(page.number + 1) if page.has_next() else "",
    )


@dataclass(frozen=True, slots=True)
class Way:
    """A link that keeps one kind of row: how many there are, and whether it is the one shown."""

    label: str
    count: int
    url: str
    is_current: bool


def ways_by_kind(request, rows, kinds, chosen: str) -> list[Way]:
    """Return a way to all rows and one to each kind among them. One query."""
    counts = dict(rows.order_by().values_list("kind").annotate(rows=Count("pk")))
    kept = {key: request.GET[key] for key in request.GET if key not in {"kind", "page"}}

    def address(**more: str) -> str:
        query = {key: value for key, value in {**kept, **more}.items() if value}
        return request.path + (f"?{urlencode(query)}" if query else "")

    found = [kind for kind in kinds if kind in counts or kind == chosen]
    return [
        Way("All", sum(counts.values()), address(), not chosen),
        *(
            Way(kind.label, counts.get(kind, 0), address(kind=kind.value), kind == chosen)
            for kind in found
        ),
    ]


def letter_of(folded: str) -> str:
    """Return the heading under which a folded name stands in a list."""
    first = folded[:1].upper()
    return first if first.isalpha() else "0–9" if first.isdigit() else "#"
