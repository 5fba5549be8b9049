"""What the words beside a name say it is: a person, a body, a place, or only a notion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.text import cues
from reader.text.capitals import Chain, opens_sentence
from reader.text.cue_words import NEAR, PASSED_OVER, TOKEN, Cue, kind_of_noun
from reader.text.predicates import cues_after

_BEFORE = 80  # characters that hold all that may tell
_VERSUS = (" v. ", " vs. ")
_PHRASES_BEFORE_ACTORS = (
    ["according", "to"], ["investigation", "into"], ["inquiry", "into"], ["lawsuit", "against"],
    ["case", "against"], ["owned", "by"], ["run", "by"], ["funded", "by"], ["led", "by"],
    ["written", "by"], ["published", "by"], ["commissioned", "by"], ["works", "for"],
    ["worked", "for"], ["behalf", "of"], ["letter", "to"], ["lawyers", "for"],
)  # fmt: skip
_NAMING = frozenset("called named dubbed nicknamed calls call styled".split())
_RELATION = frozenset(["joined", "blamed", "with", "against", "whether", "that"])


def find_cues(text: str, chain: Chain) -> list[Cue]:
    """Return what stands beside chain in text and speaks for a kind of actor, or against one.

    "agent" means any actor: the name does something or owns something. "notion" means none.
    """
    if chain.is_quiet:
        return []
    start = chain.start
    if text.startswith(_VERSUS, chain.end) or text.endswith(_VERSUS, max(0, start - 5), start):
        return [Cue("notion", 3.0, "a case")]
    titled = "group" if chain.title.lower().startswith("messrs") else "person"
    before = [Cue(titled, 3.5, chain.title)] if chain.title else list(_before(text, chain))
    return [*before, *cues_after(text, chain)]


def cues_within(words: Sequence[str]) -> Iterator[tuple[str, Cue]]:
    """Yield names that stand within a longer one, and what that says of each.

    >>> list(cues_within(["high", "court", "of", "sava"]))
    [('sava', Cue(kind='state', weight=3.0, words='high court of …'))]
    """
    if "of" in words[1:-1]:
        cut = words.index("of")
        head, name = words[cut - 1], " ".join(words[cut + 1 :]).removeprefix("the ")
        if head in _OF_STATES or (head in ("court", "bank") and words[0] in _HIGHEST):
            yield name, Cue("state", 3.0, f"{' '.join(words[:cut])} of …")
        elif head in _OF_PLACES:
            yield name, Cue("place", 1.5, f"{head} of …")
    elif words[-1] in _LAST_OF_BODIES and " ".join(words[1:]) in cues.BODIES_AFTER_PEOPLES:
        for ending in ("n", "an", "i", "ian", "ese"):
            if words[0].endswith(ending) and len(words[0]) > len(ending) + 2:
                yield words[0][: -len(ending)], Cue("state", 3.0, f"… {' '.join(words[1:])}")


_LAST_OF_BODIES = frozenset(body.rpartition(" ")[2] for body in cues.BODIES_AFTER_PEOPLES)
_OF_STATES = frozenset(
    "republic kingdom parliament constitution government president people".split()
)
# Of what these are, it is a place.
_DWELLING = frozenset(
    """residents inhabitants streets outskirts suburbs suburb town city village port province
    district north south east west centre center mayor farmers weavers miners merchants
    citizens townspeople villagers harbour harbor walls coast shores plains valley environs
    vicinity siege fall capture battle""".split()
)
_OF_PLACES = frozenset(
    "pact treaty peace battle siege port city town bishop archbishop university massacre".split()
)
_HIGHEST = frozenset(["supreme", "high", "constitutional", "central", "national", "reserve"])


def _words_before(text: str, start: int) -> list[str]:
    """Return the last words before start, as many as ever tell."""
    words = TOKEN.findall(text, max(0, start - NEAR), start)
    if len(words) < 6 or words[-1] in ("as", "like", "including"):
        return TOKEN.findall(text, max(0, start - _BEFORE), start)
    return words


def _before(text: str, chain: Chain) -> Iterator[Cue]:
    words = _words_before(text, chain.start)
    if not words or text[chain.start - 1] in "(“":
        if text[chain.start - 1 : chain.start] == "“" and text[chain.end : chain.end + 1] in "”,":
            yield Cue("person", -1.5, "in quotation marks")
        return
    comma = words[-1] == ","
    words = words[:-1] if comma else words
    last = words[-1].lower() if words else ""
    kind = kind_of_noun(last)
    between = comma and text[chain.end : chain.end + 1] == ","
    if kind and (
        not comma
        or kind not in ("place", "notion", "state")
        or (between and kind == "notion" and words[-2:-1] in (["the"], ["The"], ["its"]))
    ):
        yield Cue(kind, 2.0, f"{last} …")
    elif last in ("as", "like", "including") and not (last == "as" and words[-2:-1] != ["such"]):
        for word in reversed(words[-6:-1]):
            if kind_of_noun(word.lower()) not in ("", "notion", "state"):
                yield Cue(kind_of_noun(word.lower()), 2.0, f"{word} such as …")
                break
    elif comma:
        return
    elif last == "the" and not _is_attributive(text, chain):
        yield Cue("person", -1.5, "the …")
        yield Cue("agent", 0.3, "the …")
        yield from _before_the(text, chain, words)
    elif last == "told" and _REPORTED.match(text, chain.end):
        yield Cue("media", 1.0, "told … that")  # "she told Fanal that", as one tells papers
        yield Cue("agent", 0.6, "told … that")
    else:
        yield from _by_last_word(words, last)


def _by_last_word(words: Sequence[str], last: str) -> Iterator[Cue]:
    """Yield what the last of the words before a name says of it, mostly a preposition or verb."""
    if last in _NAMING:
        noun = next((one for one in reversed(words[-6:-1]) if kind_of_noun(one)), "")
        if kind_of_noun(noun) not in ("", "state", "place"):
            yield Cue(kind_of_noun(noun), 2.0, f"{noun} … {last} …")
    elif last in cues.PLACE_PREPOSITIONS:
        yield Cue("place", 2.0, f"{last} …")
    elif last in ("on", "over", "during", "through", "via", "into", "per", "since"):
        yield Cue("person", -0.6, f"{last} …")
    elif [word.lower() for word in words[-2:]] in _PHRASES_BEFORE_ACTORS:
        yield Cue("agent", 1.6, f"{words[-2].lower()} {last} …")
    elif last in ("at", "from", "to", "reached", "left"):
        yield Cue("person", -0.6 if last == "at" else 0.0, f"{last} …")
        yield Cue("place", 0.6, f"{last} …")
    elif last in cues.WORDS_BEFORE_ACTORS:
        yield Cue("agent", 1.6, f"{last} …")
    elif last == "by" or last in _RELATION:
        yield Cue("agent", 1.0, f"{last} …")
    elif last == "of" and words[-2:-1]:
        before = words[-2].lower()
        if before in cues.CONCEPT_NOUNS:
            yield Cue("notion", 2.0, f"{before} of …")
        elif before in _DWELLING:
            yield Cue("place", 2.0, f"{before} of …")


def _before_the(text: str, chain: Chain, words: Sequence[str]) -> Iterator[Cue]:
    """Yield what the words before "the" say: "a team, the …", "joined the …", "in The …"."""
    before = words[-2].lower() if words[1:] else ""
    if words[-1] == "The" and before and not opens_sentence(text, chain.start - 4):
        work = words[-3].lower() if before == "," and words[2:] else before
        if kind_of_noun(work) == "notion" or work in (
            "book",
            "essay",
            "report",
            "article",
            "paper",
        ):
            yield Cue("notion", 2.5, f"{work}, The …")
        elif not chain.has_possessive:
            yield Cue("media", 1.6, "The …")
    elif before == "," and words[2:] and kind_of_noun(words[-3]) in ("group", "media", "party"):
        yield Cue(kind_of_noun(words[-3]), 1.6, f"{words[-3]}, the …")
    elif before in cues.WORDS_BEFORE_ACTORS:
        yield Cue("agent", 1.3, f"{before} the …")


def _is_attributive(text: str, chain: Chain) -> bool:
    """Tell whether a small-letter noun follows, so that "the" may be that noun's."""
    after = TOKEN.match(text, chain.end + 1)
    if not after or chain.has_possessive or text[chain.end : chain.end + 1] != " ":
        return False
    word = after[0]
    return word.islower() and not (
        word in cues.AGENT_VERBS or word in cues.PERSON_VERBS or word in cues.SMALL
        or word in PASSED_OVER or word in cues.OPENERS
    )  # fmt: skip


_REPORTED = re.compile(r" (?:that|in|on)\b|[,:.]")
