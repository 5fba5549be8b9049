"""Pages that are for one person alone."""

from __future__ import annotations

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache


def private_page(view):
    """Make a view ask who one is, and its answer `private, no-store`."""

    @wraps(view)
    @never_cache
    @login_required
    def answer(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    return answer
