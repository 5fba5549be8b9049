"""Stored pages: the same bytes for everyone, from one query, never stale."""

import datetime
import sqlite3

import brotli
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, TestCase, TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reader.actions import pages
from reader.actions.pages import facts_of, mark_stale, memory
from reader.actions.records import save_record
from reader.actions.trash import delete_record
from reader.middleware import answer_to_fault
from reader.models import Document, StoredPage
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_mention,
    make_source,
    make_user,
)


class AnsweringTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document = make_document("The salt road", paragraphs=["Ada Marsh left Harun."])
        cls.actor = make_actor("Ada Marsh", kind="person")
        make_mention(cls.actor, cls.document.blocks.get())
        cls.url = cls.document.get_absolute_url()

    def test_the_first_reader_stores_the_page(self):
        self.assertEqual(self.client.get(self.url).status_code, 200)
        self.assertEqual(StoredPage.objects.get().path, self.url)

    def test_a_stored_page_costs_one_query(self):
        self.client.get(self.url)
        for path in (self.url, self.actor.get_absolute_url()):
            self.client.get(path)
            with self.assertNumQueries(1):
                self.client.get(path)

    def test_a_page_in_memory_costs_no_query_within_a_second(self):
        self.client.get(self.url)
        with self.settings(STORED_PAGES_CHECK_SECONDS=1), self.assertNumQueries(0):
            self.client.get(self.url)

    def test_another_process_finds_the_page_in_the_database(self):
        first = self.client.get(self.url)
        memory.forget(self.url)
        with self.assertNumQueries(1):
            again = self.client.get(self.url)
        self.assertEqual(again.content, first.content)

    def test_a_page_that_other_code_rendered_is_rendered_anew(self):
        self.client.get(self.url)
        StoredPage.objects.update(build="older", body=b"old words", brotli=b"")
        memory.forget(self.url)
        self.assertContains(self.client.get(self.url), "The salt road")
        self.assertEqual(StoredPage.objects.get().build, settings.STORED_PAGES_BUILD)

    def test_rendering_a_stale_page_anew_costs_what_the_first_time_cost(self):
        for path, most in ((self.url, 12), (self.actor.get_absolute_url(), 15)):
            self.client.get(path)
            StoredPage.objects.update(is_stale=True)
            with CaptureQueriesContext(connection) as captured:
                self.client.get(path)
            self.assertLessEqual(len(captured), most, path)
            self.assertFalse(StoredPage.objects.get(path=path).is_stale)

    def test_everyone_gets_the_same_bytes_and_headers(self):
        anonymous = self.client.get(self.url)
        editor = Client()
        editor.force_login(make_user(is_staff=True, is_superuser=True))
        answer = editor.get(self.url)
        self.assertEqual(answer.content, anonymous.content)
        self.assertEqual(dict(answer.headers), dict(anonymous.headers))

    def test_no_cookie_is_set_and_no_session_is_touched(self):
        answer = self.client.get(self.url)
        self.assertFalse(answer.cookies)
        self.assertNotIn("Cookie", answer.headers["Vary"])

    def test_a_rendered_and_a_stored_answer_carry_the_same_headers(self):
        rendered = dict(self.client.get(self.url).headers)
        self.assertEqual(dict(self.client.get(self.url).headers), rendered)
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"):
            self.assertIn(name, rendered)

    def test_what_one_has_is_not_sent_again(self):
        etag = self.client.get(self.url).headers["ETag"]
        answer = self.client.get(self.url, headers={"If-None-Match": etag})
        self.assertEqual((answer.status_code, answer.content), (304, b""))
        self.assertEqual(answer.headers["ETag"], etag)

    def test_brotli_is_for_those_who_take_it(self):
        plain = self.client.get(self.url)
        packed = self.client.get(self.url, headers={"Accept-Encoding": "gzip, br"})
        self.assertEqual(packed.headers["Content-Encoding"], "br")
        self.assertEqual(brotli.decompress(packed.content), plain.content)
        self.assertNotEqual(packed.headers["ETag"], plain.headers["ETag"])

    def test_head_has_the_headers_alone(self):
        full = self.client.get(self.url)
        head = self.client.head(self.url)
        self.assertEqual(head.content, b"")
        self.assertEqual(head.headers["Content-Length"], str(len(full.content)))

    def test_an_address_with_a_query_is_not_stored(self):
        self.client.get("/actors/?q=ada")
        self.assertFalse(StoredPage.objects.exists())

    def test_what_is_not_there_is_not_stored(self):
        self.assertEqual(self.client.get("/documents/none/").status_code, 404)
        self.assertFalse(StoredPage.objects.exists())

    def test_a_foreign_host_is_refused_though_the_page_is_stored(self):
        self.client.get(self.url)
        self.assertEqual(self.client.get(self.url, headers={"Host": "evil.org"}).status_code, 400)

    def test_a_post_is_no_reading(self):
        self.client.get(self.url)
        self.assertEqual(self.client.post(self.url).status_code, 405)


class ChangingTests(TransactionTestCase):
    """A change is seen by the next reader, in this process and in another."""

    def setUp(self):
        self.document = make_document("The salt road", paragraphs=["Ada Marsh left Harun (SC)."])
        self.block = self.document.blocks.get()
        self.actor = make_actor("Ada Marsh", kind="person")
        self.mention = make_mention(self.actor, self.block)
        self.url = self.document.get_absolute_url()
        self.actor_url = self.actor.get_absolute_url()
        for path in (self.url, self.actor_url):
            self.client.get(path)

    def words(self, path):
        here = self.client.get(path).content.decode()
        memory.forget(path)
        elsewhere = self.client.get(path).content.decode()
        self.assertEqual(here, elsewhere)
        return here

    def test_a_new_name_of_an_actor_is_on_its_page(self):
        self.actor.name = "Ada M. Marsh"
        save_record(self.actor, version=self.actor.version, user=None)
        self.assertIn("Ada M. Marsh", self.words(self.actor_url))

    def test_a_rejected_mention_is_no_link_and_the_actor_is_gone(self):
        self.mention.state = "rejected"
        save_record(self.mention, version=self.mention.version, user=None)
        self.assertNotIn(self.actor_url, self.words(self.url))
        self.assertEqual(self.client.get(self.actor_url).status_code, 404)
        self.assertFalse(StoredPage.objects.filter(path=self.actor_url).exists())

    def test_a_deleted_mention_is_no_link(self):
        delete_record(self.mention, version=self.mention.version, user=None)
        self.assertNotIn(self.actor_url, self.words(self.url))

    def test_a_new_citation_is_on_the_page(self):
        citation = make_citation(make_source("Salt Courier"), self.block, "(SC)", state="proposed")
        self.assertNotIn("Salt Courier", self.words(self.url))
        citation.state = "accepted"
        save_record(citation, version=citation.version, user=None)
        self.assertIn("Salt Courier", self.words(self.url))

    def test_a_document_taken_back_is_gone_everywhere(self):
        self.client.get("/documents/")
        self.document.refresh_from_db()
        self.document.status = "draft"
        save_record(self.document, version=self.document.version, user=None)
        for path in (self.url, self.actor_url):
            self.assertEqual(self.client.get(path).status_code, 404)
        self.assertNotIn("The salt road", self.words("/documents/"))

    def test_a_scheduled_document_appears_by_itself(self):
        later = timezone.now() + datetime.timedelta(hours=1)
        make_document("The silver road", status="scheduled", publish_at=later)
        self.assertNotIn("The silver road", self.words("/documents/"))
        page = StoredPage.objects.get(path="/documents/")
        self.assertEqual(page.valid_until, later)
        StoredPage.objects.update(valid_until=timezone.now())
        memory.forget("/documents/")
        Document.objects.filter(publish_at=later).update(publish_at=timezone.now())
        self.assertIn("The silver road", self.words("/documents/"))

    def test_the_writer_renders_some_pages_and_readers_the_rest(self):
        mark_stale(facts_of(self.document))
        self.assertFalse(StoredPage.objects.filter(is_stale=True).exists())
        pages_at_once = pages.RENDERED_AT_ONCE
        pages.RENDERED_AT_ONCE = 0
        self.addCleanup(setattr, pages, "RENDERED_AT_ONCE", pages_at_once)
        mark_stale(facts_of(self.document))
        self.assertEqual(StoredPage.objects.filter(is_stale=True).count(), 2)
        self.client.get(self.url)
        self.assertFalse(StoredPage.objects.get(path=self.url).is_stale)


class FaultTests(TransactionTestCase):
    def test_a_busy_database_is_503_and_never_500(self):
        slow = {
            "sqlite": "SELECT * FROM no_such_table",
            "postgresql": "SET statement_timeout = 1; SELECT pg_sleep(1)",
        }
        with connection.cursor() as cursor, pytest.raises(OperationalError) as fault:
            cursor.execute(slow[connection.vendor])
        answer = answer_to_fault(fault.value)
        if connection.vendor == "sqlite":
            self.assertIsNone(answer)  # a missing table is a fault of ours, not of the moment
        else:
            self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (503, "1"))

    def test_readers_are_served_while_a_writer_holds_the_lock(self):
        if connection.vendor != "sqlite":
            return  # PostgreSQL's readers and writers do not meet
        document = make_document("The salt road", paragraphs=["A paragraph."])
        other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        answer = self.client.get(document.get_absolute_url())
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(StoredPage.objects.exists())
        other.execute("ROLLBACK")
        self.client.get(document.get_absolute_url())
        self.assertTrue(StoredPage.objects.exists())
