"""Lists of annotations cost the same few queries at any size."""

import json
from datetime import timedelta

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions.moderation import decide
from annotations.models import Annotation, Placement, Segment, Tag, TagLabel, Target
from annotations.models.annotations import KEY_WIDTH
from tests.annotations.factories import (
    make_annotation,
    make_group,
    make_moderator,
    make_suggestion,
    place,
)
from tests.factories import make_actor, make_document, make_user

LD = {"Accept": "application/ld+json"}


def fill(document, creators, threads, replies):
    """Write many annotations on a document at once, each with a passage, a tag and replies."""
    block, revision = document.blocks.first(), document.live_revision

    def rows(number, **fields):
        made = Annotation.objects.bulk_create(
            Annotation(
                document=document, creator=creators[n % len(creators)], visibility="public",
                body=f"Body {n}", html=f"<p>Body {n}</p>",
                **{name: value(n) for name, value in fields.items()},
            )
            for n in range(number)
        )  # fmt: skip
        for row in made:
            above = f"{row.parent.path}." if row.parent else ""
            row.path = f"{above}{row.pk:0{KEY_WIDTH}}"
        Annotation.objects.bulk_update(made, ["path"], batch_size=500)
        return made

    roots = rows(threads)
    targets = Target.objects.bulk_create(
        Target(annotation=row, exact="The", revision=revision) for row in roots
    )
    placements = Placement.objects.bulk_create(
        Placement(target=target, revision=revision) for target in targets
    )
    Segment.objects.bulk_create(
        Segment(placement=p, block=block, key=block.key, start=0, end=3, exact="The")
        for p in placements
    )
    tag = Tag.called(["sourcing"])[0]
    TagLabel.objects.bulk_create(TagLabel(tag=tag, content_object=row) for row in roots)

    def parent(n):
        return roots[n % threads]

    rows(threads * replies, parent=parent, root=parent, depth=lambda n: 1, kind=lambda n: "reply")


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.document = make_document(slug="bells", paragraphs=["The tower burned."])
        cls.people = [make_user() for _ in range(3)]
        cls.moderator, cls.member = make_moderator(), make_user()
        cls.group = make_group(owner=cls.people[0], members=[cls.member])

    def queries(self, user=None):
        client = Client()
        if user:
            client.force_login(user)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            answer = client.get("/documents/bells/annotations/", headers=LD)
        self.assertEqual(answer.status_code, 200)
        return len(captured), answer.json()

    def test_the_list_takes_at_most_eight_queries_at_any_size_for_anyone(self):
        for _ in range(2):
            fill(self.document, self.people, 110, 1)
            told = make_annotation(self.member, self.document, words="tower", tags=["a", "b"])
            told.actors.add(make_actor())
            make_annotation(self.people[0], self.document, words="The", group=self.group)
            for user in (None, self.people[1], self.member, self.moderator):
                number, made = self.queries(user)
                self.assertLessEqual(number, 8)
        self.assertEqual(made["total"], 442)
        self.assertEqual(len([i for i in made["first"]["items"] if i["kind"] != "reply"]), 200)
        self.assertIn("next", made["first"])

    def test_since_a_time_the_list_has_only_what_changed_then_or_later(self):
        fill(self.document, self.people, 3, 1)
        old = timezone.now() - timedelta(days=1)
        Annotation.objects.update(created_at=old, modified_at=old)
        first = Annotation.objects.filter(parent=None).first()
        reply = make_annotation(self.people[0], self.document, parent=first)
        waiting = make_annotation(self.people[0], self.document, state="waiting", created_at=old)
        path = "/documents/bells/annotations/"
        since = {"since": (timezone.now() - timedelta(hours=1)).isoformat()}

        def changed(total, **more):
            made = self.client.get(path, since | more, headers=LD).json()
            self.assertIn("since=", made["id"])
            self.assertEqual(made["partOf"]["total"], total)
            return [item["id"].split("/")[-2] for item in made["items"]]

        self.assertEqual(changed(1), [str(reply.public_id)])
        decide(waiting, "approved", user=self.moderator)
        self.assertEqual(changed(2), [str(reply.public_id), str(waiting.public_id)])
        self.assertEqual(changed(2, after=reply.path), [str(waiting.public_id)])
        for wrong in (
            "",
            "x",
            "2026-01-31",
            "2026-01-31T12:00:00",
            "2026-13-31T12:00:00Z",
            "9" * 99,
        ):
            answer = self.client.get(path, {"since": wrong}, headers=LD)
            self.assertEqual(answer.status_code, 400, wrong)

    def test_what_is_written_piece_by_piece_is_json_in_as_few_bytes_as_it_takes(self):
        hostile = 'a "b" \\ c\u2028\n\t\x01 é عربي \U0001f514 </script>'
        name = 'Dr "D" \\ é'
        told = make_annotation(
            make_user(display_name=name), self.document, words="tower", tags=['t "1" \\'],
            body=hostile, language="de", via="https://x.example/?é", rights="CC", canonical="urn:x",
            reactions={"agree": 2}, resolved_at=timezone.now(), resolved_reason=hostile,
            edited_at=timezone.now(), state="hidden", state_reason=hostile,
        )  # fmt: skip
        told.actors.add(make_actor())
        told.targets.update(prefix='The "', suffix="\\")
        place(told, self.document.blocks.first(), "burned", ordinal=1)
        make_suggestion(document=self.document, words="The", replacement=hostile)
        make_annotation(
            parent=make_annotation(self.people[0], self.document, group=self.group), body=hostile
        )
        client = Client()
        client.force_login(make_moderator())
        page = client.get("/documents/bells/annotations/", headers=LD).content.decode()
        made = json.loads(page)
        self.assertEqual(len(made["first"]["items"]), 2)
        self.assertEqual(made["first"]["items"][0]["reason"], hostile)
        one = client.get(told.get_absolute_url(), headers=LD).content.decode()
        client.force_login(self.member)
        for text in (page, one, client.get("/annotations/", headers=LD).content.decode()):
            compact = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
            self.assertEqual(text, compact)

    def test_a_place_in_the_list_is_a_number_or_refused_in_clear_words(self):
        fill(self.document, self.people, 3, 1)
        url = "/documents/bells/annotations/"
        for after, status, left in (
            ("0", 200, 6), ("", 200, 6), ("201", 200, 0), ("9" * 100, 200, 0), ("9" * 101, 400, 0),
            ("-1", 400, 0), ("x", 400, 0), ("²", 400, 0), ("1 OR 1", 400, 0), ("\0", 400, 0),
        ):  # fmt: skip
            with self.subTest(after=after):
                answer = Client().get(url, {"after": after}, headers=LD)
                self.assertEqual(answer.status_code, status)
                if status == 200:
                    self.assertEqual(len(answer.json()["items"]), left)
                    self.assertEqual(answer.json()["partOf"]["total"], 6)
                else:
                    self.assertEqual(answer.json()["field"], "after")
                    self.assertIn("no place in this list", answer.json()["title"])

    def test_a_page_that_is_none_is_the_first_one_or_the_last(self):
        page = Client().get("/documents/bells/annotations/?page=2", headers={"Accept": "text/html"})
        self.assertContains(page, "0 annotations")
        fill(self.document, self.people, 60, 0)
        for asked, shown in (
            ("0", 1), ("-1", 1), ("x", 1), ("²", 1), ("", 1), ("1", 1), ("2", 2), ("3", 2),
            ("201", 2), ("999999", 2), ("9" * 4000, 1),
        ):  # fmt: skip
            with self.subTest(asked=asked[:10]):
                page = Client().get(
                    "/documents/bells/annotations/",
                    {"page": asked},
                    headers={"Accept": "text/html"},
                )
                self.assertContains(page, f"page {shown} of 2")
                self.assertContains(page, "60 annotations")
        self.assertEqual(Annotation.objects.count(), 60)

    def test_all_pages_together_are_the_whole_list(self):
        fill(self.document, self.people, 450, 2)
        client, url, found = Client(), "/documents/bells/annotations/?after=0", []
        while url:
            made = client.get(url, headers=LD).json()
            found += [item["id"] for item in made["items"]]
            url = made.get("next")
        self.assertEqual(made["partOf"]["total"], len(found))
        self.assertEqual(len(set(found)), 1350)
