"""Signing in: who gets in, who is kept out, and what nobody learns by trying."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from reader.models import User
from tests.factories import make_user

PASSWORD = "a long enough pass phrase"
WRONG = "The username and/or password you specified are not correct."
LOGIN = "/accounts/login/"

# Addresses that are not ours, in the spellings by which they have been smuggled elsewhere.
FOREIGN = [
    "https://evil.example/",
    "http://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "https:evil.example/",
    "https:/evil.example/",
    "https:///evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "ftp://evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "https://evil.example\\@testserver/",
    "http://[::1/",
    "\x00//evil.example/",
]


# The real hashes are slow on purpose.
@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class SignIn(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user("rita", password=PASSWORD)
        cls.editor = make_user("ed", password=PASSWORD, is_staff=True)

    def setUp(self):
        cache.clear()

    def sign_in(self, name="ed", password=PASSWORD, *, client=None, next="", address="192.0.2.1"):
        posted = {"login": name, "password": password} | ({"next": next} if next else {})
        return (client or self.client).post(LOGIN, posted, REMOTE_ADDR=address)


class WayInTests(SignIn):
    def test_the_right_password_leads_where_one_was_going(self):
        answer = self.sign_in(next="/admin/reader/actor/")
        self.assertRedirects(answer, "/admin/reader/actor/", fetch_redirect_response=False)

    def test_the_admin_sends_to_the_sign_in_page_and_back(self):
        answer = self.client.get("/admin/reader/document/")
        self.assertRedirects(
            answer, "/admin/login/?next=/admin/reader/document/", fetch_redirect_response=False
        )
        answer = self.client.get(answer.url)
        self.assertTrue(answer.url.startswith(f"{LOGIN}?next="), answer.url)
        page = self.client.get(answer.url)
        self.assertContains(page, 'name="next" value="/admin/reader/document/"')

    def test_a_reader_does_not_get_into_the_admin(self):
        self.client.force_login(self.reader)
        self.assertEqual(self.client.get("/admin/login/").status_code, 403)
        self.assertNotEqual(self.client.get("/admin/").status_code, 200)

    def test_no_address_of_another_site_is_followed(self):
        for target in FOREIGN:
            with self.subTest(target=target):
                answer = self.sign_in(next=target, client=Client())
                self.assertEqual((answer.status_code, answer.url), (302, "/"))
                answer = Client().get("/admin/login/", {"next": target})
                self.assertEqual(answer.url.partition("?")[0], LOGIN)

    def test_who_is_signed_in_is_not_sent_to_another_site_either(self):
        self.client.force_login(self.editor)
        for target in FOREIGN:
            with self.subTest(target=target):
                answer = self.client.get(LOGIN, {"next": target})
                self.assertEqual((answer.status_code, answer.url), (302, "/"))

    def test_the_address_of_the_account_opens_it_as_the_name_does(self):
        EmailAddress.objects.create(user=self.editor, email="ed@example.org", verified=True)
        for name in ("ed", "ED", "ed@example.org", "Ed@Example.org"):
            with self.subTest(name=name):
                answer = self.sign_in(name=name, client=Client())
                self.assertEqual((answer.status_code, answer.url), (302, "/"))

    def test_what_is_not_offered_is_not_there(self):
        for path in (
            "login/code/",
            "signup/passkey/",
            "oidc/sso/login/",
            "second-factor/webauthn/",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(f"/accounts/{path}").status_code, 404)
        self.assertNotContains(self.client.get(LOGIN), "Sign in with")

    def test_a_closed_account_stays_closed(self):
        User.objects.filter(pk=self.editor.pk).update(is_active=False)
        answer = self.client.post(LOGIN, {"login": "ed", "password": PASSWORD}, follow=True)
        self.assertContains(answer, "closed")
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_signing_out_asks_first_and_ends_the_session(self):
        self.sign_in()
        self.assertEqual(self.client.get("/accounts/logout/").status_code, 200)
        self.assertIn("_auth_user_id", self.client.session)
        self.client.post("/accounts/logout/")
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_the_page_has_no_inline_style_or_script(self):
        page = self.client.get(LOGIN).content.decode()
        self.assertNotIn(" style=", page)
        self.assertNotIn("<style", page)
        self.assertNotRegex(page, r"<script(?![^>]{0,200}(src=|importmap))")
        self.assertNotRegex(page, r"\son[a-z]{2,20}=")


class ThrottleTests(SignIn):
    def fail(self, times, **given):
        return [self.sign_in(password="wrong", **given) for _ in range(times)]

    def test_the_sixth_failure_answers_429_with_the_same_words(self):
        answers = self.fail(6)
        self.assertEqual([answer.status_code for answer in answers], [200] * 5 + [429])
        for answer in answers:
            self.assertContains(answer, WRONG, status_code=answer.status_code)
        self.assertIn("Retry-After", answers[-1])

    def test_a_throttled_name_is_not_let_in_by_the_right_password(self):
        self.fail(5)
        answer = self.sign_in()
        self.assertEqual(answer.status_code, 429)
        self.assertContains(answer, WRONG, status_code=429)

    def test_the_name_is_not_locked_for_other_addresses(self):
        self.fail(8)
        self.assertEqual(self.sign_in(address="192.0.2.2", client=Client()).status_code, 302)

    def test_other_names_are_not_locked_at_that_address(self):
        self.fail(6)
        self.assertEqual(self.sign_in(name="rita", client=Client()).status_code, 302)

    def test_another_spelling_of_the_name_is_the_same_name(self):
        for name in ("ed", "ED", "eD", " ed", "ｅｄ"):
            self.sign_in(name=name, password="wrong")
        self.assertEqual(self.sign_in(password="wrong").status_code, 429)

    def test_a_name_that_nobody_has_is_answered_alike(self):
        there, not_there = self.fail(6), self.fail(6, name="nobody")
        self.assertEqual(
            [answer.status_code for answer in there], [answer.status_code for answer in not_there]
        )
        for answer in not_there:
            self.assertContains(answer, WRONG, status_code=answer.status_code)

    def test_thirty_failures_at_one_address_stop_it_for_every_name(self):
        for number in range(30):
            answer = self.sign_in(name=f"name{number}", password="wrong")
            self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.sign_in(name="name30", password="wrong").status_code, 429)

    def test_right_passwords_are_not_counted(self):
        for _ in range(35):
            self.assertEqual(self.sign_in(client=Client()).status_code, 302)


class SessionTests(SignIn):
    def test_the_session_has_a_new_key_after_signing_in(self):
        self.client.get(LOGIN)
        session = self.client.session
        session["seen"] = True
        session.save()
        before = session.session_key
        self.sign_in()
        self.assertNotEqual(self.client.session.session_key, before)
        self.assertFalse(Session.objects.filter(session_key=before).exists())

    def test_every_session_ends_when_the_password_changes(self):
        other = Client()
        self.sign_in()
        self.sign_in(client=other)
        self.assertEqual(other.get("/admin/").status_code, 200)
        posted = {"old_password": PASSWORD, "new_password1": "quite another phrase"}
        posted |= {"new_password2": "quite another phrase"}
        self.assertEqual(self.client.post("/admin/password_change/", posted).status_code, 302)
        self.assertEqual(self.client.get("/admin/").status_code, 200)
        self.assertEqual(other.get("/admin/").status_code, 302)

    def test_the_cookies_are_for_this_site_and_not_for_scripts(self):
        self.client.get(LOGIN)
        self.sign_in()
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            cookie = self.client.cookies[name]
            self.assertTrue(cookie["httponly"], name)
            self.assertEqual(cookie["samesite"], "Lax", name)

    def test_a_staff_session_lasts_twelve_hours_and_a_reader_s_fourteen_days(self):
        for name, hours in (("ed", 12), ("rita", 14 * 24)):
            with self.subTest(name=name):
                client = Client()
                self.sign_in(name=name, client=client)
                lasts = client.session.get_expiry_date() - timezone.now()
                self.assertAlmostEqual(lasts.total_seconds(), hours * 3600, delta=60)

    def test_signing_in_needs_the_token_of_the_form(self):
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(self.sign_in(client=strict).status_code, 403)


class AdministratorTests(SignIn):
    """Users and groups: for administrators, who have just given their password."""

    PAGES = ("/admin/reader/user/", "/admin/reader/user/add/", "/admin/auth/group/")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.admin = make_user("ada", password=PASSWORD, is_staff=True, is_superuser=True)

    def test_an_administrator_is_asked_again_and_then_goes_on(self):
        self.sign_in(name="ada")
        for path in (*self.PAGES, f"/admin/reader/user/{self.reader.pk}/password/"):
            with self.subTest(path=path):
                answer = self.client.get(path)
                self.assertTrue(answer.url.startswith("/accounts/reauthenticate/?next="))
        posted = {"password": PASSWORD, "next": "/admin/reader/user/"}
        answer = self.client.post("/accounts/reauthenticate/", posted)
        self.assertRedirects(answer, "/admin/reader/user/")

    def test_what_was_typed_outlives_the_question(self):
        self.sign_in(name="ada")
        typed = {"name": "Editors"}
        answer = self.client.post("/admin/auth/group/add/", typed)
        self.assertTrue(answer.url.startswith("/accounts/reauthenticate/"))
        posted = {"password": PASSWORD, "next": "/admin/auth/group/add/"}
        self.client.post("/accounts/reauthenticate/", posted)
        self.assertContains(self.client.get("/admin/auth/group/"), "Editors")

    def test_a_password_in_what_was_typed_does_not_wait_in_the_session(self):
        self.sign_in(name="ada")
        typed = {"username": "newcomer", "password1": "their secret", "password2": "their secret"}
        self.client.post("/admin/reader/user/add/", typed)
        kept = str(dict(self.client.session.items()))
        self.assertIn("newcomer", kept)
        self.assertNotIn("their secret", kept)
        self.assertNotIn("their+secret", kept)

    def test_wrong_passwords_are_throttled_here_too(self):
        self.sign_in(name="ada")
        for _ in range(5):
            self.client.post("/accounts/reauthenticate/", {"password": "wrong"})
        answer = self.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        self.assertNotEqual(answer.status_code, 302)

    def test_an_editor_with_every_right_sees_no_users(self):
        self.editor.user_permissions.set(Permission.objects.all())
        self.sign_in()
        for path in self.PAGES:
            with self.subTest(path=path):
                posted = {"password": PASSWORD, "next": path}
                self.client.post("/accounts/reauthenticate/", posted)
                self.assertEqual(self.client.get(path).status_code, 403)
        self.assertNotContains(self.client.get("/admin/"), "/admin/reader/user/")
