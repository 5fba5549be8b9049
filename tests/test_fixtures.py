"""The curated data of the first article says what its hand-made reading says."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
DATA = {
    name: json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("actors", "relations", "sources", "topics")
}
ACTORS = {actor["name"]: actor for actor in DATA["actors"]}
RELATIONS = DATA["relations"]
SOURCES = DATA["sources"]
TOPICS = {topic["name"] for topic in DATA["topics"]["topics"]}
GOLD = json.loads((ROOT / "tests" / "cases" / "gold.json").read_text(encoding="utf-8"))

ACTOR_KINDS = {"person", "group", "state", "state_body", "party", "media", "publisher", "place"}
ALIAS_KINDS = {"full", "short", "acronym", "former", "translation", "transliteration", "weak"}
IDENTIFIERS = {
    "wikidata": r"Q[1-9]\d{0,9}",
    "viaf": r"\d{1,22}",
    "isni": r"\d{15}[\dX]",
    "website": r"https://[a-z0-9.-]{1,80}/",
}
# The reading's word for a kind of source, and the CSL 1.0.2 type that stands for it.
CSL_TYPES = {"web": "webpage", "statement": "speech", "book": "book", "report": "report"}
PARTIAL_DATE = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX)(?:-(\d\d))?)?")
EDTF = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?|\d{3}X")
MARKER = re.compile(r" ?\[\d{1,3}\]")


def article_paragraphs():
    """Return the article's lines as they are read: without the markers of notes."""
    text = (FIXTURES / "resistance-axis.txt").read_text(encoding="utf-8")
    return [MARKER.sub("", line) for line in text.splitlines() if line.strip()]


def fold(name):
    """Return name as it is compared: one apostrophe, one hyphen, no case."""
    return name.translate(str.maketrans({"’": "'", "‘": "'", "–": "-"})).casefold()


def names_of(actor):
    return [actor["name"], *(alias["text"] for alias in actor["aliases"])]


def triple(relation):
    return relation["subject"], relation["predicate"], relation["object"]


def gold_relations():
    """Return the reading's relations between actors, remarks in parentheses left out."""
    return [
        relation | {"predicate": relation["predicate"].split(" (")[0]}
        for relation in GOLD["relations"]
        if "object_kind" not in relation
    ]


@pytest.mark.parametrize("name", DATA)
def test_a_fixture_is_written_in_one_way(name):
    written = (FIXTURES / f"{name}.json").read_text(encoding="utf-8")
    assert written == json.dumps(DATA[name], indent=2, ensure_ascii=False) + "\n"


def test_lists_stand_in_order():
    assert list(ACTORS) == sorted(ACTORS, key=str.casefold)
    triples = [tuple(part.casefold() for part in triple(relation)) for relation in RELATIONS]
    assert triples == sorted(set(triples))
    names = [topic["name"] for topic in DATA["topics"]["topics"]]
    assert names == sorted(set(names), key=str.casefold)


@pytest.mark.parametrize("gold", GOLD["actors"], ids=lambda actor: actor["name"])
def test_an_actor_has_its_kind_and_names(gold):
    actor = ACTORS[gold["name"]]
    assert actor["kind"] == gold["kind"]
    assert set(gold["aliases"]) <= {alias["text"] for alias in actor["aliases"]}


def test_every_actor_of_the_reading_is_curated_once():
    assert len(DATA["actors"]) == len(ACTORS) == len(GOLD["actors"]) == 63


@pytest.mark.parametrize("actor", DATA["actors"], ids=lambda actor: actor["name"])
def test_an_actor_is_complete(actor):
    assert actor["kind"] in ACTOR_KINDS
    assert 0 < len(actor["description"]) <= 240
    assert actor["description"].endswith(".")
    assert set(actor["topics"]) <= TOPICS
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", actor.get("slug", "none"))
    texts = names_of(actor)
    assert len(texts) == len(set(texts))
    for alias in actor["aliases"]:
        assert alias["kind"] in ALIAS_KINDS
        assert alias.keys() <= {"text", "kind", "case_sensitive", "language"}
    for identifier in actor["identifiers"]:
        assert re.fullmatch(IDENTIFIERS[identifier["scheme"]], identifier["value"])


def test_no_name_and_no_identifier_belongs_to_two_actors():
    owners = {}
    for actor in DATA["actors"]:
        keys = {fold(name) for name in names_of(actor)}
        keys |= {(found["scheme"], found["value"]) for found in actor["identifiers"]}
        for key in keys:
            assert owners.setdefault(key, actor["name"]) == actor["name"], key


def test_a_name_the_editor_added_changes_no_mention_of_the_reading():
    paragraphs = [fold(paragraph) for paragraph in article_paragraphs()]
    for gold in GOLD["actors"]:
        actor = ACTORS[gold["name"]]
        known = {fold(name) for name in [gold["name"], *gold["aliases"]]}
        for name in {fold(name) for name in names_of(actor)} - known:
            word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            if any(word.search(longer) for longer in known):
                continue  # it stands inside a longer name of this actor, which is matched first
            assert not any(word.search(paragraph) for paragraph in paragraphs), name


def test_relations_are_those_of_the_reading():
    assert {triple(relation) for relation in RELATIONS} == {
        triple(relation) for relation in gold_relations()
    }
    ours = {triple(relation): relation for relation in RELATIONS}
    for gold in gold_relations():
        relation = ours[triple(gold)]
        assert any(gold["text"] in evidence for evidence in relation["evidence"])
        assert relation["date"] == gold.get("date", relation["date"])
        if gold.get("hedged"):
            assert relation["stance"] == "hedged"


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: " ".join(triple(relation)))
def test_a_relation_joins_actors_and_quotes_its_proof(relation):
    keys = ["subject", "predicate", "inverse", "object", "date", "stance", "evidence"]
    assert list(relation) == keys
    assert relation["subject"] in ACTORS
    assert relation["object"] in ACTORS
    assert relation["predicate"]
    assert relation["inverse"]
    assert relation["stance"] in {"stated", "hedged", "denied"}
    assert relation["date"] == "" or EDTF.fullmatch(relation["date"])
    paragraphs = article_paragraphs()
    assert relation["evidence"]
    for evidence in relation["evidence"]:
        assert sum(paragraph.count(evidence) for paragraph in paragraphs) == 1, evidence


def test_one_predicate_has_one_inverse():
    inverses = {}
    for relation in RELATIONS:
        predicate, inverse = relation["predicate"], relation["inverse"]
        assert inverses.setdefault(predicate, inverse) == inverse


def test_what_is_hedged_or_denied_is_not_stated():
    stances = {triple(relation): relation["stance"] for relation in RELATIONS}
    embassy, militia = "U.S. Embassy in Baghdad", "Asaib Ahl al-Haq"
    assert {key: stance for key, stance in stances.items() if stance != "stated"} == {
        ("Ashab al-Kahf", "not affiliated with", militia): "hedged",
        ("Ashab al-Kahf", "not affiliated with", "Kata’ib Hezbollah"): "hedged",
        (militia, "linked to attack on", embassy): "hedged",
        (militia, "denies attack on", embassy): "denied",
    }


def test_there_is_one_source_for_each_of_the_reading():
    assert len(SOURCES) == len(GOLD["sources"]) == 19


@pytest.mark.parametrize("place", range(19))
def test_a_source_says_what_the_reading_says(place):
    source, gold = SOURCES[place], GOLD["sources"][place]  # both in the order of first citation
    assert source["publisher"] == gold["publisher"]
    assert source["author"] == gold.get("author", "")
    assert source["title"] == gold.get("title", "")
    assert source["kind"] == CSL_TYPES[gold["kind"]]
    parts = PARTIAL_DATE.fullmatch(source["date"]).groups()
    stated = [int(part) if part and "X" not in part else None for part in parts]
    assert dict(zip(("year", "month", "day"), stated, strict=True)) == gold["date"]
    assert source.get("inferred_year") == gold.get("inferred_year")
    assert ("inferred_year" in source) == bool(source.get("reason"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["publisher"])
def test_a_source_leads_to_actors(source):
    publisher = ACTORS[source.get("publisher_actor", source["publisher"])]
    assert source["publisher"] in names_of(publisher)
    assert set(source.get("author_actors", [])) <= ACTORS.keys()
    assert bool(source["author"]) == bool(source.get("author_actors"))
    assert source["url"] == source["archived_url"] == ""


def test_topics_are_few_and_each_is_used():
    assert 2 <= len(TOPICS) <= 8
    assert all(topic["description"].endswith(".") for topic in DATA["topics"]["topics"])
    documents = DATA["topics"]["documents"]
    assert documents.keys() == {"resistance-axis"}
    of_actors = {topic for actor in DATA["actors"] for topic in actor["topics"]}
    of_documents = {topic for topics in documents.values() for topic in topics}
    assert of_documents <= TOPICS
    assert of_actors | of_documents == TOPICS
