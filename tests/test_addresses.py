"""Addresses: what has moved is found at its old one, and what was withdrawn says so."""

from django.test import TestCase
from django.urls import reverse

from reader.actions.addresses import Taken, lead, moved_to, readdress, turn
from reader.actions.documents import apply, plan_document
from reader.actions.records import Stale, add_record
from reader.actions.workflow import take_step
from reader.models import Actor, Document, EditorialAct, Redirect, StoredPage, Topic
from reader.registry import load_registry
from reader.text.problems import Unreadable
from tests.factories import (
    make_actor,
    make_document,
    make_document_naming,
    make_editor,
    make_source,
    make_topic,
    make_user,
)
from tests.forms import fields_of


class ReaddressTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("pub")
        cls.actor = make_actor("Blue Guard")
        cls.document = make_document_naming(cls.actor, title="On the Guard", slug="guard")
        cls.topic = make_topic("Militias", of=[cls.document])

    def move(self, record, slug):
        record.refresh_from_db()
        return readdress(record, slug, self.user)

    def test_the_old_address_and_all_below_it_lead_to_the_new_one(self):
        self.move(self.document, "on-the-guard")
        self.move(self.actor, "the-blue-guard")
        self.move(self.topic, "armed-groups")
        for old, new in (
            ("/documents/guard/", "/documents/on-the-guard/"),
            ("/documents/guard/revisions/3/", "/documents/on-the-guard/revisions/3/"),
            ("/documents/guard.json", "/documents/on-the-guard.json"),
            ("/documents/guard/?page=2&q=%C3%A9", "/documents/on-the-guard/?page=2&q=%C3%A9"),
            ("/actors/blue-guard/", "/actors/the-blue-guard/"),
            ("/actors/blue-guard/card/", "/actors/the-blue-guard/card/"),
            ("/actors/blue-guard/mentions/?page=1", "/actors/the-blue-guard/mentions/?page=1"),
            ("/topics/militias/", "/topics/armed-groups/"),
        ):
            with self.subTest(old=old):
                answer = self.client.get(old)
                self.assertEqual((answer.status_code, answer.get("Location")), (301, new))
                self.assertEqual(self.client.head(old).status_code, 301)
        self.assertEqual(self.client.get("/documents/on-the-guard/").status_code, 200)

    def test_there_is_never_a_chain(self):
        for slug in ("second", "third", "fourth"):
            self.move(self.document, slug)
        for old in ("guard", "second", "third"):
            self.assertEqual(self.client.get(f"/documents/{old}/").url, "/documents/fourth/")

    def test_a_record_may_take_an_address_of_its_own_back(self):
        self.move(self.document, "second")
        self.move(self.document, "guard")
        self.assertEqual(self.client.get("/documents/guard/").status_code, 200)
        self.assertEqual(self.client.get("/documents/second/").url, "/documents/guard/")
        self.assertEqual(Redirect.objects.count(), 1)

    def test_an_address_once_used_is_given_to_nobody_else(self):
        self.move(self.document, "second")
        self.move(self.actor, "the-blue-guard")
        self.move(self.topic, "armed-groups")
        other = make_document(slug="other")
        for slug in ("guard", "second"):
            with self.assertRaises(Taken):
                readdress(other, slug, self.user)
        manuscript = "---\ntitle: Anew\n---\n\nText.\n"
        with self.assertRaisesMessage(Unreadable, "was the address of another document"):
            apply(plan_document(manuscript, load_registry(), slug="guard"))
        again = Actor(name="Blue Guard", kind="group", state="accepted")
        add_record(again, user=self.user)
        self.assertEqual(again.slug, "blue-guard-2")
        self.assertNotEqual(Topic.objects.create(name="MILITIAS").slug, "militias")
        self.actor.delete()
        with self.assertRaises(Taken):
            readdress(again, "blue-guard", self.user)

    def test_what_is_no_address_is_refused(self):
        for slug in ("", "a b", "../admin", "é", "a/b", "x" * 201, "a\n", "?q"):
            with self.subTest(slug=slug), self.assertRaises(Taken):
                self.move(self.document, slug)
        self.assertFalse(Redirect.objects.exists())

    def test_a_stale_change_is_refused(self):
        Document.objects.filter(pk=self.document.pk).update(version=7)
        with self.assertRaises(Stale):
            readdress(self.document, "second", self.user, version=1)
        self.assertFalse(Redirect.objects.exists())

    def test_stored_pages_at_the_old_address_go_and_those_that_link_there_are_stale(self):
        for path in ("/documents/guard/", f"/actors/{self.actor.slug}/", "/documents/"):
            self.client.get(path)
        with self.captureOnCommitCallbacks(execute=True):
            self.move(self.document, "second")
        self.assertFalse(StoredPage.objects.filter(path="/documents/guard/").exists())
        for path in ("/documents/", f"/actors/{self.actor.slug}/"):
            page = self.client.get(path)
            self.assertContains(page, "/documents/second/")
            self.assertNotContains(page, "/documents/guard/")

    def test_a_record_that_is_not_public_gives_nothing_away(self):
        draft = make_document(slug="secret", status="draft")
        readdress(draft, "very-secret", self.user)
        never = self.client.get("/documents/never/")
        hidden = self.client.get("/documents/secret/")
        self.assertEqual((hidden.status_code, hidden.content), (404, never.content))
        self.client.force_login(make_editor("vera", "viewer"))
        moved = self.client.get("/documents/secret/")
        self.assertEqual(moved.url, "/documents/very-secret/")
        self.assertEqual(moved["Cache-Control"], "private, no-store")

    def test_strange_paths_below_an_old_address_stay_on_the_site(self):
        self.move(self.document, "second")
        for below in ("//evil.example/", "/%0d%0aX-A:%20b", "/%3Fq", "/..//", "/%E2%98%A0", "."):
            answer = self.client.get(f"/documents/guard{below}")
            with self.subTest(below=below):
                self.assertEqual(answer.status_code, 301)
                self.assertTrue(answer["Location"].startswith("/documents/second"))
                self.assertNotIn("X-A", answer)

    def test_a_merged_record_leads_to_the_one_that_stayed(self):
        gone, kept = make_source("Daily Bell"), make_source("The Daily Bell")
        make_document_naming(make_actor("Someone"))
        lead("source", "older", to=gone)
        turn("source", away_from=gone.pk, to=kept)
        lead("source", gone.public_id, to=kept)
        self.assertEqual(moved_to("source", "older"), kept)
        self.assertEqual(moved_to("source", gone.public_id), kept)

    def test_it_is_in_the_journal(self):
        self.move(self.document, "second")
        act = EditorialAct.objects.get()
        self.assertEqual(
            (act.verb, act.user, act.document), ("readdressed", self.user, self.document)
        )
        self.assertIn("guard is now second", act.words)


class FormTests(TestCase):
    """An editor changes an address on the form of its record."""

    @classmethod
    def setUpTestData(cls):
        cls.editor = make_editor(is_superuser=True)
        cls.actor = make_actor("Blue Guard")
        cls.topic = make_topic("Militias", of=[make_document_naming(cls.actor, slug="guard")])
        make_actor("Red Guard")

    def setUp(self):
        self.client.force_login(self.editor)

    def save(self, record, **values):
        address = reverse(f"admin:reader_{record._meta.model_name}_change", args=[record.pk])
        page = self.client.get(address)
        return self.client.post(address, {**fields_of(page.content.decode()), **values})

    def test_the_old_address_leads_to_the_new_one(self):
        for record, old, new in (
            (self.actor, "/actors/blue-guard/", "the-guard"),
            (self.topic, "/topics/militias/", "armed-groups"),
        ):
            with self.subTest(new):
                answer = self.save(record, slug=new)
                self.assertEqual(answer.status_code, 302)
                record.refresh_from_db()
                self.assertRedirects(
                    self.client.get(old),
                    record.get_absolute_url(),
                    301,
                    fetch_redirect_response=False,
                )
                self.assertEqual(record.slug, new)

    def test_other_fields_are_saved_with_it(self):
        self.save(self.actor, slug="the-guard", description="A guard.")
        self.actor.refresh_from_db()
        self.assertEqual((self.actor.slug, self.actor.description), ("the-guard", "A guard."))

    def test_an_address_of_another_record_and_what_is_none_are_refused_beside_the_field(self):
        for slug, why in (("red-guard", "is the address of another actor"), ("a b", "valid")):
            with self.subTest(slug):
                answer = self.save(self.actor, slug=slug)
                self.assertContains(answer, why)
                self.actor.refresh_from_db()
                self.assertEqual(self.actor.slug, "blue-guard")

    def test_a_new_record_gets_its_address_from_its_name(self):
        page = self.client.get(reverse("admin:reader_topic_add"))
        self.assertNotContains(page, 'name="slug"')


class WithdrawnTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("pub")
        cls.document = make_document("Bad News", slug="bad", paragraphs=["The words themselves."])

    def withdraw(self):
        take_step(
            self.document,
            "withdraw",
            version=self.document.version,
            user=self.user,
            reason="Two quotations <b>were</b> invented.",
        )

    def test_it_answers_410_with_its_reason_at_its_address_and_below(self):
        self.client.get("/documents/bad/")
        with self.captureOnCommitCallbacks(execute=True):
            self.withdraw()
        for path in ("", "revisions/", "revisions/1/", "anything/", "?v=1"):
            answer = self.client.get(f"/documents/bad/{path}")
            with self.subTest(path=path):
                self.assertContains(answer, "Two quotations &lt;b&gt;were", status_code=410)
                self.assertNotContains(answer, "The words themselves", status_code=410)
        self.assertEqual(self.client.get("/documents/bad.json").status_code, 410)
        for path in ("/", "/documents/"):
            self.assertNotContains(self.client.get(path), "Bad News")

    def test_it_answers_410_at_its_former_addresses(self):
        readdress(self.document, "worse", self.user)
        self.withdraw()
        self.assertEqual(self.client.get("/documents/bad/").status_code, 410)
        self.assertEqual(self.client.get("/documents/worse/").status_code, 410)

    def test_editors_still_read_it(self):
        self.withdraw()
        self.client.force_login(make_editor("vera", "viewer"))
        self.assertContains(self.client.get("/documents/bad/"), "The words themselves")
