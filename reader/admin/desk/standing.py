"""Where an editor stands on the curation screen: at one case of those that are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from reader.actions.queues import OutsideCase
from reader.admin.desk.answering import with_query
from reader.curation.cases import Case, Filter, cases_in
from reader.curation.galley import Galley
from reader.curation.outside import outside_cases
from reader.models import Document

NEXT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an editor stands: at one of the document's cases, or at an outside one, or at none."""

    case: Case | None
    out: OutsideCase | None
    before: str
    after: str
    following: list[Case]

    @property
    def key(self) -> str:
        return self.case.key if self.case else self.out.key if self.out else ""


class Screen:
    """What one request sees of a document: its galley, its cases, and which of them are shown."""

    def __init__(self, request, document: Document) -> None:
        self.request, self.document = request, document
        self.filter = Filter.read(request.GET)
        self.here = reverse("admin:desk_curation", args=[document.slug])
        self.galley = Galley(document)
        self.cases = cases_in(self.galley)
        self.outside = outside_cases(document, request.user)
        keys = {pk: block.key for pk, block in self.galley.blocks.items()}
        self.shown = [case for case in self.cases if self.filter.shows(case, keys)]
        self.by_key = {case.key: case for case in self.cases}

    def address(self, key: str = "", **more: str) -> str:
        """Return the address of the screen with its filter, at a case."""
        return with_query(self.here, *self.filter.parts, ("case", key), *more.items())

    def post_to(self, name: str) -> str:
        here = reverse(f"admin:desk_curation_{name}", args=[self.document.slug])
        return with_query(here, *self.filter.parts)

    def stand(self, wanted: str, onward: str = "") -> Standing:
        """Stand at the case that is asked for, else the first that is shown, from `onward` on.

        What waits outside the document's own cases comes after them, unless a filter is set.
        """
        outside = {case.key: case for case in self.outside}
        for key in (wanted, onward):
            if key in outside:
                return self._at(None, outside[key])
        case = self._current(wanted, onward)
        if case is None and self.outside and not self.filter.query:
            return self._at(None, self.outside[0])
        return self._at(case, None)

    def _current(self, wanted: str, onward: str) -> Case | None:
        if wanted in self.by_key:
            return self.by_key[wanted]
        keys = {case.key for case in self.shown}
        at = next((n for n, case in enumerate(self.cases) if case.key == onward), 0)
        onwards = [*self.cases[at:], *self.cases[:at]]
        return next((case for case in onwards if case.key in keys), None)

    def _at(self, case: Case | None, out: OutsideCase | None) -> Standing:
        """Return this standing with what comes before and after it."""
        keys = [one.key for one in (*self.shown, *self.outside)]
        key = case.key if case else out.key if out else ""
        if key not in keys:
            return Standing(case, out, "", keys[0] if keys else "", self.shown[:NEXT_SHOWN])
        at = keys.index(key)
        before, after = keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""
        return Standing(case, out, before, after, self.shown[at + 1 : at + 1 + NEXT_SHOWN])
