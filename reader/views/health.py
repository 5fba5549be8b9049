"""Whether the site is alive, and whether it is ready."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def alive(request):
    """Answer 200 while the process answers at all; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request):
    """Answer 200 when the database answers and has the schema of this code, else 503."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return _not_ready("The database does not answer.")
    if missing:
        return _not_ready(f"{len(missing)} migrations are not applied.")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


def _not_ready(why):
    response = HttpResponse(why + "\n", status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "5"
    return response
