"""How many queries an address takes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from reader.actions.pages import memory
from reader.models import StoredPage


def queries_of(client, address):
    """Return how many queries it takes to render and store the page anew, and the answer."""
    StoredPage.objects.all().delete()
    memory.forget(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), response
