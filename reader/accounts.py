"""How people get in: django-allauth, with our rules."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import SignupForm
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission

from reader.models import RetiredName
from reader.text.user_names import fold_user_name, is_reserved

# Says to scripts that asking who one is is worth it, so that pages of readers who are not signed in
# ask nothing. It opens nothing: the session alone says who one is.
HINT = "signed_in"

_WORDS = DefaultAccountAdapter.error_messages
_WRONG = _WORDS["username_password_mismatch"]

log = logging.getLogger(__name__)


class SignIn(AuthenticationBackend):
    """Signs people in, and asks for all the rights of one in one query: Django makes it two."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            columns = ("content_type__app_label", "codename")
            own = Permission.objects.filter(user=user_obj).order_by().values_list(*columns)
            of_groups = Permission.objects.filter(group__user=user_obj).order_by()
            rows = own.union(of_groups.values_list(*columns))
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in rows}
        return user_obj._perm_cache


class AccountAdapter(DefaultAccountAdapter):
    """Failures are counted by name and address together; links in mails are the site's own."""

    # Whoever is throttled reads what whoever is wrong reads: the limit tells nothing of the name.
    error_messages = {
        **_WORDS,
        "too_many_login_attempts": _WRONG,
        "email_password_mismatch": _WRONG,
        "username_taken": "This name is taken.",
        "username_blacklisted": "This name is taken.",
    }

    def is_open_for_signup(self, request):
        return settings.SIGN_UP_IS_OPEN

    def is_ajax(self, request):
        return False  # pages and forms, for everyone

    def get_login_stages(self):
        ours = f"{__name__}.{ConfirmedAddress.__name__}"
        return [
            ours if stage.endswith(".EmailVerificationStage") else stage
            for stage in super().get_login_stages()
        ]

    def clean_username(self, username, shallow=False):
        if is_reserved(username) or RetiredName.objects.covers(username):
            raise self.validation_error("username_blacklisted")
        return super().clean_username(username, shallow)

    def can_delete_email(self, email_address):
        # The confirmed address is the way back in.
        return not (email_address.verified and email_address.primary)

    def send_mail(self, template_prefix, email, context):
        """Send a mail with lasting links; a mail server that is away is logged, not shown.

        Who signed up gets the mail again by signing in, and who asked for a reset asks again.
        """
        context = {
            name: lasting(value) if name.endswith("_url") else value
            for name, value in context.items()
        }
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.error("a mail (%s) was not sent: %s", template_prefix, error)

    def _get_login_attempts_cache_key(self, request, **credentials):
        # By the name alone, anyone could lock anyone out from anywhere.
        name = fold_user_name(credentials.get("username") or credentials.get("email", ""))
        return f"{self.get_client_ip(request)} {name}"

    def is_safe_url(self, url):
        try:
            return super().is_safe_url(url)
        except ValueError:  # an address that cannot even be read
            return False


class ConfirmedAddress(EmailVerificationStage):
    """Whoever signed up confirms the address first; whom an administrator made has none."""

    def handle(self):
        user = self.login.user
        if user is not None and (
            user.last_login is not None or not EmailAddress.objects.filter(user=user).exists()
        ):
            return None, True
        return super().handle()


class SignUpForm(SignupForm):
    """Signing up; an address that is taken takes as long as one that is free."""

    def try_save(self, request):
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Whom the configured provider vouches for may come in, be signing up open or closed."""

    def is_open_for_signup(self, request, sociallogin):
        return True


def lasting(url):
    """Return an address of ours on the site's own host, whatever host the request named."""
    return settings.SITE_URL + urlsplit(url).path if settings.SITE_URL else url


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
