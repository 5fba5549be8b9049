"""Names that one document spells in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.text.folding import search_fold
from reader.text.gazetteer import GIVEN_NAMES
from reader.text.lettering import fold
from reader.text.likeness import likely_same
from reader.text.spans import Span

# Letters, with apostrophes and hyphens inside; a capital is asked for afterwards.
_WORD = re.compile(r"(?<![\w’‘ʼʿʾ'-])[^\W\d_][\w’‘ʼʿʾ'‑-]{2,39}")
# What is left out of a name to see whether another is written for it.
_BONES = re.compile(r"[aeiouy]+|([^aeiouy])\1*")
_CONTRACTION = re.compile(r"[’'](?:s|d|m|t|ll|re|ve)\Z|[’'‘‑-]+\Z", re.IGNORECASE)
_MOST_WORDS = 4
# Where a word begins, where it ends, and the word.
Word = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a name: its words, how often they stand, and their first place."""

    words: str
    count: int
    text: int
    span: Span


@dataclass(slots=True)
class _Form:
    words: str
    text: int
    span: Span
    count: int = 0


def find_spellings(texts: Sequence[str]) -> list[tuple[Spelling, ...]]:
    """Return the names that texts spell in more than one way, the usual spelling first.

    >>> [(usual, rare)] = find_spellings(["Kataib Nur rose. So did Kataib Nur.", "Kata’ib Nur"])
    >>> usual.words, usual.count, rare.words
    ('Kataib Nur', 2, 'Kata’ib Nur')

    A word counts as a second spelling where only apostrophes, hyphens or accents differ; a name
    of several words also where each word has the same consonants and differs by one letter.
    A single word never does by its letters: Khomeni and Khamenei may be two people.
    """
    known: dict[str, Sequence[Word]] = {}
    words = [_words_of(text, known) for text in texts]
    by_signs = _group_words(words)
    groups = [_lengthened(texts, group) for group in by_signs]
    told = {fold(form.words) for group in by_signs for form in group}
    groups += _group_names(texts, words, told)
    found = []
    for group in groups:
        ordered = sorted(group, key=lambda form: (-form.count, form.text, form.span))
        found.append(tuple(Spelling(f.words, f.count, f.text, f.span) for f in ordered))
    return found


def _words_of(text: str, known: dict[str, Sequence[Word]]) -> list[Word]:
    """Return the words with a capital, with their places, possessives left outside.

    `known` keeps those of what stood between two blanks before: most of it stands there again.
    """
    found: list[Word] = []
    place = 0
    for part in text.split(" "):
        if part in known:
            words = known[part]
        else:
            words = known[part] = () if part.islower() else _words_between(part)
        for start, end, word in words:
            found.append((place + start, place + end, word))
        place += len(part) + 1
    return found


def _words_between(part: str) -> Sequence[Word]:
    found = []
    for match in _WORD.finditer(part):
        whole = match[0]
        if whole[:5].islower():
            continue
        word = _bare(whole)
        if word:
            start = match.start()
            found.append((start, start + len(word), word))
    return found


def _bare(whole: str) -> str:
    """Return a word without its possessive; "" for one that has no capital near its beginning."""
    word = _CONTRACTION.sub("", whole)
    return word if len(word) > 2 and any(char.isupper() for char in word[:5]) else ""


def _group_words(words: Iterable[Sequence[Word]]) -> list[list[_Form]]:
    """Return the words that differ in signs only."""
    by_fold: defaultdict[str, dict[str, _Form]] = defaultdict(dict)
    by_word: dict[str, _Form] = {}
    for index, found in enumerate(words):
        for start, end, word in found:
            form = by_word.get(word)
            if form is None:
                forms = by_fold[search_fold(word).replace(" ", "")]
                form = forms.setdefault(fold(word), _Form(word, index, Span(start, end)))
                by_word[word] = form
            form.count += 1
    return [list(forms.values()) for forms in by_fold.values() if len(forms) > 1]


def _lengthened(texts: Sequence[str], group: Sequence[_Form]) -> list[_Form]:
    """Return the forms with the capitalised words that follow all of them alike."""
    ends = [form.span.end for form in group]
    for _ in range(_MOST_WORDS):
        following = [
            _FOLLOWING.match(texts[form.text], end) for form, end in zip(group, ends, strict=True)
        ]
        met = [match for match in following if match]
        if len(met) < len(group) or len({fold(match[0]) for match in met}) > 1:
            break
        ends = [match.end() for match in met]
    longer = []
    for form, end in zip(group, ends, strict=True):
        span = Span(form.span.start, end)
        longer.append(_Form(span.of(texts[form.text]), form.text, span, form.count))
    return longer


_FOLLOWING = re.compile(
    r"[ \u00a0](?:[a-z]{1,3}[-‑])?[^\W\d_a-z][\w]{1,30}(?:[’'-]\w{2,20})?(?!\w)"
)


def _group_names(
    texts: Sequence[str], words: Sequence[Sequence[Word]], told: set[str]
) -> list[list[_Form]]:
    """Return the names of two words or more that differ by a letter, but for those already told."""
    forms: dict[str, _Form] = {}
    by_words: dict[str, _Form] = {}
    for index, found in enumerate(words):
        text = texts[index]
        for run in _runs(text, found):
            start, end = run[0][0], run[-1][1]
            written = text[start:end]
            form = by_words.get(written)
            if form is None:
                form = forms.setdefault(fold(written), _Form(written, index, Span(start, end)))
                by_words[written] = form
            form.count += 1
    alike = likely_same({key: form.words for key, form in forms.items()})
    groups, seen = [], set()
    for key, others in alike.items():
        if key in seen:
            continue
        group = [key, *(other for other in others if _is_misspelled(key, other))]
        seen.update(group)
        if len(group) > 1 and not any(word in told for one in group for word in one.split()):
            groups.append([forms[one] for one in group])
    return groups


def _runs(text: str, words: Sequence[Word]) -> Iterable[list[Word]]:
    """Yield the capitalised words that single blanks join, two to four of them."""
    run: list[Word] = []
    for word in words:
        if run and text[run[-1][1] : word[0]] in (" ", "\u00a0") and len(run) < _MOST_WORDS:
            run.append(word)
            continue
        if len(run) > 1:
            yield run
        run = [word]
    if len(run) > 1:
        yield run


def _is_misspelled(one: str, other: str) -> bool:
    """Tell whether no word is the other's with an ending: "Iraq Army" is not "Iraqi Army"."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    return one != other and not any(
        a != b and (a.startswith(b) or b.startswith(a) or _are_two_names(a, b)) for a, b in pairs
    )


def _are_two_names(one: str, other: str) -> bool:
    """Tell whether two given names are of two people, "John" and "Joan"."""
    if one not in GIVEN_NAMES or other not in GIVEN_NAMES:
        return False
    return _BONES.sub(r"\1", one) != _BONES.sub(r"\1", other)
