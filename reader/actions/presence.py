"""Presence: who has a record open just now. A notice only: nobody is kept from saving."""

from __future__ import annotations

import datetime

from django.utils import timezone

from reader.models import Presence, User

# A form says every twenty seconds that it is open; three silences, and it is taken for closed.
COUNTS_FOR = datetime.timedelta(seconds=60)


def be_present(user: User, kind: str, record: str) -> list[str]:
    """Note that user has the record open, and return who else has, by name.

    What is older than a minute is forgotten on the way.
    """
    now = timezone.now()
    Presence.objects.filter(seen_at__lte=now - COUNTS_FOR).delete()
    Presence.objects.bulk_create(
        [Presence(user=user, kind=kind, record=record, seen_at=now)],
        update_conflicts=True,
        unique_fields=["user", "kind", "record"],
        update_fields=["seen_at"],
    )
    others = Presence.objects.filter(kind=kind, record=record).exclude(user=user)
    return list(others.order_by("user__username").values_list("user__username", flat=True))
