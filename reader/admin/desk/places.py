"""Who may open which screen for a document, and where one screen leads to the next."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reader.models import Document, User

# Any of these lets one look into a document's history.
READING = ("read_drafts", "write_document", "curate", "publish_document")


def may_import(user: User, document: Document | None = None) -> bool:
    """Tell whether user may bring a new text, or revise this document."""
    if document is None:
        return user.has_perm("reader.write_document")
    return Document.objects.may_edit(user).filter(pk=document.pk).exists()


def document_to_read(user: User, slug: str) -> Document:
    """Return a document whose drafts and history user may read; 404 for any other."""
    may_read = any(user.has_perm(f"reader.{right}") for right in READING)
    documents = Document.objects.visible_to(user) if may_read else Document.objects.none()
    return get_object_or_404(documents, slug=slug)


def document_to_edit(user: User, slug: str) -> Document:
    """Return the document whose text user may edit; 404 for one they may not even see."""
    document = document_to_read(user, slug)
    if not may_import(user, document):
        raise PermissionDenied
    return document


def after_import(user: User, document: Document) -> str:
    """Return where an editor goes on when a text has come in: its proposals, or its words."""
    decides = user.has_perm("reader.curate")
    return reverse("admin:desk_curation" if decides else "admin:desk_text", args=[document.slug])
