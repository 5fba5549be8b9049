"""The second factor: set up, asked for, lost and found."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client, TestCase, override_settings

from tests.factories import make_user

PASSWORD = "a long enough pass phrase"
PAGES = "/accounts/second-factor/"


def code_for(secret):
    """Return what an app would show for this secret now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class SecondFactorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", password=PASSWORD, is_staff=True)

    def setUp(self):
        cache.clear()

    def sign_in(self, client):
        return client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})

    def set_up(self):
        """Set the factor up as one would; return its secret and the recovery codes."""
        self.sign_in(self.client)
        self.client.post(
            "/accounts/reauthenticate/", {"password": PASSWORD, "next": f"{PAGES}totp/activate/"}
        )
        page = self.client.get(f"{PAGES}totp/activate/")
        secret = re.search(r'class="secret">(\w+)<', page.content.decode())[1]
        answer = self.client.post(f"{PAGES}totp/activate/", {"code": code_for(secret)})
        self.assertRedirects(answer, f"{PAGES}recovery-codes/")
        page = self.client.get(f"{PAGES}recovery-codes/").content.decode()
        cache.clear()  # a code is taken once
        return secret, re.findall(r"<li>(\w+)</li>", page)

    def test_it_asks_for_the_password_first(self):
        self.sign_in(self.client)
        answer = self.client.get(f"{PAGES}totp/activate/")
        self.assertTrue(answer.url.startswith("/accounts/reauthenticate/"))

    def test_the_page_with_the_secret_is_kept_by_nobody_and_runs_nothing(self):
        self.sign_in(self.client)
        self.client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": PAGES})
        page = self.client.get(f"{PAGES}totp/activate/")
        self.assertIn("no-store", page["Cache-Control"])
        html = page.content.decode()
        self.assertIn('src="data:image/svg+xml;base64,', html)
        self.assertNotRegex(html, r"<[^>]+\s(style|on\w+)=")

    def test_signing_in_takes_the_password_and_a_code(self):
        secret, _ = self.set_up()
        client = Client()
        answer = self.sign_in(client)
        self.assertRedirects(answer, f"{PAGES}authenticate/")
        self.assertEqual(client.get("/me/").json()["name"], "")
        self.assertContains(
            client.post(f"{PAGES}authenticate/", {"code": "000000"}), "id_code_error"
        )
        self.assertEqual(client.post(f"{PAGES}authenticate/", {"code": code_for(secret)}).url, "/")
        self.assertEqual(client.get("/me/").json()["name"], "ada")

    def test_a_staff_session_is_short_by_this_way_too(self):
        _, codes = self.set_up()
        client = Client()
        self.sign_in(client)
        client.post(f"{PAGES}authenticate/", {"code": codes[0]})
        self.assertAlmostEqual(client.session.get_expiry_age(), 12 * 3600, delta=60)

    def test_a_recovery_code_works_once(self):
        _, codes = self.set_up()
        self.assertEqual(len(codes), 10)
        for expected in (302, 200):
            client = Client()
            self.sign_in(client)
            answer = client.post(f"{PAGES}authenticate/", {"code": codes[0]})
            self.assertEqual(answer.status_code, expected)

    def test_codes_cannot_be_tried_for_ever(self):
        secret, _ = self.set_up()
        client = Client()
        self.sign_in(client)
        for _ in range(5):
            client.post(f"{PAGES}authenticate/", {"code": "000000"})
        answer = client.post(f"{PAGES}authenticate/", {"code": code_for(secret)})
        self.assertEqual(client.get("/me/").json()["name"], "")
        self.assertNotEqual(answer.status_code, 302)

    def test_a_new_password_does_not_take_the_factor_away(self):
        self.set_up()
        self.ada.set_password("another long phrase")
        self.ada.save()
        answer = Client().post(
            "/accounts/login/", {"login": "ada", "password": "another long phrase"}
        )
        self.assertEqual(answer.url, f"{PAGES}authenticate/")

    def test_it_is_turned_off_as_it_was_set_up(self):
        self.set_up()
        self.assertContains(self.client.get(f"{PAGES}totp/deactivate/"), "Turn it off")
        self.client.post(f"{PAGES}totp/deactivate/")
        self.assertFalse(Authenticator.objects.exists())
        self.assertEqual(self.sign_in(Client()).url, "/")
