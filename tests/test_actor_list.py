"""The list of actors, and how readers find one in it."""

import datetime

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from reader.models import Document
from tests.counting import queries_of
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_document_naming,
    make_mention,
    make_name,
    make_source,
)

TOMORROW = timezone.now() + datetime.timedelta(days=1)


class ActorListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.mill = make_actor("Kata’ib Mill", names=[("Škoda Works", "former")])
        cls.grey = make_actor("al-Grey", kind="person")
        cls.document = make_document(paragraphs=["Kata’ib Mill and al-Grey met. al-Grey left."])
        block = cls.document.blocks.get()
        make_mention(cls.mill, block)
        make_mention(cls.grey, block)
        make_mention(cls.grey, block, start=31)

    def found(self, **query):
        # With a query the page is rendered, not answered from its store.
        response = self.client.get(reverse("reader:actor_list"), {"page": 1, **query})
        return [actor.name for actor in response.context["page"].rows]

    def test_it_lists_actors_by_letter_with_their_counts(self):
        response = self.client.get(reverse("reader:actor_list"))
        self.assertEqual(self.found(), ["al-Grey", "Kata’ib Mill"])
        self.assertEqual([letter for letter, _ in response.context["letters"]], ["A", "K"])
        self.assertContains(response, "2 mentions")
        self.assertContains(response, f'href="{self.mill.get_absolute_url()}"')

    def test_any_name_finds_an_actor_whatever_its_case_accents_and_typography(self):
        for query in ["kataib", "KATA'IB  mill", "skoda", "Works ŠKODA", "Kata‘ib"]:
            with self.subTest(query):
                self.assertEqual(self.found(q=query), ["Kata’ib Mill"])
        self.assertEqual(self.found(q="AL GREY"), ["al-Grey"])

    def test_words_of_two_names_do_not_find_an_actor(self):
        self.assertEqual(self.found(q="skoda mill"), [])

    def test_a_name_that_is_only_proposed_finds_nobody(self):
        make_name(self.mill, "Hidden Mill", state="proposed")
        self.assertEqual(self.found(q="hidden"), [])

    def test_a_kind_keeps_its_actors_and_what_was_looked_for(self):
        self.assertEqual(self.found(kind="person"), ["al-Grey"])
        response = self.client.get(reverse("reader:actor_list"), {"q": "a", "kind": "group"})
        self.assertContains(response, "?q=a&amp;kind=group")
        self.assertContains(response, '<input type="hidden" name="kind" value="group">')

    def test_a_kind_there_is_not_is_not_found(self):
        address = reverse("reader:actor_list")
        self.assertEqual(self.client.get(address, {"kind": "ghost"}).status_code, 404)

    def test_nothing_found_is_said_with_a_way_back(self):
        for query in ["zzz", "---", "'", "\0", "%", "_"]:
            with self.subTest(query):
                response = self.client.get(reverse("reader:actor_list"), {"q": query})
                self.assertContains(response, "Nobody was found.")
                self.assertContains(response, 'href="/actors/">all actors</a>')

    def test_a_query_has_at_most_200_characters(self):
        address = reverse("reader:actor_list")
        self.assertEqual(self.client.get(address, {"q": "x" * 200}).status_code, 200)
        response = self.client.get(address, {"q": "x" * 201})
        self.assertContains(response, "more than a name can hold", status_code=400)

    def test_what_was_typed_comes_back_as_text(self):
        response = self.client.get(reverse("reader:actor_list"), {"q": '"><script>'})
        self.assertContains(response, "&quot;&gt;&lt;script&gt;")
        self.assertNotContains(response, '"><script>')

    def test_fifty_stand_on_a_page_and_a_wrong_page_is_the_nearest(self):
        block = make_block(self.document, "Many.")
        for number in range(50):
            actor = make_actor(f"Zebra {number:02}")
            make_mention(actor, block, "Many", state="proposed")
            make_mention(actor, make_block(self.document, actor.name))
        self.assertEqual(len(self.found()), 50)
        self.assertEqual(self.found(page=2), ["Zebra 48", "Zebra 49"])
        for page in ["3", "99999999999999999999", "-1"]:
            self.assertEqual(len(self.found(page=page)), 2, page)
        self.assertEqual(len(self.found(page="two")), 50)
        response = self.client.get(reverse("reader:actor_list"), {"page": 2})
        self.assertContains(response, '<a href="/actors/" rel="prev">Previous page</a>')

    def test_only_what_is_accepted_and_listed_is_there(self):
        make_mention(
            make_actor("Proposed Actor", state="proposed"), self.document.blocks.first(), "met"
        )
        for state in ["proposed", "rejected"]:
            make_mention(
                make_actor(f"{state} mention"), self.document.blocks.first(), "left", state=state
            )
        for status in ["draft", "in_review", "archived"]:
            make_document_naming(make_actor(f"In {status}"), status)
        make_document_naming(make_actor("In the future"), "scheduled", publish_at=TOMORROW)
        self.assertEqual(self.found(), ["al-Grey", "Kata’ib Mill"])

    def test_a_cited_publisher_is_there_without_a_mention(self):
        bell = make_actor("Daily Bell", kind="media")
        source = make_source("Daily Bell", publisher_actor=bell)
        make_citation(source, self.document.blocks.first(), "met")
        self.assertIn("Daily Bell", self.found())

    def test_an_empty_site_says_so(self):
        Document.objects.update(status="archived")
        response = self.client.get(reverse("reader:actor_list"))
        self.assertContains(response, "No document names anyone yet.")

    def test_it_costs_the_same_at_any_length(self):
        few, _ = queries_of(self.client, reverse("reader:actor_list"))
        for number in range(30):
            make_document_naming(make_actor(f"Actor {number:02}"))
        many, _ = queries_of(self.client, reverse("reader:actor_list"))
        self.assertEqual(few, many)
        self.assertLessEqual(many, 10)
