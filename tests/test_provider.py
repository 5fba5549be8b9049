"""Single sign-on by OpenID Connect, against a provider on this machine."""

import html
import re
from urllib.parse import parse_qs, urlsplit

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client, TestCase, override_settings

from reader.models import User
from tests.factories import make_user
from tests.provider import provider, settings_for

PASSWORD = "a long enough pass phrase"
LOGIN = "/accounts/oidc/sso/login/"


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class ProviderTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.enterClassContext(provider())
        cls.enterClassContext(override_settings(**settings_for(cls.provider.url)))

    def setUp(self):
        cache.clear()
        self.provider.breaks = None
        self.provider.asked.clear()
        self.provider.vouch("7", "ada", "ada@example.org")

    def leave(self, client=None, query=""):
        """Go to the provider as a browser would; return where the page leads."""
        answer = (client or self.client).post(LOGIN + query)
        self.assertEqual(answer.status_code, 200)
        target = re.search(r'content="0;url=([^"]+)"', answer.content.decode())[1]
        return html.unescape(target)

    def come_back(self, target, client=None, **more):
        state = parse_qs(urlsplit(target).query)["state"][0]
        return (client or self.client).get(
            f"{LOGIN}callback/", {"code": "c", "state": state} | more
        )

    def sign_in(self, client=None):
        return self.come_back(self.leave(client), client)

    def test_the_sign_in_page_offers_it(self):
        self.assertContains(self.client.get("/accounts/login/"), "Sign in with Guild")

    def test_the_page_that_leads_on_keeps_the_policy(self):
        answer = self.client.post(LOGIN)
        self.assertIn("form-action 'self'", answer["Content-Security-Policy"])
        target = urlsplit(self.leave())
        self.assertEqual(f"{target.scheme}://{target.netloc}", self.provider.url)
        self.assertIn("code_challenge", parse_qs(target.query))

    def test_a_newcomer_takes_a_name_and_is_in(self):
        answer = self.sign_in()
        self.assertEqual(answer.url, "/accounts/provider/signup/")
        page = self.client.get(answer.url)
        self.assertContains(page, 'value="ada"')
        answer = self.client.post(answer.url, {"username": "ada", "email": "ada@example.org"})
        self.assertEqual(answer.url, "/")
        self.assertEqual(self.client.get("/me/").json()["name"], "ada")
        self.assertFalse(User.objects.get().has_usable_password())
        other = Client()
        self.assertEqual(self.sign_in(other).url, "/")
        self.assertEqual(other.get("/me/").json()["name"], "ada")

    def test_names_keep_their_rules_here_too(self):
        make_user("bob")
        url = self.sign_in().url
        for name in ("admin", "bob", "а_da"):
            answer = self.client.post(url, {"username": name, "email": "ada@example.org"})
            self.assertContains(answer, "id_username_error")

    def test_an_address_the_provider_has_not_confirmed_is_confirmed_by_mail(self):
        self.provider.vouch("8", "eve", "eve@example.org", verified=False)
        url = self.sign_in().url
        answer = self.client.post(url, {"username": "eve", "email": "eve@example.org"})
        self.assertEqual(answer.url, "/accounts/confirm-email/")
        self.assertEqual(self.client.get("/me/").json()["name"], "")

    def test_the_same_address_takes_over_no_account(self):
        make_user("ada", password=PASSWORD)
        url = self.sign_in().url
        self.client.post(url, {"username": "mallory", "email": "ada@example.org"})
        self.assertEqual(self.client.get("/me/").json()["name"], "")
        self.assertFalse(SocialAccount.objects.exists())

    def test_an_account_is_connected_and_disconnected_by_its_owner(self):
        bob = make_user("bob", password=PASSWORD)
        EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
        self.client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
        posted = {"password": PASSWORD, "next": "/accounts/provider/"}
        self.client.post("/accounts/reauthenticate/", posted)
        answer = self.come_back(self.leave(query="?process=connect"))
        self.assertEqual(answer.url, "/accounts/provider/")
        self.assertEqual(SocialAccount.objects.get().user.username, "bob")
        self.assertContains(self.client.get("/accounts/provider/"), "Disconnect")
        self.client.post("/accounts/provider/", {"account": SocialAccount.objects.get().pk})
        self.assertFalse(SocialAccount.objects.exists())

    @override_settings(SIGN_UP_IS_OPEN=False)
    def test_whom_the_provider_vouches_for_comes_in_where_signing_up_is_closed(self):
        url = self.sign_in().url
        answer = self.client.post(url, {"username": "ada", "email": "ada@example.org"})
        self.assertEqual(answer.url, "/")

    def test_an_answer_to_no_question_is_none(self):
        target = self.leave()
        for wrong in ({"state": "x"}, {"state": ""}):
            answer = self.come_back(target, **wrong)
            self.assertContains(answer, "did not work", status_code=answer.status_code)
        answer = self.come_back(target, Client())  # another browser's
        self.assertContains(answer, "did not work", status_code=answer.status_code)
        self.assertEqual(self.client.get("/me/").json()["name"], "")

    def test_turning_back_is_said(self):
        state = parse_qs(urlsplit(self.leave()).query)["state"][0]
        query = {"error": "access_denied", "state": state}
        answer = self.client.get(f"{LOGIN}callback/", query, follow=True)
        self.assertContains(answer, "You turned back")

    def test_a_provider_that_breaks_breaks_no_page(self):
        broken = [(500, "x"), (200, "no json"), (200, "[]"), (200, "{}"), (404, "{}")]
        for status, body in broken:
            with self.subTest(status=status, body=body):
                self.provider.breaks = ("/.well-known", status, body)
                answer = self.client.post(LOGIN)
                self.assertContains(answer, "does not answer", status_code=502)
                for path in ("/token", "/userinfo"):
                    self.provider.breaks = None
                    target = self.leave()
                    self.provider.breaks = (path, status, body)
                    answer = self.come_back(target)
                    self.assertLess(answer.status_code, 503)
                    self.assertEqual(self.client.get("/me/").json()["name"], "")

    def test_only_the_configured_provider_is_asked(self):
        self.assertEqual(self.client.post("/accounts/oidc/other/login/").status_code, 404)
        self.leave(query="?next=https://evil.example/")
        self.assertEqual(
            {path for path, _ in self.provider.asked}, {"/.well-known/openid-configuration"}
        )

    def test_no_address_of_another_site_is_followed(self):
        self.sign_in()
        self.client.post(
            "/accounts/provider/signup/", {"username": "ada", "email": "ada@example.org"}
        )
        for target in ("https://evil.example/", "//evil.example/"):
            client = Client()
            answer = self.come_back(self.leave(client, f"?next={target}"), client)
            self.assertEqual(answer.url, "/")
