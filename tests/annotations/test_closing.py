"""Taking one's data away, and closing an account."""

import json

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client, TestCase, override_settings

from annotations.actions.accounts import LastAdministrator, close_account
from annotations.actions.tokens import make_token
from annotations.exports.own_data import own_data
from annotations.models import AccessToken, Annotation, Group, Membership
from reader.models import User
from tests.annotations.rows import write
from tests.factories import make_document, make_user

PASSWORD = "a long enough pass phrase"


class CloseTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob = make_user("ada"), make_user("bob")
        cls.document = make_document("The salt road", paragraphs=["Salt."])
        cls.open = write(cls.ada, cls.document, "In public")
        cls.answer = write(cls.bob, cls.document, "An answer", parent=cls.open)
        cls.secret = write(cls.ada, cls.document, "For myself", visibility="private")
        cls.below = write(cls.ada, cls.document, "More", visibility="private", parent=cls.secret)

    def test_threads_stay_whole_and_name_nobody(self):
        close_account(self.ada)
        left = {row.body: row.creator for row in Annotation.objects.all()}
        self.assertEqual(left, {"In public": None, "An answer": self.bob})

    def test_what_was_private_is_erased(self):
        close_account(self.ada)
        self.assertFalse(Annotation.objects.filter(visibility="private").exists())

    def test_words_that_were_deleted_already_go_too(self):
        Annotation.objects.filter(pk=self.open.pk).update(state="blanked")
        close_account(self.ada)
        self.open.refresh_from_db()
        self.assertEqual((self.open.body, self.open.html), ("", ""))

    def test_nothing_that_opens_the_account_is_left(self):
        _, raw = make_token(self.ada, name="r")
        EmailAddress.objects.create(user=self.ada, email="ada@example.org", verified=True)
        close_account(self.ada)
        self.assertIsNone(AccessToken.objects.user_for(raw))
        self.assertFalse(EmailAddress.objects.exists())

    def test_a_group_is_handed_on_to_whoever_moderates_it(self):
        group = Group.objects.create(slug="g", name="G")
        join = Membership.objects.create
        join(group=group, user=self.ada, role="owner")
        join(group=group, user=self.bob, role="member")
        carol = make_user("carol")
        join(group=group, user=carol, role="moderator")
        close_account(self.ada)
        self.assertEqual(Membership.objects.get(user=carol).role, "owner")
        self.assertEqual(Membership.objects.get(user=self.bob).role, "member")

    def test_the_only_administrator_stays(self):
        root = make_user("root1", is_superuser=True, is_staff=True)
        with self.assertRaises(LastAdministrator):
            close_account(root)
        make_user("root2", is_superuser=True, is_staff=True)
        close_account(root)


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class OwnDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada", password=PASSWORD, about="Reads.")
        cls.document = make_document("The salt road", paragraphs=["Salt."])
        write(cls.ada, cls.document, "Mine", visibility="private")
        write(make_user("bob"), cls.document, "Bob’s")
        cls.token, cls.raw = make_token(cls.ada, name="Notebook")

    def setUp(self):
        cache.clear()
        self.client.force_login(self.ada)

    def test_the_file_has_all_that_is_one_s_own_and_nothing_else(self):
        answer = self.client.post("/accounts/data/")
        self.assertIn("attachment", answer["Content-Disposition"])
        self.assertIn("no-store", answer["Cache-Control"])
        said = json.loads(answer.content)
        self.assertEqual([row["body"] for row in said["annotations"]], ["Mine"])
        self.assertEqual(said["access_keys"][0]["name"], "Notebook")
        self.assertEqual(said["profile"]["about"], "Reads.")
        text = answer.content.decode()
        for secret in (self.raw, self.token.digest, self.ada.password, "Bob’s"):
            self.assertNotIn(secret, text)

    def test_it_costs_the_same_however_much_there_is(self):
        costs = []
        for _ in range(2):
            ada = User.objects.get(pk=self.ada.pk)  # who has asked for no right yet
            with self.assertNumQueries(8):
                costs.append(len(own_data(ada)["annotations"]))
            for number in range(3):
                write(self.ada, self.document, f"More {number}")
        self.assertEqual(costs, [1, 4])

    def test_six_an_hour_and_not_a_seventh(self):
        codes = [self.client.post("/accounts/data/").status_code for _ in range(7)]
        self.assertEqual(codes, [200] * 6 + [429])

    def test_a_link_cannot_make_one_download_or_close(self):
        self.assertEqual(self.client.get("/accounts/data/").status_code, 405)
        self.client.get("/accounts/close/")
        self.assertTrue(User.objects.filter(username="ada").exists())

    def test_closing_asks_for_the_password(self):
        answer = self.client.post("/accounts/close/", {"password": "wrong"})
        self.assertContains(answer, "id_password_error", status_code=422)
        other = Client()
        other.force_login(self.ada)
        answer = self.client.post("/accounts/close/", {"password": PASSWORD}, follow=True)
        self.assertContains(answer, "The account is closed")
        self.assertFalse(User.objects.filter(username="ada").exists())
        for client in (self.client, other):
            self.assertEqual(client.get("/me/").json()["name"], "")

    def test_wrong_passwords_are_throttled_here_too(self):
        for _ in range(5):
            self.client.post("/accounts/close/", {"password": "wrong"})
        self.client.post("/accounts/close/", {"password": PASSWORD})
        self.assertTrue(User.objects.filter(username="ada").exists())

    def test_who_has_no_password_types_the_name(self):
        self.ada.set_unusable_password()
        self.ada.save()
        self.client.force_login(self.ada)
        answer = self.client.post("/accounts/close/", {"password": "bob"})
        self.assertEqual(answer.status_code, 422)
        self.client.post("/accounts/close/", {"password": "ada"})
        self.assertFalse(User.objects.filter(username="ada").exists())

    def test_the_name_is_given_to_nobody_again(self):
        self.client.post("/accounts/close/", {"password": PASSWORD})
        posted = {"username": "ADA", "email": "a@example.org", "password1": PASSWORD}
        self.assertContains(Client().post("/accounts/signup/", posted), "This name is taken")
