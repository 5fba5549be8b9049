"""Actors proposed from a document alone: who is named in it, by which names, and where.

No tagger is asked. Names are chains of capitalised words; what they name is told by their head
nouns, by titles and by the words beside them; which short names belong to them, by the document.
Everything here is a proposal for an editor, and nothing is merged that only looks alike.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.text import cues, gazetteer
from reader.text.abbreviations import FORMATS, FoundAbbreviation
from reader.text.capitals import Chain, small_words
from reader.text.chains import find_chains
from reader.text.collector import collector_at_rest
from reader.text.evidence import Cue, cues_within, find_cues
from reader.text.folding import search_fold
from reader.text.foreign import foreign_kind, is_head
from reader.text.heads import head_kind
from reader.text.initials import SMALL
from reader.text.lettering import fold
from reader.text.likeness import likely_same
from reader.text.names import NameMatcher, NameRule, is_acronym, link_names
from reader.text.short_names import Named, short_names
from reader.text.spans import Span
from reader.text.verdicts import ALONE, Candidate, Judge, Verdict


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


@collector_at_rest()
def propose_actors(
    texts: Sequence[str],
    *,
    citations: Sequence[Sequence[Span]] = (),
    abbreviations: Sequence[FoundAbbreviation] = (),
    publishers: Sequence[str] = (),
    authors: Sequence[str] = (),
    known: Container[str] = (),
    apart: Container[int] = (),
) -> list[ProposedActor]:
    """Return the actors that texts name, in the order of their first mention.

    >>> [actor] = propose_actors(["The minister met General Tomas Varn. Varn said no."])
    >>> actor.name, actor.kind, [name.text for name in actor.aliases], len(actor.mentions)
    ('Tomas Varn', 'person', ['Varn'], 2)

    `texts` are a document's blocks, then its notes. `citations` gives for each text the spans of
    its citations: names in them are linked but prove nothing; who is cited is in `publishers` and
    `authors`. `apart` are the numbers of the texts that are no prose: notes, and entries in a list
    of works. Whom only citations there name is no actor of the document, nor is a mere author.
    An actor with a name in `known` (as it stands, or by search_fold) is left out.
    A short name that fits two actors is linked to none. Linear in the texts; raises nothing.
    """
    proposer = _Proposer(texts, citations, abbreviations, apart)
    proposer.add_cited(publishers, authors)
    return proposer.propose(known)


class _Proposer:
    """Reads one document: candidates, then verdicts, then short names, then mentions."""

    def __init__(
        self,
        texts: Sequence[str],
        citations: Sequence[Sequence[Span]],
        abbreviations: Sequence[FoundAbbreviation],
        apart: Container[int],
    ) -> None:
        self.texts = texts
        self.apart = apart
        self.citations = [sorted(spans) for spans in citations] or [[] for _ in texts]
        self.defined = _definitions(abbreviations)
        self.longs = frozenset(search_fold(long) for long in self.defined.values())
        self.small = small_words(texts)
        self.chains = find_chains(
            texts, quiet=citations, longs=self.defined.values(), small=self.small
        )
        self.candidates: dict[str, Candidate] = {}
        self.judge = Judge(self.candidates, self.small, self.longs)
        self.same: dict[str, str] = {}
        self.series: list[tuple[Candidate, Candidate]] = []
        self._by_form: dict[str, Candidate] = {}
        self._weigh()

    def _weigh(self) -> None:
        """Collect the candidates with what stands beside each, up to a number of places."""
        previous: Chain | None = None
        former = Candidate()
        listed: Cue | None = None
        for chain in self.chains:
            text = self.texts[chain.text]
            form = " ".join(text[chain.start : chain.end].split())
            candidate = self._candidate(form, chain.words)
            if chain.is_quiet:
                continue
            candidate.forms[form] += 1
            candidate.free += 1
            candidate.inside += not chain.opens
            found = find_cues(text, chain) if candidate.free <= _ENOUGH_PLACES else []
            gap = ""
            if previous is not None and previous.text == chain.text:
                gap = text[previous.end : chain.start]
                given = previous.words[0] in gazetteer.GIVEN_NAMES
                self._note_sameness(text, previous, chain, gap)
                if gap == " of " and previous.title.split(" ")[-1].lower() in cues.RULERS:
                    found.append(Cue("state", 3.0, f"{previous.title} … of"))
                elif (
                    gap in (" of ", " of the ", " at ")
                    and (previous.title or given)
                    and is_acronym(chain.span.of(text))
                ):
                    found.append(Cue("group", 1.2, f"{previous.span.of(text)} of …"))
                if gap in _SERIES:
                    self.series.append((former, candidate))
            if listed and gap in (" and ", ", ", ", and ", " or "):
                found.append(listed)
            listed = next((cue for cue in found if "such as" in cue.words), None)
            share = self._opening_share(chain) if chain.opens else 1.0
            for cue in found:
                candidate.add(cue, share)
            previous, former = chain, candidate
        self._share()
        for candidate in list(self.candidates.values()):
            for name, cue in cues_within(candidate.words):
                if named := self.candidates.get(name):
                    named.add(cue)

    def _share(self) -> None:
        """Let names of one word that nothing is said of be what their neighbours in a series are.

        In "Orun, Varn and Sal sent a letter" the verb speaks for all of them.
        """
        for pair in (*self.series, *((two, one) for one, two in reversed(self.series))):
            told, untold = pair
            if len(untold.words) == 1 and not any(score > 0 for score in untold.scores.values()):
                agent, place = told.scores["agent"], told.scores["place"]
                if agent >= 1.0 > max(place, told.scores["person"]):
                    untold.add(Cue("agent", 1.0, "… and …"))
                elif place >= 2.0 > told.scores["person"] + agent:
                    untold.add(Cue("place", 1.5, "… and …"))

    def _candidate(self, form: str, words: tuple[str, ...]) -> Candidate:
        candidate = self._by_form.get(form)
        if candidate is None:
            candidate = self.candidates.setdefault(search_fold(form), Candidate(words=words))
            self._by_form[form] = candidate
        return candidate

    def _opening_share(self, chain: Chain) -> float:
        """Return what cues beside a name that opens a sentence are worth."""
        if len(chain.words) > 1 or chain.title:
            return 1.0
        if is_acronym(chain.span.of(self.texts[chain.text])):
            return 1.0
        word = chain.words[0]
        is_common = word in self.small or word in cues.MASS_NOUNS
        return 0.0 if is_common or word.endswith(("s", "ly", "ing", "ed")) else 1.0

    def _note_sameness(self, text: str, first: Chain, second: Chain, gap: str) -> None:
        """Remember "X (now Y)" and "X, or Y," as names of one actor, and "X Company (XY)"."""
        if not gap.startswith((" (", ", ")):
            return
        name, after = text[second.start : second.end], text[second.end : second.end + 1]
        if gap == " (" and head_kind(first.words) and self._is_translation(text, first, second):
            self.same[search_fold(name)] = search_fold(first.span.of(text))
            return
        if gap == ", " and second.words[0] in cues.PEERS and "of" in second.words:
            self.same[search_fold(name)] = search_fold(first.span.of(text))
            return
        if gap == " (" and after == ")" and is_acronym(name) and name not in FORMATS:
            if len(first.words) > 1 and head_kind(first.words):
                self.defined.setdefault(name, first.span.of(text))
        elif gap.strip(" (,") in (_ALSO if gap[0] == "," else _ALSO_INSIDE) and after in (
            ")",
            ",",
            "(",
            "",
            " ",
        ):
            one, other = search_fold(first.span.of(text)), search_fold(name)
            shared = set(one.removeprefix("al ").split()) & set(other.split())
            if gap != ", or " or shared:
                self.same[other] = one

    def _is_translation(self, text: str, first: Chain, second: Chain) -> bool:
        """Tell whether a parenthesis holds the name of a body in another language, and no more.

        "Coast Guard (Kustbevakningen)", "Alliance of the Sava (Alliance de la Sava, AS)": the other
        name has a foreign head noun, or its own initials after it.
        """
        rest = text[second.end : second.end + 14]
        initials = _INITIALS.match(rest)
        if not initials and not rest.startswith(")"):
            return False
        if initials:
            self.defined.setdefault(initials[1], first.span.of(text))
        kind = foreign_kind(second.words)
        return bool(kind) or (initials is not None and len(second.words) > 1)

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
                    if len(words) > 9 or not _TITLE_SIGNS.isdisjoint(name):
                        continue  # a title that nothing parted from its publisher
                    candidate = self._candidate(name, tuple(words))
                    candidate.cited = candidate.cited or role
                    candidate.forms.setdefault(name, 0)

    # --- verdicts -----------------------------------------------------------------------------

    def propose(self, known: Container[str]) -> list[ProposedActor]:
        verdicts = {
            key: verdict
            for key, candidate in self.candidates.items()
            if not candidate.is_single and candidate.forms
            for verdict in [self.judge.judge_chain(key, candidate)]
            if verdict.kind
        }
        self._add_defined(verdicts)
        named = {
            key: Named(verdict.kind, self.candidates[key].name, self.candidates[key].words)
            for key, verdict in verdicts.items()
            if verdict.kind not in ("notion", "place")
        }
        families = {f"{one.words[-1]}s" for one in named.values() if one.kind == "person"}
        lone = {
            key: candidate
            for key, candidate in self.candidates.items()
            if key not in verdicts and candidate.forms and not self._is_common(candidate)
            if candidate.words[-1] not in families or candidate.free > 1
        }
        meant = short_names(
            {
                key: candidate.words
                for key, candidate in lone.items()
                if not (key.startswith("al ") and key in gazetteer.KNOWN_ACTORS)
            },
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
            verdict = self.judge.judge_single(key, candidate)
            if verdict.kind and candidate.words[0] not in cues.TITLES:
                verdicts[key] = verdict
        return self._actors(verdicts, meant, known)

    def _is_common(self, candidate: Candidate) -> bool:
        """Tell whether the document writes the one word of a candidate small, too."""
        return candidate.words[-1] in self.small and candidate.words[-1] not in ALONE

    def _add_defined(self, verdicts: dict[str, Verdict]) -> None:
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
                        verdicts[search_fold(name)] = Verdict(kind, 3.0, f"{short}: {long}")

    # --- actors -------------------------------------------------------------------------------

    def _actors(
        self,
        verdicts: Mapping[str, Verdict],
        meant: Mapping[str, tuple[str, str]],
        known: Container[str],
    ) -> list[ProposedActor]:
        owner = {key: self._owner(key, verdicts) for key in verdicts}
        names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for key, actor in owner.items():
            for form in self._forms(key):
                kind = "transliteration" if names[actor] else "primary"
                names[actor].setdefault(form, kind if key == actor else "full")
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
            if verdict.kind == "notion" or not self._is_in_prose(
                mentions[key], is_author=verdict.kind == "person"
            ):
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

    def _is_in_prose(self, mentions: Iterable[tuple[int, Span]], *, is_author: bool) -> bool:
        """Tell whether one of mentions names an actor, and does not only cite.

        The publisher in the citation of a news report is an actor; whoever is in the references of
        notes and of lists, and the author in "(Varn 2016, 12)", is told of nowhere.
        """
        return any(
            not (is_author or number in self.apart) or not _is_inside(span, self.citations[number])
            for number, span in mentions
        )

    def _owner(self, key: str, verdicts: Mapping[str, Verdict]) -> str:
        """Return the actor that the name of key is a name of, by "X (now Y)"."""
        for _ in range(3):
            other = self.same.get(key, key)
            if other == key or other not in verdicts or verdicts[other].kind in ("place", "notion"):
                return key
            key = other
        return key

    def _kind(self, key: str, verdict: Verdict) -> str:
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
                names[actor].setdefault(short, "acronym" if is_acronym(short) else "short")

    def _add_states(
        self, names: defaultdict[str, dict[str, str]], verdicts: Mapping[str, Verdict]
    ) -> None:
        """Put the names of one state together, and a known acronym under its long form."""
        groups = [list(group) for group in gazetteer.SAME_STATES]
        groups += [
            [long, short] for short, (long, _) in gazetteer.KNOWN_ACRONYMS.items() if long != short
        ]
        for group in groups:
            keys = [search_fold(name) for name in group]
            found = [
                key
                for key in dict.fromkeys(keys)
                if key in names and verdicts[key].kind != "notion"
            ]
            if not found:
                continue
            first = found[0]
            texts = {text: kind for key in found for text, kind in names.pop(key).items()}
            primary = group[0]
            names[first] = {primary: "primary"}
            for text in texts:
                names[first].setdefault(text, "acronym" if is_acronym(text) else "full")

    def _link(
        self, names: Mapping[str, Mapping[str, str]], verdicts: Mapping[str, Verdict]
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

    def _may_match(self, text: str, verdict: Verdict) -> bool:
        if text != text.strip() or not any(char.isalnum() for char in text):
            return False
        return verdict.kind != "notion" or " " in text


_TITLE_SIGNS = frozenset('“”":;?!…')
_INITIALS = re.compile(r", ([A-Z][A-Za-z.-]{1,9})\)")
# What stands between two names of a series.
_SERIES = frozenset([" and ", ", ", ", and ", " or "])
# What stands between two names of one actor, after a comma and in a parenthesis.
_ALSO = frozenset(
    "or|alias|née|formerly|known as|also known as|commonly known as|better known as|also called"
    "|popularly known as|now called|renamed|later renamed".split("|")
)
_ALSO_INSIDE = _ALSO | {"now", "later", "also", "previously", "then", "today", "originally"}
# A name that stands in more places than this is judged by the first of them.
_ENOUGH_PLACES = 30
_UNCOMPARED = frozenset(["notion", "place", "state"])


def _definitions(abbreviations: Iterable[FoundAbbreviation]) -> dict[str, str]:
    """Return the long form of each short form that stands for a name."""
    defined: dict[str, str] = {}
    for found in abbreviations:
        words = [word for word in found.long.split() if word.lower() not in SMALL]
        great = sum(word[:1].isupper() or "-" in word for word in words)
        following = words[1].lower() if len(words) > 1 else ""
        is_foreign = bool(words) and (
            is_head(words[0].lower(), following) or (is_head(words[-1]) and words[0][0].isupper())
        )
        if words and (great == len(words) or is_foreign):
            defined.setdefault(found.short, found.long)
    return defined


def _is_inside(span: Span, wider: Sequence[Span]) -> bool:
    """Tell whether span is inside one of wider, which are in reading order and do not overlap."""
    at = bisect_right(wider, span.start, key=lambda one: one.start)
    return at > 0 and span.end <= wider[at - 1].end


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
