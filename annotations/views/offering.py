"""The door that offers tags and actors while one types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponseNotAllowed, JsonResponse

from annotations.formats.refusal import Refusal
from annotations.models import Viewpoint
from annotations.offers import actors_for, tags_for
from annotations.views.asking import door
from annotations.views.door import signed_in


@door
def offers(request):
    """Answer what begins as ?q= : tags (?of=tags) or actors (?of=actors), as JSON.

    ?document= and ?group= are slugs that say where one writes. `{"offers": [{"words", "value",
    "source"}]}` has at most eight; an actor's value is its address. Only who is signed in asks.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    signed_in(request)
    view = Viewpoint(request.user)
    typed, document = request.GET.get("q", ""), request.GET.get("document", "")
    typed = typed.replace("\0", "")
    match request.GET.get("of"):
        case "tags":
            group = request.GET.get("group", "")
            found = tags_for(view, typed, document=document[:200], group=group[:60])
        case "actors":
            found = actors_for(view, typed, document=document[:200])
        case _:
            raise Refusal(400, "of must be tags or actors.", "of")
    return JsonResponse({"offers": [asdict(offer) for offer in found]})
