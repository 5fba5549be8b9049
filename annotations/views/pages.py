"""Plain pages of annotations: reading and writing all of them without scripts."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from annotations import threads
from annotations.actions import creating, writing
from annotations.actions.reattaching import reattach
from annotations.actions.suggestions import may_decide
from annotations.formats.json_ld import Outgoing, moment_of
from annotations.formats.refusal import Refusal
from annotations.forms import AnnotationForm
from annotations.models import (
    Annotation,
    Flag,
    PersonalBlock,
    Placement,
    Reaction,
    Segment,
    Viewpoint,
)
from annotations.permissions import Act
from annotations.views.asking import door
from annotations.views.deeds import number_of, read_place
from annotations.views.door import find
from annotations.views.mine import follows
from reader.models import Block, Document
from reader.text.render import Html
from reader.text.sentences import sentence_around
from reader.text.spans import Span

ON_A_PAGE = 50
LONGEST_SENTENCE = 160
# Where an annotation stands in the text.
PLACES = ("of_note", "of_block", "of_start")
# Behind all that stands in a block.
AT_THE_END = 10**9


@dataclass(frozen=True, slots=True)
class Shown:
    """An annotation in a page: what it says, its safe words, and what it answers is on the page."""

    item: Outgoing
    words: Html
    public_id: str
    answers: str = ""

    @property
    def created(self) -> datetime:
        return moment_of(self.item.created)

    @property
    def modified(self) -> datetime:
        return moment_of(self.item.modified)


def shown(items: list[Outgoing]) -> list[Shown]:
    """Return annotations as templates show them; an answer to an answer names whom it answers."""
    names = {item.path: item.creator.shown for item in items if item.creator and item.parent}
    return [
        Shown(item, Html(item.html), item.path.rsplit("/", 2)[1], names.get(item.parent, ""))
        for item in items
    ]


def list_page(
    request: HttpRequest, document: Document, view: Viewpoint, number: int | None = None
) -> HttpResponse:
    """Show a page of a document's annotations with their replies, in the order of the text.

    What is no number of a page shows the first one, or the last one if it is beyond that.
    """
    asked = request.GET.get("page", "1")
    if number is None:
        number = max(1, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else 1
    rows = threads.on_document(document, view)
    roots = _placed(rows.filter(parent=None), request)
    first = (number - 1) * ON_A_PAGE
    some = roots.values("pk")[first : first + ON_A_PAGE]
    placed = _placed(rows.filter(Q(pk__in=some) | Q(root__in=some)))
    found = threads.ready(placed.annotate(total=threads.count_of(roots)), *PLACES, "total")
    in_order = sorted(found, key=lambda row: row.path)
    if not in_order and number > 1:  # behind the last page is the last page
        last = -(-roots.count() // ON_A_PAGE)
        return list_page(request, document, view, max(1, min(number - 1, last)))
    places = {row.pk: _place_of(row) for row in in_order if row.parent_id is None}
    in_order.sort(key=lambda row: (places.get(row.root_id or row.pk, (9e9,)), row.path))
    total = in_order[0].total if in_order else 0
    last = max(1, -(-total // ON_A_PAGE))
    context = {
        "document": document,
        "rows": shown(threads.outgoing(in_order, view)),
        "total": total,
        "number": number,
        "last": last,
        "previous": number - 1 if 1 < number <= last + 1 else 0,
        "following": number + 1 if number < last else 0,
        "kind": request.GET.get("kind", ""),
        "tag": request.GET.get("tag", ""),
    }
    return render(request, "annotations/annotation_list.html", context)


def _placed(rows: QuerySet[Annotation], request: HttpRequest | None = None) -> QuerySet[Any]:
    """Order rows by where they stand in the text: notes last, what stands nowhere first.

    What lost its words comes after all that stands in the block that it is read beside.
    """
    lost = Placement.objects.filter(
        target__annotation=OuterRef(OuterRef("pk")), target__is_dropped=False, is_current=True
    ).exclude(beside="")
    gap = Block.objects.filter(
        document=OuterRef("document"),
        key=Subquery(lost.order_by("target__ordinal").values("beside")[:1]),
    )
    first = Segment.objects.filter(
        placement__target__annotation=OuterRef("pk"),
        placement__target__is_dropped=False,
        placement__is_current=True,
    ).order_by("placement__target__ordinal", "ordinal")
    if request is not None:
        if kind := request.GET.get("kind", ""):
            rows = rows.filter(kind=kind)
        if tag := request.GET.get("tag", "")[:64]:
            rows = rows.filter(tag_labels__tag__name=tag)
    return rows.annotate(
        of_note=Case(
            When(Exists(first), then=Subquery(first.values("block__footnote__number")[:1])),
            default=Subquery(gap.values("footnote__number")[:1]),
        ),
        of_block=Coalesce(
            Subquery(first.values("block__position")[:1]), Subquery(gap.values("position")[:1])
        ),
        of_start=Coalesce(
            Subquery(first.values("start")[:1]), Case(When(Exists(gap), then=Value(AT_THE_END)))
        ),
    ).order_by(
        F("of_note").asc(nulls_first=True),
        F("of_block").asc(nulls_first=True),
        F("of_start").asc(nulls_first=True),
        "path",
    )


def _place_of(row: Any) -> tuple[float, ...]:
    return tuple(
        -1 if value is None else value for value in (row.of_note, row.of_block, row.of_start)
    )


def thread_page(
    request: HttpRequest,
    row: Annotation,
    view: Viewpoint,
    form: AnnotationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show an annotation with its whole thread, and what the asker may do with it."""
    rows = Annotation.objects.filter(Q(pk=row.thread_id) | Q(root=row.thread_id)).shown_to(view)
    ready = list(threads.ready(rows | Annotation.objects.filter(pk=row.pk)).order_by("path"))
    items = shown(threads.outgoing(ready, view))
    own = next(entry for entry in items if entry.public_id == str(row.public_id))
    key = own.item.stands[0].pieces[0][0] if own.item.stands and own.item.stands[0].pieces else ""
    given = Reaction.objects.filter(annotation=row, user=request.user.pk)
    blocked = set(
        PersonalBlock.objects.filter(user=request.user.pk).values_list("blocked", flat=True)
    )
    flags = Flag.objects.filter(annotation=row) if view.may(row, Act.SEE_FLAGS) else None
    context = {
        "annotation": row,
        "own": own,
        "rows": items,
        "document": row.document,
        "in_text": f"{row.document.get_absolute_url()}{f'#b-{key}' if key else ''}",
        "form": form or AnnotationForm(view=view, initial=_first_values(row)),
        "signs": Reaction.Sign.choices,
        "given": set(given.values_list("sign", flat=True)) if view.is_authenticated else (),
        "is_blocked": row.creator_id in blocked,
        "reasons": Flag.Reason.choices,
        "flags": flags,
        "history": row.edits.all() if view.may(row, Act.EDIT) or view.may(row, Act.HIDE) else None,
        "acts": row.moderation_acts.all() if view.may(row, Act.HIDE) else None,
        "follows": follows(request.user, row),
        "may_decide": row.kind == "suggestion" and may_decide(row, request.user),
    }
    return render(request, "annotations/annotation_detail.html", context, status=status)


def gone_page(request: HttpRequest, public_id: Any, view: Viewpoint) -> HttpResponse:
    """Say that an annotation was deleted; its author may bring it back for a while."""
    row = Annotation.objects.select_related("document").get(public_id=public_id)
    until = (row.deleted_at or row.created_at) + timedelta(seconds=settings.LIMIT_UNDO_SECONDS)
    is_own = view.is_authenticated and row.creator_id == view.user.pk
    context = {"annotation": row, "until": until if is_own and until > timezone.now() else None}
    return render(request, "annotations/annotation_gone.html", context, status=410)


def _first_values(parent: Annotation) -> dict[str, str]:
    group = f"group:{parent.group.slug}" if parent.group else ""
    return {"audience": group or parent.visibility, "key": str(uuid.uuid4())}


@door
def new(request, slug):
    """A form for a new annotation: on a sentence of ?block=KEY, on pasted words, on the whole."""
    view = Viewpoint(request.user)
    document = Document.objects.visible_to(request.user).filter(slug=slug).first()
    if document is None:
        raise Refusal(404, writing.ABSENT)
    if not view.is_authenticated:
        return _sign_in(request)
    key = (request.POST.get("block") or request.GET.get("block", ""))[:10]
    block = Block.objects.filter(document=document, key=key).first() if key else None
    form = AnnotationForm(request.POST or None, view=view, initial={"key": str(uuid.uuid4())})
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            has_place = any(request.POST.get(name) for name in ("sentence", "quote"))
            targets = (read_place(request.POST),) if has_place else ()
            row, _ = creating.create(
                form.incoming(document=slug, targets=targets),
                user=request.user,
                key=given["key"],
                digest=form.digest(),
            )
            return redirect(row)
        except Refusal as refusal:
            form.add_error(None, refusal.words)
            status = refusal.status
    elif request.method == "POST":
        status = 422
    context = {
        "form": form,
        "document": document,
        "within": block,
        "sentences": _sentences(block.text) if block else [],
        "chosen": request.POST.get("sentence", ""),
        "quote": request.POST.get("quote", ""),
        "title": "Annotate",
    }
    return render(request, "annotations/annotation_form.html", context, status=status)


@door
def reply(request, public_id):
    """Answer an annotation; the form stands on its page, and comes back there with a fault."""
    view = Viewpoint(request.user)
    row = find(public_id, view)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not view.is_authenticated:
        return _sign_in(request)
    writing.allow(view, row, Act.REPLY)
    form = AnnotationForm(request.POST, view=view)
    status = 422
    if form.is_valid():
        try:
            made, _ = creating.create(
                form.incoming(parent=str(row.public_id)),
                user=request.user,
                key=form.cleaned_data["key"],
                digest=form.digest(),
            )
            return redirect(f"{row.get_absolute_url()}#a-{made.public_id}")
        except Refusal as refusal:
            form.add_error(None, refusal.words)
            status = refusal.status
    return thread_page(request, row, view, form, status)


@door
def edit(request, public_id):
    """A form for the words of one's own annotation; a stale one gets 409 and both texts."""
    view = Viewpoint(request.user)
    row = find(public_id, view)
    writing.allow(view, row, Act.EDIT)
    tags = [label.tag.name for label in row.tag_labels.select_related("tag")]
    group = f"group:{row.group.slug}" if row.group else ""
    suggestion = getattr(row, "suggestion", None)
    initial = {
        "body": row.body,
        "tags": ", ".join(tags),
        "kind": row.kind if row.kind in ("question", "suggestion") else "note",
        "audience": group or row.visibility,
        "version": row.version,
        "replacement": suggestion.replacement if suggestion else "",
        "key": str(uuid.uuid4()),
    }
    form = AnnotationForm(request.POST or None, view=view, initial=initial, row=row)
    there, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            incoming = form.incoming(
                document="" if row.parent else row.document.slug,
                parent=str(row.parent.public_id) if row.parent else "",
            )
            writing.edit(
                row, incoming, user=request.user, version=form.cleaned_data["version"] or 0
            )
            return redirect(row)
        except writing.Stale as stale:
            there, status = stale.theirs, 409
            form.data = {**form.data.dict(), "version": str(there.version)}
        except Refusal as refusal:
            form.add_error(None, refusal.words)
            status = refusal.status
    elif request.method == "POST":
        status = 422
    context = {
        "form": form, "annotation": row, "document": row.document, "there": there,
        "title": "Edit your annotation",
    }  # fmt: skip
    return render(request, "annotations/annotation_form.html", context, status=status)


@door
def place(request, public_id):
    """A form for a new place: a sentence of ?block=KEY, or words pasted from the text as it is."""
    view = Viewpoint(request.user)
    row = find(public_id, view)
    writing.allow(view, row, Act.REATTACH)
    ready = threads.ready(Annotation.objects.filter(pk=row.pk)).get()
    own = shown(threads.outgoing([ready], view))[0]
    blocks = _blocks_of(row.document)
    key = request.POST.get("block") or request.GET.get("block", "")
    within = next((text for one, text in blocks if one == key), "")
    stand = own.item.stands[0] if own.item.stands else None
    near = stand.pieces[0][0] if stand and stand.pieces else stand.beside if stand else ""
    context: dict[str, Any] = {
        "own": own,
        "document": row.document,
        "blocks": blocks,
        "near": key if within else near,
        "within": key if within else "",
        "sentences": _sentences(within),
    }
    status = 200
    if request.method == "POST":
        ordinal = number_of(request.POST.get("target", ""), "target") or 0
        try:
            reattach(row, read_place(request.POST), user=request.user, ordinal=ordinal)
            return redirect(row)
        except Refusal as refusal:
            status = refusal.status
            context |= {"fault": refusal.words, "typed": request.POST, "target": ordinal}
    return render(request, "annotations/annotation_place.html", context, status=status)


def _blocks_of(document: Document) -> list[tuple[str, str]]:
    """Return the blocks of a document in reading order, its notes last, as (key, text)."""
    in_order = (F("footnote__number").asc(nulls_first=True), "position", "pk")
    rows = Block.objects.filter(document=document).exclude(text="").order_by(*in_order)
    return list(rows.values_list("key", "text"))


def _sentences(text: str) -> list[tuple[str, str]]:
    """Return the sentences of a block as (place "start-end", words)."""
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        span = sentence_around(text, Span(at, at + 1))
        start, end = max(span.start, at), max(span.end, at + 1)
        found.append((f"{start}-{end}", text[start:end]))
        at = end
    return found


def _sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse('account_login')}?next={back}")
