"""Notices by mail: once, when due, of what may still be read, and stopped by one press."""

import datetime
from io import StringIO
from urllib.parse import urlsplit

import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from annotations.actions.digests import set_frequency, token_for
from annotations.actions.notices import follow
from annotations.models import Annotation, MailChoice, Membership, Notice, Sanction
from annotations.signals import what_happened
from reader.models import User
from tests.annotations.factories import make_annotation, make_group
from tests.factories import make_document, make_user


@override_settings(SITE_URL="https://read.example.org")
class DigestTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob = make_user("ada"), make_user("bob")
        EmailAddress.objects.create(
            user=cls.ada, email="ada@example.org", verified=True, primary=True
        )
        cls.document = make_document("The salt road", slug="salt")
        follow(cls.ada, "document", cls.document.pk)

    def write(self, **fields):
        row = make_annotation(self.bob, self.document, **fields)
        what_happened.send(Annotation, annotation=row, event="created", user=self.bob)
        return row

    def send(self):
        """Send what is due; return how many mails went out."""
        mail.outbox.clear()
        call_command("send_digests", stdout=StringIO())
        return len(mail.outbox)

    def test_what_is_unread_comes_once_in_one_mail(self):
        rows = [self.write(), self.write(body="The words of it")]
        self.assertEqual((self.send(), self.send()), (1, 0))
        self.write()
        self.assertEqual(self.send(), 0)  # not yet a day
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
            self.assertEqual((self.send(), self.send()), (1, 0))
        self.assertEqual(Notice.objects.filter(mailed_at=None).count(), 0)
        self.assertEqual(len(rows), 2)

    def test_what_somebody_did_who_is_suspended_since_is_held_back_until_that_ends(self):
        group = make_group(owner=self.ada, members=[self.bob])
        inside = self.write(group=group)
        Notice.objects.filter(annotation=inside).delete()
        follow(self.ada, "group", group.pk)
        inside = self.write(group=group)
        for where, kind in ((None, "ban"), (None, "silence"), (group, "silence")):
            sanction = Sanction.objects.create(
                user=self.bob, group=where, kind=kind, reason="Insults."
            )
            self.assertEqual(self.send(), 0)
            sanction.lifted_at = timezone.now()
            sanction.save()
        self.assertEqual(self.send(), 1)
        self.assertIsNotNone(Notice.objects.get(annotation=inside).mailed_at)

    def test_whoever_is_banned_gets_no_mail_until_the_ban_ends(self):
        self.write()
        until = timezone.now() + datetime.timedelta(days=3)
        Sanction.objects.create(user=self.ada, kind="ban", until=until, reason="Spam.")
        self.assertEqual(self.send(), 0)
        with time_machine.travel(until + datetime.timedelta(minutes=1)):
            self.assertEqual(self.send(), 1)

    def test_the_mail_says_where_and_leads_there_but_quotes_nothing(self):
        row = self.write(body="The words of it")
        self.send()
        [message] = mail.outbox
        self.assertEqual(message.to, ["ada@example.org"])
        self.assertIn("The salt road", message.body)
        self.assertIn(f"https://read.example.org/annotations/{row.public_id}/", message.body)
        self.assertNotIn("The words of it", message.body)

    def test_what_is_seen_is_not_mailed(self):
        self.write()
        Notice.objects.update(seen_at=timezone.now())
        self.assertEqual(self.send(), 0)

    def test_what_may_no_longer_be_read_is_not_mailed(self):
        group = make_group(members=[self.ada, self.bob])
        row = self.write()
        self.write(group=group)
        Annotation.objects.filter(pk=row.pk).update(state="hidden")
        Membership.objects.filter(user=self.ada).delete()
        self.assertEqual(self.send(), 0)

    def test_nothing_is_sent_to_or_for_someone_shut_out(self):
        self.write()
        for user in (self.ada, self.bob):
            User.objects.filter(pk=user.pk).update(is_active=False)
            self.assertEqual(self.send(), 0, user)
            User.objects.filter(pk=user.pk).update(is_active=True)
        self.assertEqual(self.send(), 1)

    def test_an_address_that_is_not_confirmed_gets_none(self):
        self.write()
        EmailAddress.objects.update(verified=False)
        self.assertEqual(self.send(), 0)

    def test_each_gets_them_as_often_as_chosen(self):
        now = timezone.now()
        for frequency, gaps in (("daily", 1), ("weekly", 7)):
            Notice.objects.all().delete()
            MailChoice.objects.all().delete()
            set_frequency(self.ada, frequency)
            self.write()
            self.assertEqual(self.send(), 1)
            self.write()
            with time_machine.travel(now + datetime.timedelta(days=gaps, hours=-3)):
                self.assertEqual(self.send(), 0, frequency)
            with time_machine.travel(now + datetime.timedelta(days=gaps)):
                self.assertEqual(self.send(), 1, frequency)
        set_frequency(self.ada, "off")
        self.write()
        with time_machine.travel(now + datetime.timedelta(days=29)):
            self.assertEqual(self.send(), 0)

    @override_settings(EMAIL_BACKEND="tests.test_sign_up.BrokenMail")
    def test_a_mail_that_could_not_be_sent_is_sent_later(self):
        self.write()
        self.assertEqual(self.send(), 0)
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
            self.assertEqual(self.send(), 1)

    def test_one_press_in_the_mail_program_stops_them(self):
        self.write()
        self.send()
        [message] = mail.outbox
        headers = message.extra_headers
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = urlsplit(headers["List-Unsubscribe"].strip("<>")).path
        strict = Client(enforce_csrf_checks=True)
        self.assertContains(strict.get(link), "Stop the mails?")
        self.assertFalse(MailChoice.objects.filter(frequency="off").exists())
        answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
        self.assertContains(answer, "No more mails")
        self.assertEqual(self.ada.mail_choice.frequency, "off")

    def test_a_token_that_was_changed_stops_nothing(self):
        token = token_for(self.ada)
        for wrong in (token[:-1], f"{self.bob.pk}:{token.partition(':')[2]}", "x", "1"):
            for ask in (self.client.get, self.client.post):
                self.assertEqual(ask(f"/me/digest/off/{wrong}/").status_code, 404, wrong)
        self.assertFalse(MailChoice.objects.exists())

    def test_how_often_is_chosen_on_the_page(self):
        self.client.force_login(self.ada)
        self.client.post("/me/notices/mail/", {"frequency": "weekly"})
        self.assertContains(self.client.get("/me/notices/"), '<option value="weekly" selected>')
        self.assertEqual(self.client.post("/me/notices/mail/", {"frequency": "x"}).status_code, 404)

    @override_settings(SITE_URL="")
    def test_without_an_address_of_the_site_it_refuses_in_one_line(self):
        with self.assertRaisesMessage(CommandError, "SITE_URL is not set"):
            self.send()
