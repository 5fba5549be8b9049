"""The screens on which two records become one, are told apart, and become two again."""

from django.test import TestCase
from django.urls import reverse

from reader.actions.merging import merge, plan_merge
from reader.duplicates import forget_pairs, likely_pairs
from reader.models import Actor, EditorialAct, Merge, NotTheSame, Topic
from tests.counting import CaptureQueriesContext, connection
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_editor,
    make_identifier,
    make_mention,
    make_source,
    make_topic,
    make_user,
)
from tests.forms import fields_of


class Desk(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ed = make_editor("ed", "curator")
        cls.document = make_document(paragraphs=["Qasem Varn met Qassem Varn at the gate."])
        cls.block = cls.document.blocks.get()
        cls.keep = make_actor("Qasem Varn", kind="person", description="A general.")
        cls.gone = make_actor("Qassem Varn", kind="person")
        make_mention(cls.keep, cls.block)
        make_mention(cls.gone, cls.block)

    def setUp(self):
        self.client.force_login(self.ed)
        forget_pairs()

    def address(self, keep=None, gone=None, kind="actor"):
        there = reverse("admin:desk_merge", args=[kind])
        return f"{there}?a={(keep or self.keep).pk}&b={(gone or self.gone).pk}"

    def open(self, *pair, kind="actor"):
        return fields_of(self.client.get(self.address(*pair, kind=kind)).content.decode())

    def post(self, fields, kind="actor"):
        return self.client.post(reverse("admin:desk_merge", args=[kind]), fields)


class MergeScreenTests(Desk):
    def test_both_are_shown_with_their_sentences_and_what_moves(self):
        response = self.client.get(self.address())
        self.assertContains(response, "A general.")
        self.assertContains(response, "<mark>Qassem Varn</mark>", html=True)
        self.assertContains(response, "<strong>1</strong> mentions", html=True)
        self.assertIn("no-store", response["Cache-Control"])

    def test_it_merges_and_leads_to_the_ledger(self):
        fields = self.open()
        response = self.post({**fields, "take-name": "gone", "was_called": "transliteration"})
        self.assertRedirects(response, f"/admin/desk/merges/#merge-{Merge.objects.get().pk}")
        self.keep.refresh_from_db()
        self.assertEqual(self.keep.name, "Qassem Varn")
        kinds = dict(self.keep.names.values_list("text", "kind"))
        self.assertEqual(kinds["Qasem Varn"], "transliteration")

    def test_looking_writes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.address())
        self.assertEqual(
            [q["sql"] for q in queries if not q["sql"].lstrip("(").startswith("SELECT")], []
        )
        self.assertLess(len(queries), 50)

    def test_a_stale_page_is_refused_with_both_texts(self):
        fields = self.open()
        Actor.objects.filter(pk=self.keep.pk).update(description="A minister.", version=2)
        response = self.post(fields)
        self.assertContains(response, "A minister.", status_code=409)
        self.assertContains(response, "<del>A general.</del>", status_code=409, html=True)
        self.assertEqual(Actor.objects.count(), 2)

    def test_what_came_to_point_at_one_since_is_shown_first(self):
        fields = self.open()
        make_identifier(self.gone)
        self.assertEqual(self.post(fields).status_code, 409)
        self.assertEqual(Actor.objects.count(), 2)

    def test_the_bigger_one_goes_only_when_its_name_is_typed(self):
        for number in range(3):
            make_mention(self.gone, make_block(self.document, f"Qassem Varn {number}"))
        fields = self.open()
        self.assertEqual(self.post(fields).status_code, 422)
        self.assertEqual(self.post({**fields, "typed": "Qasem Varn"}).status_code, 422)
        self.assertEqual(self.post({**fields, "typed": " Qassem  Varn "}).status_code, 302)
        self.assertEqual(Actor.objects.get(), self.keep)

    def test_sources_topics_and_names_have_the_same_screen(self):
        one, other = make_source("Bell", title="On salt"), make_source("Daily Bell")
        make_citation(one, self.block, "at the gate")
        militia, militias = make_topic("Militia"), make_topic("Militias", of=[self.keep])
        full = self.keep.names.create(text="General Varn", folded="general varn", state="accepted")
        primary = self.keep.names.get(kind="primary")
        for kind, keep, gone in (
            ("source", one, other),
            ("topic", militias, militia),
            ("name", primary, full),
        ):
            response = self.post(self.open(keep, gone, kind=kind), kind=kind)
            self.assertEqual(response.status_code, 302, kind)
        self.assertEqual(Merge.objects.count(), 3)

    def test_one_alone_is_asked_which_other_is_meant(self):
        there = reverse("admin:desk_merge", args=["actor"])
        response = self.client.get(f"{there}?a={self.keep.pk}")
        self.assertContains(response, "spelled or transliterated alike")
        response = self.client.get(f"{there}?a={self.keep.pk}&q=qassem")
        self.assertContains(response, f"b={self.gone.pk}")

    def test_what_cannot_be_one_is_said_and_what_is_not_there_is_not_found(self):
        self.assertEqual(self.client.get(self.address(self.keep, self.keep)).status_code, 422)
        there = reverse("admin:desk_merge", args=["actor"])
        for query in ("?a=0", "?a=x&b=y", "?a=99999999999999999999", "?a=-1"):
            self.assertEqual(self.client.get(there + query).status_code, 404, query)
        self.assertEqual(self.client.get("/admin/desk/merge/mention/?a=1&b=2").status_code, 404)

    def test_lists_and_forms_lead_here(self):
        response = self.client.post(
            reverse("admin:reader_actor_changelist"),
            {"action": "merge_selected", "_selected_action": [self.keep.pk, self.gone.pk]},
        )
        self.assertRedirects(response, self.address(), fetch_redirect_response=False)
        form = self.client.get(reverse("admin:reader_actor_change", args=[self.keep.pk]))
        self.assertContains(form, f"/admin/desk/merge/actor/?a={self.keep.pk}")


class LedgerTests(Desk):
    def setUp(self):
        super().setUp()
        self.ledger = merge(plan_merge(self.keep, self.gone), user=self.ed)

    def undo(self):
        return self.client.post("/admin/desk/merges/", {"merge": self.ledger.pk})

    def test_it_is_listed_and_undone(self):
        self.assertContains(self.client.get("/admin/desk/merges/?kind=actor"), "Qassem Varn")
        self.assertRedirects(self.undo(), f"/admin/desk/merges/#merge-{self.ledger.pk}")
        self.assertEqual(Actor.objects.count(), 2)
        self.assertContains(self.client.get("/admin/desk/merges/"), "Undone on")

    def test_what_stands_in_the_way_is_said(self):
        make_actor("Another", slug=self.gone.slug)
        self.assertContains(self.undo(), "has no place", status_code=409)

    def test_a_merge_that_is_not_there_is_not_undone(self):
        for given in ("", "x", "0", "9" * 30):
            response = self.client.post("/admin/desk/merges/", {"merge": given}, follow=True)
            self.assertContains(response, "there is no such merge")

    def test_the_list_costs_the_same_for_many(self):
        for number in range(5):
            pair = make_actor(f"A {number}"), make_actor(f"B {number}")
            merge(plan_merge(*pair), user=self.ed)
        with self.assertNumQueries(5):
            self.client.get("/admin/desk/merges/")


class DuplicatesTests(Desk):
    def test_likely_pairs_are_ranked_with_their_reason(self):
        make_actor("Salt Guard", names=[("SGX", "acronym")])
        make_actor("Sea Gate Xylem")
        response = self.client.get("/admin/desk/duplicates/actor/")
        self.assertContains(response, "are spelled or transliterated alike")
        self.assertContains(response, "may be initials and name")
        text = response.content.decode()
        self.assertLess(text.index("transliterated alike"), text.index("initials and name"))

    def test_told_apart_is_remembered_until_it_is_to_be_asked_again(self):
        pair = {"a": self.gone.pk, "b": self.keep.pk}
        there = "/admin/desk/duplicates/actor/"
        self.client.post(there, {**pair, "told": "apart"})
        self.client.post(there, {**pair, "told": "apart"})
        self.assertEqual(NotTheSame.objects.count(), 1)
        self.assertEqual(likely_pairs("actor"), [])
        self.assertContains(self.client.get(there), "Qasem Varn is not Qassem Varn")
        self.client.post(there, {**pair, "told": "again"})
        self.assertEqual(len(likely_pairs("actor")), 1)
        verbs = set(EditorialAct.objects.values_list("verb", flat=True))
        self.assertEqual(verbs, {"told apart", "asked again"})

    def test_nothing_is_told_apart_from_itself_or_from_what_is_gone(self):
        for other in (self.keep.pk, 0, "x", ""):
            data = {"a": self.keep.pk, "b": other, "told": "apart"}
            self.client.post("/admin/desk/duplicates/actor/", data)
        self.assertFalse(NotTheSame.objects.exists())

    def test_a_document_shows_the_pairs_that_stand_in_it(self):
        make_actor("Port Gazette", kind="media")
        make_actor("Port Gazete", kind="media")
        there = "/admin/desk/duplicates/actor/"
        self.assertContains(self.client.get(there), "Port Gazete")
        response = self.client.get(f"{there}?document={self.document.slug}")
        self.assertNotContains(response, "Port Gazete")
        self.assertContains(response, "Qassem")

    def test_rejected_actors_are_not_offered(self):
        Actor.objects.filter(pk=self.gone.pk).update(state="rejected", version=2)
        self.assertEqual(likely_pairs("actor"), [])

    def test_sources_topics_and_names_too(self):
        make_source("Bell", title="On the salt road", url="https://www.bell.example/salt/")
        make_source("Daily Bell", title="Salt", url="http://bell.example/salt")
        make_topic("Militia")
        make_topic("Militias")
        self.keep.names.create(text="Qasem-Varn", folded="qasem varn", state="accepted")
        for kind in ("source", "topic", "name"):
            self.assertEqual(len(likely_pairs(kind)), 1, kind)
            self.assertEqual(self.client.get(f"/admin/desk/duplicates/{kind}/").status_code, 200)
        self.assertEqual(Topic.objects.count(), 2)


class RightsTests(Desk):
    def test_only_who_keeps_the_registry_enters(self):
        addresses = [self.address(), "/admin/desk/merges/", "/admin/desk/duplicates/actor/"]
        author = make_editor("author", "author")
        for user, status in ((author, 403), (make_user("reader"), 302), (None, 302)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            for address in addresses:
                self.assertEqual(self.client.get(address).status_code, status, address)
                self.assertEqual(self.client.post(address).status_code, status, address)
