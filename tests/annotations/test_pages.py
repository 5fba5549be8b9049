"""Reading and writing all annotations as plain pages and forms, without scripts."""

from django.test import TestCase

from annotations.models import Annotation
from tests.annotations.factories import make_annotation, make_group
from tests.factories import make_block, make_document, make_user
from tests.forms import fields_of


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob = make_user("ada"), make_user("bob")
        cls.document = make_document("The Bells", slug="bells")
        cls.block = make_block(cls.document, "The tower burned. Nobody knew why it burned.")
        cls.url = "/documents/bells/annotations/"

    def setUp(self):
        self.client.force_login(self.ada)

    def page(self, url, status=200):
        answer = self.client.get(url, headers={"Accept": "text/html"})
        self.assertEqual(answer.status_code, status)
        return answer.content.decode()

    def send(self, url, fields, status=302):
        answer = self.client.post(url, fields, headers={"Accept": "text/html"})
        self.assertEqual(answer.status_code, status, answer.content.decode()[:3000])
        return answer

    def write(self, **fields):
        url = f"{self.url}new/?block={self.block.key}"
        found = fields_of(self.page(url))
        self.send(f"{self.url}new/", {**found, **fields})
        return Annotation.objects.latest("pk")

    def test_a_sentence_is_chosen_and_annotated(self):
        page = self.page(f"{self.url}new/?block={self.block.key}")
        self.assertIn(">The tower burned.</label>", page)
        self.assertIn(">Nobody knew why it burned.</label>", page)
        made = self.write(
            sentence="18-44", body="*Really?*", tags="fire, Towers", audience="public"
        )
        self.assertEqual(made.targets.get().exact, "Nobody knew why it burned.")
        listed = self.page(self.url)
        self.assertIn("<em>Really?</em>", listed)
        self.assertIn("Towers", listed)

    def test_words_are_pasted_and_the_same_form_sent_twice_makes_one(self):
        made = self.write(sentence="", quote="knew  why", body="Hm.", kind="question")
        self.assertEqual((made.kind, made.targets.get().exact), ("question", "knew why"))
        fields = {"block": self.block.key, "quote": "tower", "body": "x", "key": "k",
                  "audience": "private", "kind": "note"}  # fmt: skip
        for _ in range(2):
            self.send(f"{self.url}new/", fields)
        self.assertEqual(Annotation.objects.count(), 2)

    def test_a_fault_gives_the_typed_text_back(self):
        fields = {"block": self.block.key, "quote": "the moon", "body": "My words", "kind": "note",
                  "audience": "private", "key": "k"}  # fmt: skip
        answer = self.send(f"{self.url}new/", fields, status=422)
        self.assertContains(answer, "My words", status_code=422)
        self.assertContains(answer, "not in the text", status_code=422)

    def test_the_whole_document_is_annotated(self):
        fields = fields_of(self.page(f"{self.url}new/"))
        self.send(f"{self.url}new/", {**fields, "body": "All of it.", "audience": "public"})
        self.assertEqual(Annotation.objects.get().kind, "page_note")

    def test_a_thread_is_answered_edited_flagged_and_deleted(self):
        note = make_annotation(self.bob, self.document, words="tower", body="Bobs")
        address = note.get_absolute_url()
        self.assertIn("Flag it", self.page(address))
        self.send(f"{address}reply/", {"body": "An answer", "audience": "public", "key": "r"})
        reply = Annotation.objects.get(kind="reply")
        self.assertIn("An answer", self.page(address))
        fields = fields_of(self.page(f"{reply.get_absolute_url()}edit/"))
        self.send(f"{reply.get_absolute_url()}edit/", {**fields, "body": "A better answer"})
        self.assertIn("A better answer", self.page(address))
        stale = self.send(f"{reply.get_absolute_url()}edit/", {**fields, "body": "Mine"}, 409)
        self.assertContains(stale, "A better answer", status_code=409)
        self.assertContains(stale, "Mine", status_code=409)
        self.send(f"{address}flag/", {"reason": "spam"})
        self.send(f"{reply.get_absolute_url()}delete/", {"version": "2-1"})
        self.assertNotIn("A better answer", self.page(address))
        gone = self.page(reply.get_absolute_url(), status=410)
        self.assertIn("Bring it back", gone)
        self.client.force_login(self.bob)
        self.assertNotIn("Bring it back", self.page(reply.get_absolute_url(), status=410))
        self.client.force_login(self.ada)
        self.send(f"{reply.get_absolute_url()}undo/", {})
        self.assertIn("A better answer", self.page(address))

    def test_a_lost_annotation_shows_its_old_words_and_gets_a_new_place(self):
        note = make_annotation(self.ada, self.document, words="tower burned")
        note.targets.get().placements.update(status="lost")
        page = self.page(f"{note.get_absolute_url()}move/")
        self.assertIn("<del>tower burned</del>", page)
        at_the_words = f"{self.document.get_absolute_url()}revisions/1/#:~:text=tower%20burned"
        self.assertIn(f'href="{at_the_words}"', page)
        fault = self.send(f"{note.get_absolute_url()}move/", {"quote": "Some knew"}, 422)
        self.assertContains(fault, ">Some knew</textarea>", status_code=422)
        self.send(f"{note.get_absolute_url()}move/", {"quote": "Nobody knew"})
        self.assertEqual(note.targets.get().placements.get(is_current=True).status, "manual")

    def test_a_new_place_is_chosen_by_its_block_and_a_sentence_or_words_in_it(self):
        make_block(self.document, "The tower is gone. Nobody knew.")
        note = make_annotation(self.ada, self.document, words="tower burned")
        address = f"{note.get_absolute_url()}move/"
        page = self.page(address)
        self.assertIn(f'<option value="{self.block.key}" selected>The tower burned.', page)
        other = self.document.blocks.get(text__startswith="The tower is")
        page = self.page(f"{address}?block={other.key}")
        self.assertIn(">Nobody knew.</label>", page)
        self.assertNotIn('name="sentence"', self.page(f"{address}?block=none"))
        for chosen, words in (
            ({"sentence": "19-31"}, "Nobody knew."),
            ({"quote": "tower"}, "tower"),
        ):
            self.send(address, {**fields_of(page), "target": "0", "block": other.key, **chosen})
            place = note.targets.get().placements.get(is_current=True)
            [segment] = place.segments.all()
            self.assertEqual((segment.block, segment.exact), (other, words))

    def test_annotations_are_listed_in_the_order_of_the_text(self):
        for words in ("burned.", "Nobody", "tower"):
            make_annotation(self.bob, self.document, words=words, body=f"On {words}")
        page = self.page(self.url)
        self.assertLess(page.index("On tower"), page.index("On burned."))
        self.assertLess(page.index("On burned."), page.index("On Nobody"))

    def test_what_is_lost_stands_where_its_words_stood(self):
        after = make_block(self.document, "The harbour heard of it.")
        make_annotation(self.bob, self.document, words="harbour", body="On harbour")
        lost = make_annotation(self.bob, self.document, words="burned.", body="On a gap")
        place = lost.targets.get().placements.get()
        place.segments.all().delete()
        place.status, place.beside = "lost", self.block.key
        place.save()
        make_annotation(self.bob, self.document, words="Nobody", body="On Nobody")
        make_annotation(self.bob, self.document, body="On the whole")
        page = self.page(self.url)
        said = ["On the whole", "On Nobody", "On a gap", "On harbour"]
        self.assertEqual(sorted(said, key=page.index), said)
        place.beside = after.key
        place.save()
        page = self.page(self.url)
        self.assertLess(page.index("On harbour"), page.index("On a gap"))
        made = self.client.get(lost.get_absolute_url(), headers={"Accept": "application/ld+json"})
        self.assertEqual(made.json()["target"]["beside"], after.key)

    def test_nobody_reads_a_public_thread_and_is_asked_to_sign_in(self):
        note = make_annotation(self.bob, self.document, words="tower", body="Bobs")
        self.client.logout()
        page = self.page(note.get_absolute_url())
        self.assertIn("Bobs", page)
        self.assertIn("Sign in to answer", page)
        self.assertNotIn("csrf", page)

    def test_who_is_not_signed_in_is_led_to_the_door_and_back(self):
        self.client.logout()
        answer = self.client.get(f"{self.url}new/", headers={"Accept": "text/html"})
        self.assertRedirects(answer, f"/accounts/login/?next={self.url}new/")

    def test_the_list_takes_a_fixed_number_of_queries(self):
        for _ in range(8):
            make_annotation(
                self.bob, parent=make_annotation(self.bob, self.document, words="tower")
            )
        self.page(self.url)
        with self.assertNumQueries(7):
            self.page(self.url)


class GroupTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada, cls.bob, cls.eve = make_user("ada"), make_user("bob"), make_user("eve")
        cls.document = make_document(slug="bells", paragraphs=["The tower burned."])

    def as_(self, user):
        self.client.force_login(user)
        return self.client

    def do(self, user, group, deed, status=302, **fields):
        answer = self.as_(user).post(
            f"/groups/{group.slug}/do/", {"deed": deed, **fields}, headers={"Accept": "text/html"}
        )
        self.assertEqual(answer.status_code, status, answer.content)
        return answer

    def test_a_private_group_is_joined_by_an_invitation_that_ends(self):
        self.as_(self.ada).post("/groups/", {"name": "Readers", "kind": "private"})
        group = self.ada.memberships.get().group
        self.assertEqual(self.as_(self.bob).get("/groups/readers/").status_code, 404)
        self.do(self.bob, group, "join", status=404)
        self.do(self.ada, group, "invite")
        page = self.as_(self.ada).get("/groups/readers/people/")
        address = page.context["secret"].partition("testserver")[2]
        self.assertNotContains(self.client.get("/groups/readers/people/"), address)
        self.assertContains(self.as_(self.bob).get(address), "ada invites you")
        self.client.post(address)
        self.assertEqual(self.bob.memberships.get().role, "member")
        self.assertEqual(self.as_(self.eve).post(address).status_code, 404)
        self.do(self.ada, group, "invite", uses="5")
        page = self.as_(self.ada).get("/groups/readers/people/")
        second = page.context["secret"].partition("testserver")[2]
        self.do(self.ada, group, "revoke", invitation=group.invitations.latest("pk").pk)
        self.assertEqual(self.as_(self.eve).get(second).status_code, 404)

    def test_open_groups_are_joined_and_restricted_ones_asked(self):
        group = make_group(owner=self.ada, kind="open")
        self.do(self.bob, group, "join")
        self.assertFalse(self.bob.memberships.get().is_waiting)
        asked = make_group(owner=self.ada, kind="restricted")
        make_annotation(self.ada, self.document, group=asked, body="Inside")
        self.do(self.eve, asked, "join")
        self.assertTrue(self.eve.memberships.get().is_waiting)
        page = self.as_(self.eve).get(asked.get_absolute_url(), headers={"Accept": "text/html"})
        self.assertNotContains(page, "Inside")
        self.do(self.ada, asked, "admit", member=self.eve.memberships.get().pk)
        page = self.as_(self.eve).get(asked.get_absolute_url(), headers={"Accept": "text/html"})
        self.assertContains(page, "Inside")

    def test_roles_are_given_by_who_stands_as_high_and_an_owner_stays(self):
        group = make_group(owner=self.ada, moderators=[self.bob], members=[self.eve])
        eve = self.eve.memberships.get()
        self.do(self.eve, group, "role", status=403, member=eve.pk, role="owner")
        self.do(self.bob, group, "role", status=403, member=eve.pk, role="owner")
        self.do(self.bob, group, "role", member=eve.pk, role="moderator")
        self.do(self.bob, group, "remove", status=403, member=self.ada.memberships.get().pk)
        self.do(self.ada, group, "leave", status=409)
        self.do(self.ada, group, "role", member=eve.pk, role="owner")
        self.do(self.ada, group, "leave")
        roles = dict(group.memberships.values_list("user__username", "role"))
        self.assertEqual(roles, {self.eve.username: "owner", self.bob.username: "moderator"})

    def test_a_thread_moves_with_the_answers_of_members_and_a_copy_has_ones_own_words(self):
        old = make_group(owner=self.ada, members=[self.bob, self.eve])
        new = make_group(owner=self.ada, members=[self.bob])
        note = make_annotation(self.ada, self.document, words="tower", group=old)
        bobs = make_annotation(self.bob, parent=note)
        eves = make_annotation(self.eve, parent=note)
        url = f"{note.get_absolute_url()}group/"
        self.as_(self.ada).post(url, {"group": new.slug, "deed": "copy"})
        self.assertEqual(Annotation.objects.filter(group=new).get().targets.get().exact, "tower")
        self.client.post(url, {"group": new.slug, "deed": "move"})
        for row in (note, bobs, eves):
            row.refresh_from_db()
        self.assertEqual((note.group, bobs.group, eves.group), (new, new, None))
        self.assertEqual(eves.visibility, "private")
        self.assertEqual(self.as_(self.bob).post(url, {"group": old.slug}).status_code, 403)

    def test_a_stale_change_of_a_group_is_refused(self):
        group = make_group(owner=self.ada)
        fields = {"name": "New name", "kind": "open", "version": "1", "vocabulary": "fire, bells"}
        url = f"/groups/{group.slug}/settings/"
        self.as_(self.ada).post(url, fields)
        group.refresh_from_db()
        self.assertEqual((group.name, group.vocabulary.count()), ("New name", 2))
        answer = self.client.post(url, {**fields, "name": "My name"})
        self.assertContains(answer, "New name", status_code=409)
        self.assertContains(answer, 'value="My name"', status_code=409)
