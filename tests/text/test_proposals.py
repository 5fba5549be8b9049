"""Actors proposed from a text alone: cases, whole articles with their bars, and any text at all."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.abbreviations import find_abbreviations
from reader.text.citations import find_citations
from reader.text.folding import search_fold
from reader.text.likeness import likely_same
from reader.text.proposals import propose_actors
from reader.text.references import find_references
from reader.text.spans import Span
from tests.gold import BLOCKS, GOLD, place
from tests.text.growth import assert_linear

CASES = Path(__file__).parents[1] / "cases"
TABLE = json.loads((CASES / "proposals.json").read_text("utf-8"))
ARTICLES = sorted((CASES / "proposals").glob("*.json"))
MENTION = re.compile(r"\{(\??)([^{}|]*)(?:\|([^{}]*))?\}")
# The share of mentions that are found and given to one actor, and that of actors, at least.
BARS = {
    "arms_contract": (0.99, 1.0),
    "audit_fraud": (0.99, 1.0),
    "burial_mound": (0.99, 1.0),
    "canal_strike": (0.97, 0.95),
    "climate_politics": (0.97, 0.94),
    "company_fraud": (0.97, 1.0),
    "court_case": (0.99, 1.0),
    "listening_lamp": (0.99, 1.0),
    "museum_gift": (0.97, 0.94),
    "pepper_trade": (0.99, 1.0),
    "port_militia": (0.99, 1.0),
    "republic_chronicle": (0.99, 1.0),
    "town_at_war": (0.99, 1.0),
}
MOST_JUNK = 0.15


def cite(texts, first_note):
    return [
        find_citations(text) if number < first_note else find_references(text)
        for number, text in enumerate(texts)
    ]


def propose(texts, first_note=None):
    """Propose actors as the import does: with the citations and abbreviations of the texts."""
    cited = cite(texts, len(texts) if first_note is None else first_note)
    every = [citation for citations in cited for citation in citations]
    return propose_actors(
        texts,
        citations=[[citation.span for citation in citations] for citations in cited],
        abbreviations=[found for text in texts for found in find_abbreviations(text)],
        publishers=[citation.publisher for citation in every if citation.publisher],
        authors=[citation.author for citation in every if citation.author],
    )


class TestCases:
    @pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
    def test_a_text_names_its_actors(self, case):
        actors = [
            actor
            for actor in propose(case["texts"])
            if (actor.kind != "place" or case.get("places"))
            and actor.name not in case.get("without", ())
        ]
        found = sorted(
            [actor.name, actor.kind, len(actor.mentions), [name.text for name in actor.aliases]]
            for actor in actors
        )
        wanted = [actor for actor in case["actors"] if actor[0] not in case.get("without", ())]
        assert found == sorted(wanted)
        assert {actor.name for actor in actors}.isdisjoint(case.get("none", ()))

    @pytest.mark.parametrize("case", TABLE["alike"], ids=lambda case: case["why"])
    def test_spellings_of_one_name_are_offered(self, case):
        alike = likely_same(dict(enumerate(case["names"])))
        assert alike == ({0: (1,), 1: (0,)} if case["alike"] else {})


class TestOffers:
    def test_two_spellings_are_two_proposals_that_name_each_other(self):
        actors = propose(["He met Qasem Solvani. They buried Qassem Solvani."])
        assert [(actor.name, actor.likely_same) for actor in actors] == [
            ("Qasem Solvani", ("Qassem Solvani",)),
            ("Qassem Solvani", ("Qasem Solvani",)),
        ]

    def test_khomeni_and_khamenei_are_not_offered_as_one(self):
        assert all(not actor.likely_same for actor in propose(*first_article()[:2]))

    @pytest.mark.parametrize("known", [{"Tomas Varn"}, {"tomas varn"}, {"Varn"}])
    def test_a_known_actor_is_not_proposed(self, known):
        texts = ["They met Tomas Varn. Varn met Ida Morel."]
        assert [actor.name for actor in propose_actors(texts, known=known)] == ["Ida Morel"]

    def test_who_is_only_cited_is_proposed_by_its_role(self):
        text = "It burned (Rubicon Wire, May 2, 2019). So did the barn (Varn 2016, 12)."
        actors = propose_actors(
            [text], publishers=["Rubicon Wire"], authors=["Tomas Varn and Ida Morel", "Varn"]
        )
        assert [(actor.name, actor.kind, len(actor.mentions)) for actor in actors] == [
            ("Rubicon Wire", "media", 1)
        ]

    def test_a_title_that_nothing_parted_from_its_publisher_is_no_actor(self):
        text = "They met Ida Morel (“Ida Morel: Born to Sail.” Orun Post, 2019)."
        publisher = "“Ida Morel: Born to Sail.” Orun Post"
        [actor] = propose_actors([text], citations=[[Span(19, 63)]], publishers=[publisher])
        assert (actor.name, len(actor.mentions)) == ("Ida Morel", 2)

    def test_an_author_is_an_actor_too(self):
        texts = ["It burned (Varn 2016, 12), and Ida Morel wept (Morel 2017)."]
        citations = [[Span(10, 25), Span(47, 59)]]
        actors = propose_actors(texts, citations=citations, authors=["Varn", "Morel"])
        assert [(actor.name, len(actor.mentions)) for actor in actors] == [
            ("Varn", 1), ("Ida Morel", 2),
        ]  # fmt: skip

    def test_whom_only_a_list_of_works_names_is_no_actor(self):
        entry = "Morel, Ida, and Tomas Varn. The Barn. Orun: Orun University Press, 2019."
        texts = ["The letter came from Tomas Varn.", entry]
        actors = propose_actors(
            texts,
            citations=[[], [Span(0, len(entry))]],
            publishers=["Orun University Press"],
            authors=["Ida Morel and Tomas Varn"],
            apart={1},
        )
        assert [(actor.name, len(actor.mentions)) for actor in actors] == [("Tomas Varn", 2)]

    def test_a_publisher_that_is_an_actor_is_that_actor(self):
        texts = ["He met Qadir al-Tamri (al-Tamri, December 26)."]
        [actor] = propose_actors(texts, citations=[[Span(23, 46)]], publishers=["al-Tamri"])
        assert (actor.name, actor.kind, len(actor.mentions)) == ("Qadir al-Tamri", "person", 2)

    def test_confidence_and_evidence_say_why(self):
        title, form = propose(["They met General Oru Varn, then Oskar Blick too."])
        assert title.evidence == "General"
        assert form.evidence == "form of the name"
        assert 0 < form.confidence < title.confidence < 1


def article(path):
    """Return an article's texts without markup, its first note, and its gold."""
    case = json.loads(path.read_text("utf-8"))
    texts, gold = [], {}
    for number, marked in enumerate(case["texts"] + case["notes"]):
        text, last = "", 0
        for match in MENTION.finditer(marked):
            text += marked[last : match.start()]
            at = (number, len(text), len(text) + len(match[2]))
            gold[at] = (match[3] or match[2], bool(match[1]))
            text += match[2]
            last = match.end()
        texts.append(text + marked[last:])
    return texts, len(case["texts"]), case["actors"], case["optional"], gold


def first_article():
    texts = [text for text, _ in BLOCKS] + [note["text"] for note in GOLD["footnotes"]]
    core = {actor["name"]: actor["kind"] for actor in GOLD["actors"] if actor["tier"] == "core"}
    gold = {}
    for actor in GOLD["actors"]:
        for mention in actor["mentions"]:
            where, number, start, end = place(mention)
            number = number if where == "b" else len(BLOCKS) + number - 1
            is_optional = actor["name"] not in core or bool(mention.get("nested_in"))
            gold[number, start, end] = (actor["name"], is_optional)
    for mention in GOLD["descriptive_mentions"]:
        where, number, start, end = place(mention)
        number = number if where == "b" else len(BLOCKS) + number - 1
        gold.setdefault((number, start, end), (mention["actor"] or "", True))
    optional = [actor["name"] for actor in GOLD["actors"] if actor["name"] not in core]
    return texts, len(BLOCKS), core, optional, gold


class Score:
    """Proposals against a gold: exact spans, every span of an actor given to one proposal."""

    def __init__(self, texts, first_note, kinds, optional, gold):
        self.actors = propose(texts, first_note)
        # In a citation a name is neither required nor wrong.
        free = list(gold) + [
            (number, citation.span.start, citation.span.end)
            for number, citations in enumerate(cite(texts, first_note))
            for citation in citations
        ]
        wanted = {at: name for at, (name, is_optional) in gold.items() if not is_optional}
        shares, found, false = Counter(), 0, []
        for actor in self.actors:
            for number, span in actor.mentions:
                at = (number, span.start, span.end)
                if at in wanted:
                    found += 1
                    shares[wanted[at], actor.name] += 1
                elif actor.kind != "place" and not any(
                    number == other and start < span.end and span.start < end
                    for other, start, end in free
                ):
                    false.append((actor.name, span.of(texts[number])))
        self.matched, given = {}, 0
        for (name, proposal), count in shares.most_common():
            if name not in self.matched and proposal not in self.matched.values():
                self.matched[name] = proposal
                given += count
        self.false = false
        self.recall = given / len(wanted)
        precision = given / (found + len(false))
        self.f1 = 2 * precision * self.recall / (precision + self.recall)
        by_name = {actor.name: actor.kind for actor in self.actors}
        self.right = [name for name, other in self.matched.items() if by_name[other] == kinds[name]]
        allowed = {search_fold(name) for name in [*optional, *kinds]}
        allowed |= {search_fold(name) for name, _ in gold.values()}
        self.junk = [
            actor.name
            for actor in self.actors
            if actor.name not in self.matched.values() and search_fold(actor.name) not in allowed
        ]


class TestArticles:
    def test_the_first_article_is_read_without_a_list(self):
        score = Score(*first_article())
        assert len(score.right) == 33
        assert score.recall >= 0.99, score.recall
        assert score.f1 >= 0.99, score.false
        assert len(score.junk) <= 0.03 * len(score.actors), score.junk

    def test_no_forbidden_link_is_made_in_the_first_article(self):
        texts, first_note, *_ = first_article()
        linked = {
            (name, number, span.start, span.end)
            for actor in propose(texts, first_note)
            for name in (actor.name, *(alias.text for alias in actor.aliases))
            for number, span in actor.mentions
        }
        for mention in GOLD["must_not_link"]:
            where, number, start, end = place(mention)
            number = number if where == "b" else len(BLOCKS) + number - 1
            assert (mention["must_not_link_to"], number, start, end) not in linked

    @pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
    def test_other_articles_are_read_as_well(self, path):
        score = Score(*article(path))
        wanted_f1, wanted_actors = BARS[path.stem]
        _, _, kinds, *_ = article(path)
        assert score.f1 >= wanted_f1, (score.f1, score.false)
        assert len(score.right) >= wanted_actors * len(kinds), set(kinds) - set(score.right)
        assert len(score.junk) <= MOST_JUNK * len(score.actors), score.junk


WORDS = st.sampled_from(
    """The of and for U.S. al-Tamri Qadir Tamri’s (ORF) General Ministry Bank “Varn ” , . ( ) & –
    İstanbul in Venice who said Iraqi government 😀 Ǆ J. van der de now or movement 12th Army X-Y
    ’ʿAli said: Kata’ib\u0301 \n \u00a0 St. May 4""".split(" ")
)


class TestAnyText:
    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60), max_size=4))
    def test_mentions_slice_right_and_belong_to_one_actor(self, texts):
        seen = set()
        for actor in propose(texts):
            names = {actor.name, *(name.text for name in actor.aliases)}
            assert actor.mentions
            assert 0 < actor.confidence < 1
            for number, span in actor.mentions:
                assert span.end <= len(texts[number])
                assert search_fold(span.of(texts[number])) in {search_fold(name) for name in names}
                assert (number, span) not in seen
                seen.add((number, span))

    @pytest.mark.parametrize(
        "unit",
        ["Ab ", "al-", "A.", "Bank of ", "Ab and ", "“", "‘a ", "Ab’s ", "General ", "Ab (", "Ab, ",
         "van ", "A'", "Ab-", "65th Army ", "Ab the ", "Orun Bank (now Ida) ", "Ab (ABC) ", "b "],
    )  # fmt: skip
    def test_work_grows_with_the_text_only(self, unit):
        def make(size):
            return "Ab " + unit * (size // len(unit))

        def read(text):
            return propose_actors([text], abbreviations=find_abbreviations(text))

        assert_linear(read, make, 5_000)


def test_a_name_may_have_but_the_small_words_of_names():
    [airline] = propose_actors(["They flew with El Al in May, and El Al, an airline, was late."])
    assert (airline.name, airline.kind) == ("El Al", "group")
