"""How people get in: django-allauth, with our rules."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves yet; editors' sessions are shorter than readers'."""

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        super().login(request, user)
        if user.is_staff:
            request.session.set_expiry(settings.SESSION_COOKIE_AGE_STAFF)
