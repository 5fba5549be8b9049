"""What is answered when something is not there or went wrong."""

import sys

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from reader.middleware import answer_to_fault


def server_error(request):
    """Answer a fault of ours with 500, and a database that is busy or full with 503 or 507.

    No context processor runs: whatever failed once must not fail here again.
    """
    answer = answer_to_fault(sys.exc_info()[1])
    return answer or HttpResponseServerError(loader.get_template("500.html").render())


def too_many_requests(request):
    """Answer what came too often with 429, in words, and with the time to wait."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "3600"
    response["Cache-Control"] = "no-store"
    return response
