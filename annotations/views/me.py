"""Who one is, for scripts on pages that are the same for everyone."""

from __future__ import annotations

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

from annotations.models import Group, as_viewpoint
from annotations.views.notices import unread_of
from reader.accounts import HINT, forget_hint, set_hint


@require_safe
def me(request):
    """Answer who is signed in, as JSON, `private, no-store`:

    {"name": "ada",                  the user name, "" for nobody
     "display_name": "Ada Marsh",    beside it, may be ""
     "url": "/people/ada/",          their public page
     "is_moderator": false,          may decide on public annotations
     "groups": [{"slug", "name"}],   where they may read and write
     "unread": 0,                    notices not yet seen
     "csrf_token": "…"}              send it as X-CSRFToken with what writes

    Nobody gets {"name": "", "groups": []} with status 200 and no token: a page for everyone may
    ask, and a refusal would only be noise. Scripts ask through `whoIs()` of "annotations/me",
    which asks at most once a page, and not at all where the cookie `signed_in` is missing.
    """
    user = request.user
    if not user.is_authenticated:
        response = JsonResponse({"name": "", "groups": []})
        if HINT in request.COOKIES:
            forget_hint(response)
    else:
        response = JsonResponse(
            {
                "name": user.username,
                "display_name": user.display_name,
                "url": user.get_absolute_url(),
                "is_moderator": as_viewpoint(user).moderates_public,
                "groups": groups_of(user),
                "unread": unread_of(user),
                "csrf_token": get_token(request),
            }
        )
        if HINT not in request.COOKIES:
            set_hint(response)
    response["Cache-Control"] = "private, no-store"
    return response


def groups_of(user) -> list[dict[str, str]]:
    """Return the groups that user reads and writes in, by name."""
    return list(Group.objects.of(user).values("slug", "name"))
