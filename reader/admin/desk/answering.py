"""What the screens that decide share: who may, what was posted, and how a refusal is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.http import urlencode

from reader.actions.curation import Seen
from reader.actions.ledger import KINDS, Done, Refused
from reader.actions.records import Stale
from reader.curation.cases import Case, digest
from reader.models import Decided, Versioned, may_read_drafts

# Scripts ask for the changed part of a screen by this header; without it the whole page comes.
PART = "X-Desk"
_SEEN = re.compile(r"([a-z]{1,20})-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Said:
    """What is told after something was asked for: the words, and whether it was done."""

    words: str
    status: int = 200

    @property
    def is_fault(self) -> bool:
        return self.status >= 400


def may_curate(request: HttpRequest) -> bool:
    """Tell whether the user may decide; others may look."""
    return request.user.has_perm("reader.curate")


def require_reader(request: HttpRequest) -> None:
    """Answer 404 to whoever may not see what is only proposed."""
    if not may_read_drafts(request.user):
        raise Http404


def require_curator(request: HttpRequest) -> None:
    """Answer 403 to whoever may look only."""
    if not may_curate(request):
        raise PermissionDenied


def is_part(request: HttpRequest) -> bool:
    """Tell whether a script asks for the part of the screen that changes."""
    return PART in request.headers


def posted_seen(request: HttpRequest) -> Seen:
    """Return the row that a form is about, as its page showed it. Raises Refused for no such."""
    match = _SEEN.fullmatch(request.POST.get("case", ""))
    version = request.POST.get("version", "")
    if not match or match[1] not in KINDS or not version.isascii() or not version.isdigit():
        raise Refused("That is no case of this screen.")
    return Seen(match[1], int(match[2]), int(version[:9]))


def posted_number(request: HttpRequest, name: str) -> int | None:
    """Return a whole number that was posted, None for none."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else None


def as_shown(cases: Iterable[Case], shown: str) -> list[Seen]:
    """Return the rows of cases if they are exactly those that the page showed, by their digest.

    Raises Changed, which says what is different now.
    """
    cases = list(cases)
    if not cases or digest(cases) != shown:
        raise Changed(len(cases))
    return [case.seen for case in cases]


class Changed(Exception):
    """What a bulk decision was to cover is not what its page showed. `number` is what it is now."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} now")
        self.number = number


def answered(do: Callable[[], Done | str]) -> Said:
    """Do one thing; say what came of it: done, refused by the rules, or too late."""
    try:
        done = do()
    except Refused as refused:
        return Said(str(refused), 422)
    except Changed as changed:
        return Said(
            "Nothing was decided: the list has changed since this page showed it. "
            f"It holds {changed.number} now; look again, then decide.",
            409,
        )
    except Stale as stale:
        return Said(f"Nothing was decided. {_theirs(stale)}", 409)
    return Said(done if isinstance(done, str) else f"{done.words}.")


def _theirs(stale: Stale) -> str:
    """Return what someone else made of a row meanwhile."""
    theirs: Versioned | None = stale.theirs
    if theirs is None:
        return "What you decided about is gone: someone deleted it."
    name = theirs._meta.verbose_name
    if isinstance(theirs, Decided):
        by = f" by {theirs.reviewer}" if theirs.reviewer else ""
        state = "set aside" if theirs.is_unsure else theirs.get_state_display()
        return f"Someone was faster: the {name} is {state}{by} now."
    return f"Someone was faster: the {name} has been changed."


def with_query(address: str, *parts: tuple[str, str]) -> str:
    """Return an address with these parts of a query, the empty ones left out."""
    query = urlencode([(name, value) for name, value in parts if value])
    return f"{address}?{query}" if query else address
