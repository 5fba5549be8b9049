"""The one door: JSON-LD in and out, by session and by token."""

import json
import uuid

from django.contrib.auth import get_user_model
from django.test import Client, TestCase, override_settings

from annotations.actions.tokens import make_token
from annotations.models import Annotation, IdempotencyKey
from tests.annotations.factories import make_annotation, make_group
from tests.factories import make_block, make_document, make_footnote, make_user

ANNO = "http://www.w3.org/ns/anno.jsonld"
LD = "application/ld+json"
BASE = "http://testserver"


def sent(target, body=None, **keys):
    """Return an annotation as a client sends it; body is a text, or bodies."""
    made = {"@context": ANNO, "type": "Annotation", "target": target, **keys}
    if isinstance(body, str):
        body = {"type": "TextualBody", "value": body, "format": "text/markdown"}
    return made if body is None else {**made, "body": body}


class DoorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")
        get_user_model().objects.update(date_joined="2020-01-01T00:00Z")
        cls.document = make_document(slug="bells")
        cls.first = make_block(cls.document, "The tower burned down in May.")
        cls.note = make_footnote(cls.document, "Said 🔥 the Daily Bell.", at=cls.first, offset=16)
        cls.second = make_block(cls.document, "Nobody knew why the tower burned.")
        cls.source = f"{BASE}/documents/bells/"

    def setUp(self):
        self.client.force_login(self.ada)

    def post(self, data, client=None, content_type=LD, **headers):
        raw = data if isinstance(data, bytes | str) else json.dumps(data)
        client = client or self.client
        return client.post("/annotations/", raw, content_type=content_type, headers=headers)

    def put(self, url, data, **headers):
        return self.client.put(url, json.dumps(data), content_type=LD, headers=headers)

    def on(self, *selectors, source=None):
        return {"source": source or self.source, "selector": list(selectors)}

    def quote(self, exact, **context):
        return {"type": "TextQuoteSelector", "exact": exact, **context}

    def block(self, block, words):
        start = block.text.index(words)
        return {"type": "BlockSelector", "block": block.key, "start": start,
                "end": start + len(words), "exact": words}  # fmt: skip

    def path_of(self, answer):
        return answer["Location"].removeprefix(BASE)

    # Creating -----------------------------------------------------------------------------------
    def test_what_is_posted_is_answered_whole_with_its_address_and_place(self):
        target = self.on(self.block(self.second, "tower burned"))
        answer = self.post(sent(target, "*Why* indeed?", motivation="questioning"))
        self.assertEqual(answer.status_code, 201, answer.content)
        made = answer.json()
        self.assertEqual(answer["Location"], made["id"])
        self.assertEqual(answer["ETag"], '"1-1"')
        self.assertEqual(answer["Cache-Control"], "private, no-store")
        self.assertEqual(made["@context"], [ANNO, f"{BASE}/annotations/context.jsonld"])
        self.assertEqual((made["visibility"], made["kind"]), ("private", "question"))
        self.assertEqual(made["html"], "<p><em>Why</em> indeed?</p>")
        self.assertEqual(
            made["target"]["segments"],
            [{"block": self.second.key, "start": 20, "end": 32, "exact": "tower burned"}],
        )
        self.assertEqual(made["target"]["placement"], "exact")
        self.assertEqual(made["creator"]["nickname"], "ada")
        again = self.client.get(self.path_of(answer), headers={"Accept": LD})
        self.assertEqual(again.json(), made)
        self.assertEqual(again["Content-Type"], f'{LD}; profile="{ANNO}"')

    def placed(self, *selectors):
        answer = self.post(sent(self.on(*selectors), "x"))
        if answer.status_code != 201:
            return answer.status_code
        found = answer.json()["target"]["segments"]
        return [(s["block"] == self.first.key, s["start"], s["end"], s["exact"]) for s in found]

    def test_a_quote_is_placed_where_it_stands_once(self):
        self.assertEqual(self.placed(self.quote("Nobody  knew")), [(False, 0, 11, "Nobody knew")])
        self.assertEqual(self.placed(self.quote("🔥")), [(False, 5, 6, "🔥")])

    def test_a_quote_that_stands_twice_is_placed_by_its_context_or_not_at_all(self):
        self.assertEqual(self.placed(self.quote("tower burned")), 422)
        placed = self.placed(self.quote("tower burned", suffix=" down"))
        self.assertEqual(placed, [(True, 4, 16, "tower burned")])
        self.assertEqual(self.placed(self.quote("tower burned", suffix=" up")), 422)

    def test_a_quote_that_is_nowhere_is_refused(self):
        self.assertEqual(self.placed(self.quote("tower fell")), 422)

    def test_offsets_are_believed_only_with_their_words(self):
        wrong = {**self.block(self.second, "tower burned"), "start": 3, "end": 15}
        self.assertEqual(self.placed(wrong), 422)
        known = {**wrong, "exact": "Nobody knew why"}
        self.assertEqual(self.placed(known), [(False, 0, 15, "Nobody knew why")])

    def test_foreign_positions_count_the_figures_of_markers(self):
        # "The tower burned1 down in May.Nobody knew"
        position = {"type": "TextPositionSelector", "start": 30, "end": 36}
        self.assertEqual(self.placed(position), [(False, 0, 6, "Nobody")])
        self.assertEqual(self.placed({**position, "end": 3000}), 422)
        quote = self.quote("burned1 down")
        self.assertEqual(self.placed(quote), [(True, 10, 21, "burned down")])

    def test_a_passage_goes_over_blocks(self):
        fragment = {"type": "FragmentSelector"}
        start = {**fragment, "value": f"b-{self.first.key}",
                 "refinedBy": {"type": "TextPositionSelector", "start": 25, "end": 25}}  # fmt: skip
        end = {**fragment, "value": f"b-{self.second.key}",
               "refinedBy": {"type": "TextPositionSelector", "start": 6, "end": 6}}  # fmt: skip
        placed = [(True, 25, 29, "May."), (False, 0, 6, "Nobody")]
        spanning = {"type": "RangeSelector", "startSelector": start, "endSelector": end}
        self.assertEqual(self.placed(spanning), placed)
        ours = {"type": "BlockSelector", "block": self.first.key, "start": 25, "end": 6,
                "endBlock": self.second.key, "exact": "May.\n\nNobody"}  # fmt: skip
        self.assertEqual(self.placed(ours), placed)
        self.assertEqual(self.placed(self.quote("in May. Nobody")),
                         [(True, 22, 29, "in May."), (False, 0, 6, "Nobody")])  # fmt: skip

    def test_several_passages_and_a_whole_block(self):
        answer = self.post(
            sent([self.on(self.quote("Nobody")), f"{self.source}#b-{self.first.key}"], "Both.")
        )
        targets = answer.json()["target"]
        self.assertEqual([len(t["segments"]) for t in targets], [1, 1])
        self.assertEqual(targets[1]["selector"][1]["exact"], self.first.text)

    def test_kinds_follow_from_what_is_sent(self):
        here = self.on(self.quote("Nobody"))
        editing = {"type": "TextualBody", "purpose": "editing", "value": "No one"}
        for data, kind in (
            (sent(here), "highlight"),
            (sent(here, "Hm.", motivation="highlighting"), "highlight"),
            (sent(here, "Hm."), "note"),
            (sent(self.source, "All of it."), "page_note"),
            (sent(here, [editing]), "suggestion"),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(self.post(data).json()["kind"], kind)

    def test_tags_are_kept_once_whatever_their_case(self):
        bodies = [{"type": "TextualBody", "purpose": "tagging", "value": v}
                  for v in ("Café", "CAFÉ", "C++", "C#")]  # fmt: skip
        made = self.post(sent(self.source, bodies)).json()
        self.assertEqual([b["value"] for b in made["body"]], ["Café", "C++", "C#"])
        again = self.post(sent(self.source, bodies[1:2])).json()
        self.assertEqual(again["body"][0]["value"], "Café")

    def test_the_author_is_the_one_who_is_signed_in(self):
        claims = {"creator": "http://evil.example/", "created": "1999-01-01T00:00:00Z"}
        data = sent(self.source, "x", id="http://other.example/1", **claims)
        made = self.post(data).json()
        self.assertEqual(made["creator"]["nickname"], "ada")
        self.assertEqual(made["via"], "http://other.example/1")
        self.assertNotEqual(made["created"], "1999-01-01T00:00:00Z")

    # Answers --------------------------------------------------------------------------------------
    def test_a_reply_is_never_wider_than_its_parent(self):
        parent = make_annotation(make_user("bob"), self.document, visibility="public")
        target = f"{BASE}/annotations/{parent.public_id}/"
        made = self.post(sent(target, "Yes.", visibility="public")).json()
        self.assertEqual((made["kind"], made["target"], made["depth"]), ("reply", target, 1))
        private = self.post(sent(target, "Hm.")).json()
        self.assertEqual(private["visibility"], "private")
        answer = self.post(sent(private["id"], "To myself.", visibility="public"))
        self.assertEqual(answer.status_code, 422)

    def test_what_one_may_not_see_cannot_be_answered(self):
        hidden = make_annotation(make_user("bob"), self.document, visibility="private")
        answer = self.post(sent(f"{BASE}/annotations/{hidden.public_id}/", "Me too"))
        never = self.post(sent(f"{BASE}/annotations/{uuid.uuid4()}/", "Me too"))
        self.assertEqual((answer.status_code, answer.content), (404, never.content))

    def test_replies_go_six_deep(self):
        last = make_annotation(self.ada, self.document)
        for depth in range(1, 8):
            answer = self.post(
                sent(f"{BASE}/annotations/{last.public_id}/", "On.", visibility="public")
            )
            self.assertEqual(answer.status_code, 201 if depth <= 6 else 400)
            last = Annotation.objects.latest("pk")

    def test_a_group_takes_what_its_members_write(self):
        group = make_group(members=[self.ada], slug="readers")
        made = self.post(sent(self.source, "x", group="readers")).json()
        self.assertEqual((made["visibility"], made["group"]), ("group", "readers"))
        group.memberships.all().delete()
        answer = self.post(sent(self.source, "x", group="readers", visibility="group"))
        self.assertEqual(answer.status_code, 404)
        both = self.post(sent(self.source, "x", group="readers", visibility="public"))
        self.assertEqual(both.status_code, 400)

    # Sending again ------------------------------------------------------------------------------
    def test_one_key_makes_one_annotation(self):
        data = sent(self.source, "Once.")
        first, second = (self.post(data, **{"Idempotency-Key": "k1"}) for _ in range(2))
        self.assertEqual((first.status_code, second.status_code), (201, 201))
        self.assertEqual(first["Location"], second["Location"])
        self.assertEqual(first.json(), second.json())
        other = self.post(sent(self.source, "Twice."), **{"Idempotency-Key": "k1"})
        self.assertEqual(other.status_code, 422)
        self.assertEqual(Annotation.objects.count(), 1)

    def test_a_key_is_one_persons_and_lasts_a_day(self):
        data = sent(self.source, "Once.")
        self.post(data, **{"Idempotency-Key": "k1"})
        bob = Client()
        bob.force_login(make_user("bob"))
        self.post(data, client=bob, **{"Idempotency-Key": "k1"})
        IdempotencyKey.objects.update(created_at="2020-01-01T00:00Z")
        self.post(data, **{"Idempotency-Key": "k1"})
        self.assertEqual(Annotation.objects.count(), 3)

    # Changing -----------------------------------------------------------------------------------
    def test_an_edit_needs_the_version_it_began_from(self):
        made = self.post(sent(self.on(self.quote("Nobody")), "One.", visibility="public"))
        url, data = self.path_of(made), made.json()
        data["body"][0]["value"] = "Two."
        self.assertEqual(self.put(url, data).status_code, 428)
        changed = self.put(url, data, **{"If-Match": made["ETag"]})
        self.assertEqual(changed.status_code, 200, changed.content)
        self.assertEqual(changed["ETag"], '"2-1"')
        self.assertEqual(changed.json()["html"], "<p>Two.</p>")
        self.assertIn("edited", changed.json())
        stale = self.put(url, data, **{"If-Match": made["ETag"]})
        self.assertEqual(stale.status_code, 412)
        row = Annotation.objects.get()
        self.assertEqual(row.edits.get().body, "One.")
        self.assertEqual(row.visibility, "public")

    def test_an_edit_may_choose_another_passage_and_keeps_the_old_one(self):
        made = self.post(sent(self.on(self.quote("Nobody")), "One."))
        data = {**made.json(), "target": self.on(self.quote("knew why"))}
        changed = self.put(self.path_of(made), data, **{"If-Match": made["ETag"]}).json()
        self.assertEqual(changed["target"]["segments"][0]["exact"], "knew why")
        self.assertEqual(Annotation.objects.get().targets.count(), 2)

    def test_server_fields_cannot_be_changed(self):
        made = self.post(sent(self.source, "One."))
        for key, value in (("canonical", "http://a.example/1"), ("id", "http://a.example/1"),
                           ("target", f"{BASE}/documents/other/")):  # fmt: skip
            data = {**made.json(), key: value}
            answer = self.put(self.path_of(made), data, **{"If-Match": "*"})
            self.assertEqual(answer.status_code, 409, key)

    def test_what_is_deleted_is_gone_for_who_could_read_it_and_nothing_for_others(self):
        for visibility, status in (("public", 410), ("private", 404)):
            made = self.post(sent(self.source, "One.", visibility=visibility))
            url = self.path_of(made)
            self.assertEqual(self.client.delete(url).status_code, 204)
            self.assertEqual(self.client.get(url, headers={"Accept": LD}).status_code, 410)
            self.assertEqual(Client().get(url, headers={"Accept": LD}).status_code, status)

    def test_nobody_changes_what_another_wrote(self):
        bobs = make_annotation(make_user("bob"), self.document, visibility="public")
        url = bobs.get_absolute_url()
        self.assertEqual(self.client.delete(url).status_code, 403)
        answer = self.put(url, sent(self.source, "Mine now."), **{"If-Match": "*"})
        self.assertEqual(answer.status_code, 403)
        bobs.refresh_from_db()
        self.assertTrue(bobs.body.startswith("Body"))

    def test_narrowing_leaves_others_answers_to_who_wrote_them(self):
        made = self.post(sent(self.source, "One.", visibility="public"))
        mine = Annotation.objects.get()
        bobs = make_annotation(make_user("bob"), parent=mine)
        self.put(self.path_of(made), {**made.json(), "visibility": "private"}, **{"If-Match": "*"})
        bobs.refresh_from_db()
        self.assertEqual(bobs.visibility, "private")
        self.assertEqual(list(Annotation.objects.visible_to(bobs.creator)), [bobs])
        self.assertFalse(Annotation.objects.visible_to(None).exists())

    # Who may come in ----------------------------------------------------------------------------
    def test_nobody_writes_without_signing_in(self):
        answer = self.post(sent(self.source, "x"), client=Client())
        self.assertEqual(answer.status_code, 401)
        self.assertIn("Bearer", answer["WWW-Authenticate"])

    def test_a_session_needs_its_csrf_token_and_our_origin(self):
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.ada)
        token = client.get("/me/").json()["csrf_token"]
        data = sent(self.source, "x")
        for headers, status in (
            ({}, 403),
            ({"X-CSRFToken": token}, 201),
            ({"X-CSRFToken": token, "Origin": BASE}, 201),
            ({"X-CSRFToken": token, "Origin": "http://evil.example"}, 403),
        ):
            self.assertEqual(self.post(data, client=client, **headers).status_code, status, headers)

    def test_a_token_lets_a_program_in_and_takes_no_cookie(self):
        _, key = make_token(self.ada, name="mine", scope="write")
        _, reads = make_token(self.ada, name="reader")
        client = Client(enforce_csrf_checks=True)
        data = sent(self.source, "x")
        for given, status in ((key, 201), (reads, 403), ("sch_wrong", 401)):
            answer = self.post(data, client=client, Authorization=f"Bearer {given}")
            self.assertEqual(answer.status_code, status)
            self.assertFalse(answer.cookies)
        client.force_login(self.ada)
        answer = self.post(data, client=client, Authorization="Bearer sch_wrong")
        self.assertEqual(answer.status_code, 401)

    def test_only_json_comes_in(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            answer = self.post("{}", content_type=kind)
            self.assertEqual(answer.status_code, 415, kind)

    # Limits -------------------------------------------------------------------------------------
    def test_sizes_are_held(self):
        def quoted(length):
            return sent(self.on(self.quote("x" * length)), "y")

        def deep(levels):
            return sent({"source": self.source}, x=_nest(levels - 1))

        at_most = json.dumps(sent(self.source, "y"))
        tags = [{"purpose": "tagging", "type": "TextualBody", "value": f"t{n}"} for n in range(21)]
        cases = [
            (sent(self.source, "y" * 32_000), 201), (sent(self.source, "y" * 32_001), 400),
            (quoted(5_000), 422), (quoted(5_001), 400),
            (sent([self.source] * 10, "y"), 201), (sent([self.source] * 11, "y"), 400),
            (sent(self.source, tags[:20]), 201), (sent(self.source, tags), 400),
            (sent(self.source, [{"type": "TextualBody", "value": "y"}] * 10), 201),
            (sent(self.source, [{"type": "TextualBody", "value": "y"}] * 11), 400),
            (sent(self.source, [{**tags[0], "value": "t" * 64}]), 201),
            (sent(self.source, [{**tags[0], "value": "t" * 65}]), 400),
            (sent(self.source, "y", x={str(n): 1 for n in range(100)}), 201),
            (sent(self.source, "y", x={str(n): 1 for n in range(101)}), 400),
            ({**deep(32), "body": {"type": "TextualBody", "value": "y"}}, 201), (deep(33), 400),
            (at_most + " " * (256 * 1024 - len(at_most)), 201),
            (at_most + " " * (256 * 1024 + 1 - len(at_most)), 413),
        ]  # fmt: skip
        for number, (data, status) in enumerate(cases):
            with self.subTest(number=number):
                self.assertEqual(self.post(data).status_code, status)

    def test_malformed_requests_are_told_so(self):
        for raw in MALFORMED:
            with self.subTest(raw=raw[:60]):
                answer = self.post(raw)
                self.assertIn(answer.status_code, (400, 415, 422), answer.content)
                self.assertTrue(answer.json()["title"])
        self.assertFalse(Annotation.objects.exists())

    @override_settings(LIMIT_WRITES_A_MINUTE=2)
    def test_writing_too_fast_is_told_to_wait(self):
        statuses = [self.post(sent(self.source, "x")) for _ in range(3)]
        self.assertEqual([a.status_code for a in statuses], [201, 201, 429])
        self.assertEqual(statuses[2]["Retry-After"], "30")

    @override_settings(LIMIT_WRITES_ON_FIRST_DAY=3)
    def test_a_new_account_writes_less_and_links_less(self):
        self.client.force_login(make_user("newcomer"))
        links = "<https://a.example/> <https://b.example/>"
        self.assertEqual(self.post(sent(self.source, links)).status_code, 201)
        self.assertEqual(
            self.post(sent(self.source, f"{links} <https://c.example/>")).status_code, 429
        )
        statuses = [self.post(sent(self.source, "x")).status_code for _ in range(3)]
        self.assertEqual(statuses, [201, 201, 429])

    # Lists --------------------------------------------------------------------------------------
    def listed(self, query="", client=None):
        url = f"/documents/bells/annotations/{query}"
        return (client or self.client).get(url, headers={"Accept": LD}).json()

    def test_a_document_has_a_container_with_its_first_page_in_it(self):
        parent = make_annotation(self.ada, self.document, words="tower burned", tags=["fire"])
        make_annotation(self.ada, parent=parent)
        make_annotation(make_user("bob"), self.document, visibility="private")
        made = self.listed()
        self.assertEqual(made["type"], ["BasicContainer", "AnnotationCollection"])
        self.assertEqual(made["total"], 2)
        self.assertEqual([item["kind"] for item in made["first"]["items"]], ["note", "reply"])
        self.assertEqual(
            made["first"]["items"][0]["target"]["segments"][0]["exact"], "tower burned"
        )
        self.assertNotIn("next", made["first"])

    def test_paging_goes_through_all(self):
        roots = [make_annotation(self.ada, self.document) for _ in range(5)]
        for root in roots:
            make_annotation(self.ada, parent=root)
        with self.settings():
            from annotations import threads

            size, threads.PAGE_SIZE = threads.PAGE_SIZE, 2
            try:
                page, seen = self.listed()["first"], []
                while True:
                    seen += [item["id"] for item in page["items"]]
                    if "next" not in page:
                        break
                    page = self.listed(page["next"].partition("annotations/")[2])
            finally:
                threads.PAGE_SIZE = size
        self.assertEqual(len(seen), 10)
        self.assertEqual(len(set(seen)), 10)

    def test_an_unchanged_list_is_not_sent_again(self):
        make_annotation(self.ada, self.document)
        url = "/documents/bells/annotations/"
        etag = self.client.get(url, headers={"Accept": LD})["ETag"]
        again = self.client.get(url, headers={"Accept": LD, "If-None-Match": etag})
        self.assertEqual((again.status_code, again.content), (304, b""))

    def test_our_context_names_our_keys(self):
        answer = self.client.get("/annotations/context.jsonld")
        self.assertIn("visibility", answer.json()["@context"])


def _nest(levels):
    made = {}
    for _ in range(levels - 1):
        made = {"x": made}
    return made


_GOOD = '"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"'
_BELLS = '"target": "/documents/bells/"'
MALFORMED = [
    "", "[]", "null", "{", "3", '"x"', "NaN", "[" * 100_000, '{"a":' * 5000,
    "{" + _GOOD + "}",
    "{" + _GOOD + ', "target": []}',
    "{" + _GOOD + ', "target": 9}',
    "{" + _GOOD + ', "target": {"source": 9}}',
    "{" + _GOOD + ', "target": "http://elsewhere.example/"}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": 3}}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": {"type": []}}}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": {"type": {}}}}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": '
    '{"type": "TextPositionSelector", "start": -1, "end": 2}}}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": '
    '{"type": "TextPositionSelector", "start": 1e400, "end": 2}}}',
    "{" + _GOOD + ', "target": {"source": "/documents/bells/", "selector": '
    '{"type": "BlockSelector", "block": ["x"], "start": 1, "end": 2}}}',
    "{" + _GOOD + "," + _BELLS + ', "body": 3}',
    "{" + _GOOD + "," + _BELLS + ', "body": {"value": ["a", "b"], "type": "TextualBody"}}',
    "{" + _GOOD + "," + _BELLS + ', "body": "x", "bodyValue": "y"}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": {"a": 1}}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x\\ud800"}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x\\u0000"}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "visibility": ["public"]}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "visibility": "all"}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "group": {"a": 1}}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "motivation": 3}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "created": "now"}',
    "{" + _GOOD + "," + _BELLS + ', "bodyValue": "x", "id": ["a", "b"]}',
    '{"@context": "http://evil.example/c", "type": "Annotation",' + _BELLS + "}",
    '{"@context": {"a": "b"}, "type": "Annotation",' + _BELLS + "}",
    '{"@context": ["http://www.w3.org/ns/anno.jsonld", {"a": "b"}], "type": "Annotation",'
    + _BELLS + "}",
    '{"type": "Annotation",' + _BELLS + "}",
    '{"@context": "http://www.w3.org/ns/anno.jsonld",' + _BELLS + "}",
    b"\xff\xfe{\x00}\x00", b"\x80",
]  # fmt: skip
