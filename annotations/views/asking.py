"""Who asks, and how answers are given: what every door to annotations shares."""

from __future__ import annotations

import json
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from annotations.actions.writing import Stale
from annotations.formats.refusal import Refusal
from annotations.formats.web_annotation import Limits
from annotations.models import AccessToken
from reader.views.limits import WORDS, seconds_to_wait

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CHALLENGE = 'Bearer realm="annotations"'
JSON_TYPES = ("application/ld+json", "application/json")


class _Csrf(CsrfViewMiddleware):
    """Django's own check, asked by hand; its words are ours."""

    def _reject(self, request, reason):
        return reason


def base_of(request: HttpRequest) -> str:
    """Return this site's address without a final slash: the setting, if it is given."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def limits() -> Limits:
    """Return what one annotation may hold, as the settings say."""
    return Limits(
        text=settings.LIMIT_ANNOTATION_CHARACTERS,
        bodies=settings.LIMIT_ANNOTATION_BODIES,
        targets=settings.LIMIT_ANNOTATION_TARGETS,
        tags=settings.LIMIT_TAGS,
        tag=settings.LIMIT_TAG_CHARACTERS,
        exact=settings.LIMIT_QUOTE_CHARACTERS,
        context=settings.LIMIT_CONTEXT_CHARACTERS,
    )


def door(view):
    """Make a view answer people by session and programs by token, and refusals in their form.

    A token takes no cookie, and needs none; a session that writes needs the CSRF token and an
    Origin of this site. What is answered is for this one asker, and never stored.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            identify(request)
            _count_reading(request)
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = refuse(request, refusal)
        except Stale:
            words = "Somebody changed this meanwhile. Read it again, then save."
            response = refuse(request, Refusal(412, words))
        response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
        return response

    return answer


def _count_reading(request: HttpRequest) -> None:
    """Raise Refusal 429 for programs that nobody answers for, when they ask too often.

    What an article of ours asks for its margin belongs to reading the article: a class may share
    one address.
    """
    if request.method in UNSAFE or request.user.is_authenticated or not wants_json(request):
        return
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    if seconds := seconds_to_wait(request):
        raise Refusal(429, WORDS, retry_after=seconds)


def identify(request: HttpRequest) -> None:
    """Set request.user to who asks; raise Refusal for a token or a session that will not do."""
    given = request.headers.get("Authorization")
    if given is not None:
        scheme, _, secret = given.partition(" ")
        request.user = AnonymousUser()
        request.COOKIES = {}
        token = AccessToken.objects.find(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise Refusal(401, "This access token opens nothing.")
        if not token.opens("write" if request.method in UNSAFE else "read"):
            raise Refusal(403, "This access token may only read.")
        request.user = token.user
    elif request.method in UNSAFE and request.user.is_authenticated:
        check = _Csrf(lambda request: HttpResponse())
        check.process_request(request)
        reason = check.process_view(request, None, (), {})
        if reason:
            raise Refusal(403, "The request does not come from a page of this site.")


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the asker prefers JSON: programs do, and browsers that open a page do not."""
    accepted = request.headers.get("Accept", "")
    if not accepted or accepted == "*/*":
        return True
    asked = [part.partition(";")[0].strip().lower() for part in accepted.split(",")]
    is_json = next((n for n, kind in enumerate(asked) if kind in JSON_TYPES), None)
    is_html = next((n for n, kind in enumerate(asked) if kind in ("text/html", "text/*")), None)
    return is_json is not None and (is_html is None or is_json < is_html)


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal: as a problem in JSON (RFC 9457) to programs, as a page to people."""
    if wants_json(request) or request.content_type in JSON_TYPES:
        problem: dict[str, Any] = {"title": refusal.words, "status": refusal.status}
        if refusal.field:
            problem["field"] = refusal.field
        response = HttpResponse(
            json.dumps(problem, ensure_ascii=False),
            status=refusal.status,
            content_type="application/problem+json",
        )
    else:
        context = {"refusal": refusal}
        response = render(request, "annotations/refusal.html", context, status=refusal.status)
    if refusal.status == 401:
        response["WWW-Authenticate"] = CHALLENGE
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response
