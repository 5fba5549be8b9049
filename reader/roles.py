"""Roles: what each group of editors may do. Migrations hand out the rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.management import create_permissions

AUTHOR, CURATOR, PUBLISHER = "author", "curator", "publisher"
MODERATOR, VIEWER = "moderator", "viewer"
ROLES = (AUTHOR, CURATOR, PUBLISHER, MODERATOR, VIEWER)


def give_rights(apps: Any, rights: Mapping[str, Iterable[str]], *, app: str = "reader") -> None:
    """Give roles these rights of one app, by code name; make the roles that are not there.

    For migrations, with the `apps` that they are handed. Permissions are made only after the last
    migration, so those that are asked for here are made now. What a role has already, it keeps.
    Raises LookupError for a right that no model of the app has.
    """
    models = apps.get_app_config(app)
    # What a migration sees of an app has no module, and without one nothing would be made.
    had, models.models_module = getattr(models, "models_module", None), True
    try:
        create_permissions(models, apps=apps, verbosity=0)
    finally:
        models.models_module = had
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app)
    by_name = {permission.codename: permission for permission in permissions}
    for role, names in rights.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        missing = set(names) - set(by_name)
        if missing:
            raise LookupError(f"{app} has no right called {', '.join(sorted(missing))}")
        group.permissions.add(*(by_name[name] for name in names))
