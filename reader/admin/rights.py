"""Who sees which rows of a document in the admin."""

from __future__ import annotations

from reader.models import Document, may_read_drafts


class OfDocuments:
    """Rows that belong to documents: only those of documents that the user may read are there.

    `to_document` is the path from a row to its document.
    """

    to_document = "document"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if may_read_drafts(request.user):
            return rows
        seen = Document.objects.visible_to(request.user).order_by().values("pk")
        return rows.filter(**{f"{self.to_document}__in": seen})
