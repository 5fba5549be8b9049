"""Answering what waits beside the proposals: readers' reports, lost spans."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from reader.actions.lost import dismiss
from reader.actions.queues import desk_address
from reader.actions.reports import answer_report
from reader.admin.desk.answering import Said, answered, posted_number, require_curator
from reader.admin.desk.curation import document_of, show
from reader.models import Document, LostSpan, Report


@require_POST
def answer(request, pk):
    """Call a report corrected, or refuse it with words; then back to its document."""
    require_curator(request)
    report = get_object_or_404(Report.objects.select_related("document"), pk=pk)
    document = document_of(request, report.document.slug)
    said = answered(
        lambda: answer_report(
            report,
            posted_number(request, "version") or 0,
            request.POST.get("state", ""),
            request.POST.get("words", ""),
            user=request.user,
        )
    )
    if said.is_fault:
        return show(request, document, "", said)
    return _back(request, document, said)


@require_POST
def give_up(request, pk):
    """Give up a lost span; then back to where it was shown."""
    require_curator(request)
    lost = get_object_or_404(LostSpan.objects.select_related("document"), pk=pk)
    document = document_of(request, lost.document.slug)
    lost.version = posted_number(request, "version") or 0
    said = answered(lambda: dismiss(lost, request.user))
    if said.is_fault:
        return show(request, document, "", said)
    return _back(request, document, said)


def _back(request, document: Document, said: Said) -> HttpResponseRedirect:
    """Go back to the screen of the desk that it was answered on, or to the document's."""
    messages.success(request, said.words)
    desk = reverse("admin:desk_curation", args=[document.slug])
    return HttpResponseRedirect(desk_address(request.POST.get("back", "")) or f"{desk}#desk-queue")


ADDRESSES = [("reports/<int:pk>/", answer, "report"), ("lost/<int:pk>/", give_up, "lost")]
