"""The annotations of one document: a page for people, a container for programs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponseNotAllowed
from django.urls import reverse

from annotations import threads
from annotations.actions.writing import ABSENT
from annotations.formats.refusal import Refusal
from annotations.models import Viewpoint
from annotations.views.asking import door, wants_json
from annotations.views.door import answer_container
from annotations.views.pages import list_page
from reader.models import Document


@door
def document_annotations(request, slug):
    """List what the asker may see on a document; as JSON-LD the first 200 in one answer."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    view = Viewpoint(request.user)
    listed = Document.objects.listed_to(None).filter(pk=OuterRef("pk"))
    documents = Document.objects.visible_to(request.user).annotate(is_listed=Exists(listed))
    document = documents.filter(slug=slug).first()
    if document is None:
        raise Refusal(404, ABSENT)
    rows = threads.on_document(document, view)
    if wants_json(request):
        path = reverse("annotations:document_annotations", args=[slug])
        return answer_container(request, rows, view, path, f"Annotations on {document.title}")
    return list_page(request, document, view)
