"""The first article against its hand-made gold reading, through the real importer."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from reader.models import Actor, Citation, Document, Footnote, FootnoteReference, Mention, Source
from tests.gold import ARTICLE, BLOCKS, GOLD, ROOT, found_place, overlap, place

pytestmark = pytest.mark.django_db
ACTORS = ROOT / "fixtures" / "actors.json"


def dry_run(*arguments):
    out = io.StringIO()
    call_command("import_document", str(ARTICLE), "--dry-run", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def reading(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return dry_run("--actors", str(ACTORS))


class TestTheFrame:
    def test_every_block_has_its_text_and_kind(self, reading):
        assert [(b["kind"], b["text"]) for b in reading["blocks"]] == [
            (gold["kind"], text) for gold, (text, _) in zip(GOLD["blocks"], BLOCKS, strict=True)
        ]

    def test_the_title_and_the_publication_are_read(self, reading):
        assert reading["title"] == GOLD["title"]
        for name in ("publication", "volume", "issue", "author", "date", "url", "source_file"):
            assert reading["meta"][name] == GOLD["meta"][name], name

    def test_no_character_of_the_file_is_lost(self, reading):
        kept = [reading["title"], *(b["text"] for b in reading["blocks"])]
        kept += [note["text"] for note in reading["footnotes"]]
        rest = sorted("".join(ARTICLE.read_text().split()))
        markers = "".join(f"[{ref['number']}]" * 2 for ref in reading["footnote_refs"])
        assert sorted("".join(("".join(kept) + markers).split())) == rest

    def test_what_an_editor_must_look_at_is_said_with_its_line(self, reading):
        codes = {(problem["code"], problem["line"]) for problem in reading["problems"]}
        assert ("torn-caption", 5) in codes
        assert sum(1 for code, _ in codes if code == "likely-lost-heading") == 2
        assert {"source-before-event", "no-final-stop", "metadata-absent"} <= {c for c, _ in codes}


class TestNotes:
    def test_markers_point_to_their_notes_where_they_stand(self, reading):
        wanted = [
            (ref["block"], ref["number"], BLOCKS[ref["block"]][1][ref["offset"]])
            for ref in GOLD["footnote_refs"]
        ]
        found = [(r["block"], r["number"], r["offset"]) for r in reading["footnote_refs"]]
        assert found == wanted

    def test_notes_have_their_words(self, reading):
        assert [(n["number"], n["text"]) for n in reading["footnotes"]] == [
            (n["number"], n["text"]) for n in GOLD["footnotes"]
        ]

    def test_a_short_form_finds_its_own_note(self, reading):
        assert [note["resolves_to"] for note in reading["footnotes"]] == [
            note["resolves_to"] for note in GOLD["footnotes"]
        ]


class TestCitations:
    def test_every_citation_is_found_with_all_its_fields(self, reading):
        def fields(citation):
            return (
                *place(citation)[:2],
                citation["form"],
                citation.get("publisher") or "",
                citation.get("author") or "",
                citation.get("title") or "",
                *citation["date"].values(),
                citation.get("locator") or "",
            )

        wanted = {place(c): fields(c) for c in GOLD["citations"]}
        found = {
            found_place(c): (*found_place(c)[:2], *fields(c)[2:]) for c in reading["citations"]
        }
        assert found == wanted
        assert len(reading["citations"]) == 22

    def test_no_other_parenthesis_is_a_citation(self, reading):
        for other in GOLD["parentheticals_not_citations"]:
            assert not any(overlap(place(other), found_place(c)) for c in reading["citations"])

    def test_sources_are_told_apart_and_put_together(self, reading):
        def described(source):
            return (
                source.get("publisher") or "",
                source.get("author") or "",
                source.get("title") or "",
                *source["date"].values(),
                source.get("inferred_year"),
            )

        assert sorted(map(repr, map(described, reading["sources"]))) == sorted(
            map(repr, map(described, GOLD["sources"]))
        )

    def test_defined_abbreviations_are_found_and_nothing_else(self, reading):
        assert {(a["short"], a["long"]) for a in reading["abbreviations"]} == {
            (a["short"], a["long"]) for a in GOLD["abbreviations"] if a["defined"]
        }


def core_mentions():
    for actor in GOLD["actors"]:
        if actor["tier"] == "core":
            for mention in actor["mentions"]:
                if not (mention.get("nested") or mention.get("nested_in")):
                    yield actor["name"], mention


class TestMentions:
    def test_core_mentions_are_linked(self, reading):
        linked = {
            actor["name"]: [found_place(m) for m in actor["mentions"]]
            for actor in reading["actors"]
            if actor["state"] == "accepted"
        }
        wanted = list(core_mentions())
        assert len(wanted) == 224
        missed = [
            (name, mention)
            for name, mention in wanted
            if not any(overlap(place(mention), span) for span in linked.get(name, ()))
        ]
        assert missed == []

    def test_no_forbidden_link_is_made(self, reading):
        linked = {
            (actor["name"], found_place(m))
            for actor in reading["actors"]
            if actor["state"] == "accepted"
            for m in actor["mentions"]
        }
        assert len(GOLD["must_not_link"]) == 28
        for mention in GOLD["must_not_link"]:
            assert (mention["must_not_link_to"], place(mention)) not in linked


class TestEvents:
    def test_every_date_expression_is_found_with_its_sentence_and_date(self, reading):
        wanted = []
        for event in GOLD["events"]:
            where = place(event)
            at = place({**event, "start": event["expr_start"], "end": event["expr_end"]})
            wanted.append((where, at[2:], event["expr"], event["date"]))
        found = [
            (found_place(e), (e["expr_start"], e["expr_end"]), e["expr"], e["date"])
            for e in reading["events"]
        ]
        assert found == wanted

    def test_a_year_that_the_text_does_not_give_is_marked(self, reading):
        inferred = [event["expr"] for event in reading["events"] if event["year_inferred"]]
        assert inferred == [e["expr"] for e in GOLD["events"] if e.get("year_inferred")]


class TestActorsFromNothing:
    """With an empty list the actors are proposed from the text alone."""

    @pytest.fixture(scope="class")
    def proposed(self, django_db_setup, django_db_blocker):
        with django_db_blocker.unblock():
            return [actor for actor in dry_run()["actors"] if actor["state"] == "proposed"]

    def test_the_core_actors_are_proposed_with_their_kinds(self, proposed):
        kinds = {(actor["name"], actor["kind"]) for actor in proposed}
        core = [(a["name"], a["kind"]) for a in GOLD["actors"] if a["tier"] == "core"]
        names = {name for actor in proposed for name in [actor["name"], *actor["aliases"]]}
        assert sum(name in names for name, _ in core) >= 30
        assert sum(one in kinds for one in core) >= 28

    def test_nine_mentions_of_ten_are_proposed(self, proposed):
        spans = {found_place(mention) for actor in proposed for mention in actor["mentions"]}
        wanted = [place(mention) for _, mention in core_mentions()]
        found = sum(any(overlap(span, other) for other in spans) for span in wanted)
        assert found >= 0.9 * len(wanted)

    def test_little_of_it_is_junk(self, proposed):
        known = {name for a in GOLD["actors"] for name in [a["name"], *(a.get("aliases") or ())]}
        junk = [actor["name"] for actor in proposed if actor["name"] not in known]
        assert len(junk) <= 0.15 * len(proposed), junk

    def test_whom_its_sources_name_is_proposed_too(self, proposed):
        named = {name for actor in proposed for name in [actor["name"], *actor["aliases"]]}
        for source in GOLD["sources"]:
            assert {source.get("publisher"), source.get("author")} - {None} <= named, source


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The database as `demo` leaves it, kept for the tests of this file."""
    from django.conf import settings
    from django.db import transaction

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("data"))
        with transaction.atomic():
            call_command("demo", "--no-serve", stdout=io.StringIO())
            yield Document.objects.get()
            transaction.set_rollback(True)


class TestRows:
    def test_the_rows_are_those_of_the_reading(self, demo):
        assert demo.blocks.filter(footnote=None).count() == 23
        assert Citation.objects.filter(state="accepted").count() == 22
        assert Source.objects.count() == 19
        assert Footnote.objects.count() == FootnoteReference.objects.count() == 10
        assert Actor.objects.count() == 63

    def test_hezbollah_has_two_mentions(self, demo):
        mentions = Mention.objects.filter(actor__name="Hezbollah", state="accepted")
        assert mentions.count() == 2

    def test_every_relation_stands_on_its_words(self, demo):
        from reader.models import Evidence, Relation

        wanted = json.loads(Path(ROOT / "fixtures" / "relations.json").read_text())
        assert Relation.objects.filter(state="accepted").count() == len(wanted)
        for evidence in Evidence.objects.select_related("block"):
            assert evidence.block.text[evidence.start : evidence.end] == evidence.quote
