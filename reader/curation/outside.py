"""What waits for an editor beside the proposals: reports, lost spans, what other rooms know of."""

from __future__ import annotations

from reader.actions.queues import OutsideCase, cases_of, documents_with_cases
from reader.curation.lost import lost_cases
from reader.curation.reports import report_cases
from reader.models import Document, LostSpan, Report, User

# The queue of all documents shows these cases of so many documents at once.
MOST_DOCUMENTS = 5


def outside_cases(document: Document, user: User) -> list[OutsideCase]:
    """Return all such cases of a document that this user may see."""
    return [
        *report_cases(document, user),
        *lost_cases(document, user),
        *cases_of(document, user),
    ]


def outside_in_all(user: User) -> list[tuple[Document, OutsideCase]]:
    """Return such cases of the first few documents that have any, by title."""
    about = {
        *Report.objects.filter(state=Report.State.OPEN).values_list("document", flat=True),
        *LostSpan.objects.filter(resolved_at=None).values_list("document", flat=True),
        *documents_with_cases(user),
    }
    if not about:
        return []
    documents = Document.objects.visible_to(user).filter(pk__in=about).order_by("title", "pk")
    return [
        (document, case)
        for document in documents[:MOST_DOCUMENTS]
        for case in outside_cases(document, user)
    ]
