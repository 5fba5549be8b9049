"""What waits for an editor, whoever knows of it: the joint at which rooms above add their own.

`register` a Provider (in an AppConfig's `ready`): its cases join the queue of the desk at their
places, its counts join the start page of the admin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from reader.models import Document, User


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing an editor can do about a case: a button that posts `fields` to `address`.

    `key` is the single key that presses it ("" for none). With `is_link` it is a link that leads
    to `address` instead. With `asks` it has a field, so labelled, that is posted as `words`.
    """

    label: str
    address: str
    key: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    is_link: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class OutsideCase:
    """One thing to decide that is none of the publication's own proposals.

    `key` is new among all cases ("annotation-12"). `block` is a block's key with the place
    [start, end) in code points, or "" for what has lost its place; then `words` are the old ones.
    `facts` are label and words, as the card lists them.
    """

    key: str
    kind: str
    title: str
    words: str
    answers: tuple[Answer, ...]
    block: str = ""
    start: int = 0
    end: int = 0
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the start page: "3 flagged annotations", with the address where they are.

    `document` is the primary key of the document it is about, None for the site as a whole.
    """

    number: int
    label: str
    address: str
    document: int | None = None


class Provider(Protocol):
    """Who knows of things to decide. Each answer asks a fixed number of queries."""

    def cases(self, document: Document, user: User) -> Iterable[OutsideCase]:
        """Return what waits in this document for this user, and nothing the user may not see."""

    def documents(self, user: User) -> Iterable[int]:
        """Return the primary keys of the documents in which something waits for this user."""

    def waiting(self, user: User) -> Iterable[Waiting]:
        """Return what waits on the whole site for this user."""


def desk_address(back: str) -> str:
    """Return where on the desk to go back to, as a form of the desk said; "" for anything else."""
    is_desk = back.startswith("/admin/desk/") and len(back) < 2000
    return back if is_desk and back.isprintable() and "\\" not in back else ""


_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let provider add its cases and counts, once."""
    if provider not in _providers:
        _providers.append(provider)


def unregister(provider: Provider) -> None:
    """Take back what register did."""
    if provider in _providers:
        _providers.remove(provider)


def cases_of(document: Document, user: User) -> list[OutsideCase]:
    """Return what the providers say waits in a document."""
    return [case for provider in _providers for case in provider.cases(document, user)]


def documents_with_cases(user: User) -> set[int]:
    """Return the documents in which the providers say that something waits."""
    return {pk for provider in _providers for pk in provider.documents(user)}


def waiting_for(user: User) -> list[Waiting]:
    """Return what the providers say waits on the site; what counts 0 is left out."""
    found = [waiting for provider in _providers for waiting in provider.waiting(user)]
    return [waiting for waiting in found if waiting.number]
