"""Let every role that reads drafts see what edits took out of them."""

from django.conf import settings
from django.db import migrations

from reader.roles import give_rights

RIGHTS = {role: ["view_lostspan"] for role in ("author", "curator", "publisher", "viewer")}


def let_them_see(apps, schema_editor):
    give_rights(apps, RIGHTS)


class Migration(migrations.Migration):
    dependencies = [
        ("reader", "0014_keep_what_edits_lost"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(let_them_see, migrations.RunPython.noop)]
