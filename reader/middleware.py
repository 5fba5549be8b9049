"""What stands around every request: busy databases, stored pages, one header of our own."""

import re
import shutil
from urllib.parse import quote

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import has_vary_header

from reader.actions import addresses, pages
from reader.models import Document

# What no page uses, no page may ask for.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer camera display-capture geolocation gyroscope magnetometer microphone "
        "midi payment usb xr-spatial-tracking browsing-topics"
    ).split()
)
NEVER_STORED = (
    settings.STATIC_URL,
    "/admin/",
    "/accounts/",
    "/me/",
    "/groups/",
    "/annotations/",
    "/healthz",
    "/readyz",
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL = 5, 6, 13


def answer_to_fault(error: BaseException | None) -> HttpResponse | None:
    """Return 503 for a database that is busy or away, 507 for a full disk, None for other faults.

    Text only, no template: whatever is wrong, this must still work.
    """
    if not isinstance(error, OperationalError):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        status = {SQLITE_BUSY: 503, SQLITE_LOCKED: 503, SQLITE_FULL: 507}.get(code & 0xFF)
    else:
        status = 507 if getattr(cause, "sqlstate", None) == "53100" else 503
    return None if status is None else _fault(status)


def _fault(status: int) -> HttpResponse:
    words = {
        503: "The site is busy. Nothing was saved; please try again in a moment.",
        507: "The disk of this site is full. Nothing was saved; reading goes on.",
    }
    response = HttpResponse(words[status], status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "1"
    return response


def _has_room() -> bool:
    """Tell whether the disk of the database has room for another write: reading goes on without."""
    try:
        return shutil.disk_usage(settings.DISK).free >= settings.LIMIT_FREE_DISK_BYTES
    except OSError:
        return True


class BusyDatabase:
    """Answers 503 with Retry-After, never 500, when the database is busy; 507 when it is full.

    Before the disk is full no write is begun: what is there is for the work that is under way.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in READING and not _has_room():
            return _fault(507)
        return self.get_response(request)

    def process_exception(self, request, error):
        return answer_to_fault(error)


class PermissionsPolicy:
    """Adds the constant Permissions-Policy header."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        return response


class PrivateAnswers:
    """Says `private, no-store` of every answer that looked at who one is, unless it says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class StoredPages:
    """Answers public pages from memory before sessions, sign-in or anything else is looked at.

    A page that is not stored, or stale, is rendered by the view and stored on its way out.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = self._constant_headers()
        self.hosts: set[str] = set()

    def __call__(self, request):
        if (
            request.method not in ("GET", "HEAD")
            or request.META.get("QUERY_STRING")
            or request.path_info.startswith(NEVER_STORED)
            or request.path_info.endswith("/annotations/")
            or not self._is_at_home(request)
        ):
            return self.get_response(request)
        path = request.path_info
        page = pages.find(path)
        if page is None:
            response = self.get_response(request)
            page = pages.store(path, response)
            if page is None:
                return response
        return self._answer(request, page)

    def _is_at_home(self, request: HttpRequest) -> bool:
        """Tell whether the address is ours and, where the site is https, came that way.

        What is not so goes on to Django's own middleware, which refuses or redirects it.
        """
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return False
        host = request.META.get("HTTP_HOST", "")
        if host not in self.hosts:
            request.get_host()  # raises DisallowedHost, which is answered 400
            if len(self.hosts) < 100:
                self.hosts.add(host)
        return True

    def _answer(self, request: HttpRequest, page: pages.Page) -> HttpResponse:
        takes_brotli = "br" in request.META.get("HTTP_ACCEPT_ENCODING", "")
        etag = f'"{page.etag}-br"' if takes_brotli else f'"{page.etag}"'
        given = request.META.get("HTTP_IF_NONE_MATCH")
        if given and (etag in given or given.strip() == "*"):
            response = HttpResponse(status=304)
            del response["Content-Type"]
        else:
            body = page.brotli if takes_brotli else page.body
            response = HttpResponse(
                b"" if request.method == "HEAD" else body, content_type=page.content_type
            )
            response["Content-Length"] = str(len(body))
            if takes_brotli:
                response["Content-Encoding"] = "br"
        response["ETag"] = etag
        response["Vary"] = "Accept-Encoding"
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
        for name, value in self.headers:
            response[name] = value
        return response

    def _constant_headers(self) -> list[tuple[str, str]]:
        """Return the headers that every answer of the inner layers carries, asked of them once."""
        request = HttpRequest()
        request.method, request.path, request.path_info = "GET", "/healthz", "/healthz"
        request.META = {
            "SERVER_NAME": (settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip("."),
            "SERVER_PORT": "443",
            "wsgi.url_scheme": "https",
        }
        response = self.get_response(request)
        of_that_page = "content-type content-length cache-control expires vary etag set-cookie"
        return [
            (name, value)
            for name, value in response.items()
            if name.lower() not in of_that_page.split()
        ]


class FormerAddresses:
    """Answers 301 where a record stood that has moved, and 410 where a document was withdrawn.

    Asked only when nothing is found, so it costs no page anything. A record that this reader may
    not see gives nothing away: the address answers as one that never was.
    """

    ADDRESS = re.compile(r"/(document|actor|topic|source)s/([-\w]{1,200})((?:[/.].*)?)", re.S)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        match = self.ADDRESS.fullmatch(request.path_info)
        if match is None:
            return response
        kind, slug, below = match.groups()
        record = addresses.moved_to(kind, slug)
        withdrawn = self._withdrawn(kind, slug, record)
        if withdrawn is not None:
            return self._gone(request, withdrawn)
        if record is None:
            return response
        model = type(record).objects
        is_public = model.visible_to(None).filter(pk=record.pk).exists()
        if not is_public and not model.visible_to(request.user).filter(pk=record.pk).exists():
            return response
        address = f"/{kind}s/{addresses.slug_of(record)}{quote(below or '/')}"
        if request.META.get("QUERY_STRING"):
            address += f"?{request.META['QUERY_STRING']}"
        moved = HttpResponsePermanentRedirect(address)
        # Browsers would keep a bare 301 for good; but a record may take an address of its own back.
        moved["Cache-Control"] = "max-age=0, must-revalidate" if is_public else "private, no-store"
        return moved

    def _withdrawn(self, kind: str, slug: str, record) -> Document | None:
        """Return the withdrawn document that stands, or once stood, at this address."""
        if kind != "document":
            return None
        found = record or Document.objects.filter(slug=slug).first()
        return found if found and found.status == Document.Status.WITHDRAWN else None

    def _gone(self, request, document: Document) -> HttpResponse:
        response = render(request, "410.html", {"document": document}, status=410)
        response["Cache-Control"] = "max-age=0, must-revalidate"
        return response
