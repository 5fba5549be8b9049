"""The page of a document, the list of documents and the front page."""

import datetime
import re
from html import unescape

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reader import article, contents
from reader.models import Document, FootnoteReference
from reader.text.dates import PartialDate
from tests.factories import (
    make_actor,
    make_block,
    make_citation,
    make_document,
    make_editor,
    make_footnote,
    make_mention,
    make_source,
    make_user,
)

MOST_QUERIES = 12


def words_of(html):
    """Return what is left of markup without its tags."""
    return unescape(re.sub(r"<[^<>]{0,500}>", "", html))


class ReadingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document = make_document(
            "Salt: A Ledger",
            slug="salt",
            publication="The Monitor",
            volume="19",
            issue="3",
            authors=["Ann Ek", "Bo Ur"],
            date=PartialDate(2021, 2),
        )
        cls.bo = make_actor("Bo Ur", kind="person")
        cls.herald = make_actor("Herald", kind="media")
        cls.kicker = make_block(
            cls.document, "Publication: The Monitor Volume: 19 Issue: 3", kind="kicker"
        )
        cls.heading = make_block(cls.document, "What <was> owed", kind="heading")
        cls.first = make_block(cls.document, "Bo Ur lent silver (Herald, May 2 2019). He did.")
        cls.second = make_block(cls.document, "It was paid (Herald, May 2 2019), said Bo Ur.")
        denial = "Bo Ur denies it (Herald, May 2 2019)."
        cls.note = make_footnote(cls.document, denial, at=cls.second)
        date = PartialDate(2019, 5, 2)
        cls.source = make_source("Herald", date=date, publisher_actor=cls.herald)
        cls.book = make_source(author="Ann Ek", title="Salt", date=PartialDate(month=3))
        cls.book.author_actors.add(make_actor("Ann Ek", kind="person"))
        note_block = cls.note.blocks.get()
        for block in (cls.first, cls.second, note_block):
            make_citation(cls.source, block, "(Herald, May 2 2019)")
            make_mention(cls.bo, block)
        make_mention(cls.herald, cls.first)
        make_mention(cls.bo, cls.heading, "owed")

    def page(self, **extra):
        response = self.client.get("/documents/salt/", **extra)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def test_the_text_stands_in_it_alone(self):
        text = re.search(r'<div id="text">(.*?)</div>\n', self.page(), re.DOTALL)[1]
        marker = '<a class="noteref" id="fnref-1-1"'
        self.assertIn(marker, text)
        blocks = [self.heading.text, self.first.text, self.second.text + "1"]
        self.assertEqual(words_of(text), "".join(blocks))

    def test_the_title_is_parted_and_the_publication_said_once(self):
        page = self.page()
        self.assertIn('Salt<span class="unseen">: </span><span class="subtitle">A Ledger', page)
        self.assertIn(f'<p class="kicker" id="b-{self.kicker.key}">The Monitor, volume 19', page)
        self.assertEqual(page.count("The Monitor"), 1)
        self.assertIn("Ann Ek and Bo Ur, February 2021", page)

    def test_no_word_of_a_kicker_is_lost(self):
        make_block(self.document, "Exclusive analysis", kind="kicker")
        page = self.page()
        self.assertIn("Exclusive analysis", page)
        self.assertIn("The Monitor, volume 19", page)

    def test_sources_count_as_they_are_first_cited_and_lead_back_to_each_place(self):
        late = make_block(self.document, "See Ann Ek, Salt.")
        make_citation(self.book, late, "Ann Ek, Salt")
        shown = article.load(self.document).sources
        self.assertEqual([source.row for source in shown], [self.source, self.book])
        places = [(place.anchor, place.words) for place in shown[0].places]
        expected = [("cite-1-1", "¶ 1"), ("cite-1-2", "¶ 2"), ("cite-1-3", "note 1")]
        self.assertEqual(places, expected)
        page = self.page()
        for anchor, words in expected:
            self.assertIn(f'id="{anchor}" href="#source-1"', page)
            self.assertIn(f'<a href="#{anchor}">{words}</a>', page)
        self.assertIn("March, year not given", page)

    def test_a_second_citing_in_one_paragraph_is_told_apart(self):
        make_citation(self.source, self.first, "He did")
        words = [place.words for place in article.load(self.document).sources[0].places]
        self.assertEqual(words[:2], ["¶ 1", "¶ 1 (2)"])

    def test_a_source_leads_to_the_actors_named_inside_its_citations(self):
        page = self.page()
        self.assertIn(self.source.get_absolute_url(), page)
        text, _, lists = page.partition('id="notes"')
        self.assertNotIn(self.herald.get_absolute_url(), text)
        self.assertIn(self.herald.get_absolute_url(), lists)

    def test_every_marker_of_a_note_has_its_way_back(self):
        FootnoteReference.objects.create(block=self.first, footnote=self.note, offset=5)
        page = self.page()
        for anchor in ("fnref-1-1", "fnref-1-2"):
            self.assertEqual(page.count(f'id="{anchor}"'), 1)
            self.assertEqual(page.count(f'href="#{anchor}"'), 1)

    def test_nothing_points_to_what_is_not_there_and_no_id_stands_twice(self):
        page = self.page()
        ids = re.findall(r'\sid="([^"]{1,80})"', page)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertLessEqual(set(re.findall(r'href="#([^"]{1,80})"', page)), set(ids))

    def test_it_has_no_inline_style_or_script_but_the_import_map(self):
        page = self.page()
        self.assertNotIn("<style", page)
        self.assertNotRegex(page, r"\sstyle=")
        inline = re.findall(r"<script(?![^>]{0,200} src=)[^>]{0,200}>(.*?)</script>", page)
        self.assertEqual(inline, [settings.IMPORT_MAP])

    def test_what_is_written_into_it_is_escaped(self):
        hostile = '<script>alert("1")</script>'
        document = make_document(f"{hostile}: {hostile}", slug="hostile", publication=hostile)
        block = make_block(document, f"{hostile} (x)")
        actor = make_actor(f"{hostile} actor", slug="hostile-actor")
        make_mention(actor, block, hostile)
        make_citation(make_source(hostile, title=hostile), block, "(x)")
        make_block(document, hostile, kind="heading")
        document.topics.add(hostile)
        for address in ("/documents/hostile/", "/", "/documents/"):
            self.assertNotIn("<script>alert", self.client.get(address).content.decode())

    def test_a_revision_keeps_text_notes_and_sources(self):
        html = article.text_html(self.document)
        for words in ("Bo Ur", "denies it", "Herald", 'id="text"', 'id="notes"', 'id="sources"'):
            self.assertIn(words, html)

    def test_it_names_every_row_it_shows(self):
        facts = article.load(self.document).facts
        expected = {
            f"document:{self.document.pk}",
            f"actor:{self.bo.pk}",
            f"actor:{self.herald.pk}",
            f"source:{self.source.pk}",
        }
        self.assertEqual(facts, expected)

    def test_notes_without_room_beside_the_text_stay_at_its_end(self):
        self.assertTrue(article.load(self.document).notes_stand_beside)
        for _ in range(3):
            make_footnote(self.document, "A very long note. " * 40, at=self.first, offset=3)
        self.assertFalse(article.load(self.document).notes_stand_beside)

    def test_a_document_of_headings_only_is_a_page(self):
        document = make_document("Bare", slug="bare")
        self.assertEqual(self.client.get("/documents/bare/").status_code, 200)
        make_block(document, "Only this", kind="heading")
        self.assertContains(self.client.get("/documents/bare/"), "Author and date not given")


class HidingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document = make_document("Open", slug="open")
        text = "Alpha met Beta (Gazette, 2020) and Gamma (Echo, 2021)."
        cls.block = make_block(cls.document, text)

    def test_only_what_is_accepted_is_shown(self):
        for state in ("proposed", "rejected"):
            actor = make_actor(f"Beta {state}", slug=f"beta-{state}")
            make_mention(actor, self.block, "Beta", state=state)
            make_citation(make_source(f"Gazette {state}"), self.block, "(Echo, 2021)", state=state)
        unsure = make_actor("Alpha", state="proposed")
        make_mention(unsure, self.block)
        page = self.client.get("/documents/open/").content.decode()
        self.assertNotIn("data-card=", page.partition("<template")[0])
        self.assertNotIn("/actors/alpha", page)
        self.assertNotIn('id="sources"', page)
        counted = contents.with_counts(Document.objects.filter(pk=self.document.pk)).get()
        self.assertEqual((counted.source_count, counted.actor_count), (0, 0))

    def test_an_unaccepted_publisher_is_words_without_a_link(self):
        unsure = make_actor("Gazette", state="proposed")
        source = make_source("Gazette", publisher_actor=unsure)
        source.author_actors.add(make_actor("Ghost", state="rejected"))
        make_citation(source, self.block, "(Gazette, 2020)")
        page = self.client.get("/documents/open/").content.decode()
        self.assertIn("Gazette", page)
        self.assertNotIn(unsure.get_absolute_url(), page)
        self.assertNotIn("/actors/ghost/", page)

    def test_a_draft_is_there_for_editors_only(self):
        draft = make_document("Secret plan", slug="plan", status="draft")
        make_block(draft, "Hidden words.")
        scheduled = make_document(
            "Tomorrow",
            slug="tomorrow",
            status="scheduled",
            publish_at=timezone.now() + datetime.timedelta(days=1),
        )
        never = self.client.get("/documents/never-was/").content
        for address in ("/documents/plan/", "/documents/tomorrow/"):
            response = self.client.get(address)
            self.assertEqual(response.status_code, 404)
            self.assertEqual(response.content, never)
        self.client.force_login(make_user())
        self.assertEqual(self.client.get("/documents/plan/").status_code, 404)
        self.client.force_login(make_user(is_staff=True))
        self.assertEqual(self.client.get("/documents/plan/").status_code, 404)
        self.client.force_login(make_editor("vera", "viewer"))
        for document in (draft, scheduled):
            response = self.client.get(document.get_absolute_url())
            self.assertContains(response, "Only editors see this page")
            self.assertIn("no-store", response["Cache-Control"])
            self.assertIn("private", response["Cache-Control"])
        for address in ("/", "/documents/", "/documents/?q=secret"):
            self.assertNotContains(self.client.get(address), "Secret plan")
            self.assertNotContains(self.client.get(address), "Tomorrow")

    def test_an_archived_document_is_read_with_a_banner_and_listed_nowhere(self):
        make_document("Old thing", slug="old", status="archived")
        self.assertContains(self.client.get("/documents/old/"), "Archived.")
        for address in ("/", "/documents/", "/documents/?q=old"):
            self.assertNotContains(self.client.get(address), "Old thing")

    def test_an_expired_document_is_gone(self):
        ago = timezone.now() - datetime.timedelta(days=1)
        make_document("Past", slug="past", publish_at=ago, expire_at=timezone.now())
        self.assertEqual(self.client.get("/documents/past/").status_code, 404)

    def test_a_public_page_is_the_same_bytes_for_everyone(self):
        anonymous = self.client.get("/documents/open/?v=1")
        self.client.force_login(make_user(is_staff=True))
        signed_in = self.client.get("/documents/open/?v=1")
        self.assertEqual(anonymous.content, signed_in.content)
        for response in (anonymous, signed_in):
            self.assertNotIn("Cookie", response.get("Vary", ""))
            self.assertFalse(response.cookies)

    def test_a_page_is_read_only(self):
        self.assertEqual(self.client.post("/documents/open/").status_code, 405)


class CostTests(TestCase):
    def grow(self, slug, size):
        document = make_document("Long", slug=slug)
        document.topics.add("Trade")
        for number in range(size):
            block = make_block(document, f"Actor{number} spoke (Paper{number}, 2020). More.")
            actor = make_actor(f"Actor{number}", slug=f"{slug}-actor-{number}")
            make_mention(actor, block)
            source = make_source(f"Paper{number}", author=f"Actor{number}", publisher_actor=actor)
            source.author_actors.add(actor)
            make_citation(source, block, f"(Paper{number}, 2020)")
            make_footnote(document, "A note.", at=block)
        return document

    def queries(self, address):
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(address)
        self.assertEqual(response.status_code, 200)
        return len(captured)

    def test_an_article_costs_the_same_at_any_length(self):
        short, long = self.grow("short", 1), self.grow("long", 40)
        for document in (short, long):
            with CaptureQueriesContext(connection) as captured:
                article.load(document)
            self.assertLessEqual(len(captured), 10)
        # ?v is no parameter of ours: it keeps the answer from being stored and read from store.
        costs = {self.queries(f"/documents/{slug}/?v=1") for slug in ("short", "long")}
        self.assertLessEqual(max(costs), MOST_QUERIES)
        self.assertEqual(len(costs), 1)

    def test_lists_cost_the_same_at_any_length(self):
        self.grow("one", 2)
        before = self.queries("/documents/?v=1"), self.queries("/?v=1")
        for number in range(8):
            self.grow(f"more-{number}", 2)
        after = self.queries("/documents/?v=1"), self.queries("/?v=1")
        self.assertEqual(before, after)
        self.assertLessEqual(max(after), MOST_QUERIES)


class ListTests(TestCase):
    def test_the_front_page_leads_with_the_newest_and_its_first_sentence(self):
        make_document("Earlier one", publish_at=timezone.now() - datetime.timedelta(days=9))
        lead = make_document("Newest: Of All", slug="newest")
        block = make_block(lead, "It burned in Rome (Herald, May 2 2019). Nobody came.")
        make_citation(make_source("Herald"), block, "(Herald, May 2 2019)")
        make_mention(make_actor("Rome"), block)
        response = self.client.get("/")
        self.assertContains(response, "It burned in Rome.</p>")
        self.assertContains(response, "1 source, 1 actor")
        self.assertContains(response, "Earlier one")
        self.assertContains(response, reverse("reader:actor", args=["rome"]))

    def test_a_site_without_documents_says_so(self):
        self.assertContains(self.client.get("/"), "Nothing is published yet")
        self.assertContains(self.client.get("/documents/"), "Nothing is published yet")

    def test_titles_are_found_whatever_their_case_and_accents(self):
        make_document("Škvorecký’s Café")
        make_document("Other")
        for words in ("skvoreckys", "CAFÉ", "cafe skvorecky"):
            response = self.client.get("/documents/", {"q": words})
            self.assertContains(response, "Café")
            self.assertNotContains(response, "Other")

    def test_nothing_found_says_so_and_offers_the_way_back(self):
        make_document("Other")
        for words in ("zzz", "’"):
            response = self.client.get("/documents/", {"q": words})
            self.assertContains(response, "No title has these words")
            self.assertNotContains(response, "Other")

    def test_a_query_has_a_limit(self):
        limit = settings.LIMIT_QUERY_CHARACTERS
        self.assertEqual(self.client.get("/documents/", {"q": "x" * limit}).status_code, 200)
        self.assertEqual(self.client.get("/documents/", {"q": "x" * (limit + 1)}).status_code, 400)

    def test_a_long_list_has_pages(self):
        size = settings.LIMIT_PAGE_SIZE
        for number in range(size + 1):
            at = timezone.now() - datetime.timedelta(minutes=number + 1)
            make_document(f"Title {number:03}", publish_at=at)
        first, last = self.client.get("/documents/"), self.client.get("/documents/?page=2")
        self.assertContains(first, "Title 000")
        self.assertNotContains(first, f"Title {size:03}")
        self.assertContains(first, "?page=2")
        self.assertContains(last, f"Title {size:03}")
        for page in ("99", "-1", "x", "0"):
            self.assertEqual(self.client.get(f"/documents/?page={page}").status_code, 200)

    def test_what_is_not_there_says_so_in_a_page_of_the_site(self):
        response = self.client.get("/documents/never/")
        self.assertContains(response, "Nothing stands at this address", status_code=404)
        self.assertContains(response, reverse("reader:document_list"), status_code=404)

    def test_a_broken_page_needs_neither_database_nor_request(self):
        with self.assertNumQueries(0):
            self.assertIn("could not be made", render_to_string("500.html"))
