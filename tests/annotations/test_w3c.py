"""The examples and counter-examples of the W3C suite, and its schemas for what is served.

They lie outside the repository, in a folder `shared/w3c-annotation-data` above it or where
W3C_ANNOTATION_DATA says; without them these tests say so and hold for our own examples alone.
"""

import json
import os
import re
import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.test import TestCase, override_settings

from tests.annotations.factories import make_annotation, make_suggestion
from tests.factories import make_document, make_user

LD = "application/ld+json"
ROOT = Path(__file__).resolve().parent.parent.parent


def data_folder():
    """Return the folder of the W3C suite's data, or None, which is said plainly."""
    given = os.environ.get("W3C_ANNOTATION_DATA")
    folders = [Path(given)] if given else [up / "shared/w3c-annotation-data" for up in ROOT.parents]
    found = next((folder for folder in folders if folder.is_dir()), None)
    if found is None:
        sys.stderr.write("The W3C suite’s data is absent: set W3C_ANNOTATION_DATA.\n")
    return found


class Schemas:
    """As much of JSON Schema, draft 4, as the suite's assertions use."""

    def __init__(self, folder):
        self.files = {file.name: json.loads(file.read_text()) for file in folder.rglob("*.json")}

    def allows(self, schema, value, home):
        if "$ref" in schema:
            name, _, path = schema["$ref"].partition("#")
            home = name.rpartition("/")[2] or home
            found = self.files[home]
            for part in filter(None, path.split("/")):
                found = found[part]
            return self.allows(found, value, home)
        return all(
            getattr(self, f"_{word}")(rule, value, home, schema)
            for word, rule in schema.items()
            if hasattr(self, f"_{word}")
        )

    def _type(self, rule, value, home, schema):
        kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": int,
                 "boolean": bool, "null": type(None)}  # fmt: skip
        names = rule if isinstance(rule, list) else [rule]
        return any(isinstance(value, kinds[name]) for name in names)

    def _properties(self, rule, value, home, schema):
        return not isinstance(value, dict) or all(
            self.allows(inner, value[name], home) for name, inner in rule.items() if name in value
        )

    def _required(self, rule, value, home, schema):
        return not isinstance(value, dict) or all(name in value for name in rule)

    def _items(self, rule, value, home, schema):
        return not isinstance(value, list) or all(self.allows(rule, v, home) for v in value)

    def _minItems(self, rule, value, home, schema):
        return not isinstance(value, list) or len(value) >= rule

    def _allOf(self, rule, value, home, schema):
        return all(self.allows(inner, value, home) for inner in rule)

    def _anyOf(self, rule, value, home, schema):
        return any(self.allows(inner, value, home) for inner in rule)

    def _oneOf(self, rule, value, home, schema):
        return sum(self.allows(inner, value, home) for inner in rule) == 1

    def _not(self, rule, value, home, schema):
        return not self.allows(rule, value, home)

    def _enum(self, rule, value, home, schema):
        return value in rule

    def _pattern(self, rule, value, home, schema):
        return not isinstance(value, str) or re.search(rule, value) is not None

    def _minimum(self, rule, value, home, schema):
        return not isinstance(value, int) or value >= rule

    def _format(self, rule, value, home, schema):
        if rule != "uri" or not isinstance(value, str):
            return True
        return re.match(r"[A-Za-z][\w+.-]*:\S+\Z", value) is not None


@override_settings(LIMIT_WRITES_A_MINUTE=1000)
class W3cTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ada = make_user("ada")
        get_user_model().objects.update(date_joined="2020-01-01T00:00Z")
        cls.document = make_document(slug="bells", paragraphs=["The tower burned.", "Why?"])

    def setUp(self):
        self.client.force_login(self.ada)
        self.folder = data_folder()

    def post(self, raw):
        return self.client.post("/annotations/", raw, content_type=LD)

    def test_no_correct_sample_is_called_malformed(self):
        for file in sorted(self.folder.glob("correct/anno*.json")) if self.folder else []:
            answer = self.post(file.read_bytes())
            with self.subTest(file=file.name):
                self.assertIn(answer.status_code, (201, 415, 422), answer.content)

    def test_a_correct_sample_about_our_document_is_kept_or_well_formed(self):
        for file in sorted(self.folder.glob("correct/anno*.json")) if self.folder else []:
            data = json.loads(file.read_text())
            data["target"] = "http://testserver/documents/bells/"
            answer = self.post(json.dumps(data))
            with self.subTest(file=file.name):
                self.assertIn(answer.status_code, (201, 400, 415, 422), answer.content)

    def test_every_incorrect_sample_is_refused(self):
        for file in sorted(self.folder.glob("incorrect/*.json")) if self.folder else []:
            answer = self.post(file.read_bytes())
            with self.subTest(file=file.name):
                self.assertIn(answer.status_code, (400, 415, 422))

    def test_what_is_served_holds_every_must_of_the_model(self):
        note = make_annotation(self.ada, self.document, words="tower", tags=["fire"])
        reply, whole = (
            make_annotation(self.ada, parent=note),
            make_annotation(self.ada, note.document),
        )
        made = make_suggestion(self.ada, self.document, words="burned", replacement="fell")
        for row in (note, reply, whole, made):
            made = self.client.get(row.get_absolute_url(), headers={"Accept": LD}).json()
            self.assertEqual(made["@context"][0], "http://www.w3.org/ns/anno.jsonld")
            self.assertEqual(made["type"], "Annotation")
            if self.folder is None:
                continue
            schemas = Schemas(self.folder / "model")
            musts = json.loads((self.folder / "model/annotations/annotationMusts.test").read_text())
            for assertion in musts["assertions"]:
                name = assertion.rpartition("/")[2]
                schema = schemas.files[name]
                expected = schema.get("expectedResult", "valid") == "valid"
                with self.subTest(kind=row.kind, assertion=name):
                    self.assertEqual(schemas.allows(schema, made, name), expected)
