"""gunicorn's settings: `gunicorn -c python:reader.serving reader.wsgi`."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from reader.checks import the_site_may_be_served

bind = os.environ.get("BIND", "127.0.0.1:8000")
# Behind a proxy that buffers requests and answers, a few threads a core serve everyone; without
# one, slow clients hold the threads (README, Deploying).
worker_class = "gthread"
workers = os.cpu_count() or 1
threads = 4
umask = 0o027
timeout = 30
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
keepalive = 5
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
control_socket_disable = True
accesslog = None


def _refusal() -> str:
    """Return why this site must not be served, in one line; "" when it may."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reader.settings")
    try:
        found = the_site_may_be_served()
    except ImproperlyConfigured as error:
        return str(error)
    if found:
        return found[0].msg
    address = bind.rpartition(":")[0].strip("[]")
    if settings.DEBUG and address not in {"127.0.0.1", "localhost", "::1"}:
        return "DEBUG is on and the site would listen to everyone: unset DEBUG or BIND."
    return ""


# Read with the configuration, so that the one line is all there is to read.
if refusal := _refusal():
    sys.exit(refusal)


def on_starting(server):
    """Say what a host should know."""
    if settings.SITE_URL and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        server.log.warning(
            "No proxy is named (TRUST_PROXY): without one that buffers, a few dozen slow clients "
            "can hold every thread."
        )
