"""What a sentence goes on to say of a name after it: that it is born, owns, does, or is a party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.text import cues
from reader.text.capitals import Chain
from reader.text.cue_words import NEAR, PASSED_OVER, TOKEN, Cue, kind_of_noun

_AFTER = 130  # characters that a description of the name reaches
_ACRONYM = re.compile(r"^ \([A-Z][\w.&-]{1,11}\)")
_BORN = re.compile(
    r" \((?:[^()\d]{0,40}?\b(?:born|died|c|ca|circa|b|d)\b|\d{3,4} ?[-–] ?(?:\d{2,4}|\?)\))"
)
_COPULAS = frozenset(["is", "was", "are", "were", "became", "remains"])
_DETERMINERS = frozenset(
    "a an the one its his her their our then now once another this that some chief".split()
)
_STOPS = frozenset(".;:()?!“”")
_ENDS_OF_NOUN = frozenset(
    "of in for at who that which whose on to with from by where when since and but , owned based "
    "founded led run established financed created formed".split()
)
# What a state has, and hardly anybody else.
_OF_A_STATE = frozenset(
    """government army president military police navy economy parliament constitution
    independence ambassador capital monarchy borders coastline currency electorate legislature
    citizens embassy republic""".split()
)


def _words_after(rest: str) -> list[str]:
    """Return the first words of rest, all where the first ones open a description."""
    words = TOKEN.findall(rest, 0, NEAR)
    if len(words) < 5 or words[0] == "," or words[0].lower() in _COPULAS:
        return TOKEN.findall(rest)
    return words


def cues_after(text: str, chain: Chain) -> Iterator[Cue]:
    """Yield what stands after the name and speaks for a kind of actor, or against one."""
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
    words = TOKEN.findall(rest, match.end() if match else 0, NEAR)
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
        words[adverbs].lower() in PASSED_OVER or words[adverbs].endswith("ly")
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
    elif verb in cues.AGENT_VERBS or (first in PASSED_OVER and verb.endswith("ed")):
        yield Cue("agent", 1.0, f"… {verb}")
    elif first in ("administration", "presidency"):
        yield Cue("person", 1.6, f"… {first}")
    elif verb.endswith("ed") and len(verb) > 4:
        yield Cue("agent", 0.7, f"… {verb}")
    elif kind_of_noun(words[0]) in ("group", "media", "party", "notion"):
        yield Cue(kind_of_noun(words[0]), 2.0, f"… {first}")
    elif first in ("has", "had", "was", "is"):
        yield Cue("agent", 0.5, f"… {first}")


_AGENCY = re.compile(r" (?:news|press|wire) (?:agency|agencies|service|site|website|channel)\b")
# "in Le Fanal of March 1820", "(Orun Post, 3 May)": only papers have issues.
_ISSUE = re.compile(
    r" (?:of|for|dated) (?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b"
)
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
    elif following and (kind := kind_of_noun(following["noun"])) in ("group", "media", "party"):
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
        if word == "," and not any(kind_of_noun(later) for later in words[index + 1 : index + 4]):
            break
        phrase.append(word.lower())
    for word in reversed(phrase):
        kind = kind_of_noun(word)
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
    match = TOKEN.match(text)
    return match[0] if match else ""
