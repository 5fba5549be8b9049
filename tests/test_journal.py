"""The journal: every act of an editor is entered, once, and found at its record."""

from django.test import TestCase

from reader.actions.records import add_record, decide, save_record
from reader.models import Actor, EditorialAct
from tests.factories import make_actor, make_document, make_editor, make_mention


class JournalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor("cur", "curator")

    def acts(self):
        return [(act.verb, act.words) for act in EditorialAct.objects.order_by("pk")]

    def test_adding_changing_and_deciding_are_entered_once_each(self):
        actor = Actor(name="Blue Guard", kind="group", state="accepted")
        add_record(actor, user=self.user)
        actor.description = "An armed group."
        save_record(actor, version=1, user=self.user)
        document = make_document(paragraphs=["Here the Blue Guard is named."])
        mention = make_mention(actor, document.blocks.get(), state="proposed")
        decide([(mention, 1)], state="rejected", user=self.user)
        self.assertEqual(
            self.acts(),
            [
                ("added", "Blue Guard"),
                ("changed", "Blue Guard"),
                ("rejected", "“Blue Guard”: Blue Guard"),
            ],
        )
        changed = EditorialAct.objects.get(verb="changed")
        self.assertEqual(changed.data["fields"]["description"], ["", "An armed group."])
        self.assertEqual(EditorialAct.objects.get(verb="rejected").document, document)

    def test_the_acts_on_a_document_and_on_a_record_are_found(self):
        actor, other = make_actor("Blue Guard"), make_actor("Red Band")
        for one in (actor, other):
            save_record(one, version=1, user=self.user)
        self.client.force_login(self.user)
        page = self.client.get("/admin/reader/editorialact/", {"kind": "actor", "record": actor.pk})
        self.assertContains(page, "Blue Guard")
        self.assertNotContains(page, "Red Band")
        form = self.client.get(f"/admin/reader/actor/{actor.pk}/change/")
        self.assertContains(form, f"/admin/reader/editorialact/?kind=actor&amp;record={actor.pk}")
