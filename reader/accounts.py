"""How people get in: django-allauth, with our rules."""

import unicodedata

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

# Says to scripts that asking who one is is worth it, so that pages of readers who are not signed in
# ask nothing. It opens nothing: the session alone says who one is.
HINT = "signed_in"

_WORDS = DefaultAccountAdapter.error_messages


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves yet; failures are counted by name and address together."""

    # Whoever is throttled reads what whoever is wrong reads: the limit tells nothing of the name.
    error_messages = {**_WORDS, "too_many_login_attempts": _WORDS["username_password_mismatch"]}

    def is_open_for_signup(self, request):
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        # By the name alone, anyone could lock anyone out from anywhere.
        name = unicodedata.normalize("NFKC", credentials.get("username", "")).casefold().strip()
        return f"{self.get_client_ip(request)} {name}"

    def is_safe_url(self, url):
        try:
            return super().is_safe_url(url)
        except ValueError:  # an address that cannot even be read
            return False


def set_hint(response) -> None:
    """Let scripts of this browser know that someone is signed in."""
    response.set_cookie(
        HINT,
        "1",
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget_hint(response) -> None:
    """Take back what set_hint has said."""
    response.delete_cookie(HINT, samesite="Lax")
