"""Personal access tokens: made once, kept as a digest, gone when revoked."""

import datetime
import re

import time_machine
from django.core.cache import cache
from django.test import TestCase, override_settings
from django.utils import timezone

from annotations.actions.tokens import MOST_TOKENS, TooManyTokens, make_token, revoke_token
from annotations.models import AccessToken
from reader.models import User
from tests.factories import make_user

PASSWORD = "a long enough pass phrase"


class TokenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")

    def test_the_key_opens_and_is_kept_nowhere(self):
        token, raw = make_token(self.ada, name="Notebook")
        self.assertEqual(AccessToken.objects.user_for(raw), self.ada)
        self.assertNotIn(raw, str(AccessToken.objects.values_list().get()))
        self.assertNotIn(raw[4:], str(vars(token)))

    def test_other_texts_open_nothing(self):
        _, raw = make_token(self.ada, name="Notebook")
        for text in ("", "sch_", raw[:-1], raw + "x", raw.lower(), "x" * 100_000, raw + "\n", "é"):
            self.assertIsNone(AccessToken.objects.user_for(text), text[:60])

    def test_a_key_to_read_does_not_write(self):
        _, reads = make_token(self.ada, name="r", scope="read")
        _, writes = make_token(self.ada, name="w", scope="write")
        self.assertIsNone(AccessToken.objects.user_for(reads, scope="write"))
        self.assertEqual(AccessToken.objects.user_for(writes, scope="write"), self.ada)
        self.assertEqual(AccessToken.objects.user_for(writes), self.ada)

    def test_a_revoked_key_opens_nothing(self):
        token, raw = make_token(self.ada, name="r")
        revoke_token(token)
        self.assertIsNone(AccessToken.objects.user_for(raw))

    def test_a_key_opens_until_its_last_second(self):
        with time_machine.travel("2026-01-01T00:00Z", tick=False):
            _, raw = make_token(self.ada, name="r", days=30)
        with time_machine.travel("2026-01-30T23:59:59Z", tick=False):
            self.assertEqual(AccessToken.objects.user_for(raw), self.ada)
        with time_machine.travel("2026-01-31T00:00Z", tick=False):
            self.assertIsNone(AccessToken.objects.user_for(raw))

    def test_the_key_of_someone_suspended_opens_nothing(self):
        _, raw = make_token(self.ada, name="r")
        User.objects.filter(pk=self.ada.pk).update(is_active=False)
        self.assertIsNone(AccessToken.objects.user_for(raw))

    def test_use_is_noted_once_a_day(self):
        _, raw = make_token(self.ada, name="r")
        AccessToken.objects.user_for(raw)
        self.assertEqual(AccessToken.objects.get().last_used_on, timezone.now().date())
        with self.assertNumQueries(1):
            AccessToken.objects.user_for(raw)
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
            AccessToken.objects.user_for(raw)
            self.assertEqual(AccessToken.objects.get().last_used_on, timezone.now().date())

    def test_nobody_has_more_than_so_many_live_keys(self):
        for number in range(MOST_TOKENS):
            token, _ = make_token(self.ada, name=f"{number}")
        with self.assertRaises(TooManyTokens):
            make_token(self.ada, name="one more")
        revoke_token(token)
        make_token(self.ada, name="one more")


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class TokenPageTests(TestCase):
    PAGE = "/accounts/tokens/"
    POSTED = {"name": "Notebook", "scope": "write", "days": "90"}

    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", password=PASSWORD)
        cls.bob_token, _ = make_token(make_user("bob"), name="Bob’s own")

    def setUp(self):
        cache.clear()
        self.client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})

    def confirm(self):
        self.client.post(
            "/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/tokens/"}
        )

    def test_it_asks_for_the_password_and_shows_the_key_once(self):
        answer = self.client.post(self.PAGE, self.POSTED)
        self.assertTrue(answer.url.startswith("/accounts/reauthenticate/"), answer.url)
        self.assertFalse(AccessToken.objects.filter(user=self.ada).exists())
        self.confirm()
        answer = self.client.post(self.PAGE, self.POSTED)
        self.assertEqual(answer.status_code, 201)
        self.assertIn("no-store", answer["Cache-Control"])
        raw = re.search(r'value="(sch_[^"]+)"', answer.content.decode())[1]
        self.assertEqual(AccessToken.objects.user_for(raw, scope="write"), self.ada)
        self.assertNotContains(self.client.get(self.PAGE), raw)

    def test_one_sees_one_s_own_keys_and_revokes_them(self):
        token, raw = make_token(self.ada, name="Mine <b>")
        page = self.client.get(self.PAGE)
        self.assertContains(page, "Mine &lt;b&gt;")
        self.assertNotContains(page, "Bob’s own")
        self.assertRedirects(self.client.post(f"{self.PAGE}{token.pk}/revoke/"), self.PAGE)
        self.assertIsNone(AccessToken.objects.user_for(raw))

    def test_another_s_key_is_not_there(self):
        answer = self.client.post(f"{self.PAGE}{self.bob_token.pk}/revoke/")
        self.assertEqual(answer.status_code, 404)
        self.bob_token.refresh_from_db()
        self.assertTrue(self.bob_token.is_live)

    def test_bad_fields_are_said(self):
        self.confirm()
        for wrong in ({"name": "\u202e"}, {"scope": "admin"}, {"days": "9999"}, {"name": "x" * 81}):
            answer = self.client.post(self.PAGE, self.POSTED | wrong)
            self.assertContains(answer, "_error", status_code=422)
