"""The desk's import and editor: nothing is written before it was shown, and then exactly that."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.actions.plans import Forecast
from reader.models import Actor, Document, Draft, Revision
from reader.signals import revision_planned
from tests.factories import make_actor, make_user
from tests.forms import fields_of
from tests.gold import ARTICLE as SEED
from tests.test_revisions import FIRST, SECOND, bring

IMPORT = "/admin/desk/import/"
WRITES = ("INSERT", "UPDATE", "DELETE")


def written(queries):
    """Return the statements that change rows other than the session's."""
    return [
        query["sql"]
        for query in queries
        if query["sql"].lstrip().startswith(WRITES) and "django_session" not in query["sql"]
    ]


class Editor(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("ed", is_staff=True, is_superuser=True)
        make_actor("Old Mill")

    def setUp(self):
        self.client.force_login(self.editor)

    def form(self, response):
        return fields_of(response.content.decode())


class ImportTests(Editor):
    def upload(self, data=None, name="mill.md", **more):
        data = FIRST.encode() if data is None else data
        return self.client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **more})

    def test_a_file_is_shown_as_it_would_come_in_and_nothing_is_written(self):
        with CaptureQueriesContext(connection) as queries:
            response = self.upload()
        self.assertEqual(written(queries), [])
        self.assertContains(response, "3 added")
        self.assertContains(response, "Old Mill</a> burned in 1999.")
        self.assertContains(response, 'value="mill"')
        self.assertFalse(Document.objects.exists())

    def test_applying_does_what_was_shown(self):
        response = self.client.post(IMPORT, self.form(self.upload()) | {"step": "apply"})
        document = Document.objects.get(slug="mill")
        self.assertEqual(response.status_code, 302)
        self.assertEqual(document.status, "draft")
        self.assertEqual(document.live_revision.author, self.editor)
        self.assertEqual(document.live_revision.manuscript, FIRST)

    def test_a_block_becomes_another_kind_by_its_field(self):
        form = self.form(self.upload())
        response = self.client.post(IMPORT, form | {"kind-0": "heading", "step": "plan"})
        self.assertContains(response, "## The Old Mill burned in 1999.")
        self.client.post(IMPORT, self.form(response) | {"step": "apply"})
        self.assertEqual(
            Document.objects.get().blocks.get(footnote=None, position=0).kind, "heading"
        )

    def test_applying_with_another_kind_shows_it_first(self):
        form = self.form(self.upload())
        response = self.client.post(IMPORT, form | {"kind-0": "quote", "step": "apply"})
        self.assertContains(response, "&gt; The Old Mill burned")
        self.assertFalse(Document.objects.exists())

    def test_kinds_count_for_nothing_once_the_text_was_edited(self):
        form = self.form(self.upload())
        edited = form["manuscript"].replace("\n\nThe Old", "\n\nA preface.\n\nThe Old")
        posted = form | {"manuscript": edited, "kind-0": "quote", "step": "plan"}
        self.assertNotContains(self.client.post(IMPORT, posted), "&gt; A preface")

    def test_what_has_changed_since_it_was_shown_is_shown_again(self):
        form = self.form(self.upload())
        make_actor("Nobody")
        response = self.client.post(IMPORT, form | {"step": "apply"})
        self.assertContains(response, "Nothing was written", status_code=409)
        self.assertFalse(Document.objects.exists())

    def test_a_slug_that_is_taken_is_a_revision_of_that_document(self):
        bring(FIRST)
        response = self.upload(SECOND.encode())
        self.assertContains(response, "A document stands there")
        self.assertContains(response, "2 changed")
        self.client.post(IMPORT, self.form(response) | {"step": "apply"})
        self.assertEqual(Revision.objects.count(), 2)

    def test_pasted_text_takes_its_address_from_its_title(self):
        response = self.client.post(IMPORT, {"text": FIRST.replace("\n", "\r\n")})
        self.assertContains(response, 'value="the-mill"')

    def test_the_first_article_comes_in_with_its_problems_and_proposals(self):
        response = self.upload(SEED.read_bytes(), "resistance-axis.txt", propose="on")
        self.assertContains(response, "The credit of this caption is torn off")
        self.assertContains(response, '<b class="new">proposed</b>')
        self.client.post(IMPORT, self.form(response) | {"step": "apply"})
        document = Document.objects.get()
        self.assertIn("torn-caption", {code for _, code, _ in document.live_revision.problems})
        self.assertTrue(Actor.objects.filter(state="proposed").exists())

    def test_what_cannot_be_read_is_said_in_one_line_and_nothing_is_lost(self):
        for data, name, words in [
            (b"", "a.txt", "empty"),
            (b"%PDF-1.4 ...", "a.pdf", "PDF"),
            (b"PK\x03\x04 no zip", "a.docx", ""),
            ("Größe".encode("utf-16"), "a.txt", "utf-16"),
        ]:
            with self.subTest(name=name, words=words):
                response = self.upload(data, name)
                self.assertEqual(response.status_code, 400)
                self.assertContains(response, words, status_code=400)
        response = self.client.post(IMPORT, {})
        self.assertContains(response, "Choose a file or paste a text.", status_code=400)

    @override_settings(LIMIT_FILE_BYTES=40)
    def test_a_file_at_the_limit_is_taken_and_one_above_it_is_not(self):
        self.assertEqual(self.upload(b"---\ntitle: A\n---\n" + b"x" * 23).status_code, 200)
        response = self.upload(b"---\ntitle: A\n---\n" + b"x" * 24)
        self.assertContains(response, "larger than 40 bytes", status_code=400)

    def test_a_text_without_a_title_cannot_be_applied(self):
        response = self.client.post(IMPORT, {"text": "x", "slug": "x", "format": "markdown"})
        self.assertContains(response, "It has no title")
        posted = self.form(response) | {"step": "apply"}
        self.assertContains(self.client.post(IMPORT, posted), "no title", status_code=400)

    def test_tampered_fields_do_no_harm(self):
        form = self.form(self.upload())
        for more in ({"problems": "x"}, {"kind-99": "quote"}, {"kind-0": "poem"}, {"slug": "///"}):
            response = self.client.post(IMPORT, form | more | {"step": "plan"})
            self.assertIn(response.status_code, (200, 400), more)

    def test_only_who_may_write_gets_in(self):
        self.client.force_login(make_user("guest", is_staff=True))
        self.assertEqual(self.client.get(IMPORT).status_code, 403)
        self.assertEqual(self.client.post(IMPORT, {"text": FIRST}).status_code, 403)
        self.client.logout()
        self.assertEqual(self.client.get(IMPORT).status_code, 302)


class EditingTests(Editor):
    def setUp(self):
        super().setUp()
        self.document = bring(FIRST)
        self.address = reverse("admin:desk_text", args=["mill"])

    def post(self, form, **more):
        return self.client.post(self.address, form | more)

    def test_the_manuscript_stands_there_with_what_saving_would_do(self):
        response = self.client.get(self.address)
        self.assertEqual(self.form(response)["manuscript"].strip(), FIRST.strip())
        self.assertContains(response, "As readers would see it")

    def test_a_change_is_shown_first_and_then_saved_exactly(self):
        form = self.form(self.client.get(self.address)) | {"manuscript": SECOND}
        with CaptureQueriesContext(connection) as queries:
            shown = self.post(form, step="show")
        self.assertEqual(written(queries), [])
        self.assertContains(shown, "2 changed")
        saved = self.post(self.form(shown), step="save", reason="a year", notice="It was 1998.")
        self.assertEqual(saved.status_code, 302)
        revision = Revision.objects.get(number=2)
        self.assertEqual(revision.manuscript, SECOND)
        self.assertEqual((revision.reason, revision.notice), ("a year", "It was 1998."))
        self.assertEqual(revision.author, self.editor)

    def test_saving_what_was_not_shown_shows_it_and_writes_nothing(self):
        form = self.form(self.client.get(self.address)) | {"manuscript": SECOND, "digest": ""}
        response = self.post(form, step="save")
        self.assertContains(response, "This is what saving does")
        self.assertEqual(Revision.objects.count(), 1)
        self.assertEqual(self.post(self.form(response), step="save").status_code, 302)

    def test_what_has_changed_since_it_was_shown_is_not_saved(self):
        shown = self.post(
            self.form(self.client.get(self.address)) | {"manuscript": SECOND}, step="show"
        )
        make_actor("Everybody")
        response = self.post(self.form(shown), step="save")
        self.assertContains(response, "Look again", status_code=409)
        self.assertEqual(Revision.objects.count(), 1)

    def test_a_stale_text_is_refused_with_theirs_and_mine_and_nothing_typed_is_lost(self):
        form = self.form(self.client.get(self.address))
        bring(FIRST.replace("1999", "1997"))
        response = self.post(form, manuscript=SECOND, step="save")
        self.assertContains(response, "<del>1999</del><ins>1997</ins>", status_code=409)
        self.assertContains(response, "<del>1999</del><ins>1998</ins>", status_code=409)
        self.assertContains(response, "Everybody knew why", status_code=409)
        self.assertEqual(Revision.objects.count(), 2)
        saved = self.post(self.form(response), step="save")
        self.assertEqual(saved.status_code, 302)
        self.assertEqual(Revision.objects.get(number=3).manuscript.strip(), SECOND.strip())

    def test_an_edit_that_changes_no_row_is_noticed_by_the_next_editor_too(self):
        form = self.form(self.client.get(self.address))
        bring(FIRST.replace("\n\nNobody", "\n\n\nNobody"))
        self.assertEqual(self.post(form, manuscript=SECOND, step="save").status_code, 409)

    def test_a_draft_is_kept_beside_the_live_text_and_goes_when_it_is_saved(self):
        form = self.form(self.client.get(self.address)) | {"manuscript": SECOND}
        self.post(form, step="keep")
        self.assertEqual(Draft.objects.get().manuscript, SECOND)
        self.assertEqual(Revision.objects.count(), 1)
        kept = self.client.get(self.address)
        self.assertContains(kept, "This is a draft of")
        self.assertEqual(self.form(kept)["manuscript"].strip(), SECOND.strip())
        again = self.post(self.form(kept), step="show")
        self.assertEqual(self.post(self.form(again), step="save").status_code, 302)
        self.assertFalse(Draft.objects.exists())
        self.assertEqual(Revision.objects.get(number=2).manuscript.strip(), SECOND.strip())

    def test_a_draft_that_someone_has_saved_since_is_neither_overwritten_nor_dropped(self):
        form = self.form(self.client.get(self.address))
        self.post(form, manuscript=SECOND, step="keep")
        for step in ("keep", "discard"):
            answer = self.post(form, manuscript=FIRST, step=step)
            self.assertContains(answer, "Someone else has saved", status_code=409)
        self.assertEqual(Draft.objects.get().manuscript, SECOND)
        self.post(self.form(self.client.get(self.address)), step="discard")
        self.assertFalse(Draft.objects.exists())

    def test_the_preview_is_a_part_of_the_page_and_writes_nothing(self):
        address = reverse("admin:desk_text_preview", args=["mill"])
        with CaptureQueriesContext(connection) as queries:
            response = self.client.post(address, {"manuscript": SECOND})
        self.assertEqual(written(queries), [])
        self.assertContains(response, '<div id="plan"')
        self.assertContains(response, "2 changed")
        self.assertNotContains(response, "<html")
        self.assertIn("no-store", response["Cache-Control"])

    def test_markup_in_a_manuscript_is_text(self):
        hostile = FIRST.replace("1999", "<script>alert(1)</script> <img src=x onerror=y>")
        response = self.client.post(
            reverse("admin:desk_text_preview", args=["mill"]), {"manuscript": hostile}
        )
        self.assertNotContains(response, "<script>")
        self.assertNotContains(response, "<img")

    def test_others_do_not_even_find_it(self):
        self.client.force_login(make_user("guest", is_staff=True))
        self.assertEqual(self.client.get(self.address).status_code, 404)
        self.assertEqual(self.post({"manuscript": SECOND}).status_code, 404)


class ForecastTests(Editor):
    """What the desk says of readers' annotations: the public ones, and no number of the others."""

    def setUp(self):
        super().setUp()
        self.document = bring(FIRST)

    def shown(self, *answers):
        def answer(sender, **kwargs):
            return list(answers)

        revision_planned.connect(answer, weak=False)
        self.addCleanup(revision_planned.disconnect, answer)
        return self.client.post(
            reverse("admin:desk_text_preview", args=["mill"]), {"manuscript": SECOND}
        )

    def test_public_annotations_are_counted_and_those_that_do_not_stay_are_named(self):
        response = self.shown(
            Forecast("annotation", "1", "burned", "kept"),
            Forecast("annotation", "2", "Nobody knew", "lost"),
        )
        self.assertContains(response, "1 kept")
        self.assertContains(response, "annotation, lost: “Nobody knew”")

    def test_of_what_is_not_public_there_is_no_word_and_no_count(self):
        seen = self.shown(Forecast("annotation", "1", "burned", "lost", is_public=False))
        self.assertNotContains(seen, "annotation")
        self.assertNotContains(seen, "“burned”")
