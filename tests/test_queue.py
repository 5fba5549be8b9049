"""The queue across documents and the start page: whole, quick, and only for who may see."""

import datetime
import re

from django.db import connection
from django.db.models import Count
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reader.actions.queues import Waiting, register, unregister
from reader.curation import queue
from reader.curation.waiting import SOON, WAITING
from reader.models import EditorialAct, Mention, Name, Revision, User
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

    def waits(self, *rights):
        """Return what the start page tells someone with these rights: words and where they lead."""
        self.client.force_login(make_curator(None, *rights))
        page = self.client.get("/admin/").content.decode()
        section = re.search(r'<section class="module waits".*?</section>', page, re.DOTALL)
        links = re.findall(r'<a href="([^"]+)"(?: aria-label="([^"]+)")?>([^<]+)', section[0])
        return {name or words: address for address, name, words in links}

    def test_it_tells_what_waits_in_documents_and_leads_to_where_it_is_answered(self):
        review = make_document("In hand", slug="in-hand", status="in_review")
        soon = timezone.now() + datetime.timedelta(days=2)
        make_document("Coming", slug="coming", status="scheduled", publish_at=soon)
        make_report(Mention.objects.get(actor__name="Ada"))
        self.document.lost_spans.create(kind="mention", row=999, quote="gone", block_key="b")
        problems = [[1, "note-label-twice", "y"], [2, "odd-date", "z"], [3, "odd-date", "z"]]
        Revision.objects.filter(pk=review.live_revision_id).update(problems=problems)
        link = review.preview_links.create(expires_at=soon)
        for verdict in ("approved", "", ""):
            link.comments.create(name="Bo", text="Fine.", verdict=verdict)

        class Flags:
            def cases(self, document, user):
                return ()

            def waiting(self, user):
                yield Waiting(4, "flagged annotations", "/there/")

        flags = Flags()
        register(flags)
        self.addCleanup(unregister, flags)
        everywhere = {"4 flagged annotations": "/there/"}
        one, hand = "/admin/desk/documents/one/", "/admin/desk/documents/in-hand/"
        self.assertEqual(
            self.waits("curate"),
            everywhere
            | {
                "3 to decide: One": one,
                "1 report: One": f"{one}#desk-reports",
                "1 lost: One": f"{one}#desk-reports",
                "1 proposed actor": f"{HERE}?kind=actor",
                "1 proposed name": f"{HERE}?kind=name",
                "The queue of all documents": HERE,
            },
        )
        checks = {
            "1 error: In hand": f"{hand}state/#errors-title",
            "2 warnings: In hand": f"{hand}state/#errors-title",
            "3 answers to a preview, 1 approved: In hand": f"{hand}previews/",
        }
        coming = f"appears {soon:%-d %B, %H:%M}: Coming"
        publisher = {"in review: In hand": f"{hand}state/#step-title"} | checks
        publisher[coming] = "/admin/desk/documents/coming/state/#step-title"
        self.assertEqual(self.waits("publish_document", "read_drafts"), everywhere | publisher)
        self.assertEqual(self.waits("write_document"), everywhere)
        review.created_by = User.objects.last()
        review.save()
        self.client.force_login(review.created_by)
        self.assertContains(self.client.get("/admin/"), "1 error: In hand")

    def test_an_answer_waits_until_it_is_settled(self):
        link = self.document.preview_links.create(expires_at=timezone.now() + SOON)
        comment = link.comments.create(name="Bo", text="Fine.")
        self.assertIn("1 answer to a preview: One", self.waits("publish_document"))
        here = "/admin/desk/documents/one/previews/"
        for number in (comment.pk, comment.pk, 10**20, "x"):
            self.client.post(here, {"settle": number})
        self.assertNotIn("1 answer to a preview: One", self.waits("publish_document"))
        acts = EditorialAct.objects.filter(verb="settled an answer to a preview of")
        self.assertEqual(acts.count(), 1)
        self.client.force_login(make_curator(None, "curate"))
        self.assertEqual(self.client.post(here, {"settle": comment.pk}).status_code, 403)

    def test_what_waits_is_counted_from_an_index_of_just_that(self):
        counted = Mention.objects.filter(**WAITING).order_by().values("block")
        if connection.vendor == "postgresql":  # of few rows it plans as it likes: ask what is there
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'mention_waiting%'"
                )
                self.assertIn("WHERE", cursor.fetchone()[0])
        else:
            self.assertIn("mention_waiting", counted.annotate(n=Count("pk")).explain())

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
        browser.force_login(make_curator("viewer", "read_drafts"))
        self.assertNotContains(browser.get("/admin/"), "What waits")
