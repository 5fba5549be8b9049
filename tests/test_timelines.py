"""Time lines: dated sentences in order of time, of a document and of an actor."""

from types import SimpleNamespace

from django.test import TestCase

from reader.timeline import LOWEST, picture_of
from tests.counting import queries_of
from tests.factories import (
    make_actor,
    make_block,
    make_document,
    make_event,
    make_footnote,
    make_mention,
    make_user,
)
from tests.forms import fields_of

TEXT = "In 1999 the Old Mill burned. By May 2003 it stood again. On 4 June Ada Grey left."
SENTENCES = [(0, 28), (29, 56), (57, 81)]


def make_story(title="The Burning: A Report", **fields):
    """Make a document with three dated sentences, told out of order, and one in a note."""
    document = make_document(title, **fields)
    block = make_block(document, TEXT)
    for words, date, reason, (start, end) in [
        ("May 2003", "2003-05", "", SENTENCES[1]),
        ("1999", "1999", "", SENTENCES[0]),
        ("4 June", "2003-06-04", "the June nearest to May 2003", SENTENCES[2]),
    ]:
        make_event(
            block, words, date=date, inferred_reason=reason, sentence_start=start, sentence_end=end
        )
    note = make_footnote(document, "Some say since the 1980s.", at=block).blocks.get()
    make_event(note, "the 1980s", date="198X/..")
    return document, block


class DocumentTimelineTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document, cls.block = make_story(slug="the-burning")
        cls.mill = make_actor("Old Mill")
        make_mention(cls.mill, cls.block)
        cls.hidden = make_event(cls.block, "burned", date="2010", state="proposed")
        make_event(cls.block, "again", date="2011", state="rejected")

    def page(self, address="/documents/the-burning/timeline/"):
        return self.client.get(address)

    def test_sentences_come_in_order_of_time_with_their_dates_and_places(self):
        html = self.page().content.decode()
        shown = ["from the 1980s", "1999", "May 2003", "4 June [2003]"]
        places = [html.index(f">{words}</span>") for words in shown]
        self.assertEqual(places, sorted(places))
        self.assertInHTML("In <b>1999</b> the Old Mill burned.", html)
        place = f'<a href="/documents/the-burning/#b-{self.block.key}"><span class="place">¶ 1<'
        self.assertIn(place, html)
        self.assertIn("Year inferred: the June nearest to May 2003", html)

    def test_each_sentence_leads_to_the_actors_it_names(self):
        self.assertContains(self.page(), '<a href="/actors/old-mill/">Old Mill</a>', count=1)

    def test_the_picture_says_what_it_shows_and_numbers_the_list(self):
        response = self.page()
        self.assertContains(response, "4 dated events, 1980 to 2003; listed below")
        self.assertContains(response, '<text class="no"', count=4)

    def test_what_is_proposed_or_rejected_is_not_there(self):
        self.assertContains(self.page(), "4 dated sentences")
        self.assertNotContains(self.page(), "2010")
        self.assertNotContains(self.page(), "2011")

    def test_a_draft_has_none_for_readers(self):
        make_story("A draft", slug="draft", status="draft")
        self.assertEqual(self.page("/documents/draft/timeline/").status_code, 404)
        self.client.force_login(make_user("ed", is_staff=True, is_superuser=True))
        response = self.page("/documents/draft/timeline/")
        self.assertContains(response, "4 dated sentences")
        self.assertEqual(response["Cache-Control"], "private, no-store")

    def test_a_document_without_dates_says_so(self):
        make_document("Timeless", slug="timeless", paragraphs=["Nothing is dated."])
        self.assertContains(
            self.page("/documents/timeless/timeline/"), "No sentence of this document is dated."
        )

    def test_it_costs_the_same_at_any_length(self):
        few, _ = queries_of(self.client, "/documents/the-burning/timeline/")
        for number in range(40):
            block = make_block(self.document, f"In 18{number + 10} the Old Mill stood.")
            make_mention(self.mill, block)
            make_event(block, f"18{number + 10}", date=f"18{number + 10}")
        many, response = queries_of(self.client, "/documents/the-burning/timeline/")
        self.assertContains(response, "44 dated sentences")
        self.assertNotContains(response, '<text class="no"')
        self.assertEqual(many, few)
        self.assertLessEqual(many, 9)

    def test_what_was_reckoned_says_from_what(self):
        make_event(self.block, "Ada", date="2003-06-05?", inferred_reason="“a day later”, told")
        response = self.page()
        self.assertContains(response, '<span class="when">[5 June 2003]</span>')
        self.assertContains(response, "Date reckoned: “a day later”, told")

    def test_a_date_put_right_by_hand_takes_its_place(self):
        self.client.force_login(make_user("ed", is_staff=True, is_superuser=True))
        event = self.block.events.get(date="1999")
        address = f"/admin/reader/event/{event.pk}/change/"
        posted = fields_of(self.client.get(address).content.decode())
        refused = self.client.post(address, posted | {"date": "in 2010"})
        self.assertContains(refused, "Write a date as 2020-11-03")
        answer = self.client.post(address, posted | {"date": "2010-35"})
        self.assertEqual(answer.status_code, 302)
        html = self.page().content.decode()
        self.assertLess(html.index("4 June [2003]"), html.index("third quarter of 2010"))

    def test_a_decision_changes_the_stored_page(self):
        self.page()
        self.client.force_login(make_user("ed", is_staff=True, is_superuser=True))
        address = f"/admin/reader/event/{self.hidden.pk}/change/"
        posted = fields_of(self.client.get(address).content.decode())
        answer = self.client.post(address, posted | {"state": "accepted"})
        self.assertEqual(answer.status_code, 302)
        self.assertContains(self.page(), "5 dated sentences")


class ActorTimelineTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.mill = make_actor("Old Mill")
        cls.document, cls.block = make_story(slug="the-burning")
        make_mention(cls.mill, cls.block)

    def test_an_actors_page_has_the_dated_sentences_that_name_it(self):
        response = self.client.get("/actors/old-mill/")
        self.assertContains(response, '<h2 id="dates">Dates</h2>')
        self.assertContains(response, '<span class="when">1999</span>')
        self.assertNotContains(response, "May 2003</span>")
        self.assertNotContains(response, "All dates with")

    def test_dates_in_drafts_are_not_there(self):
        _, block = make_story("A draft", status="draft")
        make_mention(self.mill, block)
        response = self.client.get("/actors/old-mill/timeline/")
        self.assertContains(response, "1 dated sentence")
        self.assertContains(response, '<span class="when">1999</span>', count=1)

    def test_more_dates_than_fit_are_on_pages_of_their_own(self):
        for number in range(60):
            block = make_block(self.document, f"In {1800 + number} the Old Mill stood.")
            make_mention(self.mill, block)
            make_event(block, str(1800 + number), date=str(1800 + number))
        page = self.client.get("/actors/old-mill/")
        self.assertContains(page, '<span class="when">', count=12)
        self.assertContains(page, 'href="/actors/old-mill/timeline/"')
        second = self.client.get("/actors/old-mill/timeline/?page=2")
        self.assertContains(second, "61 dated sentences, page 2 of 2")
        self.assertContains(second, '<ol class="dates" start="51">')
        queries, _ = queries_of(self.client, "/actors/old-mill/")
        self.assertLessEqual(queries, 15)

    def test_an_actor_nobody_may_see_has_no_time_line(self):
        hidden = make_actor("Hidden", state="proposed")
        make_mention(hidden, self.block, "burned")
        self.assertEqual(self.client.get("/actors/hidden/timeline/").status_code, 404)
        self.assertEqual(self.client.get("/actors/nobody/timeline/").status_code, 404)


def test_a_stem_without_a_figure_stands_below_the_figures_of_others():
    dates = ["1980", *(f"2020-11-{day:02}" for day in range(1, 9)), "2021"]
    picture = picture_of([SimpleNamespace(date=date) for date in dates])
    tops = {stem.number: stem.top for stem in picture.stems}
    assert [stem.number for stem in picture.stems].count(0) == 6
    assert tops[0] == LOWEST > tops[3]


def test_what_has_no_known_end_reaches_to_the_edge_of_the_picture_and_says_so():
    dates = ["../2001", "2003-05-01", "2010/2012", "2012/.."]
    until, day, between, since = picture_of([SimpleNamespace(date=date) for date in dates]).stems
    assert (until.reach[0], until.is_open) == ("0.00%", True)
    assert (day.reach, day.is_open) == (None, False)
    assert (between.reach[0], between.is_open) == (between.x, False)
    assert (since.reach, since.is_open) == ((since.x, "100.00%"), True)


def test_figures_that_would_touch_on_a_narrow_screen_stand_above_each_other():
    dates = ["2000", "2000-07", "2010"]
    tops = [stem.top for stem in picture_of([SimpleNamespace(date=date) for date in dates]).stems]
    assert tops[0] > tops[1]
    assert tops[2] == LOWEST
