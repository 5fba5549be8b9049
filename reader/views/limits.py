"""How often one address may ask for what is not stored: search, feeds, exports, programs.

Reading writes nothing, so the counts stand in no database: each worker counts what it answers, in
its own memory. Whoever is signed in is not counted, nor is a stored page.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from reader.accounts import AccountAdapter

SECONDS = 60
# Beyond so many addresses in a minute, others are not counted: reading goes on.
MOST_ADDRESSES = 100_000


class Counts:
    """Requests by address in the minute that runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = -1
        self._counts: Counter[str] = Counter()

    def take(self, address: str) -> int:
        """Count one request; return 0, or in how many seconds the next one may come."""
        now = time.time()
        with self._lock:
            minute = int(now // SECONDS)
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            if len(self._counts) >= MOST_ADDRESSES and address not in self._counts:
                return 0
            self._counts[address] += 1
            if self._counts[address] <= settings.LIMIT_READS_A_MINUTE:
                return 0
        return SECONDS - int(now % SECONDS)

    def forget(self) -> None:
        """Forget all that was counted."""
        with self._lock:
            self._counts.clear()


counts = Counts()
WORDS = "Too many requests from this address; please wait a minute."


def seconds_to_wait(request: HttpRequest) -> int:
    """Count a read of somebody unknown; return 0, or the seconds until the next is answered."""
    return counts.take(str(AccountAdapter(request).get_client_ip(request)))


def limited_reads(view):
    """Answer 429 with Retry-After to an address that asks too often. Everyone is counted."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        seconds = seconds_to_wait(request)
        if not seconds:
            return view(request, *args, **kwargs)
        response = HttpResponse(WORDS, status=429, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(seconds)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def limited_searches(view):
    """Count a public list as a search where it has a query: without one it is a stored page."""
    limited = limited_reads(view)

    @wraps(view)
    def answer(request, *args, **kwargs):
        return (limited if request.GET.get("q") else view)(request, *args, **kwargs)

    return answer
