"""Two records that are not the same: said once, and never asked again."""

from __future__ import annotations

from django.db import transaction

from reader.actions.journal import record_act
from reader.models import NotTheSame, User, Versioned


@transaction.atomic
def tell_apart(kind: str, one: Versioned, other: Versioned, *, user: User | None) -> NotTheSame:
    """Note that two records of a kind are not the same. Saying it again changes nothing."""
    first, second = sorted((one.pk, other.pk))
    pair, is_new = NotTheSame.objects.get_or_create(
        kind=kind, first=first, second=second, defaults={"user": user}
    )
    if is_new:
        words = f"{one} from {other}"
        record_act(user, "told apart", one, words=words, data={"other": other.pk})
    return pair


@transaction.atomic
def ask_again(kind: str, one: int | None, other: int | None, *, user: User | None) -> bool:
    """Forget that two records were told apart; tell whether they were."""
    if one is None or other is None:
        return False
    first, second = sorted((one, other))
    gone, _ = NotTheSame.objects.filter(kind=kind, first=first, second=second).delete()
    if gone:
        data = {"kind": kind, "first": first, "second": second}
        record_act(user, "asked again", words=f"{kind} {first} and {second}", data=data)
    return bool(gone)
