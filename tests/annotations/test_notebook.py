"""The notebook: all of one's own, nothing of others, found and taken away."""

import csv
import datetime
import io

from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.models import Annotation, Membership
from annotations.notebook import PAGE_SIZE
from tests.annotations.rows import make_group, quote, tag, write
from tests.factories import make_actor, make_document, make_user

PAGE = "/me/annotations/"


class NotebookTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob = make_user("ada"), make_user("bob")
        cls.salt = make_document("The salt road", slug="salt", paragraphs=["Salt went north."])
        cls.iron = make_document("Iron", slug="iron", paragraphs=["Iron stayed."])
        cls.group = make_group("guild", cls.ada, cls.bob)

    def setUp(self):
        cache.clear()
        self.client.force_login(self.ada)

    def found(self, **query):
        """Return the bodies that the page shows."""
        answer = self.client.get(PAGE, query)
        self.assertEqual(answer.status_code, 200)
        return [row.body for row in answer.context["rows"]]

    def test_nobody_is_asked_to_sign_in(self):
        self.client.logout()
        self.assertRedirects(self.client.get(PAGE), f"/accounts/login/?next={PAGE}")

    def test_it_has_all_one_wrote_and_nothing_of_others(self):
        write(self.ada, self.salt, "public")
        write(self.ada, self.salt, "private", visibility="private")
        write(self.ada, self.iron, "group", visibility="group", group=self.group)
        write(self.ada, self.salt, "withheld", state="hidden", state_reason="Off the point")
        write(self.bob, self.salt, "bob’s public")
        write(self.bob, self.salt, "bob’s private", visibility="private")
        write(self.bob, self.iron, "bob’s group", visibility="group", group=self.group)
        write(self.ada, self.salt, "deleted", state="deleted", state_before="visible")
        self.assertEqual(self.found(), ["withheld", "group", "private", "public"])
        answer = self.client.get(PAGE)
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertContains(answer, "Off the point")
        self.assertContains(answer, "4 annotations")
        self.assertNotContains(answer, "bob’s")

    def test_what_one_wrote_in_a_group_goes_with_the_membership(self):
        write(self.ada, self.iron, "group", visibility="group", group=self.group)
        Membership.objects.filter(user=self.ada).delete()
        self.assertEqual(self.found(), [])
        self.assertNotContains(self.client.get(PAGE), "Guild")

    def test_each_filter_finds_its_own(self):
        actor = make_actor("Ada Marsh")
        first = write(self.ada, self.salt, "first", kind="question")
        second = write(self.ada, self.iron, "second", visibility="group", group=self.group)
        third = write(self.ada, self.iron, "third", visibility="private")
        write(self.ada, self.iron, "fourth", resolved_at=timezone.now())
        fifth = write(self.ada, self.iron, "fifth", state="waiting")
        first.actors.add(actor)
        tag(second, "Café")
        quote(third, "Iron stayed.", status="lost")
        quote(first, "Salt went north.")
        old = datetime.datetime(2020, 2, 29, 23, 59, tzinfo=datetime.UTC)
        Annotation.objects.filter(pk=fifth.pk).update(created_at=old)
        for query, expected in (
            ({"document": "salt"}, ["first"]),
            ({"group": "guild"}, ["second"]),
            ({"tag": "café"}, ["second"]),
            ({"tag": "CAFE"}, ["second"]),
            ({"actor": actor.slug}, ["first"]),
            ({"kind": "question"}, ["first"]),
            ({"state": "lost"}, ["third"]),
            ({"state": "resolved"}, ["fourth"]),
            ({"state": "waiting"}, ["fifth"]),
            ({"state": "withheld"}, []),
            ({"visibility": "private"}, ["third"]),
            ({"until": "2020-02-29"}, ["fifth"]),
            ({"until": "2020-02-28"}, []),
            ({"since": "2020-03-01", "document": "salt"}, ["first"]),
            ({"q": "north"}, ["first"]),
            ({"q": "SECOND"}, ["second"]),
            ({"q": "cafe"}, ["second"]),
            ({"q": "salt north"}, ["first"]),
            ({"q": "salt third"}, []),
            ({"document": "salt", "kind": "note"}, []),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found(**query), expected)

    def test_letters_of_every_script_are_found_whatever_their_case(self):
        write(self.ada, self.salt, "ŠKVORECKÝ wrote ΑΘΗΝΑ")
        for word in ("škvorecký", "Αθηνα", "wrote"):
            self.assertEqual(len(self.found(q=word)), 1, word)

    def test_ten_words_in_two_hundred_characters_are_looked_for_and_no_more(self):
        words = [f"w{number}" for number in range(10)]
        write(self.ada, self.salt, " ".join(words))
        write(self.ada, self.salt, "x" * 200)
        for asked, number in (
            (words, 1),
            ([*words[:9], "absent"], 0),
            ([*words, "absent"], 1),  # the eleventh
            ([*words, *["absent"] * 5000], 1),
            (["x" * 200], 1),
            (["x" * 200 + "y"], 1),  # the last character is not read
            (["x" * 199 + "y"], 0),
            (["x" * 100_000], 1),
        ):
            with self.subTest(asked=len(asked), first=len(asked[0])):
                self.assertEqual(len(self.found(q=" ".join(asked))), number)

    def test_signs_of_patterns_are_only_signs(self):
        write(self.ada, self.salt, "a.b (c) [d] 100% \\w+ e_f")
        for word in ("a.b", "(c)", "[d]", "100%", "\\w+", "e_f"):
            self.assertEqual(len(self.found(q=word)), 1, word)
        for word in ("axb", ".*", "^a", "e%f", "x|a"):
            self.assertEqual(len(self.found(q=word)), 0, word)

    def test_what_cannot_be_a_filter_finds_nothing_and_breaks_nothing(self):
        write(self.ada, self.salt, "one")
        for query in (
            {"since": "yesterday"},
            {"until": "9999-12-31x"},
            {"state": "'"},
            {"kind": "x" * 999},
            {"document": "a\0b"},
            {"tag": "\ud800".encode("utf-8", "surrogatepass")},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.found(**query), [])
        for after in ("x", "20200101T000000.000000-", "99999999T999999.999999-1", "\0", "1" * 999):
            self.assertEqual(self.found(after=after), ["one"], after)
        self.assertEqual(self.found(until="9999-12-31"), ["one"])

    def test_pages_go_on_where_one_was_whatever_is_written_meanwhile(self):
        rows = [write(self.ada, self.salt, f"{n}") for n in range(PAGE_SIZE + 3)]
        Annotation.objects.update(created_at=timezone.now())  # at one moment
        first = self.client.get(PAGE, {"document": "salt"})
        write(self.ada, self.salt, "meanwhile")
        second = self.client.get(first.context["following"])
        seen = [row.pk for answer in (first, second) for row in answer.context["rows"]]
        self.assertEqual(seen, [row.pk for row in reversed(rows)])
        self.assertEqual(second.context["following"], "")

    def test_it_costs_the_same_however_much_there_is(self):
        costs = []
        for _ in range(2):
            for number in range(4):
                row = write(self.ada, self.salt, f"{number}")
                quote(row, "Salt")
                tag(row, "trade", f"t{number}")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(PAGE)
            costs.append(len(queries))
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[0], 14)

    def test_markup_is_cleaned_or_text(self):
        row = write(self.ada, self.salt, "x")
        quote(row, "<img src=x onerror=alert(1)>")
        tag(row, "<script>alert(1)</script>")
        page = self.client.get(PAGE).content.decode()
        self.assertNotIn("<img src=x", page)
        self.assertNotIn("<script>alert", page)


class ExportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")
        cls.salt = make_document("The *salt* road", slug="salt", paragraphs=["Salt went north."])
        row = write(cls.ada, cls.salt, "=HYPERLINK(1)", visibility="private")
        quote(row, "@Salt went\nnorth.")
        tag(row, "+trade", "b")
        write(make_user("bob"), cls.salt, "bob’s")
        write(cls.ada, make_document("Iron", slug="iron"), "On iron")

    def setUp(self):
        cache.clear()
        self.client.force_login(self.ada)

    def take(self, form, query=""):
        return self.client.post(f"{PAGE}export/{query}", {"format": form})

    def test_no_cell_of_the_table_is_a_formula(self):
        answer = self.take("csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        self.assertEqual(len(rows), 2)
        mine = rows[1]
        self.assertEqual(mine["body"], "'=HYPERLINK(1)")
        self.assertEqual(mine["quotes"], "'@Salt went\nnorth.")
        self.assertEqual(mine["tags"], "'+trade, b")
        self.assertTrue(mine["address"].startswith("http://testserver/annotations/"))

    def test_markdown_has_a_heading_for_each_document(self):
        text = self.take("md").content.decode()
        self.assertIn("# The \\*salt\\* road\n\n> @Salt went\n> north.\n\n=HYPERLINK(1)\n", text)
        self.assertLess(text.index("# Iron"), text.index("# The"))

    def test_json_ld_is_as_the_door_answers(self):
        answer = self.take("jsonld")
        said = answer.json()
        self.assertEqual(said["type"], "AnnotationPage")
        bodies = [item["body"][0]["value"] for item in said["items"]]
        self.assertEqual(bodies, ["On iron", "=HYPERLINK(1)"])

    def test_the_file_has_what_was_found(self):
        for form in ("md", "csv", "jsonld"):
            text = self.take(form, "?document=iron").content.decode()
            self.assertIn("On iron", text)
            self.assertNotIn("HYPERLINK", text)
            self.assertNotIn("bob", text)

    def test_it_is_a_private_file(self):
        answer = self.take("md")
        self.assertIn("attachment", answer["Content-Disposition"])
        self.assertIn("no-store", answer["Cache-Control"])

    def test_six_an_hour_and_not_a_seventh(self):
        codes = [self.take("csv").status_code for _ in range(7)]
        self.assertEqual(codes, [200] * 6 + [429])

    def test_other_formats_are_not_there(self):
        self.assertEqual(self.take("exe").status_code, 404)
        self.assertEqual(self.client.get(f"{PAGE}export/").status_code, 405)
