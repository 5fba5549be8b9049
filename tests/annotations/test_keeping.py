"""Keeping a group: what its moderators see and decide, and that nobody else does."""

import re
from datetime import timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import groups, moderation, together
from annotations.formats.refusal import Refusal
from annotations.models import Annotation, ModerationAct, Sanction
from tests.annotations.factories import make_annotation, make_group, make_moderator
from tests.factories import make_document, make_user

HTML = {"Accept": "text/html"}


class KeepingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob, cls.eve = make_user("ada"), make_user("bob"), make_user("eve")
        cls.mod = make_user("mod")
        cls.group = make_group(
            "Readers", owner=cls.ada, moderators=[cls.mod], members=[cls.bob], kind="open"
        )
        cls.url = cls.group.get_absolute_url()
        cls.document = make_document(paragraphs=["The tower burned."])

    def as_(self, user):
        self.client.force_login(user)
        return self.client

    def do(self, user, deed, status=302, **fields):
        answer = self.as_(user).post(f"{self.url}do/", {"deed": deed, **fields}, headers=HTML)
        self.assertEqual(answer.status_code, status, answer.content)
        return answer

    def note(self, body, **more):
        return make_annotation(self.bob, self.document, words="tower", group=self.group, body=body,
                               **more)  # fmt: skip

    def test_keepers_pages_are_for_moderators_and_for_others_of_a_private_group_not_there(self):
        hidden = make_group(owner=self.ada, members=[self.bob])
        for name in ("people/", "settings/", "moderation/"):
            for group, user, status in (
                (self.group, self.ada, 200), (self.group, self.mod, 200),
                (self.group, self.bob, 403), (self.group, self.eve, 404),
                (hidden, self.bob, 403), (hidden, self.eve, 404),
                (hidden, make_moderator(), 404),
            ):  # fmt: skip
                answer = self.as_(user).get(group.get_absolute_url() + name, headers=HTML)
                self.assertEqual(answer.status_code, status, (name, user))

    def test_the_queue_shows_what_waits_is_flagged_or_withheld_and_who_flagged(self):
        self.note("Quiet")
        self.note("New", state="waiting")
        self.note("Away", state="hidden", state_reason="Rude")
        flagged = self.note("Loud")
        together.flag(flagged, user=self.mod, reason="abuse", words="See line two")
        page = self.as_(self.ada).get(f"{self.url}moderation/", headers=HTML)
        for words in ("New", "Away", "Rude", "Loud", "See line two", "mod", "Moderation (2)"):
            self.assertContains(page, words)
        self.assertNotContains(page, "Quiet")

    def test_the_list_of_groups_tells_their_moderators_how_much_waits(self):
        self.note("New", state="waiting")
        together.flag(self.note("Loud"), user=self.ada, reason="spam", words="")
        groups.join(make_group(owner=self.ada, kind="restricted"), user=self.eve)
        self.assertContains(self.as_(self.ada).get("/groups/", headers=HTML), "2 wait for you")
        self.assertContains(self.client.get("/groups/", headers=HTML), "1 waits for you")
        for user in (self.bob, self.eve):
            self.assertNotContains(self.as_(user).get("/groups/", headers=HTML), "for you")

    def test_a_decision_is_made_there_logged_there_and_leads_back(self):
        row = self.note("New", state="waiting")
        fields = {"decision": "approved", "back": "queue", "version": row.version}
        answer = self.as_(self.mod).post(f"{row.get_absolute_url()}decide/", fields, headers=HTML)
        self.assertRedirects(answer, f"{self.url}moderation/")
        row.refresh_from_db()
        self.assertEqual(row.state, "visible")
        self.assertContains(self.client.get(f"{self.url}moderation/", headers=HTML), "Approved")

    def test_what_a_group_decides_is_not_in_the_log_of_the_site(self):
        row = self.note("Told inside")
        moderation.decide(row, "hidden", user=self.ada, reason="Inner reason")
        moderation.sanction(self.bob, moderator=self.ada, reason="Inner ban", group=self.group)
        self.assertEqual(ModerationAct.objects.filter(group=self.group).count(), 2)
        # Even when the annotation has become public since.
        Annotation.objects.filter(pk=row.pk).update(visibility="public", group=None)
        page = self.as_(make_moderator()).get("/admin/annotations/moderationact/")
        self.assertContains(page, "0 moderation acts")
        self.assertNotContains(page, "Inner")

    def test_a_silenced_member_reads_and_writes_nothing_there_until_it_is_lifted(self):
        member = self.bob.memberships.get()
        self.do(self.mod, "silence", member=member.pk, reason="Too loud", days="3")
        row = Sanction.objects.get()
        self.assertLess(row.until - timezone.now(), timedelta(days=3, minutes=1))
        self.assertContains(self.client.get(f"{self.url}people/", headers=HTML), "Too loud")
        self.assertEqual(self.as_(self.bob).get(self.url, headers=HTML).status_code, 200)
        note = make_annotation(self.ada, self.document, group=self.group)
        fields = {"body": "But", "audience": f"group:{self.group.slug}", "key": "k"}
        reply = f"{note.get_absolute_url()}reply/"
        self.assertContains(
            self.client.post(reply, fields, headers=HTML), "Too loud", status_code=403
        )
        self.do(self.ada, "lift", sanction=row.pk)
        self.as_(self.bob).post(reply, fields, headers=HTML)
        self.assertTrue(note.replies.exists())

    def test_who_is_kept_out_joins_neither_by_the_door_nor_by_invitation(self):
        _, secret = groups.invite(self.group, user=self.ada)
        self.do(self.ada, "shut_out", member=self.bob.memberships.get().pk, reason="Enough")
        self.assertFalse(self.bob.memberships.exists())
        self.do(self.bob, "join", status=403)
        with self.assertRaises(Refusal):
            groups.accept_invitation(secret, user=self.bob)
        self.do(self.ada, "lift", sanction=Sanction.objects.get().pk)
        self.do(self.bob, "join")

    def test_nobody_silences_an_owner_or_without_a_reason_or_as_a_member(self):
        owner, bob = self.ada.memberships.get(), self.bob.memberships.get()
        self.do(self.mod, "silence", status=403, member=owner.pk, reason="x")
        self.do(self.mod, "shut_out", status=403, member=owner.pk, reason="x")
        self.do(self.ada, "silence", status=400, member=bob.pk, reason=" ")
        self.do(self.ada, "silence", status=400, member=bob.pk, reason="x", days="0")
        self.do(self.bob, "silence", status=403, member=self.mod.memberships.get().pk, reason="x")
        self.assertFalse(Sanction.objects.exists())

    def test_invitations_that_ended_were_used_or_taken_back_open_nothing_and_are_not_listed(self):
        made = []
        for change in ({"expires_at": timezone.now()}, {"uses": 1}, {"revoked_at": timezone.now()}):
            row, secret = groups.invite(self.group, user=self.ada)
            type(row).objects.filter(pk=row.pk).update(**change)
            made.append(secret)
        for secret in (*made, "never"):
            answer = self.as_(self.eve).get(f"/groups/join/{secret}/", headers=HTML)
            self.assertEqual(answer.status_code, 404)
        page = self.as_(self.ada).get(f"{self.url}people/", headers=HTML)
        self.assertNotContains(page, "Open invitations")

    def test_a_group_is_read_by_its_tags_and_page_by_page(self):
        self.note("Tagged", tags=["Bells"])
        for number in range(51):
            self.note(f"Body {number}")
        page = self.as_(self.bob).get(f"{self.url}?tag=bells", headers=HTML)
        self.assertContains(page, "Tagged")
        self.assertNotContains(page, "Body")
        first = self.client.get(self.url, headers=HTML)
        self.assertNotContains(first, "Tagged")
        self.assertContains(
            self.client.get(f"{self.url}?before={first.context['older']}", headers=HTML), "Tagged"
        )

    def test_keepers_pages_take_a_fixed_number_of_queries(self):
        for name in ("people/", "moderation/", ""):
            counts = []
            for _ in range(2):
                for _ in range(3):
                    row = self.note("x", state="waiting")
                    together.flag(self.note("y"), user=self.mod, reason="spam", words="")
                    moderation.log(row, "approved", self.ada, "waiting", "")
                    groups.join(self.group, user=make_user())
                    groups.invite(self.group, user=self.ada)
                self.as_(self.ada)
                with CaptureQueriesContext(connection) as counted:
                    self.client.get(self.url + name, headers=HTML)
                counts.append(len(counted))
            self.assertEqual(counts[0], counts[1], name)


class PeopleOneDoesNotSeeTests(TestCase):
    def test_whom_one_shut_out_is_listed_and_let_in_again(self):
        ada, bob = make_user("ada"), make_user("bob")
        note = make_annotation(bob)
        self.client.force_login(ada)
        self.client.post(f"{note.get_absolute_url()}author/", {"block": "1"}, headers=HTML)
        self.assertContains(self.client.get("/me/blocks/"), "bob")
        self.assertContains(self.client.get(note.get_absolute_url(), headers=HTML), "write again")
        self.client.post("/me/blocks/", {"name": "bob"})
        self.assertNotContains(self.client.get("/me/blocks/"), "bob")


class ReactionTests(TestCase):
    def test_a_sign_is_taken_back_without_scripts(self):
        ada, note = make_user("ada"), make_annotation()
        self.client.force_login(ada)
        self.client.post(f"{note.get_absolute_url()}react/", {"sign": "agree"}, headers=HTML)
        page = self.client.get(note.get_absolute_url(), headers=HTML)
        self.assertContains(page, "Take back: agree")
        self.client.post(
            f"{note.get_absolute_url()}react/", {"sign": "agree", "on": "0"}, headers=HTML
        )
        page = self.client.get(note.get_absolute_url(), headers=HTML)
        self.assertNotContains(page, "Take back")


class AdministratorTests(TestCase):
    """Administrators say who is in a group, and read nothing of it."""

    @classmethod
    def setUpTestData(cls):
        cls.root = make_user("root", is_staff=True, is_superuser=True)
        cls.ada, cls.bob, cls.eve = make_user("ada"), make_user("bob"), make_user("eve")
        cls.group = make_group("Inner circle", owner=cls.ada, members=[cls.bob])
        make_annotation(cls.bob, group=cls.group, body="A secret of theirs", tags=["hushed"])

    def setUp(self):
        self.client.force_login(self.root)

    def act(self, action, *rows):
        return self.client.post(
            "/admin/annotations/membership/",
            {"action": action, "_selected_action": [row.pk for row in rows]},
            follow=True,
        )

    def test_members_are_made_owners_and_taken_out_and_the_group_is_told(self):
        bob, ada = self.bob.memberships.get(), self.ada.memberships.get()
        self.assertContains(self.act("take_out", ada), "A group needs an owner")
        self.act("make_owner", bob)
        self.act("take_out", ada)
        self.assertEqual(self.group.memberships.get().role, "owner")
        self.client.force_login(self.bob)
        page = self.client.get(f"{self.group.get_absolute_url()}moderation/", headers=HTML)
        self.assertContains(page, "by an administrator")
        self.assertContains(page, "Taken out")

    def test_an_invitation_is_made_and_taken_back(self):
        url = "/admin/annotations/invitation/"
        fields = {"group": self.group.pk, "role": "member", "most_uses": 1, "days": 3}
        page = self.client.post(f"{url}add/", fields, follow=True)
        address = re.search(r"/groups/join/[\w-]+/", page.content.decode())[0]
        self.client.force_login(self.eve)
        self.assertContains(self.client.get(address, headers=HTML), "Inner circle")
        self.client.force_login(self.root)
        row = self.group.invitations.get()
        self.client.post(url, {"action": "take_back", "_selected_action": [row.pk]})
        self.client.force_login(self.eve)
        self.assertEqual(self.client.get(address, headers=HTML).status_code, 404)

    def test_nothing_written_in_the_group_is_on_any_of_these_pages(self):
        member = self.bob.memberships.get()
        row, _ = groups.invite(self.group, user=self.ada)
        for path in (
            "group/", f"group/{self.group.pk}/change/", "group/?q=secret", "membership/",
            f"membership/{member.pk}/change/", "invitation/", f"invitation/{row.pk}/change/",
            f"group/{self.group.pk}/history/", "annotation/", "moderationact/",
        ):  # fmt: skip
            page = self.client.get(f"/admin/annotations/{path}")
            self.assertEqual(page.status_code, 200, path)
            self.assertNotContains(page, "secret of")
            self.assertNotContains(page, "hushed")
        self.assertEqual(
            self.client.get(self.group.get_absolute_url(), headers=HTML).status_code, 404
        )

    def test_moderators_of_the_site_have_none_of_it(self):
        self.client.force_login(make_moderator())
        for name in ("group", "membership", "invitation"):
            self.assertEqual(self.client.get(f"/admin/annotations/{name}/").status_code, 403)
        with self.assertRaises(Refusal):
            groups.invite(self.group, user=make_moderator())
