"""Make the five roles, each with exactly what its line in README says."""

from django.conf import settings
from django.db import migrations

from reader.roles import give_rights

OF_DOCUMENTS = (
    "document revision block footnote footnotereference abbreviation mention citation event"
).split()
REGISTRY = "actor name identifier source relation evidence topic".split()
LOOKED_AT = ["editorialact", "linkcheck"]
DECIDED = "mention citation event".split()


def _all(verb, models):
    return [f"{verb}_{model}" for model in models]


READING = _all("view", [*OF_DOCUMENTS, *REGISTRY, *LOOKED_AT])
RIGHTS = {
    "author": [
        "write_document",
        "change_document",
        *_all("view", OF_DOCUMENTS),
        "view_editorialact",
    ],
    "curator": [
        "curate",
        "change_document",
        "view_report",
        *READING,
        *(f"{verb}_{model}" for verb in ("add", "change", "delete") for model in REGISTRY),
        *(f"{verb}_{model}" for verb in ("add", "change", "delete") for model in DECIDED),
    ],
    "publisher": ["publish_document", *READING, "view_storedpage"],
    "moderator": ["moderate"],
    "viewer": ["read_drafts", *READING],
}


def make_roles(apps, schema_editor):
    give_rights(apps, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("reader", "0009_keep_drafts_addresses_previews_and_trash"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    # Going back leaves the groups: they may have members.
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
