"""Candidates for actors: what a document names, with all that stands beside each name.

Nothing is judged here. Names that the text itself calls one actor's ("X (now Y)") are remembered,
and who is cited is a candidate, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reader.text import cues, gazetteer
from reader.text.abbreviations import FORMATS, FoundAbbreviation
from reader.text.capitals import Chain, small_words
from reader.text.chains import find_chains
from reader.text.cue_words import Cue
from reader.text.evidence import cues_within, find_cues
from reader.text.folding import search_fold
from reader.text.foreign import foreign_kind, is_head
from reader.text.heads import head_kind
from reader.text.initials import SMALL
from reader.text.lettering import fold
from reader.text.names import is_acronym
from reader.text.spans import Span
from reader.text.verdicts import Candidate

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


class Gathering:
    """The candidates of one document, by folded name; `same` gives the actor of another name.

    `defined` are the long forms of its short forms, `longs` those folded; `small` are the words
    that it writes small.
    """

    def __init__(
        self,
        texts: Sequence[str],
        citations: Sequence[Sequence[Span]],
        abbreviations: Sequence[FoundAbbreviation],
    ) -> None:
        self.texts = texts
        self.defined = _definitions(abbreviations)
        self.longs = frozenset(search_fold(long) for long in self.defined.values())
        self.small = small_words(texts)
        self.chains = find_chains(
            texts, quiet=citations, longs=self.defined.values(), small=self.small
        )
        self.candidates: dict[str, Candidate] = {}
        self.same: dict[str, str] = {}
        self._series: list[tuple[Candidate, Candidate]] = []
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
            candidate = self.candidate(form, chain.words)
            if chain.is_quiet:
                continue
            candidate.forms[form] += 1
            candidate.free += 1
            candidate.inside += not chain.opens
            found = find_cues(text, chain) if candidate.free <= _ENOUGH_PLACES else []
            gap = ""
            if previous is not None and previous.text == chain.text:
                gap = text[previous.end : chain.start]
                self._note_sameness(text, previous, chain, gap)
                found += _cues_of(text, previous, chain, gap)
                if gap in _SERIES:
                    self._series.append((former, candidate))
            if listed and gap in _SERIES:
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
        for pair in (*self._series, *((two, one) for one, two in reversed(self._series))):
            told, untold = pair
            if len(untold.words) != 1 or (
                not untold.inside and self._may_be_common(untold.words[0])
            ):
                continue  # "Ultimately" may only open a sentence
            if not any(score > 0 for score in untold.scores.values()):
                agent, place = told.scores["agent"], told.scores["place"]
                if agent >= 1.0 > max(place, told.scores["person"]):
                    untold.add(Cue("agent", 1.0, "… and …"))
                elif place >= 2.0 > told.scores["person"] + agent:
                    untold.add(Cue("place", 1.5, "… and …"))

    def candidate(self, form: str, words: tuple[str, ...]) -> Candidate:
        """Return the candidate of a name, a new one where it is the first of it."""
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
        return 0.0 if self._may_be_common(word) else 1.0

    def _may_be_common(self, word: str) -> bool:
        """Tell whether a word that opens a sentence may have its capital from that alone."""
        is_common = word in self.small or word in cues.MASS_NOUNS
        return is_common or word.endswith(("s", "ly", "ing", "ed"))

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
                    candidate = self.candidate(name, tuple(words))
                    candidate.cited = candidate.cited or role
                    candidate.forms.setdefault(name, 0)


def _cues_of(text: str, first: Chain, second: Chain, gap: str) -> Iterator[Cue]:
    """Yield what "of" says of the second: whom a ruler rules, and where somebody has an office."""
    if gap == " of " and first.title.split(" ")[-1].lower() in cues.RULERS:
        yield Cue("state", 3.0, f"{first.title} … of")
        return
    is_held = first.title or first.words[0] in gazetteer.GIVEN_NAMES
    if is_held and gap in (" of ", " of the ", " at ") and is_acronym(second.span.of(text)):
        yield Cue("group", 1.2, f"{first.span.of(text)} of …")


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
