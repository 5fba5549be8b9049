import re

from django.db import migrations
from django.utils.text import slugify


def give_every_topic_an_address(apps, schema_editor):
    """Give topics in other scripts, whose pages no address led to, one of ASCII letters."""
    topics = apps.get_model("reader", "Topic").objects.using(schema_editor.connection.alias)
    redirects = apps.get_model("reader", "Redirect").objects.using(schema_editor.connection.alias)
    taken = set(topics.values_list("slug", flat=True))
    taken |= set(redirects.filter(kind="topic").values_list("slug", flat=True))
    for topic in topics.order_by("pk").iterator():
        if re.fullmatch(r"[-a-zA-Z0-9_]+", topic.slug):
            continue
        wanted = slugify(topic.name) or "topic"
        slug, number = wanted, 1
        while slug in taken:
            slug, number = f"{wanted}_{number}", number + 1
        taken.add(slug)
        topics.filter(pk=topic.pk).update(slug=slug)


class Migration(migrations.Migration):
    dependencies = [("reader", "0016_find_what_waits_by_document")]

    operations = [
        migrations.RunPython(give_every_topic_an_address, migrations.RunPython.noop, elidable=True)
    ]
