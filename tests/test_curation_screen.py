"""The curation screen: what it shows, to whom, at what cost, and what its forms do."""

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.actions.curation import Seen, decide
from reader.actions.documents import apply, plan_document
from reader.actions.queues import Answer, OutsideCase, register, unregister
from reader.models import (
    Actor,
    Citation,
    Document,
    EditorialAct,
    Evidence,
    Mention,
    Name,
    Relation,
    State,
)
from reader.registry import load_registry
from tests.factories import (
    make_actor,
    make_citation,
    make_document,
    make_event,
    make_footnote,
    make_mention,
    make_relation,
    make_source,
    make_user,
)
from tests.forms import fields_of
from tests.test_curation import everything


def make_curator(username, *rights):
    user = make_user(username, is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    return user


class Screen(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann = make_curator("ann", "curate", "read_drafts")
        cls.bob = make_curator("bob", "curate", "read_drafts")
        cls.document = make_document(
            "On Sadr",
            slug="sadr",
            paragraphs=[
                "Muqtada Sadr met the Sadr clergy. Sadr left in May 2019 (Daily Bell).",
                "The Kut Guard stayed. Sadr came back to Kut.",
            ],
        )
        cls.block, cls.second = cls.document.blocks.order_by("position")
        make_footnote(cls.document, "Said Sadr.", at=cls.second)
        cls.sadr = make_actor("Muqtada Sadr", kind="person", names=[("Sadr", "short")])
        cls.father = make_actor("Mohammad Sadr", kind="person", names=[("Sadr", "short")])
        cls.guard = make_actor("Kut Guard", state="proposed")
        cls.guard.names.update(state="proposed")
        cls.full = make_mention(cls.sadr, cls.block)
        low = {"state": "proposed", "method": "short name", "confidence": 0.4}
        cls.clergy = make_mention(cls.sadr, cls.block, "Sadr", start=21, **low)
        cls.left = make_mention(cls.sadr, cls.block, "Sadr", start=34, **low)
        cls.back = make_mention(cls.sadr, cls.second, "Sadr", start=22, **low)
        cls.kut = make_mention(cls.guard, cls.second, state="proposed", confidence=0.6)
        cls.event = make_event(cls.block, "May 2019", date="2019-05", state="proposed")
        cls.bell = make_source("Daily Bell")
        cls.citation = make_citation(None, cls.block, "(Daily Bell)", state="proposed")
        cls.citation.candidates.add(cls.bell)

    def setUp(self):
        self.browser, self.other = Client(), Client()
        self.browser.force_login(self.ann)
        self.other.force_login(self.bob)
        self.here = reverse("admin:desk_curation", args=["sadr"])

    def open(self, row=None, browser=None, **query):
        query |= {"case": f"{row._meta.model_name}-{row.pk}"} if row else {}
        return (browser or self.browser).get(self.here, query)

    def post(self, row, answer, browser=None, page=None, **more):
        """Press a button of the case's card, as the page has it."""
        page = page or self.open(row, browser)
        form = fields_of(page.content.decode())
        row_fields = {
            "case": f"{row._meta.model_name}-{row.pk}",
            "version": page.context["card"].case.row.version,
            "alike": page.context["card"].digest,
            "then": page.context["then"],
            "shown": form.get("shown", ""),
        }
        address = reverse("admin:desk_curation_decide", args=["sadr"])
        return (browser or self.browser).post(
            address, {**row_fields, "answer": answer, **more}, follow=True
        )

    def states(self, *rows):
        return [type(row).objects.get(pk=row.pk).state for row in rows]


class ViewTests(Screen):
    def test_every_state_is_told_by_form_and_overlapping_findings_are_links_that_do_not_nest(self):
        make_mention(make_actor("Kut"), self.second, "Kut", start=4)
        Mention.objects.filter(pk=self.left.pk).update(state="rejected")
        html = self.open().content.decode()
        for looks in (
            's mention accepted" id=',
            's mention rejected" id=',
            's citation proposed" id=',
            's event proposed" id=',
            's mention proposed cut" id=',
        ):
            self.assertIn(looks, html)
        text = html[html.index('id="desk-text"') : html.index("</section>")]
        depth = 0
        for part in text.split("<")[1:]:
            depth += part.startswith("a ") - part.startswith("/a>")
            self.assertIn(depth, (0, 1))

    def test_cases_come_in_order_of_doubt_with_what_belongs_together(self):
        shown = [case.key for case in self.open().context["screen"].shown]
        keys = [f"mention-{row.pk}" for row in (self.clergy, self.left, self.back)]
        keys += [f"actor-{self.guard.pk}", f"mention-{self.kut.pk}"]
        self.assertEqual(shown[:5], keys)

    def test_a_card_gives_reasons_on_both_sides_and_what_else_fits(self):
        page = self.open(self.clergy)
        self.assertContains(page, "“Muqtada Sadr” in ¶ 1")
        self.assertContains(page, "“clergy” follows")
        self.assertContains(page, "Mohammad Sadr")
        self.assertContains(page, "short name")
        self.assertContains(page, "0.40")

    def test_the_screen_costs_a_fixed_number_of_queries(self):
        def cost(row):
            self.open(row)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(self.open(row).status_code, 200)
            return len(queries)

        few = [cost(row) for row in (self.clergy, self.guard, self.citation)]
        words = " ".join(f"Sadr {number}" for number in range(300))
        block = self.document.blocks.create(text=words, position=9)
        at = 0
        for number in range(300):
            make_mention(self.sadr, block, "Sadr", start=at, state="proposed", confidence=0.9)
            at += len(f"Sadr {number} ")
        many = [cost(row) for row in (self.clergy, self.guard, self.citation)]
        self.assertEqual(few, many)
        self.assertLessEqual(max(many), 25)

    def test_a_draft_and_what_is_proposed_are_on_no_public_page(self):
        self.assertNotContains(self.client.get(self.document.get_absolute_url()), "Kut Guard</a>")
        Document.objects.update(status="draft", publish_at=None)
        self.assertEqual(self.client.get(self.here).status_code, 302)
        self.assertEqual(self.browser.get("/admin/desk/documents/nothing/").status_code, 404)

    def test_it_leads_to_the_likely_pairs_among_the_documents_actors(self):
        self.assertContains(self.open(self.clergy), "/admin/desk/duplicates/actor/?document=sadr")

    def test_who_may_only_look_gets_no_button_and_decides_nothing(self):
        viewer = Client()
        viewer.force_login(make_curator("eve", "read_drafts"))
        page = self.open(self.clergy, viewer)
        self.assertNotContains(page, 'data-key="a"')
        self.assertNotContains(page, "/decide/")
        self.assertNotContains(page, "/duplicates/")
        for name in ("decide", "give", "undo", "words"):
            address = reverse(f"admin:desk_curation_{name}", args=["sadr"])
            self.assertEqual(viewer.post(address).status_code, 403, name)
        self.assertEqual(self.states(self.clergy), ["proposed"])

    def test_cases_of_other_rooms_are_shown_with_their_answers(self):
        class Margins:
            def cases(self, document, user):
                take = Answer("Take it <back>", "/there/", fields=(("id", "1"),), asks="Why")
                yield OutsideCase("margin-1", "lost annotation", "A lost one", "old", (take,))

            def waiting(self, user):
                return ()

        margins = Margins()
        register(margins)
        self.addCleanup(unregister, margins)
        self.assertContains(self.open(), "Take it &lt;back&gt;")

    def test_nothing_that_is_sent_breaks_the_screen(self):
        for query in (
            {"case": "x-1"},
            {"kind": "z", "state": "'", "actor": "٣", "block": "<"},
            {"other": "1", "q": "\x00'%"},
            {"case": "mention-9999999999999999999"},
        ):
            self.assertLess(self.browser.get(self.here, query).status_code, 500)
        for name in ("decide", "give", "undo", "words"):
            address = reverse(f"admin:desk_curation_{name}", args=["sadr"])
            mine = {"case": f"mention-{self.clergy.pk}", "version": "1"}
            for posted in (
                {},
                {"case": "user-1", "version": "1", "answer": "accept"},
                {"case": "mention-1", "version": "x" * 50, "answer": "accept"},
                mine | {"answer": "eat", "to": "9" * 30, "act": "-1", "quote": "\x00"},
                mine | {"name": "\x00a", "kind": "z", "quote": "Sadr", "start": "99999"},
            ):
                answer = self.browser.post(address, posted)
                self.assertIn(answer.status_code, (409, 422), (name, posted))


class DecideTests(Screen):
    def test_a_decision_leads_to_the_next_case_and_says_what_was_done(self):
        page = self.post(self.clergy, "reject")
        self.assertEqual(self.states(self.clergy), ["rejected"])
        self.assertEqual(page.context["card"].case.row, self.left)
        self.assertContains(page, "Rejected “Sadr” as Muqtada Sadr.")

    def test_unsure_leaves_the_queue_until_it_is_asked_for(self):
        self.post(self.clergy, "unsure")
        shown = [case.row for case in self.open().context["screen"].shown]
        self.assertNotIn(self.clergy, shown)
        aside = [case.row for case in self.open(state="unsure").context["screen"].shown]
        self.assertEqual(aside, [self.clergy])
        self.post(self.clergy, "ask")
        self.assertIn(self.clergy, [case.row for case in self.open().context["screen"].shown])

    def test_the_same_everywhere_decides_what_the_page_counted(self):
        self.post(self.clergy, "accept-alike")
        states = self.states(self.clergy, self.left, self.back, self.kut)
        self.assertEqual(states, ["accepted", "accepted", "accepted", "proposed"])

    def test_an_actor_is_accepted_with_all_that_names_it_here(self):
        self.post(self.guard, "accept-alike")
        self.assertEqual(self.states(self.guard, self.kut), ["accepted", "accepted"])
        self.assertEqual(self.guard.names.get().state, "accepted")

    def test_a_bulk_decision_covers_exactly_what_the_filter_shows(self):
        address = reverse("admin:desk_curation_decide", args=["sadr"]) + "?method=short+name"
        page = self.open(method="short name")
        posted = {"answer": "accept-shown", "shown": page.context["digest"]}
        self.assertEqual(self.browser.post(address, posted).status_code, 302)
        states = self.states(self.clergy, self.left, self.back, self.kut, self.event)
        self.assertEqual(states, ["accepted"] * 3 + ["proposed"] * 2)

    def test_a_bulk_decision_is_refused_when_the_list_has_changed(self):
        page = self.open(kind="mention")
        posted = {"answer": "accept-shown", "shown": page.context["digest"]}
        self.post(self.left, "reject", self.other)
        address = reverse("admin:desk_curation_decide", args=["sadr"]) + "?kind=mention"
        refused = self.browser.post(address, posted)
        self.assertContains(refused, "the list has changed", status_code=409)
        self.assertContains(refused, "It holds 3 now", status_code=409)
        self.assertEqual(self.states(self.clergy, self.left), ["proposed", "rejected"])

    def test_of_two_editors_at_one_case_the_second_is_told(self):
        page = self.open(self.clergy)
        self.post(self.clergy, "reject", self.other)
        refused = self.post(self.clergy, "accept", page=page)
        words = "Someone was faster: the mention is rejected by bob now."
        self.assertContains(refused, words, status_code=409)
        self.assertEqual(self.states(self.clergy), ["rejected"])

    def test_undo_brings_back_everything_also_after_reload_and_only_once(self):
        before = everything()
        self.post(self.guard, "accept-alike")
        address = reverse("admin:desk_curation_undo", args=["sadr"])
        act = self.open().context["last"]
        page = self.browser.post(address, {"act": act.pk}, follow=True)
        self.assertContains(page, "Undid “accepted")
        self.assertEqual(everything(), before)
        self.assertEqual(self.browser.post(address, {"act": act.pk}).status_code, 422)

    def test_undo_is_refused_clearly_when_someone_changed_the_row_since(self):
        self.post(self.clergy, "accept")
        act = self.open().context["last"]
        self.post(self.clergy, "reject", self.other)
        address = reverse("admin:desk_curation_undo", args=["sadr"])
        refused = self.browser.post(address, {"act": act.pk})
        self.assertContains(refused, "was changed by someone since", status_code=422)

    def test_a_script_gets_the_part_that_changes(self):
        answer = self.browser.post(
            reverse("admin:desk_curation_decide", args=["sadr"]),
            {"case": f"mention-{self.left.pk}", "version": 1, "answer": "accept"},
            headers={"X-Desk": "1"},
        )
        self.assertEqual(answer.status_code, 200)
        self.assertNotContains(answer, "<html")
        self.assertContains(answer, 'id="desk-queue"')


class GiveTests(Screen):
    def give(self, row, **posted):
        address = reverse("admin:desk_curation_give", args=["sadr"])
        fields = {"case": f"{row._meta.model_name}-{row.pk}", "version": row.version, **posted}
        return self.browser.post(address, fields, follow=True)

    def test_other_actor_is_found_by_any_name_and_given_everywhere(self):
        page = self.open(self.clergy, other=1, q="moham")
        self.assertEqual([fit.pk for fit in page.context["others"]], [self.father.pk])
        self.give(self.clergy, to=self.father.pk, alike=page.context["card"].digest)
        self.assertEqual(self.father.mentions.filter(state="accepted").count(), 3)

    def test_someone_new_is_entered_and_given_in_one_step_and_undone_in_two(self):
        before = everything()
        self.give(self.clergy, name="Sadr family", kind="group")
        family = Actor.objects.get(name="Sadr family")
        self.assertEqual(family.mentions.get().state, "accepted")
        address = reverse("admin:desk_curation_undo", args=["sadr"])
        for _ in range(2):
            self.browser.post(address, {"act": self.open().context["last"].pk})
        self.assertEqual(everything(), before)

    def test_nobody_new_is_entered_when_the_case_was_lost(self):
        self.clergy.version = 7
        self.assertEqual(self.give(self.clergy, name="Nobody", kind="group").status_code, 409)
        self.assertFalse(Actor.objects.filter(name="Nobody").exists())

    def test_a_citation_gets_its_source_and_locator(self):
        self.assertContains(self.open(self.citation, other=1, q="daily bell"), "Daily Bell")
        self.give(self.citation, to=self.bell.pk, locator="p. 9")
        said = Citation.objects.values_list("source", "locator", "state").get()
        self.assertEqual(said, (self.bell.pk, "p. 9", "accepted"))

    def test_a_relation_gets_its_stance(self):
        relation = make_relation(
            self.sadr, "led", self.guard, proof=[(self.block, "Sadr left")], state="proposed"
        )
        self.assertContains(self.open(relation), "Stance")
        self.give(relation, stance="denied")
        self.assertEqual(Relation.objects.get().stance, "denied")


class WordsTests(Screen):
    def words(self, quote, use, status=200, **more):
        address = reverse("admin:desk_curation_words", args=["sadr"])
        answer = self.browser.post(address, {"quote": quote, "as": use, **more}, follow=True)
        self.assertEqual(answer.status_code, status)
        return answer

    def test_words_that_stand_once_are_given_an_actor_a_name_a_source_and_a_proof(self):
        self.words("Sadr clergy", "mention", who="Mohammad Sadr")
        made = Mention.objects.get(actor=self.father)
        self.assertEqual(
            (made.start, made.end, made.state, made.method), (21, 32, "accepted", "by hand")
        )
        self.words("Said Sadr", "name", who="muqtada sadr")
        self.assertEqual(Name.objects.get(text="Said Sadr").kind, "full")
        self.words("May 2019", "citation", who="Daily Bell", locator="p. 2")
        self.assertEqual(Citation.objects.get(locator="p. 2").source, self.bell)
        relation = make_relation(self.sadr, "led", self.father)
        self.words("met the Sadr clergy", "proof", relation=relation.pk)
        self.assertEqual(Evidence.objects.get().quote, "met the Sadr clergy")

    def test_words_at_several_places_need_a_paragraph_or_a_place(self):
        asked = self.words("Sadr", "mention", 422, who="Mohammad Sadr")
        self.assertContains(asked, "places in the text", status_code=422)
        self.words("Sadr", "mention", who="Mohammad Sadr", block=self.second.key)
        self.assertEqual(self.states(self.back), ["accepted"])
        self.words("Sadr", "mention", who="Mohammad Sadr", block=self.block.key, start=34)
        self.left.refresh_from_db()
        self.assertEqual((self.left.actor, self.left.state), (self.father, "accepted"))

    def test_a_name_of_several_is_asked_about_with_all_that_was_typed(self):
        asked = self.words("Said Sadr", "mention", 422, who="Sadr")
        self.assertContains(asked, "Said Sadr</textarea>", status_code=422)
        self.assertContains(asked, f'name="to" value="{self.father.pk}"', status_code=422)
        self.words("Said Sadr", "mention", who="Sadr", to=self.father.pk)
        self.assertEqual(Mention.objects.get(block__footnote__isnull=False).actor, self.father)

    def test_words_that_have_moved_since_are_refused(self):
        self.words("Sadr", "mention", 422, who="Kut Guard", block=self.block.key, start=3)

    def test_never_here_is_remembered_by_imports(self):
        document = apply(plan_document("---\ntitle: T\n---\n\nSadr left.\n",
                                       load_registry(), slug="t"))  # fmt: skip
        Mention.objects.filter(block__document=document).delete()
        make_actor("Kut")
        again = "---\ntitle: T\n---\n\nKut fell, they say.\n"
        document = apply(plan_document(again, load_registry(), slug="t"))
        address = reverse("admin:desk_curation_words", args=["t"])
        self.browser.post(address, {"quote": "Kut", "as": "never"})
        changed = again.replace("fell", "fell again")
        apply(plan_document(changed, load_registry(), slug="t"))
        row = Mention.objects.get(block__document=document)
        self.assertEqual((row.state, row.reviewer), ("rejected", self.ann))

    def test_a_remark_stands_in_the_journal(self):
        self.words("Sadr clergy", "remark", remark="Ask\nhim <b>again</b>.")
        act = EditorialAct.objects.get(verb="remarked")
        self.assertEqual(act.words, "Ask him <b>again</b>.")
        self.assertEqual(act.data["quote"], "Sadr clergy")


class MemoryTests(TestCase):
    def test_decisions_survive_revisions_and_imports(self):
        make_actor("Kut", kind="place")
        make_actor("Blue Guard")
        text = "---\ntitle: T\n---\n\nKut saw the Blue Guard. Kut fell.\n"
        document = apply(plan_document(text, load_registry(), slug="t"))
        first, second = Mention.objects.filter(actor__name="Kut").order_by("start")
        user = make_user()
        decide([Seen("mention", first.pk, first.version)], "reject", user=user)
        decide([Seen("mention", second.pk, second.version)], "unsure", user=user)
        for again in (text, text.replace("Kut saw", "Then Kut saw"), text):
            apply(plan_document(again, load_registry(), slug="t"))
        rows = Mention.objects.filter(block__document=document, actor__name="Kut")
        said = list(rows.order_by("start").values_list("pk", "state", "is_unsure"))
        self.assertEqual(
            said, [(first.pk, State.REJECTED, False), (second.pk, State.PROPOSED, True)]
        )
