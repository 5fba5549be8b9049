"""The table that counts failed sign-ins for every worker."""

from django.core.management import call_command
from django.db import migrations


def create_the_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_the_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE IF EXISTS reader_cache")


class Migration(migrations.Migration):
    dependencies = [("reader", "0001_create_the_publication")]
    operations = [migrations.RunPython(create_the_table, drop_the_table)]
