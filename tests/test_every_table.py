"""What must change nothing changes no row of any table of the site, and sends no signal."""

import json
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.test import Client

from annotations.models import Follow, Group, Reaction
from reader.actions.merging import merge, plan_merge
from reader.models import Actor, Document, Mention
from tests.annotations.factories import make_annotation, make_suggestion
from tests.factories import (
    make_actor,
    make_citation,
    make_report,
    make_source,
    make_topic,
    make_user,
)
from tests.gold import ROOT
from tests.test_import_document import TEXT, run

pytestmark = pytest.mark.django_db
# What a login and a request of a session write is theirs, not the preview's.
OF_SESSIONS = {"sessions.Session", "admin.LogEntry"}


def every_row():
    """Every column of every row of every table there is."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in OF_SESSIONS and model._meta.managed
    }


@contextmanager
def no_signal():
    sent = []

    def hear(sender, **kwargs):
        if sender._meta.label not in OF_SESSIONS:
            sent.append(sender)

    signals = (post_save, post_delete, m2m_changed)
    for signal in signals:
        signal.connect(hear, weak=False)
    yield
    for signal in signals:
        signal.disconnect(hear)
    assert sent == []


@pytest.fixture
def article(tmp_path):
    """A document with all that can hang on one; the file that it came from."""
    file = tmp_path / "salt-road.txt"
    file.write_text(TEXT)
    actors = tmp_path / "actors.json"
    actors.write_text(json.dumps([{"name": "Salt Company", "kind": "group", "aliases": ["SC"]}]))
    run(str(file), "--actors", str(actors), "--publish")
    document = Document.objects.get()
    reader = make_user("reader")
    note = make_annotation(reader, document, words="the town of Sefir", tags=["towns"])
    make_annotation(reader, parent=note)
    make_suggestion(reader, document, words="Nobody", replacement="No one")
    Reaction.objects.create(annotation=note, user=reader, sign="agree")
    group = Group.objects.create(name="G", slug="g", kind="private")
    make_annotation(reader, document, group=group)
    make_topic("Salt", of=[document, Actor.objects.first()])
    mention = Mention.objects.select_related("block").first()
    make_report(mention)
    make_citation(make_source("X"), mention.block, "Salt", state="rejected")
    for kind, key in (("document", document.pk), ("actor", mention.actor_id)):
        Follow.objects.create(user=reader, kind=kind, key=key)
    return file, actors, document


def test_to_import_twice_changes_no_row_of_any_table(article):
    file, actors, _ = article
    run(str(file), "--actors", str(actors))
    before = every_row()
    assert sum(map(len, before.values())) > 50
    with no_signal():
        run(str(file), "--actors", str(actors))
    assert every_row() == before


def test_the_first_article_imported_twice_changes_no_row_of_any_table():
    path = ROOT / "fixtures" / "resistance-axis.txt"
    call_command("import_document", path, verbosity=0)
    before = every_row()
    call_command("import_document", path, verbosity=0)
    assert every_row() == before


def test_previews_write_no_row_of_any_table(article, tmp_path):
    _, actors, document = article
    editor = make_user("ed", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(editor)
    keep, gone = make_actor("Keep"), make_actor("Gone")
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("Nobody in", "Hardly anybody in Tolva, or in"))
    before = every_row()
    with no_signal():
        run(str(other), "--slug", document.slug, "--actors", str(actors), "--dry-run", "--json")
        run(str(other), "--slug", "new", "--dry-run")
        shown = client.post("/admin/desk/import/", {"text": other.read_text(), "slug": "salt-road"})
        assert shown.context["plan"].document == document
        manuscript = shown.context["plan"].manuscript
        text = f"/admin/desk/documents/{document.slug}/text/"
        assert client.post(f"{text}preview/", {"manuscript": manuscript}).status_code == 200
        plan_merge(keep, gone)
    assert every_row() == before
    merge(plan_merge(keep, gone), user=editor)
    assert every_row() != before
