"""What a deployed site must have, told by `manage.py check --deploy`."""

from django.conf import settings
from django.core.checks import Error, Tags, register

MISSING_KEY = "SECRET_KEY is not set: set it to a long random text before serving the site."
SHORT_KEY = "SECRET_KEY is shorter than 32 characters."
DEBUG_IS_ON = "DEBUG is on: it shows the code of the site to everyone who reaches it."


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
