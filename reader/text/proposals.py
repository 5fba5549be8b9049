"""Actors proposed from a document alone: who is named in it, by which names, and where.

No tagger is asked. Names are chains of capitalised words; what they name is told by their head
nouns, by titles and by the words beside them; which short names belong to them, by the document.
Everything here is a proposal for an editor, and nothing is merged that only looks alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.text import cues
from reader.text.abbreviations import FoundAbbreviation
from reader.text.chains import Chain, find_chains, head_kind, small_words
from reader.text.evidence import Cue, find_cues
from reader.text.folding import search_fold
from reader.text.likeness import likely_same
from reader.text.names import NameMatcher, NameRule, fold, is_acronym, link_names
from reader.text.short_names import Named, short_names
from reader.text.spans import Span

_ENOUGH = 1.5
_KINDS = ("group", "party", "state_body", "media", "publisher", "state")


class ProposedName(NamedTuple):
    """One more name of a proposed actor; `kind` is one of names.KINDS."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class ProposedActor:
    """An actor that the document speaks of, as far as its words tell.

    `kind` is a kind of actor, `aliases` the other names that the document uses, `confidence` is
    between 0 and 1, `evidence` quotes the words that decided. `mentions` are (number of the text,
    span). `likely_same` holds the names of other proposals that may be the same actor.
    """

    name: str
    kind: str
    aliases: tuple[ProposedName, ...]
    confidence: float
    evidence: str
    mentions: tuple[tuple[int, Span], ...]
    likely_same: tuple[str, ...] = ()


def propose_actors(
    texts: Sequence[str],
    *,
    citations: Sequence[Sequence[Span]] = (),
    abbreviations: Sequence[FoundAbbreviation] = (),
    publishers: Sequence[str] = (),
    authors: Sequence[str] = (),
    known: Container[str] = (),
) -> list[ProposedActor]:
    """Return the actors that texts name, in the order of their first mention.

    >>> [actor] = propose_actors(["The minister met General Tomas Varn. Varn said no."])
    >>> actor.name, actor.kind, [name.text for name in actor.aliases], len(actor.mentions)
    ('Tomas Varn', 'person', ['Varn'], 2)

    `texts` are a document's blocks, then its notes. `citations` gives for each text the spans of
    its citations: names in them are linked but prove nothing; who is cited is in `publishers` and
    `authors`. An actor with a name in `known` (as it stands, or by search_fold) is left out.
    A short name that fits two actors is linked to none. Linear in the texts; raises nothing.
    """
    proposer = _Proposer(texts, citations, abbreviations)
    proposer.add_cited(publishers, authors)
    return proposer.propose(known)


@dataclass(slots=True)
class _Candidate:
    """All that is said of one name: its spellings, its chains, and what speaks for a kind."""

    forms: Counter[str] = field(default_factory=Counter)
    words: tuple[str, ...] = ()
    free: int = 0
    inside: int = 0
    scores: Counter[str] = field(default_factory=Counter)
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
        return sum(word not in cues.PARTICLES for word in self.words) == 1

    @property
    def is_acronym(self) -> bool:
        return self.is_single and is_acronym(self.name)


class _Verdict(NamedTuple):
    kind: str
    score: float
    reason: str


class _Proposer:
    """Reads one document: candidates, then verdicts, then short names, then mentions."""

    def __init__(
        self,
        texts: Sequence[str],
        citations: Sequence[Sequence[Span]],
        abbreviations: Sequence[FoundAbbreviation],
    ) -> None:
        self.texts = texts
        self.defined = _definitions(abbreviations)
        self.small = small_words(texts)
        self.chains = find_chains(texts, quiet=citations, longs=self.defined.values())
        self.candidates: dict[str, _Candidate] = {}
        self.same: dict[str, str] = {}
        self._weigh()

    def _weigh(self) -> None:
        previous: Chain | None = None
        listed: Cue | None = None
        for chain in self.chains:
            text = self.texts[chain.text]
            form = chain.span.of(text)
            candidate = self._candidate(form, chain.words)
            if chain.is_quiet:
                continue
            candidate.forms[form] += 1
            candidate.free += 1
            candidate.inside += not chain.opens
            found = find_cues(text, chain)
            joined = previous is not None and previous.text == chain.text and text[
                previous.end : chain.start
            ] in (" and ", ", ", ", and ", " or ")  # fmt: skip
            if joined and listed:
                found.append(listed)
            listed = next((cue for cue in found if "such as" in cue.words), None)
            share = 1.0 if not chain.opens else self._opening_share(chain)
            for cue in found:
                candidate.add(cue, share)
            if previous is not None and previous.text == chain.text:
                self._note_sameness(text, previous, chain)
            previous = chain

    def _candidate(self, form: str, words: tuple[str, ...]) -> _Candidate:
        return self.candidates.setdefault(search_fold(form), _Candidate(words=words))

    def _opening_share(self, chain: Chain) -> float:
        """Return what cues beside a name that opens a sentence are worth."""
        if len(chain.words) > 1 or chain.title:
            return 1.0
        word = chain.words[0]
        return 0.0 if word in self.small or word.endswith(("s", "ly", "ing", "ed")) else 0.7

    def _note_sameness(self, text: str, first: Chain, second: Chain) -> None:
        """Remember "X (now Y)" and "X, or Y," as names of one actor."""
        gap = text[first.end : second.start]
        after = text[second.end : second.end + 1]
        one, other = search_fold(first.span.of(text)), search_fold(second.span.of(text))
        if gap.startswith((" (", ", ")) and gap.strip(" (,") in _ALSO and after in (")", ","):
            shared = set(one.replace("al ", "").split()) & set(other.split())
            if gap != ", or " or shared:
                self.same[other] = one

    # --- who is cited -------------------------------------------------------------------------

    def add_cited(self, publishers: Sequence[str], authors: Sequence[str]) -> None:
        """Take who is cited as a candidate too."""
        for role, names in (("media", publishers), ("person", authors)):
            for text in names:
                for name in _people(text) if role == "person" else [text.strip(" .,")]:
                    words = fold(name).split()
                    if not any(char.isalpha() for char in name) or len(name) > 120:
                        continue
                    if words[0] in cues.OPENERS and "of" in words:
                        continue  # "Minutes of the Orun Council" is a paper of the Council
                    candidate = self._candidate(name, tuple(words))
                    candidate.cited = candidate.cited or role
                    candidate.forms.setdefault(name, 0)

    # --- verdicts -----------------------------------------------------------------------------

    def propose(self, known: Container[str]) -> list[ProposedActor]:
        verdicts = {
            key: verdict
            for key, candidate in self.candidates.items()
            if not candidate.is_single and candidate.forms
            for verdict in [self._judge_chain(key, candidate)]
            if verdict.kind
        }
        self._add_defined(verdicts)
        named = {
            key: Named(verdict.kind, self.candidates[key].name, self.candidates[key].words)
            for key, verdict in verdicts.items()
            if verdict.kind not in ("notion", "place")
        }
        lone = {
            key: candidate
            for key, candidate in self.candidates.items()
            if key not in verdicts and candidate.forms and not self._is_common(candidate)
        }
        meant = short_names(
            {key: candidate.words for key, candidate in lone.items()},
            named,
            {key: self._owner(key, verdicts) for key in named},
            self.texts,
            self.chains,
        )
        for key in meant:
            verdicts.pop(key, None)
        for key, candidate in lone.items():
            if key in meant:
                continue
            verdict = self._judge_single(key, candidate)
            if verdict.kind and candidate.words[0] not in cues.TITLES:
                verdicts[key] = verdict
        return self._actors(verdicts, meant, known)

    def _is_common(self, candidate: _Candidate) -> bool:
        """Tell whether the document writes the one word of a candidate small, too."""
        return candidate.words[-1] in self.small and candidate.words[-1] not in _ALL_ALONE

    def _add_defined(self, verdicts: dict[str, _Verdict]) -> None:
        """Take the part before a dash of a long form whose acronym has one too, if it is used."""
        for short, long in list(self.defined.items()):
            for dash in "–-":
                if "-" in short and dash in long:
                    head, name = short.split("-")[0], long.split(dash)[0]
                    if search_fold(head) in self.candidates and head not in self.defined:
                        candidate = self._candidate(name, tuple(fold(name).split()))
                        candidate.forms.setdefault(name, 0)
                        self.defined[head] = name
                        kind = head_kind(candidate.words) or "group"
                        verdicts[search_fold(name)] = _Verdict(kind, 3.0, f"{short}: {long}")

    def _judge_chain(self, key: str, candidate: _Candidate) -> _Verdict:
        """Return what a name of several words names; the kind is empty when that is open."""
        words, scores = candidate.words, candidate.scores
        folded = " ".join(words)
        if folded in cues.COUNTRIES:
            return _Verdict("state", 5.0, "a country")
        if folded in cues.PLACES or key in cues.PLACES:
            return _Verdict("place", 5.0, "a place")
        if all(word in cues.NOT_ACTORS or word in cues.SMALL or word in cues.TITLES
               or cues.is_people(word) for word in words):  # fmt: skip
            return _Verdict("notion", 1.0, "")
        head = head_kind(words)
        person = scores["person"] + self._shape(key, candidate)
        best, score = _best(scores)
        if folded in cues.KNOWN_ACTORS:
            return _Verdict(cues.KNOWN_ACTORS[folded], 4.0, "a known name")
        if "&" in candidate.name and not head:
            head = "group"
        if head and not (person >= 3.5 and words[0] in cues.GIVEN_NAMES and scores["person"] > score):
            if best == "party" or (best == "state_body" and head == "group"):
                head = best
            return _Verdict(head, 4.0 + score, f"“{candidate.name}”")
        defined = key in {search_fold(long) for long in self.defined.values()}
        if words[-1] in cues.CONCEPT_HEADS or words[0] in cues.CONCEPT_HEADS:
            return _Verdict("notion", 3.0, "")
        if words[-1] in cues.PLACE_HEADS and person < 3.5 or words[0] in cues.PLACE_HEADS:
            return _Verdict("place", 3.0, f"“{words[-1]}”")
        if defined and person < 3.5:
            return _Verdict(best if score else "group", 3.0 + score, "defined by an acronym")
        if candidate.cited == "media":
            return _Verdict("media", 3.0, "cited as publisher")
        if candidate.cited == "person":
            return _Verdict("person", 3.0 + person, "cited as author")
        place = scores["place"]
        scores["agent"] += 0.5 * (candidate.free > 1 and candidate.inside > 0)
        if person >= max(score, 1.0):
            person += scores["agent"]
        elif person < 1.0:
            score += scores["agent"]
        top = max(person, score, place, scores["notion"])
        if top < _ENOUGH or top == scores["notion"]:
            return _Verdict("notion", top, "")
        if top == place and place > person:
            return _Verdict("place", place, candidate.reasons.get("place", ""))
        if score > person:
            return _Verdict(best, score, candidate.reasons.get(best) or candidate.reasons.get("agent", ""))
        return _Verdict("person", person, candidate.reasons.get("person", "form of the name"))

    def _shape(self, key: str, candidate: _Candidate) -> float:
        """Return how far a name of several words has the form of a person's."""
        words = [word for word in candidate.words if word not in cues.PARTICLES]
        if not candidate.inside and candidate.words[0] in self.small:
            return -1.0
        if not 1 < len(words) <= 4 or any(
            word in cues.NOT_ACTORS - cues.GIVEN_NAMES or word in cues.SMALL and word != "the" for word in words
        ):
            return -2.0
        first, last = words[0].rstrip("."), words[-1]
        shape = 1.0
        if first in cues.FOREIGN_HEADS or cues.is_people(first) and first not in cues.GIVEN_NAMES:
            shape -= 1.5
        if first in cues.GIVEN_NAMES or first in ("abu", "umm", "abd") or len(first) == 1:
            shape += 2.0
        if len(words) < len(candidate.words):
            shape += 0.7
        shape -= 0.7 * sum(1 for word in words if word in self.small)
        alone = self.candidates.get(search_fold(last))
        alone_first = self.candidates.get(search_fold(first))
        if alone and alone.free and not (alone_first and alone_first.free):
            shape += 1.5
        elif "-" in last and self.candidates.get(search_fold(last.partition("-")[2])):
            shape += 1.0
        return shape

    def _judge_single(self, key: str, candidate: _Candidate) -> _Verdict:
        """Return what a name of one word names that is short for no other."""
        words, scores = candidate.words, candidate.scores
        word = words[0].strip(".")
        if " ".join(words) in cues.COUNTRIES and not (key == "us" and not candidate.is_acronym):
            return _Verdict("state", 5.0, "a country")
        if key in cues.PLACES:
            return _Verdict("place", 5.0, "a place")
        if len(words) > 1:
            return _NOTHING
        if key in cues.KNOWN_ACTORS or words[0] in cues.KNOWN_ACTORS:
            return _Verdict(cues.KNOWN_ACTORS.get(key) or cues.KNOWN_ACTORS[words[0]], 4.0, "a known name")
        acronym = cues.KNOWN_ACRONYMS.get(candidate.name.replace(".", ""))
        if acronym:
            return _Verdict(acronym[1], 4.0, "a known acronym")
        if candidate.cited == "media" and len(word) > 1:
            return _Verdict(head_kind(words) or "media", 3.0, "cited as publisher")
        if candidate.cited == "person":
            return _Verdict("person", 2.0, "cited as author")
        if len(word) < 2 or word in cues.NOT_ACTORS | cues.OPENERS or word in _ALL_ALONE:
            return _NOTHING
        if cues.is_people(word) and word not in cues.GIVEN_NAMES:
            return _NOTHING
        if not candidate.is_acronym and word in self.small:
            return _NOTHING
        return self._weigh_single(candidate)

    def _weigh_single(self, candidate: _Candidate) -> _Verdict:
        scores = candidate.scores
        best, score = _best(scores)
        person, place = scores["person"], scores["place"]
        if candidate.is_acronym:
            person -= 3.0
        agent = scores["agent"]
        if candidate.words[0] in cues.CITY_STATES and agent > max(place / 2, 0.5):
            return _Verdict("state", 1.0 + agent, "a city that was a state")
        if max(person, score, place, agent) < _ENOUGH or scores["notion"] > max(score, agent):
            return _NOTHING
        if place >= max(person, score, 0.1) and place > agent * 0.7:
            return _Verdict("place", place, candidate.reasons.get("place", ""))
        if person > score and person >= _ENOUGH:
            return _Verdict("person", person + agent, candidate.reasons.get("person", ""))
        if score >= _ENOUGH or agent >= _ENOUGH:
            reason = candidate.reasons.get(best) or candidate.reasons.get("agent", "")
            return _Verdict(best if score else "group", score + agent, reason)
        return _NOTHING

    # --- actors -------------------------------------------------------------------------------

    def _actors(
        self,
        verdicts: Mapping[str, _Verdict],
        meant: Mapping[str, tuple[str, str]],
        known: Container[str],
    ) -> list[ProposedActor]:
        owner = {key: self._owner(key, verdicts) for key in verdicts}
        names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for key, actor in owner.items():
            for form in self._forms(key):
                kind = "full" if key != actor else ("primary" if not names[actor] else "transliteration")
                names[actor].setdefault(form, kind)
        for key, (full, kind) in meant.items():
            if full in owner:
                for form in self._forms(key):
                    names[owner[full]].setdefault(form, kind)
        self._add_acronyms(names, owner)
        self._add_states(names, verdicts)
        mentions = self._link(names, verdicts)
        alike = likely_same(
            {key: next(iter(names[key])) for key in names if verdicts[key].kind not in _UNCOMPARED}
        )
        actors = []
        for key, texts in names.items():
            verdict = verdicts[key]
            primary, *rest = texts
            if verdict.kind == "notion" or not mentions[key]:
                continue
            if any(text in known or search_fold(text) in known for text in texts):
                continue
            others = (next(iter(names[other])) for other in alike.get(key, ()) if mentions[other])
            actors.append(
                ProposedActor(
                    primary,
                    self._kind(key, verdict),
                    tuple(ProposedName(text, texts[text]) for text in rest),
                    round(min(0.95, 0.45 + 0.1 * verdict.score), 2),
                    verdict.reason,
                    tuple(mentions[key]),
                    tuple(others),
                )
            )
        return sorted(actors, key=lambda actor: actor.mentions[0])

    def _owner(self, key: str, verdicts: Mapping[str, _Verdict]) -> str:
        """Return the actor that the name of key is a name of, by "X (now Y)"."""
        for _ in range(3):
            other = self.same.get(key, key)
            if other == key or other not in verdicts or verdicts[other].kind in ("place", "notion"):
                return key
            key = other
        return key

    def _kind(self, key: str, verdict: _Verdict) -> str:
        candidate = self.candidates[key]
        if candidate.cited == "media" and not candidate.free and verdict.kind == "group":
            return "publisher"
        return verdict.kind

    def _forms(self, key: str) -> list[str]:
        """Return the spellings of a name, the most frequent first, but for case."""
        candidate = self.candidates[key]
        forms = sorted(candidate.forms, key=lambda form: (-candidate.forms[form], form))
        once: dict[str, str] = {}
        for form in forms:
            spelt = form if is_acronym(form) else fold(form)
            best = once.setdefault(spelt, form)
            if best[0].isupper() and form[0].islower() and not is_acronym(form):
                once[spelt] = form  # the article is small but where a sentence opens
        return list(once.values())

    def _add_acronyms(
        self, names: defaultdict[str, dict[str, str]], owner: Mapping[str, str]
    ) -> None:
        for short, long in self.defined.items():
            actor = owner.get(search_fold(long))
            if actor:
                names[actor].setdefault(short, "acronym")

    def _add_states(
        self, names: defaultdict[str, dict[str, str]], verdicts: Mapping[str, _Verdict]
    ) -> None:
        """Put the names of one state together, and a known acronym under its long form."""
        groups = [list(group) for group in cues.SAME_STATES]
        groups += [[long, short] for short, (long, _) in cues.KNOWN_ACRONYMS.items() if long != short]
        for group in groups:
            keys = [search_fold(name) for name in group]
            found = [key for key in dict.fromkeys(keys) if key in names and verdicts[key].kind != "notion"]
            if not found:
                continue
            first = found[0]
            texts = {text: kind for key in found for text, kind in names.pop(key).items()}
            primary = group[0]
            names[first] = {primary: "primary"}
            for text in texts:
                names[first].setdefault(text, "acronym" if is_acronym(text) else "full")

    def _link(
        self, names: Mapping[str, Mapping[str, str]], verdicts: Mapping[str, _Verdict]
    ) -> Mapping[str, list[tuple[int, Span]]]:
        """Return where each actor is named, found by the rules that hold for entered names."""
        rules = [
            NameRule(text, key, kind)
            for key, texts in names.items()
            for text, kind in texts.items()
            if self._may_match(text, verdicts[key])
        ]
        linked = link_names(self.texts, NameMatcher(rules))
        mentions: defaultdict[str, list[tuple[int, Span]]] = defaultdict(list)
        for number, found in enumerate(linked):
            for mention in found:
                if mention.state == "accepted":
                    mentions[str(mention.candidates[0])].append((number, mention.span))
        return mentions

    def _may_match(self, text: str, verdict: _Verdict) -> bool:
        if text != text.strip() or not any(char.isalnum() for char in text):
            return False
        return verdict.kind != "notion" or " " in text


_NOTHING = _Verdict("", 0.0, "")
_ALSO = frozenset(
    ["now", "formerly", "later", "also", "or", "also known as", "known as", "renamed", "previously",
     "later renamed", "once", "then", "also called", "now called", "today"]
)  # fmt: skip
_UNCOMPARED = frozenset(["notion", "place", "state"])
_ALL_ALONE = (
    cues.STATE_HEADS | cues.MILITARY_HEADS | cues.GROUP_HEADS | cues.PUBLISHER_HEADS
    | cues.PARTY_HEADS | cues.CONCEPT_HEADS | cues.PLACE_HEADS | cues.TITLES
)  # fmt: skip


def _best(scores: Mapping[str, float]) -> tuple[str, float]:
    """Return the body that most speaks for, and how much."""
    kind = max(_KINDS, key=lambda one: scores.get(one, 0.0))
    total = sum(max(0.0, scores.get(one, 0.0)) for one in _KINDS)
    return kind, total


def _definitions(abbreviations: Iterable[FoundAbbreviation]) -> dict[str, str]:
    """Return the long form of each short form that stands for a name."""
    defined: dict[str, str] = {}
    for found in abbreviations:
        words = [word for word in found.long.split() if word.lower() not in cues.SMALL]
        if words and sum(word[:1].isupper() or "-" in word for word in words) == len(words):
            defined.setdefault(found.short, found.long)
    return defined


def _people(text: str) -> list[str]:
    """Return the people that an author's field names, given names first."""
    for parting in (" and ", " & ", ";"):
        text = text.replace(parting, "|")
    text = text.replace(" et al.", "").replace(" et al", "")
    people = []
    for part in text.split("|"):
        name = part.strip(" .,")
        family, comma, given = name.partition(", ")
        if comma and " " not in family and given and "," not in given:
            name = f"{given} {family}"
        people += [one.strip() for one in name.split(",") if one.strip()]
    return people
