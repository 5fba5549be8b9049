"""Two editors on one record: the slower one is told, and nothing either wrote is lost."""

import json
import threading
import time

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase
from django.urls import reverse

from reader.actions.records import Stale, add_record, decide, save_record
from reader.actions.trash import delete_record
from reader.models import Actor, Mention, Name, Source, State, StoredPage
from reader.roles import ROLES
from tests.factories import (
    make_actor,
    make_document,
    make_mention,
    make_name,
    make_source,
    make_topic,
    make_user,
)
from tests.forms import fields_of


def change_url(record):
    return reverse(f"admin:reader_{record._meta.model_name}_change", args=[record.pk])


def delete_url(record):
    return reverse(f"admin:reader_{record._meta.model_name}_delete", args=[record.pk])


def list_url(model):
    return reverse(f"admin:reader_{model._meta.model_name}_changelist")


class TwoEditors(TestCase):
    """Ann and Bob, both signed in, and one actor."""

    @classmethod
    def setUpTestData(cls):
        cls.ann = make_user("ann", is_staff=True, is_superuser=True)
        cls.bob = make_user("bob", is_staff=True, is_superuser=True)
        cls.actor = make_actor("Blue Guard", names=[("Guard in Blue", "full"), ("BG", "acronym")])
        cls.other_name = cls.actor.names.get(text="Guard in Blue")

    def setUp(self):
        self.ann_browser, self.bob_browser = Client(), Client()
        self.ann_browser.force_login(self.ann)
        self.bob_browser.force_login(self.bob)

    def open(self, browser, url):
        return fields_of(browser.get(url).content.decode())


class ChangeFormTests(TwoEditors):
    def test_the_second_editor_is_told_and_sees_all_three_texts(self):
        url = change_url(self.actor)
        Actor.objects.filter(pk=self.actor.pk).update(description="At first.")
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        saved = self.ann_browser.post(url, ann | {"description": "Ann wrote this."})
        self.assertEqual(saved.status_code, 302)
        refused = self.bob_browser.post(url, bob | {"description": "Bob wrote that."})
        self.assertEqual(refused.status_code, 409)
        for words in ("At first.", "Ann wrote this.", "Bob wrote that.", "Saved by ann"):
            self.assertContains(refused, words, status_code=409)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "Ann wrote this.")

    def test_what_was_typed_is_given_back_and_may_be_saved_knowingly(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        self.ann_browser.post(url, ann | {"description": "Ann wrote this."})
        refused = self.bob_browser.post(url, bob | {"description": "Bob wrote that."})
        again = fields_of(refused.content.decode())
        self.assertEqual(again["description"], "Bob wrote that.")
        self.assertEqual(self.bob_browser.post(url, again).status_code, 302)
        self.actor.refresh_from_db()
        self.assertEqual((self.actor.description, self.actor.version), ("Bob wrote that.", 3))

    def test_a_field_that_only_the_other_changed_is_not_undone_by_saving_again(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        self.ann_browser.post(url, ann | {"state": "rejected", "kind": "state_body"})
        refused = self.bob_browser.post(url, bob | {"description": "Bob wrote that."})
        self.assertEqual(refused.status_code, 409)
        self.bob_browser.post(url, fields_of(refused.content.decode()))
        self.actor.refresh_from_db()
        said = (self.actor.state, self.actor.kind, self.actor.description)
        self.assertEqual(said, ("rejected", "state_body", "Bob wrote that."))

    def test_topics_are_part_of_the_record(self):
        first, second = make_topic("War"), make_topic("Peace")
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        self.ann_browser.post(url, ann | {"topics": [first.pk]})
        refused = self.bob_browser.post(url, bob | {"topics": [second.pk]})
        self.assertEqual(refused.status_code, 409)
        self.assertContains(refused, "<td>War</td>", status_code=409)
        self.assertContains(refused, "<td>Peace</td>", status_code=409)
        self.assertEqual([topic.name for topic in self.actor.topics.all()], ["War"])

    def test_a_form_that_says_nothing_of_its_version_saves_nothing(self):
        url = change_url(self.actor)
        for opened in ("", "no json", "[]", '{"version": true, "values": {}}', '{"version": "1"}'):
            with self.subTest(opened=opened):
                fields = self.open(self.bob_browser, url)
                fields |= {"opened": opened, "description": "Bob wrote that."}
                self.assertEqual(self.bob_browser.post(url, fields).status_code, 409)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "")

    def test_a_form_saved_without_a_change_writes_no_version_and_no_history(self):
        url = change_url(self.actor)
        self.assertEqual(
            self.ann_browser.post(url, self.open(self.ann_browser, url)).status_code, 302
        )
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.version, 1)
        self.assertEqual(self.actor.history.count(), 1)

    def test_what_was_typed_into_a_deleted_record_is_given_back(self):
        url = change_url(self.actor)
        bob = self.open(self.bob_browser, url)
        Actor.objects.filter(pk=self.actor.pk).delete()
        refused = self.bob_browser.post(url, bob | {"description": "Bob wrote that."})
        self.assertContains(refused, "Bob wrote that.", status_code=409)

    def test_an_earlier_state_is_not_brought_back_over_a_newer_save(self):
        url = change_url(self.actor)
        self.ann_browser.post(url, self.open(self.ann_browser, url) | {"description": "One."})
        first = self.actor.history.last()
        revert = reverse("admin:reader_actor_simple_history", args=[self.actor.pk, first.pk])
        bob = self.open(self.bob_browser, revert)
        self.ann_browser.post(url, self.open(self.ann_browser, url) | {"description": "Two."})
        self.assertEqual(self.bob_browser.post(revert, bob).status_code, 409)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "Two.")
        bob = self.open(self.bob_browser, revert)
        self.assertEqual(self.bob_browser.post(revert, bob).status_code, 302)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "")


class InlineTests(TwoEditors):
    def row(self, fields, text):
        return next(
            name.removesuffix("-text")
            for name, value in fields.items()
            if name.endswith("-text") and value == text
        )

    def test_a_row_that_someone_else_changed_is_not_overwritten(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        row = self.row(ann, "BG")
        self.assertEqual(self.ann_browser.post(url, ann | {f"{row}-text": "BGA"}).status_code, 302)
        refused = self.bob_browser.post(url, bob | {f"{row}-text": "BGB"})
        self.assertEqual(refused.status_code, 409)
        for words in ("BG", "BGA", "BGB"):
            self.assertContains(refused, f"<td>{words}</td>", status_code=409)
        self.assertEqual(Name.objects.filter(text__in=["BGA", "BGB"]).get().text, "BGA")
        again = fields_of(refused.content.decode())
        self.assertEqual(self.bob_browser.post(url, again).status_code, 302)
        self.assertTrue(self.actor.names.filter(text="BGB").exists())

    def test_rows_that_one_did_not_touch_keep_what_the_other_wrote(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        self.ann_browser.post(url, ann | {f"{self.row(ann, 'BG')}-text": "BGA"})
        bob |= {f"{self.row(bob, 'Guard in Blue')}-language": "en"}
        self.assertEqual(self.bob_browser.post(url, bob).status_code, 302)
        self.assertTrue(self.actor.names.filter(text="BGA").exists())
        self.assertTrue(self.actor.names.filter(text="Guard in Blue", language="en").exists())

    def test_a_row_is_not_deleted_over_a_newer_save(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        row = self.row(ann, "BG")
        self.ann_browser.post(url, ann | {f"{row}-text": "BGA"})
        refused = self.bob_browser.post(url, bob | {f"{row}-DELETE": "on"})
        self.assertEqual(refused.status_code, 409)
        self.assertTrue(self.actor.names.filter(text="BGA").exists())
        again = fields_of(refused.content.decode())
        self.assertEqual(self.bob_browser.post(url, again).status_code, 302)
        self.assertFalse(self.actor.names.filter(text="BGA").exists())

    def test_what_was_typed_into_a_deleted_row_comes_back_as_a_new_row(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        row = self.row(ann, "Guard in Blue")
        self.ann_browser.post(url, ann | {f"{row}-DELETE": "on"})
        bob |= {f"{row}-text": "Guards in Blue", "description": "Bob wrote that."}
        refused = self.bob_browser.post(url, bob)
        self.assertEqual(refused.status_code, 409)
        again = fields_of(refused.content.decode())
        self.assertEqual(self.bob_browser.post(url, again).status_code, 302)
        self.actor.refresh_from_db()
        self.assertEqual(self.actor.description, "Bob wrote that.")
        names = set(self.actor.names.values_list("text", flat=True))
        self.assertEqual(names, {"Blue Guard", "BG", "Guards in Blue"})

    def test_a_deleted_row_that_was_not_touched_stays_deleted(self):
        url = change_url(self.actor)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        self.ann_browser.post(url, ann | {f"{self.row(ann, 'BG')}-DELETE": "on"})
        bob |= {"description": "Bob wrote that."}
        self.assertEqual(self.bob_browser.post(url, bob).status_code, 302)
        self.assertEqual(self.actor.names.count(), 2)


class ListTests(TwoEditors):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        document = make_document(paragraphs=["The Blue Guard met the Blue Guard."])
        block = document.blocks.get()
        cls.first = make_mention(cls.actor, block, start=4, state="proposed")
        cls.second = make_mention(cls.actor, block, start=23, state="proposed")
        cls.news = make_source("Daily Bell", kind="webpage")
        cls.book = make_source("Red Press", kind="webpage")

    def chosen(self, browser, action, *records):
        fields = self.open(browser, list_url(type(records[0])))
        return fields | {
            ACTION_CHECKBOX_NAME: [record.pk for record in records],
            "action": action,
            "index": "0",
        }

    def test_an_action_decides_exactly_the_selected_rows_and_signs_them(self):
        Mention.objects.update(method="name")
        posted = self.chosen(self.ann_browser, "accept", self.first)
        self.assertEqual(self.ann_browser.post(list_url(Mention), posted).status_code, 302)
        self.first.refresh_from_db()
        self.second.refresh_from_db()
        self.assertEqual((self.first.state, self.first.method), ("accepted", "name"))
        self.assertEqual(self.first.reviewer, self.ann)
        self.assertIsNotNone(self.first.reviewed_at)
        self.assertEqual((self.second.state, self.second.reviewer), ("proposed", None))

    def test_what_was_set_aside_can_be_decided_in_the_list(self):
        Mention.objects.update(is_unsure=True)
        posted = self.chosen(self.ann_browser, "accept", self.first)
        self.assertEqual(self.ann_browser.post(list_url(Mention), posted).status_code, 302)
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.is_unsure), ("accepted", False))

    def test_an_action_on_a_row_that_changed_since_decides_nothing(self):
        bob = self.chosen(self.bob_browser, "accept", self.first, self.second)
        ann = self.chosen(self.ann_browser, "reject", self.first)
        self.ann_browser.post(list_url(Mention), ann)
        refused = self.bob_browser.post(list_url(Mention), bob)
        self.assertEqual(refused.status_code, 409)
        states = dict(Mention.objects.values_list("pk", "state"))
        self.assertEqual(states, {self.first.pk: "rejected", self.second.pk: "proposed"})

    def test_an_action_on_a_row_that_is_gone_decides_nothing(self):
        bob = self.chosen(self.bob_browser, "accept", self.first, self.second)
        self.first.delete()
        self.assertEqual(self.bob_browser.post(list_url(Mention), bob).status_code, 409)
        self.second.refresh_from_db()
        self.assertEqual(self.second.state, "proposed")

    def test_an_action_never_reaches_rows_that_were_not_shown(self):
        bob = self.chosen(self.bob_browser, "accept", self.first)
        bob |= {"select_across": "1"}
        del bob[f"opened-{self.second.pk}"]
        self.assertEqual(self.bob_browser.post(list_url(Mention), bob).status_code, 409)
        self.assertFalse(Mention.objects.filter(state="accepted").exists())

    def test_an_action_that_the_rules_forbid_changes_nothing_and_says_why(self):
        rival = make_actor("Blue Guard (city)")
        make_mention(rival, self.first.block, "Blue Guard", state="accepted")
        posted = self.chosen(self.ann_browser, "accept", self.first, self.second)
        answer = self.ann_browser.post(list_url(Mention), posted, follow=True)
        self.assertContains(answer, "Nothing was changed. Not allowed: a span names one actor.")
        self.assertFalse(Mention.objects.filter(actor=self.actor, state="accepted").exists())

    def test_selected_rows_are_not_deleted_over_a_newer_save(self):
        bob = self.chosen(self.bob_browser, "delete_selected", self.first, self.second)
        question = self.bob_browser.post(list_url(Mention), bob)
        self.assertEqual(question.status_code, 200)
        ann = self.chosen(self.ann_browser, "reject", self.first)
        self.ann_browser.post(list_url(Mention), ann)
        yes = fields_of(question.content.decode())
        self.assertEqual(self.bob_browser.post(list_url(Mention), yes).status_code, 409)
        self.assertEqual(Mention.objects.count(), 2)

    def test_selected_rows_are_deleted_where_nobody_was_faster(self):
        bob = self.chosen(self.bob_browser, "delete_selected", self.first, self.second)
        yes = fields_of(self.bob_browser.post(list_url(Mention), bob).content.decode())
        self.assertEqual(self.bob_browser.post(list_url(Mention), yes).status_code, 302)
        self.assertEqual(Mention.objects.count(), 0)

    def test_a_cell_of_a_list_is_not_saved_over_a_newer_one(self):
        url = list_url(Source)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        cell = next(
            name.replace("-id", "-kind")
            for name, value in ann.items()
            if name.endswith("-id") and value == str(self.news.pk)
        )
        save = {"_save": "Save"}
        answer = self.ann_browser.post(url, ann | {cell: "article-newspaper"} | save)
        self.assertEqual(answer.status_code, 302)
        refused = self.bob_browser.post(url, bob | {cell: "broadcast"} | save)
        for words in ("web page", "news report", "broadcast"):
            self.assertContains(refused, f"<td>{words}</td>", status_code=409)
        self.news.refresh_from_db()
        self.assertEqual(self.news.kind, "article-newspaper")

    def test_cells_that_one_did_not_touch_keep_what_the_other_wrote(self):
        url = list_url(Source)
        ann, bob = self.open(self.ann_browser, url), self.open(self.bob_browser, url)
        cells = {
            value: name.replace("-id", "-kind") for name, value in ann.items() if "-id" in name
        }
        save = {"_save": "Save"}
        self.ann_browser.post(url, ann | {cells[str(self.news.pk)]: "broadcast"} | save)
        answer = self.bob_browser.post(url, bob | {cells[str(self.book.pk)]: "book"} | save)
        self.assertEqual(answer.status_code, 302)
        kinds = dict(Source.objects.values_list("publisher", "kind"))
        self.assertEqual(kinds, {"Daily Bell": "broadcast", "Red Press": "book"})


class DeleteTests(TwoEditors):
    def test_a_record_is_not_deleted_over_a_newer_save(self):
        bob = self.open(self.bob_browser, delete_url(self.actor))
        url = change_url(self.actor)
        self.ann_browser.post(url, self.open(self.ann_browser, url) | {"description": "Ann wrote."})
        refused = self.bob_browser.post(delete_url(self.actor), bob)
        self.assertContains(refused, "Ann wrote.", status_code=409)
        self.assertTrue(Actor.objects.filter(pk=self.actor.pk).exists())
        self.assertFalse(LogEntry.objects.filter(user=self.bob).exists())

    def test_a_record_is_deleted_where_nobody_was_faster(self):
        bob = self.open(self.bob_browser, delete_url(self.actor))
        self.assertEqual(self.bob_browser.post(delete_url(self.actor), bob).status_code, 302)
        self.assertFalse(Actor.objects.filter(pk=self.actor.pk).exists())
        self.assertEqual(Actor.history.filter(history_type="-").get().history_user, self.bob)

    def test_what_is_deleted_already_is_said_to_be(self):
        bob = self.open(self.bob_browser, delete_url(self.actor))
        self.actor.delete()
        answer = self.bob_browser.post(delete_url(self.actor), bob, follow=True)
        self.assertContains(answer, "was deleted already")


class SaveRecordTests(TestCase):
    """The action itself: one UPDATE that names the version it started from."""

    @classmethod
    def setUpTestData(cls):
        cls.user = make_user("ann", is_staff=True)
        cls.actor = make_actor("Kata’ib Hezbollah", names=[("KH", "acronym")])

    def test_a_stale_save_says_what_stands_there(self):
        mine = Actor.objects.get(pk=self.actor.pk)
        self.actor.description = "Theirs."
        save_record(self.actor, version=1, user=self.user)
        mine.description = "Mine."
        with self.assertRaises(Stale) as refused:
            save_record(mine, version=1, user=self.user)
        self.assertEqual(refused.exception.theirs.description, "Theirs.")

    def test_a_stale_save_of_a_deleted_record_says_so(self):
        mine = Actor.objects.get(pk=self.actor.pk)
        delete_record(self.actor, version=1, user=self.user)
        with self.assertRaises(Stale) as refused:
            save_record(mine, version=1, user=self.user)
        self.assertIsNone(refused.exception.theirs)

    def test_the_history_says_who_and_what(self):
        self.actor.description = "An armed group."
        save_record(self.actor, version=1, user=self.user)
        latest = self.actor.history.first()
        self.assertEqual(
            (latest.history_type, latest.history_user, latest.description),
            ("~", self.user, "An armed group."),
        )

    def test_a_new_name_of_an_actor_corrects_its_primary_one(self):
        self.actor.name = "Kataib Hezbollah"
        save_record(self.actor, version=1, user=self.user)
        primary = self.actor.names.get(kind="primary")
        self.assertEqual((primary.text, primary.folded), ("Kataib Hezbollah", "kataib hezbollah"))
        self.assertEqual(self.actor.folded, "kataib hezbollah")
        self.assertEqual(self.actor.names.count(), 2)

    def test_a_name_that_the_actor_bears_becomes_the_primary_one_and_the_old_one_stays(self):
        self.actor.name = "KH"
        save_record(self.actor, version=1, user=self.user)
        kinds = dict(self.actor.names.values_list("text", "kind"))
        self.assertEqual(kinds, {"KH": "primary", "Kata’ib Hezbollah": "full"})

    def test_an_accepted_actor_has_its_primary_name_accepted(self):
        actor = make_actor("Red Guard", state="proposed")
        actor.names.update(state="proposed")
        decide([(actor, 1)], state=State.ACCEPTED, user=self.user)
        self.assertEqual(actor.names.get().state, "accepted")

    def test_a_new_actor_gets_slug_folded_name_and_primary_name(self):
        for slug in ("skvorecky", "skvorecky-2"):
            actor = Actor(name="Škvorecký", kind="person", state="accepted")
            add_record(actor, user=self.user)
            self.assertEqual((actor.slug, actor.folded), (slug, "skvorecky"))
            self.assertEqual(actor.names.get().kind, "primary")
            self.assertEqual((actor.method, actor.reviewer), ("by hand", self.user))

    def test_the_pages_that_show_a_record_are_stale_with_its_save(self):
        page = StoredPage.objects.create(
            path="/nowhere/", etag="x", content_type="text/html", body=b"", brotli=b"",
            rendered_at="2026-01-01T00:00Z",
        )  # fmt: skip
        page.facts.create(fact=f"actor:{self.actor.pk}")
        name = make_name(self.actor, "Battalions", state="proposed")
        save_record(name, version=1, user=self.user)
        page.refresh_from_db()
        self.assertTrue(page.is_stale)


class EightSavesTests(TransactionTestCase):
    """Eight at the same moment: one wins, seven are told."""

    ROUNDS = 3

    def at_once(self, save):
        start, told = threading.Barrier(8), []

        def run(number):
            start.wait()
            try:
                told.append(save(number))
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    def test_one_of_eight_actions_wins(self):
        actor = make_actor("Blue Guard")
        for round_ in range(1, self.ROUNDS + 1):

            def save(number, version=round_):
                mine = Actor.objects.get(pk=actor.pk)
                mine.description = f"Editor {number}."
                try:
                    save_record(mine, version=version, user=None)
                except Stale:
                    return "told"
                return mine.description

            told = self.at_once(save)
            self.assertEqual(told.count("told"), 7)
            actor.refresh_from_db()
            self.assertIn(actor.description, told)
            self.assertEqual(actor.version, round_ + 1)

    def test_one_of_eight_forms_wins_and_seven_get_their_text_back(self):
        actor = make_actor("Blue Guard")
        browsers = []
        for number in range(8):
            browser = Client()
            browser.force_login(make_user(f"editor{number}", is_staff=True, is_superuser=True))
            browsers.append(browser)
        url = change_url(actor)
        opened = [fields_of(browser.get(url).content.decode()) for browser in browsers]

        def save(number):
            posted = opened[number] | {"description": f"Editor {number}."}
            answer = browsers[number].post(url, posted)
            return answer.status_code, f"Editor {number}." in answer.content.decode()

        told = self.at_once(save)
        self.assertEqual(sorted(told), [(302, False)] + [(409, True)] * 7)
        actor.refresh_from_db()
        self.assertEqual(actor.version, 2)


class OpenedTests(TestCase):
    def test_what_a_form_started_from_is_in_the_page_as_json(self):
        user = make_user("ann", is_staff=True, is_superuser=True)
        actor = make_actor("Blue Guard")
        self.client.force_login(user)
        fields = fields_of(self.client.get(change_url(actor)).content.decode())
        said = json.loads(fields["opened"])
        self.assertEqual(said["version"], 1)
        self.assertEqual(said["values"]["name"], "Blue Guard")


class AccountTests(TwoEditors):
    def test_two_administrators_at_one_account_lose_nothing_of_each_other(self):
        who = make_user("cara", is_staff=True)
        url = reverse("admin:reader_user_change", args=[who.pk])
        for browser in (self.ann_browser, self.bob_browser):
            session = browser.session
            now = time.time()
            session["account_authentication_methods"] = [{"method": "password", "at": now}]
            session.save()
        roles = {group.name: str(group.pk) for group in Group.objects.all()}
        page = self.ann_browser.get(url)
        self.assertContains(page, 'type="checkbox" name="groups"', len(ROLES))
        mine, theirs = fields_of(page.content.decode()), self.open(self.bob_browser, url)
        theirs["groups"] = [roles["author"], roles["curator"]]
        self.assertEqual(self.bob_browser.post(url, theirs).status_code, 302)
        mine["email"] = "cara@example.net"
        told = self.ann_browser.post(url, mine)
        self.assertContains(told, "author, curator", status_code=409)
        who.refresh_from_db()
        self.assertEqual(who.email, "cara@example.org")
        again = self.ann_browser.post(url, fields_of(told.content.decode()))
        self.assertEqual(again.status_code, 302)
        who.refresh_from_db()
        self.assertEqual(who.email, "cara@example.net")
        self.assertEqual({group.name for group in who.groups.all()}, {"author", "curator"})
