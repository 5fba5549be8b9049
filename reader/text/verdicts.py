"""Verdicts: what a name names, weighed from its form, its head nouns and the words beside it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.text import cues, foreign, gazetteer
from reader.text.cue_words import Cue
from reader.text.folding import search_fold
from reader.text.heads import head_kind
from reader.text.names import is_acronym

_CAMEL = re.compile(r"[a-z][A-Z][a-z]|^[A-Z]{2,}[a-z]{2}")
_FAMILY_CAMEL = re.compile(r"(?:Mc|Mac|Fitz|De|Di|Da|La|Le|Du|Van|Von|O)[A-Z]")
_FOREIGN_ARTICLES = frozenset("le la les el los las der die das il lo os".split())
_OF_LANDS = frozenset(["of", "de", "du", "von", "di"])
# No family is called so: "Fraudulent Registration".
_ABSTRACT = re.compile(r"..(?:tion|tions|ment|ments|ness|ities|ship|ships|isation|ization|ology)\Z")
_LAST_HUMP = re.compile(r"[A-Z][a-z]{1,30}\Z")
# How much must speak for a name of several words, and for one that stands alone.
_ENOUGH = 1.5
_ENOUGH_ALONE = 1.0
_KINDS = ("group", "party", "state_body", "media", "publisher", "state")
ALONE = (
    cues.STATE_HEADS | cues.MILITARY_HEADS | cues.GROUP_HEADS | cues.PUBLISHER_HEADS
    | cues.PARTY_HEADS | cues.WEAK_HEADS | cues.CONCEPT_HEADS | cues.PLACE_HEADS | cues.TITLES
)  # fmt: skip
_NEVER_ALONE = ALONE | cues.NOT_ACTORS | cues.OPENERS
_NEVER_IN_PEOPLE = (
    {"all", "no", "every"}
    | (cues.NOT_ACTORS - gazetteer.GIVEN_NAMES)
    | (cues.SMALL - {"the"})
    | cues.BODY_OPENERS
)


@dataclass(slots=True)
class Candidate:
    """All that is said of one name: its spellings, its chains, and what speaks for a kind."""

    forms: Counter[str] = field(default_factory=Counter)
    words: tuple[str, ...] = ()
    free: int = 0
    inside: int = 0
    scores: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    reasons: dict[str, str] = field(default_factory=dict)
    cited: str = ""

    def add(self, cue: Cue, share: float = 1.0) -> None:
        self.scores[cue.kind] += cue.weight * share
        if cue.weight > 0:
            self.reasons.setdefault(cue.kind, cue.words)

    @property
    def name(self) -> str:
        return min(self.forms, key=lambda form: (-self.forms[form], form))

    @property
    def is_single(self) -> bool:
        """Tell whether it is one word, but for particles before it ("di Bartolo")."""
        is_full = len(self.words) > 1 and all(form[:1].isupper() for form in self.forms)
        if is_full and (self.inside or self.words[0] in _FOREIGN_ARTICLES):
            return False  # "Al Varn" within a sentence is a full name
        return sum(word not in cues.PARTICLES for word in self.words) == 1

    @property
    def is_acronym(self) -> bool:
        return self.is_single and is_acronym(self.name)


class Verdict(NamedTuple):
    kind: str
    score: float
    reason: str


NOTHING = Verdict("", 0.0, "")


class Judge:
    """Says what the candidates of one document name.

    `small` are the words that the document writes small, `longs` the folded names that it defines
    acronyms by.
    """

    def __init__(
        self, candidates: Mapping[str, Candidate], small: frozenset[str], longs: frozenset[str]
    ) -> None:
        self.candidates = candidates
        self.small = small
        self.longs = longs

    def judge_chain(self, key: str, candidate: Candidate) -> Verdict:
        """Return what a name of several words names; the kind is empty when that is open."""
        words, scores = candidate.words, candidate.scores
        folded = " ".join(words)
        if folded in gazetteer.COUNTRIES:
            return Verdict("state", 5.0, "a country")
        if folded in gazetteer.PLACES or key in gazetteer.PLACES:
            return Verdict("place", 5.0, "a place")
        if words[-1] in cues.REALM_HEADS and len(words) == 2 and gazetteer.is_people(words[0]):
            return Verdict("state", 4.0, f"“{candidate.name}”")
        if all(word in cues.NOT_ACTORS or word in cues.SMALL or word in cues.TITLES
               or gazetteer.is_people(word) for word in words):  # fmt: skip
            return Verdict("notion", 1.0, "")
        head = head_kind(words)
        if words[0] in ("los", "las", "les") and words[-1].endswith("s") and len(words) == 2:
            scores["group"] += 2.0  # a band, in the plural
        if words[0] in _FOREIGN_ARTICLES and len(words) == 2 and candidate.name[:1].isupper():
            scores["media"] += 1.6 if words[0] in ("der", "die", "das") else 0.6
        person = scores["person"] + self._shape(key, candidate)
        best, score = _best(scores)
        if folded in gazetteer.KNOWN_ACTORS:
            return Verdict(gazetteer.KNOWN_ACTORS[folded], 4.0, "a known name")
        if "&" in candidate.name and not head:
            head = "group"
        if words[-1] in cues.WEAK_HEADS and not set(words) & {"of", "for"}:
            traded = words[-1] in cues.TRADE_HEADS and candidate.inside > 0
            backed = (
                traded or score + scores["agent"] >= 0.6 or candidate.free > 1 or key in self.longs
            )
            weak = "state_body" if " ".join(words[:2]) in gazetteer.COUNTRIES else "group"
            head = head or weak if backed or candidate.cited else ""
        if head and not (
            person >= 3.5 and words[0] in gazetteer.GIVEN_NAMES and scores["person"] > score
        ):
            if best == "party" or (best == "state_body" and head == "group"):
                head = best
            return Verdict(head, 4.0 + score, f"“{candidate.name}”")
        if candidate.cited == "media":
            return Verdict("media", 3.0, "cited as publisher")
        is_ship = words[0] in cues.SHIPS and candidate.name.split()[0].isupper()
        if is_ship or words[-1] in cues.CONCEPT_HEADS or words[0] in cues.CONCEPT_HEADS:
            return Verdict("notion", 3.0, "")
        families = 2.9 if words[-1] in cues.PLACES_OR_FAMILIES else 5.0
        at_end = words[-1] in cues.PLACE_HEADS and person < families
        before = words[0] in cues.PLACES_BEFORE and scores["agent"] <= scores["place"] + 0.5
        if at_end or before:
            return Verdict("place", 3.0, f"“{words[-1]}”")
        if key in self.longs and person < 3.5:
            return Verdict(best if score else "group", 3.0 + score, "defined by an acronym")
        if candidate.cited == "person":
            return Verdict("person", 3.0 + person, "cited as author")
        return self._weigh_chain(candidate, person)

    def _weigh_chain(self, candidate: Candidate, person: float) -> Verdict:
        """Return what the words beside a name of several words say, where its own do not."""
        scores = candidate.scores
        best, score = _best(scores)
        is_camel = any(_is_camel(word) for word in candidate.name.split())
        if is_camel or candidate.words[0] in cues.BODY_OPENERS:
            score += 1.6
        agent = scores["agent"] + 0.5 * (candidate.free > 1 and candidate.inside > 0)
        if person >= max(score, 1.0):
            person += agent
        elif person < 1.0:
            score += agent
        place = scores["place"]
        top = max(person, score, place, scores["notion"])
        if top < 1.0 or top == scores["notion"] or (top != person and top < _ENOUGH):
            return Verdict("notion", top, "")
        if top == place and place > person:
            return Verdict("place", place, candidate.reasons.get("place", ""))
        if score > person:
            return Verdict(best, score, _reason(candidate, best))
        return Verdict("person", person, candidate.reasons.get("person", "form of the name"))

    def _shape(self, key: str, candidate: Candidate) -> float:
        """Return how far a name of several words has the form of a person's."""
        words = [word for word in candidate.words if word not in cues.PARTICLES]
        if not candidate.inside and candidate.words[0] in self.small:
            return -1.0
        if len(words) == 3 and words[1] == "of" and words[0] in gazetteer.GIVEN_NAMES:
            return 2.5  # "Otto of Orun"
        if len(words) > 1 and words[0] in cues.PEERS and candidate.words[1] in _OF_LANDS:
            return 2.5  # "the Earl of Carrick"
        if len(words) > 1 and words[-1] in cues.REGNAL_NUMBERS and len(words[-1]) > 1:
            words = words[:-1]
            if len(words) == 1:  # "Louis XVIII"
                return 2.5 if words[0] in gazetteer.GIVEN_NAMES else 1.0
        if not 1 < len(words) <= 4 or any(word in _NEVER_IN_PEOPLE for word in words):
            return -2.0
        if self._ends_in_acronym(candidate):
            candidate.scores["group"] += 1.6
            return -2.0
        first, last = words[0].rstrip("."), words[-1]
        shape = 1.0
        is_given = first in gazetteer.GIVEN_NAMES
        if not is_given and (first in foreign.HEADS or gazetteer.is_people(first)):
            shape -= 1.5
        if is_given or first in ("abu", "umm", "abd") or len(first) == 1:
            shape += 2.0
        if len(words) < len(candidate.words):
            shape += 0.7
        shape -= 0.7 * sum(1 for word in words if word in self.small)
        shape -= 1.0 * any(_ABSTRACT.search(word) for word in words)
        alone = self.candidates.get(search_fold(last))
        alone_first = self.candidates.get(search_fold(first))
        if alone and alone.free and not (alone_first and alone_first.free):
            shape += 1.5
        elif "-" in last and self.candidates.get(search_fold(last.partition("-")[2])):
            shape += 1.0
        return shape

    def _ends_in_acronym(self, candidate: Candidate) -> bool:
        """Tell whether the last word of a name is an acronym ("Orun YMCA")."""
        last = candidate.name.rpartition(" ")[2]
        if last.lower() in cues.REGNAL_NUMBERS:
            return False
        return len(last) > 2 and last.isalpha() and last.isupper() and not candidate.name.isupper()

    def judge_single(self, key: str, candidate: Candidate) -> Verdict:
        """Return what a name of one word names that is short for no other."""
        words = candidate.words
        word = words[0].strip(".")
        if " ".join(words) in gazetteer.COUNTRIES and not (
            key == "us" and not candidate.is_acronym
        ):
            return Verdict("state", 5.0, "a country")
        if key in gazetteer.PLACES:
            return Verdict("place", 5.0, "a place")
        if len(words) > 1:
            return NOTHING
        if key in gazetteer.KNOWN_ACTORS or words[0] in gazetteer.KNOWN_ACTORS:
            return Verdict(
                gazetteer.KNOWN_ACTORS.get(key) or gazetteer.KNOWN_ACTORS[words[0]],
                4.0,
                "a known name",
            )
        acronym = gazetteer.KNOWN_ACRONYMS.get(candidate.name.replace(".", ""))
        if acronym:
            return Verdict(acronym[1], 4.0, "a known acronym")
        compound = foreign.compound_kind(word) if len(words) == 1 else ""
        if compound and candidate.scores["person"] < 1.5:
            known = compound != "notion"
            return Verdict(compound, 4.0, f"“{candidate.name}”") if known else NOTHING
        if candidate.cited == "media" and len(word) > 1:
            return Verdict(head_kind(words) or "media", 3.0, "cited as publisher")
        if candidate.cited == "person":
            kind = "group" if candidate.is_acronym else "person"
            return Verdict(kind, 2.0, "cited as author")
        if len(word) < 2 or word in _NEVER_ALONE:
            return NOTHING
        adjective = gazetteer.is_people(word) or word.endswith(("ist", "ists", "ism"))
        if adjective and word not in gazetteer.GIVEN_NAMES:
            return NOTHING
        if not candidate.is_acronym and (word in self.small or self._is_of_a_state(word)):
            return NOTHING
        return self._weigh_single(candidate)

    def _is_of_a_state(self, word: str) -> bool:
        """Tell whether a word is a people's name made of a state's or a place's ("Savans")."""
        one = word.removesuffix("s")
        if one.endswith("er") and one[:-2] in gazetteer.PLACES:
            return True  # "Londoners"
        stems = [one.removesuffix(end) for end in ("an", "n", "i") if one.endswith(end)]
        for name in [stem + vowel for stem in stems for vowel in ("", "a", "e", "o", "u")]:
            land = self.candidates.get(name)
            if land and name != word and land.scores["state"] + land.scores["place"] >= 1.0:
                return True
        return False

    def _weigh_single(self, candidate: Candidate) -> Verdict:
        scores = candidate.scores
        best, score = _best(scores)
        person, place = scores["person"], scores["place"]
        if candidate.is_acronym:
            person -= 3.0
        agent = scores["agent"]
        if agent > 0 and candidate.free > 1 and candidate.inside:
            agent += 0.5
        if _is_camel(candidate.name):
            score += 1.6
            hump = _LAST_HUMP.search(candidate.name)
            if hump and (head := head_kind([hump[0].lower()])):
                return Verdict(head, score + agent, f"“{candidate.name}”")
        if candidate.words[0] in gazetteer.CITY_STATES and agent > max(place / 2, 0.5):
            return Verdict("state", 1.0 + agent, "a city that was a state")
        if best == "state" and score >= 3.0 and score > person:
            return Verdict("state", score + agent, _reason(candidate, best))
        enough = _ENOUGH_ALONE
        if max(person, score, place, agent) < enough or scores["notion"] > max(score, agent):
            return NOTHING
        if place >= max(person, score, 0.1) and place > agent * 0.7:
            return Verdict("place", place, candidate.reasons.get("place", ""))
        if person > score and person >= enough:
            return Verdict("person", person + agent, candidate.reasons.get("person", ""))
        if score >= enough or agent >= enough:
            reason = _reason(candidate, best)
            return Verdict(best if score else "group", score + agent, reason)
        return NOTHING


def _reason(candidate: Candidate, kind: str) -> str:
    reasons = candidate.reasons
    return reasons.get(kind) or reasons.get("agent") or "form of the name"


def _is_camel(word: str) -> bool:
    """Tell whether capitals inside a word are those of a firm ("PolEnergia"), not of "McVarn"."""
    return bool(_CAMEL.search(word)) and not _FAMILY_CAMEL.match(word)


def _best(scores: Mapping[str, float]) -> tuple[str, float]:
    """Return the body that most speaks for, and how much."""
    kind = max(_KINDS, key=lambda one: scores.get(one, 0.0))
    total = sum(max(0.0, scores.get(one, 0.0)) for one in _KINDS)
    return kind, total
