"""Mentions: the names in a document, linked to actors by what the document itself says."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.text.longer_names import is_part_of_longer, is_within_place
from reader.text.names import FoundName, NameMatcher, NameRule
from reader.text.namesakes import people_before, told_apart
from reader.text.spans import Span

_FAMILY = re.compile(
    r"[ \u00a0](?:famil(?:y|ies)|clans?|clergy|dynasty|brothers|sisters|siblings|sons|tribes?"
    r"|households?|lineage|house|surname)\b",
    re.IGNORECASE,
)


class FoundMention(NamedTuple):
    """A span that names one of the candidates.

    `state` is "accepted" (one candidate, certain by rule) or "proposed"; `method` is the rule that
    decided: name, short-name, only-one-named, family, longer-name, ambiguous, short-name-alone,
    weak-name.
    `name` is the rule of the first candidate.
    """

    span: Span
    candidates: tuple[Hashable, ...]
    state: str
    method: str
    confidence: float
    name: NameRule


def link_names(
    texts: Sequence[str],
    matcher: NameMatcher,
    *,
    quiet: Sequence[Sequence[Span]] = (),
    title: str = "",
) -> list[list[FoundMention]]:
    """Return the mentions in each of a document's texts, in reading order.

    `quiet` gives for each text the spans in which no name counts; `title` names actors, though
    nothing in it is linked. Decided for the document as
    a whole: a name of one actor is accepted, a short name only where the document also names that
    actor by another name that is neither short nor weak; a name of several actors goes to the only
    one of them named in full, else it is proposed with all; a weak name is at most proposed, where
    its actor is named in full, and what it covers is no other name. "The Sadr clergy" is proposed,
    and so is "Saudi Hezbollah" where Hezbollah is another people's. "Paz" in "La Paz" is none.
    """
    found = []
    for index, names in enumerate(matcher.find_each(texts)):
        if index < len(quiet) and quiet[index]:
            names = _outside(names, sorted(quiet[index]))
        found.append(names)
    named = _named_in_full([*found, matcher.find(title)])
    apart = _told_apart(texts, found, matcher.homes)
    return [
        [
            mention
            for name in names
            if (mention := _decide(name, text, named, (index, name.span.start) in apart))
        ]
        for index, (text, names) in enumerate(zip(texts, found, strict=True))
    ]


def _told_apart(
    texts: Sequence[str],
    found: Sequence[Sequence[FoundName]],
    homes: Mapping[Hashable, frozenset[str]],
) -> frozenset[tuple[int, int]]:
    return told_apart(
        (
            ((index, name.span.start), name.rules[0].actor, name.text, people)
            for index, names in enumerate(found)
            for name in names
            if (people := people_before(texts[index], name.span.start))
        ),
        homes,
    )


def _outside(names: Sequence[FoundName], quiet: Sequence[Span]) -> list[FoundName]:
    kept, position, reach = [], 0, 0
    for name in names:
        while position < len(quiet) and quiet[position].start < name.span.end:
            reach = max(reach, quiet[position].end)
            position += 1
        if name.span.start >= reach:
            kept.append(name)
    return kept


def _named_in_full(found: Iterable[Iterable[FoundName]]) -> frozenset[Hashable]:
    """Return the actors that some name, neither short nor weak, gives and gives them alone."""
    named: set[Hashable] = set()
    for names in found:
        for name in names:
            if len(name.rules) == 1:
                if name.rules[0].kind not in ("short", "weak"):
                    named.add(name.rules[0].actor)
                continue
            actors = {rule.actor for rule in name.rules if rule.kind != "weak"}
            if len(actors) == 1 and any(rule.kind not in ("short", "weak") for rule in name.rules):
                named |= actors
    return frozenset(named)


def _decide(
    name: FoundName, text: str, named: frozenset[Hashable], is_apart: bool
) -> FoundMention | None:
    first = name.rules[0]
    if len(name.rules) == 1 and first.kind not in ("short", "weak"):
        if is_apart or is_part_of_longer(text, name.span, is_short=False):
            if is_within_place(text, name.span):
                return None
            return FoundMention(name.span, (first.actor,), "proposed", "longer-name", 0.3, first)
        return FoundMention(name.span, (first.actor,), "accepted", "name", 1.0, first)
    rules = [rule for rule in name.rules if rule.kind != "weak"]
    if not rules:
        rules = [rule for rule in name.rules if rule.actor in named]
        return _mention(name, rules, "proposed", "weak-name", 0.4) if rules else None
    actors = {rule.actor for rule in rules}
    is_short = all(rule.kind == "short" for rule in rules)
    if is_short and _FAMILY.match(text, name.span.end):
        return _mention(name, rules, "proposed", "family", 0.3)
    if is_apart or is_part_of_longer(text, name.span, is_short=is_short):
        if is_within_place(text, name.span):
            return None
        return _mention(name, rules, "proposed", "longer-name", 0.3)
    if len(actors) == 1:
        if not is_short:
            return _mention(name, rules, "accepted", "name", 1.0)
        if actors <= named:
            return _mention(name, rules, "accepted", "short-name", 0.95)
        return _mention(name, rules, "proposed", "short-name-alone", 0.3)
    present = actors & named
    if len(present) == 1:
        rules = [rule for rule in rules if rule.actor in present]
        return _mention(name, rules, "accepted", "only-one-named", 0.9)
    rules = [rule for rule in rules if rule.actor in present] if present else rules
    return _mention(name, rules, "proposed", "ambiguous", 0.5)


def _mention(
    name: FoundName, rules: Sequence[NameRule], state: str, method: str, confidence: float
) -> FoundMention:
    if len(rules) == 1:
        return FoundMention(name.span, (rules[0].actor,), state, method, confidence, rules[0])
    # The rule spelt as the text is comes first among one actor's rules.
    best = next((r for r in rules if r.text == name.text and r.actor == rules[0].actor), rules[0])
    candidates = tuple(dict.fromkeys(rule.actor for rule in rules))
    return FoundMention(name.span, candidates, state, method, confidence, best)
