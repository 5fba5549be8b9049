"""Sources as readers find them: the list, and each with the passages that cite it."""

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
    make_document_citing,
    make_footnote,
    make_mention,
    make_source,
)

TOMORROW = timezone.now() + datetime.timedelta(days=1)


class SourceListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.bell = make_source("daily Bell", date=PartialDate(2019, 5, 2), kind="article-newspaper")
        cls.book = make_source("Škoda Press", author="Ada Grey", title="Kata’ib Mills", kind="book")
        make_document_citing(cls.bell)
        make_document_citing(cls.book)
        make_document_citing(cls.book)

    def found(self, **query):
        # With a query the page is rendered, not answered from its store.
        response = self.client.get(reverse("reader:source_list"), {"page": 1, **query})
        return [source.publisher for source in response.context["page"].rows]

    def test_it_lists_sources_by_name_with_what_they_are(self):
        self.assertEqual(self.found(), ["Škoda Press", "daily Bell"])
        response = self.client.get(reverse("reader:source_list"))
        for part in [
            "daily Bell, 2 May 2019</a>",
            "Ada Grey, <cite>Kata’ib Mills</cite>. Škoda Press, date not given</a>",
            "cited once",
            "cited 2 times",
            "news report",
            f'href="/sources/{self.bell.public_id}/"',
        ]:
            self.assertContains(response, part)

    def test_words_of_author_title_and_publisher_find_it_whatever_their_case_and_accents(self):
        for query in ["kataib", "ADA GREY", "skoda", "grey mills skoda"]:
            with self.subTest(query):
                self.assertEqual(self.found(q=query), ["Škoda Press"])

    def test_a_kind_and_an_actor_keep_theirs(self):
        grey = make_actor("Ada Grey", kind="person")
        self.book.author_actors.add(grey)
        self.assertEqual(self.found(kind="book"), ["Škoda Press"])
        self.assertEqual(self.found(actor="ada-grey"), ["Škoda Press"])
        self.assertEqual(self.found(actor="ada-grey", kind="article-newspaper"), [])

    def test_a_kind_or_actor_there_is_not_is_not_found(self):
        make_actor("Unseen")
        for query in [{"kind": "ghost"}, {"actor": "ghost"}, {"actor": "unseen"}, {"actor": "\0"}]:
            with self.subTest(query):
                response = self.client.get(reverse("reader:source_list"), query)
                self.assertEqual(response.status_code, 404)

    def test_nothing_found_is_said_with_a_way_back(self):
        for query in ["zzz", "---", "\0", "%"]:
            with self.subTest(query):
                response = self.client.get(reverse("reader:source_list"), {"q": query})
                self.assertContains(response, "No source was found.")
                self.assertContains(response, 'href="/sources/">all sources</a>')

    def test_a_query_has_at_most_200_characters(self):
        address = reverse("reader:source_list")
        self.assertEqual(self.client.get(address, {"q": "x" * 200}).status_code, 200)
        response = self.client.get(address, {"q": "x" * 201})
        self.assertContains(response, "more than a title can hold", status_code=400)

    def test_fifty_stand_on_a_page_and_a_wrong_page_is_the_nearest(self):
        for number in range(50):
            make_document_citing(make_source(f"Zebra {number:02}"))
        self.assertEqual(len(self.found()), 50)
        self.assertEqual(self.found(page=9), ["Zebra 48", "Zebra 49"])
        self.assertEqual(len(self.found(page="x")), 50)

    def test_only_what_is_accepted_and_listed_is_there(self):
        make_source("Never Cited")
        block = make_block(make_document(), "It rained, it burned.")
        for state, words in [("proposed", "rained"), ("rejected", "burned")]:
            make_citation(make_source(f"Cited {state}"), block, words, state=state)
        for status in ["draft", "in_review", "archived"]:
            make_document_citing(make_source(f"In {status}"), status)
        make_document_citing(make_source("In the future"), "scheduled", publish_at=TOMORROW)
        self.assertEqual(self.found(), ["Škoda Press", "daily Bell"])

    def test_an_empty_site_says_so(self):
        Document.objects.update(status="archived")
        response = self.client.get(reverse("reader:source_list"))
        self.assertContains(response, "No document cites anything yet.")

    def test_it_costs_the_same_at_any_length(self):
        few, _ = queries_of(self.client, reverse("reader:source_list"))
        for _ in range(30):
            make_document_citing(make_source())
        many, _ = queries_of(self.client, reverse("reader:source_list"))
        self.assertEqual(few, many)
        self.assertLessEqual(many, 10)


class SourcePageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_source("Daily Bell", date=PartialDate(2019, 5), kind="webpage")
        cls.document = make_document("The Burning", slug="the-burning")
        cls.first = make_block(
            cls.document, "It rained. It burned (Daily Bell, May 2019). It fell."
        )
        cls.note = make_footnote(cls.document, "See Bell 2019, p. 4.").blocks.get()
        make_citation(cls.source, cls.first, "(Daily Bell, May 2019)")
        make_citation(cls.source, cls.note, "Bell 2019, p. 4", locator="p. 4", form="short")

    def page(self, source=None):
        return self.client.get((source or self.source).get_absolute_url())

    def test_every_passage_that_cites_it_stands_in_its_sentence_one_click_from_its_place(self):
        response = self.page()
        self.assertContains(response, "Cited 2 times in 1 document")
        self.assertContains(
            response,
            f'<li><a href="/documents/the-burning/#b-{self.first.key}">¶ 1</a><span lang="en"'
            ' dir="ltr">It burned <b>(Daily Bell, May 2019)</b>.</span></li>',
        )
        self.assertContains(
            response,
            f'<li><a href="/documents/the-burning/#b-{self.note.key}">note 1</a><span lang="en"'
            ' dir="ltr">See <b>Bell 2019, p. 4</b>. <span class="quiet">p. 4</span></span></li>',
        )

    def test_what_is_not_given_is_said(self):
        response = self.page()
        for part in [
            "<h1>Daily Bell, May 2019</h1>",
            "<dt>Author</dt><dd>not given</dd>",
            "<dt>Title</dt><dd>not given</dd>",
            "<dt>Date</dt><dd>May 2019</dd>",
            "<dt>Link</dt><dd>no link given</dd>",
            "<dt>Archived copy</dt><dd>no link given</dd>",
        ]:
            self.assertContains(response, part)

    def test_an_inferred_year_is_marked_with_its_reason(self):
        source = make_source(
            "Bell",
            date=PartialDate(None, 12, 26),
            inferred_year=2020,
            inferred_reason="The other dates are of 2020.",
        )
        make_document_citing(source)
        response = self.page(source)
        self.assertContains(response, "26 December [2020]")
        self.assertContains(response, "Year inferred: The other dates are of 2020.")

    def test_it_leads_to_publisher_authors_and_copies(self):
        bell, grey = make_actor("The Daily Bell", kind="media"), make_actor("Ada Grey")
        source = make_source(
            "Daily Bell",
            author="A. Grey",
            publisher_actor=bell,
            url="https://bell.example/1",
            archived_url="https://archive.example/1",
        )
        source.author_actors.add(grey)
        make_document_citing(source)
        response = self.page(source)
        for part in [
            '<a href="/actors/the-daily-bell/">Daily Bell</a>',
            "that is, The Daily Bell",
            '<a href="/actors/ada-grey/">A. Grey</a>',
            '<a href="https://bell.example/1" rel="nofollow noopener">',
            '<a href="https://archive.example/1" rel="nofollow noopener">',
        ]:
            self.assertContains(response, part)

    def test_an_address_that_runs_is_no_link(self):
        source = make_source(url="javascript:alert(1)", archived_url="data:text/html,x")
        make_document_citing(source)
        self.assertNotContains(self.page(source), 'href="javascript')
        self.assertNotContains(self.page(source), 'href="data')

    def test_a_publisher_that_is_only_proposed_is_not_there(self):
        source = make_source("Bell", publisher_actor=make_actor("Secret", state="proposed"))
        make_document_citing(source)
        self.assertNotContains(self.page(source), "ecret")

    def test_hidden_passages_are_neither_shown_nor_counted(self):
        for status in ["draft", "in_review", "archived"]:
            make_document_citing(self.source, status, title=f"Secret {status}")
        make_document_citing(self.source, "scheduled", title="Secret future", publish_at=TOMORROW)
        for state in ["proposed", "rejected"]:
            make_citation(self.source, self.first, "rained", state=state)
        response = self.page()
        self.assertContains(response, "Cited 2 times in 1 document")
        self.assertNotContains(response, "Secret")

    def test_a_source_that_nothing_visible_cites_is_not_found(self):
        unseen, drafted = make_source(), make_source()
        make_document_citing(drafted, "draft")
        for source in [unseen, drafted]:
            self.assertEqual(self.page(source).status_code, 404)
        self.assertEqual(self.client.get("/sources/nothing/").status_code, 404)

    def test_a_source_of_an_archived_document_has_a_page_that_lists_nothing(self):
        source = make_source("Old Bell")
        make_document_citing(source, "archived", title="Closed")
        response = self.page(source)
        self.assertContains(response, "No listed document cites it.")
        self.assertNotContains(response, "Closed")

    def test_fifty_passages_stand_on_a_page(self):
        block = make_block(self.document, "(Bell) " * 60)
        for number in range(60):
            make_citation(self.source, block, "(Bell)", start=number * 7)
        address = self.source.get_absolute_url()
        response = self.client.get(address)
        self.assertEqual(len(response.context["gatherings"][0].passages), 50)
        self.assertContains(response, f'<a href="{address}?page=2#passages" rel="next">')
        last = self.client.get(address, {"page": 99})
        self.assertEqual(len(last.context["gatherings"][0].passages), 12)

    def test_words_of_files_are_text(self):
        source = make_source("<b>Bell</b>", title="<script>alert(1)</script>")
        make_document_citing(source)
        self.assertNotContains(self.page(source), "<b>Bell")
        self.assertNotContains(self.page(source), "<script>alert")

    def test_the_stored_page_knows_what_it_shows(self):
        bell = make_actor("Daily Bell")
        self.source.publisher_actor = bell
        self.source.save()
        make_mention(bell, make_block(self.document, "Daily Bell."))
        self.page()
        page = StoredPage.objects.get(path=self.source.get_absolute_url())
        self.assertEqual(
            set(page.facts.values_list("fact", flat=True)),
            {f"source:{self.source.pk}", f"document:{self.document.pk}", f"actor:{bell.pk}"},
        )

    def test_it_costs_the_same_at_any_length(self):
        few, _ = queries_of(self.client, self.source.get_absolute_url())
        for _ in range(20):
            make_document_citing(self.source)
        many, _ = queries_of(self.client, self.source.get_absolute_url())
        self.assertEqual(few, many)
        self.assertLessEqual(many, 13)
