"""What is offered while one types, and actors linked by @: nothing that the asker may not see."""

from django.test import TestCase

from annotations.formats.body import MOST_CALLED, names_called, to_html
from annotations.models import Annotation, Tag
from tests.annotations.factories import make_annotation, make_group
from tests.factories import (
    make_actor,
    make_block,
    make_document,
    make_mention,
    make_topic,
    make_user,
)

KHAZALI = "/actors/qais-al-khazali/"


class OfferTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob, cls.eve = make_user("ada"), make_user("bob"), make_user("eve")
        cls.group = make_group(
            "Circle", slug="circle", kind="open", owner=cls.ada, members=[cls.bob]
        )
        cls.document = make_document("Bells", slug="bells", paragraphs=["The tower burned."])
        cls.block = cls.document.blocks.get()

    def offers(self, user, query, of="tags", status=200):
        if user:
            self.client.force_login(user)
        answer = self.client.get(f"/annotations/offers/?of={of}&{query}")
        self.assertEqual(answer.status_code, status)
        self.assertEqual(answer["Cache-Control"], "private, no-store")
        return [offer["words"] for offer in answer.json()["offers"]] if status == 200 else None

    def tagged(self, creator, *tags, **more):
        return make_annotation(creator, self.document, tags=tags, **more)

    def test_tags_of_what_one_may_not_read_are_not_offered(self):
        self.tagged(self.bob, "secret private", visibility="private")
        self.tagged(self.ada, "secret inside", group=self.group)
        self.tagged(self.ada, "secret hidden", state="hidden")
        self.tagged(self.ada, "secret deleted", state="deleted")
        self.group.vocabulary.set(Tag.called(["secret word"]))
        self.tagged(self.ada, "secret open")
        here = "q=secret&document=bells&group=circle"
        self.assertEqual(self.offers(self.eve, here), ["secret open"])
        self.assertEqual(
            self.offers(self.bob, here),
            ["secret word", "secret private", "secret inside", "secret open"],
        )
        draft = make_document("Draft", slug="draft", status="draft")
        make_annotation(self.ada, draft, tags=["secret draft"])
        self.assertEqual(self.offers(self.eve, "q=secret&document=draft"), [])

    def test_tags_are_found_by_any_word_whatever_its_case_and_accents(self):
        self.tagged(self.ada, "Zürich café")
        for typed in ("zur", "CAFE", "Zürich c"):
            self.assertEqual(self.offers(self.ada, f"q={typed}"), ["Zürich café"])
        self.assertEqual(self.offers(self.ada, "q=urich"), [])
        self.tagged(self.ada, "zurich CAFÉ")  # another spelling is the same tag
        self.assertEqual(self.offers(self.bob, "q=zur&document=bells"), ["Zürich café"])

    def test_topics_and_actors_are_offered_as_tags_and_proposals_are_not(self):
        known, proposed = make_actor("Salt Guard"), make_actor("Salt Band", state="proposed")
        block = make_block(self.document, "Salt Guard met Salt Band.")
        make_mention(known, block, "Salt Guard")
        make_mention(proposed, block, "Salt Band")
        make_topic("Salt roads", of=[self.document])
        make_topic("Salt plans", of=[make_document("Draft", status="draft")])
        self.assertEqual(self.offers(self.ada, "q=salt"), ["Salt roads", "Salt Guard"])
        self.assertEqual(self.offers(self.ada, "q=salt", of="actors"), ["Salt Guard"])

    def test_at_most_eight_are_offered_in_so_many_queries(self):
        for number in range(20):
            self.tagged(self.ada, f"bell {number:02}", visibility="private")
        self.client.force_login(self.ada)
        query = "of=tags&q=bell&document=bells&group=circle"
        with self.assertNumQueries(8):  # session, user, rights, own groups, group, three of tags
            found = self.client.get(f"/annotations/offers/?{query}")
        self.assertEqual(len(found.json()["offers"]), 8)

    def test_only_who_is_signed_in_asks_and_odd_questions_are_refused_or_empty(self):
        self.offers(None, "q=a", status=401)
        self.offers(self.ada, "q=a", of="people", status=400)
        for typed in ("%00", "%25", "_", "'\"<", "a" * 5000, ","):
            self.assertEqual(self.offers(self.ada, f"q={typed}"), [])
            self.offers(self.ada, f"q={typed}", of="actors")
        self.assertEqual(self.client.post("/annotations/offers/").status_code, 405)


class ActorLinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")
        cls.document = make_document("Bells", slug="bells")
        cls.block = make_block(cls.document, "Qais al-Khazali met Red Band and Red Band met.")
        cls.khazali = make_actor(
            "Qais al-Khazali", slug="qais-al-khazali",
            names=[("al-Khazali", "short"), ("the Sheikh", "weak")],
        )  # fmt: skip
        make_mention(cls.khazali, cls.block, "Qais al-Khazali")

    def write(self, body, status=302, **more):
        self.client.force_login(self.ada)
        fields = {"body": body, "audience": "public", "key": body[:50], "kind": "note", **more}
        answer = self.client.post(
            "/documents/bells/annotations/new/", fields, headers={"Accept": "text/html"}
        )
        self.assertEqual(answer.status_code, status)
        return Annotation.objects.latest("pk")

    def test_a_name_behind_an_at_sign_is_linked_and_the_actor_is_known(self):
        for body, words in (
            ("Ask @al-Khazali.", "@al-Khazali"),
            ("(@Qais al-Khazali said so)", "@Qais al-Khazali"),
            ("*@AL KHAZALI’s* word", "@AL KHAZALI"),
        ):
            row = self.write(body)
            self.assertIn(f'<a href="{KHAZALI}" rel="nofollow ugc noopener">{words}</a>', row.html)
            self.assertEqual(row.body, body)
            self.assertEqual(list(row.actors.all()), [self.khazali])

    def test_what_is_picked_is_a_markdown_link_and_the_actor_is_known(self):
        row = self.write(f"See [@al-Khazali]({KHAZALI}) and [x](/actors/nobody/) [y](/admin/)")
        self.assertEqual(row.html.count("<a href="), 3 - 1)
        self.assertNotIn("/admin/", row.html.replace("[y](/admin/)", ""))
        self.assertEqual(list(row.actors.all()), [self.khazali])

    def test_what_is_unsure_or_no_name_is_not_linked(self):
        other = make_actor("Badr al-Khazali", names=[("Khazali", "short")])
        make_mention(other, self.block, "Red Band")
        third = make_actor("Red Band", state="proposed")
        make_mention(third, self.block, "Red Band", start=33)
        make_actor("Khazali", names=[])
        for body in (
            "@the Sheikh", "@Red Band", "a@al-Khazali.org", "`@al-Khazali`", "@nobody", "@",
            "[@al-Khazali](https://e.org/)", "https://e.org/@al-Khazali",
        ):  # fmt: skip
            row = self.write(body)
            self.assertNotIn("/actors/", row.html, body)
            self.assertFalse(row.actors.exists())

    def test_a_name_that_two_actors_have_links_neither(self):
        other = make_actor("Other", names=[("al-Khazali", "short")])
        make_mention(other, self.block, "Red Band")
        self.assertNotIn("/actors/", self.write("@al-Khazali").html)

    def test_who_is_no_longer_named_is_no_longer_linked(self):
        row = self.write("@al-Khazali")
        self.client.post(
            f"{row.get_absolute_url()}edit/",
            {"body": "Nobody", "audience": "public", "version": row.version, "kind": "note"},
            headers={"Accept": "text/html"},
        )
        row.refresh_from_db()
        self.assertEqual((row.body, row.actors.count()), ("Nobody", 0))

    def test_a_feed_has_the_whole_address(self):
        self.write("@al-Khazali")
        self.assertContains(self.client.get("/feeds/documents/bells.atom"),
                            f"http://testserver{KHAZALI}")  # fmt: skip

    def test_hostile_names_run_nothing_and_few_are_asked_for(self):
        table = {"x": "javascript:alert(1)", "y": '/actors/"onclick=/'}
        for source in ("@x", "@y", "@<b>x</b>", '@x"><script>'):
            made = to_html(source, actors=table)
            self.assertNotIn("<script", made)
            self.assertNotIn("href", made)
        self.assertEqual(len(names_called("@a b c d e f " * 100)), 5)


def test_no_more_names_of_a_body_are_linked_than_are_looked_up():
    words = "\n\n".join(["@Sadr left."] * (MOST_CALLED + 1))
    html = to_html(words, actors={"sadr": "/actors/sadr/"})
    assert html.count('<a href="/actors/sadr/"') == MOST_CALLED
    assert html.endswith("<p>@Sadr left.</p>")
