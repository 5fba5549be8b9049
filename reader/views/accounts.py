"""The way in and out: django-allauth's views, with our answers."""

from allauth.account.views import LoginView, reauthenticate
from allauth.account.views import account_inactive as inactive
from allauth.account.views import logout as sign_out
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS

__all__ = ["inactive", "reauthenticate", "sign_in", "sign_out"]

# A limit lets nobody in before this many seconds; the words do not say that there is one.
RETRY_AFTER = 15 * 60


class SignIn(LoginView):
    """Signing in by name and password. Too many failures answer 429, with a failure's words."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.request.user.is_authenticated and self.request.user.is_staff:
            self.request.session.set_expiry(settings.SESSION_COOKIE_AGE_STAFF)
        return response

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            response.status_code = 429
            response["Retry-After"] = str(RETRY_AFTER)
        return response


sign_in = SignIn.as_view()
