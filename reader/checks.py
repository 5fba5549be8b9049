"""What a deployed site must have, told by `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

MISSING_KEY = "SECRET_KEY is not set: set it to a long random text before serving the site."
SHORT_KEY = "SECRET_KEY is shorter than 32 characters."
DEBUG_IS_ON = "DEBUG is on: it shows the code of the site to everyone who reaches it."

NO_MAIL = "EMAIL_URL is not set: mails that confirm an address go to the log, not to readers."


@register(Tags.security, deploy=True)
def the_site_may_be_served(app_configs=None, **kwargs):
    """Return an Error for each reason not to serve the site."""
    found = []
    if not settings.SECRET_KEY_IS_GIVEN:
        found.append(Error(MISSING_KEY, id="reader.E001"))
    elif len(settings.SECRET_KEY) < 32:
        found.append(Error(SHORT_KEY, id="reader.E002"))
    if settings.DEBUG and settings.SITE_URL:
        found.append(Error(DEBUG_IS_ON, id="reader.E003"))
    return found


@register(Tags.security, deploy=True)
def the_site_can_write_mail(app_configs=None, **kwargs):
    """Return a Warning when people may sign up but no mail reaches them."""
    if settings.SIGN_UP_IS_OPEN and not settings.EMAIL_URL:
        return [Warning(NO_MAIL, id="reader.W001")]
    return []
