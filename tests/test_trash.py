"""The trash: what is deleted by hand comes back as it was, or says why it cannot."""

from django.apps import apps
from django.db.models import ProtectedError
from django.test import TestCase
from django.urls import reverse

from reader.actions.addresses import readdress
from reader.actions.records import Stale
from reader.actions.trash import InTheWay, delete_record, restore
from reader.actions.workflow import NotAllowed
from reader.models import Actor, EditorialAct, Name, Trashed
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_editor,
    make_event,
    make_footnote,
    make_identifier,
    make_mention,
    make_relation,
    make_source,
    make_topic,
    make_user,
)

# What a deletion leaves a trace in: who did what, and each state that a record had.
TRACES = {"trashed", "editorialact", "storedpage", "shownfact"}


def every_table():
    """Return every row of every table of ours, column by column."""
    models = [*apps.get_app_config("reader").get_models(include_auto_created=True)]
    models += apps.get_app_config("annotations").get_models(include_auto_created=True)
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in models
        if model._meta.model_name not in TRACES | {"user"}
        and not model.__name__.startswith("Historical")
    }


class TrashTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor("cur", "curator")
        cls.document = make_document("On the Guard", status="draft", authors=["Ann"], slug="guard")
        block = make_block(cls.document, "In 2020 the Blue Guard met the Red Band (Daily Bell).")
        make_footnote(cls.document, at=block)
        cls.guard = make_actor("Blue Guard", names=[("BG", "acronym")], description="Ça — ☠")
        cls.band = make_actor("Red Band")
        make_identifier(cls.guard)
        cls.mention = make_mention(cls.guard, block, name=cls.guard.names.first())
        cls.source = make_source("Daily Bell", publisher_actor=cls.guard)
        cls.source.author_actors.add(cls.guard)
        cls.unused = make_source("Evening Bell")
        cls.unused.author_actors.add(cls.band)
        make_citation(cls.source, block, "(Daily Bell)").candidates.add(cls.unused)
        cls.relation = make_relation(cls.guard, "met", cls.band, proof=[(block, "met")])
        make_event(block, "2020", date="2020")
        cls.topic = make_topic("Militias", of=[cls.document, cls.guard])

    def throw_away(self, record):
        record.refresh_from_db()
        return delete_record(record, version=record.version, user=self.user)

    def test_delete_and_restore_leave_every_table_as_it_was(self):
        name = self.guard.names.get(kind="acronym")
        records = [self.guard, self.document, self.relation, self.unused, self.topic, name]
        for one in [*records, self.mention, self.guard.identifiers.get()]:
            record = type(one).objects.get(pk=one.pk)
            with self.subTest(kind=record._meta.model_name):
                before = every_table()
                trashed = self.throw_away(record)
                self.assertNotEqual(every_table(), before)
                self.assertFalse(type(one).objects.filter(pk=one.pk).exists())
                self.assertEqual(restore(trashed, user=self.user), one)
                self.assertEqual(every_table(), before)
                self.assertFalse(Trashed.objects.exists())

    def test_a_second_restore_is_refused(self):
        trashed = self.throw_away(self.band)
        twin = Trashed.objects.get()
        restore(trashed, user=self.user)
        with self.assertRaisesMessage(InTheWay, "not in the trash any more"):
            restore(twin, user=self.user)

    def test_what_stands_in_its_place_by_now_is_named_and_nothing_is_written(self):
        trashed = self.throw_away(self.guard)
        other = make_actor("Blue Guard", slug="blue-guard")
        before = every_table()
        with self.assertRaisesMessage(InTheWay, "blue-guard"):
            restore(trashed, user=self.user)
        self.assertEqual(every_table(), before)
        readdress(other, "another", self.user)
        self.assertEqual(restore(trashed, user=self.user).slug, "blue-guard")

    def test_what_belongs_to_something_that_is_gone_waits_for_it(self):
        name = self.throw_away(self.guard.names.get(kind="acronym"))
        actor = self.throw_away(Actor.objects.get(pk=self.guard.pk))
        with self.assertRaisesMessage(InTheWay, "bring that back first"):
            restore(name, user=self.user)
        restore(actor, user=self.user)
        restore(name, user=self.user)
        self.assertEqual(self.guard.names.count(), 2)

    def test_a_source_that_is_cited_and_a_document_that_was_read_are_not_deleted(self):
        with self.assertRaises(ProtectedError):
            self.throw_away(self.source)
        with self.assertRaises(NotAllowed):
            self.throw_away(make_document())
        self.assertFalse(Trashed.objects.exists())

    def test_a_stale_deletion_is_refused(self):
        Actor.objects.filter(pk=self.band.pk).update(version=5)
        with self.assertRaises(Stale):
            delete_record(self.band, version=1, user=self.user)

    def test_both_are_in_the_journal(self):
        restore(self.throw_away(self.band), user=self.user)
        acts = EditorialAct.objects.order_by("pk").values_list("verb", "kind", "words", "user")
        self.assertEqual(
            list(acts),
            [(verb, "actor", "Red Band", self.user.pk) for verb in ("deleted", "restored")],
        )


class TrashScreenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.curator, cls.author = make_editor("cur", "curator"), make_editor("ann", "author")
        cls.band = make_actor("Red <b>Band</b>", names=[("RB", "acronym")])
        cls.url = reverse("admin:desk_trash")

    def setUp(self):
        self.client.force_login(self.curator)
        self.trashed = delete_record(self.band, version=1, user=self.curator)

    def test_what_was_deleted_is_listed_and_put_back_with_one_button(self):
        self.assertContains(self.client.get(self.url), "Red &lt;b&gt;Band")
        answer = self.client.post(self.url, {"restore": self.trashed.pk}, follow=True)
        self.assertContains(answer, "is back")
        self.assertEqual(Name.objects.count(), 2)
        answer = self.client.post(self.url, {"restore": self.trashed.pk})
        self.assertContains(answer, "not in the trash any more", status_code=409)

    def test_an_author_sees_only_what_the_author_deleted(self):
        self.client.force_login(self.author)
        self.assertNotContains(self.client.get(self.url), "Red")
        answer = self.client.post(self.url, {"restore": self.trashed.pk})
        self.assertEqual(answer.status_code, 409)
        self.assertNotContains(answer, "Red", status_code=409)

    def test_only_an_administrator_empties_it(self):
        empty = {"empty": self.trashed.pk}
        self.assertEqual(self.client.post(self.url, empty).status_code, 403)
        self.client.force_login(make_user(is_staff=True, is_superuser=True))
        self.assertEqual(self.client.post(self.url, empty).status_code, 302)
        self.assertFalse(Trashed.objects.exists())

    def test_nonsense_is_refused_in_words(self):
        for key in ("", "x", "-1", "9" * 40, "٣"):
            self.assertEqual(self.client.post(self.url, {"restore": key}).status_code, 409)
