"""Tables of the registry: out as the list shows it, in by way of a preview."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from reader.actions.bringing_in import SHAPES, Outdated, bring_in
from reader.actions.records import Stale
from reader.admin.desk.curators import for_curators, screen
from reader.bulk.files import ENCODINGS, read_rows, write_csv, write_json
from reader.bulk.plans import REFUSED, UNCHANGED, BulkPlan, Refused, plan_rows
from reader.models import Actor, Relation, Source
from reader.text.problems import Unreadable

MODELS = {"actor": Actor, "source": Source, "relation": Relation}
SHOWN = 200
# What a preview carries to its confirmation must fit a form (DATA_UPLOAD_MAX_MEMORY_SIZE).
CARRIED = 2_000_000
KEPT_HOURS = 12


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_screen(request, kind):
    """Ask for a table; POST shows what it would change, and POST of that brings it in."""
    if kind not in SHAPES:
        raise Http404
    if request.method != "POST":
        return _ask(request, kind)
    if "carried" in request.POST:
        return _confirm(request, kind)
    try:
        return _preview(request, kind)
    except Unreadable as fault:
        return _ask(request, kind, fault=str(fault), status=422)


def _preview(request, kind):
    file = request.FILES.get("file")
    data = request.POST.get("text", "").encode() if file is None else None
    if file is not None:
        if file.size > settings.LIMIT_FILE_BYTES:
            raise Unreadable(f"The file has more than {settings.LIMIT_FILE_BYTES} bytes.")
        data = file.read()
    if not data:
        raise Unreadable("Choose a file, or paste a table.")
    rows = read_rows(data, SHAPES[kind].columns, encoding=request.POST.get("encoding", ""))
    if len(rows) > settings.LIMIT_TABLE_ROWS:
        raise Unreadable(f"The table has more than {settings.LIMIT_TABLE_ROWS} rows.")
    plan = plan_rows(SHAPES[kind](), rows)
    number = len(plan.writing)
    if number > settings.LIMIT_TABLE_CHANGES:
        most = settings.LIMIT_TABLE_CHANGES
        raise Unreadable(f"It would change {number} rows; at most {most} go at once: split it.")
    return _show(request, kind, plan, name=file.name if file else "pasted text")


def _confirm(request, kind):
    try:
        carried = signing.loads(
            request.POST["carried"], salt=_salt(request, kind), max_age=KEPT_HOURS * 3600
        )
    except signing.BadSignature:
        fault = "Nothing was brought in: this preview is not whole, or too old. Upload it again."
        return _ask(request, kind, fault=fault, status=422)
    rows = [(number, row) for number, row in carried["rows"]]
    name = carried["name"]
    try:
        plan = bring_in(kind, rows, digest=carried["digest"], user=request.user, file=name)
    except Outdated as outdated:
        return _show(request, kind, outdated.plan, name=name, is_outdated=True)
    except Stale:
        return _show(request, kind, plan_rows(SHAPES[kind](), rows), name=name, is_outdated=True)
    except Refused as refusal:
        return _ask(request, kind, fault=f"Nothing was brought in. {refusal}", status=422)
    said = ", ".join(f"{number} {what}" for what, number in plan.counts.items() if number)
    messages.success(request, f"Brought in: {said or 'nothing'}.")
    return HttpResponseRedirect(reverse("admin:desk_bulk", args=[kind]))


def _show(request, kind, plan: BulkPlan, *, name: str, is_outdated: bool = False):
    rows = [[row.number, row.row] for row in plan.writing]
    carried = signing.dumps(
        {"rows": rows, "digest": plan.digest, "name": name[:200]},
        salt=_salt(request, kind),
        compress=True,
    )
    if len(carried) > CARRIED:
        raise Unreadable("So many long rows do not fit one preview: split the table.")
    told = [row for row in plan.rows if row.what != UNCHANGED]
    told.sort(key=lambda row: (row.what != REFUSED, row.number))
    context = {
        "kind": kind,
        "plan": plan,
        "counts": plan.counts,
        "shown": told[:SHOWN],
        "more": len(told) - SHOWN if len(told) > SHOWN else 0,
        "carried": carried if rows else "",
        "name": name,
        "is_outdated": is_outdated,
    }
    title = f"What {name} would change"
    return screen(request, "bulk_preview.html", title, context, status=409 if is_outdated else 200)


def _ask(request, kind, *, fault: str = "", status: int = 200):
    context = {
        "kind": kind,
        "kinds": [(value, f"{value}s".capitalize()) for value in SHAPES],
        "columns": SHAPES[kind].columns.items(),
        "encodings": ENCODINGS,
        "fault": fault,
        "text": request.POST.get("text", "")[:100_000],
    }
    return screen(request, "bulk.html", f"Tables: {kind}s", context, status=status)


def _salt(request, kind: str) -> str:
    return f"reader.bulk.{kind}.{request.user.pk}"


@for_curators
@require_safe
def export_screen(request, kind):
    """Give out the rows that the list of this kind shows with the same query; ?format=csv|json."""
    if kind not in SHAPES:
        raise Http404
    wanted = request.GET.get("format", "csv")
    if wanted not in ("csv", "json"):
        raise Http404
    request.GET = request.GET.copy()
    request.GET.pop("format", None)
    model_admin = admin.site._registry[MODELS[kind]]
    try:
        listed = model_admin.get_changelist_instance(request).get_queryset(request)
    except Exception as error:
        if "IncorrectLookupParameters" not in type(error).__name__:
            raise
        raise Http404 from error
    shape = SHAPES[kind]()
    rows = shape.rows_of(listed.order_by("pk"))
    write = write_csv if wanted == "csv" else write_json
    types = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
    response = HttpResponse(write(rows, shape.columns), content_type=types[wanted])
    response["Content-Disposition"] = f'attachment; filename="{kind}s.{wanted}"'
    response["Cache-Control"] = "private, no-store"
    return response


ADDRESSES = [
    ("bulk/<slug:kind>/", bulk_screen, "bulk"),
    ("bulk/<slug:kind>/export/", export_screen, "bulk_export"),
]
