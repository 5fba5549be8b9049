"""`import_document`: what comes in whole, what is refused, and that twice is once."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import TransactionTestCase

from reader.exports.reading import write_dump
from reader.models import (
    Abbreviation,
    Actor,
    Block,
    Citation,
    Document,
    Event,
    Evidence,
    Footnote,
    FootnoteReference,
    Mention,
    Name,
    Revision,
    Source,
    State,
)

TABLES = [Actor, Name, Document, Revision, Block, Footnote, FootnoteReference, Citation, Source]
TABLES += [Mention, Abbreviation, Evidence, Event]
TEXT = """The Ledger of the Salt Road

The caravan left Harun on May 2, 1871 (Port Gazette, May 3, 1871). [1]

Nobody in the town of Sefir knew why the Salt Company (SC) had sent it.

The company never said (Port Gazette, June 1, 1871).

[1] See Ada Marsh, “Salt and Silver,” (Harbour Press, March 1980)
"""
ACTORS = [
    {"name": "Salt Company", "kind": "group", "aliases": ["SC"]},
    {"name": "Port Gazette", "kind": "media"},
]


def rows():
    """Every row of every table, so that "nothing changed" means nothing."""
    return {table.__name__: sorted(map(repr, table.objects.values())) for table in TABLES}


@pytest.fixture
def write(tmp_path):
    def write(content, name="salt-road.txt"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(file)

    return write


@pytest.fixture
def actors(write):
    return write(json.dumps(ACTORS), "actors.json")


def run(*arguments):
    out = io.StringIO()
    call_command("import_document", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
class TestImporting:
    def test_a_text_becomes_rows(self, write, actors):
        said = run(write(TEXT), "--actors", actors)
        document = Document.objects.get(slug="salt-road")
        assert document.title == "The Ledger of the Salt Road"
        assert document.status == Document.Status.DRAFT
        assert Citation.objects.filter(state=State.ACCEPTED).count() == 3
        assert Mention.objects.filter(actor__name="Salt Company").count() == 2
        assert Source.objects.filter(publisher_actor__name="Port Gazette").count() == 2
        assert "/documents/salt-road/ is draft" in said

    def test_the_same_file_again_changes_no_row(self, write, actors):
        file = write(TEXT)
        run(file, "--actors", actors)
        before = rows()
        run(file, "--actors", actors)
        assert rows() == before

    def test_blocks_keep_their_keys_when_the_text_around_them_changes(self, write, actors):
        run(write(TEXT), "--actors", actors)
        keys = {block.text: block.key for block in Block.objects.all()}
        edited = TEXT.replace("Nobody in", "A paragraph that was not there.\n\nAlmost nobody in")
        run(write(edited), "--actors", actors)
        after = {block.text: block.key for block in Block.objects.all()}
        assert (
            after["The company never said (Port Gazette, June 1, 1871)."]
            == keys["The company never said (Port Gazette, June 1, 1871)."]
        )
        was = next(key for text, key in keys.items() if text.startswith("Nobody"))
        assert next(key for text, key in after.items() if text.startswith("Almost")) == was
        assert Revision.objects.count() == 2

    def test_spans_move_with_their_words(self, write, actors):
        run(write(TEXT), "--actors", actors)
        mention = Mention.objects.filter(block__text__startswith="Nobody").order_by("start").first()
        run(write(TEXT.replace("Nobody in", "Almost nobody in")), "--actors", actors)
        moved = Mention.objects.select_related("block").get(pk=mention.pk)
        assert moved.block.text[moved.start : moved.end] == "Salt Company"
        assert moved.start == mention.start + len("Almost ")

    def test_a_rejection_is_remembered(self, write, actors):
        run(write(TEXT), "--actors", actors)
        mention = Mention.objects.order_by("pk").first()
        mention.state, mention.reviewed_at = State.REJECTED, "2026-01-01T00:00Z"
        mention.save()
        run(
            write(TEXT.replace("The company never said", "The company has never said")),
            "--actors",
            actors,
        )
        mention.refresh_from_db()
        assert mention.state == State.REJECTED
        assert not Mention.objects.filter(
            block=mention.block, start=mention.start, state=State.ACCEPTED
        ).exists()

    def test_the_dry_run_writes_nothing_and_forecasts_what_is_then_so(self, write, actors):
        run(write(TEXT), "--actors", actors)
        edited = write(TEXT.replace("Nobody in", "Almost nobody in"))
        before = rows()
        plan = json.loads(run(edited, "--actors", actors, "--dry-run", "--json"))["plan"]
        assert rows() == before
        assert plan["counts"]["blocks"] == {"kept": 3, "changed": 1}
        counts = plan["counts"]["mentions"]
        assert (counts["new"], counts["shifted"], counts["lost"]) == (0, 2, 0)
        run(edited, "--actors", actors)
        for span in plan["spans"]:
            if span["kind"] == "mention":
                row = Mention.objects.select_related("block").get(pk=span["id"])
                assert row.block.text[row.start : row.end] == span["exact"]
                assert (row.start, row.end) == (span["start"], span["end"])


@pytest.mark.django_db
class TestProposing:
    """Without a list of actors the text's own are proposed; a person answers for them."""

    TEXT = TEXT.replace(
        "Nobody in", "General Tomas Varn of the Harbour Police said nothing. Varn left. Nobody in"
    )

    def test_actors_and_their_mentions_are_proposed(self, write):
        run(write(self.TEXT))
        actor = Actor.objects.get(name="Tomas Varn")
        assert (actor.kind, actor.state) == ("person", State.PROPOSED)
        assert set(actor.names.values_list("text", flat=True)) == {"Tomas Varn", "Varn"}
        spans = actor.mentions.order_by("start").select_related("block")
        assert [m.block.text[m.start : m.end] for m in spans] == ["Tomas Varn", "Varn"]
        assert {mention.state for mention in spans} == {State.PROPOSED}

    def test_none_of_it_is_public(self, write, client):
        run(write(self.TEXT), "--publish")
        actor = Actor.objects.get(name="Tomas Varn")
        assert client.get(actor.get_absolute_url()).status_code == 404
        assert actor.name not in client.get("/actors/").content.decode()
        page = client.get("/documents/salt-road/").content.decode()
        assert "Tomas Varn" in page
        assert actor.get_absolute_url() not in page

    def test_the_same_file_again_changes_no_row(self, write):
        file = write(self.TEXT)
        run(file)
        before = rows()
        run(file)
        assert rows() == before

    def test_another_text_proposes_the_same_actor_once(self, write):
        run(write(self.TEXT))
        run(write(self.TEXT, "another.txt"))
        assert Actor.objects.filter(name="Tomas Varn").count() == 1
        assert Mention.objects.filter(actor__name="Tomas Varn").count() == 4

    def test_what_was_rejected_is_not_proposed_again(self, write):
        run(write(self.TEXT))
        Actor.objects.filter(name="Tomas Varn").update(state=State.REJECTED)
        run(write(self.TEXT, "another.txt"))
        assert not Mention.objects.filter(block__document__slug="another").filter(
            actor__name="Tomas Varn"
        )

    def test_what_is_entered_is_not_proposed(self, write, actors):
        call_command("import_actors", actors, stdout=io.StringIO())
        run(write(self.TEXT))
        assert Actor.objects.get(name="Salt Company").state == State.ACCEPTED
        assert not Actor.objects.filter(state=State.PROPOSED, name__contains="Salt Company")

    def test_a_list_given_later_leaves_the_proposals_to_be_decided(self, write, actors):
        run(write(self.TEXT))
        run(write(self.TEXT), "--actors", actors)
        assert Mention.objects.filter(actor__name="Tomas Varn").count() == 2

    def test_the_dry_run_says_them_as_proposals(self, write):
        dump = json.loads(run(write(self.TEXT), "--dry-run", "--json"))
        states = {actor["name"]: actor["state"] for actor in dump["actors"]}
        assert states["Tomas Varn"] == "proposed"
        assert not Actor.objects.exists()


BAD = {
    "empty": (b"", "t.txt", "empty"),
    "blank": (b" \n\t\n", "t.txt", "empty|blank|no text"),
    "binary": (bytes(range(256)) * 40, "t.txt", "binary|not text|not a text|encoding"),
    "pdf": (b"%PDF-1.7\n\x00\x01\x02" * 50, "t.txt", "PDF"),
    "zip": (b"PK\x03\x04" + bytes(200), "t.txt", "zip|ZIP|docx|archive"),
    "latin-1": (
        "Où était-il né ? à Orléans, près d’ici ; çà et là.\n".encode("cp1252") * 20,
        "t.txt",
        "--encoding",
    ),
    "utf-16": (TEXT.encode("utf-16"), "t.txt", "--encoding"),
    "paragraph of 5 MB": (b"A title\n\n" + b"word " * 1_000_000, "t.txt", "100,?000|paragraph"),
}


@pytest.mark.django_db
class TestBadInput:
    @pytest.mark.parametrize("case", BAD)
    def test_is_refused_in_one_line_and_changes_nothing(self, case, write):
        content, name, said = BAD[case]
        before = rows()
        with pytest.raises(CommandError, match=said) as refusal:
            run(write(content, name))
        assert len(str(refusal.value).splitlines()) == 1
        assert rows() == before

    def test_a_directory_is_refused(self, tmp_path):
        with pytest.raises(CommandError, match="directory"):
            run(str(tmp_path))

    def test_a_file_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(CommandError, match="no file"):
            run(str(tmp_path / "none.txt"))

    def test_an_unknown_format_is_refused_with_those_known(self, write):
        with pytest.raises(CommandError, match="markdown"):
            run(write(TEXT), "--format", "papyrus")

    def test_a_bad_slug_is_refused(self, write):
        with pytest.raises(CommandError, match="hyphens"):
            run(write(TEXT), "--slug", "../etc")

    def test_nul_bytes_go_and_are_reported(self, write):
        said = run(write(TEXT.replace("Nobody", "No\0body").encode()))
        assert "line 5" in said
        assert Block.objects.filter(text__startswith="Nobody").exists()

    def test_a_single_bad_byte_is_marked_and_reported(self, write):
        said = run(write(TEXT.encode().replace(b"Nobody", b"Nob\xffody")))
        assert "line 5" in said
        assert Block.objects.filter(text__startswith="Nob\ufffdody").exists()

    def test_markers_without_notes_stay_text_and_are_reported(self, write):
        said = run(write(TEXT.replace("knew why", "knew [7] why")))
        assert "marker-without-note" in said
        assert Block.objects.filter(text__contains="knew [7] why").exists()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("{", "not JSON"),
            ("{}", "must be a JSON list"),
            ("[1]", "no object"),
            ('[{"kind": "person"}]', "no name"),
            ('[{"name": "A", "kind": "wizard"}]', "wizard"),
            ('[{"name": "A", "kind": "person", "aliases": "B"}]', "aliases must be a list"),
            ('[{"name": "A", "kind": "person", "aliases": [3]}]', "neither text nor object"),
            ('[{"name": "A", "kind": "person", "aliases": [{"text": "B", "kind": "x"}]}]', "'x'"),
            ("[" * 100_000, "not JSON"),
        ],
    )
    def test_a_bad_list_of_actors_is_refused_in_one_line(self, write, content, said):
        before = rows()
        with pytest.raises(CommandError, match=said):
            run(write(TEXT), "--actors", write(content, "actors.json"))
        assert rows() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("word", "kind"),
    [("Company", "group"), ("country", "state"), ("State body", "state_body"), ("outlet", "media")],
)
def test_the_kind_of_an_actor_may_be_said_in_other_words(write, word, kind):
    entries = [{"name": "Salt Company", "kind": word}]
    listed = write(json.dumps(entries), "actors.json")
    dump = json.loads(run(write(TEXT), "--actors", listed, "--dry-run", "--json"))
    assert [a["kind"] for a in dump["actors"] if a["name"] == "Salt Company"] == [kind]


class FaultTests(TransactionTestCase):
    """What a fault in the middle leaves: nothing."""

    def test_a_failing_import_leaves_the_database_as_it_was(self):
        import tempfile

        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(TEXT)
            file.flush()
            # A name longer than its column stops the writing half way on PostgreSQL, a bad list
            # of candidates on both: here the document's slug is taken while the plan is applied.
            from reader.actions.documents import apply, plan_document
            from reader.actions.records import Stale
            from reader.registry import load_registry
            from reader.text.formats import read_file

            formatted = read_file(TEXT.encode(), name="salt-road.txt")
            plan = plan_document(formatted.manuscript, load_registry(), slug="salt-road")
            run(file.name, "--slug", "salt-road")
            before = rows()
            with pytest.raises(Stale):
                apply(plan)
            assert rows() == before


def test_a_dump_is_written_in_parts_that_make_one_json_text():
    dump = {"title": "“Salt”", "meta": {}, "blocks": [], "events": [{"n": n} for n in range(2_001)]}
    parts = list(write_dump(dump))
    assert json.loads("".join(parts)) == dump
    assert max(map(len, parts)) < 20_000


@pytest.mark.django_db
def test_a_sentence_of_many_dates_is_not_said_with_each_of_them(write):
    said = "It fell in May" + ", in July" * 30
    file = write(f"The Ledger\n\n{said}. It rose in 1871.\n")
    events = json.loads(run(file, "--dry-run", "--json"))["events"]
    assert [event["text"] for event in events] == [f"{said}."] * 8 + [""] * 23 + [
        "It rose in 1871."
    ]
    assert all(event["end"] - event["start"] == len(said) + 1 for event in events[:-1])
