"""The served site."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reader.settings")
application = get_wsgi_application()

from reader.checks import the_site_may_be_served  # noqa: E402 - the settings must stand first

for reason in the_site_may_be_served():
    sys.exit(reason.msg)
