"""Answering readers' reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from reader.actions.reports import answer_report
from reader.admin.desk.answering import answered, posted_number, require_curator
from reader.admin.desk.curation import document_of, show
from reader.models import Report


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
    messages.success(request, said.words)
    here = reverse("admin:desk_curation", args=[document.slug])
    return HttpResponseRedirect(f"{here}#desk-queue")


ADDRESSES = [("reports/<int:pk>/", answer, "report")]
