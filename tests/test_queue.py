"""The queue across documents and the start page: whole, quick, and only for who may see."""

import datetime

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reader.actions.queues import Waiting, register, unregister
from reader.curation import queue
from reader.models import EditorialAct, Mention, Name
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_event,
    make_mention,
    make_relation,
    make_report,
)
from tests.forms import fields_of
from tests.test_curation_screen import make_curator

HERE = "/admin/desk/queue/"


def make_proposals(number, document):
    """Make that many proposed mentions, of five different confidences."""
    block = document.blocks.create(text="Sadr " * number, position=50)
    actor = make_actor(f"Sadr {document.pk}", kind="person")
    Mention.objects.bulk_create(
        Mention(block=block, actor=actor, start=n * 5, end=n * 5 + 4, confidence=n % 5 / 5)
        for n in range(number)
    )
    return block


class QueueRows(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann = make_curator("ann", "curate", "read_drafts")
        cls.document = make_document("One", slug="one", paragraphs=["Kut saw Ada (see B) in 1999."])
        block = cls.document.blocks.get()
        kut = make_actor("Kut", state="proposed", confidence=0.3)
        kut.names.update(state="proposed", confidence=0.3)
        ada = make_actor("Ada", kind="person")
        Name.objects.create(actor=ada, text="Adele", folded="adele", confidence=0.1)
        cls.mention = make_mention(kut, block, state="proposed", confidence=0.35)
        make_mention(ada, block)
        make_citation(None, block, "(see B)", state="proposed", confidence=0.2)
        make_event(block, "1999", state="proposed", confidence=0.5)
        make_relation(kut, "saw", ada, proof=[(block, "saw")], state="proposed", confidence=0.4)

    def setUp(self):
        self.client.force_login(self.ann)


class QueueTests(QueueRows):
    def walk(self, **query):
        keys, address = [], HERE
        while address:
            context = self.client.get(address, query if address == HERE else None).context
            page = ([context["card"].case.key] if context["card"] else []) + [
                case.key for case, _, _ in context["following"]
            ]
            keys += page
            address = context["next_page"]
        return keys

    def test_every_kind_waits_in_order_of_doubt_and_a_primary_name_with_its_actor(self):
        kinds = [key.partition("-")[0] for key in self.walk()]
        self.assertEqual(kinds, ["name", "citation", "actor", "mention", "relation", "event"])

    def test_pages_hold_everything_once_in_order(self):
        make_proposals(90, self.document)
        keys = self.walk()
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual(len(keys), 96)
        confidences = [
            Mention.objects.get(pk=key.partition("-")[2]).confidence
            for key in self.walk(kind="mention")
        ]
        self.assertEqual(confidences, sorted(confidences))
        self.assertEqual(len(confidences), 91)

    def test_a_page_asks_as_much_of_a_long_queue_as_of_a_short_one(self):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                self.client.get(HERE)
            return len(queries)

        make_proposals(40, self.document)
        cost()
        few = cost()
        make_proposals(400, make_document(paragraphs=["x"]))
        self.assertLessEqual(cost(), few)
        self.assertLessEqual(few, 32)

    def test_a_count_ends_somewhere(self):
        queue.COUNTED, before = 3, queue.COUNTED
        self.addCleanup(setattr, queue, "COUNTED", before)
        make_proposals(5, self.document)
        self.assertContains(self.client.get(HERE), "3 and more mentions")

    def test_a_decision_is_entered_under_its_document_and_undone_from_anywhere(self):
        page = self.client.get(HERE, {"case": f"mention-{self.mention.pk}"})
        posted = fields_of(page.content.decode())
        posted = {name: posted[name] for name in ("case", "version", "then")}
        self.client.post(f"{HERE}decide/", posted | {"answer": "reject"})
        self.assertEqual(EditorialAct.objects.get().document, self.document)
        stale = self.client.post(f"{HERE}decide/", posted | {"answer": "accept"})
        self.assertContains(stale, "Someone was faster", status_code=409)
        act = EditorialAct.objects.get().pk
        self.client.post(f"{HERE}undo/", {"act": act})
        self.mention.refresh_from_db()
        self.assertEqual(self.mention.state, "proposed")

    def test_it_is_hidden_from_who_may_not_see_proposals(self):
        for rights in ((), ("write_document",), ("moderate",)):
            browser = Client()
            browser.force_login(make_curator(f"eve{len(rights)}{rights}"[:20], *rights))
            self.assertEqual(browser.get(HERE).status_code, 404)
            self.assertEqual(browser.get("/admin/desk/documents/one/").status_code, 404)
            self.assertEqual(browser.post(f"{HERE}decide/").status_code, 403)
        viewer = Client()
        viewer.force_login(make_curator("viewer", "read_drafts"))
        self.assertNotContains(viewer.get(HERE), "/decide/")

    def test_nothing_that_is_sent_breaks_it(self):
        places = ("x", "nan_mention_1", "0.5_mention_" + "9" * 30, "2_mention_1", "0.5_user_1")
        for query in (*({"after": place} for place in places), {"kind": "user"}, {"case": "\x00"}):
            self.assertEqual(self.client.get(HERE, query).status_code, 200)
        for posted in ({}, {"case": "report-1", "version": "1", "answer": "accept"}):
            self.assertEqual(self.client.post(f"{HERE}decide/", posted).status_code, 422)


class StartPageTests(QueueRows):
    """What waits, by document."""

    def test_it_lists_what_waits_by_document_and_leads_there(self):
        make_document("In hand", slug="in-hand", status="in_review")
        soon = timezone.now() + datetime.timedelta(days=2)
        make_document("Coming", slug="coming", status="scheduled", publish_at=soon)
        make_report(Mention.objects.get(actor__name="Ada"))
        self.document.live_revision.problems = [[1, "x", "y"], [2, "x", "z"]]
        self.document.live_revision.save()

        class Flags:
            def cases(self, document, user):
                return ()

            def waiting(self, user):
                yield Waiting(4, "flagged annotations", "/there/")

        flags = Flags()
        register(flags)
        self.addCleanup(unregister, flags)
        page = self.client.get("/admin/")
        self.assertContains(page, "/admin/desk/documents/one/")
        said = "3 to decide in One, 1 reports on One, 2 to look at in One, In review:, Appears"
        said += ", 4 flagged annotations, 1 proposed actor<, 1 proposed name<"
        for words in said.split(", "):
            self.assertContains(page, words)

    def test_it_costs_a_fixed_number_of_queries(self):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                self.client.get("/admin/")
            return len(queries)

        cost()
        few = cost()
        for _ in range(4):
            make_proposals(10, make_document(paragraphs=["x"]))
        self.assertEqual(cost(), few)

    def test_who_has_no_such_right_sees_nothing_of_it(self):
        browser = Client()
        browser.force_login(make_curator("eve"))
        self.assertNotContains(browser.get("/admin/"), "What waits")
        author = Client()
        author.force_login(make_curator("author", "write_document"))
        self.assertNotContains(author.get("/admin/"), "to decide in One")
