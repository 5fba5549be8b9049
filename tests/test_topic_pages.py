"""Topics as readers find them: the list, and each with its documents and actors."""

from django.test import TestCase
from django.urls import reverse

from tests.counting import queries_of
from tests.factories import (
    make_actor,
    make_document,
    make_document_naming,
    make_topic,
)


def make_named(name, status="published"):
    """Make an actor that one document names."""
    actor = make_actor(name)
    make_document_naming(actor, status)
    return actor


class TopicListTests(TestCase):
    def page(self):
        return self.client.get(reverse("reader:topic_list"))

    def test_it_lists_topics_with_how_much_they_have(self):
        make_topic(
            "Mills",
            of=[make_document(), make_named("Ada"), make_named("Bo")],
            description="Of mills.",
        )
        make_topic("Fires", of=[make_document()])
        response = self.page()
        self.assertEqual(
            [topic.name for topic, _, _ in response.context["rows"]], ["Fires", "Mills"]
        )
        self.assertContains(response, "1 document<br>2 actors")
        self.assertContains(response, "Of mills.")
        self.assertContains(response, '<a href="/topics/mills/">Mills</a>')

    def test_what_is_hidden_neither_shows_nor_counts(self):
        make_topic("Mills", of=[make_document(), make_document(status="draft")])
        make_topic("Drafts", of=[make_document(status="draft")])
        make_topic("Past", of=[make_document(status="archived"), make_named("Ada", "archived")])
        make_topic("Proposed", of=[make_actor("Bo", state="proposed")])
        make_topic("Empty")
        rows = [
            (topic.name, documents, actors)
            for topic, documents, actors in self.page().context["rows"]
        ]
        self.assertEqual(rows, [("Mills", 1, 0)])

    def test_an_empty_site_says_so(self):
        self.assertContains(self.page(), "No document has a topic yet.")

    def test_it_costs_the_same_at_any_length(self):
        make_topic(of=[make_document()])
        few, _ = queries_of(self.client, reverse("reader:topic_list"))
        for _ in range(10):
            make_topic(of=[make_document(), make_named(make_actor().name + "x")])
        many, _ = queries_of(self.client, reverse("reader:topic_list"))
        self.assertEqual(few, many)
        self.assertLessEqual(many, 10)


class TopicPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_named("Ada")
        cls.document = make_document("The Burning", publication="The Bell")
        cls.topic = make_topic("Mills", of=[cls.document, cls.ada], description="Of mills.")

    def page(self, **query):
        return self.client.get(self.topic.get_absolute_url(), query)

    def test_it_has_its_documents_and_actors(self):
        response = self.page()
        for part in [
            "<h1>Mills</h1>",
            "Of mills.",
            f'<a href="{self.document.get_absolute_url()}" lang="en" dir="ltr">The Burning</a>',
            "The Bell",
            '<a href="/actors/ada/">Ada</a>',
        ]:
            self.assertContains(response, part)

    def test_what_is_hidden_is_not_there(self):
        for status in ["draft", "archived"]:
            make_document(f"Secret {status}", status=status).topics.add(self.topic)
        make_named("Secret Actor", "draft").topics.add(self.topic)
        self.assertNotContains(self.page(), "Secret")

    def test_a_topic_without_anything_visible_is_not_found(self):
        for topic in [
            make_topic("Empty"),
            make_topic("Drafts", of=[make_document(status="draft")]),
        ]:
            self.assertEqual(self.client.get(topic.get_absolute_url()).status_code, 404)

    def test_documents_and_actors_are_paged_apart(self):
        for number in range(51):
            make_document(f"More {number:02}").topics.add(self.topic)
            make_named(f"Zebra {number:02}").topics.add(self.topic)
        response = self.page(page=2, actors=9)
        self.assertEqual(len(response.context["documents"].rows), 2)
        self.assertEqual(
            [actor.name for actor in response.context["actors"].rows], ["Zebra 49", "Zebra 50"]
        )
        self.assertContains(response, 'href="/topics/mills/?page=2#actors" rel="prev"')

    def test_it_costs_the_same_at_any_length(self):
        few, _ = queries_of(self.client, self.topic.get_absolute_url())
        for number in range(20):
            make_document().topics.add(self.topic)
            make_named(f"Zebra {number:02}").topics.add(self.topic)
        many, _ = queries_of(self.client, self.topic.get_absolute_url())
        self.assertEqual(few, many)
        self.assertLessEqual(many, 13)
