"""What the words beside a name say it is: a person, a body, a place, or only a notion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.text import cues
from reader.text.capitals import Chain, opens_sentence

_TOKEN = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*|[^\w\s]")
_ACRONYM = re.compile(r"^ \([A-Z][\w.&-]{1,11}\)")
_BORN = re.compile(
    r" \((?:[^()\d]{0,40}?\b(?:born|died|c|ca|circa|b|d)\b|\d{3,4} ?[-–] ?(?:\d{2,4}|\?)\))"
)
_VERSUS = (" v. ", " vs. ")
_BEFORE, _AFTER = 80, 130
_NEAR = 40  # characters that hold the few words that most often tell
_COPULAS = frozenset(["is", "was", "are", "were", "became", "remains"])
_DETERMINERS = frozenset(
    "a an the one its his her their our then now once another this that some chief".split()
)
_PASSED_OVER = frozenset(
    "also never now later then first once still always often soon has had have was were is been "
    "himself herself itself would will could may might must once again publicly".split()
)
_STOPS = frozenset(".;:()?!“”")
_ENDS_OF_NOUN = frozenset(
    "of in for at who that which whose on to with from by where when since and but , owned based "
    "founded led run established financed created formed".split()
)
_PHRASES_BEFORE_ACTORS = (
    ["according", "to"], ["investigation", "into"], ["inquiry", "into"], ["lawsuit", "against"],
    ["case", "against"], ["owned", "by"], ["run", "by"], ["funded", "by"], ["led", "by"],
    ["written", "by"], ["published", "by"], ["commissioned", "by"], ["works", "for"],
    ["worked", "for"], ["behalf", "of"], ["letter", "to"], ["lawyers", "for"],
)  # fmt: skip
_NAMING = frozenset("called named dubbed nicknamed calls call styled".split())
_RELATION = frozenset(["joined", "blamed", "with", "against", "whether", "that"])


class Cue(NamedTuple):
    """Words that speak for one kind. Kinds are those of actors, "agent" and "notion"."""

    kind: str
    weight: float
    words: str


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
    return [*before, *_after(text, chain)]


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
# What a state has, and hardly anybody else.
_OF_A_STATE = frozenset(
    """government army president military police navy economy parliament constitution
    independence ambassador capital monarchy borders coastline currency electorate legislature
    citizens embassy republic""".split()
)
_HIGHEST = frozenset(["supreme", "high", "constitutional", "central", "national", "reserve"])


# The kind that a common noun names; of two the later holds.
_NOUNS = {
    word: kind
    for kind, nouns in (
        ("state_body", cues.STATE_BODY_NOUNS),
        ("state", cues.STATE_NOUNS), ("notion", cues.CONCEPT_NOUNS), ("place", cues.PLACE_NOUNS),
        ("group", cues.GROUP_NOUNS), ("media", cues.MEDIA_NOUNS), ("party", cues.PARTY_NOUNS),
        ("person", cues.PERSON_NOUNS),
    )
    for word in nouns
}  # fmt: skip


def _noun(word: str) -> str:
    """Return the kind that a common noun names, or the empty string."""
    return _NOUNS.get(word, "")


def _words_before(text: str, start: int) -> list[str]:
    """Return the last words before start, as many as ever tell."""
    words = _TOKEN.findall(text, max(0, start - _NEAR), start)
    if len(words) < 6 or words[-1] in ("as", "like", "including"):
        return _TOKEN.findall(text, max(0, start - _BEFORE), start)
    return words


def _words_after(rest: str) -> list[str]:
    """Return the first words of rest, all where the first ones open a description."""
    words = _TOKEN.findall(rest, 0, _NEAR)
    if len(words) < 5 or words[0] == "," or words[0].lower() in _COPULAS:
        return _TOKEN.findall(rest)
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
    kind = _noun(last)
    between = comma and text[chain.end : chain.end + 1] == ","
    if kind and (
        not comma
        or kind not in ("place", "notion", "state")
        or (between and kind == "notion" and words[-2:-1] in (["the"], ["The"], ["its"]))
    ):
        yield Cue(kind, 2.0, f"{last} …")
    elif last in ("as", "like", "including") and not (last == "as" and words[-2:-1] != ["such"]):
        for word in reversed(words[-6:-1]):
            if _noun(word.lower()) not in ("", "notion", "state"):
                yield Cue(_noun(word.lower()), 2.0, f"{word} such as …")
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
        noun = next((one for one in reversed(words[-6:-1]) if _noun(one)), "")
        if _noun(noun) not in ("", "state", "place"):
            yield Cue(_noun(noun), 2.0, f"{noun} … {last} …")
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
        if _noun(work) == "notion" or work in ("book", "essay", "report", "article", "paper"):
            yield Cue("notion", 2.5, f"{work}, The …")
        elif not chain.has_possessive:
            yield Cue("media", 1.6, "The …")
    elif before == "," and words[2:] and _noun(words[-3]) in ("group", "media", "party"):
        yield Cue(_noun(words[-3]), 1.6, f"{words[-3]}, the …")
    elif before in cues.WORDS_BEFORE_ACTORS:
        yield Cue("agent", 1.3, f"{before} the …")


def _is_attributive(text: str, chain: Chain) -> bool:
    """Tell whether a small-letter noun follows, so that "the" may be that noun's."""
    after = _TOKEN.match(text, chain.end + 1)
    if not after or chain.has_possessive or text[chain.end : chain.end + 1] != " ":
        return False
    word = after[0]
    return word.islower() and not (
        word in cues.AGENT_VERBS or word in cues.PERSON_VERBS or word in cues.SMALL
        or word in _PASSED_OVER or word in cues.OPENERS
    )  # fmt: skip


def _after(text: str, chain: Chain) -> Iterator[Cue]:
    rest = text[chain.end : chain.end + _AFTER]
    if chain.has_possessive:
        yield from _possessed(rest)
        return
    if rest.startswith(" ("):
        rest = _ACRONYM.sub("", rest)
    words = _words_after(rest)
    if not words:
        return
    first = words[0].lower()
    if rest.startswith(" (") and _BORN.match(rest):
        yield Cue("person", 2.5, "… (born)")
        return
    if first == "(" and words[1:] and words[1].lower() in _DETERMINERS:
        yield from _described(words[2:], 2.0)
        return
    if rest.startswith((" and its ", " and their ")):
        yield Cue("agent", 0.8, "… and its")
        yield Cue("person", -0.6, "… and its")
        return
    if dated := _ISSUE.match(rest):
        yield Cue("media", 2.5, f"…{dated[0]}")
        return
    if first == ",":
        yield from _after_comma(words[1:])
        return
    if rest[:1] == "-":
        if re.match(r"-(?:led|backed|controlled|owned|linked|funded|aligned|run|affiliated)", rest):
            yield Cue("agent", 0.7, f"…{_word(rest[1:])}")
        return
    if first in _COPULAS and words[1:] and words[1].lower() in _DETERMINERS:
        yield from _described(words[2:], 3.0)
        return
    if agency := _AGENCY.match(rest):
        yield Cue("media", 2.5, f"…{agency[0]}")
        return
    yield from _by_pronoun(rest, is_subject=chain.opens)
    yield from _after_subject(words)


def _possessed(rest: str) -> Iterator[Cue]:
    """Yield what the thing that a name has says of it; `rest` begins with the apostrophe."""
    match = re.match(r"['’]s? ?", rest)
    words = _TOKEN.findall(rest, match.end() if match else 0, _NEAR)
    if words and words[0].lower() in cues.KIN:
        yield Cue("person", 1.2, f"…’s {words[0]}")
    elif words and words[0].lower() in _OF_A_STATE:
        yield Cue("state", 1.2, f"…’s {words[0]}")
        yield Cue("agent", 0.7, f"…’s {words[0]}")
    elif words:
        yield Cue("agent", 0.7, f"…’s {words[0]}")


def _after_subject(words: Sequence[str]) -> Iterator[Cue]:
    """Yield what the verb or noun right after a name says of it; adverbs are passed over."""
    first = words[0].lower()
    adverbs = 0
    while adverbs < min(2, len(words) - 1) and (
        words[adverbs].lower() in _PASSED_OVER or words[adverbs].endswith("ly")
    ):
        adverbs += 1
    verb = words[adverbs].lower()
    if first in ("himself", "herself"):
        yield Cue("person", 1.5, f"… {first}")
    elif first == "who":
        yield Cue("person", 2.0, "… who")
    elif words[0] in cues.MEMBERS:
        yield Cue("group", 1.5, f"… {first}")
    elif verb in cues.PERSON_VERBS:
        yield Cue("person", 1.5, f"… {verb}")
        yield Cue("agent", 0.5, f"… {verb}")
    elif first == "reported":
        yield Cue("media", 1.0, "… reported")
        yield Cue("person", -0.6, "… reported")
    elif verb in cues.AGENT_VERBS or (first in _PASSED_OVER and verb.endswith("ed")):
        yield Cue("agent", 1.0, f"… {verb}")
    elif first in ("administration", "presidency"):
        yield Cue("person", 1.6, f"… {first}")
    elif verb.endswith("ed") and len(verb) > 4:
        yield Cue("agent", 0.7, f"… {verb}")
    elif _noun(words[0]) in ("group", "media", "party", "notion"):
        yield Cue(_noun(words[0]), 2.0, f"… {first}")
    elif first in ("has", "had", "was", "is"):
        yield Cue("agent", 0.5, f"… {first}")


_AGENCY = re.compile(r" (?:news|press|wire) (?:agency|agencies|service|site|website|channel)\b")
# "in Le Fanal of March 1820", "(Orun Post, 3 May)": only papers have issues.
_ISSUE = re.compile(
    r" (?:of|for|dated) (?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
_REPORTED = re.compile(r" (?:that|in|on)\b|[,:.]")
_SAID_IT = re.compile(
    r" (?:(?:has|had) )?(?:said|says|announced|claimed|claims|admitted|confirmed|denied|insisted"
    r"|warned|argued|stated|declared|told \w+(?: \w+)?)(?: on \w+| in \w+)?,?(?: that)?"
    r" (?P<pronoun>it|they|he|she) (?:had|has|would|will|could|intends?|plans?|does|did)"
    r"(?! (?:be|been|not|never|take|mean|seem|rain|become)\b)"
)
_NEXT_SENTENCE = re.compile(
    r"[^.!?“”;\n]{0,110}[.] (?:(?P<thing>It|Its)|(?P<person>He|She|His|Her)|The (?P<noun>[a-z]+)) "
)


def _by_pronoun(rest: str, *, is_subject: bool) -> Iterator[Cue]:
    """Yield what the pronoun says that takes a name up: "X said it had", "X sells. Its founder"."""
    said = _SAID_IT.match(rest)
    if said and said["pronoun"] in ("he", "she"):
        yield Cue("person", 1.0, f"… {said['pronoun']}")
    elif said:
        yield Cue("group", 1.8, f"… {said['pronoun']}")
        yield Cue("person", -1.8, f"… {said['pronoun']}")
    following = _NEXT_SENTENCE.match(rest) if is_subject else None
    if following and following["person"]:
        yield Cue("person", 0.7, f"…. {following['person']}")
    elif following and following["thing"]:
        yield Cue("person", -0.8, f"…. {following['thing']}")
        yield Cue("agent", 0.5, f"…. {following['thing']}")
    elif following and (kind := _noun(following["noun"])) in ("group", "media", "party"):
        yield Cue(kind, 1.2, f"…. The {following['noun']}")
        yield Cue("person", -1.0, f"…. The {following['noun']}")


def _after_comma(words: list[str]) -> Iterator[Cue]:
    if not words:
        return
    first = words[0].lower()
    if first == "who" and words[1:] and words[1] in _PLURAL_VERBS:
        yield Cue("agent", 1.0, "…, who")
        yield Cue("person", 0.5, "…, who")
    elif first in ("who", "whom") or (first in ("then", "aged", "now") and _is_number(words[1:2])):
        yield Cue("person", 2.0, "…, who" if first.startswith("who") else "…, aged")
    elif _is_number(words[:1]) and len(words) > 1 and words[1] == ",":
        yield Cue("person", 1.0, "…, aged")
    elif first == "which":
        verbs = [word for word in words[1:3] if word not in ("has", "had", "would", "will")]
        is_doing = len(verbs) == 2 and verbs[0] in cues.AGENT_VERBS
        is_doing = is_doing or (len(verbs) == 1 and verbs[0].endswith(("ed", "ght", "ade", "old")))
        yield Cue("agent", 1.6 if is_doing else 0.7, "…, which")
        yield Cue("person", -1.0, "…, which")
        if words[1:3] and words[1] in ("is", "was"):
            yield from _described(words[2:], 2.0)
    elif first in ("founded", "established", "incorporated"):
        yield Cue("group", 1.6, f"…, {first}")
    elif first in _DETERMINERS:
        yield from _described(words[1:], 2.0)


def _described(words: list[str], weight: float) -> Iterator[Cue]:
    """Yield what the noun at the end of an apposition says ("a small, secretive militia of")."""
    phrase: list[str] = []
    for index, word in enumerate(words[:9]):
        if word in _STOPS or (phrase and word.lower() in _ENDS_OF_NOUN and word != ","):
            break
        if word == "," and not any(_noun(later) for later in words[index + 1 : index + 4]):
            break
        phrase.append(word.lower())
    for word in reversed(phrase):
        kind = _noun(word)
        if word in cues.ACTOR_NOUNS:
            yield Cue("agent", weight / 2, f"…, {' '.join(phrase)}"[:60])
            return
        if kind:
            if kind == "group" and not _BY_STATES.isdisjoint(phrase):
                kind = "state_body"
            elif kind == "group" and "political" in phrase and "militant" not in phrase:
                kind = "party"
            yield Cue(kind, weight, f"…, {' '.join(phrase)}"[:60])
            return


# What says of an agency or a force that it is a state's.
_PLURAL_VERBS = frozenset("sell own have make say run operate see were are build hold".split())
_BY_STATES = frozenset("state government federal ministry military".split())


def _is_number(words: list[str]) -> bool:
    return bool(words) and words[0].isdigit() and len(words[0]) < 4


def _word(text: str) -> str:
    match = _TOKEN.match(text)
    return match[0] if match else ""
