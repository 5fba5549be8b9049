"""The trash: what was deleted, by whom and when, to be put back or thrown away for good."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from reader.actions.trash import InTheWay, empty_trash, restore
from reader.admin.base import ROWS_ON_A_PAGE
from reader.models import Trashed


@require_http_methods(["GET", "HEAD", "POST"])
def trash(request):
    """List the trash, newest first; on POST put one back, or empty it (administrators only)."""
    user = request.user
    rights = ("reader.curate", "reader.publish_document", "reader.write_document")
    if not any(user.has_perm(right) for right in rights):
        raise PermissionDenied
    status = 200
    if request.method == "POST":
        if "empty" in request.POST:
            return _empty(request)
        trashed = _posted(request)
        try:
            record = restore(trashed, user=user)
        except InTheWay as error:
            messages.error(request, f"“{trashed}” was not put back. {error}")
            status = 409
        else:
            messages.success(request, f"“{record}” is back.")
            return HttpResponseRedirect(_address_of(record))
    rows = Trashed.objects.visible_to(user).select_related("user", "document").defer("rows")
    context = {
        **admin.site.each_context(request),
        "title": "Trash",
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "may_empty": user.is_superuser,
    }
    return TemplateResponse(request, "admin/desk/trash.html", context, status=status)


def _posted(request) -> Trashed:
    """Return what was asked for; a row that is gone stands for itself, and cannot be restored."""
    key = request.POST.get("restore", "")
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    there = Trashed.objects.visible_to(request.user).filter(pk=pk).first()
    return there or Trashed(pk=0, words="What you chose")


def _empty(request):
    """Throw away for good what the page showed, if an administrator says so."""
    if not request.user.is_superuser:
        raise PermissionDenied
    shown = request.POST.get("empty", "")
    last = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 19 else 0
    number = empty_trash(Trashed.objects.filter(pk__lte=last), user=request.user)
    messages.success(request, f"{number} thrown away for good.")
    return HttpResponseRedirect(reverse("admin:desk_trash"))


def _address_of(record) -> str:
    """Return the record's page in the admin, or the trash for one that has none."""
    try:
        return reverse(f"admin:reader_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return reverse("admin:desk_trash")


ADDRESSES = [("trash/", trash, "trash")]
