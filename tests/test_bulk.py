"""The registry as tables: out, and in again by way of a preview."""

import csv
import io
import json
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from reader.actions.bringing_in import SHAPES
from reader.actions.records import save_record
from reader.bulk.cells import pack, quote_cell, unpack, unquote_cell
from reader.bulk.files import read_rows, write_csv, write_json
from reader.bulk.plans import plan_rows
from reader.models import (
    Actor,
    EditorialAct,
    Identifier,
    ListedIdentifier,
    Name,
    NotThisOne,
    Relation,
    Source,
)
from reader.text.dates import PartialDate
from tests.counting import CaptureQueriesContext, connection
from tests.factories import (
    make_actor,
    make_document,
    make_editor,
    make_identifier,
    make_relation,
    make_source,
    make_user,
)
from tests.registries import make_registry, tables

MODELS = {"actor": Actor, "source": Source, "relation": Relation}
NASTY = ["=1+1", "'=1", "''@x", "\tx", "a | b", "c\\d", "two\nlines", '"said"', "+", "-1", ";", "é"]


def written(kind, format):
    shape = SHAPES[kind]()
    rows = shape.rows_of(MODELS[kind].objects.order_by("pk"))
    write = write_csv if format == "csv" else write_json
    return write(rows, shape.columns).encode()


class CellTests(HypothesisCase):
    @settings(max_examples=200, deadline=None)
    @given(st.text(alphabet="'=+-@\t\ra1", max_size=6))
    def test_a_cell_comes_back_as_it_was_and_is_never_run(self, text):
        quoted = quote_cell(text)
        self.assertEqual(unquote_cell(quoted), text)
        self.assertNotIn(quoted[:1], tuple("=+-@\t\r"))

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.text(alphabet="|\\\n\ran ", max_size=6).map(str.strip), max_size=3))
    def test_a_list_in_a_cell_comes_back_as_it_was(self, parts):
        row = dict(zip("abc", [*parts, "", "", ""][:3], strict=True))
        expected = [row] if any(parts) else []
        self.assertEqual(unpack(pack([row], "abc"), "abc"), expected)


class RoundTripTests(HypothesisCase):
    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 2**32))
    def test_what_went_out_changes_nothing_when_it_comes_in(self, seed):
        random = Random(seed)
        people, works = make_registry(random, actors=3, sources=2)
        for actor in people:
            Actor.objects.filter(pk=actor.pk).update(description=random.choice(NASTY))
            text = f"{random.choice(NASTY)}a"
            actor.names.filter(text="Guard").update(text=text.strip())
        for work in works:
            Source.objects.filter(pk=work.pk).update(title=random.choice(NASTY), author="=A")
        for kind, shape in SHAPES.items():
            for format in ("csv", "json"):
                rows = read_rows(written(kind, format), shape.columns)
                counts = plan_rows(shape(), rows).counts
                number = MODELS[kind].objects.count()
                expected = {"new": 0, "changed": 0, "unchanged": number, "refused": 0}
                self.assertEqual(counts, expected, (kind, format))


class Desk(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ed = make_editor("ed", "curator")
        cls.guard = make_actor("Blue Guard", names=[("BG", "acronym")], description="=cmd")
        cls.band = make_actor("Red Band")

    def setUp(self):
        self.client.force_login(self.ed)

    def upload(self, kind, data, **more):
        data = data.encode() if isinstance(data, str) else data
        file = SimpleUploadedFile("table.csv", data)
        return self.client.post(f"/admin/desk/bulk/{kind}/", {"file": file, **more})

    def confirm(self, kind, preview):
        return self.client.post(
            f"/admin/desk/bulk/{kind}/", {"carried": preview.context["carried"]}
        )

    def bring(self, kind, data):
        return self.confirm(kind, self.upload(kind, data))


class ExportTests(Desk):
    def test_it_honours_the_filter_and_quotes_formulas(self):
        response = self.client.get("/admin/desk/bulk/actor/export/?format=csv&q=blue")
        [row] = csv.DictReader(io.StringIO(response.content.decode()))
        self.assertEqual((row["name"], row["description"]), ("Blue Guard", "'=cmd"))
        self.assertEqual(row["names"], "BG | acronym")
        self.assertIn("attachment", response["Content-Disposition"])
        rows = json.loads(self.client.get("/admin/desk/bulk/actor/export/?format=json").content)
        self.assertEqual([row["description"] for row in rows], ["=cmd", ""])

    def test_the_list_links_to_it_and_costs_the_same_for_many(self):
        page = self.client.get("/admin/reader/actor/?q=blue")
        self.assertContains(page, "/admin/desk/bulk/actor/export/?q=blue&amp;format=csv")
        with CaptureQueriesContext(connection) as few:
            self.client.get("/admin/desk/bulk/actor/export/")
        for _ in range(5):
            make_actor()
        with self.assertNumQueries(len(few)):
            self.client.get("/admin/desk/bulk/actor/export/")

    def test_what_is_not_there_is_not_found(self):
        for path in ("document/export/", "actor/export/?format=xls", "actor/export/?kind__x=1"):
            self.assertEqual(self.client.get(f"/admin/desk/bulk/{path}").status_code, 404, path)


class PreviewTests(Desk):
    def test_it_says_what_is_new_changed_unchanged_and_refused_and_writes_nothing(self):
        table = (
            "slug,name,kind,names\n"
            'blue-guard,Blue Guard,group,"Guard in Blue\nBG | acronym"\n'
            "red-band,Red Band,group,\n"
            ",Salt Gate,place,\n"
            ",Nobody,ghost,\n"
        )
        before = tables()
        with CaptureQueriesContext(connection) as queries:
            preview = self.upload("actor", table)
        counts = {"new": 1, "changed": 1, "unchanged": 1, "refused": 1}
        self.assertEqual(preview.context["counts"], counts)
        self.assertContains(preview, "The kind must be one of")
        self.assertContains(preview, "Guard in Blue")
        self.assertEqual(tables(), before)
        writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        self.assertEqual(writes, [])

    def test_confirmed_it_does_exactly_that(self):
        table = "name;kind;names;identifiers\nSalt Gate;place;SG | acronym;wikidata | Q7\n"
        response = self.bring("actor", table)
        self.assertRedirects(response, "/admin/desk/bulk/actor/")
        gate = Actor.objects.get(name="Salt Gate")
        self.assertEqual((gate.state, gate.reviewer), ("accepted", self.ed))
        self.assertEqual(set(gate.names.values_list("kind", flat=True)), {"primary", "acronym"})
        self.assertEqual(gate.identifiers.get().value, "Q7")
        self.assertEqual(EditorialAct.objects.filter(verb="brought in").count(), 1)
        self.assertEqual(self.upload("actor", table).context["counts"]["unchanged"], 1)

    def test_rows_changed_since_the_preview_are_shown_again_and_nothing_is_written(self):
        preview = self.upload("actor", "slug,description\nblue-guard,Armed.\n")
        save_record(Actor.objects.get(pk=self.guard.pk), version=1, user=self.ed)
        response = self.confirm("actor", preview)
        self.assertEqual(response.status_code, 409)
        self.guard.refresh_from_db()
        self.assertEqual(self.guard.description, "=cmd")
        self.assertEqual(self.confirm("actor", response).status_code, 302)
        self.guard.refresh_from_db()
        self.assertEqual(self.guard.description, "Armed.")

    def test_a_preview_that_is_not_whole_or_another_ones_is_refused(self):
        preview = self.upload("actor", "slug,description\nblue-guard,Armed.\n")
        for carried in ("", "x", preview.context["carried"] + "x"):
            response = self.client.post("/admin/desk/bulk/actor/", {"carried": carried})
            self.assertEqual(response.status_code, 422)
        self.client.force_login(make_editor("other", "curator"))
        self.assertEqual(self.confirm("actor", preview).status_code, 422)

    def test_what_is_no_table_is_refused_in_a_sentence(self):
        for data, words in (
            ("", "Choose a file"),
            ("colour\nred\n", "column"),
            ("name,name\na,b\n", "twice"),
            ('name\n"a', "not CSV"),
            ("[{", "not JSON"),
            (b"\xff\xfa\x00", "not utf-8"),
            (b"name\nAndr\xe9\n", "say which encoding"),
            (b"name\na\x00b\n", "value 0"),
        ):
            response = self.upload("actor", data)
            self.assertContains(response, words, status_code=422)

    def test_other_encodings_are_read_when_named(self):
        for data, encoding in (
            ("name,kind\nAndré,person\n".encode("cp1252"), "cp1252"),
            ("name,kind\nAndré,person\n".encode("utf-16"), ""),
            ("name,kind\nAndré,person\n".encode("utf-8-sig"), ""),
        ):
            response = self.upload("actor", data, encoding=encoding)
            self.assertEqual(response.context["counts"]["new"], 1)
            self.assertContains(response, "André")

    def test_limits_hold_just_above_and_let_through_just_below(self):
        table = "name,kind\n" + "".join(f"New {n},group\n" for n in range(3))
        for setting, below, above in (
            ("LIMIT_TABLE_ROWS", 3, 2),
            ("LIMIT_TABLE_CHANGES", 3, 2),
            ("LIMIT_FILE_BYTES", len(table), len(table) - 1),
        ):
            with override_settings(**{setting: below}):
                self.assertEqual(self.upload("actor", table).status_code, 200, setting)
            with override_settings(**{setting: above}):
                self.assertEqual(self.upload("actor", table).status_code, 422, setting)

    def test_rows_that_are_about_one_record_or_about_several_are_refused(self):
        make_actor("Red Band", slug="other-band")
        table = "slug,name,kind\nblue-guard,A,group\nblue-guard,B,group\n,Red Band,group\n"
        counts = self.upload("actor", table).context["counts"]
        self.assertEqual(counts, {"new": 0, "changed": 1, "unchanged": 0, "refused": 2})


class OtherTablesTests(Desk):
    def test_sources_come_in_with_their_actors(self):
        make_source("Daily Bell", date=PartialDate(2019), cited_as="x")
        table = (
            "kind,title,publisher,date,publisher_actor,author_actors,url\n"
            "book,On salt,Guard Press,2020,Blue Guard,red-band,https://e.org/\n"
            "book,On salt,Guard Press,soon,,,\n"
            "book,On gold,Guard Press,2020,Nobody,,\n"
            "book,On tin,Guard Press,2020,,,javascript:x\n"
        )
        preview = self.upload("source", table)
        counts = {"new": 1, "changed": 0, "unchanged": 0, "refused": 3}
        self.assertEqual(preview.context["counts"], counts)
        self.confirm("source", preview)
        source = Source.objects.get(title="On salt")
        self.assertEqual(source.publisher_actor, self.guard)
        self.assertEqual(list(source.author_actors.all()), [self.band])
        self.assertEqual(self.upload("source", table).context["counts"]["unchanged"], 1)

    def test_relations_come_in_with_the_sentence_that_proves_them(self):
        make_document(slug="salt", paragraphs=["The Blue Guard met the Red Band. It rained."])
        entry = {
            "subject": "Blue Guard",
            "predicate": "met",
            "inverse": "met by",
            "object": "red-band",
            "evidence": [{"document": "salt", "quote": "met the Red Band"}],
        }
        wrong = [
            {**entry, "evidence": [{"document": "salt", "quote": "fled"}], "predicate": "fled"},
            {**entry, "object": "Nobody"},
            {**entry, "object": "Blue Guard"},
        ]
        preview = self.upload("relation", json.dumps([entry, *wrong]))
        counts = {"new": 1, "changed": 0, "unchanged": 0, "refused": 3}
        self.assertEqual(preview.context["counts"], counts)
        self.confirm("relation", preview)
        relation = Relation.objects.get()
        self.assertEqual((relation.subject, relation.object), (self.guard, self.band))
        proof = relation.evidence.get()
        self.assertEqual(proof.block.text[proof.start : proof.end], "met the Red Band")
        again = self.upload("relation", json.dumps([entry]))
        self.assertEqual(again.context["counts"]["unchanged"], 1)

    def test_a_relation_that_would_say_what_another_says_is_refused(self):
        make_relation(self.guard, "met", self.band)
        other = make_relation(self.guard, "fled", self.band)
        preview = self.upload("relation", f"number,predicate\n{other.pk},met\n")
        self.assertContains(preview, "says the same already")


class ReconcileTests(Desk):
    LIST = json.dumps(
        [
            {"id": "Q1", "label": "Blue Gaurd", "kind": "group", "aliases": ["The Blues"]},
            {"id": "Q2", "label": "Salt Gate"},
            {"id": "", "label": "Nobody"},
        ]
    )

    def setUp(self):
        super().setUp()
        self.client.post("/admin/desk/reconcile/", {"scheme": "wikidata", "text": self.LIST})
        self.listed = ListedIdentifier.objects.get(value="Q1")

    def decide(self, deed, **more):
        data = {"scheme": "wikidata", "listed": self.listed.pk, "deed": deed}
        data |= {"actor": self.guard.pk, "version": 1, **more}
        return self.client.post("/admin/desk/reconcile/", data)

    def test_a_list_is_kept_once_and_likely_actors_are_shown(self):
        response = self.client.post("/admin/desk/reconcile/", {"text": self.LIST})
        self.assertContains(response, "It has no id or no label.")
        self.assertContains(response, "It is Blue Guard")
        self.assertContains(response, "No actor is likely.")
        self.assertEqual(ListedIdentifier.objects.count(), 2)

    def test_accepted_it_is_the_actors_identifier_and_waits_no_longer(self):
        self.assertEqual(self.decide("accept").status_code, 302)
        identifier = Identifier.objects.get()
        self.assertEqual((identifier.actor, identifier.value), (self.guard, "Q1"))
        self.assertNotContains(self.client.get("/admin/desk/reconcile/"), 'aria-label="Blue Gaurd')
        self.decide("accept")
        self.assertEqual(Identifier.objects.count(), 1)

    def test_not_this_one_is_remembered(self):
        for _ in range(2):
            self.decide("refuse")
        self.assertEqual(NotThisOne.objects.count(), 1)
        self.assertNotContains(self.client.get("/admin/desk/reconcile/"), "It is Blue Guard")

    def test_set_aside_it_waits_no_longer(self):
        self.decide("skip")
        self.assertNotContains(self.client.get("/admin/desk/reconcile/"), 'aria-label="Blue Gaurd')

    def test_an_actor_changed_since_is_shown_first(self):
        save_record(Actor.objects.get(pk=self.guard.pk), version=1, user=self.ed)
        self.assertEqual(self.decide("accept").status_code, 409)
        self.assertFalse(Identifier.objects.exists())

    def test_one_that_is_known_already_is_not_asked_about(self):
        make_identifier(self.guard, value="Q9")
        self.assertNotContains(self.client.get("/admin/desk/reconcile/"), "It is Blue Guard")

    def test_what_is_not_there_is_said_or_not_found(self):
        self.assertEqual(self.client.get("/admin/desk/reconcile/?scheme=x").status_code, 404)
        self.assertContains(self.decide("accept", actor="x"), "the actor is gone")
        response = self.client.post("/admin/desk/reconcile/", {"listed": "9" * 30})
        self.assertEqual(response.status_code, 404)
        response = self.client.post("/admin/desk/reconcile/", {"text": "colour\nred"})
        self.assertEqual(response.status_code, 422)


class RightsTests(Desk):
    def test_only_who_keeps_the_registry_enters(self):
        author = make_editor("author", "author")
        for user, status in ((author, 403), (make_user("reader"), 302)):
            self.client.force_login(user)
            for path in ("bulk/actor/", "bulk/actor/export/", "reconcile/"):
                address = f"/admin/desk/{path}"
                self.assertEqual(self.client.get(address).status_code, status, address)
                self.assertEqual(self.client.post(address).status_code, status, address)
        self.assertEqual(Name.objects.count(), 3)
