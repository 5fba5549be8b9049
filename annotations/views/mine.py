"""What one has done with an annotation oneself: asked when the menu of its card is opened."""

from __future__ import annotations

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from annotations.actions.suggestions import may_decide
from annotations.models import Annotation, Flag, Follow, Reaction, Viewpoint
from annotations.views.asking import door
from annotations.views.door import find, signed_in


@require_safe
@door
def mine(request, public_id):
    """Answer what the menu of a card needs beside the annotation itself, as JSON:

    {"signs": ["agree"],         the asker's own signs under it
     "follows": false,           they follow its thread
     "flagged": false,           they have flagged it
     "decides": false,           it is an open suggestion, and they may accept or reject it
     "choices": {"signs": [[value, words]], "reasons": [[value, words]]}}
    """
    user = signed_in(request)
    row = find(public_id, Viewpoint(user))
    signs = Reaction.objects.filter(annotation=row, user=user)
    return JsonResponse(
        {
            "signs": list(signs.values_list("sign", flat=True)),
            "follows": follows(user, row),
            "flagged": Flag.objects.filter(annotation=row, user=user).exists(),
            "decides": row.kind == Annotation.Kind.SUGGESTION
            and row.suggestion.decision == "open"
            and may_decide(row, user),
            "choices": {"signs": Reaction.Sign.choices, "reasons": Flag.Reason.choices},
        }
    )


def follows(user, row: Annotation) -> bool:
    """Tell whether a user follows the thread that an annotation stands in."""
    rows = Follow.objects.filter(user=user.pk, kind=Follow.Kind.THREAD, key=row.thread_id)
    return bool(user.is_authenticated and rows.exists())
