"""Who one is: `/me/`, the account's page, the public page of a person."""

from django.test import TestCase

from reader.models import User
from tests.annotations.rows import write
from tests.factories import make_document, make_user
from tests.forms import fields_of

EVIL = "<script>alert(1)</script> javascript:alert(1) <img src=x onerror=alert(1)>"


class MeTests(TestCase):
    def test_nobody_gets_an_empty_answer_and_no_cookie(self):
        answer = self.client.get("/me/")
        self.assertEqual(answer.json(), {"name": "", "groups": []})
        self.assertFalse(answer.cookies)

    def test_someone_gets_their_name_and_a_token_that_works(self):
        self.client.force_login(make_user("ada", display_name="Ada Marsh"))
        answer = self.client.get("/me/")
        said = answer.json()
        self.assertEqual((said["name"], said["display_name"]), ("ada", "Ada Marsh"))
        self.assertEqual((said["groups"], said["unread"], said["is_moderator"]), ([], 0, False))
        strict = self.client_class(enforce_csrf_checks=True)
        strict.cookies = self.client.cookies
        posted = {"display_name": "A", "about": "", "version": "x"}
        self.assertEqual(strict.post("/accounts/", posted).status_code, 403)
        headers = {"X-CSRFToken": said["csrf_token"]}
        self.assertEqual(strict.post("/accounts/", posted, headers=headers).status_code, 409)

    def test_no_answer_is_kept_by_anyone(self):
        self.assertEqual(self.client.get("/me/")["Cache-Control"], "private, no-store")
        self.client.force_login(make_user())
        self.assertEqual(self.client.get("/me/")["Cache-Control"], "private, no-store")

    def test_the_hint_for_scripts_comes_and_goes_with_the_session(self):
        self.client.force_login(make_user())
        self.assertEqual(self.client.get("/me/").cookies["signed_in"].value, "1")
        self.client.session.flush()
        self.assertEqual(self.client.get("/me/").cookies["signed_in"].value, "")

    def test_it_costs_what_signing_in_costs(self):
        self.client.force_login(make_user())
        self.client.get("/me/")
        with self.assertNumQueries(
            6
        ):  # the session, the user, the groups, two for rights, the notices
            self.client.get("/me/")


class AccountTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")

    def setUp(self):
        self.client.force_login(self.ada)

    def fields(self):
        return fields_of(self.client.get("/accounts/").content.decode())

    def save(self, **given):
        return self.client.post("/accounts/", self.fields() | given)

    def test_nobody_is_sent_to_sign_in_and_back(self):
        self.client.logout()
        answer = self.client.get("/accounts/")
        self.assertRedirects(answer, "/accounts/login/?next=/accounts/")

    def test_the_page_is_private(self):
        self.assertIn("no-store", self.client.get("/accounts/")["Cache-Control"])

    def test_the_profile_is_saved_as_one_line_and_text(self):
        answer = self.save(display_name="Ada\u202e  Marsh", about="Reads.\nWrites.")
        self.assertRedirects(answer, "/accounts/")
        self.ada.refresh_from_db()
        self.assertEqual(self.ada.display_name, "Ada Marsh")
        self.assertEqual(self.ada.shown_name, "Ada Marsh (ada)")

    def test_nothing_else_can_be_set(self):
        self.save(display_name="A", username="root", is_staff="on", is_superuser="1", email="x@y.z")
        self.ada.refresh_from_db()
        self.assertEqual((self.ada.username, self.ada.is_staff), ("ada", False))
        self.assertEqual(self.ada.email, "ada@example.org")

    def test_a_stale_form_is_shown_both_texts(self):
        before = self.fields()
        self.save(about="Written in one window.")
        answer = self.client.post("/accounts/", before | {"about": "Typed in another."})
        self.assertEqual(answer.status_code, 409)
        self.assertContains(answer, "Written in one window.", status_code=409)
        self.assertContains(answer, "Typed in another.", status_code=409)
        again = fields_of(answer.content.decode())
        self.assertRedirects(self.client.post("/accounts/", again), "/accounts/")
        self.ada.refresh_from_db()
        self.assertEqual(self.ada.about, "Typed in another.")

    def test_what_is_too_long_is_said_with_its_field(self):
        for field, longest in (("display_name", 80), ("about", 2000)):
            self.assertEqual(self.save(**{field: "x" * longest}).status_code, 302, field)
            answer = self.save(**{field: "x" * (longest + 1)})
            self.assertContains(answer, f'id="id_{field}_error"', status_code=422)


class PersonTests(TestCase):
    def test_someone_who_said_nothing_in_public_is_not_there(self):
        make_user("ada", display_name="Ada Marsh")
        hidden, never = self.client.get("/people/ada/"), self.client.get("/people/nobody/")
        self.assertEqual((hidden.status_code, never.status_code), (404, 404))
        self.assertEqual(hidden.content.replace(b"ada", b"nobody"), never.content)

    def test_a_public_page_says_what_its_owner_says_and_no_more(self):
        make_user("ada", display_name="Ada Marsh", about="Reads harbours.\n\nWrites.")
        answer = self.client.get("/people/ada/")
        self.assertContains(answer, "<p>Reads harbours.</p>")
        self.assertContains(answer, "Ada Marsh")
        self.assertNotContains(answer, "example.org")

    def test_it_has_what_they_wrote_in_public_and_nothing_else(self):
        ada = make_user("ada")
        write(ada, make_document("Iron"), "For myself", visibility="private")
        self.assertEqual(self.client.get("/people/ada/").status_code, 404)
        write(ada, make_document("The salt road"), "In the open")
        write(ada, make_document("Copper"), "Withheld", state="hidden")
        self.client.force_login(ada)
        answer = self.client.get("/people/ada/")
        self.assertContains(answer, "In the open")
        self.assertContains(answer, "The salt road")
        for words in ("For myself", "Iron", "Withheld", "Copper"):
            self.assertNotContains(answer, words)

    def test_the_page_is_the_same_for_everyone(self):
        make_user("ada", about="Reads.")
        anonymous = self.client.get("/people/ada/").content
        self.client.force_login(make_user(is_staff=True, is_superuser=True))
        answer = self.client.get("/people/ada/")
        self.assertEqual(answer.content, anonymous)
        self.assertFalse(answer.cookies)

    def test_another_spelling_leads_to_the_one_page(self):
        make_user("ada", about="Reads.")
        self.assertRedirects(self.client.get("/people/ADA/"), "/people/ada/", status_code=301)

    def test_markup_is_text(self):
        make_user("ada", display_name=EVIL[:80], about=EVIL)
        page = self.client.get("/people/ada/").content.decode()
        self.assertNotIn("<script>alert", page)
        self.assertNotIn("<img", page)

    def test_whoever_left_or_is_closed_has_no_page(self):
        ada = make_user("ada", about="Reads.")
        User.objects.filter(pk=ada.pk).update(is_active=False)
        self.assertEqual(self.client.get("/people/ada/").status_code, 404)
