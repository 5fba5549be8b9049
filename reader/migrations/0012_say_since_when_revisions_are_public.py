from django.db import migrations
from django.db.models import OuterRef, Subquery


def say_since_when(apps, schema_editor):
    """What is live in a document that readers may read has been so since the document was."""
    Document, Revision = (apps.get_model("reader", name) for name in ("Document", "Revision"))
    readable = Document.objects.exclude(status__in=["draft", "in_review"])
    since = readable.filter(live_revision=OuterRef("pk")).values("publish_at")[:1]
    Revision.objects.filter(
        public_from__isnull=True, pk__in=readable.values("live_revision")
    ).update(public_from=Subquery(since))


class Migration(migrations.Migration):
    dependencies = [("reader", "0011_tell_readers_of_corrections")]

    operations = [migrations.RunPython(say_since_when, migrations.RunPython.noop)]
