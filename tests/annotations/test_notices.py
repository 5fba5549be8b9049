"""What people follow, what they are told, once each, and only of what they may read."""

import datetime

from django.test import TestCase
from django.utils import timezone

from annotations.actions.notices import follow, hear_revision, named_in, notice_new_documents
from annotations.models import Annotation, Follow, Membership, Notice, PersonalBlock
from annotations.signals import what_happened
from reader.actions.merging import merge, plan_merge
from reader.actions.unmerging import unmerge
from reader.models import User
from tests.annotations.factories import make_annotation, make_group
from tests.factories import make_actor, make_document, make_document_naming, make_topic, make_user


def say(row, event="created", by=None):
    what_happened.send(Annotation, annotation=row, event=event, user=by or row.creator)


def told(user):
    """Return the reasons of the notices that user may read, oldest first."""
    rows = Notice.objects.readable_by(user).order_by("pk")
    return [str(reason) for reason in rows.values_list("reason", flat=True)]


class Told(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob, cls.eve = (make_user(name) for name in ("ada", "bob", "eve"))
        cls.document = make_document("The salt road", slug="salt")

    def write(self, by=None, event="created", **fields):
        row = make_annotation(by or self.bob, self.document, **fields)
        say(row, "replied" if fields.get("parent") else event)
        return row


class NoticeTests(Told):
    def test_whoever_follows_a_document_is_told_once_of_each_annotation(self):
        follow(self.ada, "document", self.document.pk)
        row = self.write()
        say(row, "edited")
        self.assertEqual(told(self.ada), ["document"])
        self.write()
        self.assertEqual(told(self.ada), ["document", "document"])

    def test_several_ways_to_one_source_are_one_notice_with_the_nearest_reason(self):
        first = self.write(self.ada)
        follow(self.ada, "document", self.document.pk)
        follow(self.ada, "thread", first.pk)
        self.write(parent=first, body="I doubt it, @Ada.")
        self.assertEqual(told(self.ada), ["mention"])

    def test_an_answer_is_told_to_whom_it_answers_and_to_who_began(self):
        first = self.write(self.ada)
        second = self.write(self.eve, parent=first)
        Notice.objects.all().delete()
        self.write(parent=second)
        self.assertEqual((told(self.ada), told(self.eve)), (["reply"], ["reply"]))

    def test_nobody_is_told_of_what_they_did_themselves(self):
        follow(self.bob, "document", self.document.pk)
        self.write(self.bob, body="@bob")
        self.assertEqual(told(self.bob), [])

    def test_what_is_private_or_waits_is_told_to_nobody(self):
        follow(self.ada, "document", self.document.pk)
        self.write(visibility="private", body="@ada")
        row = self.write(state="waiting", body="@ada")
        self.assertFalse(Notice.objects.exists())
        row.state = "visible"
        row.save()
        say(row, "approved", by=make_user("mo"))
        self.assertEqual(told(self.ada), ["mention"])
        self.assertEqual(told(self.bob), ["approved"])

    def test_what_is_said_in_a_group_is_told_to_its_members(self):
        group = make_group(members=[self.ada, self.bob])
        for user in (self.ada, self.eve):
            follow(user, "document", self.document.pk)
            follow(user, "group", group.pk)
        self.write(group=group, body="@eve look")
        self.assertEqual(told(self.ada), ["group"])
        self.assertFalse(Notice.objects.filter(recipient=self.eve).exists())

    def test_a_notice_is_gone_with_the_right_to_read(self):
        group = make_group(members=[self.ada, self.bob])
        follow(self.ada, "group", group.pk)
        row = self.write(group=group)
        self.assertEqual(told(self.ada), ["group"])
        Membership.objects.filter(user=self.ada).delete()
        self.assertEqual(told(self.ada), [])
        Membership.objects.create(group=group, user=self.ada)
        for change in ({"state": "deleted", "state_before": "visible"}, {"state": "hidden"}):
            Annotation.objects.filter(pk=row.pk).update(**change)
            self.assertEqual(told(self.ada), [], change)

    def test_whom_one_blocked_is_not_heard_before_or_after(self):
        follow(self.ada, "document", self.document.pk)
        self.write()
        PersonalBlock.objects.create(user=self.ada, blocked=self.bob)
        self.assertEqual(told(self.ada), [])
        self.write(body="@ada")
        self.assertEqual(Notice.objects.filter(recipient=self.ada).count(), 1)

    def test_what_someone_shut_out_left_behind_is_not_told(self):
        follow(self.ada, "document", self.document.pk)
        self.write()
        User.objects.filter(pk=self.bob.pk).update(is_active=False)
        self.assertEqual(told(self.ada), [])

    def test_an_actor_that_an_annotation_names_is_followed_too(self):
        actor = make_actor("Ada Marsh")
        follow(self.ada, "actor", actor.pk)
        row = make_annotation(self.bob, self.document)
        row.actors.add(actor)
        say(row)
        self.assertEqual(told(self.ada), ["actor"])

    def test_authors_are_told_what_becomes_of_their_words_and_not_by_which_moderator(self):
        row = self.write(self.ada)
        mo = make_user("mo")
        for event in ("accepted", "resolved", "hidden", "resolved"):
            say(row, event, by=mo)
        self.assertEqual(told(self.ada), ["accepted", "resolved", "hidden"])
        named = dict(Notice.objects.values_list("reason", "by__username"))
        self.assertEqual(named, {"accepted": "mo", "resolved": "mo", "hidden": None})

    def test_a_revision_is_told_to_who_follows_the_document(self):
        for user in (self.ada, self.bob):
            follow(user, "document", self.document.pk)
        revision = self.document.live_revision
        revision.author = self.bob
        hear_revision(None, document=self.document, revision=revision)
        self.assertEqual((told(self.ada), told(self.bob)), (["revised"], []))

    def test_drafts_are_told_to_nobody(self):
        draft = make_document("Secret", status="draft")
        follow(self.ada, "document", draft.pk)
        hear_revision(None, document=draft, revision=draft.live_revision)
        self.assertFalse(Notice.objects.exists())

    def test_a_new_document_is_told_to_who_follows_what_it_is_about(self):
        actor, topic = make_actor("Ada Marsh"), make_topic("Trade")
        follow(self.ada, "actor", actor.pk)
        follow(self.bob, "topic", topic.pk)
        follow(self.eve, "topic", make_topic("Other").pk)
        Follow.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))
        document = make_document_naming(actor)
        document.topics.add("Trade")
        make_document_naming(actor, status="draft")
        for _ in range(2):
            notice_new_documents()
        self.assertEqual((told(self.ada), told(self.bob)), (["new"], ["new"]))
        self.assertEqual(told(self.eve), [])

    def test_a_merged_record_is_followed_on_until_the_two_are_two_again(self):
        keep, gone = make_actor("Ada Marsh"), make_actor("A. Marsh")
        for user, one in ((self.ada, gone), (self.bob, gone), (self.bob, keep)):
            follow(user, "actor", one.pk)
        before = list(Follow.objects.order_by("pk").values())
        merged = merge(plan_merge(keep, gone), user=None)
        self.assertEqual(
            sorted(Follow.objects.values_list("user__username", "key")),
            [("ada", keep.pk), ("bob", keep.pk)],
        )
        unmerge(merged, user=None)
        self.assertEqual(list(Follow.objects.order_by("pk").values()), before)

    def test_names_are_found_where_they_are_names(self):
        make_user("ada.marsh")
        for body, names in (
            ("@ada, @BOB: see @ada.", {"ada", "bob"}),
            ("@ada.marsh. Yes", {"ada.marsh"}),
            ("ada@bob.org https://x.org/@eve", set()),
            ("@nobody @@ada", set()),
            (" ".join(f"@x{n}" for n in range(5000)) + " @ada", set()),
        ):
            found = set(named_in(body).values_list("username", flat=True))
            self.assertEqual(found, names, body[:40])


class PageTests(Told):
    def setUp(self):
        self.client.force_login(self.ada)

    def test_pages_are_for_oneself(self):
        follow(self.ada, "document", self.document.pk)
        self.write(html="<p>Is 1 &lt; 2</p><p>or &lt;script&gt;alert(1)&lt;/script&gt;?</p>")
        answer = self.client.get("/me/notices/")
        self.assertContains(answer, "wrote on a document you follow")
        self.assertContains(answer, "Is 1 &lt; 2 or &lt;script&gt;alert(1)&lt;/script&gt;?</q>")
        self.assertNotContains(answer, "<script>alert")
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertEqual(self.client.get("/me/").json()["unread"], 1)
        self.client.force_login(self.bob)
        self.assertNotContains(self.client.get("/me/notices/"), "The salt road")
        self.client.logout()
        for path in ("/me/notices/", "/me/follows/", "/me/follows/document/salt/"):
            self.assertRedirects(self.client.get(path), f"/accounts/login/?next={path}")

    def test_what_comes_while_one_reads_stays_new(self):
        follow(self.ada, "document", self.document.pk)
        self.write()
        upto = self.client.get("/me/notices/").context["newest"]
        self.write()
        self.client.post("/me/notices/seen/", {"upto": upto})
        self.assertEqual(self.client.get("/me/").json()["unread"], 1)

    def test_a_page_is_fifty_notices_at_one_price(self):
        follow(self.ada, "document", self.document.pk)
        self.write()
        self.client.get("/me/notices/")
        with self.assertNumQueries(6):
            self.client.get("/me/notices/")
        for _ in range(52):
            self.write()
        with self.assertNumQueries(6):
            first = self.client.get("/me/notices/")
        second = self.client.get("/me/notices/", {"before": first.context["older"]})
        self.assertEqual((len(first.context["notices"]), len(second.context["notices"])), (50, 3))
        for wrong in ("x", "-1", "9" * 30):
            self.assertEqual(self.client.get("/me/notices/", {"before": wrong}).status_code, 200)

    def test_things_are_followed_and_left_by_plain_forms(self):
        actor, topic = make_actor("Ada Marsh"), make_topic("Trade")
        make_document_naming(actor)
        group = make_group(members=[self.ada])
        thread = make_annotation(self.bob, self.document)
        paths = [
            "document/salt/",
            f"actor/{actor.slug}/",
            f"topic/{topic.slug}/",
            f"group/{group.slug}/",
            f"thread/{thread.public_id}/",
        ]
        for path in paths:
            address = f"/me/follows/{path}"
            self.assertEqual(self.client.get(address).status_code, 200, path)
            self.assertContains(self.client.get(address), "Follow this?")
            self.assertRedirects(self.client.post(address), address)
            self.assertContains(self.client.get(address), "You follow this")
        page = self.client.get("/me/follows/").content.decode()
        for words in ("The salt road", "Ada Marsh", "Trade", group.name, "a thread on"):
            self.assertIn(words, page)
        for path in paths:
            self.client.post(f"/me/follows/{path}", {"stop": "1"})
        self.assertFalse(Follow.objects.exists())

    def test_what_one_may_not_see_cannot_be_followed(self):
        draft = make_document("Secret", slug="secret", status="draft")
        group = make_group(members=[self.bob])
        secret = make_annotation(self.bob, self.document, visibility="private")
        never = self.client.get("/me/follows/document/never/")
        for path in (
            f"document/{draft.slug}/",
            f"group/{group.slug}/",
            f"thread/{secret.public_id}/",
            "thread/x/",
            "thing/x/",
            "actor/x/",
        ):
            for ask in (self.client.get, self.client.post):
                answer = ask(f"/me/follows/{path}")
                self.assertEqual(answer.status_code, 404, path)
            self.assertEqual(len(answer.content), len(never.content))

    def test_what_one_followed_and_may_no_longer_see_is_not_listed(self):
        group = make_group(name="Guild", members=[self.ada])
        follow(self.ada, "group", group.pk)
        Membership.objects.all().delete()
        self.assertNotContains(self.client.get("/me/follows/"), "Guild")
