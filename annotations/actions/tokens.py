"""Making and revoking personal access tokens."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from annotations.models import AccessToken, digest_of
from reader.models import User
from reader.text.user_names import one_line

MOST_TOKENS = 20


class TooManyTokens(Exception):
    """The person has as many live tokens as one may have."""


@transaction.atomic
def make_token(
    user: User, *, name: str, scope: str = "read", days: int | None = 90
) -> tuple[AccessToken, str]:
    """Make a token that lives for so many days (None: until revoked); return it and its key.

    The key is returned here and can never be read again. Raises TooManyTokens beyond MOST_TOKENS.
    """
    if AccessToken.objects.live().filter(user=user).count() >= MOST_TOKENS:
        raise TooManyTokens
    raw = f"sch_{secrets.token_urlsafe(32)}"
    now = timezone.now()
    token = AccessToken(
        user=user,
        name=one_line(name),
        scope=scope,
        digest=digest_of(raw),
        created_at=now,
        expires_at=now + datetime.timedelta(days=days) if days else None,
    )
    token.full_clean()
    token.save()
    return token, raw


def revoke_token(token: AccessToken) -> None:
    """Let the token open nothing any more; revoking twice keeps the first time."""
    AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
