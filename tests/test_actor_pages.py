"""Actors as readers find them: the page, the card, and all mentions."""

import datetime

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from reader.models import Document, StoredPage
from reader.text.dates import PartialDate
from tests.counting import queries_of
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_document_naming,
    make_footnote,
    make_identifier,
    make_mention,
    make_name,
    make_relation,
    make_source,
    make_topic,
    make_user,
)

TOMORROW = timezone.now() + datetime.timedelta(days=1)


class ActorPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.mill = make_actor(
            "Old Mill",
            names=[("OM", "acronym"), ("Alte Mühle", "translation")],
            description="A mill in the north.",
        )
        cls.grey = make_actor("Ada Grey", kind="person")
        cls.document = make_document("The Burning: A Report", slug="the-burning")
        cls.heading = make_block(cls.document, "The Old Mill", kind="heading")
        cls.first = make_block(cls.document, "It rained. Ada Grey bought the Old Mill. It burned.")
        cls.second = make_block(cls.document, "The Old Mill was old.")
        cls.note = make_footnote(cls.document, "Of the Old Mill.").blocks.get()
        for block in [cls.heading, cls.first, cls.second, cls.note]:
            make_mention(cls.mill, block)
        make_mention(cls.grey, cls.first)

    def page(self, actor=None):
        return self.client.get((actor or self.mill).get_absolute_url())

    def test_it_says_who_the_actor_is(self):
        make_identifier(self.mill, "wikidata", "Q7")
        make_identifier(self.mill, "website", "javascript:alert(1)")
        make_topic("Mills", of=[self.mill])
        response = self.page()
        for part in [
            "<h1>Old Mill</h1>",
            "<dt>acronym</dt><dd><bdi>OM</bdi></dd>",
            "A mill in the north.",
            '<a href="https://www.wikidata.org/wiki/Q7" rel="nofollow noopener">Wikidata Q7</a>',
            '<a href="/topics/mills/">Mills</a>',
            "4 mentions in 1 document",
        ]:
            self.assertContains(response, part)
        self.assertNotContains(response, 'href="javascript:')

    def test_every_mention_stands_in_its_sentence_one_click_from_its_place(self):
        response = self.page()
        for block, place, before, after in [
            (self.heading, "heading", "The ", ""),
            (self.first, "¶ 1", "Ada Grey bought the ", "."),
            (self.second, "¶ 2", "The ", " was old."),
            (self.note, "note 1", "Of the ", "."),
        ]:
            self.assertContains(
                response,
                f'<li><a href="/documents/the-burning/#b-{block.key}">{place}</a>'
                f'<span lang="en" dir="ltr">{before}<b>Old Mill</b>{after}</span></li>',
            )

    def test_names_of_longer_names_are_not_counted(self):
        longer = make_actor("New Old Mill")
        block = make_block(self.document, "The New Old Mill opened.")
        make_mention(longer, block)
        self.assertContains(self.page(), "4 mentions in 1 document")
        self.assertContains(self.page(longer), "1 mention in 1 document")

    def test_a_relation_is_worded_from_each_side_with_its_proof(self):
        make_relation(
            self.grey,
            "owner of",
            self.mill,
            inverse="owned by",
            proof=[(self.first, "Ada Grey bought the Old Mill")],
            date=PartialDate(1990),
        )
        response = self.page()
        self.assertContains(response, '<i>owned by</i> <a href="/actors/ada-grey/">Ada Grey</a>')
        self.assertContains(
            response, '<blockquote lang="en" dir="ltr">“<b>Ada Grey bought the Old Mill</b>.”'
        )
        self.assertContains(
            response,
            f'The Burning</span>, <a href="/documents/the-burning/#b-{self.first.key}">¶ 1</a>',
        )
        self.assertContains(response, "1990")
        self.assertContains(
            self.page(self.grey), '<i>owner of</i> <a href="/actors/old-mill/">Old Mill</a>'
        )

    def test_what_is_hedged_or_denied_is_labelled_and_what_is_stated_is_not(self):
        proof = [(self.first, "Ada Grey bought the Old Mill")]
        for stance in ["stated", "hedged", "denied"]:
            make_relation(self.grey, f"{stance} owner of", self.mill, stance=stance, proof=proof)
        response = self.page()
        self.assertContains(response, '<span class="stance hedged">hedged</span>')
        self.assertContains(response, '<span class="stance denied">denied</span>')
        self.assertNotContains(response, "stance stated")

    def test_relations_with_the_same_words_and_proof_stand_together(self):
        brown = make_actor("Bo Brown", kind="person")
        block = make_block(self.document, "Ada Grey and Bo Brown owned it.")
        make_mention(brown, block)
        for owner in [self.grey, brown]:
            make_relation(
                owner, "owner of", self.mill, inverse="owned by", proof=[(block, "owned it")]
            )
        response = self.page()
        self.assertContains(
            response,
            '<i>owned by</i> <a href="/actors/ada-grey/">Ada Grey</a>, '
            '<a href="/actors/bo-brown/">Bo Brown</a>',
        )

    def test_a_relation_without_listed_proof_is_not_there(self):
        draft = make_document(status="draft", paragraphs=["Ada Grey sold the Old Mill."])
        archived = make_document(status="archived", paragraphs=["Ada Grey lost the Old Mill."])
        for document, predicate in [(draft, "seller of"), (archived, "loser of")]:
            make_relation(
                self.grey, predicate, self.mill, proof=[(document.blocks.get(), "Ada Grey")]
            )
        for state in ["proposed", "rejected"]:
            make_relation(
                self.grey,
                f"{state} taker of",
                self.mill,
                state=state,
                proof=[(self.first, "Ada Grey")],
            )
        make_relation(self.grey, "dreamer of", self.mill)
        response = self.page()
        self.assertEqual(response.context["ties"], [])

    def test_neighbours_are_counted_by_paragraph_of_the_body(self):
        make_mention(self.grey, self.note, "Of")
        again = make_block(self.document, "Ada Grey, Old Mill, Old Mill.")
        make_mention(self.grey, again)
        make_mention(self.mill, again)
        make_mention(self.mill, again, start=20)
        [neighbour] = self.page().context["neighbours"]
        self.assertEqual((neighbour.name, neighbour.paragraphs), ("Ada Grey", 2))

    def test_a_publisher_has_its_sources_with_their_counts(self):
        source = make_source("Old Mill", title="Our Year", publisher_actor=self.mill)
        written = make_source(author="Old Mill", title="Our Life")
        written.author_actors.add(self.mill)
        make_source("Old Mill", title="Never Cited", publisher_actor=self.mill)
        make_citation(source, self.first, "It rained")
        make_citation(source, self.second, "The")
        make_citation(written, self.second, "was")
        shown = [(row.title, row.times) for row in self.page().context["sources"]]
        self.assertEqual(shown, [("Our Year", 2), ("Our Life", 1)])

    def test_ten_documents_have_five_sentences_each_and_the_rest_is_a_page_on(self):
        for number in range(11):
            document = make_document(
                f"Later {number:02}", publish_at=timezone.now() - datetime.timedelta(minutes=1)
            )
            for _ in range(6):
                make_mention(self.mill, make_block(document, "The Old Mill again."))
        response = self.page()
        gatherings = response.context["gatherings"]
        self.assertEqual([len(gathering.passages) for gathering in gatherings], [5] * 10)
        self.assertContains(response, "70 mentions in 12 documents")
        self.assertEqual(gatherings[0].rest_url, "/actors/old-mill/mentions/")
        self.assertEqual(gatherings[9].rest_url, "/actors/old-mill/mentions/?page=2")
        self.assertContains(response, "Mentions in 2 more documents")

    def test_a_picture_shows_where_the_mentions_stand(self):
        block = make_block(self.document, "Old Mill. " * 4)
        for number in range(4):
            make_mention(self.mill, block, start=number * 10)
        strip = self.page().context["gatherings"][0].strip
        self.assertEqual(strip.parts, (("0.00%", "I"),))
        self.assertEqual(len(strip.strokes), 7)

    def test_hidden_things_are_neither_shown_nor_counted(self):
        for status in ["draft", "in_review", "archived"]:
            make_document_naming(self.mill, status, title=f"Secret {status}")
        make_document_naming(self.mill, "scheduled", title="Secret future", publish_at=TOMORROW)
        for state, words in [("proposed", "rained"), ("rejected", "burned")]:
            make_mention(self.mill, self.first, words, state=state)
            make_name(self.mill, f"Secret {state}", state=state)
        hidden = make_actor("Secret Actor", state="proposed")
        make_mention(hidden, self.first, "bought")
        response = self.page()
        self.assertContains(response, "4 mentions in 1 document")
        self.assertNotContains(response, "Secret")

    def test_staff_see_the_same_public_page(self):
        make_document_naming(self.mill, "draft")
        self.client.force_login(make_user(is_staff=True))
        self.assertContains(self.page(), "4 mentions in 1 document")

    def test_an_actor_without_anything_visible_is_not_found(self):
        unseen = [make_actor("Nobody"), make_actor("Rejected", state="rejected")]
        make_document_naming(unseen[1])
        drafted = make_actor("Drafted")
        make_document_naming(drafted, "draft")
        for actor in [*unseen, drafted]:
            for name in ["actor", "actor_card", "actor_mentions"]:
                with self.subTest(actor=actor.name, name=name):
                    address = reverse(f"reader:{name}", args=[actor.slug])
                    self.assertEqual(self.client.get(address).status_code, 404)

    def test_an_actor_of_an_archived_document_has_a_page_that_lists_nothing(self):
        past = make_actor("Past Actor")
        document = make_document_naming(past, "archived", title="Closed")
        make_topic("Past", of=[past, document])
        response = self.page(past)
        self.assertContains(response, "0 mentions")
        self.assertNotContains(response, "Closed")
        self.assertNotContains(response, "/topics/past/")

    def test_only_reading_is_answered(self):
        self.assertEqual(self.client.post(self.mill.get_absolute_url()).status_code, 405)

    def test_words_of_editors_are_text(self):
        bad = make_actor("<b>Bad</b>", slug="bad", description="<script>alert(1)</script>")
        make_document_naming(bad)
        response = self.page(bad)
        self.assertNotContains(response, "<b>Bad")
        self.assertNotContains(response, "<script>alert")

    def test_the_stored_page_knows_what_it_shows_and_until_when(self):
        make_document(status="scheduled", publish_at=TOMORROW)
        self.page()
        page = StoredPage.objects.get(path="/actors/old-mill/")
        facts = set(page.facts.values_list("fact", flat=True))
        expected = {self.mill, self.grey, self.document}
        self.assertLessEqual({f"{row._meta.model_name}:{row.pk}" for row in expected}, facts)
        self.assertEqual(page.valid_until, TOMORROW)

    def test_it_costs_at_most_15_queries_at_any_length(self):
        few, _ = queries_of(self.client, self.mill.get_absolute_url())
        make_topic("Mills", of=[self.mill])
        make_identifier(self.mill)
        for number in range(15):
            other = make_actor(f"Other {number}")
            document = make_document_naming(other)
            block = document.blocks.get()
            for _ in range(6):
                make_mention(self.mill, make_block(document, "The Old Mill again."))
            make_mention(self.mill, block, "is")
            make_relation(other, "friend of", self.mill, proof=[(block, "Here"), (block, "named")])
            source = make_source(publisher_actor=self.mill)
            make_citation(source, block, "Here")
        many, response = queries_of(self.client, self.mill.get_absolute_url())
        self.assertEqual(len(response.context["ties"]), 15)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 15)


class ActorCardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.mill = make_actor("Old Mill", description="A mill.")
        cls.document = make_document()
        cls.heading = make_block(cls.document, "On the Old Mill", kind="heading")
        cls.block = make_block(cls.document, "It rained. The Old Mill burned. It fell.")
        make_mention(cls.mill, cls.heading)
        make_mention(cls.mill, cls.block)

    def card(self):
        return self.client.get(reverse("reader:actor_card", args=[self.mill.slug]))

    def test_it_is_a_fragment_with_kind_name_sentence_and_links(self):
        response = self.card()
        self.assertNotContains(response, "<html")
        for part in [
            "<span>Group</span> <span>2 mentions</span>",
            "<h2>Old Mill</h2>",
            "“The <b>Old Mill</b> burned.”",
            '<a href="/actors/old-mill/">Actor’s page</a>',
            '<a href="/actors/old-mill/mentions/">All 2 mentions</a>',
        ]:
            self.assertContains(response, part)

    def test_it_has_three_facts_at_most(self):
        for number in range(4):
            other = make_actor(f"Owner {number}")
            make_mention(other, make_block(self.document, other.name))
            make_relation(
                other,
                f"{number} of",
                self.mill,
                inverse=f"had by {number}",
                proof=[(self.block, "burned")],
                date=PartialDate(1990, 5),
            )
        response = self.card()
        self.assertContains(response, "<dt>had by 0</dt><dd>Owner 0, May 1990</dd>")
        self.assertContains(response, "<dt>", count=3)

    def test_a_publisher_that_no_text_names_has_a_card_without_a_sentence(self):
        bell = make_actor("Daily Bell", kind="media")
        make_citation(make_source(publisher_actor=bell), self.block, "It rained")
        response = self.client.get(reverse("reader:actor_card", args=[bell.slug]))
        self.assertContains(response, "0 mentions")
        self.assertNotContains(response, "evidence")

    def test_it_is_stored_and_costs_the_same_at_any_length(self):
        address = reverse("reader:actor_card", args=[self.mill.slug])
        few, _ = queries_of(self.client, address)
        for _ in range(20):
            make_document_naming(self.mill)
        many, _ = queries_of(self.client, address)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 12)
        self.assertTrue(StoredPage.objects.filter(path=address).exists())


class ActorMentionsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.mill = make_actor("Old Mill")
        cls.document = make_document("First")
        for _ in range(60):
            make_mention(cls.mill, make_block(cls.document, "The Old Mill again."))
        cls.address = reverse("reader:actor_mentions", args=[cls.mill.slug])

    def test_every_mention_is_on_one_of_its_pages(self):
        places = []
        for page in [1, 2]:
            response = self.client.get(self.address, {"page": page})
            for gathering in response.context["gatherings"]:
                places += [passage.place for passage in gathering.passages]
        self.assertEqual(places, [f"¶ {number}" for number in range(1, 61)])

    def test_pages_lead_to_each_other_and_the_first_has_its_bare_address(self):
        first = self.client.get(self.address)
        self.assertContains(first, f'<a href="{self.address}?page=2" rel="next">')
        second = self.client.get(self.address, {"page": 2})
        self.assertContains(second, f'<a href="{self.address}" rel="prev">')

    def test_a_wrong_page_is_the_nearest(self):
        self.assertContains(self.client.get(self.address, {"page": "9"}), "page 2 of 2")
        self.assertContains(self.client.get(self.address, {"page": "nine"}), "page 1 of 2")

    def test_the_body_goes_before_the_notes_and_new_documents_before_old_ones(self):
        noted = make_footnote(self.document, "The Old Mill.").blocks.get()
        make_mention(self.mill, noted)
        newer = make_document("Second", publish_at=timezone.now())
        make_mention(self.mill, make_block(newer, "The Old Mill."))
        gatherings = self.client.get(self.address, {"page": 2}).context["gatherings"]
        self.assertEqual([g.document.title for g in gatherings], ["First"])
        self.assertEqual(gatherings[0].passages[-1].place, "note 1")
        first = self.client.get(self.address).context["gatherings"]
        self.assertEqual([g.document.title for g in first], ["Second", "First"])

    def test_hidden_mentions_are_neither_shown_nor_counted(self):
        make_document_naming(self.mill, "draft")
        make_document_naming(self.mill, "archived")
        make_mention(self.mill, self.document.blocks.first(), "again", state="proposed")
        self.assertContains(self.client.get(self.address), "60 mentions")

    def test_it_costs_the_same_at_any_length(self):
        many, _ = queries_of(self.client, self.address)
        Document.objects.update(status="archived")
        make_document_naming(self.mill)
        few, _ = queries_of(self.client, self.address)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 10)
