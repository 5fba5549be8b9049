"""Public pages: the same bytes for everyone, stored whole (design.md §4)."""

from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.views.decorators.http import require_safe


def public_page(view):
    """Make a view answer as if nobody were signed in and no cookie had come.

    A response that carries `facts` (see render_page) is stored by the middleware when its address
    has no query.
    """

    @wraps(view)
    @require_safe
    def answer(request, *args, **kwargs):
        request.user = AnonymousUser()
        request.COOKIES = {}
        return view(request, *args, **kwargs)

    return answer


def render_page(request, template, context, *, facts=(), valid_until=None):
    """Render a public page and say what it shows.

    `facts` are the keys of what the page shows (actions.pages.fact_of for rows, and "documents",
    "actors", "sources", "topics" for the lists): when one changes, the stored page is stale.
    `valid_until` is the next moment at which something on it appears or expires, or None.
    """
    response = render(request, template, context)
    response.facts = frozenset(facts)
    response.valid_until = valid_until
    return response
