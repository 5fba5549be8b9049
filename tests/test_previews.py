"""Previews: a draft shown by a link, to whoever has it, until it ends or is revoked."""

import datetime

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from reader.actions.drafts import save_draft
from reader.actions.previews import make_preview, revoke_preview
from reader.models import EditorialAct, PreviewComment, PreviewLink, StoredPage
from tests.factories import make_actor, make_document, make_editor, make_mention, make_user


class PreviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor("pub", "publisher")
        cls.document = make_document(
            "Secret plan", slug="plan", status="draft", paragraphs=["The secret words of Bo."]
        )
        make_mention(
            make_actor("Bo", state="proposed"), cls.document.blocks.get(), state="proposed"
        )
        cls.link = make_preview(cls.document, user=cls.user, label="Ann", days=7)
        cls.url = cls.link.get_absolute_url()

    def send(self, **given):
        posted = {"name": "Ann", "text": "Good.", "verdict": ""} | given
        return self.client.post(self.url, posted)

    def test_whoever_has_the_link_reads_the_draft_and_nobody_keeps_it(self):
        page = self.client.get(self.url)
        self.assertContains(page, "The secret words")
        self.assertEqual(page["Cache-Control"], "private, no-store")
        self.assertEqual(page["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", page["X-Robots-Tag"])
        self.assertFalse(page.cookies)
        self.assertNotContains(page, "/actors/bo/")
        self.assertFalse(StoredPage.objects.filter(path__startswith="/previews").exists())

    def test_the_text_in_work_is_shown_where_there_is_one(self):
        manuscript = (
            "---\ntitle: Secret plan\n---\n\nNewer words.[^1]\n\n[^1]: A note <b>here</b>.\n"
        )
        save_draft(self.document, manuscript, version=0, user=self.user)
        page = self.client.get(self.url)
        self.assertContains(page, "Newer words.")
        self.assertContains(page, "A note")
        self.assertNotContains(page, "<b>here</b>")
        self.assertNotContains(page, "The secret words")

    def test_every_other_address_answers_as_one_that_never_was(self):
        never = self.client.get("/previews/never/")
        token = self.link.token
        other = PreviewLink.objects.create(
            document=self.document, expires_at=timezone.now() - datetime.timedelta(seconds=1)
        )
        for signed in (token, f"{token}.", f"{token}.AAAA", "☠", "." * 300, self.url[10:-2]):
            answer = self.client.get(reverse("reader:preview", args=[signed]))
            with self.subTest(signed=signed):
                self.assertEqual((answer.status_code, answer.content), (404, never.content))
        self.assertEqual(self.client.get(other.get_absolute_url()).status_code, 404)
        revoke_preview(self.link, user=self.user)
        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.send().status_code, 404)

    def test_a_colleague_comments_and_decides_without_an_account(self):
        strict = Client(enforce_csrf_checks=True)
        said = {"name": "Ann <b>Lee</b>", "text": "Fine.\n<script>", "verdict": "approved"}
        self.assertEqual(strict.post(self.url, said).status_code, 302)
        comment = PreviewComment.objects.get()
        self.assertEqual((comment.verdict, comment.link), ("approved", self.link))
        act = EditorialAct.objects.first()
        self.assertEqual((act.verb, act.document), ("approved a preview of", self.document))
        self.client.force_login(self.user)
        screen = self.client.get(reverse("admin:desk_previews", args=["plan"]))
        self.assertContains(screen, "Ann &lt;b&gt;Lee")
        self.assertContains(screen, "approved")
        self.assertNotContains(screen, "Fine.\n<script>")

    def test_what_was_said_is_shown_to_no_other_colleague_and_on_no_public_page(self):
        self.send(text="Whispered words", verdict="declined")
        for path in (self.url, "/", "/documents/", "/documents/plan/"):
            self.assertNotIn(b"Whispered", self.client.get(path).content)

    def test_nothing_and_too_much_are_refused(self):
        with self.settings(LIMIT_PREVIEW_CHARACTERS=10):
            self.assertEqual(self.send(text="x" * 10).status_code, 302)
            self.assertEqual(self.send(text="x" * 11).status_code, 422)
        for given in ({"text": " "}, {"name": ""}, {"verdict": "maybe"}, {"name": "x" * 101}):
            self.assertEqual(self.send(**given).status_code, 422)

    def test_a_link_takes_so_many_answers_an_hour(self):
        with self.settings(LIMIT_PREVIEW_COMMENTS=2):
            self.assertEqual([self.send().status_code for _ in range(3)], [302, 302, 429])
            self.assertIn("Retry-After", self.send())
        self.assertEqual(PreviewComment.objects.count(), 2)


class PreviewsScreenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor("pub", "publisher")
        cls.author = make_editor("ann", "author")
        cls.document = make_document(slug="plan", status="draft", created_by=cls.author)
        cls.url = reverse("admin:desk_previews", args=["plan"])

    def test_links_are_made_and_revoked_here(self):
        for user in (self.author, self.user):
            self.client.force_login(user)
            self.client.post(self.url, {"label": f"For {user}", "days": "3"})
        link = PreviewLink.objects.get(made_by=self.user)
        self.assertContains(self.client.get(self.url), link.get_absolute_url())
        self.client.post(self.url, {"revoke": link.pk})
        self.assertNotContains(self.client.get(self.url), link.get_absolute_url())
        verbs = EditorialAct.objects.values_list("verb", flat=True)
        self.assertEqual(verbs[0], "revoked a preview of")

    def test_nonsense_is_refused(self):
        self.client.force_login(self.user)
        for given in ({"label": "", "days": "3"}, {"label": "x", "days": "0"}, {"days": "91"}):
            self.assertEqual(self.client.post(self.url, given).status_code, 422)
        for key in ("x", "0", "9" * 40):
            self.assertEqual(self.client.post(self.url, {"revoke": key}).status_code, 404)

    def test_others_do_not_find_it(self):
        for user, status in (
            (make_editor("bob", "author"), 404),
            (make_user(is_staff=True), 404),
            (make_editor("vera", "viewer"), 403),
        ):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, status)
