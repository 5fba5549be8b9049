"""Making an account, confirming it, setting a new password: each by its own mail."""

from smtplib import SMTPException

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client, TestCase, override_settings

from reader.models import RetiredName, User
from tests.factories import make_user
from tests.mails import last_mail, link_in

PASSWORD = "a long enough pass phrase"
FIRST = {"username": "ada", "email": "ada@example.org", "password1": PASSWORD}
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Counting(MD5PasswordHasher):
    algorithm = "counting"
    made = 0

    def encode(self, password, salt):
        Counting.made += 1
        return super().encode(password, salt)


class BrokenMail(BaseEmailBackend):
    def send_messages(self, messages):
        raise SMTPException("no route")


@override_settings(PASSWORD_HASHERS=QUICK)
class Door(TestCase):
    def setUp(self):
        cache.clear()

    def sign_up(self, *, client=None, address="192.0.2.1", **given):
        client = client or Client()
        return client.post("/accounts/signup/", FIRST | given, REMOTE_ADDR=address)

    def sign_in(self, name="ada", password=PASSWORD, client=None):
        posted = {"login": name, "password": password}
        return (client or self.client).post("/accounts/login/", posted)

    def confirm(self, client, to="ada@example.org"):
        link = link_in(last_mail(to))
        self.assertContains(client.get(link), "Yes, confirm it")
        return client.post(link)


class SignUpTests(Door):
    def test_an_account_opens_when_its_address_is_confirmed(self):
        answer = self.sign_up(client=self.client)
        self.assertRedirects(answer, "/accounts/confirm-email/")
        self.assertEqual(self.client.get("/me/").json()["name"], "")
        answer = self.sign_in(client=Client())
        self.assertRedirects(answer, "/accounts/confirm-email/", fetch_redirect_response=False)
        self.confirm(self.client)
        self.assertEqual(self.client.get("/me/").json()["name"], "ada")
        self.assertEqual(self.sign_in(client=Client()).url, "/")

    def test_the_link_alone_lets_nobody_in(self):
        self.sign_up(client=self.client)
        elsewhere = Client()
        self.confirm(elsewhere)
        self.assertEqual(elsewhere.get("/me/").json()["name"], "")

    def test_opening_the_link_confirms_nothing_by_itself(self):
        self.sign_up()
        self.client.get(link_in(last_mail("ada@example.org")))
        self.assertFalse(EmailAddress.objects.get().verified)

    def test_a_link_that_was_changed_says_so(self):
        self.sign_up()
        link = link_in(last_mail("ada@example.org"))
        for wrong in (link[:-3] + "/", "/accounts/confirm-email/x/", link[:-1] + "é/"):
            self.assertContains(self.client.get(wrong), "does not work")

    @override_settings(SITE_URL="https://read.example.org")
    def test_links_in_mails_are_the_site_s_whatever_host_was_asked(self):
        self.sign_up()
        self.assertIn("https://read.example.org/accounts/", last_mail("ada@example.org").body)

    def test_whoever_is_made_by_an_administrator_has_nothing_to_confirm(self):
        make_user("ed", password=PASSWORD)
        self.assertEqual(self.sign_in("ed").url, "/")

    def test_names_that_could_be_misread_are_refused_with_their_field(self):
        make_user("Bob")
        RetiredName.objects.retire("gone")
        wrong = ["а_da", "a", "x" * 41, "a b", "ada@x", "<b>x", "admin", "ADMIN", "former-1"]
        for name in [*wrong, "bob", "BOB", "ｂｏｂ", "Gone", "\u202eada"]:
            with self.subTest(name=name):
                answer = self.sign_up(username=name)
                self.assertContains(answer, "id_username_error")
        self.assertEqual(User.objects.count(), 1)

    def test_a_weak_password_is_refused_with_its_field(self):
        for word in ("short", "password123", "1234567890", "ada@example.org"):
            self.assertContains(self.sign_up(password1=word), "id_password1_error")

    def test_nothing_else_can_be_set(self):
        self.sign_up(is_staff="on", is_superuser="on", is_active="on", display_name="Boss")
        ada = User.objects.get()
        self.assertEqual((ada.is_staff, ada.is_superuser, ada.display_name), (False, False, ""))

    def test_five_a_day_from_one_address_and_not_a_sixth(self):
        for number in range(5):
            wrong = self.sign_up(username="x y")  # a mistyped form does not count
            self.assertEqual(wrong.status_code, 200)
            answer = self.sign_up(username=f"ada{number}", email=f"a{number}@example.org")
            self.assertEqual(answer.status_code, 302, number)
        answer = self.sign_up(username="ada5", email="a5@example.org")
        self.assertEqual((answer.status_code, User.objects.count()), (429, 5))
        self.assertIn("Retry-After", answer)
        answer = self.sign_up(username="ada5", email="a5@example.org", address="192.0.2.2")
        self.assertEqual(answer.status_code, 302)

    @override_settings(SIGN_UP_IS_OPEN=False)
    def test_a_closed_site_makes_no_accounts(self):
        self.assertContains(self.sign_up(), "an administrator makes the accounts")
        self.assertFalse(User.objects.exists())
        self.assertNotContains(self.client.get("/accounts/login/"), "/accounts/signup/")

    def test_no_address_of_another_site_is_followed(self):
        for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
            self.client.logout()
            cache.clear()
            User.objects.all().delete()
            self.sign_up(client=self.client, next=target)
            self.assertEqual(self.confirm(self.client).url, "/")

    @override_settings(EMAIL_BACKEND="tests.test_sign_up.BrokenMail")
    def test_a_mail_server_that_is_away_breaks_no_page(self):
        self.assertEqual(self.sign_up().status_code, 302)
        answer = self.client.post("/accounts/password/reset/", {"email": "ada@example.org"})
        self.assertEqual(answer.status_code, 302)


class NothingIsLearntTests(Door):
    """Whether an address has an account, nobody learns by trying."""

    def setUp(self):
        super().setUp()
        ada = make_user("ada", password=PASSWORD)
        EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)

    def seen(self, answer):
        return answer.status_code, answer.url, len(mail.outbox)

    def test_by_signing_up(self):
        taken = self.seen(self.sign_up(username="eve", email="ada@example.org"))
        mail.outbox.clear()
        self.assertEqual(self.seen(self.sign_up(username="eve", email="eve@example.org")), taken)
        self.assertEqual(User.objects.count(), 2)

    def test_whoever_has_the_address_is_told(self):
        self.sign_up(username="eve")
        self.assertIn("You have one already", last_mail("ada@example.org").body)

    def test_by_asking_for_a_reset(self):
        answers = []
        for address in ("ada@example.org", "nobody@example.org"):
            mail.outbox.clear()
            answers.append(
                self.seen(self.client.post("/accounts/password/reset/", {"email": address}))
            )
        self.assertEqual(answers[0], answers[1])

    def test_by_changing_one_s_own_address(self):
        eve = make_user("eve", password=PASSWORD)
        self.client.force_login(eve)
        answers = []
        for address in ("ada@example.org", "new@example.org"):
            self.client.post(
                "/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"}
            )
            answer = self.client.post("/accounts/email/", {"email": address, "action_add": ""})
            answers.append((answer.status_code, answer.url))
            self.assertTrue(last_mail(address))
        self.assertEqual(answers[0], answers[1])

    @override_settings(
        PASSWORD_HASHERS=["tests.test_sign_up.Counting", *QUICK],
    )
    def test_both_take_one_hash(self):
        for address in ("ada@example.org", "new@example.org"):
            Counting.made = 0
            self.sign_up(username=f"x{address[0]}", email=address)
            self.assertEqual(Counting.made, 1, address)


class ResetTests(Door):
    NEW = "quite another phrase"

    def setUp(self):
        super().setUp()
        self.ada = make_user("ada", password=PASSWORD)
        EmailAddress.objects.create(
            user=self.ada, email=self.ada.email, verified=True, primary=True
        )

    def ask(self, email="ada@example.org", address="192.0.2.1"):
        return self.client.post("/accounts/password/reset/", {"email": email}, REMOTE_ADDR=address)

    def open_link(self, client):
        answer = client.get(link_in(last_mail("ada@example.org")))
        return answer.url

    def set_password(self, client, form, word=NEW):
        return client.post(form, {"password1": word, "password2": word})

    def test_the_link_sets_a_new_password_and_ends_every_session(self):
        elsewhere = Client()
        self.sign_in(client=elsewhere)
        self.assertEqual(elsewhere.get("/me/").json()["name"], "ada")
        self.ask()
        form = self.open_link(self.client)
        self.assertRedirects(
            self.set_password(self.client, form), "/accounts/password/reset/key/done/"
        )
        self.assertEqual(elsewhere.get("/me/").json()["name"], "")
        self.assertEqual(self.sign_in(client=Client()).status_code, 200)
        self.assertEqual(self.sign_in(password=self.NEW, client=Client()).url, "/")

    def test_the_link_works_once(self):
        self.ask()
        link = link_in(last_mail("ada@example.org"))
        self.set_password(self.client, self.open_link(self.client))
        self.assertContains(Client().get(link), "does not work")

    def test_the_link_dies_when_the_password_changes_otherwise(self):
        self.ask()
        link = link_in(last_mail("ada@example.org"))
        self.ada.set_password("something else again")
        self.ada.save()
        self.assertContains(Client().get(link), "does not work")

    def test_the_key_does_not_stand_in_the_address_of_the_form(self):
        self.ask()
        link = link_in(last_mail("ada@example.org"))
        self.assertNotIn(link.split("-")[-1], self.open_link(self.client))

    def test_three_an_hour_for_one_address_and_not_a_fourth(self):
        for email in ("ada@example.org", "nobody@example.org"):
            mail.outbox.clear()
            for number in range(3):
                spelled = email if number else email.upper()
                self.assertEqual(self.ask(spelled, f"192.0.2.{number}").status_code, 302)
            answer = self.ask(email, "192.0.2.9")
            self.assertEqual((answer.status_code, len(mail.outbox)), (429, 3))
            self.assertIn("Retry-After", answer)

    def test_a_closed_account_gets_no_link(self):
        User.objects.filter(pk=self.ada.pk).update(is_active=False)
        self.ask()
        self.assertNotIn("/password/reset/key/", last_mail("ada@example.org").body)

    def test_changing_it_ends_the_other_sessions(self):
        elsewhere = Client()
        self.sign_in(client=elsewhere)
        self.sign_in()
        posted = {"oldpassword": PASSWORD, "password1": self.NEW, "password2": self.NEW}
        self.client.post("/accounts/password/change/", posted)
        self.assertEqual(elsewhere.get("/me/").json()["name"], "")
        self.assertEqual(self.client.get("/me/").json()["name"], "ada")
        self.assertIn("password", last_mail("ada@example.org").subject.lower())


class AddressTests(Door):
    def test_an_address_changes_when_the_new_one_is_confirmed(self):
        ada = make_user("ada", password=PASSWORD)
        EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
        self.sign_in()
        self.client.post(
            "/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"}
        )
        self.client.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
        ada.refresh_from_db()
        self.assertEqual(ada.email, "ada@example.org")
        self.assertContains(self.client.get("/accounts/email/"), "waits to be confirmed")
        self.confirm(self.client, "new@example.org")
        ada.refresh_from_db()
        self.assertEqual(ada.email, "new@example.org")
        self.assertEqual([row.email for row in EmailAddress.objects.all()], ["new@example.org"])
        self.assertEqual(last_mail("ada@example.org").subject, "Email Changed")
