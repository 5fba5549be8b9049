"""Actors proposed from a document alone: who is named in it, by which names, and where.

No tagger is asked. Names are chains of capitalised words; what they name is told by their head
nouns, by titles and by the words beside them; which short names belong to them, by the document.
Everything here is a proposal for an editor, and nothing is merged that only looks alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.text import cues, gazetteer
from reader.text.abbreviations import FoundAbbreviation
from reader.text.candidates import Gathering
from reader.text.collector import collector_at_rest
from reader.text.folding import search_fold
from reader.text.heads import head_kind
from reader.text.lettering import fold
from reader.text.likeness import likely_same
from reader.text.mentions import link_names
from reader.text.names import NameMatcher, NameRule, is_acronym
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
    `authors`. `apart` are the numbers of the texts that are entries in a list of works: whom only
    citations there name is no actor of the document.
    An actor with a name in `known` (as it stands, or by search_fold) is left out.
    A short name that fits two actors is linked to none. Linear in the texts; raises nothing.
    """
    gathered = Gathering(texts, citations, abbreviations)
    gathered.add_cited(publishers, authors)
    return _Proposer(gathered, citations, apart).propose(known)


class _Proposer:
    """Makes actors of what one document names: verdicts, then short names, then mentions."""

    def __init__(
        self, gathered: Gathering, citations: Sequence[Sequence[Span]], apart: Container[int]
    ) -> None:
        self.texts = gathered.texts
        self.apart = apart
        self.citations = [sorted(spans) for spans in citations] or [[] for _ in self.texts]
        self.gathered = gathered
        self.candidates = gathered.candidates
        self.small = gathered.small
        self.defined = gathered.defined
        self.judge = Judge(self.candidates, self.small, gathered.longs)

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
            self.gathered.chains,
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
                        candidate = self.gathered.candidate(name, tuple(fold(name).split()))
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
            if verdict.kind == "notion" or not self._is_in_text(mentions[key]):
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

    def _is_in_text(self, mentions: Iterable[tuple[int, Span]]) -> bool:
        """Tell whether one of mentions stands elsewhere than in references of a list of works."""
        return any(
            number not in self.apart or not _is_inside(span, self.citations[number])
            for number, span in mentions
        )

    def _owner(self, key: str, verdicts: Mapping[str, Verdict]) -> str:
        """Return the actor that the name of key is a name of, by "X (now Y)"."""
        for _ in range(3):
            other = self.gathered.same.get(key, key)
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


_UNCOMPARED = frozenset(["notion", "place", "state"])


def _is_inside(span: Span, wider: Sequence[Span]) -> bool:
    """Tell whether span is inside one of wider, which are in reading order and do not overlap."""
    at = bisect_right(wider, span.start, key=lambda one: one.start)
    return at > 0 and span.end <= wider[at - 1].end
