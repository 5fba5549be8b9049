"""The way in and out: django-allauth's views, with our answers."""

from allauth.account.views import LoginView, LogoutView, SignupView, reauthenticate
from allauth.account.views import account_inactive as inactive
from allauth.core.ratelimit import consume, respond_429
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from reader.accounts import AccountAdapter, forget_hint

__all__ = [
    "inactive",
    "provider_answers",
    "reauthenticate",
    "sign_in",
    "sign_in_by_provider",
    "sign_out",
    "sign_up",
]

# What reading a provider's words raises when they are none, or not of the kind that was promised.
NOT_AN_ANSWER = (RequestException, ValueError, KeyError, TypeError, AttributeError)
# A limit lets nobody in before this many seconds; the words do not say that there is one.
RETRY_AFTER = 15 * 60


class SignIn(LoginView):
    """Signing in by name or address. Too many failures answer 429, with a failure's words."""

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


class SignUp(SignupView):
    """Signing up, a few times a day from one address; of two who take one name, one is told."""

    def form_valid(self, form):
        if not consume(self.request, action="signed_up"):
            return respond_429(self.request)
        try:
            return super().form_valid(form)
        except IntegrityError:
            form.add_error("username", AccountAdapter.error_messages["username_taken"])
            return self.form_invalid(form)


class SignOut(LogoutView):
    """Signing out, which scripts on public pages learn as well."""

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        forget_hint(response)
        return response


sign_in = SignIn.as_view()
sign_up = SignUp.as_view()
sign_out = SignOut.as_view()


def sign_in_by_provider(request, provider_id):
    """Lead to the configured provider; to a page that says so when it does not answer."""
    try:
        response = openid_connect.login(request, provider_id)
    except NOT_AN_ANSWER:
        return _provider_is_away(request)
    if isinstance(response, HttpResponseRedirect) and "//" in response.url.partition("?")[0]:
        # A form may lead to this site only (form-action), and the policy is one for all: the page
        # that is sent instead leads on by itself.
        response = render(request, "socialaccount/leaving.html", {"url": response.url})
        response["Cache-Control"] = "private, no-store"
    return response


def provider_answers(request, provider_id):
    """Take the provider's answer; what cannot be read is no answer."""
    try:
        return openid_connect.callback(request, provider_id)
    except NOT_AN_ANSWER:
        return _provider_is_away(request)


def _provider_is_away(request):
    return render(request, "socialaccount/authentication_error.html", {"is_away": True}, status=502)
