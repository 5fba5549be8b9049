"""The one door for annotations: W3C JSON-LD in and out (README, Annotations)."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.views.decorators.http import require_safe

from annotations import threads
from annotations.actions import creating, writing
from annotations.formats import json_ld, reading, web_annotation
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, Viewpoint
from annotations.views.asking import JSON_TYPES, base_of, door, limits

RESOURCE = '<http://www.w3.org/ns/ldp#Resource>; rel="type"'
CONTAINER = (
    '<http://www.w3.org/ns/ldp#BasicContainer>; rel="type", '
    '<http://www.w3.org/TR/annotation-protocol/>; rel="http://www.w3.org/ns/ldp#constrainedBy"'
)
ONE_ALLOWS, MANY_ALLOW = "GET, HEAD, OPTIONS, PUT, DELETE", "GET, HEAD, OPTIONS, POST"
LONGEST_KEY = 200


@door
def container(request):
    """All annotations that the asker may see, newest threads last; a POST adds one."""
    if request.method == "POST":
        return _post(request)
    if request.method == "OPTIONS":
        return options(MANY_ALLOW)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(MANY_ALLOW.split(", "))
    view = Viewpoint(request.user)
    rows = Annotation.objects.shown_to(view)
    return answer_container(request, rows, view, reverse("annotations:annotations"), "Annotations")


def answer_container(
    request: HttpRequest, rows: Any, view: Viewpoint, path: str, label: str
) -> HttpResponse:
    """Answer a container with its first page in it, or the page that ?after= asks for.

    With ?since= and a time, only what was written or changed then or later is on its pages. A
    client that has this very answer gets 304.
    """
    base = base_of(request)
    after = request.GET.get("after")
    if after is not None and not re.fullmatch(r"[0-9.]{0,100}", after):
        raise Refusal(400, "after names no place in this list.", "after")
    since = _since(request)
    if since is not None:
        rows, after = rows.filter(modified_at__gte=since), after or "0"
    page = threads.page_of(rows, view, after or "")
    made = json_ld.write_page(
        path,
        base,
        page.items,
        after=after or "0",
        since=f"{since.astimezone(UTC).isoformat()[:19]}Z" if since else "",
        following=page.following,
        total=page.total,
        with_context=after is not None,
    )
    if after is None:
        first = made if page.items else ""
        made = json_ld.write_container(path, base, label=label, total=page.total, first=first)
    response = json_response(made)
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Link"] = CONTAINER
    response["Allow"] = MANY_ALLOW if path == reverse("annotations:annotations") else "GET, HEAD"
    response["Accept-Post"] = web_annotation.MEDIA_TYPE
    if request.headers.get("If-None-Match") == response["ETag"]:
        headers = {name: response[name] for name in ("ETag", "Link", "Allow")}
        return HttpResponse(status=304, headers=headers)
    return response


def _since(request: HttpRequest) -> datetime | None:
    given = request.GET.get("since")
    if given is None:
        return None
    try:
        since = parse_datetime(given) if len(given) < 40 else None
    except ValueError:
        since = None
    if since is None or is_naive(since):
        raise Refusal(400, "since is no time such as 2026-01-31T12:00:00Z.", "since")
    return since


@require_safe
def context(request):
    """Our small JSON-LD context: what our keys beside the W3C ones are called everywhere."""
    made = json_ld.to_json(json_ld.own_context(base_of(request)))
    response = json_response(made, "application/ld+json")
    response["Cache-Control"] = "public, max-age=86400"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def find(public_id: Any, view: Viewpoint) -> Annotation:
    """Return an annotation the asker may read. What they could read before is gone: 410."""
    row = Annotation.objects.visible_to(view).filter(public_id=public_id).first()
    if row is not None:
        return row
    if Annotation.objects.once_visible_to(view).filter(public_id=public_id).exists():
        raise Refusal(410, "This annotation was deleted.")
    raise Refusal(404, writing.ABSENT)


def one_response(
    request: HttpRequest, row: Annotation, view: Viewpoint, status: int = 200
) -> HttpResponse:
    """Answer one annotation as JSON-LD with what the protocol asks beside it."""
    ready = threads.ready(Annotation.objects.filter(pk=row.pk)).get()
    shown = threads.outgoing([ready], view)[0]
    response = json_response(json_ld.write(shown, base_of(request)))
    response.status_code = status
    response["ETag"] = f'"{shown.version}"'
    response["Link"] = RESOURCE
    response["Allow"] = ONE_ALLOWS
    return response


def json_response(made: str, content_type: str = web_annotation.MEDIA_TYPE) -> HttpResponse:
    """Answer what is JSON already."""
    return HttpResponse(made, content_type=content_type)


def _post(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    incoming, digest = incoming_of(request)
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Refusal(400, f"Idempotency-Key has at most {LONGEST_KEY} characters.")
    try:
        row, is_new = creating.create(incoming, user=user, key=key, digest=digest)
    except IntegrityError:
        # The same key came twice at once: the other request made it.
        if not key:
            raise
        row, is_new = creating.create(incoming, user=user, key=key, digest=digest)
    view = Viewpoint(user)
    if not is_new:
        row = find(row.public_id, view)  # it may be gone by now, or closed to its author
    response = one_response(request, row, view, status=201)
    response["Location"] = base_of(request) + row.get_absolute_url()
    return response


def incoming_of(request: HttpRequest) -> tuple[web_annotation.Incoming, str]:
    """Return the annotation that was sent, and a digest of its bytes."""
    if request.content_type not in JSON_TYPES:
        raise Refusal(415, f"Send {web_annotation.MEDIA_TYPE}.")
    raw = _body_of(request)
    data = reading.load(
        raw, deepest=settings.LIMIT_JSON_DEPTH, most_properties=settings.LIMIT_JSON_PROPERTIES
    )
    incoming = web_annotation.read(data, base_of(request), limits())
    return incoming, hashlib.sha256(raw).hexdigest()


def _body_of(request: HttpRequest) -> bytes:
    """Return the request's body, never reading more than is allowed."""
    most = settings.LIMIT_ANNOTATION_BYTES
    too_much = Refusal(413, f"The body has more than {most} bytes.")
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Refusal(400, "Content-Length is no number.") from None
    if length > most:
        raise too_much
    raw: bytes = request.read(most + 1)
    if len(raw) > most:
        raise too_much
    return raw


def signed_in(request: HttpRequest) -> Any:
    """Return the user, or raise Refusal 401 for nobody."""
    if not request.user.is_authenticated:
        raise Refusal(401, "Sign in first.")
    return request.user


def version_of(request: HttpRequest, *, needed: bool) -> int | None:
    """Return the version that If-Match names, None for any; its second number is not compared.

    The second number grows when an edit of the text moves the annotation, which takes nothing
    from what its author is about to say.
    """
    given = request.headers.get("If-Match")
    if given is None:
        if needed:
            raise Refusal(428, "Send If-Match with the ETag that you read.")
        return None
    if given.strip() == "*":
        return None
    version = given.strip().removeprefix("W/").strip('"').partition("-")[0]
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def options(allowed: str) -> HttpResponse:
    """Answer which methods an address takes."""
    return HttpResponse(status=204, headers={"Allow": allowed})
