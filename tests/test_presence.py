"""Presence: who else has a record open is said, and never for long."""

import datetime

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from reader.models import Presence
from tests.factories import make_actor, make_document, make_editor, make_user


class PresenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann = make_editor("ann", "author", "curator", "publisher")
        cls.bob = make_editor("bob", "author", "curator", "publisher")
        cls.document, cls.actor = make_document(slug="guard"), make_actor("Blue Guard")
        cls.pages = {
            "document": [
                reverse("admin:reader_document_change", args=[cls.document.pk]),
                reverse("admin:desk_state", args=["guard"]),
                reverse("admin:desk_curation", args=["guard"]),
                reverse("admin:desk_text", args=["guard"]),
            ],
            "actor": [reverse("admin:reader_actor_change", args=[cls.actor.pk])],
        }

    def ping(self, kind="document", pk=None):
        pk = pk or self.document.pk
        return self.client.post(reverse("admin:desk_presence", args=[kind, pk]))

    def test_a_form_says_who_else_has_it_open_without_scripts_too(self):
        for kind, pages in self.pages.items():
            for page in pages:
                with self.subTest(kind=kind, page=page):
                    Presence.objects.all().delete()
                    self.client.force_login(self.ann)
                    self.assertNotContains(self.client.get(page), "Also open with")
                    self.client.force_login(self.bob)
                    self.assertContains(self.client.get(page), "Also open with ann.")

    def test_a_form_that_stays_open_hears_of_it(self):
        self.client.force_login(self.ann)
        self.assertNotContains(self.ping(), "Also open")
        self.client.force_login(self.bob)
        answer = self.ping()
        self.assertContains(answer, "Also open with ann.")
        self.assertIn("no-store", answer["Cache-Control"])

    def test_who_has_been_silent_for_a_minute_is_gone(self):
        ago = timezone.now() - datetime.timedelta(seconds=61)
        Presence.objects.create(
            user=self.ann, kind="document", record=str(self.document.pk), seen_at=ago
        )
        self.client.force_login(self.bob)
        self.assertNotContains(self.ping(), "Also open")
        self.assertFalse(Presence.objects.filter(user=self.ann).exists())

    def test_what_one_may_not_see_does_not_answer(self):
        secret = make_document(status="draft")
        for user, status in ((make_editor("a", "author"), 404), (make_user(is_staff=True), 404)):
            self.client.force_login(user)
            self.assertEqual(self.ping(pk=secret.pk).status_code, status)
        self.client.force_login(self.ann)
        self.assertEqual(self.ping(kind="user").status_code, 404)
        self.assertEqual(self.ping(pk=10**18).status_code, 404)

    def test_reading_public_pages_writes_nobody_down(self):
        self.client.force_login(self.ann)
        self.client.get(self.document.get_absolute_url())
        self.assertFalse(Presence.objects.exists())
