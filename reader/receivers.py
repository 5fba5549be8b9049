"""What follows when someone has come in."""

from allauth.account.signals import user_logged_in as came_in
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from reader.accounts import set_hint


@receiver(user_logged_in)
def shorten_staff_sessions(sender, request, user, **kwargs):
    """End a staff session after its twelve hours, by whichever way someone came in."""
    if user.is_staff and hasattr(request, "session"):
        request.session.set_expiry(settings.SESSION_COOKIE_AGE_STAFF)


@receiver(came_in)
def hint_to_scripts(sender, response, **kwargs):
    """Let scripts of this browser know."""
    set_hint(response)
